//! What an estimate needs of every classified document: about 25 bytes a sentence, no text.

use std::collections::{BTreeMap, HashMap};

use crate::annotate::Annotated;
use crate::document::{Document, Kind};
use crate::task::Task;

/// Probabilities are kept as in the sentences file, to four decimals.
pub const SCALE: f64 = 1e4;

/// No label.
const NONE: u16 = 0xFF;
/// The sentence is a heading.
const HEADING: u16 = 1;
/// The sentence stands in an earlier document.
const COPY: u16 = 2;

/// One article, or the rows of a table that share a name and a source.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The document's name.
    pub name: String,
    /// Who published it.
    pub source: String,
    /// What else is known of it: `date`, `author`, `title`, `url`, `language` and further columns.
    pub facts: BTreeMap<String, String>,
    /// The earlier document whose text it repeats.
    pub copy_of: Option<String>,
    /// Sentence after sentence: what it is, then for each head class and label, and the probabilities.
    packed: Vec<u16>,
}

/// The documents of a run with the answers for their sentences, in the order of reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Observations {
    /// The task of the model that answered.
    pub task: Task,
    documents: Vec<Observed>,
    index: HashMap<(String, String), usize>,
    /// Where each head's numbers start within a sentence, and their end.
    offsets: Vec<usize>,
}

/// The answers for one sentence.
#[derive(Debug, Clone, Copy)]
pub struct Answers<'a> {
    packed: &'a [u16],
    offsets: &'a [usize],
}

/// What a sentence is, apart from the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traits {
    /// A title or a sub-heading.
    pub heading: bool,
    /// It stands in an earlier document.
    pub copy: bool,
}

/// One head's answer, as it is read from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The most probable class.
    pub class: usize,
    /// The class that a person gave.
    pub label: Option<usize>,
    /// The probability of each class.
    pub probabilities: Vec<f64>,
}

impl Observations {
    /// No document yet.
    pub fn new(task: &Task) -> Observations {
        let mut offsets = vec![1];
        for head in &task.heads {
            offsets.push(offsets[offsets.len() - 1] + 1 + head.classes.len());
        }
        Observations {
            task: Task {
                cues: Default::default(),
                ..task.clone()
            },
            documents: Vec::new(),
            index: HashMap::new(),
            offsets,
        }
    }

    /// Takes one document with its sentences and gives its position; those in another language than their document do not count.
    pub fn add(
        &mut self,
        document: &Document,
        sentences: &[Annotated],
        copy_of: Option<&str>,
    ) -> usize {
        let at = self.document(
            &document.name,
            &document.source,
            || {
                let facts = document.facts();
                facts
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect()
            },
            copy_of,
        );
        for annotated in sentences
            .iter()
            .filter(|annotated| !annotated.sentence.foreign)
        {
            let heads = annotated.heads.iter().map(|head| Answer {
                class: head.class,
                label: head.label,
                probabilities: head.probabilities.to_vec(),
            });
            let traits = Traits {
                heading: annotated.sentence.kind == Kind::Heading,
                copy: annotated.sentence.copy_of.is_some(),
            };
            self.add_sentence(at, traits, heads);
        }
        at
    }

    /// Position of a document, made if it is new; `facts` are asked for then.
    pub fn document(
        &mut self,
        name: &str,
        source: &str,
        facts: impl FnOnce() -> BTreeMap<String, String>,
        copy_of: Option<&str>,
    ) -> usize {
        let key = (name.to_owned(), source.to_owned());
        *self.index.entry(key).or_insert_with(|| {
            self.documents.push(Observed {
                name: name.to_owned(),
                source: source.to_owned(),
                facts: facts(),
                copy_of: copy_of.map(str::to_owned),
                packed: Vec::new(),
            });
            self.documents.len() - 1
        })
    }

    /// Takes one sentence of a document, with an answer for each head.
    pub fn add_sentence(
        &mut self,
        document: usize,
        traits: Traits,
        heads: impl IntoIterator<Item = Answer>,
    ) {
        let packed = &mut self.documents[document].packed;
        packed.push(u16::from(traits.heading) * HEADING + u16::from(traits.copy) * COPY);
        for answer in heads {
            let label = answer.label.map_or(NONE, |label| label as u16);
            packed.push(answer.class as u16 | label << 8);
            let scaled = answer
                .probabilities
                .iter()
                .map(|p| (p * SCALE).round() as u16);
            packed.extend(scaled);
        }
    }

    /// The documents, in the order of reading.
    pub fn documents(&self) -> &[Observed] {
        &self.documents
    }

    /// The sentences of a document that count.
    pub fn sentences<'a>(&'a self, document: &'a Observed) -> impl Iterator<Item = Answers<'a>> {
        let width = self.offsets[self.offsets.len() - 1];
        document.packed.chunks(width).map(|packed| Answers {
            packed,
            offsets: &self.offsets,
        })
    }
}

impl Answers<'_> {
    /// Whether it is a title or a sub-heading.
    pub fn is_heading(&self) -> bool {
        self.packed[0] & HEADING != 0
    }

    /// Whether it stands in an earlier document.
    pub fn is_copy(&self) -> bool {
        self.packed[0] & COPY != 0
    }

    /// The most probable class of a head.
    pub fn class(&self, head: usize) -> usize {
        usize::from(self.packed[self.offsets[head]] & 0xFF)
    }

    /// The class that a person gave.
    pub fn label(&self, head: usize) -> Option<usize> {
        let label = self.packed[self.offsets[head]] >> 8;
        (label != NONE).then(|| usize::from(label))
    }

    /// The class that counts: a person's label before a model's prediction.
    pub fn answer(&self, head: usize) -> usize {
        self.label(head).unwrap_or(self.class(head))
    }

    /// The probability of each class, to four decimals.
    pub fn probabilities(&self, head: usize) -> impl Iterator<Item = f64> {
        let range = self.offsets[head] + 1..self.offsets[head + 1];
        self.packed[range].iter().map(|&p| f64::from(p) / SCALE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::Head;

    #[test]
    fn a_sentence_comes_back_as_it_went_in() {
        let task = Task {
            name: "t".to_owned(),
            target: String::new(),
            heads: vec![
                Head::of_classes("a", &["x", "y"]),
                Head::of_classes("b", &["p", "q", "r"]),
            ],
            cues: Default::default(),
        };
        let mut observations = Observations::new(&task);
        let answer = |class, label, probabilities: &[f64]| Answer {
            class,
            label,
            probabilities: probabilities.to_vec(),
        };
        for (document, heading) in [("1", true), ("2", false), ("1", false)] {
            let at = observations.document(document, "s", BTreeMap::new, None);
            let heads = [
                answer(1, None, &[0.25, 0.75]),
                answer(2, Some(0), &[0.1, 0.2, 0.7]),
            ];
            let traits = Traits {
                heading,
                copy: !heading,
            };
            observations.add_sentence(at, traits, heads);
        }
        assert_eq!(observations.documents().len(), 2);
        let sentences: Vec<_> = observations
            .sentences(&observations.documents()[0])
            .collect();
        assert_eq!(sentences.len(), 2);
        assert!(sentences[0].is_heading() && !sentences[1].is_heading());
        assert!(sentences[1].is_copy() && !sentences[0].is_copy());
        assert_eq!((sentences[0].answer(0), sentences[0].answer(1)), (1, 0));
        assert_eq!((sentences[0].class(1), sentences[0].label(0)), (2, None));
        assert_eq!(
            sentences[1].probabilities(1).collect::<Vec<_>>(),
            [0.1, 0.2, 0.7]
        );
    }
}
