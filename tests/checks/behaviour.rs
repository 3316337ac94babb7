//! How a unit buys: when, from whom, at which prices, in which amounts.

use super::{Clean, Flags, NotApplicable, Region, s, times};

pub fn cases(r: &mut Region) {
    // 20 lines: one of the day, nineteen others on other days.
    let day = |first: &str| {
        let mut rows = times(19, |i| format!("2024-03-{:02}|菜{i}|1|1|1", i + 2));
        rows.push(format!("2024-03-01|米|1|{first}|{first}"));
        rows
    };
    // 76 of 95 yuan is exactly 80 %; 75.99 of 94.99 is less.
    r.four(
        "one_day_booking",
        &day("1000"),
        (Flags(1), &day("76")),
        &day("75.99"),
        &day("1000")[..19],
    );
    let prices = |last: &str| {
        let mut rows = times(4, |i| format!("2024-03-{:02}|猪肉|1|10|10", i + 1));
        rows.push(format!("2024-03-09|猪肉|1|{last}|{last}"));
        rows
    };
    r.four(
        "price_far_above_own_median",
        &prices("100"),
        (Flags(1), &prices("30.01")),
        &prices("30"),
        &prices("100")[1..],
    );
    let suppliers = |big: &str, n: usize| {
        let mut rows = times(n - 1, |i| format!("2024-03-{:02}|菜{i}|1|1|1|小店{i}|农贸市场", i % 28 + 1));
        rows.push(format!("2024-03-05|肉|1|{big}|{big}|大店|农贸市场"));
        rows
    };
    // 29 others of one yuan: 261 of 290 is exactly 90 %.
    r.four(
        "supplier_concentration",
        &suppliers("5000", 30),
        (Flags(1), &suppliers("261", 30)),
        &suppliers("260.99", 30),
        &suppliers("5000", 29),
    );
    let in_out = |item: &str, supplier: &str| {
        s(&[
            "2024-03-01|米|10|10|100|合作社|832平台",
            &format!("2024-03-02|{item}|10|10|100|{supplier}|农贸市场"),
        ])
    };
    r.four(
        "supplier_in_and_out",
        &in_out("米", "合作社"),
        (Flags(1), &in_out(" 米 ", "合作社")),
        &in_out("面", "合作社"),
        &s(&["2024-03-01|米|10|10|100"]),
    );
    let year = |december: &str, months: u8| {
        let mut rows: Vec<String> = (1..=months).map(|m| format!("2024-{m:02}-05|米|10|10|100")).collect();
        rows.push(format!("2024-12-05|米|1|{december}|{december}"));
        rows
    };
    r.four(
        "year_end_surge",
        &year("900", 10),
        (Flags(1), &year("200", 6)),
        &year("199.99", 6),
        &year("900", 5),
    );
    // 2 March 2024 is a Saturday. 30 lines, one of them on the weekend: 126 of 420 yuan are 30 %... the others 29 lines hold 294.
    let weekend = |amount: &str, n: usize| {
        let mut rows = times(n - 1, |i| format!("2024-03-{:02}|菜{i}|1|10|10", [4, 5, 6, 7, 8][i % 5]));
        rows.push(format!("2024-03-02|米|1|{amount}|{amount}"));
        rows
    };
    // 29 × 10 = 290 on working days: 300/590 is much; 124.29 of 414.29 is just 30 %; 124.28 of 414.28 is less.
    r.four(
        "weekend_purchases",
        &weekend("300", 30),
        (Flags(1), &weekend("124.29", 30)),
        &weekend("124.28", 30),
        &weekend("300", 29),
    );
    let summer = |from: u8, n: u8| (0..n).map(|i| format!("2024-08-{:02}|菜|1|10|10", from + i)).collect::<Vec<_>>();
    // Five lines on the last days of the holiday; with one of them a day after it only four are within.
    r.four("holiday_purchases", &summer(1, 9), (Flags(1), &summer(16, 5)), &summer(17, 5), &[]);
    let round = |n: usize, of: usize| {
        times(of, |i| {
            format!(
                "2024-03-05|菜{i}|1|1|{}",
                if i < n { "200".to_owned() } else { format!("1{:02}.5", i % 100) }
            )
        })
    };
    r.four(
        "round_amounts",
        &round(30, 30),
        (Flags(1), &round(15, 30)),
        &round(14, 30),
        &round(29, 29),
    );
    let fives = |n: usize| times(n, |i| format!("2024-03-05|菜{i}|1|1|5{:02}.1", i % 100));
    let benford: Vec<String> = [90, 53, 37, 29, 24, 20, 17, 16, 14]
        .iter()
        .zip(1..)
        .flat_map(|(n, d)| times(*n, move |i| format!("2024-03-05|菜{i}|1|1|{d}{:02}.5", i % 100)))
        .collect();
    r.case("first_digit", "真", Flags(1), &fives(300));
    r.case("first_digit", "近", Clean, &benford);
    r.case("first_digit", "无", NotApplicable, &fives(299));
    // 300 lines after Benford (a deviation of some 0.1 %); moving 81 ones to nines adds 2 × 81/300/9 = 6.00 % a digit.
    let mut shifted = benford.clone();
    for (i, text) in shifted.iter_mut().take(82).enumerate() {
        *text = format!("2024-03-05|菜{i}|1|1|9{:02}.5", i % 100);
    }
    r.case("first_digit", "界", Flags(1), &shifted);
    let split = |a: &str, b: &str, day: u8| {
        s(&[
            &format!("2024-03-01|肉|1|{a}|{a}|肉联厂|农贸市场"),
            &format!("2024-03-{day:02}|肉|1|{b}|{b}|肉联厂|农贸市场"),
        ])
    };
    r.four(
        "split_under_limit",
        &split("19000", "18500", 2),
        (Flags(1), &split("18000", "18000", 7)),
        &split("17999.99", "19000", 2),
        &[],
    );
    let returned = |fen: &str, day: u8| {
        s(&[
            "2024-03-20|米|10|100|1000|合作社|832平台",
            &format!("2024-04-{day:02}|米|-1|{fen}|-{fen}|合作社|832平台"),
        ])
    };
    r.four(
        "returns_after_period",
        &returned("500", 3),
        (Flags(1), &returned("100", 10)),
        &returned("99.99", 10),
        &s(&["2024-03-20|米|10|10|100||农贸市场"]),
    );
}
