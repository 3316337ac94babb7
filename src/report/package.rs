//! Packages (xlsx, docx) of the same bytes on every system: the writers note in each entry which system they run on.

/// The system that every entry says it was made on: Unix, as most writers do.
const MADE_ON: u8 = 3;

const CENTRAL_HEADER: &[u8] = b"PK\x01\x02";
const CENTRAL_LENGTH: usize = 46;
const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;

/// The package without a trace of the system. What is no package of this program's writers (without a comment, below 4 GiB) stays as it is.
pub(crate) fn same_everywhere(mut package: Vec<u8>) -> Vec<u8> {
    let number = |bytes: &[u8], at: usize| Some(usize::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    let Some(end) = package
        .len()
        .checked_sub(END_LENGTH)
        .and_then(|at| package.get(at..))
        .filter(|end| end.starts_with(END))
    else {
        return package;
    };
    let (Some(low), Some(high)) = (number(end, 16), number(end, 18)) else {
        return package;
    };
    let mut at = low | high << 16;
    while package.get(at..).is_some_and(|rest| rest.starts_with(CENTRAL_HEADER)) {
        let lengths: Option<usize> = [28, 30, 32].into_iter().map(|part| number(&package, at + part)).sum();
        let (Some(lengths), Some(header)) = (lengths, package.get_mut(at..at + CENTRAL_LENGTH)) else {
            break;
        };
        header[5] = MADE_ON;
        // Attributes of DOS, which Windows sets for folders.
        header[38] = 0;
        at += CENTRAL_LENGTH + lengths;
    }
    package
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

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
