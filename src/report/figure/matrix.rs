//! Counts of one thing by another: a cell's depth is its share of the fullest one.

use super::canvas::{Anchor, Canvas, Layout, escape, shorten};
use crate::report::count;

/// A table of counts.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// Name in the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The same for those who do not see it.
    pub description: String,
    /// What the columns are.
    pub across: String,
    /// What the rows are.
    pub down: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Names of the rows, with a cell a column.
    pub rows: Vec<(String, Vec<Cell>)>,
}

/// One count.
#[derive(Debug, Clone)]
pub struct Cell {
    /// How many.
    pub count: u64,
    /// What it opens.
    pub href: Option<String>,
    /// What it says, in words.
    pub title: String,
}

impl Matrix {
    /// Draws it.
    pub fn draw(&self, layout: Layout) -> String {
        let mut canvas = Canvas::new(layout);
        let left = if layout.stacked { 96.0 } else { 190.0 };
        let span = (layout.width - left).min(130.0 * self.columns.len() as f64);
        let width = span / self.columns.len().max(1) as f64;
        self.head(&mut canvas, left, width);
        for (at, (name, cells)) in self.rows.iter().enumerate() {
            let y = 42.0 + 40.0 * at as f64;
            canvas.text((0.0, y + 24.0), Anchor::Start, "label", &shorten(name, 22));
            for (index, cell) in cells.iter().enumerate() {
                let place = (left + width * index as f64 + 2.0, y + 2.0);
                self.cell(&mut canvas, place, (width - 4.0, 36.0), cell);
            }
        }
        let height = 48.0 + 40.0 * self.rows.len() as f64;
        canvas.finish(height, &escape(&self.id), &self.title, &self.description)
    }

    /// What rows and columns are, and the names of the columns.
    fn head(&self, canvas: &mut Canvas, left: f64, width: f64) {
        canvas.text((left, 13.0), Anchor::Start, "small", &self.across);
        canvas.text((0.0, 32.0), Anchor::Start, "small", &self.down);
        for (index, name) in self.columns.iter().enumerate() {
            let x = left + width * (index as f64 + 0.5);
            canvas.text((x, 32.0), Anchor::Middle, "label", &shorten(name, 14));
        }
    }

    /// The count of the fullest cell, at least 1.
    fn most(&self) -> f64 {
        let cells = self.rows.iter().flat_map(|(_, cells)| cells);
        cells.map(|cell| cell.count).max().unwrap_or(0).max(1) as f64
    }

    fn cell(&self, canvas: &mut Canvas, place: (f64, f64), size: (f64, f64), cell: &Cell) {
        let href = cell.href.as_deref();
        // Five steps: the lightest three carry dark figures, the darkest two light ones.
        let step = (cell.count as f64 / self.most() * 4.0).ceil() as u8;
        canvas.open(href, &cell.title);
        canvas.rect(place, size, &format!("depth{step}"));
        let centre = (place.0 + size.0 / 2.0, place.1 + size.1 / 2.0 + 4.5);
        let class = match step {
            0..=2 => "value strong",
            _ => "value strong light",
        };
        canvas.text(centre, Anchor::Middle, class, &count(cell.count));
        canvas.close(href);
    }
}
