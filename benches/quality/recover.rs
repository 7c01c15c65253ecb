//! Whether `stance cues suggest` finds entries that the lexicon lacks: a fifth of the shipped entries
//! is taken out, and the words that only these matched should be proposed again.

use std::path::Path;

use stance::features::{Extractor, FeatureKind, FeatureParams};
use stance::labels::{LabelParams, read};
use stance::suggest::{SuggestParams, Text, suggest};
use stance::task::{Lexicon, Task};

const PARTS: usize = 5;

/// How many proposals of a class a person reads.
const READ: usize = 10;

#[derive(Default)]
struct Found {
    /// Words of no class any more, and those of them that lost theirs.
    candidates: usize,
    lost: usize,
    /// Of the lost: proposed for their class at all, and among the first.
    placed: usize,
    read: usize,
    /// Proposals among the first of each class.
    first: usize,
    ranks: Vec<usize>,
}

/// Prints what came back over all parts.
pub fn print() {
    let labels = read(Path::new("labels"), &LabelParams::default()).expect("the shipped labels");
    let texts: Vec<Text<'_>> = labels
        .examples
        .iter()
        .map(|example| Text {
            text: &example.text,
            document: &example.document,
        })
        .collect();
    let mut found = Found::default();
    for part in 0..PARTS {
        found.add(&texts, &labels.task, part);
    }
    found.ranks.sort_unstable();
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole as f64;
    println!(
        "\n| words that lost their class | {} of {} without one ({:.1} %) |",
        found.lost,
        found.candidates,
        share(found.lost, found.candidates)
    );
    println!("|---|---|");
    println!(
        "| proposed for their class | {:.1} % |",
        share(found.placed, found.lost)
    );
    println!(
        "| among its first {READ} | {:.1} % |",
        share(found.read, found.lost)
    );
    println!(
        "| median rank in their class | {} |",
        found.ranks[found.ranks.len() / 2] + 1
    );
    println!(
        "| of the first {READ} of a class, words that lost it | {:.1} % |",
        share(found.read, found.first)
    );
}

impl Found {
    fn add(&mut self, texts: &[Text<'_>], task: &Task, part: usize) {
        let full = Extractor::new(&FeatureParams::default(), &task.cues);
        let reduced = Task {
            cues: without(&task.cues, part),
            ..task.clone()
        };
        let params = SuggestParams {
            per_class: usize::MAX,
            ..SuggestParams::default()
        };
        let (mut class, mut rank) = (String::new(), 0);
        for suggestion in suggest(texts, &[], &reduced, &params) {
            rank = if suggestion.class == class {
                rank + 1
            } else {
                0
            };
            class.clone_from(&suggestion.class);
            self.candidates += 1;
            self.first += usize::from(rank < READ);
            let mut classes = Vec::new();
            full.extract(&suggestion.entry, |kind, term| {
                if kind == FeatureKind::Cue {
                    classes.push(term.to_owned());
                }
            });
            self.lost += usize::from(!classes.is_empty());
            if classes.contains(&class) {
                self.placed += 1;
                self.read += usize::from(rank < READ);
                self.ranks.push(rank);
            }
        }
    }
}

/// The lexicon without every fifth entry of each class.
fn without(lexicon: &Lexicon, part: usize) -> Lexicon {
    let mut lexicon = lexicon.clone();
    for entries in lexicon
        .languages
        .values_mut()
        .flat_map(|classes| classes.values_mut())
    {
        let kept = entries
            .split_whitespace()
            .enumerate()
            .filter(|(index, _)| index % PARTS != part);
        *entries = kept.map(|(_, entry)| entry).collect::<Vec<_>>().join(" ");
    }
    lexicon
}
