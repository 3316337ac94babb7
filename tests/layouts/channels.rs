//! Channels as columns, as groups of columns, as ticks and as answers.

use bangfu::tables::region::TableKind;

use crate::support::book::{amount_cells, amounts, channels, codes, merged, read, rows, sheet};

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
    assert_eq!(amount_cells(&r)[2], "F4");
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
fn goods_as_columns_count_by_the_rows_total_and_say_so() {
    let r = rows(&[
        "日期|大米|白菜|猪肉|土豆|合计",
        "2024-03-01|=1|=2|=3|=4|=10",
        "合计|=1|=2|=3|=4|=10",
    ]);
    assert_eq!((amounts(&r), codes(&r)), (vec![1000], vec!["goods_columns"]));
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
    assert_eq!(
        (amounts(&r), of),
        (vec![15000, 5000, 500], vec![Some("832平台"), Some("否"), Some("否")])
    );
    // 超市 alone names no channel's column.
    let r = rows(&["日期|品名|金额|超市", "2024-03-01|米|=150|=100"]);
    assert_eq!(amounts(&r), [15000]);
}
