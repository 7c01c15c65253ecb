//! Bytes of a text, many looked at at a time: what a rule asks of them is seldom there.

/// Where the first byte is that `wanted` holds for. Blocks without one are passed over whole, which
/// the compiler makes of sixteen comparisons at a time.
pub(crate) fn find_byte(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    let has_none = |block: &&[u8; BLOCK]| {
        let mut found = 0;
        for &byte in *block {
            found |= u8::from(wanted(byte));
        }
        found == 0
    };
    let skipped = BLOCK * blocks.iter().take_while(has_none).count();
    let rest = bytes[skipped..].iter();
    Some(skipped + rest.copied().position(&wanted)?)
}

const BLOCK: usize = 32;

/// How many words stand between blanks, as [`str::split_whitespace`] cuts them.
pub(crate) fn word_count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let may_begin_rare_blank = |byte: u8| (byte == 0xC2) | (byte.wrapping_sub(0xE1) < 3);
    if find_byte(bytes, may_begin_rare_blank).is_some() {
        return text.split_whitespace().count();
    }
    let is_blank = |byte: u8| (byte == b' ') | (byte.wrapping_sub(b'\t') < 5);
    let first = bytes.first().is_some_and(|&byte| !is_blank(byte));
    let begins = |before: u8, byte: u8| is_blank(before) & !is_blank(byte);
    usize::from(first) + count_pairs(bytes, begins)
}

/// For how many bytes and those behind them `wanted` holds; the last has none behind it.
pub(crate) fn count_pairs(bytes: &[u8], wanted: impl Fn(u8, u8) -> bool) -> usize {
    let count = |bytes: &[u8; BLOCK], behind: &[u8; BLOCK]| {
        let mut found = 0;
        for (&byte, &behind) in bytes.iter().zip(behind) {
            found += u8::from(wanted(byte, behind));
        }
        usize::from(found)
    };
    let (behind, rest) = bytes.get(1..).unwrap_or_default().as_chunks::<BLOCK>();
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    let counted: usize = (blocks.iter().zip(behind))
        .map(|(bytes, behind)| count(bytes, behind))
        .sum();
    let last = bytes[BLOCK * behind.len()..].iter().zip(rest);
    counted
        + last
            .filter(|&(&byte, &behind)| wanted(byte, behind))
            .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_they_are_split() {
        for text in [
            "",
            " ",
            "a",
            " a",
            "a ",
            "قال  لا",
            "\u{B}a\u{1C}b\tc\r\n",
            "é à",
            "a\u{A0}b",
            "a\u{2003}b",
            "a\u{3000}b",
            "a\u{1680}b",
            "a\u{85}b",
            "a\u{200B}b",
            "“a” – b",
        ] {
            assert_eq!(
                word_count(text),
                text.split_whitespace().count(),
                "{text:?}"
            );
        }
    }

    #[test]
    fn every_pair_is_counted() {
        for length in 0..100 {
            let bytes: Vec<u8> = (0..length).map(|at| b"ab cde  f"[at * at % 9]).collect();
            let wanted = |byte, behind| byte == b' ' || behind == b'a';
            let pairs = bytes.windows(2).filter(|pair| wanted(pair[0], pair[1]));
            assert_eq!(count_pairs(&bytes, wanted), pairs.count());
        }
    }
}
