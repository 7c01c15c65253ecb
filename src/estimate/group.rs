//! What is compared: documents by source, month, year, author or any column.

use std::collections::{BTreeMap, BTreeSet};

use super::observe::Observed;
use crate::{Error, Result};

/// By what documents are grouped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum By {
    /// Who published them.
    #[default]
    Source,
    /// The month of their date.
    Month,
    /// The year of their date.
    Year,
    /// The author or any other column of their metadata.
    Column(String),
}

impl By {
    /// `source`, `date:month`, `date:year`, `author` or the name of a column.
    ///
    /// # Errors
    /// `date` alone or with another bin.
    pub fn parse(name: &str) -> Result<By> {
        match name.trim() {
            "source" => Ok(By::Source),
            "date:month" => Ok(By::Month),
            "date:year" => Ok(By::Year),
            name if name == "date" || name.starts_with("date:") => Err(Error::unknown(
                "date bin",
                name,
                &["date:month", "date:year"],
            )),
            "" => Err(Error::Usage(
                "--by needs a name: source, date:month, date:year, author or a column".to_owned(),
            )),
            name => Ok(By::Column(name.to_lowercase())),
        }
    }

    /// The name on the command line.
    pub fn name(&self) -> &str {
        match self {
            By::Source => "source",
            By::Month => "date:month",
            By::Year => "date:year",
            By::Column(name) => name,
        }
    }

    /// The heading of the column that holds the groups.
    pub fn column(&self) -> &str {
        match self {
            By::Month => "month",
            By::Year => "year",
            other => other.name(),
        }
    }

    /// The group of a document; `(no …)` where it has no such value.
    pub fn group(&self, document: &Observed) -> String {
        let fact = |name: &str| document.facts.get(name).map(String::as_str);
        self.group_of(&document.source, fact)
    }

    /// The group of a document of this source, of which these facts are known.
    pub fn group_of<'a>(&self, source: &'a str, fact: impl Fn(&str) -> Option<&'a str>) -> String {
        let found = match self {
            By::Source => Some(source),
            By::Month => fact("date").and_then(|date| bin(date, 7)),
            By::Year => fact("date").and_then(|date| bin(date, 4)),
            By::Column(name) => fact(name),
        };
        match found.filter(|value| !value.is_empty()) {
            Some(value) => value.to_owned(),
            None => format!("(no {})", self.column()),
        }
    }

    /// Whether documents that have these columns can be grouped so.
    ///
    /// # Errors
    /// [`Error::Unknown`] with the columns that there are.
    pub fn check(&self, columns: &BTreeSet<String>) -> Result<()> {
        let By::Column(name) = self else {
            return Ok(());
        };
        if columns.contains(name) {
            return Ok(());
        }
        let bins = ["source", "date:month", "date:year"].into_iter();
        let known: BTreeSet<&str> = bins.chain(columns.iter().map(String::as_str)).collect();
        let known: Vec<&str> = known.into_iter().collect();
        Err(Error::unknown("column for --by", name, &known))
    }

    /// The documents of each group, by its name; a column that no document has is an error.
    ///
    /// # Errors
    /// [`Error::Unknown`] with the columns that there are.
    pub fn groups(&self, documents: &[Observed]) -> Result<BTreeMap<String, Vec<usize>>> {
        if let By::Column(name) = self
            && !documents.is_empty()
            && !documents
                .iter()
                .any(|document| document.facts.contains_key(name))
        {
            let columns = documents.iter().flat_map(|document| document.facts.keys());
            self.check(&columns.cloned().collect())?;
        }
        let mut groups = BTreeMap::<String, Vec<usize>>::new();
        for (index, document) in documents.iter().enumerate() {
            groups.entry(self.group(document)).or_default().push(index);
        }
        Ok(groups)
    }
}

/// The first `length` characters of an ISO date, if it goes that far and is one.
fn bin(date: &str, length: usize) -> Option<&str> {
    let start = date.trim().get(..length)?;
    let is_date = start.chars().enumerate().all(|(at, letter)| match at {
        4 => letter == '-',
        _ => letter.is_ascii_digit(),
    });
    is_date.then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_binned_as_far_as_they_go() {
        for (date, month, year) in [
            ("2024-03-12", Some("2024-03"), Some("2024")),
            ("2024", None, Some("2024")),
            ("March 2024", None, None),
            ("", None, None),
            ("مارس ٢٠٢٤", None, None),
        ] {
            assert_eq!((bin(date, 7), bin(date, 4)), (month, year), "{date}");
        }
    }

    #[test]
    fn refuses_other_bins() {
        let error = By::parse("date:weak").unwrap_err().to_string();
        assert!(error.contains("date:month, date:year"), "{error}");
        assert_eq!(
            By::parse("Author").unwrap(),
            By::Column("author".to_owned())
        );
    }
}
