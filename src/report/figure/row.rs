//! What stands in one row of a figure: a label, bars, points with intervals, a number.

use super::Tone;

/// One row.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Who it is about: text from outside.
    pub label: String,
    /// What stands below the label in small letters.
    pub note: String,
    /// What the label opens.
    pub href: Option<String>,
    /// Bars, drawn first.
    pub bars: Vec<Bar>,
    /// Points with their intervals.
    pub spots: Vec<Spot>,
    /// The number at the end of the row.
    pub value: String,
}

/// A bar between two values.
#[derive(Debug, Clone)]
pub struct Bar {
    /// Where it begins and ends.
    pub span: (f64, f64),
    /// Its colour.
    pub tone: Tone,
    /// What it opens.
    pub href: Option<String>,
    /// What it says, in words.
    pub title: String,
    /// What is written beside it, or in it.
    pub text: String,
    /// Whether the text stands in the bar, if there is room.
    pub inside: bool,
}

/// A point, with or without an interval.
#[derive(Debug, Clone)]
pub struct Spot {
    /// Where.
    pub at: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// How it is marked.
    pub shape: Shape,
    /// What it opens.
    pub href: Option<String>,
    /// What it says, in words.
    pub title: String,
}

/// How a point is marked: told apart by form, not by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A filled circle.
    Dot,
    /// An open circle.
    Ring,
    /// None: the interval alone.
    None,
}
