//! The folds of other people's sets, written out so that peers learn and answer on the same ones.

use std::path::{Path, PathBuf};

use stance::labels::Labels;
use stance::train::TrainParams;
use stance::train::folds::{FoldRow, folds};

/// Writes `target/quality/folds/SET/FILE.csv`: the text, class and fold of every scored sentence.
pub fn write(set: &str, files: &[PathBuf], labels: &[Labels]) {
    let folder = Path::new("target/quality/folds").join(set);
    std::fs::create_dir_all(&folder).expect("target/ can be written");
    for (file, labels) in files.iter().zip(labels) {
        let path = folder.join(file.file_name().expect("a file that was read"));
        write_one(&path, labels);
        println!("{}", path.display());
    }
}

fn write_one(path: &Path, labels: &Labels) {
    let scored: Vec<_> = labels
        .examples
        .iter()
        .filter(|example| example.scores(0))
        .collect();
    let rows: Vec<_> = scored
        .iter()
        .map(|example| FoldRow {
            group: &example.document,
            classes: &example.classes,
        })
        .collect();
    let folds = folds(&rows, None, TrainParams::default().seed).expect("a set has documents");
    let mut csv = csv::Writer::from_path(path).expect("target/ can be written");
    csv.write_record(["text", "class", "fold"])
        .expect("written");
    for (example, fold) in scored.iter().zip(&folds.fold) {
        let class = example.classes[0].expect("it is scored");
        let class = labels.task.heads[0].classes[class].name.as_str();
        csv.write_record([example.text.as_str(), class, &fold.to_string()])
            .expect("written");
    }
    csv.flush().expect("written");
}
