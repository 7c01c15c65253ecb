//! The figures of how good the model proved: where it errs, what its probabilities are worth, and what
//! more labels would bring.

use super::content::{Figure, Table};
use super::others::{class_name, matrix_figure};
use super::sources::drawn;
use super::view::View;
use super::words::Part;
use crate::evaluate::{Bin, HeadCurve, Reliability};
use crate::report::count;
use crate::report::figure::{Cell, Matrix, Row, RowChart, Shape, Spot};
use crate::report::results::HeadCardRead;

/// The figures of every head that was measured.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let heads = view.results.model.heads.iter();
    let measured = heads.flat_map(|head| {
        confusion(view, head)
            .into_iter()
            .chain(reliability(view, head))
    });
    let curve = view.results.learning_curve.iter();
    let curves = curve.flat_map(|curve| &curve.heads);
    measured
        .chain(curves.map(|head| learning_curve(view, head)))
        .collect()
}

/// The title of a figure about a head.
fn title(view: &View<'_>, key: &str, head: &str) -> String {
    let name = Part::Text(view.words.name(head).to_owned());
    view.words.line(key, &[("head", name)]).to_plain()
}

fn confusion(view: &View<'_>, card: &HeadCardRead) -> Option<Figure> {
    let index = view
        .heads()
        .iter()
        .position(|head| head.name == card.head)?;
    let head = &view.heads()[index];
    let confusion = &card.scores.as_ref()?.confusion;
    if !confusion.is_square(head.classes.len()) {
        return None;
    }
    let (label, predicted) = (view.words.say("col_label"), view.words.say("col_predicted"));
    let cell = |row: usize, column: usize| Cell {
        count: confusion.count(row, column),
        href: None,
        title: format!(
            "{label} {}, {predicted} {}: {}",
            class_name(view, head, row),
            class_name(view, head, column),
            view.words.count("sentences", confusion.count(row, column))
        ),
    };
    let all = 0..head.classes.len();
    let row = |row: usize| {
        let cells = all.clone().map(|column| cell(row, column));
        (class_name(view, head, row), cells.collect())
    };
    let matrix = Matrix {
        id: format!("confusion-{index}"),
        title: title(view, "figure_confusion", &card.head),
        description: String::new(),
        across: predicted.to_owned(),
        down: label.to_owned(),
        columns: all
            .clone()
            .map(|class| class_name(view, head, class))
            .collect(),
        rows: all.clone().map(row).collect(),
    };
    let caption = view.words.say("figure_confusion_caption");
    Some(matrix_figure(view, matrix, caption))
}

/// A row for each tenth of probability: what the model gave, and how often it was right.
fn reliability(view: &View<'_>, card: &HeadCardRead) -> Option<Figure> {
    let reliability = card.scores.as_ref()?.reliability.as_ref()?;
    let tenths = reliability.bins.iter().enumerate();
    let filled: Vec<(usize, &Bin)> = tenths.filter(|(_, bin)| bin.sentences > 0).collect();
    let rows: Vec<Row> = filled
        .iter()
        .map(|&(tenth, bin)| tenth_row(view, tenth, bin))
        .collect();
    let titles: Vec<&str> = rows.iter().map(|row| row.spots[0].title.as_str()).collect();
    let chart = RowChart {
        id: format!("reliability-{}", card.head),
        title: title(view, "figure_reliability", &card.head),
        description: titles.join("; "),
        domain: (0.0, 1.0),
        ticks: [0.0, 0.25, 0.5, 0.75, 1.0]
            .map(|share| (share, view.percent(share)))
            .into(),
        ends: None,
        rows,
    };
    let header = ["col_probability", "col_sentences", "col_given", "col_right"];
    let cells = |&(tenth, bin): &(usize, &Bin)| {
        vec![
            view.number(range(view, tenth)),
            view.number(count(bin.sentences as u64)),
            view.number(view.percent(bin.confidence)),
            view.number(view.percent(bin.accuracy)),
        ]
    };
    let table = Table {
        id: chart.id.clone(),
        header: header.map(|key| view.words.say(key).to_owned()).into(),
        left: 1,
        rows: filled.iter().map(cells).collect(),
    };
    let caption = reliability_caption(view, card, reliability);
    Some(drawn(view, chart, caption, table))
}

/// The tenth of probability: `80–90 %`.
fn range(view: &View<'_>, tenth: usize) -> String {
    format!(
        "\u{200E}{}–{}",
        10 * tenth,
        view.percent((tenth + 1) as f64 / 10.0)
    )
}

fn tenth_row(view: &View<'_>, tenth: usize, bin: &Bin) -> Row {
    let n = view.words.count("sentences", bin.sentences as u64);
    let places = [
        ("range", view.number(range(view, tenth))),
        ("given", view.number(view.percent(bin.confidence))),
        ("right", view.number(view.percent(bin.accuracy))),
        ("n", view.number(n.clone())),
    ];
    let title = view.words.line("reliability_row", &places).to_plain();
    let spot = |at: f64, shape: Shape| Spot {
        at: Some(at),
        interval: None,
        shape,
        href: None,
        title: title.clone(),
    };
    Row {
        label: range(view, tenth),
        note: n,
        spots: vec![
            spot(bin.confidence, Shape::Ring),
            spot(bin.accuracy, Shape::Dot),
        ],
        ..Row::default()
    }
}

/// How to read it, how far the two are apart, and whether the probabilities were mended.
fn reliability_caption(view: &View<'_>, card: &HeadCardRead, now: &Reliability) -> String {
    let points = |error: f64| view.number(format!("{:.0}", 100.0 * error));
    let places = [("error", points(now.calibration_error))];
    let mut caption = view
        .words
        .line("figure_reliability_caption", &places)
        .to_plain();
    let calibration = card
        .scores
        .as_ref()
        .and_then(|scores| scores.calibration.as_ref());
    if let Some(calibration) = calibration {
        let key = match calibration.applied {
            true => "reliability_mended",
            false => "reliability_as_given",
        };
        let errors = [
            ("before", points(calibration.before.calibration_error)),
            ("after", points(calibration.after.calibration_error)),
        ];
        caption = format!("{caption} {}", view.words.line(key, &errors).to_plain());
    }
    caption
}

/// A row for each number of labelled articles that the model learnt from.
fn learning_curve(view: &View<'_>, head: &HeadCurve) -> Figure {
    let score = |value: f64| view.number(format!("{value:.2}"));
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    for point in &head.points {
        let articles = view.words.count("articles", point.documents as u64);
        let sentences = point.sentences.round() as u64;
        let interval = point
            .macro_f1_interval
            .map(|interval| (interval.low, interval.high));
        let (low, high) = interval.unwrap_or((point.macro_f1, point.macro_f1));
        let places = [
            ("share", score(point.macro_f1)),
            ("low", score(low)),
            ("high", score(high)),
        ];
        let said = view.words.line("range", &places).to_plain();
        rows.push(Row {
            label: articles.clone(),
            note: view.words.count("sentences", sentences),
            spots: vec![Spot {
                at: Some(point.macro_f1),
                interval,
                shape: Shape::Dot,
                href: None,
                title: format!("{articles}: {said}"),
            }],
            value: format!("{:.2}", point.macro_f1),
            ..Row::default()
        });
        cells.push(vec![
            view.number(count(point.documents as u64)),
            view.number(count(sentences)),
            score(point.macro_f1),
            view.number(format!("{low:.2} … {high:.2}")),
        ]);
    }
    curve_figure(view, head, rows, cells)
}

fn curve_figure(
    view: &View<'_>,
    head: &HeadCurve,
    rows: Vec<Row>,
    cells: Vec<Vec<Part>>,
) -> Figure {
    let titles: Vec<&str> = rows.iter().map(|row| row.spots[0].title.as_str()).collect();
    let chart = RowChart {
        id: format!("learning-{}", head.head),
        title: title(view, "figure_learning", &head.head),
        description: titles.join("; "),
        domain: (0.0, 1.0),
        ticks: [0.0, 0.25, 0.5, 0.75, 1.0]
            .map(|score| (score, score.to_string()))
            .into(),
        ends: None,
        rows,
    };
    let header = ["col_articles", "col_sentences", "col_f1", "col_interval"];
    let verdict = view.words.say(match head.last_gain_interval {
        Some(interval) if interval.low > 0.0 => "learning_pays",
        Some(interval) if interval.high < 0.0 => "learning_hurts",
        _ => "learning_unknown",
    });
    let table = Table {
        id: chart.id.clone(),
        header: header.map(|key| view.words.say(key).to_owned()).into(),
        left: 1,
        rows: cells,
    };
    let caption = format!("{} {verdict}", view.words.say("figure_learning_caption"));
    drawn(view, chart, caption, table)
}
