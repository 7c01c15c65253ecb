//! What a text says about itself in lines of its own: "تاريخ النشر: 12 مارس 2024", "بقلم: …", front matter.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::metadata;
use crate::document::Document;
use crate::language::calendar::is_time;
use crate::language::line::Line;
use crate::language::{Labels, Words, iso_date};

/// Such lines stand among so many first lines,
const FIRST: usize = 16;
/// or so many last ones,
const LAST: usize = 10;
/// and are no longer than this, in bytes.
const LONGEST: usize = 200;
/// Lines of a block of front matter.
const MOST_FRONT_LINES: usize = 60;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Date,
    Source,
    Author,
    Title,
}

/// What each label announces, by its folded words.
static LABELS: LazyLock<FxHashMap<String, Field>> = LazyLock::new(|| {
    let lists = |labels: &'static Labels| {
        [
            (&labels.date, Field::Date),
            (&labels.source, Field::Source),
            (&labels.author, Field::Author),
            (&labels.title, Field::Title),
        ]
    };
    let all = Words::of_all_languages()
        .iter()
        .flat_map(move |words| lists(&words.labels));
    all.flat_map(|(list, field)| {
        list.iter()
            .map(move |label| (Line::new(label).folded, field))
    })
    .collect()
});

/// The words that open a byline.
static BY: LazyLock<Vec<String>> = LazyLock::new(|| {
    let all = Words::of_all_languages()
        .iter()
        .flat_map(|words| &words.labels.by);
    all.map(|word| Line::new(word).folded).collect()
});

/// Fills what is still missing from the lines at both ends of the text.
pub(super) fn complete(document: &mut Document) {
    let text = &document.text[document.front..];
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut ends: Vec<&str> = lines.by_ref().take(FIRST).collect();
    if ends.len() < 2 {
        return;
    }
    let mut last: Vec<&str> = lines.rev().take(LAST).collect();
    last.reverse();
    ends.append(&mut last);
    let found: Vec<_> = ends.into_iter().filter_map(note).collect();
    for (field, value) in found {
        fill(document, field, value);
    }
}

/// What a line says about the article.
fn note(text: &str) -> Option<(Field, String)> {
    if text.len() > LONGEST {
        return None;
    }
    if let Some((label, value)) = text.split_once([':', '：']) {
        let field = LABELS.get(&Line::new(label).folded);
        if let Some((&field, value)) = field.zip(value_of(value)) {
            return Some((field, value));
        }
    }
    // Most lines have no number; whether one stands there is told without folding them.
    let may_be_digit =
        |letter: char| !matches!(letter, '\u{0600}'..='\u{065F}') && letter.is_numeric();
    if text.contains(may_be_digit) && is_date(text) {
        return Some((Field::Date, text.to_owned()));
    }
    let (by, name) = text.split_once(' ')?;
    let opens = by.len() <= 12 && BY.contains(&Line::new(by).folded);
    (opens && Line::new(text).words <= 6).then(|| Some((Field::Author, value_of(name)?)))?
}

/// A whole date and nothing else.
fn is_date(text: &str) -> bool {
    let line = Line::new(text);
    line.numbers > 0 && is_time(&line) && iso_date(text, true).is_some_and(|date| date.len() == 10)
}

/// A value without the marks around it.
fn value_of(text: &str) -> Option<String> {
    let bare = text.trim_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '-' | '–' | '|' | '"' | '\'' | '*' | '.')
    });
    (!bare.is_empty()).then(|| bare.to_owned())
}

fn fill(document: &mut Document, field: Field, value: String) {
    let line = Line::new(&value);
    // "By " and "par " also open sentences.
    let is_name = (1..=8).contains(&line.words)
        && line.numbers == 0
        && !value.starts_with(char::is_lowercase)
        && !line.is_stopped();
    match field {
        Field::Date if document.date.is_none() => document.date = Some(value),
        Field::Source if document.source.is_empty() && is_name => document.source = value,
        Field::Author if document.author.is_none() && is_name => document.author = Some(value),
        Field::Title if document.title.is_none() => document.title = Some(value),
        _ => {}
    }
}

/// Takes the metadata from a block between two lines of `---` that opens the text.
pub(super) fn take_front(document: &mut Document) {
    let Some((fields, length)) = front(&document.text) else {
        return;
    };
    metadata::apply(metadata::columns(&fields), document);
    document.front = length;
}

/// The fields of a block of front matter, and its length in bytes.
fn front(text: &str) -> Option<(BTreeMap<String, String>, usize)> {
    let mut length = 0;
    let mut fields = BTreeMap::new();
    for (number, line) in text
        .split_inclusive('\n')
        .take(MOST_FRONT_LINES)
        .enumerate()
    {
        length += line.len();
        let bare = line.trim();
        match (number, bare) {
            (0, "---") => {}
            (0, _) => return None,
            (_, "---" | "...") => return (!fields.is_empty()).then_some((fields, length)),
            _ if bare.is_empty() || line.starts_with([' ', '\t', '#', '-']) => {}
            _ => {
                let (name, value) = bare.split_once(':')?;
                if name.contains(' ') {
                    return None;
                }
                let value = value_of(value).unwrap_or_default();
                fields.insert(field_name(&metadata::column(name)).to_owned(), value);
            }
        }
    }
    None
}

/// The column that a name in front matter stands for.
fn field_name(name: &str) -> &str {
    match name {
        "publisher" | "site" | "site_name" | "outlet" => "source",
        "published" | "pubdate" | "publishdate" | "publish_date" | "date_published" => "date",
        "authors" | "byline" | "writer" => "author",
        "headline" => "title",
        "link" => "url",
        "lang" => "language",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Document {
        let mut document = Document {
            text: text.to_owned(),
            ..Document::default()
        };
        take_front(&mut document);
        complete(&mut document);
        document
    }

    fn check(text: &str, source: &str, date: Option<&str>, author: Option<&str>) {
        let read = read(text);
        let found = (
            read.source.as_str(),
            read.date.as_deref(),
            read.author.as_deref(),
        );
        assert_eq!(found, (source, date, author), "{text}");
    }

    const STORY: &str = "أكدت بغداد أن المحادثات مستمرة بشأن وجود القوات الأجنبية.";

    #[test]
    fn takes_lines_of_metadata() {
        check(
            &format!(
                "عنوان الخبر هنا\nتاريخ النشر: 12th, March 2024 GMT\nالكاتب: سلمى النموذج\n{STORY}\nالمصدر: صحيفة الرافدين"
            ),
            "صحيفة الرافدين",
            Some("12th, March 2024 GMT"),
            Some("سلمى النموذج"),
        );
        check(
            &format!("عنوان\nبقلم سلمى النموذج\n{STORY}"),
            "",
            None,
            Some("سلمى النموذج"),
        );
        check(
            "A title\nBy Jane Example\nPublished: Feb. 20, 2024\nThe troops leave.",
            "",
            Some("Feb. 20, 2024"),
            Some("Jane Example"),
        );
        check(
            "Un titre\nPar Hélène Exemple\nPublié le : 26/01/2024 - 18:30\nLe texte.",
            "",
            Some("26/01/2024 - 18:30"),
            Some("Hélène Exemple"),
        );
        check(
            &format!("عنوان\nالأحد 28-01-2024 | 06:12 م\n{STORY}"),
            "",
            Some("الأحد 28-01-2024 | 06:12 م"),
            None,
        );
    }

    #[test]
    fn takes_nothing_from_the_running_text() {
        check(
            &format!("هجمات 11 سبتمبر 2001 تعود إلى الواجهة\n{STORY}\nقال الكاتب: نحن نرفض ذلك."),
            "",
            None,
            None,
        );
        check(
            "By the end of the year they leave.\nThe source: nobody knows.",
            "",
            None,
            None,
        );
        check("By Jane Example", "", None, None);
    }

    #[test]
    fn takes_front_matter() {
        let page = read(&format!(
            "---\ntitle: \"عنوان: آخر\"\npublisher: الرافدين\ndate: 2024-03-12\ntags:\n  - العراق\n---\n{STORY}\n"
        ));
        assert_eq!(page.title.as_deref(), Some("عنوان: آخر"));
        assert_eq!(
            (page.source.as_str(), page.date.as_deref()),
            ("الرافدين", Some("2024-03-12"))
        );
        assert!(page.text[page.front..].starts_with(STORY));
        assert_eq!(read("---\nliterally a line\n---\n").front, 0);
        assert_eq!(read("---\ntitle: x\nno end").front, 0);
    }
}
