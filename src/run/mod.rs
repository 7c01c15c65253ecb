//! One run of `classify`: documents in, annotated sentences, shares and the record of the run out.

mod check;
mod compare;
mod drift;
mod gather;
mod in_order;
mod journal;
mod ledger;
mod record;
mod results;
mod writers;

pub use check::{CheckParams, Learnt, check, learn};
pub use compare::compare;
pub use drift::{Drift, HeadDrift};
pub use record::Record;
pub use results::Results;
pub use writers::Output;

use std::path::Path;

use crate::annotate::{Annotated, Annotator};
use crate::clean::{CleanParams, Copies, Signature};
use crate::document::{Document, Removed};
use crate::estimate::{Calibration, EstimateParams};
use crate::model::Model;
use crate::read::{Documents, Item, ReadParams, Unreadable};
use crate::segment::{Unit, segment};
use crate::{Error, Result};

use self::gather::{Counted, Counter, Gathered, Wording};
use self::in_order::in_order;
use self::journal::Journal;
use self::writers::Writers;

/// Text that a thread annotates at a time: enough not to wait for the others, and little memory.
const BATCH_BYTES: usize = 1 << 14;

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
    /// Whether documents that an earlier run into the same folder finished, with the same model and
    /// options, are taken over.
    pub resume: bool,
}

impl ClassifyParams {
    /// With the lines that a first pass over the documents shows to repeat in their source. A text
    /// taken whole loses no line, so there is nothing to learn.
    ///
    /// # Errors
    /// Documents that cannot be opened, a column to compare by that none of them has.
    fn learning(&self, docs: &Path, progress: &dyn Fn(&Documents)) -> Result<ClassifyParams> {
        let mut params = self.clone();
        if self.unit == Unit::Sentence && self.clean.repeated.is_empty() {
            let learnt = learn(docs, &self.read, progress)?;
            params.clean.repeated = learnt.repeated;
            if let Some(columns) = &learnt.columns {
                self.estimate.by.check(columns)?;
            }
        }
        Ok(params)
    }
}

/// What a run came to.
#[derive(Debug)]
pub struct Run {
    /// What is said of the sources; none where the sentences alone were asked for.
    pub results: Option<Results>,
    /// What was read, kept and left out.
    pub record: Record,
    /// Documents taken over from an earlier run.
    pub taken_over: u64,
}

/// Annotates every sentence of every document with a model and writes the results. Each thread reads a
/// few documents, annotates them and writes them when it is their turn, so that memory does not grow with
/// their number; rows come in the order of reading.
///
/// # Errors
/// Documents or outputs that cannot be opened, no readable document at all. A single document that
/// cannot be read is counted in the record, and the rest goes on.
pub fn classify(
    docs: &Path,
    model: &Model,
    params: &ClassifyParams,
    output: &Output,
    progress: &(dyn Fn(&Documents) + Sync),
) -> Result<Run> {
    params.estimate.check(&model.header.task)?;
    let params = &params.learning(docs, progress)?;
    let mut documents = check::second_pass(docs, &params.read, params.unit)?;
    let least = params.estimate.threshold.unwrap_or_default();
    let annotator = Annotator::new(model).abstaining_below(least);
    let journal = open_journal(output, model, params)?;
    let mut ending = Ending {
        copies: Copies::default(),
        journal: journal.as_ref(),
        writers: Writers::create(output, &model.header.task)?,
        gathered: matches!(output, Output::Folder(..))
            .then(|| Gathered::new(&model.header.task, &params.estimate.by)),
        record: Record::new(docs, params),
        taken_over: 0,
    };
    let mut most = 0;
    let source = || {
        progress(&documents);
        let batch = next_batch(&mut documents, most);
        most = batch.len().max(most);
        (!batch.is_empty()).then_some(batch)
    };
    let work = |batch: Vec<Item>| {
        let readable = batch.iter().filter_map(|item| item.as_ref().ok());
        let pages = readable.map(|document| {
            let known = journal.as_ref().and_then(|journal| journal.find(document));
            known.unwrap_or_else(|| annotate(document, &annotator, params))
        });
        Batch {
            pages: pages.collect(),
            items: batch,
        }
    };
    let sink = |mut batch: Batch| {
        let wordings = ending.add_all(&mut batch)?;
        Ok((wordings, batch))
    };
    let counter = Counter::new(&model.header.task, &params.estimate.by);
    // What is left of the batch is freed here, where no thread waits for another.
    let count = |counted: &mut Counted, (wordings, _): (Vec<Wording>, Batch)| {
        counter.count_all(counted, wordings);
    };
    let counted = in_order(rayon::current_num_threads(), source, work, sink, count)?;
    let Ending {
        copies,
        writers,
        mut record,
        gathered,
        taken_over,
        ..
    } = ending;
    let counts = &mut record.facts.counts;
    if counts.documents == 0 {
        return Err(nothing_readable(docs, &counts.unreadable));
    }
    counts.copies_forgotten = copies.forgotten() as u64;
    record.finish(&documents, model);
    let results = gathered.map(|gathered| {
        let (observations, counted) = gathered.finish(&counter, counted);
        let (calibration, digest) = (Calibration::of(model), model.digest());
        let params = &params.estimate;
        Results::of(observations, &counted, calibration, digest, params, &[])
    });
    let results = results.transpose()?;
    journal.map_or(Ok(()), Journal::finish)?;
    let run = Run {
        results,
        record,
        taken_over,
    };
    writers.finish(&run, model)?;
    Ok(run)
}

/// The journal of the output folder, where one was asked for.
fn open_journal(
    output: &Output,
    model: &Model,
    params: &ClassifyParams,
) -> Result<Option<Journal>> {
    match output {
        _ if !params.resume => Ok(None),
        Output::Folder(folder, _) => Journal::open(folder, model, params).map(Some),
        Output::File(..) | Output::Standard(_) => Err(Error::Usage(
            "--resume keeps its place in a folder of results: name one with --output".to_owned(),
        )),
    }
}

/// Where finished pages go, one after the other.
struct Ending<'a> {
    journal: Option<&'a Journal>,
    copies: Copies,
    writers: Writers,
    record: Record,
    gathered: Option<Gathered>,
    taken_over: u64,
}

/// What one thread works on.
struct Batch {
    /// Documents, or why one cannot be read.
    items: Vec<Item>,
    /// The page of each that can.
    pages: Vec<Page>,
}

impl Ending<'_> {
    /// Counts and writes the next pages, and notes what could not be read in their place.
    /// Gives the documents whose words can now be counted.
    fn add_all(&mut self, batch: &mut Batch) -> Result<Vec<Wording>> {
        let mut wordings = Vec::new();
        let readable = batch.items.iter().filter_map(|item| item.as_ref().ok());
        for (document, page) in readable.zip(&mut batch.pages) {
            wordings.extend(self.add(document, page)?);
        }
        let problems = batch.items.iter().filter_map(|item| item.as_ref().err());
        let unreadable = &mut self.record.facts.counts.unreadable;
        unreadable.extend(problems.cloned());
        Ok(wordings)
    }

    fn add(&mut self, document: &Document, page: &mut Page) -> Result<Option<Wording>> {
        if let Some(journal) = self.journal {
            journal.add(document, page)?;
        }
        self.taken_over += u64::from(page.taken_over);
        let sentences = page.sentences.iter_mut().map(|row| &mut row.sentence);
        let copy = self.copies.mark(&document.name, &page.signature, sentences);
        let (sentences, removed) = (&page.sentences, &page.removed);
        let copy_of = copy.as_ref().map(|copy| copy.of.as_str());
        self.record
            .add(document, sentences, removed, copy.is_some());
        self.writers.write(document, sentences, removed)?;
        let sentences = std::mem::take(&mut page.sentences);
        let gathered = self.gathered.as_mut();
        Ok(gathered.and_then(|gathered| gathered.add(document, sentences, copy_of)))
    }
}

/// The next documents, up to a fixed amount of text; there is room for `most` at first.
fn next_batch(documents: &mut Documents, most: usize) -> Vec<Item> {
    let (mut batch, mut bytes) = (Vec::with_capacity(most), 0);
    while bytes < BATCH_BYTES {
        let Some(item) = documents.next() else {
            break;
        };
        bytes += item.as_ref().map_or(0, |document| document.text.len());
        batch.push(item);
    }
    batch
}

/// One document, cut and annotated.
struct Page {
    sentences: Vec<Annotated>,
    removed: Vec<Removed>,
    signature: Signature,
    /// It comes from an earlier run.
    taken_over: bool,
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
        taken_over: false,
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
