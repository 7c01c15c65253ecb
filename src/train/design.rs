//! The labelled sentences laid out for fitting: who trains, who is scored, and their term counts.

use std::collections::{BTreeMap, BTreeSet};

use super::TrainParams;
use super::folds::FoldRow;
use crate::features::{Counts, Extractor, SentenceKey};
use crate::labels::{Example, Labels};

/// The sentences that train at least one head, with their counts.
pub(super) struct Design<'a> {
    pub examples: Vec<&'a Example>,
    pub keys: Vec<SentenceKey>,
    pub counts: Counts,
    /// How much each sentence counts in a fit.
    pub weights: Vec<f32>,
}

impl<'a> Design<'a> {
    pub fn new(labels: &'a Labels, params: &TrainParams) -> Design<'a> {
        let features = &params.features;
        let heads = labels.task.heads.len();
        let trains = |example: &&Example| (0..heads).any(|head| example.trains(head));
        let examples: Vec<&Example> = labels.examples.iter().filter(trains).collect();
        let extractor = Extractor::new(features, &labels.task.cues);
        let statements: Vec<&str> = examples.iter().map(|example| example.statement()).collect();
        let counts = Counts::of(statements.iter().copied(), &extractor);
        let key = |text: &&str| SentenceKey::of(text, extractor.normaliser());
        let keys = statements.iter().map(key).collect();
        let mixed = examples.iter().any(|example| example.authored);
        let weight = |example: &&Example| match mixed && !example.authored {
            true => params.real_weight as f32,
            false => 1.0,
        };
        let weights = examples.iter().map(weight).collect();
        Design {
            examples,
            keys,
            counts,
            weights,
        }
    }

    /// The rows that may be scored: real sentences.
    pub fn real(&self) -> Vec<usize> {
        (0..self.examples.len())
            .filter(|&row| !self.examples[row].authored)
            .collect()
    }

    /// The documents of the real sentences.
    pub fn documents(&self) -> BTreeSet<&'a str> {
        let document = |row: usize| self.examples[row].document.as_str();
        self.real().into_iter().map(document).collect()
    }

    /// The real rows as folds see them, grouped by document.
    pub fn fold_rows(&self) -> Vec<FoldRow<'a>> {
        let row = |row: usize| FoldRow {
            group: &self.examples[row].document,
            classes: &self.examples[row].classes,
        };
        self.real().into_iter().map(row).collect()
    }

    /// The rows that may train while `held_out` are scored: every other one whose sentence is not
    /// among them in another place.
    pub fn training_rows(&self, held_out: &[usize]) -> Vec<usize> {
        let keys: BTreeSet<_> = held_out.iter().map(|&row| self.keys[row]).collect();
        (0..self.examples.len())
            .filter(|&row| !keys.contains(&self.keys[row]))
            .collect()
    }

    /// The rows among these (row, fold) that a fold holds out, each once.
    pub fn fold_rows_of<'r>(
        &self,
        rows: impl Iterator<Item = &'r (usize, usize)>,
        fold: usize,
    ) -> Vec<usize> {
        let rows: BTreeSet<usize> = rows
            .filter(|(_, of)| *of == fold)
            .map(|(row, _)| *row)
            .collect();
        rows.into_iter().collect()
    }

    /// For each row, the number of its document among all, sorted.
    pub fn document_numbers(&self) -> Vec<usize> {
        let names: BTreeSet<&str> = self
            .examples
            .iter()
            .map(|example| example.document.as_str())
            .collect();
        let numbers: BTreeMap<&str, usize> = names.into_iter().zip(0..).collect();
        self.examples
            .iter()
            .map(|example| numbers[example.document.as_str()])
            .collect()
    }
}
