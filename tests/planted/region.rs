//! A region of invented units whose ledgers are in order. Knows nothing of the library; the same seed gives the same ledgers.

use std::fmt::Write as _;

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }
}

/// One row: month, day, item, quantity in tenths, price and amount in fen, and texts.
#[derive(Clone)]
pub struct Row {
    pub month: u8,
    pub day: u8,
    pub item: &'static str,
    pub tenths: i64,
    pub price: i64,
    pub amount: i64,
    pub supplier: String,
    pub channel: &'static str,
    pub origin: &'static str,
    pub order: String,
    pub invoice: String,
    pub beside: Option<Beside>,
}

/// What few ledgers say beside.
#[derive(Clone)]
pub struct Beside {
    pub category: &'static str,
    /// Days before the purchase.
    pub made: i64,
    pub shelf_life: i64,
    /// Days from the purchase to the acceptance.
    pub accepted: i64,
    pub buyer: &'static str,
    pub acceptors: &'static str,
    pub persons: i64,
    /// 餐标, yuan; blank where it is nothing.
    pub standard: &'static str,
    /// 市场价, fen.
    pub market: i64,
}

/// A month of an item in the stock book, tenths.
#[derive(Clone)]
pub struct Stock {
    pub month: u8,
    pub item: &'static str,
    pub opening: i64,
    pub incoming: i64,
    pub issued: i64,
    pub closing: i64,
    pub counted: i64,
}

/// One unit: its rows, and files beside its own ledger.
#[derive(Clone)]
pub struct Unit {
    pub name: String,
    pub sector: &'static str,
    pub rows: Vec<Row>,
    pub stock: Vec<Stock>,
    /// What the ledger states as its total, where not the sum.
    pub stated: Option<i64>,
    /// Further files: name and text.
    pub files: Vec<(String, String)>,
    pub submits: bool,
}

/// Goods with a common price in fen a kilogram.
const GOODS: [(&str, i64); 8] = [
    ("大米", 560),
    ("面粉", 440),
    ("猪肉", 2850),
    ("鸡蛋", 1080),
    ("白菜", 210),
    ("土豆", 320),
    ("苹果", 760),
    ("豆腐", 480),
];
/// Channels by tenths of the lines: three through 832, three local, four ordinary.
const CHANNELS: [(&str, &str); 10] = [
    ("832平台", "平陆县合作社"),
    ("832平台", "云州区农场"),
    ("832平台", "平陆县合作社"),
    ("供销数据平台", "万荣果业"),
    ("消费帮扶超市", "夏县消费帮扶超市"),
    ("供销数据平台", "闻喜粮油"),
    ("农贸市场", "张三菜店"),
    ("农贸市场", "李四肉店"),
    ("农贸市场", "王五粮油"),
    ("农贸市场", "赵六副食"),
];
/// Lines a month.
const LINES: usize = 8;

/// The holidays' middle.
fn closed(month: u8, day: u8) -> bool {
    match month {
        2 => day <= 12,
        7 => day >= 20,
        8 => day <= 20,
        _ => false,
    }
}

/// A school day: no weekend, none of the holidays' middle.
fn open_day(random: &mut Random, month: u8) -> u8 {
    loop {
        let day = random.between(1, 28) as u8;
        if !closed(month, day) && !weekend(month, day) {
            return day;
        }
    }
}

/// 1 January 2024 was a Monday.
pub fn weekend(month: u8, day: u8) -> bool {
    const BEFORE: [u32; 12] = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335];
    (BEFORE[usize::from(month) - 1] + u32::from(day) - 1) % 7 >= 5
}

pub fn row(random: &mut Random, unit: usize, at: usize, month: u8) -> Row {
    // Each month each of the goods once: a canteen serves about as many meals each month.
    let (item, common) = GOODS[at % GOODS.len()];
    let (channel, supplier) = CHANNELS[random.between(0, 9) as usize];
    let price = common * random.between(94, 106) as i64 / 100;
    let tenths = random.between(251, 603) as i64;
    Row {
        month,
        day: open_day(random, month),
        item,
        tenths,
        price,
        amount: (tenths * price + 5) / 10,
        supplier: if channel == "农贸市场" {
            format!("{supplier}{}", unit % 40)
        } else {
            supplier.to_owned()
        },
        channel,
        origin: if channel == "832平台" {
            "山西省运城市平陆县"
        } else {
            ""
        },
        order: if channel == "农贸市场" {
            String::new()
        } else {
            format!("DD2024{unit:04}{at:05}")
        },
        invoice: format!("2414{unit:06}{at:06}"),
        beside: None,
    }
}

/// The region in order: `count` units, a ledger each, twelve months.
pub fn clean(count: usize, seed: u64) -> Vec<Unit> {
    let mut random = Random(seed);
    (0..count)
        .map(|unit| {
            let school = unit % 3 != 0;
            let rows = (1..=12)
                .flat_map(|m| std::iter::repeat_n(m, LINES))
                .enumerate()
                .map(|(at, m)| row(&mut random, unit, at, m))
                .collect();
            Unit {
                name: format!("区域{unit:03}{}", if school { "小学" } else { "局" }),
                sector: if school { "学校" } else { "机关" },
                rows,
                stock: Vec::new(),
                stated: None,
                files: Vec::new(),
                submits: true,
            }
        })
        .collect()
}

/// Gives units from `first` on what few ledgers say beside: production, acceptance, persons, and a stock book.
pub fn add_beside(units: &mut [Unit], first: usize, seed: u64) {
    const CATEGORIES: [&str; 8] = ["粮油类", "粮油类", "畜禽肉", "禽蛋", "蔬菜", "蔬菜类", "水果", "豆制品"];
    let mut random = Random(seed);
    for unit in units.iter_mut().skip(first) {
        for (at, row) in unit.rows.iter_mut().enumerate() {
            row.beside = Some(Beside {
                category: CATEGORIES[at % CATEGORIES.len()],
                made: random.between(0, 2) as i64,
                shelf_life: random.between(3, 180) as i64,
                accepted: random.between(0, 1) as i64,
                buyer: "赵采",
                acceptors: "钱验、孙收",
                persons: random.between(11, 13) as i64,
                standard: "15",
                market: row.price * random.between(96, 104) as i64 / 100,
            });
        }
        let mut left = [0_i64; 8];
        for (at, row) in unit.rows.iter().enumerate() {
            let opening = left[at % 8];
            let issued = (opening + row.tenths) * random.between(70, 100) as i64 / 100;
            let closing = opening + row.tenths - issued;
            unit.stock.push(Stock {
                month: row.month,
                item: row.item,
                opening,
                incoming: row.tenths,
                issued,
                closing,
                counted: closing * random.between(99, 101) as i64 / 100,
            });
            left[at % 8] = closing;
        }
    }
}

/// Lets units from `first` on buy greens on every open day, and say each day for how many; they name no standard.
pub fn add_days(units: &mut [Unit], first: usize, seed: u64) {
    let mut random = Random(seed);
    for (at, unit) in units.iter_mut().enumerate().skip(first) {
        let mut greens = Vec::new();
        for month in 1..=12_u8 {
            for day in (1..=28).filter(|day| !closed(month, *day) && !weekend(month, *day)) {
                let mut r = row(&mut random, at, 5_000 + greens.len(), month);
                (r.day, r.item, r.channel, r.origin) = (day, "青菜", "农贸市场", "");
                (r.order, r.supplier) = (String::new(), format!("赵六副食{}", at % 40));
                r.tenths = random.between(21, 69) as i64;
                r.price = random.between(240, 260) as i64;
                r.amount = (r.tenths * r.price + 5) / 10;
                r.beside = unit.rows[0].beside.clone().map(|b| Beside {
                    category: "蔬菜",
                    market: r.price,
                    ..b
                });
                greens.push(r);
            }
        }
        unit.rows.extend(greens);
        for b in unit.rows.iter_mut().filter_map(|r| r.beside.as_mut()) {
            b.standard = "";
        }
    }
}

/// The stock book as CSV.
pub fn stock_csv(unit: &Unit) -> String {
    let mut out = format!(
        "{}2024年食堂库存盘点表\n月份,品名,计量单位,期初数量,入库数量,出库数量,结存数量,盘点数量\n",
        unit.name
    );
    for s in &unit.stock {
        let figures = [s.opening, s.incoming, s.issued, s.closing, s.counted].map(tenths).join(",");
        let _ = writeln!(out, "2024年{}月,{},公斤,{figures}", s.month, s.item);
    }
    out
}

fn tenths(value: i64) -> String {
    format!("{}{}.{}", if value < 0 { "-" } else { "" }, value.abs() / 10, value.abs() % 10)
}

/// So many days after a day of 2024.
fn day(month: u8, day: u8, after: i64) -> String {
    const LENGTHS: [i64; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut year, mut month, mut day) = (2024, usize::from(month), i64::from(day) + after);
    while day < 1 {
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
        day += LENGTHS[month - 1];
    }
    while day > LENGTHS[month - 1] {
        day -= LENGTHS[month - 1];
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    format!("{year}-{month:02}-{day:02}")
}

/// The ledger as CSV.
pub fn csv(unit: &Unit) -> String {
    let mut out = format!(
        "填报单位：{}\n日期,品名,数量,计量单位,单价,金额,供应商,采购渠道,产地,订单编号,发票号{}\n",
        unit.name,
        if unit.stock.is_empty() {
            ""
        } else {
            ",类别,生产日期,保质期,验收日期,采购人,验收人,就餐人数,餐标,市场价"
        }
    );
    let yuan = |fen: i64| format!("{}{}.{:02}", if fen < 0 { "-" } else { "" }, fen.abs() / 100, fen.abs() % 100);
    for r in &unit.rows {
        let quantity = tenths(r.tenths);
        let beside = r.beside.as_ref().map_or_else(String::new, |b| {
            let (made, accepted) = (day(r.month, r.day, -b.made), day(r.month, r.day, b.accepted));
            format!(
                ",{},{made},{}天,{accepted},{},{},{},{},{}",
                b.category,
                b.shelf_life,
                b.buyer,
                b.acceptors,
                b.persons,
                b.standard,
                yuan(b.market)
            )
        });
        let _ = writeln!(
            out,
            "2024-{:02}-{:02},{},{quantity},公斤,{},{},{},{},{},{},{}{beside}",
            r.month,
            r.day,
            r.item,
            yuan(r.price),
            yuan(r.amount),
            r.supplier,
            r.channel,
            r.origin,
            r.order,
            r.invoice
        );
    }
    let sum: i64 = unit.rows.iter().map(|r| r.amount).sum();
    let _ = writeln!(out, "合计,,,,,{},,,,,", yuan(unit.stated.unwrap_or(sum)));
    out
}
