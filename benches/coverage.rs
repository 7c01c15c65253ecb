//! Do the intervals cover, and are equal sources called different? Simulated sources whose true shares
//! are known, estimated as `classify` does; beside them the usual count with a binomial interval.
//!
//! `cargo bench --bench coverage [REPETITIONS]` prints the table of benches/README.md.

use rayon::prelude::*;
use stance::estimate::{
    Answer, Answers, Calibration, EstimateParams, Estimator, Labelled, Observations, Traits,
    estimate,
};
use stance::random::Random;
use stance::task::{Head, Task, Voices};

/// Resamples of each estimate: enough for 95 %.
const RESAMPLES: usize = 500;

/// One simulated study: two sources with the same true shares.
struct Study {
    name: &'static str,
    articles: usize,
    /// Sentences an article.
    sentences: usize,
    /// True shares of the classes; the first is the one that is followed.
    shares: Vec<f64>,
    /// Shares of the classes in the labels.
    labels: Vec<f64>,
    labelled_articles: usize,
    /// P(predicted | true), a row a true class.
    errors: Vec<Vec<f64>>,
    /// The same for the second source.
    errors_second: Vec<Vec<f64>>,
    /// Shares of the classes among quoted sentences, where those in the source's own voice are
    /// followed.
    quoted: Option<Vec<f64>>,
    /// The labelled articles are of both sources in turn, and not of others.
    labels_of_both: bool,
}

/// Share of quoted sentences, where there are any.
const QUOTED: f64 = 0.45;

/// P(predicted | true) of own and quoted voice.
const VOICE_ERRORS: [[f64; 2]; 2] = [[0.85, 0.15], [0.12, 0.88]];

/// Correlation of the classes of sentences of one article.
const WITHIN: f64 = 0.30;

fn studies() -> Vec<Study> {
    let usual = vec![vec![0.78, 0.22], vec![0.14, 0.86]];
    let worse = vec![vec![0.66, 0.34], vec![0.22, 0.78]];
    let three = vec![
        vec![0.7, 0.2, 0.1],
        vec![0.1, 0.8, 0.1],
        vec![0.08, 0.22, 0.7],
    ];
    let two = |name, articles, share: f64, label: f64| Study {
        name,
        articles,
        sentences: 12,
        shares: vec![share, 1.0 - share],
        labels: vec![label, 1.0 - label],
        labelled_articles: 40,
        errors: usual.clone(),
        errors_second: usual.clone(),
        quoted: None,
        labels_of_both: false,
    };
    vec![
        two("60 articles, 30 %", 60, 0.30, 0.30),
        two("60 articles, 10 %", 60, 0.10, 0.30),
        two("10 articles, 30 %", 10, 0.30, 0.30),
        two("60 articles, 3 %", 60, 0.03, 0.30),
        two("labels 50 %, sources 10 %", 60, 0.10, 0.50),
        Study {
            shares: vec![0.25, 0.6, 0.15],
            labels: vec![0.3, 0.4, 0.3],
            errors: three.clone(),
            errors_second: three,
            ..two("three classes, 25 %", 60, 0.25, 0.3)
        },
        Study {
            labelled_articles: 10,
            ..two("10 labelled articles, 30 %", 60, 0.30, 0.30)
        },
        Study {
            errors_second: worse.clone(),
            ..two("second source errs more", 60, 0.30, 0.30)
        },
        Study {
            errors_second: worse,
            labels_of_both: true,
            ..two("second source errs more, labels of both", 60, 0.30, 0.30)
        },
        Study {
            quoted: Some(vec![0.6, 0.4]),
            ..two("own voice 30 %, quoted 60 %", 60, 0.30, 0.40)
        },
        Study {
            quoted: Some(vec![0.3, 0.7]),
            ..two("own voice 10 %, quoted 30 %", 60, 0.10, 0.30)
        },
    ]
}

fn main() {
    let given = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok());
    let repetitions: u64 = given.unwrap_or(600);
    println!("| study | method | covers | called different | width |\n|---|---|---|---|---|");
    for (number, study) in studies().iter().enumerate() {
        let runs: Vec<Vec<Outcome>> = (0..repetitions)
            .into_par_iter()
            .map(|repetition| study.run(Random::new(number as u64, repetition)))
            .collect();
        for (method, name) in METHODS.iter().enumerate() {
            let mean = |value: &dyn Fn(&Outcome) -> f64| {
                runs.iter().map(|run| value(&run[method])).sum::<f64>() / repetitions as f64
            };
            println!(
                "| {} | {name} | {:.1} % | {:.1} % | {:.3} |",
                study.name,
                100.0 * mean(&|outcome| outcome.covered),
                100.0 * mean(&|outcome| outcome.different),
                mean(&|outcome| outcome.width)
            );
        }
    }
}

const METHODS: &[&str] = &[
    "count, binomial",
    "ACC, percentiles",
    "ACC, stretched (default)",
    "PACC, stretched",
    "EMQ, stretched",
];

/// One study's outcome by one method: how many of the two intervals cover, whether the sources were
/// called different, and the mean width.
struct Outcome {
    covered: f64,
    different: f64,
    width: f64,
}

impl Study {
    fn run(&self, mut random: Random) -> Vec<Outcome> {
        let names: Vec<String> = (0..self.shares.len())
            .map(|class| class.to_string())
            .collect();
        let task = Task {
            name: "simulated".to_owned(),
            target: String::new(),
            heads: self.heads(&names),
            cues: Default::default(),
        };
        let mut observations = Observations::new(&task);
        let calibration = self.labels(&mut observations, &mut random);
        for (source, errors) in [("a", &self.errors), ("b", &self.errors_second)] {
            self.source(source, errors, &mut observations, &mut random);
        }
        let by = |estimator, plain| {
            let params = EstimateParams {
                estimator,
                plain,
                resamples: RESAMPLES,
                ..EstimateParams::default()
            };
            self.judge(&estimate(&observations, &calibration, &params).expect("a simulated task"))
        };
        vec![
            self.naive(&observations),
            by(Estimator::Acc, true),
            by(Estimator::Acc, false),
            by(Estimator::Pacc, false),
            by(Estimator::Emq, false),
        ]
    }

    /// The head that is followed, and where voices are told apart that of the voice.
    fn heads(&self, names: &[String]) -> Vec<Head> {
        let voice = Head {
            voices: Some(Voices {
                own: "own".to_owned(),
                quoted: "quoted".to_owned(),
            }),
            ..Head::of_classes("voice", &["own", "quoted"])
        };
        let voice = self.quoted.is_some().then_some(voice);
        std::iter::once(Head::of_classes("h", names))
            .chain(voice)
            .collect()
    }

    /// The voice that is followed.
    fn voice(&self) -> &'static str {
        match self.quoted {
            Some(_) => "own",
            None => "all",
        }
    }

    fn judge(&self, estimate: &stance::estimate::Estimate) -> Outcome {
        let rows: Vec<_> = estimate
            .shares
            .iter()
            .filter(|row| row.class == "0" && row.voice == self.voice())
            .collect();
        let interval =
            |row: &stance::estimate::ShareRow| (row.low.unwrap_or(0.0), row.high.unwrap_or(1.0));
        let covers = |(low, high): (f64, f64)| {
            f64::from(u8::from(low <= self.shares[0] && self.shares[0] <= high))
        };
        let mut pairs = estimate.comparisons.iter();
        let pair = pairs.find(|pair| pair.class == "0" && pair.voice == self.voice());
        let p = pair.and_then(|pair| pair.p).unwrap_or(1.0);
        Outcome {
            covered: rows.iter().map(|row| covers(interval(row))).sum::<f64>() / 2.0,
            different: f64::from(u8::from(p < 0.05)),
            width: rows
                .iter()
                .map(|row| interval(row).1 - interval(row).0)
                .sum::<f64>()
                / 2.0,
        }
    }

    /// Predictions counted, with p ± 1.96 √(p(1 − p)/n), and the usual test of two proportions.
    fn naive(&self, observations: &Observations) -> Outcome {
        let count = |source: &str| {
            let documents = observations
                .documents()
                .iter()
                .filter(|document| document.source == source);
            let sentences = documents.flat_map(|document| observations.sentences(document));
            let followed = |answers: &Answers<'_>| self.quoted.is_none() || answers.class(1) == 0;
            let classes: Vec<usize> = sentences
                .filter(followed)
                .map(|answers| answers.class(0))
                .collect();
            let count = classes.iter().filter(|class| **class == 0).count();
            (count as f64 / classes.len() as f64, classes.len() as f64)
        };
        let (sources, n) = ([count("a"), count("b")], count("a").1);
        let shares = sources.map(|(share, _)| share);
        let half = |p: f64| 1.96 * (p * (1.0 - p) / n).sqrt();
        let covers = |p: &f64| f64::from(u8::from((p - self.shares[0]).abs() <= half(*p)));
        let pooled = (shares[0] + shares[1]) / 2.0;
        let error = (2.0 * pooled * (1.0 - pooled) / n).sqrt();
        Outcome {
            covered: shares.iter().map(covers).sum::<f64>() / 2.0,
            different: f64::from(u8::from((shares[0] - shares[1]).abs() > 1.96 * error)),
            width: half(shares[0]) + half(shares[1]),
        }
    }

    fn labels(&self, observations: &mut Observations, random: &mut Random) -> Calibration {
        let mut heads = vec![Vec::new(); 1 + usize::from(self.quoted.is_some())];
        for document in 0..self.labelled_articles {
            let shares = article(&self.labels, random);
            let shares = [shares.clone(), shares];
            let (source, errors) = match document % 2 {
                1 if self.labels_of_both => ("b", &self.errors_second),
                _ => ("a", &self.errors),
            };
            for _ in 0..10 {
                let answers = self.sentence(&shares, errors, random);
                if self.labels_of_both {
                    let name = labelled_document(document);
                    let at = observations.document(&name, source, Default::default, None);
                    let labelled = answers.iter().map(|(label, answer)| Answer {
                        label: Some(*label),
                        ..answer.clone()
                    });
                    observations.add_sentence(at, Traits::default(), labelled);
                }
                for (rows, (label, answer)) in heads.iter_mut().zip(answers) {
                    let probabilities = answer.probabilities.iter().map(|&p| p as f32);
                    rows.push(Labelled {
                        document,
                        label,
                        probabilities: probabilities.collect(),
                    });
                }
            }
        }
        Calibration {
            documents: (0..self.labelled_articles).map(labelled_document).collect(),
            heads,
        }
    }

    fn source(
        &self,
        source: &str,
        errors: &[Vec<f64>],
        observations: &mut Observations,
        random: &mut Random,
    ) {
        for article_number in 0..self.articles {
            let name = format!("{source} {article_number}");
            let at = observations.document(&name, source, Default::default, None);
            let own = article(&self.shares, random);
            let quoted = self.quoted.as_ref();
            let quoted = quoted.map_or_else(Vec::new, |shares| article(shares, random));
            let shares = [own, quoted];
            for _ in 0..self.sentences {
                let answers = self.sentence(&shares, errors, random);
                let answers = answers.into_iter().map(|(_, answer)| answer);
                observations.add_sentence(at, Traits::default(), answers);
            }
        }
    }

    /// For each head what is true of a sentence and the model's answer; `shares` are those of the
    /// article's own voice and of the quoted ones.
    fn sentence(
        &self,
        shares: &[Vec<f64>; 2],
        errors: &[Vec<f64>],
        random: &mut Random,
    ) -> Vec<(usize, Answer)> {
        let answer = |class, probabilities| Answer {
            class,
            label: None,
            probabilities,
        };
        let voice = match self.quoted {
            Some(_) => draw(&[1.0 - QUOTED, QUOTED], random),
            None => 0,
        };
        let truth = draw(&shares[voice], random);
        let class = draw(&errors[truth], random);
        let mut answers = vec![(truth, answer(class, self.probabilities(class)))];
        if self.quoted.is_some() {
            let taken = draw(&VOICE_ERRORS[voice], random);
            let mut probabilities = vec![0.1; 2];
            probabilities[taken] = 0.9;
            answers.push((voice, answer(taken, probabilities)));
        }
        answers
    }

    /// The calibrated probabilities of the true class given the prediction, under the labels' shares
    /// and the first source's errors; in all studies the predicted class is the likeliest.
    fn probabilities(&self, class: usize) -> Vec<f64> {
        let joint: Vec<f64> = (0..self.labels.len())
            .map(|truth| self.labels[truth] * self.errors[truth][class])
            .collect();
        let sum: f64 = joint.iter().sum();
        joint.iter().map(|weight| weight / sum).collect()
    }
}

fn labelled_document(number: usize) -> String {
    format!("labelled {number:03}")
}

/// An article's own shares: a draw from the Dirichlet distribution with these means, under which two of
/// its sentences correlate by [`WITHIN`].
fn article(means: &[f64], random: &mut Random) -> Vec<f64> {
    let total = (1.0 - WITHIN) / WITHIN;
    let draws: Vec<f64> = means
        .iter()
        .map(|mean| gamma(mean * total, random))
        .collect();
    let sum: f64 = draws.iter().sum();
    draws.iter().map(|draw| draw / sum).collect()
}

fn draw(shares: &[f64], random: &mut Random) -> usize {
    let mut left = uniform(random);
    for (class, share) in shares.iter().enumerate() {
        left -= share;
        if left < 0.0 {
            return class;
        }
    }
    shares.len() - 1
}

/// Between zero and one, never either.
fn uniform(random: &mut Random) -> f64 {
    (random.below(1 << 52) as f64 + 0.5) / (1u64 << 52) as f64
}

/// Gamma(shape, 1) by Marsaglia and Tsang (2000); below one by the usual power.
fn gamma(shape: f64, random: &mut Random) -> f64 {
    if shape < 1.0 {
        let power = uniform(random).powf(1.0 / shape);
        return (gamma(shape + 1.0, random) * power).max(1e-300);
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let (u, v) = (uniform(random), uniform(random));
        let normal = (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos();
        let cube = (1.0 + c * normal).powi(3);
        if cube > 0.0 && uniform(random).ln() < normal * normal / 2.0 + d - d * cube + d * cube.ln()
        {
            return d * cube;
        }
    }
}
