//! Lines that hold a person's name, or say who the author is.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::phrases::words;
use super::shapes::is_made_of;
use crate::language::calendar::is_time;
use crate::language::line::Line;

static NAMES: LazyLock<FxHashSet<String>> = LazyLock::new(|| words(|words| &words.names));
static ROLES: LazyLock<FxHashSet<String>> = LazyLock::new(|| words(|words| &words.roles));
static TITLES: LazyLock<FxHashSet<String>> = LazyLock::new(|| words(|words| &words.titles));

/// A person's name and nothing else, going by the given name.
pub(super) fn is_name(text: &str, line: &Line) -> bool {
    if !(2..=4).contains(&line.words)
        || line.numbers > 0
        || line.last.is_some_and(|last| !last.is_alphabetic())
    {
        return false;
    }
    let mut words = line.folded.split(' ');
    let given = words.next().is_some_and(|first| NAMES.contains(first));
    // A verb in the present makes it a headline: "محمد السوداني يزور واشنطن".
    let verb = words.any(is_present);
    let capitals = text
        .split_whitespace()
        .all(|word| !word.starts_with(|letter: char| letter.is_lowercase()));
    given && !verb && capitals
}

/// A verb in the present, by its first letter, or a word that looks like one.
fn is_present(word: &str) -> bool {
    !NAMES.contains(word) && word.starts_with(['ي', 'ت']) && word.chars().count() > 3
}

/// "By Jane Doe and John Roe in Baghdad": what follows must be written like a name.
pub(super) fn is_by(text: &str, line: &Line) -> bool {
    let mut words = text.split_whitespace();
    let by = words
        .next()
        .is_some_and(|first| matches!(first.to_lowercase().as_str(), "by" | "par"));
    let capital = |word: &str| !word.starts_with(|letter: char| letter.is_lowercase());
    by && (2..=12).contains(&line.words) && line.last != Some('.') && words.take(2).all(capital)
}

/// Whether a line could be a person's or an outlet's name: two or three words (a few more where
/// they are capitals or have a mark between them), none a number, nothing at the end.
pub(super) fn could_be_name(text: &str, line: &Line) -> bool {
    let latin = text.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let capitals = text
        .split_whitespace()
        .all(|word| !word.starts_with(char::is_lowercase));
    let cut = line.label < line.folded.len();
    let most = if latin || cut { 4 } else { 3 };
    (2..=most).contains(&line.words)
        && line.numbers == 0
        && capitals
        && !text.split_whitespace().any(is_common_noun)
        && line.last.is_some_and(char::is_alphabetic)
}

/// Arabic nouns of sub-titles rather than names: feminine or plural endings, or the article on
/// something else than a family name (which ends in ي).
fn is_common_noun(word: &str) -> bool {
    let defined = word.starts_with("ال") && !word.ends_with('ي');
    (defined || word.ends_with('ة') || word.ends_with("ات"))
        && !NAMES.contains(&Line::new(word).folded)
}

/// The author as metadata gives it, a person's name, or what the author is.
pub(super) fn is_author(text: &str, line: &Line, author: Option<&str>) -> bool {
    author.is_some_and(|author| Line::new(author).folded == line.folded)
        || is_name(text, line)
        || is_titled(text, line)
        || is_role(text, line)
}

/// "د. سلوى النموذج": a title with its stop and a name.
fn is_titled(text: &str, line: &Line) -> bool {
    let Some((title, name)) = text.split_once([' ', '\u{A0}']) else {
        return false;
    };
    let is_name = match line.words {
        3 => !name.split(' ').any(is_present),
        4 | 5 => could_be_name(name, &Line::new(name)),
        _ => false,
    };
    title.ends_with('.')
        && TITLES.contains(&Line::new(title).folded)
        && is_name
        && line.numbers == 0
        && line.last.is_some_and(char::is_alphabetic)
}

/// "كاتبة وباحثة عراقية", "Daily Courier staff": what the author is; in Latin, for whom in capitals.
pub(super) fn is_role(text: &str, line: &Line) -> bool {
    if line.words > 6 || line.numbers > 0 || line.label < line.folded.len() || line.is_stopped() {
        return false;
    }
    if !text.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return is_made_of(&line.folded, &ROLES);
    }
    let mut words = text.split(' ').rev();
    let roles = words
        .by_ref()
        .take_while(|word| ROLES.contains(*word))
        .count();
    roles > 0
        && text
            .split(' ')
            .rev()
            .skip(roles)
            .all(|word| word.starts_with(char::is_uppercase))
}

/// "Wednesday 14/02/2024 | Salma Placeholder": a time and a name side by side.
pub(super) fn is_signed_time(text: &str) -> bool {
    let pieces: Vec<Line> = text.split(['|', '•', '·']).map(Line::new).collect();
    let names = text
        .split(['|', '•', '·'])
        .zip(&pieces)
        .filter(|(_, line)| !is_time(line));
    let mut names = names.map(|(piece, line)| could_be_name(piece.trim(), line));
    (2..=4).contains(&pieces.len()) && pieces.iter().any(is_time) && names.all(|name| name)
}
