//! Which encoding bytes are in: by their mark, then by what they declare, then by what they hold.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// So many bytes are looked at for a declaration.
const DECLARATION: usize = 4096;

/// So many bytes are looked at to tell encodings apart.
const SAMPLE: usize = 1 << 18;

/// The encoding of a text, going by its first bytes; `page` if it may declare one in its markup.
pub(super) fn guess(bytes: &[u8], page: bool) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Some(encoding) = wide(sample) {
        return encoding;
    }
    if is_utf8(sample) {
        return UTF_8;
    }
    let declared = page.then(|| declared(sample)).flatten();
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a mark: every second byte is the page of Latin (00) or Arabic (06).
fn wide(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.chunks_exact(2);
    let count = pairs.len();
    if count < 4 {
        return None;
    }
    let is_page = |byte: u8| byte == 0 || byte == 6;
    let big = pairs.clone().filter(|pair| is_page(pair[0])).count();
    let little = pairs.filter(|pair| is_page(pair[1])).count();
    match (big * 10 > count * 8, little * 10 > count * 8) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// UTF-8 but for a few broken bytes: far more whole sequences than broken ones.
fn is_utf8(sample: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in sample.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // The sample may cut the last character in two.
    broken <= 1 && whole > 1 || broken == 0 || whole >= broken * 8
}

/// `<meta charset=…>`, `content="text/html; charset=…"`, `<?xml encoding="…"?>`.
fn declared(sample: &[u8]) -> Option<&'static Encoding> {
    let head = &sample[..sample.len().min(DECLARATION)].to_ascii_lowercase();
    let head = String::from_utf8_lossy(head);
    ["charset=", "encoding="].iter().find_map(|key| {
        let (_, value) = head.split_once(key)?;
        let value = value.trim_start_matches(['"', '\'', ' ']);
        let end = value
            .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_');
        Encoding::for_label(&value.as_bytes()[..end.unwrap_or(value.len())])
    })
}
