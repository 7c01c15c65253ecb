//! What is asked of a sentence: the target, the heads with their classes, the cue lexicon.
//!
//! A task is data. Nothing after this file knows stance from sentiment from voice.

mod entry;
mod lexicon;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

pub use entry::{Entry, Pattern, PatternKind};
pub use lexicon::{IGNORE, Lexicon};

/// Columns of label and document files that can therefore not name a head.
pub const RESERVED_COLUMNS: &[&str] = &[
    "document",
    "n",
    "text",
    "kind",
    "holder",
    "origin",
    "source",
    "reader",
    "annotator",
    "note",
    "title",
    "author",
    "date",
    "url",
    "language",
    "style",
    "country",
    "start",
    "end",
    "part",
    "known_terms",
    "in_training",
    "copy_of",
    "foreign",
];

/// One question put to every sentence, with the classes that answer it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Name of the label column, `stance` for example.
    pub name: String,
    /// At least two, in the order of tables and columns.
    pub classes: Vec<Class>,
    /// Set on the head that tells whose words a sentence holds; results are then also given by voice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voices: Option<Voices>,
}

/// One answer to a head's question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// The value of the label column.
    pub name: String,
    /// `+1` and `-1` are the two sides of a net score; `0` takes no side.
    #[serde(default)]
    pub polarity: i8,
}

/// Which classes of a head are the outlet's own voice and which a quoted one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voices {
    /// Class of a sentence that the outlet itself asserts.
    pub own: String,
    /// Class of a sentence attributed to somebody.
    pub quoted: String,
}

/// The target, its heads and its cues, as in `labels/task.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Short name: the model is saved as `models/<name>.stance`.
    pub name: String,
    /// What the stance is toward, in words.
    #[serde(default)]
    pub target: String,
    /// The questions, in the order of columns.
    pub heads: Vec<Head>,
    /// The cue lexicon; empty by default.
    #[serde(default)]
    pub cues: Lexicon,
}

impl Head {
    /// A head without polarity whose classes are these names.
    pub fn of_classes<S: AsRef<str>>(name: &str, classes: &[S]) -> Head {
        let class = |name: &S| Class {
            name: name.as_ref().to_owned(),
            polarity: 0,
        };
        Head {
            name: name.to_owned(),
            classes: classes.iter().map(class).collect(),
            voices: None,
        }
    }

    /// Position of the class with this name.
    pub fn class(&self, name: &str) -> Option<usize> {
        self.classes.iter().position(|class| class.name == name)
    }

    /// The names of the classes, in order.
    pub fn class_names(&self) -> Vec<&str> {
        self.classes
            .iter()
            .map(|class| class.name.as_str())
            .collect()
    }

    /// Whether a net score (share of `+1` minus share of `-1`) means something here.
    pub fn has_sides(&self) -> bool {
        let has = |side: i8| self.classes.iter().any(|class| class.polarity == side);
        has(1) && has(-1)
    }
}

impl Task {
    /// Reads a `task.toml`.
    pub fn load(path: &Path) -> Result<Task> {
        let text = fs::read_to_string(path).map_err(Error::read(path))?;
        let task: Task = toml::from_str(&text).map_err(|error| {
            let line = error
                .span()
                .map(|span| text[..span.start].matches('\n').count() as u64 + 1);
            Error::malformed(path, line, format!("not a task: {}", error.message()))
        })?;
        task.check()
            .map_err(|problem| Error::malformed(path, None, problem))?;
        Ok(task)
    }

    /// The task with only these heads, in the task's order.
    pub fn with_heads(mut self, names: &[String]) -> Result<Task> {
        let known: Vec<String> = self.heads.iter().map(|head| head.name.clone()).collect();
        if let Some(name) = names.iter().find(|name| !known.contains(name)) {
            return Err(Error::unknown("head", name, &known));
        }
        self.heads.retain(|head| names.contains(&head.name));
        Ok(self)
    }

    /// The head that tells whose words a sentence holds, with its classes' positions (own, quoted).
    pub fn voice_head(&self) -> Option<(usize, usize, usize)> {
        self.heads.iter().enumerate().find_map(|(index, head)| {
            let voices = head.voices.as_ref()?;
            Some((index, head.class(&voices.own)?, head.class(&voices.quoted)?))
        })
    }

    /// What is wrong with the task, if anything.
    fn check(&self) -> std::result::Result<(), String> {
        if self.name.is_empty()
            || !self
                .name
                .chars()
                .all(|c| c.is_alphanumeric() || "-_".contains(c))
        {
            return Err(format!(
                "`name` is `{}`: use letters, digits, `-` and `_`",
                self.name
            ));
        }
        if self.heads.is_empty() {
            return Err("no head: add at least one [[heads]] with its classes".to_owned());
        }
        let mut names = BTreeSet::new();
        for head in &self.heads {
            if !names.insert(&head.name) {
                return Err(format!("head `{}` is given twice", head.name));
            }
            check_head(head)?;
        }
        self.cues.check()
    }
}

fn check_head(head: &Head) -> std::result::Result<(), String> {
    let name = &head.name;
    if RESERVED_COLUMNS.contains(&name.as_str()) {
        return Err(format!(
            "a head cannot be named `{name}`: that column has another meaning"
        ));
    }
    if head.classes.len() < 2 {
        return Err(format!("head `{name}` needs at least two classes"));
    }
    let mut classes = BTreeSet::new();
    for class in &head.classes {
        if ["label", "net", "on_target", "net_on_target"].contains(&class.name.as_str()) {
            return Err(format!(
                "head `{name}`: a class cannot be named `{}`, a column of the results is",
                class.name
            ));
        }
        if class.name.trim().is_empty() || !classes.insert(&class.name) {
            return Err(format!(
                "head `{name}` has an empty class or one given twice: `{}`",
                class.name
            ));
        }
        if !(-1..=1).contains(&class.polarity) {
            return Err(format!(
                "class `{}` of head `{name}` has polarity {}: use -1, 0 or 1",
                class.name, class.polarity
            ));
        }
    }
    match &head.voices {
        Some(voices)
            if head.class(&voices.own).is_none() || head.class(&voices.quoted).is_none() =>
        {
            Err(format!(
                "head `{name}`: `voices` names a class that it does not have"
            ))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANCE: &str = r#"
        name = "t"
        [[heads]]
        name = "stance"
        classes = [{ name = "supports", polarity = 1 }, { name = "opposes", polarity = -1 }]
    "#;

    fn load(text: &str) -> std::result::Result<Task, String> {
        let task: Task = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        task.check().map(|()| task)
    }

    #[test]
    fn reads_heads_classes_and_polarity() {
        let task = load(STANCE).unwrap();
        assert_eq!(task.heads[0].class_names(), ["supports", "opposes"]);
        assert!(task.heads[0].has_sides());
        assert_eq!(task.cues.window, 8);
    }

    #[test]
    fn refuses_a_head_with_one_class() {
        let text = "name = 't'\n[[heads]]\nname = 'stance'\nclasses = [{ name = 'supports' }]";
        assert_eq!(
            load(text).unwrap_err(),
            "head `stance` needs at least two classes"
        );
    }

    #[test]
    fn refuses_a_polarity_out_of_range() {
        let error = load(&STANCE.replace("-1", "-2")).unwrap_err();
        assert!(error.contains("polarity -2: use -1, 0 or 1"), "{error}");
    }

    #[test]
    fn names_the_known_heads() {
        let error = load(STANCE)
            .unwrap()
            .with_heads(&["stanse".to_owned()])
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown head `stanse`, did you mean `stance`? (known: stance)"
        );
    }
}
