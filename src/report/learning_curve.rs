//! Learning curves as tables.

use super::scores::interval;
use super::text::{count, isolate, render, table};
use crate::evaluate::{HeadCurve, LearningCurve};

/// A table a head, and what the last labels brought.
pub fn learning_curve(curve: &LearningCurve) -> String {
    let mut text = format!("learning curve: {}\n", curve.how);
    for head in &curve.heads {
        text.push_str(&head_curve(head));
    }
    text
}

fn head_curve(head: &HeadCurve) -> String {
    let mut points = table(&["documents", "real sentences", "macro-F1", "95 %"], 0);
    for point in &head.points {
        points.add_row(vec![
            count(point.documents as u64),
            count(point.sentences.round() as u64),
            format!("{:.3}", point.macro_f1),
            interval(point.macro_f1_interval).trim().to_owned(),
        ]);
    }
    let mut text = format!("\n{}\n{}", isolate(&head.head), render(&points));
    if head.points.len() > 1 {
        text.push_str(&format!(
            "  the last step changed macro-F1 by {:+.3}{}: {}\n",
            head.last_gain,
            interval(head.last_gain_interval),
            verdict(head)
        ));
    }
    text
}

fn verdict(head: &HeadCurve) -> &'static str {
    match head.last_gain_interval {
        Some(interval) if interval.low > 0.0 => "more labels will probably pay",
        Some(interval) if interval.high < 0.0 => "the newest labels did not help: audit them",
        _ => "whether more labels pay cannot be told from these",
    }
}
