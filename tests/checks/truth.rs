//! Whether a ledger is true: stock, delivery, prices; and below what was eaten and what repeats itself.

mod meals;
mod patterns;

use super::{Clean, Flags, NotApplicable, Region, Says, s, times};

/// A ledger with a header of its own.
fn table(head: &str, rows: &[String]) -> String {
    format!("填报单位：{{unit}}\n{head}\n{}\n", rows.join("\n"))
}

/// Four cases, each a ledger under the same header.
fn four(r: &mut Region, check: &'static str, head: &str, rows: [(Says, &[String]); 4]) {
    for (name, (says, rows)) in ["真", "界", "近", "无"].into_iter().zip(rows) {
        r.with(check, name, says, &[("台账.csv", table(head, rows))]);
    }
}

pub fn cases(r: &mut Region) {
    stock(r);
    delivery(r);
    meals::cases(r);
    patterns::cases(r);
    prices(r);
}

fn prices(r: &mut Region) {
    let head = "日期,品名,数量,计量单位,单价,金额,市场价,指导价,下浮率";
    let row =
        |amount: &str, market: &str, guide: &str, cut: &str| s(&[&format!("2024-03-01,猪肉,100,公斤,,{amount},{market},{guide},{cut}")]);
    // A tenth above 1,000 yuan of the market; 1,000 less 8 % of a contract are 920.
    four(
        r,
        "paid_above_price",
        head,
        [
            (Flags(1), &row("2000", "10", "", "")),
            (Flags(1), &row("1100.01", "10", "", "")),
            (Clean, &row("1100", "10", "", "")),
            (NotApplicable, &row("2000", "", "", "8%")),
        ],
    );
    for (name, says, rows) in [
        ("限价", Flags(1), row("1000.01", "9", "10", "")),
        ("限价内", Clean, row("1000", "9", "10", "")),
        ("合同", Flags(1), row("920.01", "10", "", "8%")),
        ("合同内", Clean, row("920", "10", "", "8%")),
        // What is left of the price is no cut: 92 is not read, and the market's margin holds.
        ("九二折", Clean, row("1100", "10", "", "92")),
    ] {
        r.with("paid_above_price", name, says, &[("台账.csv", table(head, &rows))]);
    }
}

const STOCK: &str = "品名,计量单位,期初数量,入库数量,入库单价,入库金额,出库数量,结存数量,盘点数量";

fn stock(r: &mut Region) {
    // 10 + 50 − 45 = 15.
    let row = |left: &str, counted: &str| s(&[&format!("大米,公斤,10,50,5,250,45,{left},{counted}")]);
    four(
        r,
        "stock_does_not_balance",
        STOCK,
        [
            (Flags(1), &row("20", "")),
            (Flags(1), &row("15.01", "")),
            (Clean, &row("15.00", "")),
            (NotApplicable, &row("", "")),
        ],
    );
    // Nothing bought: the row is no purchase, and is added up all the same. Without an opening the row above is.
    let none = s(&["大米,公斤,10,50,5,250,45,15,", "面粉,公斤,30,,,,10,25,"]);
    r.with("stock_does_not_balance", "未购", Flags(1), &[("台账.csv", table(STOCK, &none))]);
    let days = |last: &str| {
        let rows = [
            "2024-03-01,大米,公斤,50,5,250,,50",
            "2024-03-02,大米,公斤,,,,20,30",
            &format!("2024-03-03,大米,公斤,10,5,50,15,{last}"),
        ];
        table("日期,品名,计量单位,入库数量,入库单价,入库金额,出库数量,结存数量", &s(&rows))
    };
    r.with("stock_does_not_balance", "逐日", Clean, &[("台账.csv", days("25"))]);
    r.with("stock_does_not_balance", "逐日错", Flags(1), &[("台账.csv", days("26"))]);
    // More issued than was there.
    let below = s(&["大米,公斤,10,50,5,250,65,-5,"]);
    r.with("stock_does_not_balance", "负数", Flags(1), &[("台账.csv", table(STOCK, &below))]);

    // 2 % of the 60 that were there are 1.2.
    four(
        r,
        "stock_count_differs",
        STOCK,
        [
            (Flags(1), &row("15", "8")),
            (Flags(1), &row("15", "16.21")),
            (Clean, &row("15", "13.8")),
            (NotApplicable, &row("15", "")),
        ],
    );
    let months = |opening: &str| {
        let of = |month: u8, opening: &str, left: &str| {
            let row = s(&[&format!("大米,公斤,{opening},50,5,250,45,{left},")]);
            format!("{{unit}}2024年{month}月进销存\n{}", table(STOCK, &row))
        };
        let left = opening.parse::<i64>().map_or(String::new(), |n| (n + 5).to_string());
        [("2月.csv", of(2, "10", "15")), ("3月.csv", of(3, opening, &left))]
    };
    r.with("stock_not_carried_over", "真", Flags(1), &months("25"));
    r.with("stock_not_carried_over", "界", Flags(1), &months("16"));
    r.with("stock_not_carried_over", "近", Clean, &months("15"));
    r.with("stock_not_carried_over", "无", NotApplicable, &months("15")[..1]);
}

fn delivery(r: &mut Region) {
    let head = "入库日期,品名,数量,计量单位,单价,金额,生产日期,保质期,有效期至";
    let row = |produced: &str, shelf: &str, expires: &str| s(&[&format!("2024-03-05,牛奶,10,箱,50,500,{produced},{shelf},{expires}")]);
    four(
        r,
        "produced_after_purchase",
        head,
        [
            (Flags(1), &row("2024-04-20", "", "")),
            (Flags(1), &row("2024-03-06", "", "")),
            (Clean, &row("2024-03-05", "", "")),
            (NotApplicable, &row("3月6日", "", "")),
        ],
    );
    // Ordered before it was made, and made before it was accepted.
    let ordered = |accepted: &str| {
        let head = "下单日期,验收日期,品名,数量,计量单位,单价,金额,生产日期";
        [(
            "台账.csv",
            table(head, &s(&[&format!("2024-03-01,{accepted},面包,10,箱,50,500,2024-03-03")])),
        )]
    };
    r.with("produced_after_purchase", "先订", Clean, &ordered("2024-03-03"));
    r.with("produced_after_purchase", "先收", Flags(1), &ordered("2024-03-02"));
    // 5 January and 60 days are 5 March 2024.
    four(
        r,
        "expired_on_arrival",
        head,
        [
            (Flags(1), &row("", "", "2024-01-31")),
            (Flags(1), &row("2024-01-04", "60天", "")),
            (Clean, &row("2024-01-05", "60天", "")),
            (NotApplicable, &row("2023-01-05", "常温6个月", "")),
        ],
    );
    let head = "下单日期,验收日期,品名,数量,计量单位,单价,金额";
    let row = |ordered: &str, accepted: &str| s(&[&format!("{ordered},{accepted},大米,10,公斤,5,50")]);
    four(
        r,
        "accepted_before_order",
        head,
        [
            (Flags(1), &row("2024-03-20", "2024-03-01")),
            (Flags(1), &row("2024-03-05", "2024-03-04")),
            (Clean, &row("2024-03-05", "2024-03-05")),
            (NotApplicable, &row("2024-03-05", "")),
        ],
    );
    let head = "日期,品名,数量,计量单位,单价,金额,采购人,验收人";
    let row = |buyer: &str, acceptor: &str| s(&[&format!("2024-03-05,大米,10,公斤,5,50,{buyer},{acceptor}")]);
    four(
        r,
        "accepted_by_buyer",
        head,
        [
            (Flags(1), &row("张三", "张三")),
            (Flags(1), &row("张三、李四", "张 三")),
            (Clean, &row("张三", "张三、王五")),
            (NotApplicable, &row("张三", "合格")),
        ],
    );
    // Twenty rows of 100 yuan: 1,000 of 2,000 by one person.
    let alone = |one: usize, of: usize| {
        times(of, |i| {
            let who = if i < one { "张三" } else { "张三、李四" };
            format!("2024-03-{:02},菜{i},10,公斤,10,100,,{who}", i + 1)
        })
    };
    four(
        r,
        "accepted_by_one_person",
        head,
        [
            (Flags(1), &alone(20, 20)),
            (Flags(1), &alone(10, 20)),
            (Clean, &alone(9, 20)),
            (NotApplicable, &alone(19, 19)),
        ],
    );
}
