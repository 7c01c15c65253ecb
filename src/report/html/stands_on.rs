//! The first screen: what the numbers stand on, in sentences.

use super::view::View;
use super::words::{Line, Part};
use crate::evaluate::Agreement;
use crate::evaluate::HeadScores;
use crate::report::HeadCard;

/// What was read and what became of it.
pub(super) fn reading(view: &View<'_>) -> Vec<Line> {
    let mut lines = vec![kept(view), copies(view), labelled(view)];
    lines.extend(warnings(view));
    lines
}

/// So many of something, with what they open.
fn number(view: &View<'_>, what: &str, n: usize, opens: Option<&str>) -> Part {
    let text = view.words.count(what, n as u64);
    Part::Number(text, opens.map(str::to_owned))
}

fn kept(view: &View<'_>) -> Line {
    let (documents, sentences) = (&view.results.documents, view.results.sentences.len());
    let removed = view.results.removed.len();
    let all_count = view.counted().count() == sentences;
    let key = match removed {
        0 => "nothing_removed",
        _ => "read",
    };
    let opens = all_count.then_some("#e?");
    let places = [
        ("documents", number(view, "articles", documents.len(), None)),
        (
            "sources",
            number(view, "sources_of", view.sources.len(), None),
        ),
        ("sentences", number(view, "sentences_of", sentences, opens)),
        ("removed", number(view, "units", removed, Some("#ledger"))),
    ];
    view.words.line(key, &places)
}

fn copies(view: &View<'_>) -> Line {
    let documents = view.results.documents.iter();
    match documents.filter(|row| !row.copy_of.is_empty()).count() {
        0 => view.words.line("no_copies", &[]),
        copies => {
            let copies = ("copies", number(view, "articles", copies, None));
            view.words.line("copies", &[copies])
        }
    }
}

fn labelled(view: &View<'_>) -> Line {
    let sentences = &view.results.sentences;
    let has_label = |answers: &[crate::report::results::Answer]| {
        answers.iter().any(|answer| answer.label.is_some())
    };
    let labelled = sentences
        .iter()
        .filter(|row| has_label(&row.answers))
        .count();
    let key = match labelled {
        0 => "labelled_none",
        all if all == sentences.len() => "labelled_all",
        _ => "labelled",
    };
    let opens = Some("#e?l=yes");
    let place = ("labelled", number(view, "sentences_of", labelled, opens));
    view.words.line(key, &[place])
}

/// What is missing or doubtful, where there is any of it.
fn warnings(view: &View<'_>) -> Vec<Line> {
    let counts = &view.results.record.counts;
    let foreign = view.results.sentences.iter().filter(|row| row.foreign);
    let all = [
        ("foreign", "sentences", foreign.count() as u64),
        ("unreadable", "documents", counts.unreadable.len() as u64),
        ("unnamed", "documents", counts.without_source),
        ("memorised", "sentences", counts.memorised),
    ];
    let some = all.into_iter().filter(|(.., n)| *n > 0);
    some.map(|(key, of, n)| warning(view, key, of, n)).collect()
}

fn warning(view: &View<'_>, key: &str, of: &str, n: u64) -> Line {
    let what = match of {
        "documents" => "articles_of",
        other => other,
    };
    let n = view.number(view.words.count(what, n));
    view.words.line(key, &[(of, n)])
}

/// How good the model proved on each head, and how far people agree on it.
pub(super) fn quality(view: &View<'_>) -> Vec<Line> {
    let heads = &view.results.model.heads;
    let mut lines: Vec<Line> = heads.iter().map(|head| of_head(view, head)).collect();
    if heads
        .iter()
        .all(|head| view.agreement(&head.head).is_none())
    {
        lines.push(view.words.line("agreement_unknown", &[]));
    }
    lines
}

fn of_head(view: &View<'_>, head: &HeadCard) -> Line {
    let name = ("head", Part::Text(view.words.name(&head.head).to_owned()));
    let mut line = match &head.scores {
        Some(scores) => measured(view, name, scores),
        None => view.words.line("model_unmeasured", &[name]),
    };
    if let Some(agreement) = view.agreement(&head.head) {
        line.0.push(Part::Text(" ".to_owned()));
        line.0.extend(agreed(view, agreement).0);
    }
    line
}

fn measured(view: &View<'_>, name: (&'static str, Part), scores: &HeadScores) -> Line {
    let score = |value: f64| view.number(format!("{value:.2}"));
    let (sentences, documents) = (scores.sentences, scores.documents);
    let mut places = vec![
        name,
        ("n", number(view, "sentences_of", sentences, None)),
        ("documents", number(view, "articles_of", documents, None)),
        ("f1", score(scores.macro_f1)),
        ("majority", score(scores.majority_macro_f1)),
    ];
    let Some(interval) = scores.macro_f1_interval else {
        return view.words.line("model_line_plain", &places);
    };
    places.extend([("low", score(interval.low)), ("high", score(interval.high))]);
    view.words.line("model_line", &places)
}

fn agreed(view: &View<'_>, agreement: &Agreement) -> Line {
    let score = |value: f64| view.number(format!("{value:.2}"));
    let files = agreement.readers.join(", ");
    let mut places = vec![
        ("n", number(view, "sentences", agreement.sentences, None)),
        (
            "readers",
            number(view, "readers", agreement.readers.len(), None),
        ),
        ("agreed", view.number(view.percent(agreement.agreed))),
        ("alpha", score(agreement.alpha)),
        ("files", Part::Outside(files)),
    ];
    let Some(interval) = agreement.alpha_interval else {
        return view.words.line("agreement", &places);
    };
    places.extend([("low", score(interval.low)), ("high", score(interval.high))]);
    view.words.line("agreement_interval", &places)
}
