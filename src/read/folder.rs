//! The files below a folder, in the order of their paths.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Unreadable;
use super::format::{self, Format, Kind, Packing};
use crate::{Error, Result};

/// A folder nested deeper is not entered: it is a loop of links or a mistake.
const DEEPEST: usize = 32;

/// One file to read.
#[derive(Debug, Clone)]
pub(super) struct File {
    pub path: PathBuf,
    /// Path below the folder, with `/`; the file name for a single file.
    pub name: String,
    pub format: Format,
}

/// What stands below a path.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub files: Vec<File>,
    pub passed_over: Vec<PathBuf>,
    /// Sub-folders that cannot be entered.
    pub closed: Vec<Unreadable>,
    pub bytes: Option<u64>,
}

/// Lists a folder and its sub-folders, a single file, or standard input.
pub(super) fn list(path: &Path) -> Result<Listing> {
    if path == Path::new("-") {
        return Ok(standard_input());
    }
    let facts = fs::metadata(path).map_err(|cause| missing(path, cause))?;
    if facts.is_dir() {
        return list_folder(path);
    }
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let format = format::by_name(&name).ok_or_else(|| {
        let problem = format!("not a format that is read: expected {}", format::expected());
        Error::malformed(path, None, problem)
    })?;
    let path = path.to_owned();
    Ok(Listing {
        files: vec![File { path, name, format }],
        bytes: Some(facts.len()),
        ..Listing::default()
    })
}

fn standard_input() -> Listing {
    let format = Format {
        kind: Kind::Text,
        packing: Packing::Plain,
    };
    Listing {
        files: vec![File {
            path: PathBuf::from("-"),
            name: "-".to_owned(),
            format,
        }],
        ..Listing::default()
    }
}

fn missing(path: &Path, cause: io::Error) -> Error {
    if cause.kind() != io::ErrorKind::NotFound {
        return Error::read(path)(cause);
    }
    Error::Insufficient(format!(
        "`{}` does not exist: expected a folder of articles, or a file ({})",
        path.display(),
        format::expected()
    ))
}

fn list_folder(root: &Path) -> Result<Listing> {
    let mut listing = Listing {
        bytes: Some(0),
        ..Listing::default()
    };
    let entries = fs::read_dir(root).map_err(Error::read(root))?;
    walk(root, entries, 0, &mut listing);
    listing.files.sort_by(|a, b| a.name.cmp(&b.name));
    listing.passed_over.sort();
    listing.closed.sort_by(|a, b| a.path.cmp(&b.path));
    if listing.files.is_empty() {
        if let Some(closed) = listing.closed.first() {
            return Err(Error::Insufficient(format!(
                "no document can be read: {closed}"
            )));
        }
        return Err(Error::Insufficient(format!(
            "`{}` holds no document{}: expected files named {}",
            root.display(),
            match listing.passed_over.len() {
                0 => " (it is empty)".to_owned(),
                others => format!(" among its {others} files"),
            },
            format::expected()
        )));
    }
    Ok(listing)
}

fn walk(root: &Path, entries: fs::ReadDir, depth: usize, listing: &mut Listing) {
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(cause) => {
                listing.closed.push(closed(root.to_owned(), &cause));
                continue;
            }
        };
        let path = entry.path();
        match facts(&entry, &path) {
            Ok(facts) if facts.is_dir() => {
                if depth >= DEEPEST || is_link_upwards(root, &path) {
                    listing.passed_over.push(path);
                    continue;
                }
                match fs::read_dir(&path) {
                    Ok(entries) => walk(root, entries, depth + 1, listing),
                    Err(cause) => listing.closed.push(closed(path, &cause)),
                }
            }
            Ok(facts) => add(root, path, facts.len(), listing),
            Err(_) => add(root, path, 0, listing),
        }
    }
}

/// What the entry is, or what it links to. Only a link needs its whole path walked.
fn facts(entry: &fs::DirEntry, path: &Path) -> io::Result<fs::Metadata> {
    match entry.file_type()?.is_symlink() {
        true => fs::metadata(path),
        false => entry.metadata(),
    }
}

fn closed(path: PathBuf, cause: &io::Error) -> Unreadable {
    Unreadable {
        path,
        line: None,
        reason: format!("the folder cannot be read: {cause}"),
    }
}

/// A link to a folder that holds it would be walked without end.
fn is_link_upwards(root: &Path, path: &Path) -> bool {
    if !path.is_symlink() {
        return false;
    }
    let ends = (
        fs::canonicalize(path),
        path.parent().map(fs::canonicalize),
        fs::canonicalize(root),
    );
    match ends {
        (Ok(target), Some(Ok(parent)), Ok(_)) => parent.starts_with(&target),
        _ => true,
    }
}

fn add(root: &Path, path: PathBuf, bytes: u64, listing: &mut Listing) {
    let name = relative(root, &path);
    let file = name.rsplit('/').next().unwrap_or(&name);
    if file == "sources.csv" {
        return;
    }
    match format::by_name(file) {
        Some(format) if !file.starts_with('.') => {
            listing.bytes = listing.bytes.map(|total| total + bytes);
            listing.files.push(File { path, name, format });
        }
        _ => listing.passed_over.push(path),
    }
}

fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let pieces: Vec<_> = below.iter().map(|piece| piece.to_string_lossy()).collect();
    pieces.join("/")
}
