//! Web addresses and names of accounts: each says that it is there, not what it is.

use crate::language::bytes::find_byte;

/// Stands for a web address.
const LINK: &str = " 🔗 ";

/// Stands for the name of an account (`@name`).
const MENTION: &str = " 👤 ";

/// How a web address begins in folded text, where lengthened letters may be shortened.
const LINK_STARTS: [&str; 5] = ["http://", "https://", "www.", "ww.", "pic.twitter"];

/// Replaces the addresses in `folded[from..]` by the sign of their kind.
pub(super) fn mask(folded: &mut String, from: usize) {
    let text = &folded[from..];
    // Each of them holds one of these.
    if find_byte(text.as_bytes(), |byte| matches!(byte, b'@' | b'.' | b':')).is_none() {
        return;
    }
    if !(text.contains('@') || LINK_STARTS.iter().any(|start| text.contains(start))) {
        return;
    }
    let mut masked = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        mask_word(word, &mut masked);
    }
    folded.truncate(from);
    folded.push_str(&masked);
}

fn mask_word(word: &str, masked: &mut String) {
    let starts = LINK_STARTS.iter().filter_map(|start| word.find(start));
    let (before, link) = match starts.min() {
        Some(at) => (&word[..at], LINK),
        None => (word, ""),
    };
    let mut rest = before;
    while let Some((at, end)) = mention(rest) {
        masked.push_str(&rest[..at]);
        masked.push_str(MENTION);
        rest = &rest[end..];
    }
    masked.push_str(rest);
    masked.push_str(link);
}

/// Where the first name of an account stands: an `@` that no letter precedes, as in an address of
/// mail, and that letters, digits or `_` follow.
fn mention(word: &str) -> Option<(usize, usize)> {
    word.match_indices('@').find_map(|(at, _)| {
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        let name = &word[at + 1..];
        let end = name.find(|letter| !is_name(letter)).unwrap_or(name.len());
        (end > 0 && !word[..at].ends_with(is_name)).then_some((at, at + 1 + end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut masked = text.to_owned();
        mask(&mut masked, 0);
        let words: Vec<&str> = masked.split_whitespace().collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn an_address_is_one_sign() {
        check("اقرأ https://t.co/ab12 هنا", "اقرأ 🔗 هنا");
        check("(www.site.com) pic.twitter.com/x", "( 🔗 🔗");
    }

    #[test]
    fn the_name_of_an_account_is_one_sign() {
        check("شكرا @user_1، نعم", "شكرا 👤 ، نعم");
        check("@a@b .@c", "👤 👤 . 👤");
    }

    #[test]
    fn mail_and_lone_signs_stay() {
        check("me@site.org @ 5 @!", "me@site.org @ 5 @!");
    }

    #[test]
    fn what_stands_before_stays() {
        let mut text = "@a @b".to_owned();
        mask(&mut text, 3);
        assert_eq!(text, "@a  👤 ");
    }
}
