//! Text into sentences, with the byte offsets that cut them out of it.

mod lines;
mod sentences;

use std::collections::BTreeMap;

use crate::clean::{self, CleanParams, Reason, Verdict};
use crate::document::{Document, Kind, Removed, Sentence};
use crate::language;
use crate::{Error, Result};

/// What one row of the result stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unit {
    /// A sentence of an article; furniture is removed.
    #[default]
    Sentence,
    /// The whole text: tweets, headlines, label files. Nothing is removed.
    Document,
}

impl Unit {
    /// The name of the command line and of `run.json`.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Sentence => "sentence",
            Unit::Document => "document",
        }
    }

    /// The unit with this name.
    pub fn by_name(name: &str) -> Result<Unit> {
        let units = [Unit::Sentence, Unit::Document];
        let found = units.into_iter().find(|unit| unit.name() == name);
        found.ok_or_else(|| Error::unknown("unit", name, &units.map(Unit::name)))
    }
}

/// A document, cut: every character that is not blank is in exactly one sentence or removed unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segmented {
    /// What was kept, in order.
    pub sentences: Vec<Sentence>,
    /// What was removed, in order: the document's rows of the ledger.
    pub removed: Vec<Removed>,
    /// How many articles the page holds: more than 1 where another was appended.
    pub parts: usize,
    /// BCP 47 code of the language that most of it is in, where metadata or the text tells.
    pub language: Option<String>,
}

/// Cuts a document into its sentences and its furniture.
pub fn segment(document: &Document, unit: Unit, params: &CleanParams) -> Segmented {
    match unit {
        Unit::Document => whole(&document.text),
        Unit::Sentence => cut(document, params),
    }
}

fn whole(text: &str) -> Segmented {
    let (start, end) = lines::trim(text, 0, text.len());
    let mut segmented = Segmented {
        parts: 1,
        ..Segmented::default()
    };
    if start < end {
        segmented.keep(text, (start, end), 1, Kind::Body);
    }
    segmented.tell_languages(None);
    segmented
}

fn cut(document: &Document, params: &CleanParams) -> Segmented {
    let text = document.text.as_str();
    let spans = lines::lines(text);
    let texts: Vec<&str> = spans
        .iter()
        .map(|&(start, end)| &text[start..end])
        .collect();
    let verdicts = clean::judge(&texts, document.author.as_deref(), |line| {
        params.repeated.contains(&document.source, line)
    });
    let mut segmented = Segmented {
        parts: verdicts.last().map_or(1, |verdict| verdict.part),
        ..Segmented::default()
    };
    for (&span, verdict) in spans.iter().zip(&verdicts) {
        segmented.add_line(text, span, verdict, params);
    }
    segmented.tell_languages(document.language.as_deref());
    segmented
}

impl Segmented {
    fn add_line(
        &mut self,
        text: &str,
        line: (usize, usize),
        verdict: &Verdict,
        params: &CleanParams,
    ) {
        let units = sentences::sentences(text, line.0, line.1);
        let alone = units.len() == 1;
        let whole_line = verdict
            .reason
            .or((verdict.part > 1 && !params.all_parts).then_some(Reason::Part));
        for unit in units {
            let inside = || {
                (!alone)
                    .then(|| clean::judge_sentence(&text[unit.0..unit.1]))
                    .flatten()
            };
            match whole_line
                .or_else(inside)
                .filter(|&reason| !params.keeps(reason))
            {
                Some(reason) => self.remove(text, unit, verdict.part, reason),
                None if alone && verdict.heading => {
                    self.keep(text, unit, verdict.part, Kind::Heading)
                }
                None => self.keep(text, unit, verdict.part, Kind::Body),
            }
        }
    }

    /// Marks the sentences that are in another language than most of the document.
    fn tell_languages(&mut self, known: Option<&str>) {
        let mut bytes: BTreeMap<&str, usize> = BTreeMap::new();
        let mut before = None;
        for sentence in &mut self.sentences {
            sentence.language = language::detect_after(&sentence.text, before);
            before = sentence.language.or(before);
            if let Some(language) = sentence.language {
                *bytes.entry(language).or_default() += sentence.text.len();
            }
        }
        let most = bytes
            .into_iter()
            .max_by_key(|(_, bytes)| *bytes)
            .map(|(language, _)| language);
        let known = known
            .map(|code| code.split(['-', '_']).next().unwrap_or(code))
            .filter(|code| !code.is_empty());
        // What a page declares is often its menu's language: the text decides if they differ.
        self.language = most.or(known).map(str::to_owned);
        for sentence in &mut self.sentences {
            sentence.foreign =
                sentence.language.is_some() && sentence.language != self.language.as_deref();
        }
    }

    fn keep(&mut self, text: &str, (start, end): (usize, usize), part: usize, kind: Kind) {
        let text = &text[start..end];
        self.sentences.push(Sentence {
            n: self.sentences.len() + 1,
            part,
            start,
            end,
            kind,
            dateline: match kind {
                Kind::Body => clean::dateline(text),
                Kind::Heading => 0,
            },
            text: text.to_owned(),
            ..Sentence::default()
        });
    }

    fn remove(&mut self, text: &str, (start, end): (usize, usize), part: usize, reason: Reason) {
        self.removed.push(Removed {
            part,
            start,
            end,
            reason: reason.name(),
            text: text[start..end].to_owned(),
        });
    }
}
