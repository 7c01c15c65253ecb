//! Cue classes of a sentence and their ordered pairs.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Tokens;
use super::normalise::{NormaliseParams, normalise};
use crate::language::Language;
use crate::task::Lexicon;

/// Entries of fewer letters than this must be the whole word but for a short suffix.
const LONG_ENTRY: usize = 4;
/// Letters a short entry may be followed by.
const SUFFIX: usize = 2;

/// Finds the cues of a lexicon in tokens.
#[derive(Debug, Clone, Default)]
pub struct CueMatcher {
    window: usize,
    near: usize,
    classes: Vec<String>,
    /// Normalised entry → the classes it belongs to.
    entries: FxHashMap<String, Vec<usize>>,
    longest: usize,
    proclitics: Vec<&'static str>,
}

impl CueMatcher {
    /// Compiles a lexicon; entries are normalised as the texts will be.
    pub fn new(lexicon: &Lexicon, params: &NormaliseParams) -> CueMatcher {
        let mut classes: Vec<String> = lexicon
            .languages
            .values()
            .flat_map(BTreeMap::keys)
            .cloned()
            .collect();
        classes.sort();
        classes.dedup();
        let mut matcher = CueMatcher {
            window: lexicon.window,
            near: lexicon.near,
            classes,
            ..Default::default()
        };
        for (code, classes) in &lexicon.languages {
            let proclitics =
                Language::by_code(code).map_or(&[][..], |language| language.proclitics);
            matcher.proclitics.extend(proclitics);
            for (name, entries) in classes {
                let class = matcher
                    .classes
                    .iter()
                    .position(|class| class == name)
                    .expect("every class was collected");
                for entry in entries.split_whitespace() {
                    matcher.add(normalise(entry, params), class);
                }
            }
        }
        matcher
    }

    fn add(&mut self, entry: String, class: usize) {
        self.longest = self.longest.max(entry.chars().count());
        let classes = self.entries.entry(entry).or_default();
        if !classes.contains(&class) {
            classes.push(class);
        }
    }

    /// Whether the lexicon has no entry: texts then have no cue features.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Calls `emit` for every cue (`WITHDRAW`), every ordered pair of cues within the window
    /// (`REJECT~WITHDRAW`) and again for those that are near (`REJECT~~WITHDRAW`).
    pub(super) fn extract(&self, tokens: &Tokens, emit: &mut impl FnMut(&str)) {
        if self.is_empty() {
            return;
        }
        let cues = self.cues(tokens);
        let mut name = String::new();
        for (index, &(at, class)) in cues.iter().enumerate() {
            emit(&self.classes[class]);
            for &(later, other) in &cues[index + 1..] {
                let distance = later - at;
                if distance > self.window {
                    break;
                }
                for (within, sign) in [(self.window, "~"), (self.near, "~~")] {
                    if distance > 0 && distance <= within {
                        name.clear();
                        name.extend([
                            self.classes[class].as_str(),
                            sign,
                            self.classes[other].as_str(),
                        ]);
                        emit(&name);
                    }
                }
            }
        }
    }

    /// Position and class of every cue, by rising position.
    fn cues(&self, tokens: &Tokens) -> Vec<(usize, usize)> {
        let mut cues = Vec::new();
        for at in 0..tokens.len() {
            let mut classes = self.classes_of(tokens.token(at));
            classes.sort_unstable();
            classes.dedup();
            cues.extend(classes.into_iter().map(|class| (at, class)));
        }
        cues
    }

    fn classes_of(&self, token: &str) -> Vec<usize> {
        let mut found = Vec::new();
        self.match_start(token, &mut found);
        for proclitic in &self.proclitics {
            if let Some(rest) = token.strip_prefix(proclitic) {
                self.match_start(rest, &mut found);
            }
        }
        found
    }

    /// Adds the classes of every entry that the word begins with.
    fn match_start(&self, word: &str, found: &mut Vec<usize>) {
        let length = word.chars().count();
        for (letters, (at, letter)) in word.char_indices().take(self.longest).enumerate() {
            let letters = letters + 1;
            if letters < LONG_ENTRY && letters + SUFFIX < length {
                continue;
            }
            if let Some(classes) = self.entries.get(&word[..at + letter.len_utf8()]) {
                found.extend(classes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let arabic = [
            ("REJECT", "رفض يرفض"),
            ("STAY", "بقاء"),
            ("WITHDRAW", "انسحاب"),
            ("NEG", "لا"),
        ];
        let classes = arabic.map(|(class, entries)| (class.to_owned(), entries.to_owned()));
        let lexicon = Lexicon {
            languages: [("ar".to_owned(), classes.into())].into(),
            ..Default::default()
        };
        let matcher = CueMatcher::new(&lexicon, &Default::default());
        let mut found = Vec::new();
        matcher.extract(
            &Tokens::of(text, &crate::features::Normaliser::new(&Default::default())),
            &mut |cue| found.push(cue.to_owned()),
        );
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn pairs_keep_their_order() {
        check(
            "يرفض الحزب بقاء القوات",
            "REJECT REJECT~STAY REJECT~~STAY STAY",
        );
        check("البقاء مرفوض ورفضه", "STAY STAY~REJECT STAY~~REJECT REJECT");
    }

    #[test]
    fn a_pair_farther_apart_is_not_near() {
        check("رفض أ ب ج انسحابا", "REJECT REJECT~WITHDRAW WITHDRAW");
    }

    #[test]
    fn nothing_pairs_beyond_the_window() {
        check("رفض 1 2 3 4 5 6 7 8 انسحاب", "REJECT WITHDRAW");
    }

    #[test]
    fn clitics_come_off_and_short_entries_match_whole_words() {
        check(
            "وبالانسحاب لا لاجئون",
            "WITHDRAW WITHDRAW~NEG WITHDRAW~~NEG NEG",
        );
    }
}
