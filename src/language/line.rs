//! A line as the rules see it: folded words, and what stands at its end.

use std::sync::LazyLock;

use super::fold;

/// The classes of the characters below U+0700, which are nearly all: Latin, Greek, Cyrillic, Arabic.
static COMMON: LazyLock<Vec<Class>> = LazyLock::new(|| {
    let letters = (0..0x700).filter_map(char::from_u32);
    letters.map(class).collect()
});

/// A stretch of text, folded for comparison with phrases.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// Lower-case folded words with one blank between them; marks are gone, digits are ASCII.
    pub folded: String,
    /// How many words.
    pub words: usize,
    /// How many of them are numbers.
    pub numbers: usize,
    /// Bytes of `folded` before the first `:`, `|`, `/`, dash or other separator of the original;
    /// the whole length without one.
    pub label: usize,
    /// It stands in brackets as a whole.
    pub bracketed: bool,
    /// The last character that is neither blank, quote nor bracket.
    pub last: Option<char>,
}

impl Line {
    /// Reads one stretch of text.
    pub fn new(text: &str) -> Line {
        let mut line = Line::default();
        line.folded.reserve(text.len());
        let mut label = None;
        let mut gap = true;
        let class_of = classes();
        // A hyphen between two letters ("mots-clés") joins; it sets nothing apart.
        let mut hyphen = false;
        for letter in text.chars() {
            if std::mem::take(&mut hyphen) && !matches!(class_of(letter), Class::Word(_)) {
                label = label.or(Some(line.folded.len()));
            }
            match class_of(letter) {
                Class::Word(letter) => {
                    if gap {
                        line.start_word(letter);
                        gap = false;
                    }
                    line.folded.push(letter);
                }
                Class::Nothing => {}
                Class::Gap => gap = true,
                Class::Separator if letter == '-' && !gap => {
                    gap = true;
                    hyphen = true;
                }
                Class::Separator => {
                    gap = true;
                    if label.is_none() && !line.folded.is_empty() {
                        label = Some(line.folded.len());
                    }
                }
            }
        }
        let shows = |letter: &char| {
            !letter.is_whitespace()
                && !is_closing(*letter)
                && !matches!(class_of(*letter), Class::Nothing)
        };
        line.last = text.chars().rev().find(shows);
        line.label = label.unwrap_or(line.folded.len());
        line.bracketed = is_bracketed(text);
        line
    }

    /// The line that these make up, one behind the other with a stop or blank between them.
    pub fn join(pieces: &[Line], text: &str) -> Line {
        let mut line = Line {
            bracketed: is_bracketed(text),
            last: pieces.iter().rev().find_map(|piece| piece.last),
            ..Line::default()
        };
        let mut label = None;
        for piece in pieces.iter().filter(|piece| piece.words > 0) {
            if !line.folded.is_empty() {
                line.folded.push(' ');
            }
            if label.is_none() && piece.label < piece.folded.len() {
                label = Some(line.folded.len() + piece.label);
            }
            line.folded.push_str(&piece.folded);
            line.words += piece.words;
            line.numbers += piece.numbers;
        }
        line.label = label.unwrap_or(line.folded.len());
        line
    }

    fn start_word(&mut self, letter: char) {
        if !self.folded.is_empty() {
            self.folded.push(' ');
        }
        self.words += 1;
        self.numbers += usize::from(letter.is_ascii_digit());
    }

    /// Whether it ends like a sentence of running text.
    pub fn is_stopped(&self) -> bool {
        matches!(
            self.last,
            Some('.' | '…' | '!' | '?' | '؟' | '۔' | ':' | '،' | '؛' | ',' | ';')
        )
    }

    /// Whether it ends with a question or exclamation mark.
    pub fn is_asking(&self) -> bool {
        matches!(self.last, Some('!' | '?' | '؟'))
    }
}

fn is_bracketed(text: &str) -> bool {
    text.starts_with(['(', '[']) && text.ends_with([')', ']'])
}

/// Appends a hash of each folded word to `hashes`: for comparing texts by their words, without
/// writing the words down.
pub(crate) fn hash_words(text: &str, hashes: &mut Vec<u64>) {
    let class_of = classes();
    let mut word = None;
    for letter in text.chars() {
        match class_of(letter) {
            Class::Word(letter) => {
                // FNV-1a, by characters.
                let hash = word.unwrap_or(0xCBF2_9CE4_8422_2325_u64) ^ u64::from(letter);
                word = Some(hash.wrapping_mul(0x0100_0000_01B3));
            }
            Class::Nothing => {}
            Class::Gap | Class::Separator => hashes.extend(word.take()),
        }
    }
    hashes.extend(word);
}

/// The class of each character, looked up where it is a common one.
fn classes() -> impl Fn(char) -> Class {
    let common = COMMON.as_slice();
    move |letter| {
        let known = common.get(letter as usize).copied();
        known.unwrap_or_else(|| class(letter))
    }
}

#[derive(Clone, Copy)]
enum Class {
    Word(char),
    Gap,
    Separator,
    Nothing,
}

fn class(letter: char) -> Class {
    match letter {
        'a'..='z' | '0'..='9' | '%' => Class::Word(letter),
        'A'..='Z' => Class::Word(letter.to_ascii_lowercase()),
        ':' | '|' | '/' | '-' | '–' | '—' | '»' | '>' | '›' | '•' | '·' => {
            Class::Separator
        }
        '٠'..='٩' | '۰'..='۹' => Class::Word(ascii_digit(letter)),
        '٪' => Class::Word('%'),
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => Class::Nothing,
        _ if letter.is_alphanumeric() || is_mark(letter) => match fold(letter) {
            Some(folded) => Class::Word(folded.to_lowercase().next().unwrap_or(folded)),
            None => Class::Nothing,
        },
        _ => Class::Gap,
    }
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{0300}'..='\u{036F}' | '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{06D6}'..='\u{06ED}')
}

fn ascii_digit(digit: char) -> char {
    char::from(b'0' + (u32::from(digit) & 0xF) as u8 % 10)
}

/// Quotes and brackets that may stand after the stop that ends a sentence.
pub(crate) fn is_closing(letter: char) -> bool {
    matches!(
        letter,
        '"' | '\'' | '”' | '“' | '’' | '»' | '›' | ')' | ']' | '}'
    ) || is_invisible(letter)
}

/// Characters without width: direction marks, joiners, byte order marks.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}' | '\u{061C}')
}
