//! Documents and their sentences: what reading gives and everything after it works on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// One article, as decoded, with what is known about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The file's path below the folder that was read, or the `document` column of a table, or
    /// the row's number there. Rows of a table may share a name: they belong to one article.
    pub name: String,
    /// Who published it.
    pub source: String,
    /// The title, where metadata gives one; it is not part of `text`.
    pub title: Option<String>,
    /// The author, where known.
    pub author: Option<String>,
    /// The date: `2024-03-12`, `2024-01` or `2024`; as given, where it could not be read.
    pub date: Option<String>,
    /// The address, where known.
    pub url: Option<String>,
    /// BCP 47 code of the language, where metadata gives one.
    pub language: Option<String>,
    /// Further columns of its row, by name: sources can be compared by them.
    pub other: BTreeMap<String, String>,
    /// The encoding the text was decoded from, as the WHATWG names it; empty if unknown.
    pub encoding: &'static str,
    /// Byte sequences that the encoding does not have: each became a U+FFFD in `text`.
    pub broken_bytes: usize,
    /// Bytes at the start of `text` that are a block of metadata, not the article.
    pub front: usize,
    /// The text as decoded. All offsets are byte offsets into it.
    pub text: String,
}

impl Document {
    /// What is known of it beside its name, source and text: names and values, none of them empty.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &str)> {
        let known = [
            ("author", &self.author),
            ("date", &self.date),
            ("language", &self.language),
            ("title", &self.title),
            ("url", &self.url),
        ];
        let known = known
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let others = self.other.iter();
        let all = known.chain(others.map(|(name, value)| (name.as_str(), value.as_str())));
        all.filter(|(_, value)| !value.is_empty())
    }
}

/// What a sentence is in its article.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A sentence of the running text.
    #[default]
    Body,
    /// A title or a sub-heading.
    Heading,
}

impl Kind {
    /// The name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Body => "body",
            Kind::Heading => "heading",
        }
    }
}

/// One sentence of a document that was kept: `text` is `document.text[start..end]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Position among the kept sentences of its document, from 1.
    pub n: usize,
    /// Which article of the document it belongs to: 1, or more where a page holds several.
    pub part: usize,
    /// Byte offset of the first byte.
    pub start: usize,
    /// Byte offset after the last byte.
    pub end: usize,
    /// Body or heading.
    pub kind: Kind,
    /// Length in bytes of the dateline that opens `text` ("بغداد – (رويترز): "); 0 without one.
    pub dateline: usize,
    /// BCP 47 code of its language, where that can be told.
    pub language: Option<&'static str>,
    /// It is in another language than most of its document: left out of shares, and counted.
    pub foreign: bool,
    /// The name of the earlier document that has this sentence, or all of its document.
    pub copy_of: Option<String>,
    /// The sentence as it stands in the document, to be shown.
    pub text: String,
}

impl Sentence {
    /// The sentence without its dateline: what features are made from.
    pub fn statement(&self) -> &str {
        self.text.get(self.dateline..).unwrap_or(&self.text)
    }
}

/// One stretch of a document that was removed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// Which article of the document it belongs to, from 1.
    pub part: usize,
    /// Byte offset of the first byte.
    pub start: usize,
    /// Byte offset after the last byte.
    pub end: usize,
    /// The kind of furniture, as named in the ledger.
    pub reason: &'static str,
    /// The text as it stands in the document.
    pub text: String,
}
