//! How good predictions are: confusion matrix, scores, intervals that resample documents.

mod confusion;
mod scores;

pub use confusion::Confusion;
pub use scores::{
    ClassScores, Evaluation, HeadScores, Interval, LeftOut, Scored, log_loss, most_probable,
};
