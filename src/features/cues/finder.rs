//! The cues of a text: which of its words are of which class, and in which clause.

use std::collections::BTreeMap;
use std::mem;

use rustc_hash::{FxHashMap, FxHashSet};

use super::patterns::{Hit, Patterns, Target};
use crate::features::{NormaliseParams, Normaliser, Tokens, normalise};
use crate::language::Affixes;
use crate::task::{Entry, IGNORE, Lexicon, PatternKind};

/// A cue found in a text.
pub(super) struct Cue {
    /// Number of the word, signs not counted.
    pub word: usize,
    /// Number of the clause.
    pub clause: usize,
    /// Position of its class among the names.
    pub class: usize,
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
        self.find(word, &mut hits);
        self.choose(&hits, &[], &mut classes);
        classes
    }

    /// Every cue: the words in their order, then the signs, which are near nothing.
    pub fn cues(&self, tokens: &Tokens) -> Vec<Cue> {
        let mut cues = Vec::new();
        let mut classes = Vec::new();
        let (mut here, mut next) = (Vec::new(), Vec::new());
        let mut clause = 0;
        let mut is_taken = false;
        let mut words = tokens.words().enumerate().peekable();
        if let Some((_, first)) = words.peek() {
            self.find(first.text, &mut next);
        }
        while let Some((word, read)) = words.next() {
            mem::swap(&mut here, &mut next);
            next.clear();
            if let Some((_, later)) = words.peek() {
                self.find(later.text, &mut next);
            }
            clause += usize::from(read.is_after_border || self.borders.contains(read.text));
            if mem::take(&mut is_taken) {
                continue;
            }
            is_taken = self.choose(&here, &next, &mut classes);
            cues.extend(classes.drain(..).map(|class| Cue {
                word,
                clause,
                class,
            }));
        }
        if !self.signs.is_empty() {
            let classes = tokens.signs().filter_map(|sign| self.signs.get(sign));
            cues.extend(classes.flatten().map(|&class| Cue {
                word: usize::MAX,
                clause: usize::MAX,
                class,
            }));
        }
        cues
    }

    fn find(&self, word: &str, hits: &mut Vec<Hit>) {
        for patterns in &self.patterns {
            patterns.find(word, hits);
        }
    }

    /// Adds the classes of a word to `classes`: those of the entries of two words that begin with
    /// it, else those of its highest rank. Whether the next word is taken with it.
    fn choose(&self, here: &[Hit], next: &[Hit], classes: &mut Vec<usize>) -> bool {
        let mut highest = 0;
        let mut is_pair = false;
        for hit in here {
            match hit.target {
                Target::Class(_) => highest = highest.max(hit.rank),
                Target::First(pair) => {
                    if next.iter().any(|hit| hit.target == Target::Second(pair)) {
                        is_pair = true;
                        classes.push(self.two_words[pair]);
                    }
                }
                Target::Second(_) => {}
            }
        }
        for hit in here {
            match hit.target {
                Target::Class(class) if !is_pair && hit.rank == highest => classes.push(class),
                _ => {}
            }
        }
        classes.retain(|class| Some(*class) != self.ignored);
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
