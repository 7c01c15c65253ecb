//! The words that are most like each class.

use std::collections::{BTreeMap, BTreeSet};

use super::contexts::Contexts;
use super::errors::Pull;
use super::words::{Text, Words};
use super::{SuggestParams, Suggestion};
use crate::language::detect;
use crate::task::Task;

/// How much the letters that a word shares with an entry count beside its contexts: derivations of
/// one root look alike.
const FORM_SHARE: f64 = 0.5;

/// A word this many standard errors from what the model expects is worth a look.
const NOTEWORTHY: f64 = 2.5;

/// A word this many standard errors from its share of a class tells the class from others.
const TELLING: f64 = 1.5;

/// What is known of the words and of their classes.
pub(super) struct Search<'a> {
    pub texts: &'a [Text<'a>],
    pub words: Words,
    pub contexts: Contexts,
    pub pulls: Vec<Option<Pull>>,
    pub task: &'a Task,
    pub params: &'a SuggestParams,
}

/// A word of no class, and the class that it is most like.
struct Candidate {
    word: usize,
    class: usize,
    likeness: f64,
}

impl Search<'_> {
    /// Words that could be entries: of no class, not function words, and frequent enough.
    fn candidates(&self) -> impl Iterator<Item = usize> {
        (0..self.words.names.len()).filter(|&word| {
            self.words.counts[word] >= self.params.min_count
                && self.words.classes[word].is_empty()
                && !self.words.function[word]
                && self.words.names[word].chars().count() > 1
                && self.words.names[word].chars().all(char::is_alphabetic)
        })
    }

    /// The words that tell the classes of the heads apart, as first classes.
    pub fn open_classes(&self) -> Vec<Suggestion> {
        let mut of_class: BTreeMap<(usize, usize), Vec<(usize, f64)>> = BTreeMap::new();
        for word in self.candidates() {
            if let Some(pull) = self.pulls[word].filter(|pull| pull.errors >= TELLING) {
                let words = of_class.entry((pull.head, pull.class)).or_default();
                words.push((word, pull.errors));
            }
        }
        let mut all = Vec::new();
        for ((head, class), mut words) in of_class {
            words.sort_by(|a, b| b.1.total_cmp(&a.1));
            let head = &self.task.heads[head];
            let name = format!("{}_{}", head.name, head.classes[class].name).to_uppercase();
            let words = words.iter().take(self.params.per_class);
            all.extend(words.map(|&(word, _)| self.suggestion(&name, word, 0.0, String::new())));
        }
        all
    }

    /// For each class, the words of none that are most like it, and those where the model errs.
    pub fn extend_classes(&self) -> Vec<Suggestion> {
        let members = self.members();
        let mut candidates = self.placed(&members);
        candidates.sort_by(|a, b| (a.class.cmp(&b.class)).then(b.likeness.total_cmp(&a.likeness)));
        let mut taken = vec![0; members.len()];
        candidates.retain(|candidate| {
            taken[candidate.class] += 1;
            let noteworthy = self.pulls[candidate.word].filter(|pull| pull.errors >= NOTEWORTHY);
            taken[candidate.class] <= self.params.per_class || noteworthy.is_some()
        });
        let suggestion = |candidate: &Candidate| {
            let name = &self.words.class_names[candidate.class];
            let like = self.most_like(candidate.word, &members[candidate.class]);
            self.suggestion(name, candidate.word, candidate.likeness, like)
        };
        candidates.iter().map(suggestion).collect()
    }

    /// Every candidate in the class that it is most like.
    fn placed(&self, members: &[Vec<usize>]) -> Vec<Candidate> {
        let centre = |words: &Vec<usize>| self.contexts.centre(words.iter().copied());
        let centres: Vec<Vec<f64>> = members.iter().map(centre).collect();
        let letters: Vec<_> = self.words.names.iter().map(|name| pairs(name)).collect();
        let best = |word: usize| {
            let of_class = (0..members.len()).map(|class| Candidate {
                word,
                class,
                likeness: self.contexts.likeness(word, &centres[class])
                    + FORM_SHARE * closest(word, &members[class], &letters),
            });
            of_class.max_by(|a, b| a.likeness.total_cmp(&b.likeness))
        };
        self.candidates().filter_map(best).collect()
    }

    /// The words of each class.
    fn members(&self) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); self.words.class_names.len()];
        for (word, classes) in self.words.classes.iter().enumerate() {
            classes.iter().for_each(|&class| members[class].push(word));
        }
        members
    }

    /// The two members whose contexts are most like the word's.
    fn most_like(&self, word: usize, members: &[usize]) -> String {
        let own = self.contexts.centre([word].into_iter());
        let mut members: Vec<(f64, usize)> = members
            .iter()
            .map(|&member| (self.contexts.likeness(member, &own), member))
            .collect();
        members.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let names = members
            .iter()
            .take(2)
            .map(|&(_, member)| self.words.names[member].as_str());
        names.collect::<Vec<_>>().join(" ")
    }

    fn suggestion(&self, class: &str, word: usize, likeness: f64, like: String) -> Suggestion {
        let number = word as u32;
        let first = self
            .words
            .sentences
            .iter()
            .position(|words| words.contains(&number));
        let example = self.texts[first.expect("every word stands in a sentence")];
        let missed = self.pulls[word]
            .filter(|pull| pull.errors >= NOTEWORTHY)
            .map(|pull| {
                let head = &self.task.heads[pull.head];
                format!(
                    "{} {} {:+.1}",
                    head.name, head.classes[pull.class].name, pull.errors
                )
            });
        Suggestion {
            class: class.to_owned(),
            language: language(&self.words.names[word], example.text).to_owned(),
            entry: self.words.names[word].clone(),
            likeness: (likeness * 1000.0).round() / 1000.0,
            like,
            missed: missed.unwrap_or_default(),
            count: self.words.counts[word],
            example: example.text.to_owned(),
            document: example.document.to_owned(),
        }
    }
}

/// The part of the lexicon for a word: that of its script, else of the sentence around it.
fn language(word: &str, sentence: &str) -> &'static str {
    if word
        .chars()
        .any(|letter| matches!(letter, '\u{0600}'..='\u{06FF}'))
    {
        return "ar";
    }
    let around = detect(sentence).filter(|code| *code != "ar");
    around.unwrap_or("en")
}

/// The letters that stand next to each other in a word, its ends included.
fn pairs(word: &str) -> BTreeSet<(char, char)> {
    let letters = || std::iter::once(' ').chain(word.chars());
    letters().zip(letters().skip(1).chain([' '])).collect()
}

/// Dice's coefficient of a word's letter pairs and those of the closest member, from 0 to 1.
fn closest(word: usize, members: &[usize], letters: &[BTreeSet<(char, char)>]) -> f64 {
    let own = &letters[word];
    let share = |&member: &usize| {
        let other = &letters[member];
        2.0 * own.intersection(other).count() as f64 / (own.len() + other.len()) as f64
    };
    members.iter().map(share).fold(0.0, f64::max)
}
