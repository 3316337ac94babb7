//! Whether a ledger is true: stock, delivery, meals, what repeats itself.

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
    meals(r);
    per_head(r);
    patterns(r);
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

fn meals(r: &mut Region) {
    let head = "日期,品名,数量,计量单位,单价,金额,就餐人数,餐标";
    // Twenty days, 100 persons, 10 yuan: 20,000. The first line of each day names the headcount, the second repeats it.
    let month = |days: usize, amount: &str| {
        let mut rows = times(days, |i| format!("2024-03-{:02},菜{i},1,公斤,1,1,100,10", i + 1));
        rows.extend(times(days, |i| format!("2024-03-{:02},肉{i},1,公斤,1,1,100,10", i + 1)));
        rows.push(format!("2024-03-01,米,1,公斤,{amount},{amount},100,10"));
        rows
    };
    // 40 lines of one yuan beside it: 22,000.01 in all; 21,960 + 40 are 22,000.
    four(
        r,
        "purchases_beside_meals",
        head,
        [
            (Flags(1), &month(20, "60000")),
            (Flags(1), &month(20, "21962.01")),
            (Clean, &month(20, "21960")),
            (NotApplicable, &s(&["2024-03-01,米,1,公斤,60,60,100,"])),
        ],
    );
    r.with(
        "purchases_beside_meals",
        "不足",
        Flags(1),
        &[("台账.csv", table(head, &month(20, "11957")))],
    );
    r.with(
        "purchases_beside_meals",
        "够",
        Clean,
        &[("台账.csv", table(head, &month(20, "11960")))],
    );
    // Two days of purchases: 31 days of 1,000 yuan bound it, 34,100.
    r.with(
        "purchases_beside_meals",
        "两日",
        Clean,
        &[("台账.csv", table(head, &month(2, "34096")))],
    );
    // What was eaten on two days may have been bought before.
    r.with(
        "purchases_beside_meals",
        "两日少",
        Clean,
        &[("台账.csv", table(head, &month(2, "1")))],
    );
    r.with(
        "purchases_beside_meals",
        "两日多",
        Flags(1),
        &[("台账.csv", table(head, &month(2, "34100")))],
    );
    let head = "日期,类别,品名,数量,计量单位,单价,金额";
    let row = |category: &str, item: &str| s(&[&format!("2024-03-01,{category},{item},10,公斤,5,50")]);
    four(
        r,
        "category_against_item",
        head,
        [
            (Flags(1), &row("蔬菜", "大米")),
            // Fruit and vegetables are near to each other, and two kinds.
            (Flags(1), &row("水果类", "黄瓜")),
            (Clean, &row("果蔬类", "黄瓜")),
            (NotApplicable, &row("蔬菜", "土豆粉")),
        ],
    );
}

/// Fifteen days of a month with 100 persons, and meat for them on the first, in kilograms; 75 are 50 grams a person and day.
fn month_of_meals(month: u8, meat: &str) -> Vec<String> {
    let mut rows = times(15, |i| format!("2024-{month:02}-{:02},菜{i},1,公斤,1,1,100", i + 1));
    rows.push(format!("2024-{month:02}-01,猪肉,{meat},公斤,20,,100"));
    rows
}

fn per_head(r: &mut Region) {
    let head = "日期,品名,数量,计量单位,单价,金额,就餐人数";
    let year = |last: &str, others: u8| -> Vec<String> {
        let months = (1..=others).flat_map(|m| month_of_meals(m, "75"));
        months.chain(month_of_meals(others + 1, last)).collect()
    };
    // 225 kilograms are three times as much.
    four(
        r,
        "per_head_far_from_own_months",
        head,
        [
            (Flags(1), &year("750", 4)),
            (Flags(1), &year("225", 4)),
            (Clean, &year("224.9", 4)),
            (NotApplicable, &year("750", 3)),
        ],
    );
    // Barracks, of which this region has no others: six of them, 50 grams a person and day but two. The lower middle of five others is 50.
    for (name, says, meat) in [
        ("真", Flags(1), "150"),
        ("近", Clean, "149.9"),
        ("一", Clean, "75"),
        ("二", Clean, "75"),
        ("三", Clean, "75"),
        ("四", Clean, "75"),
    ] {
        r.with(
            "per_head_far_from_sector",
            name,
            says,
            &[("台账.csv", table(head, &month_of_meals(3, meat)))],
        );
        let row = r.registry.last_mut().unwrap();
        *row = row.replace(",学校,", ",军营,");
    }
    r.with(
        "per_head_far_from_sector",
        "无",
        NotApplicable,
        &[("台账.csv", table(head, &month_of_meals(3, "150")))],
    );
    let row = r.registry.last_mut().unwrap();
    *row = row.replace(",学校,", ",医院,");
}

fn patterns(r: &mut Region) {
    // Thirty lines in March; April has some of them again and its own for the rest.
    let months = |same: usize, n: usize| {
        let line = |month: u8, i: usize, more: usize| {
            format!(
                "2024-{month:02}-{:02}|菜{}|{}.5|2|{}",
                i % 28 + 1,
                i % 7,
                i + more,
                2 * (i + more) + 1
            )
        };
        let mut rows = times(n, |i| line(3, i, 10));
        rows.extend(times(n, |i| line(4, i, if i < same { 10 } else { 500 })));
        rows
    };
    r.four(
        "month_copied",
        &months(30, 30),
        (Flags(1), &months(24, 30)),
        &months(23, 30),
        &months(19, 19),
    );
    // The same five things every day, month after month.
    let milk: Vec<String> = [3, 4]
        .iter()
        .flat_map(|m| times(25, move |i| format!("2024-{m:02}-{:02}|奶{}|10|5|50", i + 1, i % 5)))
        .collect();
    r.case("month_copied", "奶", Clean, &milk);
    let invoice = |number: &str, other: &str| {
        s(&[
            "2024-03-01|米|10|10|100|张三菜店|农贸市场|||24142000000087654321",
            &format!("2024-03-02|肉|10|10|100|{other}|农贸市场|||{number}"),
        ])
    };
    r.four(
        "number_used_again",
        &invoice("24142000000087654321", "李四肉店"),
        (Flags(1), &invoice(" 24142000000087654321", "张四菜店")),
        &invoice("24142000000087654321", "张三菜店（城关店）"),
        &s(&["2024-03-01|米|10|10|100|张三菜店|农贸市场|||A1234"]),
    );
    let numbers = |missing: &[usize], n: usize| {
        (0..n)
            .filter(|i| !missing.contains(i))
            .map(|i| format!("2024-03-{:02}|菜{i}|10|10|100||农贸市场||RK-{:06}", i % 28 + 1, 300 + i))
            .collect::<Vec<_>>()
    };
    // 24 of 30 are 80 %; of 31 they are not, and the numbers are not counted by the unit.
    let many = |n: usize| numbers(&[1, 2, 3, 4, 5, 6][..n], 30);
    r.four(
        "number_gaps",
        &numbers(&[7], 30),
        (Flags(1), &many(6)),
        &numbers(&[], 30),
        &numbers(&[7], 20),
    );
    let sparse = times(24, |i| {
        format!(
            "2024-03-{:02}|菜{i}|10|10|100||农贸市场||RK-{:06}",
            i + 1,
            300 + i + usize::from(i > 11) * 7
        )
    });
    r.case("number_gaps", "疏", NotApplicable, &sparse);
    // The count begins anew each month.
    let anew: Vec<String> = [3, 4]
        .iter()
        .flat_map(|m| {
            times(20, move |i| {
                format!("2024-{m:02}-{:02}|菜{i}|{i}|10|{i}0||农贸市场||RK2024{m:02}{:03}", i + 1, i + 1)
            })
        })
        .collect();
    r.case("number_gaps", "按月", Clean, &anew);
}
