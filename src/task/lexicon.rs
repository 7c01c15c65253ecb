//! The cue lexicon of a task: classes of words, and how far apart two of them form a pair.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Entry;
use crate::language::Affixes;

/// The class whose entries match like any other and yield nothing: it takes words away from
/// shorter stems that they only look like.
pub const IGNORE: &str = "IGNORE";

/// Classes of words whose order and distance carry the answer: `REJECT` before `WITHDRAW`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lexicon {
    /// Two cues at most this many words apart form a pair.
    pub window: usize,
    /// And at most this many apart, a second, closer kind of pair.
    pub near: usize,
    /// Words that begin a clause, blanks between them; a pair lies within one clause.
    #[serde(default)]
    pub borders: String,
    /// For each language (BCP 47 code), each cue class and its entries, blanks between them.
    #[serde(flatten)]
    pub languages: BTreeMap<String, BTreeMap<String, String>>,
}

impl Default for Lexicon {
    fn default() -> Self {
        Lexicon {
            window: 8,
            near: 3,
            borders: String::new(),
            languages: BTreeMap::new(),
        }
    }
}

impl Lexicon {
    /// Words of attitude (praise, insult, fear, refusal, doubt, ...) in every language that has a list:
    /// the cues of a task that has none of its own.
    pub fn attitude() -> Lexicon {
        toml::from_str(include_str!("attitude.toml")).expect("the file is part of the program")
    }

    /// Whether there is no entry in any language.
    pub fn is_empty(&self) -> bool {
        self.languages.values().all(BTreeMap::is_empty)
    }

    /// What is wrong with the lexicon, if anything.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.near > self.window {
            return Err("cues: `near` is larger than `window`".to_owned());
        }
        for word in self.borders.split_whitespace() {
            if !word.chars().all(char::is_alphanumeric) {
                return Err(format!("cues: border `{word}` is not a word of letters"));
            }
        }
        for (code, classes) in &self.languages {
            for (class, entries) in classes {
                for entry in entries.split_whitespace() {
                    Entry::parse(entry, Affixes::of(code)).map_err(|problem| {
                        format!("cues.{code}: entry `{entry}` of class {class}: {problem}")
                    })?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(borders: &str, entries: &str, expected: &str) {
        let classes = [("REJECT".to_owned(), entries.to_owned())];
        let lexicon = Lexicon {
            borders: borders.to_owned(),
            languages: [("ar".to_owned(), classes.into())].into(),
            ..Default::default()
        };
        assert_eq!(lexicon.check().err().unwrap_or_default(), expected);
    }

    #[test]
    fn accepts_every_kind_of_entry() {
        check("لكن but", "رفض +رفض رفض* =لن لا_يقبل =لن_+قبل", "");
    }

    #[test]
    fn names_class_and_entry() {
        check(
            "",
            "رفض ب",
            "cues.ar: entry `ب` of class REJECT: a stem needs two letters (`=ب` matches the word alone)",
        );
    }

    #[test]
    fn refuses_borders_that_are_not_words() {
        check("لكن ،", "", "cues: border `،` is not a word of letters");
    }

    #[test]
    fn the_words_of_attitude_are_entries() {
        let attitude = Lexicon::attitude();
        assert_eq!(attitude.check(), Ok(()));
        assert!(!attitude.is_empty() && Lexicon::default().is_empty());
    }

    #[test]
    fn the_shipped_lexicon_loads() {
        let task: crate::task::Task =
            toml::from_str(include_str!("../../labels/task.toml")).unwrap();
        assert_eq!(task.cues.check(), Ok(()));
        assert_eq!(task.cues.languages.len(), 2);
    }
}
