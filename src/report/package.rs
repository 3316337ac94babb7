//! Packages (xlsx, docx) of the same bytes on every system: the writers note in each entry which system they run on.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

/// The system that every entry says it was made on: Unix, as most writers do.
const MADE_ON: u8 = 3;

const CENTRAL_HEADER: &[u8] = b"PK\x01\x02";
const CENTRAL_LENGTH: usize = 46;
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;

/// The package without a trace of the system. What is no package of this program's writers (without a comment, below 4 GiB) stays as it is.
pub(crate) fn same_everywhere(mut package: Vec<u8>) -> Vec<u8> {
    // In memory nothing fails.
    let _ = same_everywhere_in(&mut Cursor::new(package.as_mut_slice()));
    package
}

/// The same where the package is too large to be held.
pub(crate) fn same_everywhere_in(package: &mut (impl Read + Write + Seek)) -> io::Result<()> {
    let mut end = [0; END_LENGTH];
    if package.seek(SeekFrom::End(0))? < END_LENGTH as u64 {
        return Ok(());
    }
    package.seek_relative(-(END_LENGTH as i64))?;
    package.read_exact(&mut end)?;
    let [length, offset] = [12, 16].map(|at| u32::from_le_bytes([end[at], end[at + 1], end[at + 2], end[at + 3]]));
    if !end.starts_with(END) {
        return Ok(());
    }
    let mut directory = Vec::new();
    package.seek(SeekFrom::Start(offset.into()))?;
    Read::take(&mut *package, length.into()).read_to_end(&mut directory)?;
    let mut at = 0;
    while let Some(header) = directory
        .get_mut(at..at + CENTRAL_LENGTH)
        .filter(|header| header.starts_with(CENTRAL_HEADER))
    {
        header[5] = MADE_ON;
        // Attributes of DOS, which Windows sets for folders.
        header[38] = 0;
        let lengths = [28, 30, 32].map(|part| usize::from(u16::from_le_bytes([header[part], header[part + 1]])));
        at += CENTRAL_LENGTH + lengths.iter().sum::<usize>();
    }
    package.seek(SeekFrom::Start(offset.into()))?;
    package.write_all(&directory)
}

#[cfg(test)]
mod tests {
    use zip::{System, ZipArchive, ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn package(system: System) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.add_directory("xl/", SimpleFileOptions::default().system(system)).unwrap();
        for name in ["xl/workbook.xml", "名.xml"] {
            zip.start_file(name, SimpleFileOptions::default().system(system)).unwrap();
            zip.write_all(name.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_package_made_on_windows_becomes_that_of_any_other_system_and_stays_readable() {
        let (windows, unix) = (package(System::Dos), package(System::Unix));
        assert_ne!(windows, unix);
        let same = same_everywhere(windows);
        assert!(same == unix && same_everywhere(unix.clone()) == unix);
        assert_eq!(ZipArchive::new(Cursor::new(same)).unwrap().len(), 3);
    }

    #[test]
    fn what_is_no_package_stays_as_it_is() {
        for bytes in [&b""[..], b"PK\x05\x06", b"no package at all, and longer than its end would be"] {
            assert_eq!(same_everywhere(bytes.to_vec()), bytes);
        }
        // An end that points behind itself.
        let mut wrong = package(System::Dos);
        let at = wrong.len() - 6;
        wrong[at..at + 4].fill(0xFF);
        assert_eq!(same_everywhere(wrong.clone()), wrong);
    }
}
