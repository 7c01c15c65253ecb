//! Runs of symbols (words of texts, letters of words) that are frequent enough, numbered.

use rustc_hash::FxHashMap;

use super::lists::Lists;

/// Where no run that counts begins.
pub(super) const NONE: u32 = u32::MAX;

/// The runs of a range of lengths in some sequences of symbols. No run crosses the end of a sequence.
pub(super) struct Runs {
    /// For each run, where it first stands among all symbols, and its length.
    pub found: Vec<(usize, usize)>,
    /// For each length, shortest first, the run that begins at each symbol, or [`NONE`].
    pub by_length: Vec<Vec<u32>>,
}

impl Runs {
    /// Finds the runs of `shortest` to `longest` symbols whose sequences weigh `least` together, a sequence as
    /// often as the run stands in it; `weights` is the weight of each sequence.
    ///
    /// A run is its first symbols and one more, and is not frequent where one of its parts is not (Agrawal
    /// and Srikant 1994): runs grow by a symbol at a time, and only those are held that can be frequent.
    pub fn find(
        symbols: &Lists<u32>,
        (shortest, longest): (usize, usize),
        weights: &[u32],
        least: u32,
    ) -> Runs {
        let mut runs = Runs {
            found: Vec::new(),
            by_length: Vec::new(),
        };
        let mut before = None;
        for length in 1..=longest {
            let first_number = match length >= shortest {
                true => runs.found.len() as u32,
                false => 0,
            };
            let mut level = Level::of(symbols, length, before.as_deref(), weights);
            level.keep(least, first_number);
            if length > shortest {
                runs.by_length.extend(before);
            }
            if length >= shortest {
                let firsts = level.firsts.into_iter();
                runs.found.extend(firsts.map(|first| (first, length)));
            }
            before = Some(level.runs);
        }
        runs.by_length.extend(before);
        runs
    }
}

/// The runs of one length.
struct Level {
    /// The run that begins at each symbol.
    runs: Vec<u32>,
    /// Where each run first stands.
    firsts: Vec<usize>,
    /// What the sequences of each run weigh together.
    weights: Vec<u32>,
}

impl Level {
    /// Numbers the runs of this length whose parts are among those `before`, one symbol shorter.
    fn of(symbols: &Lists<u32>, length: usize, before: Option<&[u32]>, weights: &[u32]) -> Level {
        let mut level = Level {
            runs: vec![NONE; symbols.items.len()],
            firsts: Vec::new(),
            weights: Vec::new(),
        };
        let mut numbers: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for (sequence, &weight) in weights.iter().enumerate() {
            let range = symbols.range(sequence);
            for at in range.start..(range.end + 1).saturating_sub(length) {
                let parts = before.map_or([0, 0], |before| [before[at], before[at + 1]]);
                if parts.contains(&NONE) {
                    continue;
                }
                let key = (parts[0], symbols.items[at + length - 1]);
                let number = *numbers.entry(key).or_insert(level.firsts.len() as u32);
                if number as usize == level.firsts.len() {
                    level.firsts.push(at);
                    level.weights.push(0);
                }
                let sum = &mut level.weights[number as usize];
                *sum = sum.saturating_add(weight);
                level.runs[at] = number;
            }
        }
        level
    }

    /// Keeps the runs that weigh `least`, numbered from `number` on.
    fn keep(&mut self, least: u32, mut number: u32) {
        let mut numbers = Vec::with_capacity(self.weights.len());
        for &weight in &self.weights {
            let is_kept = weight >= least;
            numbers.push(if is_kept { number } else { NONE });
            number += u32::from(is_kept);
        }
        let mut kept = numbers.iter().map(|&number| number != NONE);
        self.firsts.retain(|_| kept.next().unwrap_or(false));
        for run in self.runs.iter_mut().filter(|run| **run != NONE) {
            *run = numbers[*run as usize];
        }
    }
}
