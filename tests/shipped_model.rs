//! `models/withdrawal.stance` is what `stance train labels/` makes of the labels.

use std::fs;
use std::path::Path;

use stance::labels::{LabelParams, read};
use stance::model::Model;
use stance::train::{TrainParams, train};

#[test]
fn the_shipped_model_can_be_rebuilt_to_the_byte() {
    let labels = read(Path::new("labels"), &LabelParams::default()).unwrap();
    let model = train(&labels, &TrainParams::default(), &|_, _| {}).unwrap();
    let shipped = fs::read_to_string("models/withdrawal.stance").unwrap();
    let rebuilt = model.to_text();
    let line = rebuilt
        .lines()
        .zip(shipped.lines())
        .position(|(rebuilt, shipped)| rebuilt != shipped);
    assert!(
        rebuilt == shipped,
        "line {line:?} differs: run `stance train labels/` and commit the model"
    );
}

#[test]
fn no_authored_sentence_is_scored() {
    let model = Model::load(Path::new("models/withdrawal.stance")).unwrap();
    for head in &model.header.heads {
        let held_out = head.out_of_fold.as_ref().unwrap();
        assert!(
            held_out
                .documents
                .iter()
                .all(|document| !document.starts_with("authored"))
        );
        assert_eq!(held_out.sentences.len(), 97);
    }
}
