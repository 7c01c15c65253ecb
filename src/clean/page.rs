//! Judging the lines of a page together: what a line is depends on what stands around it.

use super::{phrases, shapes};
use crate::language::calendar::is_time;
use crate::language::furniture::Reason;
use crate::language::line::{Line, is_closing};

/// A line of more bytes is running text: its words are not looked at.
const RUNNING: usize = 560;

/// A page of more lines is judged a stretch at a time: looking around from every line would take
/// time with the square of their number.
const STRETCH: usize = 1_000;

/// What becomes of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Why it is removed; `None` keeps it.
    pub reason: Option<Reason>,
    /// Which article of the page it belongs to, from 1.
    pub part: usize,
    /// It has few words and no stop, as a title or sub-heading.
    pub heading: bool,
    /// It is a short question, with paragraphs below: a heading, if it is but one sentence.
    pub question: bool,
}

/// The lines of a page, or of a stretch of it, and what is known of them so far.
pub(super) struct Page<'a> {
    pub texts: &'a [&'a str],
    pub lines: &'a [Line],
    pub reasons: Vec<Option<Reason>>,
    /// The phrase stood alone: it announces the lines below it.
    pub opens: Vec<bool>,
    parts: Vec<usize>,
}

/// Judges the lines of one page, in order, each as it stands and as its sentences were [`read`].
/// `author` is the byline as metadata gives it, and `repeats` tells the lines that the corpus showed
/// to be furniture.
pub(crate) fn judge(
    texts: &[&str],
    lines: &[Line],
    author: Option<&str>,
    repeats: impl Fn(&str) -> bool,
) -> Vec<Verdict> {
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(texts.len());
    for (texts, lines) in texts.chunks(STRETCH).zip(lines.chunks(STRETCH)) {
        let before = verdicts.last().map_or(0, |verdict| verdict.part - 1);
        let judged = judge_stretch(texts, lines, author, &repeats).into_iter();
        verdicts.extend(judged.map(|verdict| Verdict {
            part: verdict.part + before,
            ..verdict
        }));
    }
    verdicts
}

fn judge_stretch(
    texts: &[&str],
    lines: &[Line],
    author: Option<&str>,
    repeats: impl Fn(&str) -> bool,
) -> Vec<Verdict> {
    let mut page = Page {
        texts,
        lines,
        reasons: vec![None; texts.len()],
        opens: vec![false; texts.len()],
        parts: vec![1; texts.len()],
    };
    page.judge_each();
    for (reason, text) in page.reasons.iter_mut().zip(texts) {
        if reason.is_none() && repeats(text) {
            *reason = Some(Reason::Repeated);
        }
    }
    page.judge_head(author);
    page.remove_first_caption();
    page.remove_portrait();
    page.follow_openers();
    page.remove_image_texts();
    page.close_tail();
    (0..texts.len()).map(|at| page.verdict(at)).collect()
}

/// A line or a sentence as the rules see it. Running text is not folded, only measured.
pub(crate) fn read(text: &str) -> Line {
    if !is_running(text) {
        return Line::new(text);
    }
    Line {
        words: text.len() / 8,
        last: text.chars().rev().find(|&letter| !is_closing(letter)),
        ..Line::default()
    }
}

/// Whether a line or sentence is so long that its words are not looked at.
pub(crate) fn is_running(text: &str) -> bool {
    text.len() > RUNNING
}

impl Page<'_> {
    fn judge_each(&mut self) {
        for at in 0..self.texts.len() {
            let (text, line) = (self.texts[at], &self.lines[at]);
            if is_running(text) {
                continue;
            }
            if let Some(reason) = shapes::find_markup(text, line) {
                self.reasons[at] = Some(reason);
            } else if let Some(found) = phrases::find(line) {
                self.reasons[at] = Some(found.reason);
                self.opens[at] = found.alone;
            } else if let Some(reason) = shapes::find(text, line) {
                self.reasons[at] = Some(reason);
            } else if shapes::ends_with_credit(text, line) {
                self.reasons[at] = Some(Reason::Caption);
            } else if is_time(line) && !self.is_timeline(at) {
                self.reasons[at] = Some(Reason::Timestamp);
            } else if at > 0 && shapes::is_image_name(text) && self.is_short(at) {
                self.reasons[at] = Some(Reason::Caption);
            }
        }
    }

    /// A date between two paragraphs is a sub-heading of a chronology.
    fn is_timeline(&self, at: usize) -> bool {
        at > 0 && self.is_body(at - 1) && at + 1 < self.lines.len() && self.is_body(at + 1)
    }

    /// Lines below "إقرأ أيضاً:" are links, up to the next paragraph; unless a title with its date
    /// follows and then paragraphs, which is another article on the same page.
    fn follow_openers(&mut self) {
        let mut part = 1;
        let mut at = 0;
        while at < self.lines.len() {
            self.parts[at] = part;
            let opens = self.is_ending(at) && at > 0;
            at += 1;
            if !opens {
                continue;
            }
            let body = self.first_body(at);
            let end = body.unwrap_or(self.lines.len());
            let free: Vec<usize> = (at..end)
                .filter(|&line| self.reasons[line].is_none())
                .collect();
            if body.is_some() && self.starts_article(at, end, &free) {
                part += 1;
            } else if self.opens[at - 1] && self.reasons[at - 1] == Some(Reason::Related) {
                self.remove_links(&free, body);
            }
        }
    }

    /// Furniture that stands below an article, so that another may follow.
    fn is_ending(&self, at: usize) -> bool {
        use Reason::{Byline, Comments, Copyright, Related, Source, Tags};
        matches!(
            self.reasons[at],
            Some(Byline | Comments | Copyright | Related | Source | Tags)
        ) && (0..at).any(|before| self.is_body(before))
    }

    /// One title, right below, with a date or byline under it and paragraphs after that.
    fn starts_article(&self, start: usize, end: usize, free: &[usize]) -> bool {
        let dated = (start + 1..end)
            .any(|line| matches!(self.reasons[line], Some(Reason::Timestamp | Reason::Byline)));
        free == [start] && dated && self.lines[start].words >= 3
    }

    fn remove_links(&mut self, free: &[usize], body: Option<usize>) {
        // The line right above a paragraph may be its sub-heading, unless it is the only link.
        let links = match body {
            Some(body) if free.len() > 1 && free.last() == Some(&(body - 1)) => free.len() - 1,
            _ => free.len(),
        };
        for &link in &free[..links] {
            self.reasons[link] = Some(Reason::Related);
        }
    }

    /// Below a link with its title, all short lines but the last before a paragraph are the texts
    /// of images: sub-headings come alone.
    fn remove_image_texts(&mut self) {
        for at in 1..self.lines.len() {
            if self.reasons[at - 1] != Some(Reason::Related) || self.opens[at - 1] {
                continue;
            }
            let Some(body) = self.first_body(at) else {
                continue;
            };
            let is_plain = |line: &usize| {
                self.is_short(*line)
                    && self.reasons[*line].is_none_or(|reason| reason == Reason::Caption)
            };
            if (at..body).all(|line| is_plain(&line)) {
                for line in at..body.saturating_sub(1) {
                    self.reasons[line] = Some(Reason::Caption);
                }
            }
        }
    }

    pub(super) fn first_body(&self, from: usize) -> Option<usize> {
        (from..self.lines.len()).find(|&at| self.is_body(at))
    }

    /// A paragraph of the article: long, or a whole sentence.
    pub(super) fn is_body(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let sentence = line.words >= 6 && line.is_stopped() && !line.is_asking();
        self.reasons[at].is_none() && (line.words >= 18 || sentence)
    }

    /// A title, a link, an image's text: few words and no stop.
    pub(super) fn is_short(&self, at: usize) -> bool {
        let line = &self.lines[at];
        line.words < 18 && !line.is_stopped()
    }

    fn verdict(&self, at: usize) -> Verdict {
        let line = &self.lines[at];
        let above_body = self.first_body(at + 1).is_some();
        Verdict {
            reason: self.reasons[at],
            part: self.parts[at],
            heading: self.is_short(at),
            question: line.is_asking() && line.last != Some('!') && line.words <= 14 && above_body,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(texts: &[&str]) -> Vec<Verdict> {
        let lines: Vec<Line> = texts.iter().map(|text| read(text)).collect();
        judge(texts, &lines, None, |_| false)
    }

    /// Looking around from every line without a bound takes time with the square of the lines.
    #[test]
    fn looks_no_further_than_a_stretch() {
        let body = "قال وزير الدفاع إن القوات الأجنبية ستغادر البلاد قريبا.";
        let next = ["اقرأ أيضا", "عنوان خبر آخر من بغداد", "2024-01-05", body];
        let near = judged(&[&[body], &next[..]].concat());
        assert_eq!(near.last().unwrap().part, 2);
        let far = judged(&[&[body; STRETCH], &next[..]].concat());
        assert_eq!(far[STRETCH..], judged(&next));
        assert_eq!(far.last().unwrap().part, 1);
    }
}
