//! Files that are there whole or not at all.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::{Error, Result};

/// Replacements under way with the folders made for them, for [`discard_unfinished`].
static UNFINISHED: Mutex<Unfinished> = Mutex::new(BTreeMap::new());

type Unfinished = BTreeMap<PathBuf, Vec<PathBuf>>;

/// A file being written beside its destination; only [`OutputFile::finish`] puts it in place.
/// Dropped before that, it leaves what stood there untouched. A device or a named pipe cannot be
/// replaced: it is written to as it stands.
#[derive(Debug)]
pub struct OutputFile {
    path: PathBuf,
    /// Where it is written and where it then goes; none for a device.
    replacement: Option<Replacement>,
    writer: BufWriter<File>,
}

#[derive(Debug)]
struct Replacement {
    temporary: PathBuf,
    target: PathBuf,
}

impl OutputFile {
    /// Starts a replacement of `path`; missing folders are made, and a link stays a link.
    ///
    /// # Errors
    /// [`Error::Write`] where the folder cannot be written to or `path` is a folder.
    pub fn create(path: &Path) -> Result<OutputFile> {
        let (file, replacement) = match fs::metadata(path) {
            Ok(facts) if facts.is_dir() => {
                return Err(Error::write(path)(io::Error::other("it is a folder")));
            }
            Ok(facts) if !facts.is_file() => {
                let device = File::options().write(true).open(path);
                (device.map_err(Error::write(path))?, None)
            }
            _ => start(path).map(|(file, replacement)| (file, Some(replacement)))?,
        };
        Ok(OutputFile {
            path: path.to_owned(),
            replacement,
            writer: BufWriter::with_capacity(1 << 16, file),
        })
    }

    /// The destination.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the file in place.
    ///
    /// # Errors
    /// [`Error::Write`], a full disk for example; the destination is then untouched.
    pub fn finish(self) -> Result<()> {
        finish_all(vec![self])
    }

    /// Brings every byte to the disk.
    fn complete(&mut self) -> Result<()> {
        self.writer.flush().map_err(Error::write(&self.path))?;
        match self.replacement {
            Some(_) => self.writer.get_ref().sync_all(),
            None => Ok(()),
        }
        .map_err(Error::write(&self.path))
    }

    fn place(&self) -> Result<()> {
        match &self.replacement {
            Some(Replacement { temporary, target }) => fs::rename(temporary, target),
            None => Ok(()),
        }
        .map_err(Error::write(&self.path))
    }
}

/// Completes every file and only then puts them in place: where one cannot be completed, on a full
/// disk for example, all destinations are untouched.
///
/// # Errors
/// As [`OutputFile::finish`].
pub fn finish_all(mut files: Vec<OutputFile>) -> Result<()> {
    files.iter_mut().try_for_each(OutputFile::complete)?;
    // The lock is held, so that a signal falls before the first of them or behind the last.
    let placing = lock();
    let placed = files.iter().try_for_each(OutputFile::place);
    drop(placing);
    placed
}

/// Opens the file that will replace `path`.
fn start(path: &Path) -> Result<(File, Replacement)> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let made: Vec<PathBuf> = folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .map(Path::to_owned)
        .collect();
    fs::create_dir_all(folder).map_err(Error::write(path))?;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}.unfinished", std::process::id()));
    let mut unfinished = lock();
    let file = File::create(&temporary).map_err(Error::write(path))?;
    unfinished.insert(temporary.clone(), made);
    Ok((file, Replacement { temporary, target }))
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if let Some(Replacement { temporary, .. }) = &self.replacement {
            let made = lock().remove(temporary).unwrap_or_default();
            discard(temporary, &made);
        }
    }
}

/// Removes every unfinished file, and no other begins or is put in place afterwards: for a program
/// about to exit on a signal.
pub fn discard_unfinished() {
    let unfinished = lock();
    for (temporary, made) in unfinished.iter() {
        discard(temporary, made);
    }
    std::mem::forget(unfinished);
}

/// Removes the unfinished files that a killed run left in a folder.
///
/// # Errors
/// A folder that cannot be read or written to.
pub fn discard_abandoned(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(".unfinished") {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Removes an unfinished file and the folders made for it, the innermost first. After `finish` there
/// is nothing left to remove, and a folder that holds something stays: both are as it should be.
fn discard(temporary: &Path, made: &[PathBuf]) {
    let _ = fs::remove_file(temporary);
    for folder in made {
        let _ = fs::remove_dir(folder);
    }
}

/// Refuses an output that is one of the inputs.
///
/// # Errors
/// [`Error::Usage`] where the two are the same file or folder.
pub fn check_apart(input: &Path, output: &Path) -> Result<()> {
    match (fs::canonicalize(input), fs::canonicalize(output)) {
        (Ok(input), Ok(same)) if input == same => Err(Error::Usage(format!(
            "the output `{}` is the input: choose another place for it",
            output.display()
        ))),
        _ => Ok(()),
    }
}

/// Writes a whole file at once.
///
/// # Errors
/// As [`OutputFile::finish`].
pub fn write(path: &Path, contents: &[u8]) -> Result<()> {
    let mut file = OutputFile::create(path)?;
    file.write_all(contents).map_err(Error::write(path))?;
    file.finish()
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn lock() -> std::sync::MutexGuard<'static, Unfinished> {
    UNFINISHED
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_finished_leaves_the_old_one() {
        let folder = std::env::temp_dir().join(format!("stance-output-{}", std::process::id()));
        let path = folder.join("a.txt");
        write(&path, b"old").unwrap();
        let mut file = OutputFile::create(&path).unwrap();
        file.write_all(b"new").unwrap();
        drop(file);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        write(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_folder_made_for_a_file_that_is_not_finished_goes_with_it() {
        let folder = std::env::temp_dir().join(format!("stance-made-{}", std::process::id()));
        drop(OutputFile::create(&folder.join("inner/a.txt")).unwrap());
        assert!(!folder.exists());
        write(&folder.join("inner/a.txt"), b"new").unwrap();
        assert!(folder.join("inner/a.txt").exists());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn files_are_put_in_place_together_or_not_at_all() {
        let folder = std::env::temp_dir().join(format!("stance-together-{}", std::process::id()));
        let (a, b) = (folder.join("a.txt"), folder.join("b.txt"));
        write(&a, b"old").unwrap();
        let files = vec![
            OutputFile::create(&a).unwrap(),
            OutputFile::create(&b).unwrap(),
            OutputFile::create(Path::new("/dev/full")).unwrap(),
        ];
        let fill = |mut file: OutputFile| file.write_all(b"new").map(|()| file).unwrap();
        let error = finish_all(files.into_iter().map(fill).collect()).unwrap_err();
        assert!(error.to_string().contains("`/dev/full`"), "{error}");
        assert_eq!(fs::read(&a).unwrap(), b"old");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = std::env::temp_dir().join(format!("stance-link-{}", std::process::id()));
        let (link, file) = (folder.join("link.txt"), folder.join("file.txt"));
        write(&file, b"old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_device_is_written_to_and_stays() {
        write(Path::new("/dev/null"), b"new").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
