//! An archive of a county's files.

use std::{
    io::{self, Seek, Write},
    path::PathBuf,
};

use zip::{CompressionMethod, DateTime, System, ZipWriter, write::SimpleFileOptions};

use crate::{model::Month, text::Fault};

/// A zip whose bytes depend on its files alone.
pub(super) struct Archive<W: Write + Seek> {
    zip: ZipWriter<W>,
    path: PathBuf,
    options: SimpleFileOptions,
}

impl<W: Write + Seek> Archive<W> {
    /// All files bear the last day of the month.
    pub fn new(to: W, path: PathBuf, period: Month) -> Result<Self, Fault> {
        let day = period.last_day();
        let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
        let (Ok(year), Ok(month), Ok(day)) = parts else {
            return Err(Fault::stopped("file.write").at(&path));
        };
        let moment = DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default();
        let options = SimpleFileOptions::default()
            .system(System::Unix)
            .last_modified_time(moment)
            .compression_method(CompressionMethod::Deflated);
        Ok(Self {
            zip: ZipWriter::new(to),
            path,
            options,
        })
    }

    /// Adds a file.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        // Office files are zips already; packing them once more costs time alone.
        let packed = !name.ends_with(".html");
        let method = if packed {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let started = self
            .zip
            .start_file(name, self.options.compression_method(method))
            .map_err(io::Error::other);
        started
            .and_then(|()| self.zip.write_all(bytes))
            .map_err(Fault::io("file.write", &self.path))
    }

    /// Writes the end.
    pub fn finish(self) -> Result<(), Fault> {
        let done = self.zip.finish().map_err(io::Error::other).and_then(|mut to| to.flush());
        done.map_err(Fault::io("file.write", &self.path))
    }
}
