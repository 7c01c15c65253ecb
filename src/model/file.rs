//! The model file: a line of JSON, then a line a term. The loader believes nothing.
//!
//! ```text
//! {"stance_model":1,"sha256":"…","header":{"task":…,"features":…,"heads":…,"training":…,"terms":2}}
//! cue:WITHDRAW ⇥ 2.0986123 ⇥ 0.12345 ⇥ … one weight a class of each head, in the task's order
//! word:انسحاب  ⇥ 2.5040774 ⇥ -0.5    ⇥ …
//! ```
//! The digest covers everything behind it, so that no later edit goes unnoticed.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::decimal::leading;
use super::{Header, Model, VERSION};
use crate::features::{FeatureKind, Term};
use crate::{Error, Result, output};

const START: &str = "{\"stance_model\":";
const DIGEST: &str = ",\"sha256\":\"";
const HEADER: &str = "\",\"header\":";
const REMEDY: &str = "train it again with `stance train`";

impl Model {
    /// Writes the model; the file is replaced only once it is complete.
    pub fn save(&self, path: &Path) -> Result<()> {
        output::write(path, self.to_text().as_bytes())
    }

    /// Reads a model.
    ///
    /// # Errors
    /// Anything that is not a model of this version, whole and unedited, with the line and the remedy.
    pub fn load(path: &Path) -> Result<Model> {
        let bytes = fs::read(path).map_err(|cause| missing(path, cause))?;
        let text = String::from_utf8(bytes).map_err(|_| Error::malformed(path, None, foreign()))?;
        Model::from_text(&text).map_err(|(line, problem)| Error::malformed(path, line, problem))
    }

    /// The file's text.
    pub fn to_text(&self) -> String {
        let body = self.body();
        format!("{START}{VERSION}{DIGEST}{}{body}", sha256(&body))
    }

    pub(super) fn digest_of_contents(&self) -> String {
        sha256(&self.body())
    }

    /// Everything behind the digest.
    fn body(&self) -> String {
        let header = serde_json::to_string(&self.header).expect("a header is plain data");
        let mut body = format!("{HEADER}{header}}}\n");
        for (index, term) in self.terms.iter().enumerate() {
            let _ = write!(body, "{term}\t{}", self.idf[index]);
            for weight in self.weights(index) {
                let _ = write!(body, "\t{weight}");
            }
            body.push('\n');
        }
        body
    }

    /// Reads the file's text; the error is a line, where known, and what is wrong.
    pub fn from_text(text: &str) -> std::result::Result<Model, (Option<u64>, String)> {
        let whole = |problem: String| (None, problem);
        let rest = text.strip_prefix(START).ok_or_else(|| whole(foreign()))?;
        let (version, rest) = rest.split_once(DIGEST).ok_or_else(|| whole(foreign()))?;
        if version != VERSION.to_string() {
            return Err(whole(format!(
                "a model of format {version}; this program reads format {VERSION}: {REMEDY}"
            )));
        }
        let (digest, body) = rest
            .split_at_checked(64)
            .ok_or_else(|| whole(damaged("it is cut short")))?;
        let (header, terms) = body
            .split_once('\n')
            .ok_or_else(|| whole(damaged("it has no terms")))?;
        let header = header
            .strip_prefix(HEADER)
            .and_then(|header| header.strip_suffix('}'));
        let header = header.ok_or_else(|| (Some(1), damaged("its first line is not whole")))?;
        let header: Header = serde_json::from_str(header).map_err(|error| {
            (
                Some(1),
                damaged(&format!("its first line does not hold a header ({error})")),
            )
        })?;
        header
            .check()
            .map_err(|problem| (Some(1), damaged(&problem)))?;
        let (model, found) = rayon::join(|| read_terms(header, terms), || sha256(body));
        let mut model = model?;
        if found != digest {
            return Err(whole(damaged("its contents do not match its checksum")));
        }
        model.digest = found;
        Ok(model)
    }
}

/// Bytes of term lines that a thread reads at a time.
const CHUNK: usize = 1 << 19;

/// What some term lines hold.
#[derive(Default)]
struct Lines {
    terms: Vec<Term>,
    idf: Vec<f32>,
    weights: Vec<f32>,
}

/// Reads the term lines; they must be as many as announced, sorted, complete and finite.
fn read_terms(header: Header, text: &str) -> std::result::Result<Model, (Option<u64>, String)> {
    let outputs = header.outputs();
    let chunks: Vec<_> = chunks(text)
        .par_iter()
        .map(|chunk| read_lines(chunk, outputs))
        .collect();
    let mut all = Lines::default();
    for chunk in chunks {
        // A line's number counts from the file's first, which holds the header.
        let at = |line: usize| Some((all.terms.len() + line + 2) as u64);
        let chunk = chunk.map_err(|(line, problem)| (at(line), damaged(&problem)))?;
        if all
            .terms
            .last()
            .is_some_and(|last| chunk.terms.first() <= Some(last))
        {
            return Err((at(0), damaged(UNSORTED)));
        }
        all.terms.extend(chunk.terms);
        all.idf.extend(chunk.idf);
        all.weights.extend(chunk.weights);
    }
    if all.terms.len() != header.terms || !text.ends_with('\n') && !text.is_empty() {
        let (found, announced) = (all.terms.len(), header.terms);
        return Err((
            None,
            damaged(&format!("{found} terms where {announced} are announced")),
        ));
    }
    Ok(Model {
        header,
        terms: all.terms,
        idf: all.idf,
        weights: all.weights,
        digest: String::new(),
    })
}

const UNSORTED: &str = "the terms are not in order";

/// The text in parts that end with a line.
fn chunks(mut text: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    while !text.is_empty() {
        let bytes = text.as_bytes();
        let line = bytes.iter().skip(CHUNK).position(|&byte| byte == b'\n');
        let end = line.map_or(text.len(), |line| CHUNK + line + 1);
        let (chunk, rest) = text.split_at(end);
        chunks.push(chunk);
        text = rest;
    }
    chunks
}

/// Reads some term lines; the error is the line among them, from 0, and what is wrong.
fn read_lines(text: &str, outputs: usize) -> std::result::Result<Lines, (usize, String)> {
    let mut lines = Lines::default();
    for (index, line) in text.split_terminator('\n').enumerate() {
        let at = |problem: &str| (index, problem.to_owned());
        let (term, numbers) = line.split_once('\t').unwrap_or((line, ""));
        let term = read_term(term).ok_or_else(|| at("expected `kind:term`"))?;
        if lines.terms.last().is_some_and(|last| *last >= term) {
            return Err(at(UNSORTED));
        }
        lines.terms.push(term);
        let before = lines.weights.len();
        let (idf, mut rest) = leading(numbers.as_bytes());
        lines
            .idf
            .push(idf.ok_or_else(|| at("expected a finite idf"))?);
        while let Some(fields) = rest {
            let (weight, behind) = leading(fields);
            lines
                .weights
                .push(weight.ok_or_else(|| at("expected finite weights"))?);
            rest = behind;
        }
        if lines.weights.len() - before != outputs {
            return Err(at(&format!("expected {outputs} weights")));
        }
    }
    Ok(lines)
}

fn read_term(field: &str) -> Option<Term> {
    let (kind, text) = field.split_once(':')?;
    Some(Term {
        kind: FeatureKind::by_name(kind).ok()?,
        text: text.to_owned(),
    })
}

fn missing(path: &Path, cause: io::Error) -> Error {
    if cause.kind() != io::ErrorKind::NotFound {
        return Error::read(path)(cause);
    }
    Error::Insufficient(format!(
        "there is no model `{}`: train one with `stance train`, or name the file of one",
        path.display()
    ))
}

fn foreign() -> String {
    "not a stance model: give a file that `stance train` wrote".to_owned()
}

fn damaged(problem: &str) -> String {
    format!("the model is damaged, {problem}: {REMEDY}, or take an untouched copy")
}

fn sha256(text: &str) -> String {
    crate::output::hex(&Sha256::digest(text))
}
