//! Resamples → intervals and p-values that own up to few documents.

use super::distribution::{t_quantile, two_sided};
use crate::evaluate::Interval;

/// The normal quantile of a two-sided 5 %.
const Z: f64 = 1.959_964;

/// Share of resamples in which a value could not be told that is put up with: beyond it there is no interval.
const MOST_UNDEFINED: f64 = 0.05;

/// What the resamples of one value say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// From the centre down to the 2.5th percentile.
    below: f64,
    /// From the centre up to the 97.5th percentile.
    above: f64,
    /// Variance from the labels' documents alone.
    pub labels: f64,
    /// Variance from the source's documents alone.
    pub corpus: f64,
    /// Degrees of freedom (Satterthwaite 1946).
    pub freedom: f64,
    /// What t with so many exceeds, on both sides together, in 5 %.
    quantile: f64,
    /// How much the percentiles are stretched for few documents.
    pub stretch: f64,
}

/// How many units stand behind each part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitCounts {
    /// Labelled documents.
    pub labels: usize,
    /// The source's documents; of two sources, the smaller number.
    pub corpus: usize,
}

/// Two quantiles of the values; those that are no number count as endless on both sides. None where
/// there are too many of them.
pub fn quantiles(values: &[f32], shares: [f64; 2]) -> Option<[f64; 2]> {
    let mut numbers: Vec<f32> = values
        .iter()
        .copied()
        .filter(|value| !value.is_nan())
        .collect();
    let undefined = values.len() - numbers.len();
    if numbers.is_empty()
        || undefined as f64 >= MOST_UNDEFINED * values.len() as f64 && undefined > 0
    {
        return None;
    }
    let mut at = |share: f64| {
        let place = (values.len() - 1) as f64 * share - undefined as f64 / 2.0;
        let place = (place.round().max(0.0) as usize).min(numbers.len() - 1);
        f64::from(*numbers.select_nth_unstable_by(place, f32::total_cmp).1)
    };
    Some([at(shares[0]), at(shares[1])])
}

/// Variance from the middle 68 %, which a few wild resamples do not move.
fn variance(values: &[f32]) -> Option<f64> {
    let [low, high] = quantiles(values, [0.158_655, 0.841_345])?;
    Some(((high - low) / 2.0).powi(2))
}

impl Spread {
    /// From resamples of both parts together and of each alone, around the value of no resample; none
    /// where too few are numbers.
    pub fn of(
        centre: f64,
        [both, labels, corpus]: [&[f32]; 3],
        units: UnitCounts,
    ) -> Option<Spread> {
        if centre.is_nan() {
            return None;
        }
        let [low, high] = quantiles(both, [0.025, 0.975])?;
        let (below, above) = ((centre - low).max(0.0), (high - centre).max(0.0));
        let (labels, corpus) = (variance(labels)?, variance(corpus)?);
        // A bootstrap of n units is too narrow by (n − 1)/n, and t has tails that the normal has not.
        let part = |variance: f64, units: usize| {
            let freedom = (units.max(2) - 1) as f64;
            (variance * (freedom + 1.0) / freedom, freedom)
        };
        let ((of_labels, l), (of_corpus, c)) =
            (part(labels, units.labels), part(corpus, units.corpus));
        let total = of_labels + of_corpus;
        if total <= 0.0 {
            let (freedom, stretch) = (c, 1.0);
            return Some(Spread {
                below,
                above,
                labels,
                corpus,
                freedom,
                quantile: t_quantile(0.05, freedom),
                stretch,
            });
        }
        let freedom = total * total / (of_labels * of_labels / l + of_corpus * of_corpus / c);
        let quantile = t_quantile(0.05, freedom);
        let stretch = (total / (labels + corpus)).sqrt() * quantile / Z;
        Some(Spread {
            below,
            above,
            labels,
            corpus,
            freedom,
            quantile,
            stretch,
        })
    }

    /// The 95 % interval around a value: the percentiles, as far from it as few documents demand.
    pub fn interval(&self, value: f64, (least, most): (f64, f64)) -> Interval {
        let low = value - self.below * self.stretch;
        let high = value + self.above * self.stretch;
        Interval {
            low: low.clamp(least, most),
            high: high.clamp(least, most),
        }
    }

    /// Without the stretch.
    pub fn unstretched(self) -> Spread {
        Spread {
            freedom: 1e9,
            quantile: Z,
            stretch: 1.0,
            ..self
        }
    }

    /// Wider by an error of this standard deviation that no resample shows.
    pub fn widened(mut self, deviation: f64) -> Spread {
        self.below = self.below.hypot(Z * deviation);
        self.above = self.above.hypot(Z * deviation);
        self
    }

    /// Standard error on the side of a value that looks to zero, stretched.
    fn error_towards_zero(&self, value: f64) -> f64 {
        let way = if value >= 0.0 { self.below } else { self.above };
        way * self.stretch / self.quantile
    }

    /// Two-sided p of a value against zero; below 5 % where the interval excludes zero.
    pub fn p(&self, value: f64) -> f64 {
        let error = self.error_towards_zero(value);
        if error <= 0.0 {
            return if value == 0.0 { 1.0 } else { 0.0 };
        }
        two_sided(value / error, self.freedom)
    }

    /// The smallest gap that would have been found with a chance of 80 %, at the 5 % level.
    pub fn detectable(&self) -> f64 {
        let error = (self.below + self.above) / 2.0 * self.stretch / self.quantile;
        error * (self.quantile + 0.8416)
    }

    /// How many times as many labels alone, and articles alone, would halve the interval; none where
    /// no number of them would.
    pub fn factors_to_halve(&self) -> (Option<f64>, Option<f64>) {
        let quarter = (self.labels + self.corpus) / 4.0;
        let factor = |part: f64, other: f64| (quarter > other).then(|| part / (quarter - other));
        (
            factor(self.labels, self.corpus),
            factor(self.corpus, self.labels),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(labels: f64, corpus: f64) -> Spread {
        Spread {
            below: 0.1,
            above: 0.1,
            labels,
            corpus,
            freedom: 9.0,
            quantile: t_quantile(0.05, 9.0),
            stretch: 1.2,
        }
    }

    #[test]
    fn what_halves_an_interval_by_hand() {
        // Variances 3 and 0.5: labels must bring 3.5/4 − 0.5 = 0.375 from 3, eight times as many; no
        // number of articles brings 3 below 0.875.
        assert_eq!(spread(3.0, 0.5).factors_to_halve(), (Some(8.0), None));
        assert_eq!(spread(0.0, 1.0).factors_to_halve(), (None, Some(4.0)));
    }

    #[test]
    fn p_and_interval_agree() {
        for value in [0.02, 0.05, 0.1, 0.15, 0.2] {
            let spread = spread(1.0, 1.0);
            let interval = spread.interval(value, (-1.0, 1.0));
            assert_eq!(spread.p(value) < 0.05, interval.low > 0.0, "{value}");
        }
    }

    #[test]
    fn undefined_resamples_widen_and_then_refuse() {
        let mut values: Vec<f32> = (0..1000).map(|i| i as f32).collect();
        let [low, _] = quantiles(&values, [0.025, 0.975]).unwrap();
        values[500..530].fill(f32::NAN);
        let [wider, _] = quantiles(&values, [0.025, 0.975]).unwrap();
        assert!(wider < low, "{wider} {low}");
        values[500..560].fill(f32::NAN);
        assert_eq!(quantiles(&values, [0.025, 0.975]), None);
    }
}
