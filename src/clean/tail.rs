//! What stands below the last paragraph: lists, forms, tags, the author's portrait.

use super::page::Page;
use super::{names, shapes};
use crate::language::furniture::Reason;

impl Page<'_> {
    /// "Salma Placeholder is a correspondent based in Baghdad.": the last paragraph, where it opens
    /// with the name of a byline.
    pub(super) fn remove_portrait(&mut self) {
        let Some(at) = (1..self.lines.len()).rev().find(|&at| self.is_body(at)) else {
            return;
        };
        let folded = &self.lines[at].folded;
        let Some((second, _)) = folded.match_indices(' ').nth(1) else {
            return;
        };
        let name = &folded[..second];
        let signed = (0..at).any(|other| {
            let byline = self.reasons[other] == Some(Reason::Byline);
            let line = &self.lines[other];
            byline && line.words <= 12 && line.folded.contains(name)
        });
        let capitals = self.texts[at]
            .split(' ')
            .take(2)
            .all(|word| !word.starts_with(char::is_lowercase));
        if signed && capitals && self.lines[at].words <= 40 {
            self.reasons[at] = Some(Reason::Byline);
        }
    }

    /// Below the last paragraph, what follows a list's or a form's heading belongs to it.
    pub(super) fn close_tail(&mut self) {
        let Some(last) = (0..self.lines.len()).rev().find(|&at| self.is_body(at)) else {
            return;
        };
        let (mut open, mut furnished) = (None, false);
        for at in last + 1..self.lines.len() {
            let (text, line) = (self.texts[at], &self.lines[at]);
            let follows = self.is_short(at) || line.is_asking();
            self.reasons[at] = match self.reasons[at] {
                Some(reason) if self.opens[at] || open.is_some() => {
                    open = Some(reason);
                    open
                }
                None if shapes::is_menu(line) => Some(Reason::Navigation),
                None if follows && open.is_some() => open,
                None if names::is_name(text, line) || names::is_role(text, line) => {
                    Some(Reason::Byline)
                }
                None if furnished && self.is_short(at) && line.words <= 3 => Some(Reason::Tags),
                other => other,
            };
            furnished |= self.reasons[at].is_some();
        }
    }
}
