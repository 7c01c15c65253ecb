//! One run of `check`: documents in, what they are like out.

use std::collections::BTreeSet;
use std::path::Path;

use crate::clean::{CleanParams, Copies, LineCounts, Repeated, Signature};
use crate::read::{Documents, ReadParams, documents};
use crate::report::Check;
use crate::segment::{Unit, segment};
use crate::{Error, Result};

use super::ledger::Ledger;

/// How to look through a corpus.
#[derive(Debug, Clone, Default)]
pub struct CheckParams {
    /// How documents are read.
    pub read: ReadParams,
    /// How they are cleaned.
    pub clean: CleanParams,
    /// Whether each text is split into sentences or taken whole.
    pub unit: Unit,
}

/// Looks through a corpus; with `ledger`, writes every removed unit there.
///
/// # Errors
/// Documents that cannot be opened at all, none that can be read, or a ledger that cannot be
/// written.
pub fn check(
    docs: &Path,
    params: &CheckParams,
    ledger: Option<&Path>,
    progress: &dyn Fn(&Documents),
) -> Result<Check> {
    let mut clean = params.clean.clone();
    if params.unit == Unit::Sentence {
        clean.repeated = learn(docs, &params.read, progress)?.repeated;
    }
    let mut documents = second_pass(docs, &params.read, params.unit)?;
    let mut ledger = ledger.map(Ledger::create).transpose()?;
    let mut copies = Copies::default();
    let mut check = Check::new(clean.repeated.len());
    while let Some(item) = documents.next() {
        match item {
            Err(unreadable) => check.add_unreadable(&unreadable),
            Ok(document) => {
                let mut segmented = segment(&document, params.unit, &clean);
                let signature = Signature::of(&segmented.sentences);
                let copy = copies.mark(&document.name, &signature, &mut segmented.sentences);
                check.add(&document, &segmented, copy.map(|copy| copy.of));
                if let Some(ledger) = &mut ledger {
                    ledger.write(&document, &segmented.removed)?;
                }
            }
        }
        progress(&documents);
    }
    if check.documents == 0 {
        return Err(Error::Insufficient(format!(
            "no readable document in `{}`: {}",
            docs.display(),
            check
                .unreadable
                .first()
                .map_or("it is empty", String::as_str)
        )));
    }
    check.copies_forgotten = copies.forgotten();
    check.finish(&documents);
    ledger.map_or(Ok(()), |ledger| ledger.complete()?.finish())?;
    Ok(check)
}

/// The documents once more, behind [`learn`] where that reads them.
pub(super) fn second_pass(docs: &Path, read: &ReadParams, unit: Unit) -> Result<Documents> {
    let documents = documents(docs, read)?;
    Ok(match unit {
        Unit::Sentence => documents.in_pass(1, 2),
        Unit::Document => documents,
    })
}

/// What a first pass over the documents shows.
#[derive(Debug, Clone, Default)]
pub struct Learnt {
    /// The lines that repeat in their source.
    pub repeated: Repeated,
    /// What is known of any document beside its name, source and text, by name; none where the
    /// documents can be read but once.
    pub columns: Option<BTreeSet<String>>,
}

/// A first pass over the documents. Standard input cannot be read twice, so nothing is learnt there.
///
/// # Errors
/// Documents that cannot be opened at all.
pub fn learn(docs: &Path, read: &ReadParams, progress: &dyn Fn(&Documents)) -> Result<Learnt> {
    if docs == Path::new("-") {
        return Ok(Learnt::default());
    }
    let (mut counts, mut columns) = (LineCounts::default(), BTreeSet::new());
    let mut documents = documents(docs, read)?.in_pass(0, 2);
    while let Some(item) = documents.next() {
        if let Ok(document) = item {
            counts.add(&document);
            for (name, _) in document.facts() {
                if !columns.contains(name) {
                    columns.insert(name.to_owned());
                }
            }
        }
        progress(&documents);
    }
    Ok(Learnt {
        repeated: counts.repeated(),
        columns: Some(columns),
    })
}
