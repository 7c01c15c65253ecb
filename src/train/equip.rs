//! The cues of a task that brings none of its own.

use std::borrow::Cow;

use crate::labels::Labels;
use crate::task::Lexicon;

/// Words of attitude tell less than cues chosen for a target, and weigh less: at full weight they
/// cost other people's sets 2 points of F1 (benches/README.md).
const ATTITUDE_SHARE: f64 = 0.35;

/// The task's lexicon; where it is empty, the words of attitude.
pub(super) fn cues(labels: &Labels) -> Cow<'_, Lexicon> {
    match labels.task.cues.is_empty() {
        true => Cow::Owned(Lexicon::attitude()),
        false => Cow::Borrowed(&labels.task.cues),
    }
}

/// What the weight of cues is multiplied by.
pub(super) fn share(labels: &Labels) -> f64 {
    match labels.task.cues.is_empty() {
        true => ATTITUDE_SHARE,
        false => 1.0,
    }
}
