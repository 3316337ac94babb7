//! A workbook's files, deflated as they are made, and the zip around them.
//!
//! The zip crate begins each file with a deflate state of its own, a third of a megabyte that has to be zeroed: for the ten small files of
//! a workbook that is more work than the files. Here a thread keeps one, and what every workbook repeats is deflated once a run.

use std::{borrow::Cow, cell::Cell, io, sync::Arc};

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

use crate::report::RenderError;

/// A file as it stands in a zip.
#[derive(Debug)]
pub struct Packed {
    crc: u32,
    size: u32,
    deflated: bool,
    bytes: Vec<u8>,
}

impl Packed {
    /// A file that many workbooks repeat: as small as it gets.
    ///
    /// # Errors
    /// [`RenderError::Io`].
    pub fn once(text: &[u8]) -> Result<Arc<Self>, RenderError> {
        let mut to = Deflater::new(Compression::best());
        to.write(text)?;
        Ok(Arc::new(to.end()?))
    }

    /// A file that is not worth deflating.
    ///
    /// # Errors
    /// [`RenderError::Io`].
    pub fn stored(text: String) -> Result<Arc<Self>, RenderError> {
        let mut crc = Crc::new();
        crc.update(text.as_bytes());
        Ok(Arc::new(Self {
            crc: crc.sum(),
            size: short(text.len() as u64)?,
            deflated: false,
            bytes: text.into_bytes(),
        }))
    }
}

/// A file that is deflated while it is written.
pub struct Deflater {
    state: Compress,
    crc: Crc,
    out: Vec<u8>,
}

thread_local! {
    static IDLE: Cell<Option<Deflater>> = const { Cell::new(None) };
}

impl Deflater {
    /// At the fastest level, which finds most of what repeats itself in a sheet; the thread's own where it is idle.
    pub fn fast() -> Self {
        IDLE.take().unwrap_or_else(|| Self::new(Compression::fast()))
    }

    fn new(level: Compression) -> Self {
        Self {
            state: Compress::new(level, false),
            crc: Crc::new(),
            out: Vec::new(),
        }
    }

    /// More of the file.
    ///
    /// # Errors
    /// [`RenderError::Io`].
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), RenderError> {
        self.crc.update(bytes);
        self.run(bytes, FlushCompress::None)
    }

    /// The file, and the state for the thread's next one.
    ///
    /// # Errors
    /// [`RenderError::Io`].
    pub fn finish(mut self) -> Result<Arc<Packed>, RenderError> {
        let packed = self.end()?;
        self.state.reset();
        self.crc.reset();
        IDLE.set(Some(self));
        Ok(Arc::new(packed))
    }

    fn end(&mut self) -> Result<Packed, RenderError> {
        self.run(&[], FlushCompress::Finish)?;
        Ok(Packed {
            crc: self.crc.sum(),
            size: short(self.state.total_in())?,
            deflated: true,
            bytes: std::mem::take(&mut self.out),
        })
    }

    fn run(&mut self, mut bytes: &[u8], flush: FlushCompress) -> Result<(), RenderError> {
        loop {
            // Room before each call, or it could do nothing; the vector grows by doubling.
            self.out.reserve(4096);
            let before = self.state.total_in();
            let status = self.state.compress_vec(bytes, &mut self.out, flush).map_err(|e| failed(e.into()))?;
            let taken = usize::try_from(self.state.total_in() - before).unwrap_or(bytes.len());
            bytes = bytes.get(taken..).unwrap_or_default();
            let done = match flush {
                FlushCompress::Finish => status == Status::StreamEnd,
                _ => bytes.is_empty(),
            };
            if done {
                return Ok(());
            }
        }
    }
}

/// The files of a workbook, in the order in which they will stand.
#[derive(Default)]
pub struct Package {
    files: Vec<(Cow<'static, str>, Arc<Packed>)>,
}

impl Package {
    /// Adds a file.
    pub fn add(&mut self, name: impl Into<Cow<'static, str>>, file: Arc<Packed>) {
        self.files.push((name.into(), file));
    }

    /// The zip. No time stands in it: the same files are the same bytes.
    ///
    /// # Errors
    /// [`RenderError::Io`] beyond 4 GiB.
    pub fn finish(self) -> Result<Vec<u8>, RenderError> {
        let room: usize = self.files.iter().map(|(name, f)| f.bytes.len() + 2 * name.len() + 76).sum();
        let mut out = Vec::with_capacity(room + 22);
        let mut directory = Vec::with_capacity(self.files.len() * 96);
        let count = u16::try_from(self.files.len()).map_err(|_| too_large())?.to_le_bytes();
        // Each file goes when it is taken over: a workbook of 40 MB is not held twice.
        for (name, file) in self.files {
            let at = short(out.len() as u64)?;
            let common = common(&name, &file)?;
            out.extend_from_slice(b"PK\x03\x04");
            out.extend_from_slice(&common);
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(&file.bytes);
            directory.extend_from_slice(b"PK\x01\x02\x14\x00");
            directory.extend_from_slice(&common);
            // No comment, first disk, no attributes.
            directory.extend_from_slice(&[0; 10]);
            directory.extend_from_slice(&at.to_le_bytes());
            directory.extend_from_slice(name.as_bytes());
        }
        let (at, size) = (short(out.len() as u64)?, short(directory.len() as u64)?);
        out.append(&mut directory);
        out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        for part in [count, count] {
            out.extend_from_slice(&part);
        }
        for part in [size, at] {
            out.extend_from_slice(&part.to_le_bytes());
        }
        out.extend_from_slice(&[0; 2]);
        Ok(out)
    }
}

/// What a file's own header and the directory both say, from the version that is needed to the length of the extra field.
fn common(name: &str, file: &Packed) -> Result<Vec<u8>, RenderError> {
    let mut out = vec![20, 0, 0, 0, if file.deflated { 8 } else { 0 }, 0];
    // The first day that a zip can name.
    out.extend_from_slice(&[0, 0, 0x21, 0]);
    for number in [file.crc, short(file.bytes.len() as u64)?, file.size] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    let length = u16::try_from(name.len()).map_err(|_| too_large())?;
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    Ok(out)
}

fn short(n: u64) -> Result<u32, RenderError> {
    u32::try_from(n).map_err(|_| too_large())
}

fn too_large() -> RenderError {
    failed(io::Error::new(io::ErrorKind::FileTooLarge, "a workbook of more than 4 GiB"))
}

fn failed(source: io::Error) -> RenderError {
    RenderError::Io { what: "xlsx", source }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    #[test]
    fn what_was_put_in_is_read_back_by_another_program() {
        let long: String = (0..40_000).map(|i| format!("<c r=\"A{i}\">{}</c>", i * 7919)).collect();
        // Twice on one thread: the second takes over the first one's state.
        for _ in 0..2 {
            let mut package = Package::default();
            package.add("a.xml", Packed::stored("甲".to_owned()).unwrap());
            let mut to = Deflater::fast();
            for piece in long.as_bytes().chunks(1000) {
                to.write(piece).unwrap();
            }
            package.add("xl/b.xml", to.finish().unwrap());
            package.add("c.xml", Packed::once(long.as_bytes()).unwrap());
            package.add("empty.xml", Deflater::fast().finish().unwrap());
            let mut zip = zip::ZipArchive::new(Cursor::new(package.finish().unwrap())).unwrap();
            let expected = [("a.xml", "甲"), ("xl/b.xml", &long), ("c.xml", &long), ("empty.xml", "")];
            assert_eq!(zip.len(), expected.len());
            for (at, (name, text)) in expected.into_iter().enumerate() {
                let mut file = zip.by_index(at).unwrap();
                let mut found = String::new();
                // Reading compares the check sum.
                file.read_to_string(&mut found).unwrap();
                assert_eq!((file.name().unwrap().as_ref(), file.size()), (name, text.len() as u64));
                assert!(found == text, "{name}");
            }
        }
    }
}
