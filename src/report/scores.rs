//! Scores as a table.

use super::text::{count, render, table};
use crate::evaluate::{Calibration, Evaluation, HeadScores, Interval};

/// All heads' scores, confusion matrices and what was left out.
pub fn scores(evaluation: &Evaluation) -> String {
    let mut text = format!("{}\n", evaluation.how);
    for head in &evaluation.heads {
        text.push_str(&head_scores(head));
    }
    let left = &evaluation.left_out;
    let parts = [
        (left.authored, "authored"),
        (left.boilerplate, "furniture"),
        (left.memorised, "memorised"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {what}", count(*n as u64)))
        .collect();
    if !parts.is_empty() {
        text.push_str(&format!("\nnot scored: {}\n", parts.join(", ")));
    }
    text
}

fn head_scores(head: &HeadScores) -> String {
    let mut text = format!(
        "\n{}: macro-F1 {:.3}{} on {} sentences of {} documents\n",
        head.head,
        head.macro_f1,
        interval(head.macro_f1_interval),
        count(head.sentences as u64),
        count(head.documents as u64)
    );
    text.push_str(&format!(
        "  accuracy {:.3}{}  MCC {:.3}  log-loss {:.3}\n",
        head.accuracy,
        interval(head.accuracy_interval),
        head.mcc,
        head.log_loss
    ));
    text.push_str(&format!(
        "  always the most frequent class: macro-F1 {:.3}, accuracy {:.3}\n",
        head.majority_macro_f1, head.majority_accuracy
    ));
    if let Some(leak) = head.sentence_split_macro_f1 {
        text.push_str(&format!(
            "  leak: macro-F1 {leak:.3} when sentences, not documents, are split\n"
        ));
    }
    text.push_str(&chosen(head, "  "));
    if let Some(calibration) = &head.calibration {
        text.push_str(&reliability_table(calibration));
    }
    text.push_str(&class_table(head));
    text
}

/// What cross-validation chose for a head and whether its probabilities were mended, a line each.
pub(super) fn chosen(head: &HeadScores, indent: &str) -> String {
    let mut text = String::new();
    if let Some(selection) = &head.selection {
        let list = |numbers: &[f64]| {
            let numbers = numbers.iter().map(f64::to_string);
            numbers.collect::<Vec<_>>().join(", ")
        };
        text.push_str(&format!(
            "{indent}{}: l2 chosen among {} ({} unless another is better by a standard error); for each fold by the \
             others: {}\n",
            head.head,
            list(&selection.candidates),
            selection.default,
            folds_in_short(&selection.by_fold)
        ));
    }
    if let Some(calibration) = &head.calibration {
        let [before, after] = [&calibration.before, &calibration.after].map(|of| {
            format!(
                "log-loss {:.3}, Brier {:.3}, calibration error {:.3}",
                of.log_loss, of.brier, of.calibration_error
            )
        });
        text.push_str(&match calibration.applied {
            true => format!(
                "{indent}{}: probabilities calibrated (sharpness {:.2}): {before} before; {after} after\n",
                head.head, calibration.sharpness
            ),
            false => format!(
                "{indent}{}: probabilities not calibrated, it would not have paid: {before}; {after} with it\n",
                head.head
            ),
        });
    }
    text
}

/// `1` where all folds have the same penalty, `1 (4 folds), 0.5 (1)` where not.
fn folds_in_short(by_fold: &[f64]) -> String {
    let mut different = by_fold.to_vec();
    different.sort_by(|a, b| b.total_cmp(a));
    different.dedup();
    let of = |l2: &f64| by_fold.iter().filter(|other| *other == l2).count();
    let parts = different.iter().map(|l2| format!("{l2} ({})", of(l2)));
    parts.collect::<Vec<_>>().join(", ")
}

/// How often the predicted class was right, by its probability.
fn reliability_table(calibration: &Calibration) -> String {
    let header = [
        "probability",
        "sentences",
        "mean",
        "right",
        "calibrated",
        "mean",
        "right",
    ];
    let mut table = table(&header, 1);
    let bins = calibration.before.bins.iter().zip(&calibration.after.bins);
    for (at, (before, after)) in bins.enumerate() {
        if before.sentences + after.sentences == 0 {
            continue;
        }
        let mut row = vec![format!("to 0.{}", at + 1).replace("0.10", "1")];
        for bin in [before, after] {
            row.push(count(bin.sentences as u64));
            row.extend([bin.confidence, bin.accuracy].map(|share| format!("{share:.2}")));
        }
        table.add_row(row);
    }
    render(&table)
}

/// Precision, recall and F1 by class, with the confusion matrix beside them.
fn class_table(head: &HeadScores) -> String {
    let predicted: Vec<String> = head
        .classes
        .iter()
        .map(|class| format!("→ {}", class.class))
        .collect();
    let mut header = vec!["label", "precision", "recall", "F1", "support"];
    header.extend(predicted.iter().map(String::as_str));
    let mut table = table(&header, 1);
    for (label, class) in head.classes.iter().enumerate() {
        let mut row = vec![class.class.clone()];
        row.extend([class.precision, class.recall, class.f1].map(|score| format!("{score:.3}")));
        row.push(count(class.support));
        row.extend(
            (0..head.classes.len()).map(|predicted| count(head.confusion.count(label, predicted))),
        );
        table.add_row(row);
    }
    render(&table)
}

/// ` [0.51, 0.72]`, or nothing.
pub(super) fn interval(interval: Option<Interval>) -> String {
    interval
        .map(|interval| format!(" [{:.3}, {:.3}]", interval.low, interval.high))
        .unwrap_or_default()
}
