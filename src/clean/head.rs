//! What stands above the first paragraph: menus, the title again, bylines, a picture's text.

use std::collections::HashSet;

use super::page::Page;
use super::{dateline, names, shapes};
use crate::language::furniture::Reason;

impl Page<'_> {
    /// What stands before the first paragraph: menus, the byline, the title again.
    pub(super) fn judge_head(&mut self, author: Option<&str>) {
        let end = self.first_body(0).unwrap_or(self.lines.len());
        let mut seen = HashSet::new();
        for at in 0..end {
            let (text, line) = (self.texts[at], &self.lines[at]);
            if self.reasons[at].is_some() {
                continue;
            }
            let has_title = (at + 1..end).any(|later| self.reasons[later].is_none());
            let in_menu = at > 0 && self.reasons[at - 1] == Some(Reason::Navigation);
            let reason = if has_title && (shapes::is_menu(line) || (in_menu && line.words <= 2)) {
                Some(Reason::Navigation)
            } else if (at > 0 && names::is_author(text, line, author))
                || names::is_by(text, line)
                || names::is_signed_time(text)
            {
                Some(Reason::Byline)
            } else if line.words >= 3 && !seen.insert(line.folded.clone()) {
                Some(Reason::Duplicate)
            } else {
                None
            };
            self.reasons[at] = reason;
        }
        for at in 1..end {
            if self.reasons[at].is_none() && self.is_beside_byline(at) && self.is_only_here(at) {
                self.reasons[at] = Some(Reason::Byline);
            }
        }
    }

    /// A sentence with its agency behind it, right above the dateline of the first paragraph.
    pub(super) fn remove_first_caption(&mut self) {
        let Some(body) = self.first_body(0) else {
            return;
        };
        for at in body.saturating_sub(1)..(body + 1).min(self.lines.len() - 1) {
            let credited = shapes::ends_with_agency(self.texts[at], &self.lines[at]);
            if self.reasons[at].is_none() && credited && dateline(self.texts[at + 1]) > 0 {
                self.reasons[at] = Some(Reason::Caption);
            }
        }
    }

    /// It could be a name, and a date or another byline stands right above or below it.
    fn is_beside_byline(&self, at: usize) -> bool {
        let signs = |at: usize| {
            matches!(
                self.reasons.get(at),
                Some(Some(Reason::Timestamp | Reason::Byline))
            )
        };
        let beside = signs(at - 1) || signs(at + 1);
        beside && names::could_be_name(self.texts[at], &self.lines[at])
    }

    /// A sub-title's words come up again in the article; a person's or outlet's name rarely does.
    fn is_only_here(&self, at: usize) -> bool {
        let mut words = self.texts[at]
            .split_whitespace()
            .filter(|word| word.chars().count() > 3);
        let first = words.next().unwrap_or(self.texts[at]);
        let others = || {
            self.texts
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at && self.reasons[*other] != Some(Reason::Byline))
        };
        !others().any(|(_, text)| text.contains(first))
    }
}
