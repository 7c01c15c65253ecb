//! `stance cues`: what a cue lexicon lacks, and adding it.

use std::path::{Path, PathBuf};

use stance::labels::{self, LabelParams};
use stance::read::ReadParams;
use stance::segment::{Unit, segment};
use stance::suggest::{SuggestParams, Text, accept, answers, suggest};
use stance::{Error, Result, report, run};

use super::training::Training;
use super::{LABELS, Outcome, note, print, progress};

/// Extend the cue lexicon: classes of words whose order and distance carry the answer
#[derive(Debug, clap::Subcommand)]
pub(super) enum Cues {
    Suggest(Suggest),
    Accept(Accept),
}

impl Cues {
    pub(super) fn run(self, quiet: bool) -> Result<Outcome> {
        match self {
            Cues::Suggest(command) => command.run(quiet),
            Cues::Accept(command) => command.run(quiet),
        }
    }
}

/// Propose entries: a table to edit and to give to `stance cues accept`
///
/// Words used like a class's own in the labelled sentences and in DOCS, and words where the model errs.
/// Without a lexicon, the words that tell the classes of the heads apart are proposed as first classes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance cues suggest labels/ --docs seeds/ --output suggestions.csv
  stance cues suggest tweets.csv --heads stance --per-class 20")]
pub(super) struct Suggest {
    /// A label file, or a folder of them with its task.toml
    #[arg(default_value = LABELS)]
    labels: PathBuf,
    /// Articles to learn the use of words from, beside the labelled sentences
    #[arg(long, value_name = "DOCS")]
    docs: Option<PathBuf>,
    /// Where the table goes [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How many entries for each class
    #[arg(long, default_value_t = SuggestParams::default().per_class, value_name = "N")]
    per_class: usize,
    /// Leave out words that occur less often
    #[arg(long, default_value_t = SuggestParams::default().min_count, value_name = "N")]
    min_count: u32,
    #[command(flatten)]
    training: Training,
}

impl Suggest {
    fn run(self, quiet: bool) -> Result<Outcome> {
        let labels = labels::read(&self.labels, &self.training.label_params())?;
        let params = SuggestParams {
            per_class: self.per_class,
            min_count: self.min_count,
        };
        let unlabelled = self.docs.as_deref().map_or(Ok(Vec::new()), sentences)?;
        let labelled = labels.examples.iter();
        let labelled = labelled.map(|example| (&example.text, &example.document));
        let unlabelled = unlabelled.iter().map(|(text, document)| (text, document));
        let texts: Vec<Text<'_>> = labelled
            .chain(unlabelled)
            .map(|(text, document)| Text { text, document })
            .collect();
        let bar = progress::bar("looking for errors", quiet);
        let train = self.training.train_params()?;
        let answers = answers(&labels, &train, &progress::steps(&bar))?;
        bar.finish_and_clear();
        let table = report::suggestions(&suggest(&texts, &answers, &labels.task, &params));
        let Some(path) = &self.output else {
            print(&table)?;
            return Ok(Outcome::Done);
        };
        for file in &labels.files {
            stance::output::check_apart(file, path)?;
        }
        stance::output::write(path, table.as_bytes())?;
        note(quiet, &format!("saved {}", path.display()));
        Ok(Outcome::Done)
    }
}

/// Add the rows of an edited table to the task's lexicon; its comments stay
///
/// Delete the rows that are wrong, correct a class or an entry (`+stem`, `=word`, `a_b`), and give the
/// table back. Labels without a task.toml get one beside them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  stance cues accept suggestions.csv
  stance cues accept suggestions.csv tweets.csv --heads stance")]
pub(super) struct Accept {
    /// The table; its columns class, language and entry count
    suggestions: PathBuf,
    /// The labels whose task is extended
    #[arg(default_value = LABELS)]
    labels: PathBuf,
    /// The task file [default: task.toml beside the labels]
    #[arg(long, value_name = "FILE")]
    task: Option<PathBuf>,
    /// The heads of a new task file, by comma
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    heads: Vec<String>,
}

impl Accept {
    fn run(self, quiet: bool) -> Result<Outcome> {
        let file = match self.task {
            Some(file) => file,
            None => labels::task_file(&self.labels),
        };
        let params = LabelParams {
            task: file.is_file().then(|| file.clone()),
            heads: self.heads,
        };
        let labels = labels::read(&self.labels, &params)?;
        let accepted = accept(&self.suggestions, &labels.task, &file)?;
        note(quiet, &report::accepted(&accepted, &file));
        Ok(Outcome::Done)
    }
}

/// The sentences of articles, each with its document; what cannot be read is an error, since nothing
/// would show that it was left out.
fn sentences(docs: &Path) -> Result<Vec<(String, String)>> {
    let read = ReadParams::default();
    let clean = stance::clean::CleanParams {
        repeated: run::learn(docs, &read, &|_| ())?.repeated,
        ..Default::default()
    };
    let mut sentences = Vec::new();
    for document in stance::read::documents(docs, &read)? {
        let document = document.map_err(|problem| Error::Insufficient(problem.to_string()))?;
        let cut = segment(&document, Unit::Sentence, &clean);
        let named = |sentence: stance::document::Sentence| (sentence.text, document.name.clone());
        sentences.extend(cut.sentences.into_iter().map(named));
    }
    Ok(sentences)
}
