//! `removed.csv`: every unit that was removed, with its place and reason.

use std::path::Path;

use crate::document::{Document, Removed};
use crate::output::OutputFile;
use crate::{Error, Result};

/// The file of removed units.
pub(super) struct Ledger {
    writer: csv::Writer<OutputFile>,
}

impl Ledger {
    /// Starts the file with its header.
    pub fn create(path: &Path) -> Result<Ledger> {
        let mut ledger = Ledger {
            writer: csv::Writer::from_writer(OutputFile::create(path)?),
        };
        ledger.row([
            "document", "source", "part", "start", "end", "reason", "text",
        ])?;
        Ok(ledger)
    }

    /// Writes one document's rows.
    pub fn write(&mut self, document: &Document, removed: &[Removed]) -> Result<()> {
        for unit in removed {
            let [part, start, end] = [unit.part, unit.start, unit.end].map(|n| n.to_string());
            let (name, source) = (document.name.as_str(), document.source.as_str());
            self.row([name, source, &part, &start, &end, unit.reason, &unit.text])?;
        }
        Ok(())
    }

    fn row(&mut self, row: [&str; 7]) -> Result<()> {
        let path = self.writer.get_ref().path().to_owned();
        self.writer
            .write_record(row)
            .map_err(|error| Error::write(&path)(error.into()))
    }

    /// The whole file, still to be put in place.
    pub fn complete(self) -> Result<OutputFile> {
        let path = self.writer.get_ref().path().to_owned();
        let file = self.writer.into_inner();
        file.map_err(|error| Error::write(&path)(error.into_error()))
    }
}
