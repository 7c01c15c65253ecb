//! Planted label errors are found, and what an audit writes can be read back.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use stance::evaluate::{Audit, Why};
use stance::labels::{LabelParams, Labels, read};
use stance::report::write_audit;
use stance::train::{TrainParams, audit, learning_curve};

/// Words that go with each class; the rest of a sentence is the same for all.
const WORDS: [&[&str]; 2] = [
    &["welcome", "praise", "support", "hope", "agree"],
    &["reject", "condemn", "fear", "protest", "refuse"],
];
const FILLING: &[&str] = &[
    "the", "minister", "city", "today", "forces", "said", "plan", "road",
];

/// 400 sentences of 100 documents; every twentieth has the wrong label.
fn planted(i: usize) -> bool {
    i % 20 == 7
}

fn labels(folder: &Path) -> Labels {
    let mut csv = "document,n,text,stance\n".to_owned();
    for i in 0..400 {
        let class = i / 4 % 2;
        // Every fourth sentence says nothing of its class, as in life.
        let clear = i % 4 != 1;
        let pick = |words: &[&'static str], at: usize| words[at % words.len()];
        let words = [
            pick(FILLING, i * 7),
            pick(if clear { WORDS[class] } else { FILLING }, i / 3),
            pick(FILLING, i * 3 + 1),
            pick(if clear { WORDS[class] } else { FILLING }, i * 5 + 2),
            pick(FILLING, i / 8),
        ];
        let label = ["for", "against"][if planted(i) { 1 - class } else { class }];
        let _ = writeln!(
            csv,
            "d{:02},{},{} {i},{label}",
            i / 4,
            i % 4,
            words.join(" ")
        );
    }
    let file = folder.join("labels.csv");
    fs::write(&file, csv).unwrap();
    read(&file, &LabelParams::default()).unwrap()
}

/// The number of the sentence stands at its end.
fn doubted(audit: &Audit<'_>) -> Vec<usize> {
    let doubts = audit
        .findings
        .iter()
        .filter(|finding| matches!(finding.why, Why::Doubt { .. }));
    let number = |text: &str| text.rsplit(' ').next().unwrap().parse().unwrap();
    doubts
        .map(|finding| number(&finding.example.text))
        .collect()
}

#[test]
fn planted_errors_are_found_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let labels = labels(folder.path());
    let audit = audit(&labels, &TrainParams::default(), &|_, _| {}).unwrap();
    let doubted = doubted(&audit);
    let found = doubted.iter().filter(|&&i| planted(i)).count();
    // Confident learning doubts little where sentences are so alike, and then rightly.
    assert!(found >= 6, "{found} of 20 planted errors: {doubted:?}");
    assert_eq!(found, doubted.len(), "{doubted:?}");
    assert_eq!((audit.audited, audit.left_out), (400, 0));
}

#[test]
fn what_an_audit_writes_trains() {
    let folder = tempfile::tempdir().unwrap();
    let labels = labels(folder.path());
    let audit = audit(&labels, &TrainParams::default(), &|_, _| {}).unwrap();
    let file = folder.path().join("doubtful.csv");
    write_audit(&file, &labels, &audit).unwrap();
    let again = read(&file, &LabelParams::default()).unwrap();
    assert_eq!(again.task.heads[0].name, "stance");
    assert!(again.examples.len() >= 6);
    let known = |text: &str| labels.examples.iter().any(|example| example.text == text);
    assert!(again.examples.iter().all(|example| known(&example.text)));
}

#[test]
fn a_learning_curve_has_its_sizes_and_repeats() {
    let folder = tempfile::tempdir().unwrap();
    let labels = labels(folder.path());
    let curve = || learning_curve(&labels, &TrainParams::default(), &|_, _| {}).unwrap();
    let first = curve();
    let points = &first.heads[0].points;
    let documents: Vec<usize> = points.iter().map(|point| point.documents).collect();
    // Five folds of 100 documents leave 80.
    assert_eq!(documents, [10, 20, 40, 80]);
    assert!(points[3].macro_f1 >= points[0].macro_f1, "{points:?}");
    assert_eq!(first, curve());
}

#[test]
fn a_weight_for_a_file_that_is_not_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let labels = labels(folder.path());
    let params = TrainParams {
        file_weights: [("label.csv".to_owned(), 0.5)].into(),
        ..TrainParams::default()
    };
    let error = audit(&labels, &params, &|_, _| {}).unwrap_err().to_string();
    assert_eq!(
        error,
        "unknown label file `label.csv`, did you mean `labels.csv`? (known: labels.csv)"
    );
}
