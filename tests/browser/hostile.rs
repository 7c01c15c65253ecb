//! A corpus whose every text tries to leave its place in the page.

use std::fmt::Write as _;

use crate::client::Browser;
use crate::common::Folder;
use crate::{FOUND, browser};

/// Strings that try to leave their place.
const HOSTILE: [&str; 9] = [
    "<script>window.harmed=1</script>",
    "\"><img src=x onerror=window.harmed=1>",
    "javascript:window.harmed=1",
    "</style><style>body{display:none}</style>",
    "</script><script>window.harmed=1</script>",
    "<!--<script>",
    "\u{202E}gnitirw\u{2066}\u{2067}",
    "{{7*7}} ${7*7} {target} {n}",
    "__proto__",
];

/// What must not be in any page, beside the two scripts of our own.
const ACTIVE: &str = "[...document.querySelectorAll('script,iframe,object,embed,img,base,link,video,audio,[onerror],[onload]')].length";

/// Links to anything but a place of the page or the web.
const STRANGE_LINKS: &str = "[...document.querySelectorAll('a')].filter(a => !/^(#|https?:)/.test(a.getAttribute('href'))).length";

/// Opens every article of a page and fails for anything that was executed, loaded or complained of.
fn nothing_acts(browser: &mut Browser, page: &std::path::Path, articles: usize) {
    browser.open(page);
    assert_eq!(browser.number(ACTIVE), 2);
    for at in 0..articles {
        browser.value(&format!("location.hash = '#a?n={at}'"));
        browser.wait(&format!(
            "document.getElementById('article').value === '{at}'"
        ));
        assert_eq!(browser.number(STRANGE_LINKS), 0);
    }
    assert_eq!(browser.number(ACTIVE), 2);
    assert_eq!(browser.value("window.harmed === undefined"), true);
    assert!(browser.number("document.body.getBoundingClientRect().height") > 100);
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn a_hostile_corpus_executes_nothing_and_is_shown_as_it_is() {
    let folder = Folder::with_model();
    let mut lines = String::new();
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let row = serde_json::json!({
            "document": format!("{hostile}{number}"), "source": hostile, "title": hostile, "author": hostile, "date": hostile,
            "url": if number % 2 == 0 { "javascript:window.harmed=1" } else { *hostile },
            "text": format!("{hostile} يطالب البرلمان بانسحاب القوات فورا. \u{2028}{hostile}"),
        });
        writeln!(lines, "{row}").unwrap();
    }
    let long = serde_json::json!({ "document": "long", "source": "long", "title": "ط".repeat(1 << 19), "text": "جملة قصيرة عن القوات." });
    writeln!(lines, "{long}").unwrap();
    lines.push_str(
        "{\"document\": \"lone\", \"title\": \"\\ud800\", \"text\": \"جملة \\udfff قصيرة.\"}\n",
    );
    folder.write("docs.jsonl", lines);
    let unit = ["--model", "toy.stance", "--unit", "document"];
    let run = folder.run(&[&["classify", "docs.jsonl"], &unit[..]].concat());
    assert_eq!(run.status, 1, "the lone surrogate is reported: {}", run.err);
    written_in_every_form(&folder);
    let Some((_turn, mut browser)) = browser() else {
        return;
    };
    nothing_acts(&mut browser, &folder.path("out/report.html"), 10);
    assert_eq!(browser.number(FOUND), 10);
    let list = browser.text("document.getElementById('list').textContent");
    assert!(list.contains("<script>window.harmed=1</script>"));
}

fn written_in_every_form(folder: &Folder) {
    for arguments in [
        &["report", "out", "--model", "toy.stance"][..],
        &["report", "out", "--format", "md", "-o", "out/report.md"],
        &["report", "out", "--format", "csv", "-o", "out/report.csv"],
        &["report", "out", "--figure", "out/figure.svg"],
    ] {
        let run = folder.run(arguments);
        assert_eq!(run.status, 0, "{}", run.err);
    }
    let page = folder.read("out/report.html");
    assert!(
        page.len() < 4_000_000,
        "a long title is cut: {}",
        page.len()
    );
    assert!(!page.contains("<img"));
    assert_eq!(page.matches("<script").count(), 2);
    assert!(!folder.read("out/figure.svg").contains("<script"));
    assert!(!folder.read("out/report.md").contains("<script"));
}

/// File names, and every column of `sources.csv`.
#[test]
fn hostile_files_and_their_sources_execute_nothing() {
    let folder = Folder::with_model();
    let mut sources = "document,source,title,author,date,url,section\n".to_owned();
    let mut articles = 0;
    for (number, hostile) in HOSTILE.iter().enumerate() {
        let name = format!("{number}{}.txt", hostile.replace('/', "_"));
        let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let text = format!(
            "{hostile} يطالب البرلمان بانسحاب القوات فورا. ورفض وزير {number} هذا المطلب في بغداد.\n"
        );
        folder.write(&format!("hostile/{name}"), text);
        let cells = [
            &name, *hostile, *hostile, *hostile, *hostile, *hostile, *hostile,
        ];
        writeln!(sources, "{}", cells.map(cell).join(",")).unwrap();
        articles += 1;
    }
    folder.write("hostile/sources.csv", sources);
    let run = folder.run(&["classify", "hostile", "--model", "toy.stance"]);
    assert_eq!(run.status, 0, "{}", run.err);
    written_in_every_form(&folder);
    let Some((_turn, mut browser)) = browser() else {
        return;
    };
    for language in ["en", "ar"] {
        let run = folder.run(&["report", "out", "--lang", language, "--model", "toy.stance"]);
        assert_eq!(run.status, 0, "{}", run.err);
        nothing_acts(&mut browser, &folder.path("out/report.html"), articles);
    }
    // Compared by a hostile column, its name and values stand in headings and figures.
    let run = folder.run(&["compare", "out", "--by", "section"]);
    assert_eq!(run.status, 0, "{}", run.err);
    written_in_every_form(&folder);
    nothing_acts(&mut browser, &folder.path("out/report.html"), articles);
}
