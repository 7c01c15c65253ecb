//! `stance cues`: entries proposed for a lexicon, and accepted ones written into the task.

mod common;

use common::Folder;

/// The toy task with a lexicon that lacks words of its classes; comments and order are the user's.
const CUES: &str = r#"
[cues]
window = 8
near = 3

[cues.ar]
# they leave
WITHDRAW = "انسحاب" # and nothing else yet
DEMAND = "+طالب"
"#;

fn with_lexicon() -> Folder {
    let folder = Folder::new();
    folder.write("labels/task.toml", format!("{}{CUES}", common::TASK));
    folder
}

fn entries(table: &str) -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| (row[0].to_owned(), row[2].to_owned()))
        .collect()
}

#[test]
fn proposes_words_of_no_class_with_an_example() {
    let run = with_lexicon().run(&["cues", "suggest", "labels", "--docs", "docs"]);
    assert_eq!(run.status, 0, "{run:?}");
    let columns = "class,language,entry,likeness,like,missed,count,example,document";
    assert_eq!(run.out.lines().next(), Some(columns));
    let found = entries(&run.out);
    let known = ["WITHDRAW", "DEMAND"];
    assert!(
        found
            .iter()
            .all(|(class, _)| known.contains(&class.as_str())),
        "{found:?}"
    );
    assert!(found.iter().any(|(_, entry)| entry == "يرفض"), "{found:?}");
    assert!(
        found.iter().all(|(_, entry)| entry != "انسحاب"),
        "{found:?}"
    );
}

#[test]
fn without_a_lexicon_the_telling_words_open_classes() {
    let folder = Folder::new();
    let run = folder.run(&["cues", "suggest", "labels"]);
    assert_eq!(run.status, 0, "{run:?}");
    let found = entries(&run.out);
    assert!(
        found.contains(&("STANCE_OPPOSES".to_owned(), "يرفض".to_owned())),
        "{found:?}"
    );
    folder.write("picked.csv", &run.out);
    let run = folder.run(&["cues", "accept", "picked.csv", "labels"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(folder.read("labels/task.toml").contains("STANCE_OPPOSES"));
    assert_eq!(folder.run(&["train", "labels"]).status, 0);
}

#[test]
fn accepting_leaves_comments_and_order() {
    let folder = with_lexicon();
    folder.write(
        "picked.csv",
        "class,language,entry\nWITHDRAW,ar,رحيل\nWITHDRAW,ar,انسحاب\nLEAVE,en,depart*\n",
    );
    let run = folder.run(&["cues", "accept", "picked.csv", "labels"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(
        run.err
            .contains("2 entries added to labels/task.toml (1 stood there already)"),
        "{}",
        run.err
    );
    let expected =
        CUES.replace("\"انسحاب\"", "\"انسحاب رحيل\"") + "\n[cues.en]\nLEAVE = \"depart*\"\n";
    assert_eq!(
        folder.read("labels/task.toml"),
        format!("{}{expected}", common::TASK)
    );
}

#[test]
fn labels_without_a_task_get_one() {
    let folder = Folder::new();
    std::fs::remove_file(folder.path("labels/task.toml")).unwrap();
    folder.write("picked.csv", "class,language,entry\nLEAVE,ar,رحيل\n");
    let run = folder.run(&["cues", "accept", "picked.csv", "labels"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert_eq!(
        folder.run(&["train", "labels"]).status,
        0,
        "{}",
        folder.read("labels/task.toml")
    );
}

#[test]
fn a_table_that_does_not_fit_is_refused_and_the_task_stays() {
    for (table, expected) in [
        (
            "class,entry\nLEAVE,رحيل\n",
            "columns class, language and entry",
        ),
        (
            "class,language,entry\nLEAVE,ar,ب\n",
            "a stem needs two letters",
        ),
        (
            "class,language,entry\nLEAVE,ar,رحيل قوات\n",
            "one entry a row",
        ),
        (
            "class,language,entry\n,ar,رحيل\n",
            "class and language must be given",
        ),
    ] {
        let folder = with_lexicon();
        let before = folder.read("labels/task.toml");
        folder.write("picked.csv", table);
        let run = folder.run(&["cues", "accept", "picked.csv", "labels"]);
        assert_eq!(run.status, 2, "{run:?}");
        assert!(
            run.err.contains("picked.csv") && run.err.contains(expected),
            "{}",
            run.err
        );
        assert_eq!(folder.read("labels/task.toml"), before);
    }
}
