//! The colours of the page are told from one another by every eye: WCAG 2.2, 1.4.3 and 1.4.11.

use std::collections::BTreeMap;

const STYLE: &str = include_str!("style.css");

/// Text and what it stands on: 4.5 to 1.
const TEXT: &[(&str, &str)] = &[
    ("ink", "paper"),
    ("ink", "panel"),
    ("ink", "for-wash"),
    ("ink", "against-wash"),
    ("ink", "mid-wash"),
    ("ink", "mid"),
    ("soft", "paper"),
    ("soft", "panel"),
    ("soft", "for-wash"),
    ("soft", "against-wash"),
    ("soft", "mid-wash"),
    ("link", "paper"),
    ("link", "panel"),
    ("#1a1a1a", "mark"),
];

/// What stands in a coloured bar or cell.
const LIGHT: &[(&str, &str)] = &[
    ("#fff", "for"),
    ("#fff", "against"),
    ("#fff", "other"),
    ("#1a1a1a", "depth1"),
    ("#1a1a1a", "depth2"),
    ("#fff", "depth3"),
    ("#fff", "depth4"),
];

/// The same in dark mode.
const DARK: &[(&str, &str)] = &[
    ("#111", "for"),
    ("#111", "against"),
    ("#111", "other"),
    ("#fff", "depth1"),
    ("#fff", "depth2"),
    ("#fff", "depth3"),
    ("#fff", "depth4"),
];

/// Shapes and what they stand on: 3 to 1.
const SHAPES: &[(&str, &str)] = &[
    ("for", "paper"),
    ("against", "paper"),
    ("other", "paper"),
    ("mid", "paper"),
    ("against", "panel"),
];

/// The colours that a part of the style sheet names: `--ink: #1a1a1a` and `.depth1 { fill: #e0edf8`.
fn colours(style: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (start, between) in [("--", ": #"), (".figure .depth", " { fill: #")] {
        for piece in style.split(start).skip(1) {
            let Some((name, rest)) = piece.split_once(between) else {
                continue;
            };
            let colour: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
            let name = match start {
                "--" => name.to_owned(),
                _ => format!("depth{name}"),
            };
            if name
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '-')
            {
                found.insert(name, colour);
            }
        }
    }
    found
}

/// Relative luminance of `fff` or `ffffff`.
fn luminance(colour: &str) -> f64 {
    let digit = |at: usize| u8::from_str_radix(&colour[at..=at], 16).unwrap();
    let wide = colour.len() / 3;
    let channel = |at: usize| {
        let value = 16 * digit(at * wide) + digit(at * wide + wide - 1);
        match f64::from(value) / 255.0 {
            low if low <= 0.04045 => low / 12.92,
            high => ((high + 0.055) / 1.055).powf(2.4),
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn check(colours: &BTreeMap<String, String>, pairs: &[(&str, &str)], least: f64) {
    let colour = |name: &str| match name.strip_prefix('#') {
        Some(colour) => colour.to_owned(),
        None => colours[name].clone(),
    };
    for (front, back) in pairs {
        let found = contrast(&colour(front), &colour(back));
        assert!(
            found >= least,
            "{front} on {back}: {found:.2}, {least} is needed"
        );
    }
}

// The two ends of the scale, and WCAG's own example of a grey that just passes.
#[test]
fn contrast_is_that_of_the_standard() {
    assert!((contrast("000", "fff") - 21.0).abs() < 1e-9);
    assert!((contrast("767676", "ffffff") - 4.54).abs() < 0.005);
}

#[test]
fn every_text_and_shape_stands_out_in_both_modes() {
    let (light, dark) = STYLE.split_once("prefers-color-scheme: dark").unwrap();
    for (style, inside) in [(light, LIGHT), (dark, DARK)] {
        let colours = colours(style);
        check(&colours, TEXT, 4.5);
        check(&colours, inside, 4.5);
        check(&colours, SHAPES, 3.0);
    }
}
