//! Awkward ledgers: shapes that real canteens send and that a reader most easily gets wrong.

use crate::support::book::{self, amounts, channels, codes, dates, items, merged, read, reasons, rows, sheet};
use bangfu::rows::reading::{Fate, TableKind};

fn fates(r: &bangfu::rows::reading::Reading) -> Vec<Fate> {
    r.sheets[0]
        .fates
        .iter()
        .flat_map(|f| std::iter::repeat_n(f.fate, f.rows as usize))
        .collect()
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
fn channel_ticks_beside_an_amount() {
    let r = rows(&[
        "日期|品名|金额|832平台|供销数据平台|消费帮扶超市|其他",
        "2024.3.1|大米|50|√|||",
        "2024.3.1|面粉|5||||√",
        "2024.3.1|盐|1||||",
    ]);
    assert_eq!(amounts(&r), [5000, 500, 100]);
    assert_eq!(channels(&r), [("832平台", 5000), ("其他", 500), ("", 100)]);
    assert!(r.lines.iter().all(|l| l.has_channel_column));
}

#[test]
fn channels_as_groups_with_quantity_and_amount_each() {
    let r = rows(&[
        "日期|品名|832平台|||其他||",
        "||数量|单价|金额|数量|单价|金额",
        "2024.3.1|大米|10|5|50|||",
        "2024.3.1|白菜||||2|3|6",
    ]);
    assert_eq!(channels(&r), [("832平台", 5000), ("其他", 600)]);
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
    assert!(r.lines.iter().all(|l| l.kind == bangfu::model::line::LineKind::Statement));
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
    assert!(
        r.lines
            .iter()
            .all(|l| !l.has_channel_column && l.kind == bangfu::model::line::LineKind::Statement)
    );
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
fn figures_in_a_column_without_header_are_reported() {
    let r = rows(&["日期|品名|金额|", "2024.3.1|大米|50|7", "2024.3.1|面粉|5|8"]);
    assert_eq!(amounts(&r), [5000, 500]);
    assert!(codes(&r).contains(&"cells_without_header"), "{:?}", codes(&r));
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
fn a_blank_column_inside_a_table_does_not_split_it() {
    let r = rows(&["日期||品名||金额", "2024.3.1||大米||50"]);
    assert_eq!(
        (amounts(&r), items(&r), dates(&r)),
        (vec![5000], vec!["大米"], vec!["2024-03-01".to_owned()])
    );
}

#[test]
fn order_dates_go_before_receipt_and_payment() {
    let r = rows(&[
        "下单时间|验收日期|付款日期|品名|金额",
        "2024-03-30 10:00:00|2024-04-02|2024-05-01|大米|50",
    ]);
    assert_eq!(dates(&r), ["2024-03-30"]);
    let others: Vec<_> = r.lines[0].rest().other_dates.iter().map(|(f, _)| *f).collect();
    assert!(others.contains(&bangfu::model::field::Field::ReceiptDate) && others.contains(&bangfu::model::field::Field::PaymentDate));
}

#[test]
fn the_1904_system_shifts_serials() {
    let mut b = book::book(vec![sheet("x", &["日期|品名|金额", "@43894|大米|50"])]);
    b.date_system = bangfu::formats::cells::DateSystem::D1904;
    let r = bangfu::rows::sheets::read_book(&b, &bangfu::tables::vocabulary::Layouts::embedded());
    assert_eq!(dates(&r), ["2024-03-05"]);
}

#[test]
fn values_hidden_below_a_merged_cell_do_not_count() {
    let m = merged(
        sheet("x", &["日期|品名|金额", "2024.3.1|大米|100", "2024.3.1|面粉|77", "2024.3.2|盐|5"]),
        &["C2:C3"],
    );
    let r = read(vec![m]);
    assert_eq!(amounts(&r), [10000, 500]);
}

#[test]
fn wan_yuan_by_title_line_and_prices_in_yuan() {
    let r = rows(&["单位：万元", "日期|品名|数量|单价（元）|金额", "2024.3.1|大米|100|50|0.5"]);
    assert_eq!(amounts(&r), [500_000]);
    assert!(codes(&r).is_empty(), "{:?}", codes(&r));
}

#[test]
fn zero_amount_is_a_line_of_nothing_and_typed_zero_beside_a_product_is_reported() {
    let r = rows(&["日期|品名|数量|单价|金额", "2024.3.1|赠品|1|0|0", "2024.3.1|大米|2|5|0"]);
    assert_eq!(amounts(&r), [0, 0]);
    assert_eq!(codes(&r), ["amount_mismatch"]);
}

#[test]
fn extreme_sheets_cost_their_cells() {
    let mut far = sheet("x", &["日期|品名|金额", "2024.3.1|大米|100"]);
    far.cells.push(bangfu::formats::cells::Cell {
        row: 1_048_575,
        col: 16_383,
        value: bangfu::formats::cells::Value::Text("x".into()),
        formula: false,
    });
    far.merges.push(bangfu::formats::cells::Merge {
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
        .map(|l| (l.item.as_deref().unwrap(), l.rest().section.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(got, [("大米", "832平台采购"), ("白菜", "其他采购"), ("萝卜", "其他采购")]);
    assert_eq!(reasons(&r), ["no_amount", "no_amount"]);
}

#[test]
fn returns_in_every_dress_net_off() {
    let r = rows(&[
        "日期|品名|数量|单价|金额",
        "3月1日|大米|10|5|50",
        "3月2日|退大米|-2|5|-10",
        "3月2日|退大米|||（5.00）",
        "合计||||35",
    ]);
    assert_eq!(amounts(&r).iter().sum::<i64>(), 3500);
    assert_eq!(r.sheets[0].tables[0].totals[0].lines_fen, 3500);
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
        assert_eq!(r.lines[0].rest().section.as_deref(), Some(section.trim_end_matches('|')));
        assert!(r.lines.iter().all(|l| !l.has_channel_column));
    }
}

#[test]
fn a_lone_negative_total_in_a_statement_is_a_line() {
    let r = rows(&["月份|采购总额|其中：832平台|其中：供销数据平台", "1月|-5||", "2月|10|1|1"]);
    assert_eq!(channels(&r), [("", -500), ("832平台", 100), ("供销数据平台", 100), ("", 800)]);
}
