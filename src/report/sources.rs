//! What each source says: the tables on the terminal.

use std::collections::BTreeSet;

use super::text::{count, isolate, percent, render, table};
use crate::estimate::{By, Estimate, FEWEST_ARTICLES, ShareRow, Voice};
use crate::task::{Head, Task};

/// For each head a table of the sources with the corrected shares and their intervals, then the net
/// scores by voice, and what the signs mean.
pub fn source_table(task: &Task, by: &By, estimate: &Estimate) -> String {
    let mut text = String::new();
    for head in &task.heads {
        let table = head_table(head, by, estimate);
        text.push_str(&format!("{}\n{table}\n", isolate(&head.name)));
    }
    text.push_str(&voice_table(task, by, estimate));
    text.push_str(&legend(estimate));
    let more = estimate.sources.len().saturating_sub(SHOWN_SOURCES);
    if more > 0 {
        text.push_str(&format!("and {} more in sources.csv\n", count(more as u64)));
    }
    text
}

/// Sources on the terminal; every one is in the file.
const SHOWN_SOURCES: usize = 50;

fn head_table(head: &Head, by: &By, estimate: &Estimate) -> String {
    let mut header = vec![by.column(), "articles", "sentences"];
    header.extend(head.class_names());
    let mut classes = head.class_names();
    if head.has_sides() {
        header.push("net");
        classes.push("net");
    }
    let mut table = table(&header, 1);
    for source in estimate.sources.iter().take(SHOWN_SOURCES) {
        let mut cells = vec![
            isolate(&source.source),
            count(source.documents),
            count(source.sentences),
        ];
        let rows = find(estimate, &source.source, head, Voice::All);
        cells.extend(classes.iter().map(|class| {
            let row = rows.iter().find(|row| row.class == *class);
            row.map_or("–".to_owned(), |row| cell(row))
        }));
        table.add_row(cells);
    }
    render(&table)
}

/// The net scores of every head with sides, in the outlet's own voice and in quoted ones.
fn voice_table(task: &Task, by: &By, estimate: &Estimate) -> String {
    let heads: Vec<&Head> = task.heads.iter().filter(|head| head.has_sides()).collect();
    if task.voice_head().is_none() || heads.is_empty() {
        return String::new();
    }
    let voices = [Voice::Own, Voice::Quoted];
    let columns: Vec<(&Head, Voice)> = heads
        .iter()
        .flat_map(|head| voices.map(|voice| (*head, voice)))
        .collect();
    let titles: Vec<String> = columns
        .iter()
        .map(|(head, voice)| format!("{}, {}", head.name, voice.name()))
        .collect();
    let mut header = vec![by.column()];
    header.extend(titles.iter().map(String::as_str));
    let mut table = table(&header, 1);
    for source in estimate.sources.iter().take(SHOWN_SOURCES) {
        let net = |(head, voice): &(&Head, Voice)| {
            let rows = find(estimate, &source.source, head, *voice);
            let row = rows.iter().find(|row| row.class == "net");
            row.map_or("–".to_owned(), |row| {
                format!("{} ({})", cell(row), count(row.sentences))
            })
        };
        let mut cells = vec![isolate(&source.source)];
        cells.extend(columns.iter().map(net));
        table.add_row(cells);
    }
    format!("net by voice (sentences)\n{}\n", render(&table))
}

/// The rows of one source, head and voice. The shares are in the order of the sources.
fn find<'a>(estimate: &'a Estimate, source: &str, head: &Head, voice: Voice) -> Vec<&'a ShareRow> {
    let from = estimate
        .shares
        .partition_point(|row| row.source.as_str() < source);
    let of_source = estimate.shares[from..]
        .iter()
        .take_while(|row| row.source == source);
    of_source
        .filter(|row| row.head == head.name && row.voice == voice.name())
        .collect()
}

/// `31 % [20, 45]`; where there is no corrected share, the counted one in brackets.
fn cell(row: &ShareRow) -> String {
    let signed = row.class.starts_with("net");
    let show = |share: f64| {
        let points = 100.0 * share;
        match signed {
            true if points.round() == 0.0 => "0".to_owned(),
            true => format!("{points:+.0}"),
            false => percent(share),
        }
    };
    let bare = |share: f64| show(share).trim_end_matches(" %").to_owned();
    let sign = if row.interval_of == "articles" {
        ""
    } else {
        "*"
    };
    match (row.corrected, row.low, row.high, row.share) {
        (Some(share), Some(low), Some(high), _) => {
            format!("{} [{}, {}]{sign}", show(share), bare(low), bare(high))
        }
        (.., Some(counted)) => format!("({})", show(counted)),
        _ => "–".to_owned(),
    }
}

/// What the signs in the cells mean, those that occur.
fn legend(estimate: &Estimate) -> String {
    let mut lines = vec![
        "Shares with the model's errors undone, and 95 % intervals; net is in points.".to_owned(),
    ];
    let estimated = || estimate.shares.iter().filter(|row| row.corrected.is_some());
    if estimated().any(|row| row.interval_of == "sentences") {
        lines.push(format!(
            "* of the sentences within fewer than {FEWEST_ARTICLES} articles: it says nothing of the source's other articles."
        ));
    }
    for head in &estimate.heads {
        let reasons = not_estimated(estimate, &head.head).into_iter();
        let name = isolate(&head.head);
        lines.extend(reasons.map(|reason| {
            format!("(in brackets: counted) {name} cannot be estimated with this model: {reason}.")
        }));
    }
    let refused =
        |row: &&ShareRow| row.voice != "all" && row.class == "net" && row.corrected.is_none();
    if estimate
        .shares
        .iter()
        .filter(refused)
        .any(|row| row.sentences > 0)
    {
        lines.push("By voice, brackets are counts too; the reasons are in sources.csv.".to_owned());
    }
    format!("{}\n", lines.join("\n"))
}

/// Why a head has shares that are only counted, each reason once.
fn not_estimated<'a>(estimate: &'a Estimate, head: &str) -> BTreeSet<&'a str> {
    let counted = |row: &&ShareRow| {
        row.head == head
            && row.voice == "all"
            && row.class != "net_on_target"
            && row.corrected.is_none()
            && row.sentences > 0
    };
    let rows = estimate.shares.iter().filter(counted);
    rows.map(|row| row.note.as_str()).collect()
}
