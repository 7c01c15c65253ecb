//! The compiled predictor answers as the plain one does.

mod common;

use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};

use proptest::prelude::*;
use stance::evaluate::most_probable;
use stance::features::{FeatureKind, FeatureParams, TermFrequency};
use stance::labels::{self, LabelParams, Labels};
use stance::model::{Model, PlainPredictor, Prediction, Predictor, Scratch};
use stance::task::Lexicon;
use stance::train::{self, FoldChoice, TrainParams};

/// One model in both forms; the memory of the compiled one is used for text after text.
struct Pair {
    plain: PlainPredictor,
    compiled: Predictor,
    scratch: Scratch,
}

impl Pair {
    fn new(model: &Model) -> Pair {
        let compiled = Predictor::new(model);
        Pair {
            plain: PlainPredictor::new(model),
            scratch: compiled.scratch(),
            compiled,
        }
    }

    fn check(&mut self, text: &str) {
        let expected = self.plain.predict(text);
        let mut found = Prediction::default();
        self.compiled
            .predict_into(text, &mut self.scratch, &mut found);
        assert_eq!(found.known_terms, expected.known_terms, "{text:?}");
        for (found, expected) in found.probabilities.iter().zip(&expected.probabilities) {
            let apart = found.iter().zip(expected).map(|(a, b)| (a - b).abs());
            assert!(
                apart.fold(0.0, f64::max) < 1e-6,
                "{text:?}: {found:?} {expected:?}"
            );
            assert_eq!(most_probable(found), most_probable(expected), "{text:?}");
        }
        assert_eq!(
            found,
            self.compiled.predict(text),
            "memory of other texts: {text:?}"
        );
    }
}

static LABELS: LazyLock<Labels> =
    LazyLock::new(|| labels::read(Path::new("labels"), &LabelParams::default()).unwrap());

static SHIPPED: LazyLock<Model> =
    LazyLock::new(|| Model::load(Path::new("models/withdrawal.stance")).unwrap());

/// Every form of features that is compiled differently.
static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| {
    let default = FeatureParams::default;
    let every_form = [
        default(),
        default().only(&[FeatureKind::Char, FeatureKind::Cue]),
        FeatureParams {
            words: (2, 3),
            chars: (4, 7),
            tf: TermFrequency::Count,
            ..default()
        },
        FeatureParams {
            chars: (1, 1),
            tf: TermFrequency::Sublinear,
            ..default()
        },
    ];
    let few = Labels {
        examples: LABELS.examples.iter().step_by(7).cloned().collect(),
        ..LABELS.clone()
    };
    let fit = |features| {
        let params = TrainParams {
            features,
            l2: Some(1.0),
            folds: FoldChoice::None,
            ..TrainParams::default()
        };
        train::train(&few, &params, &|_, _| {}).unwrap()
    };
    every_form.map(fit).into()
});

#[test]
fn every_labelled_sentence_gets_the_plain_answer() {
    let mut pair = Pair::new(&SHIPPED);
    for example in &LABELS.examples {
        pair.check(&example.text);
    }
}

#[test]
fn every_form_of_features_gives_the_plain_answer() {
    for mut pair in MODELS.iter().map(Pair::new) {
        for example in LABELS.examples.iter().step_by(5) {
            pair.check(&example.text);
        }
    }
}

#[test]
fn texts_without_words_and_texts_too_long_for_a_counter() {
    for mut pair in MODELS.iter().map(Pair::new) {
        for text in [
            "",
            " ",
            "؟!",
            "😂😂",
            "\u{0}",
            "و",
            "a",
            "ﷲ",
            "x".repeat(70_000).as_str(),
        ] {
            pair.check(text);
        }
        pair.check(&"لا للانسحاب ".repeat(70_000));
    }
}

#[test]
fn an_emoji_that_is_a_cue_counts_where_no_word_is_one() {
    let mut labels = LABELS.clone();
    labels.task.cues = Lexicon::attitude();
    for example in labels.examples.iter_mut().step_by(2) {
        example.text.push_str(" 😂");
    }
    let params = TrainParams {
        features: FeatureParams::default().only(&[FeatureKind::Cue]),
        l2: Some(1.0),
        folds: FoldChoice::None,
        ..TrainParams::default()
    };
    let model = train::train(&labels, &params, &|_, _| {}).unwrap();
    let mut pair = Pair::new(&model);
    assert!(pair.plain.predict("😂😂").known_terms > 0);
    for text in ["😂😂", "😂 نص", "نص! 😂"] {
        pair.check(text);
    }
}

/// Parts of known sentences, with anything between them.
fn hostile() -> impl Strategy<Value = String> {
    let known = prop::sample::select(
        LABELS
            .examples
            .iter()
            .map(|example| &*example.text)
            .collect::<Vec<_>>(),
    );
    let part = (
        known,
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
    );
    let part = part.prop_map(|(text, start, end)| {
        let letters: Vec<char> = text.chars().collect();
        let (start, end) = (start.index(letters.len()), end.index(letters.len()));
        letters[start.min(end)..start.max(end)].iter().collect()
    });
    let piece = prop_oneof![3 => part, 1 => any::<String>(), 1 => "[ـًَّ ؟!.،\u{200C}😂a-z0-9]{0,9}"];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_gets_the_plain_answer(texts in prop::collection::vec(hostile(), 1..4)) {
        // Compiled once: each test has a memory that thousands of other texts went through.
        static PAIRS: LazyLock<Mutex<Vec<Pair>>> = LazyLock::new(|| {
            let models = MODELS.iter().take(1).chain([&*SHIPPED]);
            Mutex::new(models.map(Pair::new).collect())
        });
        let mut pairs = PAIRS.lock().unwrap_or_else(PoisonError::into_inner);
        for pair in pairs.iter_mut() {
            texts.iter().for_each(|text| pair.check(text));
        }
    }
}
