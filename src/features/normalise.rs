//! Folding a text's spellings together for matching. The result is never shown to a reader.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::addresses;
use crate::language::bytes::find_byte;
use crate::language::{self, Variant};

/// Which differences of spelling are folded; each can be switched off alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NormaliseParams {
    /// Capital letters become small.
    pub lowercase: bool,
    /// Vowel marks and tatweel go.
    pub marks: bool,
    /// The carriers of hamza become plain letters (أ → ا, ؤ → و, ئ → ي).
    pub hamza: bool,
    /// ى becomes ي.
    pub yeh: bool,
    /// ة becomes ه.
    pub teh: bool,
    /// Persian and Urdu letters become their Arabic neighbours (ک → ك).
    pub persian: bool,
    /// Presentation forms, ligatures, full-width letters and composed marks become plain (NFKC).
    pub compatibility: bool,
    /// Digits of any script become 0-9.
    pub digits: bool,
    /// Direction marks, zero-width characters and soft hyphens go.
    pub controls: bool,
    /// A letter written three times or more is lengthened for effect: one is left in Arabic
    /// (جداااا → جدا), two elsewhere (soooo → soo).
    pub elongation: bool,
    /// Marks of Arabic and typographic punctuation become their ASCII neighbours (؟ → ?).
    pub punctuation: bool,
    /// A web address becomes 🔗, the name of an account (`@name`) 👤.
    pub addresses: bool,
}

impl Default for NormaliseParams {
    fn default() -> Self {
        NormaliseParams {
            lowercase: true,
            marks: true,
            hamza: true,
            yeh: true,
            teh: true,
            persian: true,
            compatibility: true,
            digits: true,
            controls: true,
            elongation: true,
            punctuation: true,
            addresses: true,
        }
    }
}

impl NormaliseParams {
    fn folds(&self, variant: Variant) -> bool {
        match variant {
            Variant::Mark => self.marks,
            Variant::Hamza => self.hamza,
            Variant::Yeh => self.yeh,
            Variant::Teh => self.teh,
            Variant::Persian => self.persian,
        }
    }
}

/// `text` folded for matching. To fold many texts, make one [`Normaliser`].
pub fn normalise(text: &str, params: &NormaliseParams) -> String {
    let mut folded = String::with_capacity(text.len());
    Normaliser::new(params).normalise_into(text, &mut folded);
    folded
}

/// Code points below this are looked up in a table: all of Latin, Greek, Cyrillic and Arabic.
const TABLE: usize = 0x700;

/// Stands in the table for a character that goes; itself it always goes.
const GONE: char = '\u{0}';

/// The switches, compiled into a table for the common characters.
#[derive(Debug, Clone)]
pub struct Normaliser {
    params: NormaliseParams,
    table: Vec<char>,
}

impl Normaliser {
    /// Compiles the switches.
    pub fn new(params: &NormaliseParams) -> Normaliser {
        let table = (0..TABLE as u32)
            .map(|code| char::from_u32(code).unwrap_or(GONE))
            .map(|letter| fold(letter, params).unwrap_or(GONE))
            .collect();
        Normaliser {
            params: params.clone(),
            table,
        }
    }

    /// Appends the folded text to `folded`, which may hold other text already.
    pub fn normalise_into(&self, text: &str, folded: &mut String) {
        let from = folded.len();
        let composed;
        let mut text = text;
        if self.composes(text) {
            composed = compose(text, &self.params);
            text = &composed;
        }
        let mut run = Run::default();
        for letter in text.chars() {
            match self.table.get(letter as usize) {
                Some(&GONE) => {}
                Some(&letter) => self.push(letter, &mut run, folded),
                None => self.push_rare(letter, &mut run, folded),
            }
        }
        if self.params.addresses {
            addresses::mask(folded, from);
        }
    }

    /// Whether the text may hold marks that compose with the letter before them; what is then folded
    /// depends on the whole text. No other character begins with these bytes but a few of Greek.
    pub(crate) fn composes(&self, text: &str) -> bool {
        let may_begin = |byte| (byte == 0xCC) | (byte == 0xCD);
        self.params.compatibility
            && find_byte(text.as_bytes(), may_begin).is_some()
            && text.chars().any(is_combining)
    }

    fn push_rare(&self, letter: char, run: &mut Run, folded: &mut String) {
        if self.params.compatibility && expands(letter) {
            for part in std::iter::once(letter).nfkc() {
                if let Some(part) = fold(part, &self.params) {
                    self.push(part, run, folded);
                }
            }
        } else if let Some(letter) = fold(letter, &self.params) {
            self.push(letter, run, folded);
        }
    }

    fn push(&self, letter: char, run: &mut Run, folded: &mut String) {
        if letter != run.letter {
            *run = Run { letter, length: 1 };
            folded.push(letter);
            return;
        }
        run.length += 1;
        folded.push(letter);
        if run.length >= 3 && self.params.elongation && letter.is_alphabetic() {
            // The third repetition shows that it is one: the second is taken back too.
            let arabic = matches!(letter, '\u{0600}'..='\u{06FF}');
            let extra = if arabic && run.length == 3 { 2 } else { 1 };
            for _ in 0..extra {
                folded.pop();
            }
        }
    }
}

/// The last character written and how often it stood in a row in the original.
#[derive(Default)]
struct Run {
    letter: char,
    length: usize,
}

/// Marks that compose with the Latin letter before them.
fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{0300}'..='\u{036F}')
}

/// Presentation forms, ligatures, full-width letters and letter-like symbols.
fn expands(letter: char) -> bool {
    matches!(letter, '\u{FB00}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' | '\u{FF00}'..='\u{FFEF}' | '\u{2100}'..='\u{214F}')
}

/// The text with its marks composed, again after folding: a ligature opens first, what stands between
/// a mark and its letter goes first, and some marks compose with a small letter alone (`T\u{308}`).
fn compose(text: &str, params: &NormaliseParams) -> String {
    let mut opened = String::with_capacity(text.len());
    for letter in text.nfc() {
        if expands(letter) {
            opened.extend(std::iter::once(letter).nfkc());
        } else {
            opened.push(letter);
        }
    }
    let folded = opened.chars().filter_map(|letter| fold(letter, params));
    folded.nfc().collect()
}

/// One character's fold; `None` drops it.
fn fold(letter: char, params: &NormaliseParams) -> Option<char> {
    if letter == GONE || params.controls && is_control(letter) {
        return None;
    }
    if let (true, Some(digit)) = (params.digits, digit(letter)) {
        return Some(digit);
    }
    let letter = if params.punctuation {
        punctuation(letter)
    } else {
        letter
    };
    let letter = match language::variant(letter) {
        Some((variant, folded)) if params.folds(variant) => folded?,
        _ => letter,
    };
    if !params.lowercase {
        return Some(letter);
    }
    // Only `İ` has two: an `i` and a dot that says it is no `ı`.
    letter.to_lowercase().next()
}

/// Characters without a shape of their own. A zero-width non-joiner inside a word goes too, so
/// that a Persian word matches with and without it.
fn is_control(letter: char) -> bool {
    let blank = matches!(letter, '\n' | '\t' | '\r');
    letter.is_control() && !blank
        || matches!(letter, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

fn digit(letter: char) -> Option<char> {
    let zero = match letter {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        '０'..='９' => '０',
        _ => return None,
    };
    char::from_digit(u32::from(letter) - u32::from(zero), 10)
}

fn punctuation(letter: char) -> char {
    match letter {
        '؟' | '？' => '?',
        '！' => '!',
        '،' | '٬' => ',',
        '؛' => ';',
        '٪' => '%',
        '٫' => '.',
        '۔' => '.',
        '“' | '”' | '„' | '«' | '»' | '‟' => '"',
        '‘' | '’' | '‚' | '‹' | '›' | '`' => '\'',
        '–' | '—' | '‐' | '‑' | '−' => '-',
        '\u{00A0}' | '\u{202F}' | '\u{2000}'..='\u{200A}' | '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(normalise(text, &NormaliseParams::default()), expected);
    }

    #[test]
    fn folds_letters_and_drops_marks() {
        check("الإِنْسِحَاب", "الانسحاب");
        check("قوّاتٌ أجنبيّةٌ على الأرضـــ", "قوات اجنبيه علي الارض");
    }

    #[test]
    fn folds_persian_letters_like_arabic_ones() {
        check("الولایات المتحدة فی العراق", "الولايات المتحده في العراق");
        check("می\u{200C}خواهم", "ميخواهم");
    }

    #[test]
    fn opens_presentation_forms_and_ligatures() {
        check("ﻻ ﷲ ﬁn Ａ", "لا الله fin a");
        check("ﬁ\u{301}n e\u{200B}\u{301} T\u{308}", "fín é ẗ");
    }

    #[test]
    fn writes_digits_in_ascii() {
        check("٢٥٠٠ ۲۵۰۰", "2500 2500");
    }

    #[test]
    fn drops_controls() {
        check(
            "\u{202B}العراق\u{202C} ا\u{200B}ل\u{FEFF}قوات",
            "العراق القوات",
        );
    }

    #[test]
    fn shortens_lengthened_letters_but_not_numbers() {
        check("جداااا", "جدا");
        check("soooo 1000 !!!! ممكن الله", "soo 1000 !!!! ممكن الله");
    }

    #[test]
    fn writes_the_dotted_capital_small() {
        check("İstanbul I\u{307}", "istanbul i");
    }

    /// With one switch off, the first text stays as it is; with all on, it becomes the second.
    #[test]
    fn switches_work_alone() {
        let off = |switch: fn(&mut NormaliseParams), text: &str, folded: &str| {
            check(text, folded);
            let mut params = NormaliseParams::default();
            switch(&mut params);
            assert_eq!(normalise(text, &params), text);
        };
        off(|params| params.lowercase = false, "Iraq IRAQ", "iraq iraq");
        off(|params| params.marks = false, "انُس", "انس");
        off(|params| params.hamza = false, "أنس آلاء", "انس الاء");
        off(|params| params.yeh = false, "على", "علي");
        off(|params| params.teh = false, "دولة", "دوله");
        off(|params| params.persian = false, "کتاب", "كتاب");
        off(|params| params.addresses = false, "@ali", " 👤 ");
        off(|params| params.compatibility = false, "ﻻ ﬁ", "لا fi");
        off(|params| params.digits = false, "٣ ۳", "3 3");
        off(|params| params.controls = false, "ا\u{200F}ل", "ال");
        off(|params| params.elongation = false, "جداااا", "جدا");
        off(
            |params| params.punctuation = false,
            "لماذا؟ «نعم»",
            "لماذا? \"نعم\"",
        );
    }
}
