//! Copies: text that several sources took from the same agency, by the sentence or as a whole.
//!
//! A sentence of some length is a copy where an earlier document has the same words. A document is
//! one where it says nearly all that an earlier one says: MinHash over the words' triples, of which
//! two texts that share most agree in most of 32 minima. To find whom to compare with, sentences
//! and six groups of three minima are looked up. Memory is bounded: see [`Copies::forgotten`].

use smallvec::SmallVec;

use super::seen::Seen;
use crate::document::Sentence;
use crate::language::line::hash_words;

const MINIMA: usize = 32;
/// Minima that must all agree for two documents to be compared. Six groups of three find 96 in a
/// hundred pairs that share three quarters of their triples, and all but one in 10,000 at nine tenths.
const GROUP: usize = 3;
const GROUPS: usize = 6;
/// Of the minima, so many must agree: an estimated three quarters of the triples are shared.
const AGREEING: usize = 24;
/// Shorter documents agree by chance.
const FEWEST_WORDS: usize = 12;
/// Shorter sentences are said twice without being copied.
const FEWEST_IN_SENTENCE: usize = 8;
/// Documents that are held to compare with, at 40 bytes and their name each.
const MOST_DOCUMENTS: usize = 500_000;

/// The documents seen so far, to tell copies by.
#[derive(Debug, Default)]
pub struct Copies {
    names: String,
    /// Where each document's name ends in `names`.
    ends: Vec<usize>,
    minima: Vec<[u8; MINIMA]>,
    groups: Seen,
    sentences: Seen,
    forgotten: usize,
    /// For each sentence of the document that is marked, who has it; then whom to compare with.
    of: Vec<Option<u32>>,
    candidates: Vec<u32>,
}

/// What a document is compared by; made apart from [`Copies`], so that threads can share the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// None for a document of few words.
    minima: Option<[u32; MINIMA]>,
    /// A hash of each sentence's words; none for a short one.
    sentences: SmallVec<[Option<u64>; 2]>,
}

/// A document says what an earlier one said.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// The name of the first document with this text.
    pub of: String,
    /// The estimated share of word triples that both have, from 0.75 to 1.
    pub similarity: f64,
}

impl Signature {
    /// Of a document's sentences, in order.
    pub fn of<'a>(sentences: impl IntoIterator<Item = &'a Sentence>) -> Signature {
        let mut words: SmallVec<[u64; 64]> = SmallVec::new();
        let hashes = sentences.into_iter().map(|sentence| {
            let start = words.len();
            hash_words(sentence.statement(), |hash| words.push(hash));
            let words = &words[start..];
            (words.len() >= FEWEST_IN_SENTENCE).then(|| combine(words))
        });
        let sentences = hashes.collect();
        Signature {
            minima: (words.len() >= FEWEST_WORDS).then(|| minima(&words)),
            sentences,
        }
    }
}

impl Copies {
    /// Marks the sentences that an earlier document has (`copy_of`), all of them where the document
    /// as a whole repeats an earlier one, which is returned. Other documents are held for later ones:
    /// the first in the order of reading is the original.
    pub fn mark<'a>(
        &mut self,
        name: &str,
        signature: &Signature,
        sentences: impl IntoIterator<Item = &'a mut Sentence>,
    ) -> Option<Copy> {
        let mut of = std::mem::take(&mut self.of);
        let found = signature.sentences.iter();
        of.clear();
        of.extend(found.map(|hash| self.sentences.find((*hash)?)));
        let whole = self.find_whole(name, signature, &of);
        let own = match whole {
            Some(_) => None,
            None => self.hold(name, signature),
        };
        for (sentence, &of) in sentences.into_iter().zip(&of) {
            let original = whole.map(|(at, _)| at).or(of);
            let original = original
                .map(|at| self.name(at))
                .filter(|original| *original != name);
            sentence.copy_of = original.map(str::to_owned);
        }
        if let Some(own) = own {
            for hash in signature.sentences.iter().flatten() {
                self.forgotten += usize::from(!self.sentences.add(*hash, own));
            }
        }
        self.of = of;
        whole.map(|(at, agreeing)| Copy {
            of: self.name(at).to_owned(),
            similarity: agreeing as f64 / MINIMA as f64,
        })
    }

    /// Sentences and documents that were not held because there is no more room: what repeats them is
    /// not found. There is room for 500,000 documents and six million sentences that differ, in 150 MB.
    pub fn forgotten(&self) -> usize {
        self.forgotten
    }

    /// The document that agrees most, the earliest of several, and in how many minima.
    fn find_whole(
        &mut self,
        name: &str,
        signature: &Signature,
        of: &[Option<u32>],
    ) -> Option<(u32, usize)> {
        let minima = signature.minima.as_ref()?;
        let grouped = groups(minima).filter_map(|group| self.groups.find(group));
        self.candidates.clear();
        self.candidates
            .extend(grouped.chain(of.iter().flatten().copied()));
        self.candidates.sort_unstable();
        self.candidates.dedup();
        let candidates = self.candidates.iter();
        let rated = candidates.map(|&at| (at, agreeing(minima, &self.minima[at as usize])));
        let (at, most) = rated.rev().max_by_key(|(_, agreeing)| *agreeing)?;
        (most >= AGREEING && self.name(at) != name).then_some((at, most))
    }

    /// Remembers a document; none where there is no room.
    fn hold(&mut self, name: &str, signature: &Signature) -> Option<u32> {
        if self.ends.len() == MOST_DOCUMENTS {
            self.forgotten += 1;
            return None;
        }
        let at = u32::try_from(self.ends.len()).ok()?;
        self.names.push_str(name);
        self.ends.push(self.names.len());
        self.minima
            .push(signature.minima.unwrap_or_default().map(low_byte));
        for group in signature.minima.iter().flat_map(groups) {
            self.groups.add(group, at);
        }
        Some(at)
    }

    fn name(&self, at: u32) -> &str {
        let at = at as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.names[start..self.ends[at]]
    }
}

/// Eight bits of a minimum are held: they agree by chance once in 256 times.
fn low_byte(minimum: u32) -> u8 {
    minimum as u8
}

fn agreeing(minima: &[u32; MINIMA], held: &[u8; MINIMA]) -> usize {
    minima
        .iter()
        .zip(held)
        .filter(|(a, b)| low_byte(**a) == **b)
        .count()
}

/// A key for each group of minima.
fn groups(minima: &[u32; MINIMA]) -> impl Iterator<Item = u64> {
    minima
        .chunks(GROUP)
        .take(GROUPS)
        .enumerate()
        .map(|(group, minima)| {
            minima
                .iter()
                .fold(group as u64, |key, &minimum| mix(key ^ u64::from(minimum)))
        })
}

/// The minima of the triples' hashes, compared as signed numbers with the first bit turned over, which every
/// processor can do with four at once.
fn minima(words: &[u64]) -> [u32; MINIMA] {
    let mut minima = [i32::MAX; MINIMA];
    for triple in words.windows(3) {
        lower(&mut minima, combine(triple));
    }
    minima.map(|minimum| minimum as u32 ^ SIGN)
}

const SIGN: u32 = 1 << 31;

/// Lowers the minima to the 32 hashes of a triple, which are `a + i·b`: enough for minima (Kirsch and
/// Mitzenmacher 2006), and several are made at a time.
// For itself: else the compiler takes several triples at a time, and has too few registers for them.
#[inline(never)]
fn lower(minima: &mut [i32; MINIMA], hash: u64) {
    const LANES: usize = 4;
    let (first, step) = (hash as u32 ^ SIGN, (hash >> 32) as u32 | 1);
    let lane = |at: usize| first.wrapping_add(step.wrapping_mul(at as u32)) as i32;
    let mut lanes: [i32; LANES] = std::array::from_fn(lane);
    let step = step.wrapping_mul(LANES as u32) as i32;
    for group in minima.as_chunks_mut::<LANES>().0 {
        for (minimum, lane) in group.iter_mut().zip(&mut lanes) {
            *minimum = (*minimum).min(*lane);
            *lane = lane.wrapping_add(step);
        }
    }
}

/// One hash of several, that depends on their order.
fn combine(hashes: &[u64]) -> u64 {
    hashes
        .iter()
        .fold(0, |all, &hash| mix(all.rotate_left(5) ^ hash))
}

/// The last steps of SplitMix64.
fn mix(mut mixed: u64) -> u64 {
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(texts: &[&str]) -> Vec<Sentence> {
        let sentence = |text: &&str| Sentence {
            text: (*text).to_owned(),
            ..Sentence::default()
        };
        texts.iter().map(sentence).collect()
    }

    /// What a document is a copy of as a whole, and each of its sentences.
    fn add(copies: &mut Copies, name: &str, texts: &[&str]) -> (Option<Copy>, Vec<Option<String>>) {
        let mut sentences = sentences(texts);
        let signature = Signature::of(&sentences);
        let copy = copies.mark(name, &signature, &mut sentences);
        (
            copy,
            sentences
                .into_iter()
                .map(|sentence| sentence.copy_of)
                .collect(),
        )
    }

    const REPORT: &str = "قال متحدث باسم الحكومة العراقية يوم الأربعاء إن بلاده ماضية في الحوار حول إنهاء مهمة التحالف الدولي وإن اللجنة المشتركة ستعقد اجتماعها الثالث نهاية الشهر الجاري في العاصمة بغداد بحضور ممثلين عن الجانبين وخبراء عسكريين من الدول المشاركة";
    const OTHER: &str = "أعلنت وزارة الخارجية أن الوفد غادر إلى واشنطن لبحث الملفات الاقتصادية ومنها أسعار الصرف والطاقة والمياه";
    const OWN: &str = "رصدت الصحيفة آراء متباينة في شوارع البصرة بشأن موعد الانسحاب وما قد يليه من ترتيبات أمنية جديدة في المحافظة والحدود";

    #[test]
    fn finds_copies_with_small_changes() {
        let mut copies = Copies::default();
        assert_eq!(add(&mut copies, "first", &[REPORT]), (None, vec![None]));
        let marked = REPORT.replace("العراقية", "العِراقيّة");
        let (copy, _) = add(&mut copies, "same", &[&marked]);
        assert_eq!(copy.unwrap().similarity, 1.0);
        let longer = format!("{REPORT} بحسب بيان");
        let (copy, of) = add(&mut copies, "longer", &[&longer]);
        assert_eq!(copy.unwrap().of, "first");
        assert_eq!(of, [Some("first".to_owned())]);
    }

    #[test]
    fn tells_other_reports_apart() {
        let mut copies = Copies::default();
        add(&mut copies, "first", &[REPORT]);
        assert_eq!(add(&mut copies, "other", &[OTHER]), (None, vec![None]));
        assert_eq!(add(&mut copies, "short", &["لا تعليق"]), (None, vec![None]));
    }

    #[test]
    fn marks_an_agency_paragraph_in_an_article_of_its_own() {
        let mut copies = Copies::default();
        add(&mut copies, "first", &[OTHER, REPORT]);
        let (copy, of) = add(&mut copies, "second", &[OWN, REPORT, OTHER, OWN]);
        assert_eq!(copy, None);
        let first = Some("first".to_owned());
        assert_eq!(of, [None, first.clone(), first, None]);
    }

    #[test]
    fn rows_of_one_article_are_no_copies_of_each_other() {
        let mut copies = Copies::default();
        add(&mut copies, "article", &[REPORT]);
        assert_eq!(add(&mut copies, "article", &[REPORT]), (None, vec![None]));
    }

    #[test]
    fn minima_are_those_of_every_hash() {
        let words: Vec<u64> = (1..40).map(mix).collect();
        let hashes = |i: u32| {
            let triples = words.windows(3).map(combine);
            triples.map(move |hash| {
                (hash as u32).wrapping_add(i.wrapping_mul((hash >> 32) as u32 | 1))
            })
        };
        let expected: Vec<_> = (0..MINIMA as u32)
            .map(|i| hashes(i).min().unwrap())
            .collect();
        assert_eq!(minima(&words)[..], expected);
    }

    /// Of 400 pairs that share a given part of their triples, so many are found.
    #[test]
    fn finds_nearly_all_that_share_most_of_their_words() {
        let found = |changed: usize| {
            let mut copies = Copies::default();
            let pairs = (0..400).filter(|pair| {
                let words: Vec<String> = (0..100).map(|n| format!("w{pair}x{n}")).collect();
                let mut other = words.clone();
                for word in other.iter_mut().step_by(100 / changed) {
                    word.push('y');
                }
                add(&mut copies, &format!("a{pair}"), &[&words.join(" ")]);
                add(&mut copies, &format!("b{pair}"), &[&other.join(" ")])
                    .0
                    .is_some()
            });
            pairs.count()
        };
        // One word in a hundred changed leaves 95 of 101 triples; ten leave 70 of 126.
        assert!(found(1) >= 398, "{}", found(1));
        // Binomial, 32 minima at 70/126: 24 agree in 1.4 % of pairs.
        assert!(found(10) <= 16, "{}", found(10));
    }
}
