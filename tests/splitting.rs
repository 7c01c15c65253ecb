//! Splitting lines into sentences: what ends one, and what looks as if it did.

use stance::clean::CleanParams;
use stance::document::Document;
use stance::segment::{Unit, segment};

/// The sentences of a text, one a line.
fn check(text: &str, expected: &str) {
    let document = Document {
        text: text.to_owned(),
        ..Document::default()
    };
    let params = CleanParams {
        keep_all: true,
        ..CleanParams::default()
    };
    let sentences = segment(&document, Unit::Sentence, &params).sentences;
    for sentence in &sentences {
        assert_eq!(sentence.text, text[sentence.start..sentence.end]);
    }
    let found: Vec<_> = sentences.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(found.join("\n"), expected);
}

#[test]
fn stops_and_questions_end_a_sentence() {
    check(
        "وصل الوفد إلى أربيل صباحا. هل يعود غدا؟ لا أحد يعلم! وساد الصمت.",
        "وصل الوفد إلى أربيل صباحا.\nهل يعود غدا؟\nلا أحد يعلم!\nوساد الصمت.",
    );
    check(
        "The envoy arrived at dawn. Will he return? Nobody knows! Silence fell.",
        "The envoy arrived at dawn.\nWill he return?\nNobody knows!\nSilence fell.",
    );
    check(
        "L'émissaire est arrivé à l'aube. Reviendra-t-il ? Nul ne le sait !",
        "L'émissaire est arrivé à l'aube.\nReviendra-t-il ?\nNul ne le sait !",
    );
}

#[test]
fn commas_and_semicolons_do_not() {
    let text = "غادر الجنود القاعدة، ثم عادوا إليها؛ فالأوامر تغيرت، والخطط كذلك.";
    check(text, text);
    let text = "The soldiers left; then they came back, because orders had changed.";
    check(text, text);
}

#[test]
fn abbreviations_and_initials_do_not() {
    check(
        "التقى د. سلمى النموذج وأ. كريم المثال في بغداد. ولم يصدر بيان.",
        "التقى د. سلمى النموذج وأ. كريم المثال في بغداد.\nولم يصدر بيان.",
    );
    check(
        "The U.S. ambassador met Gen. J. R. Sample and Mrs. Doe at 5 p.m. Monday. Nothing was signed.",
        "The U.S. ambassador met Gen. J. R. Sample and Mrs. Doe at 5 p.m. Monday.\nNothing was signed.",
    );
    check(
        "M. Kazem et Mme. Modèle ont rencontré le Dr. Exemple. Rien n'a été signé.",
        "M. Kazem et Mme. Modèle ont rencontré le Dr. Exemple.\nRien n'a été signé.",
    );
}

#[test]
fn decimals_dates_and_addresses_do_not() {
    check(
        "بلغت الكلفة 3.5 مليار دولار في 12.3.2024 وفق التقرير. ثم تراجعت.",
        "بلغت الكلفة 3.5 مليار دولار في 12.3.2024 وفق التقرير.\nثم تراجعت.",
    );
    check(
        "Some 2.5 billion went through example.com on 12.3.2024. It fell later.",
        "Some 2.5 billion went through example.com on 12.3.2024.\nIt fell later.",
    );
    check(
        "Quelque 2.500 soldats, soit 3,5 % du total, sont partis. Les autres restent.",
        "Quelque 2.500 soldats, soit 3,5 % du total, sont partis.\nLes autres restent.",
    );
}

#[test]
fn two_stops_and_ellipses_inside_a_headline_do_not() {
    for text in [
        "لا جدول قبل الصيف.. واشنطن تماطل وبغداد تنتظر",
        "بغداد وواشنطن… حوار لا ينتهي",
        "Baghdad and Washington... a talk without end",
    ] {
        check(text, text);
    }
}

#[test]
fn closing_quotes_and_brackets_belong_to_the_sentence_before() {
    check(
        "قال الوزير: \"لن نبقى رهن أحد.\" ثم غادر القاعة (وسط تصفيق حار.) ولم يعد.",
        "قال الوزير: \"لن نبقى رهن أحد.\"\nثم غادر القاعة (وسط تصفيق حار.)\nولم يعد.",
    );
    check(
        "He said: “We will not stay.” Then he left the hall.",
        "He said: “We will not stay.”\nThen he left the hall.",
    );
    check(
        "« Nous partirons ! », dit-il. « Jamais ! » Le ministre s'est tu.",
        "« Nous partirons ! », dit-il.\n« Jamais ! »\nLe ministre s'est tu.",
    );
}

#[test]
fn numbered_items_keep_their_number() {
    check(
        "(1) السيادة: لا تفاوض عليها. (2) الجدول: عام واحد لا أكثر.",
        "(1) السيادة: لا تفاوض عليها.\n(2) الجدول: عام واحد لا أكثر.",
    );
    check(
        "1. Sovereignty: not for sale. 2. Timetable: one year at most.",
        "1. Sovereignty: not for sale.\n2. Timetable: one year at most.",
    );
}

#[test]
fn line_ends_written_out_are_line_ends() {
    check(
        "انتهت الجولة الأولى من الحوار.\\nوتبدأ الثانية غدا.",
        "انتهت الجولة الأولى من الحوار.\nوتبدأ الثانية غدا.",
    );
    check(
        "The first round is over.<br>The second starts tomorrow.",
        "The first round is over.\nThe second starts tomorrow.",
    );
}

#[test]
fn a_heading_without_a_stop_stands_alone() {
    check(
        "موقف البرلمان\nصوت النواب على القرار بالأغلبية.",
        "موقف البرلمان\nصوت النواب على القرار بالأغلبية.",
    );
}

#[test]
fn a_missing_blank_behind_the_stop_is_seen() {
    check(
        "غادرت القوات البلاد.وقال المتحدث إن الباقي سيتبع.",
        "غادرت القوات البلاد.\nوقال المتحدث إن الباقي سيتبع.",
    );
    check(
        "The troops have left.The rest will follow.",
        "The troops have left.\nThe rest will follow.",
    );
    check(
        "Les troupes sont parties.Les autres suivront.",
        "Les troupes sont parties.\nLes autres suivront.",
    );
}
