//! Bytes as one part of a workbook, so that mutations reach the readers behind the container's check sums. The first byte chooses the part.
//! Shared by the tests and the fuzz target.

use std::io::{Cursor, Write as _};

/// Names of the ways to wrap, by first byte from [`FIRST`] on.
pub const KINDS: [&str; 8] = [
    "sheet",
    "shared-strings",
    "styles",
    "workbook",
    "ods-content",
    "biff",
    "xlsb-sheet",
    "xlsb-shared-strings",
];
/// First byte of the first way: hardly any text begins with it, in UTF-8 or in GB18030.
pub const FIRST: u8 = 0xF0;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const PACKAGE: &str = r#"<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BINARY_PACKAGE: &str =
    r#"<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.bin"/></Relationships>"#;
const BINARY_RELATIONS: &str =
    r#"<Relationships><Relationship Id="r2" Type="http://x/sharedStrings" Target="sharedStrings.bin"/></Relationships>"#;
/// A binary sheet whose first row holds the first three shared texts and whose second row the number 12 twice and the first text.
pub const BINARY_SHEET: &[u8] = &[
    0x91, 1, 0, // BrtBeginSheetData
    0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // BrtRowHdr
    7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // BrtCellIsst
    7, 12, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 7, 12, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, //
    0, 12, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, //
    2, 12, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x28, 0x40, 2, 12, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x28, 0x40, // BrtCellRk
    0x92, 1, 0, 0x82, 1, 0, // BrtEndSheetData, BrtEndSheet
];
/// 品名, 单价 and 金额 as shared texts of a binary workbook.
pub const BINARY_STRINGS: &[u8] = &[
    19, 9, 0, 2, 0, 0, 0, 0xC1, 0x54, 0x0D, 0x54, 19, 9, 0, 2, 0, 0, 0, 0x55, 0x53, 0xF7, 0x4E, 19, 9, 0, 2, 0, 0, 0, 0xD1, 0x91, 0x9D,
    0x98,
];
const WORKBOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="3月" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="http://x/styles" Target="styles.xml"/></Relationships>"#;
/// A ledger of one purchase whose texts are shared.
pub const SHEET: &str = r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row><row r="2"><c r="A2" s="1"><v>45356</v></c><c r="B2" t="inlineStr"><is><t>大米</t></is></c><c r="C2"><f>1+1</f><v>120.50</v></c></row></sheetData><mergeCells><mergeCell ref="A4:B5"/></mergeCells></worksheet>"#;
/// Its texts.
pub const STRINGS: &str = "<sst><si><t>日期</t></si><si><r><t>品</t></r><r><t>名</t></r></si><si><t>金额&#10;_x000D_</t></si></sst>";
/// Its styles.
pub const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs></styleSheet>"#;
/// A ledger as OpenDocument.
pub const ODS: &str = r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="3月"><table:table-row><table:table-cell office:value-type="string"><text:p>日期</text:p></table:table-cell><table:table-cell><text:p>品名</text:p></table:table-cell><table:table-cell><text:p>金额</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date" office:date-value="2024-03-05"/><table:table-cell table:number-columns-spanned="1"><text:p>大米</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="12.5"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;

/// The workbook that the bytes stand for: themselves, or wrapped when their first byte says so.
#[must_use]
pub fn unwrapped(bytes: &[u8]) -> Vec<u8> {
    let Some((kind, rest)) = bytes
        .split_first()
        .filter(|(k, _)| k.checked_sub(FIRST).is_some_and(|k| usize::from(k) < KINDS.len()))
    else {
        return bytes.to_vec();
    };
    let text = |part: u8, usual: &'static str| if *kind == FIRST + part { rest } else { usual.as_bytes() };
    match *kind - FIRST {
        4 => zipped(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", rest),
        ]),
        5 => biff(rest),
        6 => binary(rest, BINARY_STRINGS),
        7 => binary(BINARY_SHEET, rest),
        _ => zipped(&[
            ("[Content_Types].xml", TYPES.as_bytes()),
            ("_rels/.rels", PACKAGE.as_bytes()),
            ("xl/workbook.xml", text(3, WORKBOOK)),
            ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
            ("xl/worksheets/sheet1.xml", text(0, SHEET)),
            ("xl/sharedStrings.xml", text(1, STRINGS)),
            ("xl/styles.xml", text(2, STYLES)),
        ]),
    }
}

/// A binary workbook whose list of sheets is lost, so that its one sheet is found by its name.
fn binary(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    zipped(&[
        ("_rels/.rels", BINARY_PACKAGE.as_bytes()),
        ("xl/workbook.bin", &[]),
        ("xl/_rels/workbook.bin.rels", BINARY_RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.bin", sheet),
        ("xl/sharedStrings.bin", strings),
    ])
}

/// A zip of stored parts.
#[must_use]
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        if zip.start_file(*name, options).is_err() || zip.write_all(bytes).is_err() {
            return Vec::new();
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// An OLE container whose workbook stream the bytes are.
fn biff(stream: &[u8]) -> Vec<u8> {
    let make = || -> std::io::Result<Vec<u8>> {
        let mut ole = cfb::CompoundFile::create(Cursor::new(Vec::new()))?;
        ole.create_stream("/Workbook")?.write_all(stream)?;
        ole.flush()?;
        Ok(ole.into_inner().into_inner())
    };
    make().unwrap_or_default()
}
