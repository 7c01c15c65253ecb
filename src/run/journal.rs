//! What `--resume` takes over: the finished pages of earlier runs, kept beside the results.
//!
//! A file of lines, `out/.partial/pages.jsonl`: first the options of the run, then a line a document,
//! added as it is finished. A run that was killed leaves whole lines and perhaps the start of one more,
//! which is cut off. Texts are not in it: a document is known by its digest, its sentences by their place.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{ClassifyParams, Page};
use crate::annotate::{Annotated, Annotations};
use crate::clean::{Reason, Repeated, Signature};
use crate::document::{Document, Kind, Removed, Sentence};
use crate::model::Model;
use crate::output::discard_abandoned;
use crate::task::Task;
use crate::{Error, Result};

/// The finished pages of a folder of results.
pub(super) struct Journal {
    path: PathBuf,
    task: Task,
    /// The lines that this run takes for furniture because they repeat.
    repeated: Repeated,
    /// Document → where its line begins: 32 bytes a document.
    lines: FxHashMap<u128, u64>,
    reader: Mutex<BufReader<File>>,
    writer: Mutex<BufWriter<File>>,
}

/// A document's line.
#[derive(Serialize, Deserialize)]
struct Line {
    document: u128,
    sentences: Vec<SentenceLine>,
    /// Part, start, end and reason.
    removed: Vec<(usize, usize, usize, String)>,
}

#[derive(Serialize, Deserialize)]
struct SentenceLine {
    n: usize,
    part: usize,
    span: (usize, usize),
    kind: Kind,
    dateline: usize,
    language: Option<String>,
    foreign: bool,
    known_terms: usize,
    in_training: bool,
    memorised: bool,
    holder: Option<String>,
    heads: Annotations,
}

impl Journal {
    /// Opens the journal of a folder; one of another model or of other options begins anew.
    ///
    /// # Errors
    /// [`Error::Write`] where it cannot be read or written.
    pub fn open(folder: &Path, model: &Model, params: &ClassifyParams) -> Result<Journal> {
        let path = folder.join(".partial").join("pages.jsonl");
        let open = || -> io::Result<(File, FxHashMap<u128, u64>)> {
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            discard_abandoned(folder)?;
            let mut options = File::options();
            let mut file = options.read(true).append(true).create(true).open(&path)?;
            let options = options_line(model, params);
            let (lines, end) = index(&file, &options)?;
            file.set_len(end)?;
            if end == 0 {
                file.write_all(options.as_bytes())?;
            }
            Ok((file, lines))
        };
        let (file, lines) = open().map_err(Error::write(&path))?;
        let reader = File::open(&path).map_err(Error::write(&path))?;
        Ok(Journal {
            task: model.header.task.clone(),
            repeated: params.clean.repeated.clone(),
            lines,
            reader: Mutex::new(BufReader::new(reader)),
            writer: Mutex::new(BufWriter::with_capacity(1 << 16, file)),
            path,
        })
    }

    /// Half of the SHA-256 of all that a page depends on in its document, and of which of its lines repeat
    /// in the source: other documents change a page by nothing else.
    fn key(&self, document: &Document) -> u128 {
        let mut digest = Sha256::new();
        let optional = [&document.author, &document.language];
        let [author, language] = optional.map(|value| value.as_deref().unwrap_or_default());
        let (name, source) = (&*document.name, &*document.source);
        for part in [name, source, author, language, &document.text] {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        if !self.repeated.is_empty() {
            let lines = document.text.lines();
            let repeats = lines.map(|line| u8::from(self.repeated.contains(source, line)));
            digest.update(repeats.collect::<Vec<u8>>());
        }
        let half: [u8; 16] = digest.finalize()[..16]
            .try_into()
            .expect("a SHA-256 digest has 32 bytes");
        u128::from_be_bytes(half)
    }

    /// The page of a document that an earlier run finished.
    pub fn find(&self, document: &Document) -> Option<Page> {
        let key = self.key(document);
        let start = *self.lines.get(&key)?;
        let mut text = String::new();
        let mut reader = lock(&self.reader);
        reader.seek(SeekFrom::Start(start)).ok()?;
        reader.read_line(&mut text).ok()?;
        drop(reader);
        let line: Line = serde_json::from_str(&text).ok()?;
        (line.document == key).then_some(())?;
        line.page(&document.text, &self.task)
    }

    /// Adds a page, unless it was taken from here.
    pub fn add(&self, document: &Document, page: &Page) -> Result<()> {
        if page.taken_over {
            return Ok(());
        }
        let line = Line::new(self.key(document), page);
        let mut writer = lock(&self.writer);
        serde_json::to_writer(&mut *writer, &line)
            .map_err(io::Error::from)
            .and_then(|()| writer.write_all(b"\n"))
            .map_err(Error::write(&self.path))
    }

    /// Writes what is still in memory.
    pub fn finish(self) -> Result<()> {
        lock(&self.writer).flush().map_err(Error::write(&self.path))
    }
}

impl Line {
    fn new(document: u128, page: &Page) -> Line {
        let sentence = |annotated: &Annotated| SentenceLine {
            n: annotated.sentence.n,
            part: annotated.sentence.part,
            span: (annotated.sentence.start, annotated.sentence.end),
            kind: annotated.sentence.kind,
            dateline: annotated.sentence.dateline,
            language: annotated.sentence.language.map(str::to_owned),
            foreign: annotated.sentence.foreign,
            known_terms: annotated.known_terms,
            in_training: annotated.in_training,
            memorised: annotated.memorised,
            holder: annotated.holder.clone(),
            heads: annotated.heads.clone(),
        };
        let removed = |unit: &Removed| (unit.part, unit.start, unit.end, unit.reason.to_owned());
        Line {
            document,
            sentences: page.sentences.iter().map(sentence).collect(),
            removed: page.removed.iter().map(removed).collect(),
        }
    }

    /// The page, if the line fits this text and task.
    fn page(self, text: &str, task: &Task) -> Option<Page> {
        let removed = |(part, start, end, reason): (usize, usize, usize, String)| {
            Some(Removed {
                part,
                start,
                end,
                reason: Reason::by_name(&reason).ok()?.name(),
                text: text.get(start..end)?.to_owned(),
            })
        };
        let sentences = self.sentences.into_iter();
        let sentences: Vec<Annotated> = sentences
            .map(|sentence| sentence.annotated(text, task))
            .collect::<Option<_>>()?;
        let plain: Vec<Sentence> = sentences.iter().map(|s| s.sentence.clone()).collect();
        Some(Page {
            signature: Signature::of(&plain),
            sentences,
            removed: self
                .removed
                .into_iter()
                .map(removed)
                .collect::<Option<_>>()?,
            taken_over: true,
        })
    }
}

impl SentenceLine {
    fn annotated(self, text: &str, task: &Task) -> Option<Annotated> {
        let classes: Vec<usize> = task.heads.iter().map(|head| head.classes.len()).collect();
        let fits = self.heads.len() == classes.len()
            && (self.heads.iter().zip(classes)).all(|(head, classes)| {
                head.class < classes
                    && head.probabilities.len() == classes
                    && head.label.is_none_or(|label| label < classes)
            });
        fits.then_some(())?;
        Some(Annotated {
            sentence: Sentence {
                n: self.n,
                part: self.part,
                start: self.span.0,
                end: self.span.1,
                kind: self.kind,
                dateline: self.dateline,
                language: self.language.map(interned),
                foreign: self.foreign,
                copy_of: None,
                text: text.get(self.span.0..self.span.1)?.to_owned(),
            },
            known_terms: self.known_terms,
            in_training: self.in_training,
            memorised: self.memorised,
            holder: self.holder,
            heads: self.heads,
        })
    }
}

/// Everything but the document that a page depends on, as the journal's first line.
fn options_line(model: &Model, params: &ClassifyParams) -> String {
    let options = serde_json::json!({
        "version": env!("CARGO_PKG_VERSION"),
        "model_sha256": model.digest(),
        "unit": params.unit.name(),
        "abstain": params.estimate.threshold,
        "clean": params.clean,
    });
    format!("{options}\n")
}

/// Where each whole line begins and where the last one ends; 0 if the first is not `options`.
fn index(file: &File, options: &str) -> io::Result<(FxHashMap<u128, u64>, u64)> {
    let mut lines = FxHashMap::default();
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let mut line = Vec::new();
    (&mut reader).take(1 << 20).read_until(b'\n', &mut line)?;
    if line != options.as_bytes() {
        return Ok((lines, 0));
    }
    let mut end = line.len() as u64;
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            return Ok((lines, end));
        }
        let digits = line.strip_prefix(b"{\"document\":").unwrap_or_default();
        let digits = digits
            .split(|byte| *byte == b',')
            .next()
            .unwrap_or_default();
        if let Some(key) = std::str::from_utf8(digits)
            .ok()
            .and_then(|text| text.parse().ok())
        {
            lines.insert(key, end);
        }
        end += length as u64;
    }
}

/// One text for all that are equal: the languages of a run are few.
fn interned(text: String) -> &'static str {
    static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut known = lock(&KNOWN);
    if let Some(found) = known.get(text.as_str()) {
        return found;
    }
    let text: &'static str = text.leak();
    known.insert(text);
    text
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
