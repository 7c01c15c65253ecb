//! Which documents a page can carry: all of them, or a fixed random sample of whole ones.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::random::Random;
use crate::report::results::Results;

/// Text that a page carries at most: with everything around it about 15 MB.
const MOST_BYTES: usize = 7 << 20;

/// Bytes of one text that can be shown at most.
const LONGEST: usize = 20_000;

/// The documents to embed, in their order. Whole articles, so that each can be read; first one for every
/// class of every head of every source that has it, then others at random until `most` sentences are
/// reached. The same results give the same sample.
pub(super) fn sample(results: &Results, most: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..results.documents.len()).collect();
    Random::new(0, 0).shuffle(&mut order);
    let mut chosen = BTreeSet::new();
    let mut left = (most, MOST_BYTES);
    let mut cells = FxHashSet::default();
    let (first, rest): (Vec<usize>, Vec<usize>) = order
        .into_iter()
        .partition(|&document| is_first(results, document, &mut cells));
    for document in first.into_iter().chain(rest) {
        let (sentences, text) = (
            results.documents[document].sentences.len(),
            bytes(results, document),
        );
        if sentences <= left.0 && text <= left.1 {
            left = (left.0 - sentences, left.1 - text);
            chosen.insert(document);
        }
    }
    chosen.into_iter().collect()
}

/// Bytes of a document's texts in the page.
fn bytes(results: &Results, document: usize) -> usize {
    let of = &results.documents[document];
    let facts = [
        &of.name,
        &of.title,
        &of.author,
        &of.date,
        &of.url,
        &of.copy_of,
    ];
    let sentences = of.sentences.iter().map(|&at| &results.sentences[at].text);
    let removed = of.removed.iter().map(|&at| &results.removed[at].text);
    let texts = facts.into_iter().chain(sentences).chain(removed);
    texts.map(|text| size(text)).sum()
}

/// Bytes of a text in the page, where long ones are cut and what could open a tag is written out.
fn size(text: &str) -> usize {
    let written_out = |byte: &u8| matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\\' | 0..=31);
    let shown = &text.as_bytes()[..text.len().min(LONGEST)];
    shown.len() + 5 * shown.iter().filter(|byte| written_out(byte)).count()
}

/// Whether a document is the first with some class of its source.
fn is_first<'a>(
    results: &'a Results,
    document: usize,
    cells: &mut FxHashSet<(&'a str, usize, usize)>,
) -> bool {
    let mut first = false;
    let of = &results.documents[document];
    for &sentence in &of.sentences {
        for (head, answer) in results.sentences[sentence].answers.iter().enumerate() {
            first |= cells.insert((of.group.as_str(), head, answer.counted()));
        }
    }
    first
}
