//! How good predictions are: confusion matrix, scores, intervals that resample documents; and how
//! good labels are: conflicts, probable errors, agreement of readers.

mod agreement;
mod audit;
mod calibration;
mod conflicts;
mod confusion;
mod learning_curve;
mod reliability;
mod scores;

pub use agreement::{Agreement, Unit, agreement, alpha};
pub use audit::{Audit, Doubt, Finding, Why, doubts};
pub use calibration::{Calibration, Selection, sharpen};
pub use conflicts::{Conflict, conflicts};
pub use confusion::Confusion;
pub use learning_curve::{CurvePoint, Draws, HeadCurve, LearningCurve};
pub use reliability::{Bin, Reliability};
pub use scores::{
    ClassScores, Evaluation, HeadScores, Interval, LeftOut, Scored, log_loss, most_probable,
};
