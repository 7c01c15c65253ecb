//! Scores → probabilities: the last step of every prediction.

use std::ops::Range;

use super::Header;
use super::logistic::softmax;

/// The outputs of a model: the classes of all heads, in order.
#[derive(Debug)]
pub(super) struct Outputs {
    intercepts: Vec<f64>,
    heads: Vec<Range<usize>>,
}

impl Outputs {
    /// Those of a model with this header.
    pub fn new(header: &Header) -> Outputs {
        let intercepts = header.heads.iter().flat_map(|head| &head.intercepts);
        Outputs {
            intercepts: intercepts.map(|&intercept| f64::from(intercept)).collect(),
            heads: header.ranges(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.intercepts.len()
    }

    /// The score of each output for a text without a known term.
    pub fn intercepts(&self) -> &[f64] {
        &self.intercepts
    }

    /// Replaces `probabilities` by those of each head's classes, in the same memory.
    pub fn probabilities(&self, scores: &[f64], probabilities: &mut Vec<Vec<f64>>) {
        probabilities.resize_with(self.heads.len(), Vec::new);
        for (head, range) in self.heads.iter().enumerate() {
            let classes = &mut probabilities[head];
            classes.clear();
            classes.extend_from_slice(&scores[range.clone()]);
            softmax(classes);
        }
    }
}
