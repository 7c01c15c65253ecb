//! The figure of the same net score computed in other ways.

use super::content::{Figure, Table};
use super::findings::main_head;
use super::nets::net_chart;
use super::sources::drawn;
use super::view::{View, link};
use super::words::Part;
use crate::report::figure::{Row, RowChart, Shape, Spot};
use crate::report::results::RobustnessRead;

/// Rows drawn.
const DRAWN: usize = 30;

/// Rows of the table; robustness.csv has all.
const LISTED: usize = 400;

/// The figure, where the run computed other ways.
pub(super) fn figure(view: &View<'_>) -> Option<Figure> {
    let head = &view.heads()[main_head(view)];
    let of_net = |row: &&RobustnessRead| row.head == head.name && row.class == "net";
    let all: Vec<&RobustnessRead> = view.results.robustness.iter().filter(of_net).collect();
    let usual = all.first()?.variant.as_str();
    let rows: Vec<Row> = view
        .by_size()
        .into_iter()
        .take(DRAWN)
        .map(|source| row(view, &all, usual, source))
        .filter(|row| !row.spots.is_empty())
        .collect();
    let spots = rows.iter().flat_map(|row| &row.spots);
    let titles: Vec<&str> = spots.map(|spot| spot.title.as_str()).collect();
    let place = [("head", Part::Text(view.words.name(&head.name).to_owned()))];
    let description = titles.join("; ");
    let title = view.words.line("figure_robust", &place).to_plain();
    let chart = RowChart {
        description,
        ..net_chart(view, "robustness".to_owned(), title, rows)
    };
    let caption = view.words.say("figure_robust_caption").to_owned();
    Some(drawn(view, chart, caption, table(view, &all)))
}

/// A source with a mark for every way: filled for the usual one, open for the others.
fn row(
    view: &View<'_>,
    all: &[&RobustnessRead],
    usual: &str,
    (index, source): (usize, &str),
) -> Row {
    let of_source = all.iter().filter(|row| row.source == source);
    let spot = |row: &&RobustnessRead| {
        let at = row.corrected.or(row.share)?;
        let is_usual = row.variant == usual;
        let (way, net) = (variant(view, &row.variant), view.points(at));
        Some(Spot {
            at: Some(at),
            interval: None,
            shape: if is_usual { Shape::Dot } else { Shape::Ring },
            href: None,
            title: format!("{source} · {way}: {net}"),
        })
    };
    let mut spots: Vec<Spot> = of_source.filter_map(spot).collect();
    // The filled mark is drawn last, on top of the others.
    spots.reverse();
    Row {
        label: source.to_owned(),
        href: Some(link(&[("s", index)], "all")),
        spots,
        ..Row::default()
    }
}

/// A way to compute, in this language: `undecided below 0.6` is known by its beginning.
fn variant(view: &View<'_>, name: &str) -> String {
    match name.strip_prefix("undecided below ") {
        Some(least) => {
            let least = [("least", view.number(least))];
            view.words.line("variant_undecided", &least).to_plain()
        }
        None => view.words.name(name).to_owned(),
    }
}

fn table(view: &View<'_>, all: &[&RobustnessRead]) -> Table {
    let points = |net: Option<f64>| view.number(net.map_or("–".to_owned(), |net| view.points(net)));
    let cells = |row: &&RobustnessRead| {
        let interval = row.low.zip(row.high);
        vec![
            Part::Outside(row.source.clone()),
            Part::Outside(variant(view, &row.variant)),
            points(row.share),
            points(row.corrected),
            view.number(interval.map_or("–".to_owned(), |(low, high)| {
                format!("{} … {}", view.points(low), view.points(high))
            })),
        ]
    };
    let header = [
        "col_source",
        "col_variant",
        "col_net",
        "col_corrected",
        "col_interval",
    ];
    Table {
        id: "robustness".to_owned(),
        header: header.map(|key| view.words.say(key).to_owned()).into(),
        left: 2,
        rows: all.iter().take(LISTED).map(cells).collect(),
    }
}
