//! `documents.csv`: every document with what is known about it, in the order of the sentences.

use std::path::Path;

use crate::document::Document;
use crate::output::OutputFile;
use crate::{Error, Result};

/// The file of documents.
pub(super) struct Catalogue {
    writer: csv::Writer<OutputFile>,
}

const COLUMNS: [&str; 10] = [
    "document",
    "source",
    "title",
    "author",
    "date",
    "url",
    "language",
    "sentences",
    "removed",
    "copy_of",
];

impl Catalogue {
    /// Starts the file with its header.
    pub fn create(path: &Path) -> Result<Catalogue> {
        let mut catalogue = Catalogue {
            writer: csv::Writer::from_writer(OutputFile::create(path)?),
        };
        catalogue.row(COLUMNS)?;
        Ok(catalogue)
    }

    /// Writes one document's row: how many sentences were kept of it and how many units removed, so
    /// that rows of one name stay apart.
    pub fn write(
        &mut self,
        document: &Document,
        sentences: usize,
        removed: usize,
        copy_of: Option<&str>,
    ) -> Result<()> {
        fn known(field: &Option<String>) -> &str {
            field.as_deref().unwrap_or_default()
        }
        let counts = [sentences, removed].map(|n| n.to_string());
        self.row([
            &document.name,
            &document.source,
            known(&document.title),
            known(&document.author),
            known(&document.date),
            known(&document.url),
            known(&document.language),
            &counts[0],
            &counts[1],
            copy_of.unwrap_or_default(),
        ])
    }

    fn row(&mut self, row: [&str; 10]) -> Result<()> {
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
