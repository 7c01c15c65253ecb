//! Two shares a period, one upwards and one downwards.

use super::canvas::{Anchor, Canvas, Layout, SMALL};

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

/// Height of the larger half.
const TALL: f64 = 100.0;

/// What stands above the columns.
const TOP: f64 = 36.0;

/// Room for the scale beside them, and for half a label behind the last.
const MARGIN: (f64, f64) = (44.0, 22.0);

impl Columns {
    /// Draws it; in all scripts time runs in the direction of reading.
    pub fn draw(&self, layout: Layout) -> String {
        let mut canvas = Canvas::new(layout);
        let room = layout.width - MARGIN.0 - MARGIN.1;
        let width = (room / self.columns.len().max(1) as f64).min(90.0);
        let end = TOP + 2.0 * TALL;
        canvas.text((0.0, 14.0), Anchor::Start, "strong", &self.sides.0);
        canvas.text((0.0, end + 40.0), Anchor::Start, "strong", &self.sides.1);
        self.scale(&mut canvas, MARGIN.0 + width * self.columns.len() as f64);
        let every = self.labelled(width);
        for (index, column) in self.columns.iter().enumerate() {
            let x = MARGIN.0 + width * (index as f64 + 0.2);
            self.bars(&mut canvas, x, width * 0.6, column);
            // On a crowded axis every label that fits is written, the others are in the table.
            if index % every == 0 {
                let middle = x + width * 0.3;
                canvas.text(
                    (middle, end + 16.0),
                    Anchor::Middle,
                    "small value",
                    &column.label,
                );
                canvas.text((middle, 30.0), Anchor::Middle, "small value", &column.note);
            }
        }
        canvas.finish(end + 48.0, &self.id, &self.title, &self.description)
    }

    /// The end of the scale on both sides: a quarter, a half or all.
    fn most(&self) -> f64 {
        let shares = self
            .columns
            .iter()
            .map(|column| column.up.0.max(column.down.0));
        let most = shares.fold(0.0, f64::max);
        let ends = [0.25, 0.5, 1.0].into_iter();
        ends.into_iter().find(|end| most <= *end).unwrap_or(1.0)
    }

    /// A line for no share, and for the end of the scale and its half on both sides.
    fn scale(&self, canvas: &mut Canvas, end: f64) {
        for step in [-1.0f64, -0.5, 0.0, 0.5, 1.0] {
            let y = TOP + TALL * (1.0 - step);
            let class = if step == 0.0 { "zero" } else { "rule" };
            canvas.line((MARGIN.0, y), (end, y), class);
            let share = 100.0 * step.abs() * self.most();
            let name = match share.fract() == 0.0 {
                true => format!("{share:.0}%"),
                false => format!("{share:.1}%"),
            };
            canvas.text((MARGIN.0 - 6.0, y + 4.0), Anchor::End, "small value", &name);
        }
    }

    /// Every how many columns a label has room.
    fn labelled(&self, width: f64) -> usize {
        let letters = self
            .columns
            .iter()
            .map(|column| column.label.chars().count());
        let widest = SMALL * letters.max().unwrap_or(0) as f64 + 8.0;
        ((widest / width).ceil() as usize).max(1)
    }

    fn bars(&self, canvas: &mut Canvas, x: f64, width: f64, column: &Column) {
        let zero = TOP + TALL;
        let tall = |share: f64| TALL * share / self.most();
        let (up, href, title) = &column.up;
        canvas.open(href.as_deref(), title);
        canvas.rect((x, zero - tall(*up)), (width, tall(*up)), "for");
        canvas.close(href.as_deref());
        let (down, href, title) = &column.down;
        canvas.open(href.as_deref(), title);
        for class in ["against", "hatch"] {
            canvas.rect((x, zero), (width, tall(*down)), class);
        }
        canvas.close(href.as_deref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // 340 wide leaves 274 for 12 columns, 22.8 each; a label of ten letters takes 74: every fourth is written.
    #[test]
    fn labels_that_have_no_room_are_left_out() {
        let column = |month: usize| Column {
            label: format!("2024-{month:02}-01"),
            up: (0.3, None, String::new()),
            down: (0.2, None, String::new()),
            note: "9".to_owned(),
        };
        let chart = Columns {
            id: "time".to_owned(),
            title: "Over time".to_owned(),
            description: String::new(),
            sides: ("for".to_owned(), "against".to_owned()),
            columns: (1..=12).map(column).collect(),
        };
        let svg = chart.draw(Layout {
            width: 340.0,
            stacked: true,
            mirrored: false,
        });
        assert_eq!(svg.matches("-01</text>").count(), 3, "{svg}");
        // The scale ends at the half: 0.3 of it is 60 of 100.
        assert!(svg.contains(r#"height="60.0" class="for""#), "{svg}");
    }
}
