//! The language of a text, by its script and then by its letters.

use whatlang::{Detector, Lang};

/// Fewer letters do not tell a language.
const FEWEST: usize = 20;

/// BCP 47 code of the language that most of the text is in; `None` if it cannot be told.
pub fn detect(text: &str) -> Option<&'static str> {
    let letters = Letters::count(text);
    let all = letters.arabic + letters.latin + letters.other;
    if all < FEWEST {
        return None;
    }
    if letters.arabic * 2 > all {
        return Some(letters.of_arabic_script());
    }
    if letters.latin * 2 > all {
        return latin(text);
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
        let mut letters = Letters::default();
        for letter in text.chars() {
            match letter {
                'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' => letters.latin += 1,
                'ء'..='ي' | '\u{0671}'..='\u{06D3}' => {
                    letters.arabic += 1;
                    match letter {
                        'پ' | 'چ' | 'ژ' | 'گ' => letters.persian += 1,
                        'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ھ' => letters.urdu += 1,
                        'ە' | 'ێ' | 'ۆ' | 'ڵ' | 'ڕ' => letters.kurdish += 1,
                        _ => {}
                    }
                }
                _ if letter.is_alphabetic() => letters.other += 1,
                _ => {}
            }
        }
        letters
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
    fn does_not_guess_from_a_few_letters() {
        check("(WINEP)", None);
    }
}
