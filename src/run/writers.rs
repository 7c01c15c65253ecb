//! Where a run's results go, all of them or none.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::Run;
use super::ledger::Ledger;
use crate::annotate::Annotated;
use crate::document::{Document, Removed};
use crate::model::Model;
use crate::output::{self, OutputFile};
use crate::report::{Card, Format, SentenceWriter};
use crate::task::Task;
use crate::{Error, Result};

/// Where results go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// A folder: `sentences.*`, `documents.csv`, `sources.csv`, `removed.csv`, `model.json` and
    /// `run.json`.
    Folder(PathBuf, Format),
    /// A file for the sentences alone.
    File(PathBuf, Format),
    /// Standard output, the sentences alone, as they are annotated.
    Standard(Format),
}

impl Output {
    /// What `--output` and `--format` mean: `-`, a file by its extension, else a folder.
    ///
    /// # Errors
    /// A `--format` that contradicts the file's extension, or an extension of no format.
    pub fn parse(output: &Path, format: Option<Format>) -> Result<Output> {
        let extension = output.extension().and_then(|extension| extension.to_str());
        if output == Path::new("-") {
            return Ok(Output::Standard(format.unwrap_or(Format::Csv)));
        }
        match (
            extension.and_then(|name| Format::by_name(name).ok()),
            format,
        ) {
            (Some(by_name), Some(asked)) if by_name != asked => Err(Error::Usage(format!(
                "--format {} into `{}`: give the file the extension .{}",
                asked.name(),
                output.display(),
                asked.name()
            ))),
            (Some(by_name), _) => Ok(Output::File(output.to_owned(), by_name)),
            (None, _) if extension.is_some_and(is_file_extension) && !output.is_dir() => {
                Err(Error::unknown(
                    "format of",
                    &output.to_string_lossy(),
                    &[".csv", ".jsonl", "a folder"],
                ))
            }
            (None, asked) => Ok(Output::Folder(
                output.to_owned(),
                asked.unwrap_or(Format::Csv),
            )),
        }
    }
}

/// What follows the stop is the name of a format rather than of a version: "parquet", not "v2".
fn is_file_extension(extension: &str) -> bool {
    extension.len() <= 8 && extension.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// A place for sentences: a file in the making, or standard output.
enum Sink {
    File(OutputFile),
    Standard(BufWriter<io::Stdout>),
}

/// The open files of a run.
pub(super) struct Writers {
    sentences: SentenceWriter<Sink>,
    removed: Option<Ledger>,
    folder: Option<PathBuf>,
    path: PathBuf,
}

impl Writers {
    pub fn create(output: &Output, task: &Task) -> Result<Writers> {
        let (sink, format, folder, path) = match output {
            Output::Folder(folder, format) => {
                let path = folder.join(format!("sentences.{}", format.name()));
                (
                    Sink::File(OutputFile::create(&path)?),
                    *format,
                    Some(folder.clone()),
                    path,
                )
            }
            Output::File(path, format) => (
                Sink::File(OutputFile::create(path)?),
                *format,
                None,
                path.clone(),
            ),
            Output::Standard(format) => (
                Sink::Standard(BufWriter::new(io::stdout())),
                *format,
                None,
                PathBuf::from("standard output"),
            ),
        };
        let sentences = SentenceWriter::new(sink, format, task).map_err(Error::write(&path))?;
        let removed = match &folder {
            Some(folder) => Some(Ledger::create(&folder.join("removed.csv"))?),
            None => None,
        };
        Ok(Writers {
            sentences,
            removed,
            folder,
            path,
        })
    }

    /// Writes one document's rows.
    pub fn write(
        &mut self,
        document: &Document,
        sentences: &[Annotated],
        removed: &[Removed],
    ) -> Result<()> {
        for sentence in sentences {
            self.sentences
                .write(document, sentence)
                .map_err(Error::write(&self.path))?;
        }
        if let Some(ledger) = &mut self.removed {
            ledger.write(document, removed)?;
        }
        Ok(())
    }

    /// Completes every file and only then puts them in place.
    pub fn finish(self, run: &Run, model: &Model) -> Result<()> {
        let sentences = self.sentences.finish().map_err(Error::write(&self.path))?;
        let Some(folder) = self.folder else {
            return sentences.finish(&self.path);
        };
        let mut files = match &run.results {
            Some(results) => results.files(&folder)?,
            None => Vec::new(),
        };
        files.push(json(&folder.join("run.json"), &run.record)?);
        files.push(json(&folder.join("model.json"), &Card::of(model))?);
        if let Some(ledger) = self.removed {
            files.push(ledger.complete()?);
        }
        if let Sink::File(sentences) = sentences {
            files.push(sentences);
        }
        output::finish_all(files)
    }
}

/// A value as an indented JSON file, still to be put in place.
fn json(path: &Path, value: &impl serde::Serialize) -> Result<OutputFile> {
    let mut file = OutputFile::create(path)?;
    serde_json::to_writer_pretty(&mut file, value)
        .map_err(io::Error::from)
        .and_then(|()| file.write_all(b"\n"))
        .map_err(Error::write(path))?;
    Ok(file)
}

impl Sink {
    fn finish(self, path: &Path) -> Result<()> {
        match self {
            Sink::File(file) => file.finish(),
            Sink::Standard(mut out) => out.flush().map_err(Error::write(path)),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::File(file) => file.write(bytes),
            Sink::Standard(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::File(file) => file.flush(),
            Sink::Standard(out) => out.flush(),
        }
    }
}
