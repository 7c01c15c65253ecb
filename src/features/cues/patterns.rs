//! The patterns of one language's entries, and what a word matches of them.

use rustc_hash::FxHashSet;

use super::letter_tree::LetterTree;
use crate::features::Normaliser;
use crate::language::Affixes;
use crate::task::{Pattern, PatternKind};

/// Entries of at least this many letters also stand with their last letter changed as before an
/// enclitic (حاجة, حاجتها); in shorter ones too little of the word would be left.
const LINKING_LETTERS: usize = 4;

/// What a matched pattern stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// An entry of one word, of this class.
    Class(usize),
    /// The first word of this entry of two.
    First(usize),
    /// The second word of this entry of two.
    Second(usize),
}

/// A pattern that a word matches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub(super) target: Target,
    /// The higher wins: the letters of the stem, and more than any for a whole word.
    pub(super) rank: usize,
}

/// The patterns of one language.
#[derive(Debug, Clone, Default)]
pub(super) struct Patterns {
    /// Folded letters → what they stand for.
    forms: LetterTree<Form>,
    /// Each with whether it is a conjunction, which may stand before a whole word too.
    proclitics: LetterTree<bool>,
    /// The empty one among them.
    enclitics: FxHashSet<String>,
    imperfect: Vec<String>,
    linking: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy)]
struct Form {
    end: End,
    target: Target,
}

/// What may stand around a form.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    /// A proclitic before it, an enclitic after it.
    Enclitic,
    /// A proclitic before it, anything after it.
    Anything,
    /// A conjunction before it.
    Nothing,
}

impl Patterns {
    /// No patterns yet; affixes are folded as the texts will be.
    pub fn new(affixes: &Affixes, normaliser: &Normaliser) -> Patterns {
        let fold = |text: &str| folded(text, normaliser);
        let mut patterns = Patterns {
            imperfect: affixes.imperfect.iter().map(|text| fold(text)).collect(),
            linking: affixes
                .linking
                .iter()
                .map(|(last, linked)| (fold(last), fold(linked)))
                .collect(),
            ..Default::default()
        };
        patterns.enclitics.insert(String::new());
        let enclitics = affixes.enclitics.iter().map(|text| fold(text));
        patterns.enclitics.extend(enclitics);
        for proclitic in affixes.proclitics {
            let conjunction = affixes.conjunctions.contains(proclitic);
            patterns.proclitics.insert(&fold(proclitic), conjunction);
        }
        patterns
    }

    /// Adds all the forms of a pattern.
    pub fn add(&mut self, pattern: Pattern, target: Target, normaliser: &Normaliser) {
        let text = folded(pattern.text, normaliser);
        let end = match pattern.kind {
            PatternKind::Stem | PatternKind::Verb => End::Enclitic,
            PatternKind::Start => End::Anything,
            PatternKind::Whole | PatternKind::Sign => End::Nothing,
        };
        let form = Form { end, target };
        self.forms.insert(&text, form);
        if pattern.kind == PatternKind::Verb {
            for letters in &self.imperfect {
                self.forms.insert(&format!("{letters}{text}"), form);
            }
        }
        if pattern.kind == PatternKind::Stem && text.chars().count() >= LINKING_LETTERS {
            for (last, linked) in &self.linking {
                if let Some(stem) = text.strip_suffix(last.as_str()) {
                    self.forms.insert(&format!("{stem}{linked}"), form);
                }
            }
        }
    }

    /// Adds every pattern that a folded word matches to `hits`.
    pub fn find(&self, word: &str, hits: &mut Vec<Hit>) {
        self.find_forms(word, true, hits);
        for step in self.proclitics.walk(word) {
            for conjunction in step.values {
                self.find_forms(step.rest, *conjunction, hits);
            }
        }
    }

    /// Adds what matches behind a proclitic; `whole`: also what must be the whole word.
    fn find_forms(&self, word: &str, whole: bool, hits: &mut Vec<Hit>) {
        for step in self.forms.walk(word) {
            for form in step.values {
                let (matches, rank) = match form.end {
                    End::Enclitic => (self.enclitics.contains(step.rest), step.letters),
                    End::Anything => (true, step.letters),
                    End::Nothing => (whole && step.rest.is_empty(), usize::MAX),
                };
                if matches {
                    let target = form.target;
                    hits.push(Hit { target, rank });
                }
            }
        }
    }
}

fn folded(text: &str, normaliser: &Normaliser) -> String {
    let mut folded = String::with_capacity(text.len());
    normaliser.normalise_into(text, &mut folded);
    folded
}
