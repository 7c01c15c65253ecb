//! The report without markup of a page: Markdown, rows of CSV, text for a terminal.

use super::content::{Content, Figure, Table};
use super::view::View;
use super::words::{Line, Part};
use crate::Result;
use crate::report::isolate;
use crate::report::text;

/// The report as Markdown.
pub(super) fn markdown(view: &View<'_>, content: &Content) -> String {
    let title = view.words.say("title");
    let parts = [
        format!("# {title}\n\n{}\n", marked(&content.question)),
        markdown_findings(view, content),
        markdown_figures(content),
        markdown_methods(view, content),
        markdown_record(view, content),
    ];
    parts.concat()
}

fn markdown_findings(view: &View<'_>, content: &Content) -> String {
    let mut text = String::new();
    for (key, lines) in sections(content) {
        text.push_str(&format!("\n## {}\n\n", view.words.say(key)));
        for line in lines {
            text.push_str(&format!("- {}\n", marked(line)));
        }
    }
    text
}

fn markdown_figures(content: &Content) -> String {
    let figure = |figure: &Figure| {
        let [title, caption] = [&figure.title, &figure.caption].map(|text| escaped(text));
        format!("\n## {title}\n\n{caption}\n\n{}", rows(&figure.table))
    };
    let missing = content.not_drawn.iter();
    let missing = missing.map(|line| format!("\n{}\n", marked(line)));
    content.figures.iter().map(figure).chain(missing).collect()
}

fn markdown_methods(view: &View<'_>, content: &Content) -> String {
    let words = view.words;
    let methods = content.methods.join("\n\n");
    let mut text = format!("\n## {}\n\n{methods}\n\n", words.say("methods_title"));
    let (line, card) = (marked(&content.card_line), rows(&content.card));
    text.push_str(&format!(
        "## {}\n\n{line}\n\n{card}\n",
        words.say("card_title")
    ));
    if !content.ledger.rows.is_empty() {
        let ledger = rows(&content.ledger);
        text.push_str(&format!("## {}\n\n{ledger}\n", words.say("ledger_title")));
    }
    text
}

fn markdown_record(view: &View<'_>, content: &Content) -> String {
    let mut text = format!("## {}\n\n", view.words.say("record_title"));
    for (name, value) in &content.record {
        let value = value.replace(['`', '\n'], "'");
        text.push_str(&format!("- {name}: `{value}`\n"));
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
    let figures = content.figures.iter();
    let tables = figures.map(|figure| (&figure.id, &figure.table));
    let others = [&content.card, &content.ledger].map(|table| (&table.id, table));
    for (id, table) in tables.chain(others) {
        for cell in cells(id, table) {
            writer.write_record(cell).map_err(broken)?;
        }
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    Ok(String::from_utf8(bytes).expect("every cell is a string"))
}

/// The cells of a table, each with where it stands.
fn cells(id: &str, table: &Table) -> Vec<[String; 5]> {
    let rows = table.rows.iter().enumerate();
    let of_row = |(number, row): (usize, &Vec<Part>)| -> Vec<[String; 5]> {
        let (item, number) = (bare(&row[0]), (number + 1).to_string());
        let named = table.header.iter().zip(row).skip(1);
        let cell = |(column, cell): (&String, &Part)| {
            let (id, column) = (id.to_owned(), column.clone());
            [id, number.clone(), item.clone(), column, bare(cell)]
        };
        named.map(cell).collect()
    };
    rows.flat_map(of_row).collect()
}

/// A cell without the marks that order text and signs on a page.
fn bare(part: &Part) -> String {
    match part {
        Part::Text(text) | Part::Outside(text) | Part::Number(text, _) => {
            text.replace('\u{200E}', "")
        }
    }
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
