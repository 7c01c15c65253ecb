//! The figures that have no row a source: one question by another, time, and where the model errs.

use std::collections::BTreeMap;

use super::content::{Figure, Table};
use super::sources::layouts;
use super::verdicts;
use super::view::{View, head_key, link};
use super::words::{Line, Part};
use crate::report::count;
use crate::report::figure::{Cell, Column, Columns, Matrix};
use crate::report::results::{HeadCardRead, SentenceRow};
use crate::task::Head;

/// Periods that a figure can show side by side.
const MOST_PERIODS: usize = 36;

/// The figures, where the data allow them.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let heads = view.heads().iter().enumerate();
    let sided: Vec<(usize, &Head)> = heads.filter(|(_, head)| head.has_sides()).collect();
    let mut figures = Vec::new();
    figures.extend(verdict_figure(view));
    if let [down, across, ..] = sided[..] {
        figures.push(cross(view, down, across));
    }
    figures.extend(
        sided
            .first()
            .and_then(|&(index, head)| over_time(view, index, head)),
    );
    figures.extend(
        view.results
            .model
            .heads
            .iter()
            .filter_map(|head| confusion(view, head)),
    );
    figures
}

fn verdict_figure(view: &View<'_>) -> Option<Figure> {
    Some(Figure {
        id: "verdicts".to_owned(),
        title: view.words.say("figure_verdicts").to_owned(),
        caption: view.words.say("figure_verdicts_caption").to_owned(),
        drawings: Vec::new(),
        table: verdicts::table(view)?,
    })
}

fn counted<'a>(view: &'a View<'_>) -> impl Iterator<Item = &'a SentenceRow> {
    view.results
        .sentences
        .iter()
        .filter(|sentence| !sentence.foreign)
}

fn cross(
    view: &View<'_>,
    (down, of_rows): (usize, &Head),
    (across, of_columns): (usize, &Head),
) -> Figure {
    let mut counts = vec![vec![0u64; of_columns.classes.len()]; of_rows.classes.len()];
    for sentence in counted(view) {
        counts[sentence.answers[down].counted()][sentence.answers[across].counted()] += 1;
    }
    let name = |head: &Head, class: usize| view.words.name(&head.classes[class].name).to_owned();
    let (down_key, across_key) = (head_key(down), head_key(across));
    let cell = |row: usize, column: usize| {
        let n = counts[row][column];
        Cell {
            count: n,
            href: Some(link(&[(&down_key, row), (&across_key, column)], "all")),
            title: format!(
                "{} · {}: {}",
                name(of_rows, row),
                name(of_columns, column),
                view.words.count("sentences", n)
            ),
        }
    };
    let rows = (0..of_rows.classes.len()).map(|row| {
        let cells = (0..of_columns.classes.len()).map(|column| cell(row, column));
        (name(of_rows, row), cells.collect())
    });
    let places = [
        (
            "down",
            Part::Text(view.words.name(&of_rows.name).to_owned()),
        ),
        (
            "across",
            Part::Text(view.words.name(&of_columns.name).to_owned()),
        ),
    ];
    let matrix = Matrix {
        id: "cross".to_owned(),
        title: view.words.line("figure_cross", &places).to_plain(),
        description: String::new(),
        across: view.words.name(&of_columns.name).to_owned(),
        down: view.words.name(&of_rows.name).to_owned(),
        columns: (0..of_columns.classes.len())
            .map(|class| name(of_columns, class))
            .collect(),
        rows: rows.collect(),
    };
    matrix_figure(view, matrix, view.words.say("figure_cross_caption"))
}

/// A matrix, its cells as description and as table.
fn matrix_figure(view: &View<'_>, mut matrix: Matrix, caption: &str) -> Figure {
    let cells = matrix.rows.iter().flat_map(|(_, cells)| cells);
    let titles: Vec<&str> = cells.map(|cell| cell.title.as_str()).collect();
    matrix.description = titles.join("; ");
    let mut header = vec![matrix.down.clone()];
    header.extend(matrix.columns.clone());
    let row = |(name, cells): &(String, Vec<Cell>)| {
        let mut row = vec![Part::Outside(name.clone())];
        row.extend(
            cells
                .iter()
                .map(|cell| Part::Number(count(cell.count), cell.href.clone())),
        );
        row
    };
    Figure {
        id: matrix.id.clone(),
        title: matrix.title.clone(),
        caption: caption.to_owned(),
        drawings: layouts(view).map(|layout| matrix.draw(layout)).into(),
        table: Table {
            id: matrix.id.clone(),
            header,
            left: 1,
            rows: matrix.rows.iter().map(row).collect(),
        },
    }
}

fn confusion(view: &View<'_>, head: &HeadCardRead) -> Option<Figure> {
    let index = view
        .heads()
        .iter()
        .position(|other| other.name == head.head)?;
    let classes = &view.heads()[index].classes;
    let confusion = &head.scores.as_ref()?.confusion;
    if !confusion.is_square(classes.len()) {
        return None;
    }
    let name = |class: usize| view.words.name(&classes[class].name).to_owned();
    let (label, predicted) = (view.words.say("col_label"), view.words.say("col_predicted"));
    let cell = |row: usize, column: usize| Cell {
        count: confusion.count(row, column),
        href: None,
        title: format!(
            "{label} {}, {predicted} {}: {}",
            name(row),
            name(column),
            view.words.count("sentences", confusion.count(row, column))
        ),
    };
    let all = 0..classes.len();
    let title = [("head", Part::Text(view.words.name(&head.head).to_owned()))];
    let matrix = Matrix {
        id: format!("confusion-{index}"),
        title: view.words.line("figure_confusion", &title).to_plain(),
        description: String::new(),
        across: predicted.to_owned(),
        down: label.to_owned(),
        columns: all.clone().map(name).collect(),
        rows: all
            .clone()
            .map(|row| {
                (
                    name(row),
                    all.clone().map(|column| cell(row, column)).collect(),
                )
            })
            .collect(),
    };
    Some(matrix_figure(
        view,
        matrix,
        view.words.say("figure_confusion_caption"),
    ))
}

/// Sentences of a period: all, of the first side, of the other.
type Period = [u64; 3];

/// The shares of both sides by year, month or day: the finest that every date states and
/// that gives a readable number of periods.
fn over_time(view: &View<'_>, head_index: usize, head: &Head) -> Option<Figure> {
    let years = periods(view, head_index, head, 4);
    let dated: u64 = years.values().map(|counts| counts[0]).sum();
    let (length, unit, periods) = [(10, "day"), (7, "month"), (4, "year")]
        .into_iter()
        .map(|(length, unit)| (length, unit, periods(view, head_index, head, length)))
        .find(|(_, _, periods)| {
            let sentences: u64 = periods.values().map(|counts| counts[0]).sum();
            sentences == dated && (2..=MOST_PERIODS).contains(&periods.len())
        })?;
    let (pro, contra) = (view.side(head, 1)[0], view.side(head, -1)[0]);
    let name = |class: usize| view.words.name(&head.classes[class].name).to_owned();
    let key = head_key(head_index);
    let side = |period: &str, class: usize, n: u64, all: u64| {
        let share = n as f64 / all.max(1) as f64;
        let title = format!(
            "{period}: {} {} ({})",
            name(class),
            view.percent(share),
            view.words.count("sentences", n)
        );
        let href = format!("{}&d={period}", link(&[(&key, class)], "all"));
        (share, Some(href), title)
    };
    let columns: Vec<Column> = periods
        .iter()
        .map(|(period, [all, for_it, against])| Column {
            label: period.clone(),
            up: side(period, pro, *for_it, *all),
            down: side(period, contra, *against, *all),
            note: count(*all),
        })
        .collect();
    let said: Vec<&str> = columns
        .iter()
        .flat_map(|column| [column.up.2.as_str(), column.down.2.as_str()])
        .collect();
    let place = [("head", Part::Text(view.words.name(&head.name).to_owned()))];
    let chart = Columns {
        id: format!("time-{length}"),
        title: view.words.line("figure_time", &place).to_plain(),
        description: said.join("; "),
        sides: (name(pro), name(contra)),
        columns,
    };
    let period = [("period", Part::Text(view.words.say(unit).to_owned()))];
    let caption: Line = view.words.line("figure_time_caption", &period);
    Some(Figure {
        id: chart.id.clone(),
        title: chart.title.clone(),
        caption: caption.to_plain(),
        drawings: layouts(view).map(|layout| chart.draw(layout)).into(),
        table: time_table(view, &chart),
    })
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
    for sentence in counted(view) {
        let date = &view.results.documents[sentence.document].date;
        let Some(period) = date.get(..length).filter(|period| is_date(period)) else {
            continue;
        };
        let counts = periods.entry(period.to_owned()).or_default();
        counts[0] += 1;
        match head.classes[sentence.answers[head_index].counted()]
            .polarity
            .signum()
        {
            1 => counts[1] += 1,
            -1 => counts[2] += 1,
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
