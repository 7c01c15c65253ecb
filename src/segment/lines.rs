//! Text into lines: real line ends, and those that a scraper wrote out as `\n` or `<br>`.

use crate::language::bytes::find_byte;
use crate::language::line::is_invisible;

/// The lines with something in them behind the first `from` bytes, trimmed, as byte offsets.
pub(super) fn lines(text: &str, from: usize) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let mut start = from;
    let mut at = from;
    while let Some(skipped) = find_byte(&text.as_bytes()[at..], may_break) {
        at += skipped;
        let length = break_length(&text[at..]);
        if length > 0 {
            push(text, start, at, &mut lines);
            start = at + length;
        }
        at += length.max(1);
    }
    push(text, start, text.len(), &mut lines);
    lines
}

fn push(text: &str, start: usize, end: usize, lines: &mut Vec<(usize, usize)>) {
    let (start, end) = trim(text, start, end);
    if start < end {
        lines.push((start, end));
    }
}

/// The first bytes of the line breaks that [`break_length`] knows: no other is looked at.
fn may_break(byte: u8) -> bool {
    (byte.wrapping_sub(b'\n') < 4)
        | (byte == 0xC2)
        | (byte == 0xE2)
        | (byte == b'\\')
        | (byte == b'<')
}

/// Length of the line break that the text starts with, or 0.
fn break_length(text: &str) -> usize {
    match text.chars().next() {
        Some(
            letter @ ('\n' | '\r' | '\u{000B}' | '\u{000C}' | '\u{0085}' | '\u{2028}' | '\u{2029}'),
        ) => letter.len_utf8(),
        Some('\\') => escaped(text),
        Some('<') => tag(text),
        _ => 0,
    }
}

/// `\n` written out. A path (`C:\new`) is not: a Latin letter follows there.
fn escaped(text: &str) -> usize {
    let Some(rest) = text
        .strip_prefix("\\n")
        .or_else(|| text.strip_prefix("\\r"))
    else {
        return 0;
    };
    let breaks = !rest.starts_with(|letter: char| letter.is_ascii_lowercase());
    if breaks { 2 } else { 0 }
}

fn tag(text: &str) -> usize {
    ["<br>", "<br/>", "<br />", "</p>", "<p>", "</div>", "</li>"]
        .iter()
        .find(|tag| text.starts_with(**tag))
        .map_or(0, |tag| tag.len())
}

/// Narrows a stretch to what is neither blank nor invisible at its ends.
pub(super) fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let blank =
        |letter: char| letter.is_whitespace() || letter.is_control() || is_invisible(letter);
    let kept = text[start..end].trim_end_matches(blank);
    let end = start + kept.len();
    let start = end - kept.trim_start_matches(blank).len();
    (start, end)
}
