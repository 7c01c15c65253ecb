//! What stands around a word: words of like contexts are of like use.

use rustc_hash::FxHashMap;

use super::words::Words;

/// Words this far away are context.
const REACH: usize = 3;

/// The frequency of contexts counts to this power, so that rare ones weigh less (Levy, Goldberg and
/// Dagan 2015).
const SMOOTHING: f64 = 0.75;

/// For each word, its contexts and their weights, of unit length; empty where it stands alone.
pub(super) struct Contexts {
    vectors: Vec<Vec<(u32, f64)>>,
    width: usize,
}

impl Contexts {
    /// Positive pointwise mutual information of words and contexts, `max(0, ln(p(w, c) / (p(w) p(c))))`.
    /// A context is a neighbouring word, and again the cue classes that the neighbour is of, since
    /// a few thousand sentences rarely show the same neighbour twice.
    pub fn of(words: &Words) -> Contexts {
        let classes = words.class_names.len();
        let width = words.names.len() + classes;
        let mut together: Vec<FxHashMap<u32, f64>> = vec![FxHashMap::default(); words.names.len()];
        for sentence in &words.sentences {
            for (at, &word) in sentence.iter().enumerate() {
                let from = at.saturating_sub(REACH);
                let until = (at + REACH + 1).min(sentence.len());
                for &near in sentence[from..at].iter().chain(&sentence[at + 1..until]) {
                    let seen = &mut together[word as usize];
                    *seen.entry(near).or_default() += 1.0;
                    for &class in &words.classes[near as usize] {
                        let class = (words.names.len() + class) as u32;
                        *seen.entry(class).or_default() += 1.0;
                    }
                }
            }
        }
        let mut frequency = vec![0.0; width];
        for (&context, &count) in together.iter().flatten() {
            frequency[context as usize] += count;
        }
        let smooth: Vec<f64> = frequency
            .iter()
            .map(|count: &f64| count.powf(SMOOTHING))
            .collect();
        let total: f64 = smooth.iter().sum();
        let vector = |seen: FxHashMap<u32, f64>| information(seen, &smooth, total);
        Contexts {
            vectors: together.into_iter().map(vector).collect(),
            width,
        }
    }

    /// The mean of these words' vectors.
    pub fn centre(&self, words: impl Iterator<Item = usize>) -> Vec<f64> {
        let mut centre = vec![0.0; self.width];
        for word in words {
            for &(context, weight) in &self.vectors[word] {
                centre[context as usize] += weight;
            }
        }
        let length = centre
            .iter()
            .map(|weight| weight * weight)
            .sum::<f64>()
            .sqrt();
        if length > 0.0 {
            centre.iter_mut().for_each(|weight| *weight /= length);
        }
        centre
    }

    /// Cosine of a word's vector and a centre, from 0 to 1.
    pub fn likeness(&self, word: usize, centre: &[f64]) -> f64 {
        let products = self.vectors[word].iter();
        products
            .map(|&(context, weight)| weight * centre[context as usize])
            .sum()
    }
}

fn information(seen: FxHashMap<u32, f64>, smooth: &[f64], total: f64) -> Vec<(u32, f64)> {
    let of_word: f64 = seen.values().sum();
    let weigh = |(context, count): (u32, f64)| {
        let expected = of_word * smooth[context as usize] / total;
        let weight = (count / expected).ln();
        (weight > 0.0).then_some((context, weight))
    };
    let mut vector: Vec<(u32, f64)> = seen.into_iter().filter_map(weigh).collect();
    // Sums come out the same whatever the order of the map.
    vector.sort_unstable_by_key(|&(context, _)| context);
    let length = vector
        .iter()
        .map(|(_, weight)| weight * weight)
        .sum::<f64>()
        .sqrt();
    vector.iter_mut().for_each(|(_, weight)| *weight /= length);
    vector
}
