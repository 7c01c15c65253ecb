//! The one error type of the crate: a variant per remedy.

use std::io;
use std::path::{Path, PathBuf};

/// What every fallible function of the crate returns.
pub type Result<T> = std::result::Result<T, Error>;

/// Something the user can mend; the message says what was attempted, on what, and what would work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be read: check that it exists and may be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },

    /// An output cannot be written: choose another place or make room. What stood there is untouched.
    #[error("cannot write `{}` (what stood there before is untouched)", path.display())]
    Write {
        /// The output.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },

    /// A file does not hold what its kind should: mend it at the place named.
    #[error("{}: {problem}", place(path, *line))]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1, where one is known.
        line: Option<u64>,
        /// What is wrong there, what was expected and what to do.
        problem: String,
    },

    /// A name is not one of those known: use one of `expected`.
    #[error("unknown {kind} `{name}`{} (known: {})", suggestion(name, expected), expected.join(", "))]
    Unknown {
        /// What kind of thing is named.
        kind: &'static str,
        /// The name given.
        name: String,
        /// The names that exist.
        expected: Vec<String>,
    },

    /// There is nothing to work on, or too little: bring more, as the message says.
    #[error("{0}")]
    Insufficient(String),

    /// Two options exclude each other or a value is out of its range.
    #[error("{0}")]
    Usage(String),

    /// Training stopped before its tolerance: raise `--l2`, or say so with the labels at hand.
    #[error("training did not converge: {0}")]
    NotConverged(String),

    /// linfa refused the dataset or the parameters.
    #[error("linfa refused the training problem")]
    Linfa(#[from] linfa::Error),
}

impl Error {
    /// An [`Error::Malformed`] at a line of a file.
    pub fn malformed(
        path: &Path,
        line: impl Into<Option<u64>>,
        problem: impl Into<String>,
    ) -> Self {
        Error::Malformed {
            path: path.to_owned(),
            line: line.into(),
            problem: problem.into(),
        }
    }

    /// An [`Error::Read`] for use with `map_err`.
    pub fn read(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Error::Read {
            path: path.to_owned(),
            source,
        }
    }

    /// An [`Error::Write`] for use with `map_err`.
    pub fn write(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Error::Write {
            path: path.to_owned(),
            source,
        }
    }

    /// An [`Error::Unknown`]; `expected` is what would have been right.
    pub fn unknown<S: AsRef<str>>(kind: &'static str, name: &str, expected: &[S]) -> Self {
        let expected = expected
            .iter()
            .map(|name| name.as_ref().to_owned())
            .collect();
        Error::Unknown {
            kind,
            name: name.chars().take(LONGEST_NAME).collect(),
            expected,
        }
    }
}

/// Characters of an unknown name that are shown and compared: a quote left open can make it endless.
const LONGEST_NAME: usize = 80;

fn place(path: &Path, line: Option<u64>) -> String {
    match line {
        Some(line) => format!("{}:{line}", path.display()),
        None => path.display().to_string(),
    }
}

/// ` (did you mean …?)` if one of the known names is close.
fn suggestion(name: &str, expected: &[String]) -> String {
    expected
        .iter()
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .filter(|(distance, known)| *distance * 3 <= known.chars().count().max(3))
        .min()
        .map(|(_, known)| format!(", did you mean `{known}`?"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_the_nearest_name() {
        let error = Error::unknown("class", "suports", &["supports", "opposes"]);
        assert_eq!(
            error.to_string(),
            "unknown class `suports`, did you mean `supports`? (known: supports, opposes)"
        );
    }

    #[test]
    fn suggests_nothing_far_away() {
        let error = Error::unknown("class", "favor", &["supports", "opposes"]);
        assert_eq!(
            error.to_string(),
            "unknown class `favor` (known: supports, opposes)"
        );
    }
}
