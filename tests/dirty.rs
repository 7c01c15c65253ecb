//! The same sentence, written dirtier, gets the same answer.

use std::path::Path;

use stance::model::{Model, Predictor};

/// Every row of `labels/seeds.csv` through the shipped model, as it is and written by `dirty`.
fn check(dirty: fn(&str) -> String) {
    let model = Model::load(Path::new("models/withdrawal.stance")).unwrap();
    let predictor = Predictor::new(&model);
    let mut reader = csv::Reader::from_path("labels/seeds.csv").unwrap();
    let column = reader
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "text");
    let mut changed = 0;
    for row in reader.records() {
        let text = row.unwrap()[column.unwrap()].to_owned();
        let dirty = dirty(&text);
        changed += usize::from(dirty != text);
        let (clean, dirty) = (predictor.predict(&text), predictor.predict(&dirty));
        assert_eq!(clean.probabilities, dirty.probabilities, "{text}");
        assert_eq!(clean.known_terms, dirty.known_terms, "{text}");
    }
    assert!(changed > 100, "only {changed} texts were changed");
}

fn is_arabic(letter: char) -> bool {
    matches!(letter, 'ء'..='غ' | 'ف'..='ي')
}

fn behind_letters(text: &str, mark: &str) -> String {
    let written = text.chars().map(|letter| {
        let mark = if is_arabic(letter) { mark } else { "" };
        format!("{letter}{mark}")
    });
    written.collect()
}

#[test]
fn vowel_marks_and_tatweel_change_nothing() {
    check(|text| behind_letters(text, "\u{064E}"));
    check(|text| behind_letters(text, "\u{0651}\u{064B}"));
    check(|text| behind_letters(text, "\u{0640}"));
}

#[test]
fn direction_marks_and_zero_width_characters_change_nothing() {
    check(|text| behind_letters(text, "\u{200F}"));
    check(|text| behind_letters(text, "\u{200C}\u{FEFF}"));
    check(|text| format!("\u{202B}{text}\u{202C}"));
}

#[test]
fn persian_letters_change_nothing() {
    check(|text| text.replace('ي', "ی").replace('ك', "ک").replace('ه', "ہ"));
}

#[test]
fn other_carriers_of_hamza_change_nothing() {
    check(|text| text.replace(['أ', 'إ', 'آ'], "ا").replace('ى', "ي"));
}
