//! The language of a text, by its script and then by its letters.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use whatlang::{Detector, Lang};

use super::bytes::count_pairs;
use super::{LANGUAGES, Words};

/// Fewer letters do not tell a language.
const FEWEST: usize = 20;

/// Further languages of Latin script that news in the region is written in, each with frequent
/// words that the others, English and French do not have.
const OTHERS: &[(&str, &[&str])] = &[
    (
        "de",
        &[
            "und", "der", "nicht", "ist", "mit", "auf", "für", "sich", "eine", "dem", "von", "dass",
        ],
    ),
    (
        "es",
        &[
            "los", "las", "el", "según", "pero", "más", "está", "muy", "hay", "del",
        ],
    ),
    (
        "it",
        &[
            "della", "che", "gli", "nel", "delle", "degli", "sono", "alla", "dei", "anche", "dal",
        ],
    ),
    (
        "tr",
        &[
            "ve", "bir", "bu", "için", "ile", "olarak", "olan", "daha", "gibi", "çok",
        ],
    ),
    (
        "nl",
        &[
            "het", "een", "niet", "van", "voor", "zijn", "maar", "aan", "naar", "ook", "werd",
        ],
    ),
    (
        "pt",
        &["não", "uma", "dos", "são", "pelo", "pela", "também", "ao"],
    ),
];

/// BCP 47 code of the language that most of the text is in; `None` if it cannot be told.
pub fn detect(text: &str) -> Option<&'static str> {
    detect_after(text, None)
}

/// As [`detect`], for a sentence behind another whose language is known: it goes on in it unless its
/// script or its words tell another.
pub fn detect_after(text: &str, before: Option<&'static str>) -> Option<&'static str> {
    if is_plain_arabic(text.as_bytes()) {
        return Some("ar");
    }
    let letters = Letters::count(text);
    let all = letters.arabic + letters.latin + letters.other;
    if all < FEWEST {
        return None;
    }
    if letters.arabic * 2 > all {
        return Some(letters.of_arabic_script());
    }
    if letters.latin * 2 > all {
        return by_words(text, before).or_else(|| latin(text));
    }
    whatlang::detect_lang(text)
        .map(|language| language.code())
        .and_then(two_letters)
}

/// What most sentences here are: letters of Arabic without one of the further languages of its script, and little
/// else. Told by bytes, which [`Letters`] then need not tell.
fn is_plain_arabic(text: &[u8]) -> bool {
    // U+0621 to U+064A.
    let is_letter = |byte: u8, behind: u8| {
        (byte == 0xD8) & (behind >= 0xA1) | (byte == 0xD9) & (behind <= 0x8A)
    };
    let is_latin = |byte: u8| (byte | 0x20).wrapping_sub(b'a') < 26;
    let is_other = |byte: u8| (byte >= 0xC2) & (byte & 0xFE != 0xD8) & (byte != 0xE2);
    // Letters of Urdu and Persian: U+0679, U+067E, and from U+0680 on.
    let is_further = |byte: u8, behind: u8| {
        (byte & 0xFE == 0xDA) | (byte == 0xD9) & ((behind == 0xB9) | (behind == 0xBE))
    };
    let arabic = count_pairs(text, is_letter);
    arabic >= FEWEST
        && arabic > 2 * count_pairs(text, |byte, _| is_latin(byte) | is_other(byte))
        && count_pairs(text, is_further) == 0
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

/// The languages of Latin script: those with a row of their own, then [`OTHERS`].
static LATIN: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let ours = LANGUAGES.iter().zip(Words::of_all_languages());
    let ours = ours.filter(|(_, words)| !words.telling.is_empty());
    let others = OTHERS.iter().map(|(code, _)| *code);
    ours.map(|(language, _)| language.code)
        .chain(others)
        .collect()
});

/// The languages that words tell, by word; numbered as in [`LATIN`].
static TELLING: LazyLock<FxHashMap<&str, usize>> = LazyLock::new(|| {
    let ours = Words::of_all_languages().iter().map(|words| &words.telling);
    let ours = ours.filter(|words| !words.is_empty());
    let ours = ours.map(|words| words.iter().map(String::as_str).collect::<Vec<_>>());
    let others = OTHERS.iter().map(|(_, words)| words.to_vec());
    let all = ours.chain(others).enumerate();
    all.flat_map(|(language, words)| words.into_iter().map(move |word| (word, language)))
        .collect()
});

/// The language that one word in six tells, with few that tell another ("Der Spiegel"), or the one
/// before where no more words tell another: nearly all sentences are decided by that, a hundred times
/// as fast as by [`latin`].
fn by_words(text: &str, before: Option<&'static str>) -> Option<&'static str> {
    let (words, told) = told(text);
    let all: usize = told.iter().sum();
    let ranked = told.iter().zip(LATIN.iter());
    let (&most, &code) = ranked.max_by_key(|(told, _)| **told)?;
    if most >= 2 && most * 6 >= words && most >= 3 * (all - most) {
        return Some(code);
    }
    let before = LATIN.iter().position(|code| Some(*code) == before)?;
    (told[before] * 2 >= all).then(|| LATIN[before])
}

/// How many words a text has, and how many of them tell each language of [`LATIN`].
fn told(text: &str) -> (usize, [usize; MOST_LATIN]) {
    let mut told = [0; MOST_LATIN];
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
    (words, told)
}

/// Longer words, in bytes, tell nothing.
const LONGEST_TELLING: usize = 7;

/// More languages of Latin script there are not.
const MOST_LATIN: usize = LANGUAGES.len() + OTHERS.len();

/// The language whose groups of three letters are most alike, for what words do not decide.
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
        let told = "Iraqi officials say American troops could remain near Erbil until September";
        assert_eq!(after(told), Some("en"));
        assert_eq!(
            after("Los soldados deben salir del país, según el gobierno"),
            Some("es")
        );
        assert_eq!(
            after("Der Spiegel reported that the troops would leave"),
            Some("en")
        );
    }

    #[test]
    fn does_not_guess_from_a_few_letters() {
        check("(WINEP)", None);
    }
}
