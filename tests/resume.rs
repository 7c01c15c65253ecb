//! `classify --resume`: a run that was killed goes on, and its results are those of one that was not.

mod common;

use std::time::Instant;

use common::{ARTICLE, Folder, end, spawn};

const FILES: [&str; 4] = ["run.json", "sentences.csv", "sources.csv", "removed.csv"];

/// A folder of as many different articles, and the model.
fn corpus(articles: usize) -> Folder {
    let folder = Folder::with_model();
    for n in 0..articles {
        let text = format!(
            "{ARTICLE}وأضاف المصدر رقم {n} أن الوفد يغادر بعد {n} أيام إلى مدينة البصرة.\n"
        );
        folder.write(&format!("docs/s{}/a{n}.txt", n % 3), text.repeat(1 + n % 7));
    }
    folder
}

fn arguments<'a>(output: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let fixed = [
        "classify",
        "docs",
        "--model",
        "toy.stance",
        "--output",
        output,
    ];
    [&fixed[..], more].concat()
}

fn check_same(folder: &Folder, output: &str) {
    for file in FILES {
        let (found, expected) = (format!("{output}/{file}"), format!("whole/{file}"));
        assert!(folder.read(&found) == folder.read(&expected), "{found}");
    }
}

/// Wherever a kill falls, the bytes are the same; that pages are taken over is for the tests below.
#[test]
fn a_run_killed_at_any_moment_goes_on() {
    let folder = corpus(400);
    let start = Instant::now();
    assert_eq!(folder.run(&arguments("whole", &[])).status, 0);
    let whole = start.elapsed();
    for part in 0..8 {
        let output = format!("out{part}");
        let resume = arguments(&output, &["--resume", "--threads", "2"]);
        let mut child = spawn(&mut folder.command(&resume));
        std::thread::sleep(whole * part / 7);
        child.kill().unwrap();
        child.wait().unwrap();
        let run = end(spawn(&mut folder.command(&resume)));
        assert_eq!(run.status, 0, "{run:?}");
        let left = folder.names(&output);
        assert!(
            left.iter().all(|name| !name.ends_with(".unfinished")),
            "{left:?}"
        );
        check_same(&folder, &output);
    }
}

#[test]
fn a_journal_cut_at_any_byte_is_taken_over_up_to_there() {
    let folder = corpus(5);
    let resume = arguments("out", &["--resume"]);
    assert_eq!(folder.run(&arguments("whole", &[])).status, 0);
    assert_eq!(folder.run(&resume).status, 0);
    let journal = folder.read("out/.partial/pages.jsonl").into_bytes();
    for length in (0..journal.len()).step_by(journal.len() / 25) {
        folder.write("out/.partial/pages.jsonl", &journal[..length]);
        assert_eq!(folder.run(&resume).status, 0);
        check_same(&folder, "out");
        assert_eq!(folder.read("out/.partial/pages.jsonl").len(), journal.len());
    }
}

#[test]
fn only_what_changed_is_classified_again() {
    let folder = corpus(12);
    let resume = arguments("out", &["--resume"]);
    let check = |expected: Option<&str>| {
        let run = folder.run(&resume);
        assert_eq!(run.status, 0, "{run:?}");
        let told = run.err.lines().find(|line| line.contains("taken over"));
        let expected =
            expected.map(|n| format!("  {n} documents were taken over from an earlier run"));
        assert_eq!(told, expected.as_deref());
        assert_eq!(folder.run(&arguments("whole", &[])).status, 0);
        check_same(&folder, "out");
    };
    check(None);
    check(Some("13"));
    folder.write("docs/s0/a0.txt", "يرفض الحزب بقاء القوات الأجنبية في البلاد.");
    check(Some("12"));
    let other = arguments("out", &["--resume", "--keep-all"]);
    assert!(!folder.run(&other).err.contains("taken over"));
    check(None);
}

#[test]
fn resuming_needs_a_folder() {
    let folder = corpus(1);
    let asked = arguments("out.csv", &["--resume"]);
    folder.fails(&asked, "name one with --output");
}
