//! The cues of a text: which of its words are of which class, and in which clause.

use std::collections::BTreeMap;
use std::mem;

use rustc_hash::{FxHashMap, FxHashSet};

use super::patterns::{Hit, Patterns, Target};
use crate::features::tokenise::Word;
use crate::features::{NormaliseParams, Normaliser, Tokens, normalise};
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

/// What finding the cues of one text takes; used again for the next.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Every cue, in the order of the words.
    pub found: Vec<Cue>,
    here: Vec<Hit>,
    next: Vec<Hit>,
    classes: Vec<usize>,
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
        let mut scratch = Scratch::default();
        self.find_cues(tokens, |_| true, &mut scratch);
        scratch.found
    }

    /// Whether a word is in a cue or begins a clause.
    pub fn tells(&self, word: &str) -> bool {
        let mut hits = Vec::new();
        self.find(word, &mut hits);
        !hits.is_empty() || self.borders.contains(word)
    }

    /// Replaces `scratch.found` by every cue, in the order of the words; those that do not tell, by their
    /// number, are passed over.
    pub fn find_cues(&self, tokens: &Tokens, tells: impl Fn(usize) -> bool, scratch: &mut Scratch) {
        let Scratch {
            found,
            here,
            next,
            classes,
        } = scratch;
        found.clear();
        next.clear();
        let mut clause = 0;
        let mut is_taken = false;
        let mut words = tokens.words().enumerate().peekable();
        let find = |word: Option<&(usize, Word<'_>)>, hits: &mut Vec<Hit>| match word {
            Some((number, word)) if tells(*number) => self.find(word.text, hits),
            _ => {}
        };
        find(words.peek(), next);
        while let Some((word, read)) = words.next() {
            mem::swap(here, next);
            next.clear();
            find(words.peek(), next);
            let is_border = || tells(word) && self.borders.contains(read.text);
            clause += usize::from(read.is_after_border || is_border());
            if mem::take(&mut is_taken) || here.is_empty() {
                continue;
            }
            is_taken = self.choose(here, next, classes);
            found.extend(classes.drain(..).map(|class| Cue {
                word,
                clause,
                class,
            }));
        }
        if !self.signs.is_empty() {
            let classes = tokens.signs().filter_map(|sign| self.signs.get(sign));
            found.extend(classes.flatten().map(|&class| Cue {
                word: usize::MAX,
                clause: usize::MAX,
                class,
            }));
        }
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
