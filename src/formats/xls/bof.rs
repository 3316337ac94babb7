//! `BOF`, the record that begins each substream.

use crate::formats::xls::records::Record;

/// Version of a stream of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// Excel 2.
    Biff2,
    /// Excel 3.
    Biff3,
    /// Excel 4.
    Biff4,
    /// Excel 5 and 95.
    Biff5,
    /// Excel 97 and later.
    Biff8,
}

/// What a substream holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Substream {
    /// What a workbook says once for all its sheets.
    Globals,
    /// Cells.
    Sheet,
    /// A chart, a macro sheet and the like.
    Other,
}

/// Version and kind of the substream that a record opens; `None` when it is no `BOF`.
pub(crate) fn opens(record: &Record<'_>) -> Option<(Version, Substream)> {
    let version = match (record.kind, record.u16(0)) {
        (0x0009, _) | (0x0809, Some(0x0002 | 0x0200)) => Version::Biff2,
        (0x0209, _) | (0x0809, Some(0x0300)) => Version::Biff3,
        (0x0409, _) | (0x0809, Some(0x0400)) => Version::Biff4,
        (0x0809, Some(0x0600)) => Version::Biff8,
        (0x0809, _) => Version::Biff5,
        _ => return None,
    };
    let kind = match record.u16(2) {
        Some(0x0005 | 0x0100) => Substream::Globals,
        Some(0x0010) => Substream::Sheet,
        _ => Substream::Other,
    };
    Some((version, kind))
}
