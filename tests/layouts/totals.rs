//! Totals, footers and empty rows: never lines, and what each total covers.

use bangfu::{rows::reading::Fate, tables::vocabulary::meaning::TotalKind};

use super::HEAD;
use crate::support::book::{amounts, codes, fates, merged, read, rows, sheet, totals};

#[test]
fn totals_subtotals_and_running_totals_are_never_lines() {
    for label in [
        "小计",
        "合计",
        "总计",
        "本页合计",
        "本月合计",
        "本年累计",
        "累计",
        "合  计",
        "合计：",
        "合计（大写）",
        "合计（大写）人民币壹佰元整",
    ] {
        let last = format!("{label}||||  |100||");
        let r = rows(&[HEAD, "2024.3.1|大米|10|公斤|10|100|甲|832平台", &last]);
        assert_eq!(amounts(&r), [10000], "{label}");
        let item = format!("|{label}||||100||");
        let r = rows(&[HEAD, "2024.3.1|大米|10|公斤|10|100|甲|832平台", &item]);
        assert_eq!(amounts(&r), [10000], "{label} in the item column");
        assert!(r.rejected.is_empty());
    }
    let r = rows(&[HEAD, "2024.3.1|小计算器|1|个|10|10|甲|", "2024.3.1|合计源大米|1|袋|10|10|甲|"]);
    assert_eq!(amounts(&r), [1000, 1000]);
}

#[test]
fn a_running_total_is_not_compared_and_a_month_total_covers_its_month() {
    let r = rows(&[
        "日期|品名|金额",
        "2024.1.5|大米|100",
        "本月合计||100",
        "本年累计||100",
        "2024.2.5|白菜|20",
        "本月合计||20",
        "本年累计||120",
    ]);
    assert_eq!(
        totals(&r),
        [
            (TotalKind::Total, Some(10000), 10000),
            (TotalKind::Running, Some(10000), 10000),
            (TotalKind::Total, Some(2000), 2000),
            (TotalKind::Running, Some(12000), 12000)
        ]
    );
}

#[test]
fn an_unlabelled_total_is_a_total_and_an_odd_figure_is_a_line() {
    let r = rows(&["日期|品名|金额", "2024.3.1|大米|100", "2024.3.2|白菜|20", "||120"]);
    assert_eq!(amounts(&r), [10000, 2000]);
    assert_eq!(codes(&r), ["unlabelled_total"]);
    let r = rows(&["日期|品名|金额", "2024.3.1|大米|100", "2024.3.2|白菜|20", "||121"]);
    assert_eq!(amounts(&r), [10000, 2000, 12100]);
    // Last in the table, larger than each line, without item and date: a person looks.
    assert_eq!(codes(&r), ["item_missing", "total_suspected"]);
    let r = rows(&["日期|品名|金额", "2024.3.1|大米|100", "2024.3.2|白菜|20", "2024.3.3|面粉|120"]);
    assert_eq!(amounts(&r), [10000, 2000, 12000]);
}

#[test]
fn footers_blanks_and_rows_numbered_in_advance_are_skipped() {
    let r = rows(&[
        "序号|日期|品名|数量|单价|金额",
        "1|2024.3.1|大米|10|10|100",
        "2|||||",
        "3|||||=0",
        "||||~|=0",
        "",
        "备注：本表一式两份",
        "说明|以上均含税",
        "注：无",
        "制表人：甲||审核人：乙||验收人：丙|",
        "填报日期：2024年4月2日",
    ]);
    assert_eq!(amounts(&r), [10000]);
    assert!(r.rejected.is_empty(), "{:?}", r.rejected);
    assert_eq!(fates(&r)[2..5], [Fate::Blank, Fate::Blank, Fate::Blank]);
    assert!(fates(&r)[5..].iter().all(|f| *f == Fate::Footer), "{:?}", fates(&r));
}

#[test]
fn summary_below_the_total_is_not_bought_again() {
    let r = rows(&[
        "日期|品名|数量|单价|金额|采购渠道",
        "2024.3.1|大米|10|5|50|832平台",
        "2024.3.1|面粉|10|5|50|农贸市场",
        "合计||||100|",
        "其中：832平台||||50|",
        "其中：其他||||50|",
        "832平台占比||||50%|",
    ]);
    assert_eq!(amounts(&r), [5000, 5000]);
}

#[test]
fn grand_total_by_formula_with_label_merged_over_several_columns() {
    let m = merged(
        sheet(
            "x",
            &[
                "序号|日期|品名|金额",
                "1|2024.3.1|大米|50",
                "2|2024.3.1|面粉|50",
                "合计（大写）：壹佰元整|||=100",
            ],
        ),
        &["A4:C4"],
    );
    let r = read(vec![m]);
    assert_eq!(amounts(&r), [5000, 5000]);
    assert_eq!(r.sheets[0].tables[0].totals[0].stated_fen, Some(10000));
}

#[test]
fn total_in_words_gives_its_figure_where_no_other_stands() {
    let r = rows(&["日期|品名|金额", "2024.3.1|大米|100", "合计（大写）：壹佰元整||"]);
    assert_eq!(r.sheets[0].tables[0].totals[0].stated_fen, Some(10000));
    let r = rows(&["日期|品名|金额", "2024.3.1|大米|100", "合计：100元||"]);
    assert_eq!(r.sheets[0].tables[0].totals[0].stated_fen, Some(10000));
}

#[test]
fn a_template_filled_in_halfway_leaves_its_empty_rows_alone() {
    let mut text = vec![
        "序号|日期|品名|数量|单位|单价|金额|备注".to_owned(),
        "1|2024.3.1|大米|10|公斤|5|=50|".to_owned(),
    ];
    text.extend((2..60).map(|i| format!("{i}||||公斤||=0|")));
    text.push("合计||||||=50|".to_owned());
    let text: Vec<&str> = text.iter().map(String::as_str).collect();
    let r = rows(&text);
    assert_eq!(amounts(&r), [5000]);
    assert!(r.rejected.is_empty() && r.issues.is_empty(), "{:?}", r.issues);
}
