//! The terms that weigh most for each class.

use serde::Serialize;

use super::text::{isolate, render, table};
use crate::features::{FEATURE_KINDS, FeatureKind};
use crate::model::Model;

/// The strongest terms of one kind for one class.
#[derive(Debug, Clone, Serialize)]
pub struct ClassTerms {
    /// The head.
    pub head: String,
    /// The class.
    pub class: String,
    /// `word`, `char` or `cue`.
    pub kind: &'static str,
    /// The strongest first.
    pub terms: Vec<WeightedTerm>,
}

/// A term and its weight.
#[derive(Debug, Clone, Serialize)]
pub struct WeightedTerm {
    /// The term.
    pub term: String,
    /// Its weight for the class, above zero.
    pub weight: f32,
}

/// For each head, class and kind, the `limit` terms with the greatest weights above zero.
pub fn strongest_terms(model: &Model, limit: usize) -> Vec<ClassTerms> {
    let mut all = Vec::new();
    for (head, range) in model.header.task.heads.iter().zip(model.header.ranges()) {
        for (class, output) in head.classes.iter().zip(range) {
            for kind in FEATURE_KINDS.into_iter().rev() {
                let terms = strongest(model, kind, output, limit);
                all.push(ClassTerms {
                    head: head.name.clone(),
                    class: class.name.clone(),
                    kind: kind.name(),
                    terms,
                });
            }
        }
    }
    all
}

fn strongest(model: &Model, kind: FeatureKind, output: usize, limit: usize) -> Vec<WeightedTerm> {
    let weight = |term: usize| model.weights(term)[output];
    let mut terms: Vec<usize> = (0..model.terms().len())
        .filter(|&term| model.terms()[term].kind == kind && weight(term) > 0.0)
        .collect();
    // A stable sort: equal weights stay in the order of their terms.
    terms.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)));
    terms.truncate(limit);
    terms
        .into_iter()
        .map(|term| WeightedTerm {
            term: model.terms()[term].text.clone(),
            weight: weight(term),
        })
        .collect()
}

/// The strongest terms as a table; blanks inside character n-grams are shown as `·`.
pub fn term_table(terms: &[ClassTerms]) -> String {
    let mut rows = table(&["head", "class", "kind", "strongest terms (weight)"], 4);
    for group in terms.iter().filter(|group| !group.terms.is_empty()) {
        let term = |term: &WeightedTerm| {
            let text = if group.kind == "char" {
                term.term.replace(' ', "·")
            } else {
                term.term.clone()
            };
            format!("{} ({:.2})", isolate(&text), term.weight)
        };
        let terms: Vec<String> = group.terms.iter().map(term).collect();
        rows.add_row(vec![
            group.head.clone(),
            isolate(&group.class),
            group.kind.to_owned(),
            terms.join("  "),
        ]);
    }
    format!("\n{}", render(&rows))
}
