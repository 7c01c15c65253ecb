//! Cue classes of a sentence and their ordered pairs.

mod feature;
mod finder;
mod letter_tree;
mod patterns;

use super::{NormaliseParams, Tokens};
use crate::task::Lexicon;
use finder::{Cue, CueFinder};

pub(crate) use feature::Feature;
pub(crate) use finder::CueToken;
pub(crate) use patterns::Hit as CueHit;

/// What finding the cues of one text takes; used again for the next.
#[derive(Debug, Default)]
pub(crate) struct CueScratch {
    found: Vec<Cue>,
    /// Every feature of the text once, sorted.
    pub features: Vec<Feature>,
}

/// Finds the cues of a lexicon in tokens, and pairs them.
#[derive(Debug, Clone, Default)]
pub struct CueMatcher {
    window: usize,
    near: usize,
    finder: CueFinder,
}

impl CueMatcher {
    /// Compiles a lexicon; entries are normalised as the texts will be. An entry that cannot match,
    /// which no task or model loads with, is left out.
    pub fn new(lexicon: &Lexicon, params: &NormaliseParams) -> CueMatcher {
        CueMatcher {
            window: lexicon.window,
            near: lexicon.near,
            finder: CueFinder::new(lexicon, params),
        }
    }

    /// Whether the lexicon has no class: texts then have no cue features.
    pub fn is_empty(&self) -> bool {
        self.finder.classes().is_empty()
    }

    /// The names of the classes, sorted.
    pub(crate) fn classes(&self) -> &[String] {
        self.finder.classes()
    }

    /// The classes of a normalised word that stands alone, as positions among the names.
    pub(crate) fn classes_of(&self, word: &str) -> Vec<usize> {
        self.finder.classes_of(word)
    }

    /// Calls `emit` once for every class that the text has a cue of (`WITHDRAW`), every ordered
    /// pair of classes within the window and one clause (`REJECT~WITHDRAW`), and again for those
    /// that are near (`REJECT~~WITHDRAW`). In order of the names of the classes.
    pub(super) fn extract(&self, tokens: &Tokens, emit: &mut impl FnMut(&str)) {
        if self.is_empty() {
            return;
        }
        let classes = self.finder.classes();
        let mut name = String::new();
        for (class, pair) in self.features(tokens) {
            name.clear();
            name.push_str(&classes[class]);
            if let Some((later, near)) = pair {
                name.push_str(if near { "~~" } else { "~" });
                name.push_str(&classes[later]);
            }
            emit(&name);
        }
    }

    /// Every feature of these tokens once, sorted.
    fn features(&self, tokens: &Tokens) -> Vec<Feature> {
        let mut hits = Vec::new();
        let read = tokens.iter().map(|token| {
            let start = hits.len();
            let begins_clause = self.read(token.text, token.is_word, &mut hits);
            (
                start..hits.len(),
                token.is_word,
                begins_clause || token.is_after_border,
            )
        });
        let read: Vec<_> = read.collect();
        let tokens = read
            .iter()
            .map(|(of_token, is_word, begins_clause)| CueToken {
                hits: &hits[of_token.clone()],
                is_word: *is_word,
                begins_clause: *begins_clause,
            });
        let mut scratch = CueScratch::default();
        self.find(tokens, &mut scratch);
        scratch.features
    }

    /// Adds the patterns that a token matches to `hits`; whether it begins a clause wherever it stands.
    pub(crate) fn read(&self, token: &str, is_word: bool, hits: &mut Vec<CueHit>) -> bool {
        self.finder.find_hits(token, is_word, hits);
        is_word && self.finder.is_border(token)
    }

    /// What [`CueMatcher::extract`] emits for tokens that were read, without names:
    /// `scratch.features` is replaced.
    pub(crate) fn find<'a>(
        &self,
        tokens: impl Iterator<Item = CueToken<'a>> + Clone,
        scratch: &mut CueScratch,
    ) {
        self.finder.find_cues(tokens, &mut scratch.found);
        scratch.features.clear();
        self.pair(&scratch.found, &mut scratch.features);
    }

    /// The features that emit this name.
    pub(crate) fn features_named(&self, name: &str) -> Vec<Feature> {
        feature::named(self.finder.classes(), name)
    }

    fn pair(&self, cues: &[Cue], features: &mut Vec<Feature>) {
        for (index, cue) in cues.iter().enumerate() {
            features.push((cue.class, None));
            for later in &cues[index + 1..] {
                let distance = later.word - cue.word;
                if distance > self.window || later.clause != cue.clause {
                    break;
                }
                if distance > 0 {
                    features.push((cue.class, Some((later.class, false))));
                }
                if distance > 0 && distance <= self.near {
                    features.push((cue.class, Some((later.class, true))));
                }
            }
        }
        features.sort_unstable();
        features.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Normaliser;

    fn matcher(language: &str, classes: &[(&str, &str)]) -> CueMatcher {
        let classes = classes
            .iter()
            .map(|(class, entries)| (class.to_string(), entries.to_string()));
        let lexicon = Lexicon {
            borders: "لكن but".to_owned(),
            languages: [(language.to_owned(), classes.collect())].into(),
            ..Default::default()
        };
        CueMatcher::new(&lexicon, &NormaliseParams::default())
    }

    fn check_with(matcher: &CueMatcher, text: &str, expected: &str) {
        let normaliser = Normaliser::new(&NormaliseParams::default());
        let mut found = Vec::new();
        matcher.extract(&Tokens::of(text, &normaliser), &mut |cue| {
            found.push(cue.to_owned())
        });
        assert_eq!(found.join(" "), expected, "{text}");
    }

    /// The features of a text by a small Arabic lexicon.
    fn check(text: &str, expected: &str) {
        let arabic = matcher(
            "ar",
            &[
                ("ABLE", "قادر"),
                ("IGNORE", "مركزي مركز_تجاري"),
                ("NEED", "حاجة غير_قادر"),
                ("NEG", "=لا =غير"),
                ("PLACE", "مركز تجاري"),
                ("REJECT", "رفض +رفض لا_+قبل"),
                ("STAY", "بقاء استدامة"),
                ("UNTIL", "استدامة"),
                ("WITHDRAW", "انسحاب +نسحب"),
            ],
        );
        check_with(&arabic, text, expected);
    }

    #[test]
    fn a_stem_takes_proclitics_and_enclitics() {
        check("وبالانسحاب", "WITHDRAW");
        check("انسحابها", "WITHDRAW");
        check("وانسحاباتهم", "WITHDRAW");
        check("انسحابيكما", "");
        check("سانسحاب", "");
    }

    #[test]
    fn a_verb_also_takes_letters_of_the_imperfect_and_the_future() {
        check("ينسحبون", "WITHDRAW");
        check("وسننسحب", "WITHDRAW");
        check("سأنسحب", "WITHDRAW");
        check("ينسحاب", "");
    }

    #[test]
    fn a_last_hamza_changes_before_an_enclitic() {
        check("بقاؤها", "STAY");
        check("وببقائهم", "STAY");
        check("لبقائهم", "STAY");
    }

    #[test]
    fn teh_marbuta_changes_before_an_enclitic() {
        check("حاجتهم", "NEED");
        check("الحاجة", "NEED");
    }

    #[test]
    fn a_whole_word_takes_a_conjunction_alone() {
        check("ولا", "NEG");
        check("بلا لاجئون الا", "");
    }

    #[test]
    fn words_are_matched_without_their_marks() {
        check(
            "رَفَضَ الانْسِحَابَ",
            "REJECT REJECT~WITHDRAW REJECT~~WITHDRAW WITHDRAW",
        );
    }

    #[test]
    fn the_longest_stem_wins_and_ignore_yields_nothing() {
        check("المركز", "PLACE");
        check("المركزية", "");
    }

    #[test]
    fn a_whole_word_beats_every_stem() {
        let arabic = matcher("ar", &[("A", "=رفض"), ("B", "رفض ورفض")]);
        check_with(&arabic, "ورفض", "A");
        check_with(&arabic, "رفضه", "B");
    }

    #[test]
    fn entries_that_tie_all_count_and_do_not_pair() {
        check("استدامته", "STAY UNTIL");
    }

    #[test]
    fn two_words_come_before_one_and_take_both() {
        check("غير قادر", "NEED");
        check("غير مستعد", "NEG");
        check("لا يقبلون", "REJECT");
        check("لا غير قادرين", "NEED NEG NEG~NEED NEG~~NEED");
        check("مركز تجاري", "");
    }

    #[test]
    fn pairs_keep_their_order() {
        check(
            "يرفض الحزب بقاء القوات",
            "REJECT REJECT~STAY REJECT~~STAY STAY",
        );
        check("البقاء مرفوض ورفضه", "REJECT STAY STAY~REJECT STAY~~REJECT");
    }

    #[test]
    fn a_feature_counts_once() {
        check(
            "رفض رفض انسحاب",
            "REJECT REJECT~REJECT REJECT~~REJECT REJECT~WITHDRAW REJECT~~WITHDRAW WITHDRAW",
        );
    }

    #[test]
    fn distances_count_words_but_not_signs() {
        check(
            "رفض 😂 😂 😂 انسحاب",
            "REJECT REJECT~WITHDRAW REJECT~~WITHDRAW WITHDRAW",
        );
        check("رفض أ ب ج انسحابا", "REJECT REJECT~WITHDRAW WITHDRAW");
        check(
            "رفض 1 2 3 4 5 6 7 انسحاب",
            "REJECT REJECT~WITHDRAW WITHDRAW",
        );
        check("رفض 1 2 3 4 5 6 7 8 انسحاب", "REJECT WITHDRAW");
    }

    #[test]
    fn pairs_do_not_cross_a_border() {
        check("رفض، انسحاب", "REJECT WITHDRAW");
        check("رفض! انسحاب", "REJECT WITHDRAW");
        check("رفض لكن انسحاب", "REJECT WITHDRAW");
        check(
            "رفض 3.5 انسحاب",
            "REJECT REJECT~WITHDRAW REJECT~~WITHDRAW WITHDRAW",
        );
    }

    #[test]
    fn emoji_are_cues_that_are_near_nothing() {
        let signs = matcher("und", &[("JOY", "😂 🎉"), ("LOVE", "❤")]);
        check_with(&signs, "نعم😂😂 ❤\u{FE0F} لا", "JOY LOVE");
        check_with(&signs, "نعم", "");
    }

    #[test]
    fn english_words_take_endings() {
        let english = matcher(
            "en",
            &[
                ("FORCES", "force troop*"),
                ("NEG", "=t"),
                ("US", "=u_=s"),
                ("WITHDRAW", "withdraw* pull_out leave"),
            ],
        );
        check_with(
            &english,
            "Forces withdrew, troopers Withdrawing",
            "FORCES FORCES~WITHDRAW FORCES~~WITHDRAW WITHDRAW",
        );
        check_with(&english, "forced, pulling out", "FORCES WITHDRAW");
        check_with(&english, "the U.S. pulls out", "US WITHDRAW");
        check_with(
            &english,
            "we don't leave",
            "NEG NEG~WITHDRAW NEG~~WITHDRAW WITHDRAW",
        );
        check_with(&english, "leave but don't", "NEG WITHDRAW");
    }
}
