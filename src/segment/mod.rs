//! Text into sentences, with the byte offsets that cut them out of it.

mod lines;
mod sentences;

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::clean::{self, CleanParams, Reason, Verdict};
use crate::document::{Document, Kind, Removed, Sentence};
use crate::language::{self, line::Line};
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
    pub language: Option<Cow<'static, str>>,
}

/// Cuts a document into its sentences and its furniture.
pub fn segment(document: &Document, unit: Unit, params: &CleanParams) -> Segmented {
    match unit {
        Unit::Document => whole(document),
        Unit::Sentence => cut(document, params),
    }
}

fn whole(document: &Document) -> Segmented {
    let text = document.text.as_str();
    let mut segmented = Segmented {
        parts: 1,
        ..Segmented::default()
    };
    segmented.remove_front(document);
    let span = lines::trim(text, document.front, text.len());
    if span.0 < span.1 {
        segmented.keep(text, span, 1, Kind::Body);
    }
    segmented.tell_languages(None);
    segmented
}

fn cut(document: &Document, params: &CleanParams) -> Segmented {
    let text = document.text.as_str();
    let page = Page::read(text, document.front);
    let verdicts = clean::judge(
        &page.texts,
        &page.lines,
        document.author.as_deref(),
        |line| params.repeated.contains(&document.source, line),
    );
    let mut segmented = Segmented {
        parts: verdicts.last().map_or(1, |verdict| verdict.part),
        ..Segmented::default()
    };
    segmented.remove_front(document);
    for (units, verdict) in page.units.iter().zip(&verdicts) {
        segmented.add_line(text, units, verdict, params);
    }
    segmented.tell_languages(document.language.as_deref());
    segmented
}

/// The lines of a text and their sentences.
#[derive(Default)]
struct Page<'a> {
    texts: Vec<&'a str>,
    lines: Vec<Line>,
    units: Vec<Vec<SentenceUnit>>,
}

/// One sentence of a line.
struct SentenceUnit {
    span: (usize, usize),
    /// As the rules see it; none where it is the whole line.
    line: Option<Line>,
}

impl<'a> Page<'a> {
    /// Folds each character once: a line is made of its sentences.
    fn read(text: &'a str, from: usize) -> Page<'a> {
        let mut page = Page::default();
        for (start, end) in lines::lines(text, from) {
            let spans = sentences::sentences(text, start, end);
            let line = &text[start..end];
            page.texts.push(line);
            if spans.len() == 1 {
                page.lines.push(clean::read(line));
                page.units.push(vec![SentenceUnit {
                    span: spans[0],
                    line: None,
                }]);
                continue;
            }
            let read: Vec<Line> = spans
                .iter()
                .map(|&(start, end)| clean::read(&text[start..end]))
                .collect();
            page.lines.push(match clean::is_running(line) {
                true => clean::read(line),
                false => Line::join(&read, line),
            });
            let units = spans.into_iter().zip(read);
            page.units.push(
                units
                    .map(|(span, line)| SentenceUnit {
                        span,
                        line: Some(line),
                    })
                    .collect(),
            );
        }
        page
    }
}

impl Segmented {
    fn remove_front(&mut self, document: &Document) {
        let span = lines::trim(&document.text, 0, document.front);
        if span.0 < span.1 {
            self.remove(&document.text, span, 1, Reason::Metadata);
        }
    }

    fn add_line(
        &mut self,
        text: &str,
        units: &[SentenceUnit],
        verdict: &Verdict,
        params: &CleanParams,
    ) {
        let part = verdict.part;
        let whole_line = verdict
            .reason
            .or((part > 1 && !params.all_parts).then_some(Reason::Part));
        for SentenceUnit { span, line } in units {
            let inside = || clean::judge_sentence(&text[span.0..span.1], line.as_ref()?);
            let reason = whole_line.or_else(inside);
            match reason.filter(|&reason| !params.keeps(reason)) {
                Some(reason) => self.remove(text, *span, part, reason),
                None if verdict.heading || verdict.question && line.is_none() => {
                    self.keep(text, *span, part, Kind::Heading)
                }
                None => self.keep(text, *span, part, Kind::Body),
            }
        }
    }

    /// Marks the sentences that are in another language than most of the document.
    fn tell_languages(&mut self, known: Option<&str>) {
        let mut bytes: SmallVec<[(&'static str, usize); 4]> = SmallVec::new();
        let mut before = None;
        for sentence in &mut self.sentences {
            sentence.language = language::detect_after(&sentence.text, before);
            before = sentence.language.or(before);
            if let Some(language) = sentence.language {
                match bytes.iter_mut().find(|(other, _)| *other == language) {
                    Some((_, bytes)) => *bytes += sentence.text.len(),
                    None => bytes.push((language, sentence.text.len())),
                }
            }
        }
        let most = bytes
            .into_iter()
            .max_by_key(|(language, bytes)| (*bytes, *language))
            .map(|(language, _)| language);
        let known = known
            .map(|code| code.split(['-', '_']).next().unwrap_or(code))
            .filter(|code| !code.is_empty());
        // What a page declares is often its menu's language: the text decides if they differ.
        let known = known.map(|code| Cow::Owned(code.to_owned()));
        self.language = most.map(Cow::Borrowed).or(known);
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
