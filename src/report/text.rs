//! Small pieces of text that every report uses.

use comfy_table::{CellAlignment, ContentArrangement, Table, TableStyle};

/// Text from outside, fit for a terminal: isolated, so that right-to-left text does not move its
/// neighbours, without the marks that would end the isolation, and without control characters, which
/// could drive the terminal.
pub fn isolate(text: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let plain: String = text
        .chars()
        .filter(|c| !turns(c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if plain.is_ascii() {
        plain
    } else {
        format!("\u{2068}{plain}\u{2069}")
    }
}

/// A number with its thousands set apart: `4,246`.
pub fn count(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(u64::MAX).to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share in percent: `31 %`.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// A table without frames whose columns are aligned right but for the first `left` ones.
pub(super) fn table(header: &[&str], left: usize) -> Table {
    let mut table = Table::new();
    table
        .load_style(TableStyle::new())
        .set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header.to_vec());
    for index in left..header.len() {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The table's text, without blanks at the ends of lines.
pub(super) fn render(table: &Table) -> String {
    table
        .to_string()
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [0u64, 999, 1000, 1234567].map(count).join(" "),
            "0 999 1,000 1,234,567"
        );
    }

    #[test]
    fn text_from_outside_cannot_drive_the_terminal() {
        assert_eq!(isolate("a\u{1b}[31mb\n"), "a [31mb ");
        assert_eq!(isolate("المسلة"), "\u{2068}المسلة\u{2069}");
    }
}
