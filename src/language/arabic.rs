//! Arabic.

use super::{Affixes, Language};

pub(super) const ARABIC: Language = Language {
    code: "ar",
    name: "Arabic",
    fold,
    affixes: Affixes {
        conjunctions: &["و", "ف"],
        proclitics: &[
            "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل", "ولل", "فلل", "وب",
            "فب", "ول", "فل", "وك", "وبال", "وكال",
        ],
        imperfect: &["ي", "ت", "ن", "أ", "سي", "ست", "سن", "سأ"],
        enclitics: &[
            "ه", "ة", "ها", "هم", "هما", "هن", "نا", "ك", "كم", "ي", "ا", "ان", "ين", "ون", "ات",
            "وا", "ت", "تا", "ن", "تم", "ته", "تها", "تهم", "تنا", "اته", "اتها", "اتهم", "اتنا",
            "يه", "ية", "يا", "يين", "يون", "يات", "وه", "وها", "وهم", "و",
        ],
        linking: &[("ة", "ت")],
    },
    words: include_str!("arabic.toml"),
};

/// Marks and tatweel go; the carriers of hamza, alef maqsura, teh marbuta and the Persian letters
/// become their plain Arabic neighbours, because scraped text writes them either way.
fn fold(letter: char) -> Option<char> {
    match letter {
        '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{065F}'
        | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}'
        | '\u{06DF}'..='\u{06E8}'
        | '\u{06EA}'..='\u{06ED}' => None,
        '\u{0640}' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' | 'ی' | 'ئ' | 'ې' | 'ے' => Some('ي'),
        'ؤ' => Some('و'),
        'ة' | 'ہ' | 'ە' | 'ۀ' | 'ۃ' | 'ھ' => Some('ه'),
        'ک' | 'ڪ' => Some('ك'),
        'گ' => Some('ك'),
        other => Some(other),
    }
}
