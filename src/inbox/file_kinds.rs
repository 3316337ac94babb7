//! What a file is by its name and content, and what becomes of it.

use crate::{
    formats::{
        Unreadable,
        sniff::{OTHER_SPREADSHEETS, Sniffed},
    },
    inbox::input_file::Origin,
};

/// What becomes of a file that a search comes across.
#[derive(Debug)]
pub(super) enum Outcome {
    /// It is a workbook to read.
    Workbook(Origin),
    /// It is listed, with a reason code.
    Ignored(&'static str),
    /// It is said to be unreadable.
    Unreadable(Unreadable),
}

/// Extensions that workbooks have; a file of another extension is one when its content says so.
const WORKBOOKS: [&str; 20] = [
    "xlsx", "xlsm", "xltx", "xltm", "xlsb", "xls", "xlt", "et", "ett", "ods", "ots", "fods", "sxc", "csv", "tsv", "txt", "htm", "html",
    "mht", "mhtml",
];

/// Spreadsheets and archives of formats that are not read: somebody sent data in them, so they are no mere bystanders of an inbox.
const NOT_READ: [(&str, &[&str]); 16] = [
    ("RAR", &["rar"]),
    ("7z", &["7z"]),
    ("gzip", &["gz", "tgz"]),
    ("tar", &["tar"]),
    ("bzip2", &["bz2"]),
    ("xz", &["xz"]),
    ("Apple Numbers", &["numbers"]),
    ("UOF", &["uos", "uof"]),
    ("Gnumeric", &["gnumeric"]),
    ("SYLK", &["slk", "sylk"]),
    ("DIF", &["dif"]),
    ("dBASE", &["dbf"]),
    ("printer text", &["prn"]),
    ("Lotus", &["wks", "wk1", "wk3", "wk4", "123"]),
    ("Quattro Pro", &["qpw", "wb2", "wq1"]),
    ("Works", &["xlr"]),
];

/// The name of a format that is not read, by extension or content.
pub(super) fn not_read(extension: &str, content: &Sniffed) -> Option<&'static str> {
    let by_content = match content {
        Sniffed::Other(name @ ("RAR" | "7z" | "gzip")) => Some(*name),
        Sniffed::Other(name) if OTHER_SPREADSHEETS.contains(name) => Some(*name),
        _ => None,
    };
    by_content.or_else(|| NOT_READ.iter().find(|(_, of)| of.contains(&extension)).map(|(name, _)| *name))
}

/// Whether a file is a workbook by its name.
pub(crate) fn is_workbook_name(name: &str) -> bool {
    WORKBOOKS.contains(&extension(name).as_str())
}

/// Lock files, the system's own files, dot files: passed over without a word.
pub(crate) fn passed_over(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with("~$") || name.starts_with('.') || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "__macosx")
}

/// What follows the last dot of a name, in lower case.
pub(super) fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).unwrap_or_default()
}

/// Whether a container's first name is one that only Office's packages begin with. An archive of workbooks has none; a damaged package has a
/// reason of its own when it is read. So nearly every workbook is told by its first bytes, and read once.
pub(super) fn is_package(head: &[u8]) -> bool {
    const LOCAL_HEADER: usize = 30;
    let name = head.strip_prefix(b"PK\x03\x04").and_then(|_| head.get(LOCAL_HEADER..));
    let starts: [&[u8]; 3] = [b"[Content_Types].xml", b"_rels/.rels", b"docProps/"];
    name.is_some_and(|name| starts.iter().any(|start| name.starts_with(start)))
}

/// Whether the content alone shows a workbook: text and pages are told by their extension.
pub(super) fn is_workbook(content: &Sniffed) -> bool {
    use Sniffed::{Encrypted, FlatOds, Ods, Xls, Xlsb, Xlsx, XmlSpreadsheet};
    matches!(content, Xlsx | Xlsb | Ods | FlatOds | Xls | XmlSpreadsheet | Encrypted)
}

/// What becomes of a file that is not read: it has a reason of its own where it is a spreadsheet or an archive all the same.
pub(super) fn set_aside(name: &str, content: &Sniffed) -> Outcome {
    match not_read(&extension(name), content) {
        Some(format) => Outcome::Unreadable(Unreadable::Unsupported(format.to_owned())),
        None => Outcome::Ignored("not_a_workbook"),
    }
}
