//! Other readers' passes over the same sentences, which do not train.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Labels, label_files, read_for};
use crate::Result;
use crate::output::hex;
use crate::task::Task;

/// The folder beside label files that holds other readers' passes, a file a reader.
pub const READERS: &str = "readers";

/// Reads the passes in the folder `readers` of a folder of labels, in the order of their names; none where there
/// is no such folder.
///
/// # Errors
/// As [`read_for`], for each file.
pub fn read_readers(labels: &Path, task: &Task) -> Result<Vec<Labels>> {
    let folder = labels.join(READERS);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let files = label_files(&folder)?;
    files.iter().map(|file| read_for(file, task)).collect()
}

impl Labels {
    /// SHA-256 of the examples in their order, in a form that no two lists share: which labels these are.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for example in &self.examples {
            let row = (
                &example.document,
                example.n,
                &example.text,
                example.boilerplate,
                example.authored,
                &example.holder,
                &example.classes,
            );
            digest.update(serde_json::to_vec(&row).expect("strings and numbers"));
        }
        hex(&digest.finalize())
    }
}
