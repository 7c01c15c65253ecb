//! The article of a web page.

use dom_smoothie::{Config, Readability, TextMode};

use crate::document::Document;

/// Replaces a page's markup by its main text and takes title, author and date from it.
pub(super) fn extract(document: &mut Document) -> Result<(), String> {
    let config = Config {
        text_mode: TextMode::Formatted,
        ..Config::default()
    };
    let article = Readability::new(document.text.as_str(), None, Some(config))
        .and_then(|mut page| page.parse())
        .map_err(|cause| format!("no article found in the page: {cause}"))?;
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    document.text = article.text_content.to_string();
    document.title = filled(Some(article.title));
    document.author = filled(article.byline);
    document.date = filled(article.published_time);
    document.language = filled(article.lang);
    document.source = article.site_name.unwrap_or_default();
    Ok(())
}
