//! What each source says: `sources.csv` and the table on the terminal.

use std::io::{self, Write};

use super::text::{count, isolate, percent, render, table};
use crate::estimate::{ShareRow, Tallies, Voice};
use crate::task::{Head, Task};

/// Writes every count and share as CSV, one row a source, voice, head and class.
pub fn write_sources(writer: impl Write, tallies: &Tallies) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(writer);
    for row in tallies.rows() {
        rows.serialize(row)?;
    }
    rows.flush()
}

/// For each head a table of the sources: sentences, share of each class, net score, and the shares in
/// the outlet's own voice and in quoted ones. The rows of a tally are sorted by source.
pub fn source_table(task: &Task, tallies: &Tallies) -> String {
    let rows = tallies.rows();
    let mut text = String::new();
    let more = tallies.sources().count().saturating_sub(SHOWN_SOURCES);
    for head in &task.heads {
        text.push_str(&format!(
            "{}\n{}\n",
            isolate(&head.name),
            head_table(task, head, tallies, &rows)
        ));
    }
    if more > 0 {
        text.push_str(&format!(
            "and {} more sources in sources.csv\n",
            count(more as u64)
        ));
    }
    text
}

/// Sources on the terminal; every one is in the file.
const SHOWN_SOURCES: usize = 50;

fn head_table(task: &Task, head: &Head, tallies: &Tallies, rows: &[ShareRow]) -> String {
    let mut header = vec!["source", "documents", "sentences"];
    header.extend(head.class_names());
    if head.has_sides() {
        header.push("net");
        if task.voice_head().is_some() {
            header.extend(["net, own voice", "net, quoted"]);
        }
    }
    let mut table = table(&header, 1);
    for (source, documents, sentences) in tallies.sources().take(SHOWN_SOURCES) {
        let from = rows.partition_point(|row| row.source.as_str() < source);
        let of_source = rows[from..].iter().take_while(|row| row.source == source);
        let share = |voice: Voice, class: &str| {
            let found = of_source.clone().find(|row| {
                row.voice == voice.name() && row.head == head.name && row.class == class
            });
            found.and_then(|row| row.share.map(|share| (share, row.sentences)))
        };
        let cell = |voice: Voice, class: &str| {
            share(voice, class).map_or("–".to_owned(), |(share, _)| percent(share))
        };
        let signed = |voice: Voice| match share(voice, "net") {
            Some((net, n)) if voice != Voice::All => format!("{:+.0} ({n})", 100.0 * net),
            Some((net, _)) => format!("{:+.0}", 100.0 * net),
            None => "–".to_owned(),
        };
        let mut cells = vec![isolate(source), count(documents), count(sentences)];
        cells.extend(
            head.class_names()
                .iter()
                .map(|class| cell(Voice::All, class)),
        );
        if head.has_sides() {
            cells.push(signed(Voice::All));
            if task.voice_head().is_some() {
                cells.extend([signed(Voice::Own), signed(Voice::Quoted)]);
            }
        }
        table.add_row(cells);
    }
    render(&table)
}
