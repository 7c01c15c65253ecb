//! Invented pages in the styles of many sites, each with its expected ledger.
//!
//! A line of a fixture is `kind|text`: `body`, `heading`, or the reason for which it is removed.

use std::fs;

use stance::clean::CleanParams;
use stance::document::Document;
use stance::segment::{Unit, segment};

/// What the fixtures came to: lines of each sort, and those judged wrongly.
#[derive(Default)]
struct Tally {
    content: usize,
    furniture: usize,
    lost: Vec<String>,
    left: Vec<String>,
    other_reason: Vec<String>,
    other_kind: Vec<String>,
}

impl Tally {
    fn add(&mut self, page: &str, fixture: &str) {
        let lines: Vec<(&str, &str)> = fixture
            .lines()
            .map(|line| line.split_once('|').unwrap())
            .collect();
        let text: Vec<&str> = lines.iter().map(|(_, text)| *text).collect();
        let document = Document {
            text: text.join("\n\n"),
            ..Document::default()
        };
        let segmented = segment(&document, Unit::Sentence, &CleanParams::default());
        let mut start = 0;
        for (expected, text) in lines {
            let inside = |at: usize| at >= start && at < start + text.len();
            let kept: Vec<_> = segmented
                .sentences
                .iter()
                .filter(|row| inside(row.start))
                .collect();
            let removed: Vec<_> = segmented
                .removed
                .iter()
                .filter(|row| inside(row.start))
                .collect();
            let place = format!("{page}: {text}");
            if matches!(expected, "body" | "heading") {
                self.content += 1;
                self.lost.extend(
                    (!removed.is_empty()).then(|| format!("{place} [{}]", removed[0].reason)),
                );
                let kinds = kept.iter().any(|row| row.kind.name() != expected);
                self.other_kind.extend(kinds.then_some(place));
            } else {
                self.furniture += 1;
                self.left.extend((!kept.is_empty()).then(|| place.clone()));
                let reasons = removed.iter().any(|row| row.reason != expected);
                self.other_reason.extend(
                    reasons.then(|| format!("{place} [{}, not {expected}]", removed[0].reason)),
                );
            }
            start += text.len() + 2;
        }
    }
}

#[test]
fn loses_no_content_and_removes_the_furniture() {
    let mut names: Vec<_> = fs::read_dir("tests/fixtures/pages")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    let mut tally = Tally::default();
    for name in &names {
        let page = name.file_stem().unwrap().to_string_lossy();
        tally.add(&page, &fs::read_to_string(name).unwrap());
    }
    println!(
        "{} pages: {} content lines, {} lost; {} furniture lines, {} left\nother reason: {:#?}\nother kind: {:#?}\nleft: {:#?}",
        names.len(),
        tally.content,
        tally.lost.len(),
        tally.furniture,
        tally.left.len(),
        tally.other_reason,
        tally.other_kind,
        tally.left
    );
    assert!(names.len() >= 20);
    assert!(tally.other_reason.is_empty(), "{:#?}", tally.other_reason);
    assert!(tally.other_kind.is_empty(), "{:#?}", tally.other_kind);
    assert!(tally.lost.is_empty(), "lost: {:#?}", tally.lost);
    assert!(
        tally.left.len() * 20 <= tally.furniture,
        "left: {:#?}",
        tally.left
    );
}
