//! One run of `classify`: documents in, annotated sentences, shares and the record of the run out.

mod check;
mod compare;
mod gather;
mod ledger;
mod record;
mod results;
mod writers;

pub use check::{check, learn};
pub use compare::compare;
pub use record::{Counts, Record};
pub use results::Results;
pub use writers::Output;

use std::path::Path;

use rayon::prelude::*;

use crate::annotate::{Annotated, Annotator};
use crate::clean::{CleanParams, Copies, Signature};
use crate::document::{Document, Removed};
use crate::estimate::{Calibration, EstimateParams};
use crate::model::Model;
use crate::read::{Documents, ReadParams, Unreadable, documents};
use crate::segment::{Unit, segment};
use crate::{Error, Result};

use self::gather::Gathered;
use self::writers::Writers;

/// Text annotated at a time: enough for all threads, and little memory.
const BATCH_BYTES: usize = 4 << 20;

/// How to classify.
#[derive(Debug, Clone, Default)]
pub struct ClassifyParams {
    /// How documents are read.
    pub read: ReadParams,
    /// How they are cleaned.
    pub clean: CleanParams,
    /// Whether each text is split into sentences or taken whole.
    pub unit: Unit,
    /// How the shares are estimated.
    pub estimate: EstimateParams,
}

impl ClassifyParams {
    /// With the lines that a first pass over the documents shows to repeat in their source. A text
    /// taken whole loses no line, so there is nothing to learn.
    fn learning(&self, docs: &Path) -> Result<ClassifyParams> {
        let mut params = self.clone();
        if self.unit == Unit::Sentence && self.clean.repeated.is_empty() {
            params.clean.repeated = learn(docs, &self.read)?;
        }
        Ok(params)
    }
}

/// What a run came to.
#[derive(Debug)]
pub struct Run {
    /// What is said of the sources.
    pub results: Results,
    /// What was read, kept and left out.
    pub record: Record,
}

/// Annotates every sentence of every document with a model and writes the results. Documents are read
/// a few at a time, so that memory does not grow with their number; rows come in the order of reading.
///
/// # Errors
/// Documents or outputs that cannot be opened, no readable document at all. A single document that
/// cannot be read is counted in the record, and the rest goes on.
pub fn classify(
    docs: &Path,
    model: &Model,
    params: &ClassifyParams,
    output: &Output,
    progress: &dyn Fn(&Documents),
) -> Result<Run> {
    let params = &params.learning(docs)?;
    let mut documents = documents(docs, &params.read)?;
    let mut copies = Copies::default();
    let annotator = Annotator::new(model);
    let mut writers = Writers::create(output, &model.header.task)?;
    let mut record = Record::new(docs, params);
    let mut gathered = Gathered::new(&model.header.task, &params.estimate.by);
    loop {
        let batch = next_batch(&mut documents, &mut record.counts.unreadable);
        if batch.is_empty() {
            break;
        }
        let annotated: Vec<_> = batch
            .par_iter()
            .map(|document| annotate(document, &annotator, params))
            .collect();
        for (document, page) in batch.iter().zip(annotated) {
            let copy = page
                .signature
                .and_then(|signature| copies.add_signature(&document.name, signature));
            let copy_of = copy.as_ref().map(|copy| copy.of.as_str());
            record.add(document, &page.sentences, &page.removed, copy_of);
            gathered.add(document, &page.sentences, copy_of);
            writers.write(document, &page.sentences, &page.removed, copy_of)?;
        }
        progress(&documents);
    }
    if record.counts.documents == 0 {
        return Err(nothing_readable(docs, &record.counts.unreadable));
    }
    record.finish(&documents, model);
    let calibration = Calibration::of(model);
    let results = Results::of(gathered, calibration, model.digest(), &params.estimate, &[])?;
    let run = Run { results, record };
    writers.finish(&run, model)?;
    Ok(run)
}

/// The next documents, up to a fixed amount of text; those that cannot be read are put aside.
fn next_batch(documents: &mut Documents, unreadable: &mut Vec<Unreadable>) -> Vec<Document> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while bytes < BATCH_BYTES {
        match documents.next() {
            Some(Ok(document)) => {
                bytes += document.text.len();
                batch.push(document);
            }
            Some(Err(problem)) => unreadable.push(problem),
            None => break,
        }
    }
    batch
}

/// One document, cut and annotated.
struct Page {
    sentences: Vec<Annotated>,
    removed: Vec<Removed>,
    signature: Option<Signature>,
}

fn annotate(document: &Document, annotator: &Annotator<'_>, params: &ClassifyParams) -> Page {
    let segmented = segment(document, params.unit, &params.clean);
    let signature = Signature::of(&segmented.sentences);
    let sentences = segmented.sentences.into_iter();
    Page {
        sentences: sentences
            .map(|sentence| annotator.annotate(&document.name, sentence))
            .collect(),
        removed: segmented.removed,
        signature,
    }
}

fn nothing_readable(docs: &Path, unreadable: &[Unreadable]) -> Error {
    let first = unreadable
        .first()
        .map(|problem| format!(" ({problem})"))
        .unwrap_or_default();
    Error::Insufficient(format!(
        "no readable document in `{}`{first}",
        docs.display()
    ))
}
