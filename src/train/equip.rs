//! The cues of a task that brings none of its own.

use std::borrow::Cow;

use super::TrainParams;
use crate::labels::Labels;
use crate::task::Lexicon;

/// Words of attitude tell less than cues chosen for a target, and weigh less: at full weight they
/// cost other people's sets 2 points of F1 (benches/README.md).
const ATTITUDE_SHARE: f64 = 0.35;

/// Gives a task without a lexicon the words of attitude, at a share of the weight of cues.
pub(super) fn equip<'a>(
    labels: &'a Labels,
    params: &'a TrainParams,
) -> (Cow<'a, Labels>, Cow<'a, TrainParams>) {
    let mut equipped = (Cow::Borrowed(labels), Cow::Borrowed(params));
    if labels.task.cues.is_empty() && params.features.cue_weight > 0.0 {
        equipped.0.to_mut().task.cues = Lexicon::attitude();
        equipped.1.to_mut().features.cue_weight *= ATTITUDE_SHARE;
    }
    equipped
}
