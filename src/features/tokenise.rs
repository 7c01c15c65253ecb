//! Normalised text → tokens: words, and the signs that carry tone.

use std::sync::LazyLock;

use super::Normaliser;
use crate::language::is_sign;

/// The tokens of a text on one line, a blank before, between and after them: ` w1 w2 w3 `.
/// Every n-gram is a slice of that line.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    line: String,
    tokens: Vec<Token>,
    /// Whether a mark that ends a clause stands behind the last word.
    ends_clause: bool,
    /// The folded text, while it is read.
    folded: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Token {
    start: usize,
    end: usize,
    is_word: bool,
    is_after_border: bool,
}

/// A word, or a sign that carries tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TokenRead<'a> {
    /// Its letters, or the sign.
    pub text: &'a str,
    /// With the blank before and after it.
    pub padded: &'a str,
    /// Whether it has letters or digits.
    pub is_word: bool,
    /// Whether a mark that ends a clause stands between it and the word before it.
    pub is_after_border: bool,
}

impl Tokens {
    /// The tokens of a text as it stands.
    pub fn of(text: &str, normaliser: &Normaliser) -> Tokens {
        let mut tokens = Tokens::default();
        tokens.read(text, normaliser);
        tokens
    }

    /// Replaces these tokens by those of another text, in the same memory.
    pub fn read(&mut self, text: &str, normaliser: &Normaliser) {
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        normaliser.normalise_into(text, &mut folded);
        self.cut(&folded);
        self.folded = folded;
    }

    fn cut(&mut self, folded: &str) {
        self.line.clear();
        self.tokens.clear();
        self.line.push(' ');
        let common = COMMON.as_slice();
        let mut word = None;
        let mut is_after_border = false;
        for (at, letter) in folded.char_indices() {
            let known = common.get(letter as usize).copied();
            match known.unwrap_or_else(|| sort(letter)) {
                Sort::Word => word = word.or(Some(at)),
                other => {
                    if let Some(start) = word.take() {
                        self.push(&folded[start..at], true, is_after_border);
                        is_after_border = false;
                    }
                    if other == Sort::Sign {
                        self.push(&folded[at..at + letter.len_utf8()], false, false);
                    }
                    is_after_border |= is_border(folded, at, letter);
                }
            }
        }
        if let Some(start) = word {
            self.push(&folded[start..], true, is_after_border);
            is_after_border = false;
        }
        self.ends_clause = is_after_border;
    }

    fn push(&mut self, token: &str, is_word: bool, is_after_border: bool) {
        let start = self.line.len();
        self.line.push_str(token);
        self.tokens.push(Token {
            start,
            end: self.line.len(),
            is_word,
            is_after_border,
        });
        self.line.push(' ');
    }

    /// All tokens, a blank before, between and after them.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Token `index`.
    pub fn token(&self, index: usize) -> &str {
        self.span(index, 1)
    }

    /// `length` tokens from `first` on, a blank between them.
    pub fn span(&self, first: usize, length: usize) -> &str {
        &self.line[self.tokens[first].start..self.tokens[first + length - 1].end]
    }

    /// Whether a mark that ends a clause stands behind the last word.
    pub(crate) fn ends_clause(&self) -> bool {
        self.ends_clause
    }

    /// Every token, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = TokenRead<'_>> + Clone {
        self.tokens.iter().map(|token| TokenRead {
            text: &self.line[token.start..token.end],
            padded: &self.line[token.start - 1..token.end + 1],
            is_word: token.is_word,
            is_after_border: token.is_after_border,
        })
    }

    /// The words (signs left out), each with the blank before and after it.
    pub fn padded_words(&self) -> impl Iterator<Item = &str> {
        self.tokens
            .iter()
            .filter(|token| token.is_word)
            .map(|token| &self.line[token.start - 1..token.end + 1])
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Word,
    Sign,
    Gap,
}

/// The sorts of the characters below U+0700, which are nearly all.
static COMMON: LazyLock<Vec<Sort>> = LazyLock::new(|| {
    let letters = (0..0x700).filter_map(char::from_u32);
    letters.map(sort).collect()
});

fn sort(letter: char) -> Sort {
    match letter {
        '!' | '?' => Sort::Sign,
        // Emoji and the symbols used as such; skin tones only vary the sign before them.
        '\u{1F3FB}'..='\u{1F3FF}' => Sort::Gap,
        _ if is_sign(letter) => Sort::Sign,
        _ if letter.is_alphanumeric() => Sort::Word,
        _ => Sort::Gap,
    }
}

/// Whether the mark at `at` ends a clause. The point and the comma of a number do not (3.5), nor
/// does the dash of a compound: only one that stands alone.
fn is_border(text: &str, at: usize, mark: char) -> bool {
    let is_between = |sort: fn(char) -> bool, at_ends: bool| {
        let before = text[..at].chars().next_back();
        let after = text[at + mark.len_utf8()..].chars().next();
        before.map_or(at_ends, sort) && after.map_or(at_ends, sort)
    };
    match mark {
        ';' | '؛' | '!' | '?' | '؟' | '(' | ')' => true,
        '.' | ',' | '،' | ':' => !is_between(char::is_numeric, false),
        '-' | '–' | '—' => is_between(char::is_whitespace, true),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::NormaliseParams;

    fn check(text: &str, expected: &[&str]) {
        let tokens = Tokens::of(text, &Normaliser::new(&NormaliseParams::default()));
        let found: Vec<_> = (0..tokens.len()).map(|index| tokens.token(index)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn keeps_words_with_vowel_marks_whole() {
        check("رَفَضَ الإِنْسِحَابَ", &["رفض", "الانسحاب"]);
    }

    #[test]
    fn separates_signs_from_words() {
        check(
            "هل ينسحبون؟! 😂😂",
            &["هل", "ينسحبون", "?", "!", "😂", "😂"],
        );
    }

    #[test]
    fn a_text_without_words_has_no_tokens() {
        check(" .،… ", &[]);
    }

    #[test]
    fn spans_join_tokens_with_a_blank() {
        let tokens = Tokens::of("لا، انسحاب.", &Normaliser::new(&NormaliseParams::default()));
        assert_eq!(tokens.span(0, 2), "لا انسحاب");
        assert_eq!(
            tokens.padded_words().collect::<Vec<_>>(),
            [" لا ", " انسحاب "]
        );
    }

    /// `|` in the expected words is a border.
    fn check_borders(text: &str, expected: &str) {
        let tokens = Tokens::of(text, &Normaliser::new(&NormaliseParams::default()));
        let words =
            tokens
                .iter()
                .filter(|token| token.is_word)
                .map(|word| match word.is_after_border {
                    true => format!("| {}", word.text),
                    false => word.text.to_owned(),
                });
        assert_eq!(words.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn marks_end_a_clause() {
        check_borders(
            "قال، ثم؛ نعم: لا. بلى؟ (هذا)",
            "قال | ثم | نعم | لا | بلي | هذا",
        );
        check_borders("no; \"yes\" and so… on", "no | yes and so on");
    }

    #[test]
    fn a_sign_between_two_words_does_not_hide_a_border() {
        check_borders("انتصرنا!😂 نعم 😂 شكرا", "انتصرنا | نعم شكرا");
    }

    #[test]
    fn numbers_and_times_hold_no_border() {
        check_borders(
            "نحو 3.5 أو ١٬٠٠٠ أو 1,000 في 10:30",
            "نحو 3 5 او 1 000 او 1 000 في 10 30",
        );
        check_borders("في 2011. 2 خرجوا", "في 2011 | 2 خرجوا");
    }

    #[test]
    fn only_a_dash_that_stands_alone_is_a_border() {
        check_borders(
            "العراق - بغداد — كابل – نيامي",
            "العراق | بغداد | كابل | نيامي",
        );
        check_borders("أمريكي-عراقي 2010–2012", "امريكي عراقي 2010 2012");
    }
}
