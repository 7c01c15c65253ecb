//! Why one sentence gets its classes.

use serde::Serialize;

use super::text::{isolate, render, table};
use crate::clean::dateline;
use crate::evaluate::most_probable;
use crate::features::SentenceKey;
use crate::model::{Model, Moved, PlainPredictor};
use crate::task::Head;
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
        let heads = model.header.task.heads.iter().zip(model.header.ranges());
        let heads = heads.zip(&prediction.probabilities);
        let heads = heads.map(|((head, range), probabilities)| {
            let class = most_probable(probabilities);
            let term = |moved: &Moved| MovingTerm {
                term: model.terms()[moved.term].to_string(),
                moved: lean(&moved.scores[range.clone()], class),
            };
            let terms = moved.iter().map(term).collect();
            HeadExplanation::of(head, probabilities, class, terms, limit)
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
            text.push_str(&head.to_text());
        }
        text
    }
}

/// What a term adds to a class minus the mean of what it adds to the others.
pub(super) fn lean(scores: &[f64], class: usize) -> f64 {
    let others = scores.iter().sum::<f64>() - scores[class];
    scores[class] - others / (scores.len() - 1).max(1) as f64
}

impl HeadExplanation {
    fn of(
        head: &Head,
        probabilities: &[f64],
        class: usize,
        mut terms: Vec<MovingTerm>,
        limit: usize,
    ) -> HeadExplanation {
        terms.sort_by(|a, b| b.moved.total_cmp(&a.moved));
        let strongest = terms.iter().take_while(|term| term.moved > 0.0);
        let weakest = terms.iter().rev().take_while(|term| term.moved < 0.0);
        let names = head.classes.iter().map(|class| class.name.clone());
        HeadExplanation {
            head: head.name.clone(),
            class: head.classes[class].name.clone(),
            probabilities: names.zip(probabilities.iter().copied()).collect(),
            for_class: strongest.take(limit).cloned().collect(),
            against: weakest.take(limit).cloned().collect(),
        }
    }

    fn to_text(&self) -> String {
        let probabilities = self.probabilities.iter();
        let probabilities: Vec<String> = probabilities
            .map(|(class, p)| format!("{} {p:.2}", isolate(class)))
            .collect();
        let mut terms = table(&["  for", "", "  against", ""], 4);
        for index in 0..self.for_class.len().max(self.against.len()) {
            let sides = [&self.for_class, &self.against];
            terms.add_row(sides.map(|terms| cells(terms.get(index))).concat());
        }
        format!(
            "\n{}: {}  ({})\n{}",
            self.head,
            isolate(&self.class),
            probabilities.join(", "),
            render(&terms)
        )
    }
}

/// A term and what it moved; empty where there are no more.
fn cells(term: Option<&MovingTerm>) -> [String; 2] {
    term.map_or_else(Default::default, |term| {
        [
            format!("  {}", isolate(&term.term)),
            format!("{:+.2}", term.moved),
        ]
    })
}
