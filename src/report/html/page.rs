//! The report as one offline page, and its first figure alone.

use std::path::Path;

use askama::Template;
use sha2::{Digest, Sha256};

use super::content::Content;
use super::data;
use super::sample::sample;
use super::view::View;
use super::words::{Line, Part, Words};
use crate::model::Model;
use crate::report::count;
use crate::report::figure::PAINT;
use crate::{Error, Result};

const STYLE: &str = concat!(include_str!("style.css"), include_str!("print.css"));
const SCRIPT: &str = concat!(
    "'use strict';\n(() => {\n",
    include_str!("script/start.js"),
    include_str!("script/search.js"),
    include_str!("script/sentence.js"),
    include_str!("script/evidence.js"),
    include_str!("script/article.js"),
    include_str!("script/run.js"),
    "})();\n"
);

/// Diagonal lines over what is against: told apart without colour.
const HATCH: &str = r##"<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="#fff" stroke-width="1.6" stroke-opacity="0.55"/></pattern></defs>"##;

/// A table of more rows that stands for a figure is folded away.
const FEW_ROWS: usize = 12;

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    words: &'a Words,
    content: &'a Content,
    version: &'static str,
    policy: String,
    style: String,
    script: &'static str,
    hatch: &'static str,
    data: String,
    sampled: Option<Line>,
    has_terms: bool,
}

impl Page<'_> {
    fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.say(key)
    }
}

/// The page of a report.
pub(super) fn page(
    view: &View<'_>,
    content: &Content,
    model: Option<&Model>,
    folder: &Path,
    max_sentences: usize,
) -> Result<String> {
    let documents = sample(view.results, max_sentences);
    let style = format!("{PAINT}{STYLE}");
    let page = Page {
        words: view.words,
        content,
        version: env!("CARGO_PKG_VERSION"),
        policy: policy(&style),
        script: SCRIPT,
        hatch: HATCH,
        data: data::embedded(&data::data(view, &documents, model, folder)?),
        sampled: sampled(view, &documents),
        has_terms: model.is_some(),
        style,
    };
    page.render()
        .map_err(|error| Error::Usage(format!("the page cannot be made: {error}")))
}

/// How many sentences can be opened, where not all can.
fn sampled(view: &View<'_>, documents: &[usize]) -> Option<Line> {
    let sentences = |&at: &usize| view.results.documents[at].sentences.len();
    let shown: usize = documents.iter().map(sentences).sum();
    let all = view.results.sentences.len();
    let number = |n: usize| view.number(count(n as u64));
    let places = [("all", number(all)), ("shown", number(shown))];
    (shown < all).then(|| view.words.line("sampled", &places))
}

/// Nothing may be loaded, and only the page's own style and script, known by their digests, may act.
fn policy(style: &str) -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&Sha256::digest(style)),
        base64(&Sha256::digest(SCRIPT))
    )
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            match place <= chunk.len() {
                true => text.push(LETTERS[(bits >> (18 - 6 * place)) as usize & 63] as char),
                false => text.push('='),
            }
        }
    }
    text
}

/// The first figure as an SVG file.
pub(super) fn picture(content: &Content) -> Result<String> {
    let drawing = content
        .figures
        .iter()
        .find_map(|figure| figure.drawings.first());
    let drawing = drawing.ok_or_else(|| {
        Error::Insufficient("there is no figure to draw: no source has a sentence".to_owned())
    })?;
    let start = drawing.find("<title").expect("every drawing has a title");
    Ok(format!(
        "{}{HATCH}<style>{PAINT}</style>{}\n",
        &drawing[..start],
        &drawing[start..]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 4648, section 10.
    #[test]
    fn base64_is_that_of_the_standard() {
        let texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
        let found: Vec<String> = texts.iter().map(|text| base64(text.as_bytes())).collect();
        assert_eq!(
            found.join(" "),
            " Zg== Zm8= Zm9v Zm9vYg== Zm9vYmE= Zm9vYmFy"
        );
    }

    #[test]
    fn the_script_writes_text_only() {
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "fetch(",
        ] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
    }
}
