//! What must hold of any ledger: nothing lost, and the figures do not depend on where the table stands or how it is ordered.

use crate::support::book::{self, amounts, book, sheet};
use bangfu::{
    formats::cells::{Cell, Marks, Sheet, Value},
    rows::sheets::read_book,
    tables::vocabulary::Vocabulary,
};
use proptest::prelude::*;

const HEADERS: [&str; 7] = ["采购日期", "品名", "数量", "单价", "金额", "供应商", "采购渠道"];

#[derive(Debug, Clone)]
struct Row {
    day: u8,
    item: usize,
    fen: i64,
    channel: usize,
}

fn row() -> impl Strategy<Value = Row> {
    (1_u8..29, 0_usize..4, 1_i64..10_000_000, 0_usize..4).prop_map(|(day, item, fen, channel)| Row { day, item, fen, channel })
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

fn values(r: &Row) -> [String; 7] {
    [
        format!("2024-03-{:02}", r.day),
        ["大米", "面粉", "小计算器", "白菜"][r.item].to_owned(),
        String::new(),
        String::new(),
        yuan(r.fen),
        "甲粮油店".to_owned(),
        ["832平台", "供销数据平台", "夏县消费帮扶超市", ""][r.channel].to_owned(),
    ]
}

fn build(rows: &[Row], order: &[usize], down: usize, right: usize, gaps: bool) -> Sheet {
    let mut text: Vec<String> = vec![String::new(); down];
    let pad = "|".repeat(right);
    let line = |v: &[String]| format!("{pad}{}", order.iter().map(|i| v[*i].clone()).collect::<Vec<_>>().join("|"));
    text.push(line(&HEADERS.map(str::to_owned)));
    for r in rows {
        if gaps {
            text.push(String::new());
        }
        text.push(line(&values(r)));
    }
    let text: Vec<&str> = text.iter().map(String::as_str).collect();
    sheet("3月", &text)
}

fn facts(sheet: &Sheet) -> Vec<(i64, String, String, String)> {
    let r = read_book(&book(vec![sheet.clone()]), &Vocabulary::embedded());
    let dates = book::dates(&r);
    let mut out: Vec<_> = r
        .lines
        .iter()
        .zip(dates)
        .map(|(l, d)| {
            let text = |t: &Option<std::sync::Arc<str>>| t.as_deref().unwrap_or("").to_owned();
            (book::fen(l).unwrap_or(i64::MIN), text(&l.item), text(&l.channel), d)
        })
        .collect();
    out.sort();
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn place_order_and_blank_rows_change_no_figure(
        rows in prop::collection::vec(row(), 1..25), order in Just((0..7_usize).collect::<Vec<_>>()).prop_shuffle(),
        down in 0_usize..22, right in 0_usize..4, gaps: bool,
    ) {
        let mut truth: Vec<(i64, String, String, String)> = rows.iter().map(|r| {
            let v = values(r);
            (r.fen, v[1].clone(), v[6].clone(), v[0].clone())
        }).collect();
        truth.sort();
        prop_assert_eq!(facts(&build(&rows, &order, down, right, gaps)), truth);
    }

    #[test]
    fn shuffled_rows_give_the_same_figures(rows in prop::collection::vec(row(), 1..25), other in Just(()).prop_perturb(|(), rng| rng)) {
        let order: Vec<usize> = (0..7).collect();
        let mut shuffled = rows.clone();
        let mut rng = other;
        for i in (1..shuffled.len()).rev() {
            shuffled.swap(i, rng.random_range(0..=i));
        }
        prop_assert_eq!(facts(&build(&rows, &order, 2, 0, false)), facts(&build(&shuffled, &order, 2, 0, false)));
    }

    #[test]
    fn any_cells_are_read_without_panic_and_every_row_has_one_fate(
        cells in prop::collection::btree_map((0_u32..30, 0_u32..9), cell_value(), 0..160),
        merges in prop::collection::vec((0_u32..30, 0_u32..9, 0_u32..4, 0_u32..4), 0..6),
    ) {
        let sheet = Sheet {
            name: "x".into(),
            visibility: bangfu::formats::cells::Visibility::Visible,
            cells: cells.into_iter().map(|((row, col), (value, formula))| Cell { row, col, value, formula }).collect(),
            merges: merges.into_iter().map(|(top, left, h, w)| bangfu::formats::cells::Merge { top, left, bottom: top + h, right: left + w }).collect(),
            hidden_rows: Vec::new(),
            marks: Marks::default(),
        };
        let r = book::read(vec![sheet]);
        let fates = r.fate_counts();
        let of = |f| fates.get(&f).copied().unwrap_or(0);
        prop_assert_eq!(of(bangfu::rows::reading::Fate::Rejected), {
            let mut rows: Vec<u32> = r.rejected.iter().map(|x| x.row).collect();
            rows.sort_unstable();
            rows.dedup();
            rows.iter().filter(|row| !r.lines.iter().any(|l| l.row == **row)).count() as u64
        });
        let mut line_rows: Vec<u32> = r.lines.iter().map(|l| l.row).collect();
        line_rows.sort_unstable();
        line_rows.dedup();
        prop_assert_eq!(of(bangfu::rows::reading::Fate::Line), line_rows.len() as u64);
        for total in r.sheets.iter().flat_map(|s| s.tables.iter().flat_map(|t| &t.totals)) {
            prop_assert!(total.first_line <= total.end_line && total.end_line as usize <= r.lines.len());
        }
    }
}

fn cell_value() -> impl Strategy<Value = (Value, bool)> {
    let words = [
        "日期",
        "品名",
        "金额",
        "数量",
        "单价",
        "入库",
        "出库",
        "结存",
        "832平台",
        "其他",
        "合计",
        "小计",
        "其中",
        "2024年3月",
        "3月",
        "一、832平台采购",
        "大米",
        "〃",
        "同上",
        "12.5",
        "约二百",
        "单位：万元",
        "填报单位：甲学校",
        "供应商",
        "月份",
        "采购渠道",
        "单位",
        "备注",
        "制表人：",
        "〇",
        "￥",
        "(",
        "）（",
        "216.4.24",
        "√",
        "：",
        "e",
    ];
    prop_oneof![
        6 => prop::sample::select(words.to_vec()).prop_map(|t| (Value::Text(t.into()), false)),
        2 => (-1e6..1e6_f64).prop_map(|f| (Value::Number((f * 100.0).round() / 100.0), false)),
        1 => any::<f64>().prop_map(|f| (Value::Number(f), true)),
        1 => (0.0..60_000.0_f64).prop_map(|f| (Value::Date(f), false)),
        1 => "\\PC{0,12}".prop_map(|t| (Value::Text(if t.is_empty() { " ".into() } else { t.into() }), false)),
        1 => Just((Value::Uncalculated, true)),
        1 => Just((Value::Error("#REF!".into()), false)),
    ]
}

#[test]
fn twenty_thousand_lines_add_up() {
    let mut text = vec![HEADERS.join("|")];
    text.extend((0..20_000).map(|i| {
        format!(
            "2024-03-{:02}|大米{}|2|{}.5|{}|甲{}|832平台",
            i % 28 + 1,
            i % 50,
            i % 90,
            (i % 90) * 2 + 1,
            i % 9
        )
    }));
    let lines: Vec<&str> = text.iter().map(String::as_str).collect();
    let s = sheet("x", &lines);
    let r = read_book(&book(vec![s]), &Vocabulary::embedded());
    let truth: i64 = (0..20_000_i64).map(|i| ((i % 90) * 2 + 1) * 100).sum();
    assert_eq!(amounts(&r).iter().sum::<i64>(), truth);
    assert_eq!(r.lines.len(), 20_000);
    assert!(r.issues.is_empty());
}
