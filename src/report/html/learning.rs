//! The figure of what more labels would bring.

use super::content::{Figure, Table};
use super::quality::{of_scores, title};
use super::sources::drawn;
use super::view::View;
use super::words::Part;
use crate::evaluate::{CurvePoint, HeadCurve};
use crate::report::count;
use crate::report::figure::{Row, RowChart, Shape, Spot};

/// A row for each number of labelled articles that the model learnt from.
pub(super) fn figure(view: &View<'_>, head: &HeadCurve) -> Figure {
    let points = head.points.iter();
    let chart = RowChart {
        id: format!("learning-{}", head.head),
        title: title(view, "figure_learning", &head.head),
        ..of_scores(points.map(|point| row(view, point)).collect())
    };
    let verdict = view.words.say(match head.last_gain_interval {
        Some(interval) if interval.low > 0.0 => "learning_pays",
        Some(interval) if interval.high < 0.0 => "learning_hurts",
        _ => "learning_unknown",
    });
    let caption = format!("{} {verdict}", view.words.say("figure_learning_caption"));
    let table = table(view, &chart.id, head);
    drawn(view, chart, caption, table)
}

/// The ends of a score's interval; the score itself where there is none.
fn ends(point: &CurvePoint) -> (f64, f64) {
    let interval = point.macro_f1_interval;
    interval.map_or((point.macro_f1, point.macro_f1), |interval| {
        (interval.low, interval.high)
    })
}

fn row(view: &View<'_>, point: &CurvePoint) -> Row {
    let score = |value: f64| view.number(format!("{value:.2}"));
    let articles = view.words.count("articles", point.documents as u64);
    let (low, high) = ends(point);
    let places = [
        ("share", score(point.macro_f1)),
        ("low", score(low)),
        ("high", score(high)),
    ];
    let said = view.words.line("range", &places).to_plain();
    Row {
        note: view
            .words
            .count("sentences", point.sentences.round() as u64),
        spots: vec![Spot {
            at: Some(point.macro_f1),
            interval: point.macro_f1_interval.map(|_| (low, high)),
            shape: Shape::Dot,
            href: None,
            title: format!("{articles}: {said}"),
        }],
        label: articles,
        value: format!("{:.2}", point.macro_f1),
        ..Row::default()
    }
}

fn table(view: &View<'_>, id: &str, head: &HeadCurve) -> Table {
    let header = ["col_articles", "col_sentences", "col_f1", "col_interval"];
    let cells = |point: &CurvePoint| -> Vec<Part> {
        let (low, high) = ends(point);
        vec![
            view.number(count(point.documents as u64)),
            view.number(count(point.sentences.round() as u64)),
            view.number(format!("{:.2}", point.macro_f1)),
            view.number(format!("{low:.2} … {high:.2}")),
        ]
    };
    Table {
        id: id.to_owned(),
        header: header.map(|key| view.words.say(key).to_owned()).into(),
        left: 1,
        rows: head.points.iter().map(cells).collect(),
    }
}
