//! An entry of the cue lexicon: one word, or two that follow each other.

use crate::language::{self, Affixes};

/// What a text must hold to match: `انسحاب`, or `لا_يقبل` for two words in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The first or only word.
    pub first: Pattern<'a>,
    /// The word right after it.
    pub second: Option<Pattern<'a>>,
}

/// What one word must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pattern<'a> {
    /// What may stand around the letters.
    pub kind: PatternKind,
    /// The letters, without the sign of the kind, as written.
    pub text: &'a str,
}

/// What may stand around the letters of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternKind {
    /// `stem`: the language's proclitics and enclitics.
    Stem,
    /// `+stem`: the same, and the letters of the imperfect and the future before the stem.
    Verb,
    /// `stem*`: proclitics before it, anything after it.
    Start,
    /// `=word`: a conjunction at most.
    Whole,
    /// `😂`: an emoji.
    Sign,
}

impl<'a> Entry<'a> {
    /// Reads an entry of a language with these affixes.
    ///
    /// # Errors
    /// What makes it an entry that nothing could match.
    pub fn parse(entry: &'a str, affixes: &Affixes) -> Result<Entry<'a>, String> {
        if let Some(sign) = sign(entry) {
            return Ok(Entry {
                first: sign,
                second: None,
            });
        }
        let (first, second) = match entry.split_once('_') {
            None => (entry, None),
            Some((_, second)) if second.contains('_') => {
                return Err("an entry has two words at most".to_owned());
            }
            Some((first, second)) => (first, Some(second)),
        };
        Ok(Entry {
            first: Pattern::parse(first, affixes)?,
            second: second
                .map(|word| Pattern::parse(word, affixes))
                .transpose()?,
        })
    }
}

impl<'a> Pattern<'a> {
    fn parse(word: &'a str, affixes: &Affixes) -> Result<Pattern<'a>, String> {
        let (kind, text) = if let Some(text) = word.strip_prefix('=') {
            (PatternKind::Whole, text)
        } else if let Some(text) = word.strip_prefix('+') {
            (PatternKind::Verb, text)
        } else if let Some(text) = word.strip_suffix('*') {
            (PatternKind::Start, text)
        } else {
            (PatternKind::Stem, word)
        };
        if kind == PatternKind::Verb && affixes.imperfect.is_empty() {
            return Err("`+` is for languages with letters of the imperfect".to_owned());
        }
        check_letters(kind, text)?;
        Ok(Pattern { kind, text })
    }
}

/// An emoji that stands alone.
fn sign(entry: &str) -> Option<Pattern<'_>> {
    let mut letters = entry.chars();
    let is_alone = letters.next().is_some_and(language::is_sign) && letters.next().is_none();
    is_alone.then_some(Pattern {
        kind: PatternKind::Sign,
        text: entry,
    })
}

/// Counts the letters that folding leaves, since a mark alone matches nothing.
fn check_letters(kind: PatternKind, text: &str) -> Result<(), String> {
    let folded: Vec<char> = text.chars().filter_map(language::fold).collect();
    if let Some(other) = folded.iter().find(|letter| !letter.is_alphanumeric()) {
        return Err(format!(
            "`{other}` is no letter; an entry is `stem`, `+stem`, `stem*`, `=word` or two of them, `a_b`"
        ));
    }
    match (folded.len(), kind) {
        (0, _) => Err("it has no letters".to_owned()),
        (1, PatternKind::Stem) => Err(format!(
            "a stem needs two letters (`={text}` matches the word alone)"
        )),
        (1, PatternKind::Verb) => Err("the stem of a verb needs two letters".to_owned()),
        (1 | 2, PatternKind::Start) => Err("the start of a word needs three letters".to_owned()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(entry: &str, expected: &[(PatternKind, &str)]) {
        let entry = Entry::parse(entry, Affixes::of("ar")).unwrap();
        let words: Vec<_> = [Some(entry.first), entry.second]
            .into_iter()
            .flatten()
            .map(|word| (word.kind, word.text))
            .collect();
        assert_eq!(words, expected);
    }

    fn check_error(entry: &str, expected: &str) {
        let error = Entry::parse(entry, Affixes::of("ar")).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn reads_every_kind() {
        check("انسحاب", &[(PatternKind::Stem, "انسحاب")]);
        check("+نسحب", &[(PatternKind::Verb, "نسحب")]);
        check("withdraw*", &[(PatternKind::Start, "withdraw")]);
        check("=لا", &[(PatternKind::Whole, "لا")]);
        check(
            "=لن_+قبل",
            &[(PatternKind::Whole, "لن"), (PatternKind::Verb, "قبل")],
        );
    }

    #[test]
    fn an_emoji_is_an_entry() {
        check("😂", &[(PatternKind::Sign, "😂")]);
        check_error("😂😂", "is no letter");
    }

    #[test]
    fn refuses_a_sign_alone() {
        for entry in ["+", "=", "*", "_", "لا_", "_يقبل"] {
            check_error(entry, "no letters");
        }
    }

    #[test]
    fn refuses_entries_too_short_to_match() {
        check_error(
            "ب",
            "a stem needs two letters (`=ب` matches the word alone)",
        );
        check_error("بَ", "a stem needs two letters");
        check_error("+ب", "the stem of a verb needs two letters");
        check_error("خر*", "the start of a word needs three letters");
    }

    #[test]
    fn refuses_signs_in_the_wrong_place() {
        check_error("ان*سحاب", "`*` is no letter");
        check_error("=+قبل", "`+` is no letter");
        check_error("+قبل*", "`*` is no letter");
    }

    #[test]
    fn refuses_three_words() {
        check_error("لا_بد_من", "two words at most");
    }

    #[test]
    fn refuses_verb_letters_where_the_language_has_none() {
        let error = Entry::parse("+leave", Affixes::of("en")).unwrap_err();
        assert!(error.contains("letters of the imperfect"), "{error}");
    }
}
