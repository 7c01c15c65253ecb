//! Dates as pages write them, and the lines that hold nothing else.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Words;
use super::line::Line;

/// The number of the month, from 1, by its folded name.
static CALENDAR: LazyLock<FxHashMap<String, u32>> = LazyLock::new(|| {
    let all = Words::of_all_languages().iter();
    all.flat_map(|words| words.calendar.iter().zip(1..))
        .flat_map(|(names, month)| {
            names
                .iter()
                .map(move |name| (Line::new(name).folded, month))
        })
        .collect()
});
static MONTHS: LazyLock<FxHashSet<String>> = LazyLock::new(|| folded(|words| &words.months));
static CLOCK: LazyLock<FxHashSet<String>> = LazyLock::new(|| folded(|words| &words.clock));

fn folded(column: fn(&Words) -> &Vec<String>) -> FxHashSet<String> {
    let all = Words::of_all_languages().iter().flat_map(column);
    all.map(|word| Line::new(word).folded).collect()
}

/// A date, a time or both, and nothing else.
pub(crate) fn is_time(line: &Line) -> bool {
    let mut dated = false;
    let known = line.folded.split(' ').all(|word| {
        let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let number = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty();
        let month = MONTHS.contains(word);
        // Shorter ones are prepositions: "في 2014" may be a heading.
        dated |= month || (CLOCK.contains(word) && word.chars().count() >= 4);
        number || month || CLOCK.contains(word)
    });
    known && line.words <= 24 && line.numbers > 0 && (dated || line.numbers >= 3)
}

/// The first date that a text holds, as `2024-03-12`, or `2024-03` or `2024` where it says no more.
/// Months may be named in any of the languages, digits be of any kind. Of `03/05/2024` the day is
/// the first number if `day_first`; otherwise that cannot be told, and there is no date.
pub fn iso_date(text: &str, day_first: bool) -> Option<String> {
    let digits: String = text.chars().map(ascii_digit).collect();
    let bare = digits.trim();
    if is_year(bare) || bare.len() == 7 && is_year_and_month(bare) {
        return Some(bare.to_owned());
    }
    let chunks =
        digits.split(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '-' | '/' | '.'));
    chunks
        .filter_map(|chunk| in_figures(chunk, day_first))
        .next()
        .or_else(|| in_words(&Line::new(text).folded))
}

fn ascii_digit(letter: char) -> char {
    match letter {
        '٠'..='٩' | '۰'..='۹' => char::from(b'0' + (u32::from(letter) & 0xF) as u8 % 10),
        other => other,
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4
        && text
            .parse()
            .is_ok_and(|year: u32| (1900..2100).contains(&year))
}

fn is_year_and_month(text: &str) -> bool {
    let parts = text.split_once('-');
    parts.is_some_and(|(year, month)| {
        is_year(year)
            && month
                .parse()
                .is_ok_and(|month: u32| (1..=12).contains(&month))
    })
}

/// "2024-03-12", "12/3/2024", "20.02.2024", "20240312".
fn in_figures(chunk: &str, day_first: bool) -> Option<String> {
    let chunk = chunk.trim_matches(['-', '/', '.']);
    if chunk.len() == 8 && chunk.bytes().all(|byte| byte.is_ascii_digit()) {
        return date(
            &chunk[..4],
            chunk[4..6].parse().ok()?,
            chunk[6..].parse().ok()?,
        );
    }
    let parts: Vec<&str> = chunk.split(['-', '/', '.']).collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    let number = |part: &str| {
        (part.len() <= 2)
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    if is_year(first) {
        return date(first, number(second)?, number(third)?);
    }
    let (first, second) = (number(first)?, number(second)?);
    match (first, second) {
        (day, month) if day > 12 || day_first || day == month => date(third, month, day),
        (month, day) if day > 12 => date(third, month, day),
        _ => None,
    }
}

/// "12th, March 2024", "29 janvier 2024", "Feb. 20, 2024", "15 فبراير-شباط 2024", "March 2024".
fn in_words(folded: &str) -> Option<String> {
    let words: Vec<&str> = folded.split(' ').collect();
    let (start, length, month) = (0..words.len()).find_map(|at| {
        let (length, month) = month_at(&words, at)?;
        Some((at, length, month))
    })?;
    let mut end = start + length;
    // The other name of the same month: "فبراير / شباط".
    while let Some((length, _)) = month_at(&words, end).filter(|(_, again)| *again == month) {
        end += length;
    }
    let day = |at: Option<usize>| {
        let word = words.get(at?)?;
        let digits = word.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        digits
            .parse()
            .ok()
            .filter(|day: &u32| (1..=31).contains(day))
    };
    let before = day(start.checked_sub(1));
    let behind = day(Some(end));
    let year = words[end..].iter().take(2).find(|word| is_year(word))?;
    match before.or(behind) {
        Some(day) => date(year, month, day),
        None => Some(format!("{year}-{month:02}")),
    }
}

/// The month that is named at this word, and by how many words: "كانون الثاني" has two.
fn month_at(words: &[&str], at: usize) -> Option<(usize, u32)> {
    [2, 1].into_iter().find_map(|length| {
        let name = words.get(at..at + length)?.join(" ");
        Some((length, *CALENDAR.get(&name)?))
    })
}

fn date(year: &str, month: u32, day: u32) -> Option<String> {
    if !is_year(year) {
        return None;
    }
    let leap = year
        .parse::<u32>()
        .is_ok_and(|year| year % 4 == 0 && year != 1900);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days)
        .contains(&day)
        .then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(iso_date(text, true).as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn reads_dates_as_pages_write_them() {
        check("12th, March 2024 GMT", "2024-03-12");
        check(
            "نُشر: 22:41-17 فبراير 2024 م ـ 08 شَعبان 1445 هـ",
            "2024-02-17",
        );
        check("الخميس ١٥ فبراير-شباط ٢٠٢٤ الساعة ٠٧ مساءً", "2024-02-15");
        check("5 كانون الثاني 2024", "2024-01-05");
        check("٣ تشرين الأول/أكتوبر 2023", "2023-10-03");
        check("الأحد 28-01-2024 | 06:12 م", "2024-01-28");
        check("29 janvier 2024 à 10h15", "2024-01-29");
        check("1er août 2023", "2023-08-01");
        check("5:02 a.m. ET Feb. 20, 2024", "2024-02-20");
        check("2024-03-12T10:30:00Z", "2024-03-12");
        check("05/03/2024 09:20", "2024-03-05");
        check("20240312", "2024-03-12");
        check("مارس 2024", "2024-03");
        check("2024", "2024");
    }

    #[test]
    fn does_not_guess() {
        for text in [
            "05/03/2024",
            "31/02/2024",
            "yesterday",
            "12",
            "1445/08/08",
            "",
        ] {
            assert_eq!(iso_date(text, false), None, "{text}");
        }
        assert_eq!(iso_date("02/20/2024", false).as_deref(), Some("2024-02-20"));
    }
}
