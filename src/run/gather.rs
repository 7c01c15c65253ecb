//! What is kept of every sentence for the results: its answers, and the counts of its words.
//!
//! Answers are kept in order; words are counted by every thread for itself, because counts add up to
//! the same whatever the order.

use crate::annotate::Annotated;
use crate::document::Document;
use crate::estimate::{Answer, By, Observations, Speakers, TermCounts, Traits};
use crate::features::{NormaliseParams, Normaliser};
use crate::task::Task;

/// The answers of all documents, in order.
#[derive(Debug)]
pub(super) struct Gathered {
    /// The answers.
    pub observations: Observations,
    by: By,
    /// The document whose sentences come in.
    open: Option<(usize, Wording)>,
}

/// The sentences of one document whose words are still to be counted.
#[derive(Debug)]
pub(super) struct Wording {
    group: String,
    sentences: Vec<Said>,
}

/// A sentence, the class of each head and, where a reader named one, who is quoted.
#[derive(Debug)]
pub(super) struct Said {
    /// The sentence.
    pub text: String,
    /// The class that counts for each head.
    pub classes: Vec<usize>,
    /// Who is quoted.
    pub holder: Option<String>,
}

/// The words of documents, and who is quoted in them.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// The word counts.
    pub terms: TermCounts,
    /// Who is quoted.
    pub speakers: Speakers,
}

impl Gathered {
    pub fn new(task: &Task, by: &By) -> Gathered {
        Gathered {
            observations: Observations::new(task),
            by: by.clone(),
            open: None,
        }
    }

    /// Takes one document; gives the one before it, if that is now complete.
    pub fn add(
        &mut self,
        document: &Document,
        sentences: Vec<Annotated>,
        copy_of: Option<&str>,
    ) -> Option<Wording> {
        let at = self.observations.add(document, &sentences, copy_of);
        let closed = self.turn_to(at);
        for annotated in sentences {
            let sentence = annotated.sentence;
            if !sentence.foreign && sentence.copy_of.is_none() {
                let classes = annotated.heads.iter().map(|head| head.answer());
                self.say(Said {
                    text: sentence.text,
                    classes: classes.collect(),
                    holder: annotated.holder,
                });
            }
        }
        closed
    }

    /// Takes one sentence of a document, as `compare` reads it; gives the document before it, if
    /// that is now complete.
    pub fn add_sentence(
        &mut self,
        at: usize,
        traits: Traits,
        (text, holder): (String, Option<String>),
        answers: Vec<Answer>,
    ) -> Option<Wording> {
        let closed = self.turn_to(at);
        if !traits.copy {
            let classes = answers
                .iter()
                .map(|answer| answer.label.unwrap_or(answer.class));
            self.say(Said {
                text,
                classes: classes.collect(),
                holder,
            });
        }
        self.observations.add_sentence(at, traits, answers);
        closed
    }

    /// The answers, and the words that the threads counted with those of the last document.
    pub fn finish(self, counter: &Counter<'_>, counted: Vec<Counted>) -> (Observations, Counted) {
        let mut counted = Counted::all(counted);
        if let Some((_, last)) = self.open {
            counter.count(&mut counted, last);
        }
        (self.observations, counted)
    }

    fn turn_to(&mut self, at: usize) -> Option<Wording> {
        if self.open.as_ref().is_some_and(|(open, _)| *open == at) {
            return None;
        }
        let wording = Wording {
            group: self.by.group(&self.observations.documents()[at]),
            sentences: Vec::new(),
        };
        self.open.replace((at, wording)).map(|(_, closed)| closed)
    }

    /// A copy is counted where it stands first, and not again.
    fn say(&mut self, said: Said) {
        if let Some((_, wording)) = &mut self.open {
            wording.sentences.push(said);
        }
    }
}

/// Counts words by group and by class.
pub(super) struct Counter<'a> {
    task: &'a Task,
    column: &'a str,
    normaliser: Normaliser,
}

impl<'a> Counter<'a> {
    pub fn new(task: &'a Task, by: &'a By) -> Counter<'a> {
        Counter {
            task,
            column: by.column(),
            normaliser: Normaliser::new(&NormaliseParams::default()),
        }
    }

    /// Counts the words of documents.
    pub fn count_all(&self, counted: &mut Counted, wordings: Vec<Wording>) {
        wordings
            .into_iter()
            .for_each(|wording| self.count(counted, wording));
    }

    /// Counts the words of a document for its group and for the classes of its sentences.
    fn count(&self, counted: &mut Counted, wording: Wording) {
        let voice = self.task.voice_head();
        for said in &wording.sentences {
            let mut groups = vec![(self.column, wording.group.as_str())];
            let (mut sides, mut quoted) = (Vec::new(), false);
            for (index, (head, &class)) in self.task.heads.iter().zip(&said.classes).enumerate() {
                match voice {
                    Some((voice, _, of_quoted)) if voice == index => quoted = class == of_quoted,
                    _ => {
                        let class = &head.classes[class];
                        let place = (head.name.as_str(), class.name.as_str());
                        sides.extend((class.polarity != 0).then_some(place));
                        groups.push(place);
                    }
                }
            }
            if quoted {
                let holder = said.holder.as_deref();
                let speakers = &mut counted.speakers;
                speakers.add(&wording.group, &said.text, holder, &sides);
            }
            counted.terms.add(&self.normaliser, &said.text, &groups);
        }
        counted.terms.close();
    }
}

impl Counted {
    /// The counts of all threads together.
    fn all(counted: Vec<Counted>) -> Counted {
        let together = |mut all: Counted, other: Counted| {
            all.terms.merge(other.terms);
            all.speakers.merge(other.speakers);
            all
        };
        counted.into_iter().reduce(together).unwrap_or_default()
    }
}
