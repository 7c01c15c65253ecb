//! Results and words together: what every part of the report looks numbers up in.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::terms::{self, Places};
use super::words::{Part, Words};
use crate::evaluate::Agreement;
use crate::report::results::{Results, SentenceRow, ShareRead};
use crate::task::Head;

/// The results, indexed, and the words to tell them in.
pub(super) struct View<'a> {
    pub results: &'a Results,
    pub words: &'a Words,
    pub sources: Vec<&'a str>,
    /// How far the readers of the labels agree, where it is known.
    agreement: &'a [Agreement],
    /// The head of voices and its class of quoted ones.
    quoted: Option<(usize, usize)>,
    places: OnceCell<Places<'a>>,
    shares: HashMap<(&'a str, &'a str, &'a str, &'a str), &'a ShareRead>,
}

impl<'a> View<'a> {
    pub fn new(results: &'a Results, words: &'a Words, agreement: &'a [Agreement]) -> View<'a> {
        let key = |row: &'a ShareRead| {
            let (source, voice) = (row.source.as_str(), row.voice.as_str());
            ((source, voice, row.head.as_str(), row.class.as_str()), row)
        };
        View {
            results,
            words,
            agreement,
            sources: results.groups(),
            quoted: results.voice_head().map(|(head, _, quoted)| (head, quoted)),
            places: OnceCell::new(),
            shares: results.shares.iter().map(key).collect(),
        }
    }

    pub fn heads(&self) -> &'a [Head] {
        &self.results.record.heads
    }

    /// How far the readers of the labels agree on a head.
    pub fn agreement(&self, head: &str) -> Option<&'a Agreement> {
        self.agreement.iter().find(|of| of.head == head)
    }

    /// Whether a sentence is in the shares.
    pub fn counts(&self, sentence: &SentenceRow) -> bool {
        self.results.estimated.counts(sentence, self.quoted)
    }

    /// The sentences that are in the shares.
    pub fn counted(&self) -> impl Iterator<Item = &'a SentenceRow> {
        let sentences = self.results.sentences.iter();
        sentences.filter(|sentence| self.counts(sentence))
    }

    /// The class that a sentence counts for; none where it is undecided.
    pub fn class(&self, sentence: &SentenceRow, head: usize) -> Option<usize> {
        let decided = self.results.estimated.decided(sentence, head);
        decided.then(|| sentence.answers[head].counted())
    }

    /// Where the words stand that set a source apart, looked for once.
    pub fn term_places(&self) -> &Places<'a> {
        self.places.get_or_init(|| terms::places(self))
    }

    /// Whether shares are also given by voice.
    pub fn has_voices(&self) -> bool {
        self.results.voice_head().is_some()
    }

    /// One row of `sources.csv`.
    pub fn share(
        &self,
        source: &str,
        voice: &str,
        head: &str,
        class: &str,
    ) -> Option<&'a ShareRead> {
        self.shares.get(&(source, voice, head, class)).copied()
    }

    /// The sources with most sentences first.
    pub fn by_size(&self) -> Vec<(usize, &'a str)> {
        let head = &self.heads()[0];
        let size = |source: &str| {
            self.share(source, "all", &head.name, &head.classes[0].name)
                .map_or(0, |row| row.sentences)
        };
        let mut order: Vec<(usize, &str)> = self.sources.iter().copied().enumerate().collect();
        order.sort_by_key(|&(index, source)| (std::cmp::Reverse(size(source)), index));
        order
    }

    /// Articles of a source.
    pub fn articles(&self, source: &str) -> u64 {
        let head = &self.heads()[0];
        self.share(source, "all", &head.name, &head.classes[0].name)
            .map_or(0, |row| row.documents)
    }

    /// The classes of a side: those with this sign of polarity.
    pub fn side(&self, head: &Head, sign: i8) -> Vec<usize> {
        let of_side = |(_, class): &(usize, &crate::task::Class)| class.polarity.signum() == sign;
        head.classes
            .iter()
            .enumerate()
            .filter(of_side)
            .map(|(at, _)| at)
            .collect()
    }

    /// A reason of the estimate in this language: its beginning is looked up, what follows are numbers.
    pub fn reason(&self, note: &str) -> String {
        let start = note.split([':', '(']).next().unwrap_or(note).trim();
        match self.words.name(start) {
            known if known != start => known.to_owned(),
            _ => note.replace('`', ""),
        }
    }

    /// A share in percent, as this language writes it.
    pub fn percent(&self, share: f64) -> String {
        let blank = if self.words.from_the_right() {
            ""
        } else {
            "\u{A0}"
        };
        format!("{:.0}{blank}%", 100.0 * share)
    }

    /// A net score in points with its sign; the mark keeps the sign before the digits in every script.
    pub fn points(&self, net: f64) -> String {
        let points = (100.0 * net).round();
        // What is not zero is not called so: the end of an interval that just excludes it.
        let small = (1000.0 * net).round() / 10.0;
        match points {
            0.0 if small > 0.0 => format!("\u{200E}+{small:.1}"),
            0.0 if small < 0.0 => format!("\u{200E}−{:.1}", -small),
            0.0 => "0".to_owned(),
            points if points < 0.0 => format!("\u{200E}−{:.0}", -points),
            points => format!("\u{200E}+{points:.0}"),
        }
    }

    /// A number that opens nothing.
    pub fn number(&self, text: impl Into<String>) -> Part {
        Part::Number(text.into(), None)
    }

    /// A count that opens the sentences of these filters.
    pub fn opening(&self, text: impl Into<String>, filters: &[(&str, usize)], voice: &str) -> Part {
        Part::Number(text.into(), Some(link(filters, voice)))
    }
}

/// The address within the page of the sentences that these filters leave: `s` a source, `h0` the class
/// of the first head.
pub(super) fn link(filters: &[(&str, usize)], voice: &str) -> String {
    let mut pairs: Vec<String> = filters
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    if voice != "all" {
        pairs.push(format!("v={voice}"));
    }
    format!("#e?{}", pairs.join("&"))
}

/// The key of a head's filter.
pub(super) fn head_key(head: usize) -> String {
    format!("h{head}")
}
