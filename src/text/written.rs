//! Texts that a person wrote in whatever editor there is: Notepad and WPS write UTF-8 with a mark, UTF-16, or GBK.

use std::{fs, io, path::Path};

use encoding_rs::{Encoding, GB18030};

/// The text of a file, without its byte order mark.
///
/// # Errors
/// It cannot be read, or is no text in any of the three.
pub(crate) fn read(path: &Path) -> io::Result<String> {
    decode(&fs::read(path)?).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8, UTF-16 or GBK"))
}

fn decode(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (!broken).then(|| text.into_owned());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => {
            let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
            Some(text.into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_notepad_writes_is_the_same_text() {
        let text = "inbox = '台账'\r\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let files: [Vec<u8>; 5] = [
            text.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            [&b"\xFF\xFE"[..], &utf16(u16::to_le_bytes)].concat(),
            [&b"\xFE\xFF"[..], &utf16(u16::to_be_bytes)].concat(),
            // 台 is CC A8 in GBK, 账 D5 CB.
            b"inbox = '\xCC\xA8\xD5\xCB'\r\n".to_vec(),
        ];
        for bytes in files {
            assert_eq!(decode(&bytes).as_deref(), Some(text), "{bytes:x?}");
        }
        assert_eq!(decode(b"a = '\xFF\xFF'"), None);
        assert_eq!(decode(b"\xFF\xFE\x00\xD8"), None);
    }
}
