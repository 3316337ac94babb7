//! What a cell takes from the cells beside it, and cells that a spreadsheet program changed.

use bangfu::{
    formats::cells::{Cell, Merge, Value},
    model::field::Field,
};

use super::HEAD;
use crate::support::book::{amounts, codes, dates, merged, read, rows, sheet};

#[test]
fn a_merged_cell_holds_for_all_its_rows_and_blank_dates_take_the_one_above() {
    let m = merged(
        sheet(
            "x",
            &[
                "日期|品名|金额|供应商|采购渠道|产地|订单号",
                "2024.3.1|大米|100|甲|832平台|平陆县|A1",
                "|面粉|50||||",
                "|白菜|20|乙|||",
                "2024.3.4|萝卜|5||||",
            ],
        ),
        &["D2:D3", "E2:E3", "F2:F3", "G2:G3"],
    );
    let r = read(vec![m]);
    assert_eq!(dates(&r), ["2024-03-01", "2024-03-01", "2024-03-01", "2024-03-04"]);
    let l = &r.lines[1];
    assert_eq!(
        [&l.supplier, &l.channel, &l.origin, &l.order_no].map(|v| v.as_deref().unwrap_or("")),
        ["甲", "832平台", "平陆县", "A1"]
    );
    assert_eq!(l.cells.get(Field::Supplier).unwrap().to_string(), "D2");
    assert_eq!(l.cells.get(Field::Date).unwrap().to_string(), "A2");
    assert_eq!((r.lines[2].channel.as_deref(), r.lines[2].has_channel_column), (None, true));
}

#[test]
fn ditto_marks_take_the_value_above_in_any_column() {
    for mark in ["〃", "″", "\"", "同上"] {
        let second = format!("{mark}|面粉|{mark}|{mark}|{mark}|{mark}|{mark}|{mark}");
        let r = rows(&[HEAD, "2024.3.1|大米|10|公斤|10|100|甲|832平台", &second]);
        assert_eq!(amounts(&r), [10000, 10000], "{mark}");
        assert_eq!(
            (r.lines[1].supplier.as_deref(), r.lines[1].channel.as_deref()),
            (Some("甲"), Some("832平台"))
        );
        assert_eq!(dates(&r)[1], "2024-03-01");
    }
}

#[test]
fn values_as_text_as_csv_holds_them() {
    let r = rows(&[
        "'日期|'品名|'数量|'单价|'金额",
        "'2024-03-01|'大米|'10|'5|'50.00",
        "'2024-03-02|'面粉|'2|'5|'1,000.00",
        "'合计||||'1,050.00",
    ]);
    assert_eq!(amounts(&r), [5000, 100_000]);
    assert_eq!(r.sheets[0].tables[0].totals[0].stated_fen, Some(105_000));
}

#[test]
fn damaged_identifiers_are_reported() {
    let r = rows(&[
        "日期|品名|金额|订单号|发票号",
        "2024.3.1|大米|100|1090698369754404144|12345678",
        "2024.3.1|大米|100|'1.09070E+18|'0012",
    ]);
    assert_eq!(codes(&r), ["damaged_id", "damaged_id"]);
    assert_eq!(r.lines[0].rare().invoice_no.as_deref(), Some("12345678"));
}

#[test]
fn extreme_sheets_cost_their_cells() {
    let mut far = sheet("x", &["日期|品名|金额", "2024.3.1|大米|100"]);
    far.cells.push(Cell {
        row: 1_048_575,
        col: 16_383,
        value: Value::Text("x".into()),
        formula: false,
    });
    far.merges.push(Merge {
        top: 5,
        left: 0,
        bottom: 1_048_575,
        right: 16_383,
    });
    let r = read(vec![far]);
    assert_eq!(amounts(&r), [10000]);
    let many: Vec<String> = std::iter::once("品名|金额|日期".to_owned())
        .chain((0..20_000).map(|i| format!("|{}|", i % 7)))
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let _ = rows(&many);
    let heads: Vec<&str> = std::iter::repeat_n("日期|品名|金额", 5_000).collect();
    let _ = rows(&heads);
}
