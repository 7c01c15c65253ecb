//! Bytes into text.

/// A text and how it was read.
pub(super) struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    pub broken: usize,
}

/// Decodes a document, or says why it is none.
pub(super) fn decode(bytes: &[u8], _page: bool) -> Result<Decoded, String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err("not a text: it holds zero bytes".to_owned());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: text.to_owned(),
            encoding: "UTF-8",
            broken: 0,
        }),
        Err(error) => Err(format!("not UTF-8 (first at byte {})", error.valid_up_to())),
    }
}
