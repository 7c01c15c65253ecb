//! The numbers of QuaPy: see `tests/reference/README.md`.

use serde::Deserialize;
use stance::estimate::emq::maximise;
use stance::estimate::simplex::{Matrix, simplex};

#[derive(Deserialize)]
struct Fixture {
    adjusted: Vec<Adjusted>,
    maximised: Vec<Maximised>,
}

#[derive(Deserialize)]
struct Adjusted {
    confusion: Vec<Vec<f64>>,
    observed: Vec<f64>,
    shares: Vec<f64>,
}

#[derive(Deserialize)]
struct Maximised {
    prior: Vec<f64>,
    probabilities: Vec<Vec<f64>>,
    shares: Vec<f64>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("reference/quantification.json")).unwrap()
}

/// QuaPy's minimiser stops some 1e-3 from the optimum.
fn assert_near(found: &[f64], expected: &[f64]) {
    let far = found
        .iter()
        .zip(expected)
        .any(|(a, b)| (a - b).abs() > 2e-3);
    assert!(
        !far && found.len() == expected.len(),
        "{found:?}, expected {expected:?}"
    );
}

#[test]
fn confusion_matrices_are_undone_as_in_quapy() {
    for case in fixture().adjusted {
        let matrix = Matrix {
            columns: case.confusion.len(),
            values: case.confusion.concat(),
        };
        assert_near(&simplex(&matrix, &case.observed), &case.shares);
    }
}

#[test]
fn priors_are_maximised_as_in_quapy() {
    for case in fixture().maximised {
        let points: Vec<(Vec<f64>, f64)> =
            case.probabilities.into_iter().map(|p| (p, 1.0)).collect();
        assert_near(&maximise(&points, &case.prior), &case.shares);
    }
}
