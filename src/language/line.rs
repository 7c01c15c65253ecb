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
        let mut folded = Folded::of(text);
        let mut label = None;
        let mut gap = true;
        let class_of = classes();
        // A hyphen between two letters ("mots-clés") joins; it sets nothing apart.
        let mut hyphen = false;
        for (at, letter) in text.char_indices() {
            let class = class_of(letter);
            if std::mem::take(&mut hyphen) && !matches!(class, Class::Word(_)) {
                label = label.or(Some(folded.len()));
            }
            match class {
                Class::Word(as_folded) => {
                    if std::mem::take(&mut gap) {
                        folded.start_word(at);
                        line.words += 1;
                        line.numbers += usize::from(as_folded.is_ascii_digit());
                    }
                    folded.push(at, letter, as_folded);
                }
                Class::Nothing => {}
                Class::Gap => gap = true,
                Class::Separator if letter == '-' && !gap => {
                    gap = true;
                    hyphen = true;
                }
                Class::Separator => {
                    gap = true;
                    if label.is_none() && line.words > 0 {
                        label = Some(folded.len());
                    }
                }
            }
        }
        line.folded = folded.finish();
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
        let bytes = pieces.iter().map(|piece| piece.folded.len() + 1).sum();
        line.folded.reserve(bytes);
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

/// Folded text as it grows. Most of it stands in the original as it is: such a run is copied at once.
struct Folded<'a> {
    text: &'a str,
    folded: String,
    /// The run of the original that is still to be copied.
    run: (usize, usize),
}

impl Folded<'_> {
    fn of(text: &str) -> Folded<'_> {
        Folded {
            text,
            folded: String::with_capacity(text.len()),
            run: (0, 0),
        }
    }

    fn len(&self) -> usize {
        self.folded.len() + self.run.1 - self.run.0
    }

    /// The blank before the word that begins at this byte, unless it is the first.
    fn start_word(&mut self, at: usize) {
        if self.len() == 0 {
            return;
        }
        if self.run.1 + 1 == at && self.text.as_bytes()[self.run.1] == b' ' {
            self.run.1 = at;
        } else {
            self.flush(at);
            self.folded.push(' ');
        }
    }

    /// A letter of the original at this byte, as it becomes.
    fn push(&mut self, at: usize, letter: char, folded: char) {
        if letter == folded {
            if self.run.1 != at {
                self.flush(at);
            }
            self.run.1 = at + letter.len_utf8();
        } else {
            self.flush(at + letter.len_utf8());
            self.folded.push(folded);
        }
    }

    /// Copies the run; the next begins at this byte.
    fn flush(&mut self, next: usize) {
        self.folded.push_str(&self.text[self.run.0..self.run.1]);
        self.run = (next, next);
    }

    fn finish(mut self) -> String {
        self.flush(self.text.len());
        self.folded
    }
}

fn is_bracketed(text: &str) -> bool {
    text.starts_with(['(', '[']) && text.ends_with([')', ']'])
}

/// Gives a hash of each folded word: for comparing texts by their words, without writing the words down.
pub(crate) fn hash_words(text: &str, mut give: impl FnMut(u64)) {
    let codes = CODES.as_slice();
    // The letters behind a 1, eleven bits apart, around the end.
    const START: u64 = 1;
    let mut hash = START;
    for letter in text.chars() {
        let known = codes.get(letter as usize).copied();
        match known.unwrap_or_else(|| code(class(letter))) {
            NOTHING => {}
            GAP => {
                if hash != START {
                    give(hash);
                }
                hash = START;
            }
            letter => hash = hash.rotate_left(11) ^ u64::from(letter),
        }
    }
    if hash != START {
        give(hash);
    }
}

/// A class as one number: the letter of a word, or one of these, which no letter is.
fn code(class: Class) -> u32 {
    match class {
        Class::Word(letter) => u32::from(letter),
        Class::Gap | Class::Separator => GAP,
        Class::Nothing => NOTHING,
    }
}

const NOTHING: u32 = 0;
const GAP: u32 = 1;

/// The codes of the characters below U+0700.
static CODES: LazyLock<Vec<u32>> =
    LazyLock::new(|| COMMON.iter().map(|&class| code(class)).collect());

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

/// As [`char::is_alphanumeric`], told at once for Arabic letters and their marks.
pub(crate) fn is_alphanumeric(letter: char) -> bool {
    matches!(letter, '\u{0620}'..='\u{0657}') || letter.is_alphanumeric()
}

/// Characters without width: direction marks, joiners, byte order marks.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}' | '\u{061C}')
}
