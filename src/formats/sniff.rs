//! What the bytes of a file are. The content decides, not the extension.

use crate::formats::{container::Container, csv, limits::Limits, mhtml};

/// What the first bytes (and a zip's names) show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sniffed {
    /// Office Open XML workbook.
    Xlsx,
    /// Binary workbook.
    Xlsb,
    /// OpenDocument spreadsheet.
    Ods,
    /// OpenDocument spreadsheet as one XML file (.fods).
    FlatOds,
    /// BIFF, in a container or raw.
    Xls,
    /// HTML.
    Html,
    /// A web page in one file.
    Mhtml,
    /// Excel 2003 XML.
    XmlSpreadsheet,
    /// Text.
    Text,
    /// A zip of other files: perhaps an archive of workbooks.
    Zip,
    /// An OLE container that holds an encrypted package.
    Encrypted,
    /// Something else, named.
    Other(&'static str),
}

/// Content of [`Sniffed::Other`] that is a spreadsheet of a kind that is not read: whoever sent it can save it as another.
pub(crate) const OTHER_SPREADSHEETS: [&str; 4] = ["Apple Numbers", "SYLK", "DIF", "Lotus"];

/// Content of [`Sniffed::Other`] that a document protection program of the unit has probably encrypted: nobody outside of it can read it.
pub(crate) const PROTECTED: [&str; 2] = ["protected document", "binary"];

/// Looks at the content.
pub(crate) fn sniff(bytes: &[u8]) -> Sniffed {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return sniff_zip(bytes);
    }
    if starts(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return sniff_ole(bytes);
    }
    // BIFF2 to BIFF8 without a container start with their BOF record.
    if bytes.len() > 8 && bytes[0] == 0x09 && matches!(bytes[1], 0x00 | 0x02 | 0x04 | 0x08) && bytes[3] == 0 && matches!(bytes[2], 4..=16) {
        return Sniffed::Xls;
    }
    for (magic, name) in [
        (&b"%PDF"[..], "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"GIF8", "GIF"),
        (b"{\\rtf", "RTF"),
        (b"\x1F\x8B", "gzip"),
        (b"7z\xBC\xAF", "7z"),
        (b"Rar!", "RAR"),
        (b"SQLite format 3", "SQLite"),
        (b"MZ", "program"),
        (b"%TSD-Header-###%", "protected document"),
        (b"ID;P", "SYLK"),
        (b"TABLE\r\n0,1", "DIF"),
        (b"TABLE\n0,1", "DIF"),
        (b"\0\0\x02\0\x04\x04", "Lotus"),
        (b"\0\0\x02\0\x06\x04", "Lotus"),
        (b"\0\0\x1A\0", "Lotus"),
    ] {
        if starts(magic) {
            return Sniffed::Other(name);
        }
    }
    // 亿赛通 names itself behind a few bytes.
    if bytes[..bytes.len().min(512)].windows(10).any(|w| w == b"E-SafeNet\0") {
        return Sniffed::Other("protected document");
    }
    let head = head_text(bytes);
    let lower = head.trim_start().to_lowercase();
    if lower.contains("urn:schemas-microsoft-com:office:spreadsheet") && lower.contains("<workbook") || lower.contains("<ss:workbook") {
        return Sniffed::XmlSpreadsheet;
    }
    if lower.contains("<office:document") && lower.contains("opendocument.spreadsheet") {
        return Sniffed::FlatOds;
    }
    if mhtml::is_mhtml(&lower) {
        return Sniffed::Mhtml;
    }
    let starts_as_page = ["<!doctype html", "<html", "<table", "<meta"].iter().any(|s| lower.starts_with(s));
    if starts_as_page || (lower.starts_with('<') && ["<table", "<html"].iter().any(|s| lower.contains(s))) {
        return Sniffed::Html;
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if !utf16 && bytes.iter().take(4096).filter(|b| **b == 0).count() > 0 && !csv::looks_utf16(bytes) {
        return Sniffed::Other("binary");
    }
    Sniffed::Text
}

fn head_text(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(4096)];
    match encoding_rs::Encoding::for_bom(head) {
        Some((encoding, _)) => encoding.decode(head).0.into_owned(),
        None => String::from_utf8_lossy(head).into_owned(),
    }
}

fn sniff_zip(bytes: &[u8]) -> Sniffed {
    let Ok(zip) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        // Cut off: the first names tell what it was to be.
        let head = &bytes[..bytes.len().min(65_536)];
        let holds = |needle: &[u8]| head.windows(needle.len()).any(|w| w == needle);
        let told = [
            (&b"opendocument.spreadsheet"[..], Sniffed::Ods),
            (b"word/", Sniffed::Other("Word document")),
            (b"opendocument.text", Sniffed::Other("Word document")),
            (b"ppt/", Sniffed::Other("presentation")),
            (b"opendocument.presentation", Sniffed::Other("presentation")),
            (b"xl/", Sniffed::Xlsx),
            (b"[Content_Types].xml", Sniffed::Xlsx),
        ];
        let first = told.into_iter().find(|(name, _)| holds(name));
        return first.map_or(Sniffed::Zip, |(_, kind)| kind);
    };
    let names: Vec<String> = zip
        .file_names_raw()
        .map(|n| String::from_utf8_lossy(n).replace('\\', "/").to_lowercase())
        .collect();
    let has = |f: &dyn Fn(&str) -> bool| names.iter().any(|n| f(n));
    if has(&|n| n.ends_with("workbook.bin")) {
        Sniffed::Xlsb
    } else if has(&|n| n == "xl/workbook.xml" || n.starts_with("xl/worksheets/"))
        || (has(&|n| n == "[content_types].xml") && has(&|n| n.ends_with("workbook.xml")))
    {
        Sniffed::Xlsx
    } else if has(&|n| n == "content.xml") && (has(&|n| n == "mimetype") || has(&|n| n == "meta-inf/manifest.xml")) {
        sniff_open_document(bytes)
    } else if has(&|n| n.starts_with("word/")) {
        Sniffed::Other("Word document")
    } else if has(&|n| n.starts_with("ppt/")) {
        Sniffed::Other("presentation")
    } else if has(&|n| n.ends_with(".iwa")) {
        Sniffed::Other("Apple Numbers")
    } else {
        Sniffed::Zip
    }
}

/// Text documents and presentations hold tables too; only the declared type tells them from a workbook.
fn sniff_open_document(bytes: &[u8]) -> Sniffed {
    const ENOUGH: u64 = 1 << 20;
    let limits = Limits {
        inflated_bytes: ENOUGH,
        ..Limits::default()
    };
    let declared = Container::open(bytes, &limits).and_then(|mut zip| zip.part("mimetype"));
    let declared = declared.ok().flatten().unwrap_or_default();
    let kind = String::from_utf8_lossy(&declared);
    let others = [
        ("opendocument.text", "Word document"),
        ("sun.xml.writer", "Word document"),
        ("opendocument.presentation", "presentation"),
        ("sun.xml.impress", "presentation"),
        ("opendocument.graphics", "drawing"),
        ("opendocument.chart", "drawing"),
        ("opendocument.formula", "drawing"),
    ];
    let other = others.into_iter().find(|(declared, _)| kind.contains(declared));
    other.map_or(Sniffed::Ods, |(_, name)| Sniffed::Other(name))
}

fn sniff_ole(bytes: &[u8]) -> Sniffed {
    let utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    // Directory entries are 128 bytes each and aligned, their names UTF-16 at the start: no need to walk a chain that may be damaged.
    let entry = |name: &str| {
        let name = utf16(name);
        bytes
            .chunks_exact(128)
            .any(|c| c.starts_with(&name) && c.get(name.len()..name.len() + 2) == Some(&[0, 0][..]))
    };
    if entry("EncryptedPackage") {
        Sniffed::Encrypted
    } else if entry("Workbook") || entry("Book") || entry("WORKBOOK") || entry("BOOK") {
        Sniffed::Xls
    } else if entry("WordDocument") {
        Sniffed::Other("Word document")
    } else if entry("PowerPoint Document") {
        Sniffed::Other("presentation")
    } else {
        Sniffed::Xls
    }
}
