//! A row an item on one common scale: bars, points, intervals.

use super::Tone;
use super::canvas::{Anchor, Canvas, Layout, SMALL, shorten};
use super::row::{Bar, Row, Shape, Spot};

/// A figure of rows.
#[derive(Debug, Clone)]
pub struct RowChart {
    /// Name in the page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The same for those who do not see it.
    pub description: String,
    /// The ends of the scale.
    pub domain: (f64, f64),
    /// Places of the scale with their names.
    pub ticks: Vec<(f64, String)>,
    /// What lies at the lower and the upper end.
    pub ends: Option<(String, String)>,
    /// What each colour stands for, in the order of the bars; empty where bars are named otherwise.
    pub legend: Vec<(Tone, String)>,
    /// The rows, from the top.
    pub rows: Vec<Row>,
}

/// The measures of a layout.
struct Frame {
    left: f64,
    right: f64,
    row: f64,
    middle: f64,
    top: f64,
}

impl RowChart {
    /// Draws it.
    pub fn draw(&self, layout: Layout) -> String {
        let has_head = self.ends.is_some() || !self.legend.is_empty();
        let frame = Frame::of(layout, has_head);
        let mut canvas = Canvas::new(layout);
        let bottom = frame.top + frame.row * self.rows.len() as f64;
        self.scale(&mut canvas, layout, &frame, bottom);
        self.head(&mut canvas, &frame);
        for (index, row) in self.rows.iter().enumerate() {
            let y = frame.top + frame.row * index as f64;
            self.row(&mut canvas, layout, &frame, y, row);
        }
        canvas.finish(bottom + 26.0, &self.id, &self.title, &self.description)
    }

    /// The places of the scale with a line each. Where labels stand above their rows, a line is cut where it would run
    /// through them.
    fn scale(&self, canvas: &mut Canvas, layout: Layout, frame: &Frame, bottom: f64) {
        for (value, name) in &self.ticks {
            let x = self.place(frame, *value);
            let class = if *value == 0.0 { "zero" } else { "rule" };
            if layout.stacked {
                for index in 0..self.rows.len() {
                    let y = frame.top + frame.row * index as f64;
                    canvas.line((x, y + 19.0), (x, y + frame.row - 4.0), class);
                }
            } else {
                canvas.line((x, frame.top - 4.0), (x, bottom), class);
            }
            canvas.text((x, bottom + 16.0), Anchor::Middle, "small value", name);
        }
    }

    /// What lies at the ends, or what the colours stand for.
    fn head(&self, canvas: &mut Canvas, frame: &Frame) {
        if let Some((low, high)) = &self.ends {
            let zero = self.place(frame, 0.0);
            canvas.text((zero - 10.0, 14.0), Anchor::End, "strong", low);
            canvas.text((zero + 10.0, 14.0), Anchor::Start, "strong", high);
        }
        let mut x = frame.left;
        for (tone, name) in &self.legend {
            canvas.rect((x, 4.0), (11.0, 11.0), tone.name());
            canvas.text((x + 16.0, 14.0), Anchor::Start, "small", name);
            x += 34.0 + SMALL * name.chars().count() as f64;
        }
    }

    fn place(&self, frame: &Frame, value: f64) -> f64 {
        let (low, high) = self.domain;
        let share = ((value - low) / (high - low).max(1e-9)).clamp(0.0, 1.0);
        frame.left + share * (frame.right - frame.left)
    }

    fn row(&self, canvas: &mut Canvas, layout: Layout, frame: &Frame, y: f64, row: &Row) {
        self.label(canvas, layout, y, row);
        let middle = y + frame.middle;
        for bar in &row.bars {
            self.bar(canvas, frame, middle, bar);
        }
        for (index, spot) in row.spots.iter().enumerate() {
            let shift = match row.spots.len() {
                // More than three lie on one line: what is shown is how far they spread.
                1 | 4.. => 0.0,
                many => (index as f64 - (many - 1) as f64 / 2.0) * 9.0,
            };
            self.spot(canvas, frame, middle + shift, spot);
        }
        let value_y = if layout.stacked {
            y + 14.0
        } else {
            middle + 4.5
        };
        canvas.text(
            (layout.width - 2.0, value_y),
            Anchor::End,
            "value strong",
            &row.value,
        );
    }

    fn label(&self, canvas: &mut Canvas, layout: Layout, y: f64, row: &Row) {
        let href = row.href.as_deref();
        let most = if layout.stacked { 30 } else { 32 };
        canvas.open(href, &row.label);
        canvas.text(
            (0.0, y + 14.0),
            Anchor::Start,
            "label",
            &shorten(&row.label, most),
        );
        canvas.close(href);
        if !layout.stacked {
            canvas.text((0.0, y + 29.0), Anchor::Start, "small", &row.note);
        }
    }

    fn bar(&self, canvas: &mut Canvas, frame: &Frame, middle: f64, bar: &Bar) {
        let (from, to) = (self.place(frame, bar.span.0), self.place(frame, bar.span.1));
        let (low, high) = (from.min(to), from.max(to));
        let href = bar.href.as_deref();
        canvas.open(href, &bar.title);
        // A bar of nothing can still be opened: it answers with no sentence.
        canvas.rect((low - 2.0, middle - 11.0), (high - low + 4.0, 22.0), "hit");
        let (place, size) = ((low, middle - 8.0), (high - low, 16.0));
        canvas.rect(place, size, bar.tone.name());
        if bar.inside {
            self.name_inside(canvas, (low, high), middle, bar);
        } else {
            if bar.tone == Tone::Against {
                canvas.rect(place, size, "hatch");
            }
            let (x, anchor) = match to < from {
                true => (low - 6.0, Anchor::End),
                false => (high + 6.0, Anchor::Start),
            };
            canvas.text((x, middle + 4.5), anchor, "value", &bar.text);
        }
        canvas.close(href);
    }

    /// Writes in a bar; a text that is wider than it is left to the title.
    fn name_inside(&self, canvas: &mut Canvas, (low, high): (f64, f64), middle: f64, bar: &Bar) {
        let wide = 7.5 * bar.text.chars().count() as f64 + 10.0;
        if wide < high - low {
            let class = match bar.tone {
                Tone::Middle => "value",
                _ => "value light",
            };
            canvas.text((low + 6.0, middle + 4.5), Anchor::Start, class, &bar.text);
        }
    }

    fn spot(&self, canvas: &mut Canvas, frame: &Frame, y: f64, spot: &Spot) {
        let href = spot.href.as_deref();
        canvas.open(href, &spot.title);
        if let Some((low, high)) = spot.interval {
            let (low, high) = (self.place(frame, low), self.place(frame, high));
            canvas.line((low, y), (high, y), "whisker");
            for end in [low, high] {
                canvas.line((end, y - 3.5), (end, y + 3.5), "whisker");
            }
        }
        if let Some(at) = spot.at {
            let x = self.place(frame, at);
            match spot.shape {
                Shape::Dot => canvas.circle((x, y), 5.0, "dot"),
                Shape::Ring => canvas.circle((x, y), 4.2, "ring"),
                Shape::None => {}
            }
        }
        canvas.close(href);
    }
}

impl Frame {
    fn of(layout: Layout, has_head: bool) -> Frame {
        let top = if has_head { 28.0 } else { 10.0 };
        match layout.stacked {
            true => Frame {
                left: 34.0,
                right: layout.width - 40.0,
                row: 54.0,
                middle: 32.0,
                top,
            },
            false => Frame {
                left: 260.0,
                right: layout.width - 92.0,
                row: 42.0,
                middle: 16.0,
                top,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart() -> RowChart {
        RowChart {
            id: "stance".to_owned(),
            title: "Stance".to_owned(),
            description: "A: 50 %".to_owned(),
            domain: (-1.0, 1.0),
            ticks: vec![(0.0, "0".to_owned())],
            ends: None,
            legend: Vec::new(),
            rows: vec![Row {
                label: "</title><script>".to_owned(),
                bars: vec![Bar {
                    span: (0.0, 0.5),
                    tone: Tone::For,
                    href: Some("#e?s=0&h0=0".to_owned()),
                    title: "A: 50 %".to_owned(),
                    text: "50 %".to_owned(),
                    inside: false,
                }],
                ..Row::default()
            }],
        }
    }

    fn layout(mirrored: bool) -> Layout {
        Layout {
            width: 760.0,
            stacked: false,
            mirrored,
        }
    }

    // The scale lies between 260 and 668: 0 is at 464, 0.5 at 566.
    #[test]
    fn a_bar_is_as_long_as_its_share_and_opens_its_sentences() {
        let svg = chart().draw(layout(false));
        assert!(
            svg.contains(r#"<rect x="464.0" y="18.0" width="102.0" height="16.0" class="for"/>"#),
            "{svg}"
        );
        assert!(svg.contains(r##"href="#e?s=0&amp;h0=0""##), "{svg}");
        assert!(!svg.contains("<script"), "{svg}");
    }

    #[test]
    fn in_a_script_from_the_right_the_bar_grows_to_the_left() {
        let svg = chart().draw(layout(true));
        assert!(
            svg.contains(r#"<rect x="194.0" y="18.0" width="102.0""#),
            "{svg}"
        );
    }

    // Stacked rows are 54 high: a label stands in the first 19, where no line of the scale may be.
    #[test]
    fn no_line_of_the_scale_runs_through_a_label() {
        let stacked = Layout {
            width: 340.0,
            stacked: true,
            mirrored: false,
        };
        let svg = chart().draw(stacked);
        assert!(
            svg.contains(r#"y1="29.0" x2="167.0" y2="60.0" class="zero""#),
            "{svg}"
        );
        assert!(!svg.contains(r#"y1="6.0""#), "{svg}");
    }
}
