//! Workbooks, tables and pages that the program itself wrote: reports, summaries, lists to decide on, samples. They repeat what ledgers say, so reading one
//! would count every purchase again. They carry a mark, which programs that save them anew keep; templates to fill in carry none.

use std::io::Read as _;

use quick_xml::{Reader, events::Event};

use crate::formats::{Limits, container::Container, xml::attribute};

/// Name of the document property that a workbook of ours carries.
pub const MARK: &str = "bangfu-output";
/// What a page of ours says in its head (`data/templates/html/parts.html`).
const PAGE_MARK: &str = "<meta name=\"generator\" content=\"bangfu\">";
/// Properties of a document are small; more is not looked at.
const MOST_BYTES: u64 = 1 << 18;
/// Names of columns that the head of a table of all lines, and nothing else, has beside each other (`data/text/*/flat.toml`).
pub(crate) const TABLE_MARKS: [[&str; 2]; 4] = [
    ["金额分", "明细编号"],
    ["金额分", "疑点编号"],
    ["amount_fen", "line_id"],
    ["amount_fen", "finding_key"],
];
/// Of a page or a table that much is looked at.
const HEAD_BYTES: usize = 1024;

/// Whether the program wrote it.
pub fn is_output(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"PK\x03\x04") {
        in_zip(bytes)
    } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        in_ole(bytes)
    } else {
        let head = &bytes[..bytes.len().min(HEAD_BYTES)];
        head.windows(PAGE_MARK.len()).any(|w| w == PAGE_MARK.as_bytes()) || is_table(head)
    }
}

/// `lines.csv` or `findings.csv`: every purchase of the region once more.
fn is_table(head: &[u8]) -> bool {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let says = |text: &str| {
        TABLE_MARKS
            .iter()
            .any(|marks| marks.iter().all(|mark| text.split(',').any(|name| name.trim_end() == *mark)))
    };
    says(&String::from_utf8_lossy(line)) || says(&encoding_rs::GBK.decode(line).0)
}

/// Office's own properties, or those of an OpenDocument file. What is damaged has no mark: its reader says what is wrong.
fn in_zip(bytes: &[u8]) -> bool {
    let limits = Limits {
        inflated_bytes: MOST_BYTES,
        ..Limits::default()
    };
    let Ok(mut zip) = Container::open(bytes, &limits) else {
        return false;
    };
    let mut part = |name| zip.part(name).ok().flatten();
    part("docProps/custom.xml")
        .or_else(|| part("meta.xml"))
        .is_some_and(|xml| names_mark(&xml))
}

/// `<property name="bangfu-output">` or `<meta:user-defined meta:name="bangfu-output">`.
fn names_mark(xml: &[u8]) -> bool {
    let mut reader = Reader::from_reader(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if matches!(e.local_name().as_ref(), "property" | "user-defined") => {
                if attribute(&e, "name").as_deref() == Some(MARK) {
                    return true;
                }
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// Saved as .xls: the properties' names stand in a stream of their own, in bytes or UTF-16.
fn in_ole(bytes: &[u8]) -> bool {
    let Ok(mut file) = cfb::CompoundFile::open(std::io::Cursor::new(bytes)) else {
        return false;
    };
    let mut properties = Vec::new();
    let Ok(stream) = file.open_stream("/\u{5}DocumentSummaryInformation") else {
        return false;
    };
    let _ = stream.take(MOST_BYTES).read_to_end(&mut properties);
    let wide: Vec<u8> = MARK.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let holds = |mark: &[u8]| properties.windows(mark.len()).any(|w| w == mark);
    holds(MARK.as_bytes()) || holds(&wide)
}
