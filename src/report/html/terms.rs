//! The figure of words that set a source apart.

use std::collections::{BTreeMap, HashMap};

use rustc_hash::{FxHashMap, FxHashSet};

use super::content::{Figure, Table};
use super::sources::drawn as drawn_figure;
use super::view::{View, link};
use super::words::Part;
use crate::features::{NormaliseParams, Normaliser};
use crate::report::count;
use crate::report::figure::{Row, RowChart, Shape, Spot};
use crate::report::results::TermRead;

/// Words drawn for a source, and sources drawn; the table has more.
const DRAWN: (usize, usize) = (4, 6);

/// Words of a source in the table, and rows of it.
const LISTED: (usize, usize) = (12, 400);

/// The sentences of a source that have one of its words, by source and word.
pub(super) type Places<'a> = BTreeMap<(usize, &'a str), Vec<usize>>;

/// A word of a source.
#[derive(Debug, Clone, Copy)]
struct Listed<'a> {
    source: usize,
    /// Its place among the words of its source.
    place: usize,
    term: &'a TermRead,
}

/// The figure, where the run found such words.
pub(super) fn figure(view: &View<'_>) -> Option<Figure> {
    let listed = listed(view);
    let sources: Vec<usize> = view
        .by_size()
        .iter()
        .map(|(at, _)| *at)
        .take(DRAWN.1)
        .collect();
    let is_drawn = |word: &&Listed<'_>| word.place < DRAWN.0 && sources.contains(&word.source);
    let drawn: Vec<Listed<'_>> = listed.iter().filter(is_drawn).copied().collect();
    if drawn.is_empty() {
        return None;
    }
    let chart = chart(view, &drawn);
    let caption = view.words.say("figure_terms_caption").to_owned();
    Some(drawn_figure(view, chart, caption, table(view, &listed)))
}

/// The words of each source that the report names, the surest first.
fn listed<'a>(view: &View<'a>) -> Vec<Listed<'a>> {
    let by = view.results.estimated.by.column();
    let mut of_source: HashMap<&str, Vec<&TermRead>> = HashMap::new();
    for term in view
        .results
        .terms
        .iter()
        .filter(|term| term.of == by && term.log_odds > 0.0)
    {
        of_source.entry(&term.group).or_default().push(term);
    }
    let words = view.by_size().into_iter().flat_map(|(source, name)| {
        let terms = of_source.remove(name).unwrap_or_default().into_iter();
        let number = move |(place, term)| Listed {
            source,
            place,
            term,
        };
        terms.take(LISTED.0).enumerate().map(number)
    });
    words.take(LISTED.1).collect()
}

/// Where the words that the report names stand.
pub(super) fn places<'a>(view: &View<'a>) -> Places<'a> {
    let mut places: Places<'a> = BTreeMap::new();
    let mut wanted: FxHashMap<&str, (usize, FxHashSet<&'a str>)> = FxHashMap::default();
    for word in listed(view) {
        let (source, term) = (word.source, word.term.term.as_str());
        places.insert((source, term), Vec::new());
        let of_source = wanted.entry(&word.term.group).or_default();
        of_source.0 = source;
        of_source.1.insert(term);
    }
    let normaliser = Normaliser::new(&NormaliseParams::default());
    let mut folded = String::new();
    for (at, sentence) in view.results.sentences.iter().enumerate() {
        let group = view.results.documents[sentence.document].group.as_str();
        let Some((source, terms)) = wanted.get(group).filter(|_| view.counts(sentence)) else {
            continue;
        };
        folded.clear();
        normaliser.normalise_into(&sentence.text, &mut folded);
        let words = folded.split(|letter: char| !letter.is_alphanumeric());
        for term in words.filter_map(|word| terms.get(word)) {
            let found = places.entry((*source, term)).or_default();
            if found.last() != Some(&at) {
                found.push(at);
            }
        }
    }
    places
}

fn term_link(word: &Listed<'_>) -> String {
    let bytes = word.term.term.bytes().map(|byte| format!("%{byte:02X}"));
    let opened = link(&[("s", word.source)], "all");
    format!("{opened}&t={}", bytes.collect::<String>())
}

/// Sentences that a word opens.
fn opened(view: &View<'_>, word: &Listed<'_>) -> u64 {
    let places = view.term_places();
    places
        .get(&(word.source, word.term.term.as_str()))
        .map_or(0, |places| places.len() as u64)
}

fn chart(view: &View<'_>, drawn: &[Listed<'_>]) -> RowChart {
    let highs = drawn.iter().map(|word| word.term.high);
    let lows = drawn.iter().map(|word| word.term.low);
    let (least, most) = (lows.fold(0.0, f64::min), highs.fold(1.0, f64::max));
    let rows: Vec<Row> = drawn.iter().map(|word| row(view, word)).collect();
    let titles: Vec<&str> = rows.iter().map(|row| row.spots[0].title.as_str()).collect();
    RowChart {
        id: "terms".to_owned(),
        title: view.words.say("figure_terms").to_owned(),
        description: titles.join("; "),
        domain: (least, most),
        ticks: (least.ceil() as i32..=most.floor() as i32)
            .map(|tick| (f64::from(tick), tick.to_string()))
            .collect(),
        ends: None,
        legend: Vec::new(),
        rows,
    }
}

fn row(view: &View<'_>, word: &Listed<'_>) -> Row {
    let term = word.term;
    let sentences = view.words.count("sentences", opened(view, word));
    Row {
        label: format!("{} · {}", term.term, term.group),
        href: Some(term_link(word)),
        spots: vec![Spot {
            at: Some(term.log_odds),
            interval: Some((term.low, term.high)),
            shape: Shape::Dot,
            href: Some(term_link(word)),
            title: format!(
                "{} · {}: {:.1} ({:.1} … {:.1}), {sentences}",
                term.term, term.group, term.log_odds, term.low, term.high
            ),
        }],
        value: count(opened(view, word)),
        ..Row::default()
    }
}

fn table(view: &View<'_>, listed: &[Listed<'_>]) -> Table {
    let cells = |word: &Listed<'_>| {
        let term = word.term;
        let sentences = count(opened(view, word));
        vec![
            Part::Outside(term.group.clone()),
            Part::Outside(term.term.clone()),
            Part::Number(sentences, Some(term_link(word))),
            view.number(count(term.documents)),
            view.number(format!("{:.1}", term.log_odds)),
            view.number(format!("{:.1} … {:.1}", term.low, term.high)),
        ]
    };
    let header = [
        "col_source",
        "col_term",
        "col_sentences",
        "col_articles",
        "col_log_odds",
        "col_interval",
    ];
    Table {
        id: "terms".to_owned(),
        header: header.map(|key| view.words.say(key).to_owned()).into(),
        left: 2,
        rows: listed.iter().map(cells).collect(),
    }
}
