//! The command line: one file a command.

mod check;
mod cleaning;
mod classify;
mod compare;
mod completions;
mod cues;
mod estimating;
mod evaluate;
mod explain;
mod progress;
mod report;
mod show;
mod train;
mod training;

use std::borrow::Cow;
use std::error::Error as _;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use stance::{Error, Result};

/// Where things are unless said otherwise.
const DOCS: &str = "seeds";
const LABELS: &str = "labels";
const MODEL: &str = "models/withdrawal.stance";
const OUT: &str = "out";

/// Compare how news outlets frame a question.
///
/// Label a few hundred sentences, train, classify folders of articles, and compare their sources.
#[derive(Debug, Parser)]
#[command(name = "stance", version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Threads to use; 0 is one a core. Results do not depend on it
    #[arg(long, global = true, default_value_t = 0, value_name = "N")]
    threads: usize,
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

const EXAMPLES: &str = "Examples:
  stance check seeds/                      what was read, removed and repeated
  stance train labels/                     fit a model on labelled sentences
  stance evaluate labels/                  how good it is, document by document
  stance classify seeds/                   annotate every sentence, compare the sources
  stance compare out/ --by date:month      the same answers, compared in another way
  stance report                            one page where every number opens its sentences
  stance explain 'يرفض الحزب بقاء القوات'    one sentence, and the terms that decided";

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Train(train::Train),
    #[command(subcommand)]
    Cues(cues::Cues),
    Evaluate(evaluate::Evaluate),
    Show(show::Show),
    Classify(classify::Classify),
    Compare(compare::Compare),
    Explain(explain::Explain),
    Report(report::Report),
    Completions(completions::Completions),
}

/// How a command that did its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything was done.
    Done,
    /// Done, but below the bar asked for, or with input left out.
    Short,
}

/// Parses the arguments, runs the command and turns the outcome into an exit status.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let on_signal = || {
        stance::output::discard_unfinished();
        std::process::exit(130);
    };
    // Without a handler Ctrl-C still ends the program; only the unfinished files would stay.
    let _ = ctrlc::set_handler(on_signal);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(cli.threads)
        .build_global();
    if let Err(error) = pool {
        note(false, &format!("note: {error}; one thread is used"));
    }
    match cli.command.run(cli.quiet) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Short) => ExitCode::from(1),
        Err(Error::Write { source, .. }) if source.kind() == io::ErrorKind::BrokenPipe => {
            // As in `print`, for what is streamed.
            ExitCode::SUCCESS
        }
        Err(error) => {
            note(false, &in_full(&error));
            ExitCode::from(2)
        }
    }
}

/// An error with what caused it, a line each.
fn in_full(error: &Error) -> String {
    let mut text = format!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!("\n  because: {error}"));
        cause = error.source();
    }
    text
}

impl Command {
    fn run(self, quiet: bool) -> Result<Outcome> {
        match self {
            Command::Check(command) => command.run(quiet),
            Command::Train(command) => command.run(quiet),
            Command::Cues(command) => command.run(quiet),
            Command::Evaluate(command) => command.run(quiet),
            Command::Show(command) => command.run(),
            Command::Classify(command) => command.run(quiet),
            Command::Compare(command) => command.run(quiet),
            Command::Explain(command) => command.run(),
            Command::Report(command) => command.run(quiet),
            Command::Completions(command) => command.run(),
        }
    }
}

/// Writes a result to standard output. A reader that has seen enough (`| head`) is no error.
fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    let text = fit(text, out.is_terminal());
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done.map_err(Error::write(Path::new("standard output"))),
    }
}

/// The marks that keep right-to-left text from moving its neighbours are for a terminal alone.
fn fit(text: &str, terminal: bool) -> Cow<'_, str> {
    if terminal || !text.contains(ISOLATES) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace(ISOLATES, ""))
}

const ISOLATES: [char; 2] = ['\u{2068}', '\u{2069}'];

/// A value as indented JSON; its isolates, which are data, are escaped.
fn to_json<T: serde::Serialize>(value: &T) -> String {
    let json = serde_json::to_string_pretty(value).expect("results are plain data");
    let mut json = json
        .replace('\u{2068}', "\\u2068")
        .replace('\u{2069}', "\\u2069");
    json.push('\n');
    json
}

/// Tells the user something on standard error, unless asked to be quiet.
fn note(quiet: bool, text: &str) {
    if !quiet && !text.is_empty() {
        // Where standard error is closed there is nobody left to tell.
        let terminal = io::stderr().is_terminal();
        let _ = writeln!(io::stderr(), "{}", fit(text, terminal));
    }
}

fn probability(text: &str) -> std::result::Result<f64, String> {
    let number = text.parse().ok().filter(|p| (0.0..=1.0).contains(p));
    number.ok_or_else(|| "use a probability from 0 to 1".to_owned())
}
