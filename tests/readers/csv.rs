//! CSV of every encoding and separator, and what breaks off in it.

use bangfu::formats::{cells::Value, limits::Limits, read};

fn rows(bytes: &[u8]) -> Vec<(u32, u32, String)> {
    let book = read(bytes, &Limits::default()).unwrap();
    let text = |v: &Value| if let Value::Text(t) = v { t.to_string() } else { panic!("{v:?}") };
    book.sheets[0].cells.iter().map(|c| (c.row, c.col, text(&c.value))).collect()
}

#[test]
fn encodings_and_separators_give_the_same_cells() {
    let text = "日期,品名,金额\n2024-03-01,\"大米,特级\",55.00\n";
    let want = rows(text.as_bytes());
    assert_eq!(want[4], (1, 1, "大米,特级".to_owned()));
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    assert_eq!(rows(&gb), want);
    let bom = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
    assert_eq!(rows(&bom), want);
    let le: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(rows(&le), want);
    for sep in ['\t', ';'] {
        let other = format!("日期{sep}品名{sep}金额\n2024-03-01{sep}\"大米,特级\"{sep}55.00\n");
        assert_eq!(rows(other.as_bytes()), want);
    }
}

/// 一 is U+4E00: a zero where Latin text has none.
#[test]
fn utf16_without_a_mark_may_hold_any_chinese() {
    let text = "日期,品名,金额\n2024-03-01,一等大米,55.00\n";
    let want = rows(text.as_bytes());
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(order).collect();
        assert!(bytes.chunks(2).any(|pair| pair == order(0x4E00)));
        assert_eq!(rows(&bytes), want);
    }
    let utf32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    assert!(read(&utf32, &Limits::default()).is_err(), "UTF-32 is not taken for it");
}

#[test]
fn blank_lines_count_as_rows_and_quoted_line_breaks_do_not() {
    let cells = rows("a,b\n\n\"x\ny\",2\r\n\r\n\r\nc,3\n".as_bytes());
    let at: Vec<(u32, u32)> = cells.iter().map(|(r, c, _)| (*r, *c)).collect();
    assert_eq!(at, [(0, 0), (0, 1), (2, 0), (2, 1), (5, 0), (5, 1)]);
}

#[test]
fn what_breaks_off_is_told() {
    let text = "日期,品名,金额\n2024-03-01,大米,55.00\n2024-03-02,12\"盘,20\n2024-03-03,\"a\"\"b\",5\n";
    let gb = encoding_rs::GB18030
        .encode("日期,品名,金额\n2024-03-01,大米,55.00\n2024-03-02,菜")
        .0
        .into_owned();
    let utf8 = format!("{text}2024-03-04,菜").into_bytes();
    let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, damage) in [
        (text.as_bytes(), None),
        (text.trim_end().as_bytes(), None),
        (&utf8, None),
        (&utf8[..utf8.len() - 1], Some("sheet_truncated")),
        (&utf8[..utf8.len() - 2], Some("sheet_truncated")),
        (&gb, None),
        (&gb[..gb.len() - 1], Some("sheet_truncated")),
        (&le[..le.len() - 1], Some("sheet_truncated")),
        (format!("{text}2024-03-04,\"菜,5").as_bytes(), Some("quote_not_closed")),
    ] {
        let book = read(bytes, &Limits::default()).unwrap();
        assert_eq!(book.damage.first().map(|d| d.code), damage, "{:?}", String::from_utf8_lossy(bytes));
        assert_eq!(book.sheets[0].cells[3].value, Value::Text("2024-03-01".into()));
    }
}

#[test]
fn numbers_protected_as_formulas_are_unwrapped() {
    assert_eq!(rows(b"=\"00123\",1\n")[0].2, "00123");
    assert_eq!(rows(b"sep=;\na;b\n"), [(1, 0, "a".to_owned()), (1, 1, "b".to_owned())]);
}
