//! Opening a file: unpacked, its bytes counted, and never more of it in memory than allowed.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::format::Packing;

/// Passes bytes on and counts them.
pub(super) struct Counted<R> {
    inner: R,
    counter: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.counter.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The unpacked bytes of a file, or of standard input for `-`.
pub(super) fn open(
    path: &Path,
    packing: Packing,
    counter: Arc<AtomicU64>,
) -> io::Result<Box<dyn BufRead + Send>> {
    let inner: Box<dyn Read + Send> = if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path)?)
    };
    let counted = BufReader::with_capacity(1 << 16, Counted { inner, counter });
    Ok(match packing {
        Packing::Plain => Box::new(counted),
        Packing::Gzip => Box::new(BufReader::new(flate2::bufread::MultiGzDecoder::new(
            counted,
        ))),
        Packing::Zstd => Box::new(BufReader::new(zstd::Decoder::with_buffer(counted)?)),
    })
}

/// All unpacked bytes of a file, or an error if there are more than `limit`.
pub(super) fn read_file(
    path: &Path,
    packing: Packing,
    counter: Arc<AtomicU64>,
    limit: u64,
) -> io::Result<Vec<u8>> {
    if packing != Packing::Plain || path == Path::new("-") {
        return read_all(open(path, packing, counter)?, limit);
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len().min(limit);
    // One byte more than the file has, so that its end is seen without growing.
    let room = usize::try_from(size)
        .unwrap_or(usize::MAX)
        .saturating_add(1);
    read_into(
        Vec::with_capacity(room),
        Counted {
            inner: file,
            counter,
        },
        limit,
    )
}

/// All bytes, or an error if there are more than `limit`.
fn read_all(reader: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    read_into(Vec::new(), reader, limit)
}

fn read_into(mut bytes: Vec<u8>, reader: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            too_large(limit),
        ));
    }
    Ok(bytes)
}

/// The message for a document above the limit.
pub(super) fn too_large(limit: u64) -> String {
    format!("larger than {} MB, the most for one document", limit >> 20)
}
