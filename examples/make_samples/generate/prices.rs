//! Market prices and a contract beside what was paid: `prices.xlsx`, and which purchases lie above them. All in fen, by the rules of docs/prices.md.

use super::{
    beside::Said,
    books::{Book, Cell, Sheet, text, yuan},
    catalogue::{FOODS, Food},
    records::{Dispute, Record},
    units::{Beside, Channel, Layout, Saved, Unit, all},
};

/// What the contract takes off the market price, in hundredths.
const CUT: i64 = 8;

pub fn food(item: &str) -> Option<&'static Food> {
    FOODS.iter().find(|f| f.name == item)
}

/// The month's market price, fen.
pub fn of_season(item: &str, month: i64) -> i64 {
    food(item).map_or(0, |f| f.price[usize::try_from(month - 1).unwrap_or(0)])
}

/// The seller that a unit has a contract with.
fn contractor(unit: &Unit) -> String {
    format!("{}宏盛肉食经营部", unit.county)
}

fn under_contract(unit: &Unit, r: &Record) -> bool {
    unit.beside.contains(&Beside::Contract) && r.supplier == contractor(unit)
}

/// In January and February the contract's price, in March the market's.
pub fn keep_the_contract_until_february(unit: &Unit, records: &mut [Record]) {
    for r in records.iter_mut().filter(|r| under_contract(unit, r) && food(&r.item).is_some()) {
        let market = of_season(&r.item, r.month);
        r.set_price(if r.month < 3 {
            market * (100 - CUT) / 100 / 10 * 10
        } else {
            market
        });
    }
}

/// A column 市场价 in the ledger itself.
pub fn say_market_prices(records: &mut [Record]) {
    for r in records {
        r.beside.push(("市场价(元)", Said::Fen(of_season(&r.item, r.month))));
    }
}

/// Sheets of prices and contracts as `--prices` takes them.
pub fn book() -> Book {
    let mut market = Sheet::new("市场价");
    market.heads(&["品名", "计量单位", "市场价（元）", "月份", "来源"]);
    for (month, at) in (1..=3).zip(0..) {
        for f in FOODS {
            market.row(vec![
                text(f.name),
                text(f.measure),
                yuan(f.price[at]),
                text(format!("2024-{month:02}")),
                text(format!("样例：运城市{month}月食材市场价格监测")),
            ]);
        }
    }
    let mut contracts = Sheet::new("合同下浮率");
    contracts.heads(&["供应商", "采购单位", "下浮率", "起始日期", "截止日期", "合同编号"]);
    for unit in all().iter().filter(|u| u.beside.contains(&Beside::Contract)) {
        contracts.row(vec![
            text(contractor(unit)),
            text(unit.name),
            text(format!("{CUT}%")),
            Cell::Date(1, 1),
            Cell::Date(12, 31),
            text("样例：食材采购合同2024-03号"),
        ]);
    }
    Book {
        path: "prices".to_owned(),
        sheets: vec![market, contracts],
        saved: Saved::Xlsx,
    }
}

/// How many purchases lie above their price, and by how much, fen: with `prices.xlsx`. A contract's price holds to the fen, a market price to a tenth.
pub fn overpaid(unit: &Unit, records: &[Record]) -> (usize, i64) {
    let says_goods = !matches!(unit.layout, Layout::Statement | Layout::Nothing);
    let compared = |r: &&Record| says_goods && r.amount_fen > 0 && r.dispute != Some(Dispute::Unreadable) && food(&r.item).is_some();
    let beyond = |r: &Record| {
        let market = of_season(&r.item, r.month);
        let contract = under_contract(unit, r);
        let price = if contract { (market * (100 - CUT) + 99) / 100 } else { market };
        let allowed = (price * r.quantity + 9) / 10;
        let over = if contract {
            r.amount_fen > allowed
        } else {
            r.amount_fen * 10 > allowed * 11
        };
        over.then_some(r.amount_fen - allowed)
    };
    let over: Vec<i64> = records.iter().filter(compared).filter_map(beyond).collect();
    assert!(records.iter().all(|r| r.channel == Channel::Ordinary || !under_contract(unit, r)));
    (over.len(), over.iter().sum())
}
