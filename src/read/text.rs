//! A file that holds one document.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::folder::File;
use super::format::Kind;
use super::metadata::Metadata;
use super::{Item, ReadParams, Unreadable, counted, decode, html, notes};
use crate::document::Document;

/// Reads a `.txt` or `.html` file.
pub(super) fn document(
    file: &File,
    params: &ReadParams,
    counter: &Arc<AtomicU64>,
    metadata: &Metadata,
) -> Item {
    let fail = |reason: String| Unreadable {
        path: file.path.clone(),
        line: None,
        reason,
    };
    let counter = Arc::clone(counter);
    let bytes = counted::read_file(&file.path, file.format.packing, counter, params.limit)
        .map_err(|cause| fail(cause.to_string()))?;
    let decoded = decode::decode(bytes, file.format.kind == Kind::Html).map_err(&fail)?;
    let mut document = Document {
        name: file.name.clone(),
        encoding: decoded.encoding,
        broken_bytes: decoded.broken,
        text: decoded.text,
        ..Document::default()
    };
    if file.format.kind == Kind::Html {
        html::extract(&mut document).map_err(&fail)?;
    } else {
        notes::take_front(&mut document);
    }
    if document.text[document.front..].trim().is_empty() {
        return Err(fail("no text in it".to_owned()));
    }
    metadata.complete(&mut document);
    Ok(document)
}
