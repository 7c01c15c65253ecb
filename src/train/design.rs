//! The labelled sentences laid out for fitting: who trains, who is scored, and their term counts.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::equip;
use super::folds::FoldRow;
use super::layout::Matrix;
use super::{Solver, TrainParams};
use crate::Result;
use crate::evaluate::Scored;
use crate::features::{Counts, Extractor, FeatureParams, RowClasses, SentenceKey, Tfidf};
use crate::labels::{Example, Labels};
use crate::task::Lexicon;

/// From so many rows on training saves where it can: it holds them by words, which fewer rows share too
/// little for, fits models that are only compared to a lower tolerance, and foresees where a fit with the
/// next penalty will end. Fewer rows are fast enough without.
const LARGE: usize = 6_000;

/// The sentences that train at least one head, with their counts.
pub(super) struct Design<'a> {
    pub examples: Vec<&'a Example>,
    pub keys: Vec<SentenceKey>,
    pub counts: Counts,
    pub cues: Cow<'a, Lexicon>,
    /// How much each sentence counts in a fit.
    pub weights: Vec<f32>,
    /// For each row, the number of its document among all, sorted.
    documents: Vec<usize>,
}

impl<'a> Design<'a> {
    pub fn new(labels: &'a Labels, params: &TrainParams) -> Design<'a> {
        let features = &params.features;
        let heads = labels.task.heads.len();
        let trains = |example: &&Example| (0..heads).any(|head| example.trains(head));
        let examples: Vec<&Example> = labels.examples.iter().filter(trains).collect();
        let cues = equip::cues(labels);
        let extractor = Extractor::new(features, &cues);
        let statements: Vec<&str> = examples.iter().map(|example| example.statement()).collect();
        let counts = Counts::of(statements.iter().copied(), &extractor);
        let key = |text: &&str| SentenceKey::of(text, extractor.normaliser());
        let keys = statements.par_iter().with_min_len(256).map(key).collect();
        let mixed = examples.iter().any(|example| example.authored);
        let weight = |example: &&Example| {
            let real = mixed && !example.authored;
            let origin = if real { params.real_weight } else { 1.0 };
            let file = params.file_weights.get(example.place.file_name());
            (origin * file.unwrap_or(&1.0)) as f32
        };
        Design {
            weights: examples.iter().map(weight).collect(),
            documents: document_numbers(&examples),
            examples,
            keys,
            counts,
            cues,
        }
    }

    /// Document frequencies, and what terms tell of the classes, from these rows.
    pub fn tfidf(&self, rows: &[usize], features: &FeatureParams) -> Tfidf {
        let heads = self.examples[0].classes.len();
        let of_head = |head: usize| -> RowClasses {
            let classes = rows.iter().map(|&row| self.examples[row].classes[head]);
            classes.collect()
        };
        let heads: Vec<RowClasses> = (0..heads).map(of_head).collect();
        let tfidf = Tfidf::fit(&self.counts, rows, features);
        tfidf.weigh_by_classes(&self.counts, rows, &heads)
    }

    /// Whether there are so many sentences that training has to save.
    pub fn is_large(&self) -> bool {
        self.examples.len() >= LARGE
    }

    /// These rows as numbers, for training: held by words where there are many, for the solver that can.
    pub fn matrix(&self, tfidf: &Tfidf, rows: &[usize], solver: Solver) -> Result<Matrix> {
        let can = solver == Solver::Newton && rows.len() >= LARGE;
        let words = can.then(|| tfidf.word_rows(&self.counts, rows)).flatten();
        match words {
            Some(words) => Ok(Matrix::Words(words)),
            None => Ok(Matrix::Values(tfidf.transform(&self.counts, rows)?)),
        }
    }

    /// The rows written for training.
    pub fn authored(&self) -> Vec<usize> {
        (0..self.examples.len())
            .filter(|&row| self.examples[row].authored)
            .collect()
    }

    /// What was predicted for a row that has a label of the head.
    pub fn scored(&self, row: usize, head: usize, probabilities: Vec<f64>) -> Scored {
        Scored {
            document: self.documents[row],
            label: self.examples[row].classes[head].expect("only labelled rows are scored"),
            probabilities,
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
        self.documents_of(&self.real())
    }

    /// The documents of these rows.
    pub fn documents_of(&self, rows: &[usize]) -> BTreeSet<&'a str> {
        let document = |&row: &usize| self.examples[row].document.as_str();
        rows.iter().map(document).collect()
    }

    /// These rows as folds see them, grouped by document.
    pub fn fold_rows(&self, rows: &[usize]) -> Vec<FoldRow<'a>> {
        let row = |&row: &usize| FoldRow {
            group: &self.examples[row].document,
            classes: &self.examples[row].classes,
        };
        rows.iter().map(row).collect()
    }

    /// The rows that may train while `held_out` are scored: every other one whose sentence is not
    /// among them in another place.
    pub fn training_rows(&self, held_out: &[usize]) -> Vec<usize> {
        let keys: BTreeSet<_> = held_out.iter().map(|&row| self.keys[row]).collect();
        (0..self.examples.len())
            .filter(|&row| !keys.contains(&self.keys[row]))
            .collect()
    }
}

fn document_numbers(examples: &[&Example]) -> Vec<usize> {
    let named: Vec<&str> = examples.iter().map(|row| row.document.as_str()).collect();
    let names: BTreeSet<&str> = named.iter().copied().collect();
    let numbers: BTreeMap<&str, usize> = names.into_iter().zip(0..).collect();
    named.iter().map(|name| numbers[name]).collect()
}
