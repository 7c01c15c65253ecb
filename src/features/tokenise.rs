//! Normalised text → tokens: words, and the signs that carry tone.

use super::Normaliser;

/// The tokens of a text on one line, a blank before, between and after them: ` w1 w2 w3 `.
/// Every n-gram is a slice of that line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    line: String,
    tokens: Vec<Token>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Token {
    start: usize,
    end: usize,
    is_word: bool,
}

impl Tokens {
    /// The tokens of a text as it stands.
    pub fn of(text: &str, normaliser: &Normaliser) -> Tokens {
        let mut normalised = String::with_capacity(text.len());
        normaliser.normalise_into(text, &mut normalised);
        let mut tokens = Tokens {
            line: String::with_capacity(normalised.len() + 8),
            tokens: Vec::new(),
        };
        tokens.line.push(' ');
        let mut word = None;
        for (at, letter) in normalised.char_indices() {
            match sort(letter) {
                Sort::Word => word = word.or(Some(at)),
                other => {
                    if let Some(start) = word.take() {
                        tokens.push(&normalised[start..at], true);
                    }
                    if other == Sort::Sign {
                        tokens.push(&normalised[at..at + letter.len_utf8()], false);
                    }
                }
            }
        }
        if let Some(start) = word {
            tokens.push(&normalised[start..], true);
        }
        tokens
    }

    fn push(&mut self, token: &str, is_word: bool) {
        let start = self.line.len();
        self.line.push_str(token);
        self.tokens.push(Token {
            start,
            end: self.line.len(),
            is_word,
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

    /// The words (signs left out), each with the blank before and after it.
    pub fn padded_words(&self) -> impl Iterator<Item = &str> {
        self.tokens
            .iter()
            .filter(|token| token.is_word)
            .map(|token| &self.line[token.start - 1..token.end + 1])
    }
}

#[derive(PartialEq)]
enum Sort {
    Word,
    Sign,
    Gap,
}

fn sort(letter: char) -> Sort {
    match letter {
        // The letters of nearly all texts, which the general question below is slow to answer for.
        'ء'..='ي' | 'a'..='z' | '0'..='9' => Sort::Word,
        ' ' => Sort::Gap,
        '!' | '?' => Sort::Sign,
        // Emoji and the symbols used as such; skin tones only vary the sign before them.
        '\u{1F3FB}'..='\u{1F3FF}' => Sort::Gap,
        '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' => Sort::Sign,
        _ if letter.is_alphanumeric() => Sort::Word,
        _ => Sort::Gap,
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
}
