//! SHA-256 of files, as lower-case hex.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use sha2::{Digest as _, Sha256};

use crate::text::hex::hex;

/// Bytes read or gathered before one call of the system.
pub(crate) const BUFFER: usize = 1 << 16;

/// SHA-256 of a file of any size, as hex.
pub fn hash_file(path: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut file = File::open(path)?;
    let mut buffer = vec![0; BUFFER];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hash.finalize())),
            n => hash.update(&buffer[..n]),
        }
    }
}

/// A file that is hashed and measured while it is written.
#[derive(Debug)]
pub struct HashingFile {
    file: File,
    hash: Sha256,
    size: u64,
    /// The first refusal of the file system: what writes into this may tell it in other words.
    pub(crate) failed: Option<io::Error>,
}

impl HashingFile {
    /// An empty file.
    pub(crate) fn new(file: File) -> Self {
        Self {
            file,
            hash: Sha256::new(),
            size: 0,
            failed: None,
        }
    }

    /// SHA-256 as hex and bytes of all that was written.
    pub(crate) fn finish(self) -> (String, u64) {
        (hex(&self.hash.finalize()), self.size)
    }
}

impl io::Write for HashingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.file.write_all(bytes) {
            let told = io::Error::from(error.kind());
            self.failed.get_or_insert(error);
            return Err(told);
        }
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
