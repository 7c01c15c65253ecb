//! Furniture: the lines of a page that are not the article, and the phrases that give them away.

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// Why a unit was removed; the names are those of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// Who wrote it.
    Byline,
    /// When it was published or changed, how long it takes to read, how often it was read.
    Timestamp,
    /// Links to other articles.
    Related,
    /// `[ad_1]`, `{{…}}`: a site's own markup.
    Shortcode,
    /// Image texts and credits.
    Caption,
    /// What only subscribers read.
    Paywall,
    /// Share buttons, channels to follow, newsletters.
    Share,
    /// Comment forms.
    Comments,
    /// Copyright and disclaimers.
    Copyright,
    /// Where the text was taken from.
    Source,
    /// Tags and keywords.
    Tags,
    /// Menus, breadcrumbs, buttons, cookie notices.
    Navigation,
    /// Advertisements.
    Advertisement,
    /// Without a letter or digit.
    Symbols,
    /// The line stands in many articles of the same source.
    Repeated,
    /// The line stands twice in the same article.
    Duplicate,
    /// Another article on the same page, where only the first was asked for.
    Part,
    /// The block of `name: value` lines that opens a file.
    Metadata,
}

/// Every reason, in the order of the ledger's summary.
pub const REASONS: &[(Reason, &str)] = &[
    (Reason::Byline, "byline"),
    (Reason::Timestamp, "timestamp"),
    (Reason::Related, "related"),
    (Reason::Shortcode, "shortcode"),
    (Reason::Caption, "caption"),
    (Reason::Paywall, "paywall"),
    (Reason::Share, "share"),
    (Reason::Comments, "comments"),
    (Reason::Copyright, "copyright"),
    (Reason::Source, "source"),
    (Reason::Tags, "tags"),
    (Reason::Navigation, "navigation"),
    (Reason::Advertisement, "advertisement"),
    (Reason::Symbols, "symbols"),
    (Reason::Repeated, "repeated"),
    (Reason::Duplicate, "duplicate"),
    (Reason::Part, "part"),
    (Reason::Metadata, "metadata"),
];

impl Reason {
    /// The name used in the ledger and on the command line.
    pub fn name(self) -> &'static str {
        REASONS
            .iter()
            .find(|(reason, _)| *reason == self)
            .map_or("other", |(_, name)| name)
    }

    /// The reason with this name.
    pub fn by_name(name: &str) -> Result<Reason> {
        REASONS
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(reason, _)| *reason)
            .ok_or_else(|| {
                let names: Vec<_> = REASONS.iter().map(|(_, name)| *name).collect();
                Error::unknown("reason", name, &names)
            })
    }
}

/// Where in a unit a phrase must stand to make it furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// It is the whole unit, but for digits, marks and symbols.
    Whole,
    /// The whole unit, or its start with `:`, `|`, `-`, `/` or similar behind it.
    Label,
    /// It opens the unit.
    Start,
    /// It opens the unit; the next word may be glued to it ("اقرأ أيضًاهل يحقق").
    Glued,
    /// It opens a unit of at most eight words without a full stop.
    Short,
    /// It stands anywhere in the unit.
    Within,
}

/// A phrase, written as people write it; it is folded before it is matched.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// What a unit with the phrase is removed as.
    pub reason: Reason,
    /// Where it must stand.
    pub place: Place,
    /// Variants of it.
    pub variants: Vec<String>,
}
