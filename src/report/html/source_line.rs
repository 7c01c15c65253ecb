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
    if let Some(mut corrected) = told.corrected(sides) {
        line.0.push(Part::Text(" ".to_owned()));
        line.0.append(&mut corrected.0);
    }
    Some(line)
}

impl Told<'_, '_> {
    fn row(&self, class: usize) -> Option<&ShareRead> {
        let name = &self.head.classes[class].name;
        self.view.share(self.source.1, "all", &self.head.name, name)
    }

    /// The source's name and the number of its sentences.
    fn subject(&self) -> Option<[(&'static str, Part); 2]> {
        let sentences = self.row(0)?.sentences;
        let n = self.view.words.count("sentences_of", sentences);
        let opened = self.view.opening(n, &[("s", self.source.0)], "all");
        Some([
            ("source", Part::Outside(self.source.1.to_owned())),
            ("n", opened),
        ])
    }

    fn class_name(&self, class: usize) -> Part {
        Part::Text(
            self.view
                .words
                .name(&self.head.classes[class].name)
                .to_owned(),
        )
    }

    fn count(&self, class: usize) -> Part {
        let n = self.row(class).map_or(0, |row| row.count.max(0) as u64);
        let filters = [("s", self.source.0), (&*head_key(self.head_index), class)];
        self.view.opening(count(n), &filters, "all")
    }

    fn share(&self, class: usize) -> Part {
        let share = self.row(class).and_then(|row| row.share);
        let percent = share.map_or("–".to_owned(), |share| self.view.percent(share));
        self.view.number(percent)
    }

    fn commonest(&self) -> Option<Line> {
        let n = |class: &usize| self.row(*class).map_or(0, |row| row.count);
        let most = (0..self.head.classes.len()).max_by_key(n)?;
        let class = self.view.words.name(&self.head.classes[most].name);
        let [source, n] = self.subject()?;
        let class = ("class", Part::Outside(class.to_owned()));
        let places = [source, n, class, ("share", self.share(most))];
        Some(self.view.words.line("source_other", &places))
    }

    fn counted(&self, (pro, contra): (usize, usize)) -> Option<Line> {
        let [source, n] = self.subject()?;
        let places = [
            source,
            n,
            ("for", self.count(pro)),
            ("against", self.count(contra)),
            ("for_share", self.share(pro)),
            ("against_share", self.share(contra)),
            ("for_name", self.class_name(pro)),
            ("against_name", self.class_name(contra)),
        ];
        Some(self.view.words.line("source_line", &places))
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
        let row = self.row(class)?;
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
