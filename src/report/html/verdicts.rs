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
        let points = |share: f64| view.number(view.points(share));
        let mut places = vec![
            ("a", Part::Outside(row.a.clone())),
            ("b", Part::Outside(row.b.clone())),
        ];
        match (row.verdict.as_str(), row.difference, row.low, row.high) {
            ("differ", Some(difference), Some(low), Some(high)) => {
                places.extend([
                    ("difference", points(difference)),
                    ("low", points(low)),
                    ("high", points(high)),
                ]);
                differ.push(view.words.line("differ", &places));
            }
            ("cannot be told apart", ..) => match row.detectable {
                Some(detectable) => {
                    places.push((
                        "detectable",
                        view.number(format!("{:.0}", 100.0 * detectable)),
                    ));
                    not.push(view.words.line("not_told", &places));
                }
                None => not.push(view.words.line("not_told_short", &places)),
            },
            ("cannot be estimated", ..) => not.push(view.words.line("not_estimated", &places)),
            _ => {}
        }
    }
    (shortened(view, differ), shortened(view, not))
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
    if pairs.is_empty() {
        return None;
    }
    let header = [
        "col_a",
        "col_b",
        "col_difference",
        "col_interval",
        "col_p",
        "col_verdict",
    ];
    let points =
        |share: Option<f64>| view.number(share.map_or("–".to_owned(), |share| view.points(share)));
    let row = |row: &ComparisonRead| {
        let interval = row.low.zip(row.high).map_or("–".to_owned(), |(low, high)| {
            format!("{} … {}", view.points(low), view.points(high))
        });
        vec![
            Part::Outside(row.a.clone()),
            Part::Outside(row.b.clone()),
            points(row.difference),
            view.number(interval),
            view.number(row.p_holm.map_or("–".to_owned(), |p| format!("{p:.3}"))),
            Part::Text(view.words.name(&row.verdict).to_owned()),
        ]
    };
    Some(Table {
        id: "comparisons".to_owned(),
        header: header.map(|key| view.words.say(key).to_owned()).into(),
        left: 2,
        rows: pairs.iter().take(LISTED).map(|pair| row(pair)).collect(),
    })
}
