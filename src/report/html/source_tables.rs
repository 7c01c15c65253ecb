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
    let mut header: Vec<String> = ["col_source", "col_articles", "col_sentences"]
        .map(|key| view.words.say(key).to_owned())
        .into();
    header.extend(
        head.class_names()
            .iter()
            .map(|name| view.words.name(name).to_owned()),
    );
    let key = head_key(head_index);
    let rows = view
        .by_size()
        .into_iter()
        .take(LISTED)
        .filter_map(|(index, source)| {
            let first = view.share(source, "all", &head.name, &head.classes[0].name)?;
            let mut row = vec![
                Part::Outside(source.to_owned()),
                view.number(count(first.documents)),
                view.opening(count(first.sentences), &[("s", index)], "all"),
            ];
            row.extend(head.classes.iter().enumerate().map(|(class, of)| {
                let found = view.share(source, "all", &head.name, &of.name);
                let n = found.map_or(0, |row| row.count.max(0) as u64);
                let share = found
                    .and_then(|row| row.share)
                    .map_or(String::new(), |share| format!(" ({})", view.percent(share)));
                view.opening(
                    format!("{}{share}", count(n)),
                    &[("s", index), (&key, class)],
                    "all",
                )
            }));
            Some(row)
        });
    Table {
        id: format!("shares-{}", head.name),
        rows: rows.collect(),
        left: 1,
        header,
    }
}

/// Net scores, counted and corrected, a row a source and voice.
pub(super) fn net_table(view: &View<'_>, head: &Head, voices: &[&str]) -> Table {
    let mut header = vec!["col_source"];
    if voices.len() > 1 {
        header.push("ui_voice");
    }
    header.extend(["col_sentences", "col_net", "col_corrected", "col_interval"]);
    let mut rows = Vec::new();
    for (index, source) in view.by_size().into_iter().take(LISTED) {
        for voice in voices {
            let Some(net) = view.share(source, voice, &head.name, "net") else {
                continue;
            };
            let points =
                |net: Option<f64>| view.number(net.map_or("–".to_owned(), |net| view.points(net)));
            let mut row = vec![Part::Outside(source.to_owned())];
            if voices.len() > 1 {
                row.push(Part::Text(view.words.name(voice).to_owned()));
            }
            let interval = net.low.zip(net.high).map_or("–".to_owned(), |(low, high)| {
                format!("{} … {}", view.points(low), view.points(high))
            });
            row.extend([
                view.opening(count(net.sentences), &[("s", index)], voice),
                points(net.share),
                points(net.corrected),
                view.number(interval),
            ]);
            rows.push(row);
        }
    }
    Table {
        id: format!("net-{}", head.name),
        left: header.len() - 4,
        header: header
            .iter()
            .map(|key| view.words.say(key).to_owned())
            .collect(),
        rows,
    }
}
