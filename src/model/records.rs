//! What is known of words wherever they stand, one word behind the other.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use crate::features::{CueHit, TokenRead};

/// Numbers of a record that are of the word itself.
const HEAD: usize = 8;

/// All that is asked of a word for every text lies together in one record: [`HEAD`] numbers, what its terms
/// come to ([`super::weights::Sums`]), the terms, its character n-grams, and its letters. All numbers have four
/// bytes, the lowest first.
#[derive(Debug, Default)]
pub(super) struct Records {
    bytes: Vec<u8>,
    /// The cues of all words.
    hits: Vec<CueHit>,
    /// Every word, by its letters.
    index: HashTable<Word>,
    new: NewWord,
}

/// Where the record of a word begins, in numbers.
pub(super) type Word = u32;

/// What the head of a record holds, by position.
enum Field {
    /// The word's number in word n-grams.
    Number,
    /// The last text it was in.
    Text,
    /// How many numbers its sums take.
    Sums,
    /// How many terms it has.
    Terms,
    /// How many bytes its letters take.
    Letters,
    /// Where its cues begin and end.
    Hits,
    HitsEnd,
    /// Whether a clause begins with it wherever it stands.
    BeginsClause,
}

/// A word that is worked out.
#[derive(Debug, Default)]
pub(super) struct NewWord {
    /// Its number in word n-grams.
    pub number: u32,
    /// Whether a clause begins with it wherever it stands.
    pub begins_clause: bool,
    /// Its character n-grams.
    pub terms: Vec<u32>,
    /// What they come to.
    pub sums: Vec<f32>,
    /// What it has to do with cues.
    pub hits: Vec<CueHit>,
}

/// A number as it lies in a record.
pub(super) type Stored = [u8; 4];

/// What is known of one word.
#[derive(Clone, Copy)]
pub(super) struct Record<'a> {
    /// It begins here, others follow.
    bytes: &'a [u8],
    /// The cues of all words.
    hits: &'a [CueHit],
}

impl<'a> Record<'a> {
    /// Whether a clause begins with it wherever it stands.
    pub fn begins_clause(&self) -> bool {
        self.field(Field::BeginsClause) > 0
    }

    /// What its terms come to, and these.
    #[inline]
    pub fn terms(&self) -> (&'a [Stored], &'a [Stored]) {
        let (numbers, _) = self.bytes.as_chunks();
        let (sums, terms) = (self.field(Field::Sums), self.field(Field::Terms));
        let (sums, behind) = numbers[HEAD..].split_at(sums as usize);
        (sums, &behind[..terms as usize])
    }

    /// Its letters.
    #[inline]
    pub fn letters(&self) -> &'a [u8] {
        &self.bytes[self.letters_start()..][..self.field(Field::Letters) as usize]
    }

    /// All of the record.
    fn bytes(&self) -> &'a [u8] {
        &self.bytes[..self.letters_start() + self.field(Field::Letters) as usize]
    }

    #[inline]
    fn letters_start(&self) -> usize {
        4 * (HEAD + self.field(Field::Sums) as usize + self.field(Field::Terms) as usize)
    }

    /// What it has to do with cues.
    #[inline]
    pub fn hits(&self) -> &'a [CueHit] {
        &self.hits[self.field(Field::Hits) as usize..self.field(Field::HitsEnd) as usize]
    }

    #[inline]
    fn field(&self, field: Field) -> u32 {
        let (head, _) = self.bytes.as_chunks();
        u32::from_le_bytes(head[field as usize])
    }
}

impl Records {
    /// No words, and room for so many bytes: memory that is never used is none, while pieces that
    /// were outgrown would stay with the process.
    pub fn with_capacity(bytes: usize) -> Records {
        Records {
            bytes: Vec::with_capacity(bytes),
            ..Records::default()
        }
    }

    /// Forgets all words.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.hits.clear();
        self.index.clear();
    }

    /// The bytes of all records.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// What is known of a word.
    #[inline]
    pub fn record(&self, word: Word) -> Record<'_> {
        Record {
            bytes: &self.bytes[start(word)..],
            hits: &self.hits,
        }
    }

    /// Notes that a word is in a text: its number, and whether it was in another one before.
    #[inline]
    pub fn meet(&mut self, word: Word, text: u32) -> (u32, bool) {
        let (head, _) = self.bytes[start(word)..].as_chunks_mut();
        let before = std::mem::replace(&mut head[Field::Text as usize], text.to_le_bytes());
        let number = u32::from_le_bytes(head[Field::Number as usize]);
        (number, before != text.to_le_bytes())
    }

    /// The word of these letters.
    fn find(&self, letters: &[u8]) -> Option<Word> {
        let is_same = |&word: &Word| self.record(word).letters() == letters;
        self.index.find(hash(letters), is_same).copied()
    }

    /// The word of a token; a new one is worked out.
    pub fn find_or_add<'t>(
        &mut self,
        token: TokenRead<'t>,
        work_out: &mut impl FnMut(TokenRead<'t>, &mut NewWord),
    ) -> Word {
        let letters = token.text.as_bytes();
        if let Some(known) = self.find(letters) {
            return known;
        }
        let new = &mut self.new;
        new.terms.clear();
        new.sums.clear();
        new.hits.clear();
        work_out(token, new);
        let head: [usize; HEAD] = [
            new.number as usize,
            0,
            new.sums.len(),
            new.terms.len(),
            letters.len(),
            self.hits.len(),
            self.hits.len() + new.hits.len(),
            usize::from(new.begins_clause),
        ];
        let start = self.bytes.len();
        let bytes = &mut self.bytes;
        bytes.extend(head.iter().flat_map(|&n| (n as u32).to_le_bytes()));
        bytes.extend(new.sums.iter().flat_map(|sum| sum.to_le_bytes()));
        bytes.extend(new.terms.iter().flat_map(|term| term.to_le_bytes()));
        bytes.extend_from_slice(letters);
        self.hits.extend_from_slice(&new.hits);
        self.complete(start, letters)
    }

    /// The word that is one of others; a new one is copied.
    pub fn find_or_copy(&mut self, others: &Records, word: Word) -> Word {
        let other = others.record(word);
        let letters = other.letters();
        if let Some(known) = self.find(letters) {
            return known;
        }
        let own = self.bytes.len();
        self.bytes.extend_from_slice(other.bytes());
        let hits = [self.hits.len(), self.hits.len() + other.hits().len()];
        self.hits.extend_from_slice(other.hits());
        let (head, _) = self.bytes[own..].as_chunks_mut();
        head[Field::Text as usize] = [0; 4];
        head[Field::Hits as usize] = (hits[0] as u32).to_le_bytes();
        head[Field::HitsEnd as usize] = (hits[1] as u32).to_le_bytes();
        self.complete(own, letters)
    }

    /// Takes the last record, of a word of these letters, into the index.
    fn complete(&mut self, start: usize, letters: &[u8]) -> Word {
        // The next one begins at a number of its own.
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
        let word = (start / 4) as Word;
        let mut index = std::mem::take(&mut self.index);
        let hash_of = |&word: &Word| hash(self.record(word).letters());
        index.insert_unique(hash(letters), word, hash_of);
        self.index = index;
        word
    }
}

/// The byte where a word's record begins.
#[inline]
fn start(word: Word) -> usize {
    4 * word as usize
}

fn hash(letters: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(letters);
    hasher.finish()
}
