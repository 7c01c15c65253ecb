//! The formats that are read, by file name.

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One document as plain text.
    Text,
    /// One document as a web page.
    Html,
    /// A document a row, the columns named in the first.
    Table,
    /// A document a line, each a JSON object.
    Lines,
}

impl Kind {
    /// Whether one file holds many documents.
    pub fn is_table(self) -> bool {
        matches!(self, Kind::Table | Kind::Lines)
    }
}

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

/// What a file holds and how it is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    pub kind: Kind,
    pub packing: Packing,
}

const KINDS: &[(&str, Kind)] = &[
    ("txt", Kind::Text),
    ("text", Kind::Text),
    ("md", Kind::Text),
    ("html", Kind::Html),
    ("htm", Kind::Html),
    ("xhtml", Kind::Html),
    ("csv", Kind::Table),
    ("tsv", Kind::Table),
    ("jsonl", Kind::Lines),
    ("ndjson", Kind::Lines),
];

const PACKINGS: &[(&str, Packing)] = &[
    ("gz", Packing::Gzip),
    ("zst", Packing::Zstd),
    ("zstd", Packing::Zstd),
];

/// The format that a file's name announces.
pub(super) fn by_name(name: &str) -> Option<Format> {
    let (bare, packing) = unpack(name);
    let (_, extension) = bare.rsplit_once('.')?;
    let kind = lookup(KINDS, extension)?;
    Some(Format { kind, packing })
}

/// The name without the extensions that were understood.
pub(super) fn without_extension(name: &str) -> &str {
    let (bare, _) = unpack(name);
    match bare.rsplit_once('.') {
        Some((stem, extension)) if lookup(KINDS, extension).is_some() => stem,
        _ => bare,
    }
}

/// The extensions, for messages.
pub(super) fn expected() -> String {
    let names: Vec<_> = KINDS.iter().map(|(name, _)| format!(".{name}")).collect();
    format!("{}, each also with .gz or .zst", names.join(", "))
}

fn unpack(name: &str) -> (&str, Packing) {
    name.rsplit_once('.')
        .and_then(|(bare, extension)| Some((bare, lookup(PACKINGS, extension)?)))
        .unwrap_or((name, Packing::Plain))
}

fn lookup<T: Copy>(table: &[(&str, T)], extension: &str) -> Option<T> {
    table
        .iter()
        .find(|(known, _)| extension.eq_ignore_ascii_case(known))
        .map(|(_, value)| *value)
}
