//! Two shares a period, one upwards and one downwards.

use super::canvas::{Anchor, Canvas, Layout};

/// Periods side by side.
#[derive(Debug, Clone)]
pub struct Columns {
    /// Name in the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The same for those who do not see it.
    pub description: String,
    /// What grows upwards and what downwards.
    pub sides: (String, String),
    /// The periods, in order.
    pub columns: Vec<Column>,
}

/// One period.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name.
    pub label: String,
    /// The share upwards: value, what it opens, what it says.
    pub up: (f64, Option<String>, String),
    /// The share downwards.
    pub down: (f64, Option<String>, String),
    /// How many sentences it stands on.
    pub note: String,
}

/// Height of a share of 1.
const TALL: f64 = 110.0;

impl Columns {
    /// Draws it; in all scripts time runs in the direction of reading.
    pub fn draw(&self, layout: Layout) -> String {
        let mut canvas = Canvas::new(layout);
        let zero = 34.0 + TALL;
        let width = (layout.width / self.columns.len().max(1) as f64).min(90.0);
        canvas.text((0.0, 14.0), Anchor::Start, "strong", &self.sides.0);
        canvas.text(
            (0.0, zero + TALL + 40.0),
            Anchor::Start,
            "strong",
            &self.sides.1,
        );
        for (index, column) in self.columns.iter().enumerate() {
            let x = width * index as f64 + width * 0.2;
            let bar = width * 0.6;
            let (up, href, title) = &column.up;
            canvas.open(href.as_deref(), title);
            canvas.rect((x, zero - TALL * up), (bar, TALL * up), "for");
            canvas.close(href.as_deref());
            let (down, href, title) = &column.down;
            canvas.open(href.as_deref(), title);
            for class in ["against", "hatch"] {
                canvas.rect((x, zero), (bar, TALL * down), class);
            }
            canvas.close(href.as_deref());
            // On a crowded axis every label that fits is written, the others are in the table.
            let every = (46.0 / width).ceil() as usize;
            if index % every.max(1) == 0 {
                let middle = x + bar / 2.0;
                canvas.text(
                    (middle, zero + TALL + 14.0),
                    Anchor::Middle,
                    "small value",
                    &column.label,
                );
                canvas.text((middle, 28.0), Anchor::Middle, "small value", &column.note);
            }
        }
        canvas.line(
            (0.0, zero),
            (width * self.columns.len() as f64, zero),
            "zero",
        );
        canvas.finish(zero + TALL + 48.0, &self.id, &self.title, &self.description)
    }
}
