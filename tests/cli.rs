//! Every command from end to end, as a user types it.

mod common;

use std::io::{BufRead, BufReader, Read};

use common::{Folder, Run, end, spawn};
use serde_json::Value;

/// The columns of `sentences.csv` that every task has: DESIGN.md §3.
const COLUMNS: &str = "document,source,date,n,start,end,kind,text,known_terms,in_training";

/// A run that did all it was asked to.
fn done(folder: &Folder, arguments: &[&str]) -> Run {
    let run = folder.run(arguments);
    assert_eq!(run.status, 0, "{arguments:?}: {run:?}");
    run
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The rows of a CSV text, each a map from column to field.
fn rows(csv: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn train_saves_a_model_and_prints_its_card() {
    let folder = Folder::new();
    let run = done(&folder, &["train", "labels"]);
    assert_eq!(folder.names("models"), ["toy.stance"]);
    assert!(
        run.out
            .starts_with("toy: the withdrawal of foreign forces\n"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("24 real ones of 4 documents, 0 authored"),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("out-of-fold on the real sentences: leave one document out (4)")
    );
    assert!(
        run.err.contains("24 labelled rows in 1 file"),
        "{}",
        run.err
    );
    assert!(
        run.err.ends_with("saved models/toy.stance\n"),
        "{}",
        run.err
    );
}

#[test]
fn train_takes_the_labels_folder_by_default() {
    let folder = Folder::new();
    done(&folder, &["train"]);
    assert_eq!(folder.names("models"), ["toy.stance"]);
}

#[test]
fn train_needs_no_task_file() {
    let folder = Folder::new();
    folder.write(
        "tweets.csv",
        "text,stance,tone\na b,p,x\na c,p,y\nd b,q,x\nd c,q,y\n",
    );
    let run = done(
        &folder,
        &[
            "train",
            "tweets.csv",
            "--heads",
            "stance",
            "--output",
            "m.stance",
        ],
    );
    assert!(
        run.err
            .contains("4 rows have no document: each is a group of its own"),
        "{}",
        run.err
    );
    let shown = json(&done(&folder, &["show", "m.stance", "--json"]).out);
    assert_eq!(shown["card"]["task"], "tweets");
    assert_eq!(shown["card"]["heads"].as_array().unwrap().len(), 1);
    assert_eq!(shown["card"]["heads"][0]["examples"]["p"], 2);
}

#[test]
fn train_measures_nothing_without_folds_and_says_so() {
    let folder = Folder::new();
    let run = done(&folder, &["train", "labels", "--folds", "0"]);
    assert!(
        run.out
            .contains("nothing was measured: trained with --folds 0"),
        "{}",
        run.out
    );
}

#[test]
fn train_fits_with_either_solver() {
    let folder = Folder::new();
    let train = [
        "train",
        "labels",
        "--l2",
        "1",
        "--class-weight",
        "none",
        "--folds",
        "0",
    ];
    for solver in ["newton", "linfa"] {
        let output = format!("{solver}.stance");
        done(
            &folder,
            &[&train[..], &["--solver", solver, "--output", &output]].concat(),
        );
    }
    let card = |model: &str| json(&done(&folder, &["show", model, "--json"]).out)["card"].clone();
    assert_eq!(
        card("newton.stance")["terms"],
        card("linfa.stance")["terms"]
    );
}

#[test]
fn evaluate_scores_each_head_by_document() {
    let folder = Folder::new();
    let run = done(&folder, &["evaluate", "labels"]);
    for expected in [
        "macro-F1",
        "stance",
        "supports",
        "always the most frequent class: macro-F1 0.167, accuracy 0.333",
        "leave one document out (4)",
    ] {
        assert!(
            run.out.contains(expected),
            "{expected} is missing from\n{}",
            run.out
        );
    }
    let scores = json(&done(&folder, &["evaluate", "labels", "--json"]).out);
    let head = &scores["heads"][0];
    assert_eq!(
        (&head["head"], &head["sentences"]),
        (&"stance".into(), &24.into())
    );
    assert_eq!(head["documents"], 4);
    // 8 of each of three classes: the majority is right in a third, and F1 is 1/2, 0 and 0.
    assert!((head["majority_accuracy"].as_f64().unwrap() - 1.0 / 3.0).abs() < 1e-12);
    assert!((head["majority_macro_f1"].as_f64().unwrap() - 1.0 / 6.0).abs() < 1e-12);
    assert!(head["sentence_split_macro_f1"].is_number());
    let support = |class: usize| head["classes"][class]["support"].as_u64().unwrap();
    assert_eq!([support(0), support(1), support(2)], [8, 8, 8]);
}

#[test]
fn evaluate_scores_a_model_by_its_out_of_fold_predictions() {
    let folder = Folder::with_model();
    let arguments = ["evaluate", "labels", "--model", "toy.stance", "--json"];
    let scores = json(&done(&folder, &arguments).out);
    assert_eq!(
        scores["how"],
        "the model on 24 sentences, 24 of them by out-of-fold predictions"
    );
    let grouped = json(&done(&folder, &["evaluate", "labels", "--json"]).out);
    assert_eq!(
        scores["heads"][0]["confusion"],
        grouped["heads"][0]["confusion"]
    );
}

#[test]
fn evaluate_exits_with_1_below_the_bar() {
    let folder = Folder::new();
    for (bar, status) in [("0", 0), ("1.01", 1)] {
        let run = folder.run(&["evaluate", "labels", "--min-macro-f1", bar]);
        assert_eq!(run.status, status, "{run:?}");
        assert!(run.out.contains("macro-F1"));
    }
}

#[test]
fn show_prints_the_card_and_the_strongest_terms() {
    let folder = Folder::with_model();
    let run = done(&folder, &["show", "toy.stance"]);
    assert!(run.out.contains("trained on 24 sentences"), "{}", run.out);
    assert!(run.out.contains("بانسحاب"), "{}", run.out);
    assert_eq!(run.err, "");
    let shown = json(&done(&folder, &["show", "toy.stance", "--json", "--terms", "1"]).out);
    assert_eq!(shown["card"]["sentences"], 24);
    assert!(shown["terms"].is_array());
}

#[test]
fn explain_gives_class_probabilities_and_terms() {
    let folder = Folder::with_model();
    let sentence = "يطالب النائب بانسحاب القوات الأجنبية فورا";
    let explain = ["explain", sentence, "--model", "toy.stance"];
    let run = done(&folder, &explain);
    assert!(
        run.out.contains("supports") && run.out.contains("بانسحاب"),
        "{}",
        run.out
    );
    let explained = json(&done(&folder, &[&explain[..], &["--json"]].concat()).out);
    let head = &explained["heads"][0];
    assert_eq!(
        (&explained["text"], &head["class"]),
        (&sentence.into(), &"supports".into())
    );
    let probabilities = head["probabilities"].as_array().unwrap();
    let sum: f64 = probabilities
        .iter()
        .map(|pair| pair[1].as_f64().unwrap())
        .sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    let piped = folder.run_with(
        &["explain", "-", "--model", "toy.stance"],
        &format!("{sentence}\n"),
    );
    assert_eq!((piped.status, piped.out), (0, run.out));
}

#[test]
fn classify_fills_a_folder() {
    let folder = Folder::with_model();
    let run = done(&folder, &["classify", "docs", "--model", "toy.stance"]);
    assert_eq!(
        folder.names("out"),
        [
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
            "terms.csv"
        ]
    );
    assert!(
        run.out.starts_with("stance\n") && run.out.contains("net"),
        "{}",
        run.out
    );
    assert!(
        run.err
            .starts_with("1 documents: 4 sentences kept, 1 units removed"),
        "{}",
        run.err
    );
}

#[test]
fn sentences_have_the_columns_of_the_design() {
    let folder = Folder::with_model();
    done(&folder, &["classify", "docs", "--model", "toy.stance"]);
    let csv = folder.read("out/sentences.csv");
    let head = "stance,stance_supports,stance_neutral,stance_opposes,stance_label";
    assert_eq!(
        csv.lines().next().unwrap(),
        format!("{COLUMNS},{head},part,language,copy_of,foreign,holder")
    );
    let rows = rows(&csv);
    assert_eq!(rows.len(), 4);
    for (index, row) in rows.iter().enumerate() {
        let [start, end] = ["start", "end"].map(|name| row[name].parse::<usize>().unwrap());
        assert_eq!(row["text"], common::ARTICLE[start..end]);
        assert_eq!(row["n"], (index + 1).to_string());
        assert_eq!(
            (row["document"].as_str(), row["source"].as_str()),
            ("d0.txt", "d0")
        );
        let classes = ["supports", "neutral", "opposes"];
        let p = classes.map(|class| row[&format!("stance_{class}")].parse::<f64>().unwrap());
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 2e-4, "{p:?}"); // four decimals each
        let most = (0..3).max_by(|&a, &b| p[a].total_cmp(&p[b])).unwrap();
        assert_eq!(row["stance"], classes[most]);
    }
    let trained: Vec<_> = rows.iter().map(|row| row["in_training"].as_str()).collect();
    let labels: Vec<_> = rows
        .iter()
        .map(|row| row["stance_label"].as_str())
        .collect();
    assert_eq!(trained, ["false", "true", "false", "false"]);
    assert_eq!(labels, ["", "supports", "", ""]);
    assert_eq!(
        (rows[0]["kind"].as_str(), rows[1]["kind"].as_str()),
        ("heading", "body")
    );
}

#[test]
fn the_ledger_and_the_record_say_what_was_left_out() {
    let folder = Folder::with_model();
    folder.write("docs/picture.png", "");
    done(&folder, &["classify", "docs", "--model", "toy.stance"]);
    let ledger = folder.read("out/removed.csv");
    assert!(
        ledger.starts_with("document,source,part,start,end,reason,text\nd0.txt,d0,1,"),
        "{ledger}"
    );
    assert!(ledger.ends_with(",related,اقرأ أيضا\n"), "{ledger}");
    let record = json(&folder.read("out/run.json"));
    let counts = &record["counts"];
    let number = |name: &str| counts[name].as_u64().unwrap();
    assert_eq!(
        [
            number("documents"),
            number("sentences"),
            number("in_training")
        ],
        [1, 4, 1]
    );
    assert_eq!(counts["passed_over"][0], "docs/picture.png");
    for digest in ["documents_sha256", "model_sha256", "labels_sha256"] {
        assert_eq!(record[digest].as_str().unwrap().len(), 64, "{digest}");
    }
}

#[test]
fn sources_add_up() {
    let folder = Folder::with_model();
    done(&folder, &["classify", "docs", "--model", "toy.stance"]);
    let rows = rows(&folder.read("out/sources.csv"));
    let classes = ["supports", "neutral", "opposes"];
    let of_classes = rows
        .iter()
        .filter(|row| classes.contains(&row["class"].as_str()));
    let counted: u32 = of_classes
        .map(|row| row["count"].parse::<u32>().unwrap())
        .sum();
    assert_eq!(counted, 4);
    let whole = rows.iter().filter(|row| row["class"] != "net_on_target");
    assert!(
        whole
            .clone()
            .all(|row| row["sentences"] == "4" && row["documents"] == "1")
    );
    assert_eq!(whole.count(), 5); // the classes, net and on_target
}

#[test]
fn classify_takes_a_source_from_the_sub_folder_or_sources_csv() {
    let folder = Folder::with_model();
    folder.write(
        "docs/outlet/b.txt",
        "يرفض الحزب انسحاب القوات من البلاد قبل الأوان.\n",
    );
    folder.write(
        "docs/sources.csv",
        "document,source,date\nd0.txt,المصدر,2024-03-12\n",
    );
    let run = done(&folder, &["classify", "docs", "--model", "toy.stance"]);
    let rows = rows(&folder.read("out/sentences.csv"));
    assert_eq!(
        (rows[0]["source"].as_str(), rows[0]["date"].as_str()),
        ("المصدر", "2024-03-12")
    );
    assert_eq!(
        (rows[4]["document"].as_str(), rows[4]["source"].as_str()),
        ("outlet/b.txt", "outlet")
    );
    assert!(run.out.contains("outlet") && run.out.contains("المصدر"));
}

#[test]
fn every_place_and_format_holds_the_same_sentences() {
    let folder = Folder::with_model();
    let classify = |output: &[&str]| {
        let arguments = ["classify", "docs", "--model", "toy.stance", "--output"];
        done(&folder, &[&arguments[..], output].concat()).out
    };
    classify(&["folder"]);
    let csv = folder.read("folder/sentences.csv");
    classify(&["alone.csv"]);
    assert_eq!(folder.read("alone.csv"), csv);
    assert_eq!(classify(&["-"]), csv);
    classify(&["lines", "--format", "jsonl"]);
    assert_eq!(
        folder.names("lines"),
        [
            "comparisons.csv",
            "documents.csv",
            "estimate.json",
            "methods.md",
            "model.json",
            "removed.csv",
            "robustness.csv",
            "run.json",
            "sentences.jsonl",
            "sources.csv",
            "speakers.csv",
            "terms.csv"
        ]
    );
    let lines = folder.read("lines/sentences.jsonl");
    classify(&["alone.jsonl"]);
    assert_eq!(folder.read("alone.jsonl"), lines);
    assert_eq!(classify(&["-", "--format", "jsonl"]), lines);
    for (row, line) in rows(&csv).iter().zip(lines.lines()) {
        let object = json(line);
        assert_eq!(object["text"], row["text"].as_str());
        assert_eq!(object["in_training"].to_string(), row["in_training"]);
        let p: f64 = row["stance_opposes"].parse().unwrap();
        assert_eq!(object["stance_opposes"].as_f64().unwrap(), p);
        assert_eq!(
            object["stance_label"].is_null(),
            row["stance_label"].is_empty()
        );
    }
}

#[test]
fn the_unit_document_takes_each_text_whole() {
    let folder = Folder::with_model();
    folder.write(
        "tweets.csv",
        "text,source\n\"يرفض الحزب. ويطالب الوزير؟ نعم.\",a\nاقرأ أيضا,b\n",
    );
    let classify = [
        "classify",
        "tweets.csv",
        "--model",
        "toy.stance",
        "--output",
        "-",
    ];
    let whole = done(&folder, &[&classify[..], &["--unit", "document"]].concat());
    let texts: Vec<_> = rows(&whole.out)
        .into_iter()
        .map(|row| row["text"].clone())
        .collect();
    assert_eq!(texts, ["يرفض الحزب. ويطالب الوزير؟ نعم.", "اقرأ أيضا"]);
    let split = done(&folder, &[&classify[..], &["--unit", "sentence"]].concat());
    assert_eq!(rows(&split.out).len(), 3);
}

#[test]
fn classify_reads_standard_input_and_other_text_columns() {
    let folder = Folder::with_model();
    let classify = ["classify", "-", "--model", "toy.stance", "--output", "-"];
    let run = folder.run_with(&classify, common::ARTICLE);
    assert_eq!((run.status, rows(&run.out).len()), (0, 4));
    folder.write("t.csv", "body,source\nيرفض الحزب الانسحاب,a\n");
    let arguments = [
        "classify",
        "t.csv",
        "--model",
        "toy.stance",
        "--output",
        "-",
    ];
    let run = done(
        &folder,
        &[&arguments[..], &["--text-column", "body"]].concat(),
    );
    assert_eq!(rows(&run.out).len(), 1);
}

#[test]
fn an_output_replaces_the_one_before() {
    let folder = Folder::with_model();
    let classify = ["classify", "docs", "--model", "toy.stance"];
    done(&folder, &classify);
    let first = folder.read("out/run.json");
    folder.write("docs/d1.txt", "يرفض الحزب انسحاب القوات.\n");
    done(&folder, &classify);
    assert_ne!(folder.read("out/run.json"), first);
    assert_eq!(folder.names("out").len(), 12);
}

#[test]
fn threads_change_no_byte() {
    let folder = Folder::with_model();
    for threads in ["1", "2"] {
        let output = format!("{threads}.stance");
        done(
            &folder,
            &["train", "labels", "--threads", threads, "--output", &output],
        );
        let out = format!("out{threads}");
        done(
            &folder,
            &[
                "classify",
                "docs",
                "--threads",
                threads,
                "--model",
                "toy.stance",
                "--output",
                &out,
            ],
        );
    }
    assert_eq!(folder.read("1.stance"), folder.read("2.stance"));
    assert_eq!(
        folder.read("out1/sentences.csv"),
        folder.read("out2/sentences.csv")
    );
    assert_eq!(folder.read("out1/run.json"), folder.read("out2/run.json"));
}

#[test]
fn quiet_leaves_only_results() {
    let folder = Folder::with_model();
    for arguments in [
        &["train", "labels", "--quiet"][..],
        &["evaluate", "labels", "-q"],
        &["classify", "docs", "--model", "toy.stance", "--quiet"],
    ] {
        let run = done(&folder, arguments);
        assert_eq!(run.err, "", "{arguments:?}");
        assert_ne!(run.out, "", "{arguments:?}");
    }
}

#[test]
fn errors_are_told_even_when_quiet() {
    let run = Folder::empty().run(&["classify", "--quiet"]);
    assert_eq!(run.status, 2);
    assert!(run.err.starts_with("error: "));
}

#[test]
fn completions_are_for_every_shell() {
    let folder = Folder::empty();
    for (shell, sign) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef stance"),
        ("fish", "complete -c stance"),
    ] {
        let run = done(&folder, &["completions", shell]);
        assert!(run.out.contains(sign), "{shell}: {}", run.out);
        for command in ["train", "evaluate", "classify", "show", "explain"] {
            assert!(run.out.contains(command), "{shell} does not know {command}");
        }
        assert_eq!(run.err, "");
    }
    assert_eq!(folder.run(&["completions", "tcsh"]).status, 2);
}

#[test]
fn help_has_examples_for_every_command() {
    let folder = Folder::empty();
    assert!(done(&folder, &["--help"]).out.contains("Examples:"));
    for command in [
        "train",
        "evaluate",
        "show",
        "classify",
        "explain",
        "completions",
    ] {
        let run = done(&folder, &[command, "--help"]);
        assert!(run.out.contains("Example"), "{command}: {}", run.out);
        assert!(
            run.out.contains(&format!("stance {command}")),
            "{command}: {}",
            run.out
        );
    }
    assert!(done(&folder, &["--version"]).out.starts_with("stance "));
}

#[test]
fn a_misspelt_name_is_recognised() {
    let folder = Folder::with_model();
    folder.write("t.csv", "txet\na\n");
    let suggests = |arguments: &[&str], name: &str| {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(name), "{arguments:?}: {}", run.err);
    };
    suggests(&["trian"], "'train'");
    suggests(&["train", "--fold", "3"], "'--folds'");
    suggests(
        &["train", "labels", "--heads", "stanse"],
        "did you mean `stance`?",
    );
    suggests(
        &["train", "labels", "--features", "wrod"],
        "did you mean `word`?",
    );
    suggests(&["train", "labels", "--solver", "newtom"], "'newton'");
    suggests(
        &[
            "classify",
            "docs",
            "--model",
            "toy.stance",
            "--format",
            "jsnol",
        ],
        "did you mean `jsonl`?",
    );
    suggests(
        &["classify", "t.csv", "--model", "toy.stance"],
        "did you mean `txet`?",
    );
    assert!(folder.names("models").is_empty() && folder.names("out").is_empty());
}

#[test]
fn contradicting_options_are_refused() {
    let folder = Folder::with_model();
    let classify = [
        "classify",
        "docs",
        "--model",
        "toy.stance",
        "--output",
        "a.csv",
        "--format",
        "jsonl",
    ];
    folder.fails(
        &classify,
        "--format jsonl into `a.csv`: give the file the extension .jsonl",
    );
    folder.fails(
        &["train", "labels", "--l2", "0"],
        "--l2 0: use a number above 0",
    );
    folder.fails(
        &["train", "labels", "--folds", "5"],
        "5 folds of 4 documents: use 2 to 4",
    );
    folder.fails(
        &["train", "labels", "--folds", "1"],
        "1 folds of 4 documents: use 2 to 4",
    );
}

/// Enough sentences that they do not fit into a pipe's buffer.
fn long_table(folder: &Folder) {
    let row = "يرفض الحزب انسحاب القوات قبل أوانه,a\n";
    folder.write("long.csv", format!("text,source\n{}", row.repeat(4000)));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let folder = Folder::with_model();
    long_table(&folder);
    for format in ["csv", "jsonl"] {
        let arguments = [
            "classify",
            "long.csv",
            "--model",
            "toy.stance",
            "--output",
            "-",
            "--format",
            format,
        ];
        let mut child = spawn(&mut folder.command(&arguments));
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        assert!(first.contains("stance_supports"), "{first}");
        let run = end(child);
        assert_eq!((run.status, run.err.as_str()), (0, ""));
    }
}

#[test]
fn a_closed_standard_error_is_no_error() {
    let folder = Folder::with_model();
    let mut child = spawn(&mut folder.command(&["classify", "docs", "--model", "toy.stance"]));
    drop(child.stderr.take());
    assert_eq!(end(child).status, 0);
    assert_eq!(folder.names("out").len(), 12);
}

#[test]
fn a_full_standard_output_is_an_error() {
    let folder = Folder::with_model();
    for arguments in [
        &["show", "toy.stance"][..],
        &["classify", "docs", "--model", "toy.stance", "--output", "-"],
    ] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut child = folder
            .command(arguments)
            .stdout(full)
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut told)
            .unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(2), "{told}");
        assert!(told.contains("cannot write `standard output`"), "{told}");
        assert!(told.contains("because: No space left on device"), "{told}");
    }
}

#[test]
fn classify_marks_copies_and_leaves_other_languages_out_of_shares() {
    let folder = Folder::with_model();
    folder.write("docs/d1.txt", common::ARTICLE);
    folder.write(
        "docs/d2.txt",
        "يرفض رئيس الوزراء بقاء القوات الأجنبية في البلاد بعد نهاية العام.\n\
         The government said that the foreign forces must leave soon.\n",
    );
    let run = done(&folder, &["classify", "docs", "--model", "toy.stance"]);
    let rows = rows(&folder.read("out/sentences.csv"));
    let column = |name: &str| {
        rows.iter()
            .map(|row| row[name].as_str())
            .collect::<Vec<_>>()
    };
    let original = "d0.txt";
    assert_eq!(
        column("copy_of"),
        [
            "", "", "", "", original, original, original, original, "", ""
        ]
    );
    assert_eq!(column("language")[8..], ["ar", "en"]);
    assert!(column("part").iter().all(|part| *part == "1"));
    let counts = &json(&folder.read("out/run.json"))["counts"];
    assert_eq!(
        (&counts["copies"], &counts["foreign"]),
        (&1.into(), &1.into())
    );
    assert!(run.err.contains("left out of the shares"), "{}", run.err);
    let sources = folder.read("out/sources.csv");
    assert!(
        sources.contains("\nd2,all,stance,supports,1,1,"),
        "{sources}"
    );
}

#[test]
fn copies_count_in_the_shares_unless_left_out() {
    let folder = Folder::with_model();
    folder.write("docs/d1.txt", common::ARTICLE);
    let shares = |more: &[&str]| {
        let classify = ["classify", "docs", "--model", "toy.stance"];
        done(&folder, &[&classify[..], more].concat());
        folder.read("out/sources.csv")
    };
    let with = shares(&[]);
    let without = shares(&["--without", "copies"]);
    assert_ne!(with, without);
    let record = json(&folder.read("out/run.json"));
    assert_eq!(record["without_copies"], true);
    assert_eq!(record["counts"]["copied_sentences"], 4);
    assert_eq!(rows(&folder.read("out/sentences.csv")).len(), 8);
}

#[test]
fn classify_refuses_an_output_of_no_known_format() {
    let folder = Folder::with_model();
    let classify = ["classify", "docs", "--model", "toy.stance", "--output"];
    let run = folder.run(&[&classify[..], &["x.parquet"]].concat());
    assert_eq!(run.status, 2, "{run:?}");
    assert!(
        run.err
            .contains("unknown format of `x.parquet` (known: .csv, .jsonl, a folder)"),
        "{}",
        run.err
    );
    assert!(!folder.path("x.parquet").exists());
    done(&folder, &[&classify[..], &["out.v2"]].concat());
    assert!(folder.path("out.v2/sentences.csv").is_file());
}

#[test]
fn classify_keeps_what_it_is_told_to_keep() {
    let folder = Folder::with_model();
    let classify = ["classify", "docs", "--model", "toy.stance"];
    done(&folder, &[&classify[..], &["--keep", "related"]].concat());
    let record = json(&folder.read("out/run.json"));
    assert_eq!(record["counts"]["removed"], serde_json::json!({}));
    assert_eq!(record["clean"]["keep"], serde_json::json!(["related"]));
    let wrong = [&classify[..], &["--keep", "relatd"]].concat();
    assert!(folder.run(&wrong).err.contains("unknown reason `relatd`"));
}
