//! A file with a JSON object a line, each a document.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use serde_json::Value;

use super::folder::File;
use super::{Item, ReadParams, Unreadable, counted, decode, metadata};
use crate::document::Document;
use crate::{Error, Result};

/// The lines of a file, as they are asked for.
pub(super) struct Rows {
    reader: Box<dyn BufRead + Send>,
    path: PathBuf,
    text_column: String,
    encoding: &'static str,
    limit: u64,
    line: u64,
    ended: bool,
}

/// Opens a file of JSON lines.
pub(super) fn rows(file: &File, params: &ReadParams, counter: Arc<AtomicU64>) -> Result<Rows> {
    let (reader, encoding) = counted::open(&file.path, file.format.packing, counter)
        .and_then(decode::recode)
        .map_err(Error::read(&file.path))?;

    Ok(Rows {
        reader,
        path: file.path.clone(),
        text_column: params.text_column.clone(),
        encoding,
        limit: params.limit,
        line: 0,
        ended: false,
    })
}

impl Iterator for Rows {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.ended {
            let mut bytes = Vec::new();
            let read = (&mut self.reader)
                .take(self.limit + 1)
                .read_until(b'\n', &mut bytes);
            self.line += 1;
            match read {
                Ok(0) => return None,
                Ok(_) if bytes.len() as u64 > self.limit && bytes.last() != Some(&b'\n') => {
                    self.ended = self.skip_line().is_err();
                    return Some(Err(self.unreadable(counted::too_large(self.limit))));
                }
                Ok(_) if bytes.trim_ascii().is_empty() => continue,
                Ok(_) => return Some(self.document(&bytes)),
                Err(cause) => {
                    self.ended = true;
                    return Some(Err(self.unreadable(cause.to_string())));
                }
            }
        }
        None
    }
}

impl Rows {
    /// Passes over the rest of a line without holding it.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let end = buffer.iter().position(|&byte| byte == b'\n');
            let length = end.map_or(buffer.len(), |end| end + 1);
            self.reader.consume(length);
            if end.is_some() {
                return Ok(());
            }
        }
    }

    fn document(&self, bytes: &[u8]) -> Item {
        let row: BTreeMap<String, Value> = serde_json::from_str(&String::from_utf8_lossy(bytes))
            .map_err(|cause| self.unreadable(format!("not a JSON object: {cause}")))?;
        let Some(text) = row.get(&self.text_column).and_then(Value::as_str) else {
            let names: Vec<_> = row.keys().map(String::as_str).collect();
            return Err(self.unreadable(format!(
                "no text under `{}` (it has: {})",
                self.text_column,
                names.join(", ")
            )));
        };
        if text.trim().is_empty() {
            return Err(self.unreadable("empty text".to_owned()));
        }
        let fields: BTreeMap<String, String> = row
            .iter()
            .filter(|(name, _)| **name != self.text_column)
            .filter_map(|(name, value)| Some((metadata::column(name), plain(value)?)))
            .collect();
        let mut document = Document {
            name: fields
                .get("document")
                .cloned()
                .unwrap_or_else(|| self.line.to_string()),
            encoding: self.encoding,
            broken_bytes: text.matches('\u{FFFD}').count(),
            text: text.to_owned(),
            ..Document::default()
        };
        metadata::apply(&fields, &mut document);
        Ok(document)
    }

    fn unreadable(&self, reason: String) -> Unreadable {
        Unreadable {
            path: self.path.clone(),
            line: Some(self.line),
            reason,
        }
    }
}

/// A value as text; objects, lists and nulls have none.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}
