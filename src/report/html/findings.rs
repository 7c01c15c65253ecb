//! The first screen: what can be said and what cannot, in sentences.

use super::source_line;
use super::view::View;
use super::words::{Line, Part};
use crate::report::count;
use crate::report::results::ShareRead;
use crate::task::Head;

/// Sources told in sentences; every one is in the tables.
const TOLD: usize = 12;

/// Fewer articles of a source are no sample of it.
pub(super) const FEWEST_ARTICLES: u64 = 5;

/// What each source says, the first head's classes first.
pub(super) fn can_be_said(view: &View<'_>) -> Vec<Line> {
    let head = &view.heads()[main_head(view)];
    let mut lines: Vec<Line> = view
        .by_size()
        .into_iter()
        .take(TOLD)
        .filter_map(|source| source_line::source_line(view, head, source))
        .collect();
    let more = view.sources.len().saturating_sub(TOLD);
    if more > 0 {
        lines.push(
            view.words
                .line("more_sources", &[("n", view.number(count(more as u64)))]),
        );
    }
    lines
}

/// The head told first: the first that takes sides, else the first.
pub(super) fn main_head(view: &View<'_>) -> usize {
    view.heads().iter().position(Head::has_sides).unwrap_or(0)
}

/// How many sources have articles enough to be compared.
pub(super) fn comparable(view: &View<'_>) -> usize {
    let enough = |source: &&&str| view.articles(source) >= FEWEST_ARTICLES;
    view.sources.iter().filter(enough).count()
}

/// What the numbers do not show.
pub(super) fn cannot_be_said(view: &View<'_>) -> Vec<Line> {
    let mut lines = match comparable(view) {
        0 | 1 => vec![no_comparison(view)],
        _ => too_few_articles(view),
    };
    let mut shares = view.results.shares.iter();
    if !shares.any(|row| row.corrected.is_some()) {
        lines.push(view.words.line("not_corrected", &[]));
    }
    lines.extend(reasons(view));
    let left_out = left_out(view);
    if !left_out.is_empty() {
        let what = ("what", Part::Text(left_out.join(", ")));
        lines.push(view.words.line("left_out", &[what]));
    }
    lines
}

fn no_comparison(view: &View<'_>) -> Line {
    let mut sources = view.sources.iter();
    let key = match sources.all(|source| view.articles(source) <= 1) {
        true => "no_comparison_one",
        false => "no_comparison_few",
    };
    let n = view.number(comparable(view).to_string());
    view.words.line(key, &[("n", n)])
}

/// The sources that are no sample, each in a line.
fn too_few_articles(view: &View<'_>) -> Vec<Line> {
    let sources = view.sources.iter();
    let few = sources.filter(|source| view.articles(source) < FEWEST_ARTICLES);
    let line = |source: &&str| {
        let source = Part::Outside((*source).to_owned());
        view.words.line("few_articles", &[("source", source)])
    };
    few.take(TOLD).map(line).collect()
}

/// What the comparison was asked to leave out.
fn left_out(view: &View<'_>) -> Vec<String> {
    let estimated = &view.results.estimated;
    let names = estimated.filter.names().into_iter();
    let mut left_out: Vec<String> = names.map(|name| view.words.name(name).to_owned()).collect();
    if let Some(least) = estimated.abstain {
        let least = [("least", view.number(least.to_string()))];
        left_out.push(view.words.line("left_out_below", &least).to_plain());
    }
    left_out
}

/// Why some heads have no corrected shares, each reason once.
fn reasons(view: &View<'_>) -> Vec<Line> {
    let mut told = std::collections::BTreeSet::new();
    let missing = view.results.shares.iter().filter(|row| {
        let unknown = row.corrected.is_none() && !row.note.is_empty();
        unknown && row.voice == "all" && is_class(view, row)
    });
    let once = missing.filter(|row| told.insert((row.head.as_str(), row.note.as_str())));
    let line = |row: &ShareRead| {
        let head = Part::Outside(view.words.name(&row.head).to_owned());
        let reason = Part::Outside(view.reason(&row.note));
        let places = [("head", head), ("reason", reason)];
        view.words.line("few_labels", &places)
    };
    once.take(4).map(line).collect()
}

/// Whether a share is that of a class, not a measure made of several.
fn is_class(view: &View<'_>, row: &ShareRead) -> bool {
    let mut heads = view.heads().iter();
    heads.any(|head| head.name == row.head && head.class(&row.class).is_some())
}
