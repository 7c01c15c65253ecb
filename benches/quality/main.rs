//! How well it learns: macro-F1 by grouped cross-validation with each choice switched off, on
//! `labels/` and, where `../shared/benchmarks` is there, on other people's labelled sentences.
//!
//! `cargo bench --bench quality` prints the tables of benches/README.md; `-- labels` or `-- mawqif`
//! only a part, `-- defaults` the first row alone, `-- cue_weight=0 word_weight=1` further rows with a
//! field of the features or the penalty (`l2`) changed, `-- fixed` all rows at penalty 1, which takes a tenth
//! of the time, `-- folds` writes the folds for benches/peers/
//! instead, and `-- suggest` takes entries out of the lexicon to see them proposed again.

mod folds;
mod recover;
mod variants;

use std::path::{Path, PathBuf};

use stance::evaluate::HeadScores;
use stance::labels::{LabelParams, Labels, read};
use stance::train::{TrainParams, cross_validated_scores};

use variants::{Variant, changed, variants};

/// Other people's sets: folder, head, and the classes whose F1 is averaged (none: all that occur).
const SETS: &[(&str, &str, &[&str])] = &[
    ("mawqif", "stance", &["Favor", "Against"]),
    ("mawqif_sentiment", "sentiment", &[]),
    ("arabicstancex", "stance", &["Favor", "Against"]),
    ("arsarcasm_v2", "sentiment", &["POS", "NEG"]),
    ("gwsd", "stance", &[]),
];

/// Words on the command line that name no set.
const MODES: &[&str] = &["labels", "defaults", "fixed", "folds", "suggest"];

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let mode = |name: &str| arguments.iter().any(|argument| argument == name);
    let wanted: Vec<&String> = arguments
        .iter()
        .filter(|argument| !MODES.contains(&argument.as_str()) && !argument.contains('='))
        .collect();
    if mode("suggest") {
        return recover::print();
    }
    let sets = match mode("labels") && wanted.is_empty() {
        true => Vec::new(),
        false => other_sets(&wanted),
    };
    if mode("folds") {
        let write = |set: &OtherSet| folds::write(set.name, &set.files, &set.labels);
        return sets.iter().for_each(write);
    }
    let mut rows = variants();
    let changes: Vec<Variant> = arguments
        .iter()
        .filter_map(|change| changed(change))
        .collect();
    if mode("defaults") || !changes.is_empty() {
        rows.truncate(1);
        rows.extend(changes);
    }
    if mode("fixed") {
        rows.iter_mut()
            .for_each(|(_, params)| params.l2 = Some(1.0));
    }
    if mode("labels") || wanted.is_empty() {
        own_labels(&rows);
    }
    if !sets.is_empty() {
        compare(&sets, &rows);
    }
}

/// The shipped labels: leave one article out on the real sentences.
fn own_labels(rows: &[Variant]) {
    let all =
        read(Path::new("labels"), &LabelParams::default()).expect("the shipped labels are whole");
    println!("\nlabels: macro-F1 / mean log-loss on the real sentences, leave one article out\n");
    let heads: Vec<&str> = all
        .task
        .heads
        .iter()
        .map(|head| head.name.as_str())
        .collect();
    let columns = "---|".repeat(heads.len());
    println!("| what | {} |\n|---|{columns}", heads.join(" | "));
    for (index, (name, params)) in rows.iter().enumerate() {
        let scores = scores(&all, params);
        if index == 0 {
            let cells = scores
                .iter()
                .map(|head| format!("{:.3}", head.majority_macro_f1));
            let cells: Vec<String> = cells.collect();
            println!("| always the most frequent class | {} |", cells.join(" | "));
        }
        print_row(name, &scores);
    }
    for (name, files) in [
        (
            "without authored.csv",
            &["authored_hard.csv", "seeds.csv"][..],
        ),
        ("without authored_hard.csv", &["authored.csv", "seeds.csv"]),
        ("without either", &["seeds.csv"]),
    ] {
        if rows.len() > 1 {
            print_row(name, &scores(&only(&all, files), &TrainParams::default()));
        }
    }
}

/// The labels of some files.
fn only(labels: &Labels, files: &[&str]) -> Labels {
    let mut some = labels.clone();
    some.examples
        .retain(|example| files.iter().any(|file| example.place.path.ends_with(file)));
    some
}

fn print_row(name: &str, scores: &[HeadScores]) {
    let cells: Vec<String> = scores
        .iter()
        .map(|head| format!("{:.3} / {:.3}", head.macro_f1, head.log_loss))
        .collect();
    println!("| {name} | {} |", cells.join(" | "));
}

/// One of other people's sets; a model a file.
struct OtherSet {
    name: &'static str,
    classes: &'static [&'static str],
    files: Vec<PathBuf>,
    labels: Vec<Labels>,
}

fn other_sets(wanted: &[&String]) -> Vec<OtherSet> {
    let root = Path::new("../shared/benchmarks");
    let asked = |name: &str| wanted.is_empty() || wanted.iter().any(|part| name.contains(*part));
    let known = SETS
        .iter()
        .filter(|(name, ..)| asked(name) && root.join(name).is_dir());
    known
        .map(|&(name, head, classes)| other_set(&root.join(name), name, head, classes))
        .collect()
}

fn other_set(
    folder: &Path,
    name: &'static str,
    head: &str,
    classes: &'static [&'static str],
) -> OtherSet {
    let entries = std::fs::read_dir(folder).expect("it is a folder");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let params = LabelParams {
        heads: vec![head.to_owned()],
        ..LabelParams::default()
    };
    let read = |file: &PathBuf| read(file, &params).expect("a benchmark file");
    OtherSet {
        name,
        classes,
        labels: files.iter().map(read).collect(),
        files,
    }
}

/// A row a variant: the F1 of each set, their mean, and the mean difference of the files from the
/// defaults with its standard error.
fn compare(sets: &[OtherSet], rows: &[Variant]) {
    println!("\nother people's labels: mean F1 (README of the benchmarks), five folds\n");
    let names: Vec<&str> = sets.iter().map(|set| set.name).collect();
    let columns = "---|".repeat(sets.len() + 3);
    println!(
        "| what | {} | mean | log-loss | difference, by file |\n|---|{columns}",
        names.join(" | ")
    );
    let mut first: Vec<f64> = Vec::new();
    for (name, params) in rows {
        let (mut cells, mut files, mut losses) = (Vec::new(), Vec::new(), Vec::new());
        for set in sets {
            let scores: Vec<HeadScores> = set
                .labels
                .iter()
                .map(|labels| scores(labels, params).remove(0))
                .collect();
            let f1: Vec<f64> = scores
                .iter()
                .map(|scores| 100.0 * mean_f1(scores, set.classes))
                .collect();
            cells.push(mean(&f1));
            losses.push(mean(
                &scores
                    .iter()
                    .map(|scores| scores.log_loss)
                    .collect::<Vec<_>>(),
            ));
            files.extend(f1);
        }
        if first.is_empty() {
            first.clone_from(&files);
        }
        let gains: Vec<f64> = files
            .iter()
            .zip(&first)
            .map(|(here, there)| here - there)
            .collect();
        let of_sets: Vec<String> = cells.iter().map(|f1| format!("{f1:.1}")).collect();
        println!(
            "| {name} | {} | {:.2} | {:.3} | {:+.2} ± {:.2} |",
            of_sets.join(" | "),
            mean(&cells),
            mean(&losses),
            mean(&gains),
            standard_error(&gains)
        );
    }
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
        let mut all = scores.classes.iter();
        all.find(|class| class.class == **name)
            .map_or(0.0, |class| class.f1)
    };
    mean(&classes.iter().map(of).collect::<Vec<_>>())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn standard_error(values: &[f64]) -> f64 {
    let centre = mean(values);
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    let count = values.len() as f64;
    (squares / (count - 1.0).max(1.0) / count).sqrt()
}
