//! What one source says, in a sentence.

use super::findings::FEWEST_ARTICLES;
use super::view::{View, head_key};
use super::words::{Line, Part};
use crate::report::count;
use crate::report::results::ShareRead;
use crate::task::Head;

/// One source's shares of one head.
struct Told<'a, 'v> {
    view: &'a View<'v>,
    head: &'a Head,
    head_index: usize,
    source: (usize, &'a str),
}

/// How many of its sentences are on each side, and what is left of that once the model's errors are
/// undone; the commonest class of a head without sides. None without a sentence.
pub(super) fn source_line(view: &View<'_>, head: &Head, source: (usize, &str)) -> Option<Line> {
    let told = Told {
        view,
        head,
        head_index: view.heads().iter().position(|other| other == head)?,
        source,
    };
    if !head.has_sides() {
        return told.commonest();
    }
    let sides = (*view.side(head, 1).first()?, *view.side(head, -1).first()?);
    let mut line = told.counted(sides)?;
    let more = [told.own_voice(sides), told.corrected(sides)];
    for said in more.into_iter().flatten() {
        line.0.push(Part::Text(" ".to_owned()));
        line.0.extend(said.0);
    }
    Some(line)
}

impl Told<'_, '_> {
    fn row(&self, voice: &str, class: usize) -> Option<&ShareRead> {
        let name = &self.head.classes[class].name;
        let head = &self.head.name;
        self.view.share(self.source.1, voice, head, name)
    }

    /// The number of the source's sentences of a voice; none without any.
    fn sentences(&self, voice: &str) -> Option<Part> {
        let sentences = self.row(voice, 0)?.sentences;
        let n = self.view.words.count("sentences_of", sentences);
        let opened = self.view.opening(n, &[("s", self.source.0)], voice);
        (sentences > 0).then_some(opened)
    }

    fn name(&self) -> Part {
        Part::Outside(self.source.1.to_owned())
    }

    fn class_name(&self, class: usize) -> Part {
        Part::Text(
            self.view
                .words
                .name(&self.head.classes[class].name)
                .to_owned(),
        )
    }

    fn count(&self, voice: &str, class: usize) -> Part {
        let row = self.row(voice, class);
        let n = row.map_or(0, |row| row.count.max(0) as u64);
        let filters = [("s", self.source.0), (&*head_key(self.head_index), class)];
        self.view.opening(count(n), &filters, voice)
    }

    fn share(&self, class: usize) -> Part {
        let share = self.row("all", class).and_then(|row| row.share);
        let percent = share.map_or("–".to_owned(), |share| self.view.percent(share));
        self.view.number(percent)
    }

    fn commonest(&self) -> Option<Line> {
        let n = |class: &usize| self.row("all", *class).map_or(0, |row| row.count);
        let most = (0..self.head.classes.len()).max_by_key(n)?;
        let class = self.view.words.name(&self.head.classes[most].name);
        let places = [
            ("source", self.name()),
            ("n", self.sentences("all")?),
            ("class", Part::Outside(class.to_owned())),
            ("share", self.share(most)),
        ];
        Some(self.view.words.line("source_other", &places))
    }

    fn counted(&self, (pro, contra): (usize, usize)) -> Option<Line> {
        let places = [
            ("source", self.name()),
            ("n", self.sentences("all")?),
            ("for", self.count("all", pro)),
            ("against", self.count("all", contra)),
            ("for_share", self.share(pro)),
            ("against_share", self.share(contra)),
            ("for_name", self.class_name(pro)),
            ("against_name", self.class_name(contra)),
        ];
        Some(self.view.words.line("source_line", &places))
    }

    /// What it says itself; none where voices are not told apart.
    fn own_voice(&self, (pro, contra): (usize, usize)) -> Option<Line> {
        let places = [
            ("n", self.sentences("own")?),
            ("for", self.count("own", pro)),
            ("against", self.count("own", contra)),
            ("for_name", self.class_name(pro)),
            ("against_name", self.class_name(contra)),
        ];
        Some(self.view.words.line("source_own", &places))
    }

    fn corrected(&self, (pro, contra): (usize, usize)) -> Option<Line> {
        let places = [
            ("for_name", self.class_name(pro)),
            ("against_name", self.class_name(contra)),
            ("for_share", self.corrected_share(pro)?),
            ("against_share", self.corrected_share(contra)?),
        ];
        Some(self.view.words.line("source_corrected", &places))
    }

    /// A corrected share with its interval; none where it could not be estimated, or where the interval
    /// speaks of the sentences of a few articles alone.
    fn corrected_share(&self, class: usize) -> Option<Part> {
        let row = self.row("all", class)?;
        if row.documents < FEWEST_ARTICLES {
            return None;
        }
        let percent = |share: f64| self.view.number(self.view.percent(share));
        let ends = [
            ("share", percent(row.corrected?)),
            ("low", percent(row.low?)),
            ("high", percent(row.high?)),
        ];
        let range = self.view.words.line("range", &ends).to_plain();
        Some(Part::Number(range, None))
    }
}
