//! The report without markup of a page: Markdown, rows of CSV, text for a terminal.

use super::content::{Content, Table};
use super::view::View;
use super::words::{Line, Part};
use crate::Result;
use crate::report::isolate;
use crate::report::text;

/// The report as Markdown.
pub(super) fn markdown(view: &View<'_>, content: &Content) -> String {
    let words = view.words;
    let mut text = format!(
        "# {}\n\n{}\n",
        words.say("title"),
        marked(&content.question)
    );
    for (key, lines) in sections(content) {
        text.push_str(&format!("\n## {}\n\n", words.say(key)));
        for line in lines {
            text.push_str(&format!("- {}\n", marked(line)));
        }
    }
    for figure in &content.figures {
        text.push_str(&format!(
            "\n## {}\n\n{}\n\n{}",
            escaped(&figure.title),
            escaped(&figure.caption),
            rows(&figure.table)
        ));
    }
    for line in &content.not_drawn {
        text.push_str(&format!("\n{}\n", marked(line)));
    }
    text.push_str(&format!("\n## {}\n\n", words.say("methods_title")));
    for method in &content.methods {
        text.push_str(&format!("{method}\n\n"));
    }
    text.push_str(&format!(
        "## {}\n\n{}\n\n{}\n",
        words.say("card_title"),
        marked(&content.card_line),
        rows(&content.card)
    ));
    if !content.ledger.rows.is_empty() {
        text.push_str(&format!(
            "## {}\n\n{}\n",
            words.say("ledger_title"),
            rows(&content.ledger)
        ));
    }
    text.push_str(&format!("## {}\n\n", words.say("record_title")));
    for (name, value) in &content.record {
        text.push_str(&format!(
            "- {name}: `{}`\n",
            value.replace(['`', '\n'], "'")
        ));
    }
    text
}

/// The lines under their headings, where there are any.
fn sections(content: &Content) -> Vec<(&'static str, &Vec<Line>)> {
    let sections = [
        ("can", &content.can),
        ("cannot", &content.cannot),
        ("stands_on", &content.reading),
        ("card_title", &content.quality),
    ];
    let filled = sections.into_iter().filter(|(_, lines)| !lines.is_empty());
    filled.collect()
}

fn marked(line: &Line) -> String {
    line.0.iter().map(marked_part).collect()
}

fn marked_part(part: &Part) -> String {
    match part {
        Part::Text(text) | Part::Number(text, _) => text.clone(),
        Part::Outside(text) => escaped(&isolate(text)),
    }
}

/// Text from outside that can open nothing in Markdown or the HTML made of it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' => escaped.extend(['\\', letter]),
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn rows(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let rule = (0..table.header.len())
        .map(|column| if column < table.left { "---" } else { "---:" }.to_owned());
    let mut text =
        line(table.header.iter().map(|name| escaped(name)).collect()) + &line(rule.collect());
    for row in &table.rows {
        text.push_str(&line(row.iter().map(marked_part).collect()));
    }
    text
}

/// Every cell of every table as a row: table, row, column, value.
pub(super) fn csv(content: &Content) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| crate::Error::Usage(error.to_string());
    writer
        .write_record(["table", "row", "item", "column", "value"])
        .map_err(broken)?;
    let tables = content
        .figures
        .iter()
        .map(|figure| (&figure.id, &figure.table));
    let others = [
        (&content.card.id, &content.card),
        (&content.ledger.id, &content.ledger),
    ];
    for (id, table) in tables.chain(others) {
        for (number, row) in table.rows.iter().enumerate() {
            let plain = |part: &Part| match part {
                Part::Text(text) | Part::Outside(text) | Part::Number(text, _) => {
                    text.replace('\u{200E}', "")
                }
            };
            let (item, number) = (plain(&row[0]), (number + 1).to_string());
            for (column, cell) in table.header.iter().zip(row).skip(1) {
                writer
                    .write_record([id, &number, &item, column, &plain(cell)])
                    .map_err(broken)?;
            }
        }
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    Ok(String::from_utf8(bytes).expect("every cell is a string"))
}

/// The findings and the first table, for a terminal.
pub(super) fn text(view: &View<'_>, content: &Content) -> String {
    let mut text = format!("{}\n", content.question.to_plain());
    for (key, lines) in sections(content) {
        text.push_str(&format!("\n{}\n", view.words.say(key)));
        for line in lines {
            text.push_str(&format!("  {}\n", line.to_plain()));
        }
    }
    if let Some(figure) = content.figures.first() {
        let header: Vec<&str> = figure.table.header.iter().map(String::as_str).collect();
        let mut table = text::table(&header, figure.table.left);
        for row in &figure.table.rows {
            table.add_row(row.iter().map(|part| Line(vec![part.clone()]).to_plain()));
        }
        text.push_str(&format!("\n{}\n{}", figure.title, text::render(&table)));
    }
    text
}
