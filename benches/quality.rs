//! How well it learns: macro-F1 by grouped cross-validation with each choice switched off, on
//! `labels/` and, where `../shared/benchmarks` is there, on other people's labelled sentences.
//!
//! `cargo bench --bench quality` prints the tables of benches/README.md;
//! `cargo bench --bench quality -- labels` or `-- mawqif` only a part.

use std::path::{Path, PathBuf};

use stance::evaluate::HeadScores;
use stance::features::{FEATURE_KINDS, FeatureKind, FeatureParams, TermFrequency};
use stance::labels::{LabelParams, Labels, read};
use stance::train::{ClassWeight, TrainParams, cross_validated_scores};

/// Other people's sets: folder, head, and the classes whose F1 is averaged (none: all that occur).
const SETS: &[(&str, &str, &[&str])] = &[
    ("mawqif", "stance", &["Favor", "Against"]),
    ("mawqif_sentiment", "sentiment", &[]),
    ("arabicstancex", "stance", &["Favor", "Against"]),
    ("arsarcasm_v2", "sentiment", &["POS", "NEG"]),
    ("gwsd", "stance", &[]),
];

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let asked = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(part));
    if asked("labels") {
        own_labels();
    }
    let root = Path::new("../shared/benchmarks");
    for (set, head, classes) in SETS.iter().filter(|(set, ..)| asked(set)) {
        if root.join(set).is_dir() {
            other_labels(&root.join(set), set, head, classes);
        }
    }
}

/// The shipped labels: leave one article out on the real sentences.
fn own_labels() {
    let all =
        read(Path::new("labels"), &LabelParams::default()).expect("the shipped labels are whole");
    println!("\nlabels: macro-F1 / mean log-loss on the real sentences, leave one article out\n");
    let heads: Vec<String> = all
        .task
        .heads
        .iter()
        .map(|head| head.name.clone())
        .collect();
    println!(
        "| what | {} |\n|---|{}",
        heads.join(" | "),
        "---|".repeat(heads.len())
    );
    let majority = scores(&all, &TrainParams::default());
    let cells: Vec<String> = majority
        .iter()
        .map(|head| format!("{:.3}", head.majority_macro_f1))
        .collect();
    println!("| always the most frequent class | {} |", cells.join(" | "));
    for (name, params) in variants() {
        print_row(&name, &scores(&all, &params));
    }
    for (name, keep) in [
        ("without authored.csv", "authored_hard.csv"),
        ("without authored_hard.csv", "authored.csv"),
    ] {
        print_row(
            name,
            &scores(&only(&all, &[keep, "seeds.csv"]), &TrainParams::default()),
        );
    }
    print_row(
        "without either",
        &scores(&only(&all, &["seeds.csv"]), &TrainParams::default()),
    );
}

/// The labels of some files.
fn only(labels: &Labels, files: &[&str]) -> Labels {
    let mut some = labels.clone();
    some.examples
        .retain(|example| files.iter().any(|file| example.place.path.ends_with(file)));
    some
}

fn other_labels(folder: &Path, set: &str, head: &str, classes: &[&str]) {
    println!(
        "\n{set}: mean F1 of {}\n",
        if classes.is_empty() {
            "all classes".to_owned()
        } else {
            classes.join(" and ")
        }
    );
    println!("| what | F1 | log-loss |\n|---|---|---|");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("checked above")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    let params = LabelParams {
        heads: vec![head.to_owned()],
        ..LabelParams::default()
    };
    let sets: Vec<Labels> = files
        .iter()
        .map(|file| read(file, &params).expect("a benchmark file"))
        .collect();
    for (name, params) in variants() {
        let all: Vec<HeadScores> = sets
            .iter()
            .map(|labels| scores(labels, &params).remove(0))
            .collect();
        let f1 = all
            .iter()
            .map(|scores| mean_f1(scores, classes))
            .sum::<f64>()
            / all.len() as f64;
        let loss = all.iter().map(|scores| scores.log_loss).sum::<f64>() / all.len() as f64;
        println!("| {name} | {:.1} | {loss:.3} |", 100.0 * f1);
    }
}

/// The defaults, and each choice switched off.
fn variants() -> Vec<(String, TrainParams)> {
    let features = |change: fn(&mut FeatureParams)| {
        let mut params = TrainParams::default();
        change(&mut params.features);
        params
    };
    let only = |kinds: &[FeatureKind]| TrainParams {
        features: FeatureParams::default().only(kinds),
        ..TrainParams::default()
    };
    let [chars, _, words] = FEATURE_KINDS;
    let named = |name: &str, params| (name.to_owned(), params);
    vec![
        named("words only", only(&[words])),
        named("words + characters", only(&[words, chars])),
        named(
            "defaults: words + characters + cues",
            TrainParams::default(),
        ),
        named(
            "sublinear instead of binary counts",
            features(|f| f.tf = TermFrequency::Sublinear),
        ),
        named("words at full weight", features(|f| f.word_weight = 1.0)),
        named("terms of one sentence kept", features(|f| f.min_df = 1)),
        named(
            "classes unweighted",
            TrainParams {
                class_weight: ClassWeight::None,
                ..TrainParams::default()
            },
        ),
        named(
            "real sentences count 1",
            TrainParams {
                real_weight: 1.0,
                ..TrainParams::default()
            },
        ),
        named(
            "l2 1, not chosen",
            TrainParams {
                l2: Some(1.0),
                ..TrainParams::default()
            },
        ),
    ]
}

fn scores(labels: &Labels, params: &TrainParams) -> Vec<HeadScores> {
    cross_validated_scores(labels, params, false, &|_, _| {})
        .expect("labels that train")
        .heads
}

fn mean_f1(scores: &HeadScores, classes: &[&str]) -> f64 {
    if classes.is_empty() {
        return scores.macro_f1;
    }
    let of = |name: &&str| {
        scores
            .classes
            .iter()
            .find(|class| class.class == **name)
            .map_or(0.0, |class| class.f1)
    };
    classes.iter().map(of).sum::<f64>() / classes.len() as f64
}

fn print_row(name: &str, scores: &[HeadScores]) {
    let cells: Vec<String> = scores
        .iter()
        .map(|head| format!("{:.3} / {:.3}", head.macro_f1, head.log_loss))
        .collect();
    println!("| {name} | {} |", cells.join(" | "));
}
