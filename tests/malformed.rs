//! Bad input: a message that says where, what was expected and what to do; and nothing half-written.

mod common;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use common::{Folder, HEADER, Run, end, labels, rows, spawn};

const CLASSIFY: [&str; 4] = ["classify", "docs", "--model", "toy.stance"];

/// Training on these labels must fail with this message.
fn labels_fail(csv: &str, message: &str) {
    let folder = Folder::new();
    folder.write("labels/toy.csv", csv);
    folder.fails(&["train", "labels"], message);
    folder.fails(&["evaluate", "labels"], message);
}

/// Classifies a folder whose output stood there before: it must be as it was.
fn classify_fails(folder: &Folder, arguments: &[&str], message: &str) {
    folder.write("out/sentences.csv", "old");
    folder.write("out/run.json", "old");
    folder.fails(arguments, message);
    assert_eq!(folder.names("out"), ["run.json", "sentences.csv"]);
    assert_eq!(
        (
            folder.read("out/sentences.csv"),
            folder.read("out/run.json")
        ),
        ("old".into(), "old".into())
    );
}

/// Classifies what can be read, which must end with status 1 and this on standard error and in the record.
fn classify_goes_on(folder: &Folder, message: &str) -> Run {
    let run = folder.run(&CLASSIFY);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(
        run.err.contains("1 documents could not be read"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains(message),
        "expected: {message}\nfound: {}",
        run.err
    );
    let record: serde_json::Value = serde_json::from_str(&folder.read("out/run.json")).unwrap();
    assert_eq!(record["counts"]["unreadable"].as_array().unwrap().len(), 1);
    assert_eq!(record["counts"]["documents"], 1);
    assert!(folder.read("out/sentences.csv").contains("يطالب البرلمان"));
    run
}

// Documents.

#[test]
fn a_folder_that_is_missing() {
    let folder = Folder::with_model();
    let arguments = ["classify", "articles", "--model", "toy.stance"];
    classify_fails(
        &folder,
        &arguments,
        "`articles` does not exist: expected a folder of articles, or a file (.txt",
    );
}

#[test]
fn a_folder_that_is_empty() {
    let folder = Folder::with_model();
    fs::create_dir(folder.path("empty")).unwrap();
    let arguments = ["classify", "empty", "--model", "toy.stance"];
    classify_fails(
        &folder,
        &arguments,
        "`empty` holds no document (it is empty): expected files named .txt",
    );
}

#[test]
fn a_folder_of_other_formats() {
    let folder = Folder::with_model();
    folder.write("other/a.png", "x");
    let arguments = ["classify", "other", "--model", "toy.stance"];
    classify_fails(
        &folder,
        &arguments,
        "`other` holds no document among its 1 files: expected files named .txt",
    );
}

#[test]
fn a_folder_without_a_readable_document() {
    let folder = Folder::with_model();
    folder.write("docs/d0.txt", b"\0\x01\x02\0\0\xFF");
    classify_fails(
        &folder,
        &CLASSIFY,
        "no readable document in `docs` (docs/d0.txt: not a text",
    );
}

#[test]
fn a_file_that_is_no_text_is_named_and_the_rest_goes_on() {
    let folder = Folder::with_model();
    folder.write("docs/binary.txt", b"\0\x01\x02\0\0\xFF");
    classify_goes_on(&folder, "docs/binary.txt: not a text");
}

#[test]
fn an_empty_file_is_named_and_the_rest_goes_on() {
    let folder = Folder::with_model();
    folder.write("docs/empty.txt", " \n");
    classify_goes_on(&folder, "docs/empty.txt: no text in it");
}

/// "القوات" in windows-1256: either read as what it is, or named as unreadable; never garbled.
#[test]
fn a_file_that_is_not_utf_8_is_never_garbled() {
    let folder = Folder::with_model();
    let (text, _, _) = encoding_rs::WINDOWS_1256
        .encode("يطالب الحزب برحيل القوات الأجنبية من البلاد. وعقد الوزير اجتماعا.");
    folder.write("docs/legacy.txt", text);
    let run = folder.run(&CLASSIFY);
    let read = folder
        .read("out/sentences.csv")
        .contains("يطالب الحزب برحيل القوات الأجنبية من البلاد.");
    let named = run.err.contains("docs/legacy.txt: not UTF-8");
    assert!(
        read && run.status == 0 || named && run.status == 1,
        "{run:?}"
    );
}

#[test]
fn a_row_with_too_few_fields_is_named_and_the_rest_goes_on() {
    let folder = Folder::with_model();
    fs::remove_file(folder.path("docs/d0.txt")).unwrap();
    folder.write("docs/t.csv", "text,source\nيطالب البرلمان,a\nواحد\n");
    classify_goes_on(&folder, "docs/t.csv:3: 1 fields, the header names 2");
}

#[test]
fn a_table_of_sources_without_documents() {
    let folder = Folder::with_model();
    folder.write("docs/sources.csv", "file,source\nd0.txt,x\n");
    classify_fails(
        &folder,
        &CLASSIFY,
        "docs/sources.csv:1: expected a column `document`",
    );
}

#[test]
fn a_line_of_a_gigabyte_is_not_read() {
    let folder = Folder::with_model();
    // No disk is needed for it: the file is a hole.
    File::create(folder.path("docs/huge.txt"))
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    classify_goes_on(&folder, "docs/huge.txt: larger than");
}

/// That rules look at few lines around, however many there are, is tested where they are (`clean/page.rs`).
#[test]
fn a_page_of_very_many_lines_is_read_to_its_end() {
    let folder = Folder::with_model();
    let lines: String = (0..60_000).map(|n| format!("a{n}?\n")).collect();
    folder.write("docs/d0.txt", format!("{}{lines}", common::ARTICLE));
    let run = folder.run(&CLASSIFY);
    assert_eq!(run.status, 0, "{run:?}");
    let units = folder.read("out/sentences.csv") + &folder.read("out/removed.csv");
    assert!(units.contains("a59999?"));
}

#[test]
fn a_field_of_50_megabytes_is_not_read() {
    let folder = Folder::with_model();
    fs::remove_file(folder.path("docs/d0.txt")).unwrap();
    let mut table = "text,source\nيطالب البرلمان بالرحيل,a\n\""
        .as_bytes()
        .to_vec();
    table.extend(std::iter::repeat_n(b'a', 50 << 20));
    table.extend(b"\",b\n");
    folder.write("docs/t.csv", table);
    classify_goes_on(
        &folder,
        "docs/t.csv:3: one row is larger than 16 MB, the most for one document (is a quote left open?); \
         the rest of the file was not read",
    );
}

// Labels.

#[test]
fn labels_that_are_missing() {
    let folder = Folder::empty();
    let message = "`labels` does not exist: expected a label file (.csv with `text` and a label column) or a folder";
    folder.fails(&["train"], message);
    folder.fails(&["evaluate", "labels"], message);
}

#[test]
fn a_label_folder_without_a_table() {
    let folder = Folder::new();
    fs::remove_file(folder.path("labels/toy.csv")).unwrap();
    folder.fails(
        &["train"],
        "no label file in `labels`: expected *.csv with `text` and a label column",
    );
}

#[test]
fn a_label_file_without_text() {
    labels_fail(
        "document,sentence,stance\nd,x,supports\n",
        "labels/toy.csv:1: no `text` column (columns: document, sentence, stance)",
    );
}

#[test]
fn a_label_file_without_a_head() {
    labels_fail(
        "document,text\nd,x\n",
        "labels/toy.csv:1: no label column: expected at least one of `stance`",
    );
}

#[test]
fn a_label_file_without_a_row() {
    labels_fail(HEADER, "no labelled sentence in `labels/toy.csv`");
}

#[test]
fn an_empty_label_file() {
    labels_fail("", "labels/toy.csv:1: no `text` column");
}

#[test]
fn an_unknown_class() {
    labels_fail(
        &format!("{}d9,1,نص,body,suports,seed\n", labels()),
        "labels/toy.csv:26: unknown class `suports`, did you mean `supports`? (known: supports, neutral, opposes)",
    );
}

#[test]
fn an_unknown_kind() {
    labels_fail(
        &format!("{HEADER}d9,1,نص,boilerplat,supports,seed\n"),
        "labels/toy.csv:2: unknown kind `boilerplat`, did you mean `boilerplate`? (known: body, heading, boilerplate)",
    );
}

#[test]
fn a_label_row_with_too_many_fields() {
    labels_fail(
        &format!("{}d9,1,نعم, لا,body,supports,seed\n", labels()),
        "labels/toy.csv:26: the row has 7 fields, its header 6: quote a field that holds a comma or a line break",
    );
}

#[test]
fn a_label_row_with_too_few_fields() {
    // A quoted line break before it: lines are counted, not rows.
    labels_fail(
        &format!("{HEADER}d9,1,\"سطر\nآخر\",body,supports,seed\nd9,2,نص\n"),
        "labels/toy.csv:4: the row has 3 fields, its header 6",
    );
}

#[test]
fn a_label_row_without_text() {
    labels_fail(
        &format!("{HEADER}d9,1, ,body,supports,seed\n"),
        "labels/toy.csv:2: the text is empty: fill it in or delete the row",
    );
}

#[test]
fn a_label_file_that_is_not_utf_8() {
    let folder = Folder::new();
    let (csv, _, _) = encoding_rs::WINDOWS_1256.encode("text,stance\nنص,supports\n");
    folder.write("labels/toy.csv", csv);
    folder.fails(
        &["train"],
        "labels/toy.csv:2: not UTF-8: save the file as UTF-8",
    );
}

#[test]
fn a_label_of_50_megabytes() {
    let folder = Folder::new();
    let long = "ا".repeat(25 << 20);
    folder.write(
        "labels/toy.csv",
        format!("{}d9,1,{long},body,supports,seed\n", labels()),
    );
    folder.fails(&["train"], "labels/toy.csv:26: the text is longer than 1 MB: a label belongs to one sentence or article");
}

#[test]
fn a_label_file_of_a_gigabyte() {
    let folder = Folder::new();
    File::create(folder.path("labels/toy.csv"))
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    folder.fails(
        &["train"],
        "labels/toy.csv: larger than 256 MB, the most for one label file",
    );
}

#[test]
fn a_sentence_with_two_labels_is_listed_with_both_places_and_training_goes_on() {
    let folder = Folder::new();
    let twice = rows()[0].replace(",supports,", ",opposes,");
    folder.write("labels/toy.csv", format!("{}{twice}", labels()));
    let run = folder.run(&["train", "labels"]);
    assert_eq!(run.status, 0, "{run:?}");
    let conflict =
        "conflict: stance is `supports` at labels/toy.csv:2 and `opposes` at labels/toy.csv:26";
    assert!(run.err.contains(conflict), "{}", run.err);
    assert_eq!(folder.names("models"), ["toy.stance"]);
}

#[test]
fn a_head_with_one_class() {
    let supports: String = rows()
        .into_iter()
        .filter(|row| row.contains(",supports,"))
        .collect();
    labels_fail(
        &format!("{HEADER}{supports}"),
        "head `stance` has only `supports`: label sentences of a second class, or leave the head out with --heads",
    );
}

#[test]
fn a_head_without_a_label() {
    labels_fail(
        &format!("{HEADER}d9,1,نص,body,,seed\n"),
        "head `stance` has no label: label sentences",
    );
}

#[test]
fn one_document_trains_and_measures_nothing() {
    let folder = Folder::new();
    folder.write(
        "labels/toy.csv",
        format!("{HEADER}{}", rows()[..6].concat()),
    );
    let run = folder.run(&["train", "labels"]);
    assert_eq!(run.status, 0, "{run:?}");
    let told = "nothing was measured: cross-validation holds documents out whole and needs two, the labels have 1";
    assert!(run.out.contains(told), "{}", run.out);
    let message = "1 labelled document: cross-validation holds documents out whole and needs two";
    folder.fails(&["evaluate", "labels"], message);
    folder.fails(&["train", "labels", "--folds", "2"], message);
}

#[test]
fn a_task_that_is_none() {
    let folder = Folder::new();
    folder.write("labels/task.toml", "name = \"toy\"\nheads = 3\n");
    folder.fails(&["train"], "labels/task.toml:2: not a task:");
    folder.write("labels/task.toml", "name = \"toy\"\nheads = []\n");
    folder.fails(
        &["train"],
        "labels/task.toml: no head: add at least one [[heads]] with its classes",
    );
    folder.fails(
        &["train", "--task", "other.toml"],
        "cannot read `other.toml`",
    );
}

// Models.

/// Every command that reads a model must refuse this one.
fn model_fails(bytes: &[u8], message: &str) {
    let folder = Folder::with_model();
    folder.write("toy.stance", bytes);
    folder.fails(&["show", "toy.stance"], message);
    folder.fails(&["explain", "نص", "--model", "toy.stance"], message);
    folder.fails(&["evaluate", "labels", "--model", "toy.stance"], message);
    classify_fails(&folder, &CLASSIFY, message);
}

fn model() -> String {
    fs::read_to_string(common::model()).unwrap()
}

const REMEDY: &str = "train it again with `stance train`, or take an untouched copy";

#[test]
fn a_model_that_is_missing() {
    let folder = Folder::new();
    classify_fails(
        &folder,
        &CLASSIFY,
        "there is no model `toy.stance`: train one with `stance train`",
    );
    folder.fails(
        &["show"],
        "there is no model `models/withdrawal.stance`: train one with `stance train`",
    );
}

#[test]
fn a_model_that_is_cut_short() {
    let model = model();
    model_fails(&model.as_bytes()[..model.len() - 10], REMEDY);
    model_fails(&model.as_bytes()[..50], REMEDY);
}

#[test]
fn a_model_that_was_edited() {
    let model = model();
    // The numbers of a term: the line still has its form, only the checksum tells.
    let line = model
        .lines()
        .skip(1)
        .find(|line| line.contains('1'))
        .unwrap();
    let edited = model.replacen(line, &line.replace('1', "2"), 1);
    model_fails(
        edited.as_bytes(),
        "toy.stance: the model is damaged, its contents do not match its checksum",
    );
}

#[test]
fn a_model_with_a_broken_line() {
    let model = model();
    let line = model.lines().nth(4).unwrap();
    let (start, _) = line.rsplit_once('\t').unwrap();
    model_fails(
        model.replacen(line, start, 1).as_bytes(),
        "toy.stance:5: the model is damaged, expected 3 weights",
    );
}

#[test]
fn a_model_of_another_version() {
    let older = model().replacen("{\"stance_model\":1,", "{\"stance_model\":0,", 1);
    model_fails(
        older.as_bytes(),
        "toy.stance: a model of format 0; this program reads format 1: train it again with `stance train`",
    );
}

#[test]
fn a_model_of_another_program() {
    let message = "toy.stance: not a stance model: give a file that `stance train` wrote";
    model_fails(b"PK\x03\x04\xFF\xFE\0\0", message);
    model_fails(b"", message);
    model_fails(b"{\"coef\": [1, 2]}\n", message);
}

// Outputs.

#[test]
fn an_output_that_cannot_be_written() {
    let folder = Folder::with_model();
    folder.write("file", "x");
    let classify = |output| [&CLASSIFY[..], &["--output", output]].concat();
    folder.fails(&classify("file"), "cannot write `file");
    folder.fails(&classify("file/out"), "cannot write `file/out");
    folder.fails(&classify("file/a.csv"), "cannot write `file");
    folder.fails(
        &["train", "labels", "--output", "docs"],
        "cannot write `docs` (what stood there before is untouched)",
    );
    folder.fails(
        &["train", "labels", "--output", "file/a.stance"],
        "cannot write `file",
    );
    assert_eq!(folder.read("file"), "x");
}

#[test]
fn a_device_that_is_full() {
    let folder = Folder::with_model();
    let run = folder.run(&["train", "labels", "--output", "/dev/full"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("cannot write `/dev/full`"), "{}", run.err);
    assert!(
        run.err.contains("because: No space left on device"),
        "{}",
        run.err
    );
    assert!(!fs::metadata("/dev/full").unwrap().is_file());
}

/// Files may grow to a few hundred bytes, as on a disk that fills up in the middle of the work.
fn on_a_full_disk(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = std::process::Command::new("sh");
    command
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 1; exec \"$@\"",
            "sh",
            env!("CARGO_BIN_EXE_stance"),
        ])
        .args(arguments)
        .current_dir(folder.path("."));
    end(spawn(&mut command))
}

#[test]
fn a_disk_that_fills_up_leaves_the_old_results() {
    let folder = Folder::with_model();
    assert_eq!(folder.run(&CLASSIFY).status, 0);
    let names = [
        "comparisons.csv",
        "documents.csv",
        "estimate.json",
        "methods.md",
        "model.json",
        "removed.csv",
        "robustness.csv",
        "run.json",
        "sentences.csv",
        "sources.csv",
        "speakers.csv",
        "terms.csv",
    ];
    let old = names.map(|name| folder.read(&format!("out/{name}")));
    folder.write("docs/d1.txt", common::ARTICLE);
    let run = on_a_full_disk(&folder, &CLASSIFY);
    assert_eq!((run.status, run.out.as_str()), (2, ""), "{run:?}");
    assert!(run.err.contains("cannot write `out"), "{}", run.err);
    assert_eq!(folder.names("out"), names);
    assert_eq!(names.map(|name| folder.read(&format!("out/{name}"))), old);
}

#[test]
fn a_disk_that_fills_up_leaves_the_old_model() {
    let folder = Folder::with_model();
    let old = folder.read("toy.stance");
    let run = on_a_full_disk(
        &folder,
        &["train", "labels", "--folds", "0", "--output", "toy.stance"],
    );
    assert_eq!((run.status, run.out.as_str()), (2, ""), "{run:?}");
    assert!(run.err.contains("cannot write `toy.stance`"), "{}", run.err);
    assert!(folder.read("toy.stance") == old);
    assert!(folder.unfinished().is_empty());
}

// Interruptions.

fn wait_for(what: &str, mut is_there: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_there() {
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "{what} did not come"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Sends a signal to the program while it waits for the rest of its input.
fn interrupt(signal: &str, output: &str) {
    let folder = Folder::with_model();
    folder.write("out/sentences.csv", "old");
    let arguments = ["classify", "-", "--model", "toy.stance", "--output", output];
    let mut child = spawn(&mut folder.command(&arguments));
    let mut input = child.stdin.take().unwrap();
    input.write_all(common::ARTICLE.as_bytes()).unwrap();
    wait_for("the unfinished file", || !folder.unfinished().is_empty());
    let kill = std::process::Command::new("kill")
        .args([signal, &child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    let run = end(child);
    assert_eq!((run.status, run.out.as_str()), (130, ""), "{run:?}");
    assert_eq!(folder.names("out"), ["sentences.csv"]);
    assert_eq!(folder.read("out/sentences.csv"), "old");
    assert!(!Path::new(&folder.path("alone.csv")).exists());
    assert!(folder.unfinished().is_empty());
    drop(input);
}

#[test]
fn ctrl_c_leaves_the_old_results() {
    interrupt("-INT", "out");
}

#[test]
fn ctrl_c_leaves_no_part_of_a_file() {
    interrupt("-INT", "alone.csv");
}

#[test]
fn being_terminated_leaves_the_old_results() {
    interrupt("-TERM", "out");
}
