//! Resamples of documents, in the sources and in the labels together.

use rayon::prelude::*;

use super::correct::Correction;
use super::measures::{measures, range, values};
use super::spread::{Spread, UnitCounts};
use super::units::{Design, Units};
use super::voice::VOICES;
use super::{Calibration, Voice};
use crate::random::Random;
use crate::task::Task;

/// One number that is followed through the resamples.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    pub head: usize,
    pub voice: Voice,
    /// Position among the head's measures.
    pub at: usize,
    /// Name of the measure.
    pub measure: String,
}

/// What the labels say, as they are and resampled.
#[derive(Debug)]
pub(super) struct Learned {
    pub correction: Correction,
    /// The summed cells of the labelled documents.
    pub labelled: Vec<f64>,
    /// How many documents are labelled.
    pub documents: usize,
    resampled: Vec<Correction>,
}

/// One source's numbers, in the order of the series.
#[derive(Debug, Clone)]
pub(super) struct Resampled {
    /// On the simplex; none where they cannot be told.
    pub exact: Vec<Option<f64>>,
    /// Not cut off at zero: the centre of the resamples, from which the spread is measured.
    centre: Vec<f64>,
    /// For each series the resamples of both parts, of the labels alone and of the source alone.
    samples: Vec<[Vec<f32>; 3]>,
    /// What was resampled.
    pub units: UnitCounts,
    /// Not stretched for few documents.
    pub plain: bool,
}

/// The numbers that are followed, by voice, head and measure.
pub(super) fn series(task: &Task, design: &Design) -> Vec<Series> {
    let mut series = Vec::new();
    for &voice in VOICES {
        for (index, head) in task.heads.iter().enumerate() {
            let all = measures(head).into_iter().enumerate();
            let all = all.filter(|_| design.has_voice(index, voice));
            series.extend(all.map(|(at, measure)| Series {
                head: index,
                voice,
                at,
                measure: measure.to_owned(),
            }));
        }
    }
    series
}

impl Learned {
    /// Resamples the labelled documents.
    pub fn of(design: &Design, calibration: &Calibration, resamples: usize, seed: u64) -> Learned {
        let units = design.labelled_units(calibration);
        let cells = design.labelled_cells();
        let labelled = units.total(0..units.len(), cells);
        let resample = |stream: usize| {
            let mut random = Random::new(seed, stream as u64);
            Correction::of(design, &units.resampled(cells, &mut random))
        };
        Learned {
            correction: Correction::of(design, &labelled),
            documents: units.len(),
            resampled: (0..resamples).into_par_iter().map(resample).collect(),
            labelled,
        }
    }
}

impl Resampled {
    /// Resamples a source, the `number`-th, together with the labels. A resample does not depend on
    /// the thread that makes it: each has its own stream of random numbers.
    pub fn of(
        task: &Task,
        design: &Design,
        series: &[Series],
        learned: &Learned,
        (units, number, seed): (&Units, usize, u64),
    ) -> Resampled {
        let total = units.total(0..units.len(), design.cells);
        let follow = |cells: &[f64], correction: &Correction, exact: bool| {
            all(task, design, series, cells, correction, exact)
        };
        let resample = |(index, correction): (usize, &Correction)| {
            let mut random = Random::new(seed, (number as u64 + 1) << 32 | index as u64);
            let drawn = units.resampled(design.cells, &mut random);
            let both = follow(&drawn, correction, false);
            let labels = follow(&total, correction, false);
            let corpus = follow(&drawn, &learned.correction, false);
            [both, labels, corpus].map(|values| values.iter().map(|&value| value as f32).collect())
        };
        let rows: Vec<[Vec<f32>; 3]> = learned
            .resampled
            .par_iter()
            .enumerate()
            .map(resample)
            .collect();
        let column = |part: usize, at: usize| rows.iter().map(|row| row[part][at]).collect();
        let exact = follow(&total, &learned.correction, true);
        let centre = follow(&total, &learned.correction, false);
        Resampled {
            exact: exact
                .into_iter()
                .map(|value| (!value.is_nan()).then_some(value))
                .collect(),
            centre,
            samples: (0..series.len())
                .map(|at| [column(0, at), column(1, at), column(2, at)])
                .collect(),
            units: UnitCounts {
                labels: learned.documents,
                corpus: units.len(),
            },
            plain: false,
        }
    }

    /// Nothing resampled, of as many numbers.
    pub fn none(series: usize) -> Resampled {
        Resampled {
            exact: vec![None; series],
            centre: vec![f64::NAN; series],
            samples: Vec::new(),
            units: UnitCounts {
                labels: 0,
                corpus: 0,
            },
            plain: false,
        }
    }

    /// How far a number could be off.
    pub fn spread(&self, at: usize) -> Option<Spread> {
        let samples = self.samples[at].each_ref().map(Vec::as_slice);
        self.finished(Spread::of(self.centre[at], samples, self.units))
    }

    /// How far the difference to another source could be off: the same labels stand behind both, so
    /// what is wrong with them is wrong in both alike.
    pub fn spread_of_difference(&self, other: &Resampled, at: usize) -> Option<Spread> {
        let minus = |part: usize| -> Vec<f32> {
            let pairs = self.samples[at][part].iter().zip(&other.samples[at][part]);
            pairs.map(|(a, b)| a - b).collect()
        };
        let units = UnitCounts {
            labels: self.units.labels,
            corpus: self.units.corpus.min(other.units.corpus),
        };
        let samples = [0, 1, 2].map(minus);
        let samples = samples.each_ref().map(Vec::as_slice);
        let centre = self.centre[at] - other.centre[at];
        self.finished(Spread::of(centre, samples, units))
    }

    fn finished(&self, spread: Option<Spread>) -> Option<Spread> {
        spread.map(|spread| {
            if self.plain {
                spread.unstretched()
            } else {
                spread
            }
        })
    }

    /// Why a number cannot be told, where the resamples leave every value possible.
    pub fn reason(&self, at: usize, series: &Series, widened: f64) -> Option<String> {
        let (spread, value) = (self.spread(at)?, self.exact[at]?);
        let (least, most) = range(&series.measure);
        let interval = spread.widened(widened).interval(value, (least, most));
        let is_open = interval.low <= least && interval.high >= most;
        is_open.then(|| {
            format!(
                "the labels and sentences at hand leave every value possible, from {:.0} % to {:.0} %",
                100.0 * least,
                100.0 * most
            )
        })
    }

    /// Lets the resamples go.
    pub fn forget(&mut self) {
        self.samples.clear();
    }
}

/// The values of all series; not a number where they cannot be told.
fn all(
    task: &Task,
    design: &Design,
    series: &[Series],
    cells: &[f64],
    correction: &Correction,
    exact: bool,
) -> Vec<f64> {
    let mut found = Vec::with_capacity(series.len());
    for alike in series.chunk_by(|a, b| (a.head, a.voice) == (b.head, b.voice)) {
        let Series { head, voice, .. } = alike[0];
        match correction.shares(design, cells, head, voice, exact) {
            Some(shares) => {
                let values = values(&task.heads[head], &shares);
                found.extend(values);
            }
            None => found.extend(alike.iter().map(|_| f64::NAN)),
        }
    }
    found
}
