//! What a model is: on what it was trained, how, and how good it proved.

use std::collections::BTreeMap;

use serde::Serialize;

use super::scores::{chosen, interval};
use super::text::{count, isolate, render, table};
use crate::evaluate::{HeadScores, conflicts};
use crate::features::{FEATURE_KINDS, FeatureParams};
use crate::labels::{Example, Labels};
use crate::model::{Certificate, Header, Model};

/// A model's card in machine-readable form.
#[derive(Debug, Clone, Serialize)]
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
    pub terms: BTreeMap<&'static str, usize>,
    /// From text to TF-IDF.
    pub features: FeatureParams,
    /// SHA-256 of the labels.
    pub labels: String,
    /// Each head.
    pub heads: Vec<HeadCard>,
}

/// One head of a card.
#[derive(Debug, Clone, Serialize)]
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
            (
                kind.name(),
                model
                    .terms()
                    .iter()
                    .filter(|term| term.kind == kind)
                    .count(),
            )
        });
        let heads = task
            .heads
            .iter()
            .zip(&model.header.heads)
            .map(|(head, trained)| HeadCard {
                head: head.name.clone(),
                examples: head
                    .classes
                    .iter()
                    .map(|class| class.name.clone())
                    .zip(trained.examples.iter().copied())
                    .collect(),
                l2: trained.l2,
                solver: trained.solver.clone(),
                certificate: trained.certificate,
                split: trained
                    .out_of_fold
                    .as_ref()
                    .map(|held_out| held_out.split.clone()),
                scores: trained.out_of_fold.as_ref().map(|held_out| HeadScores {
                    calibration: trained.calibration.clone(),
                    selection: trained.selection.clone(),
                    ..HeadScores::of(
                        &head.name,
                        &head.class_names(),
                        &held_out.scored(),
                        training.seed,
                    )
                }),
            });
        Card {
            task: task.name.clone(),
            target: task.target.clone(),
            sentences: training.sentences,
            authored: training.authored,
            documents: training.documents,
            terms: terms.into(),
            features: features.clone(),
            labels: training.labels.clone(),
            heads: heads.collect(),
        }
    }
}

/// A model's card for the terminal.
pub fn card(model: &Model) -> String {
    let card = Card::of(model);
    let mut text = format!(
        "{}\n",
        [card.task.as_str(), card.target.as_str()]
            .map(isolate)
            .join(": ")
            .trim_end_matches(": ")
    );
    text.push_str(&format!(
        "trained on {} sentences: {} real ones of {} documents, {} authored\n",
        count(card.sentences),
        count(card.sentences - card.authored.min(card.sentences)),
        count(card.documents),
        count(card.authored)
    ));
    let terms: Vec<String> = card
        .terms
        .iter()
        .map(|(kind, number)| format!("{} {kind}", count(*number as u64)))
        .collect();
    text.push_str(&format!("terms: {}\n\n", terms.join(", ")));
    let mut heads = table(
        &[
            "head",
            "sentences by class",
            "macro-F1",
            "95 %",
            "majority",
            "l2",
            "gap",
        ],
        2,
    );
    for head in &card.heads {
        let examples: Vec<String> = head
            .examples
            .iter()
            .map(|(class, n)| format!("{} {}", isolate(class), count(*n)))
            .collect();
        let scores = head.scores.as_ref();
        let score = |pick: fn(&HeadScores) -> f64| {
            scores.map_or("not measured".to_owned(), |scores| {
                format!("{:.3}", pick(scores))
            })
        };
        heads.add_row(vec![
            head.head.clone(),
            examples.join(", "),
            score(|scores| scores.macro_f1),
            interval(scores.and_then(|scores| scores.macro_f1_interval))
                .trim()
                .to_owned(),
            score(|scores| scores.majority_macro_f1),
            head.l2.to_string(),
            format!("{:.0e}", head.certificate.relative_gap),
        ]);
    }
    text.push_str(&render(&heads));
    text.push_str(
        &match card.heads.iter().find_map(|head| head.split.as_ref()) {
            Some(split) => format!("\nmacro-F1 is out-of-fold on the real sentences: {split}\n"),
            None if card.documents < 2 => format!(
                "\nnothing was measured: cross-validation holds documents out whole and needs two, the labels have {}\n",
                card.documents
            ),
            None => "\nnothing was measured: trained with --folds 0\n".to_owned(),
        },
    );
    for scores in card.heads.iter().filter_map(|head| head.scores.as_ref()) {
        text.push_str(&chosen(scores, ""));
    }
    text
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
