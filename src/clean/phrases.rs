//! The phrases of all languages, folded and indexed by their first word.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::language::Words;
use crate::language::furniture::{Place, Reason};
use crate::language::line::Line;

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

/// Phrases by their first word; the longest first.
struct Index {
    phrases: FxHashMap<Vec<u8>, Vec<Compiled>>,
    /// Which [`marks`] the first words have: most words have others, and need no look into the map.
    marks: Vec<bool>,
}

impl Index {
    fn get(&self, first: &[u8]) -> &[Compiled] {
        if !self.marks[marks(first)] {
            return &[];
        }
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }
}

/// A few bits of a word: of its second and fourth byte and of its length.
fn marks(word: &[u8]) -> usize {
    let bits = |at: usize| word.get(at).map_or(0, |byte| usize::from(byte & 31));
    bits(1) | bits(3) << 5 | (word.len() & 31) << 10
}

static ANYWHERE: LazyLock<Index> = LazyLock::new(|| index(|place| place == Place::Within));
static AT_START: LazyLock<Index> = LazyLock::new(|| index(|_| true));

fn index(wanted: fn(Place) -> bool) -> Index {
    let mut index = Index {
        phrases: FxHashMap::default(),
        marks: vec![false; 1 << 15],
    };
    for row in Words::of_all_languages()
        .iter()
        .flat_map(|words| &words.furniture)
        .filter(|row| wanted(row.place))
    {
        for variant in &row.variants {
            let folded = Line::new(variant).folded;
            let first = folded.split(' ').next().unwrap_or_default().to_owned();
            index.marks[marks(first.as_bytes())] = true;
            let phrases = index.phrases.entry(first.into_bytes()).or_default();
            phrases.push(Compiled {
                folded,
                place: row.place,
                reason: row.reason,
            });
        }
    }
    for phrases in index.phrases.values_mut() {
        phrases.sort_by(|a, b| {
            b.folded
                .len()
                .cmp(&a.folded.len())
                .then(a.folded.cmp(&b.folded))
        });
    }
    index
}

/// The words of one list of every language, folded.
pub(super) fn words(column: fn(&Words) -> &Vec<String>) -> FxHashSet<String> {
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
    let mut start = 0;
    // Words are short: to look at each byte is faster than to search.
    line.folded
        .as_bytes()
        .split(|byte| *byte == b' ')
        .find_map(|first| {
            let index = if start == 0 { &AT_START } else { &ANYWHERE };
            let found = index
                .get(first)
                .iter()
                .find_map(|phrase| phrase.holds(line, start));
            start += first.len() + 1;
            found
        })
}

fn find_whole(bare: &str) -> Option<Match> {
    let phrases = AT_START.get(bare.as_bytes().split(|byte| *byte == b' ').next()?);
    let phrase = phrases.iter().find(|phrase| phrase.folded == bare)?;
    Some(Match {
        reason: phrase.reason,
        alone: true,
    })
}

/// Counters stand beside the words they count: "12 تعليق", "5 min read".
fn without_numbers(line: &Line) -> Cow<'_, str> {
    if line.numbers == 0 {
        return Cow::Borrowed(&line.folded);
    }
    let words: Vec<_> = line
        .folded
        .split(' ')
        .filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    Cow::Owned(words.join(" "))
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
