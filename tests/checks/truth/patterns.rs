//! What repeats itself that should not, or is missing where it should go on.

use super::{Clean, Flags, NotApplicable, Region, s, times};

pub fn cases(r: &mut Region) {
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
    // The same thirty goods and quantities on the same days of April, or as many days after another one; the price is another.
    let quantities = |same: usize, n: usize, shift: i8, dearer: usize| {
        let line = |month: u8, day: i8, i: usize, more: usize, price: usize| {
            let kilograms = i + more;
            format!(
                "2024-{month:02}-{day:02}|菜{}|{kilograms}.5|{price}|{}",
                i % 7,
                (2 * kilograms + 1) * price / 2
            )
        };
        let day = |i: usize| i8::try_from(i % 25).unwrap() + 4;
        let mut rows = times(n, |i| line(3, day(i), i, 10, 4));
        rows.extend(times(n, |i| {
            line(4, day(i) + shift, i, if i < same { 10 } else { 500 }, 4 + dearer)
        }));
        rows
    };
    r.four(
        "quantities_copied",
        &quantities(30, 30, 0, 2),
        (Flags(1), &quantities(24, 30, 0, 2)),
        &quantities(23, 30, 0, 2),
        &quantities(19, 19, 0, 2),
    );
    // 4 March and 1 April are the first Mondays; two days later neither day nor weekday is the same.
    r.case("quantities_copied", "星期", Flags(1), &quantities(30, 30, -3, 2));
    r.case("quantities_copied", "他日", Clean, &quantities(30, 30, 2, 2));
    r.case("quantities_copied", "同价", Clean, &quantities(30, 30, 0, 0));
    // What the school orders every Monday and Thursday, at this month's price.
    let orders: Vec<String> = [(3, [4, 11, 18, 25], 5), (4, [1, 8, 15, 22], 6)]
        .iter()
        .flat_map(|(month, days, price)| {
            days.iter().flat_map(move |day| {
                times(8, move |i| {
                    format!("2024-{month:02}-{day:02}|菜{i}|{}0|{price}|{}", i + 1, (i + 1) * 10 * price)
                })
            })
        })
        .collect();
    r.case("quantities_copied", "定量", NotApplicable, &orders);
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
