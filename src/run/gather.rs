//! What is kept of every sentence for the results: its answers, and the counts of its words.

use crate::annotate::Annotated;
use crate::document::Document;
use crate::estimate::{Answer, By, Observations, Speakers, TermCounts, Traits};
use crate::features::{NormaliseParams, Normaliser};
use crate::task::Task;

/// Gathers answers and word counts, in `classify` and in `compare` alike.
pub(super) struct Gathered {
    /// The answers.
    pub observations: Observations,
    /// The word counts.
    pub terms: TermCounts,
    /// Who is quoted.
    pub speakers: Speakers,
    by: By,
    normaliser: Normaliser,
    /// The document whose sentences come in, and those that came.
    open: Option<usize>,
    sentences: Vec<(String, Vec<(String, String)>)>,
}

impl Gathered {
    pub fn new(task: &Task, by: &By) -> Gathered {
        Gathered {
            observations: Observations::new(task),
            terms: TermCounts::default(),
            speakers: Speakers::default(),
            by: by.clone(),
            normaliser: Normaliser::new(&NormaliseParams::default()),
            open: None,
            sentences: Vec::new(),
        }
    }

    /// Takes one document.
    pub fn add(&mut self, document: &Document, sentences: &[Annotated], copy_of: Option<&str>) {
        let at = self.observations.add(document, sentences, copy_of);
        for annotated in sentences
            .iter()
            .filter(|annotated| !annotated.sentence.foreign && annotated.sentence.copy_of.is_none())
        {
            let heads = annotated.heads.iter().map(|head| head.answer());
            self.add_words(at, &annotated.sentence.text, heads);
        }
    }

    /// Takes one sentence of a document, as `compare` reads it.
    pub fn add_sentence(&mut self, at: usize, traits: Traits, text: &str, answers: Vec<Answer>) {
        let heads: Vec<usize> = answers
            .iter()
            .map(|answer| answer.label.unwrap_or(answer.class))
            .collect();
        if !traits.copy {
            self.add_words(at, text, heads.into_iter());
        }
        self.observations.add_sentence(at, traits, answers);
    }

    /// Counts the words of a sentence for its group and for its classes. A copy is counted where it
    /// stands first, and not again.
    fn add_words(&mut self, at: usize, text: &str, heads: impl Iterator<Item = usize>) {
        if self.open != Some(at) {
            self.close();
            self.open = Some(at);
        }
        let document = &self.observations.documents()[at];
        let source = self.by.group(document);
        let mut groups = vec![(self.by.column().to_owned(), source.clone())];
        let (mut sides, mut quoted) = (Vec::new(), false);
        let voice = self.observations.task.voice_head();
        for (index, (head, class)) in self.observations.task.heads.iter().zip(heads).enumerate() {
            match voice {
                Some((voice, _, of_quoted)) if voice == index => quoted = class == of_quoted,
                _ => {
                    let class = &head.classes[class];
                    let place = (head.name.clone(), class.name.clone());
                    sides.extend((class.polarity != 0).then(|| place.clone()));
                    groups.push(place);
                }
            }
        }
        if quoted {
            self.speakers.add(&source, text, &sides);
        }
        self.sentences.push((text.to_owned(), groups));
    }

    /// Counts the words of the document that is open.
    pub fn close(&mut self) {
        let mut sentences = std::mem::take(&mut self.sentences);
        let sentences = sentences
            .iter_mut()
            .map(|(text, groups)| (text.as_str(), std::mem::take(groups)));
        self.terms.add(&self.normaliser, sentences);
    }
}
