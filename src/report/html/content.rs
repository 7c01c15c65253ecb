//! What a report says, before it takes the form of a page, of Markdown or of a terminal's text.

use super::findings;
use super::others;
use super::robustness;
use super::sources;
use super::stands_on;
use super::terms;
use super::verdicts;
use super::view::View;
use super::words::{Line, Part};
use crate::report::HeadCard;
use crate::report::count;

/// A table of the report.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name.
    pub id: String,
    /// Names of the columns.
    pub header: Vec<String>,
    /// How many columns hold text; the others hold numbers.
    pub left: usize,
    /// The cells.
    pub rows: Vec<Vec<Part>>,
}

/// A figure with its alternative.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its name.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it shows and how to read it.
    pub caption: String,
    /// SVG for a wide and for a narrow page; none where a table says it better.
    pub drawings: Vec<String>,
    /// The same numbers.
    pub table: Table,
}

/// Everything that a report says.
#[derive(Debug, Clone)]
pub struct Content {
    /// The question that the sentences answer.
    pub question: Line,
    /// What was read.
    pub reading: Vec<Line>,
    /// Whether any two sources can be compared.
    pub comparable: bool,
    /// What can be said.
    pub can: Vec<Line>,
    /// What cannot.
    pub cannot: Vec<Line>,
    /// How good the model is.
    pub quality: Vec<Line>,
    /// The figures.
    pub figures: Vec<Figure>,
    /// Figures that are not there, and what would bring them.
    pub not_drawn: Vec<Line>,
    /// How the numbers come about.
    pub methods: Vec<String>,
    /// The paragraph for a paper; empty where the run wrote none.
    pub paragraph: Vec<String>,
    /// The card in a sentence.
    pub card_line: Line,
    /// The card's numbers.
    pub card: Table,
    /// What was removed, by reason.
    pub ledger: Table,
    /// What identifies and repeats the run: name and value.
    pub record: Vec<(String, String)>,
}

impl Content {
    pub(super) fn of(view: &View<'_>) -> Content {
        let (differ, not_told) = verdicts::told(view);
        let mut can = findings::can_be_said(view);
        can.extend(differ);
        let mut cannot = findings::cannot_be_said(view);
        cannot.extend(not_told);
        let mut figures = sources::figures(view);
        figures.extend(others::figures(view));
        figures.extend(terms::figure(view));
        figures.extend(robustness::figure(view));
        Content {
            question: question(view),
            comparable: findings::comparable(view) >= 2,
            reading: stands_on::reading(view),
            can,
            cannot,
            quality: stands_on::quality(view),
            not_drawn: not_drawn(view, &figures),
            figures,
            methods: ["methods_1", "methods_2", "methods_3", "methods_4"]
                .map(|key| view.words.say(key).to_owned())
                .into(),
            paragraph: paragraph(&view.results.methods),
            card_line: card_line(view),
            card: card(view),
            ledger: ledger(view),
            record: record(view),
        }
    }
}

fn question(view: &View<'_>) -> Line {
    let record = &view.results.record;
    let known = view.words.name(&record.task);
    let target = match known == record.task && !record.target.is_empty() {
        true => &record.target,
        false => known,
    };
    view.words
        .line("question", &[("target", Part::Outside(target.to_owned()))])
}

/// The command whose output draws the learning curve.
const LEARNING_CURVE: &str =
    "stance evaluate labels/ --learning-curve --json > out/learning_curve.json";

/// A line for each figure that the results do not allow.
fn not_drawn(view: &View<'_>, figures: &[Figure]) -> Vec<Line> {
    let command = ("command", Part::Outside(LEARNING_CURVE.to_owned()));
    let missing = |start: &str| !figures.iter().any(|figure| figure.id.starts_with(start));
    let lines = [
        ("time", view.words.line("not_drawn_time", &[])),
        ("terms", view.words.line("not_drawn_terms", &[])),
        (
            "learning",
            view.words.line("not_drawn_learning", &[command]),
        ),
    ];
    let lines = lines.into_iter().filter(|(start, _)| missing(start));
    lines.map(|(_, line)| line).collect()
}

fn card_line(view: &View<'_>) -> Line {
    let model = &view.results.model;
    let number = |text: String| view.number(text);
    view.words.line(
        "card_line",
        &[
            (
                "sentences",
                number(view.words.count("sentences_of", model.sentences)),
            ),
            (
                "real",
                number(count(model.sentences.saturating_sub(model.authored))),
            ),
            (
                "documents",
                number(view.words.count("articles_of", model.documents)),
            ),
            ("authored", number(count(model.authored))),
        ],
    )
}

fn card(view: &View<'_>) -> Table {
    let header = [
        "col_head",
        "col_examples",
        "col_f1",
        "col_interval",
        "col_majority",
        "col_alpha",
        "col_gap",
    ];
    let heads = view.results.model.heads.iter();
    Table {
        id: "model".to_owned(),
        header: header.map(|key| view.words.say(key).to_owned()).into(),
        left: 2,
        rows: heads.map(|head| card_row(view, head)).collect(),
    }
}

fn card_row(view: &View<'_>, head: &HeadCard) -> Vec<Part> {
    let score = |value: Option<f64>| {
        view.number(value.map_or("–".to_owned(), |value| format!("{value:.3}")))
    };
    let scores = head.scores.as_ref();
    let interval = scores.and_then(|scores| scores.macro_f1_interval);
    vec![
        Part::Outside(view.words.name(&head.head).to_owned()),
        Part::Outside(examples(view, head)),
        score(scores.map(|scores| scores.macro_f1)),
        view.number(interval.map_or("–".to_owned(), |interval| {
            format!("{:.3} … {:.3}", interval.low, interval.high)
        })),
        score(scores.map(|scores| scores.majority_macro_f1)),
        score(view.agreement(&head.head).map(|agreement| agreement.alpha)),
        view.number(format!("{:.0e}", head.certificate.relative_gap)),
    ]
}

/// The training sentences of each class.
fn examples(view: &View<'_>, head: &HeadCard) -> String {
    let examples = head.examples.iter();
    let examples: Vec<String> = examples
        .map(|(class, n)| format!("{} {}", view.words.name(class), count(*n)))
        .collect();
    examples.join(view.words.comma())
}

fn ledger(view: &View<'_>) -> Table {
    let mut reasons: std::collections::BTreeMap<&str, u64> = Default::default();
    for unit in &view.results.removed {
        *reasons.entry(&unit.reason).or_default() += 1;
    }
    let mut rows: Vec<(&str, u64)> = reasons.into_iter().collect();
    rows.sort_by_key(|&(reason, n)| (std::cmp::Reverse(n), reason));
    Table {
        id: "removed".to_owned(),
        header: ["col_reason", "col_units"]
            .map(|key| view.words.say(key).to_owned())
            .into(),
        left: 1,
        rows: rows
            .into_iter()
            .map(|(reason, n)| {
                vec![
                    Part::Outside(view.words.name(reason).to_owned()),
                    view.number(count(n)),
                ]
            })
            .collect(),
    }
}

fn record(view: &View<'_>) -> Vec<(String, String)> {
    let record = &view.results.record;
    [
        ("record_command", command(view)),
        ("record_version", record.version.clone()),
        ("record_documents", record.documents_sha256.clone()),
        ("record_model", record.model_sha256.clone()),
        ("record_labels", record.labels_sha256.clone()),
    ]
    .map(|(key, value)| (view.words.say(key).to_owned(), value))
    .into()
}

/// The paragraphs and list entries of the methods, without the marks of Markdown.
fn paragraph(markdown: &str) -> Vec<String> {
    let plain = |line: &str| {
        line.trim_start_matches(['#', '-', '*', ' '])
            .replace(['*', '`'], "")
    };
    let lines = markdown.lines().map(plain);
    lines.filter(|line| !line.is_empty()).collect()
}

/// The command that classified, as one would type it.
fn command(view: &View<'_>) -> String {
    let record = &view.results.record;
    let mut command = format!("stance classify {}", quoted(&record.documents));
    if record.unit != "sentence" {
        command.push_str(&format!(" --unit {}", quoted(&record.unit)));
    }
    if record.clean.keep_all {
        command.push_str(" --keep-all");
    }
    for reason in &record.clean.keep {
        command.push_str(&format!(" --keep {}", reason.name()));
    }
    if !record.clean.all_parts {
        command.push_str(" --parts first");
    }
    command
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-".contains(letter);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
