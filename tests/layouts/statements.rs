//! Statements: a whole and its parts, upright or on their side, by month, unit or channel.

use bangfu::{
    model::line::LineKind,
    rows::reading::{Fate, RawAmount, RawLine},
    tables::region::TableKind,
};

use crate::support::book::{amount_cells, amounts, channels, codes, dates, fates, merged, read, rows, sheet};

#[test]
fn a_statement_has_one_row_a_month_and_the_rest_is_ordinary() {
    let r = rows(&[
        "盐湖区实验中学2024年食堂食材采购统计表",
        "月份|采购总额（万元）|其中：832平台|供销数据平台|消费帮扶超市",
        "1月|1.2|0.2|0.1|0.1",
        "2月|0.5|0.5||",
        "合计|1.7|0.7|0.1|0.1",
    ]);
    assert_eq!(r.sheets[0].tables[0].kind, TableKind::Statement);
    assert_eq!(fates(&r)[4], Fate::Total);
    // A bracket says 万元 for its own column only; the parts have no unit of their own.
    let r2 = rows(&[
        "2024年食堂食材采购统计表（单位：万元）",
        "月份|采购总额|其中：832平台|供销数据平台|消费帮扶超市",
        "1月|1.2|0.2|0.1|0.1",
        "2月|0.5|0.5||",
    ]);
    assert_eq!(
        channels(&r2),
        [
            ("832平台", 200_000),
            ("供销数据平台", 100_000),
            ("消费帮扶超市", 100_000),
            ("", 800_000),
            ("832平台", 500_000)
        ]
    );
    assert!(r2.lines.iter().all(|l| l.kind == LineKind::Statement && l.has_channel_column));
    assert_eq!(dates(&r2), ["1月", "1月", "1月", "1月", "2月"]);
    assert_eq!(r2.sheets[0].year, Some(2024));
    assert_eq!(amount_cells(&r2)[3], "B3");
}

#[test]
fn a_statement_of_two_header_rows_and_several_units() {
    let m = merged(
        sheet(
            "申报表",
            &[
                "2024年3月消费帮扶采购情况统计表",
                "序号|单位名称|采购总额|其中||",
                "|||832平台|供销数据平台|消费帮扶超市",
                "1|盐湖区实验中学|1000|100|200|0",
                "2|夏县第一小学|500|||",
                "合计||1500|100|200|0",
            ],
        ),
        &["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:F2"],
    );
    let r = read(vec![m]);
    assert_eq!(r.sheets[0].tables[0].kind, TableKind::Statement);
    assert_eq!(
        channels(&r),
        [("832平台", 10000), ("供销数据平台", 20000), ("", 70000), ("", 50000)]
    );
    let units: Vec<_> = r.lines.iter().map(|l| l.rare().unit_name.as_deref().unwrap_or("")).collect();
    assert_eq!(units, ["盐湖区实验中学", "盐湖区实验中学", "盐湖区实验中学", "夏县第一小学"]);
    assert_eq!(
        r.sheets[0].tables[0].month.map(|m| format!("{m:?}").contains("YearMonth")),
        Some(true)
    );
}

#[test]
fn a_statement_by_channel_rows() {
    let r = rows(&[
        "2024年3月食堂采购统计表",
        "采购渠道|采购金额（元）|占比",
        "832平台|100|10%",
        "供销数据平台|200|20%",
        "其他|700|70%",
        "合计|1000|100%",
    ]);
    assert_eq!(r.sheets[0].tables[0].kind, TableKind::Statement);
    assert_eq!(channels(&r), [("832平台", 10000), ("供销数据平台", 20000), ("其他", 70000)]);
}

#[test]
fn a_single_row_statement_without_month_column() {
    let r = rows(&[
        "盐湖区实验中学2024年3月申报表",
        "采购总额|其中：832平台采购额|其中：供销数据平台采购额|其中：消费帮扶超市采购额",
        "1000|100|100|100",
    ]);
    assert_eq!(
        channels(&r),
        [("832平台", 10000), ("供销数据平台", 10000), ("消费帮扶超市", 10000), ("", 70000)]
    );
    assert!(r.lines.iter().all(|l| l.kind == LineKind::Statement));
}

#[test]
fn a_statement_with_other_column_and_total_has_no_remainder() {
    let r = rows(&[
        "月份|合计|832平台|供销数据平台|消费帮扶超市|其他",
        "2024年1月|1000|100|100|100|700",
        "2024年2月|1000|100|100|100|700",
        "合计|2000|200|200|200|1400",
    ]);
    assert_eq!(amounts(&r).iter().sum::<i64>(), 200_000);
    assert_eq!(r.lines.len(), 8);
    assert_eq!(dates(&r)[0], "2024-01");
    assert!(codes(&r).is_empty(), "{:?}", codes(&r));
}

#[test]
fn a_statement_total_without_parts_is_one_line_without_channel() {
    let r = rows(&["月份|采购总额", "1月|1000", "2月|500", "合计|1500"]);
    assert_eq!(amounts(&r), [100_000, 50_000]);
    assert!(r.lines.iter().all(|l| !l.has_channel_column && l.kind == LineKind::Statement));
}

#[test]
fn a_lone_negative_total_in_a_statement_is_a_line() {
    let r = rows(&["月份|采购总额|其中：832平台|其中：供销数据平台", "1月|-5||", "2月|10|1|1"]);
    assert_eq!(channels(&r), [("", -500), ("832平台", 100), ("供销数据平台", 100), ("", 800)]);
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
        let fen = |l: &RawLine| if let RawAmount::Fen(f) = l.amount { f } else { 0 };
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
    assert_eq!(fates(&r)[..5], [Fate::Title, Fate::Header, Fate::Line, Fate::Line, Fate::Line]);
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
