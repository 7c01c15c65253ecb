//! Files that are there whole or not at all.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::{Error, Result};

/// Replacements under way, for [`discard_unfinished`].
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A file being written beside its destination; only [`OutputFile::finish`] puts it in place.
/// Dropped before that, it leaves what stood there untouched.
#[derive(Debug)]
pub struct OutputFile {
    path: PathBuf,
    temporary: PathBuf,
    writer: BufWriter<File>,
}

impl OutputFile {
    /// Starts a replacement of `path`; missing folders are made.
    ///
    /// # Errors
    /// [`Error::Write`] where the folder cannot be written to or `path` is a folder.
    pub fn create(path: &Path) -> Result<OutputFile> {
        if path.is_dir() {
            return Err(Error::write(path)(io::Error::other("it is a folder")));
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(Error::write(folder))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = folder.join(format!(".{name}.{}.unfinished", std::process::id()));
        lock().insert(temporary.clone());
        let file = File::create(&temporary).map_err(Error::write(path))?;
        Ok(OutputFile {
            path: path.to_owned(),
            temporary,
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
    pub fn finish(mut self) -> Result<()> {
        let done = self
            .writer
            .flush()
            .and_then(|()| self.writer.get_ref().sync_all());
        done.and_then(|()| fs::rename(&self.temporary, &self.path))
            .map_err(Error::write(&self.path))
    }
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
        // After `finish` there is nothing left to remove, and that is as it should be.
        let _ = fs::remove_file(&self.temporary);
        lock().remove(&self.temporary);
    }
}

/// Removes every unfinished file: for a program about to exit on a signal.
pub fn discard_unfinished() {
    for path in lock().iter() {
        let _ = fs::remove_file(path);
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

fn lock() -> std::sync::MutexGuard<'static, BTreeSet<PathBuf>> {
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
}
