//! Tables, sheets and sides of tables that hold no purchases: set aside, each with its reason.

use bangfu::{formats::cells::Visibility, rows::reading::Fate, tables::region::TableKind};

use crate::support::book::{amounts, codes, fates, merged, read, reasons, rows, sheet};

#[test]
fn only_the_incoming_side_of_a_stock_book_counts() {
    let m = merged(
        sheet(
            "进销存",
            &[
                "日期|品名|单位|入库|||出库|||结存||",
                "|||数量|单价|金额|数量|单价|金额|数量|单价|金额",
                "|上月结存||||||||5|2|10",
                "2024.3.1|大米|公斤|10|5|50||||15|5|60",
                "2024.3.2|大米|公斤||||3|5|15|12|5|45",
                "期初|白菜||||||||1|1|1",
                "本月合计|||10||50|3||15|12||45",
            ],
        ),
        &["A1:A2", "B1:B2", "C1:C2", "D1:F1", "G1:I1", "J1:L1"],
    );
    let r = read(vec![m]);
    assert_eq!(r.sheets[0].tables[0].kind, TableKind::StockBook);
    assert_eq!(amounts(&r), [5000]);
    assert_eq!(
        fates(&r),
        [
            Fate::Header,
            Fate::Header,
            Fate::NotPurchase,
            Fate::Line,
            Fate::NotPurchase,
            Fate::NotPurchase,
            Fate::Total
        ]
    );
    let flat = rows(&[
        "日期|品名|入库数量|入库单价|入库金额|出库数量|出库金额|结存数量|结存金额",
        "2024.3.1|大米|10|5|50|1|5|9|45",
        "2024.3.2|大米||||2|10|7|35",
    ]);
    assert_eq!(amounts(&flat), [5000]);
    for group in ["购进", "本月购进", "收入", "入库（购进）"] {
        let head = format!("品名|{group}|||出库（领用）|||结存||");
        let r = rows(&[&head, "|数量|单价|金额|数量|单价|金额|数量|单价|金额", "大米|10|5|50|1|5|5|9|5|45"]);
        assert_eq!(amounts(&r), [5000], "{group}");
    }
}

#[test]
fn a_food_safety_ledger_without_money_is_rejected_with_a_reason_of_its_own() {
    let r = rows(&[
        "食品名称|规格|数量|生产日期|保质期|供应商名称|进货日期",
        "大米|25kg|10|2024.1.1|12个月|甲|2024.3.1",
    ]);
    assert_eq!(r.sheets[0].tables[0].kind, TableKind::NoMoney);
    assert_eq!(reasons(&r), ["no_amount_column"]);
    assert!(r.lines.is_empty());
}

#[test]
fn a_price_list_and_an_instruction_table_are_no_purchases() {
    let r = rows(&["品名|规格|单位|单价", "大米|25kg|袋|120"]);
    assert!(r.lines.is_empty());
    assert_eq!(reasons(&r), ["no_amount_column"]);
    let r = rows(&[
        "字段|说明|示例",
        "日期|采购日期|2024.3.5",
        "金额|以元为单位|100.5",
        "品名|食材名称|大米",
    ]);
    assert!(r.lines.is_empty(), "{:?}", r.lines);
}

#[test]
fn a_table_of_issues_is_no_purchase() {
    let r = read(vec![
        sheet("入库", &["日期|品名|数量|单价|金额", "2024.3.1|大米|10|5|50"]),
        sheet("出库", &["日期|品名|数量|单价|金额|领用人", "2024.3.1|大米|10|5|50|张三"]),
    ]);
    assert_eq!(amounts(&r), [5000]);
    assert!(codes(&r).contains(&"not_purchase_table"));
}

#[test]
fn hidden_sheets_are_set_aside_and_hidden_rows_are_data() {
    let mut hidden = sheet("旧", &["日期|品名|金额", "2024.3.1|大米|100"]);
    hidden.visibility = Visibility::VeryHidden;
    let mut filtered = sheet("新", &["日期|品名|金额", "2024.3.1|大米|100", "2024.3.2|面粉|50"]);
    filtered.hidden_rows = vec![2];
    let r = read(vec![hidden, filtered]);
    assert_eq!(amounts(&r), [10000, 5000]);
    assert_eq!(codes(&r), ["hidden_sheet", "hidden_rows"]);
    assert_eq!(r.sheets[0].fates[0].fate, Fate::Hidden);
}

#[test]
fn a_sheet_of_instructions_is_prose_and_stray_data_is_rejected() {
    let r = read(vec![
        sheet("填写说明", &["填写说明", "1.请如实填写", "2.金额以元为单位|注意"]),
        sheet("x", &["大米|10|公斤|100", "面粉|5|公斤|50"]),
    ]);
    assert_eq!(reasons(&r), ["outside_table", "outside_table"]);
    assert!(codes(&r).contains(&"no_table"));
    assert_eq!(r.sheets[0].fates[0].fate, Fate::Prose);
}
