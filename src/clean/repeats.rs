//! Furniture learnt from the corpus: lines that stand in many articles of one source.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::line::Line;
use super::page::RUNNING;
use crate::document::Document;

/// A line must stand in so many articles of a source,
const FEWEST: u32 = 3;
/// and in so many of a hundred.
const SHARE: usize = 25;
/// More different lines are not held at a time; the rarest go first.
const MOST_LINES: usize = 2_000_000;

/// Counts the lines of a corpus, one document at a time.
#[derive(Debug, Default)]
pub struct LineCounts {
    documents: BTreeMap<u64, usize>,
    lines: HashMap<(u64, u64), u32>,
    texts: HashSet<u64>,
}

/// The lines that repeat in their source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeated {
    lines: Arc<HashSet<(u64, u64)>>,
}

impl LineCounts {
    /// Counts a document's lines, each once. The same text again, as agencies send it, counts
    /// nothing: its sentences are no furniture.
    pub fn add(&mut self, document: &Document) {
        if !self.texts.insert(hash(document.text.trim())) {
            return;
        }
        let source = hash(&document.source);
        *self.documents.entry(source).or_default() += 1;
        let lines: HashSet<u64> = document.text.lines().filter_map(key).collect();
        for line in lines {
            *self.lines.entry((source, line)).or_default() += 1;
        }
        if self.lines.len() > MOST_LINES {
            self.forget_rare();
        }
    }

    fn forget_rare(&mut self) {
        let mut below = 1;
        while self.lines.len() > MOST_LINES / 2 {
            self.lines.retain(|_, count| *count > below);
            below += 1;
        }
        self.texts.clear();
    }

    /// The lines that stand in at least three articles of a source and in a quarter of them.
    pub fn repeated(self) -> Repeated {
        let documents = self.documents;
        let lines = self.lines.into_iter().filter(|((source, _), count)| {
            *count >= FEWEST && *count as usize * 100 >= documents[source] * SHARE
        });
        Repeated {
            lines: Arc::new(lines.map(|(key, _)| key).collect()),
        }
    }
}

impl Repeated {
    /// Whether this line repeats across the source's articles.
    pub fn contains(&self, source: &str, line: &str) -> bool {
        !self.lines.is_empty()
            && key(line).is_some_and(|line| self.lines.contains(&(hash(source), line)))
    }

    /// A number that differs, all but surely, where the lines do.
    pub fn fingerprint(&self) -> u64 {
        self.lines.iter().map(hash).fold(0, u64::wrapping_add)
    }

    /// How many different lines repeat.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether no line repeats, as long as nothing was learnt.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// What identifies a line: its folded words. Paragraphs have none, they are no furniture.
fn key(line: &str) -> Option<u64> {
    let line = line.trim();
    if line.is_empty() || line.len() > RUNNING {
        return None;
    }
    let folded = Line::new(line).folded;
    (!folded.is_empty()).then(|| hash(&folded))
}

/// The same on every run: `DefaultHasher::new` has fixed keys.
pub(super) fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(source: &str, text: String) -> Document {
        Document {
            source: source.to_owned(),
            text,
            ..Document::default()
        }
    }

    #[test]
    fn learns_the_lines_of_a_source() {
        let mut counts = LineCounts::default();
        for n in 0..4 {
            counts.add(&article(
                "أ",
                format!("صوت من لا صوت له\nخبر رقم {n} من بغداد."),
            ));
            counts.add(&article("ب", format!("تقرير رقم {n} من البصرة.")));
        }
        let repeated = counts.repeated();
        assert!(repeated.contains("أ", "صوت من لا صوت له"));
        assert!(!repeated.contains("ب", "صوت من لا صوت له"));
        assert!(!repeated.contains("أ", "خبر رقم 1 من بغداد."));
    }

    #[test]
    fn takes_no_copied_article_for_furniture() {
        let mut counts = LineCounts::default();
        for _ in 0..5 {
            counts.add(&article("أ", "يصر العراق على انسحاب القوات.".to_owned()));
        }
        assert!(counts.repeated().is_empty());
    }
}
