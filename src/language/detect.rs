//! The language of a text, by its script and then by its letters.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use whatlang::{Detector, Lang};

use super::{LANGUAGES, Words};

/// Fewer letters do not tell a language.
const FEWEST: usize = 20;

/// Fewer letters do not tell a language from others of Latin script.
const SHORT: usize = 60;

/// The languages of Latin script that are told apart.
const LATIN: &[&str] = &["en", "fr", "de", "es", "it", "tr", "nl", "pt"];

/// BCP 47 code of the language that most of the text is in; `None` if it cannot be told.
pub fn detect(text: &str) -> Option<&'static str> {
    detect_after(text, None)
}

/// As [`detect`], for a sentence behind another whose language is known: a word is then enough to
/// tell that it goes on in it, and in a short one not even that is needed.
pub fn detect_after(text: &str, before: Option<&'static str>) -> Option<&'static str> {
    let letters = Letters::count(text);
    let all = letters.arabic + letters.latin + letters.other;
    if all < FEWEST {
        return None;
    }
    if letters.arabic * 2 > all {
        return Some(letters.of_arabic_script());
    }
    if letters.latin * 2 > all {
        return by_words(text, before)
            .or_else(|| before.filter(|code| all < SHORT && LATIN.contains(code)))
            .or_else(|| latin(text));
    }
    whatlang::detect_lang(text)
        .map(|language| language.code())
        .and_then(two_letters)
}

#[derive(Default)]
struct Letters {
    arabic: usize,
    latin: usize,
    other: usize,
    persian: usize,
    urdu: usize,
    kurdish: usize,
}

impl Letters {
    fn count(text: &str) -> Letters {
        let common = COMMON.as_slice();
        let mut counts = [0; SCRIPTS];
        for letter in text.chars() {
            let script = common.get(letter as usize).copied();
            counts[script.unwrap_or_else(|| script_of(letter)) as usize] += 1;
        }
        let of = |script: Script| counts[script as usize];
        let (persian, urdu) = (of(Script::Persian), of(Script::Urdu));
        let kurdish = of(Script::Kurdish);
        Letters {
            arabic: of(Script::Arabic) + persian + urdu + kurdish,
            latin: of(Script::Latin),
            other: of(Script::Other),
            persian,
            urdu,
            kurdish,
        }
    }

    /// ی and ک do not count: scraped Arabic is full of them.
    fn of_arabic_script(&self) -> &'static str {
        let often = |count: usize, share: usize| count * share > self.arabic;
        if often(self.kurdish, 20) {
            "ckb"
        } else if often(self.urdu, 30) {
            "ur"
        } else if often(self.persian, 60) {
            "fa"
        } else {
            "ar"
        }
    }
}

/// What a character tells about its language.
#[derive(Debug, Clone, Copy)]
enum Script {
    None,
    Latin,
    Arabic,
    Persian,
    Urdu,
    Kurdish,
    Other,
}

const SCRIPTS: usize = Script::Other as usize + 1;

/// The scripts of the characters below U+0700, which are nearly all.
static COMMON: LazyLock<Vec<Script>> = LazyLock::new(|| {
    let letters = (0..0x700).filter_map(char::from_u32);
    letters.map(script_of).collect()
});

fn script_of(letter: char) -> Script {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' => Script::Latin,
        'پ' | 'چ' | 'ژ' | 'گ' => Script::Persian,
        'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ھ' => Script::Urdu,
        'ێ' | 'ۆ' | 'ڵ' | 'ڕ' => Script::Kurdish,
        'ء'..='ي' | '\u{0671}'..='\u{06D3}' => Script::Arabic,
        _ if letter.is_alphabetic() => Script::Other,
        _ => Script::None,
    }
}

/// The languages that words tell, by word.
static TELLING: LazyLock<FxHashMap<&str, usize>> = LazyLock::new(|| {
    let all = Words::of_all_languages().iter().enumerate();
    all.flat_map(|(language, words)| words.telling.iter().map(move |word| (&**word, language)))
        .collect()
});

/// The language that one word in six tells, with none that tells another: most sentences are
/// decided by that, a hundred times as fast as by [`latin`].
fn by_words(text: &str, before: Option<&str>) -> Option<&'static str> {
    let mut told = [0; LANGUAGES.len()];
    let mut words = 0;
    let mut small = String::new();
    for word in text.split(|letter: char| !letter.is_alphabetic()) {
        words += usize::from(!word.is_empty());
        if (2..=LONGEST_TELLING).contains(&word.len()) {
            small.clear();
            small.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
            if let Some(&language) = TELLING.get(small.as_str()) {
                told[language] += 1;
            }
        }
    }
    let all: usize = told.iter().sum();
    let language = told.iter().position(|&count| count == all)?;
    let code = LANGUAGES[language].code;
    let enough = all >= 2 && all * 6 >= words || all >= 1 && before == Some(code);
    enough.then_some(code)
}

/// Longer words tell nothing.
const LONGEST_TELLING: usize = 6;

/// The languages of Latin script that news in the region is written in.
fn latin(text: &str) -> Option<&'static str> {
    let known = vec![
        Lang::Eng,
        Lang::Fra,
        Lang::Deu,
        Lang::Spa,
        Lang::Ita,
        Lang::Tur,
        Lang::Nld,
        Lang::Por,
    ];
    let found = Detector::with_allowlist(known).detect(text)?;
    if found.confidence() < 0.1 {
        return None;
    }
    two_letters(found.lang().code())
}

/// ISO 639-3 as whatlang gives it to BCP 47.
fn two_letters(code: &str) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("eng", "en"),
        ("fra", "fr"),
        ("deu", "de"),
        ("spa", "es"),
        ("ita", "it"),
        ("tur", "tr"),
        ("nld", "nl"),
        ("por", "pt"),
        ("rus", "ru"),
        ("ukr", "uk"),
        ("heb", "he"),
        ("cmn", "zh"),
        ("jpn", "ja"),
        ("hin", "hi"),
    ];
    CODES
        .iter()
        .find(|(long, _)| *long == code)
        .map(|(_, short)| *short)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(detect(text), expected, "{text}");
    }

    #[test]
    fn tells_languages_apart() {
        check("يصر العراق على انسحاب القوات الأمريكية من البلاد", Some("ar"));
        check("الولایات المتحدة فی العراق وایران قرار الانسحاب", Some("ar"));
        check(
            "نیروهای خارجی باید عراق را ترک کنند گفت سخنگوی دولت و این تصمیم پارلمان است",
            Some("fa"),
        );
        check(
            "Iraq insists that the foreign forces must leave the country soon",
            Some("en"),
        );
        check(
            "Les forces étrangères doivent quitter le pays selon le gouvernement",
            Some("fr"),
        );
    }

    #[test]
    fn goes_on_in_the_language_before_unless_words_tell_another() {
        let after = |text| detect_after(text, Some("en"));
        assert_eq!(after("By Sarah Example, Washington"), Some("en"));
        assert_eq!(after("Le gouvernement irakien et les forces"), Some("fr"));
        assert_eq!(after("يصر العراق على انسحاب القوات"), Some("ar"));
    }

    #[test]
    fn does_not_guess_from_a_few_letters() {
        check("(WINEP)", None);
    }
}
