//! Languages: what the text layer needs to know about each, as data and plain functions.

mod arabic;
mod english;
mod french;
pub mod furniture;

use crate::{Error, Result};
use furniture::Phrase;

/// Every supported language. A further one is a file and a row here.
pub const LANGUAGES: &[Language] = &[arabic::ARABIC, english::ENGLISH, french::FRENCH];

/// One language's rules.
#[derive(Debug)]
pub struct Language {
    /// BCP 47 code, the name used in files and on the command line.
    pub code: &'static str,
    /// English name, for messages.
    pub name: &'static str,
    /// Folds one letter's spelling variants together for matching; `None` drops the character.
    /// The result is never shown to a reader.
    pub fold: fn(char) -> Option<char>,
    /// Letters that are written onto the front of a word (conjunctions, prepositions, the article),
    /// folded, longest first.
    pub proclitics: &'static [&'static str],
    /// Words whose full stop does not end a sentence, without the stop.
    pub abbreviations: &'static [&'static str],
    /// Verbs that continue a sentence after a quoted question.
    pub speech: &'static [&'static str],
    /// Names of months, also as parts ("كانون", "الثاني").
    pub months: &'static [&'static str],
    /// Other words of a time stamp.
    pub clock: &'static [&'static str],
    /// Common given names, to tell a byline from a heading.
    pub names: &'static [&'static str],
    /// News agencies and the words of picture credits.
    pub agencies: &'static [&'static str],
    /// Phrases that make a line furniture.
    pub furniture: &'static [Phrase],
    /// Words of menus and breadcrumbs.
    pub menu: &'static [&'static str],
    /// Words of share bars and counters.
    pub buttons: &'static [&'static str],
}

impl Language {
    /// The language with this BCP 47 code.
    pub fn by_code(code: &str) -> Result<&'static Language> {
        LANGUAGES
            .iter()
            .find(|language| language.code == code)
            .ok_or_else(|| {
                let codes: Vec<_> = LANGUAGES.iter().map(|language| language.code).collect();
                Error::unknown("language", code, &codes)
            })
    }
}

/// Folds a letter's spelling variants by the rules of every language in turn, so that the
/// language of a text need not be known; `None` drops the character.
pub fn fold(letter: char) -> Option<char> {
    LANGUAGES
        .iter()
        .try_fold(letter, |letter, language| (language.fold)(letter))
}
