//! The phrases of all languages, folded and indexed by their first word.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::line::Line;
use crate::language::Words;
use crate::language::furniture::{Place, Reason};

/// No phrase is looked for in a unit of more words: it is running text.
pub(super) const LONGEST: usize = 40;

/// What a unit's words say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    pub reason: Reason,
    /// Nothing but the phrase stands there: what it announces follows in the next lines.
    pub alone: bool,
}

struct Compiled {
    folded: String,
    place: Place,
    reason: Reason,
}

static INDEX: LazyLock<HashMap<String, Vec<Compiled>>> = LazyLock::new(|| {
    let mut index: HashMap<String, Vec<Compiled>> = HashMap::new();
    for row in Words::of_all_languages()
        .iter()
        .flat_map(|words| &words.furniture)
    {
        for variant in &row.variants {
            let folded = Line::new(variant).folded;
            let first = folded.split(' ').next().unwrap_or_default().to_owned();
            index.entry(first).or_default().push(Compiled {
                folded,
                place: row.place,
                reason: row.reason,
            });
        }
    }
    for phrases in index.values_mut() {
        phrases.sort_by(|a, b| {
            b.folded
                .len()
                .cmp(&a.folded.len())
                .then(a.folded.cmp(&b.folded))
        });
    }
    index
});

/// The words of one list of every language, folded.
pub(super) fn words(column: fn(&Words) -> &Vec<String>) -> HashSet<String> {
    Words::of_all_languages()
        .iter()
        .flat_map(column)
        .map(|word| Line::new(word).folded)
        .collect()
}

/// The furniture phrase that this unit holds, if any: the longest that starts first.
pub(super) fn find(line: &Line) -> Option<Match> {
    if line.words > LONGEST || line.words == 0 {
        return None;
    }
    let bare = without_numbers(line);
    if let Some(found) = find_whole(&bare) {
        return Some(found);
    }
    let starts = line.folded.match_indices(' ').map(|(blank, _)| blank + 1);
    std::iter::once(0).chain(starts).find_map(|start| {
        let rest = &line.folded[start..];
        let first = rest.split(' ').next().unwrap_or_default();
        let phrases = INDEX.get(first)?;
        phrases.iter().find_map(|phrase| phrase.holds(line, start))
    })
}

fn find_whole(bare: &str) -> Option<Match> {
    let phrases = INDEX.get(bare.split(' ').next()?)?;
    let phrase = phrases.iter().find(|phrase| phrase.folded == bare)?;
    Some(Match {
        reason: phrase.reason,
        alone: true,
    })
}

/// Counters stand beside the words they count: "12 تعليق", "5 min read".
fn without_numbers(line: &Line) -> String {
    if line.numbers == 0 {
        return line.folded.clone();
    }
    let words: Vec<_> = line
        .folded
        .split(' ')
        .filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    words.join(" ")
}

impl Compiled {
    fn holds(&self, line: &Line, start: usize) -> Option<Match> {
        let rest = line.folded[start..].strip_prefix(self.folded.as_str())?;
        let bounded = rest.is_empty() || rest.starts_with(' ');
        let holds = match self.place {
            Place::Whole => false,
            Place::Within => bounded,
            Place::Label => start == 0 && bounded && self.is_label(line),
            Place::Start => start == 0 && bounded && line.words <= 30,
            Place::Glued => start == 0 && line.words <= 30,
            Place::Short => start == 0 && bounded && line.words <= 8 && line.last != Some('.'),
        };
        holds.then_some(Match {
            reason: self.reason,
            alone: false,
        })
    }

    /// A separator stands right behind the phrase, and no more follows than its kind announces.
    fn is_label(&self, line: &Line) -> bool {
        let longest = match self.reason {
            Reason::Related | Reason::Tags | Reason::Copyright | Reason::Caption => LONGEST,
            Reason::Byline => 14,
            _ => 10,
        };
        (line.label == self.folded.len() || line.bracketed) && line.words <= longest
    }
}
