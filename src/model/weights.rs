//! The weights of a compiled model, laid out for summing.

use std::ops::Range;

use super::Model;

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

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.rows.len() / self.blocks
    }

    /// Adds to `scores`, one an output, what the terms of one kind with these values of their counts
    /// come to: the row of their TF-IDF values has length `weight`.
    pub fn add(&self, values: &[(u32, f64)], weight: f64, scores: &mut [f64]) {
        let (sums, squares) = self.sum(values, 0);
        if squares == 0.0 {
            return;
        }
        let scale = weight / squares.sqrt();
        let add = |scores: &mut [f64], outputs: &[usize], sums: &[f64]| {
            for (&output, sum) in outputs.iter().zip(sums) {
                scores[output] += scale * sum;
            }
        };
        add(scores, &self.outputs, &sums[1..]);
        for block in 1..self.blocks {
            let (sums, _) = self.sum(values, block);
            add(scores, &self.outputs[block * LANES - 1..], &sums);
        }
    }

    /// The sum of each lane of a block; then of the squares of its first.
    #[inline]
    fn sum(&self, values: &[(u32, f64)], block: usize) -> ([f64; LANES], f64) {
        let (mut sums, mut squares) = ([0.0; LANES], 0.0);
        for &(term, value) in values {
            let Lanes(row) = &self.rows[term as usize * self.blocks + block];
            for (sum, &number) in sums.iter_mut().zip(row) {
                *sum += value * f64::from(number);
            }
            let first = value * f64::from(row[0]);
            squares += first * first;
        }
        (sums, squares)
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
    // Finite whatever the file says, so that no sum of them is undefined.
    let finite = |number: f64| number.clamp(f32::MIN.into(), f32::MAX.into()) as f32;
    let products = above_first.map(move |weight| finite(idf * weight));
    std::iter::once(model.idf[term]).chain(products)
}
