//! Scores as a table.

use super::text::{count, render, table};
use crate::evaluate::{Evaluation, HeadScores, Interval};

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
    text.push_str(&class_table(head));
    text
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
