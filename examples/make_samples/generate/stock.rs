//! A stock book (进销存台账): what was there, came in, went out, is left, was counted. Only what came in was bought.

use std::collections::BTreeMap;

use super::{
    beside::{Planted, plant},
    books::{Cell, Sheet, sum, tenths, text, yuan},
    catalogue::FOODS,
    records::Record,
    units::Unit,
};

/// What lies in the store of an item: tenths, and what it cost, fen.
#[derive(Clone, Copy)]
struct Store {
    quantity: i64,
    fen: i64,
}

/// A delivery with what it made of the store, tenths and fen.
struct Entry {
    before: i64,
    out: i64,
    out_fen: i64,
    left: i64,
    left_fen: i64,
    /// At the month's last delivery of the item.
    counted: Option<i64>,
}

/// What does not add up, tenths.
const NOT_ISSUED: i64 = 300;
const NOT_CARRIED: i64 = 500;
const NOT_THERE: i64 = 50;

/// The whole quarter, delivery by delivery; nine tenths of what is there is used the same day. Wrong in three places: in February what is left of 大白菜 (more
/// than was there less what went out), in March what there was of 面粉, and at the count of 大米.
fn quarter(lines: &[Record]) -> Vec<Entry> {
    let opening = FOODS.iter().map(|f| {
        let quantity = f.quantity.0 / 2;
        let fen = quantity * f.price[0] / 10;
        (f.name, Store { quantity, fen })
    });
    let mut store: BTreeMap<&str, Store> = opening.collect();
    let last = |item: &str, month: i64| lines.iter().rposition(|r| r.item == item && r.month == month);
    let first = |item: &str, month: i64| lines.iter().position(|r| r.item == item && r.month == month);
    let (not_issued, not_carried, not_there) = (first("大白菜", 2), first("面粉", 3), last("大米", 3));
    let mut out = Vec::new();
    for (at, r) in lines.iter().enumerate() {
        let Some(kept) = store.get_mut(&*r.item) else { continue };
        if not_carried == Some(at) {
            kept.quantity += NOT_CARRIED;
        }
        let before = kept.quantity;
        let there = before + r.quantity;
        let worth = kept.fen + r.amount_fen;
        let used = there * 9 / 10;
        let used_fen = worth * used / there;
        *kept = Store {
            quantity: there - used + if not_issued == Some(at) { NOT_ISSUED } else { 0 },
            fen: worth - used_fen,
        };
        let short = if not_there == Some(at) { NOT_THERE } else { 0 };
        out.push(Entry {
            before,
            out: used,
            out_fen: used_fen,
            left: kept.quantity,
            left_fen: kept.fen,
            counted: (last(&r.item, r.month) == Some(at)).then_some(kept.quantity - short),
        });
    }
    out
}

pub fn planted(unit: &Unit, lines: &[Record]) -> Vec<Planted> {
    let entries = quarter(lines);
    assert_eq!(entries.len(), lines.len(), "{}: goods that nobody knows", unit.name);
    vec![
        plant(
            "stock_does_not_balance",
            Some(1),
            "2 月大白菜结存比账上应有的多 30 公斤",
            "in February 30 kg more cabbage left than the book comes to",
        ),
        plant(
            "stock_not_carried_over",
            Some(2),
            "3 月面粉期初比 2 月末结存多 50 公斤",
            "March begins with 50 kg more flour than February left",
        ),
        plant(
            "stock_count_differs",
            Some(1),
            "3 月末大米盘点短少 5 公斤",
            "5 kg of rice missing at the count",
        ),
    ]
}

/// A month's stock book, one row a delivery.
pub fn sheet(unit: &Unit, records: &[Record], month: i64, span: &str, tab: &str) -> Sheet {
    let entries = quarter(records);
    let of = |m: i64| records.iter().zip(&entries).filter(move |(r, _)| r.month == m);
    let mut s = Sheet::new(tab);
    s.title(format!("{}{span}食堂食材进销存台账", unit.name), 15);
    s.row(vec![
        text(format!("单位名称：{}", unit.name)),
        Cell::Blank,
        Cell::Blank,
        text("金额单位：元"),
    ]);
    let top = s.rows.len();
    s.heads(&[
        "日期",
        "品名",
        "计量单位",
        "期初数量",
        "入库",
        "",
        "",
        "出库",
        "",
        "结存",
        "",
        "盘点数量",
        "供应商",
        "采购渠道",
        "备注",
    ]);
    s.heads(&["", "", "", "", "数量", "单价", "金额", "数量", "金额", "数量", "金额"]);
    s.merges
        .extend([(4, 6), (7, 8), (9, 10)].map(|(left, right)| (top, left, top, right)));
    s.merges.extend([0, 1, 2, 3, 11, 12, 13, 14].map(|c| (top, c, top + 1, c)));
    // What all goods are worth at the end of a month.
    let opening: i64 = FOODS.iter().map(|f| f.quantity.0 / 2 * f.price[0] / 10).sum();
    let worth = |last: i64| opening + (1..=last).flat_map(of).map(|(r, e)| r.amount_fen - e.out_fen).sum::<i64>();
    let blanks = |n| vec![Cell::Blank; n];
    s.row([vec![text(""), text("上月结存")], blanks(8), vec![yuan(worth(month - 1))]].concat());
    for (r, e) in of(month) {
        s.row(vec![
            Cell::Date(r.month, r.day),
            text(&*r.item),
            text(r.measure),
            tenths(e.before),
            tenths(r.quantity),
            yuan(r.price_fen),
            yuan(r.amount_fen),
            tenths(e.out),
            yuan(e.out_fen),
            tenths(e.left),
            yuan(e.left_fen),
            e.counted.map_or(Cell::Blank, tenths),
            text(&*r.supplier),
            text(&*r.channel_text),
        ]);
    }
    let lines: Vec<Record> = of(month).map(|(r, _)| r.clone()).collect();
    let out: i64 = of(month).map(|(_, e)| e.out_fen).sum();
    s.row(
        [
            vec![text("本月合计")],
            blanks(5),
            vec![yuan(sum(&lines)), Cell::Blank, yuan(out), Cell::Blank, yuan(worth(month))],
        ]
        .concat(),
    );
    s.row(vec![text("保管员：刘志刚"), Cell::Blank, Cell::Blank, text("会计：陈静")]);
    s
}
