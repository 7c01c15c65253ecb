//! Which sources differ: the sentences and the table of pairs.

use super::content::Table;
use super::findings::main_head;
use super::view::View;
use super::words::{Line, Part};
use crate::report::count;
use crate::report::results::ComparisonRead;

/// Pairs told in sentences; every one is in the table.
const TOLD: usize = 8;

/// Rows of the table; every pair is in comparisons.csv.
const LISTED: usize = 400;

/// The pairs by net score over all voices, or by the first class of a head without sides.
fn pairs<'a>(view: &View<'a>) -> Vec<&'a ComparisonRead> {
    let head = &view.heads()[main_head(view)];
    let measure = if head.has_sides() {
        "net"
    } else {
        &head.classes[0].name
    };
    let of_net =
        |row: &&ComparisonRead| row.voice == "all" && row.head == head.name && row.class == measure;
    view.results.comparisons.iter().filter(of_net).collect()
}

/// The pairs that differ, and those that cannot be told apart.
pub(super) fn told(view: &View<'_>) -> (Vec<Line>, Vec<Line>) {
    let (mut differ, mut not) = (Vec::new(), Vec::new());
    for row in pairs(view) {
        match row.verdict.as_str() {
            "differ" => differ.extend(differing(view, row)),
            "cannot be told apart" => not.push(not_told(view, row)),
            "cannot be estimated" => not.push(view.words.line("not_estimated", &names(row))),
            _ => {}
        }
    }
    (shortened(view, differ), shortened(view, not))
}

fn names(row: &ComparisonRead) -> [(&'static str, Part); 2] {
    [("a", &row.a), ("b", &row.b)].map(|(place, name)| (place, Part::Outside(name.clone())))
}

fn differing(view: &View<'_>, row: &ComparisonRead) -> Option<Line> {
    let points = |share: f64| view.number(view.points(share));
    let [a, b] = names(row);
    let places = [
        a,
        b,
        ("difference", points(row.difference?)),
        ("low", points(row.low?)),
        ("high", points(row.high?)),
    ];
    Some(view.words.line("differ", &places))
}

fn not_told(view: &View<'_>, row: &ComparisonRead) -> Line {
    let [a, b] = names(row);
    let Some(detectable) = row.detectable else {
        return view.words.line("not_told_short", &[a, b]);
    };
    let detectable = view.number(format!("{:.0}", 100.0 * detectable));
    let places = [a, b, ("detectable", detectable)];
    view.words.line("not_told", &places)
}

fn shortened(view: &View<'_>, mut lines: Vec<Line>) -> Vec<Line> {
    let more = lines.len().saturating_sub(TOLD);
    lines.truncate(TOLD);
    if more > 0 {
        lines.push(
            view.words
                .line("pairs_more", &[("n", view.number(count(more as u64)))]),
        );
    }
    lines
}

/// Every pair; none where nothing was compared.
pub(super) fn table(view: &View<'_>) -> Option<Table> {
    let pairs = pairs(view);
    let header = [
        "col_a",
        "col_b",
        "col_difference",
        "col_interval",
        "col_p",
        "col_verdict",
    ];
    let rows = pairs.iter().take(LISTED);
    let table = Table {
        id: "comparisons".to_owned(),
        header: header.map(|key| view.words.say(key).to_owned()).into(),
        left: 2,
        rows: rows.map(|pair| pair_row(view, pair)).collect(),
    };
    (!pairs.is_empty()).then_some(table)
}

fn pair_row(view: &View<'_>, row: &ComparisonRead) -> Vec<Part> {
    let difference = row.difference.map(|share| view.points(share));
    let interval = row.low.zip(row.high);
    let interval =
        interval.map(|(low, high)| format!("{} … {}", view.points(low), view.points(high)));
    let p = row.p_holm.map(|p| format!("{p:.3}"));
    let number = |text: Option<String>| view.number(text.unwrap_or("–".to_owned()));
    let [(_, a), (_, b)] = names(row);
    let verdict = view.words.name(&row.verdict).to_owned();
    vec![
        a,
        b,
        number(difference),
        number(interval),
        number(p),
        Part::Text(verdict),
    ]
}
