//! One run of `compare`: what `classify` wrote, estimated anew without classifying again.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::gather::{Counted, Counter, Gathered, Wording};
use super::in_order::in_order;
use super::results::{Results, Saved};
use crate::estimate::{By, EstimateParams, Observations, Other};
use crate::output;
use crate::report::Format;
use crate::task::Task;
use crate::{Error, Result};

use self::rows::SentenceRow;

mod rows;

/// Rows that a thread parses at a time.
const BATCH: usize = 1024;

/// Reads a folder that `classify` wrote, estimates with these parameters, and replaces the files
/// that follow from them. `also` are folders of the same documents classified by other models, for rows of
/// their own in `robustness.csv`. With the parameters of `classify` they come out the same, byte for byte.
///
/// # Errors
/// A folder that `classify` did not write, files that do not belong together, parameters out of range.
pub fn compare(folder: &Path, params: &EstimateParams, also: &[PathBuf]) -> Result<Results> {
    let others = also.iter().map(|folder| {
        let saved = saved(folder)?;
        Ok(Other {
            name: format!("as in {}", folder.display()),
            observations: read(folder, &saved.task, &params.by)?.0,
            calibration: saved.calibration,
        })
    });
    let others: Vec<Other> = others.collect::<Result<_>>()?;
    let saved = saved(folder)?;
    let (observations, counted) = read(folder, &saved.task, &params.by)?;
    let results = Results::of(
        observations,
        &counted,
        saved.calibration,
        &saved.model_sha256,
        params,
        &others,
    )?;
    output::finish_all(results.files(folder)?)?;
    Ok(results)
}

/// The answers in a folder, and the words of its sentences.
fn read(folder: &Path, task: &Task, by: &By) -> Result<(Observations, Counted)> {
    let mut gathered = Gathered::new(task, by);
    documents(folder, &mut gathered.observations)?;
    let (mut rows, parser) = rows::open(&sentences(folder)?, task)?;
    let source = || {
        let batch: Vec<_> = rows.by_ref().take(BATCH).collect();
        Some(batch).filter(|batch| !batch.is_empty())
    };
    let work = |batch: Vec<Result<_>>| -> Result<Vec<SentenceRow>> {
        let rows = batch.into_iter().map(|row| parser.parse(&row?));
        rows.collect()
    };
    let sink = |rows: Result<Vec<SentenceRow>>| {
        let rows = rows?.into_iter().filter(|row| !row.foreign);
        Ok(rows.filter_map(|row| add(&mut gathered, row)).collect())
    };
    let counter = Counter::new(task, by);
    let count = |counted: &mut Counted, wordings| counter.count_all(counted, wordings);
    let counted = in_order(rayon::current_num_threads(), source, work, sink, count)?;
    Ok(gathered.finish(&counter, counted))
}

fn add(gathered: &mut Gathered, row: SentenceRow) -> Option<Wording> {
    let (name, source) = (&row.document, &row.source);
    let observations = &mut gathered.observations;
    let at = observations.document(name, source, BTreeMap::new, None);
    gathered.add_sentence(at, row.traits, (row.text, row.holder), row.answers)
}

fn saved(folder: &Path) -> Result<Saved> {
    let path = folder.join("estimate.json");
    if !path.is_file() {
        return Err(Error::Insufficient(format!(
            "`{}` holds no estimate.json: give a folder that `stance classify` wrote",
            folder.display()
        )));
    }
    let file = BufReader::new(File::open(&path).map_err(Error::read(&path))?);
    let mend = "run `stance classify` again";
    let saved: Saved = serde_json::from_reader(file).map_err(|cause| {
        Error::malformed(&path, cause.line() as u64, format!("{cause}; {mend}"))
    })?;
    let classes: Vec<usize> = saved
        .task
        .heads
        .iter()
        .map(|head| head.classes.len())
        .collect();
    let checked = saved.calibration.check(&classes);
    checked.map_err(|problem| Error::malformed(&path, None, format!("{problem}; {mend}")))?;
    let run = folder.join("run.json");
    let text = fs::read_to_string(&run).map_err(Error::read(&run))?;
    if !text.contains(&format!("\"model_sha256\": \"{}\"", saved.model_sha256)) {
        let problem = format!("it is of another model than run.json beside it; {mend}");
        return Err(Error::malformed(&path, None, problem));
    }
    Ok(saved)
}

/// The documents, those without a sentence too.
fn documents(folder: &Path, observations: &mut Observations) -> Result<()> {
    let path = folder.join("documents.csv");
    let mut reader = csv::Reader::from_reader(File::open(&path).map_err(Error::read(&path))?);
    for row in reader.deserialize() {
        let mut row: BTreeMap<String, String> = row.map_err(|cause: csv::Error| {
            let line = cause.position().map(csv::Position::line);
            Error::malformed(&path, line, cause.to_string())
        })?;
        let mut take = |name: &str| row.remove(name).unwrap_or_default();
        let (name, source, copy_of) = (take("document"), take("source"), take("copy_of"));
        row.retain(|_, value| !value.is_empty());
        let copy_of = (!copy_of.is_empty()).then_some(copy_of.as_str());
        observations.document(&name, &source, || row, copy_of);
    }
    Ok(())
}

fn sentences(folder: &Path) -> Result<PathBuf> {
    let paths = [Format::Csv, Format::Jsonl]
        .map(|format| folder.join(format!("sentences.{}", format.name())));
    let found: Vec<&PathBuf> = paths.iter().filter(|path| path.is_file()).collect();
    match found[..] {
        [path] => Ok(path.clone()),
        [] => Err(Error::Insufficient(format!(
            "`{}` holds no sentences.csv or sentences.jsonl: run `stance classify` again",
            folder.display()
        ))),
        _ => Err(Error::Usage(format!(
            "`{}` holds the sentences of two runs, sentences.csv and sentences.jsonl: remove the older",
            folder.display()
        ))),
    }
}
