//! `stance check` from end to end: what a folder of dirty articles is like.

mod common;

use std::io::Write;

use common::Folder;
use serde_json::Value;

/// Articles of one outlet under a sub-folder, one of them packed, and the same text elsewhere.
fn corpus() -> Folder {
    let folder = Folder::empty();
    folder.write("docs/a/1.txt", common::ARTICLE);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(OTHER.as_bytes()).unwrap();
    folder.write("docs/a/2.txt.gz", packed.finish().unwrap());
    let packed = zstd::encode_all(common::ARTICLE.as_bytes(), 1).unwrap();
    folder.write("docs/b/1.txt.zst", packed);
    folder
}

const OTHER: &str = "أعلنت وزارة الخارجية أن الوفد غادر إلى واشنطن لبحث ملف الطاقة.\n\
    The government said that the foreign forces must leave the country.\n\
    شارك المقال على فيسبوك\n";

#[test]
fn counts_what_is_kept_removed_and_copied() {
    let folder = corpus();
    let run = folder.run(&["check", "docs", "--json"]);
    assert_eq!(run.status, 0, "{run:?}");
    let check: Value = serde_json::from_str(&run.out).unwrap();
    let expected = serde_json::json!({
        "documents": 3, "kept": 10, "foreign": 1, "without_source": 0,
        "removed": {"related": 2, "share": 1},
        "languages": {"ar": 9, "en": 1},
        "copies": {"b/1.txt.zst": "a/1.txt"},
        "encodings": {"UTF-8": 3},
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&check[name], value, "{name}");
    }
}

#[test]
fn the_ledger_cuts_the_exact_text() {
    let folder = corpus();
    let run = folder.run(&["check", "docs", "--ledger", "removed.csv"]);
    assert_eq!(run.status, 0, "{run:?}");
    let ledger = folder.read("removed.csv");
    let mut rows = csv::Reader::from_reader(ledger.as_bytes());
    let header: Vec<_> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(
        header.join(","),
        "document,source,part,start,end,reason,text"
    );
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    for row in &rows {
        let text = if &row[0] == "a/2.txt.gz" {
            OTHER
        } else {
            common::ARTICLE
        };
        let [start, end] = [3, 4].map(|at: usize| row[at].parse::<usize>().unwrap());
        assert_eq!(&text[start..end], &row[6]);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_reported_and_the_rest_goes_on() {
    let folder = corpus();
    folder.write("docs/a/3.txt", [0u8; 100]);
    let run = folder.run(&["check", "docs"]);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.out.contains("3.txt: not a text"), "{}", run.out);
}

#[test]
fn odd_rows_of_sources_csv_are_reported() {
    let folder = corpus();
    let table = "document;sorce;date\na/1.txt;x;12 آذار 2024\n1.txt;y;2024\n1.txt;z;soon\ngone.txt;x;2024\n";
    folder.write("docs/sources.csv", table);
    let run = folder.run(&["check", "docs", "--json"]);
    let check: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        check["sources_problems"],
        serde_json::json!([
            "sources.csv:1: the column `sorce` is a further one: did you mean `source`?",
            "sources.csv:4: `1.txt` stands in line 3 already; the later line counts",
            "sources.csv:5: there is no document `gone.txt`",
        ])
    );
    assert_eq!(
        check["sources"]["a"]["dates"],
        serde_json::json!(["2024-03-12", "2024-03-12"])
    );
    assert_eq!(check["warnings"][0], check["sources_problems"][0]);
}

#[test]
fn lines_of_the_text_fill_what_nothing_else_says() {
    let folder = Folder::empty();
    folder.write(
        "docs/1.txt",
        format!(
            "عنوان المقال هنا\nالمصدر: صحيفة الرافدين\nتاريخ النشر: 12th, March 2024 GMT\n{OTHER}"
        ),
    );
    folder.write(
        "docs/2.txt",
        format!("---\nsource: البصائر\ndate: بعد غد\n---\n{OTHER}"),
    );
    let run = folder.run(&["check", "docs", "--json"]);
    let check: Value = serde_json::from_str(&run.out).unwrap();
    let dates = &check["sources"]["صحيفة الرافدين"]["dates"];
    assert_eq!(dates, &serde_json::json!(["2024-03-12", "2024-03-12"]));
    assert_eq!(check["odd_dates"], serde_json::json!({"بعد غد": 1}));
    assert_eq!(
        (&check["without_source"], &check["removed"]["metadata"]),
        (&0.into(), &1.into())
    );
}

#[test]
fn text_taken_whole_loses_nothing() {
    let folder = corpus();
    let run = folder.run(&["check", "docs", "--json", "--unit", "document"]);
    let check: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        (&check["kept"], &check["removed"]),
        (&3.into(), &serde_json::json!({}))
    );
}

#[test]
fn an_agency_paragraph_in_an_article_of_its_own_is_a_copied_sentence() {
    let folder = Folder::empty();
    let agency = "قال متحدث باسم الحكومة إن اللجنة المشتركة ستعقد اجتماعها الثالث نهاية الشهر الجاري في بغداد.";
    folder.write(
        "docs/a/1.txt",
        format!("{agency}\nأعلنت وزارة الخارجية أن الوفد غادر إلى واشنطن لبحث ملف الطاقة والمياه."),
    );
    folder.write("docs/b/1.txt", format!("رصدت الصحيفة آراء متباينة في شوارع البصرة بشأن موعد الانسحاب المرتقب.\n{agency}\nويرى سكان المدينة أن القرار تأخر كثيرا وأن الوقت لا ينتظر أحدا."));
    let run = folder.run(&["check", "docs", "--json"]);
    let check: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        (&check["copied"], &check["copied_sentences"]),
        (&0.into(), &1.into())
    );
}

#[test]
fn encodings_and_broken_bytes_are_shown() {
    let folder = Folder::empty();
    let text =
        "يصر العراق على انسحاب القوات الأمريكية من البلاد وتأمل بغداد أن تبدأ هذه العملية قريبا";
    folder.write("docs/a/1.txt", &encoding_rs::WINDOWS_1256.encode(text).0);
    folder.write("docs/a/2.txt", &encoding_rs::ISO_8859_6.encode(text).0);
    let mixed = [text.as_bytes(), b"\xE1\xFF ", text.as_bytes()].concat();
    folder.write("docs/a/3.txt", mixed);
    let run = folder.run(&["check", "docs", "--json"]);
    let check: Value = serde_json::from_str(&run.out).unwrap();
    let encodings = serde_json::json!({"ISO-8859-6": 1, "UTF-8": 1, "windows-1256": 1});
    assert_eq!(
        (&check["encodings"], &check["broken_bytes"]),
        (&encodings, &2.into())
    );
    let run = folder.run(&["check", "docs"]);
    assert!(
        run.out.contains("2 broken byte sequences were replaced"),
        "{}",
        run.out
    );
    assert!(
        !run.out.contains('\u{2068}'),
        "direction marks are for a terminal"
    );
}
