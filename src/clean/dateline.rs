//! The place and agency in front of a report's first sentence: "بغداد – (رويترز): ".

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::phrases::words;
use crate::language::bytes::find_byte;
use crate::language::line::Line;

static AGENCIES: LazyLock<FxHashSet<String>> = LazyLock::new(|| words(|words| &words.agencies));

/// A dateline ends within so many bytes.
const LONGEST: usize = 120;

/// Length in bytes of the dateline that opens a sentence; 0 if there is none. It is shown but
/// says nothing about stance, so features leave it out.
pub fn dateline(text: &str) -> usize {
    let end = (LONGEST + 1..text.len()).find(|&at| text.is_char_boundary(at));
    let window = end.map_or(text, |end| &text[..end]);
    // Every mark holds one of these bytes; most sentences have none.
    let is_of_mark = |byte| (byte == b':') | (byte == b'-') | (byte == 0xE2);
    if find_byte(window.as_bytes(), is_of_mark).is_none() {
        return 0;
    }
    let colon =
        ends(window, ":").find(|&end| is_place_and_agency(window[..end].trim_end_matches(':')));
    let dash = || {
        dashes(window)
            .find(|&end| is_capital_place(&window[..end]) || is_agency_in_brackets(&window[..end]))
    };
    let Some(end) = colon.or_else(dash) else {
        return 0;
    };
    let rest = text[end..].trim_start();
    if rest.is_empty() {
        0
    } else {
        text.len() - rest.len()
    }
}

fn ends<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(mark).map(|(at, mark)| at + mark.len())
}

/// Where a dash with a blank on both sides, or behind a bracket, ends.
fn dashes(text: &str) -> impl Iterator<Item = usize> + '_ {
    let marks = text.match_indices(['-', '–', '—']);
    marks.flat_map(|(at, mark)| {
        let (before, rest) = (&text[..at], &text[at + mark.len()..]);
        let bracket = before.ends_with(") ").then_some(0);
        let length = if rest.starts_with(' ') {
            Some(1)
        } else {
            (mark == "-" && rest.starts_with("- ")).then_some(2)
        };
        let blank = length.filter(|_| before.ends_with(' '));
        let ends = bracket.into_iter().chain(blank);
        ends.map(move |length| at + mark.len() + length)
    })
}

/// "بغداد/المسلة الحدث", "واشنطن - وكالات", "رويترز": a short place, a mark, a short name.
fn is_place_and_agency(prefix: &str) -> bool {
    let line = Line::new(prefix);
    if AGENCIES.contains(&line.folded) {
        return true;
    }
    let Some((place, name)) = prefix.split_once(['/', '-', '–', '—', '(']) else {
        return false;
    };
    let (place, name) = (Line::new(place), Line::new(name));
    (1..=3).contains(&place.words) && (1..=5).contains(&name.words) && place.numbers == 0
}

/// "BAGHDAD (Reuters) - ", "WASHINGTON, Jan 5 — ".
fn is_capital_place(prefix: &str) -> bool {
    let first = prefix
        .split(|letter: char| !letter.is_alphabetic())
        .next()
        .unwrap_or_default();
    first.chars().count() >= 4
        && first.chars().all(char::is_uppercase)
        && Line::new(prefix).words <= 9
}

/// "بيروت (أ ف ب) - ".
fn is_agency_in_brackets(prefix: &str) -> bool {
    let Some((place, rest)) = prefix.split_once('(') else {
        return false;
    };
    let Some((agency, _)) = rest.split_once(')') else {
        return false;
    };
    (1..=4).contains(&Line::new(place).words) && (1..=5).contains(&Line::new(agency).words)
}
