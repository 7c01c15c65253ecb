//! From labels to answers: the same bytes whatever the machine does, and no answer from memory.

mod common;

use std::fs;

use common::{Folder, HEADER, TASK, rows};
use stance::annotate::{Annotated, Annotator};
use stance::document::Sentence;
use stance::labels::{self, LabelParams, Labels};
use stance::model::{Model, Predictor};
use stance::train::{self, FoldChoice, TrainParams};

/// The labels of these rows, in one file or several.
fn read(files: &[&[String]]) -> Labels {
    let folder = Folder::empty();
    folder.write("labels/task.toml", TASK);
    for (number, rows) in files.iter().enumerate() {
        folder.write(
            &format!("labels/{number}.csv"),
            format!("{HEADER}{}", rows.concat()),
        );
    }
    labels::read(&folder.path("labels"), &LabelParams::default()).unwrap()
}

fn fit(rows: &[String], params: &TrainParams) -> Model {
    train::train(&read(&[rows]), params, &|_, _| {}).unwrap()
}

/// A fixed penalty: nothing is chosen by the labels.
fn fixed(folds: FoldChoice) -> TrainParams {
    TrainParams {
        l2: Some(1.0),
        folds,
        ..TrainParams::default()
    }
}

fn row(document: &str, n: usize, text: &str, class: &str, origin: &str) -> String {
    format!("{document},{n},{text},body,{class},{origin}\n")
}

/// A sentence as it comes out of this document.
fn annotate(model: &Model, document: &str, text: &str) -> Annotated {
    let sentence = Sentence {
        n: 1,
        end: text.len(),
        text: text.to_owned(),
        ..Sentence::default()
    };
    Annotator::new(model).annotate(document, sentence)
}

/// Two fits of the same problem, each with a relative gap of 1e-6 at most, differ a little.
fn assert_near(found: &[f64], expected: &[f64]) {
    let far = found
        .iter()
        .zip(expected)
        .any(|(a, b)| (a - b).abs() > 1e-3);
    assert!(!far, "found {found:?}, expected {expected:?}");
}

/// The same but for calibration, which raises the odds of a fold to one power: two fits of the same
/// problem, each with a relative gap of 1e-6 at most, differ a little.
fn assert_sharpened(found: &[f64], unseen: &[f64], sharpness: &mut Option<f64>) {
    let odds = |p: &[f64], a: usize, b: usize| (p[a] / p[b]).ln();
    let pairs = [(0, 1), (1, 2), (0, 2)];
    let size = |&(a, b): &(usize, usize)| odds(unseen, a, b).abs();
    let (a, b) = pairs
        .into_iter()
        .max_by(|x, y| size(x).total_cmp(&size(y)))
        .expect("three pairs of classes");
    let power = *sharpness.get_or_insert(odds(found, a, b) / odds(unseen, a, b));
    let powers: Vec<f64> = unseen.iter().map(|p| p.powf(power)).collect();
    let sum: f64 = powers.iter().sum();
    let expected: Vec<f64> = powers.iter().map(|p| p / sum).collect();
    assert_near(found, &expected);
}

#[test]
fn a_saved_model_predicts_the_same() {
    let folder = Folder::empty();
    let model = fit(&rows(), &TrainParams::default());
    model.save(&folder.path("m.stance")).unwrap();
    let loaded = Model::load(&folder.path("m.stance")).unwrap();
    let text = fs::read_to_string(folder.path("m.stance")).unwrap();
    assert!(loaded.to_text() == text && loaded == model);
    let (before, after) = (Predictor::new(&model), Predictor::new(&loaded));
    for text in [
        "يطالب الشعب برحيل القوات",
        "حَذَّرَ الوَزِيرُ مِنَ الفَراغِ",
        "nothing known",
        "",
    ] {
        assert_eq!(before.predict(text), after.predict(text));
    }
}

#[test]
fn threads_do_not_show_in_the_model() {
    let train = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| fit(&rows(), &TrainParams::default()).to_text())
    };
    assert!(train(1) == train(2));
}

#[test]
fn the_order_of_rows_and_files_does_not_show_in_the_model() {
    let mut rows = rows();
    // Two rows that differ in nothing but their origin, and two in nothing but their class.
    rows.push(row(
        "d0.txt",
        9,
        "يطالب الحزب برحيل القوات",
        "supports",
        "authored",
    ));
    rows.push(row(
        "d0.txt",
        9,
        "يطالب الحزب برحيل القوات",
        "supports",
        "seed",
    ));
    rows.push(row(
        "d0.txt",
        9,
        "يطالب الحزب برحيل القوات",
        "neutral",
        "seed",
    ));
    let model = fit(&rows, &TrainParams::default()).to_text();
    let mut shuffled = rows.clone();
    for seed in 0..3 {
        stance::random::Random::new(seed, 0).shuffle(&mut shuffled);
        assert!(
            fit(&shuffled, &TrainParams::default()).to_text() == model,
            "seed {seed}"
        );
    }
    let (first, second) = shuffled.split_at(11);
    let labels = read(&[first, second]);
    assert_eq!(labels.files.len(), 2);
    let split = train::train(&labels, &TrainParams::default(), &|_, _| {}).unwrap();
    assert!(split.to_text() == model);
}

#[test]
fn a_sentence_that_trained_gets_its_out_of_fold_answer() {
    let all = rows();
    let model = fit(&all, &fixed(FoldChoice::Auto));
    for document in ["d0.txt", "d2.txt"] {
        let (held_out, others): (Vec<String>, Vec<String>) = all
            .iter()
            .cloned()
            .partition(|row| row.starts_with(document));
        let blind = Predictor::new(&fit(&others, &fixed(FoldChoice::None)));
        let memory = Predictor::new(&model);
        let mut sharpness = None;
        for row in held_out {
            let fields: Vec<&str> = row.split(',').collect();
            let found = annotate(&model, document, fields[2]);
            assert!(found.in_training && !found.memorised);
            let label = model.header.task.heads[0].class(fields[4]);
            assert_eq!(
                (found.heads[0].label, found.heads[0].answer()),
                (label, label.unwrap())
            );
            let unseen = blind.predict(fields[2]).probabilities[0].clone();
            assert_sharpened(&found.heads[0].probabilities, &unseen, &mut sharpness);
            let memorised = &memory.predict(fields[2]).probabilities[0];
            let own = label.unwrap();
            assert!(memorised[own] > found.heads[0].probabilities[own], "{row}");
        }
    }
}

#[test]
fn a_label_is_kept_where_the_model_disagrees() {
    let mut rows = rows();
    let text = "يطالب المتحدث بانسحاب القوات الأجنبية فورا";
    rows.push(row("d1.txt", 9, text, "opposes", "seed"));
    let found = annotate(&fit(&rows, &fixed(FoldChoice::Auto)), "d1.txt", text);
    let head = &found.heads[0];
    assert_eq!((head.class, head.label, head.answer()), (0, Some(2), 2));
}

#[test]
fn an_unseen_sentence_is_the_models_own_answer() {
    let model = fit(&rows(), &TrainParams::default());
    let text = "يطالب النائب برحيل القوات";
    let found = annotate(&model, "d0.txt", text);
    assert!(!found.in_training && !found.memorised);
    assert_eq!(found.heads[0].label, None);
    let predicted = Predictor::new(&model).predict(text);
    assert_eq!(found.heads[0].probabilities[..], predicted.probabilities[0]);
}

#[test]
fn without_folds_a_training_sentence_is_marked_as_memorised() {
    let model = fit(&rows(), &fixed(FoldChoice::None));
    let found = annotate(
        &model,
        "d0.txt",
        "يطالب البرلمان بانسحاب القوات الأجنبية فورا",
    );
    assert!(found.in_training && found.memorised);
}

#[test]
fn an_authored_sentence_trains_and_is_in_no_score() {
    let mut rows = rows();
    let authored = "يرحب المتحدث بخروج آخر جندي";
    rows.push(row("authored-1", 1, authored, "supports", "authored"));
    let labels = read(&[&rows]);
    let evaluation =
        train::cross_validated_scores(&labels, &fixed(FoldChoice::Auto), false, &|_, _| {})
            .unwrap();
    assert_eq!(
        (evaluation.heads[0].sentences, evaluation.heads[0].documents),
        (24, 4)
    );
    assert_eq!(evaluation.left_out.authored, 1);

    let model = train::train(&labels, &fixed(FoldChoice::Auto), &|_, _| {}).unwrap();
    let held_out = model.header.heads[0].out_of_fold.as_ref().unwrap();
    assert_eq!(
        (held_out.sentences.len(), held_out.confusion.total()),
        (24, 24)
    );
    assert!(!held_out.documents.iter().any(|name| name == "authored-1"));
    assert_eq!(model.header.heads[0].examples.iter().sum::<u64>(), 25);

    let found = annotate(&model, "authored-1", authored);
    assert!(found.in_training && found.memorised);
    assert_eq!(found.heads[0].label, None);
    let scores = stance::annotate::score(&model, &labels, &[], 0).unwrap();
    assert_eq!(
        (scores.heads[0].sentences, scores.left_out.authored),
        (24, 1)
    );
}

#[test]
fn furniture_trains_no_head() {
    let mut with = rows();
    with.push("d0.txt,9,اقرأ أيضا عن القوات,boilerplate,opposes,seed\n".to_owned());
    let (with, without) = (
        fit(&with, &TrainParams::default()),
        fit(&rows(), &TrainParams::default()),
    );
    assert_eq!(with.terms(), without.terms());
    assert_eq!(with.header.heads, without.header.heads);
    assert_eq!(
        (
            with.header.training.boilerplate,
            without.header.training.boilerplate
        ),
        (1, 0)
    );
}

/// The same sentence in another document, spelt with marks: it would teach its own label.
#[test]
fn a_sentence_of_two_documents_never_trains_while_either_is_held_out() {
    let (plain, marked) = (
        "أعلن المتحدث موقفا جديدا من القوات",
        "أعلنَ المُتحدّثُ موقفاً جديداً من القوّات",
    );
    let mut all = rows();
    all.push(row("d0.txt", 9, plain, "opposes", "seed"));
    all.push(row("d3.txt", 9, marked, "opposes", "seed"));
    let model = fit(&all, &fixed(FoldChoice::Auto));
    for (document, text, copy) in [("d0.txt", plain, marked), ("d3.txt", marked, plain)] {
        let mut blind: Vec<String> = all.clone();
        blind.retain(|row| !row.starts_with(document));
        let with_copy = Predictor::new(&fit(&blind, &fixed(FoldChoice::None))).predict(text);
        blind.retain(|row| !row.contains(copy));
        let expected = Predictor::new(&fit(&blind, &fixed(FoldChoice::None))).predict(text);
        let found = annotate(&model, document, text);
        assert!(found.in_training);
        let (found, unseen) = (&found.heads[0].probabilities, &expected.probabilities[0]);
        assert_sharpened(found, unseen, &mut None);
        assert!(with_copy.probabilities[0][2] > expected.probabilities[0][2] + 0.05);
    }
}
