//! One source's part of a check.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use crate::document::Document;
use crate::report::text::{isolate, percent};
use crate::segment::Segmented;

/// Words counted per source; the rarest go first when there are more.
const MOST_WORDS: usize = 100_000;
/// Frequent words shown per source.
const SHOWN: usize = 6;

/// What was read of one source.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SourceCheck {
    /// Documents.
    pub documents: usize,
    /// Of them, those without a date.
    pub undated: usize,
    /// The first date and the last, as written.
    pub dates: Option<(String, String)>,
    /// Units kept.
    pub kept: usize,
    /// Units removed.
    pub removed: usize,
    /// Documents that repeat an earlier one of any source.
    pub copies: usize,
    /// The most frequent words of the text as it stands.
    pub words_before: Vec<(String, usize)>,
    /// The most frequent words of what was kept.
    pub words_after: Vec<(String, usize)>,
    /// The lines removed most often.
    pub lines: Vec<(String, usize)>,
    #[serde(skip)]
    before: HashMap<String, usize>,
    #[serde(skip)]
    after: HashMap<String, usize>,
    #[serde(skip)]
    removed_lines: HashMap<String, usize>,
}

impl SourceCheck {
    pub(super) fn add(&mut self, document: &Document, segmented: &Segmented, copy: bool) {
        self.documents += 1;
        self.copies += usize::from(copy);
        self.kept += segmented.sentences.len();
        self.removed += segmented.removed.len();
        match &document.date {
            None => self.undated += 1,
            Some(date) => {
                let (first, last) = self.dates.take().unwrap_or((date.clone(), date.clone()));
                self.dates = Some((first.min(date.clone()), last.max(date.clone())));
            }
        }
        count_words(&document.text, &mut self.before);
        for sentence in &segmented.sentences {
            count_words(&sentence.text, &mut self.after);
        }
        for removed in &segmented.removed {
            *self.removed_lines.entry(removed.text.clone()).or_default() += 1;
        }
        forget_rare(&mut self.removed_lines);
    }

    /// Ranks the words and lines.
    pub(super) fn finish(&mut self) {
        self.words_before = most_frequent(&self.before, SHOWN);
        self.words_after = most_frequent(&self.after, SHOWN);
        self.lines = most_frequent(&self.removed_lines, 3);
        self.lines.retain(|(_, times)| *times > 1);
    }

    pub(super) fn warnings(&self, name: &str) -> Vec<String> {
        let name = isolate(name);
        let units = self.kept + self.removed;
        let share = self.removed as f64 / units.max(1) as f64;
        let rules = [
            (
                self.documents == 1,
                format!("{name}: a single article says nothing about an outlet"),
            ),
            (
                self.undated > 0,
                format!(
                    "{name}: {} of {} articles have no date",
                    self.undated, self.documents
                ),
            ),
            (
                share >= 0.5,
                format!("{name}: {} of the units were removed", percent(share)),
            ),
            (self.kept == 0, format!("{name}: nothing was kept")),
        ];
        rules
            .into_iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, text)| text)
            .collect()
    }

    pub(super) fn to_text(&self, name: &str) -> String {
        let words = |words: &[(String, usize)]| {
            let words: Vec<_> = words.iter().map(|(word, _)| isolate(word)).collect();
            words.join(" ")
        };
        let mut text = format!(
            "  {}: {} → {}\n",
            isolate(name),
            words(&self.words_before),
            words(&self.words_after)
        );
        for (line, times) in &self.lines {
            let short: String = line.chars().take(60).collect();
            text.push_str(&format!("    {times} × {}\n", isolate(&short)));
        }
        text
    }
}

/// Words of four letters and more: shorter ones are particles in every language here.
fn count_words(text: &str, counts: &mut HashMap<String, usize>) {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    for word in words.filter(|word| word.chars().nth(3).is_some()) {
        match counts.get_mut(word) {
            Some(times) => *times += 1,
            None => drop(counts.insert(word.to_owned(), 1)),
        }
    }
    forget_rare(counts);
}

fn forget_rare(counts: &mut HashMap<String, usize>) {
    let mut below = 1;
    while counts.len() > MOST_WORDS {
        counts.retain(|_, times| *times > below);
        below += 1;
    }
}

fn most_frequent(counts: &HashMap<String, usize>, most: usize) -> Vec<(String, usize)> {
    let ranked: BTreeSet<_> = counts
        .iter()
        .map(|(word, times)| (std::cmp::Reverse(*times), word))
        .collect();
    ranked
        .into_iter()
        .take(most)
        .map(|(times, word)| (word.clone(), times.0))
        .collect()
}
