//! Labelled sentences → a model, with what grouped cross-validation says of it.

mod audit;
mod calibrate;
pub mod certificate;
mod cholesky;
mod cross_validate;
mod curvature;
mod dense;
mod design;
mod equip;
pub mod estimator;
mod evidence;
mod fit_head;
mod fit_whole;
pub mod folds;
mod hold_out;
mod layout;
mod learning_curve;
mod linfa;
mod measure;
mod newton;
pub mod objective;
mod order;
mod params;
pub mod problem;
mod record;
mod select;

pub use audit::audit;
pub use certificate::Certificate;
pub use estimator::{LogisticParams, LogisticRegression, Solution, Solver, fit};
pub use learning_curve::learning_curve;
pub use measure::cross_validated_scores;
pub use params::{FoldChoice, TrainParams};
pub use problem::{ClassWeight, Problem};

use self::design::Design;
use self::fit_whole::fit_whole;
use self::measure::validate;
use crate::Result;
use crate::labels::Labels;
use crate::model::Model;

/// Told how much of a long step is done: (done, of how many).
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Trains every head of the labels' task on all labelled sentences. The penalty of each head is the
/// one under which real sentences were best predicted while their documents were held out; authored
/// sentences join every training fold and are never scored.
///
/// # Errors
/// Labels that cannot train (one class, one document where folds are wanted), parameters out of
/// range, a fit that did not reach its tolerance.
pub fn train(labels: &Labels, params: &TrainParams, progress: Progress<'_>) -> Result<Model> {
    let params = &params.equipped(labels)?;
    let design = Design::new(labels, params);
    let validation = match params.folds {
        FoldChoice::None => None,
        // One document cannot be held out and trained on: nothing is measured, and the card says so.
        FoldChoice::Auto if design.documents().len() < 2 => None,
        _ => Some(validate(&design, labels, &design.real(), params, progress)?),
    };
    fit_whole(&design, labels, validation.as_ref(), params)
}
