//! Student's t and the corrections for many tests.

/// Two-sided probability of a t with `freedom` degrees of freedom being at least this far from zero.
pub fn two_sided(t: f64, freedom: f64) -> f64 {
    if t.is_nan() {
        return 1.0;
    }
    incomplete_beta(freedom / 2.0, 0.5, freedom / (freedom + t * t)).clamp(0.0, 1.0)
}

/// The t that is exceeded, on both sides together, with probability `tail` (0 < tail < 1). The tail
/// falls ever more slowly, so that Newton's steps from the left of the answer never pass it.
pub fn t_quantile(tail: f64, freedom: f64) -> f64 {
    let half = (freedom + 1.0) / 2.0;
    let front =
        (ln_gamma(half) - ln_gamma(freedom / 2.0)).exp() / (freedom * std::f64::consts::PI).sqrt();
    let mut t = 0.0;
    for _ in 0..200 {
        let slope = 2.0 * front * (1.0 + t * t / freedom).powf(-half);
        let step = (two_sided(t, freedom) - tail) / slope;
        t += step.max(0.0);
        if step <= 1e-10 * t {
            break;
        }
    }
    t
}

/// p-values adjusted by Holm's method (1979): the chance of any false positive among them stays below
/// the level. In the order given.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let (mut adjusted, mut highest) = (vec![0.0; p.len()], 0.0f64);
    for (rank, &index) in order.iter().enumerate() {
        highest = highest.max((p.len() - rank) as f64 * p[index]).min(1.0);
        adjusted[index] = highest;
    }
    adjusted
}

/// q-values by Benjamini and Hochberg (1995): the expected share of false positives among those called
/// positive stays below the level. In the order given.
pub fn false_discovery(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let (mut adjusted, mut lowest) = (vec![0.0; p.len()], 1.0f64);
    for (rank, &index) in order.iter().enumerate().rev() {
        lowest = lowest.min(p[index] * p.len() as f64 / (rank + 1) as f64);
        adjusted[index] = lowest;
    }
    adjusted
}

/// The regularised incomplete beta function, by Lentz's continued fraction (Press et al., Numerical
/// Recipes, §6.4).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let guard = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for step in 1..500 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        for term in [even, odd] {
            d = 1.0 / guard(1.0 + term * d);
            c = guard(1.0 + term / c);
            result *= c * d;
        }
        if (c * d - 1.0).abs() < 1e-14 {
            break;
        }
    }
    result
}

/// Lanczos' approximation, for positive arguments.
fn ln_gamma(x: f64) -> f64 {
    const TERMS: [f64; 6] = [
        76.180_091_729_471_46,
        -86.505_320_329_416_77,
        24.014_098_240_830_91,
        -1.231_739_572_450_155,
        0.120_865_097_386_617_9e-2,
        -0.539_523_938_495_3e-5,
    ];
    let base = x + 5.5;
    let series = TERMS
        .iter()
        .zip(1..)
        .map(|(term, n)| term / (x + f64::from(n)));
    let sum = 1.000_000_000_190_015 + series.sum::<f64>();
    (x + 0.5) * base.ln() - base + (2.506_628_274_631_000_5 * sum / x).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_the_printed_table() {
        // Any table of Student's t, two-sided 5 %.
        for (freedom, t) in [
            (1.0, 12.706),
            (2.0, 4.303),
            (4.0, 2.776),
            (9.0, 2.262),
            (1e6, 1.960),
        ] {
            assert!((t_quantile(0.05, freedom) - t).abs() < 1e-3, "{freedom}");
        }
        assert!((two_sided(2.262_157, 9.0) - 0.05).abs() < 1e-6);
    }

    #[test]
    fn holm_by_hand() {
        // Sorted .01 .03 .04: times 3, 2, 1 is .03 .06 .04, and it must not fall.
        let adjusted = holm(&[0.04, 0.01, 0.03]);
        for (found, expected) in adjusted.iter().zip([0.06, 0.03, 0.06]) {
            assert!((found - expected).abs() < 1e-12, "{adjusted:?}");
        }
    }

    #[test]
    fn false_discovery_by_hand() {
        // Sorted .01 .03 .04: times 3/1, 3/2, 3/3 is .03 .045 .04, and from above .03 .04 .04.
        let adjusted = false_discovery(&[0.04, 0.01, 0.03]);
        for (found, expected) in adjusted.iter().zip([0.04, 0.03, 0.04]) {
            assert!((found - expected).abs() < 1e-12, "{adjusted:?}");
        }
    }
}
