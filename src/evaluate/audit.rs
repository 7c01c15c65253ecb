//! Which labels are probably wrong: confident learning (Northcutt, Jiang and Chuang 2021).

use super::Scored;
use crate::labels::Example;

/// A row and what speaks against its label.
#[derive(Debug, Clone)]
pub struct Finding<'a> {
    /// The row.
    pub example: &'a Example,
    /// Position of the head.
    pub head: usize,
    /// The class it has.
    pub label: usize,
    /// The class it may be.
    pub suggested: usize,
    /// Why.
    pub why: Why<'a>,
}

/// What speaks against a label.
#[derive(Debug, Clone)]
pub enum Why<'a> {
    /// Models that had not seen its document are confident of another class.
    Doubt {
        /// The probability of the label and of the class suggested.
        probabilities: [f64; 2],
        /// What moved the final model (which learnt from this label too) from the one to the other,
        /// the strongest first.
        terms: Vec<String>,
    },
    /// Another row says the same and has another class.
    Conflict {
        /// The other row.
        other: &'a Example,
        /// The share of their words that both have.
        similarity: f64,
    },
}

impl Finding<'_> {
    /// How strongly it speaks, from 0 to 1: the margin of the probabilities, or the similarity.
    pub fn score(&self) -> f64 {
        match &self.why {
            Why::Doubt {
                probabilities: [label, suggested],
                ..
            } => suggested - label,
            Why::Conflict { similarity, .. } => *similarity,
        }
    }
}

/// What an audit found, and what it looked at.
#[derive(Debug, Clone)]
pub struct Audit<'a> {
    /// The findings, the strongest first.
    pub findings: Vec<Finding<'a>>,
    /// Rows whose labels were compared with out-of-fold predictions.
    pub audited: usize,
    /// Rows that could not be: no second document of their kind holds them out.
    pub left_out: usize,
}

/// One label that predictions contradict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// Position among the predictions.
    pub row: usize,
    /// The class of which the models are confident.
    pub suggested: usize,
}

/// The rows off the diagonal of the confident joint: another class than the label has a probability of
/// at least that class's threshold, the mean probability it has where it is the label; of several,
/// the most probable. A class that labels no row is never suggested.
pub fn doubts(scored: &[Scored]) -> Vec<Doubt> {
    let classes = scored.first().map_or(0, |row| row.probabilities.len());
    let threshold = |class: usize| {
        let own = scored.iter().filter(|row| row.label == class);
        let own: Vec<f64> = own.map(|row| row.probabilities[class]).collect();
        match own.is_empty() {
            true => f64::INFINITY,
            false => own.iter().sum::<f64>() / own.len() as f64,
        }
    };
    let thresholds: Vec<f64> = (0..classes).map(threshold).collect();
    let confident = |row: &Scored| {
        let sure = (0..classes).filter(|&class| row.probabilities[class] >= thresholds[class]);
        sure.rev()
            .max_by(|&a, &b| row.probabilities[a].total_cmp(&row.probabilities[b]))
    };
    let doubt = |(row, scored): (usize, &Scored)| {
        let suggested = confident(scored)?;
        let probable = scored.probabilities[suggested] > scored.probabilities[scored.label];
        probable.then_some(Doubt { row, suggested })
    };
    scored.iter().enumerate().filter_map(doubt).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(label: usize, p: f64) -> Scored {
        Scored {
            document: 0,
            label,
            probabilities: vec![p, 1.0 - p],
        }
    }

    #[test]
    fn a_label_is_doubted_from_its_rivals_threshold_on() {
        // By hand: class 0 has .9, .8, .1 under its label, threshold .6; class 1 has .8, .7, .45: .65.
        let rows = [
            scored(0, 0.9),
            scored(0, 0.8),
            scored(0, 0.1),
            scored(1, 0.2),
            scored(1, 0.3),
            scored(1, 0.55),
        ];
        // .55 is the more probable class but below the threshold of .6; .9 of class 1 is above.
        assert_eq!(
            doubts(&rows),
            [Doubt {
                row: 2,
                suggested: 1
            }]
        );
    }

    #[test]
    fn nothing_is_doubted_without_rows() {
        assert_eq!(doubts(&[]), []);
    }
}
