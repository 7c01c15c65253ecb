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

/// EM from the prior until no share moves by 1e-6, or 2,000 steps.
pub fn maximise(points: &[(Vec<f64>, f64)], prior: &[f64]) -> Vec<f64> {
    let classes = prior.len();
    let total: f64 = points.iter().map(|(_, count)| count).sum();
    // Likelihoods: what a probability is for the prior that it supposes.
    let likelihoods: Vec<f64> = points
        .iter()
        .flat_map(|(probabilities, _)| probabilities.iter().zip(prior))
        .map(|(p, prior)| p / prior.max(1e-9))
        .collect();
    let mut shares = prior.to_vec();
    for _ in 0..2000 {
        let mut factors = vec![0.0; classes];
        for (of_point, (_, count)) in likelihoods.chunks_exact(classes).zip(points) {
            let sum: f64 = of_point
                .iter()
                .zip(&shares)
                .map(|(l, share)| l * share)
                .sum();
            if sum > 0.0 {
                let weight = count / sum;
                let factors = factors.iter_mut().zip(of_point);
                factors.for_each(|(factor, likelihood)| *factor += weight * likelihood);
            }
        }
        let mut moved = 0.0f64;
        for (share, factor) in shares.iter_mut().zip(factors) {
            let next = *share * factor / total;
            moved = moved.max((next - *share).abs());
            *share = next;
        }
        if moved < 1e-6 {
            break;
        }
    }
    shares
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
}
