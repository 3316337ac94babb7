//! Whether the ledgers are true, and whether too much was paid: what few ledgers say beside their purchases, and what is wrong in them on purpose.

use super::{
    Random, prices,
    records::{Record, order_no},
    units::{Beside, Channel, Unit, all},
};

/// What a cell beside a purchase says.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    Text(String),
    Whole(i64),
    Fen(i64),
}

/// A check that a unit shows, and on how many lines where it speaks of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    pub check: &'static str,
    pub lines: Option<usize>,
    pub zh: String,
    pub en: String,
}

/// Changes what was bought: before anything is said of it, and before the truth is summed.
pub fn bend(unit: &Unit, records: &mut Vec<Record>) {
    for what in unit.beside {
        match what {
            Beside::CopiedMonth => copy_february(unit, records, "month_copied"),
            Beside::CopiedQuantities => {
                copy_february(unit, records, "quantities_copied");
                for r in records.iter_mut().filter(|r| r.month == 3) {
                    r.set_price(prices::of_season(&r.item, 3) * 97 / 100 / 10 * 10);
                }
                // What February holds twice may be ordered so each week.
                let once = |r: &Record, all: &[Record]| {
                    all.iter()
                        .filter(|o| (o.month, &o.item, o.quantity) == (3, &r.item, r.quantity))
                        .count()
                        == 1
                };
                let all = records.clone();
                records.iter_mut().filter(|r| !once(r, &all)).for_each(|r| r.wrong.clear());
            }
            Beside::OthersLedger(number) => copy_other(unit, *number, records),
            Beside::OwnPrices => dearer_meat(records),
            Beside::Contract => prices::keep_the_contract_until_february(unit, records),
            Beside::WrongCategory => rice_among_vegetables(records),
            Beside::SlipNumbers => number_slips(records),
            Beside::Stock | Beside::Delivery | Beside::OneAcceptor | Beside::Meals | Beside::Headcount(_) | Beside::Invoices => {}
        }
    }
}

/// Says what stands beside each purchase.
pub fn say(unit: &Unit, records: &mut [Record]) {
    for what in unit.beside {
        match what {
            Beside::Delivery => deliveries(records),
            Beside::OneAcceptor => acceptors(records),
            Beside::Meals => meals(records),
            Beside::Headcount(persons) => headcounts(records, |r| persons + r.day % 5),
            Beside::Invoices => invoices(unit, records),
            Beside::OwnPrices => prices::say_market_prices(records),
            _ => {}
        }
    }
}

/// What a unit's ledgers show of this.
pub fn planted(unit: &Unit, records: &[Record]) -> Vec<Planted> {
    let on_lines = |check: &'static str, zh: &str, en: &str| {
        let lines = records.iter().filter(|r| r.wrong.contains(&check)).count();
        assert!(lines > 0, "{} shows no {check}", unit.name);
        plant(check, Some(lines), zh, en)
    };
    let mut out = Vec::new();
    for what in unit.beside {
        match what {
            Beside::Stock => out.extend(super::stock::planted(unit, records)),
            Beside::Delivery => out.extend([
                on_lines("produced_after_purchase", "生产日期晚于验收日期", "made after it was accepted"),
                on_lines("expired_on_arrival", "到货时已过保质期", "past its shelf life on arrival"),
                on_lines("accepted_before_order", "验收早于下单", "accepted before it was ordered"),
                on_lines("accepted_by_buyer", "采购人自己验收", "accepted by the one who bought it"),
            ]),
            Beside::OneAcceptor => out.push(on_lines("accepted_by_one_person", "多数采购由一人验收", "one person accepts most")),
            Beside::Meals => out.push(plant(
                "purchases_beside_meals",
                None,
                "2 月就餐人数不到平时的四成，采购额没有少",
                "two fifths of the persons in February, and as much food",
            )),
            Beside::Headcount(few) if *few < USUAL / 2 => out.push(plant(
                "per_head_far_from_sector",
                None,
                "就餐人数不到其他学校的四成，人均粮、肉是别校的几倍",
                "several times the grain and meat a head of other schools",
            )),
            Beside::WrongCategory => out.push(on_lines("category_against_item", "大米写在“蔬菜”类", "rice among vegetables")),
            Beside::CopiedMonth => out.push(on_lines("month_copied", "3 月照抄 2 月，只改了日期", "March is February again")),
            Beside::CopiedQuantities => out.push(on_lines(
                "quantities_copied",
                "3 月的日子、品名、数量照抄 2 月，价格改过",
                "March has February's days, goods and quantities, at other prices",
            )),
            Beside::OthersLedger(_) => out.push(plant(
                "same_lines_two_units",
                None,
                "与阳城中学的台账逐行相同",
                "line for line the ledger of 阳城中学",
            )),
            Beside::SlipNumbers => out.push(plant("number_gaps", None, "入库单缺两号", "two slips are missing")),
            Beside::Invoices => out.push(on_lines(
                "number_used_again",
                "一个发票号用于两家供应商",
                "one invoice number, two suppliers",
            )),
            Beside::OwnPrices => out.push(on_lines(
                "paid_above_price",
                "3 月肉禽比台账所记市场价高四分之一",
                "meat in March a quarter above the market price in the ledger",
            )),
            Beside::Headcount(_) | Beside::Contract => {}
        }
    }
    // The other's ledger is the same, too.
    let copied = all().iter().any(|u| u.beside.contains(&Beside::OthersLedger(unit.number)));
    if copied {
        out.push(plant(
            "same_lines_two_units",
            None,
            "风陵渡中学的台账与之逐行相同",
            "line for line the ledger of 风陵渡中学",
        ));
    }
    out
}

pub fn plant(check: &'static str, lines: Option<usize>, zh: &str, en: &str) -> Planted {
    Planted {
        check,
        lines,
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

/// Persons at a school's table.
const USUAL: i64 = 60;

/// March is February with its own days and order numbers.
fn copy_february(unit: &Unit, records: &mut Vec<Record>, shows: &'static str) {
    let random = &mut Random::new(unit.number + 1_000);
    records.retain(|r| r.month < 3);
    let february: Vec<Record> = records.iter().filter(|r| r.month == 2).cloned().collect();
    records.extend(february.into_iter().map(|mut r| {
        r.month = 3;
        r.order_no = order_no(&r, random);
        r.wrong.push(shows);
        r
    }));
}

/// The purchases of another unit of the county, with order numbers of its own.
fn copy_other(unit: &Unit, number: u64, records: &mut Vec<Record>) {
    let random = &mut Random::new(unit.number + 1_000);
    let others: Vec<Record> = all().iter().filter(|u| u.number == number).flat_map(super::records::make).collect();
    *records = others;
    for r in records {
        r.order_no = order_no(r, random);
        r.beside.clear();
    }
}

/// In March a quarter more for meat, outside the channels.
fn dearer_meat(records: &mut [Record]) {
    let meat = |r: &&mut Record| r.month == 3 && r.category == "肉禽" && r.channel == Channel::Ordinary;
    for r in records.iter_mut().filter(meat) {
        r.set_price(prices::of_season(&r.item, 3) * 125 / 100 / 10 * 10);
        r.wrong.push("paid_above_price");
    }
}

fn rice_among_vegetables(records: &mut [Record]) {
    for r in records.iter_mut().filter(|r| r.item == "大米").take(2) {
        r.category = "蔬菜";
        r.wrong.push("category_against_item");
    }
}

/// Purchases without an order number have a slip's; two were taken out.
fn number_slips(records: &mut [Record]) {
    let mut next = 101;
    for r in records.iter_mut().filter(|r| r.order_no.is_empty()) {
        next += i64::from([130, 175].contains(&next));
        r.order_no = format!("HQRK-{next:06}");
        next += 1;
    }
}

fn iso(month: i64, day: i64) -> Said {
    Said::Text(format!("2024-{month:02}-{day:02}"))
}

/// Order, acceptance, production and persons: what keeps has a production date and a shelf life.
fn deliveries(records: &mut [Record]) {
    let mut seen = [0_usize; 3];
    for r in records.iter_mut().filter(|r| r.quantity > 0) {
        let food = prices::food(&r.item);
        let ordered = matches!(r.channel, Channel::Platform832 | Channel::LocalPlatform);
        let mut accepted = if ordered { r.day + 2 } else { r.day };
        let keeps = food.is_some_and(|f| f.keeps && f.category != "水果");
        // Two months before, in the year before for January and February.
        let mut produced = match r.month {
            3 => format!("2024-01-{:02}", r.day),
            month => format!("2023-{:02}-{:02}", month + 10, r.day),
        };
        let (buyer, mut acceptor) = ("孙明", "周海燕、吴军");
        let mut wrong = |r: &mut Record, at: usize, which: usize, check: &'static str| {
            seen[at] += 1;
            let this = seen[at] == which;
            if this {
                r.wrong.push(check);
            }
            this
        };
        if r.month == 1 && keeps && wrong(r, 0, 3, "produced_after_purchase") {
            produced = format!("2024-01-{:02}", accepted + 2);
        } else if r.month == 2 && keeps && wrong(r, 1, 5, "expired_on_arrival") {
            produced = format!("2023-01-{:02}", r.day);
        } else if r.month == 3 && ordered && r.day > 4 && wrong(r, 2, 2, "accepted_before_order") {
            accepted = r.day - 3;
        } else if r.month == 3 && [12, 13].contains(&r.day) && r.channel == Channel::Ordinary {
            acceptor = buyer;
            r.wrong.push("accepted_by_buyer");
        }
        let text = |t: &str| Said::Text(t.to_owned());
        r.beside.extend([
            ("验收日期", iso(r.month, accepted)),
            ("生产日期", Said::Text(if keeps { produced } else { String::new() })),
            ("保质期", text(if keeps { "12个月" } else { "" })),
            ("采购人", text(buyer)),
            ("验收人", text(acceptor)),
        ]);
    }
}

/// Two days in seven a second person stands by.
fn acceptors(records: &mut [Record]) {
    for r in records {
        let two = r.day % 7 < 2;
        let who = if two { "马强、何伟" } else { "马强" };
        r.beside.push(("验收人", Said::Text(who.to_owned())));
        if !two {
            r.wrong.push("accepted_by_one_person");
        }
    }
}

fn headcounts(records: &mut [Record], persons: impl Fn(&Record) -> i64) {
    for r in records {
        r.beside.push(("就餐人数", Said::Whole(persons(r))));
    }
}

/// Headcount and what each person's day costs: 12 yuan.
fn meals(records: &mut [Record]) {
    headcounts(records, |r| if r.month == 2 { 22 } else { USUAL } + r.day % 4);
    for r in records {
        r.beside.push(("餐标", Said::Fen(1200)));
    }
}

/// An invoice of each seller each month; in March one number is written to the lines of another seller, too.
fn invoices(unit: &Unit, records: &mut [Record]) {
    let mut papers: Vec<(i64, String)> = Vec::new();
    let shared: Vec<String> = records
        .iter()
        .filter(|r| r.month == 3 && r.channel == Channel::Ordinary)
        .map(|r| r.supplier.clone())
        .fold(Vec::new(), |mut all, name| {
            if !all.contains(&name) {
                all.push(name);
            }
            all
        });
    for r in records {
        let both = r.month == 3 && shared[..2].contains(&r.supplier);
        let seller = if both { shared[0].clone() } else { r.supplier.clone() };
        let paper = (r.month, seller);
        let at = papers.iter().position(|p| *p == paper).unwrap_or_else(|| {
            papers.push(paper);
            papers.len() - 1
        });
        if both {
            r.wrong.push("number_used_again");
        }
        let number = format!("2414200000{:03}{:02}{:05}", unit.number, r.month, 10_408 + 37 * at);
        r.beside.push(("发票号码", Said::Text(number)));
    }
}
