//! Which figure is the amount of a line, and in which unit of money.

use bangfu::{rows::reading::Fate, values::money_unit::MoneyUnit};

use super::HEAD;
use crate::support::book::{self, amounts, codes, fates, merged, read, reasons, rows, sheet};

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
fn unit_words_mean_three_things() {
    let r = rows(&[
        "单位：盐湖区实验中学||单位：万元",
        "日期|品名|单位|数量|金额",
        "2024.3.1|大米|公斤|10|0.5",
    ]);
    assert_eq!(r.sheets[0].unit_names.first().map(|u| u.text.as_ref()), Some("盐湖区实验中学"));
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
        .map(|l| (l.rare().unit_name.as_deref().unwrap_or(""), l.measure.as_deref().unwrap_or("")))
        .collect();
    assert_eq!(units, [("盐湖区实验中学", "公斤"), ("夏县第一小学", "公斤")]);
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

#[test]
fn zero_amount_is_a_line_of_nothing_and_typed_zero_beside_a_product_is_reported() {
    let r = rows(&["日期|品名|数量|单价|金额", "2024.3.1|赠品|1|0|0", "2024.3.1|大米|2|5|0"]);
    assert_eq!(amounts(&r), [0, 0]);
    assert_eq!(codes(&r), ["amount_mismatch"]);
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
