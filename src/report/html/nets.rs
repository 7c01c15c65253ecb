//! The figures of net scores: of all sentences, and by whose voice they are in.

use super::content::Figure;
use super::source_tables::net_table;
use super::sources::{described, drawn_sources, figure, row, title};
use super::view::{View, link};
use super::words::Part;
use crate::report::figure::{Row, RowChart, Shape, Spot};
use crate::report::results::ShareRead;
use crate::task::Head;

/// The net score of every source with its interval.
pub(super) fn net(view: &View<'_>, head_index: usize, head: &Head) -> Figure {
    let of_source = |source| net_row(view, head, source);
    let rows: Vec<Row> = drawn_sources(view).map(of_source).collect();
    let name = |sign: i8| {
        let class = view.side(head, sign)[0];
        Part::Text(view.words.name(&head.classes[class].name).to_owned())
    };
    let places = [("for", name(1)), ("against", name(-1))];
    let shown = view.words.line("figure_net_caption", &places).to_plain();
    let caption = format!("{shown} {}", interval_note(view, head));
    let title = title(view, "figure_net", head);
    let chart = net_chart(view, format!("net-{head_index}"), title, rows);
    figure(view, chart, caption, net_table(view, head, &["all"]))
}

fn net_row(view: &View<'_>, head: &Head, (index, source): (usize, &str)) -> Row {
    let mut row = row(view, index, source);
    let net = view.share(source, "all", &head.name, "net");
    let spot = net.and_then(|net| spot(view, source, net, Shape::Dot, index));
    let best = net.and_then(ShareRead::best);
    row.spots.extend(spot);
    row.value = best.map_or("–".to_owned(), |net| view.points(net));
    row
}

/// Whether points are corrected or counted, and of what their intervals speak.
fn interval_note(view: &View<'_>, head: &Head) -> String {
    let of_head = |row: &&ShareRead| row.head == head.name;
    let shares = || view.results.shares.iter().filter(of_head);
    let mut notes = vec![match shares().any(|row| row.corrected.is_some()) {
        true => view.words.say("corrected_note"),
        false => view.words.say("counted_note"),
    }];
    if shares().any(|row| row.low.is_some() && row.interval_of == "sentences") {
        notes.push(view.words.say("single_interval"));
    }
    notes.join(" ")
}

/// A chart of net scores, from all on one side to all on the other.
pub(super) fn net_chart(view: &View<'_>, id: String, title: String, rows: Vec<Row>) -> RowChart {
    RowChart {
        id,
        title,
        description: described(view, &rows),
        domain: (-1.0, 1.0),
        ticks: [-1.0, -0.5, 0.0, 0.5, 1.0]
            .map(|net| (net, view.points(net)))
            .into(),
        ends: None,
        legend: Vec::new(),
        rows,
    }
}

fn spot(
    view: &View<'_>,
    source: &str,
    row: &ShareRead,
    shape: Shape,
    index: usize,
) -> Option<Spot> {
    let at = row.best()?;
    let n = view.words.count("sentences", row.sentences);
    let voice = match row.voice.as_str() {
        "own" => format!(" · {}", view.words.say("ui_own")),
        "quoted" => format!(" · {}", view.words.say("ui_quoted")),
        _ => String::new(),
    };
    let said = range(view, row).unwrap_or_else(|| view.points(at));
    Some(Spot {
        at: Some(at),
        interval: row.low.zip(row.high),
        shape,
        href: Some(link(&[("s", index)], &row.voice)),
        title: format!("{source}{voice}: {said} ({n})"),
    })
}

/// A net score with its interval, in words.
fn range(view: &View<'_>, row: &ShareRead) -> Option<String> {
    let points = |net: f64| view.number(view.points(net));
    let ends = [
        ("share", points(row.best()?)),
        ("low", points(row.low?)),
        ("high", points(row.high?)),
    ];
    Some(view.words.line("range", &ends).to_plain())
}

/// The same for the outlet's own voice and for quoted ones.
pub(super) fn voices(view: &View<'_>, head_index: usize, head: &Head) -> Figure {
    let of_source = |(index, source)| {
        let mut row = row(view, index, source);
        for (voice, shape) in [("own", Shape::Dot), ("quoted", Shape::Ring)] {
            let net = view.share(source, voice, &head.name, "net");
            let spot = net.and_then(|net| spot(view, source, net, shape, index));
            row.spots.extend(spot);
        }
        row
    };
    let rows: Vec<Row> = drawn_sources(view).map(of_source).collect();
    let title = title(view, "figure_voice", head);
    let chart = net_chart(view, format!("voice-{head_index}"), title, rows);
    let caption = view.words.say("figure_voice_caption").to_owned();
    let table = net_table(view, head, &["own", "quoted"]);
    figure(view, chart, caption, table)
}
