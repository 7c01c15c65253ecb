//! The shipped defaults, and each choice switched off or taken another way.

use stance::features::{FEATURE_KINDS, FeatureKind, FeatureParams, NormaliseParams, TermFrequency};
use stance::train::{ClassWeight, TrainParams};

/// A way to train, by what it changes.
pub type Variant = (String, TrainParams);

/// The defaults first, then the kinds of features, the choices about them, the switches of folding.
pub fn variants() -> Vec<Variant> {
    let [chars, _, words] = FEATURE_KINDS;
    let mut all = vec![
        ("defaults".to_owned(), TrainParams::default()),
        ("words only".to_owned(), only(&[words])),
        (
            "words + characters, no cues".to_owned(),
            only(&[words, chars]),
        ),
    ];
    all.extend(CHOICES.iter().map(|(name, change)| {
        let mut params = TrainParams::default();
        change(&mut params.features);
        ((*name).to_owned(), params)
    }));
    all.extend(trainings());
    all.extend(SWITCHES.iter().map(|(name, change)| {
        let mut params = TrainParams::default();
        change(&mut params.features.normalise);
        ((*name).to_owned(), params)
    }));
    all
}

/// The defaults with fields changed, `cue_weight=0.5,l2=1` for example; none if that is no change.
pub fn changed(change: &str) -> Option<Variant> {
    let mut params = TrainParams::default();
    let mut features = serde_json::to_value(&params.features).expect("plain data");
    for field in change.split(',') {
        let (name, value) = field.split_once('=')?;
        let value: serde_json::Value = serde_json::from_str(value).expect("a number or a list");
        match (name, features["normalise"].get(name).is_some()) {
            ("l2", _) => params.l2 = value.as_f64(),
            (_, true) => features["normalise"][name] = value,
            (_, false) => features[name] = value,
        }
    }
    params.features = serde_json::from_value(features).expect("fields of the features");
    Some((change.to_owned(), params))
}

fn only(kinds: &[FeatureKind]) -> TrainParams {
    TrainParams {
        features: FeatureParams::default().only(kinds),
        ..TrainParams::default()
    }
}

type Change<T> = (&'static str, fn(&mut T));

const CHOICES: &[Change<FeatureParams>] = &[
    ("terms not weighed by classes", |f| f.supervised = false),
    ("sublinear counts", |f| f.tf = TermFrequency::Sublinear),
    ("words at full weight", |f| f.word_weight = 1.0),
    ("terms of one sentence kept", |f| f.min_df = 1),
    ("single words", |f| f.words = (1, 1)),
    ("words up to three", |f| f.words = (1, 3)),
    ("characters 3 to 5", |f| f.chars = (3, 5)),
    ("characters 2 to 6", |f| f.chars = (2, 6)),
];

fn trainings() -> Vec<Variant> {
    vec![
        (
            "classes unweighted".to_owned(),
            TrainParams {
                class_weight: ClassWeight::None,
                ..TrainParams::default()
            },
        ),
        (
            "real sentences count 1".to_owned(),
            TrainParams {
                real_weight: 1.0,
                ..TrainParams::default()
            },
        ),
        (
            "l2 1, not chosen".to_owned(),
            TrainParams {
                l2: Some(1.0),
                ..TrainParams::default()
            },
        ),
    ]
}

const SWITCHES: &[Change<NormaliseParams>] = &[
    ("capitals kept", |n| n.lowercase = false),
    ("marks and tatweel kept", |n| n.marks = false),
    ("hamza kept", |n| n.hamza = false),
    ("ى kept", |n| n.yeh = false),
    ("ة kept", |n| n.teh = false),
    ("Persian letters kept", |n| n.persian = false),
    ("presentation forms kept", |n| n.compatibility = false),
    ("digits kept", |n| n.digits = false),
    ("invisible characters kept", |n| n.controls = false),
    ("lengthened letters kept", |n| n.elongation = false),
    ("punctuation of each script kept", |n| n.punctuation = false),
    ("links and names of accounts kept", |n| n.addresses = false),
    ("no folding of letters at all", |n| {
        (n.marks, n.hamza, n.yeh, n.teh, n.persian) = (false, false, false, false, false)
    }),
];
