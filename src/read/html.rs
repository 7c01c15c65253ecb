//! The article of a web page.

use dom_smoothie::{Config, Readability, TextMode};

use crate::document::Document;

/// Pages nested deeper or with more tags are not articles, and could exhaust the machine.
const DEEPEST: usize = 1000;
const MOST_TAGS: usize = 300_000;

/// Replaces a page's markup by its main text and takes title, author and date from it.
pub(super) fn extract(document: &mut Document) -> Result<(), String> {
    check_size(&document.text)?;
    let failed = |cause| format!("no article found in the page: {cause}");
    let mut page = open(&document.text).map_err(failed)?;
    let found = page.get_article_metadata(page.parse_json_ld());
    let main = page.parse().ok().map(|article| article.text_content);
    // A page without enough text to choose from is taken whole.
    let text = match main.filter(|text| !text.trim().is_empty()) {
        Some(text) => text,
        None => open(&document.text).map_err(failed)?.doc.formatted_text(),
    };
    document.text = text.to_string();
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    document.title = filled(Some(found.title));
    document.author = filled(found.byline);
    document.date = filled(found.published_time);
    document.language = filled(found.lang);
    document.url = filled(found.url);
    document.source = found.site_name.unwrap_or_default();
    Ok(())
}

fn open(page: &str) -> Result<Readability, dom_smoothie::ReadabilityError> {
    let config = Config {
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    Readability::new(page, None, Some(config))
}

/// Counts tags without building a tree of them.
fn check_size(page: &str) -> Result<(), String> {
    let (mut depth, mut tags) = (0usize, 0usize);
    for piece in page.split('<').skip(1) {
        tags += 1;
        let name_end = piece.find(|letter: char| !letter.is_ascii_alphanumeric());
        let name = piece[..name_end.unwrap_or(piece.len())].to_ascii_lowercase();
        if piece.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !name.is_empty() && !is_void(&name) && !piece.contains("/>") {
            depth += 1;
        }
        if depth > DEEPEST {
            return Err(format!("tags nested more than {DEEPEST} deep"));
        }
        if tags > MOST_TAGS {
            return Err(format!("more than {MOST_TAGS} tags"));
        }
    }
    Ok(())
}

/// Tags that are often left open, and those that are never closed.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "input"
            | "meta"
            | "link"
            | "p"
            | "li"
            | "td"
            | "tr"
            | "th"
            | "option"
            | "source"
            | "wbr"
            | "dt"
            | "dd"
            | "area"
            | "col"
            | "embed"
            | "track"
    )
}
