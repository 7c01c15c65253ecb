//! Furniture learnt from the corpus: lines that stand in many articles of one source.

use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::page::is_running;
use crate::document::Document;
use crate::language::line::is_closing;

/// A line must stand in so many articles of a source,
const FEWEST: u32 = 3;
/// and in so many of a hundred.
const SHARE: u32 = 25;
/// A line of so many words that ends with a stop may be what a source says again and again ("There
/// are 2,500 soldiers in the country."): content.
const SENTENCE_WORDS: usize = 8;
/// Such a line must stand in so many articles,
const FEWEST_OF_SENTENCE: u32 = 5;
/// and in so many of a hundred, as a notice under each of them does.
const SHARE_OF_SENTENCE: u32 = 60;
/// More different lines are not held at a time; the rarest go first.
const MOST_LINES: usize = 1_500_000;
/// From so many on there is room for all of them: tables of sizes between would be freed, and the C library
/// gives back freed memory of up to 32 MB late or never.
const MANY_LINES: usize = 100_000;
/// More texts are not remembered to tell copies by: behind so many, it begins anew.
const MOST_TEXTS: usize = 500_000;

/// Counts the lines of a corpus, one document at a time, in bounded memory.
#[derive(Debug, Default)]
pub struct LineCounts {
    /// The number of each source, by the hash of its name.
    sources: FxHashMap<u64, u32>,
    /// Documents of each source.
    documents: Vec<u32>,
    /// By its key, what is known of a line.
    lines: FxHashMap<u64, Count>,
    texts: FxHashSet<u64>,
}

/// In how many articles of which source a line stands.
#[derive(Debug)]
struct Count {
    articles: u32,
    source: u32,
}

impl Count {
    /// Whether the line of this key is in so many of its source's articles that it is no part of them.
    fn repeats(&self, key: u64, documents: &[u32]) -> bool {
        let (fewest, share) = match key & SENTENCE {
            0 => (FEWEST, SHARE),
            _ => (FEWEST_OF_SENTENCE, SHARE_OF_SENTENCE),
        };
        let all = u64::from(documents[self.source as usize]);
        self.articles >= fewest && u64::from(self.articles) * 100 >= all * u64::from(share)
    }
}

/// The lines that repeat in their source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeated {
    lines: Arc<FxHashSet<u64>>,
}

impl LineCounts {
    /// Counts a document's lines, each once. The same text again, as agencies send it, counts
    /// nothing: its sentences are no furniture.
    pub fn add(&mut self, document: &Document) {
        if self.texts.len() >= MOST_TEXTS {
            self.texts.clear();
        }
        if !self.texts.insert(hash(document.text.trim())) {
            return;
        }
        let name = hash(&document.source);
        let next = self.documents.len() as u32;
        let source = *self.sources.entry(name).or_insert(next);
        if source == next {
            self.documents.push(0);
        }
        self.documents[source as usize] += 1;
        let keys = document.text.lines().filter_map(|line| key(name, line));
        let lines: FxHashSet<u64> = keys.collect();
        let known = self.lines.len();
        if known >= MANY_LINES && self.lines.capacity() < known + lines.len() {
            self.lines
                .reserve(MOST_LINES.max(known + lines.len()) - known);
        }
        for key in lines {
            let none = Count {
                articles: 0,
                source,
            };
            self.lines.entry(key).or_insert(none).articles += 1;
        }
        if self.lines.len() > MOST_LINES {
            self.forget_rare();
        }
    }

    fn forget_rare(&mut self) {
        let mut below = 1;
        while self.lines.len() > MOST_LINES / 2 {
            self.lines.retain(|_, count| count.articles > below);
            below += 1;
        }
        self.texts.clear();
    }

    /// The lines that stand in at least three articles of a source and in a quarter of them; whole
    /// sentences, in five and in three fifths.
    pub fn repeated(self) -> Repeated {
        let documents = self.documents;
        let lines = self.lines.into_iter();
        let lines = lines.filter(|(key, count)| count.repeats(*key, &documents));
        Repeated {
            lines: Arc::new(lines.map(|(key, _)| key).collect()),
        }
    }
}

impl Repeated {
    /// Whether this line repeats across the source's articles.
    pub fn contains(&self, source: &str, line: &str) -> bool {
        !self.lines.is_empty()
            && key(hash(source), line).is_some_and(|line| self.lines.contains(&line))
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

/// The bit of a key that tells a line which reads like a sentence.
const SENTENCE: u64 = 1;

/// What identifies a line in its source: its letters, as they stand. Paragraphs have none, they are
/// no furniture.
fn key(source: u64, line: &str) -> Option<u64> {
    let line = line.trim();
    let key = || hash((source, line)) & !SENTENCE | u64::from(is_sentence(line));
    (!line.is_empty() && !is_running(line)).then(key)
}

/// Whether a line reads like a sentence of the text.
fn is_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(|letter: char| letter.is_whitespace() || is_closing(letter));
    bare.ends_with(['.', '!', '?', '؟', '…', '۔'])
        && line.split_whitespace().nth(SENTENCE_WORDS - 1).is_some()
}

/// The same on every run: the hasher has no key.
fn hash(value: impl Hash) -> u64 {
    FxBuildHasher.hash_one(value)
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
    fn what_a_source_says_again_is_furniture_only_under_most_articles() {
        let background = "ويوجد حاليا نحو 2500 جندي أمريكي في البلاد ضمن التحالف.";
        let notice = "لمتابعة آخر الأخبار العاجلة اشترك في قناتنا على تطبيق تلغرام الآن.";
        let mut counts = LineCounts::default();
        for n in 0..8 {
            let said = if n % 2 == 0 { background } else { "" };
            counts.add(&article("أ", format!("خبر رقم {n}.\n{said}\n{notice}")));
        }
        let repeated = counts.repeated();
        assert!(!repeated.contains("أ", background) && repeated.contains("أ", notice));
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
