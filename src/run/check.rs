//! One run of `check`: documents in, what they are like out.

use std::path::Path;

use crate::clean::{CleanParams, Copies, LineCounts, Repeated, Signature};
use crate::read::{Documents, ReadParams, documents};
use crate::report::Check;
use crate::segment::{Unit, segment};
use crate::{Error, Result};

use super::ledger::Ledger;

/// Looks through a corpus; with `ledger`, writes every removed unit there.
///
/// # Errors
/// Documents that cannot be opened at all, none that can be read, or a ledger that cannot be
/// written.
pub fn check(
    docs: &Path,
    read: &ReadParams,
    clean: &CleanParams,
    ledger: Option<&Path>,
    progress: &dyn Fn(&Documents),
) -> Result<Check> {
    let clean = CleanParams {
        repeated: learn(docs, read)?,
        ..clean.clone()
    };
    let mut documents = documents(docs, read)?;
    let mut ledger = ledger.map(Ledger::create).transpose()?;
    let mut copies = Copies::default();
    let mut check = Check {
        repeated_lines: clean.repeated.len(),
        ..Check::default()
    };
    while let Some(item) = documents.next() {
        match item {
            Err(unreadable) => check.add_unreadable(&unreadable),
            Ok(document) => {
                let mut segmented = segment(&document, Unit::Sentence, &clean);
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
    let passed_over = documents.passed_over().iter();
    check.passed_over = passed_over.map(|path| path.display().to_string()).collect();
    check.without_source = documents.without_source();
    check.finish();
    ledger.map_or(Ok(()), |ledger| ledger.complete()?.finish())?;
    Ok(check)
}

/// A first pass over the documents: the lines that repeat in their source. Standard input cannot
/// be read twice, so nothing is learnt there.
///
/// # Errors
/// Documents that cannot be opened at all.
pub fn learn(docs: &Path, read: &ReadParams) -> Result<Repeated> {
    let mut counts = LineCounts::default();
    if docs != Path::new("-") {
        for document in documents(docs, read)?.flatten() {
            counts.add(&document);
        }
    }
    Ok(counts.repeated())
}
