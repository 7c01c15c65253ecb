//! Languages: what the text layer needs to know about each, as data and plain functions.

mod affixes;
mod arabic;
pub(crate) mod bytes;
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
    /// Of a letter that is written in several ways: which difference it is, and the letter that
    /// stands for all of them when texts are matched, if any. Never shown to a reader.
    pub variant: fn(char) -> Option<(Variant, Option<char>)>,
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

/// Whether a character is an emoji or a symbol used as one: a token of its own.
pub fn is_sign(letter: char) -> bool {
    matches!(letter, '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// A difference of spelling that folding takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Vowel marks and tatweel, which go.
    Mark,
    /// The carriers of hamza: أ إ آ ٱ become ا, ؤ becomes و, ئ becomes ي.
    Hamza,
    /// ى becomes ي.
    Yeh,
    /// ة becomes ه.
    Teh,
    /// Persian and Urdu letters become their Arabic neighbours: ک ك, ی ي.
    Persian,
}

/// Folds a letter's spelling variants by the rules of the first language that has one, so that the
/// language of a text need not be known; `None` drops the character.
pub fn fold(letter: char) -> Option<char> {
    variant(letter).map_or(Some(letter), |(_, folded)| folded)
}

/// The variant that a letter is in any language, and what it becomes; `None` drops the character.
pub fn variant(letter: char) -> Option<(Variant, Option<char>)> {
    let variants = LANGUAGES.iter().map(|language| (language.variant)(letter));
    variants.flatten().next()
}
