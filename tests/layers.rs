//! The shape of the source: modules in pipeline order, files of a size to read, no `unsafe`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// STYLE.md: "About 100 lines without tests; at 300, split." Beyond this nobody reads a file whole.
const MOST_LINES: usize = 350;

/// A path from one place in `src` to a top-level module: what breaks the order, if it does.
#[derive(Debug)]
struct Use {
    line: usize,
    to: String,
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// The code of a line, without its comment.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap()
}

/// The modules of `lib.rs` with their positions, and what it re-exports with the position of its module.
fn order(lib: &str) -> BTreeMap<String, usize> {
    let mut order = BTreeMap::new();
    for line in lib.lines().map(code) {
        let line = line.trim().trim_start_matches("pub ");
        if let Some(module) = line.strip_prefix("mod ") {
            order.insert(module.trim_end_matches(';').to_owned(), order.len());
        }
    }
    for line in lib.lines().filter_map(|line| line.strip_prefix("pub use ")) {
        let (module, names) = line.split_once("::").unwrap();
        for name in top_names(names) {
            order.insert(name, order[module]);
        }
    }
    order
}

/// The first names of a path or of each path in its braces: `{a, b::{c, d}}` → a, b.
fn top_names(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else {
        let end = path.find(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
        return vec![path[..end.unwrap_or(path.len())].to_owned()];
    };
    let mut depth = 0;
    let inside = group.char_indices().find(|(_, letter)| {
        depth += i32::from(*letter == '{') - i32::from(*letter == '}');
        depth < 0
    });
    let mut pieces = vec![String::new()];
    depth = 0;
    for letter in group[..inside.unwrap().0].chars() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        match letter {
            ',' if depth == 0 => pieces.push(String::new()),
            letter => pieces.last_mut().unwrap().push(letter),
        }
    }
    let names = pieces.iter().map(|piece| piece.trim());
    names
        .filter(|piece| !piece.is_empty())
        .flat_map(top_names)
        .collect()
}

/// Every `crate::…` of a file; one in braces may go over several lines.
fn uses(text: &str) -> Vec<Use> {
    let bare: String = text
        .lines()
        .map(|line| format!("{}\n", code(line)))
        .collect();
    let found = bare.match_indices("crate::").filter(|(at, _)| {
        // `$crate::` is a macro's path, and `my_crate::` another name.
        !bare[..*at].ends_with(|letter: char| letter.is_alphanumeric() || "_$".contains(letter))
    });
    found
        .flat_map(|(at, start)| {
            let line = bare[..at].matches('\n').count() + 1;
            let names = top_names(&bare[at + start.len()..]);
            names.into_iter().map(move |to| Use { line, to })
        })
        .collect()
}

/// The top-level module that a file belongs to: `src/read/csv.rs` → `read`.
fn module(path: &Path) -> String {
    let first = path.components().nth(1).unwrap().as_os_str();
    Path::new(first)
        .file_stem()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned()
}

/// The lines of one file that reach for a module not declared above its own.
fn check(path: &Path, text: &str, order: &BTreeMap<String, usize>) -> Vec<String> {
    let from = module(path);
    let Some(&place) = order.get(&from) else {
        return Vec::new();
    };
    let wrong = |to: &str| match order.get(to) {
        Some(&other) if other <= place => None,
        Some(_) => Some(format!(
            "`{from}` uses `{to}`, declared below it in src/lib.rs"
        )),
        None => Some(format!("`{to}` is not declared in src/lib.rs")),
    };
    let uses = uses(text).into_iter();
    uses.filter_map(|used| {
        Some(format!(
            "{}:{}: {}",
            path.display(),
            used.line,
            wrong(&used.to)?
        ))
    })
    .collect()
}

#[test]
fn a_module_uses_only_modules_declared_above_it() {
    let order = order(&fs::read_to_string("src/lib.rs").unwrap());
    let sources = sources();
    let files = sources
        .iter()
        .filter(|(path, _)| path != Path::new("src/lib.rs"));
    let wrong: Vec<String> = files
        .flat_map(|(path, text)| check(path, text, &order))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// `super::` must not leave a top-level module either: only `crate::` is read above.
#[test]
fn super_stays_inside_a_module() {
    for (path, text) in sources() {
        let depth = path.components().count() - 1 - usize::from(path.ends_with("mod.rs"));
        let mut inside = 0;
        for (number, line) in text.lines().map(code).enumerate() {
            inside += usize::from(line.starts_with("mod ") && line.ends_with('{'));
            let reaches_out = line.contains(&"super::".repeat(depth + inside));
            assert!(
                !reaches_out,
                "{}:{}: `super::` reaches another module: write `crate::`",
                path.display(),
                number + 1
            );
        }
    }
}

#[test]
fn no_file_is_too_long_to_read() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(
            lines <= MOST_LINES,
            "{}:{MOST_LINES}: {lines} lines; STYLE.md says \"about 100 lines without tests; at 300, split\"",
            path.display()
        );
    }
}

#[test]
fn there_is_no_unsafe_code() {
    for (path, text) in sources() {
        for (number, line) in text.lines().map(code).enumerate() {
            let found = line
                .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
                .any(|word| word == "unsafe");
            assert!(!found, "{}:{}: unsafe code", path.display(), number + 1);
        }
    }
}

#[test]
fn a_use_against_the_order_is_found_with_its_line() {
    let order =
        order("pub mod error;\npub mod read;\npub mod train;\n\npub use error::{Error, Result};\n");
    let text = "use std::fs;\nuse crate::{\n    Error, Result,\n    train::{fit, folds},\n};\n// crate::train\n";
    assert_eq!(
        check(Path::new("src/read/csv.rs"), text, &order),
        ["src/read/csv.rs:2: `read` uses `train`, declared below it in src/lib.rs"]
    );
    assert_eq!(check(Path::new("src/train.rs"), text, &order), [""; 0]);
    assert_eq!(
        check(
            Path::new("src/read/mod.rs"),
            "fn a() { crate::model::load() }",
            &order
        ),
        ["src/read/mod.rs:1: `model` is not declared in src/lib.rs"]
    );
}
