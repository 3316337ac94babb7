//! Where the header stands and which columns belong to it.

use bangfu::{rows::reading::Fate, tables::region::TableKind};

use super::HEAD;
use crate::support::book::{amounts, codes, dates, fates, items, read, rows, sheet};

#[test]
fn a_detail_ledger_with_title_unit_line_total_and_footer() {
    let r = rows(&[
        "盐湖区实验中学2024年3月食堂食材采购台账",
        "填报单位：盐湖区实验中学    2024年3月   单位：元",
        "序号|采购日期|品名|数量|单位|单价（元）|金额（元）|供应商|采购渠道|备注",
        "1|2024.3.5|白菜|10|公斤|2|20|张三粮油|农贸市场|",
        "2|2024.3.6|大米|100|公斤|5.5|550|平陆合作社|832平台|",
        "合  计||||||=570|||",
        "制表人：李四||审核人：王五",
    ]);
    assert_eq!(amounts(&r), [2000, 55000]);
    assert_eq!(items(&r), ["白菜", "大米"]);
    assert_eq!(dates(&r), ["2024-03-05", "2024-03-06"]);
    assert_eq!(
        fates(&r),
        [
            Fate::Title,
            Fate::Title,
            Fate::Header,
            Fate::Line,
            Fate::Line,
            Fate::Total,
            Fate::Footer
        ]
    );
    let s = &r.sheets[0];
    assert_eq!(s.unit_names.first().map(|u| u.text.as_ref()), Some("盐湖区实验中学"));
    assert_eq!(s.tables[0].kind, TableKind::Detail);
    let total = &s.tables[0].totals[0];
    assert_eq!(
        (
            total.stated_fen,
            total.lines_fen,
            total.first_line,
            total.end_line,
            total.unreadable
        ),
        (Some(57000), 57000, 0, 2, 0)
    );
    assert_eq!(total.cell.to_string(), "G6");
    let line = &r.lines[1];
    assert_eq!(line.channel.as_deref(), Some("832平台"));
    assert!(line.has_channel_column);
    assert_eq!(line.quantity.map(|q| q.to_string()).as_deref(), Some("100"));
    assert!(codes(&r).is_empty(), "{:?}", r.issues);
}

#[test]
fn the_header_may_stand_twenty_rows_down_and_columns_in_any_order() {
    let mut all: Vec<String> = (0..22).map(|i| format!("说明第{i}条")).collect();
    all.push("采购渠道|金额|品名|日期".into());
    all.push("832平台|12.5|小米|2024-03-01".into());
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let r = rows(&all);
    assert_eq!(
        (amounts(&r), items(&r), dates(&r)),
        (vec![1250], vec!["小米"], vec!["2024-03-01".to_owned()])
    );
}

#[test]
fn a_false_header_does_not_win() {
    let r = rows(&[
        "请按日期、品名、金额逐笔填写",
        "金额|以元为单位，保留两位小数",
        "日期|品名|金额",
        "2024.3.1|白菜|20",
    ]);
    assert_eq!(amounts(&r), [2000]);
    let r = rows(&["日期：|2024年3月|供应商：|利民粮油", "品名|数量|单价|金额", "白菜|2|3|6"]);
    assert_eq!(amounts(&r), [600]);
}

#[test]
fn the_first_data_row_in_words_is_no_second_header() {
    let r = rows(&["日期|品名|金额|供应商", "三月五日|大米|面议|甲", "2024.3.6|面粉|5|乙"]);
    assert_eq!(r.lines.len(), 2);
    assert_eq!(items(&r), ["大米", "面粉"]);
}

#[test]
fn units_in_a_row_of_their_own_below_the_header() {
    let r = rows(&["日期|品名|数量|单价|金额", "||（公斤）|（元）|（万元）", "2024.3.6|面粉|5|2|0.001"]);
    assert_eq!(amounts(&r), [1000]);
    assert_eq!(fates(&r)[1], Fate::Header);
}

#[test]
fn a_stray_header_word_in_the_remarks_changes_nothing() {
    let r = rows(&[
        "日期|品名|金额|备注",
        "2024.3.1|大米|50|金额",
        "2024.3.1|其他|5|合计",
        "2024.3.1|合计|55|",
    ]);
    assert_eq!(amounts(&r), [5000, 500]);
}

#[test]
fn headers_repeated_on_each_page_are_headers_of_one_table() {
    let r = rows(&[
        "台账",
        HEAD,
        "2024.3.1|大米|10|公斤|10|100|甲|832平台",
        "本页合计|||||100||",
        HEAD,
        "2024.3.2|面粉|1|公斤|5|5|甲|",
        "本页合计|||||5||",
        "合计|||||105||",
    ]);
    assert_eq!(amounts(&r), [10000, 500]);
    assert_eq!(r.sheets[0].tables.len(), 1);
    let t: Vec<_> = r.sheets[0].tables[0].totals.iter().map(|t| (t.stated_fen, t.lines_fen)).collect();
    assert_eq!(t, [(Some(10000), 10000), (Some(500), 500), (Some(10500), 10500)]);
}

#[test]
fn figures_in_a_column_without_header_are_reported() {
    let r = rows(&["日期|品名|金额|", "2024.3.1|大米|50|7", "2024.3.1|面粉|5|8"]);
    assert_eq!(amounts(&r), [5000, 500]);
    assert!(codes(&r).contains(&"cells_without_header"), "{:?}", codes(&r));
}

#[test]
fn a_blank_column_inside_a_table_does_not_split_it() {
    let r = rows(&["日期||品名||金额", "2024.3.1||大米||50"]);
    assert_eq!(
        (amounts(&r), items(&r), dates(&r)),
        (vec![5000], vec!["大米"], vec!["2024-03-01".to_owned()])
    );
}

#[test]
fn a_section_right_below_the_header_is_no_second_header_row() {
    for section in ["一、832平台采购|||", "832平台采购|||"] {
        let r = rows(&[
            "|日期|品名|金额",
            section,
            "1|2024.3.1|大米|100",
            "二、其他采购|||",
            "2|2024.3.2|白菜|20",
        ]);
        assert_eq!(amounts(&r), [10000, 2000], "{section}");
        assert_eq!(r.lines[0].rare().section.as_deref(), Some(section.trim_end_matches('|')));
        assert!(r.lines.iter().all(|l| !l.has_channel_column));
    }
}

#[test]
fn several_sheets_with_different_columns() {
    let r = read(vec![
        sheet("1月", &["日期|品名|金额", "2024.1.5|大米|100"]),
        sheet("2月", &["序号|商品名称|采购日期|总价|供货商", "1|白菜|2024.2.5|20|甲"]),
        sheet("空表", &[]),
    ]);
    assert_eq!(amounts(&r), [10000, 2000]);
    assert_eq!(r.lines[1].sheet, 1);
    assert!(r.sheets[0].month.is_some());
}

#[test]
fn an_amount_that_looks_like_a_channels_number_is_no_header() {
    let r = rows(&["品名|金额|采购渠道", "大米|=832|农贸市场", "油|=832|832平台", "面|=83|832平台"]);
    assert_eq!(amounts(&r), [83_200, 83_200, 8_300]);
    let r = rows(&["品名|金额|采购渠道", "大米|=8000|农贸市场", "油|=325|832平台", "合计|=8325|"]);
    assert_eq!((amounts(&r), fates(&r)[3]), (vec![800_000, 32_500], Fate::Total));
    // As a header it stands below nothing.
    let r = rows(&["单位名称|采购总额|=832|其他", "甲局|=30|=10|=20"]);
    assert_eq!(amounts(&r), [1_000, 2_000]);
}
