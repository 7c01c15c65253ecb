//! The figure of shares over time.

use std::collections::BTreeMap;

use super::content::{Figure, Table};
use super::others::class_name;
use super::sources::layouts;
use super::view::{View, head_key, link};
use super::words::Part;
use crate::report::count;
use crate::report::figure::{Column, Columns};
use crate::task::Head;

/// Periods that a figure can show side by side.
const MOST_PERIODS: usize = 36;

/// Sentences of a period: all, of the first side, of the other.
type Period = [u64; 3];

/// The shares of both sides by year, month or day; none where too few dates are known.
pub(super) fn figure(view: &View<'_>, head_index: usize, head: &Head) -> Option<Figure> {
    let (length, unit, periods) = finest(view, head_index, head)?;
    let columns: Vec<Column> = periods
        .iter()
        .map(|(period, counts)| column(view, (head_index, head), period, counts))
        .collect();
    let said: Vec<&str> = columns
        .iter()
        .flat_map(|column| [column.up.2.as_str(), column.down.2.as_str()])
        .collect();
    let place = [("head", Part::Text(view.words.name(&head.name).to_owned()))];
    let name = |sign: i8| class_name(view, head, view.side(head, sign)[0]);
    let chart = Columns {
        id: format!("time-{length}"),
        title: view.words.line("figure_time", &place).to_plain(),
        description: said.join("; "),
        sides: (name(1), name(-1)),
        columns,
    };
    let period = [("period", Part::Text(view.words.say(unit).to_owned()))];
    Some(Figure {
        id: chart.id.clone(),
        title: chart.title.clone(),
        caption: view.words.line("figure_time_caption", &period).to_plain(),
        drawings: layouts(view).map(|layout| chart.draw(layout)).into(),
        table: time_table(view, &chart),
    })
}

/// The finest periods that every date states and that are few enough to read: how many characters of a
/// date name one, what it is, and the sentences of each.
fn finest(
    view: &View<'_>,
    head_index: usize,
    head: &Head,
) -> Option<(usize, &'static str, BTreeMap<String, Period>)> {
    let sentences =
        |periods: &BTreeMap<String, Period>| periods.values().map(|counts| counts[0]).sum::<u64>();
    let dated = sentences(&periods(view, head_index, head, 4));
    [(10, "day"), (7, "month"), (4, "year")]
        .into_iter()
        .map(|(length, unit)| (length, unit, periods(view, head_index, head, length)))
        .find(|(_, _, periods)| {
            sentences(periods) == dated && (2..=MOST_PERIODS).contains(&periods.len())
        })
}

fn column(
    view: &View<'_>,
    (head_index, head): (usize, &Head),
    period: &str,
    &[all, for_it, against]: &Period,
) -> Column {
    let side = |sign: i8, n: u64| {
        let class = view.side(head, sign)[0];
        let share = n as f64 / all.max(1) as f64;
        let title = format!(
            "{period}: {} {} ({})",
            class_name(view, head, class),
            view.percent(share),
            view.words.count("sentences", n)
        );
        let opened = link(&[(&head_key(head_index), class)], "all");
        (share, Some(format!("{opened}&d={period}")), title)
    };
    Column {
        label: period.to_owned(),
        up: side(1, for_it),
        down: side(-1, against),
        note: count(all),
    }
}

fn time_table(view: &View<'_>, chart: &Columns) -> Table {
    let rows = chart.columns.iter().map(|column| {
        let share = |(share, href, _): &(f64, Option<String>, String)| {
            Part::Number(view.percent(*share), href.clone())
        };
        vec![
            view.number(column.label.clone()),
            view.number(column.note.clone()),
            share(&column.up),
            share(&column.down),
        ]
    });
    let mut header: Vec<String> = ["col_period", "col_sentences"]
        .map(|key| view.words.say(key).to_owned())
        .into();
    header.extend([chart.sides.0.clone(), chart.sides.1.clone()]);
    Table {
        id: "time".to_owned(),
        header,
        left: 1,
        rows: rows.collect(),
    }
}

/// The periods of dated documents; a date that is shorter than the period names none.
fn periods(
    view: &View<'_>,
    head_index: usize,
    head: &Head,
    length: usize,
) -> BTreeMap<String, Period> {
    let mut periods: BTreeMap<String, Period> = BTreeMap::new();
    for sentence in view.counted() {
        let date = &view.results.documents[sentence.document].date;
        let Some(period) = date.get(..length).filter(|period| is_date(period)) else {
            continue;
        };
        let counts = periods.entry(period.to_owned()).or_default();
        counts[0] += 1;
        let class = view.class(sentence, head_index);
        match class.map(|class| head.classes[class].polarity.signum()) {
            Some(1) => counts[1] += 1,
            Some(-1) => counts[2] += 1,
            _ => {}
        }
    }
    periods
}

fn is_date(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
        && text
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == '-')
}
