//! Streams assembled record by record from the published description of the format; what they hold is written beside them.

use std::sync::Arc;

use proptest::prelude::*;

use bangfu::formats::{
    cells::{Damage, DateSystem, Merge, Value, Visibility},
    limits::Limits,
    read,
    unreadable::Unreadable,
};

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    let mut out = kind.to_le_bytes().to_vec();
    out.extend(u16::try_from(body.len()).unwrap().to_le_bytes());
    out.extend(body);
    out
}

/// Row 0-based, column, style, then the rest.
fn cell(kind: u16, row: u16, col: u16, style: u16, rest: &[u8]) -> Vec<u8> {
    let head = [row, col, style].into_iter().flat_map(u16::to_le_bytes);
    record(kind, &head.chain(rest.iter().copied()).collect::<Vec<u8>>())
}

fn utf16(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = u16::try_from(units.len()).unwrap().to_le_bytes().to_vec();
    out.push(1);
    out.extend(units.into_iter().flat_map(u16::to_le_bytes));
    out
}

fn bof(kind: u8) -> Vec<u8> {
    record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
}

fn end() -> Vec<u8> {
    record(0x000A, &[])
}

/// One sheet `三月`, hidden; style 0 is plain, 1 shows a built-in date, 2 `yyyy"年"m"月"`; shared texts 大米 and an empty one.
fn book(sheet: &[u8], more: &[u8]) -> Vec<u8> {
    let mut globals = [bof(5), more.to_vec()].concat();
    let format: Vec<u8> = [176_u16.to_le_bytes().to_vec(), utf16("yyyy\"年\"m\"月\"")].concat();
    globals.extend(record(0x041E, &format));
    for number_format in [0_u16, 14, 176] {
        let mut body = vec![0; 20];
        body[2..4].copy_from_slice(&number_format.to_le_bytes());
        globals.extend(record(0x00E0, &body));
    }
    let texts = [vec![2, 0, 0, 0, 2, 0, 0, 0], utf16("大米"), vec![0, 0, 0]].concat();
    globals.extend(record(0x00FC, &texts));
    let name = [0x09, 0x4E, 0x08, 0x67];
    let listed = globals.len() + 4 + 8 + name.len() + 4;
    let body = [&u32::try_from(listed).unwrap().to_le_bytes()[..], &[1, 0, 2, 1], &name].concat();
    globals.extend(record(0x0085, &body));
    globals.extend(end());
    globals.extend(bof(0x10));
    globals.extend(sheet);
    globals
}

fn whole(sheet: &[Vec<u8>]) -> Vec<u8> {
    book(&[sheet.concat(), end()].concat(), &[])
}

fn values(stream: &[u8]) -> Vec<(u32, u32, Value, bool)> {
    let book = read(stream, &Limits::default()).expect("a book");
    let cells = book.sheets[0].cells.iter();
    cells.map(|c| (c.row, c.col, c.value.clone(), c.formula)).collect()
}

fn text(t: &str) -> Value {
    Value::Text(Arc::from(t))
}

fn error(t: &str) -> Value {
    Value::Error(Arc::from(t))
}

/// A formula's record: its result's eight bytes, then flags and an empty expression.
fn formula(row: u16, col: u16, style: u16, result: [u8; 8]) -> Vec<u8> {
    cell(0x0006, row, col, style, &[&result[..], &[0; 8]].concat())
}

#[test]
fn every_kind_of_cell() {
    let stream = whole(&[
        cell(0x0203, 0, 0, 0, &120.5_f64.to_le_bytes()),
        cell(0x0203, 0, 1, 1, &45356.0_f64.to_le_bytes()),
        cell(0x0203, 0, 2, 2, &45352.0_f64.to_le_bytes()),
        cell(0x027E, 0, 3, 0, &0x004B_5647_u32.to_le_bytes()),
        record(
            0x00BD,
            &[
                1, 0, 4, 0, 0, 0, 0x02, 0, 0, 0, 1, 0, 0x0A, 0, 0, 0, 0, 0, 0x00, 0, 0xF0, 0x3F, 6, 0,
            ],
        ),
        cell(0x00FD, 2, 0, 0, &0_u32.to_le_bytes()),
        cell(0x00FD, 2, 1, 0, &1_u32.to_le_bytes()),
        cell(0x0204, 2, 2, 0, &utf16("合计")),
        cell(0x0205, 2, 3, 0, &[1, 0]),
        cell(0x0205, 2, 4, 0, &[0x07, 1]),
        cell(0x0201, 2, 5, 0, &[]),
        formula(3, 0, 0, 7.25_f64.to_le_bytes()),
        formula(3, 1, 0, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        record(0x0207, &utf16("是")),
        formula(3, 2, 0, [1, 0, 1, 0, 0, 0, 0xFF, 0xFF]),
        formula(3, 3, 0, [2, 0, 0x17, 0, 0, 0, 0xFF, 0xFF]),
        formula(3, 4, 0, [3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        formula(3, 5, 1, 45356.0_f64.to_le_bytes()),
    ]);
    assert_eq!(
        values(&stream),
        [
            (0, 0, Value::Number(120.5), false),
            (0, 1, Value::Date(45356.0), false),
            (0, 2, Value::Date(45352.0), false),
            (0, 3, Value::Number(12_343.21), false),
            (1, 4, Value::Number(0.0), false),
            (1, 5, Value::Date(2.0), false),
            (1, 6, Value::Number(1.0), false),
            (2, 0, text("大米"), false),
            (2, 2, text("合计"), false),
            (2, 3, Value::Bool(true), false),
            (2, 4, error("#DIV/0!"), false),
            (3, 0, Value::Number(7.25), true),
            (3, 1, text("是"), true),
            (3, 2, Value::Bool(true), true),
            (3, 3, error("#REF!"), true),
            (3, 5, Value::Date(45356.0), true),
        ]
    );
}

#[test]
fn a_book_without_one_result_was_never_calculated() {
    let empty = [3, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    let never = whole(&[formula(0, 0, 0, empty), formula(0, 1, 0, empty)]);
    assert_eq!(
        values(&never),
        [(0, 0, Value::Uncalculated, true), (0, 1, Value::Uncalculated, true)]
    );
    let once = whole(&[formula(0, 0, 0, empty), formula(0, 1, 0, 1.0_f64.to_le_bytes())]);
    assert_eq!(values(&once), [(0, 1, Value::Number(1.0), true)]);
    // A text that is announced and does not come.
    let missing = whole(&[
        formula(0, 0, 0, [0, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
        cell(0x0203, 0, 1, 0, &1.0_f64.to_le_bytes()),
    ]);
    assert_eq!(
        values(&missing),
        [(0, 0, Value::Uncalculated, true), (0, 1, Value::Number(1.0), false)]
    );
}

#[test]
fn names_hidden_rows_merges_and_the_date_system() {
    let row = |row: u16, flags: u8| {
        let mut body = vec![0; 16];
        body[..2].copy_from_slice(&row.to_le_bytes());
        body[12] = flags;
        record(0x0208, &body)
    };
    let sheet = [
        row(0, 0),
        row(1, 0x20),
        row(2, 0x20),
        cell(0x0203, 0, 0, 0, &1.0_f64.to_le_bytes()),
        cell(0x0203, 1, 0, 0, &2.0_f64.to_le_bytes()),
        record(0x00E5, &[2, 0, 0, 0, 1, 0, 2, 0, 3, 0, 5, 0, 5, 0, 6, 0, 6, 0]),
        end(),
    ]
    .concat();
    let of = |more: &[u8]| read(&book(&sheet, more), &Limits::default()).expect("a book");
    let plain = of(&[]);
    assert_eq!(plain.date_system, DateSystem::D1900);
    assert_eq!((&*plain.sheets[0].name, plain.sheets[0].visibility), ("三月", Visibility::Hidden));
    assert_eq!(plain.sheets[0].hidden_rows, [1], "row 2 holds no cell");
    let merge = Merge {
        top: 0,
        left: 2,
        bottom: 1,
        right: 3,
    };
    assert_eq!(plain.sheets[0].merges, [merge], "one cell merged with itself is none");
    assert_eq!(plain.damage, []);
    assert_eq!(of(&record(0x0022, &[1, 0])).date_system, DateSystem::D1904);
    assert_eq!(
        read(&book(&sheet, &record(0x002F, &[0; 6])), &Limits::default()),
        Err(Unreadable::Encrypted)
    );
}

#[test]
fn damage_costs_its_cell_only() {
    let good = |col: u16| cell(0x0203, 0, col, 0, &1.0_f64.to_le_bytes());
    let stream = whole(&[
        good(0),
        cell(0x0203, 0, 1, 0, &[0; 7]),
        cell(0x00FD, 0, 2, 0, &2_u32.to_le_bytes()),
        cell(0x0204, 0, 3, 0, &[9, 0, 1, 0x08]),
        good(4),
        cell(0x0203, 0, 4, 0, &5.0_f64.to_le_bytes()),
        cell(0x0203, 0, 5, 0, &f64::NAN.to_le_bytes()),
    ]);
    let book = read(&stream, &Limits::default()).expect("a book");
    let found: Vec<Value> = book.sheets[0].cells.iter().map(|c| c.value.clone()).collect();
    let expected = [
        Value::Number(1.0),
        error("#CELL?"),
        error("#TEXT?"),
        error("#CELL?"),
        Value::Number(5.0),
        error("#NUM!"),
    ];
    assert_eq!(found, expected, "the later of two cells in one place stays");
    assert_eq!(
        book.damage,
        [Damage {
            sheet: "三月".into(),
            code: "strings_truncated",
            detail: "C1: 1".to_owned()
        }]
    );
}

#[test]
fn a_stream_cut_at_any_byte_keeps_the_cells_before_and_says_so() {
    let sheet: Vec<Vec<u8>> = (0..4).map(|i| cell(0x0203, i, 0, 0, &f64::from(i).to_le_bytes())).collect();
    let stream = whole(&sheet);
    let start = stream.len() - 4 - 4 * 18;
    // Fewer bytes are not told for a BIFF stream.
    for cut in 9..stream.len() {
        match read(&stream[..cut], &Limits::default()) {
            Ok(book) if cut >= start => {
                assert_eq!(book.sheets[0].cells.len(), (cut - start) / 18, "{cut}");
                assert_eq!(book.damage.iter().map(|d| d.code).collect::<Vec<_>>(), ["sheet_truncated"], "{cut}");
            }
            Ok(book) => assert!(book.sheets.iter().all(|s| s.cells.is_empty()) && !book.damage.is_empty(), "{cut}"),
            Err(e) => assert!(cut < start && matches!(e, Unreadable::Damaged(_)), "{cut}: {e}"),
        }
    }
}

#[test]
fn sheets_that_are_listed_in_a_wrong_place_or_not_at_all() {
    let stream = whole(&[cell(0x0203, 0, 0, 0, &1.0_f64.to_le_bytes())]);
    let entry = stream.windows(4).position(|w| w == [0x85, 0, 12, 0]).expect("the entry") + 4;
    let mut moved = stream.clone();
    moved[entry] += 3;
    assert_eq!(values(&moved), [(0, 0, Value::Number(1.0), false)]);
    let mut unlisted = stream;
    unlisted[entry - 4] = 0x86;
    let book = read(&unlisted, &Limits::default()).expect("a book");
    assert_eq!((&*book.sheets[0].name, book.sheets[0].cells.len()), ("Sheet1", 1));
    assert_eq!(book.damage[0].code, "workbook_directory_lost");
}

#[test]
fn a_chart_within_a_sheet_ends_nothing() {
    let stream = whole(&[
        bof(0x20),
        cell(0x0203, 7, 7, 0, &1.0_f64.to_le_bytes()),
        end(),
        cell(0x0203, 0, 0, 0, &2.0_f64.to_le_bytes()),
    ]);
    assert_eq!(values(&stream), [(0, 0, Value::Number(2.0), false)]);
}

/// Excel 2: no container, three bytes of attributes, texts with a count of one byte, number formats by their order.
#[test]
fn raw_streams_of_excel_2_to_4() {
    let (gbk, _, _) = encoding_rs::GB18030.encode("大米");
    let label = [&[0, 0, 0, 0, 0, 0, 0, 4][..], &gbk].concat();
    let biff2 = [
        record(0x0009, &[2, 0, 0x10, 0]),
        record(0x0042, &936_u16.to_le_bytes()),
        record(0x001E, b"\x07General"),
        record(0x001E, b"\x0ayyyy/mm/dd"),
        record(0x0004, &label),
        record(0x0002, &[1, 0, 0, 0, 0, 0, 0, 9, 0]),
        record(0x0003, &[&[1, 0, 1, 0, 0, 1, 0][..], &45356.0_f64.to_le_bytes()].concat()),
        end(),
    ]
    .concat();
    assert_eq!(
        values(&biff2),
        [
            (0, 0, text("大米"), false),
            (1, 0, Value::Number(9.0), false),
            (1, 1, Value::Date(45356.0), false)
        ]
    );
    let biff4 = [
        record(0x0409, &[0, 4, 0x10, 0, 0, 0]),
        record(0x041E, b"\0\0\x0ayyyy/mm/dd"),
        record(0x0443, &[0; 12]),
        cell(0x0204, 0, 0, 0, b"\x02\0ab"),
        cell(0x0203, 0, 1, 0, &45356.0_f64.to_le_bytes()),
        cell(0x0406, 0, 2, 9, &[&2.5_f64.to_le_bytes()[..], &[0; 4]].concat()),
        end(),
    ]
    .concat();
    assert_eq!(
        values(&biff4),
        [
            (0, 0, text("ab"), false),
            (0, 1, Value::Date(45356.0), false),
            (0, 2, Value::Number(2.5), true)
        ]
    );
}

#[test]
fn limits_hold() {
    let stream = whole(&[
        cell(0x0203, 0, 0, 0, &1.0_f64.to_le_bytes()),
        cell(0x0203, 0, 1, 0, &1.0_f64.to_le_bytes()),
    ]);
    let with = |cells, sheets| Limits {
        cells,
        sheets,
        ..Limits::default()
    };
    assert!(read(&stream, &with(2, 1)).is_ok());
    for (limits, name) in [(with(1, 1), "max-cells"), (with(2, 0), "max-sheets")] {
        assert!(matches!(read(&stream, &limits), Err(Unreadable::OverLimit { limit, .. }) if limit == name));
    }
}

/// The same stream in a container, whole and with its last half sector missing (a file copied in part).
#[test]
fn a_container_that_is_cut_gives_what_is_there() {
    use std::io::Write as _;
    let cells: Vec<Vec<u8>> = (0..2000).map(|i| cell(0x0203, i, 0, 0, &f64::from(i).to_le_bytes())).collect();
    let stream = whole(&cells);
    let mut ole = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("a container");
    ole.create_stream("/Workbook")
        .and_then(|mut s| s.write_all(&stream))
        .expect("a stream");
    ole.flush().expect("written");
    let bytes = ole.into_inner().into_inner();
    assert_eq!(values(&bytes), values(&stream));
    let book = read(&bytes[..bytes.len() / 2], &Limits::default()).expect("a part");
    let found = book.sheets[0].cells.len();
    assert!((500..1500).contains(&found), "{found}");
    let all = values(&stream);
    assert!(
        book.sheets[0]
            .cells
            .iter()
            .zip(&all)
            .all(|(c, a)| (c.row, c.col, &c.value) == (a.0, a.1, &a.2))
    );
    assert_eq!(book.damage[0].code, "sheet_truncated");
}

proptest! {
    /// Whatever bytes lie in the records: no panic, and cells in order.
    #[test]
    fn any_records(records in proptest::collection::vec((prop_oneof![0_u16..0x10, 0x0201_u16..0x0210, Just(0x00BD), Just(0x00FD), Just(0x0406), Just(0x003C), any::<u16>()], proptest::collection::vec(any::<u8>(), 0..40)), 0..60), cut in 0_usize..200) {
        let sheet: Vec<u8> = records.iter().flat_map(|(kind, body)| record(*kind, body)).collect();
        let stream = book(&sheet, &[]);
        if let Ok(book) = read(&stream[..stream.len().saturating_sub(cut)], &Limits::default()) {
            for sheet in book.sheets {
                prop_assert!(sheet.cells.is_sorted_by(|a, b| (a.row, a.col) < (b.row, b.col)));
            }
        }
    }
}
