//! Bytes into text.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{Decoder, Encoding, UTF_8};

use super::encoding;

/// Of a text's characters, so many in a hundred may be broken; with more it is no text.
const MOST_BROKEN: usize = 10;

/// In an encoding that gives nearly every byte a character, broken bytes do not show: there so many
/// in a hundred may be control characters,
const MOST_CONTROLS: usize = 2;

/// and so many must be letters or blanks. Random bytes have about half.
const FEWEST_LETTERS: usize = 60;

/// A text and how it was read.
#[derive(Debug)]
pub(super) struct Decoded {
    pub text: String,
    /// As the WHATWG names it.
    pub encoding: &'static str,
    /// Byte sequences that became U+FFFD.
    pub broken: usize,
}

/// Decodes a document, or says why it is none.
pub(super) fn decode(bytes: Vec<u8>, page: bool) -> Result<Decoded, String> {
    let bytes = match whole(bytes) {
        Ok(text) => {
            return Ok(Decoded {
                text,
                encoding: UTF_8.name(),
                broken: 0,
            });
        }
        Err(bytes) => bytes,
    };
    let encoding = encoding::guess(&bytes, page);
    let (text, encoding, _) = encoding.decode(&bytes);
    let broken = check_text(&text, encoding)?;
    Ok(Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        broken,
    })
}

/// What nearly every file is, told without a look at each character: UTF-8 with nothing broken.
fn whole(bytes: Vec<u8>) -> Result<String, Vec<u8>> {
    let binary = |byte: u8| byte < 0x20 && is_binary(char::from(byte));
    // Without an early end, many bytes are compared at a time.
    if bytes
        .iter()
        .fold(false, |found, &byte| found | binary(byte))
    {
        return Err(bytes);
    }
    let mut text = String::from_utf8(bytes).map_err(|error| error.into_bytes())?;
    if text.contains('\u{FFFD}') {
        return Err(text.into_bytes());
    }
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(text)
}

/// How many characters are broken; an error if it is no text.
fn check_text(text: &str, encoding: &'static Encoding) -> Result<usize, String> {
    let (mut broken, mut controls, mut letters, mut characters) = (0, 0, 0, 0);
    for letter in text.chars() {
        characters += 1;
        broken += usize::from(letter == '\u{FFFD}');
        controls += usize::from(is_binary(letter));
        letters += usize::from(letter.is_alphanumeric() || letter.is_whitespace());
    }
    let is_noise = encoding.is_single_byte()
        && (controls * 100 > characters * MOST_CONTROLS
            || letters * 100 < characters * FEWEST_LETTERS);
    broken += controls;
    if is_noise || broken * 100 > characters * MOST_BROKEN {
        return Err(format!(
            "not a text: {broken} of its {characters} characters are broken when read as {}",
            encoding.name()
        ));
    }
    Ok(broken)
}

/// Control characters that no text holds.
fn is_binary(letter: char) -> bool {
    matches!(letter, '\u{0}'..='\u{8}' | '\u{E}'..='\u{1A}' | '\u{1C}'..='\u{1F}')
}

/// A table's bytes as UTF-8, with the name of the encoding they were in.
pub(super) fn recode(
    mut reader: Box<dyn BufRead + Send>,
) -> io::Result<(Box<dyn BufRead + Send>, &'static str)> {
    let encoding = encoding::guess(reader.fill_buf()?, false);
    if encoding != UTF_8 {
        let recoder = Recoder {
            inner: reader,
            decoder: encoding.new_decoder(),
            decoded: Vec::new(),
            taken: 0,
            ended: false,
        };
        return Ok((
            Box::new(BufReader::with_capacity(1 << 16, recoder)),
            encoding.name(),
        ));
    }
    if reader.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
        reader.consume(3);
    }
    Ok((reader, encoding.name()))
}

/// Decodes while reading, through a buffer of its own: a caller may ask for less than a character.
struct Recoder {
    inner: Box<dyn BufRead + Send>,
    decoder: Decoder,
    decoded: Vec<u8>,
    taken: usize,
    ended: bool,
}

impl Recoder {
    /// Decodes the next bytes; nothing is left in `decoded` at the end of the input.
    fn refill(&mut self) -> io::Result<()> {
        self.taken = 0;
        let mut written = 0;
        self.decoded.resize(1 << 14, 0);
        while written == 0 && !self.ended {
            let bytes = self.inner.fill_buf()?;
            let last = bytes.is_empty();
            let (_, read, more, _) = self.decoder.decode_to_utf8(bytes, &mut self.decoded, last);
            self.inner.consume(read);
            written = more;
            // Everything fits: at the end a decoder holds back a few bytes at most.
            self.ended = last;
        }
        self.decoded.truncate(written);
        Ok(())
    }
}

impl Read for Recoder {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.decoded.len() {
            self.refill()?;
        }
        let length = buffer.len().min(self.decoded.len() - self.taken);
        buffer[..length].copy_from_slice(&self.decoded[self.taken..self.taken + length]);
        self.taken += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARABIC: &str =
        "يصر العراق على انسحاب القوات الأمريكية من البلاد، وتأمل بغداد أن تبدأ هذه العملية قريبا.";

    fn check(bytes: Vec<u8>, encoding: &str, broken: usize) {
        let decoded = decode(bytes, true).unwrap();
        assert_eq!((decoded.encoding, decoded.broken), (encoding, broken));
        assert!(decoded.text.contains("انسحاب القوات"), "{}", decoded.text);
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn tells_arabic_encodings_apart() {
        check(ARABIC.into(), "UTF-8", 0);
        check(format!("\u{FEFF}{ARABIC}").into(), "UTF-8", 0);
        check(
            encoding_rs::WINDOWS_1256.encode(ARABIC).0.into(),
            "windows-1256",
            0,
        );
        check(
            encoding_rs::ISO_8859_6
                .encode(&ARABIC.replace('.', ""))
                .0
                .into(),
            "ISO-8859-6",
            0,
        );
        check(utf16(ARABIC, u16::to_le_bytes), "UTF-16LE", 0);
        check(utf16(ARABIC, u16::to_be_bytes), "UTF-16BE", 0);
        check(
            utf16(&format!("\u{FEFF}{ARABIC}"), u16::to_be_bytes),
            "UTF-16BE",
            0,
        );
    }

    #[test]
    fn believes_a_declaration_over_a_guess() {
        let page = format!("<meta charset=\"windows-1256\"><p>{ARABIC}</p>");
        check(
            encoding_rs::WINDOWS_1256.encode(&page).0.into(),
            "windows-1256",
            0,
        );
    }

    #[test]
    fn does_not_believe_a_declaration_that_the_bytes_contradict() {
        check(
            format!("<meta charset=\"windows-1256\">{ARABIC}").into(),
            "UTF-8",
            0,
        );
        let page = format!("<meta charset=\"utf-8\">{ARABIC}");
        check(
            encoding_rs::WINDOWS_1256.encode(&page).0.into(),
            "windows-1256",
            0,
        );
    }

    #[test]
    fn replaces_and_counts_broken_bytes() {
        let mut bytes = ARABIC.as_bytes().to_vec();
        bytes.insert(7, 0xFF);
        bytes.push(0xD8);
        bytes.push(0);
        check(bytes, "UTF-8", 3);
    }

    #[test]
    fn refuses_what_is_no_text() {
        let mut random = crate::random::Random::new(1, 0);
        for length in [50, 300, 2000, 100_000] {
            let bytes: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
            assert!(decode(bytes, false).unwrap_err().starts_with("not a text"));
        }
        assert!(decode(vec![0; 100], false).is_err());
    }

    #[test]
    fn recodes_tables_across_buffers() {
        let text = format!("text\n{}\n", ARABIC.repeat(3000));
        let bytes = encoding_rs::WINDOWS_1256.encode(&text).0.into_owned();
        let reader = BufReader::with_capacity(1000, io::Cursor::new(bytes));
        let (mut reader, encoding) = recode(Box::new(reader)).unwrap();
        let mut read = String::new();
        reader.read_to_string(&mut read).unwrap();
        assert_eq!(encoding, "windows-1256");
        assert!(read == text);
    }
}
