//! What a model is: on what it was trained, how, and how good it proved.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::scores::{chosen, interval};
use super::text::{count, isolate, render, table};
use crate::evaluate::{HeadScores, conflicts};
use crate::features::{FEATURE_KINDS, FeatureParams, Term};
use crate::labels::{Example, Labels};
use crate::model::{Certificate, Header, Model, OutOfFold, TrainedHead};
use crate::task::Head;

/// A model's card in machine-readable form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Card {
    /// Name of the task.
    pub task: String,
    /// What the stance is toward.
    pub target: String,
    /// Sentences trained on.
    pub sentences: u64,
    /// Of those, written for training.
    pub authored: u64,
    /// Documents of the real ones.
    pub documents: u64,
    /// Terms by kind.
    pub terms: BTreeMap<String, usize>,
    /// From text to TF-IDF.
    pub features: FeatureParams,
    /// SHA-256 of the labels.
    pub labels: String,
    /// Each head.
    pub heads: Vec<HeadCard>,
}

/// One head of a card.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HeadCard {
    /// Name of the head.
    pub head: String,
    /// Training sentences by class.
    pub examples: BTreeMap<String, u64>,
    /// The L2 penalty.
    pub l2: f64,
    /// The solver.
    pub solver: String,
    /// How near the optimum is.
    pub certificate: Certificate,
    /// How the score was measured; none: it was not.
    pub split: Option<String>,
    /// The out-of-fold scores.
    pub scores: Option<HeadScores>,
}

impl Card {
    /// The card of a model.
    pub fn of(model: &Model) -> Card {
        let Header {
            task,
            training,
            features,
            ..
        } = &model.header;
        let terms = FEATURE_KINDS.map(|kind| {
            let of_kind = |term: &&Term| term.kind == kind;
            let count = model.terms().iter().filter(of_kind).count();
            (kind.name().to_owned(), count)
        });
        let heads = task.heads.iter().zip(&model.header.heads);
        Card {
            task: task.name.clone(),
            target: task.target.clone(),
            sentences: training.sentences,
            authored: training.authored,
            documents: training.documents,
            terms: terms.into(),
            features: features.clone(),
            labels: training.labels.clone(),
            heads: heads
                .map(|(head, trained)| HeadCard::of(head, trained, training.seed))
                .collect(),
        }
    }
}

impl HeadCard {
    fn of(head: &Head, trained: &TrainedHead, seed: u64) -> HeadCard {
        let names = head.class_names();
        let examples = names.iter().map(|name| (*name).to_owned());
        let held_out = trained.out_of_fold.as_ref();
        let scores = |held_out: &OutOfFold| HeadScores {
            calibration: trained.calibration.clone(),
            selection: trained.selection.clone(),
            ..HeadScores::of(&head.name, &names, &held_out.scored(), seed)
        };
        HeadCard {
            head: head.name.clone(),
            examples: examples.zip(trained.examples.iter().copied()).collect(),
            l2: trained.l2,
            solver: trained.solver.clone(),
            certificate: trained.certificate,
            split: held_out.map(|held_out| held_out.split.clone()),
            scores: held_out.map(scores),
        }
    }
}

/// A model's card for the terminal.
pub fn card(model: &Model) -> String {
    let card = Card::of(model);
    let mut text = card.origin();
    let columns = [
        "head",
        "sentences by class",
        "macro-F1",
        "95 %",
        "majority",
        "l2",
        "gap",
    ];
    let mut heads = table(&columns, 2);
    for head in &card.heads {
        heads.add_row(head.cells());
    }
    text.push_str(&render(&heads));
    text.push_str(&card.measured());
    for scores in card.heads.iter().filter_map(|head| head.scores.as_ref()) {
        text.push_str(&chosen(scores, ""));
    }
    text
}

impl Card {
    /// The task, and what was learnt from.
    fn origin(&self) -> String {
        let names = [self.task.as_str(), self.target.as_str()].map(isolate);
        let names = names.join(": ");
        let [all, real, documents, authored] = [
            self.sentences,
            self.sentences - self.authored.min(self.sentences),
            self.documents,
            self.authored,
        ]
        .map(count);
        let terms = self.terms.iter();
        let terms: Vec<String> = terms
            .map(|(kind, number)| format!("{} {kind}", count(*number as u64)))
            .collect();
        format!(
            "{}\ntrained on {all} sentences: {real} real ones of {documents} documents, {authored} authored\nterms: {}\n\n",
            names.trim_end_matches(": "),
            terms.join(", ")
        )
    }

    /// How the scores came about, or why there are none.
    fn measured(&self) -> String {
        match self.heads.iter().find_map(|head| head.split.as_ref()) {
            Some(split) => format!("\nmacro-F1 is out-of-fold on the real sentences: {split}\n"),
            None if self.documents < 2 => format!(
                "\nnothing was measured: cross-validation holds documents out whole and needs two, the labels have {}\n",
                self.documents
            ),
            None => "\nnothing was measured: trained with --folds 0\n".to_owned(),
        }
    }
}

impl HeadCard {
    fn cells(&self) -> Vec<String> {
        let examples = self.examples.iter();
        let examples: Vec<String> = examples
            .map(|(class, n)| format!("{} {}", isolate(class), count(*n)))
            .collect();
        let scores = self.scores.as_ref();
        let score = |pick: fn(&HeadScores) -> f64| {
            scores.map_or("not measured".to_owned(), |scores| {
                format!("{:.3}", pick(scores))
            })
        };
        let range = interval(scores.and_then(|scores| scores.macro_f1_interval));
        vec![
            self.head.clone(),
            examples.join(", "),
            score(|scores| scores.macro_f1),
            range.trim().to_owned(),
            score(|scores| scores.majority_macro_f1),
            self.l2.to_string(),
            format!("{:.0e}", self.certificate.relative_gap),
        ]
    }
}

/// What label files hold, and what deserves a second look: sentences labelled twice and differently.
pub fn labels_summary(labels: &Labels) -> String {
    let (authored, furniture) = (labels.authored(), labels.furniture());
    let mut text = format!(
        "{} labelled rows in {} file{}: {} real, {} authored, {} furniture",
        count(labels.examples.len() as u64),
        labels.files.len(),
        if labels.files.len() == 1 { "" } else { "s" },
        count((labels.examples.len() - authored - furniture) as u64),
        count(authored as u64),
        count(furniture as u64)
    );
    if labels.ungrouped > 0 {
        text.push_str(&format!(
            "\n{} rows have no document: each is a group of its own",
            count(labels.ungrouped as u64)
        ));
    }
    text.push_str(&conflicting(labels));
    text
}

/// The sentences labelled twice and differently, a line each.
fn conflicting(labels: &Labels) -> String {
    let mut text = String::new();
    let conflicts = conflicts(labels, 1.0);
    for conflict in conflicts.iter().take(SHOWN_CONFLICTS) {
        let head = &labels.task.heads[conflict.head];
        text.push_str(&format!(
            "\nconflict: {} is `{}` at {} and `{}` at {}",
            head.name,
            head.classes[conflict.first_class].name,
            place(conflict.first),
            head.classes[conflict.second_class].name,
            place(conflict.second)
        ));
    }
    if conflicts.len() > SHOWN_CONFLICTS {
        text.push_str(&format!(
            "\nand {} more conflicts",
            count((conflicts.len() - SHOWN_CONFLICTS) as u64)
        ));
    }
    text
}

/// Conflicts listed before the rest is only counted.
const SHOWN_CONFLICTS: usize = 10;

fn place(example: &Example) -> String {
    format!("{}:{}", example.place.path.display(), example.place.line)
}
