//! The word lists of a language, kept as data beside the code.

use std::sync::LazyLock;

use serde::Deserialize;

use super::furniture::Phrase;
use super::{LANGUAGES, Language};

static WORDS: LazyLock<Vec<Words>> = LazyLock::new(|| LANGUAGES.iter().map(parse).collect());

/// What the text layer knows of a language's words, as people write them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Frequent words that tell the language among those of its script; none where the script does.
    #[serde(default)]
    pub telling: Vec<String>,
    /// Words that only hold a sentence together: prepositions, pronouns, conjunctions, auxiliaries.
    pub function: Vec<String>,
    /// Words whose full stop does not end a sentence, without the stop.
    pub abbreviations: Vec<String>,
    /// Verbs that continue a sentence after a quoted question.
    pub speech: Vec<String>,
    /// Verbs of saying beside which a speaker is named.
    pub saying: Vec<String>,
    /// Words after a speaker's name that do not belong to it.
    pub after_names: Vec<String>,
    /// Names of months, also as parts ("كانون", "الثاني").
    pub months: Vec<String>,
    /// The twelve months in order, each with its names.
    pub calendar: Vec<Vec<String>>,
    /// What stands before the colon in a line that says something about the article.
    pub labels: Labels,
    /// Other words of a time stamp.
    pub clock: Vec<String>,
    /// Common given names, to tell a byline from a heading.
    pub names: Vec<String>,
    /// News agencies and the words of picture credits.
    pub agencies: Vec<String>,
    /// Words of menus and breadcrumbs.
    pub menu: Vec<String>,
    /// Words of share bars and counters.
    pub buttons: Vec<String>,
    /// What authors are, to tell a line about one.
    pub roles: Vec<String>,
    /// What stands before an author's name.
    pub titles: Vec<String>,
    /// Phrases that make a unit furniture.
    pub furniture: Vec<Phrase>,
}

/// The labels of lines of metadata, by what they announce.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// When it was published.
    pub date: Vec<String>,
    /// Who published it.
    pub source: Vec<String>,
    /// Who wrote it.
    pub author: Vec<String>,
    /// What it is called.
    pub title: Vec<String>,
    /// The word that opens a byline without a colon.
    pub by: Vec<String>,
}

impl Words {
    /// The word lists of all languages, in the order of [`LANGUAGES`].
    pub fn of_all_languages() -> &'static [Words] {
        &WORDS
    }
}

fn parse(language: &Language) -> Words {
    toml::from_str(language.words).expect("a test reads the word lists of every language")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_word_lists_of_every_language() {
        for words in Words::of_all_languages() {
            assert!(!words.furniture.is_empty() && !words.months.is_empty());
            assert_eq!(words.calendar.len(), 12);
        }
    }
}
