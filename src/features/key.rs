//! A fingerprint of a sentence, to recognise it wherever it stands.

use sha2::{Digest, Sha256};

use super::{Normaliser, Tokens};

/// Equal for sentences that are the same to a model: same normalised tokens in the same order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SentenceKey(pub u64);

impl SentenceKey {
    /// The key of a sentence: the first 64 bits of the SHA-256 digest of its tokens.
    pub fn of(text: &str, normaliser: &Normaliser) -> SentenceKey {
        SentenceKey::of_line(Tokens::of(text, normaliser).line().as_bytes(), text)
    }

    /// The key of a sentence whose tokens are known as a line.
    pub(crate) fn of_line(line: &[u8], text: &str) -> SentenceKey {
        // Texts without a word or a sign have nothing in common but that.
        let line = if line == b" " { text.as_bytes() } else { line };
        let digest = Sha256::digest(line);
        let first: [u8; 8] = digest[..8]
            .try_into()
            .expect("a SHA-256 digest has 32 bytes");
        SentenceKey(u64::from_be_bytes(first))
    }
}

impl std::fmt::Display for SentenceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl serde::Serialize for SentenceKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for SentenceKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        u64::from_str_radix(&text, 16)
            .map(SentenceKey)
            .map_err(serde::de::Error::custom)
    }
}
