//! Furniture that its shape gives away: markup, dates, credits, share bars, menus.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::phrases::{self, words};
use crate::language::furniture::Reason;
use crate::language::line::Line;

static MENU: LazyLock<FxHashSet<String>> = LazyLock::new(|| words(|words| &words.menu));
static BUTTONS: LazyLock<FxHashSet<String>> = LazyLock::new(|| words(|words| &words.buttons));
static AGENCIES: LazyLock<FxHashSet<String>> = LazyLock::new(|| words(|words| &words.agencies));

/// Words written together that have more letters are not cut.
const LONGEST_GLUED: usize = 61;

/// A line that cannot be read as language at all.
pub(super) fn find_markup(text: &str, line: &Line) -> Option<Reason> {
    if line.words == 0 {
        return Some(Reason::Symbols);
    }
    is_markup(text).then_some(Reason::Shortcode)
}

/// What the shape of a line says it is, wherever it stands.
pub(super) fn find(text: &str, line: &Line) -> Option<Reason> {
    let found = |holds: bool, reason: Reason| holds.then_some(reason);
    found(is_address(text), Reason::Source)
        .or_else(|| found(is_hashtags(text), Reason::Tags))
        .or_else(|| found(is_credited(text, line), Reason::Caption))
        .or_else(|| found(is_agency(text, line), Reason::Source))
        .or_else(|| {
            found(
                line.words <= 16 && is_made_of(&line.folded, &BUTTONS),
                Reason::Share,
            )
        })
}

/// `[ad_1]`, `[/caption]`, `{{banner}}`, `<!-- -->`, a line of script or style.
fn is_markup(text: &str) -> bool {
    let inside = |open, close| {
        text.strip_prefix(open)
            .and_then(|rest: &str| rest.strip_suffix(close))
            .is_some_and(|rest: &str| {
                rest.bytes()
                    .all(|byte| byte.is_ascii_graphic() || byte == b' ')
            })
    };
    inside("[", "]") && text.bytes().any(|byte| byte.is_ascii_alphabetic())
        || inside("{{", "}}")
        || inside("<", ">")
        || (text.contains('{')
            && text.contains('}')
            && text.contains([';', '('])
            && text.is_ascii())
        || matches!(
            text,
            "&nbsp;" | "&nbsp" | "nbsp;" | "null" | "undefined" | "NaN"
        )
}

fn is_address(text: &str) -> bool {
    text.is_ascii()
        && !text.contains(char::is_whitespace)
        && (text.starts_with("http://")
            || text.starts_with("https://")
            || text.starts_with("www.")
            || (text.contains('@') && text.contains('.')))
}

fn is_hashtags(text: &str) -> bool {
    text.split_whitespace()
        .all(|word| word.starts_with('#') && word.len() > 1)
}

/// A picture's text: it ends with who took it ("ALI AL-SAADI / AFP", "(رويترز)", "© Getty").
fn is_credited(text: &str, line: &Line) -> bool {
    if line.words > 45 || line.words < 2 {
        return false;
    }
    let text = text.trim_end();
    if let Some((before, credit)) = text
        .strip_suffix([')', ']'])
        .and_then(|rest| rest.rsplit_once(['(', '[']))
    {
        let before = before.trim_end();
        return before.contains(' ')
            && !before.ends_with(['.', '!', '؟', '?', '”', '"', '»'])
            && names_agency(credit);
    }
    if line.is_stopped() {
        return false;
    }
    match text.rsplit_once(['/', '©', '|', '\u{2013}', '\u{2014}']) {
        Some((before, credit)) => {
            let agency = before.rsplit(' ').next().unwrap_or_default();
            before.trim().contains(' ') && (is_latin_credit(credit) || is_signed(agency, credit))
        }
        None => false,
    }
}

/// "… in Baghdad, January 6. (AFP)": the agency stands behind the whole.
pub(super) fn ends_with_agency(text: &str, line: &Line) -> bool {
    let bracket = text.trim_end().strip_suffix([')', ']']);
    let parts = bracket.and_then(|rest| rest.rsplit_once(['(', '[']));
    line.words <= 45 && parts.is_some_and(|(_, agency)| names_agency(agency))
}

/// "REUTERS/Jane Doe": the agency stands before the photographer.
fn is_signed(agency: &str, photographer: &str) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    is_latin_credit(agency)
        && photographer.split_whitespace().count() <= 4
        && photographer.split_whitespace().all(capital)
}

fn is_latin_credit(credit: &str) -> bool {
    credit.bytes().any(|byte| byte.is_ascii_alphabetic()) && names_agency(credit)
}

/// Every word names an agency: "أ ف ب", "AFP via Getty Images".
fn names_agency(text: &str) -> bool {
    let folded = Line::new(text).folded;
    !folded.is_empty() && (AGENCIES.contains(&folded) || is_made_of(&folded, &AGENCIES))
}

/// A line that only names where the text comes from: "المسلة – متابعة – وكالات", "(رويترز)".
fn is_agency(text: &str, line: &Line) -> bool {
    if line.words > 8 || line.is_stopped() {
        return false;
    }
    let last = text
        .rsplit(['-', '–', '—', '/', '|', '+', '،', ','])
        .next()
        .unwrap_or(text);
    names_agency(last)
}

/// Whether nothing but these words stands there, be it glued ("FacebookTwitter") or counted.
pub(super) fn is_made_of(folded: &str, known: &FxHashSet<String>) -> bool {
    let mut found = false;
    let all = folded.split(' ').all(|word| {
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            return true;
        }
        found = true;
        can_cut(word, known)
            || word
                .strip_prefix('و')
                .is_some_and(|rest| can_cut(rest, known))
    });
    all && found
}

/// Whether a word is known words written together.
fn can_cut(word: &str, known: &FxHashSet<String>) -> bool {
    if known.contains(word) {
        return true;
    }
    if word.chars().nth(LONGEST_GLUED).is_some() {
        return false;
    }
    // Besides the start; nothing is allocated for a word that no known word opens.
    let mut reachable = Vec::new();
    let ends = word.char_indices().map(|(at, _)| at).skip(1);
    for end in ends.chain([word.len()]) {
        let is_known = |start: usize| end - start > 3 && known.contains(&word[start..end]);
        if is_known(0) || reachable.iter().any(|&start| is_known(start)) {
            reachable.push(end);
        }
    }
    reachable.last().copied().unwrap_or(0) == word.len()
}

/// A menu or a breadcrumb.
pub(super) fn is_menu(line: &Line) -> bool {
    line.words <= 20 && is_made_of(&line.folded, &MENU)
}

/// A picture's text with who took it as its last sentence: "… in Baghdad. Photo: AFP".
pub(super) fn ends_with_credit(text: &str, line: &Line) -> bool {
    let Some((before, credit)) = text.rsplit_once(['.', '|']) else {
        return false;
    };
    if line.words > 45 || before.contains(". ") {
        return false;
    }
    let credit_line = Line::new(credit);
    let credited = phrases::find(&credit_line).is_some_and(|found| found.reason == Reason::Caption);
    credited && credit_line.words <= 6
}

/// "قوات امريكية1": an image's file name, numbered.
pub(super) fn is_image_name(text: &str) -> bool {
    let bare = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    bare.len() < text.len()
        && text.len() - bare.len() <= 2
        && bare.contains(' ')
        && bare
            .chars()
            .next_back()
            .is_some_and(|letter| matches!(letter, 'ء'..='ي'))
}
