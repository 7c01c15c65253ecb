//! Documents as short lists of numbers that add up, so that resampling them is adding lists.

use super::observe::{Answers, Observations};
use super::params::{Estimator, Filter};
use super::{Calibration, Voice};
use crate::random::Random;

/// What is resampled: one sparse row each.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Units {
    starts: Vec<usize>,
    cells: Vec<u32>,
    values: Vec<f32>,
}

impl Units {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Adds a unit; entries of the same cell add up.
    pub fn push(&mut self, entries: &mut Vec<(usize, f64)>) {
        self.starts.push(self.cells.len());
        entries.sort_by_key(|(cell, _)| *cell);
        for same in entries.chunk_by(|a, b| a.0 == b.0) {
            self.cells.push(same[0].0 as u32);
            self.values
                .push(same.iter().map(|(_, value)| value).sum::<f64>() as f32);
        }
        entries.clear();
    }

    /// The sums of some units, of as many cells as there are.
    pub fn total(&self, of: impl Iterator<Item = usize>, cells: usize) -> Vec<f64> {
        let mut total = vec![0.0; cells];
        of.for_each(|unit| self.add(unit, 1.0, &mut total));
        total
    }

    /// The sums of as many units as there are, drawn with replacement.
    pub fn resampled(&self, cells: usize, random: &mut Random) -> Vec<f64> {
        let mut times = vec![0u32; self.len()];
        for _ in 0..self.len() {
            times[random.below(self.len())] += 1;
        }
        let mut total = vec![0.0; cells];
        for (unit, times) in times
            .into_iter()
            .enumerate()
            .filter(|(_, times)| *times > 0)
        {
            self.add(unit, f64::from(times), &mut total);
        }
        total
    }

    fn add(&self, unit: usize, times: f64, total: &mut [f64]) {
        let end = self.starts.get(unit + 1).copied();
        let range = self.starts[unit]..end.unwrap_or(self.cells.len());
        for (cell, value) in self.cells[range.clone()].iter().zip(&self.values[range]) {
            total[*cell as usize] += times * f64::from(*value);
        }
    }
}

/// Where the sums of one head stand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct HeadCells {
    /// Classes of the head.
    pub classes: usize,
    /// What a prediction can be: a class, or with a threshold none of them.
    pub signals: usize,
    /// Labelled sentences by class.
    pub labelled: usize,
    /// The others by what was predicted.
    pub predicted: usize,
    /// By voice, where another head tells it: labelled own, labelled quoted, then predicted own, quoted, rest.
    pub by_voice: Option<usize>,
}

/// What of a sentence goes into which cell.
#[derive(Debug, Clone)]
pub(super) struct Design {
    pub heads: Vec<HeadCells>,
    pub cells: usize,
    /// (head, class of own voice, class of quoted).
    pub voice: Option<(usize, usize, usize)>,
    pub estimator: Estimator,
    pub threshold: Option<f64>,
    pub filter: Filter,
}

impl Design {
    pub fn new(
        observations: &Observations,
        estimator: Estimator,
        threshold: Option<f64>,
        filter: &Filter,
    ) -> Design {
        let voice = observations.task.voice_head();
        let mut cells = 0;
        let mut take = |count: usize| {
            cells += count;
            cells - count
        };
        let heads = observations
            .task
            .heads
            .iter()
            .enumerate()
            .map(|(index, head)| {
                let classes = head.classes.len();
                let signals = match estimator {
                    Estimator::Emq => super::emq::bins(classes),
                    _ => classes + usize::from(threshold.is_some()),
                };
                let by_voice =
                    voice.is_some_and(|(voice, ..)| voice != index) && estimator != Estimator::Emq;
                HeadCells {
                    classes,
                    signals,
                    labelled: take(classes),
                    predicted: take(signals),
                    by_voice: by_voice.then(|| take(2 * classes + 3 * signals)),
                }
            });
        Design {
            heads: heads.collect(),
            cells,
            voice,
            estimator,
            threshold,
            filter: filter.clone(),
        }
    }

    /// The documents given as units, or, if so asked, each of their sentences.
    pub fn units(
        &self,
        observations: &Observations,
        documents: &[usize],
        sentences: bool,
    ) -> Units {
        let (mut units, mut entries) = (Units::default(), Vec::new());
        for &document in documents {
            let document = &observations.documents()[document];
            for answers in observations.sentences(document) {
                if self.counts(&answers) {
                    self.add(&answers, &mut entries);
                    if sentences {
                        units.push(&mut entries);
                    }
                }
            }
            if !sentences {
                units.push(&mut entries);
            }
        }
        units
    }

    /// Whether a sentence is one of those asked for.
    pub fn counts(&self, answers: &Answers<'_>) -> bool {
        let quoted = self
            .voice
            .is_some_and(|(head, _, quoted)| answers.answer(head) == quoted);
        !(self.filter.no_copies && answers.is_copy()
            || self.filter.no_headings && answers.is_heading()
            || self.filter.no_quotes && quoted)
    }

    /// Whether a sentence is in a class: a person said so, or its probability reaches the threshold.
    pub fn decided(&self, answers: &Answers<'_>, head: usize) -> bool {
        let reaches = |least| {
            let mut probabilities = answers.probabilities(head);
            probabilities.nth(answers.class(head)) >= Some(least)
        };
        answers.label(head).is_some() || self.threshold.is_none_or(reaches)
    }

    fn add(&self, answers: &Answers<'_>, entries: &mut Vec<(usize, f64)>) {
        for (index, head) in self.heads.iter().enumerate() {
            let label = answers.label(index);
            match label {
                Some(label) => entries.push((head.labelled + label, 1.0)),
                None => self.signal(answers, index, head.predicted, entries),
            }
            let (Some(start), Some((voice, own, quoted))) = (head.by_voice, self.voice) else {
                continue;
            };
            let place = |class: usize| [own, quoted].iter().position(|&voice| voice == class);
            match (label, answers.label(voice)) {
                (Some(label), Some(voice)) => entries
                    .extend(place(voice).map(|place| (start + place * head.classes + label, 1.0))),
                _ => {
                    let place = place(answers.class(voice)).unwrap_or(2);
                    let start = start + 2 * head.classes + place * head.signals;
                    self.signal(answers, index, start, entries);
                }
            }
        }
    }

    /// What the model says of a sentence: weights that add up to one.
    fn signal(
        &self,
        answers: &Answers<'_>,
        head: usize,
        start: usize,
        entries: &mut Vec<(usize, f64)>,
    ) {
        let probabilities: Vec<f64> = answers.probabilities(head).collect();
        match self.estimator {
            Estimator::Emq => entries.push((start + super::emq::bin(&probabilities), 1.0)),
            _ => {
                let weights = self.weights(answers.class(head), &probabilities);
                entries.extend(weights.map(|(at, weight)| (start + at, weight)));
            }
        }
    }

    fn weights<'a>(
        &self,
        class: usize,
        probabilities: &'a [f64],
    ) -> impl Iterator<Item = (usize, f64)> + use<'a> {
        let soft = matches!(self.estimator, Estimator::Pacc | Estimator::Emq);
        let sum: f64 = probabilities.iter().sum();
        let unsure = self
            .threshold
            .is_some_and(|least| probabilities[class] < least);
        let hard = if unsure { probabilities.len() } else { class };
        let soft = probabilities
            .iter()
            .map(move |p| p / sum)
            .enumerate()
            .filter(move |_| soft);
        let is_hard = !matches!(self.estimator, Estimator::Pacc | Estimator::Emq);
        soft.chain(is_hard.then_some((hard, 1.0)))
    }

    /// The labelled documents as units: for each head what was predicted for each label, then for own
    /// and quoted voice how often it was rightly and wrongly taken for it.
    pub fn labelled_units(&self, calibration: &Calibration) -> Units {
        let mut documents = vec![Vec::new(); calibration.documents.len()];
        for (index, rows) in calibration.heads.iter().enumerate() {
            let start = self.confusion(index);
            for row in rows {
                let probabilities: Vec<f64> =
                    row.probabilities.iter().map(|&p| f64::from(p)).collect();
                let entries = &mut documents[row.document];
                let weights = self.weights(row.class(), &probabilities);
                let start = start + row.label * self.confusion_columns(index);
                entries.extend(weights.map(|(at, weight)| (start + at, weight)));
                if let Some((_, own, quoted)) = self.voice.filter(|(voice, ..)| *voice == index) {
                    for (which, class) in [own, quoted].into_iter().enumerate() {
                        let cell =
                            2 * usize::from(row.label != class) + usize::from(row.class() != class);
                        entries.push((self.voices() + 4 * which + cell, 1.0));
                    }
                }
            }
        }
        let mut units = Units::default();
        documents.iter_mut().for_each(|entries| units.push(entries));
        units
    }

    /// Columns of a head's block among the labelled cells: EMQ is calibrated on probabilities.
    pub fn confusion_columns(&self, head: usize) -> usize {
        match self.estimator {
            Estimator::Emq => self.heads[head].classes,
            _ => self.heads[head].signals,
        }
    }

    /// Start of a head's block among the labelled cells.
    pub fn confusion(&self, head: usize) -> usize {
        let before = self.heads.iter().enumerate().take(head);
        before
            .map(|(index, head)| head.classes * self.confusion_columns(index))
            .sum()
    }

    /// Start of the voices' block: right own, own missed, wrongly own, right not own; the same for quoted.
    pub fn voices(&self) -> usize {
        self.confusion(self.heads.len())
    }

    /// How many labelled cells there are.
    pub fn labelled_cells(&self) -> usize {
        self.voices() + 8
    }

    /// Whether the shares of a voice are estimated for a head.
    pub fn has_voice(&self, head: usize, voice: Voice) -> bool {
        voice == Voice::All || self.heads[head].by_voice.is_some()
    }
}
