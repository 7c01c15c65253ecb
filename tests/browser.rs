//! The report in a browser: it opens from a file, asks no network, and every number opens its sentences.
//!
//! Without Chromium these tests pass and say so; `scripts/test` installs it and sets
//! `STANCE_BROWSER=required`, and then they fail without it.

#[path = "browser/client.rs"]
mod client;
mod common;
#[path = "browser/compared.rs"]
mod compared;
#[path = "browser/hostile.rs"]
mod hostile;
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
        let jump = levels.as_bytes().windows(2).any(|two| two[1] > two[0] + 1);
        assert!(!jump, "a level of headings is passed over: {levels}");
        let readers = "document.getElementById('findings').textContent.includes('reader_1.csv, reader_2.csv')";
        assert_eq!(browser.value(readers), true);
        // Every figure has its numbers as a table.
        let bare =
            "[...document.querySelectorAll('.plot')].filter(e => !e.querySelector('table')).length";
        assert_eq!(browser.number(bare), 0);
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

/// In every figure that is shown: texts that stand over one another or beyond its edge.
const MISPLACED: &str = r#"[...document.querySelectorAll('svg.figure')].filter(e => e.getBoundingClientRect().width > 0).flatMap(figure => {
    const edge = figure.getBoundingClientRect();
    const texts = [...figure.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()]);
    const beyond = texts.filter(([, at]) => at.left < edge.left - 1 || at.right > edge.right + 1);
    const over = ([, a], [, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5;
    const both = texts.filter((a, at) => texts.slice(0, at).some(b => over(a, b)));
    return [...beyond, ...both].map(([text]) => `${figure.querySelector('title').textContent}: ${text}`);
}).join('; ')"#;

#[test]
fn no_text_of_a_figure_hides_another_at_any_width() {
    let Some((_turn, mut browser)) = browser() else {
        return;
    };
    for language in ["en", "ar"] {
        for width in [360, 390, 768, 1280] {
            browser.resize(width, 900);
            browser.open(&seeds(language));
            assert_eq!(browser.text(MISPLACED), "", "{language}, {width} wide");
        }
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
