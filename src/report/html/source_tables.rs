//! The tables beside the figures that have a row a source.

use super::content::Table;
use super::view::{View, head_key};
use super::words::Part;
use crate::report::count;
use crate::task::Head;

/// Rows of a table; sources.csv has all.
const LISTED: usize = 500;

/// Counts and shares of every class, a row a source.
pub(super) fn shares_table(view: &View<'_>, head_index: usize, head: &Head) -> Table {
    let header = ["col_source", "col_articles", "col_sentences"].map(|key| view.words.say(key));
    let classes = head.class_names().into_iter();
    let classes = classes.map(|name| view.words.name(name));
    let rows = view.by_size().into_iter().take(LISTED);
    Table {
        id: format!("shares-{}", head.name),
        header: header
            .into_iter()
            .chain(classes)
            .map(str::to_owned)
            .collect(),
        left: 1,
        rows: rows
            .filter_map(|source| shares_row(view, head_index, head, source))
            .collect(),
    }
}

fn shares_row(
    view: &View<'_>,
    head_index: usize,
    head: &Head,
    (index, source): (usize, &str),
) -> Option<Vec<Part>> {
    let share = |class: &str| view.share(source, "all", &head.name, class);
    let first = share(&head.classes[0].name)?;
    let mut row = vec![
        Part::Outside(source.to_owned()),
        view.number(count(first.documents)),
        view.opening(count(first.sentences), &[("s", index)], "all"),
    ];
    for (class, of) in head.classes.iter().enumerate() {
        let found = share(&of.name);
        let n = count(found.map_or(0, |row| row.count.max(0) as u64));
        let text = match found.and_then(|row| row.share) {
            Some(share) => format!("{n} ({})", view.percent(share)),
            None => n,
        };
        let filters = [("s", index), (&*head_key(head_index), class)];
        row.push(view.opening(text, &filters, "all"));
    }
    Some(row)
}

/// Net scores, counted and corrected, a row a source and voice.
pub(super) fn net_table(view: &View<'_>, head: &Head, voices: &[&str]) -> Table {
    let mut header = vec!["col_source"];
    if voices.len() > 1 {
        header.push("ui_voice");
    }
    header.extend(["col_sentences", "col_net", "col_corrected", "col_interval"]);
    let sources = view.by_size().into_iter().take(LISTED);
    let rows = sources.flat_map(|source| {
        let of_voice = move |voice: &&str| net_row(view, head, source, voice, voices.len() > 1);
        voices.iter().filter_map(of_voice)
    });
    Table {
        id: format!("net-{}", head.name),
        left: header.len() - 4,
        rows: rows.collect(),
        header: header
            .into_iter()
            .map(|key| view.words.say(key).to_owned())
            .collect(),
    }
}

fn net_row(
    view: &View<'_>,
    head: &Head,
    (index, source): (usize, &str),
    voice: &str,
    names_voice: bool,
) -> Option<Vec<Part>> {
    let net = view.share(source, voice, &head.name, "net")?;
    let points = |net: Option<f64>| view.number(net.map_or("–".to_owned(), |net| view.points(net)));
    let interval = net.low.zip(net.high).map_or("–".to_owned(), |(low, high)| {
        format!("{} … {}", view.points(low), view.points(high))
    });
    let mut row = vec![Part::Outside(source.to_owned())];
    row.extend(names_voice.then(|| Part::Text(view.words.name(voice).to_owned())));
    row.extend([
        view.opening(count(net.sentences), &[("s", index)], voice),
        points(net.share),
        points(net.corrected),
        view.number(interval),
    ]);
    Some(row)
}
