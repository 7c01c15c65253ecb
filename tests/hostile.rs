//! Input that no one would write on purpose: each is reported or read, and the rest goes on.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use proptest::prelude::*;
use stance::clean::CleanParams;
use stance::document::Document;
use stance::features::{NormaliseParams, normalise};
use stance::read::{ReadParams, documents};
use stance::segment::{Unit, segment};

const ARTICLE: &str = "يصر العراق على انسحاب القوات الأمريكية من البلاد. وتأمل بغداد أن تبدأ الولايات المتحدة هذه العملية قريبا.";

/// How many documents were read and what could not be, from these files.
fn read(test: &str, files: &[(&str, &[u8])]) -> (Vec<Document>, Vec<String>) {
    let folder = folder(test);
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
    let result = read_folder(&folder);
    fs::remove_dir_all(&folder).unwrap();
    result
}

fn folder(test: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("stance-hostile-{test}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn read_folder(folder: &std::path::Path) -> (Vec<Document>, Vec<String>) {
    let (mut read, mut unreadable) = (vec![], vec![]);
    for item in documents(folder, &ReadParams::default()).unwrap() {
        match item {
            Ok(document) => read.push(document),
            Err(problem) => unreadable.push(problem.reason),
        }
    }
    (read, unreadable)
}

#[test]
fn reads_packed_files_and_reports_cut_ones() {
    let mut gzip = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    gzip.write_all(ARTICLE.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(ARTICLE.as_bytes(), 3).unwrap();
    let cut = &gzip[..gzip.len() / 2];
    let (read, unreadable) = read(
        "packed",
        &[
            ("a.txt.gz", &gzip),
            ("b.txt.zst", &zstd),
            ("c.txt.gz", cut),
            ("d.txt.zst", b"no"),
        ],
    );
    assert_eq!(read.len(), 2);
    assert!(read.iter().all(|document| document.text == ARTICLE));
    assert_eq!(unreadable.len(), 2, "{unreadable:?}");
    assert_eq!(read[0].source, "a");
}

#[test]
fn reads_a_page_and_its_metadata() {
    let page = format!(
        "<html lang=ar><head><title>عنوان الخبر</title><meta property=\"article:published_time\" content=\"2024-03-12\">\
         <meta property=\"og:site_name\" content=\"المسلة\"></head><body><nav><a href=/>الرئيسية</a></nav>\
         <article><h1>عنوان الخبر</h1><p>{ARTICLE}<p>{ARTICLE}<p>{ARTICLE}</article><script>alert('x')</script></body>"
    );
    let (read, _) = read("page", &[("a.html", page.as_bytes())]);
    let document = &read[0];
    assert_eq!(
        (document.source.as_str(), document.date.as_deref()),
        ("المسلة", Some("2024-03-12"))
    );
    assert!(!document.text.contains("alert") && !document.text.contains('<'));
    let sentences = segment(document, Unit::Sentence, &CleanParams::default()).sentences;
    assert!(
        sentences
            .iter()
            .filter(|row| ARTICLE.starts_with(&row.text))
            .count()
            == 3,
        "{}",
        document.text
    );
}

#[test]
fn survives_hostile_pages() {
    let deep = "<div>".repeat(200_000);
    let unclosed = format!("<p><b><i><a href=\"{ARTICLE}");
    let entities = format!(
        "<!DOCTYPE x [<!ENTITY a \"{}\">]><p>{}</p>",
        "x".repeat(1000),
        "&a;".repeat(10_000)
    );
    let tags = "<b>x".repeat(400_000);
    let spans = format!("<p>{ARTICLE}</p>{}", "<span><span><span></p>".repeat(300));
    let (read, unreadable) = read(
        "pages",
        &[
            ("deep.html", deep.as_bytes()),
            ("unclosed.html", unclosed.as_bytes()),
            ("entities.html", entities.as_bytes()),
            ("tags.html", tags.as_bytes()),
            ("spans.html", spans.as_bytes()),
            ("good.txt", ARTICLE.as_bytes()),
        ],
    );
    assert_eq!(read.len() + unreadable.len(), 6);
    assert!(read.iter().any(|document| document.name == "good.txt"));
    assert!(
        unreadable.iter().any(|reason| reason.contains("nested")),
        "{unreadable:?}"
    );
}

#[test]
fn reports_binary_files_and_odd_utf16() {
    let noise: Vec<u8> = (0..4000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8)
        .collect();
    let mut odd = vec![0xFF, 0xFE];
    odd.extend(ARTICLE.encode_utf16().flat_map(u16::to_le_bytes));
    odd.extend([0x00, 0xD8, 0x41]);
    let (read, unreadable) = read("binary", &[("noise.txt", &noise), ("odd.txt", &odd)]);
    assert_eq!((read.len(), unreadable.len()), (1, 1), "{unreadable:?}");
    assert!(read[0].text.starts_with(ARTICLE) && read[0].broken_bytes > 0);
    assert_eq!(read[0].encoding, "UTF-16LE");
}

#[test]
fn reports_random_bytes_of_any_length() {
    let noise = |length: u32| -> Vec<u8> {
        let mix = |n: u32| (n ^ (n >> 7)).wrapping_mul(0x9E37_79B1).rotate_left(n % 31);
        (0..length)
            .map(|n| (mix(n).wrapping_mul(mix(n + 77)) >> 13) as u8)
            .collect()
    };
    let (short, long) = (noise(700), noise(60_000));
    let (read, unreadable) = read(
        "noise",
        &[("a.txt", &short), ("b.txt", &long), ("c.html", &long)],
    );
    assert_eq!((read.len(), unreadable.len()), (0, 3));
}

#[test]
fn reports_a_line_of_a_hundred_megabytes_and_goes_on() {
    let folder = folder("long");
    let long = vec![b'a'; 100 << 20];
    let line = [long.as_slice(), b"\n{\"text\":\"good\"}\n"].concat();
    fs::write(folder.join("a.jsonl"), &line).unwrap();
    fs::write(folder.join("b.txt"), &long).unwrap();
    fs::write(
        folder.join("c.csv"),
        [b"text\n\"", long.as_slice()].concat(),
    )
    .unwrap();
    let (read, unreadable) = read_folder(&folder);
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(read.len(), 1);
    assert_eq!(unreadable.len(), 3, "{unreadable:?}");
    assert!(
        unreadable
            .iter()
            .all(|reason| reason.contains("larger than 16 MB"))
    );
}

/// The superuser may read everything: there the test has nothing to see.
#[cfg(unix)]
#[test]
fn reports_files_and_folders_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("closed");
    fs::create_dir(folder.join("inner")).unwrap();
    for name in ["a.txt", "b.txt", "inner/c.txt"] {
        fs::write(folder.join(name), ARTICLE).unwrap();
    }
    let close =
        |name: &str, mode| fs::set_permissions(folder.join(name), fs::Permissions::from_mode(mode));
    close("a.txt", 0o000).unwrap();
    close("inner", 0o000).unwrap();
    let privileged = fs::read(folder.join("a.txt")).is_ok();
    let (read, unreadable) = read_folder(&folder);
    close("inner", 0o700).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    if !privileged {
        assert_eq!((read.len(), unreadable.len()), (1, 2), "{unreadable:?}");
        assert!(unreadable[0].contains("the folder cannot be read"));
    }
}

#[cfg(unix)]
#[test]
fn ends_in_a_loop_of_links_and_reports_dead_ones() {
    let folder = folder("links");
    fs::create_dir(folder.join("inner")).unwrap();
    fs::write(folder.join("inner/a.txt"), ARTICLE).unwrap();
    std::os::unix::fs::symlink(&folder, folder.join("inner/loop")).unwrap();
    std::os::unix::fs::symlink("/nowhere", folder.join("dead.txt")).unwrap();
    let (read, unreadable) = read_folder(&folder);
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!((read.len(), unreadable.len()), (1, 1));
}

#[test]
fn reports_a_file_that_vanishes() {
    let folder = folder("vanish");
    fs::write(folder.join("a.txt"), ARTICLE).unwrap();
    fs::write(folder.join("b.txt"), ARTICLE).unwrap();
    let mut all = documents(&folder, &ReadParams::default()).unwrap();
    assert!(all.next().unwrap().is_ok());
    fs::remove_file(folder.join("b.txt")).unwrap();
    assert!(all.next().unwrap().is_err());
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn takes_one_long_line_in_linear_time() {
    let document = Document {
        text: ARTICLE.repeat(100_000),
        ..Document::default()
    };
    let segmented = segment(&document, Unit::Sentence, &CleanParams::default());
    assert!(segmented.sentences.len() > 100_000);
    let stops = Document {
        text: ". ".repeat(300_000) + &"(؟".repeat(300_000) + &"د. ".repeat(300_000),
        ..Document::default()
    };
    segment(&stops, Unit::Sentence, &CleanParams::default());
}

#[test]
fn marks_controls_and_persian_letters_change_nothing() {
    let disguised: String = ARTICLE
        .chars()
        .flat_map(|letter| match letter {
            'ي' => vec!['ی', '\u{064E}'],
            'ك' => vec!['ک'],
            'ا' => vec!['ا', '\u{200F}'],
            'ل' => vec!['ل', '\u{0640}', '\u{0651}'],
            other => vec![other],
        })
        .collect();
    let params = NormaliseParams::default();
    assert_eq!(normalise(&disguised, &params), normalise(ARTICLE, &params));
    let document = Document {
        text: disguised,
        ..Document::default()
    };
    let segmented = segment(&document, Unit::Sentence, &CleanParams::default());
    assert_eq!(segmented.sentences.len(), 2);
}

/// Pieces that cleaning and splitting look at, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "اقرأ أيضا",
        "\n",
        "\r\n",
        ". ",
        "..",
        "؟",
        "”",
        "(رويترز)",
        "/ AFP",
        "12 مارس 2024",
        "By Jane",
        "د.",
        "U.S.",
        ":",
        " - ",
        "\\n",
        "<br>",
        "[ad_1]",
        "المصدر",
        "كلمة",
        "a",
        "\u{200F}",
        "\u{FEFF}",
        "É",
        "3.5",
        "…",
        "!",
        "مقالات ذات صلة",
        "\u{0}",
        " ",
    ]);
    prop::collection::vec(
        prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)],
        0..60,
    )
    .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_visible_character_is_kept_or_removed_once(text in pieces()) {
        let document = Document { text, ..Document::default() };
        let segmented = segment(&document, Unit::Sentence, &CleanParams::default());
        let mut spans: Vec<_> = segmented.sentences.iter().map(|row| (row.start, row.end, row.text.clone())).collect();
        spans.extend(segmented.removed.iter().map(|row| (row.start, row.end, row.text.clone())));
        spans.sort();
        let mut end = 0;
        for (start, stop, text) in &spans {
            prop_assert!(*start >= end && start < stop);
            prop_assert_eq!(text.as_str(), &document.text[*start..*stop]);
            let gap = &document.text[end..*start];
            let bare = gap.replace("\\n", "").replace("\\r", "").replace("<br>", "");
            prop_assert!(!bare.contains(char::is_alphanumeric), "lost: {:?}", gap);
            end = *stop;
        }
        let rest = document.text[end..].replace("\\n", "").replace("<br>", "");
        prop_assert!(!rest.contains(char::is_alphanumeric), "lost: {:?}", rest);
        for sentence in &segmented.sentences {
            prop_assert!(sentence.text.ends_with(sentence.statement()));
        }
    }

    #[test]
    fn normalising_twice_changes_nothing(text in pieces()) {
        let params = NormaliseParams::default();
        let once = normalise(&text, &params);
        prop_assert_eq!(normalise(&once, &params), once);
    }

    #[test]
    fn any_bytes_are_read_or_reported(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for name in ["a.txt", "a.html", "a.jsonl", "a.txt.gz", "a.txt.zst"] {
            let (read, unreadable) = read("bytes", &[(name, &bytes)]);
            prop_assert!(name == "a.jsonl" || read.len() + unreadable.len() == 1);
        }
    }
}
