//! Several tables in one sheet, one below or beside the other, and sections inside a table.

use bangfu::tables::vocabulary::meaning::TotalKind;

use crate::support::book::{amounts, merged, read, reasons, rows, sheet, totals};

#[test]
fn tables_stacked_each_with_its_header_and_section() {
    let r = rows(&[
        "食堂采购台账",
        "一、832平台采购",
        "日期|品名|金额",
        "2024.3.1|大米|100",
        "合计||100",
        "",
        "二、供销数据平台采购",
        "品名|日期|数量|单价|金额",
        "白菜|2024.3.2|2|10|20",
        "合计||||20",
        "总计||||120",
    ]);
    assert_eq!(amounts(&r), [10000, 2000]);
    let sections: Vec<_> = r.sheets[0]
        .tables
        .iter()
        .map(|t| t.section.as_ref().map(|s| s.text.to_string()))
        .collect();
    assert_eq!(sections, [Some("一、832平台采购".into()), Some("二、供销数据平台采购".into())]);
    let second = &r.sheets[0].tables[1].totals;
    assert_eq!((second[0].stated_fen, second[0].lines_fen), (Some(2000), 2000));
    assert_eq!((second[1].stated_fen, second[1].lines_fen), (Some(12000), 12000));
    assert!(r.lines.iter().all(|l| !l.has_channel_column));
}

#[test]
fn section_rows_inside_one_table() {
    let r = rows(&[
        "日期|品名|金额",
        "一、832平台采购||",
        "2024.3.1|大米|100",
        "小计||100",
        "二、其他采购||",
        "2024.3.2|白菜|20",
        "小计||20",
        "合计||120",
    ]);
    assert_eq!(amounts(&r), [10000, 2000]);
    let sections: Vec<_> = r.lines.iter().map(|l| l.rare().section.as_deref().unwrap_or("")).collect();
    assert_eq!(sections, ["一、832平台采购", "二、其他采购"]);
    assert_eq!(
        totals(&r),
        [
            (TotalKind::Subtotal, Some(10000), 10000),
            (TotalKind::Subtotal, Some(2000), 2000),
            (TotalKind::Total, Some(12000), 12000)
        ]
    );
}

#[test]
fn tables_side_by_side() {
    for gap in ["", "|"] {
        let head = format!("日期|品名|金额{gap}|日期|品名|金额");
        let one = format!("2024.3.1|大米|100{gap}|2024.3.2|白菜|20");
        let two = format!("2024.3.3|面粉|50{gap}||||");
        let total = format!("合计||150{gap}|合计||20");
        let r = rows(&[&head, &one, &two, &total]);
        assert_eq!(amounts(&r), [10000, 5000, 2000], "{gap:?}");
        assert_eq!(r.sheets[0].tables.len(), 2);
        assert_eq!(r.sheets[0].tables[1].totals[0].lines_fen, 2000);
        assert!(r.rejected.is_empty(), "{:?}", r.rejected);
    }
}

#[test]
fn side_by_side_tables_whose_headers_stand_in_different_rows() {
    let r = rows(&[
        "一、832平台采购||||二、其他采购||",
        "日期|品名|金额||||",
        "2024.3.1|大米|100||日期|品名|金额",
        "2024.3.2|小米|10||2024.3.2|白菜|20",
        "合计||110||2024.3.3|萝卜|5",
        "||||合计||25",
    ]);
    let mut all = amounts(&r);
    all.sort_unstable();
    assert_eq!(all, [500, 1000, 2000, 10000]);
}

#[test]
fn side_by_side_sections_belong_to_their_own_tables() {
    let r = rows(&[
        "一、832平台采购||||二、其他采购||",
        "日期|品名|金额||日期|品名|金额",
        "2024.3.1|大米|100||2024.3.2|白菜|20",
    ]);
    let sections: Vec<_> = r.sheets[0]
        .tables
        .iter()
        .map(|t| t.section.as_ref().map(|s| s.text.to_string()).unwrap_or_default())
        .collect();
    assert_eq!(sections, ["一、832平台采购", "二、其他采购"]);
}

#[test]
fn two_pages_with_titles_are_two_tables_and_lose_nothing() {
    let r = rows(&[
        "2024年1月台账",
        "日期|品名|金额",
        "1.5|大米|50",
        "合计||50",
        "制表人：甲",
        "2024年2月台账",
        "日期|品名|金额",
        "2.5|面粉|5",
        "合计||5",
    ]);
    assert_eq!(amounts(&r), [5000, 500]);
    let months: Vec<_> = r.sheets[0].tables.iter().map(|t| format!("{:?}", t.month.unwrap())).collect();
    assert!(months[0].contains("month: 1") && months[1].contains("month: 2"), "{months:?}");
}

#[test]
fn categories_as_rows_of_their_own() {
    let m = merged(
        sheet(
            "x",
            &[
                "品名|数量|单价|金额",
                "蔬菜类|||",
                "大米|1|50|50",
                "小计|||50",
                "肉类|||",
                "猪肉|1|5|5",
            ],
        ),
        &["A2:D2", "A5:D5"],
    );
    let r = read(vec![m]);
    assert_eq!(amounts(&r), [5000, 500]);
    assert!(r.rejected.is_empty(), "{:?}", r.rejected);
}

#[test]
fn an_unnumbered_section_ends_the_one_before_it() {
    let r = rows(&[
        "品名|金额|日期",
        "832平台采购||",
        "大米|100|3.1",
        "其他采购||",
        "白菜|20|3.2",
        "蔬菜类||",
        "832平台大米||",
        "萝卜|5|3.3",
    ]);
    let got: Vec<_> = r
        .lines
        .iter()
        .map(|l| (l.item.as_deref().unwrap(), l.rare().section.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(got, [("大米", "832平台采购"), ("白菜", "其他采购"), ("萝卜", "其他采购")]);
    // A kind of goods alone in its row is a band; an item that names a channel is none.
    assert_eq!(reasons(&r), ["no_amount"]);
}
