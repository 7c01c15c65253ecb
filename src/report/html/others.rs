//! The figures that have no row a source: pairs of sources, one question by another, time, and the model.

use super::content::{Figure, Table};
use super::sources::layouts;
use super::verdicts;
use super::view::{View, head_key, link};
use super::words::Part;
use super::{quality, time};
use crate::report::count;
use crate::report::figure::{Cell, Matrix};
use crate::task::Head;

/// The figures, where the data allow them.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let heads = view.heads().iter().enumerate();
    let sided: Vec<(usize, &Head)> = heads.filter(|(_, head)| head.has_sides()).collect();
    let mut figures = Vec::new();
    figures.extend(verdict_figure(view));
    if let [down, across, ..] = sided[..] {
        figures.push(cross(view, down, across));
    }
    let first = sided.first();
    figures.extend(first.and_then(|&(index, head)| time::figure(view, index, head)));
    figures.extend(quality::figures(view));
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

fn cross(view: &View<'_>, down: (usize, &Head), across: (usize, &Head)) -> Figure {
    let counts = cross_counts(view, down, across);
    let all = 0..across.1.classes.len();
    let row = |row: usize| {
        let cell = |column| cross_cell(view, (down, row), (across, column), counts[row][column]);
        (
            class_name(view, down.1, row),
            all.clone().map(cell).collect(),
        )
    };
    let name = |(_, head): (usize, &Head)| view.words.name(&head.name).to_owned();
    let places = [
        ("down", Part::Text(name(down))),
        ("across", Part::Text(name(across))),
    ];
    let matrix = Matrix {
        id: "cross".to_owned(),
        title: view.words.line("figure_cross", &places).to_plain(),
        description: String::new(),
        across: name(across),
        down: name(down),
        columns: all
            .clone()
            .map(|class| class_name(view, across.1, class))
            .collect(),
        rows: (0..down.1.classes.len()).map(row).collect(),
    };
    matrix_figure(view, matrix, view.words.say("figure_cross_caption"))
}

/// Sentences by the class of one head (row) and of another (column).
fn cross_counts(
    view: &View<'_>,
    (down, of_rows): (usize, &Head),
    (across, of_columns): (usize, &Head),
) -> Vec<Vec<u64>> {
    let mut counts = vec![vec![0; of_columns.classes.len()]; of_rows.classes.len()];
    for sentence in view.counted() {
        let classes = [down, across].map(|head| view.class(sentence, head));
        if let [Some(row), Some(column)] = classes {
            counts[row][column] += 1;
        }
    }
    counts
}

/// A class as it is called in this language.
pub(super) fn class_name(view: &View<'_>, head: &Head, class: usize) -> String {
    view.words.name(&head.classes[class].name).to_owned()
}

/// One count, which opens its sentences.
fn cross_cell(
    view: &View<'_>,
    ((down, of_rows), row): ((usize, &Head), usize),
    ((across, of_columns), column): ((usize, &Head), usize),
    n: u64,
) -> Cell {
    Cell {
        count: n,
        href: Some(link(
            &[(&head_key(down), row), (&head_key(across), column)],
            "all",
        )),
        title: format!(
            "{} · {}: {}",
            class_name(view, of_rows, row),
            class_name(view, of_columns, column),
            view.words.count("sentences", n)
        ),
    }
}

/// A matrix, its cells as description and as table.
pub(super) fn matrix_figure(view: &View<'_>, mut matrix: Matrix, caption: &str) -> Figure {
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
