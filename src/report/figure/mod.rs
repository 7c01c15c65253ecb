//! Figures as SVG, drawn from small structures of their own: nothing here knows where numbers come from.

mod canvas;
mod columns;
mod matrix;
mod row;
mod rows;

pub use canvas::{Layout, PAINT};
pub use columns::{Column, Columns};
pub use matrix::{Cell, Matrix};
pub use row::{Bar, Row, Shape, Spot};
pub use rows::RowChart;

/// Which colour, pattern and mark a class gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Polarity +1.
    For,
    /// No polarity.
    Middle,
    /// Polarity −1.
    Against,
    /// Another class of a head without sides.
    Other,
}

impl Tone {
    /// The tone of a polarity.
    pub fn of(polarity: i8) -> Tone {
        match polarity.signum() {
            1 => Tone::For,
            -1 => Tone::Against,
            _ => Tone::Middle,
        }
    }

    /// The class in style sheets.
    pub fn name(self) -> &'static str {
        match self {
            Tone::For => "for",
            Tone::Middle => "mid",
            Tone::Against => "against",
            Tone::Other => "other",
        }
    }
}
