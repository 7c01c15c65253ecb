//! What a language writes onto the words of a cue lexicon.

use super::LANGUAGES;

/// The letters that may stand before and after a stem, as people write them; a matcher folds them
/// as it folds the texts.
#[derive(Debug)]
pub struct Affixes {
    /// Written onto the front of any word, even one that takes nothing else.
    pub conjunctions: &'static [&'static str],
    /// Written onto the front of a stem: conjunctions, prepositions, the article, and several of
    /// them at once.
    pub proclitics: &'static [&'static str],
    /// Written onto the front of a verb's stem, behind the proclitics: the letters of the
    /// imperfect, and of the future before them.
    pub imperfect: &'static [&'static str],
    /// Written onto the end of a stem: endings and pronouns.
    pub enclitics: &'static [&'static str],
    /// Last letters that change before an enclitic, and what they become.
    pub linking: &'static [(&'static str, &'static str)],
}

impl Affixes {
    /// Those of a language without any.
    pub const NONE: Affixes = Affixes {
        conjunctions: &[],
        proclitics: &[],
        imperfect: &[],
        enclitics: &[],
        linking: &[],
    };

    /// Those of the language with this BCP 47 code; none for a language that is not in the table.
    pub fn of(code: &str) -> &'static Affixes {
        LANGUAGES
            .iter()
            .find(|language| language.code == code)
            .map_or(&Affixes::NONE, |language| &language.affixes)
    }
}
