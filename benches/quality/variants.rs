//! The shipped defaults, and each choice switched off or taken another way.

use stance::features::{FEATURE_KINDS, FeatureKind, FeatureParams, NormaliseParams, TermFrequency};
use stance::train::{ClassWeight, TrainParams};

/// A way to train, by what it changes.
pub type Variant = (&'static str, TrainParams);

/// The defaults first, then the kinds of features, the choices about them, the switches of folding.
pub fn variants() -> Vec<Variant> {
    let [chars, _, words] = FEATURE_KINDS;
    let mut all = vec![
        ("defaults", TrainParams::default()),
        ("words only", only(&[words])),
        ("words + characters, no cues", only(&[words, chars])),
    ];
    all.extend(CHOICES.iter().map(|(name, change)| {
        let mut params = TrainParams::default();
        change(&mut params.features);
        (*name, params)
    }));
    all.extend(trainings());
    all.extend(SWITCHES.iter().map(|(name, change)| {
        let mut params = TrainParams::default();
        change(&mut params.features.normalise);
        (*name, params)
    }));
    all
}

fn only(kinds: &[FeatureKind]) -> TrainParams {
    TrainParams {
        features: FeatureParams::default().only(kinds),
        ..TrainParams::default()
    }
}

type Change<T> = (&'static str, fn(&mut T));

const CHOICES: &[Change<FeatureParams>] = &[
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
            "classes unweighted",
            TrainParams {
                class_weight: ClassWeight::None,
                ..TrainParams::default()
            },
        ),
        (
            "real sentences count 1",
            TrainParams {
                real_weight: 1.0,
                ..TrainParams::default()
            },
        ),
        (
            "l2 1, not chosen",
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
