//! An audit of labels: a label file of the doubtful rows, and a summary.

use std::collections::BTreeMap;
use std::path::Path;

use super::text::{count, isolate, render, table};
use crate::evaluate::{Audit, Finding, Why};
use crate::labels::{Example, Labels};
use crate::task::Task;
use crate::{Result, output};

/// Findings listed on the terminal; all are in the file.
const SHOWN: usize = 10;

/// Writes the doubtful rows as a label file, the most doubtful first: its label columns, then
/// `audit_score`, for each head `audit_<head>` (the class suggested), `audit_why` and `audit_place`.
/// Corrected, it trains; whoever keeps the labels elsewhere finds each row by its place.
///
/// # Errors
/// A file that cannot be written.
pub fn write_audit(path: &Path, labels: &Labels, audit: &Audit<'_>) -> Result<()> {
    let heads: Vec<&str> = labels
        .task
        .heads
        .iter()
        .map(|head| head.name.as_str())
        .collect();
    let mut rows = csv::Writer::from_writer(Vec::new());
    let mut header = ["document", "n", "text", "kind", "origin"]
        .map(str::to_owned)
        .to_vec();
    header.extend(heads.iter().map(|head| (*head).to_owned()));
    header.push("audit_score".to_owned());
    header.extend(heads.iter().map(|head| format!("audit_{head}")));
    header.extend(["audit_why", "audit_place"].map(str::to_owned));
    rows.write_record(&header).expect("a writer to memory");
    for findings in by_row(audit) {
        rows.write_record(fields(&labels.task, &findings))
            .expect("as many fields as the header, in memory");
    }
    let bytes = rows.into_inner().expect("a writer to memory");
    output::write(path, &bytes)
}

/// The findings of each row, in the order of the strongest of each.
fn by_row<'a, 'e>(audit: &'a Audit<'e>) -> Vec<Vec<&'a Finding<'e>>> {
    let mut at = BTreeMap::new();
    let mut rows: Vec<Vec<&Finding<'e>>> = Vec::new();
    for finding in &audit.findings {
        let row = *at.entry(&finding.example.place).or_insert(rows.len());
        match rows.get_mut(row) {
            Some(findings) => findings.push(finding),
            None => rows.push(vec![finding]),
        }
    }
    rows
}

fn fields(task: &Task, findings: &[&Finding<'_>]) -> Vec<String> {
    let example = findings[0].example;
    let name = |head: usize, class: usize| task.heads[head].classes[class].name.clone();
    let kind = if example.heading { "heading" } else { "body" };
    let origin = if example.authored { "authored" } else { "" };
    let n = example.n.map(|n| n.to_string()).unwrap_or_default();
    let mut fields = [&example.document, &n, &example.text, kind, origin]
        .map(str::to_owned)
        .to_vec();
    let labels = example.classes.iter().enumerate();
    fields.extend(
        labels.map(|(head, class)| class.map(|class| name(head, class)).unwrap_or_default()),
    );
    fields.push(format!("{:.3}", findings[0].score()));
    fields.extend((0..task.heads.len()).map(|head| {
        let suggested = findings.iter().find(|finding| finding.head == head);
        suggested
            .map(|finding| name(head, finding.suggested))
            .unwrap_or_default()
    }));
    let why: Vec<String> = findings.iter().map(|finding| why(task, finding)).collect();
    fields.push(why.join("; "));
    fields.push(place(example));
    fields
}

/// `stance: opposes has 0.03, supports 0.91 (cue:REJECT~STAY +0.31)`.
fn why(task: &Task, finding: &Finding<'_>) -> String {
    let head = &task.heads[finding.head];
    let [label, suggested] = [finding.label, finding.suggested].map(|c| &head.classes[c].name);
    match &finding.why {
        Why::Doubt {
            probabilities: [of_label, of_suggested],
            terms,
        } => format!(
            "{}: {label} has {of_label:.2}, {suggested} {of_suggested:.2} ({})",
            head.name,
            terms.join(", ")
        ),
        Why::Conflict { other, similarity } => format!(
            "{}: {label} here, {suggested} at {} ({:.0} % the same words)",
            head.name,
            place(other),
            100.0 * similarity
        ),
    }
}

fn place(example: &Example) -> String {
    format!("{}:{}", example.place.path.display(), example.place.line)
}

/// How many labels are doubtful and which most.
pub fn audit_summary(labels: &Labels, audit: &Audit<'_>) -> String {
    let rows = by_row(audit);
    let conflicts = audit
        .findings
        .iter()
        .filter(|finding| matches!(finding.why, Why::Conflict { .. }));
    let mut text = format!(
        "{} of {} labelled sentences deserve a second look: {} labels that models which had not seen their document \
         contradict, {} that another sentence of the same words contradicts\n",
        count(rows.len() as u64),
        count((audit.audited + audit.left_out) as u64),
        count((audit.findings.len() - conflicts.clone().count()) as u64),
        count(conflicts.count() as u64)
    );
    if audit.left_out > 0 {
        text.push_str(&format!(
            "{} sentences were not held out (fewer than two documents of their kind): only conflicts were looked for\n",
            count(audit.left_out as u64)
        ));
    }
    let mut strongest = table(&["score", "sentence", "why"], 3);
    for findings in rows.iter().take(SHOWN) {
        let start: String = findings[0].example.text.chars().take(40).collect();
        strongest.add_row(vec![
            format!("{:.3}", findings[0].score()),
            isolate(&start),
            isolate(&why(&labels.task, findings[0])),
        ]);
    }
    text.push_str(&render(&strongest));
    text
}
