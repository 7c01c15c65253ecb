//! Entries that a cue lexicon lacks: words used like its own, and words where the model errs.

mod accept;
mod contexts;
mod errors;
mod search;
mod words;

use serde::Serialize;

use self::contexts::Contexts;
use self::errors::pulls;
use self::search::Search;
use self::words::Words;
use crate::features::NormaliseParams;
use crate::task::Task;

pub use accept::{Accepted, accept};
pub use errors::{Answer, answers};
pub use words::Text;

/// What to propose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuggestParams {
    /// How many entries for each class.
    pub per_class: usize,
    /// Words that occur less often are left out.
    pub min_count: u32,
}

impl Default for SuggestParams {
    fn default() -> Self {
        SuggestParams {
            per_class: 10,
            min_count: 3,
        }
    }
}

/// A proposed entry: a row of the table that a person edits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// The class that it would join.
    pub class: String,
    /// BCP 47 code of the part of the lexicon that it would join.
    pub language: String,
    /// The word, normalised.
    pub entry: String,
    /// Likeness to the class in contexts and letters; 0 where there is no lexicon to compare with.
    pub likeness: f64,
    /// The words of the class that it is most like.
    pub like: String,
    /// Head and class that the model misses where the word stands, with the standard errors.
    pub missed: String,
    /// How often it occurs.
    pub count: u32,
    /// A sentence with it.
    pub example: String,
    /// The document of that sentence.
    pub document: String,
}

/// Proposes entries for a task's lexicon, class by class, the likeliest first. Without a lexicon the
/// words that tell the classes of the heads apart open one class each (`STANCE_FAVOR`).
///
/// `answers` are those of a model that had not seen the sentences, which come first among `texts`.
pub fn suggest(
    texts: &[Text<'_>],
    answers: &[Answer],
    task: &Task,
    params: &SuggestParams,
) -> Vec<Suggestion> {
    let words = Words::of(texts, &task.cues, &NormaliseParams::default());
    let search = Search {
        texts,
        pulls: pulls(&words, answers),
        contexts: Contexts::of(&words),
        words,
        task,
        params,
    };
    match search.words.class_names.is_empty() {
        true => search.open_classes(),
        false => search.extend_classes(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::task::{Head, Lexicon};

    fn task(classes: &[(&str, &str)]) -> Task {
        let classes = classes
            .iter()
            .map(|(class, entries)| (class.to_string(), entries.to_string()));
        let languages = [("ar".to_owned(), classes.collect())];
        Task {
            name: "toy".to_owned(),
            target: String::new(),
            heads: vec![Head::of_classes("stance", &["for", "against"])],
            cues: Lexicon {
                languages: languages.into(),
                ..Lexicon::default()
            },
        }
    }

    const SENTENCES: [&str; 3] = [
        "يريد الناس انسحاب القوات من البلاد",
        "يريد الناس رحيل القوات من البلاد",
        "طالب النائب بالمزيد أمام اللجنة troops",
    ];

    /// The suggestions for three copies of each sentence.
    fn check(task: &Task, answers: &[Answer]) -> Vec<Suggestion> {
        let text = |text: &&'static str| Text {
            text,
            document: "d.txt",
        };
        let texts: Vec<_> = SENTENCES.iter().cycle().take(9).map(text).collect();
        suggest(&texts, answers, task, &SuggestParams::default())
    }

    #[test]
    fn a_word_in_the_contexts_of_an_entry_comes_first() {
        let found = check(&task(&[("DEMAND", "+طالب"), ("LEAVE", "انسحاب")]), &[]);
        let first = found.iter().find(|found| found.class == "LEAVE").unwrap();
        assert_eq!(
            (first.entry.as_str(), first.like.as_str()),
            ("رحيل", "انسحاب")
        );
        assert_eq!((first.language.as_str(), first.count), ("ar", 3));
        assert_eq!(first.example, SENTENCES[1]);
        assert!(found.iter().all(|found| found.entry != "انسحاب"));
        let latin = found.iter().find(|found| found.entry == "troops").unwrap();
        assert_ne!(latin.language, "ar");
    }

    #[test]
    fn function_words_are_not_proposed() {
        let sentence = |word: &str| format!("يريد الناس {word} القوات من البلاد");
        let sentences = ["رحيل", "عنه", "كهذه", "بينها"].map(sentence);
        let texts = sentences.iter().cycle().take(12);
        let texts: Vec<Text<'_>> = texts
            .map(|text| Text {
                text,
                document: "d.txt",
            })
            .collect();
        let task = task(&[("LEAVE", "انسحاب")]);
        let found = suggest(&texts, &[], &task, &SuggestParams::default());
        let entries: BTreeSet<&str> = found.iter().map(|found| found.entry.as_str()).collect();
        assert_eq!(entries, ["الناس", "القوات", "البلاد", "رحيل", "يريد"].into());
    }

    #[test]
    fn a_word_where_the_model_errs_says_so() {
        let answers: Vec<Answer> = (0..9)
            .map(|text| Answer {
                text,
                head: 0,
                label: usize::from(text % 3 == 1),
                probabilities: vec![0.99, 0.01],
            })
            .collect();
        let found = check(&task(&[("DEMAND", "+طالب"), ("LEAVE", "انسحاب")]), &answers);
        let word = found.iter().find(|found| found.entry == "رحيل").unwrap();
        // Three times 0.99 missed, over the root of 3 · 0.99 · 0.01 + 1.
        assert_eq!(word.missed, "stance against +2.9");
        let word = found.iter().find(|found| found.entry == "troops").unwrap();
        assert_eq!(word.missed, "");
    }

    #[test]
    fn without_a_lexicon_telling_words_open_classes() {
        let answers: Vec<Answer> = (0..9)
            .map(|text| Answer {
                text,
                head: 0,
                label: usize::from(text % 3 == 2),
                probabilities: vec![2.0 / 3.0, 1.0 / 3.0],
            })
            .collect();
        let found = check(&task(&[]), &answers);
        let of_class = found.iter().filter(|found| found.class == "STANCE_AGAINST");
        let entries: BTreeSet<&str> = of_class.map(|found| found.entry.as_str()).collect();
        // Three times 2/3, over the root of 3 · 2/9 + 1: 1.55.
        assert!(
            entries.contains("طالب") && !entries.contains("الناس"),
            "{entries:?}"
        );
    }
}
