//! Why one sentence gets its classes.

use serde::Serialize;

use super::text::{isolate, render, table};
use crate::clean::dateline;
use crate::evaluate::most_probable;
use crate::features::SentenceKey;
use crate::model::{Model, PlainPredictor};
use crate::{Error, Result};

/// One sentence's classes and the terms that moved them.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The sentence.
    pub text: String,
    /// How many of its words and pairs of words the model knows.
    pub known_terms: usize,
    /// Whether the sentence trained the model: what follows is then memorised.
    pub in_training: bool,
    /// Each head.
    pub heads: Vec<HeadExplanation>,
}

/// One head's part.
#[derive(Debug, Clone, Serialize)]
pub struct HeadExplanation {
    /// The head.
    pub head: String,
    /// The most probable class.
    pub class: String,
    /// Each class with its probability.
    pub probabilities: Vec<(String, f64)>,
    /// The terms that spoke for the class, the strongest first.
    pub for_class: Vec<MovingTerm>,
    /// The terms that spoke against it, the strongest first.
    pub against: Vec<MovingTerm>,
}

/// A term and how it moved a class.
#[derive(Debug, Clone, Serialize)]
pub struct MovingTerm {
    /// `kind:term`.
    pub term: String,
    /// What it adds to the class's score minus the mean of what it adds to the other classes'.
    pub moved: f64,
}

impl Explanation {
    /// Explains a sentence with a model, `limit` terms in each direction.
    ///
    /// # Errors
    /// An empty sentence.
    pub fn of(model: &Model, text: &str, limit: usize) -> Result<Explanation> {
        if text.is_empty() {
            return Err(Error::Insufficient(
                "the sentence is empty: give one, or `-` to read it from standard input".to_owned(),
            ));
        }
        let predictor = PlainPredictor::new(model);
        let statement = &text[dateline(text)..];
        let prediction = predictor.predict(statement);
        let moved = predictor.explain(statement);
        let key = SentenceKey::of(statement, predictor.normaliser());
        let heads = model
            .header
            .task
            .heads
            .iter()
            .zip(model.header.ranges())
            .zip(&prediction.probabilities);
        let heads = heads.map(|((head, range), probabilities)| {
            let class = most_probable(probabilities);
            let lean = |scores: &[f64]| {
                let others = scores.iter().sum::<f64>() - scores[class];
                scores[class] - others / (scores.len() - 1) as f64
            };
            let mut terms: Vec<MovingTerm> = moved
                .iter()
                .map(|term| MovingTerm {
                    term: model.terms()[term.term].to_string(),
                    moved: lean(&term.scores[range.clone()]),
                })
                .collect();
            terms.sort_by(|a, b| b.moved.total_cmp(&a.moved));
            let against = terms
                .iter()
                .rev()
                .take_while(|term| term.moved < 0.0)
                .take(limit)
                .cloned()
                .collect();
            let for_class = terms
                .into_iter()
                .take_while(|term| term.moved > 0.0)
                .take(limit)
                .collect();
            HeadExplanation {
                head: head.name.clone(),
                class: head.classes[class].name.clone(),
                probabilities: head
                    .classes
                    .iter()
                    .map(|class| class.name.clone())
                    .zip(probabilities.iter().copied())
                    .collect(),
                for_class,
                against,
            }
        });
        Ok(Explanation {
            text: text.to_owned(),
            known_terms: prediction.known_terms,
            in_training: model.header.trained_on(key),
            heads: heads.collect(),
        })
    }

    /// The explanation for the terminal.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", isolate(&self.text));
        if self.known_terms == 0 {
            text.push_str("warning: the model knows none of its words; what follows is a guess\n");
        }
        if self.in_training {
            text.push_str(
                "warning: this sentence trained the model; what follows is memorised, `classify` gives the out-of-fold answer\n",
            );
        }
        for head in &self.heads {
            let probabilities = head
                .probabilities
                .iter()
                .map(|(class, p)| format!("{} {p:.2}", isolate(class)));
            let probabilities: Vec<String> = probabilities.collect();
            text.push_str(&format!(
                "\n{}: {}  ({})\n",
                head.head,
                isolate(&head.class),
                probabilities.join(", ")
            ));
            let mut terms = table(&["  for", "", "  against", ""], 4);
            for index in 0..head.for_class.len().max(head.against.len()) {
                let cells = |terms: &[MovingTerm]| {
                    let cell = |term: &MovingTerm| {
                        [
                            format!("  {}", isolate(&term.term)),
                            format!("{:+.2}", term.moved),
                        ]
                    };
                    terms
                        .get(index)
                        .map_or_else(|| [String::new(), String::new()], cell)
                };
                terms.add_row([cells(&head.for_class), cells(&head.against)].concat());
            }
            text.push_str(&render(&terms));
        }
        text
    }
}
