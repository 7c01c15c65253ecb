//! Label files → labelled sentences.

mod readers;
mod table;
mod task_of_columns;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::clean::dateline;
use crate::task::Task;
use crate::{Error, Result};

pub use self::readers::{READERS, read_readers};
use self::table::Table;
pub use self::task_of_columns::task_file;
use self::task_of_columns::{task_beside, task_of_columns};

/// One labelled sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The sentence as the reader saw it.
    pub text: String,
    /// The group that folds keep together; rows without one get a group of their own.
    pub document: String,
    /// Position in the document, where known.
    pub n: Option<u64>,
    /// A title or a sub-heading, which opens with no dateline.
    pub heading: bool,
    /// Site furniture: it is known not to be content and trains no head.
    pub boilerplate: bool,
    /// Written for training: it is never scored, calibrated on or counted in an estimate.
    pub authored: bool,
    /// Who says it, where the reader named the one quoted.
    pub holder: Option<String>,
    /// For each head of the task, the position of the class, where the reader gave one.
    pub classes: Vec<Option<usize>>,
    /// File and line, for messages.
    pub place: Place,
}

impl Example {
    /// The sentence without its dateline: what features are made from.
    pub fn statement(&self) -> &str {
        match self.heading {
            true => &self.text,
            false => &self.text[dateline(&self.text)..],
        }
    }

    /// Everything that training sees of it, so that equal ranks can stand in either order.
    fn rank(&self) -> impl Ord + '_ {
        let flags = (self.authored, self.boilerplate, &self.holder);
        (&self.document, self.n, &self.text, &self.classes, flags)
    }

    /// Whether the sentence trains this head.
    pub fn trains(&self, head: usize) -> bool {
        !self.boilerplate && self.classes[head].is_some()
    }

    /// Whether the sentence may count in a score of this head: a real one with a label.
    pub fn scores(&self, head: usize) -> bool {
        self.trains(head) && !self.authored
    }
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The label file.
    pub path: PathBuf,
    /// Line of the row's first character, from 1.
    pub line: u64,
}

impl Place {
    /// The file's name without its folder: how weights name it.
    pub fn file_name(&self) -> &str {
        let name = self.path.file_name().and_then(|name| name.to_str());
        name.unwrap_or_default()
    }
}

/// The labelled sentences of one or several files, in an order that does not depend on theirs.
#[derive(Debug, Clone)]
pub struct Labels {
    /// The task whose heads and classes the examples refer to.
    pub task: Task,
    /// Sorted by document, position and text.
    pub examples: Vec<Example>,
    /// The files read.
    pub files: Vec<PathBuf>,
    /// Rows in files without a `document` column: each is a group of its own.
    pub ungrouped: usize,
}

impl Labels {
    /// Authored sentences; real ones alone may be scored.
    pub fn authored(&self) -> usize {
        let authored = |example: &&Example| example.authored && !example.boilerplate;
        self.examples.iter().filter(authored).count()
    }

    /// Units of site furniture, real or authored.
    pub fn furniture(&self) -> usize {
        let furniture = |example: &&Example| example.boilerplate;
        self.examples.iter().filter(furniture).count()
    }
}

/// How to read label files.
#[derive(Debug, Clone, Default)]
pub struct LabelParams {
    /// The task file; by default `task.toml` beside the labels.
    pub task: Option<PathBuf>,
    /// The heads wanted; empty for all.
    pub heads: Vec<String>,
}

/// Reads a label file, or every CSV file directly in a folder.
///
/// Without a task file, the heads are the label columns asked for (or the only column that is not
/// metadata) and their classes are the values found, sorted.
///
/// # Errors
/// A file that cannot be read, a row that does not fit its header, an empty text, a class that the
/// task does not have: with file and line.
pub fn read(path: &Path, params: &LabelParams) -> Result<Labels> {
    let files = label_files(path)?;
    let tables = files
        .iter()
        .map(|file| Table::read(file))
        .collect::<Result<Vec<_>>>()?;
    let task = match params.task.clone().or_else(|| task_beside(path)) {
        Some(file) => {
            let task = Task::load(&file)?;
            if params.heads.is_empty() {
                task
            } else {
                task.with_heads(&params.heads)?
            }
        }
        None => task_of_columns(path, &tables, &params.heads)?,
    };
    read_examples(task, files, &tables)
}

/// Reads label files for a task that is already known, a trained model's for example.
///
/// # Errors
/// As [`read`]; and a file with none of the task's heads.
pub fn read_for(path: &Path, task: &Task) -> Result<Labels> {
    let files = label_files(path)?;
    let tables = files
        .iter()
        .map(|file| Table::read(file))
        .collect::<Result<Vec<_>>>()?;
    read_examples(task.clone(), files, &tables)
}

fn read_examples(task: Task, files: Vec<PathBuf>, tables: &[Table]) -> Result<Labels> {
    let mut examples = Vec::new();
    let mut ungrouped = 0;
    for table in tables {
        let columns = table.columns(&task)?;
        for row in &table.rows {
            ungrouped += usize::from(columns.document.is_none());
            examples.push(columns.example(row, table, &task)?);
        }
    }
    if examples.is_empty() {
        let message = format!("no labelled sentence in {}", names(&files));
        return Err(Error::Insufficient(message));
    }
    examples.sort_by(|a, b| a.rank().cmp(&b.rank()));
    Ok(Labels {
        task,
        examples,
        files,
        ungrouped,
    })
}

fn names(files: &[PathBuf]) -> String {
    files
        .iter()
        .map(|file| format!("`{}`", file.display()))
        .collect::<Vec<_>>()
        .join(", ")
}

fn label_files(path: &Path) -> Result<Vec<PathBuf>> {
    let facts = fs::metadata(path).map_err(|cause| missing(path, cause))?;
    if !facts.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(Error::read(path))? {
        let file = entry.map_err(Error::read(path))?.path();
        if file.extension().is_some_and(|extension| extension == "csv") && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        let message = format!(
            "no label file in `{}`: expected *.csv with `text` and a label column",
            path.display()
        );
        return Err(Error::Insufficient(message));
    }
    Ok(files)
}

fn missing(path: &Path, cause: io::Error) -> Error {
    if cause.kind() != io::ErrorKind::NotFound {
        return Error::read(path)(cause);
    }
    Error::Insufficient(format!(
        "`{}` does not exist: expected a label file (.csv with `text` and a label column) or a folder of them",
        path.display()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(csv: &str, expected: std::result::Result<&[&str], &str>) {
        let folder = std::env::temp_dir().join(format!(
            "stance-labels-{}-{}",
            std::process::id(),
            csv.len()
        ));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a.csv"), csv).unwrap();
        let result = read(&folder, &LabelParams::default());
        let found = result.map(|labels| {
            labels
                .examples
                .into_iter()
                .map(|e| e.text)
                .collect::<Vec<_>>()
        });
        let prefix = format!("{}/", folder.display());
        let name = folder.display().to_string();
        fs::remove_dir_all(&folder).unwrap();
        match expected {
            Ok(texts) => assert_eq!(found.unwrap(), texts),
            Err(message) => assert_eq!(
                found
                    .unwrap_err()
                    .to_string()
                    .replace(&prefix, "")
                    .replace(&name, "FOLDER"),
                message
            ),
        }
    }

    #[test]
    fn order_of_rows_does_not_matter() {
        check(
            "document,n,text,stance\nb,1,x,p\na,10,z,q\na,9,y,p\n",
            Ok(&["y", "z", "x"]),
        );
    }

    #[test]
    fn reads_semicolons_and_a_byte_order_mark() {
        check(
            "\u{feff}text;stance\nx, y;p\nz;q\n",
            Ok(&["z", "x, y"]), /* in the order of the groups, which are digests here */
        );
    }

    #[test]
    fn says_which_row_is_too_long() {
        check(
            "text,stance\nx,p\ny,q,r\n",
            Err(
                "a.csv:3: the row has 3 fields, its header 2: quote a field that holds a comma or a line break",
            ),
        );
    }

    #[test]
    fn says_which_text_is_empty() {
        check(
            "text,stance\nx,p\n ,q\n",
            Err("a.csv:3: the text is empty: fill it in or delete the row"),
        );
    }

    #[test]
    fn a_misspelt_origin_is_not_taken_for_a_real_sentence() {
        check(
            "text,stance,origin\nx,p,authord\ny,q,seed\n",
            Err(
                "a.csv:2: unknown origin `authord`, did you mean `authored`? (known: seed, authored)",
            ),
        );
    }

    #[test]
    fn asks_which_columns_are_labels() {
        check(
            "text,a,b\nx,p,q\n",
            Err("FOLDER: which columns are labels? choose with --heads (columns: a, b)"),
        );
    }
}
