//! What two units claim, and prices beside those of other units.

use super::{Clean, Flags, NotApplicable, Region, s, times};

pub fn cases(r: &mut Region) {
    let order = |no: &str| s(&[&format!("2024-03-01|米|10|10|100||832平台||{no}|")]);
    r.case("order_claimed_by_two_units", "真", Flags(1), &order("DD2024030001"));
    r.case("order_claimed_by_two_units", "真二", Flags(1), &order(" dd2024030001 "));
    // Six characters with four digits are the least that is compared.
    r.case("order_claimed_by_two_units", "界", Flags(1), &order("AB1234"));
    r.case("order_claimed_by_two_units", "界二", Flags(1), &order("AB1234"));
    r.case("order_claimed_by_two_units", "近", Clean, &order("DD2024030002"));
    r.case("order_claimed_by_two_units", "无", NotApplicable, &order("A1234"));
    r.case("order_claimed_by_two_units", "无二", NotApplicable, &order("A1234"));
    let invoice = |no: &str| s(&[&format!("2024-03-01|米|10|10|100||农贸市场|||{no}")]);
    r.case("invoice_claimed_by_two_units", "真", Flags(1), &invoice("24142000000012345678"));
    r.case("invoice_claimed_by_two_units", "真二", Flags(1), &invoice("24142000000012345678"));
    r.case("invoice_claimed_by_two_units", "界", Flags(1), &invoice("FP1234"));
    r.case("invoice_claimed_by_two_units", "界二", Flags(1), &invoice("FP1234"));
    r.case("invoice_claimed_by_two_units", "近", Clean, &invoice("24142000000012345679"));
    r.case("invoice_claimed_by_two_units", "无", NotApplicable, &invoice("见附件"));
    let lines = |from: usize, n: usize| {
        times(n, |i| {
            let k = from + i;
            format!("2024-03-{:02}|菜{k}|{k}|1|{k}", i % 28 + 1)
        })
    };
    // Ten lines are the least.
    for name in ["真", "真二"] {
        r.case("same_lines_two_units", name, Flags(1), &lines(100, 12));
    }
    for name in ["界", "界二"] {
        r.case("same_lines_two_units", name, Flags(1), &lines(200, 10));
    }
    r.case("same_lines_two_units", "近", Clean, &lines(200, 11));
    for name in ["无", "无二"] {
        r.case("same_lines_two_units", name, NotApplicable, &lines(300, 9));
    }
    let price = |item: &str, p: &str| s(&[&format!("2024-03-01|{item}|1|{p}|{p}")]);
    // Five units a kind of goods: four at 24, 25, 25, 26 (median 25), and the one in question.
    for (name, item, p, says) in [
        ("真", "羊肉", "250", Flags(1)),
        ("界", "牛肉", "50", Flags(1)),
        ("近", "驴肉", "49.99", Clean),
    ] {
        for (i, others) in ["24", "25", "25", "26"].iter().enumerate() {
            r.case("price_far_from_others", &format!("{name}{i}"), Clean, &price(item, others));
        }
        r.case("price_far_from_others", name, says, &price(item, p));
    }
    // Three others are too few.
    for (i, p) in ["24", "25", "26", "260"].iter().enumerate() {
        r.case("price_far_from_others", &format!("无{i}"), NotApplicable, &price("鹿肉", p));
    }
}
