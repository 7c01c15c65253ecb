//! Expectation maximisation of the prior (Saerens, Latinne and Decaestecker 2002).
//!
//! Sentences are counted in bins of alike probabilities, so that a resample costs no more for many
//! sentences than for a few.

/// Steps between probability 0 and 1, for each number of classes: at most a few hundred bins.
fn steps(classes: usize) -> usize {
    match classes {
        0..=2 => 100,
        3 => 25,
        4 => 12,
        5 => 8,
        _ => 6,
    }
}

/// How many bins there are: the points of a grid of all but the last probability.
pub(super) fn bins(classes: usize) -> usize {
    (steps(classes) + 1).pow(classes as u32 - 1)
}

/// The bin of a sentence's probabilities.
pub(super) fn bin(probabilities: &[f64]) -> usize {
    let steps = steps(probabilities.len());
    let place = |p: &f64| (p * steps as f64).round() as usize;
    let but_last = &probabilities[..probabilities.len() - 1];
    but_last
        .iter()
        .fold(0, |bin, p| bin * (steps + 1) + place(p))
}

/// The probabilities in the middle of a bin.
fn middle(mut bin: usize, classes: usize) -> Vec<f64> {
    let steps = steps(classes);
    let mut probabilities = vec![0.0; classes];
    for class in (0..classes - 1).rev() {
        probabilities[class] = (bin % (steps + 1)) as f64 / steps as f64;
        bin /= steps + 1;
    }
    probabilities[classes - 1] = (1.0 - probabilities.iter().sum::<f64>()).max(0.0);
    probabilities
}

/// The shares of the classes among sentences counted by bin; `prior` is what the model's
/// probabilities suppose.
pub(super) fn shares(counts: &[f64], prior: &[f64]) -> Vec<f64> {
    let occupied = counts.iter().enumerate().filter(|(_, count)| **count > 0.0);
    let points: Vec<(Vec<f64>, f64)> = occupied
        .map(|(bin, count)| (middle(bin, prior.len()), *count))
        .collect();
    maximise(&points, prior)
}

/// EM from the prior until no share moves by 1e-7, or 2,000 steps; of every three steps the third starts
/// where the first two point to (SQUAREM, Varadhan and Roland 2008, scheme 3).
pub fn maximise(points: &[(Vec<f64>, f64)], prior: &[f64]) -> Vec<f64> {
    let mixture = Mixture::of(points, prior);
    let mut shares = prior.to_vec();
    for _ in 0..667 {
        let once = mixture.step(&shares);
        let twice = mixture.step(&once);
        let next = mixture.step(&ahead(&shares, &once, &twice).unwrap_or(twice));
        let moved = next.iter().zip(&shares).map(|(a, b)| (a - b).abs());
        let moved = moved.fold(0.0, f64::max);
        shares = next;
        if moved < 1e-7 {
            break;
        }
    }
    shares
}

/// What the sentences say for each class, and how many say it.
struct Mixture {
    classes: usize,
    /// A row a bin: what its probabilities are for the prior that they suppose.
    likelihoods: Vec<f64>,
    /// Share of the sentences in each bin.
    weights: Vec<f64>,
}

impl Mixture {
    fn of(points: &[(Vec<f64>, f64)], prior: &[f64]) -> Mixture {
        let total: f64 = points.iter().map(|(_, count)| count).sum();
        let likelihoods = points.iter().flat_map(|(probabilities, _)| {
            let of_classes = probabilities.iter().zip(prior);
            of_classes.map(|(p, prior)| p / prior.max(1e-9))
        });
        Mixture {
            classes: prior.len(),
            likelihoods: likelihoods.collect(),
            weights: points.iter().map(|(_, count)| count / total).collect(),
        }
    }

    /// One step of EM.
    fn step(&self, shares: &[f64]) -> Vec<f64> {
        let mut next = vec![0.0; self.classes];
        let rows = self.likelihoods.chunks_exact(self.classes);
        for (row, weight) in rows.zip(&self.weights) {
            let mut sum = 0.0;
            for (likelihood, share) in row.iter().zip(shares) {
                sum += likelihood * share;
            }
            if sum > 0.0 {
                let weight = weight / sum;
                for (next, likelihood) in next.iter_mut().zip(row) {
                    *next += weight * likelihood;
                }
            }
        }
        next.iter_mut()
            .zip(shares)
            .for_each(|(next, share)| *next *= share);
        next
    }
}

/// Where three points of a path that slows down evenly would end; none if that is no share.
fn ahead(start: &[f64], once: &[f64], twice: &[f64]) -> Option<Vec<f64>> {
    let first = once.iter().zip(start).map(|(a, b)| a - b);
    let first: Vec<f64> = first.collect();
    let turn = twice
        .iter()
        .zip(once)
        .zip(&first)
        .map(|((a, b), r)| a - b - r);
    let turn: Vec<f64> = turn.collect();
    let length = |step: &[f64]| step.iter().map(|d| d * d).sum::<f64>().sqrt();
    let way = (length(&first) / length(&turn)).max(1.0);
    let point = start.iter().zip(&first).zip(&turn);
    let point: Vec<f64> = point
        .map(|((start, r), v)| start + 2.0 * way * r + way * way * v)
        .collect();
    // Not a number where a step did not move.
    point.iter().all(|share| *share > 0.0).then_some(point)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_holds_its_probabilities() {
        for p in [[0.0, 0.0, 1.0], [0.2, 0.32, 0.48], [1.0, 0.0, 0.0]] {
            let middle = middle(bin(&p), 3);
            assert!(
                middle.iter().zip(p).all(|(a, b)| (a - b).abs() < 1e-9),
                "{middle:?}"
            );
        }
        assert!(bin(&[0.5, 0.5, 0.0]) < bins(3));
    }

    #[test]
    fn certain_answers_are_counted() {
        let points = [(vec![1.0, 0.0], 3.0), (vec![0.0, 1.0], 1.0)];
        let shares = maximise(&points, &[0.5, 0.5]);
        assert!((shares[0] - 0.75).abs() < 1e-9);
    }

    #[test]
    fn the_likelihood_is_highest_at_the_answer() {
        let points = [(vec![0.9, 0.1], 6.0), (vec![0.3, 0.7], 4.0)];
        let likelihood = |share: f64| -> f64 {
            points
                .iter()
                .map(|(p, n)| n * (p[0] * share / 0.5 + p[1] * (1.0 - share) / 0.5).ln())
                .sum()
        };
        let found = likelihood(maximise(&points, &[0.5, 0.5])[0]);
        assert!((0..=100).all(|i| likelihood(f64::from(i) / 100.0) <= found + 1e-4));
    }
    #[test]
    fn long_paths_end_where_plain_steps_do() {
        // Answers that say little: plain EM takes thousands of steps.
        let points = [
            (vec![0.36, 0.33, 0.31], 5.0),
            (vec![0.33, 0.35, 0.32], 4.0),
            (vec![0.3, 0.34, 0.36], 3.0),
        ];
        let prior = [1.0 / 3.0; 3];
        let mixture = Mixture::of(&points, &prior);
        let mut plain = prior.to_vec();
        for _ in 0..100_000 {
            plain = mixture.step(&plain);
        }
        for (fast, plain) in maximise(&points, &prior).iter().zip(&plain) {
            assert!((fast - plain).abs() < 1e-4, "{fast} {plain}");
        }
    }
}
