//! Every sentence of the settled layouts, as small workbooks in cells: what each shape means, row by row.

use crate::support::book::{self, amounts, channels, codes, dates, items, merged, read, reasons, rows, sheet};
use bangfu::rows::reading::{Fate, MoneyUnit, TableKind, TotalKind};

const HEAD: &str = "日期|品名|数量|单位|单价|金额|供应商|采购渠道";

fn fates(r: &bangfu::rows::reading::Reading) -> Vec<Fate> {
    r.sheets[0]
        .fates
        .iter()
        .flat_map(|f| std::iter::repeat_n(f.fate, f.rows as usize))
        .collect()
}

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
    assert_eq!(s.unit_name.as_ref().map(|u| u.text.as_ref()), Some("盐湖区实验中学"));
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
fn channel_columns_under_one_title_give_a_line_a_filled_cell() {
    let m = merged(
        sheet(
            "3月",
            &[
                "日期|品名|采购金额（元）||||合计",
                "||832平台|供销数据平台|消费帮扶超市|其他|",
                "2024.3.1|大米|100||||100",
                "2024.3.2|白菜||20.5||30|50.5",
                "合计||100|20.5||30|150.5",
            ],
        ),
        &["A1:A2", "B1:B2", "C1:F1", "G1:G2"],
    );
    let r = read(vec![m]);
    assert_eq!(r.sheets[0].tables[0].kind, TableKind::ChannelColumns);
    assert_eq!(channels(&r), [("832平台", 10000), ("供销数据平台", 2050), ("其他", 3000)]);
    assert!(r.lines.iter().all(|l| l.has_channel_column));
    assert_eq!(r.lines[1].item.as_deref(), Some("白菜"));
    assert_eq!(
        r.lines[2]
            .cells
            .iter()
            .find(|c| c.0 == bangfu::model::field::Field::Amount)
            .unwrap()
            .1
            .to_string(),
        "F4"
    );
    let totals: Vec<_> = r.sheets[0].tables[0]
        .totals
        .iter()
        .map(|t| (t.channel.as_deref(), t.stated_fen, t.lines_fen))
        .collect();
    assert_eq!(
        totals,
        [
            (Some("832平台"), Some(10000), 10000),
            (Some("供销数据平台"), Some(2050), 2050),
            (Some("其他"), Some(3000), 3000),
            (None, Some(15050), 15050)
        ]
    );
    assert!(codes(&r).is_empty(), "{:?}", codes(&r));
}

#[test]
fn channel_columns_without_merges_and_in_a_single_row() {
    let r = rows(&[
        "日期|品名|金额|||",
        "||832平台|供销数据平台|消费帮扶超市|其他",
        "2024.3.1|大米|100|||",
        "2024.3.2|白菜||||30",
    ]);
    assert_eq!(channels(&r), [("832平台", 10000), ("其他", 3000)]);
    let r = rows(&[
        "日期|品名|832平台|供销数据平台|消费帮扶超市|其他|小计",
        "2024.3.1|大米|100||||100",
        "2024.3.2|白菜||5||30|35",
    ]);
    assert_eq!(channels(&r), [("832平台", 10000), ("供销数据平台", 500), ("其他", 3000)]);
}

#[test]
fn a_row_total_that_differs_from_its_parts_is_reported() {
    let r = rows(&["日期|品名|832平台|供销数据平台|其他|合计", "2024.3.1|大米|100||5|100"]);
    assert_eq!(codes(&r), ["row_total_mismatch"]);
    assert_eq!(channels(&r), [("832平台", 10000), ("其他", 500)]);
}

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
    assert!(
        r2.lines
            .iter()
            .all(|l| l.kind == bangfu::model::line::LineKind::Statement && l.has_channel_column)
    );
    assert_eq!(dates(&r2), ["1月", "1月", "1月", "1月", "2月"]);
    assert_eq!(r2.sheets[0].year, Some(2024));
    assert_eq!(
        r2.lines[3]
            .cells
            .iter()
            .find(|c| c.0 == bangfu::model::field::Field::Amount)
            .unwrap()
            .1
            .to_string(),
        "B3"
    );
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
    let units: Vec<_> = r.lines.iter().map(|l| l.rest().unit_name.as_deref().unwrap_or("")).collect();
    assert_eq!(units, ["盐湖区实验中学", "盐湖区实验中学", "盐湖区实验中学", "夏县第一小学"]);
    assert_eq!(
        r.sheets[0].tables[0].month.map(|m| format!("{m:?}").contains("YearMonth")),
        Some(true)
    );
}

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
    let sections: Vec<_> = r.lines.iter().map(|l| l.rest().section.as_deref().unwrap_or("")).collect();
    assert_eq!(sections, ["一、832平台采购", "二、其他采购"]);
    let t: Vec<_> = r.sheets[0].tables[0]
        .totals
        .iter()
        .map(|t| (t.kind, t.stated_fen, t.lines_fen))
        .collect();
    assert_eq!(
        t,
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
fn unit_words_mean_three_things() {
    let r = rows(&[
        "单位：盐湖区实验中学||单位：万元",
        "日期|品名|单位|数量|金额",
        "2024.3.1|大米|公斤|10|0.5",
    ]);
    assert_eq!(r.sheets[0].unit_name.as_ref().map(|u| u.text.as_ref()), Some("盐湖区实验中学"));
    assert_eq!(r.sheets[0].tables[0].money, MoneyUnit::WanYuan);
    assert_eq!(r.lines[0].measure.as_deref(), Some("公斤"));
    assert_eq!(amounts(&r), [500_000]);
    let r = rows(&[
        "单位|计量单位|品名|数量|金额",
        "盐湖区实验中学|公斤|大米|1|5",
        "夏县第一小学|公斤|大米|1|6",
    ]);
    let units: Vec<_> = r
        .lines
        .iter()
        .map(|l| (l.rest().unit_name.as_deref().unwrap_or(""), l.measure.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(units, [("盐湖区实验中学", "公斤"), ("夏县第一小学", "公斤")]);
}

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
    let t: Vec<_> = r.sheets[0].tables[0]
        .totals
        .iter()
        .map(|t| (t.kind, t.stated_fen, t.lines_fen))
        .collect();
    assert_eq!(
        t,
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
    assert_eq!(codes(&r), ["item_missing"]);
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
    assert_eq!(l.cells.get(bangfu::model::field::Field::Supplier).unwrap().to_string(), "D2");
    assert_eq!(l.cells.get(bangfu::model::field::Field::Date).unwrap().to_string(), "A2");
    assert_eq!((r.lines[2].channel.as_deref(), r.lines[2].has_channel_column), (None, true));
}

#[test]
fn one_amount_merged_over_several_items_counts_once() {
    let m = merged(
        sheet(
            "x",
            &[
                "日期|品名|数量|金额",
                "2024.3.1|大米|1|100",
                "2024.3.1|面粉|2|",
                "2024.3.1|白菜|3|",
                "2024.3.2|盐|1|5",
            ],
        ),
        &["D2:D4"],
    );
    let r = read(vec![m]);
    assert_eq!(amounts(&r), [10000, 500]);
    assert_eq!(r.lines[0].item.as_deref(), Some("大米、面粉、白菜"));
    assert_eq!(fates(&r)[1..], [Fate::Line, Fate::Continuation, Fate::Continuation, Fate::Line]);
    assert!(codes(&r).contains(&"amount_merged"));
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
fn amounts_from_products_words_errors_and_formulas() {
    let r = rows(&[
        HEAD,
        "2024.3.1|大米|10|公斤|10.5||甲|",
        "2024.3.1|面粉|10|公斤|10|99|甲|",
        "2024.3.1|白菜|10|公斤||约二百|甲|",
        "2024.3.1|萝卜|||#N/A|#REF!|甲|",
        "2024.3.1|鸡蛋|3|公斤|4|=0|甲|",
        "2024.3.1|牛奶|3|箱|40|?|甲|",
        "2024.3.1|酸奶|3|箱||?|甲|",
        "2024.3.1|盐|3|袋||||",
        "|醋|||||",
        "2024.3.1|退货|-1|袋|5|-5||",
    ]);
    let got: Vec<_> = r.lines.iter().map(|l| (l.item.as_deref().unwrap(), book::fen(l))).collect();
    assert_eq!(
        got,
        [
            ("大米", Some(10500)),
            ("面粉", Some(9900)),
            ("白菜", None),
            ("萝卜", None),
            ("鸡蛋", Some(1200)),
            ("牛奶", Some(12000)),
            ("酸奶", None),
            ("盐", None),
            ("退货", Some(-500))
        ]
    );
    assert_eq!(reasons(&r), ["no_amount"]);
    let notes: Vec<String> = r.lines.iter().map(|l| l.notes.join(",")).collect();
    assert_eq!(notes[0], "amount_from_product");
    assert_eq!(notes[1], "amount_mismatch");
    assert_eq!(notes[4], "formula_zero");
    assert_eq!(notes[5], "amount_from_product");
}

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
    let months: Vec<_> = r.lines.iter().map(|l| format!("{:?}", l.rest().section_month.unwrap())).collect();
    assert!(months[0].contains("month: 3") && months[1].contains("month: 4"));
}

#[test]
fn hidden_sheets_are_set_aside_and_hidden_rows_are_data() {
    let mut hidden = sheet("旧", &["日期|品名|金额", "2024.3.1|大米|100"]);
    hidden.visibility = bangfu::formats::cells::Visibility::VeryHidden;
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
fn two_amount_columns_are_chosen_by_quantity_times_price() {
    let r = rows(&[
        "日期|品名|数量|单价|金额|总金额",
        "2024.3.1|大米|10|5|5|50",
        "2024.3.1|面粉|2|8|8|16",
    ]);
    assert_eq!(amounts(&r), [5000, 1600]);
    assert_eq!(codes(&r), ["amount_column_ambiguous"]);
    let r = rows(&["日期|品名|不含税金额|税额|价税合计", "2024.3.1|大米|100|9|109"]);
    assert_eq!(amounts(&r), [10900]);
}

#[test]
fn damaged_identifiers_are_reported() {
    let r = rows(&[
        "日期|品名|金额|订单号|发票号",
        "2024.3.1|大米|100|1090698369754404144|12345678",
        "2024.3.1|大米|100|'1.09070E+18|'0012",
    ]);
    assert_eq!(codes(&r), ["damaged_id", "damaged_id"]);
    assert_eq!(r.lines[0].rest().invoice_no.as_deref(), Some("12345678"));
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
fn glued_units_and_own_units_of_cells() {
    let r = rows(&[
        "日期|品名|数量|单价|金额（万元）",
        "2024.3.1|大米|27斤|60/kg|0.5",
        "2024.3.1|面粉|1|5|5元",
    ]);
    assert_eq!(amounts(&r), [500_000, 500]);
    assert_eq!(r.lines[0].measure.as_deref(), Some("斤"));
    assert_eq!(r.lines[0].unit_price.map(|p| p.to_string()).as_deref(), Some("60"));
}
