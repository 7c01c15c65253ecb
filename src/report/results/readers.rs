//! How far the people agree whose labels the model learnt from.

use std::path::Path;

use super::{Recorded, json};
use crate::Result;
use crate::evaluate::{Agreement, agreement};
use crate::labels::{read_for, read_readers};
use crate::task::Task;

/// Seed of the intervals.
const SEED: u64 = 0;

/// The agreement on each head between the readers whose passes stand in the folder `readers` of `labels`; heads that nobody
/// read twice are left out. None where these are not the labels that the model of the results learnt from.
///
/// # Errors
/// Results or label files that cannot be read, with the place.
pub fn readers_agreement(results: &Path, labels: &Path) -> Result<Option<Vec<Agreement>>> {
    let record: Recorded = json(&results.join("run.json"))?;
    let task = Task {
        name: record.task,
        target: record.target,
        heads: record.heads,
        cues: Default::default(),
    };
    let read = read_for(labels, &task)?;
    if read.digest() != record.labels_sha256 {
        return Ok(None);
    }
    let readers = read_readers(labels, &task)?;
    let of_head = |head| agreement(&read, &readers, head, SEED);
    Ok(Some((0..task.heads.len()).filter_map(of_head).collect()))
}
