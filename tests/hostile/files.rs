//! One small ledger in every format: two purchases, 120.50 and 30.00 yuan.

use std::{
    io::{Cursor, Write as _},
    sync::LazyLock,
};

use bangfu::{
    formats::{limits::Limits, unreadable::Unreadable},
    rows::reading::{RawAmount, Reading},
    tables::vocabulary::Vocabulary,
};

use crate::support::{accounted, wrapped};

/// The ledger's rows.
pub const ROWS: [[&str; 4]; 3] = [
    ["采购日期", "品名", "金额", "采购渠道"],
    ["2024-03-05", "大米", "120.50", "832平台"],
    ["2024-03-06", "白菜", "30.00", ""],
];
/// Its amounts in fen.
pub const FEN: [i64; 2] = [12_050, 3_000];

pub fn read(bytes: &[u8]) -> Result<Reading, Unreadable> {
    read_within(bytes, &Limits::default())
}

pub fn read_within(bytes: &[u8], limits: &Limits) -> Result<Reading, Unreadable> {
    static LAYOUTS: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::embedded);
    accounted::read_accounted(bytes, limits, &LAYOUTS)
}

pub fn code(bytes: &[u8]) -> &'static str {
    read(bytes).expect_err("an outcome with a reason").code()
}

pub fn fen(reading: &Reading) -> Vec<i64> {
    let one = |a: &RawAmount| if let RawAmount::Fen(f) = a { *f } else { -1 };
    reading.lines.iter().map(|l| one(&l.amount)).collect()
}

pub fn separated(separator: &str) -> String {
    ROWS.map(|r| r.join(separator)).join("\r\n") + "\r\n"
}

pub fn xlsx() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(ROWS) {
        for (col, text) in (0..).zip(cells) {
            match text.parse::<f64>() {
                Ok(n) => sheet.write_number(row, col, n).unwrap(),
                Err(_) => sheet.write_string(row, col, text).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// An xlsx with the given sheet XML.
pub fn xlsx_of(sheet: &str) -> Vec<u8> {
    wrapped::unwrapped(&[&[wrapped::FIRST], sheet.as_bytes()].concat())
}

/// A sheet of inline texts and numbers.
pub fn sheet_xml(rows: &[(u32, &str)]) -> String {
    let body: String = rows.iter().map(|(r, cells)| format!("<row r=\"{r}\">{cells}</row>")).collect();
    format!("<worksheet><sheetData>{body}</sheetData></worksheet>")
}

pub fn text_cell(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

pub fn ods_xml(body: &str) -> String {
    format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
}

pub fn ods_of(body: &str) -> Vec<u8> {
    let xml = ods_xml(body);
    wrapped::zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", xml.as_bytes()),
    ])
}

pub fn ods_rows() -> String {
    let rows: String = ROWS
        .iter()
        .map(|r| {
            let cells: String = r
                .iter()
                .map(|t| format!("<table:table-cell office:value-type=\"string\"><text:p>{t}</text:p></table:table-cell>"))
                .collect();
            format!("<table:table-row>{cells}</table:table-row>")
        })
        .collect();
    format!("<table:table table:name=\"3月\">{rows}</table:table>")
}

pub fn fods() -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document>",
        ods_rows()
    )
    .into_bytes()
}

pub fn html() -> String {
    let rows: String = ROWS
        .iter()
        .map(|r| format!("<tr>{}</tr>", r.map(|t| format!("<td>{t}</td>")).concat()))
        .collect();
    format!("<html><head><meta charset=\"utf-8\"></head><body><table>{rows}</table></body></html>")
}

pub fn mhtml() -> Vec<u8> {
    let page: String = html()
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b"<>/ ".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("={b:02X}")
            }
        })
        .collect::<Vec<_>>()
        .chunks(20)
        .map(|line| line.concat() + "=\r\n")
        .collect();
    format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Location: file:///C:/sheet001.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n{page}\r\n--x--\r\n"
    )
    .into_bytes()
}

pub fn xml_spreadsheet() -> Vec<u8> {
    let rows: String = ROWS
        .iter()
        .map(|r| {
            format!(
                "<Row>{}</Row>",
                r.map(|t| format!("<Cell><Data ss:Type=\"String\">{t}</Data></Cell>")).concat()
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"3月\"><Table>{rows}</Table></Worksheet></Workbook>"
    )
    .into_bytes()
}

pub fn utf16(text: &str, little: bool, bom: bool) -> Vec<u8> {
    let order = if little { u16::to_le_bytes } else { u16::to_be_bytes };
    bom.then_some('\u{feff}')
        .into_iter()
        .chain(text.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(order)
        .collect()
}

/// Records of a worksheet without a container, as Excel 2, 3, 4 and 5 wrote them and some exporting programs still do; texts in GBK.
fn biff(begin: (u16, &[u8]), label: u16, number: u16, attributes: usize, short: bool) -> Vec<u8> {
    let record = |kind: u16, body: &[u8]| {
        let length = u16::try_from(body.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), body].concat()
    };
    let mut out = [record(begin.0, begin.1), record(0x0042, &936_u16.to_le_bytes())].concat();
    for (row, cells) in (0_u16..).zip(ROWS) {
        for (col, text) in (0_u16..).zip(cells) {
            let mut body = [row.to_le_bytes(), col.to_le_bytes()].concat();
            body.extend(std::iter::repeat_n(0, attributes));
            if let Ok(n) = text.parse::<f64>() {
                body.extend(n.to_le_bytes());
                out.extend(record(number, &body));
            } else {
                let bytes = encoding_rs::GBK.encode(text).0;
                let length = u16::try_from(bytes.len()).unwrap().to_le_bytes();
                body.extend(&length[..if short { 1 } else { 2 }]);
                body.extend(bytes.iter());
                out.extend(record(label, &body));
            }
        }
    }
    out.extend(record(0x000A, &[]));
    out
}

/// A binary workbook whose texts stand in their cells.
fn xlsb() -> Vec<u8> {
    let record = |kind: u8, body: &[u8]| [&[kind, u8::try_from(body.len()).unwrap()], body].concat();
    let mut out = vec![wrapped::FIRST + 6, 0x91, 1, 0];
    for (row, cells) in (0_u32..).zip(ROWS) {
        out.extend(record(0, &[&row.to_le_bytes()[..], &[0; 8]].concat()));
        for (col, text) in (0_u32..).zip(cells).filter(|(_, t)| !t.is_empty()) {
            let mut body = [col.to_le_bytes(), [0; 4]].concat();
            if let Ok(n) = text.parse::<f64>() {
                body.extend(n.to_le_bytes());
                out.extend(record(5, &body));
            } else {
                let units: Vec<u16> = text.encode_utf16().collect();
                body.extend(u32::try_from(units.len()).unwrap().to_le_bytes());
                body.extend(units.into_iter().flat_map(u16::to_le_bytes));
                out.extend(record(6, &body));
            }
        }
    }
    out.extend([0x92, 1, 0, 0x82, 1, 0]);
    wrapped::unwrapped(&out)
}

/// The ledger as strict Office Open XML, with macros beside it: other addresses of relations, a date as ISO text.
pub fn xlsm_strict() -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/{kind}\" Target=\"{target}\"/>")
    };
    let package = format!(
        "<Relationships>{}</Relationships>",
        relation("r1", "officeDocument", "xl/workbook.xml")
    );
    let relations = format!(
        "<Relationships>{}{}</Relationships>",
        relation("r9", "vbaProject", "vbaProject.bin"),
        relation("r1", "worksheet", "worksheets/sheet1.xml")
    );
    let workbook = "<workbook xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\" xmlns:r=\"r\" conformance=\"strict\"><sheets><sheet name=\"3月\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let cell = |text: &&str| match (text.parse::<f64>(), text.starts_with("2024-")) {
        (Ok(n), _) => format!("<c><v>{n}</v></c>"),
        (_, true) => format!("<c t=\"d\"><v>{text}</v></c>"),
        _ => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    let rows: String = ROWS
        .iter()
        .map(|r| format!("<row>{}</row>", r.iter().map(cell).collect::<String>()))
        .collect();
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    deflated(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", package.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/vbaProject.bin", &[0xD0, 0xCF, 0x11, 0xE0]),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// The ledger in every format that a test can write, by name.
pub fn every() -> Vec<(&'static str, Vec<u8>)> {
    let csv = separated(",");
    vec![
        ("xlsx", xlsx()),
        ("xlsm strict", xlsm_strict()),
        ("xlsb", xlsb()),
        ("biff2", biff((0x0009, &[2, 0, 0x10, 0]), 0x0004, 0x0003, 3, true)),
        ("biff3", biff((0x0209, &[0, 3, 0x10, 0, 0, 0]), 0x0204, 0x0203, 2, false)),
        ("biff4", biff((0x0409, &[0, 4, 0x10, 0, 0, 0]), 0x0204, 0x0203, 2, false)),
        ("biff5", biff((0x0809, &[0, 5, 0x10, 0, 0, 0, 0, 0]), 0x0204, 0x0203, 2, false)),
        ("ods", ods_of(&ods_rows())),
        ("fods", fods()),
        ("html", html().into_bytes()),
        ("mhtml", mhtml()),
        ("xml", xml_spreadsheet()),
        ("csv", csv.clone().into_bytes()),
        ("csv gb18030", encoding_rs::GB18030.encode(&csv).0.into_owned()),
        ("csv utf-16le bom", utf16(&csv, true, true)),
        ("csv utf-16be bom", utf16(&csv, false, true)),
        ("csv utf-16le", utf16(&csv, true, false)),
        ("csv utf-16be", utf16(&csv, false, false)),
        ("tsv", separated("\t").into_bytes()),
        ("tsv utf-16le", utf16(&separated("\t"), true, true)),
        ("semicolon", separated(";").into_bytes()),
    ]
}

/// A zip of deflated members.
pub fn deflated(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
