//! The date of a line: in its cell, in two columns, in a row above, in the title.

use bangfu::{formats::cells::DateSystem, model::field::Field};

use crate::support::book::{self, amounts, codes, dates, merged, read, rows, sheet};

#[test]
fn dates_of_many_forms_and_typos() {
    let r = rows(&[
        "日期|品名|金额",
        "@45356|a|1",
        "45356|b|1",
        "20240305|c|1",
        "'3.5|d|1",
        "3月5日|e|1",
        "216.4.24|f|1",
        "2016.10.32|g|1",
        "6.25|h|1",
    ]);
    assert_eq!(
        dates(&r),
        ["2024-03-05", "2024-03-05", "2024-03-05", "3/5", "3/5", "-", "-", "6/25"]
    );
    assert_eq!(codes(&r), ["unparsed_date", "unparsed_date"]);
    assert_eq!(r.issues[0].cell.unwrap().to_string(), "A7");
}

#[test]
fn numeric_six_point_two_is_settled_by_its_neighbours_or_stays_open() {
    let r = rows(&["日期|品名|金额", "6.18|a|1", "6.2|b|1", "|c|1", "6.22|d|1"]);
    assert_eq!(dates(&r), ["6/18", "6/20", "6/20", "6/22"]);
    assert_eq!(codes(&r), ["date_inferred"]);
    let r = rows(&["日期|品名|金额", "6.1|a|1", "6.2|b|1", "6.25|c|1"]);
    assert_eq!(dates(&r), ["6/?", "6/?", "6/25"]);
    assert_eq!(codes(&r), ["date_ambiguous", "date_ambiguous"]);
    let r = rows(&["日期|品名|金额", "6.1|a|1", "6.2|b|1", "6.4|c|1"]);
    assert_eq!(dates(&r), ["6/1", "6/2", "6/4"]);
}

#[test]
fn month_and_day_in_two_columns() {
    let r = rows(&["2024年采购台账", "月|日|品名|金额", "3|5|a|1", "|6|b|1", "||c|1", "4|1|d|1"]);
    assert_eq!(dates(&r), ["3/5", "3/6", "3/6", "4/1"]);
    assert_eq!(r.sheets[0].year, Some(2024));
    let m = merged(
        sheet("x", &["2024年||品名|金额", "月|日||", "3|5|a|1", "3|6|b|1"]),
        &["A1:B1", "C1:C2", "D1:D2"],
    );
    let r = read(vec![m]);
    assert_eq!(dates(&r), ["3/5", "3/6"]);
    assert_eq!(r.sheets[0].tables[0].year, Some(2024));
}

#[test]
fn month_rows_inside_a_table() {
    let r = rows(&["日期|品名|金额", "3月份||", "5日|a|1", "4月份||", "|b|1", "2日|c|1"]);
    assert_eq!(dates(&r), ["5日", "-", "2日"]);
    let months: Vec<_> = r.lines.iter().map(|l| format!("{:?}", l.rare().section_month.unwrap())).collect();
    assert!(months[0].contains("month: 3") && months[1].contains("month: 4"));
}

#[test]
fn dates_as_rows_of_their_own() {
    let m = merged(
        sheet(
            "x",
            &["日期|品名|金额", "2024年3月5日||", "|大米|50", "|面粉|5", "2024年3月6日||", "|盐|1"],
        ),
        &["A2:C2", "A5:C5"],
    );
    let r = read(vec![m]);
    assert_eq!(dates(&r), ["2024-03-05", "2024-03-05", "2024-03-06"]);
    assert_eq!(amounts(&r), [5000, 500, 100]);
}

#[test]
fn order_dates_go_before_receipt_and_payment() {
    let r = rows(&[
        "下单时间|验收日期|付款日期|品名|金额",
        "2024-03-30 10:00:00|2024-04-02|2024-05-01|大米|50",
    ]);
    assert_eq!(dates(&r), ["2024-03-30"]);
    let others: Vec<_> = r.lines[0].rare().other_dates.iter().map(|(f, _)| *f).collect();
    assert!(others.contains(&Field::ReceiptDate) && others.contains(&Field::PaymentDate));
}

#[test]
fn the_1904_system_shifts_serials() {
    let mut b = book::book(vec![sheet("x", &["日期|品名|金额", "@43894|大米|50"])]);
    b.date_system = DateSystem::D1904;
    let r = book::read_book(&b);
    assert_eq!(dates(&r), ["2024-03-05"]);
}

#[test]
fn a_title_over_several_months_says_that_its_figures_are_no_months() {
    let r = rows(&["甲局2024年1-3月统计表", "单位名称|采购总额|832平台|其他", "甲局|=30|=10|=20"]);
    assert_eq!(codes(&r), ["several_months"]);
    assert_eq!(format!("{:?}", r.sheets[0].tables[0].month), "Some(MonthOnly { month: 3 })");
    // With dates of their own the lines need no month from the title.
    let r = rows(&["甲局2024年1-3月台账", "日期|品名|金额", "2024-01-05|米|=30"]);
    assert!(codes(&r).is_empty());
}
