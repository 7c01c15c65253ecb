//! Shares of each class in each source, by voice: counted, not yet corrected.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::annotate::Annotated;
use crate::task::{Head, Task};

/// Whose words are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// Every sentence.
    All,
    /// What the outlet itself asserts.
    Own,
    /// What it attributes to somebody.
    Quoted,
}

impl Voice {
    /// The name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Voice::All => "all",
            Voice::Own => "own",
            Voice::Quoted => "quoted",
        }
    }
}

/// One row of `sources.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareRow {
    /// The source.
    pub source: String,
    /// `all`, `own` or `quoted`.
    pub voice: &'static str,
    /// The head.
    pub head: String,
    /// The class, or `net` for the share of polarity +1 minus that of −1.
    pub class: String,
    /// Documents of the source.
    pub documents: u64,
    /// Sentences of this voice.
    pub sentences: u64,
    /// Of those, how many are in the class; for `net`, the difference.
    pub count: i64,
    /// `count / sentences`; none without a sentence.
    pub share: Option<f64>,
}

/// Counts by source, head, voice and class, gathered a document at a time.
#[derive(Debug, Clone)]
pub struct Tallies {
    task: Task,
    sources: BTreeMap<String, Tally>,
}

#[derive(Debug, Clone, Default)]
struct Tally {
    documents: u64,
    /// Counts of each class of each head, for each voice.
    voices: BTreeMap<Voice, Vec<Vec<u64>>>,
}

impl Tallies {
    /// Nothing counted yet.
    pub fn new(task: &Task) -> Tallies {
        Tallies {
            task: task.clone(),
            sources: BTreeMap::new(),
        }
    }

    /// Counts the sentences of one document. A sentence that a person labelled counts with its label; one
    /// in another language than its document does not count.
    pub fn add(&mut self, source: &str, sentences: &[Annotated]) {
        let tally = self.sources.entry(source.to_owned()).or_default();
        tally.documents += 1;
        for voice in self.task.voice_head().map_or(&[Voice::All][..], |_| {
            &[Voice::All, Voice::Own, Voice::Quoted]
        }) {
            let empty = || {
                self.task
                    .heads
                    .iter()
                    .map(|head| vec![0; head.classes.len()])
                    .collect()
            };
            let counts = tally.voices.entry(*voice).or_insert_with(empty);
            for sentence in sentences
                .iter()
                .filter(|sentence| !sentence.sentence.foreign)
                .filter(|sentence| is_of(&self.task, *voice, sentence))
            {
                for (head, annotation) in sentence.heads.iter().enumerate() {
                    counts[head][annotation.answer()] += u64::from(annotation.answers());
                }
            }
        }
    }

    /// The sources, sorted, with their numbers of documents and sentences.
    pub fn sources(&self) -> impl Iterator<Item = (&str, u64, u64)> {
        self.sources.iter().map(|(source, tally)| {
            (
                source.as_str(),
                tally.documents,
                tally.sentences(Voice::All),
            )
        })
    }

    /// Every count and share, by source, voice, head and class.
    pub fn rows(&self) -> Vec<ShareRow> {
        let mut rows = Vec::new();
        for (source, tally) in &self.sources {
            for (voice, heads) in &tally.voices {
                for (head, counts) in self.task.heads.iter().zip(heads) {
                    let sentences = counts.iter().sum();
                    let row = |class: &str, count: i64| ShareRow {
                        source: source.clone(),
                        voice: voice.name(),
                        head: head.name.clone(),
                        class: class.to_owned(),
                        documents: tally.documents,
                        sentences,
                        count,
                        share: (sentences > 0).then(|| count as f64 / sentences as f64),
                    };
                    let classes = head.classes.iter().zip(counts);
                    rows.extend(classes.map(|(class, &count)| row(&class.name, count as i64)));
                    rows.extend(net(head, counts).map(|net| row("net", net)));
                }
            }
        }
        rows
    }
}

impl Tally {
    fn sentences(&self, voice: Voice) -> u64 {
        self.voices
            .get(&voice)
            .and_then(|heads| heads.first())
            .map_or(0, |counts| counts.iter().sum())
    }
}

/// Sentences of polarity +1 minus those of −1, for a head that has both sides.
fn net(head: &Head, counts: &[u64]) -> Option<i64> {
    let signed = head
        .classes
        .iter()
        .zip(counts)
        .map(|(class, &count)| i64::from(class.polarity) * count as i64);
    head.has_sides().then(|| signed.sum())
}

fn is_of(task: &Task, voice: Voice, sentence: &Annotated) -> bool {
    let Some((head, own, quoted)) = task.voice_head() else {
        return voice == Voice::All;
    };
    let (answers, answer) = (
        sentence.heads[head].answers(),
        sentence.heads[head].answer(),
    );
    match voice {
        Voice::All => true,
        Voice::Own => answers && answer == own,
        Voice::Quoted => answers && answer == quoted,
    }
}
