//! The figures of how good the model proved: where it errs, what its probabilities are worth.

use super::content::{Figure, Table};
use super::learning;
use super::others::{class_name, matrix_figure};
use super::sources::drawn;
use super::view::View;
use super::words::Part;
use crate::evaluate::{Bin, Reliability};
use crate::report::HeadCard;
use crate::report::count;
use crate::report::figure::{Cell, Matrix, Row, RowChart, Shape, Spot};

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
        .chain(curves.map(|head| learning::figure(view, head)))
        .collect()
}

/// The title of a figure about a head.
pub(super) fn title(view: &View<'_>, key: &str, head: &str) -> String {
    let name = Part::Text(view.words.name(head).to_owned());
    view.words.line(key, &[("head", name)]).to_plain()
}

fn confusion(view: &View<'_>, card: &HeadCard) -> Option<Figure> {
    let mut heads = view.heads().iter();
    let index = heads.position(|head| head.name == card.head)?;
    let head = &view.heads()[index];
    let confusion = &card.scores.as_ref()?.confusion;
    if !confusion.is_square(head.classes.len()) {
        return None;
    }
    let names: Vec<String> = (0..head.classes.len())
        .map(|class| class_name(view, head, class))
        .collect();
    let row = |(row, name): (usize, &String)| {
        let cell = |(column, answer): (usize, &String)| {
            confusion_cell(view, name, answer, confusion.count(row, column))
        };
        (name.clone(), names.iter().enumerate().map(cell).collect())
    };
    let matrix = Matrix {
        id: format!("confusion-{index}"),
        title: title(view, "figure_confusion", &card.head),
        description: String::new(),
        across: view.words.say("col_predicted").to_owned(),
        down: view.words.say("col_label").to_owned(),
        rows: names.iter().enumerate().map(row).collect(),
        columns: names.clone(),
    };
    let caption = view.words.say("figure_confusion_caption");
    Some(matrix_figure(view, matrix, caption))
}

fn confusion_cell(view: &View<'_>, label: &str, answer: &str, n: u64) -> Cell {
    let [of_label, of_answer] = ["col_label", "col_predicted"].map(|key| view.words.say(key));
    let sentences = view.words.count("sentences", n);
    Cell {
        count: n,
        href: None,
        title: format!("{of_label} {label}, {of_answer} {answer}: {sentences}"),
    }
}

/// A row for each tenth of probability: what the model gave, and how often it was right.
fn reliability(view: &View<'_>, card: &HeadCard) -> Option<Figure> {
    let reliability = &card.scores.as_ref()?.reliability;
    let tenths = reliability.bins.iter().enumerate();
    let filled: Vec<(usize, &Bin)> = tenths.filter(|(_, bin)| bin.sentences > 0).collect();
    let row = |&(tenth, bin): &(usize, &Bin)| tenth_row(view, tenth, bin);
    let chart = RowChart {
        id: format!("reliability-{}", card.head),
        title: title(view, "figure_reliability", &card.head),
        ticks: QUARTERS.map(|share| (share, view.percent(share))).into(),
        ..of_scores(filled.iter().map(row).collect())
    };
    let table = tenths_table(view, &chart.id, &filled);
    let caption = reliability_caption(view, card, reliability);
    Some(drawn(view, chart, caption, table))
}

/// Where the scale of a share or a score has its lines.
const QUARTERS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// A chart from 0 to 1 of these rows, without a name.
pub(super) fn of_scores(rows: Vec<Row>) -> RowChart {
    let titles: Vec<&str> = rows.iter().map(|row| row.spots[0].title.as_str()).collect();
    RowChart {
        id: String::new(),
        title: String::new(),
        description: titles.join("; "),
        domain: (0.0, 1.0),
        ticks: QUARTERS.map(|score| (score, score.to_string())).into(),
        ends: None,
        legend: Vec::new(),
        rows,
    }
}

fn tenths_table(view: &View<'_>, id: &str, filled: &[(usize, &Bin)]) -> Table {
    let header = ["col_probability", "col_sentences", "col_given", "col_right"];
    let cells = |&(tenth, bin): &(usize, &Bin)| {
        vec![
            view.number(range(view, tenth)),
            view.number(count(bin.sentences as u64)),
            view.number(view.percent(bin.confidence)),
            view.number(view.percent(bin.accuracy)),
        ]
    };
    Table {
        id: id.to_owned(),
        header: header.map(|key| view.words.say(key).to_owned()).into(),
        left: 1,
        rows: filled.iter().map(cells).collect(),
    }
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
fn reliability_caption(view: &View<'_>, card: &HeadCard, now: &Reliability) -> String {
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
