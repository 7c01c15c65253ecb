//! A text, cut into its stretches.

use std::ops::Range;

use super::stretches::Key;

/// The text that is read, by what stands between its blanks.
#[derive(Debug, Default)]
pub(super) struct Cut {
    /// The text, and zeros behind it: the key of its last stretch is read beyond its end.
    bytes: Vec<u8>,
    /// What stands between two blanks, and what is empty where they stand side by side.
    spans: Vec<Range<usize>>,
}

impl Cut {
    /// Replaces the text by another, cut at the blanks that no switch of folding takes away, or not at
    /// all, if it is to be read as a `whole`.
    pub fn read(&mut self, text: &str, whole: bool) {
        self.bytes.clear();
        self.bytes.extend_from_slice(text.as_bytes());
        self.bytes.extend_from_slice(&[0; Key::LONGEST]);
        self.spans.clear();
        let mut start = 0;
        if !whole {
            for_each_low(text.as_bytes(), |at, byte| {
                if matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                    self.spans.push(start..at);
                    start = at + 1;
                }
            });
        }
        self.spans.push(start..text.len());
    }

    /// Where each stretch is and its key, if it has one.
    #[inline]
    pub fn stretches(&self) -> impl Iterator<Item = (Range<usize>, Option<Key>)> {
        let spans = self.spans.iter().filter(|span| !span.is_empty());
        spans.map(|span| (span.clone(), Key::of(&self.bytes[span.start..], span.len())))
    }
}

/// Calls `found` with each byte below 0x21, all blanks of ASCII among them, eight looked at at a time.
#[inline]
fn for_each_low(bytes: &[u8], mut found: impl FnMut(usize, u8)) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let (blocks, rest) = bytes.as_chunks::<8>();
    for (block, bytes) in blocks.iter().enumerate() {
        let all = u64::from_le_bytes(*bytes);
        // The first bit of a byte is set by the sum if the others are 0x21 or more: none carries.
        let is_high = ((all & (EACH * 0x7F)) + EACH * 0x5F) | all;
        let mut low = !is_high & (EACH * 0x80);
        while low != 0 {
            let at = low.trailing_zeros() as usize / 8;
            found(8 * block + at, bytes[at]);
            low &= low - 1;
        }
    }
    let start = bytes.len() - rest.len();
    for (at, &byte) in (start..).zip(rest).filter(|(_, byte)| **byte < 0x21) {
        found(at, byte);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) {
        let mut cut = Cut::default();
        cut.read("another text", false);
        cut.read(text, false);
        let found: Vec<&str> = cut.stretches().map(|(span, _)| &text[span]).collect();
        let expected = text.split([' ', '\n', '\t', '\r']);
        let expected: Vec<&str> = expected.filter(|stretch| !stretch.is_empty()).collect();
        assert_eq!(found, expected);
        for (span, key) in cut.stretches() {
            assert_eq!(key, Key::of_text(&text[span]));
        }
    }

    #[test]
    fn cuts_at_blanks_alone() {
        for text in [
            "",
            " ",
            "a",
            " a  b ",
            "قال الوزير إن القوات\tباقية\r\nفي العراق حتى إشعار آخر !",
            "a\u{0}b\u{1F}c\u{B}d \u{A0}e\u{85}f\u{2028}g hij klm nop qrs",
            "0123456 89abcde fgh",
        ] {
            check(text);
        }
    }

    #[test]
    fn a_whole_text_is_one_stretch() {
        let mut cut = Cut::default();
        cut.read(" a b ", true);
        let found: Vec<_> = cut
            .stretches()
            .map(|(span, _)| (span.start, span.end))
            .collect();
        assert_eq!(found, [(0, 5)]);
    }
}
