//! One source's part of a check.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::document::Document;
use crate::language::line::is_alphanumeric;
use crate::report::text::{isolate, percent};
use crate::segment::Segmented;

/// Longer lines, in bytes, are paragraphs: that one repeats says nothing about the page.
const LONGEST_LINE: usize = 120;
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
    /// The lines removed most often, more than once.
    pub lines_removed: Vec<(String, usize)>,
    /// The lines kept most often, more than once: furniture that was not told, perhaps.
    pub lines_kept: Vec<(String, usize)>,
    #[serde(skip)]
    removed_words: Counts,
    #[serde(skip)]
    kept_words: Counts,
    #[serde(skip)]
    removed_lines: Counts,
    #[serde(skip)]
    kept_lines: Counts,
}

/// How often each word or line came.
type Counts = FxHashMap<String, usize>;

impl SourceCheck {
    /// Counts one document; how many more words and lines are held now.
    pub(super) fn add(&mut self, document: &Document, segmented: &Segmented, copy: bool) -> usize {
        let before = self.held();
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
        for removed in &segmented.removed {
            count_words(&removed.text, &mut self.removed_words);
            count_line(&removed.text, &mut self.removed_lines);
        }
        for sentence in &segmented.sentences {
            count_words(&sentence.text, &mut self.kept_words);
            count_line(&sentence.text, &mut self.kept_lines);
        }
        self.held() - before
    }

    fn held(&self) -> usize {
        let maps = [
            &self.removed_words,
            &self.kept_words,
            &self.removed_lines,
            &self.kept_lines,
        ];
        maps.map(Counts::len).iter().sum()
    }

    /// Forgets what was counted at most so often; how many words and lines are still held.
    pub(super) fn forget_rare(&mut self, below: usize) -> usize {
        let maps = [
            &mut self.removed_words,
            &mut self.kept_words,
            &mut self.removed_lines,
            &mut self.kept_lines,
        ];
        for counts in maps {
            counts.retain(|_, times| *times > below);
            counts.shrink_to_fit();
        }
        self.held()
    }

    /// Ranks the words and lines.
    pub(super) fn finish(&mut self) {
        self.words_after = most_frequent(&self.kept_words, SHOWN);
        // Whatever is not blank was either kept or removed: together they are the text as it stands.
        for (word, times) in std::mem::take(&mut self.removed_words) {
            *self.kept_words.entry(word).or_default() += times;
        }
        self.words_before = most_frequent(&self.kept_words, SHOWN);
        let repeated = |lines| {
            let mut lines = most_frequent(lines, 3);
            lines.retain(|(_, times)| *times > 1);
            lines
        };
        self.lines_removed = repeated(&self.removed_lines);
        self.lines_kept = repeated(&self.kept_lines);
        // What was counted is not needed any more.
        self.forget_rare(usize::MAX);
    }

    pub(super) fn warnings(&self, name: &str) -> Vec<String> {
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
        for (sign, lines) in [('−', &self.lines_removed), ('+', &self.lines_kept)] {
            for (line, times) in lines {
                let short: String = line.chars().take(60).collect();
                text.push_str(&format!("    {sign} {times} × {}\n", isolate(&short)));
            }
        }
        text
    }
}

/// Words of four letters and more: shorter ones are particles in every language here.
fn count_words(text: &str, counts: &mut Counts) {
    let words = text.split(|letter: char| !is_alphanumeric(letter));
    for word in words.filter(|word| word.chars().nth(3).is_some()) {
        match counts.get_mut(word) {
            Some(times) => *times += 1,
            None => drop(counts.insert(word.to_owned(), 1)),
        }
    }
}

fn count_line(line: &str, counts: &mut Counts) {
    if line.len() <= LONGEST_LINE {
        match counts.get_mut(line) {
            Some(times) => *times += 1,
            None => drop(counts.insert(line.to_owned(), 1)),
        }
    }
}

fn most_frequent(counts: &Counts, most: usize) -> Vec<(String, usize)> {
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
