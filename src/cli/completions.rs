//! `stance completions`: a completion script for a shell.

use clap::CommandFactory;
use clap_complete::Shell;
use stance::Result;

use super::{Cli, Outcome, print};

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  stance completions bash > ~/.local/share/bash-completion/completions/stance")]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "stance", &mut script);
        print(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Done)
    }
}
