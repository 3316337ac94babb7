//! Parts assembled record by record from the published description of the format; what they hold is written beside them. No program here
//! writes xlsb: files of Excel are read by `contrib/collections/check`.

use std::io::Write as _;

use proptest::prelude::*;

use std::sync::Arc;

use bangfu::formats::{
    cells::{Book, DateSystem, Format, Merge, Value, Visibility},
    limits::Limits,
    read,
    unreadable::Unreadable,
};

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for mut n in [usize::from(kind), body.len()] {
        while n > 0x7F {
            out.push(u8::try_from(n & 0x7F).unwrap() | 0x80);
            n >>= 7;
        }
        out.push(u8::try_from(n).unwrap());
    }
    out.extend(body);
    out
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = u32::try_from(units.len()).unwrap().to_le_bytes().to_vec();
    out.extend(units.into_iter().flat_map(u16::to_le_bytes));
    out
}

fn row(number: u32, hidden: bool) -> Vec<u8> {
    let mut body = number.to_le_bytes().to_vec();
    body.extend([0, 0, 0, 0, 0x2C, 1, 0, if hidden { 0x10 } else { 0 }, 0, 0, 0, 0, 0]);
    record(0, &body)
}

fn cell(kind: u16, col: u32, style: u32, rest: &[u8]) -> Vec<u8> {
    record(kind, &[&col.to_le_bytes()[..], &style.to_le_bytes(), rest].concat())
}

fn relations(of: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| format!(r#"<Relationship Id="{id}" Type="http://x/{kind}" Target="{target}"/>"#);
    format!("<Relationships>{}</Relationships>", of.iter().map(one).collect::<String>())
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Sheet `三月` (hidden) with shared texts 大米 and 面粉; style 1 shows `yyyy-mm`, style 2 a built-in date. `flags` are the workbook's.
fn book(sheet: &[u8], flags: u32) -> Vec<u8> {
    let listed = [&1_u32.to_le_bytes()[..], &1_u32.to_le_bytes(), &wide("rId1"), &wide("三月")].concat();
    let workbook = [record(153, &flags.to_le_bytes()), record(156, &listed)].concat();
    let item = |text: &str| record(19, &[&[0][..], &wide(text)].concat());
    let strings = [record(159, &[0; 8]), item("大米"), item("面粉"), record(160, &[])].concat();
    let xf = |format: u16| {
        let mut body = vec![0; 16];
        body[2..4].copy_from_slice(&format.to_le_bytes());
        record(47, &body)
    };
    let styles = [
        record(44, &[&176_u16.to_le_bytes()[..], &wide("yyyy-mm")].concat()),
        // The styles that cells are based on come first and are not those of cells.
        xf(14),
        record(617, &[0; 4]),
        xf(0),
        xf(176),
        xf(14),
        record(618, &[]),
    ]
    .concat();
    zipped(&[
        ("_rels/.rels", relations(&[("r1", "officeDocument", "xl/workbook.bin")]).as_bytes()),
        ("xl/workbook.bin", &workbook),
        (
            "xl/_rels/workbook.bin.rels",
            relations(&[
                ("rId1", "worksheet", "worksheets/sheet1.bin"),
                ("rId2", "sharedStrings", "sharedStrings.bin"),
                ("rId3", "styles", "styles.bin"),
            ])
            .as_bytes(),
        ),
        ("xl/worksheets/sheet1.bin", sheet),
        ("xl/sharedStrings.bin", &strings),
        ("xl/styles.bin", &styles),
    ])
}

fn data(rows: &[Vec<u8>], after: &[u8]) -> Vec<u8> {
    [
        record(129, &[]),
        record(145, &[]),
        rows.concat(),
        record(146, &[]),
        after.to_vec(),
        record(130, &[]),
    ]
    .concat()
}

fn opened(sheet: &[u8]) -> Book {
    read(&book(sheet, 0), &Limits::default()).expect("a book")
}

fn values(book: &Book) -> Vec<(u32, u32, Value, bool)> {
    let cells = book.sheets[0].cells.iter();
    cells.map(|c| (c.row, c.col, c.value.clone(), c.formula)).collect()
}

fn text(t: &str) -> Value {
    Value::Text(Arc::from(t))
}

fn error(t: &str) -> Value {
    Value::Error(Arc::from(t))
}

#[test]
fn every_kind_of_cell() {
    let number = |n: f64| n.to_le_bytes();
    let sheet = data(
        &[
            row(0, false),
            cell(1, 0, 0, &[]),
            cell(2, 1, 0, &0x004B_5647_u32.to_le_bytes()),
            cell(3, 2, 0, &[0x07]),
            cell(4, 3, 0, &[1]),
            cell(5, 4, 1, &number(45352.0)),
            cell(6, 5, 0, &wide("合计")),
            cell(7, 6, 0, &1_u32.to_le_bytes()),
            cell(62, 7, 0, &[&[1][..], &wide("豆油"), &[0; 8]].concat()),
            row(4, false),
            cell(8, 0, 0, &[&wide("是")[..], &[0; 10]].concat()),
            cell(9, 1, 2, &[&number(45356.0)[..], &[0; 10]].concat()),
            cell(10, 2, 0, &[&[0][..], &[0; 10]].concat()),
            cell(11, 3, 0, &[&[0x17][..], &[0; 10]].concat()),
            cell(8, 4, 0, &[&wide("")[..], &[0; 10]].concat()),
            // Cells that leave their column out stand beside the one before.
            record(16, &[&[0, 0, 0, 0][..], &number(7.5)].concat()),
            record(12, &[0, 0, 0, 0]),
            record(18, &[0, 0, 0, 0, 0, 0, 0, 0]),
        ],
        &[],
    );
    let book = opened(&sheet);
    assert_eq!(
        values(&book),
        [
            (0, 1, Value::Number(12_343.21), false),
            (0, 2, error("#DIV/0!"), false),
            (0, 3, Value::Bool(true), false),
            (0, 4, Value::Date(45352.0), false),
            (0, 5, text("合计"), false),
            (0, 6, text("面粉"), false),
            (0, 7, text("豆油"), false),
            (4, 0, text("是"), true),
            (4, 1, Value::Date(45356.0), true),
            (4, 2, Value::Bool(false), true),
            (4, 3, error("#REF!"), true),
            (4, 5, Value::Number(7.5), false),
            (4, 7, text("大米"), false),
        ]
    );
    assert_eq!((&*book.sheets[0].name, book.sheets[0].visibility), ("三月", Visibility::Hidden));
    assert_eq!(
        (book.format, book.date_system, book.damage),
        (Format::Xlsb, DateSystem::D1900, Vec::new())
    );
}

#[test]
fn the_date_system_hidden_rows_and_merges() {
    let merge = |corners: [u32; 4]| record(176, &corners.into_iter().flat_map(u32::to_le_bytes).collect::<Vec<u8>>());
    let one = cell(4, 0, 0, &[1]);
    let sheet = data(
        &[row(0, false), one.clone(), row(2, true), one, row(3, true)],
        &[merge([0, 1, 2, 3]), merge([5, 5, 6, 6])].concat(),
    );
    let book = read(&book(&sheet, 1), &Limits::default()).expect("a book");
    assert_eq!(book.date_system, DateSystem::D1904);
    assert_eq!(book.sheets[0].hidden_rows, [2], "row 3 holds no cell");
    let merge = Merge {
        top: 0,
        left: 2,
        bottom: 1,
        right: 3,
    };
    assert_eq!(book.sheets[0].merges, [merge], "one cell merged with itself is none");
}

#[test]
fn damage_costs_its_cell_only() {
    let sheet = data(
        &[
            row(0, false),
            cell(5, 0, 0, &[0; 7]),
            cell(7, 1, 0, &2_u32.to_le_bytes()),
            cell(6, 2, 0, &[9, 0, 0, 0, 1, 2]),
            cell(5, 3, 0, &f64::INFINITY.to_le_bytes()),
            cell(4, 4, 0, &[1]),
            cell(4, 16_384, 0, &[1]),
            cell(4, 4, 0, &[0]),
        ],
        // Records that mean something else than a cell, here.
        &[record(35, &[0; 4]), record(1, &[0; 2]), record(36, &[])].concat(),
    );
    let book = opened(&sheet);
    let found: Vec<Value> = values(&book).into_iter().map(|v| v.2).collect();
    let expected = [
        error("#CELL?"),
        error("#TEXT?"),
        error("#CELL?"),
        error("#NUM!"),
        Value::Bool(false),
    ];
    assert_eq!(found, expected, "the later of two cells in one place stays");
    let codes: Vec<_> = book.damage.iter().map(|d| (d.code, d.detail.as_str())).collect();
    assert_eq!(codes, [("strings_truncated", "B1: 1"), ("cells_beyond", "1")]);
}

#[test]
fn a_part_cut_at_any_byte_keeps_the_cells_before_and_says_so() {
    let rows: Vec<Vec<u8>> = (0..4_u32)
        .map(|i| [row(i, false), cell(5, 0, 0, &f64::from(i).to_le_bytes())].concat())
        .collect();
    let sheet = data(&rows, &[]);
    let whole = values(&opened(&sheet));
    for cut in 0..sheet.len() {
        let book = opened(&sheet[..cut]);
        let part = values(&book);
        assert!(whole.starts_with(&part), "{cut}");
        assert_eq!(part.len(), cut.saturating_sub(5 + 1).min(4 * 37) / 37, "{cut}");
        assert_eq!(book.damage.iter().map(|d| d.code).collect::<Vec<_>>(), ["sheet_truncated"], "{cut}");
    }
}

#[test]
fn a_length_that_lies_is_told() {
    let mut sheet = data(&[row(0, false), cell(4, 0, 0, &[1])], &[]);
    let at = sheet.len() - 6;
    sheet.splice(at.., [4, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0]);
    let book = opened(&sheet);
    assert_eq!(book.damage.iter().map(|d| d.code).collect::<Vec<_>>(), ["sheet_truncated"]);
}

#[test]
fn limits_hold() {
    let sheet = data(&[row(0, false), cell(4, 0, 0, &[1]), cell(4, 1, 0, &[1])], &[]);
    let with = |cells, sheets| Limits {
        cells,
        sheets,
        ..Limits::default()
    };
    assert!(read(&book(&sheet, 0), &with(2, 1)).is_ok());
    for (limits, name) in [(with(1, 1), "max-cells"), (with(2, 0), "max-sheets")] {
        let result = read(&book(&sheet, 0), &limits);
        assert!(matches!(result, Err(Unreadable::OverLimit { limit, .. }) if limit == name));
    }
}

proptest! {
    /// Whatever lies in the parts: no panic, and cells in order.
    #[test]
    fn any_records(records in proptest::collection::vec((prop_oneof![0_u16..20, Just(62), Just(176), Just(35), any::<u16>().prop_map(|k| k & 0x3FFF)], proptest::collection::vec(any::<u8>(), 0..40)), 0..60), cut in 0_usize..100) {
        let sheet = data(&[records.iter().flat_map(|(kind, body)| record(*kind, body)).collect()], &[]);
        let book = opened(&sheet[..sheet.len().saturating_sub(cut)]);
        prop_assert!(book.sheets[0].cells.is_sorted_by(|a, b| (a.row, a.col) < (b.row, b.col)));
    }
}
