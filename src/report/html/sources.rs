//! The figures that have a row a source.

use super::content::{Figure, Table};
use super::nets;
use super::source_tables::shares_table;
use super::view::{View, head_key, link};
use super::words::Part;
use crate::report::figure::{Bar, Layout, Row, RowChart, Tone};
use crate::report::results::ShareRead;
use crate::task::Head;

/// Rows of a figure; the table has more.
const DRAWN: usize = 30;

/// The figures of every head.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (index, head) in view.heads().iter().enumerate() {
        if !head.has_sides() {
            figures.push(parts(view, index, head));
            continue;
        }
        figures.push(sides(view, index, head));
        figures.push(nets::net(view, index, head));
        if view.has_voices() {
            figures.push(nets::voices(view, index, head));
        }
    }
    figures
}

/// A wide and a narrow drawing.
pub(super) fn layouts(view: &View<'_>) -> [Layout; 2] {
    let layout = |width: f64, stacked: bool| Layout {
        width,
        stacked,
        mirrored: view.words.from_the_right(),
    };
    [layout(760.0, false), layout(340.0, true)]
}

/// The figure of a chart, with what it leaves to the table said.
pub(super) fn figure(view: &View<'_>, chart: RowChart, caption: String, table: Table) -> Figure {
    let mut caption = caption;
    if view.sources.len() > DRAWN {
        let n = view.words.count("sources_of", DRAWN as u64);
        let shown = view.words.line("rows_shown", &[("n", view.number(n))]);
        caption = format!("{caption} {}", shown.to_plain());
    }
    drawn(view, chart, caption, table)
}

/// The figure of a chart and its table.
pub(super) fn drawn(view: &View<'_>, chart: RowChart, caption: String, table: Table) -> Figure {
    Figure {
        id: chart.id.clone(),
        title: chart.title.clone(),
        caption,
        drawings: layouts(view).map(|layout| chart.draw(layout)).into(),
        table,
    }
}

pub(super) fn title(view: &View<'_>, key: &str, head: &Head) -> String {
    let name = Part::Outside(view.words.name(&head.name).to_owned());
    view.words.line(key, &[("head", name)]).to_plain()
}

/// A row with its label; the parts are to be filled in.
pub(super) fn row(view: &View<'_>, index: usize, source: &str) -> Row {
    let note = |row: &ShareRead| {
        let (articles, sentences) = (row.documents, row.sentences);
        format!(
            "{} · {}",
            view.words.count("articles", articles),
            view.words.count("sentences", sentences)
        )
    };
    let head = &view.heads()[0];
    Row {
        label: source.to_owned(),
        note: view
            .share(source, "all", &head.name, &head.classes[0].name)
            .map(note)
            .unwrap_or_default(),
        href: Some(link(&[("s", index)], "all")),
        ..Row::default()
    }
}

fn sides(view: &View<'_>, head_index: usize, head: &Head) -> Figure {
    let of_source = |source| sides_row(view, head_index, head, source);
    let rows: Vec<Row> = drawn_sources(view).map(of_source).collect();
    let name = |sign: i8| {
        let classes = view.side(head, sign).into_iter();
        let names: Vec<&str> = classes
            .map(|class| view.words.name(&head.classes[class].name))
            .collect();
        names.join(" / ")
    };
    let chart = RowChart {
        id: format!("sides-{head_index}"),
        title: title(view, "figure_sides", head),
        description: described(view, &rows),
        domain: (-1.0, 1.0),
        ticks: [-1.0f64, -0.5, 0.0, 0.5, 1.0]
            .map(|share| (share, view.percent(share.abs())))
            .into(),
        ends: Some((name(-1), name(1))),
        legend: Vec::new(),
        rows,
    };
    let [shown, counted] = ["figure_sides_caption", "counted_note"].map(|key| view.words.say(key));
    let caption = format!("{shown} {counted}");
    figure(view, chart, caption, shares_table(view, head_index, head))
}

/// The sources that have room in a figure, those with most sentences first.
pub(super) fn drawn_sources<'a>(view: &View<'a>) -> impl Iterator<Item = (usize, &'a str)> {
    view.by_size().into_iter().take(DRAWN)
}

/// A source with its bars to both sides.
fn sides_row(view: &View<'_>, head_index: usize, head: &Head, source: (usize, &str)) -> Row {
    let bars = |sign: i8| {
        let classes = view.side(head, sign).into_iter();
        let sign = f64::from(sign);
        classes.filter_map(move |class| bar(view, head_index, head, source, class, sign))
    };
    let mut row = row(view, source.0, source.1);
    row.note.push_str(&middle_note(view, head, source.1));
    row.bars = bars(-1).chain(bars(1)).collect();
    row
}

/// The share of what takes no side, which has no bar.
fn middle_note(view: &View<'_>, head: &Head, source: &str) -> String {
    let middle = view.side(head, 0);
    let [class] = middle[..] else {
        return String::new();
    };
    let name = &head.classes[class].name;
    let share = view
        .share(source, "all", &head.name, name)
        .and_then(|row| row.share);
    share.map_or(String::new(), |share| {
        format!(" · {} {}", view.words.name(name), view.percent(share))
    })
}

/// One class of one source as a bar from zero; `sign` is the side it grows to.
fn bar(
    view: &View<'_>,
    head_index: usize,
    head: &Head,
    (index, source): (usize, &str),
    class: usize,
    sign: f64,
) -> Option<Bar> {
    let name = &head.classes[class].name;
    let row = view.share(source, "all", &head.name, name)?;
    let share = row.share?;
    let text = view.percent(share);
    let key = head_key(head_index);
    let n = view.words.count("sentences", row.count.max(0) as u64);
    Some(Bar {
        span: (0.0, sign * share),
        tone: match head.has_sides() {
            true => Tone::of(head.classes[class].polarity),
            false => Tone::Other,
        },
        href: Some(link(&[("s", index), (&key, class)], "all")),
        title: format!("{source}: {} {text} ({n})", view.words.name(name)),
        text,
        inside: false,
    })
}

/// Every bar in words.
pub(super) fn described(view: &View<'_>, rows: &[Row]) -> String {
    let bars = rows
        .iter()
        .flat_map(|row| row.bars.iter().map(|bar| &bar.title));
    let spots = rows
        .iter()
        .flat_map(|row| row.spots.iter().map(|spot| &spot.title));
    let joined: Vec<&str> = bars.chain(spots).map(String::as_str).take(DRAWN).collect();
    joined.join(match view.words.from_the_right() {
        true => "؛ ",
        false => "; ",
    })
}

fn parts(view: &View<'_>, head_index: usize, head: &Head) -> Figure {
    let of_source = |source| parts_row(view, head_index, head, source);
    let rows: Vec<Row> = drawn_sources(view).map(of_source).collect();
    let names = head.class_names().into_iter().enumerate();
    let legend: Vec<(Tone, String)> = names
        .map(|(class, name)| (part_tone(class), view.words.name(name).to_owned()))
        .collect();
    let order: Vec<&str> = legend.iter().map(|(_, name)| name.as_str()).collect();
    let caption = format!("{}.", order.join(view.words.comma()));
    let chart = RowChart {
        id: format!("parts-{head_index}"),
        title: title(view, "figure_parts", head),
        description: described(view, &rows),
        domain: (0.0, 1.0),
        ticks: [0.0, 0.5, 1.0]
            .map(|share| (share, view.percent(share)))
            .into(),
        ends: None,
        legend,
        rows,
    };
    figure(view, chart, caption, shares_table(view, head_index, head))
}

/// The colours of a head without sides; from the fourth class on the order tells.
fn part_tone(class: usize) -> Tone {
    [Tone::For, Tone::Against, Tone::Middle, Tone::Other][class.min(3)]
}

/// A source with the bars of its classes behind one another.
fn parts_row(view: &View<'_>, head_index: usize, head: &Head, source: (usize, &str)) -> Row {
    let mut row = row(view, source.0, source.1);
    let mut start = 0.0;
    for class in 0..head.classes.len() {
        let Some(mut bar) = bar(view, head_index, head, source, class, 1.0) else {
            continue;
        };
        let end = start + bar.span.1;
        bar.span = (start, end);
        bar.tone = part_tone(class);
        bar.inside = true;
        start = end;
        row.bars.push(bar);
    }
    row
}
