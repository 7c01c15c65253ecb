//! Tokens → n-grams of words and of characters, cut as scikit-learn cuts them.

use super::Tokens;

/// Every run of `shortest` to `longest` tokens.
pub(super) fn words(
    (shortest, longest): (usize, usize),
    tokens: &Tokens,
    emit: &mut impl FnMut(&str),
) {
    for length in shortest..=longest.min(tokens.len()) {
        for first in 0..=tokens.len() - length {
            emit(tokens.span(first, length));
        }
    }
}

/// Every run of `shortest` to `longest` characters inside one word, the blanks at its ends included
/// (`analyzer="char_wb"`). A word shorter than the run counts once, whole.
pub(super) fn chars(
    (shortest, longest): (usize, usize),
    tokens: &Tokens,
    emit: &mut impl FnMut(&str),
) {
    let mut starts = Vec::new();
    for word in tokens.padded_words() {
        starts.clear();
        starts.extend(word.char_indices().map(|(at, _)| at));
        starts.push(word.len());
        let count = starts.len() - 1;
        for length in shortest..=longest {
            if length >= count {
                emit(word);
                break;
            }
            for first in 0..=count - length {
                emit(&word[starts[first]..starts[first + length]]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected values: scikit-learn's CountVectorizer(analyzer="char_wb" / "word"), in its order.
    fn check(
        cut: impl Fn((usize, usize), &Tokens, &mut &mut dyn FnMut(&str)),
        range: (usize, usize),
        text: &str,
        expected: &str,
    ) {
        let tokens = Tokens::of(text, &crate::features::Normaliser::new(&Default::default()));
        let mut found = Vec::new();
        let mut emit = |term: &str| found.push(term.to_owned());
        cut(range, &tokens, &mut (&mut emit as &mut dyn FnMut(&str)));
        assert_eq!(found.join("|"), expected);
    }

    #[test]
    fn words_come_alone_and_in_pairs() {
        check(
            |range, tokens, emit| words(range, tokens, emit),
            (1, 2),
            "لا انسحاب قبل",
            "لا|انسحاب|قبل|لا انسحاب|انسحاب قبل",
        );
    }

    #[test]
    fn characters_stay_inside_the_word() {
        check(
            |range, tokens, emit| chars(range, tokens, emit),
            (2, 3),
            "لا بد",
            " ل|لا|ا | لا|لا | ب|بد|د | بد|بد ",
        );
    }

    #[test]
    fn a_short_word_counts_once() {
        check(
            |range, tokens, emit| chars(range, tokens, emit),
            (2, 5),
            "و",
            " و|و | و ",
        );
    }
}
