//! What each stretch of text between blanks comes to, worked out once.

use rustc_hash::FxHashMap;

use super::stretches::{Stretch, Stretches};
use crate::features::{CueHit, TokenRead};

/// When there are more different words, or stretches of them, all are forgotten, and those of the texts
/// to come are kept.
const MOST_WORDS: usize = 1 << 16;

/// Nor more numbers in their records, 16 MB, or letters.
const MOST_NUMBERS: usize = 1 << 22;

/// A longer word in bytes is worked out each time.
const LONGEST: usize = 64;

/// Numbers of a record that are of the word itself; the sums follow, and then the terms.
const HEAD: usize = 8;

/// Numbers on a cache line; a record begins at a multiple of it.
const LINE: usize = 16;

/// The words of the texts so far: few different ones make up nearly all of a corpus.
///
/// All that is asked of a word for every text lies together, in one record: [`HEAD`] numbers, the bits of what
/// its terms come to ([`super::weights::Sums`]), and the terms, its character n-grams, each as often as it occurs.
#[derive(Debug, Default)]
pub(super) struct Memory {
    stretches: Stretches,
    /// The tokens of stretches that hold none or several, one stretch behind the other.
    tokens: Vec<Token>,
    /// A word or sign, normalised → its record.
    words: FxHashMap<Box<str>, u32>,
    records: Vec<u32>,
    /// The letters of all words.
    letters: String,
    hits: Vec<CueHit>,
}

/// A word or sign where it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Token {
    /// The line where its record begins.
    pub word: u32,
    /// Whether it is a word.
    pub is_word: bool,
    /// Whether a clause begins with it.
    pub begins_clause: bool,
}

/// What the head of a record holds, by position.
enum Field {
    /// The word's number in word n-grams.
    Number,
    /// How many numbers its sums take, and how many terms it has.
    Sums,
    Terms,
    /// Where its letters begin and end.
    Letters,
    LettersEnd,
    /// Where its cues begin and end.
    Hits,
    HitsEnd,
    /// Whether a clause begins with it wherever it stands.
    BeginsClause,
}

impl Memory {
    /// Forgets everything if it is too much; to be asked before a text, not within.
    pub fn make_room(&mut self) {
        let most = self.words.len().max(self.stretches.len());
        let longest = self.records.len().max(self.letters.len());
        if most >= MOST_WORDS || longest >= MOST_NUMBERS {
            *self = Memory::default();
        }
    }

    /// The stretch, if it is known.
    #[inline]
    pub fn stretch(&self, text: &[u8]) -> Option<Stretch> {
        self.stretches.get(text)
    }

    /// The tokens of a stretch.
    #[inline]
    pub fn tokens<'a>(&'a self, stretch: &'a Stretch) -> &'a [Token] {
        match stretch.tokens {
            1 => std::slice::from_ref(&stretch.first),
            tokens => &self.tokens[stretch.first.word as usize..][..tokens as usize],
        }
    }

    /// A word's number in word n-grams.
    #[inline]
    pub fn number(&self, word: u32) -> u32 {
        self.record(word)[Field::Number as usize]
    }

    /// Its letters.
    #[inline]
    pub fn letters(&self, word: u32) -> &str {
        let head = self.record(word);
        let (start, end) = (
            head[Field::Letters as usize],
            head[Field::LettersEnd as usize],
        );
        &self.letters[start as usize..end as usize]
    }

    /// What its terms come to, and these.
    #[inline]
    pub fn terms(&self, word: u32) -> (&[u32], &[u32]) {
        let record = self.record(word);
        let (sums, terms) = (record[Field::Sums as usize], record[Field::Terms as usize]);
        let (sums, terms_on) = record[HEAD..].split_at(sums as usize);
        (sums, &terms_on[..terms as usize])
    }

    /// What it has to do with cues.
    #[inline]
    pub fn hits(&self, word: u32) -> &[CueHit] {
        let head = self.record(word);
        let (start, end) = (head[Field::Hits as usize], head[Field::HitsEnd as usize]);
        &self.hits[start as usize..end as usize]
    }

    /// The record, and what follows it.
    #[inline]
    fn record(&self, word: u32) -> &[u32] {
        &self.records[word as usize * LINE..]
    }

    /// Keeps a stretch of these tokens. `work_out` is asked for words that are new.
    pub fn learn<'t>(
        &mut self,
        text: &[u8],
        tokens: impl Iterator<Item = TokenRead<'t>>,
        ends_clause: bool,
        mut work_out: impl FnMut(TokenRead<'t>, &mut NewWord<'_>),
    ) -> Stretch {
        let start = self.tokens.len();
        for token in tokens {
            let known = self.words.get(token.text).copied();
            let word = known.unwrap_or_else(|| self.add(token, &mut work_out));
            self.tokens.push(Token {
                word,
                is_word: token.is_word,
                begins_clause: token.is_after_border
                    || self.record(word)[Field::BeginsClause as usize] > 0,
            });
        }
        let several = Token {
            word: start as u32,
            ..Token::default()
        };
        let stretch = match self.tokens[start..] {
            [token] => {
                self.tokens.truncate(start);
                Stretch {
                    first: token,
                    tokens: 1,
                    ends_clause,
                }
            }
            ref tokens => Stretch {
                first: several,
                tokens: tokens.len() as u32,
                ends_clause,
            },
        };
        self.stretches.insert(text, stretch);
        stretch
    }

    fn add<'t>(
        &mut self,
        token: TokenRead<'t>,
        work_out: &mut impl FnMut(TokenRead<'t>, &mut NewWord<'_>),
    ) -> u32 {
        self.records
            .resize(self.records.len().next_multiple_of(LINE), 0);
        let start = self.records.len();
        let (letters, hits) = (self.letters.len(), self.hits.len());
        self.letters.push_str(token.text);
        self.records.resize(start + HEAD, 0);
        let mut new = NewWord {
            number: 0,
            begins_clause: false,
            sums: 0,
            record: &mut self.records,
            hits: &mut self.hits,
        };
        work_out(token, &mut new);
        let (number, sums, begins_clause) = (new.number, new.sums, new.begins_clause);
        let head = &mut self.records[start..];
        let terms = head.len() - HEAD - sums;
        let mut set = |field: Field, number: usize| head[field as usize] = number as u32;
        set(Field::Number, number as usize);
        set(Field::Sums, sums);
        set(Field::Terms, terms);
        set(Field::Letters, letters);
        set(Field::LettersEnd, self.letters.len());
        set(Field::Hits, hits);
        set(Field::HitsEnd, self.hits.len());
        set(Field::BeginsClause, usize::from(begins_clause));
        let word = (start / LINE) as u32;
        if token.text.len() <= LONGEST {
            self.words.insert(token.text.into(), word);
        }
        word
    }
}

/// A word to be worked out.
pub(super) struct NewWord<'a> {
    /// Its number in word n-grams.
    pub number: u32,
    /// Whether a clause begins with it wherever it stands.
    pub begins_clause: bool,
    /// How many numbers its sums take.
    pub sums: usize,
    /// Its sums and its terms are added here.
    pub record: &'a mut Vec<u32>,
    /// What it has to do with cues is added here.
    pub hits: &'a mut Vec<CueHit>,
}
