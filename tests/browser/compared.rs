//! The report of what is compared in another way, and of the words that set sources apart.

use crate::common::Folder;
use crate::{browser, numbers};

/// Eight articles of each of three sources, in two months and of two authors. Every article is about
/// another place, so that no line of it is taken for furniture, and each source has a word of its own.
fn classified() -> Folder {
    let folder = Folder::with_model();
    let mut lines = String::new();
    for (source, word) in [("أ", "احتلال"), ("ب", "شراكة"), ("C", "استقرار")] {
        for at in 0..8 {
            let place = [
                "بغداد",
                "البصرة",
                "أربيل",
                "الموصل",
                "كركوك",
                "النجف",
                "الرمادي",
                "تكريت",
            ][at];
            let text = format!(
                "يطالب نواب {place} بانسحاب القوات من {word} طويل. حذر وزير في {place} من {word} ومن \
                 {word} آخر. يرفض حزب في {place} رحيل القوات الأجنبية قبل أوانه."
            );
            let author = ["سلمى", "Adam"][at / 4];
            let row = serde_json::json!({
                "document": format!("{source}{at}"), "source": source, "text": text,
                "date": format!("2024-0{}-0{}", 1 + at % 2, 1 + at), "author": author,
            });
            lines.push_str(&format!("{row}\n"));
        }
    }
    folder.write("docs.jsonl", lines);
    let run = folder.run(&["classify", "docs.jsonl", "--model", "toy.stance"]);
    assert_eq!(run.status, 0, "{}", run.err);
    folder
}

/// The report, in English.
fn report(folder: &Folder) -> String {
    let run = folder.run(&["report", "out", "--model", "toy.stance"]);
    assert_eq!(run.status, 0, "{}", run.err);
    folder.read("out/report.html")
}

#[test]
fn a_word_that_sets_a_source_apart_opens_its_sentences() {
    let folder = classified();
    let page = report(&folder);
    assert!(page.contains("Words that set a source apart"));
    assert!(page.contains("Stance: can the probabilities be believed?"));
    let Some((_turn, mut browser)) = browser() else {
        return;
    };
    browser.open(&folder.path("out/report.html"));
    // It stands three times in an article, in two of its sentences.
    let said = "[...document.querySelectorAll('#figure-terms svg.wide a')].map(a => a.getAttribute('aria-label')).find(name => name.startsWith('شراك') && name.includes('('))";
    assert!(browser.text(said).ends_with(", 16 sentences"));
    assert!(numbers::check(&mut browser) > 40);
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn the_report_follows_what_was_compared_and_left_out() {
    let folder = classified();
    for (options, said) in [
        (&["--by", "date:month"][..], "in 2 groups"),
        (&["--by", "author"], "Stance by author"),
        (
            &["--by", "source", "--without", "headings,copies"],
            "Left out of all numbers on request",
        ),
        (
            &["--estimator", "acc", "--abstain", "0.6"],
            "answers with a probability below 0.6",
        ),
    ] {
        let run = folder.run(&[&["compare", "out"], options].concat());
        assert_eq!(run.status, 0, "{}", run.err);
        let page = report(&folder);
        assert!(page.contains(said), "{options:?}");
        if let Some((_turn, mut browser)) = browser() {
            browser.open(&folder.path("out/report.html"));
            assert!(numbers::check(&mut browser) > 10, "{options:?}");
        }
    }
    let run = folder.run(&["report", "out", "--lang", "ar", "--format", "text"]);
    assert_eq!(run.status, 0, "{}", run.err);
}

#[test]
fn a_learning_curve_is_drawn_where_there_is_one() {
    let folder = classified();
    assert!(!report(&folder).contains("would more labels help?"));
    let run = folder.run(&[
        "evaluate",
        "labels",
        "--learning-curve",
        "--json",
        "--quiet",
    ]);
    assert_eq!(run.status, 0, "{}", run.err);
    folder.write("curve.json", run.out);
    let arguments = ["report", "out", "--model", "toy.stance", "--learning-curve"];
    let run = folder.run(&[&arguments[..], &["curve.json"]].concat());
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(
        folder
            .read("out/report.html")
            .contains("would more labels help?")
    );
    folder.write("curve.json", "[]");
    let what = "give the output of `stance evaluate --learning-curve --json`";
    folder.fails(&[&arguments[..], &["curve.json"]].concat(), what);
}
