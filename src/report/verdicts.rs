//! The verdicts on the pairs of sources, in sentences.

use super::text::{count, isolate};
use crate::estimate::measures::headline;
use crate::estimate::{Comparison, Estimate, FEWEST_ARTICLES, Verdict};
use crate::task::{Head, Task};

/// Pairs that are named on the terminal; every one is in the file.
const SHOWN_PAIRS: usize = 8;

/// What the pairs of sources come to, head by head, in all voices together.
pub fn verdicts(task: &Task, estimate: &Estimate) -> String {
    let mut said: Vec<(String, String)> = Vec::new();
    for head in &task.heads {
        for measure in headline(head) {
            let of_measure = |pair: &&Comparison| {
                pair.head == head.name && pair.voice == "all" && pair.class == measure
            };
            let pairs: Vec<&Comparison> = estimate.comparisons.iter().filter(of_measure).collect();
            let title = format!("{} ({measure})", head.name);
            let Some(text) = of_pairs(head, &pairs, estimate) else {
                continue;
            };
            match said.iter_mut().find(|(_, same)| *same == text) {
                Some((titles, _)) => titles.push_str(&format!(", {title}")),
                None => said.push((title, text)),
            }
        }
    }
    let lines = said
        .iter()
        .map(|(titles, text)| format!("{}: {text}", isolate(titles)));
    let mut lines: Vec<String> = lines.collect();
    if estimate.not_compared > 0 {
        lines.push(format!(
            "{} groups are in no pair: only those with most articles are compared.",
            count(estimate.not_compared as u64)
        ));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn of_pairs(head: &Head, pairs: &[&Comparison], estimate: &Estimate) -> Option<String> {
    let with = |verdict: Verdict| -> Vec<&Comparison> {
        let pairs = pairs.iter().copied();
        pairs.filter(|pair| pair.verdict == verdict).collect()
    };
    let few = with(Verdict::TooFew).len();
    if pairs.is_empty() {
        return None;
    }
    if few == pairs.len() {
        return Some(too_few(estimate));
    }
    if with(Verdict::NotEstimated).len() + few == pairs.len() {
        return Some(not_estimated(head, estimate));
    }
    let mut said = differing(with(Verdict::Differ), pairs.len());
    said.extend(not_told(&with(Verdict::NotTold)));
    if few > 0 {
        said.push(format!(
            "  {} pairs have a side with fewer than {FEWEST_ARTICLES} articles.",
            count(few as u64)
        ));
    }
    Some(said.join("\n"))
}

/// The reason why no pair of a head can be judged.
fn not_estimated(head: &Head, estimate: &Estimate) -> String {
    let mut heads = estimate.heads.iter();
    let status = heads.find(|status| status.head == head.name);
    let reason = status.and_then(|status| status.reason.as_deref());
    let reason = reason.unwrap_or("see the notes in sources.csv");
    format!("nothing can be concluded: {reason}.")
}

/// How many of all pairs differ, and those that differ most.
fn differing(mut differ: Vec<&Comparison>, all: usize) -> Vec<String> {
    let size = |pair: &&Comparison| pair.difference.unwrap_or_default().abs();
    differ.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let all = count(all as u64);
    let mut said = vec![match differ.len() {
        0 => format!("none of {all} pairs can be told apart."),
        some => format!("{some} of {all} pairs differ."),
    }];
    let shown = differ.iter().take(SHOWN_PAIRS);
    said.extend(shown.filter_map(|pair| differs(pair)));
    if differ.len() > SHOWN_PAIRS {
        said.push("  … (all in comparisons.csv)".to_owned());
    }
    said
}

/// Why no pair can be judged.
fn too_few(estimate: &Estimate) -> String {
    let most = estimate
        .sources
        .iter()
        .map(|source| source.documents)
        .max()
        .unwrap_or(0);
    match most {
        0 | 1 => format!(
            "nothing can be concluded: there is one article a source, and what one article says is no sample of what its \
             source says ({FEWEST_ARTICLES} or more are needed, some dozens to see a difference)."
        ),
        _ => format!(
            "nothing can be concluded: no two sources have {FEWEST_ARTICLES} articles or more."
        ),
    }
}

fn differs(pair: &Comparison) -> Option<String> {
    let points = |share: Option<f64>| share.map(|share| format!("{:+.0}", 100.0 * share));
    Some(format!(
        "  {} ({}) and {} ({}) differ by {} points [{}, {}], {}",
        isolate(&pair.a),
        points(pair.share_a)?,
        isolate(&pair.b),
        points(pair.share_b)?,
        points(pair.difference)?,
        points(pair.low)?,
        points(pair.high)?,
        p_value(pair.p_holm?)
    ))
}

/// `p = 0.012` or `p < 0.001`, after Holm's adjustment.
pub(super) fn p_value(p: f64) -> String {
    if p < 0.001 {
        "p < 0.001".to_owned()
    } else {
        format!("p = {p:.3}")
    }
}

/// What the pairs that cannot be told apart could have shown, and what it would take to see more.
fn not_told(pairs: &[&Comparison]) -> Option<String> {
    let gap = middle(pairs.iter().filter_map(|pair| pair.detectable).collect())?;
    let which = match pairs.len() {
        1 => "1 pair cannot be told apart: a difference".to_owned(),
        many => format!(
            "{} pairs cannot be told apart: in the middle one, a difference",
            count(many as u64)
        ),
    };
    Some(format!(
        "  {which} of {:.0} points could have been seen; {}.",
        100.0 * gap,
        to_see_more(pairs)
    ))
}

/// What would halve the interval of the middle pair.
fn to_see_more(pairs: &[&Comparison]) -> String {
    let more = |number: fn(&Comparison) -> Option<u64>, of: &str| {
        let numbers = pairs.iter().filter_map(|pair| number(pair));
        let number = middle(numbers.map(|n| n as f64).collect())?;
        Some(format!("{} more {of}", count(number as u64)))
    };
    let ways = [
        more(|pair| pair.labels_to_halve, "sentences labelled at random"),
        more(|pair| pair.articles_to_halve, "articles of the two"),
    ];
    let ways: Vec<String> = ways.into_iter().flatten().collect();
    match ways.is_empty() {
        true => {
            "labels and articles must both grow, about fourfold, to halve its interval".to_owned()
        }
        false => format!("{} would halve its interval", ways.join(" or ")),
    }
}

fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
