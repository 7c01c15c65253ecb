//! The task of labels: from its file, or from the label columns alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::table::Table;
use crate::task::{Head, RESERVED_COLUMNS, Task};
use crate::{Error, Result};

pub(super) fn task_beside(path: &Path) -> Option<PathBuf> {
    Some(task_file(path)).filter(|file| file.is_file())
}

/// Where the task of these labels is written: `task.toml` beside them.
pub fn task_file(labels: &Path) -> PathBuf {
    let folder = match labels.is_dir() {
        true => labels,
        false => labels.parent().unwrap_or(Path::new("")),
    };
    folder.join("task.toml")
}

/// More values than this in a column are no classes but texts or numbers.
const MOST_CLASSES: usize = 50;

/// What `stance evaluate --audit` adds to a label file is no label.
const AUDIT: &str = "audit_";

/// The task that label columns alone define.
pub(super) fn task_of_columns(path: &Path, tables: &[Table], heads: &[String]) -> Result<Task> {
    let mut candidates: Vec<&str> = Vec::new();
    for name in tables.iter().flat_map(|table| &table.header) {
        let reserved = RESERVED_COLUMNS.contains(&name.as_str()) || name.starts_with(AUDIT);
        if !reserved && !candidates.contains(&name.as_str()) {
            candidates.push(name);
        }
    }
    let wanted: Vec<&str> = match (heads, candidates.as_slice()) {
        ([], [only]) => vec![only],
        ([], []) => {
            return Err(Error::malformed(
                path,
                None,
                "no label column: add one, `stance` for example",
            ));
        }
        ([], several) => {
            let message = format!(
                "which columns are labels? choose with --heads (columns: {})",
                several.join(", ")
            );
            return Err(Error::malformed(path, None, message));
        }
        (named, _) => named.iter().map(String::as_str).collect(),
    };
    if let Some(twice) = (1..wanted.len()).find(|&at| wanted[..at].contains(&wanted[at])) {
        let message = format!("--heads names `{}` twice", wanted[twice]);
        return Err(Error::Usage(message));
    }
    let heads = wanted
        .iter()
        .map(|name| head_of_column(name, tables, &candidates))
        .collect::<Result<_>>()?;
    let stem = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or("task");
    Ok(Task {
        name: stem.to_owned(),
        target: String::new(),
        heads,
        cues: Default::default(),
    })
}

fn head_of_column(name: &str, tables: &[Table], candidates: &[&str]) -> Result<Head> {
    let mut classes = BTreeMap::new();
    let mut found = false;
    for table in tables {
        let Some(column) = table.header.iter().position(|column| column == name) else {
            continue;
        };
        found = true;
        for row in &table.rows {
            let class = row.fields[column].trim();
            if !class.is_empty() {
                classes.insert(class, ());
            }
        }
    }
    if classes.len() > MOST_CLASSES {
        return Err(Error::Usage(format!(
            "column `{name}` has {} different values, which are too many for classes ({MOST_CLASSES} at most): \
             choose the label column with --heads",
            classes.len()
        )));
    }
    if !found || RESERVED_COLUMNS.contains(&name) {
        return Err(Error::unknown("label column", name, candidates));
    }
    Ok(Head::of_classes(name, &classes.keys().collect::<Vec<_>>()))
}
