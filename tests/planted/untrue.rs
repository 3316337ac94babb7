//! Irregularities in what few ledgers say: stock, production, acceptance, persons; and in what repeats itself.

use super::{
    irregularities::Truth,
    region::{Beside, Random, Row, Unit, row},
};

fn beside(row: &mut Row) -> &mut Beside {
    row.beside.as_mut().expect("a unit that says so")
}

/// Five units a kind, from plain to slight, from the unit `first` on.
pub fn plant(units: &mut [Unit], first: usize, seed: u64) -> Truth {
    let mut random = Random(seed);
    let mut truth = Truth::new();
    // The first ten stay as they are.
    let mut free = first + 10..units.len();
    for degree in 0..5_usize {
        let at = |list: [i64; 5]| list[degree];
        let few = 5 - degree;
        let mut next = |check: &'static str, units: &[Unit]| {
            let i = free.next().expect("enough units");
            truth.push((units[i].name.clone(), check));
            i
        };
        stock(units, at, &mut next);
        let i = next("produced_after_purchase", units);
        units[i]
            .rows
            .iter_mut()
            .take(few)
            .for_each(|r| beside(r).made = -at([60, 30, 10, 5, 2]));
        let i = next("expired_on_arrival", units);
        units[i].rows.iter_mut().take(few).for_each(|r| {
            (beside(r).made, beside(r).shelf_life) = (30 + at([300, 30, 5, 1, 0]), 30);
            beside(r).accepted = 0;
        });
        let i = next("accepted_before_order", units);
        units[i].rows.iter_mut().skip(8).take(few).for_each(|r| {
            beside(r).accepted = -at([5, 4, 3, 2, 1]);
            beside(r).made = 9;
            beside(r).shelf_life = 90;
        });
        let i = next("accepted_by_buyer", units);
        units[i].rows.iter_mut().take(few).for_each(|r| beside(r).acceptors = "赵采");
        let i = next("accepted_by_one_person", units);
        let alone = at([10, 9, 8, 7, 3]) as usize;
        for (k, r) in units[i].rows.iter_mut().enumerate().filter(|(k, _)| k % 10 < alone) {
            let _ = k;
            beside(r).acceptors = "钱验";
        }
        let i = next("purchases_beside_meals", units);
        // One person of twelve, up to nine: as if many more had eaten than did.
        units[i]
            .rows
            .iter_mut()
            .filter(|r| r.month == 5)
            .for_each(|r| beside(r).persons = at([1, 1, 2, 3, 9]));
        let i = next("category_against_item", units);
        units[i]
            .rows
            .iter_mut()
            .filter(|r| r.item == "猪肉")
            .take(few)
            .for_each(|r| beside(r).category = "蔬菜");
        let i = next("paid_above_price", units);
        // So many in a hundred of what was paid were to be paid in the market.
        units[i]
            .rows
            .iter_mut()
            .take(few)
            .for_each(|r| beside(r).market = r.price * at([50, 60, 70, 85, 95]) / 100);
        copied(units, next("month_copied", units), [degree, 0], &mut random);
        copied(units, next("quantities_copied", units), [degree, 20], &mut random);
        let i = next("number_used_again", units);
        let number = units[i].rows[3].invoice.clone();
        let other = (4..units[i].rows.len()).find(|k| units[i].rows[*k].supplier != units[i].rows[3].supplier);
        // The slightest has a slip of the pen.
        units[i].rows[other.expect("two sellers")].invoice = if degree == 4 { format!("{number}1") } else { number };
        let i = next("number_gaps", units);
        let mut number = 100;
        for (k, r) in units[i].rows.iter_mut().filter(|r| r.channel == "农贸市场").enumerate() {
            number += if k > 0 && k % at([5, 7, 10, 15, 2]) as usize == 0 { 2 } else { 1 };
            r.order = format!("RK{i:03}-{number:06}");
        }
    }
    truth
}

/// Of the units that say each day for how many: a month with several times as much meat, and a year with more of it than others.
pub fn plant_portions(units: &mut [Unit], first: usize) -> Truth {
    let mut truth = Truth::new();
    let mut more = |unit: &mut Unit, check: &'static str, month: Option<u8>, tenths: i64| {
        let meat = |r: &Row| r.item == "猪肉" && month.is_none_or(|m| r.month == m);
        let all: Vec<Row> = unit.rows.iter().filter(|r| meat(r)).cloned().collect();
        for one in all {
            // So many times, each on a day of its own.
            let days: Vec<u8> = unit
                .rows
                .iter()
                .filter(|r| r.month == one.month && r.item == "青菜")
                .map(|r| r.day)
                .collect();
            for (k, day) in (1..tenths / 10).zip(days) {
                let mut again = one.clone();
                (again.day, again.tenths) = (day, one.tenths + k);
                (again.order, again.invoice) = (one.order.replace("DD", &format!("D{k}")), format!("{}{k}", one.invoice));
                again.amount = (again.tenths * again.price + 5) / 10;
                unit.rows.push(again);
            }
        }
        for r in unit.rows.iter_mut().filter(|r| meat(r)) {
            r.tenths = r.tenths * (10 + tenths % 10) / 10;
            r.amount = (r.tenths * r.price + 5) / 10;
        }
        truth.push((unit.name.clone(), check));
    };
    for degree in 0..5 {
        let (month, year) = (first + 5 + degree * 2, first + 6 + degree * 2);
        more(
            &mut units[month],
            "per_head_far_from_own_months",
            Some(5),
            [80, 70, 60, 50, 12][degree],
        );
        more(&mut units[year], "per_head_far_from_sector", None, [60, 50, 40, 30, 12][degree]);
    }
    truth
}

fn stock(units: &mut [Unit], at: impl Fn([i64; 5]) -> i64, next: &mut impl FnMut(&'static str, &[Unit]) -> usize) {
    let i = next("stock_does_not_balance", units);
    units[i].stock[40].issued += at([500, 100, 20, 5, 1]);
    let i = next("stock_not_carried_over", units);
    let off = at([500, 100, 20, 5, 1]);
    // From May on there is more of one thing, and each month by itself adds up.
    for s in units[i].stock.iter_mut().filter(|s| s.item == "大米" && s.month >= 5) {
        (s.opening, s.closing, s.counted) = (s.opening + off, s.closing + off, s.closing + off);
    }
    let i = next("stock_count_differs", units);
    for s in units[i].stock.iter_mut().filter(|s| s.month == 6) {
        s.counted = s.closing - (s.opening + s.incoming) * at([50, 20, 10, 4, 1]) / 100;
    }
}

/// Some twenty lines in April, most of which stand in May again, so much dearer.
fn copied(units: &mut [Unit], i: usize, [degree, dearer]: [usize; 2], random: &mut Random) {
    let april: Vec<Row> = (0..22).map(|k| row(random, i, 3_000 + k, 4)).collect();
    let unit = &mut units[i];
    let same = [22, 21, 20, 19, 10][degree];
    let may = april.iter().enumerate().map(|(k, r)| {
        let mut r = r.clone();
        (r.month, r.invoice, r.order) = (5, format!("{}9", r.invoice), r.order.replace("DD", "DE"));
        r.tenths += if k >= same { 3 } else { 0 };
        r.price += dearer as i64;
        r.amount = (r.tenths * r.price + 5) / 10;
        r
    });
    let may: Vec<Row> = may.collect();
    unit.rows.retain(|r| r.month != 4 && r.month != 5);
    unit.rows.extend(april.into_iter().chain(may));
    for r in &mut unit.rows {
        r.beside = None;
    }
    unit.stock.clear();
}
