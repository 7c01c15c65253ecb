//! Label files: sentences with what people said of them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use crate::task::{Head, RESERVED_COLUMNS, Task};
use crate::{Error, Result};

/// One labelled sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The sentence as the reader saw it.
    pub text: String,
    /// The group that folds keep together; rows without one get a group of their own.
    pub document: String,
    /// Position in the document, where known.
    pub n: Option<u64>,
    /// Site furniture: it is known not to be content and trains no head.
    pub boilerplate: bool,
    /// Written for training: it is never scored, calibrated on or counted in an estimate.
    pub authored: bool,
    /// For each head of the task, the position of the class, where the reader gave one.
    pub classes: Vec<Option<usize>>,
    /// File and line, for messages.
    pub place: Place,
}

impl Example {
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

/// Two rows that give the same sentence different classes.
#[derive(Debug, Clone)]
pub struct Conflict<'a> {
    /// The head they disagree on.
    pub head: &'a str,
    /// One row.
    pub first: &'a Example,
    /// Its class.
    pub first_class: &'a str,
    /// The other.
    pub second: &'a Example,
    /// Its class.
    pub second_class: &'a str,
}

impl Labels {
    /// Sentences that stand twice and with different classes, each with the first row it disagrees with.
    pub fn conflicts(&self) -> Vec<Conflict<'_>> {
        let mut first_of: BTreeMap<&str, &Example> = BTreeMap::new();
        let mut conflicts = Vec::new();
        for second in self.examples.iter().filter(|example| !example.boilerplate) {
            let first = *first_of.entry(&second.text).or_insert(second);
            for (index, head) in self.task.heads.iter().enumerate() {
                if let (Some(a), Some(b)) = (first.classes[index], second.classes[index])
                    && a != b
                {
                    let [first_class, second_class] =
                        [a, b].map(|class| head.classes[class].name.as_str());
                    conflicts.push(Conflict {
                        head: &head.name,
                        first,
                        first_class,
                        second,
                        second_class,
                    });
                }
            }
        }
        conflicts
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
pub fn labels(path: &Path, params: &LabelParams) -> Result<Labels> {
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
/// As [`labels`]; and a file with none of the task's heads.
pub fn labels_for(path: &Path, task: &Task) -> Result<Labels> {
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
    examples.sort_by(|a, b| {
        (&a.document, a.n, &a.text, &a.classes).cmp(&(&b.document, b.n, &b.text, &b.classes))
    });
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
    if !fs::metadata(path).map_err(Error::read(path))?.is_dir() {
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

fn task_beside(path: &Path) -> Option<PathBuf> {
    let folder = if path.is_dir() { path } else { path.parent()? };
    Some(folder.join("task.toml")).filter(|file| file.is_file())
}

/// The task that label columns alone define.
fn task_of_columns(path: &Path, tables: &[Table], heads: &[String]) -> Result<Task> {
    let mut candidates: Vec<&str> = Vec::new();
    for name in tables.iter().flat_map(|table| &table.header) {
        if !RESERVED_COLUMNS.contains(&name.as_str()) && !candidates.contains(&name.as_str()) {
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
    if !found || RESERVED_COLUMNS.contains(&name) {
        return Err(Error::unknown("label column", name, candidates));
    }
    Ok(Head::of_classes(name, &classes.keys().collect::<Vec<_>>()))
}

/// One CSV file in memory.
struct Table {
    path: PathBuf,
    header: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    line: u64,
    fields: csv::StringRecord,
}

impl Table {
    fn read(path: &Path) -> Result<Table> {
        let file = File::open(path).map_err(Error::read(path))?;
        let mut bytes = Vec::new();
        BufReader::new(file)
            .read_to_end(&mut bytes)
            .map_err(Error::read(path))?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(bytes))
            .from_reader(bytes);
        let header = reader.headers().map_err(|error| csv_error(path, &error))?;
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let fields = record.map_err(|error| csv_error(path, &error))?;
            let line = fields.position().map_or(0, csv::Position::line);
            rows.push(Row { line, fields });
        }
        Ok(Table {
            path: path.to_owned(),
            header,
            rows,
        })
    }

    fn columns(&self, task: &Task) -> Result<Columns> {
        let find = |name: &str| self.header.iter().position(|column| column == name);
        let text = find("text").ok_or_else(|| {
            let has = self.header.join(", ");
            Error::malformed(&self.path, 1, format!("no `text` column (columns: {has})"))
        })?;
        let heads: Vec<_> = task.heads.iter().map(|head| find(&head.name)).collect();
        if heads.iter().all(Option::is_none) {
            let wanted: Vec<_> = task
                .heads
                .iter()
                .map(|head| format!("`{}`", head.name))
                .collect();
            let problem = format!(
                "no label column: expected at least one of {}",
                wanted.join(", ")
            );
            return Err(Error::malformed(&self.path, 1, problem));
        }
        Ok(Columns {
            text,
            heads,
            document: find("document"),
            n: find("n"),
            kind: find("kind"),
            origin: find("origin"),
        })
    }
}

/// A semicolon or a tab, where the header line has one and no comma: spreadsheets export so.
fn delimiter(bytes: &[u8]) -> u8 {
    let header = bytes
        .split(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    if header.contains(&b',') {
        return b',';
    }
    *[b';', b'\t']
        .iter()
        .find(|delimiter| header.contains(delimiter))
        .unwrap_or(&b',')
}

fn csv_error(path: &Path, error: &csv::Error) -> Error {
    let line = error.position().map(csv::Position::line);
    let problem = match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!(
            "the row has {len} fields, its header {expected_len}: quote a field that holds a comma or a line break"
        ),
        csv::ErrorKind::Utf8 { .. } => {
            "not UTF-8: save the file as UTF-8 (\"CSV UTF-8\" in a spreadsheet)".to_owned()
        }
        _ => format!("not a CSV file: {error}"),
    };
    Error::malformed(path, line, problem)
}

/// Where a table keeps what an example needs.
struct Columns {
    text: usize,
    heads: Vec<Option<usize>>,
    document: Option<usize>,
    n: Option<usize>,
    kind: Option<usize>,
    origin: Option<usize>,
}

impl Columns {
    fn example(&self, row: &Row, table: &Table, task: &Task) -> Result<Example> {
        let place = Place {
            path: table.path.clone(),
            line: row.line,
        };
        let cell = |column: Option<usize>| column.map_or("", |column| row.fields[column].trim());
        let text = row.fields[self.text].trim().to_owned();
        if text.is_empty() {
            let problem = "the text is empty: fill it in or delete the row";
            return Err(Error::malformed(&place.path, place.line, problem));
        }
        let boilerplate = match cell(self.kind) {
            "boilerplate" => true,
            "" | "body" | "heading" => false,
            other => {
                return Err(at(
                    &place,
                    Error::unknown("kind", other, &["body", "heading", "boilerplate"]),
                ));
            }
        };
        let classes =
            task.heads
                .iter()
                .zip(&self.heads)
                .map(|(head, &column)| match cell(column) {
                    "" => Ok(None),
                    name => head.class(name).map(Some).ok_or_else(|| {
                        at(&place, Error::unknown("class", name, &head.class_names()))
                    }),
                });
        let classes = classes.collect::<Result<_>>()?;
        let document = match cell(self.document) {
            "" => format!("text:{text}"),
            name => name.to_owned(),
        };
        let authored = cell(self.origin) == "authored";
        Ok(Example {
            text,
            document,
            n: cell(self.n).parse().ok(),
            boilerplate,
            authored,
            classes,
            place,
        })
    }
}

fn at(place: &Place, error: Error) -> Error {
    Error::malformed(&place.path, place.line, error.to_string())
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
        let result = labels(&folder, &LabelParams::default());
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
        check("\u{feff}text;stance\nx, y;p\nz;q\n", Ok(&["x, y", "z"]));
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
    fn asks_which_columns_are_labels() {
        check(
            "text,a,b\nx,p,q\n",
            Err("FOLDER: which columns are labels? choose with --heads (columns: a, b)"),
        );
    }
}
