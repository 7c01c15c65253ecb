//! Whose words are counted.

use serde::Serialize;

/// Whose words are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Voice {
    /// Every sentence.
    All,
    /// What the outlet itself asserts.
    Own,
    /// What it attributes to somebody.
    Quoted,
}

/// Every voice, in the order of files.
pub const VOICES: &[Voice] = &[Voice::All, Voice::Own, Voice::Quoted];

impl Voice {
    /// The name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Voice::All => "all",
            Voice::Own => "own",
            Voice::Quoted => "quoted",
        }
    }
}
