//! Shapes beside the settled ones: months, other periods and digits as columns, statements on their side, goods as columns.

use crate::support::book::{amounts, codes, rows};
use bangfu::{
    model::field::Field,
    rows::reading::{Fate, RawAmount, Reading, TableKind},
};

fn amount_cells(r: &Reading) -> Vec<String> {
    let cell = |l: &bangfu::rows::reading::RawLine| l.cells.get(Field::Amount).map(|c| c.to_string());
    r.lines.iter().map(|l| cell(l).unwrap_or_default()).collect()
}

#[test]
fn cumulative_and_last_years_columns_are_no_purchases_of_this_period() {
    let r = rows(&[
        "单位名称|本月采购||本年累计采购||",
        "|总额|832平台|总额|832平台|",
        "甲小学|=1000|=100|=3000|=500|",
    ]);
    assert_eq!(amounts(&r), [10000, 90000]);
    let r = rows(&[
        "单位名称|本年采购额|上年同期采购额|832平台采购额|上年832平台采购额",
        "甲小学|=1000|=900|=100|=90",
    ]);
    assert_eq!(amounts(&r), [10000, 90000]);
    // A table of nothing but running totals is none: it is said, not read.
    let r = rows(&["单位名称|累计采购额|累计832平台采购额", "甲小学|=3000|=500"]);
    assert!(r.lines.is_empty());
    assert_eq!(r.rejected.len(), 1);
}

#[test]
fn months_as_groups_of_columns_are_a_table_a_month() {
    let r = rows(&[
        "2024年食堂采购统计表",
        "单位名称|1月||2月||合计",
        "|总额|832平台|总额|832平台|",
        "甲小学|=100|=10|=200|=30|=300",
        "乙小学|=5||=6|=6|=11",
    ]);
    let months: Vec<_> = r.sheets[0].tables.iter().map(|t| format!("{:?}", t.month.unwrap())).collect();
    assert_eq!(months, ["MonthOnly { month: 1 }", "MonthOnly { month: 2 }"]);
    let by_table = |t: u16| -> i64 {
        let fen = |l: &bangfu::rows::reading::RawLine| if let RawAmount::Fen(f) = l.amount { f } else { 0 };
        r.lines.iter().filter(|l| l.table == t).map(fen).sum()
    };
    assert_eq!((by_table(0), by_table(1)), (10500, 20600));
}

#[test]
fn a_statement_on_its_side_keeps_the_place_of_every_figure() {
    let r = rows(&[
        "甲局2024年3月食堂食材采购统计表",
        "项目|金额（万元）|占比",
        "采购总额|=2|",
        "其中：832平台|=0.5|=0.25",
        "消费帮扶超市|=0.4|=0.2",
        "填表人：张三",
    ]);
    assert_eq!(r.sheets[0].tables[0].kind, TableKind::Statement);
    assert_eq!(amounts(&r), [500_000, 400_000, 1_100_000]);
    assert_eq!(amount_cells(&r), ["B4", "B5", "B3"]);
    assert_eq!(r.lines.iter().map(|l| l.row).collect::<Vec<_>>(), [3, 4, 2]);
    let fates: Vec<Fate> = r.sheets[0]
        .fates
        .iter()
        .flat_map(|f| std::iter::repeat_n(f.fate, f.rows as usize))
        .collect();
    assert_eq!(fates[..5], [Fate::Title, Fate::Header, Fate::Line, Fate::Line, Fate::Line]);
}

#[test]
fn months_beside_a_sideways_statement_and_a_header_that_says_channel() {
    let r = rows(&["项目|1月|2月|合计", "采购总额|=100|=200|=300", "其中：832平台|=10|=20|=30"]);
    assert_eq!(amounts(&r), [1000, 9000, 2000, 18000]);
    assert_eq!(amount_cells(&r), ["B3", "B2", "C3", "C2"]);
    // 渠道 | 金额 with the whole first: its parts are parts, not subtotals.
    let r = rows(&["采购渠道|采购金额", "采购总额|=1000", "其中：832平台|=100", "供销数据平台|=200"]);
    assert_eq!(amounts(&r), [10000, 20000, 70000]);
    // With the total below, each row is a channel's and the total their sum.
    let r = rows(&["采购渠道|采购金额", "832平台|=100", "其他|=200", "合计|=300"]);
    assert_eq!(amounts(&r), [10000, 20000]);
}

#[test]
fn parts_without_their_whole_leave_the_base_open() {
    let r = rows(&["单位名称|832平台|供销数据平台", "甲局|=100|=200"]);
    assert_eq!(codes(&r), ["whole_missing"]);
    assert!(
        r.lines
            .iter()
            .any(|l| matches!(l.amount, RawAmount::Unreadable(_)) && l.channel.is_none())
    );
    // A header that only ends as a whole does is one.
    let r = rows(&["单位名称|年度食堂支出总额|832平台|供销数据平台", "甲局|=1000|=100|=200"]);
    assert_eq!(amounts(&r), [10000, 20000, 70000]);
    // 其他 beside them makes them whole.
    let r = rows(&["单位名称|832平台|其他", "甲局|=100|=200"]);
    assert_eq!((amounts(&r), codes(&r).len()), (vec![10000, 20000], 0));
    // Sideways without a whole it is not read at all.
    assert!(
        rows(&["项目|金额", "832平台|=100", "供销数据平台|=200"])
            .lines
            .iter()
            .all(|l| l.channel.is_none())
    );
}

#[test]
fn a_yes_in_a_column_that_asks_for_a_channel_is_that_channel() {
    let r = rows(&[
        "日期|品名|金额|是否832平台|是否通过消费帮扶超市",
        "2024-03-01|米|=1|是|否",
        "2024-03-01|面|=2|否|√",
        "2024-03-01|油|=3||",
        "2024-03-01|肉|=4|√|√",
        "2024-03-01|菜|=5|待定|",
    ]);
    assert_eq!(
        r.lines.iter().map(|l| l.channel.as_deref()).collect::<Vec<_>>(),
        [
            Some("832平台"),
            Some("消费帮扶超市"),
            None,
            Some("832平台、消费帮扶超市"),
            Some("待定")
        ]
    );
}

#[test]
fn an_amount_written_digit_by_digit_is_one_amount() {
    let r = rows(&[
        "日期|品名|金额||||渠道",
        "||百|十|元|角|",
        "2024-03-01|米|=1|=2|=3|=4|832平台",
        "2024-03-02|肉||=2|=0|=0|市场",
    ]);
    assert_eq!(amounts(&r), [12340, 2000]);
}

#[test]
fn what_was_paid_counts_where_a_discount_explains_it() {
    let r = rows(&[
        "日期|品名|数量|单价|商品金额|优惠金额|实付金额",
        "2024-03-01|米|=10|=10|=100|=5|=95",
        "2024-03-02|面|=1|=20|=20|=0|=20",
    ]);
    assert_eq!(amounts(&r), [9500, 2000]);
    // An order's total repeated on each of its items is no price of the item.
    let r = rows(&[
        "日期|品名|数量|单价|商品金额|实付金额",
        "2024-03-01|米|=10|=10|=100|=120",
        "2024-03-01|面|=1|=20|=20|=120",
    ]);
    assert_eq!(amounts(&r), [10000, 2000]);
}

#[test]
fn goods_as_columns_count_by_the_rows_total_and_say_so() {
    let r = rows(&[
        "日期|大米|白菜|猪肉|土豆|合计",
        "2024-03-01|=1|=2|=3|=4|=10",
        "合计|=1|=2|=3|=4|=10",
    ]);
    assert_eq!((amounts(&r), codes(&r)), (vec![1000], vec!["goods_columns"]));
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

#[test]
fn one_channel_beside_the_whole_is_a_part_of_it() {
    let r = rows(&["月份|采购总额|832平台", "2024年3月|=150|=100"]);
    assert_eq!(amounts(&r), [10000, 5000]);
    let r = rows(&["日期|品名|金额|832平台", "2024-03-01|米|=150|=100", "2024-03-02|肉|=50|"]);
    assert_eq!(amounts(&r), [10000, 5000, 5000]);
    // Yes and no in it name the channel of the row's amount.
    let r = rows(&[
        "日期|品名|金额|832平台",
        "2024-03-01|米|=150|是",
        "2024-03-02|肉|=50|否",
        "2024-03-03|菜|=5|否",
    ]);
    let of: Vec<_> = r.lines.iter().map(|l| l.channel.as_deref()).collect();
    assert_eq!((amounts(&r), of), (vec![15000, 5000, 500], vec![Some("832平台"), None, None]));
    // 超市 alone names no channel's column.
    let r = rows(&["日期|品名|金额|超市", "2024-03-01|米|=150|=100"]);
    assert_eq!(amounts(&r), [15000]);
}
