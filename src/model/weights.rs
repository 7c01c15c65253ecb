//! The weights of a compiled model, laid out for summing.

use std::ops::Range;

use super::Model;
use super::records::Stored;
use crate::features::TermFrequency;

/// Numbers that are summed at a time.
const LANES: usize = 8;

/// For each term its idf and, for every class but the first of each head, idf times the weight above
/// that of the head's first class: a softmax depends on differences alone.
#[derive(Debug)]
pub(super) struct WeightRows {
    /// `blocks` a term.
    rows: Vec<Lanes>,
    blocks: usize,
    /// The outputs of the lanes behind the first, which holds the idf.
    outputs: Vec<usize>,
}

/// On its own half of a cache line.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(32))]
struct Lanes([f32; LANES]);

/// What terms come to together: the sum of their squared idf, then that of each other lane.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
pub(super) struct Sums([f64; LANES]);

impl Sums {
    /// Its numbers, half as precise: what a word comes to counts once a text.
    pub fn rounded(&self) -> [f32; LANES] {
        self.0.map(finite)
    }

    /// Adds to each of `all` those of a word, stored one behind the other.
    #[inline]
    pub fn add_stored(all: &mut [Sums], stored: &[Stored]) {
        let (stored, _) = stored.as_chunks::<LANES>();
        for (Sums(sums), stored) in all.iter_mut().zip(stored) {
            for (sum, &stored) in sums.iter_mut().zip(stored) {
                *sum += f64::from(f32::from_le_bytes(stored));
            }
        }
    }
}

impl WeightRows {
    /// Lays out the weights of a model.
    pub fn new(model: &Model) -> WeightRows {
        let heads = model.header.ranges();
        let outputs: Vec<usize> = heads.iter().flat_map(|head| head.clone().skip(1)).collect();
        let blocks = (1 + outputs.len()).div_ceil(LANES);
        let mut rows = vec![Lanes::default(); model.terms.len() * blocks];
        for (term, row) in rows.chunks_exact_mut(blocks).enumerate() {
            let numbers = lanes(model, term, &heads);
            for (at, number) in numbers.enumerate() {
                row[at / LANES].0[at % LANES] = number;
            }
        }
        WeightRows {
            rows,
            blocks,
            outputs,
        }
    }

    /// How many [`Sums`] make up those of all outputs.
    pub fn blocks(&self) -> usize {
        self.blocks
    }

    /// Adds a term whose count has the value 1.
    #[inline]
    pub fn add(&self, term: u32, sums: &mut [Sums]) {
        let rows = &self.rows[term as usize * self.blocks..][..self.blocks];
        let idf = f64::from(rows[0].0[0]);
        for (Sums(sums), Lanes(row)) in sums.iter_mut().zip(rows) {
            for (sum, &number) in sums.iter_mut().zip(row) {
                *sum += f64::from(number);
            }
        }
        // The square of the idf in the place of itself.
        sums[0].0[0] += idf * idf - idf;
    }

    /// Takes off terms that were added with the value 1 once too often.
    pub fn take_off(&self, terms: &[u32], sums: &mut [Sums]) {
        for &term in terms {
            self.add_times(term, -1.0, -1.0, sums);
        }
    }

    /// Adds terms by the values of their counts; how many different ones there are. They are left in
    /// another order.
    pub fn add_counted(&self, terms: &mut [u32], tf: TermFrequency, sums: &mut [Sums]) -> usize {
        terms.sort_unstable();
        let counted = terms.chunk_by(|a, b| a == b);
        let added = counted.map(|same| {
            let value = tf.of(same.len() as u32);
            self.add_times(same[0], value, value * value, sums);
        });
        added.count()
    }

    /// Adds to `scores`, one an output, what the terms of one kind come to: the row of their TF-IDF
    /// values has length `weight`.
    pub fn score(&self, sums: &[Sums], weight: f64, scores: &mut [f64]) {
        let squares = sums[0].0[0];
        if squares <= 0.0 {
            return;
        }
        let scale = weight / squares.sqrt();
        let lanes = sums.iter().flat_map(|sums| sums.0).skip(1);
        for (&output, sum) in self.outputs.iter().zip(lanes) {
            scores[output] += scale * sum;
        }
    }

    /// Adds so many times a term's lanes, and so many times the square of its idf.
    #[inline]
    fn add_times(&self, term: u32, times: f64, squared: f64, sums: &mut [Sums]) {
        let first = term as usize * self.blocks;
        let rows = &self.rows[first..first + self.blocks];
        let idf = f64::from(rows[0].0[0]);
        // Less what the loop adds of the idf itself.
        sums[0].0[0] += idf * (squared * idf - times);
        for (Sums(sums), Lanes(row)) in sums.iter_mut().zip(rows) {
            for (sum, &number) in sums.iter_mut().zip(row) {
                *sum += times * f64::from(number);
            }
        }
    }
}

fn lanes<'a>(
    model: &'a Model,
    term: usize,
    heads: &'a [Range<usize>],
) -> impl Iterator<Item = f32> + 'a {
    let (idf, weights) = (f64::from(model.idf[term]), model.weights(term));
    let above_first = heads.iter().flat_map(|head| {
        let first = f64::from(weights[head.start]);
        let rest = &weights[head.start + 1..head.end];
        rest.iter().map(move |&weight| f64::from(weight) - first)
    });
    let products = above_first.map(move |weight| finite(idf * weight));
    std::iter::once(model.idf[term]).chain(products)
}

/// Finite whatever the file says, so that no sum is undefined.
fn finite(number: f64) -> f32 {
    number.clamp(f32::MIN.into(), f32::MAX.into()) as f32
}
