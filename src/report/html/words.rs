//! The report's own words in each language: a file a language, and their plural forms.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::estimate::By;
use crate::report::count;
use crate::{Error, Result};

/// The words of one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// BCP 47 code.
    pub code: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Sentences and labels, with `{places}` to fill.
    text: BTreeMap<String, String>,
    /// Numbers of things, by plural form.
    plural: BTreeMap<String, BTreeMap<String, String>>,
    /// Said instead where something else than sources is compared.
    grouped: BTreeMap<String, String>,
    /// Names of heads, classes, reasons and tasks that are known here; others stay as they are.
    names: BTreeMap<String, String>,
}

/// Every language of the report.
const LANGUAGES: &[(&str, &str)] = &[
    ("ar", include_str!("words/ar.toml")),
    ("en", include_str!("words/en.toml")),
];

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Ours.
    Text(String),
    /// From outside: it is set apart and keeps its own direction.
    Outside(String),
    /// A number, set apart from the text around it; with what it opens.
    Number(String, Option<String>),
}

/// A sentence of the report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Part>);

impl Words {
    /// The words of a language.
    ///
    /// # Errors
    /// [`Error::Unknown`] with the languages that there are.
    pub fn of(code: &str) -> Result<Words> {
        let codes: Vec<&str> = LANGUAGES.iter().map(|(code, _)| *code).collect();
        let found = LANGUAGES.iter().find(|(known, _)| *known == code);
        let (_, text) =
            found.ok_or_else(|| Error::unknown("language of the report", code, &codes))?;
        Ok(toml::from_str(text).expect("the tests read every file of words"))
    }

    /// The words for a comparison by something else than sources, which is named where it is spoken of.
    pub fn compared(mut self, by: &By) -> Words {
        if *by == By::Source {
            return self;
        }
        let name = match self.text.get(by.column()) {
            Some(period) => period.clone(),
            None => self.name(by.column()).to_owned(),
        };
        for (key, text) in &self.grouped {
            self.text.insert(key.clone(), text.replace("{by}", &name));
        }
        for (form, groups) in [("sources", "groups"), ("sources_of", "groups_of")] {
            let groups = self.plural[groups].clone();
            self.plural.insert(form.to_owned(), groups);
        }
        self
    }

    /// Whether it runs from the right.
    pub fn from_the_right(&self) -> bool {
        self.dir == "rtl"
    }

    /// What stands between the items of a list.
    pub fn comma(&self) -> &'static str {
        match self.from_the_right() {
            true => "، ",
            false => ", ",
        }
    }

    /// A label or sentence without places.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.text.get(key).map_or(key, String::as_str)
    }

    /// Every label and plural, for the page's script.
    pub fn for_script(&self) -> serde_json::Value {
        let ours = |key: &&String| key.starts_with("ui_");
        let text: BTreeMap<_, _> = self.text.iter().filter(|(key, _)| ours(key)).collect();
        serde_json::json!({ "text": text, "plural": self.plural, "names": self.names })
    }

    /// The name of a class, head, reason or task in this language.
    pub fn name<'a>(&'a self, name: &'a str) -> &'a str {
        self.names.get(name).map_or(name, String::as_str)
    }

    /// So many of something: `3 sentences`.
    pub fn count(&self, what: &str, number: u64) -> String {
        let forms = &self.plural[what];
        let form = forms
            .get(plural_form(&self.code, number))
            .unwrap_or(&forms["other"]);
        form.replace("{n}", &count(number))
    }

    /// A sentence with its places filled.
    pub fn line(&self, key: &str, parts: &[(&str, Part)]) -> Line {
        let mut line = Vec::new();
        let mut rest = self.say(key);
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            line.push(Part::Text(before.to_owned()));
            let found = parts.iter().find(|(place, _)| *place == name);
            line.extend(found.map(|(_, part)| part.clone()));
            rest = after;
        }
        line.push(Part::Text(rest.to_owned()));
        line.retain(|part| *part != Part::Text(String::new()));
        Line(line)
    }
}

impl Line {
    /// The sentence for a place without markup: what comes from outside and numbers are isolated by
    /// direction marks where they are needed.
    pub fn to_plain(&self) -> String {
        let piece = |part: &Part| match part {
            Part::Text(text) | Part::Number(text, _) => text.clone(),
            Part::Outside(text) => crate::report::isolate(text),
        };
        self.0.iter().map(piece).collect()
    }
}

/// The plural form of CLDR for whole numbers.
fn plural_form(code: &str, number: u64) -> &'static str {
    match (code, number, number % 100) {
        ("ar", 0, _) => "zero",
        (_, 1, _) => "one",
        ("ar", 2, _) => "two",
        ("ar", _, 3..=10) => "few",
        ("ar", _, 11..=99) => "many",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_everything_with_the_same_places() {
        let places = |text: &String| {
            let mut places: Vec<String> = text
                .split('{')
                .skip(1)
                .map(|rest| rest.split('}').next().unwrap().to_owned())
                .collect();
            // What is compared may go without saying in a language.
            places.retain(|place| place != "by");
            places.sort();
            places
        };
        let all: Vec<Words> = LANGUAGES
            .iter()
            .map(|(code, _)| Words::of(code).unwrap())
            .collect();
        for words in &all {
            let said = |words: &Words| -> BTreeMap<String, Vec<String>> {
                let grouped = words
                    .grouped
                    .iter()
                    .map(|(key, text)| (format!("{key} by"), text));
                let text = words.text.iter().map(|(key, text)| (key.clone(), text));
                text.chain(grouped)
                    .map(|(key, text)| (key, places(text)))
                    .collect()
            };
            assert_eq!(said(words), said(&all[0]), "{}", words.code);
            let counted: Vec<&String> = words.plural.keys().collect();
            assert_eq!(
                counted,
                all[0].plural.keys().collect::<Vec<_>>(),
                "{}",
                words.code
            );
        }
    }

    #[test]
    fn arabic_counts_by_its_six_forms() {
        let words = Words::of("ar").unwrap();
        let said = [0, 1, 2, 3, 10, 11, 99, 100, 103].map(|n| words.count("sentences", n));
        assert_eq!(
            said.join("|"),
            "لا جمل|جملة واحدة|جملتان|3 جمل|10 جمل|11 جملة|99 جملة|100 جملة|103 جمل"
        );
    }

    #[test]
    fn what_is_compared_is_named_and_no_sentence_is_made_up() {
        for (code, _) in LANGUAGES {
            let words = Words::of(code).unwrap();
            for key in words.grouped.keys() {
                assert!(words.text.contains_key(key), "{code}: {key}");
            }
            let months = words.clone().compared(&By::Month);
            assert_eq!(months.say("col_source"), words.say("month"));
            assert_ne!(months.count("sources", 3), words.count("sources", 3));
            assert!(!months.text.values().any(|text| text.contains("{by}")));
        }
        let words = Words::of("en").unwrap();
        let sections = words.compared(&By::Column("section".to_owned()));
        assert_eq!(sections.say("figure_sides"), "{head} by section");
    }

    #[test]
    fn an_unknown_language_is_refused_with_those_known() {
        let error = Words::of("xx").unwrap_err().to_string();
        assert!(error.contains("known: ar, en"), "{error}");
    }
}
