//! The first screen: what can be said, what cannot, and what it stands on, in sentences.

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

/// What was read and what became of it.
pub(super) fn reading(view: &View<'_>) -> Vec<Line> {
    let (words, results) = (view.words, view.results);
    let removed = results.removed.len() as u64;
    let number = |text: String| Part::Number(text, None);
    let sentences = results.sentences.len() as u64;
    let labelled = |row: &&crate::report::results::SentenceRow| {
        row.answers.iter().any(|answer| answer.label.is_some())
    };
    let labels = results.sentences.iter().filter(labelled).count() as u64;
    let foreign = results.sentences.iter().filter(|row| row.foreign).count() as u64;
    let documents = results.documents.len() as u64;
    let all_count = view.counted().count() as u64 == sentences;
    let key = if removed > 0 {
        "read"
    } else {
        "nothing_removed"
    };
    let mut lines = vec![words.line(
        key,
        &[
            ("documents", number(words.count("articles", documents))),
            (
                "sources",
                number(words.count("sources_of", view.sources.len() as u64)),
            ),
            (
                "sentences",
                Part::Number(
                    words.count("sentences_of", sentences),
                    all_count.then(|| "#e?".to_owned()),
                ),
            ),
            (
                "removed",
                Part::Number(words.count("units", removed), Some("#ledger".to_owned())),
            ),
        ],
    )];
    let copies = results
        .documents
        .iter()
        .filter(|row| !row.copy_of.is_empty())
        .count() as u64;
    lines.push(match copies {
        0 => words.line("no_copies", &[]),
        _ => words.line(
            "copies",
            &[("copies", number(words.count("articles", copies)))],
        ),
    });
    let of_labelled = (
        "labelled",
        Part::Number(
            words.count("sentences_of", labels),
            Some("#e?l=yes".to_owned()),
        ),
    );
    lines.push(match labels {
        0 => words.line("labelled_none", &[]),
        all if all == sentences => words.line("labelled_all", &[of_labelled]),
        _ => words.line("labelled", &[of_labelled]),
    });
    let counts = &results.record.counts;
    let mut warn = |key: &str, place: &str, what: &str, n: u64| {
        if n > 0 {
            lines.push(words.line(key, &[(place, number(words.count(what, n)))]));
        }
    };
    warn("foreign", "sentences", "sentences", foreign);
    warn(
        "unreadable",
        "documents",
        "articles_of",
        counts.unreadable.len() as u64,
    );
    warn("unnamed", "documents", "articles_of", counts.without_source);
    warn("memorised", "sentences", "sentences", counts.memorised);
    lines
}

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
    let mut lines = Vec::new();
    let enough = |source: &&&str| view.articles(source) >= FEWEST_ARTICLES;
    let comparable = comparable(view);
    if comparable < 2 {
        let all_single = view.sources.iter().all(|source| view.articles(source) <= 1);
        let key = if all_single {
            "no_comparison_one"
        } else {
            "no_comparison_few"
        };
        lines.push(
            view.words
                .line(key, &[("n", view.number(comparable.to_string()))]),
        );
    } else {
        for source in view
            .sources
            .iter()
            .filter(|source| !enough(source))
            .take(TOLD)
        {
            lines.push(view.words.line(
                "few_articles",
                &[("source", Part::Outside((*source).to_owned()))],
            ));
        }
    }
    if !view
        .results
        .shares
        .iter()
        .any(|row| row.corrected.is_some())
    {
        lines.push(view.words.line("not_corrected", &[]));
    }
    for reason in reasons(view) {
        lines.push(reason);
    }
    let left_out = left_out(view);
    if !left_out.is_empty() {
        let what = ("what", Part::Text(left_out.join(", ")));
        lines.push(view.words.line("left_out", &[what]));
    }
    lines
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
    let is_class = |row: &ShareRead| {
        view.heads()
            .iter()
            .any(|head| head.name == row.head && head.class(&row.class).is_some())
    };
    let missing = view
        .results
        .shares
        .iter()
        .filter(|row| row.corrected.is_none() && !row.note.is_empty());
    missing
        .filter(|row| {
            row.voice == "all"
                && is_class(row)
                && told.insert((row.head.as_str(), row.note.as_str()))
        })
        .take(4)
        .map(|row| {
            let head = Part::Outside(view.words.name(&row.head).to_owned());
            view.words.line(
                "few_labels",
                &[
                    ("head", head),
                    ("reason", Part::Outside(view.reason(&row.note))),
                ],
            )
        })
        .collect()
}

/// How good the model proved.
pub(super) fn quality(view: &View<'_>) -> Vec<Line> {
    let heads = view.results.model.heads.iter();
    heads
        .map(|head| {
            let name = ("head", Part::Text(view.words.name(&head.head).to_owned()));
            let Some(scores) = &head.scores else {
                return view.words.line("model_unmeasured", &[name]);
            };
            let score = |value: f64| view.number(format!("{value:.2}"));
            let n = view.words.count("sentences_of", scores.sentences);
            let documents = view.words.count("articles_of", scores.documents);
            let mut places = vec![
                name,
                ("n", view.number(n)),
                ("documents", view.number(documents)),
                ("f1", score(scores.macro_f1)),
                ("majority", score(scores.majority_macro_f1)),
            ];
            let Some(interval) = scores.macro_f1_interval else {
                return view.words.line("model_line_plain", &places);
            };
            places.extend([("low", score(interval.low)), ("high", score(interval.high))]);
            view.words.line("model_line", &places)
        })
        .collect()
}
