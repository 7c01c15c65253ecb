//! Languages: what the text layer needs to know about each, as data and plain functions.

mod affixes;
mod arabic;
pub(crate) mod calendar;
mod detect;
mod english;
mod french;
pub mod furniture;
pub(crate) mod line;
mod words;

use crate::{Error, Result};

pub use affixes::Affixes;
pub use calendar::iso_date;
pub use detect::{detect, detect_after};
pub use words::{Labels, Words};

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
    /// What is written onto the words of a cue lexicon.
    pub affixes: Affixes,
    /// The word lists, as TOML.
    words: &'static str,
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
