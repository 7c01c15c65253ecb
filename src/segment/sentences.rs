//! One line into sentences.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::lines::trim;
use crate::language::Words;
use crate::language::bytes::find_byte;
use crate::language::line::{Line, is_alphanumeric, is_closing, is_invisible};

static ABBREVIATIONS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let all = Words::of_all_languages()
        .iter()
        .flat_map(|words| &words.abbreviations);
    all.map(|word| word.to_lowercase()).collect()
});
static SPEECH: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let all = Words::of_all_languages()
        .iter()
        .flat_map(|words| &words.speech);
    all.map(|word| Line::new(word).folded).collect()
});

/// A stop is judged by so many bytes before it.
const WINDOW: usize = 400;

/// The sentences of `text[start..end]`, trimmed, as byte offsets into `text`.
pub(super) fn sentences(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = start;
    let mut at = start;
    while let Some(stop) = next_stop(text, at, end) {
        let after = absorb(text, stop, end);
        if is_boundary(text, from, stop, after, end) {
            push(text, from, after, &mut found);
            from = after;
        }
        at = after;
    }
    push(text, from, end, &mut found);
    found
}

fn push(text: &str, start: usize, end: usize, found: &mut Vec<(usize, usize)>) {
    let (start, end) = trim(text, start, end);
    if start < end {
        found.push((start, end));
    }
}

/// Offset of the next mark that may end a sentence.
fn next_stop(text: &str, from: usize, end: usize) -> Option<usize> {
    // By bytes, which is much faster.
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += find_byte(&bytes[at..end], may_stop)?;
        let letter = if bytes[at] < 0xC0 && bytes[at] >= 0x80 {
            at - 1
        } else {
            at
        };
        if text
            .get(letter..end)
            .is_some_and(|rest| rest.starts_with(is_stop))
        {
            return Some(letter);
        }
        at += 1;
    }
}

/// Of each stop the byte that the fewest other characters have: the first of `…` and `。`, the
/// second of `؟` and `۔`, whose first half of the Arabic letters have.
fn may_stop(byte: u8) -> bool {
    (byte == b'.')
        | (byte == b'!')
        | (byte == b'?')
        | (byte == 0x9F)
        | (byte == 0x94)
        | (byte & 0xFE == 0xE2)
}

/// Offset behind a run of stops and the quotes and brackets that close after it, with stops that
/// stand alone behind a blank (`lourds”. .`).
fn absorb(text: &str, stop: usize, end: usize) -> usize {
    let rest = &text[stop..end];
    let run = rest.trim_start_matches(is_stop);
    let run = run.trim_start_matches(|letter| is_closing(letter) || is_stop(letter));
    // French sets a blank before the quote that closes.
    let run = run.trim_start().strip_prefix('»').unwrap_or(run);
    let mut after = end - run.len();
    loop {
        let blank = text[after..end].trim_start();
        let Some(stray) = blank.strip_prefix('.').or_else(|| blank.strip_prefix('…')) else {
            return after;
        };
        let alone = stray.is_empty() || stray.starts_with(char::is_whitespace);
        if !alone || blank.len() == text[after..end].len() {
            return after;
        }
        after = end - stray.len();
    }
}

fn is_stop(letter: char) -> bool {
    matches!(letter, '.' | '!' | '?' | '؟' | '…' | '۔' | '。')
}

/// Whether the stop at `stop`, with what closes up to `after`, ends the sentence begun at `from`.
fn is_boundary(text: &str, from: usize, stop: usize, after: usize, end: usize) -> bool {
    let before = &text[from..stop];
    let marks = &text[stop..after];
    let rest = &text[after..end];
    let next =
        rest.trim_start_matches(|letter: char| letter.is_whitespace() || is_invisible(letter));
    if next.is_empty() {
        return true;
    }
    let spaced = next.len() < rest.len();
    if is_opening(before) {
        return false;
    }
    let before = tail(before);
    let first = marks.split_whitespace().next().unwrap_or_default();
    let stops: String = first.chars().filter(|&letter| is_stop(letter)).collect();
    match stops.as_str() {
        "." | "۔" | "。" if !spaced => is_run_on(before, marks, next),
        "." => !is_abbreviation(before, next) && !goes_on(next),
        ".." => false,
        ellipsis if ellipsis.chars().all(|letter| matches!(letter, '.' | '…')) => {
            spaced && ellipsis_ends(next, &text[from..end])
        }
        _ if !spaced => {
            marks.chars().any(is_closing) && !goes_on(next) || is_run_on(before, marks, next)
        }
        _ => !goes_on(next) && !is_spoken(marks, next) && !is_aside(before, marks),
    }
}

/// Too little stands before the stop to be a sentence: nothing, one letter, or an item's number.
fn is_opening(before: &str) -> bool {
    let letters = || before.chars().filter(|letter| is_alphanumeric(*letter));
    before.len() < WINDOW && (letters().nth(1).is_none() || is_enumerator(before))
}

/// The end of what stands before a stop: enough to judge it by, however long the sentence.
fn tail(before: &str) -> &str {
    let mut start = before.len().saturating_sub(WINDOW);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    &before[start..]
}

/// "1. ", "(2) ", "أ. " at the start of an item.
fn is_enumerator(before: &str) -> bool {
    let bare = before.trim_matches(|letter: char| !letter.is_alphanumeric());
    bare.len() <= 3 && bare.chars().all(char::is_numeric)
}

/// A Latin sentence does not start in lower case.
fn goes_on(next: &str) -> bool {
    let next = next.trim_start_matches(|letter: char| is_closing(letter) || letter.is_whitespace());
    let first = next
        .chars()
        .find(|&letter| !is_closing(letter) && !matches!(letter, '(' | '[' | '«' | '‘'));
    first.is_some_and(char::is_lowercase) || next.starts_with([',', '،', ';', '؛', ':'])
}

/// The blank after the stop is missing: "البلاد.وقال", "ended.The". Not in "3.5" or "site.com".
fn is_run_on(before: &str, marks: &str, next: &str) -> bool {
    let last: Vec<char> = before.chars().rev().take(3).collect();
    let first: Vec<char> = next.chars().take(3).collect();
    if last.len() < 3 || first.len() < 2 {
        return false;
    }
    let arabic = last.iter().all(|&letter| is_arabic(letter))
        && first.iter().all(|&letter| is_arabic(letter));
    let latin = last[..2].iter().all(|letter| letter.is_lowercase())
        && first[0].is_uppercase()
        && (first[1].is_lowercase() || first[1] == ' ');
    let quoted = marks.chars().any(is_closing) && (is_arabic(first[0]) || first[0].is_uppercase());
    arabic || latin || quoted
}

fn is_arabic(letter: char) -> bool {
    matches!(letter, 'ء'..='ي' | '\u{064B}'..='\u{0652}' | '\u{0670}'..='\u{06D3}')
}

/// "د. محمد", "U.S. forces", "J. Smith", "No. 5".
fn is_abbreviation(before: &str, next: &str) -> bool {
    let word = before
        .rsplit(|letter: char| {
            letter.is_whitespace() || matches!(letter, '(' | '"' | '“' | '«' | '،' | '/')
        })
        .next()
        .unwrap_or_default()
        .trim_start_matches(|letter: char| !letter.is_alphanumeric());
    let mut letters = word.chars();
    let Some(first) = letters.next() else {
        return false;
    };
    let single = letters.next().is_none();
    if single && first.is_uppercase() {
        return !matches!(first, 'I');
    }
    // Arabic has no capitals.
    let known = |word: &str| match word.starts_with(is_arabic) {
        true => ABBREVIATIONS.contains(word),
        false => ABBREVIATIONS.contains(&word.to_lowercase()),
    };
    let stripped = word.strip_prefix('و').filter(|rest| !rest.is_empty());
    let follows_number = before
        .trim_end_matches(|letter: char| letter.is_alphabetic())
        .trim_end()
        .ends_with(|letter: char| letter.is_numeric());
    if single && is_arabic(first) && follows_number {
        return next.starts_with(|letter: char| letter.is_numeric());
    }
    known(word) || stripped.is_some_and(known) || is_acronym(word)
}

/// "U.S", "a.m", "أ.ف.ب": single letters with stops between them.
fn is_acronym(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|piece| piece.chars().count() == 1 && piece.chars().all(char::is_alphabetic))
}

/// An ellipsis ends a sentence only in running text, never in a headline.
fn ellipsis_ends(next: &str, line: &str) -> bool {
    let first = next.chars().find(|letter| letter.is_alphabetic());
    let stopped = line
        .trim_end_matches(is_closing)
        .ends_with(['.', '!', '؟', '?']);
    let latin = first.is_some_and(char::is_uppercase);
    let arabic = first.is_some_and(is_arabic) && next.starts_with(['و', '“', '"', '«']);
    stopped && (latin || arabic)
}

/// "“هل يرحلون؟” سأل الوزير": the verb belongs to the question before it.
fn is_spoken(marks: &str, next: &str) -> bool {
    let quoted = marks
        .chars()
        .any(|letter| matches!(letter, '"' | '”' | '“' | '»' | '’'));
    let first = next.split_whitespace().next().unwrap_or_default();
    quoted && SPEECH.contains(&Line::new(first).folded)
}

/// "(ألم يرحلوا؟)" inside a sentence.
fn is_aside(before: &str, marks: &str) -> bool {
    marks.contains(')') && before.find('(').is_some_and(|open| open > 0)
}
