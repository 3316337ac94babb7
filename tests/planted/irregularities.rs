//! The same region with irregularities planted: what was planted, in which unit, is the truth.

use super::region::{Random, Row, Unit, csv, row, weekend};

/// What was planted: unit and check.
pub type Truth = Vec<(String, &'static str)>;

fn reprice(r: &mut Row, price: i64) {
    r.price = price;
    r.amount = (r.tenths * price + 5) / 10;
}

/// Plants each kind of irregularity in five units, from plain to slight: the slight ones lie below the thresholds on purpose.
pub fn plant(units: &mut [Unit], seed: u64) -> Truth {
    let mut random = Random(seed);
    let mut truth = Truth::new();
    // Every fifth of the schools and offices in turn; units 0 to 9 stay as they are.
    let mut free = 10..units.len();
    let mut next = |school: bool, units: &[Unit]| -> usize {
        let found = free.clone().find(|i| !school || units[*i].sector == "学校");
        let at = found.expect("enough units");
        free = at + 1..units.len();
        at
    };
    let mut mark = |unit: &Unit, check: &'static str| truth.push((unit.name.clone(), check));
    for degree in 0..5_usize {
        let at = |list: [i64; 5]| list[degree];
        let i = next(false, units);
        units[i].stated = Some(units[i].rows.iter().map(|r| r.amount).sum::<i64>() + at([1_000_000, 10_000, 900, 10, 1]));
        mark(&units[i], "total_mismatch");
        let i = next(false, units);
        units[i].rows[5].amount += at([100_000, 10_000, 1_000, 100, 2]);
        mark(&units[i], "amount_mismatch");
        let i = next(false, units);
        let mut twice = units[i].rows[at([0, 7, 9, 11, 13]) as usize].clone();
        twice.order = format!("DD2024CF{i:06}");
        let last = units[i].rows.len();
        units[i].rows.insert(last, twice.clone());
        twice.day = if degree == 4 { 28 } else { twice.day };
        units[i].rows.push(twice);
        mark(&units[i], "duplicate_suspected");
        let i = next(false, units);
        for r in units[i].rows.iter_mut().take(1 + degree) {
            r.order = format!("1.0906{degree}E+18");
        }
        mark(&units[i], "damaged_id");
        let i = next(false, units);
        units[i].submits = false;
        mark(&units[i], "not_submitted");
        let i = next(false, units);
        let month = 2 + 2 * degree as u8;
        units[i].rows.retain(|r| r.month != month);
        mark(&units[i], "gap_in_months");
        let i = next(false, units);
        for r in units[i].rows.iter_mut().filter(|r| r.channel == "农贸市场").take(5 - degree) {
            r.supplier = "夏县消费帮扶超市".to_owned();
        }
        mark(&units[i], "channel_conflict");
        let i = next(false, units);
        for r in units[i].rows.iter_mut().filter(|r| r.channel == "832平台").take(5 - degree) {
            r.origin = "山东省寿光市";
        }
        mark(&units[i], "origin_conflict");
        let i = next(false, units);
        // The slightest moves six of eight lines.
        let keep = at([0, 0, 1, 1, 2]) as usize;
        let month = 5;
        let extra: Vec<Row> = (0..20).map(|k| row(&mut random, i, 900 + k, month)).collect();
        units[i].rows.extend(extra);
        let mut n = 0;
        for r in units[i].rows.iter_mut().filter(|r| r.month == month) {
            n += 1;
            if n > keep {
                r.day = 31;
            }
        }
        mark(&units[i], "one_day_booking");
        let i = next(false, units);
        if let Some(r) = units[i].rows.iter_mut().filter(|r| r.item == "猪肉").nth(2) {
            let price = 2850 * at([10, 6, 4, 3, 2]) + 100;
            reprice(r, price);
        }
        // Far from the unit's own prices is far from the others' too.
        mark(&units[i], "price_far_above_own_median");
        mark(&units[i], "price_far_from_others");
        let i = next(false, units);
        for r in units[i].rows.iter_mut().filter(|r| r.month == 12) {
            r.tenths *= at([9, 6, 4, 3, 1]);
            let price = r.price;
            reprice(r, price);
        }
        mark(&units[i], "year_end_surge");
        let i = next(true, units);
        let every = at([1, 2, 2, 3, 5]) as usize;
        for (k, r) in units[i].rows.iter_mut().enumerate().filter(|(k, _)| k % every == 0) {
            let _ = k;
            if let Some(day) = (r.day.saturating_sub(5).max(1)..=28).find(|d| weekend(r.month, *d)) {
                r.day = day;
            }
        }
        // Summer and winter weekends would also lie in the holidays.
        units[i]
            .rows
            .iter_mut()
            .filter(|r| r.month == 8 && r.day <= 20)
            .for_each(|r| r.day = 24);
        units[i]
            .rows
            .iter_mut()
            .filter(|r| r.month == 2 && r.day <= 12)
            .for_each(|r| r.day = 17);
        units[i]
            .rows
            .iter_mut()
            .filter(|r| r.month == 7 && r.day >= 20)
            .for_each(|r| r.day = 13);
        mark(&units[i], "weekend_purchases");
        let i = next(true, units);
        let mut days = 1..;
        for r in units[i].rows.iter_mut().filter(|r| r.month == 8).take(at([8, 7, 6, 5, 3]) as usize) {
            r.day = [1, 2, 5, 6, 7, 8, 9, 12][days.next().unwrap_or(1) as usize % 8];
        }
        mark(&units[i], "holiday_purchases");
        let i = next(false, units);
        let every = at([1, 1, 1, 2, 4]) as usize;
        for r in units[i].rows.iter_mut().filter(|r| r.amount > 10_000).step_by(every) {
            // Goods of their own, so that no price is planted along with them.
            (r.item, r.price) = ("配送套餐", 10_000);
            r.tenths = r.amount / 10_000 * 10;
            r.amount = r.amount / 10_000 * 10_000;
        }
        mark(&units[i], "round_amounts");
        let i = next(false, units);
        for (k, near) in [0, at([50_000, 100_000, 150_000, 190_000, 250_000])].into_iter().enumerate() {
            let mut r = row(&mut random, i, 950 + k, 6);
            (r.item, r.channel, r.supplier, r.order, r.origin) = ("冷冻鸡", "农贸市场", "肉联厂".to_owned(), String::new(), "");
            (r.tenths, r.day) = (10, 11 + k as u8);
            reprice(&mut r, 2_000_000 - near - 1);
            units[i].rows.push(r);
        }
        mark(&units[i], "split_under_limit");
        let i = next(false, units);
        let bought: i64 = units[i]
            .rows
            .iter()
            .filter(|r| r.month == 3 && r.channel != "农贸市场")
            .map(|r| r.amount)
            .sum();
        let mut back = row(&mut random, i, 980, 4);
        (back.channel, back.supplier, back.origin) = ("832平台", "平陆县合作社".to_owned(), "山西省运城市平陆县");
        (back.item, back.order) = ("小米", format!("DD2024TH{i:06}"));
        back.day = if weekend(4, 8) { 9 } else { 8 };
        back.tenths = -(bought * at([60, 30, 20, 12, 6]) / 100 / 80);
        reprice(&mut back, 800);
        back.amount = back.tenths * 80;
        units[i].rows.push(back);
        mark(&units[i], "returns_after_period");
        let (i, j) = (next(false, units), next(false, units));
        let number = format!("DD2024GX{degree:06}");
        for u in [i, j] {
            if let Some(r) = units[u].rows.iter_mut().find(|r| r.channel == "832平台") {
                // One writes it with blanks and in small letters, one with a slip of the pen.
                r.order = match (u == j, degree) {
                    (true, 3) => format!(" {}", number.to_lowercase()),
                    (true, 4) => number.replace("GX", "XG"),
                    _ => number.clone(),
                };
            }
            mark(&units[u], "order_claimed_by_two_units");
        }
        let (i, j) = (next(false, units), next(false, units));
        for u in [i, j] {
            units[u].rows[3].invoice = format!("2414GX{degree:08}");
            mark(&units[u], "invoice_claimed_by_two_units");
        }
        let i = next(false, units);
        for r in units[i].rows.iter_mut().filter(|r| r.item == "土豆") {
            reprice(r, 320 * at([100, 40, 25, 22, 18]) / 10);
        }
        mark(&units[i], "price_far_from_others");
        more(degree, &mut next, units, &mut random, &mut mark);
    }
    truth.sort();
    truth
}

/// The kinds that need further files or many lines.
fn more(
    degree: usize,
    next: &mut impl FnMut(bool, &[Unit]) -> usize,
    units: &mut [Unit],
    random: &mut Random,
    mark: &mut impl FnMut(&Unit, &'static str),
) {
    let at = |list: [i64; 5]| list[degree];
    let i = next(false, units);
    let copy = csv(&units[i]);
    units[i].files.push(("台账副本.csv".to_owned(), copy));
    mark(&units[i], "duplicate_file");

    // A later version with some of the same lines (the slightest: fewer than four fifths).
    let i = next(false, units);
    let mut version = units[i].clone();
    version.rows.retain(|r| r.channel == "农贸市场");
    version.rows.truncate(20);
    for r in version.rows.iter_mut().skip(at([19, 18, 17, 16, 13]) as usize) {
        r.tenths += 7;
        let price = r.price;
        reprice(r, price);
        r.invoice.push('9');
    }
    units[i].files.push(("台账修改.csv".to_owned(), csv(&version)));
    units[i].rows.retain(|r| {
        r.channel != "农贸市场"
            || version
                .rows
                .iter()
                .any(|v| v.invoice.trim_end_matches('9') == r.invoice.trim_end_matches('9'))
    });
    mark(&units[i], "duplicate_across_files");
    // A month of it that is the same line for line is a copy; its other repeated lines are suspected one by one.
    mark(&units[i], "duplicate_file");
    mark(&units[i], "duplicate_suspected");

    // 30 February.
    let i = next(false, units);
    for r in units[i].rows.iter_mut().take(5 - degree) {
        (r.month, r.day) = (2, 30);
    }
    mark(&units[i], "unparsed_date");

    let i = next(false, units);
    let sum = |channel: &str| -> i64 {
        let of = units[i]
            .rows
            .iter()
            .filter(|r| r.month == 3 && (channel.is_empty() || r.channel == channel));
        of.map(|r| r.amount).sum()
    };
    let total = sum("") + at([100_000, 10_000, 1_000, 100, 1]);
    let yuan = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
    let statement = format!(
        "填报单位：{}\n月份,采购总额,832平台,供销数据平台,消费帮扶超市\n2024年3月,{},{},{},{}\n",
        units[i].name,
        yuan(total),
        yuan(sum("832平台")),
        yuan(sum("供销数据平台")),
        yuan(sum("消费帮扶超市"))
    );
    units[i].files.push(("统计表.csv".to_owned(), statement));
    mark(&units[i], "statement_mismatch");

    // All but a few lines from one ordinary supplier.
    let i = next(false, units);
    for r in units[i].rows.iter_mut().skip(at([0, 2, 4, 6, 24]) as usize) {
        (r.channel, r.supplier, r.order, r.origin) = ("农贸市场", "独家配送公司".to_owned(), String::new(), "");
    }
    mark(&units[i], "supplier_concentration");

    let i = next(false, units);
    let inside: Vec<Row> = units[i]
        .rows
        .iter()
        .filter(|r| r.channel == "832平台")
        .take(5 - degree)
        .cloned()
        .collect();
    for r in inside {
        if let Some(out) = units[i].rows.iter_mut().find(|o| o.channel == "农贸市场" && o.item == r.item) {
            out.supplier.clone_from(&r.supplier);
        }
    }
    mark(&units[i], "supplier_in_and_out");

    // 320 lines at one price, of which so many in a hundred begin with 5; the others' digits fall off as they should.
    let i = next(false, units);
    for k in 0..320 {
        let month = 1 + (k % 10) as u8;
        let mut r = row(random, i, 2_000 + k, month);
        (r.item, r.channel, r.order, r.origin) = ("散装调料", "农贸市场", String::new(), "");
        r.supplier = format!("调料店{}", k % 9);
        let scale = 10_u64.pow(random.between(0, 1) as u32 + 2);
        r.tenths = if (k * 37 % 100) < at([100, 80, 60, 45, 10]) as usize {
            (5 * scale + random.between(0, scale - 1)) as i64
        } else {
            // 10^(a/20) for a from 0 to 19, times the scale: even on a logarithm's ruler.
            const STEPS: [u64; 20] = [
                100, 112, 126, 141, 158, 178, 200, 224, 251, 282, 316, 355, 398, 447, 501, 562, 631, 708, 794, 891,
            ];
            (STEPS[random.between(0, 19) as usize] * scale / 100) as i64
        };
        reprice(&mut r, 100);
        units[i].rows.push(r);
    }
    mark(&units[i], "first_digit");
}
