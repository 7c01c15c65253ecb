//! What is known of words wherever they stand, one word behind the other.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::features::{CueHit, TokenRead};

/// Numbers of a record that are of the word itself; the sums follow, and then the terms.
const HEAD: usize = 8;

/// Numbers on half a cache line; a record begins at a multiple of it.
const LINE: usize = 8;

/// All that is asked of a word for every text lies together, in one record: [`HEAD`] numbers, the bits of what
/// its terms come to ([`super::weights::Sums`]), and the terms, its character n-grams, each as often as it
/// occurs.
#[derive(Debug, Default)]
pub(super) struct Records {
    numbers: Vec<u32>,
    /// The letters of all words.
    letters: String,
    /// The cues of all words.
    hits: Vec<CueHit>,
    /// Every word, by its letters.
    index: HashTable<Word>,
}

/// The half line where the record of a word begins.
pub(super) type Word = u32;

/// What the head of a record holds, by position.
enum Field {
    /// The word's number in word n-grams.
    Number,
    /// Whether a clause begins with it wherever it stands.
    BeginsClause,
    /// How many numbers its sums take.
    Sums,
    /// How many terms it has.
    Terms,
    /// Where its letters begin and end.
    Letters,
    LettersEnd,
    /// Where its cues begin and end.
    Hits,
    HitsEnd,
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

impl Records {
    /// Forgets all words.
    pub fn clear(&mut self) {
        self.numbers.clear();
        self.letters.clear();
        self.hits.clear();
        self.index.clear();
    }

    /// How many numbers there are, or letters if these are more.
    pub fn size(&self) -> usize {
        self.numbers.len().max(self.letters.len())
    }

    /// A word's number in word n-grams.
    #[inline]
    pub fn number(&self, word: Word) -> u32 {
        self.record(word)[Field::Number as usize]
    }

    /// Whether a clause begins with it wherever it stands.
    pub fn begins_clause(&self, word: Word) -> bool {
        self.record(word)[Field::BeginsClause as usize] > 0
    }

    /// Its letters.
    #[inline]
    pub fn letters(&self, word: Word) -> &str {
        let head = self.record(word);
        let (start, end) = (
            head[Field::Letters as usize],
            head[Field::LettersEnd as usize],
        );
        &self.letters[start as usize..end as usize]
    }

    /// What its terms come to, and these.
    #[inline]
    pub fn terms(&self, word: Word) -> (&[u32], &[u32]) {
        let record = self.record(word);
        let (sums, terms) = (record[Field::Sums as usize], record[Field::Terms as usize]);
        let (sums, behind) = record[HEAD..].split_at(sums as usize);
        (sums, &behind[..terms as usize])
    }

    /// What it has to do with cues.
    #[inline]
    pub fn hits(&self, word: Word) -> &[CueHit] {
        let head = self.record(word);
        let (start, end) = (head[Field::Hits as usize], head[Field::HitsEnd as usize]);
        &self.hits[start as usize..end as usize]
    }

    /// The record, and what follows it.
    #[inline]
    fn record(&self, word: Word) -> &[u32] {
        &self.numbers[word as usize * LINE..]
    }

    /// The word of these letters.
    fn find(&self, letters: &str) -> Option<Word> {
        let is_same = |&word: &Word| self.letters(word) == letters;
        self.index.find(hash(letters), is_same).copied()
    }

    /// The word of a token; a new one is worked out.
    pub fn find_or_add<'t>(
        &mut self,
        token: TokenRead<'t>,
        work_out: &mut impl FnMut(TokenRead<'t>, &mut NewWord<'_>),
    ) -> Word {
        if let Some(known) = self.find(token.text) {
            return known;
        }
        let start = self.begin(token.text);
        let hits = self.hits.len();
        let mut new = NewWord {
            number: 0,
            begins_clause: false,
            sums: 0,
            record: &mut self.numbers,
            hits: &mut self.hits,
        };
        work_out(token, &mut new);
        let own = [new.number, u32::from(new.begins_clause)];
        let sums = new.sums;
        self.complete(start, own, sums, hits)
    }

    /// The word that is one of others; a new one is copied.
    pub fn find_or_copy(&mut self, others: &Records, word: Word) -> Word {
        if let Some(known) = self.find(others.letters(word)) {
            return known;
        }
        let (sums, terms) = others.terms(word);
        let start = self.begin(others.letters(word));
        let hits = self.hits.len();
        self.hits.extend_from_slice(others.hits(word));
        self.numbers.extend_from_slice(sums);
        self.numbers.extend_from_slice(terms);
        let own = [others.number(word), u32::from(others.begins_clause(word))];
        self.complete(start, own, sums.len(), hits)
    }

    /// Begins a record for a word of these letters; where it stands.
    fn begin(&mut self, letters: &str) -> usize {
        let start = self.numbers.len().next_multiple_of(LINE);
        self.numbers.resize(start + HEAD, 0);
        self.numbers[start + Field::Letters as usize] = self.letters.len() as u32;
        self.letters.push_str(letters);
        start
    }

    /// Writes the head of the last record, whose sums, terms and cues stand behind all others.
    fn complete(&mut self, start: usize, own: [u32; 2], sums: usize, hits: usize) -> Word {
        let head = &mut self.numbers[start..];
        let terms = head.len() - HEAD - sums;
        let mut set = |field: Field, number: usize| head[field as usize] = number as u32;
        set(Field::Number, own[0] as usize);
        set(Field::BeginsClause, own[1] as usize);
        set(Field::Sums, sums);
        set(Field::Terms, terms);
        set(Field::LettersEnd, self.letters.len());
        set(Field::Hits, hits);
        set(Field::HitsEnd, self.hits.len());
        let word = (start / LINE) as Word;
        let mut index = std::mem::take(&mut self.index);
        let hash_of = |&word: &Word| hash(self.letters(word));
        index.insert_unique(hash_of(&word), word, hash_of);
        self.index = index;
        word
    }
}

fn hash(letters: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(letters.as_bytes());
    hasher.finish()
}
