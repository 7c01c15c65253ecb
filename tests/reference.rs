//! The numbers of scikit-learn: see `tests/reference/README.md`.

use std::collections::BTreeMap;

use serde::Deserialize;
use stance::features::sparse::SparseRows;
use stance::features::{Counts, Extractor, FeatureKind, FeatureParams, TermFrequency, Tfidf};
use stance::model::logistic::Logistic;
use stance::train::estimator::{LogisticParams, Solver, fit};
use stance::train::problem::{ClassWeight, Problem};

#[derive(Deserialize)]
struct Fixture {
    problems: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    classes: usize,
    columns: usize,
    rows: Vec<Vec<(u32, f32)>>,
    labels: Vec<usize>,
    sample_weights: Vec<f32>,
    fits: Vec<Fitted>,
}

#[derive(Deserialize)]
struct Fitted {
    l2: f64,
    balanced: bool,
    sample_weights: bool,
    weights: Vec<Vec<f64>>,
    intercepts: Vec<f64>,
}

fn check(example: &Example, expected: &Fitted, solver: Solver) {
    let rows = SparseRows::from_rows(example.columns, &example.rows).unwrap();
    let weights = expected
        .sample_weights
        .then_some(&example.sample_weights[..]);
    let class_weight = match expected.balanced {
        true => ClassWeight::Balanced,
        false => ClassWeight::None,
    };
    let labels = &example.labels;
    let problem = Problem::new(&rows, labels, example.classes, weights, class_weight).unwrap();
    let params = LogisticParams {
        solver,
        l2: expected.l2,
        tolerance: 1e-13,
        ..LogisticParams::default()
    };
    let fitted = fit(&problem, &params, None).unwrap().model;
    let distance = distance(&fitted, expected);
    assert!(
        distance < 1e-6,
        "{distance:e} from scikit-learn: {solver:?}, {} classes, l2 {}, balanced {}, weights {}",
        example.classes,
        expected.l2,
        expected.balanced,
        expected.sample_weights
    );
}

fn distance(fitted: &Logistic, expected: &Fitted) -> f64 {
    let fitted = fitted.weights().iter().chain(fitted.intercepts());
    let expected = expected
        .weights
        .iter()
        .flatten()
        .chain(&expected.intercepts);
    let distances = fitted.zip(expected).map(|(a, b)| (a - b).abs());
    distances.fold(0.0, f64::max)
}

fn examples() -> Vec<Example> {
    let fixture: Fixture = serde_json::from_str(include_str!("reference/logistic.json")).unwrap();
    fixture.problems
}

#[test]
fn newton_finds_the_weights_of_scikit_learn() {
    for example in examples() {
        assert_eq!(example.fits.len(), 12);
        for expected in &example.fits {
            check(&example, expected, Solver::Newton);
        }
    }
}

#[test]
fn linfa_finds_the_weights_of_scikit_learn() {
    for example in examples() {
        let unweighted = |fit: &&Fitted| !fit.balanced && !fit.sample_weights;
        for expected in example.fits.iter().filter(unweighted) {
            check(&example, expected, Solver::Linfa);
        }
    }
}

#[derive(Deserialize)]
struct TfidfFixture {
    sentences: Vec<String>,
    tfidf: Vec<Blocks>,
}

#[derive(Deserialize)]
struct Blocks {
    min_df: u32,
    words: Block,
    characters: Block,
}

#[derive(Deserialize)]
struct Block {
    idf: BTreeMap<String, f64>,
    rows: Vec<BTreeMap<String, f64>>,
}

/// Holds one kind's terms, idf and values against the fixture's.
fn check_tfidf(sentences: &[String], min_df: u32, kind: FeatureKind, expected: &Block) {
    let params = FeatureParams {
        min_df,
        tf: TermFrequency::Sublinear,
        char_weight: 1.0,
        word_weight: 1.0,
        ..FeatureParams::default()
    };
    let params = params.only(&[kind]);
    let extractor = Extractor::new(&params, &Default::default());
    let counts = Counts::of(sentences.iter().map(String::as_str), &extractor);
    let rows: Vec<usize> = (0..sentences.len()).collect();
    let tfidf = Tfidf::fit(&counts, &rows, &params);
    let terms: Vec<&str> = tfidf
        .terms(&counts)
        .map(|term| term.text.as_str())
        .collect();
    assert_eq!(terms, expected.idf.keys().collect::<Vec<_>>());
    for (idf, expected) in tfidf.idf().iter().zip(expected.idf.values()) {
        assert!((f64::from(*idf) - expected).abs() < 1e-6);
    }
    let matrix = tfidf.transform(&counts, &rows).unwrap();
    for (row, expected) in matrix.iter().zip(&expected.rows) {
        let found: BTreeMap<&str, f64> = row
            .iter()
            .map(|(column, value)| (terms[column], value))
            .collect();
        assert!(found.keys().eq(expected.keys()), "{found:?}");
        for (term, value) in expected {
            assert!(
                (found[term.as_str()] - value).abs() < 1e-6,
                "{term}: {} not {value}",
                found[term.as_str()]
            );
        }
    }
}

#[test]
fn tfidf_values_are_those_of_scikit_learn() {
    let fixture: TfidfFixture = serde_json::from_str(include_str!("reference/tfidf.json")).unwrap();
    for blocks in &fixture.tfidf {
        check_tfidf(
            &fixture.sentences,
            blocks.min_df,
            FeatureKind::Word,
            &blocks.words,
        );
        check_tfidf(
            &fixture.sentences,
            blocks.min_df,
            FeatureKind::Char,
            &blocks.characters,
        );
    }
}
