//! The surface that figures are drawn on: escaped, mirrored for scripts that run from the right.

use std::fmt::Write as _;

/// How wide a figure is and which way its script runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    /// Width in units of the drawing.
    pub width: f64,
    /// Labels stand above their row instead of beside it: for a phone.
    pub stacked: bool,
    /// Labels begin at the right and values grow to the left.
    pub mirrored: bool,
}

/// The colours and patterns of a figure that stands alone. In a page its style sheet has the same classes.
pub const PAINT: &str = include_str!("paint.css");

/// Width of a small letter, in units of the drawing: enough for most.
pub(super) const SMALL: f64 = 6.6;

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// An SVG in the making. All places are as if the script ran from the left.
pub(super) struct Canvas {
    body: String,
    layout: Layout,
}

impl Canvas {
    pub fn new(layout: Layout) -> Canvas {
        Canvas {
            body: String::new(),
            layout,
        }
    }

    fn x(&self, x: f64) -> f64 {
        match self.layout.mirrored {
            true => self.layout.width - x,
            false => x,
        }
    }

    pub fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), class: &str) {
        let left = match self.layout.mirrored {
            true => self.x(x + width),
            false => x,
        };
        let width = width.max(0.0);
        let _ = write!(
            self.body,
            r#"<rect x="{left:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" class="{class}"/>"#
        );
    }

    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str) {
        let (x1, x2) = (self.x(from.0), self.x(to.0));
        let _ = write!(
            self.body,
            r#"<line x1="{x1:.1}" y1="{:.1}" x2="{x2:.1}" y2="{:.1}" class="{class}"/>"#,
            from.1, to.1
        );
    }

    pub fn circle(&mut self, (x, y): (f64, f64), radius: f64, class: &str) {
        let x = self.x(x);
        let _ = write!(
            self.body,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="{radius:.1}" class="{class}"/>"#
        );
    }

    /// Text of ours or from outside; its direction is its own, its place the figure's. The marks that
    /// could turn its neighbours are taken out.
    pub fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, class: &str, text: &str) {
        // With a direction of its own, `start` would mean the text's start: physical ends are wanted.
        let right_to_left = begins_from_the_right(text);
        let at_left = match anchor {
            Anchor::Start => !self.layout.mirrored,
            Anchor::End => self.layout.mirrored,
            Anchor::Middle => false,
        };
        let anchor = match (anchor, at_left == right_to_left) {
            (Anchor::Middle, _) => "middle",
            (_, true) => "end",
            (_, false) => "start",
        };
        let direction = if right_to_left { "rtl" } else { "ltr" };
        let _ = write!(
            self.body,
            r#"<text x="{:.1}" y="{y:.1}" text-anchor="{anchor}" direction="{direction}" class="{class}">{}</text>"#,
            self.x(x),
            escape(text)
        );
    }

    /// What follows until [`Canvas::close`] is a link; `title` says what it opens.
    pub fn open(&mut self, href: Option<&str>, title: &str) {
        match href {
            Some(href) => {
                let _ = write!(
                    self.body,
                    r#"<a href="{}" class="open" aria-label="{}"><title>{}</title>"#,
                    escape(href),
                    escape(title),
                    escape(title)
                );
            }
            None => {
                let _ = write!(self.body, "<g><title>{}</title>", escape(title));
            }
        }
    }

    pub fn close(&mut self, href: Option<&str>) {
        self.body
            .push_str(if href.is_some() { "</a>" } else { "</g>" });
    }

    /// The whole figure, `height` high.
    pub fn finish(self, height: f64, id: &str, title: &str, description: &str) -> String {
        let width = self.layout.width;
        let id = escape(id);
        let kind = if self.layout.stacked {
            "narrow"
        } else {
            "wide"
        };
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0} {height:.0}" class="figure {kind}" role="group" aria-labelledby="{id}-{kind}-t {id}-{kind}-d"><title id="{id}-{kind}-t">{}</title><desc id="{id}-{kind}-d">{}</desc>{}</svg>"#,
            escape(title),
            escape(description),
            self.body
        )
    }
}

/// Text fit for SVG and attributes, without direction marks and control characters.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{202A}'..='\u{202E}' | '\u{FFFE}' | '\u{FFFF}' => {}
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Whether the first letter with a direction runs from the right.
fn begins_from_the_right(text: &str) -> bool {
    text.chars()
        .find(|letter| letter.is_alphabetic())
        .is_some_and(|letter| matches!(letter, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'))
}

/// A text of at most `most` characters and an ellipsis in place of its middle: long names often differ at their end.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let letters = text.chars().count();
    if letters <= most {
        return text.to_owned();
    }
    let end = most / 3;
    let start: String = text.chars().take(most - end).collect();
    let rest: String = text.chars().skip(letters - end).collect();
    format!("{}…{}", start.trim_end(), rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_can_open_a_tag_or_turn_the_text() {
        assert_eq!(
            escape("\"><img onerror='x'>\u{202E}\u{0}"),
            "&quot;&gt;&lt;img onerror=&#39;x&#39;&gt; "
        );
    }

    #[test]
    fn a_long_label_is_cut_between_characters() {
        assert_eq!(shorten("المسلة", 3), "ال…ة");
        assert_eq!(shorten("The Times of A and of B, 14", 9), "The Ti…14");
        assert_eq!(shorten("المسلة", 6), "المسلة");
    }
}
