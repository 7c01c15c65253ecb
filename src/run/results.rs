//! What is said of the sources, and the files that hold it.

use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::gather::Counted;
use crate::estimate::{
    Calibration, Estimate, EstimateParams, Observations, Other, RobustnessRow, SpeakerRow, TermRow,
    estimate, robustness,
};
use crate::output::OutputFile;
use crate::report::{
    Markup, methods, source_table, verdicts, write_comparisons, write_documents, write_robustness,
    write_sources, write_speakers, write_terms,
};
use crate::task::Task;
use crate::{Error, Result};

/// Everything that is computed from the answers for the sentences: `classify` and `compare` make it alike.
#[derive(Debug)]
pub struct Results {
    /// How it was computed.
    pub params: EstimateParams,
    /// The shares, and the verdicts on every pair.
    pub estimate: Estimate,
    /// The headline shares under other choices.
    pub robustness: Vec<RobustnessRow>,
    /// The terms that set sources and classes apart.
    pub terms: Vec<TermRow>,
    /// Who is quoted for which side: candidates.
    pub speakers: Vec<SpeakerRow>,
    /// The answers.
    pub observations: Observations,
    /// What is known of the model's errors.
    pub calibration: Calibration,
    /// The SHA-256 that the model file states of its contents.
    pub model_sha256: String,
}

/// `estimate.json`: the parameters, the model's errors, and everything of the CSV files. It holds what
/// `compare` needs beside the sentences, so that `out/` can be moved without the model.
#[derive(Serialize)]
struct EstimateFile<'a> {
    version: &'static str,
    model_sha256: &'a str,
    by: &'a str,
    estimator: &'static str,
    resamples: usize,
    seed: u64,
    without: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    abstain: Option<f64>,
    task: &'a Task,
    #[serde(flatten)]
    estimate: &'a Estimate,
    calibration: &'a Calibration,
}

/// What `compare` reads of it.
#[derive(Deserialize)]
pub(super) struct Saved {
    /// The SHA-256 of the model that answered.
    pub model_sha256: String,
    /// The model's task, without cues.
    pub task: Task,
    /// What is known of the model's errors.
    pub calibration: Calibration,
}

impl Results {
    /// Computes everything.
    ///
    /// # Errors
    /// As [`estimate`].
    pub(super) fn of(
        observations: Observations,
        counted: &Counted,
        calibration: Calibration,
        model_sha256: &str,
        params: &EstimateParams,
        others: &[Other],
    ) -> Result<Results> {
        let ((estimate, robustness), terms) = rayon::join(
            || {
                rayon::join(
                    || estimate(&observations, &calibration, params),
                    || robustness(&observations, &calibration, params, others),
                )
            },
            || counted.terms.rows(),
        );
        Ok(Results {
            estimate: estimate?,
            robustness: robustness?,
            terms,
            speakers: counted.speakers.rows(),
            params: params.clone(),
            observations,
            calibration,
            model_sha256: model_sha256.to_owned(),
        })
    }

    /// The files of a folder, complete, still to be put in place.
    pub(super) fn files(&self, folder: &Path) -> Result<Vec<OutputFile>> {
        let column = self.params.by.column();
        let file =
            |name: &str, fill: &dyn Fn(&mut OutputFile) -> io::Result<()>| -> Result<OutputFile> {
                let path = folder.join(name);
                let mut file = OutputFile::create(&path)?;
                fill(&mut file).map_err(Error::write(&path))?;
                Ok(file)
            };
        Ok(vec![
            file("documents.csv", &|file| {
                write_documents(file, &self.observations)
            })?,
            file("sources.csv", &|file| {
                write_sources(file, column, &self.estimate.shares)
            })?,
            file("comparisons.csv", &|file| {
                write_comparisons(file, &self.estimate.comparisons)
            })?,
            file("robustness.csv", &|file| {
                write_robustness(file, column, &self.robustness)
            })?,
            file("speakers.csv", &|file| {
                write_speakers(file, column, &self.speakers)
            })?,
            file("terms.csv", &|file| write_terms(file, &self.terms))?,
            file("methods.md", &|file| {
                file.write_all(self.methods(Markup::Markdown).as_bytes())
            })?,
            file("estimate.json", &|file| {
                serde_json::to_writer_pretty(&mut *file, &self.file())?;
                file.write_all(b"\n")
            })?,
        ])
    }

    /// The tables of the sources and the verdicts, for a terminal.
    pub fn summary(&self) -> String {
        let task = &self.observations.task;
        format!(
            "{}\n{}",
            source_table(task, &self.params.by, &self.estimate),
            verdicts(task, &self.estimate)
        )
    }

    /// A paragraph for a methods section, with the numbers filled in.
    pub fn methods(&self, markup: Markup) -> String {
        let model = &self.model_sha256;
        methods(
            markup,
            &self.observations,
            &self.estimate,
            &self.params,
            model,
        )
    }

    fn file(&self) -> EstimateFile<'_> {
        EstimateFile {
            version: env!("CARGO_PKG_VERSION"),
            model_sha256: &self.model_sha256,
            by: self.params.by.name(),
            estimator: self.params.estimator.name(),
            resamples: self.params.resamples,
            seed: self.params.seed,
            without: self.params.filter.names(),
            abstain: self.params.threshold,
            task: &self.observations.task,
            estimate: &self.estimate,
            calibration: &self.calibration,
        }
    }
}
