//! The sentences of a page as columns of JSON, for its script.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use serde_json::{Value, json};

use super::driving::{Driving, Explainer};
use super::view::View;
use crate::Result;
use crate::model::Model;
use crate::report::results::{DocumentRow, SentenceRow};
use crate::task::Head;

/// Characters of a title that are shown; the page says how many there are.
const LONGEST_NAME: usize = 300;

/// Characters of one sentence that a page carries.
const LONGEST_TEXT: usize = 5_000;

/// Bytes of all tables that a page offers for download, as they stand in it; what is larger stays in the folder.
const MOST_TABLES: u64 = 2 << 20;

/// The tables that a page carries, where the run wrote them.
const TABLES: [&str; 6] = [
    "sources.csv",
    "comparisons.csv",
    "terms.csv",
    "robustness.csv",
    "documents.csv",
    "removed.csv",
];

/// Everything that the script needs; `documents` are those embedded.
pub(super) fn data(
    view: &View<'_>,
    documents: &[usize],
    model: Option<&Model>,
    folder: &Path,
) -> Result<Value> {
    let results = view.results;
    let rows: Vec<&SentenceRow> = documents
        .iter()
        .flat_map(|&document| &results.documents[document].sentences)
        .map(|&at| &results.sentences[at])
        .collect();
    let explained = model.map(|model| Explainer::new(model).explain_all(&rows));
    let voice = results.voice_head();
    Ok(json!({
        "code": view.words.code,
        "words": view.words.for_script(),
        "heads": view.heads().iter().map(|head| head_of(view, head)).collect::<Vec<_>>(),
        "voice": voice.map(|(head, own, quoted)| json!([head, own, quoted])),
        "sources": view.sources,
        "documents": documents_of(view, documents),
        "sentences": sentences_of(view, documents, &rows),
        "driving": explained.map(|explained| driving_of(view, &explained)),
        "removed": removed_of(view, documents),
        "exact": exact(view, documents),
        "terms": terms_of(view, documents),
        "tables": tables(folder)?,
    }))
}

fn head_of(view: &View<'_>, head: &Head) -> Value {
    let classes = head.classes.iter().map(|class| {
        json!({ "name": class.name, "title": view.words.name(&class.name), "polarity": class.polarity })
    });
    let title = view.words.name(&head.name);
    json!({ "name": head.name, "title": title, "classes": classes.collect::<Vec<_>>() })
}

/// JSON fit to stand in a `script` element: no character that could end it.
pub(super) fn embedded(value: &Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// The start of a long text, with the number of its characters.
fn shortened(text: &str, most: usize) -> Value {
    match text.char_indices().nth(most) {
        Some((at, _)) => json!([&text[..at], text.chars().count()]),
        None => json!(text),
    }
}

fn documents_of(view: &View<'_>, documents: &[usize]) -> Value {
    let all: Vec<&DocumentRow> = documents
        .iter()
        .map(|&at| &view.results.documents[at])
        .collect();
    let column = |pick: fn(&DocumentRow) -> &str| -> Vec<Value> {
        all.iter()
            .map(|document| shortened(pick(document), LONGEST_NAME))
            .collect()
    };
    let source = |document: &&DocumentRow| {
        view.sources
            .binary_search(&document.group.as_str())
            .unwrap_or(0)
    };
    json!({
        "name": column(|document| &document.name),
        "title": column(|document| &document.title),
        "author": column(|document| &document.author),
        "date": column(|document| &document.date),
        "url": column(|document| web_address(&document.url)),
        "copy": column(|document| &document.copy_of),
        "source": all.iter().map(source).collect::<Vec<_>>(),
        "sentences": all.iter().map(|document| document.sentences.len()).collect::<Vec<_>>(),
        "removed": all.iter().map(|document| document.removed.len()).collect::<Vec<_>>(),
    })
}

/// The address if it is one of the web; nothing else is ever linked.
fn web_address(url: &str) -> &str {
    let url = url.trim();
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    let plain = url.len() <= 2_000
        && !url
            .chars()
            .any(|letter| letter.is_control() || letter.is_whitespace());
    if web && plain { url } else { "" }
}

fn sentences_of(view: &View<'_>, documents: &[usize], rows: &[&SentenceRow]) -> Value {
    let flags = |row: &&SentenceRow| {
        u8::from(row.heading)
            + 2 * u8::from(row.in_training)
            + 4 * u8::from(row.foreign)
            + 8 * u8::from(row.known_terms == 0)
            + 16 * u8::from(!view.counts(row))
    };
    let number = |(index, document): (usize, &usize)| {
        let length = view.results.documents[*document].sentences.len();
        std::iter::repeat_n(index, length)
    };
    let heads = 0..view.heads().len();
    json!({
        "document": documents.iter().enumerate().flat_map(number).collect::<Vec<_>>(),
        "start": rows.iter().map(|row| row.start).collect::<Vec<_>>(),
        "text": rows.iter().map(|row| shortened(&row.text, LONGEST_TEXT)).collect::<Vec<_>>(),
        "language": rows.iter().map(|row| row.language.as_str()).collect::<Vec<_>>(),
        "flags": rows.iter().map(flags).collect::<Vec<_>>(),
        "heads": heads.map(|head| answers_of(view, rows, head)).collect::<Vec<_>>(),
    })
}

/// One head's answers as columns; probabilities in percent, behind one another.
fn answers_of(view: &View<'_>, rows: &[&SentenceRow], head: usize) -> Value {
    let answers = || rows.iter().map(|row| &row.answers[head]);
    let label = |label: Option<usize>| label.map_or(-1, |label| label as i64);
    let probabilities = answers().flat_map(|answer| &answer.probabilities);
    json!({
        "class": answers().map(|answer| answer.class).collect::<Vec<_>>(),
        "label": answers().map(|answer| label(answer.label)).collect::<Vec<_>>(),
        "undecided": undecided(view, rows, head),
        "p": probabilities.map(|p| (p * 100.0).round() as u8).collect::<Vec<_>>(),
    })
}

/// The sentences that count for no class of a head.
fn undecided(view: &View<'_>, rows: &[&SentenceRow], head: usize) -> Vec<usize> {
    let rows = rows.iter().enumerate();
    let open = rows.filter(|(_, row)| view.class(row, head).is_none());
    open.map(|(at, _)| at).collect()
}

/// Marks and terms by head; the terms are numbered, because they repeat.
fn driving_of(view: &View<'_>, explained: &[Vec<Driving>]) -> Value {
    let terms = explained
        .iter()
        .flatten()
        .flat_map(|driving| &driving.terms);
    let mut numbers: BTreeMap<&str, usize> = terms.map(|(term, _)| (term.as_str(), 0)).collect();
    for (number, value) in numbers.values_mut().enumerate() {
        *value = number;
    }
    let of_head = |head: usize| {
        let of_sentences = || explained.iter().map(move |heads| &heads[head]);
        json!({
            "marks": of_sentences().map(marks_of).collect::<Vec<_>>(),
            "terms": of_sentences().map(|driving| moved_by(driving, &numbers)).collect::<Vec<_>>(),
        })
    };
    json!({
        "names": numbers.keys().collect::<Vec<_>>(),
        "heads": (0..view.heads().len()).map(of_head).collect::<Vec<_>>(),
    })
}

/// Start and length of each mark, behind one another.
fn marks_of(driving: &Driving) -> Vec<usize> {
    let marks = driving.marks.iter();
    marks.flat_map(|&(at, length)| [at, length]).collect()
}

/// The number of each term and what it moved in hundredths, behind one another.
fn moved_by(driving: &Driving, numbers: &BTreeMap<&str, usize>) -> Vec<usize> {
    let terms = driving.terms.iter();
    let pair =
        |(term, moved): &(String, f64)| [numbers[term.as_str()], (moved * 100.0).round() as usize];
    terms.flat_map(pair).collect()
}

fn removed_of(view: &View<'_>, documents: &[usize]) -> Value {
    let units: Vec<_> = documents
        .iter()
        .flat_map(|&document| &view.results.documents[document].removed)
        .map(|&at| &view.results.removed[at])
        .collect();
    json!({
        "start": units.iter().map(|unit| unit.start).collect::<Vec<_>>(),
        "reason": units.iter().map(|unit| unit.reason.as_str()).collect::<Vec<_>>(),
        "text": units.iter().map(|unit| shortened(&unit.text, LONGEST_TEXT)).collect::<Vec<_>>(),
    })
}

/// Where only a sample is embedded, the exact counts by source, voice, head and class.
fn exact(view: &View<'_>, documents: &[usize]) -> Value {
    if documents.len() == view.results.documents.len() {
        return Value::Null;
    }
    let counts = view.results.shares.iter().filter_map(|row| {
        let source = view.sources.binary_search(&row.source.as_str()).ok()?;
        let head = view.heads().iter().position(|head| head.name == row.head)?;
        let class = view.heads()[head].class(&row.class)?;
        let voice = ["all", "own", "quoted"]
            .iter()
            .position(|voice| *voice == row.voice)?;
        Some([
            source as i64,
            voice as i64,
            head as i64,
            class as i64,
            row.count,
        ])
    });
    json!(counts.collect::<Vec<_>>())
}

/// The words that set a source apart: the source, the word, how many sentences have it, and which of those embedded.
fn terms_of(view: &View<'_>, documents: &[usize]) -> Value {
    let rows = documents
        .iter()
        .flat_map(|&document| &view.results.documents[document].sentences);
    let embedded: HashMap<usize, usize> = rows.enumerate().map(|(at, &row)| (row, at)).collect();
    let terms = view.term_places().iter().map(|((source, term), rows)| {
        let shown = rows.iter().filter_map(|row| embedded.get(row));
        json!([source, term, rows.len(), shown.collect::<Vec<_>>()])
    });
    terms.collect()
}

fn tables(folder: &Path) -> Result<Value> {
    let (mut tables, mut left) = (serde_json::Map::new(), MOST_TABLES);
    for name in TABLES {
        let path = folder.join(name);
        if !std::fs::metadata(&path).is_ok_and(|facts| facts.is_file() && facts.len() <= left) {
            continue;
        }
        let text = json!(std::fs::read_to_string(&path).map_err(crate::Error::read(&path))?);
        // Signs that could open a tag take six bytes each.
        let bytes = embedded(&text).len() as u64;
        if bytes <= left {
            left -= bytes;
            tables.insert(name.to_owned(), text);
        }
    }
    Ok(Value::Object(tables))
}
