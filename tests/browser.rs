//! The report in a browser: it opens from a file, asks no network, and every number opens its sentences.
//!
//! Without Chromium these tests pass and say so; `scripts/test` installs it and sets
//! `STANCE_BROWSER=required`, and then they fail without it.

#[path = "browser/client.rs"]
mod client;
mod common;
#[path = "browser/compared.rs"]
mod compared;
#[path = "browser/numbers.rs"]
mod numbers;

use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard};

use client::Browser;
use common::Folder;

/// One browser at a time.
static TURN: Mutex<()> = Mutex::new(());

/// A browser of the width of a desk's screen; none, and a note, where there is no Chromium.
fn browser() -> Option<(MutexGuard<'static, ()>, Browser)> {
    let Some(program) = client::installed() else {
        let required = std::env::var("STANCE_BROWSER").is_ok_and(|value| value == "required");
        assert!(
            !required,
            "Chromium is not installed: `apt-get install chromium`"
        );
        eprintln!("note: no Chromium found, so the report was not opened in a browser");
        return None;
    };
    let turn = TURN
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    Some((turn, Browser::start(&program, 1200, 900)))
}

/// The program on files of this repository.
fn stance(arguments: &[&str]) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stance"));
    let run = command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
}

/// The report of `seeds/` in a language.
fn seeds(language: &str) -> PathBuf {
    static OUT: LazyLock<PathBuf> = LazyLock::new(|| {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("report-seeds");
        stance(&["classify", "seeds", "--output", out.to_str().unwrap()]);
        out
    });
    let page = OUT.join(format!("{language}.html"));
    let (out, to) = (OUT.to_str().unwrap(), page.to_str().unwrap());
    stance(&["report", out, "-o", to, "--lang", language]);
    page
}

const FOUND: &str = "Number(document.getElementById('found').dataset.count)";

#[test]
fn the_page_opens_from_a_file_without_a_complaint_in_both_languages() {
    let Some((_turn, mut browser)) = browser() else {
        return;
    };
    for (language, direction) in [("en", "ltr"), ("ar", "rtl")] {
        browser.open(&seeds(language));
        assert_eq!(browser.text("document.documentElement.dir"), direction);
        assert_eq!(browser.text("document.documentElement.lang"), language);
        assert_eq!(browser.number(FOUND), 97, "all sentences of seeds/");
        assert_eq!(browser.complaints(), [""; 0]);
        let unnamed = "[...document.querySelectorAll('a,button,input,select')].filter(e => !(e.textContent.trim() || e.labels?.length || e.getAttribute('aria-label'))).length";
        assert_eq!(browser.number(unnamed), 0);
        let levels = "[...document.querySelectorAll('h1,h2,h3')].map(h => h.tagName[1]).join('')";
        let levels = browser.text(levels);
        assert!(levels.starts_with("12"), "{levels}");
    }
}

#[test]
fn every_number_opens_exactly_its_sentences() {
    let Some((_turn, mut browser)) = browser() else {
        return;
    };
    browser.open(&seeds("en"));
    assert!(numbers::check(&mut browser) > 60);
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn filters_search_and_keyboard_work() {
    let Some((_turn, mut browser)) = browser() else {
        return;
    };
    browser.open(&seeds("en"));
    // The search folds spellings: with and without hamza the same sentences are found.
    browser.value("location.hash = '#e?q=' + encodeURIComponent('أمريكا')");
    browser.wait(&format!("{FOUND} < 97"));
    let with = browser.number(FOUND);
    browser.value("location.hash = '#e?q=' + encodeURIComponent('امريكا')");
    browser.wait("decodeURIComponent(location.hash).includes('امريكا')");
    assert_eq!((with > 0, browser.number(FOUND)), (true, with));
    browser.value("document.getElementById('clear').click()");
    browser.wait(&format!("{FOUND} === 97"));
    // 97 sentences are four pages of 25.
    for page in 2..=4 {
        browser.value("document.getElementById('next').click()");
        assert!(
            browser
                .text("document.getElementById('page-number').textContent")
                .contains(&format!("Page {page} of 4"))
        );
    }
    assert_eq!(
        browser.number("document.querySelectorAll('#list > li').length"),
        22
    );
    assert_eq!(
        browser.value("document.getElementById('next').disabled"),
        true
    );
    // A bar by the keyboard alone.
    browser.value("document.querySelector('#figures svg.wide a.open[href*=\"h0=2\"]').focus()");
    browser.press("Enter", 13);
    browser.wait("location.hash.includes('h0=2')");
    browser.wait(&format!("{FOUND} < 97"));
    assert_eq!(browser.text("document.activeElement.id"), "evidence-h");
    // The whole article, with what was removed in it.
    browser.value("document.querySelector('#list a[href^=\"#a?\"]').click()");
    browser.wait("document.querySelectorAll('#whole .unit').length > 5");
    assert_eq!(
        browser.number("document.querySelectorAll('#whole .here').length"),
        1
    );
    assert!(browser.number("document.querySelectorAll('#whole .gone').length") > 0);
    // A sentence's details, opened when asked for.
    browser.value("location.hash = '#e?l=wrong&h0=0'");
    browser.value("document.querySelector('#list details summary')?.click()");
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
fn nothing_is_wider_than_a_phone() {
    let Some((_turn, mut browser)) = browser() else {
        return;
    };
    for language in ["en", "ar"] {
        browser.resize(360, 740);
        browser.open(&seeds(language));
        assert_eq!(
            browser.number("document.documentElement.scrollWidth"),
            360,
            "{language}"
        );
        let shown = "[...document.querySelectorAll('svg.figure')].filter(e => e.getBoundingClientRect().width > 0 && e.classList.contains('wide')).length";
        assert_eq!(browser.number(shown), 0);
    }
}

#[test]
fn the_page_is_valid_html() {
    let required = std::env::var("STANCE_BROWSER").is_ok_and(|value| value == "required");
    for language in ["en", "ar"] {
        let page = seeds(language);
        let mut command = std::process::Command::new("tidy");
        match command.args(["-q", "-e"]).arg(&page).output() {
            Ok(run) => {
                // tidy knows no SVG: it takes the attributes of its links for inventions.
                let said = String::from_utf8_lossy(&run.stderr).into_owned();
                let known = |line: &&str| !line.contains("proprietary attribute");
                let wrong: Vec<&str> = said.lines().filter(known).collect();
                assert!(wrong.is_empty(), "{}", wrong.join("\n"));
            }
            Err(_) if !required => eprintln!("note: no tidy found, so the page was not validated"),
            Err(error) => panic!("tidy: {error}: `apt-get install tidy`"),
        }
    }
}

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
        lines.push_str(&format!("{row}\n"));
    }
    let long = serde_json::json!({ "document": "long", "source": "long", "title": "ط".repeat(1 << 19), "text": "جملة قصيرة عن القوات." });
    lines.push_str(&format!("{long}\n"));
    folder.write("docs.jsonl", lines);
    let run = folder.run(&[
        "classify",
        "docs.jsonl",
        "--model",
        "toy.stance",
        "--unit",
        "document",
    ]);
    assert_eq!(run.status, 0, "{}", run.err);
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
        page.len() < 2_000_000,
        "a long title is cut: {} bytes",
        page.len()
    );
    assert!(!page.contains("<img"));
    assert_eq!(page.matches("<script").count(), 2);
    assert!(!folder.read("out/figure.svg").contains("<script"));
    assert!(!folder.read("out/report.md").contains("<script"));
    let Some((_turn, mut browser)) = browser() else {
        return;
    };
    browser.open(&folder.path("out/report.html"));
    assert_eq!(browser.number(FOUND), 10);
    for at in 0..10 {
        browser.value(&format!("location.hash = '#a?n={at}'"));
        browser.wait(&format!(
            "document.getElementById('article').value === '{at}'"
        ));
    }
    assert_eq!(
        browser
            .value("window.harmed === undefined && document.querySelector('#list img') === null"),
        true
    );
    let links = "[...document.querySelectorAll('a')].filter(a => !/^(#|https?:)/.test(a.getAttribute('href'))).length";
    assert_eq!(browser.number(links), 0);
    assert!(
        browser
            .text("document.getElementById('list').textContent")
            .contains("<script>window.harmed=1</script>")
    );
    assert!(browser.number("document.body.getBoundingClientRect().height") > 100);
    assert_eq!(browser.complaints(), [""; 0]);
}

#[test]
#[ignore = "writes pictures to look at: STANCE_PICTURES=folder cargo test --test browser -- --ignored"]
fn pictures() {
    let Some((_turn, mut browser)) = browser() else {
        return;
    };
    let Some(folder) = std::env::var_os("STANCE_PICTURES").map(PathBuf::from) else {
        return;
    };
    let shoot = |browser: &mut Browser, name: &str| {
        let picture = browser.call(
            "Page.captureScreenshot",
            serde_json::json!({ "format": "png" }),
        );
        std::fs::write(
            folder.join(format!("{name}.base64")),
            picture["data"].as_str().unwrap(),
        )
        .unwrap();
    };
    for language in ["en", "ar"] {
        browser.resize(1000, 1300);
        browser.open(&seeds(language));
        shoot(&mut browser, &format!("first-{language}"));
    }
}

#[test]
fn a_folder_that_is_not_whole_is_refused_with_the_place_and_the_remedy() {
    let folder = Folder::with_model();
    folder.fails(&["report", "out"], "no `out/run.json`");
    let run = folder.run(&["classify", "docs", "--model", "toy.stance"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let sentences = folder.read("out/sentences.csv");
    let cut = sentences.trim_end().rfind('\n').unwrap();
    folder.write("out/sentences.csv", &sentences[..cut + 1]);
    folder.fails(&["report", "out"], "sentences and the folder holds");
    folder.write(
        "out/sentences.csv",
        sentences.replace("d0.txt", "other.txt"),
    );
    folder.fails(
        &["report", "out"],
        "documents.csv beside it does not name its document",
    );
    folder.write("out/sentences.csv", &sentences);
    folder.fails(&["report", "out", "--lang", "fr"], "known: ar, en");
    let run = folder.run(&["report", "out", "--format", "text", "--lang", "ar"]);
    assert!(run.out.contains("لا يمكن إجراء أي مقارنة"), "{}", run.out);
}
