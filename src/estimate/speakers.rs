//! Who is quoted for which side: names beside a verb of saying, as candidates for a person to look through.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Serialize;

use crate::language::{self, LANGUAGES, Words};

/// Words of a name at most.
const LONGEST_NAME: usize = 4;

/// One row of `speakers.csv`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SpeakerRow {
    /// The source, or what else documents are grouped by.
    pub source: String,
    /// Who a reader of the labels named, or the words beside a verb of saying, as they stand: a
    /// candidate, not a person.
    pub candidate: String,
    /// `label` or `verb`.
    pub found_by: &'static str,
    /// The head.
    pub head: String,
    /// The class that takes a side.
    pub class: String,
    /// Quoted sentences with this candidate in this class.
    pub sentences: u64,
}

/// Counts of candidates, gathered a sentence at a time.
#[derive(Debug, Default)]
pub struct Speakers(BTreeMap<Key, u64>);

/// Source, candidate, how found, head and class.
type Key = (String, String, &'static str, String, String);

impl Speakers {
    /// Counts a quoted sentence for each head and class that takes a side. Its `holder` is who a
    /// reader said is quoted; without one the text is searched.
    pub fn add(&mut self, source: &str, text: &str, holder: Option<&str>, sides: &[(&str, &str)]) {
        if sides.is_empty() {
            return;
        }
        let named = holder.map(|holder| (holder.to_owned(), "label"));
        let Some((name, found_by)) = named.or_else(|| Some((candidate(text)?, "verb"))) else {
            return;
        };
        for (head, class) in sides {
            let (head, class) = ((*head).to_owned(), (*class).to_owned());
            let key = (source.to_owned(), name.clone(), found_by, head, class);
            *self.0.entry(key).or_default() += 1;
        }
    }

    /// Adds the counts of others.
    pub fn merge(&mut self, other: Speakers) {
        for (key, sentences) in other.0 {
            *self.0.entry(key).or_default() += sentences;
        }
    }

    /// The rows, by source and candidate.
    pub fn rows(&self) -> Vec<SpeakerRow> {
        let row = |(key, sentences): (&Key, &u64)| {
            let (source, candidate, found_by, head, class) = key.clone();
            SpeakerRow {
                source,
                candidate,
                found_by,
                head,
                class,
                sentences: *sentences,
            }
        };
        self.0.iter().map(row).collect()
    }
}

/// For each language its verbs of saying and the words that end a name, folded, and whether names
/// begin with capitals there.
struct Saying {
    verbs: Vec<String>,
    ends: Vec<String>,
    capitals: bool,
}

static SAYINGS: LazyLock<Vec<Saying>> = LazyLock::new(|| {
    let languages = LANGUAGES.iter().zip(Words::of_all_languages());
    let saying = |(language, words): (&language::Language, &Words)| Saying {
        verbs: words.saying.iter().map(|word| fold(word)).collect(),
        ends: words.after_names.iter().map(|word| fold(word)).collect(),
        capitals: language.code != "ar",
    };
    languages.map(saying).collect()
});

fn fold(word: &str) -> String {
    let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    bare.chars()
        .filter_map(language::fold)
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words beside the first verb of saying that could name who speaks: after the verb where names
/// have no capitals, as in Arabic; else capitalised words before it or after it.
fn candidate(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    for saying in SAYINGS.iter() {
        let says = |word: &String| {
            let bare = word.strip_prefix(['و', 'ف']).filter(|_| !saying.capitals);
            saying.verbs.contains(word)
                || bare.is_some_and(|bare| saying.verbs.iter().any(|verb| verb == bare))
        };
        for at in (0..words.len()).filter(|&at| says(&folded[at])) {
            let found = if saying.capitals {
                before(&words[..at]).or_else(|| after(&words[at..], &folded[at..], saying))
            } else {
                after(&words[at..], &folded[at..], saying)
            };
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// The capitalised words right before the verb.
fn before(words: &[&str]) -> Option<String> {
    let capital = |word: &&&str| word.chars().next().is_some_and(char::is_uppercase) && !ends(word);
    let name: Vec<&str> = words
        .iter()
        .rev()
        .take(LONGEST_NAME)
        .take_while(capital)
        .copied()
        .collect();
    named(name.into_iter().rev())
}

/// The words after the verb, up to one that ends a name.
fn after(words: &[&str], folded: &[String], saying: &Saying) -> Option<String> {
    if ends(words[0]) {
        return None;
    }
    let mut name = Vec::new();
    for (word, folded) in words.iter().zip(folded).skip(1).take(LONGEST_NAME) {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if saying.ends.contains(folded) || saying.capitals && !capital {
            break;
        }
        name.push(*word);
        if ends(word) {
            break;
        }
    }
    named(name.into_iter())
}

/// Whether punctuation closes the word.
fn ends(word: &str) -> bool {
    word.ends_with(|letter: char| !letter.is_alphanumeric() && letter != '\'')
}

fn named<'a>(words: impl Iterator<Item = &'a str>) -> Option<String> {
    let name = words.collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(|letter: char| !letter.is_alphanumeric());
    (name.chars().count() > 2).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(candidate(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn names_stand_after_an_arabic_verb() {
        check("وقال وزير الدفاع إن القوات باقية", Some("وزير الدفاع"));
        check("وأكدت السفيرة الأمريكية أن بلادها", Some("السفيرة الأمريكية"));
        check("القوات باقية في البلاد", None);
        check("وقال إن القوات باقية", None);
    }

    #[test]
    fn names_have_capitals_in_english() {
        check(
            "The troops must leave, said Muqtada Sadr on Friday",
            Some("Muqtada Sadr"),
        );
        check(
            "Later Ali Hassan said that nobody leaves",
            Some("Later Ali Hassan"),
        );
        check("he said nothing", None);
    }
    #[test]
    fn whom_a_reader_named_comes_before_the_words_beside_a_verb() {
        let (text, sides) = ("وقال وزير الدفاع إن القوات باقية", [("stance", "opposes")]);
        let mut speakers = Speakers::default();
        speakers.add("s", text, Some("محمد العباسي"), &sides);
        speakers.add("s", text, None, &sides);
        speakers.add("s", text, Some("محمد العباسي"), &[]);
        let rows = speakers.rows();
        let shown: Vec<_> = rows
            .iter()
            .map(|row| (row.candidate.as_str(), row.found_by, row.sentences))
            .collect();
        let expected = [("محمد العباسي", "label", 1), ("وزير الدفاع", "verb", 1)];
        assert_eq!(shown, expected);
    }
}
