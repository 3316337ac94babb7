//! What each unit bought: the records from which both the workbooks and the truth are made.

use super::{
    Random,
    beside::{self, Said},
    catalogue::{COOPERATIVES, FOODS, Food, ORDINARY, ORDINARY_CHANNEL},
    units::{Channel, Layout, Story, Unit},
};

/// Why a person has to look at a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dispute {
    ChannelMissing,
    ChannelUnknown,
    /// Blank, in a table that writes other ordinary channels out.
    ChannelBlank,
    /// The column says market, the supplier is a consumption-assistance shop.
    ChannelConflict,
    Origin,
    Funding,
    Unreadable,
}

/// One purchase.
#[derive(Debug, Clone)]
pub struct Record {
    pub month: i64,
    pub day: i64,
    pub item: String,
    pub category: &'static str,
    pub measure: &'static str,
    /// Tenths.
    pub quantity: i64,
    pub price_fen: i64,
    pub amount_fen: i64,
    pub channel: Channel,
    pub channel_text: String,
    pub supplier: String,
    /// Who it is, however the ledger writes it.
    pub firm: String,
    pub origin: String,
    pub order_no: String,
    pub funding: &'static str,
    pub remark: &'static str,
    pub dispute: Option<Dispute>,
    /// What few ledgers say beside it, by column.
    pub beside: Vec<(&'static str, Said)>,
    /// Checks that this record shows.
    pub wrong: Vec<&'static str>,
}

impl Record {
    pub fn set_price(&mut self, fen: i64) {
        self.price_fen = fen;
        self.amount_fen = self.quantity * fen / 10;
    }
}

/// All records of a unit, by date.
pub fn make(unit: &Unit) -> Vec<Record> {
    if unit.layout == Layout::Nothing {
        return Vec::new();
    }
    let random = &mut Random::new(unit.number);
    let mut bought = [0_i64; 5];
    let mut records = Vec::new();
    for month in 1..=3 {
        let count = random.range(66, 96);
        for line in 0..count {
            let day = 2 + line * 26 / count;
            records.push(purchase(unit, month, day, &mut bought, random));
        }
    }
    beside::bend(unit, &mut records);
    bend(unit, &mut records, random);
    leave_blanks_open(unit, &mut records);
    beside::say(unit, &mut records);
    for record in &mut records {
        record.firm.clone_from(&record.supplier);
        record.supplier = spelt(unit, &record.supplier);
    }
    records
}

/// How this unit writes a firm's name, in all of its ledgers alike: each has its own way.
fn spelt(unit: &Unit, firm: &str) -> String {
    match (unit.number, firm) {
        (1, "盐湖区鑫源粮油经营部") => "盐湖区鑫源粮油",
        (3, "盐湖区鑫源粮油经营部") => "鑫源粮油经营部（盐湖区）",
        (3, "盐湖区绿禾果蔬配送有限公司") => "盐湖区绿禾果蔬配送有限责任公司",
        (3, "盐湖区宏盛肉食经营部") => "盐湖区弘盛肉食经营部",
        _ => firm,
    }
    .to_owned()
}

fn purchase(unit: &Unit, month: i64, day: i64, bought: &mut [i64; 5], random: &mut Random) -> Record {
    let food = random.pick(FOODS);
    let season = food.price[usize::try_from(month - 1).unwrap_or(0)];
    let price_fen = (season * random.range(94, 106) / 100 / 10).max(1) * 10;
    let quantity = random.range(food.quantity.0 / 5, food.quantity.1 / 5).max(1) * 5;
    let amount_fen = quantity * price_fen / 10;
    let channel = lagging(unit.shares, food, bought, amount_fen);
    let mut record = Record {
        month,
        day,
        item: food.name.to_owned(),
        category: food.category,
        measure: food.measure,
        quantity,
        price_fen,
        amount_fen,
        channel,
        channel_text: String::new(),
        supplier: String::new(),
        firm: String::new(),
        origin: String::new(),
        order_no: String::new(),
        funding: "食堂伙食费",
        remark: "",
        dispute: None,
        beside: Vec::new(),
        wrong: Vec::new(),
    };
    dress(unit, &mut record, random);
    record
}

/// The channel that lags most behind its aimed share takes the purchase, if the food suits it.
fn lagging(shares: [i64; 4], food: &Food, bought: &mut [i64; 5], amount: i64) -> Channel {
    const ORDER: [Channel; 5] = [
        Channel::Platform832,
        Channel::LocalPlatform,
        Channel::LocalShop,
        Channel::Direct,
        Channel::Ordinary,
    ];
    let total: i64 = bought.iter().sum::<i64>() + amount;
    let lag = |at: usize| shares.get(at).map_or(0, |share| share * total / 1000 - bought[at]);
    let suits = |at: usize| food.keeps || at == 1 || at == 2;
    let at = (0..4)
        .filter(|&at| suits(at) && lag(at) * 2 > amount)
        .max_by_key(|&at| lag(at))
        .unwrap_or(4);
    bought[at] += amount;
    ORDER[at]
}

/// An order's number, where the channel gives one.
pub fn order_no(record: &Record, random: &mut Random) -> String {
    match record.channel {
        Channel::Platform832 => format!("1{:018}", 90_698_369_754_404_144_u64 + random.next() % 900_000_000_000_000_000),
        Channel::LocalPlatform => format!("GX2024{:02}{:02}{:05}", record.month, record.day, random.range(1, 99_999)),
        _ => String::new(),
    }
}

/// Supplier, origin, order number and channel text as that channel's purchases have them.
fn dress(unit: &Unit, record: &mut Record, random: &mut Random) {
    let county = unit.county;
    match record.channel {
        Channel::Platform832 => {
            let (supplier, origin) = random.pick(COOPERATIVES);
            record.supplier = (*supplier).to_owned();
            record.origin = (*origin).to_owned();
            record.channel_text = (*random.pick(&["832平台", "832平台", "脱贫地区农副产品网络销售平台"])).to_owned();
            record.order_no = order_no(record, random);
        }
        Channel::LocalPlatform => {
            record.supplier = "运城市供销农副产品有限公司".to_owned();
            record.origin = "山西省运城市".to_owned();
            record.channel_text = "运城市消费帮扶供销数据平台".to_owned();
            record.order_no = order_no(record, random);
        }
        Channel::LocalShop => {
            record.supplier = format!("{county}消费帮扶超市");
            record.origin = format!("山西省{county}");
            record.channel_text = format!("{county}消费帮扶超市");
        }
        Channel::Direct => {
            let (supplier, origin) = random.pick(COOPERATIVES);
            record.supplier = (*supplier).to_owned();
            record.origin = (*origin).to_owned();
            record.channel_text = (*random.pick(&["展销会", "产销对接会"])).to_owned();
        }
        Channel::Ordinary => {
            record.supplier = random.pick(ORDINARY).replace("{}", county);
            record.origin = "山西省运城市".to_owned();
            record.channel_text = (*random.pick(ORDINARY_CHANNEL)).to_owned();
        }
    }
}

/// Bends a unit's records to what it is to show.
fn bend(unit: &Unit, records: &mut Vec<Record>, random: &mut Random) {
    match unit.story {
        Story::Plain | Story::Silent | Story::WrongTotal => {}
        Story::Exact => make_exact(unit, records, random, 0),
        Story::OneFenShort => make_exact(unit, records, random, 1),
        Story::NoChannelColumn => records.iter_mut().for_each(|r| r.dispute = Some(Dispute::ChannelMissing)),
        Story::UnknownChannels => every(records, Channel::Ordinary, 4, |r| {
            r.channel_text = "阳光惠采商城".to_owned();
            r.dispute = Some(Dispute::ChannelUnknown);
        }),
        Story::UnreadableAmounts => every(records, Channel::Ordinary, 40, |r| {
            r.amount_fen = 0;
            r.remark = "约二百";
            r.dispute = Some(Dispute::Unreadable);
        }),
        Story::OriginConflict => every(records, Channel::Platform832, 2, |r| {
            r.origin = "山东省寿光市".to_owned();
            r.dispute = Some(Dispute::Origin);
        }),
        Story::UnionMoney => every(records, Channel::Platform832, 2, |r| {
            r.funding = "工会经费";
            r.dispute = Some(Dispute::Funding);
        }),
        Story::ChannelConflict => every(records, Channel::LocalShop, 8, |r| {
            r.channel_text = "农贸市场".to_owned();
            r.dispute = Some(Dispute::ChannelConflict);
        }),
        Story::Returns => {
            let back: Vec<Record> = records.iter().filter(|r| r.day > 10).step_by(17).cloned().collect();
            for mut r in back {
                r.quantity = -5;
                r.amount_fen = r.price_fen * -5 / 10;
                r.order_no = String::new();
                r.remark = "退货";
                let after = records
                    .iter()
                    .rposition(|o| (o.month, o.day) == (r.month, r.day))
                    .map_or(records.len(), |at| at + 1);
                records.insert(after, r);
            }
        }
    }
}

/// A blank channel is open where the table writes ordinary channels out too, or a channel that nobody knows, unless the supplier's other
/// records of the file write ordinary channels and nothing else.
fn leave_blanks_open(unit: &Unit, records: &mut [Record]) {
    if !matches!(unit.layout, Layout::Detail(_) | Layout::StockBook | Layout::County) {
        return;
    }
    let all = records.to_vec();
    let ordinary = |r: &Record| r.channel == Channel::Ordinary && matches!(r.dispute, None | Some(Dispute::Unreadable | Dispute::Funding));
    for record in records
        .iter_mut()
        .filter(|r| r.dispute.is_none() && ordinary(r) && r.channel_text.is_empty())
    {
        let in_one_file = !unit.monthly || unit.layout == Layout::County;
        let same_file = all.iter().filter(|r| in_one_file || r.month == record.month);
        let tab_a_month = matches!(unit.layout, Layout::Detail(1) | Layout::County);
        let same_table = same_file.clone().filter(|r| !tab_a_month || r.month == record.month);
        let writes_out = same_table
            .filter(|r| r.channel == Channel::Ordinary || r.dispute == Some(Dispute::ChannelConflict))
            .any(|r| !r.channel_text.is_empty());
        let mut of_supplier = same_file
            .filter(|r| r.supplier == record.supplier && !r.channel_text.is_empty())
            .peekable();
        let settled = of_supplier.peek().is_some() && of_supplier.all(ordinary);
        if writes_out && !settled {
            record.dispute = Some(Dispute::ChannelBlank);
        }
    }
}

/// Changes every `step`-th record of a channel.
fn every(records: &mut [Record], channel: Channel, step: usize, change: impl Fn(&mut Record)) {
    records.iter_mut().filter(|r| r.channel == channel).step_by(step).for_each(change);
}

/// Adds two lots on 29 March, settled to the fen, that bring 832 to exactly a tenth of the quarter, or `short` fen below.
fn make_exact(unit: &Unit, records: &mut Vec<Record>, random: &mut Random, short: i64) {
    let base: i64 = records.iter().map(|r| r.amount_fen).sum();
    let counted: i64 = records
        .iter()
        .filter(|r| r.channel == Channel::Platform832)
        .map(|r| r.amount_fen)
        .sum();
    // An ordinary lot of y and an 832 lot of x: 10 (counted + x) = base + y + x, so 9 x = base + y - 10 counted.
    let ordinary = (100_000..100_009).find(|y| (base + y - 10 * counted) % 9 == 0).unwrap_or(100_000);
    let lot = (base + ordinary - 10 * counted) / 9;
    for (channel, amount, item) in [
        (Channel::Ordinary, ordinary + short, "冬储菜(整批)"),
        (Channel::Platform832, lot - short, "小米(整批)"),
    ] {
        let mut record = purchase(unit, 3, 29, &mut [0; 5], random);
        record.channel = channel;
        record.item = item.to_owned();
        record.category = if channel == Channel::Ordinary { "蔬菜" } else { "粮油" };
        (record.measure, record.quantity, record.price_fen, record.amount_fen) = ("批", 10, amount, amount);
        record.order_no.clear();
        dress(unit, &mut record, random);
        records.push(record);
    }
}
