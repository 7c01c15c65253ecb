//! Reading: formats, metadata, and input that cannot be read.

use std::fs;
use std::path::{Path, PathBuf};

use stance::document::Document;
use stance::read::{ReadParams, Unreadable, documents};

/// A folder with these files, gone at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str, files: &[(&str, &[u8])]) -> Folder {
        let folder =
            std::env::temp_dir().join(format!("stance-read-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        Folder(folder)
    }

    fn read(&self, name: &str) -> (Vec<Document>, Vec<Unreadable>) {
        let mut read = (vec![], vec![]);
        for item in documents(&self.0.join(name), &ReadParams::default()).unwrap() {
            match item {
                Ok(document) => read.0.push(document),
                Err(unreadable) => read.1.push(unreadable),
            }
        }
        read
    }

    fn error(&self, name: &str) -> String {
        documents(&self.0.join(name), &ReadParams::default())
            .err()
            .unwrap()
            .to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn reads_a_folder_in_order_with_its_metadata() {
    let folder = Folder::new(
        "order",
        &[
            ("b.txt", "نص ثان".as_bytes()),
            ("outlet/a.txt", "نص أول".as_bytes()),
            ("outlet/c.txt", "نص ثالث".as_bytes()),
            ("image.png", b"x"),
            (
                "sources.csv",
                "document,source,date\nc.txt,المصدر,2024\n".as_bytes(),
            ),
        ],
    );
    let mut all = documents(&folder.0, &ReadParams::default()).unwrap();
    assert_eq!(all.size_hint(), (3, Some(3)));
    let read: Vec<Document> = all.by_ref().map(Result::unwrap).collect();
    let told: Vec<_> = read
        .iter()
        .map(|document| (document.name.as_str(), document.source.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("b.txt", "b"),
            ("outlet/a.txt", "outlet"),
            ("outlet/c.txt", "المصدر")
        ]
    );
    assert_eq!(read[2].date.as_deref(), Some("2024"));
    assert_eq!(all.without_source(), 1);
    assert_eq!(all.passed_over().len(), 1);
    assert_eq!(all.bytes_total(), Some(all.bytes_read()));
}

#[test]
fn goes_on_after_what_cannot_be_read() {
    let folder = Folder::new(
        "unreadable",
        &[
            ("binary.txt", b"\0\x01"),
            ("empty.txt", b" \n"),
            ("good.txt", "نص".as_bytes()),
        ],
    );
    let (read, unreadable) = folder.read("");
    assert_eq!(read.len(), 1);
    assert_eq!(unreadable.len(), 2, "{unreadable:?}");
}

#[test]
fn reads_tables_and_reports_bad_rows_by_line() {
    let table = "document,text,source\na,\"سطر\nآخر\",x\nb,نص\nc,,y\nd,نص,y\n";
    let folder = Folder::new("table", &[("t.csv", table.as_bytes())]);
    let (read, unreadable) = folder.read("t.csv");
    assert_eq!(
        read.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["a", "d"]
    );
    let lines: Vec<_> = unreadable
        .iter()
        .map(|row| (row.line, row.reason.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            (Some(4), "2 fields, the header names 3"),
            (Some(5), "empty text")
        ]
    );
}

#[test]
fn names_the_columns_when_the_text_is_missing() {
    let folder = Folder::new("column", &[("t.csv", b"id,txt\n1,a\n")]);
    assert_eq!(
        folder.error("t.csv"),
        "unknown column `text`, did you mean `txt`? (known: id, txt)"
    );
}

#[test]
fn reads_json_lines() {
    let lines = "{\"text\":\"نص\",\"source\":\"x\",\"date\":2024}\nnonsense\n\n{\"body\":\"y\"}\n";
    let folder = Folder::new("jsonl", &[("t.jsonl", lines.as_bytes())]);
    let (read, unreadable) = folder.read("t.jsonl");
    assert_eq!(
        (read[0].name.as_str(), read[0].date.as_deref()),
        ("1", Some("2024"))
    );
    assert_eq!(
        unreadable.iter().map(|row| row.line).collect::<Vec<_>>(),
        [Some(2), Some(4)]
    );
    assert!(unreadable[1].reason.contains("(it has: body)"));
}

#[test]
fn says_what_was_expected_where_nothing_can_be_read() {
    let folder = Folder::new("nothing", &[("only/image.png", b"x")]);
    assert!(
        folder
            .error("missing")
            .contains("does not exist: expected a folder of articles")
    );
    assert!(
        folder
            .error("")
            .contains("holds no document among its 1 files: expected files named .txt")
    );
    assert!(
        folder
            .error("only/image.png")
            .contains("not a format that is read")
    );
}

#[test]
fn stops_at_a_quote_that_is_never_closed() {
    let mut table = b"text\n\"".to_vec();
    table.extend(std::iter::repeat_n(b'a', 4000));
    let folder = Folder::new("quote", &[("t.csv", &table)]);
    let params = ReadParams {
        limit: 1000,
        ..ReadParams::default()
    };
    let read: Vec<_> = documents(&folder.0.join("t.csv"), &params)
        .unwrap()
        .collect();
    assert_eq!(read.len(), 1);
    assert!(read[0].as_ref().unwrap_err().reason.contains("larger than"));
}

#[test]
fn a_seed_folder_reads_the_same_twice() {
    let names = |path: &str| -> Vec<Document> {
        let read = documents(Path::new(path), &ReadParams::default()).unwrap();
        read.map(Result::unwrap).collect()
    };
    assert_eq!(names("seeds"), names("seeds"));
}

#[test]
fn rows_without_a_source_are_named_after_their_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tweets.csv");
    std::fs::write(&path, "document,text\n1,نص\n2,آخر\n").unwrap();
    let mut documents = documents(&path, &ReadParams::default()).unwrap();
    let sources: Vec<String> = documents
        .by_ref()
        .map(|document| document.unwrap().source)
        .collect();
    assert_eq!(sources, ["tweets", "tweets"]);
    assert_eq!(documents.without_source(), 2);
}
