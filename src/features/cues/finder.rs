//! The cues of a text: which of its words are of which class, and in which clause.

use std::collections::BTreeMap;
use std::mem;

use rustc_hash::{FxHashMap, FxHashSet};

use super::patterns::{Hit, Patterns, Target};
use crate::features::{NormaliseParams, Normaliser, normalise};
use crate::language::Affixes;
use crate::task::{Entry, IGNORE, Lexicon, PatternKind};

/// A cue found in a text.
#[derive(Debug)]
pub(super) struct Cue {
    /// Number of the word, signs not counted.
    pub word: usize,
    /// Number of the clause.
    pub clause: usize,
    /// Position of its class among the names.
    pub class: usize,
}

/// What a token has to do with cues, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CueToken<'a> {
    /// The patterns that it matches.
    pub hits: &'a [Hit],
    /// Whether it is a word; a sign is near nothing.
    pub is_word: bool,
    /// Whether a clause begins with it.
    pub begins_clause: bool,
}

/// The compiled entries of a lexicon, of all its languages.
#[derive(Debug, Clone, Default)]
pub(super) struct CueFinder {
    /// Sorted.
    classes: Vec<String>,
    /// The class that yields nothing.
    ignored: Option<usize>,
    /// Folded words that begin a clause.
    borders: FxHashSet<String>,
    /// One a language.
    patterns: Vec<Patterns>,
    /// The class of each entry of two words.
    two_words: Vec<usize>,
    /// The classes of emoji.
    signs: FxHashMap<String, Vec<usize>>,
}

impl CueFinder {
    /// Compiles a lexicon; entries are normalised as the texts will be.
    pub fn new(lexicon: &Lexicon, params: &NormaliseParams) -> CueFinder {
        let classes = classes(lexicon);
        let borders = lexicon.borders.split_whitespace();
        let mut finder = CueFinder {
            ignored: number(&classes, IGNORE),
            classes,
            borders: borders.map(|word| normalise(word, params)).collect(),
            ..Default::default()
        };
        let normaliser = Normaliser::new(params);
        for (code, classes) in &lexicon.languages {
            finder.add_language(Affixes::of(code), classes, &normaliser);
        }
        finder
    }

    fn add_language(
        &mut self,
        affixes: &Affixes,
        classes: &BTreeMap<String, String>,
        normaliser: &Normaliser,
    ) {
        let mut patterns = Patterns::new(affixes, normaliser);
        for (name, entries) in classes {
            let class = number(&self.classes, name).expect("every class was collected");
            for entry in entries.split_whitespace() {
                let Ok(entry) = Entry::parse(entry, affixes) else {
                    continue;
                };
                if entry.first.kind == PatternKind::Sign {
                    let sign = self.signs.entry(entry.first.text.to_owned()).or_default();
                    sign.push(class);
                    continue;
                }
                let Some(second) = entry.second else {
                    patterns.add(entry.first, Target::Class(class), normaliser);
                    continue;
                };
                let pair = self.two_words.len();
                patterns.add(entry.first, Target::First(pair), normaliser);
                patterns.add(second, Target::Second(pair), normaliser);
                self.two_words.push(class);
            }
        }
        self.patterns.push(patterns);
    }

    /// The names of the classes, sorted.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The classes of a word that stands alone.
    pub fn classes_of(&self, word: &str) -> Vec<usize> {
        let (mut hits, mut classes) = (Vec::new(), Vec::new());
        self.find_hits(word, true, &mut hits);
        self.choose(&hits, &[], |class| classes.push(class));
        classes
    }

    /// Whether a word begins a clause wherever it stands.
    pub fn is_border(&self, word: &str) -> bool {
        self.borders.contains(word)
    }

    /// Adds every pattern that a token matches to `hits`.
    pub fn find_hits(&self, token: &str, is_word: bool, hits: &mut Vec<Hit>) {
        if is_word {
            return self
                .patterns
                .iter()
                .for_each(|patterns| patterns.find(token, hits));
        }
        let classes = self.signs.get(token).into_iter().flatten();
        hits.extend(classes.map(|&class| Hit {
            target: Target::Class(class),
            rank: usize::MAX,
        }));
    }

    /// Replaces `found` by every cue: the words in their order, then the signs, which are near nothing.
    pub fn find_cues<'a>(
        &self,
        tokens: impl Iterator<Item = CueToken<'a>> + Clone,
        found: &mut Vec<Cue>,
    ) {
        found.clear();
        let mut clause = 0;
        let mut is_taken = false;
        let mut words = tokens.clone().filter(|token| token.is_word).enumerate();
        let mut next = words.next();
        while let Some((word, here)) = next {
            next = words.next();
            clause += usize::from(here.begins_clause);
            if mem::take(&mut is_taken) || here.hits.is_empty() {
                continue;
            }
            let behind = next.map_or(&[][..], |(_, token)| token.hits);
            let add = |class| Cue {
                word,
                clause,
                class,
            };
            is_taken = self.choose(here.hits, behind, |class| found.push(add(class)));
        }
        for sign in tokens.filter(|token| !token.is_word) {
            let (word, clause) = (usize::MAX, usize::MAX);
            let add = |class| Cue {
                word,
                clause,
                class,
            };
            self.choose(sign.hits, &[], |class| found.push(add(class)));
        }
    }

    /// Calls `add` for the classes of a word: those of the entries of two words that begin with it, else
    /// those of its highest rank. Whether the next word is taken with it.
    fn choose(&self, here: &[Hit], next: &[Hit], mut add: impl FnMut(usize)) -> bool {
        let mut add = |class: usize| {
            if Some(class) != self.ignored {
                add(class);
            }
        };
        let mut highest = 0;
        let mut is_pair = false;
        for hit in here {
            match hit.target {
                Target::Class(_) => highest = highest.max(hit.rank),
                Target::First(pair) => {
                    if next.iter().any(|hit| hit.target == Target::Second(pair)) {
                        is_pair = true;
                        add(self.two_words[pair]);
                    }
                }
                Target::Second(_) => {}
            }
        }
        for hit in here.iter().filter(|hit| !is_pair && hit.rank == highest) {
            if let Target::Class(class) = hit.target {
                add(class);
            }
        }
        is_pair
    }
}

/// The names of all classes, sorted.
fn classes(lexicon: &Lexicon) -> Vec<String> {
    let names = lexicon.languages.values().flat_map(BTreeMap::keys);
    let mut names: Vec<String> = names.cloned().collect();
    names.sort();
    names.dedup();
    names
}

fn number(classes: &[String], name: &str) -> Option<usize> {
    classes.iter().position(|class| class == name)
}
