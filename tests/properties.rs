//! What holds for every input, not only for the ones someone thought of.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::sync::LazyLock;

use common::{Folder, TASK};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use stance::clean::CleanParams;
use stance::document::Document;
use stance::features::{FeatureKind, FeatureParams, NormaliseParams, normalise};
use stance::labels::{self, LabelParams};
use stance::model::{Model, Predictor};
use stance::read::{ReadParams, documents};
use stance::report;
use stance::segment::{Segmented, Unit, segment};
use stance::train::{self, TrainParams};

/// Characters that the text layer has a rule for, and any other.
fn letters() -> impl Strategy<Value = String> {
    let known: Vec<char> = "اأإآٱبةتىيیکكوهـلاًٌٍَُِّْٰ٣۳3٪،؛؟.!?…:»«\"'()[] \n\t\\<>/-–\u{200B}\u{200C}\u{200F}\u{202B}\u{FEFF}\u{AD}\u{0}\u{85}ﷲﻻﬁＡéE\u{301}\u{308}İßſΣ😂\u{1F3FD}"
        .chars()
        .collect();
    let letter = prop_oneof![3 => prop::sample::select(known), 1 => any::<char>()];
    prop::collection::vec(letter, 0..80).prop_map(|letters| letters.into_iter().collect())
}

fn switches() -> impl Strategy<Value = NormaliseParams> {
    prop::array::uniform12(any::<bool>()).prop_map(|on| NormaliseParams {
        lowercase: on[0],
        marks: on[1],
        hamza: on[2],
        yeh: on[3],
        teh: on[4],
        persian: on[5],
        compatibility: on[6],
        digits: on[7],
        controls: on[8],
        elongation: on[9],
        punctuation: on[10],
        addresses: on[11],
    })
}

/// Characters that belong to no sentence where they stand at its ends.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(letter, '\u{FEFF}' | '\u{AD}' | '\u{61C}')
}

/// The document's text without line breaks that were written out: they are in no sentence.
fn without_breaks(text: &str) -> String {
    let tags = [
        "<br>", "<br/>", "<br />", "</p>", "<p>", "</div>", "</li>", "\\n", "\\r",
    ];
    tags.iter()
        .fold(text.to_owned(), |text, tag| text.replace(tag, " "))
}

/// Every unit cuts its text out of the document, no two overlap, and nothing visible is lost.
fn check_cut(text: &str, segmented: &Segmented) -> Result<(), TestCaseError> {
    let kept = segmented
        .sentences
        .iter()
        .map(|unit| (unit.start, unit.end, &unit.text));
    let removed = segmented
        .removed
        .iter()
        .map(|unit| (unit.start, unit.end, &unit.text));
    let mut units: Vec<_> = kept.chain(removed).collect();
    units.sort();
    let mut end = 0;
    let mut between = String::new();
    for (start, stop, cut) in units {
        prop_assert!(end <= start && start < stop);
        prop_assert_eq!(&text[start..stop], cut.as_str());
        between.push_str(&without_breaks(&text[end..start]));
        end = stop;
    }
    between.push_str(&without_breaks(&text[end..]));
    prop_assert!(between.chars().all(is_blank), "lost: {:?}", between);
    let numbers: Vec<_> = segmented.sentences.iter().map(|unit| unit.n).collect();
    prop_assert_eq!(numbers, (1..=segmented.sentences.len()).collect::<Vec<_>>());
    Ok(())
}

/// A model of two terms a class: small enough to break it everywhere.
static MODEL: LazyLock<String> = LazyLock::new(|| {
    let folder = Folder::empty();
    let csv = "document,text,stance\na,جاء الوفد,supports\nb,غادر الوفد,opposes\nc,جاء الوزير,supports\nd,غادر الوزير,neutral\n";
    folder.write("labels/a.csv", csv);
    folder.write("labels/task.toml", TASK);
    let labels = labels::read(&folder.path("labels"), &LabelParams::default()).unwrap();
    let params = TrainParams {
        features: FeatureParams::default().only(&[FeatureKind::Word]),
        ..TrainParams::default()
    };
    train::train(&labels, &params, &|_, _| {})
        .unwrap()
        .to_text()
});

/// Where one thread of a test writes what it loads.
fn place(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// What is not the model, byte for byte, must be refused: with a message, and without a panic.
fn check_refused(place: &std::path::Path, bytes: &[u8]) -> Result<(), TestCaseError> {
    if bytes == MODEL.as_bytes() {
        return Ok(());
    }
    fs::write(place, bytes).unwrap();
    let loaded = catch_unwind(|| Model::load(place));
    prop_assert!(loaded.is_ok(), "the loader panicked");
    let error = loaded.unwrap().err();
    prop_assert!(error.is_some(), "a broken model was loaded");
    let message = error.unwrap().to_string();
    prop_assert!(message.contains("stance train"), "no remedy: {}", message);
    Ok(())
}

/// The model's text with this done to what the checksum covers, and the checksum made right again.
fn resealed(edit: impl Fn(&str) -> String) -> String {
    let (start, body) = MODEL.split_at(MODEL.find("\",\"header\"").unwrap());
    let body = edit(body);
    let digest = stance::output::hex(&Sha256::digest(&body));
    format!("{}{digest}{body}", &start[..start.len() - 64])
}

/// Whatever the loader accepts must be safe to use.
fn check_usable(text: &str) -> Result<(), TestCaseError> {
    let used = catch_unwind(|| {
        if let Ok(model) = Model::from_text(text) {
            let prediction = Predictor::new(&model).predict("جاء الوفد من بغداد");
            assert!(
                prediction
                    .probabilities
                    .iter()
                    .flatten()
                    .all(|p| (0.0..=1.0).contains(p))
            );
            report::card(&model);
            report::strongest_terms(&model, 3);
            report::Explanation::of(&model, "جاء الوفد", 3).unwrap();
        }
    });
    prop_assert!(used.is_ok(), "a model that was accepted panicked: {}", text);
    Ok(())
}

#[test]
fn a_model_cut_anywhere_is_refused() {
    let place = place("cut.stance");
    for length in 0..MODEL.len() {
        check_refused(&place, &MODEL.as_bytes()[..length]).unwrap();
    }
}

#[test]
fn a_model_without_or_with_swapped_lines_is_refused() {
    let place = place("lines.stance");
    let lines: Vec<&str> = MODEL.split_inclusive('\n').collect();
    assert!(lines.len() == 5, "{}", *MODEL);
    for first in 0..lines.len() {
        let mut fewer = lines.clone();
        fewer.remove(first);
        check_refused(&place, fewer.concat().as_bytes()).unwrap();
        let mut twice = lines.clone();
        twice.insert(first, lines[first]);
        check_refused(&place, twice.concat().as_bytes()).unwrap();
        for second in first + 1..lines.len() {
            let mut swapped = lines.clone();
            swapped.swap(first, second);
            check_refused(&place, swapped.concat().as_bytes()).unwrap();
        }
    }
}

/// Not only the checksum guards a model: each of these has the right one.
#[test]
fn an_edited_model_with_the_right_checksum_is_still_checked() {
    let refused = |from: &str, to: &str, problem: &str| {
        assert!(MODEL.contains(from), "{from} is not in\n{}", *MODEL);
        let error = Model::from_text(&resealed(|body| body.replacen(from, to, 1))).unwrap_err();
        assert!(error.1.contains(problem), "{from} → {to}: {error:?}");
    };
    assert!(Model::from_text(&resealed(str::to_owned)).is_ok());
    refused("\"terms\":", "\"terms\":1", "are announced");
    refused(
        "\"confusion\":[[",
        "\"confusion\":[[0],[",
        "do not fit its classes",
    );
    refused(
        "\"confusion\":[[",
        "\"confusion\":[[0,",
        "do not fit its classes",
    );
    refused("\"label\":0", "\"label\":3", "do not fit its classes");
    refused("\"document\":0", "\"document\":9", "do not fit its classes");
    refused(
        "\"probabilities\":[",
        "\"probabilities\":[0.5,",
        "do not fit its classes",
    );
    refused(
        "\"probabilities\":[",
        "\"probabilities\":[-",
        "do not fit its classes",
    );
    refused(
        "\"intercepts\":[",
        "\"intercepts\":[0,",
        "do not fit its classes",
    );
    refused(
        "\"examples\":[",
        "\"examples\":[0,",
        "do not fit its classes",
    );
    refused(
        "\"words\":[1,2]",
        "\"words\":[2,1]",
        "word n-grams of 2 to 1",
    );
    refused("\"word_weight\":", "\"word_weight\":-", "feature weights");
    refused(
        "\"header\":{",
        "\"header\":{\"more\":1,",
        "unknown field `more`",
    );
    refused("\nword:", "\nwords:", "expected `kind:term`");
    refused("\nword:", "\nzzz", "expected `kind:term`");
    let term = MODEL.lines().nth(1).unwrap();
    let fields: Vec<&str> = term.split('\t').collect();
    refused(
        term,
        &[fields[0], "NaN", fields[2], fields[3], fields[4]].join("\t"),
        "expected a finite idf",
    );
    refused(
        term,
        &[fields[0], fields[1], "inf", fields[3], fields[4]].join("\t"),
        "expected finite weights",
    );
    refused(
        term,
        &[fields[0], fields[1], fields[2], fields[3]].join("\t"),
        "expected 3 weights",
    );
    refused(
        term,
        &format!("{term}\n{term}"),
        "the terms are not in order",
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn normalising_again_changes_nothing(text in letters(), params in switches()) {
        let once = normalise(&text, &params);
        prop_assert_eq!(normalise(&once, &params), once);
    }

    #[test]
    fn sentences_and_furniture_cut_the_whole_document(text in letters(), author in prop::option::of(letters())) {
        let document = Document { text, author, ..Document::default() };
        for unit in [Unit::Sentence, Unit::Document] {
            check_cut(&document.text, &segment(&document, unit, &CleanParams::default()))?;
        }
    }

    #[test]
    fn a_document_taken_whole_is_one_sentence(text in letters()) {
        let document = Document { text, ..Document::default() };
        let segmented = segment(&document, Unit::Document, &CleanParams::default());
        prop_assert_eq!(segmented.sentences.len(), usize::from(!document.text.chars().all(is_blank)));
        prop_assert!(segmented.removed.is_empty());
    }

    #[test]
    fn a_model_with_a_flipped_bit_is_refused(at in any::<prop::sample::Index>(), bit in 0..8u8) {
        let mut bytes = MODEL.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        check_refused(&place("flipped.stance"), &bytes)?;
    }

    #[test]
    fn a_model_with_other_bytes_in_it_is_refused(at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 1..20)) {
        let mut broken = MODEL.clone().into_bytes();
        let at = at.index(broken.len());
        broken.splice(at..at, bytes);
        check_refused(&place("spliced.stance"), &broken)?;
    }

    #[test]
    fn a_number_changed_under_the_right_checksum_is_refused_or_harmless(
        which in any::<prop::sample::Index>(),
        number in prop::sample::select(vec!["0", "-1", "3", "99999999999", "1e300", "-1e300", "1e-300", "18446744073709551615", "null", "[]", "\"\""]),
    ) {
        let text = resealed(|body| {
            let numbers: Vec<(usize, &str)> = body
                .match_indices(|letter: char| letter.is_ascii_digit())
                .filter(|(at, _)| !body[..*at].ends_with(|letter: char| letter.is_ascii_alphanumeric() || letter == '.'))
                .collect();
            let (at, _) = numbers[which.index(numbers.len())];
            let rest = body[at..].trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
            format!("{}{number}{rest}", &body[..at])
        });
        check_usable(&text)?;
    }

    #[test]
    fn any_bytes_as_labels_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check_labels("bytes.csv", &bytes)?;
    }

    #[test]
    fn any_table_as_labels_is_read_or_refused(text in "(text|stance|document|n|kind|origin|\u{feff}|[,;\t\"\n\r])*(,|\n|\"|[a-z]|نص|supports|boilerplate|authored| ){0,60}") {
        check_labels("table.csv", text.as_bytes())?;
    }

    #[test]
    fn any_bytes_as_documents_are_read_or_reported(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for name in ["documents.txt", "documents.csv", "documents.tsv", "documents.jsonl"] {
            let path = place(name);
            fs::write(&path, [b"text,source\n".as_slice(), &bytes].concat()).unwrap();
            let read = catch_unwind(|| documents(&path, &ReadParams::default()).map(Iterator::count).is_ok());
            prop_assert!(read.is_ok(), "reading {} panicked", name);
        }
    }
}

fn check_labels(name: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    let path = place(name);
    fs::write(&path, bytes).unwrap();
    let read = catch_unwind(|| labels::read(&path, &LabelParams::default()));
    prop_assert!(read.is_ok(), "the reader panicked");
    if let Ok(labels) = read.unwrap() {
        let places: BTreeSet<_> = labels
            .examples
            .iter()
            .map(|example| &example.place)
            .collect();
        prop_assert_eq!(places.len(), labels.examples.len());
        prop_assert!(
            labels
                .examples
                .iter()
                .all(|example| !example.text.trim().is_empty())
        );
        let trained =
            catch_unwind(|| train::train(&labels, &TrainParams::default(), &|_, _| {}).is_ok());
        prop_assert!(trained.is_ok(), "training on them panicked");
    }
    Ok(())
}
