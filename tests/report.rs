//! The report's words: how far readers agree, what is missing and what would bring it.

mod common;

use common::{Folder, HEADER, rows};

/// A results folder made with the invented labels, which stand beside it.
fn classified() -> Folder {
    let folder = Folder::with_model();
    let run = folder.run(&["classify", "docs", "--model", "toy.stance"]);
    assert_eq!(run.status, 0, "{}", run.err);
    folder
}

/// The invented labels as another reader gave them, who took the first two neutral sentences for support.
fn second_reading() -> String {
    let changed = |(at, row): (usize, &String)| match at {
        2 | 3 => row.replace(",neutral,", ",supports,"),
        _ => row.clone(),
    };
    let rows: Vec<String> = rows().iter().enumerate().map(changed).collect();
    format!("{HEADER}{}", rows.concat())
}

fn findings(folder: &Folder, arguments: &[&str]) -> String {
    let run = folder.run(&[&["report", "out", "--format", "text"], arguments].concat());
    assert_eq!(run.status, 0, "{}", run.err);
    run.out
}

// 24 sentences, 22 of them alike; 18, 14 and 16 of the 48 classes: expected (48² − 18² − 14² − 16²) / 47,
// observed 4, alpha = 1 − 4 × 47 / 1528 = 0.877.
#[test]
fn readers_are_compared_with_each_other_or_with_the_labels() {
    let folder = classified();
    folder.write("labels/readers/second.csv", second_reading());
    let said = "24 sentences were read by 2 readers, who agreed on 92\u{A0}% (Krippendorff's alpha";
    let text = findings(&folder, &[]);
    assert!(
        text.contains(said) && text.contains("0.88: 1 is always"),
        "{text}"
    );
    assert!(text.contains("from second.csv, toy.csv"), "{text}");
    // With a third, the readers are compared among themselves, and the labels no longer count.
    folder.write("labels/readers/third.csv", second_reading());
    let text = findings(&folder, &[]);
    assert!(text.contains("agreed on 100\u{A0}%"), "{text}");
    assert!(text.contains("from second.csv, third.csv"), "{text}");
}

#[test]
fn without_a_second_reading_that_is_said() {
    let folder = classified();
    let text = findings(&folder, &[]);
    assert!(text.contains("no second reading of the labels"), "{text}");
}

#[test]
fn labels_of_another_model_say_nothing_of_this_one() {
    let folder = classified();
    folder.write("labels/readers/second.csv", second_reading());
    folder.write(
        "labels/more.csv",
        format!("{HEADER}d9.txt,1,جملة,body,neutral,seed\n"),
    );
    let text = findings(&folder, &[]);
    assert!(text.contains("no second reading of the labels"), "{text}");
    folder.fails(
        &["report", "out", "--labels", "labels"],
        "does not hold the labels of the model",
    );
}

#[test]
fn a_damaged_reading_stops_no_report_unless_it_was_asked_for() {
    let folder = classified();
    folder.write("labels/readers/second.csv", "text,stance\nx,maybe\n");
    let run = folder.run(&["report", "out", "--format", "text"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(
        run.err.contains("note: how far readers agree is not told"),
        "{}",
        run.err
    );
    folder.fails(&["report", "out", "--labels", "labels"], "second.csv:2");
}

#[test]
fn what_is_not_drawn_is_named_with_what_would_bring_it() {
    let folder = classified();
    let run = folder.run(&["report", "out", "--format", "md"]);
    for said in [
        "stance evaluate labels/ --learning-curve --json",
        "Change over time is not drawn",
    ] {
        assert!(run.out.contains(said), "{}", run.out);
    }
}
