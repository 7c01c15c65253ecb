//! Copies: articles that several sources took from the same agency, whole or nearly so.
//!
//! MinHash over the folded words' triples: two texts that share most of them agree in most of the
//! 32 minima. Eight bands of four find candidates without comparing all pairs; about 400 bytes a
//! document are held.

use std::collections::HashMap;

use super::line::Line;
use super::repeats::hash;
use crate::document::Sentence;

const MINIMA: usize = 32;
const BAND: usize = 4;
/// Of the minima, so many must agree: an estimated three quarters of the triples are shared.
const AGREEING: usize = 24;
/// Shorter texts agree by chance.
const FEWEST_WORDS: usize = 12;

/// The documents seen so far, to tell copies by.
#[derive(Debug, Default)]
pub struct Copies {
    names: Vec<String>,
    signatures: Vec<[u32; MINIMA]>,
    bands: HashMap<(usize, u64), u32>,
}

/// What a document is compared by; made apart from [`Copies`], so that threads can share the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature([u32; MINIMA]);

impl Signature {
    /// Of a document's sentences; `None` where they are too few words to compare.
    pub fn of(sentences: &[Sentence]) -> Option<Signature> {
        signature(sentences).map(Signature)
    }
}

/// A document says what an earlier one said.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// The name of the first document with this text.
    pub of: String,
    /// The estimated share of word triples that both have, from 0.75 to 1.
    pub similarity: f64,
}

impl Copies {
    /// Whether these sentences repeat those of an earlier document. If not, later ones are held
    /// against them: the first in the reading order is the original.
    pub fn add(&mut self, name: &str, sentences: &[Sentence]) -> Option<Copy> {
        self.add_signature(name, Signature::of(sentences)?)
    }

    /// As [`Copies::add`], for sentences whose signature is known.
    pub fn add_signature(&mut self, name: &str, signature: Signature) -> Option<Copy> {
        let Signature(signature) = signature;
        let bands: Vec<_> = signature.chunks(BAND).map(hash).enumerate().collect();
        let candidates = bands
            .iter()
            .filter_map(|band| self.bands.get(band).copied());
        let best = candidates
            .map(|at| {
                (
                    agreeing(&signature, &self.signatures[at as usize]),
                    std::cmp::Reverse(at),
                )
            })
            .max()
            .filter(|(agreeing, _)| *agreeing >= AGREEING);
        if let Some((agreeing, std::cmp::Reverse(at))) = best {
            return Some(Copy {
                of: self.names[at as usize].clone(),
                similarity: agreeing as f64 / MINIMA as f64,
            });
        }
        let at = u32::try_from(self.names.len()).ok()?;
        for band in bands {
            self.bands.entry(band).or_insert(at);
        }
        self.names.push(name.to_owned());
        self.signatures.push(signature);
        None
    }
}

fn agreeing(a: &[u32; MINIMA], b: &[u32; MINIMA]) -> usize {
    a.iter().zip(b).filter(|(a, b)| a == b).count()
}

/// The minima of the triples' hashes under 32 multiplications; `None` for a short text.
fn signature(sentences: &[Sentence]) -> Option<[u32; MINIMA]> {
    let folded: Vec<String> = sentences
        .iter()
        .map(|sentence| Line::new(sentence.statement()).folded)
        .collect();
    let words: Vec<u64> = folded
        .iter()
        .flat_map(|text| text.split(' '))
        .map(hash)
        .collect();
    if words.len() < FEWEST_WORDS {
        return None;
    }
    let mut minima = [u32::MAX; MINIMA];
    for triple in words.windows(3) {
        let mut mixed = triple[0] ^ triple[1].rotate_left(21) ^ triple[2].rotate_left(42);
        for minimum in &mut minima {
            mixed = next(mixed);
            *minimum = (*minimum).min((mixed >> 32) as u32);
        }
    }
    Some(minima)
}

/// One step of SplitMix64: each step is another hash of the same triple.
fn next(state: u64) -> u64 {
    let mut mixed = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<Sentence> {
        vec![Sentence {
            text: text.to_owned(),
            ..Sentence::default()
        }]
    }

    const REPORT: &str = "قال متحدث باسم الحكومة العراقية يوم الأربعاء إن بلاده ماضية في الحوار حول إنهاء مهمة التحالف الدولي وإن اللجنة المشتركة ستعقد اجتماعها الثالث نهاية الشهر الجاري في العاصمة بغداد بحضور ممثلين عن الجانبين وخبراء عسكريين من الدول المشاركة";

    #[test]
    fn finds_copies_with_small_changes() {
        let mut copies = Copies::default();
        assert_eq!(copies.add("first", &sentences(REPORT)), None);
        let marked = REPORT.replace("العراقية", "العِراقيّة");
        assert_eq!(
            copies.add("same", &sentences(&marked)).unwrap().similarity,
            1.0
        );
        let longer = format!("{REPORT} بحسب بيان");
        assert_eq!(
            copies.add("longer", &sentences(&longer)).unwrap().of,
            "first"
        );
    }

    #[test]
    fn tells_other_reports_apart() {
        let mut copies = Copies::default();
        copies.add("first", &sentences(REPORT));
        let other = "أعلنت وزارة الخارجية أن الوفد غادر إلى واشنطن لبحث الملفات الاقتصادية ومنها أسعار الصرف والطاقة والمياه";
        assert_eq!(copies.add("other", &sentences(other)), None);
        assert_eq!(copies.add("short", &sentences("لا تعليق")), None);
    }
}
