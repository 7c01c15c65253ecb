//! From answers to shares and verdicts: what is estimated, what is refused, and the same bytes again.

mod common;

use common::Folder;
use stance::estimate::{
    Answer, By, Calibration, Estimate, EstimateParams, Estimator, Filter, Labelled, Observations,
    ShareRow, Traits, Verdict, estimate,
};
use stance::task::{Class, Head, Task, Voices};

/// Sensitivity .8, specificity .9, exactly, in each of ten documents of twenty sentences.
fn calibration() -> Calibration {
    let mut rows = Vec::new();
    for document in 0..10 {
        let counts = [((0, 0), 8), ((0, 1), 2), ((1, 0), 1), ((1, 1), 9)];
        for ((label, class), count) in counts {
            rows.extend((0..count).map(|_| labelled(document, label, class)));
        }
    }
    Calibration {
        documents: (0..10)
            .map(|document| format!("labelled {document}"))
            .collect(),
        heads: vec![rows],
    }
}

fn labelled(document: usize, label: usize, class: usize) -> Labelled {
    let probabilities = if class == 0 {
        vec![0.9, 0.1]
    } else {
        vec![0.2, 0.8]
    };
    Labelled {
        document,
        label,
        probabilities,
    }
}

fn head(name: &str, classes: &[&str]) -> Head {
    let mut head = Head::of_classes(name, classes);
    head.classes = head
        .classes
        .into_iter()
        .zip([1, -1])
        .map(|(class, polarity)| Class { polarity, ..class })
        .collect();
    head
}

fn task() -> Task {
    Task {
        name: "t".to_owned(),
        target: String::new(),
        heads: vec![head("stance", &["for", "against"])],
        cues: Default::default(),
    }
}

fn answer(class: usize, label: Option<usize>) -> Answer {
    let probabilities = if class == 0 {
        vec![0.9, 0.1]
    } else {
        vec![0.2, 0.8]
    };
    Answer {
        class,
        label,
        probabilities,
    }
}

/// Sources with so many articles of twenty sentences; in each, so many are predicted `for`, give or take
/// two in turn.
fn sources(of: &[(&str, usize, usize)]) -> Observations {
    let mut observations = Observations::new(&task());
    for (source, articles, predicted) in of {
        for article in 0..*articles {
            let name = format!("{source} {article}");
            let at = observations.document(&name, source, Default::default, None);
            let predicted = predicted + [0, 2, 0, 2][article % 4] - 1;
            for sentence in 0..20 {
                let class = usize::from(sentence >= predicted);
                observations.add_sentence(
                    at,
                    Traits {
                        heading: sentence == 0,
                        ..Traits::default()
                    },
                    [answer(class, None)],
                );
            }
        }
    }
    observations
}

fn run(observations: &Observations, params: &EstimateParams) -> Estimate {
    estimate(observations, &calibration(), params).unwrap()
}

fn row<'a>(estimate: &'a Estimate, source: &str, class: &str) -> &'a ShareRow {
    let mut rows = estimate.shares.iter();
    rows.find(|row| row.source == source && row.voice == "all" && row.class == class)
        .unwrap()
}

#[test]
fn the_errors_of_the_model_are_undone() {
    // 9 of 20 predicted: (.45 − .1) / (.8 − .1) = .5.
    let estimate = run(&sources(&[("a", 20, 9)]), &EstimateParams::default());
    let row = row(&estimate, "a", "for");
    assert_eq!(row.share, Some(0.45));
    assert!((row.corrected.unwrap() - 0.5).abs() < 1e-6, "{row:?}");
    assert!(
        row.low.unwrap() < 0.5 && row.high.unwrap() > 0.5 && row.high.unwrap() < 0.65,
        "{row:?}"
    );
    assert_eq!(row.interval_of, "articles");
}

#[test]
fn estimators_agree_where_they_should() {
    let observations = sources(&[("a", 20, 9)]);
    let by = |estimator| {
        let params = EstimateParams {
            estimator,
            ..EstimateParams::default()
        };
        row(&run(&observations, &params), "a", "for")
            .corrected
            .unwrap()
    };
    assert!((by(Estimator::Counted) - 0.45).abs() < 1e-6);
    // Probabilities that follow from the class alone: the same two equations.
    assert!((by(Estimator::Pacc) - 0.5).abs() < 1e-4);
    // EMQ supposes that the probabilities are right; these are nearly (.89 and .18 would be).
    assert!(
        (by(Estimator::Emq) - 0.5).abs() < 0.1,
        "{}",
        by(Estimator::Emq)
    );
}

#[test]
fn a_label_counts_before_a_prediction() {
    let mut observations = Observations::new(&task());
    for article in 0..6 {
        let at = observations.document(&format!("{article}"), "a", Default::default, None);
        // All predicted `for`, all labelled `against`: nothing is left to correct.
        observations.add_sentence(at, Traits::default(), [answer(0, Some(1))]);
    }
    let estimate = run(&observations, &EstimateParams::default());
    assert_eq!(row(&estimate, "a", "against").corrected, Some(1.0));
    assert_eq!(row(&estimate, "a", "for").labelled, 6);
    // Six articles without one `for` leave 1 − 0.025^(1/6) = .459 unseen.
    assert!((row(&estimate, "a", "for").high.unwrap() - 0.459).abs() < 1e-3);
}

#[test]
fn sources_differ_cannot_be_told_or_are_too_few() {
    let observations = sources(&[
        ("far", 20, 16),
        ("near", 20, 9),
        ("nearer", 20, 9),
        ("small", 4, 9),
    ]);
    let estimate = run(&observations, &EstimateParams::default());
    let verdict = |a: &str, b: &str| {
        let mut pairs = estimate.comparisons.iter();
        let pair = pairs
            .find(|pair| pair.a == a && pair.b == b && pair.class == "net")
            .unwrap();
        (pair.verdict, pair.p_holm, pair.detectable)
    };
    let (differ, p, _) = verdict("far", "near");
    assert!(differ == Verdict::Differ && p.unwrap() < 0.01, "{p:?}");
    let (same, p, gap) = verdict("near", "nearer");
    assert!(same == Verdict::NotTold && p.unwrap() > 0.5, "{p:?}");
    assert!(gap.unwrap() > 0.0 && gap.unwrap() < 0.5, "{gap:?}");
    assert_eq!(verdict("far", "small"), (Verdict::TooFew, None, None));
    assert_eq!(row(&estimate, "small", "for").interval_of, "sentences");
}

#[test]
fn a_weak_model_is_refused_with_the_reason() {
    let observations = sources(&[("a", 20, 9)]);
    let mut weak = calibration();
    for row in &mut weak.heads[0] {
        *row = labelled(row.document, row.label, usize::from(row.document % 2 == 0));
    }
    let mut few = calibration();
    few.heads[0].retain(|row| row.label == 1 || row.document == 0 && row.class() == 1);
    for (calibration, reason) in [
        (weak, "the model cannot tell some classes apart"),
        (
            few,
            "too few real labelled sentences to know how a class is mistaken: `for` 2 (5 are needed)",
        ),
        (
            Calibration {
                documents: vec![],
                heads: vec![vec![]],
            },
            "the model holds no out-of-fold answers",
        ),
    ] {
        let estimate = estimate(&observations, &calibration, &EstimateParams::default()).unwrap();
        let row = row(&estimate, "a", "for");
        assert_eq!((row.corrected, row.low), (None, None));
        assert!(row.note.contains(reason), "{}", row.note);
        assert_eq!(row.share, Some(0.45));
    }
}

#[test]
fn an_own_voice_that_is_mistaken_is_undone_too() {
    // Own voice: 60 sentences of which 40 `for`; quoted: 40 of which 10. Voice is found with .9 and .8, the
    // class with .8 and .9, independently; the counts are the expected ones, in hundredths.
    let mut task = task();
    task.heads.push(Head {
        voices: Some(Voices {
            own: "own".to_owned(),
            quoted: "quoted".to_owned(),
        }),
        ..Head::of_classes("voice", &["own", "quoted"])
    });
    let truth = [
        ((0, 0), 40.0),
        ((0, 1), 20.0),
        ((1, 0), 10.0),
        ((1, 1), 30.0),
    ];
    let voice = [[0.9, 0.1], [0.2, 0.8]];
    let class = [[0.8, 0.2], [0.1, 0.9]];
    let mut observations = Observations::new(&task);
    for article in 0..6 {
        let at = observations.document(&format!("{article}"), "a", Default::default, None);
        for (v, k) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let expected: f64 = truth
                .iter()
                .map(|((tv, tk), n)| n * voice[*tv][v] * class[*tk][k])
                .sum();
            for _ in 0..(expected * 10.0).round() as usize {
                observations.add_sentence(
                    at,
                    Traits::default(),
                    [answer(k, None), answer(v, None)],
                );
            }
        }
    }
    let mut calibration = calibration();
    let mut voices = Vec::new();
    for document in 0..10 {
        for ((label, class), count) in [((0, 0), 9), ((0, 1), 1), ((1, 0), 2), ((1, 1), 8)] {
            voices.extend((0..count).map(|_| labelled(document, label, class)));
        }
    }
    calibration.heads.push(voices);
    let estimate = estimate(&observations, &calibration, &EstimateParams::default()).unwrap();
    let share = |voice: &str| {
        let mut rows = estimate.shares.iter();
        rows.find(|row| row.voice == voice && row.head == "stance" && row.class == "for")
            .unwrap()
            .corrected
            .unwrap()
    };
    assert!((share("own") - 2.0 / 3.0).abs() < 2e-3, "{}", share("own"));
    assert!((share("quoted") - 0.25).abs() < 2e-3, "{}", share("quoted"));
    assert!((share("all") - 0.5).abs() < 2e-3, "{}", share("all"));
}

#[test]
fn documents_are_grouped_by_what_is_asked_for() {
    let mut observations = Observations::new(&task());
    for (name, date) in [
        ("1", "2024-03-12"),
        ("2", "2024-03"),
        ("3", "2024"),
        ("4", ""),
    ] {
        let facts = || [("date".to_owned(), date.to_owned())].into_iter().collect();
        let at = observations.document(name, "s", facts, None);
        observations.add_sentence(at, Traits::default(), [answer(0, None)]);
    }
    let groups = |by: &str| {
        let params = EstimateParams {
            by: By::parse(by).unwrap(),
            ..EstimateParams::default()
        };
        let found = run(&observations, &params).sources;
        found
            .into_iter()
            .map(|group| (group.source, group.documents))
            .collect::<Vec<_>>()
    };
    let named = |name: &str, documents| (name.to_owned(), documents);
    assert_eq!(
        groups("date:month"),
        [named("(no month)", 2), named("2024-03", 2)]
    );
    assert_eq!(
        groups("date:year"),
        [named("(no year)", 1), named("2024", 3)]
    );
    let params = EstimateParams {
        by: By::parse("dat").unwrap(),
        ..EstimateParams::default()
    };
    let error = estimate(&observations, &calibration(), &params)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("unknown column for --by `dat`, did you mean `date`?"),
        "{error}"
    );
}

#[test]
fn what_is_left_out_is_not_counted() {
    let observations = sources(&[("a", 20, 9)]);
    let filter = Filter::without(&["headings"]).unwrap();
    let params = EstimateParams {
        filter,
        ..EstimateParams::default()
    };
    assert_eq!(
        row(&run(&observations, &params), "a", "for").sentences,
        20 * 19
    );
}

#[test]
fn the_estimate_does_not_depend_on_threads() {
    let observations = sources(&[("a", 20, 9), ("b", 12, 12)]);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let estimate = pool.install(|| run(&observations, &EstimateParams::default()));
        serde_json::to_string(&estimate).unwrap()
    };
    assert_eq!(on(1), on(3));
}

const RESULTS: [&str; 7] = [
    "documents.csv",
    "sources.csv",
    "comparisons.csv",
    "robustness.csv",
    "terms.csv",
    "speakers.csv",
    "estimate.json",
];

fn results(folder: &Folder) -> Vec<String> {
    RESULTS
        .iter()
        .map(|name| folder.read(&format!("out/{name}")))
        .collect()
}

fn classified(format: &str) -> Folder {
    let folder = Folder::with_model();
    for (n, source) in ["x", "x", "y", "y"].iter().enumerate() {
        let text = format!("{}\nقال الوزير رقم {n} إن الاجتماع تأجل.\n", common::ARTICLE);
        folder.write(&format!("docs/{source}/{n}.txt"), text);
    }
    folder.write(
        "docs/sources.csv",
        "document,date,desk\nd0.txt,2024-03-12,foreign\nx/0.txt,2024-04-01,home\n",
    );
    let run = folder.run(&[
        "classify",
        "docs",
        "--model",
        "toy.stance",
        "--format",
        format,
    ]);
    assert_eq!(run.status, 0, "{run:?}");
    folder
}

#[test]
fn compare_gives_the_bytes_of_classify() {
    for format in ["csv", "jsonl"] {
        let folder = classified(format);
        let before = results(&folder);
        let changed = folder.run(&["compare", "out", "--by", "desk", "--estimator", "pacc"]);
        assert_eq!(changed.status, 0, "{changed:?}");
        assert!(
            folder
                .read("out/sources.csv")
                .starts_with("desk,voice,head,class,")
        );
        assert!(
            folder
                .read("out/sources.csv")
                .contains("\n(no desk),all,stance,supports,3,")
        );
        let back = folder.run(&["--threads", "1", "compare", "out"]);
        assert_eq!(back.status, 0, "{back:?}");
        for (name, (before, after)) in RESULTS.iter().zip(before.iter().zip(results(&folder))) {
            assert!(*before == after, "{format}: {name} differs");
        }
    }
}

#[test]
fn compare_prints_a_paragraph_for_a_paper() {
    let folder = classified("csv");
    let run = folder.run(&["compare", "out", "--methods"]);
    assert!(
        run.out
            .contains("least squares on the simplex (Forman 2008; Bunse 2022)"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("5 documents in 3 groups") && run.out.contains("- Holm, S. (1979)"),
        "{}",
        run.out
    );
    let latex = folder.run(&["compare", "out", "--methods", "latex"]);
    assert!(
        latex.out.contains("95 \\%") && latex.out.contains("\\begin{itemize}"),
        "{}",
        latex.out
    );
}

#[test]
fn another_folder_adds_its_rows_to_the_panel() {
    let folder = classified("csv");
    let run = folder.run(&[
        "classify",
        "docs",
        "--model",
        "toy.stance",
        "--output",
        "second",
    ]);
    assert_eq!(run.status, 0, "{run:?}");
    let run = folder.run(&["compare", "out", "--also", "second"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(
        folder
            .read("out/robustness.csv")
            .contains("\nas in second,x,stance,net,")
    );
}

#[test]
fn compare_refuses_what_does_not_belong_together() {
    let folder = classified("csv");
    let fails = |arguments: &[&str], message: &str| {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{run:?}");
        assert!(run.err.contains(message), "{}", run.err);
    };
    fails(&["compare", "docs"], "`docs` holds no estimate.json");
    fails(
        &["compare", "out", "--by", "sorce"],
        "unknown column for --by `sorce`, did you mean `source`?",
    );
    fails(
        &["compare", "out", "--by", "date:day"],
        "unknown date bin `date:day`",
    );
    fails(
        &["compare", "out", "--estimator", "ac"],
        "unknown estimator `ac`",
    );
    fails(
        &["compare", "out", "--resamples", "5"],
        "--resamples 5: use 100 to 100,000",
    );
    fails(
        &["compare", "out", "--without", "quots"],
        "unknown thing to leave out `quots`",
    );
    let sentences = folder.read("out/sentences.csv");
    folder.write(
        "out/sentences.csv",
        sentences.replace("stance_supports", "stance_suports"),
    );
    let missing = "out/sentences.csv:1: no column `stance_supports`";
    fails(&["compare", "out"], missing);
    let spoilt = [",supports,", ",neutral,", ",opposes,"];
    let spoilt = spoilt
        .iter()
        .fold(sentences.clone(), |text, class| text.replace(class, ",no,"));
    folder.write("out/sentences.csv", spoilt);
    let unknown = "out/sentences.csv:2: `no` is no class of head `stance`";
    fails(&["compare", "out"], unknown);
    folder.write("out/sentences.csv", sentences);
    let run = folder.read("out/run.json");
    folder.write(
        "out/run.json",
        run.replace("\"model_sha256\": \"", "\"model_sha256\": \"0"),
    );
    fails(&["compare", "out"], "of another model than run.json");
    folder.write("out/estimate.json", "{");
    fails(&["compare", "out"], "out/estimate.json:1: ");
}
