//! The `stance` program: arguments in, library calls, results out.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
