//! The figures of words that set a source apart and of other ways to compute the same.

use super::content::{Figure, Table};
use super::findings::main_head;
use super::sources::layouts;
use super::view::{View, link};
use super::words::Part;
use crate::report::count;
use crate::report::figure::{Row, RowChart, Shape, Spot};
use crate::report::results::{RobustnessRead, TermRead};

/// Words drawn for a source, and sources drawn; the table has more.
const DRAWN: (usize, usize) = (4, 6);

/// Words of a source in the table, and rows of a table.
const LISTED: (usize, usize) = (12, 400);

/// The figures, where the run wrote their numbers.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    terms(view).into_iter().chain(robustness(view)).collect()
}

fn figure(view: &View<'_>, chart: RowChart, caption: &str, table: Table) -> Figure {
    Figure {
        id: chart.id.clone(),
        title: chart.title.clone(),
        caption: view.words.say(caption).to_owned(),
        drawings: layouts(view).map(|layout| chart.draw(layout)).into(),
        table,
    }
}

/// The terms of each source, in the order of the file.
fn of_sources<'a>(view: &View<'a>, most: (usize, usize)) -> Vec<(usize, &'a TermRead)> {
    let sources = view.by_size().into_iter().take(most.1);
    let of = |source: &str| {
        let terms = view.results.terms.iter();
        let own = terms
            .filter(move |term| term.of == "source" && term.group == source && term.log_odds > 0.0);
        own.take(most.0).collect::<Vec<_>>()
    };
    sources
        .flat_map(|(index, source)| of(source).into_iter().map(move |term| (index, term)))
        .collect()
}

fn term_link(index: usize, term: &str) -> String {
    let bytes = term.bytes().map(|byte| format!("%{byte:02X}"));
    format!(
        "{}&t={}",
        link(&[("s", index)], "all"),
        bytes.collect::<String>()
    )
}

fn terms(view: &View<'_>) -> Option<Figure> {
    let drawn = of_sources(view, DRAWN);
    if drawn.is_empty() {
        return None;
    }
    let most = drawn.iter().map(|(_, term)| term.high).fold(1.0, f64::max);
    let least = drawn.iter().map(|(_, term)| term.low).fold(0.0, f64::min);
    let row = |&(index, term): &(usize, &TermRead)| {
        let href = term_link(index, &term.term);
        Row {
            label: term.term.clone(),
            note: term.group.chars().take(40).collect(),
            href: Some(href.clone()),
            spots: vec![Spot {
                at: Some(term.log_odds),
                interval: Some((term.low, term.high)),
                shape: Shape::Dot,
                href: Some(href),
                title: format!(
                    "{} · {}: {:.1} ({:.1} … {:.1})",
                    term.term, term.group, term.log_odds, term.low, term.high
                ),
            }],
            value: format!("×{}", count(term.count)),
            ..Row::default()
        }
    };
    let rows: Vec<Row> = drawn.iter().map(row).collect();
    let titles: Vec<&str> = rows
        .iter()
        .flat_map(|row| row.spots.iter().map(|spot| spot.title.as_str()))
        .collect();
    let chart = RowChart {
        id: "terms".to_owned(),
        title: view.words.say("figure_terms").to_owned(),
        description: titles.join("; "),
        domain: (least, most),
        ticks: (least.floor() as i32..=most.floor() as i32)
            .map(|tick| (f64::from(tick), tick.to_string()))
            .collect(),
        ends: None,
        rows,
    };
    let cells = |&(index, term): &(usize, &TermRead)| {
        vec![
            Part::Outside(term.group.clone()),
            Part::Number(term.term.clone(), Some(term_link(index, &term.term))),
            view.number(count(term.count)),
            view.number(count(term.documents)),
            view.number(format!("{:.1}", term.log_odds)),
            view.number(format!("{:.1} … {:.1}", term.low, term.high)),
        ]
    };
    let header = [
        "col_source",
        "col_term",
        "col_count",
        "col_articles",
        "col_log_odds",
        "col_interval",
    ];
    let listed = of_sources(view, (LISTED.0, usize::MAX));
    let table = Table {
        id: "terms".to_owned(),
        header: header.map(|key| view.words.say(key).to_owned()).into(),
        left: 2,
        rows: listed.iter().take(LISTED.1).map(cells).collect(),
    };
    Some(figure(view, chart, "figure_terms_caption", table))
}

fn robustness(view: &View<'_>) -> Option<Figure> {
    let head = &view.heads()[main_head(view)];
    let of_net = |row: &&RobustnessRead| row.head == head.name && row.class == "net";
    let all: Vec<&RobustnessRead> = view.results.robustness.iter().filter(of_net).collect();
    let first = all.first()?.variant.as_str();
    let best = |row: &RobustnessRead| row.corrected.or(row.share);
    let row = |(index, source): (usize, &str)| {
        let of_source = all.iter().filter(|row| row.source == source);
        let spot = |row: &&RobustnessRead| {
            let at = best(row)?;
            Some(Spot {
                at: Some(at),
                interval: None,
                shape: if row.variant == first {
                    Shape::Dot
                } else {
                    Shape::Ring
                },
                href: None,
                title: format!(
                    "{source} · {}: {}",
                    view.words.name(&row.variant),
                    view.points(at)
                ),
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
    };
    let rows: Vec<Row> = view
        .by_size()
        .into_iter()
        .take(30)
        .map(row)
        .filter(|row| !row.spots.is_empty())
        .collect();
    let titles: Vec<&str> = rows
        .iter()
        .flat_map(|row| row.spots.iter().map(|spot| spot.title.as_str()))
        .collect();
    let place = [("head", Part::Text(view.words.name(&head.name).to_owned()))];
    let chart = RowChart {
        id: "robustness".to_owned(),
        title: view.words.line("figure_robust", &place).to_plain(),
        description: titles.join("; "),
        domain: (-1.0, 1.0),
        ticks: [-1.0, -0.5, 0.0, 0.5, 1.0]
            .map(|net| (net, view.points(net)))
            .into(),
        ends: None,
        rows,
    };
    let points = |net: Option<f64>| view.number(net.map_or("–".to_owned(), |net| view.points(net)));
    let cells = |row: &&RobustnessRead| {
        let interval = row.low.zip(row.high);
        vec![
            Part::Outside(row.source.clone()),
            Part::Outside(view.words.name(&row.variant).to_owned()),
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
    let table = Table {
        id: "robustness".to_owned(),
        header: header.map(|key| view.words.say(key).to_owned()).into(),
        left: 2,
        rows: all.iter().take(LISTED.1).map(cells).collect(),
    };
    Some(figure(view, chart, "figure_robust_caption", table))
}
