//! How far the documents of a run are from the labels that the model learnt from.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::annotate::Annotated;
use crate::language::bytes::word_count;
use crate::model::{Model, OutOfFold};
use crate::report::{count, isolate, percent};

/// Known words that are fewer than this share of those in the labels make a note.
const FAMILIAR: f64 = 0.8;

/// Shares that differ by more than this beyond chance make a note.
const SHIFT: f64 = 0.1;

/// Vocabulary and class shares of a run beside those of the labels.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Drift {
    /// Words and pairs of words that the model knows, to a word of the text, over the sentences that
    /// did not train it; none without any.
    pub known_terms_per_word: Option<f64>,
    /// The same for held-out labelled sentences; none where that was not measured.
    pub labels_known_terms_per_word: Option<f64>,
    /// Each head.
    pub heads: Vec<HeadDrift>,
    #[serde(skip)]
    known: usize,
    #[serde(skip)]
    words: usize,
    #[serde(skip)]
    counts: Vec<Vec<u64>>,
    #[serde(skip)]
    abstained: Vec<u64>,
}

/// One head's answers in a run beside those for the labels.
#[derive(Debug, Clone, Serialize)]
pub struct HeadDrift {
    /// Name of the head.
    pub head: String,
    /// Share of the sentences predicted in each class.
    pub predicted: BTreeMap<String, f64>,
    /// The same for the labelled sentences, out-of-fold; none where that was not measured.
    pub labels_predicted: Option<BTreeMap<String, f64>>,
    /// Half the sum of the differences, from 0 to 1.
    pub total_variation: Option<f64>,
    /// Whether that is far more than chance.
    pub shifted: bool,
    /// Answers below the probability asked for: left out of the shares.
    pub abstained: u64,
}

impl Drift {
    /// Counts the sentences of a document; those in another language than it are left out.
    pub(super) fn add(&mut self, sentences: &[Annotated]) {
        for annotated in sentences
            .iter()
            .filter(|annotated| !annotated.sentence.foreign)
        {
            if !annotated.in_training {
                self.known += annotated.known_terms;
                self.words += word_count(annotated.sentence.statement());
            }
            for (head, annotation) in annotated.heads.iter().enumerate() {
                if self.counts.len() <= head {
                    self.counts.push(vec![0; annotation.probabilities.len()]);
                    self.abstained.push(0);
                }
                self.counts[head][annotation.class] += 1;
                self.abstained[head] += u64::from(!annotation.answers());
            }
        }
    }

    /// Compares with the model's labels.
    pub(super) fn finish(&mut self, model: &Model) {
        let header = &model.header;
        self.known_terms_per_word = (self.words > 0).then(|| self.known as f64 / self.words as f64);
        self.labels_known_terms_per_word = header.training.known_terms_per_word;
        let heads = header.task.heads.iter().zip(&header.heads);
        let counted = self.counts.iter().zip(&self.abstained);
        self.heads = heads
            .zip(counted)
            .map(|((head, trained), (counts, abstained))| {
                let labels = trained.out_of_fold.as_ref().map(predicted);
                let compared = labels.as_ref().map(|labels| compare(counts, labels));
                HeadDrift {
                    head: head.name.clone(),
                    predicted: shares(&head.class_names(), counts),
                    labels_predicted: labels.map(|labels| shares(&head.class_names(), &labels)),
                    total_variation: compared.map(|(distance, _)| distance),
                    shifted: compared.is_some_and(|(distance, chance)| distance > SHIFT + chance),
                    abstained: *abstained,
                }
            })
            .collect();
    }

    /// What a reader should know, a line each.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for head in self.heads.iter().filter(|head| head.abstained > 0) {
            notes.push(format!(
                "  {} answers of {} are below --abstain: left out of the shares",
                count(head.abstained),
                isolate(&head.head)
            ));
        }
        if let (Some(here), Some(labels)) =
            (self.known_terms_per_word, self.labels_known_terms_per_word)
            && here < FAMILIAR * labels
        {
            notes.push(format!(
                "  drift: the model knows {here:.2} words and pairs to a word of these texts, {labels:.2} in held-out \
                 labelled ones: label some sentences of this corpus"
            ));
        }
        for head in self.heads.iter().filter(|head| head.shifted) {
            notes.push(format!(
                "  drift: the {} answers differ from those for the labelled sentences by {} (total variation): news, or a \
                 model out of its depth: label some sentences of this corpus to tell",
                isolate(&head.head),
                percent(head.total_variation.unwrap_or_default())
            ));
        }
        notes
    }
}

/// How many labelled sentences were predicted in each class.
fn predicted(held_out: &OutOfFold) -> Vec<u64> {
    let classes = 0..held_out.confusion.classes();
    classes
        .map(|class| held_out.confusion.predicted(class))
        .collect()
}

fn shares(classes: &[&str], counts: &[u64]) -> BTreeMap<String, f64> {
    let total = counts.iter().sum::<u64>().max(1) as f64;
    let share = |(class, n): (&&str, &u64)| ((*class).to_owned(), *n as f64 / total);
    classes.iter().zip(counts).map(share).collect()
}

/// The total variation `½ Σ_c |p_c − q_c|` of two lists of counts, and the sum of the standard errors of
/// the differences `√(r_c (1 − r_c) (1/n + 1/m))`, which is 2.5 times what chance makes of equal shares.
fn compare(here: &[u64], there: &[u64]) -> (f64, f64) {
    let [n, m] = [here, there].map(|counts| counts.iter().sum::<u64>().max(1) as f64);
    let pairs = here.iter().zip(there).map(|(&a, &b)| (a as f64, b as f64));
    let distance = pairs
        .clone()
        .map(|(a, b)| (a / n - b / m).abs())
        .sum::<f64>()
        / 2.0;
    let error = |(a, b): (f64, f64)| {
        let pooled = (a + b) / (n + m);
        (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt()
    };
    (distance, pairs.map(error).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_and_chance_are_the_formulas() {
        // By hand: shares .5/.5 and .9/.1: distance .4; pooled .7: √(.21 · .02) twice.
        let (distance, chance) = compare(&[50, 50], &[90, 10]);
        assert!((distance - 0.4).abs() < 1e-12);
        assert!((chance - 2.0 * (0.21_f64 * 0.02).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn few_sentences_are_no_drift() {
        let (distance, chance) = compare(&[2, 1], &[50, 50]);
        assert!(distance < SHIFT + chance);
        let (distance, chance) = compare(&[200, 100], &[100, 200]);
        assert!(distance > SHIFT + chance);
    }
}
