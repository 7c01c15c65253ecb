//! Sentences and bytes a second of each stage on one core, over the labelled sentences of the repository.
//!
//! `cargo bench --bench throughput`, or with the name of one stage behind `--`.

use std::path::Path;
use std::sync::LazyLock;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use stance::clean::CleanParams;
use stance::document::Document;
use stance::features::{Counts, Extractor, Normaliser, Tokens};
use stance::labels::{self, LabelParams, Labels};
use stance::model::{Model, PlainPredictor, Prediction, Predictor};
use stance::read::{ReadParams, documents};
use stance::segment::{Unit, segment};
use stance::train::{self, FoldChoice, TrainParams};

const MODEL: &str = "models/withdrawal.stance";

static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    labels::read(Path::new("labels"), &LabelParams::default()).expect("the repository has labels")
});

static SHIPPED: LazyLock<Model> =
    LazyLock::new(|| Model::load(Path::new(MODEL)).expect("the repository has a model"));

fn main() {
    divan::main();
}

fn texts() -> Vec<&'static str> {
    LABELS
        .examples
        .iter()
        .map(|example| &*example.text)
        .collect()
}

/// Times `stage` on every sentence.
fn each(bencher: Bencher<'_, '_>, mut stage: impl FnMut(&str)) {
    let texts = texts();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    bencher
        .counter(ItemsCount::new(texts.len()))
        .counter(BytesCount::new(bytes))
        .bench_local(|| texts.iter().for_each(|text| stage(black_box(text))));
}

#[divan::bench]
fn fold(bencher: Bencher<'_, '_>) {
    let normaliser = Normaliser::new(&Default::default());
    let mut folded = String::new();
    each(bencher, |text| {
        folded.clear();
        normaliser.normalise_into(text, &mut folded);
    });
}

#[divan::bench]
fn split(bencher: Bencher<'_, '_>) {
    let seeds: Vec<Document> = documents(Path::new("seeds"), &ReadParams::default())
        .expect("the repository has articles")
        .flatten()
        .collect();
    let bytes: usize = seeds.iter().map(|seed| seed.text.len()).sum();
    let cut = |seed: &Document| segment(seed, Unit::Sentence, &CleanParams::default());
    let sentences: usize = seeds.iter().map(|seed| cut(seed).sentences.len()).sum();
    bencher
        .counter(ItemsCount::new(sentences))
        .counter(BytesCount::new(bytes))
        .bench_local(|| seeds.iter().map(cut).map(black_box).for_each(drop));
}

#[divan::bench]
fn tokens(bencher: Bencher<'_, '_>) {
    let normaliser = Normaliser::new(&Default::default());
    let mut tokens = Tokens::default();
    each(bencher, |text| tokens.read(text, &normaliser));
}

#[divan::bench]
fn features(bencher: Bencher<'_, '_>) {
    let header = &SHIPPED.header;
    let extractor = Extractor::new(&header.features, &header.task.cues);
    each(bencher, |text| {
        extractor.extract(text, |_, term| {
            black_box(term);
        });
    });
}

#[divan::bench]
fn predict(bencher: Bencher<'_, '_>) {
    let predictor = Predictor::new(&SHIPPED);
    let (mut scratch, mut prediction) = (predictor.scratch(), Prediction::default());
    each(bencher, |text| {
        predictor.predict_into(text, &mut scratch, &mut prediction);
    });
}

#[divan::bench]
fn predict_plainly(bencher: Bencher<'_, '_>) {
    let predictor = PlainPredictor::new(&SHIPPED);
    each(bencher, |text| drop(black_box(predictor.predict(text))));
}

#[divan::bench]
fn load(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| Model::load(Path::new(MODEL)));
}

#[divan::bench]
fn compile(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| Predictor::new(&SHIPPED));
}

#[divan::bench]
fn count(bencher: Bencher<'_, '_>) {
    let texts = texts();
    let header = &SHIPPED.header;
    let extractor = Extractor::new(&header.features, &header.task.cues);
    bencher
        .counter(ItemsCount::new(texts.len()))
        .bench_local(|| Counts::of(texts.iter().copied(), &extractor));
}

#[divan::bench(sample_count = 5)]
fn train(bencher: Bencher<'_, '_>) {
    let params = TrainParams {
        l2: Some(1.0),
        folds: FoldChoice::None,
        ..TrainParams::default()
    };
    bencher
        .counter(ItemsCount::new(LABELS.examples.len()))
        .bench_local(|| train::train(&LABELS, &params, &|_, _| {}));
}
