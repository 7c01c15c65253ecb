//! The five real articles against their adjudicated reading in `labels/seeds.csv`.

use std::collections::BTreeMap;
use std::path::Path;

use stance::clean::CleanParams;
use stance::document::Kind;
use stance::read::{ReadParams, documents};
use stance::segment::{Segmented, Unit, segment};

fn read_seeds() -> BTreeMap<String, Segmented> {
    documents(Path::new("seeds"), &ReadParams::default())
        .unwrap()
        .map(|document| {
            let document = document.unwrap();
            let segmented = segment(&document, Unit::Sentence, &CleanParams::default());
            for sentence in &segmented.sentences {
                assert_eq!(sentence.text, document.text[sentence.start..sentence.end]);
            }
            (document.name, segmented)
        })
        .collect()
}

/// Document, kind and text of every labelled unit.
fn labelled() -> Vec<(String, String, String)> {
    let mut reader = csv::Reader::from_path("labels/seeds.csv").unwrap();
    let rows = reader.deserialize::<BTreeMap<String, String>>();
    rows.map(|row| {
        let row = row.unwrap();
        (
            row["document"].clone(),
            row["kind"].clone(),
            row["text"].clone(),
        )
    })
    .collect()
}

#[test]
fn keeps_the_content_and_removes_the_furniture() {
    let seeds = read_seeds();
    let (mut lost, mut left, mut agreed, mut labelled_content) = (vec![], vec![], 0, 0);
    for (document, kind, text) in labelled() {
        let kept = seeds[&document]
            .sentences
            .iter()
            .any(|sentence| sentence.text == text);
        if kind == "boilerplate" {
            left.extend(kept.then_some(text));
        } else {
            labelled_content += 1;
            agreed += usize::from(kept);
            lost.extend((!kept).then_some(text));
        }
    }
    let kept: usize = seeds.values().map(|seed| seed.sentences.len()).sum();
    let f1 = 2.0 * agreed as f64 / (kept + labelled_content) as f64;
    println!("F1 {f1:.3}: {agreed} of {labelled_content} labelled, {kept} kept");
    assert!(lost.is_empty(), "lost: {lost:#?}");
    assert!(left.len() <= 2, "left: {left:#?}");
    assert!(f1 >= 0.97, "F1 {f1}, left: {left:#?}");
}

#[test]
fn tells_headings_from_sentences() {
    let seeds = read_seeds();
    let mut wrong = vec![];
    for (document, kind, text) in labelled() {
        for sentence in seeds[&document]
            .sentences
            .iter()
            .filter(|sentence| sentence.text == text)
        {
            let heading = sentence.kind == Kind::Heading;
            if kind != "boilerplate" && heading != (kind == "heading") {
                wrong.push(text.clone());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn finds_the_appended_article() {
    let seeds = read_seeds();
    let parts: Vec<usize> = seeds.values().map(|seed| seed.parts).collect();
    assert_eq!(parts, [1, 2, 1, 1, 1]);
    let second = &seeds["001_1307333e084fff0c.txt"];
    let title = second
        .sentences
        .iter()
        .find(|sentence| sentence.part == 2)
        .unwrap();
    assert_eq!(title.kind, Kind::Heading);
}

#[test]
fn finds_datelines() {
    let seeds = read_seeds();
    let datelines: Vec<String> = seeds
        .values()
        .flat_map(|seed| &seed.sentences)
        .filter(|sentence| sentence.dateline > 0)
        .map(|sentence| sentence.text[..sentence.dateline].to_owned())
        .collect();
    assert_eq!(
        datelines,
        [
            "بغداد/المسلة الحدث: ",
            "بغداد/المسلة: ",
            "بغداد – (رياليست عربي): "
        ]
    );
}
