//! Arabic.

use super::{Affixes, Language, Variant};

pub(super) const ARABIC: Language = Language {
    code: "ar",
    name: "Arabic",
    variant,
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
        linking: &[("ة", "ت"), ("ء", "ئ"), ("ء", "ؤ")],
    },
    words: include_str!("arabic.toml"),
};

/// Scraped text writes these letters either way.
fn variant(letter: char) -> Option<(Variant, Option<char>)> {
    Some(match letter {
        '\u{0610}'..='\u{061A}'
        | '\u{064B}'..='\u{065F}'
        | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}'
        | '\u{06DF}'..='\u{06E8}'
        | '\u{06EA}'..='\u{06ED}'
        | '\u{0640}' => (Variant::Mark, None),
        'أ' | 'إ' | 'آ' | 'ٱ' => (Variant::Hamza, Some('ا')),
        'ئ' => (Variant::Hamza, Some('ي')),
        'ؤ' => (Variant::Hamza, Some('و')),
        'ى' => (Variant::Yeh, Some('ي')),
        'ة' => (Variant::Teh, Some('ه')),
        'ی' | 'ې' | 'ے' => (Variant::Persian, Some('ي')),
        'ہ' | 'ە' | 'ۀ' | 'ۃ' | 'ھ' => (Variant::Persian, Some('ه')),
        'ک' | 'ڪ' | 'گ' => (Variant::Persian, Some('ك')),
        _ => return None,
    })
}
