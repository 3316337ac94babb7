//! Writes a corpus for measuring: `cargo run --release --example make_corpus -- DIR [--units N] [--months M] [--lines R] [--seed S]`.
//!
//! `DIR/inbox` holds one workbook a unit and month (14 columns, one sheet), `DIR/registry.csv` the units, `DIR/truth.json` what an audit of
//! `--period 2024-MM` (the last month) must find for each, in fen. Never uses the library: the truth is worked out from the records alone.
//! The same numbers and seed give the same bytes, whatever the count of threads.

use std::{error::Error, fmt::Write as _, fs, path::Path, path::PathBuf, process::ExitCode};

use rayon::prelude::*;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How much to write.
#[derive(Clone, Copy)]
struct Size {
    units: usize,
    months: usize,
    lines: usize,
    seed: u64,
}

fn main() -> ExitCode {
    match run() {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<String> {
    let mut size = Size {
        units: 2000,
        months: 1,
        lines: 120,
        seed: 1,
    };
    let mut to = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || -> Outcome<u64> { Ok(arguments.next().ok_or(format!("{argument} needs a number"))?.parse()?) };
        match argument.as_str() {
            "--units" => size.units = usize::try_from(number()?)?,
            "--months" => size.months = usize::try_from(number()?)?,
            "--lines" => size.lines = usize::try_from(number()?)?,
            "--seed" => size.seed = number()?,
            _ => to = Some(PathBuf::from(argument)),
        }
    }
    let to = to.ok_or("give a folder to write to")?;
    let most = COUNTIES.len() * FIRST.len() * SECOND.len() * KINDS.len();
    if size.units > most || !(1..=12).contains(&size.months) {
        return Err(format!("at most {most} units and 12 months").into());
    }
    write_all(&to, size)?;
    Ok(format!(
        "{} workbooks of {} lines below {}; audit with --period 2024-{:02}",
        size.units * size.months,
        size.lines,
        to.display(),
        size.months
    ))
}

fn write_all(to: &Path, size: Size) -> Outcome<()> {
    let inbox = to.join("inbox");
    for county in COUNTIES {
        fs::create_dir_all(inbox.join(county))?;
    }
    let sums: Vec<Sums> = (0..size.units)
        .into_par_iter()
        .map(|unit| {
            let mut sums = Sums::default();
            for month in 1..=size.months {
                let records = records(unit, month, size);
                records.iter().for_each(|r| sums.add(r));
                let (county, name) = unit_name(unit);
                let path = inbox.join(county).join(format!("{name}2024年{month}月食堂采购台账.xlsx"));
                workbook(&name, month, &records)?.save(path)?;
            }
            Ok(sums)
        })
        .collect::<Outcome<_>>()?;
    let mut registry = String::from("\u{feff}单位名称,县(市、区),行业,食堂\n");
    let mut truth = format!(
        "{{\n\"workbooks\": {}, \"lines\": {},\n\"units\": {{\n",
        size.units * size.months,
        size.lines * size.units * size.months
    );
    for (unit, s) in sums.iter().enumerate() {
        let (county, name) = unit_name(unit);
        writeln!(registry, "{name},{county},学校,自办")?;
        let comma = if unit + 1 < sums.len() { "," } else { "" };
        writeln!(truth, "\"{name}\": {}{comma}", s.json())?;
    }
    truth.push_str("}\n}\n");
    fs::write(to.join("registry.csv"), registry)?;
    fs::write(to.join("truth.json"), truth)?;
    Ok(())
}

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// `low..=high`.
    fn range(&mut self, low: i64, high: i64) -> i64 {
        let span = (high - low + 1).unsigned_abs();
        low + i64::try_from(self.next() % span).unwrap_or(0)
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.next() % list.len() as u64).unwrap_or(0)]
    }
}

/// The channel of a record: what the clause counts, in what its requirements are made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Channel {
    Platform832,
    Local,
    Ordinary,
    /// A text that no policy lists: a person has to look.
    Unknown,
}

struct Record {
    day: i64,
    item: &'static str,
    category: &'static str,
    measure: &'static str,
    tenths: i64,
    price_fen: i64,
    amount_fen: i64,
    supplier: String,
    origin: &'static str,
    channel: Channel,
    channel_text: &'static str,
    order_no: String,
}

/// Each unit leans its own way, so that some pass, some fail and some stay open.
fn records(unit: usize, month: usize, size: Size) -> Vec<Record> {
    let mut random = Random(size.seed ^ (unit as u64) << 20 ^ (month as u64) << 52);
    let mut lean = Random(size.seed ^ (unit as u64) << 20);
    let (platform, local) = (lean.range(5, 20), lean.range(10, 35));
    let unknown = if lean.range(0, 3) == 0 { 4 } else { 0 };
    // A ledger either marks only what is special, or writes its ordinary channels out too: a blank among these would be open.
    let marks_only_special = lean.range(0, 2) == 0;
    let (county, _) = unit_name(unit);
    (0..size.lines)
        .map(|line| {
            let (item, category, measure, price) = random.pick(FOODS);
            let price_fen = price * random.range(92, 108) / 100;
            // Halves only: quantity times price is whole fen or the amount is rounded half up, as a till does.
            let tenths = random.range(4, 200) * 5;
            let amount_fen = (tenths * price_fen + 5) / 10;
            let draw = random.range(0, 99);
            let channel = match draw {
                d if d < platform => Channel::Platform832,
                d if d < platform + local => Channel::Local,
                d if d < platform + local + unknown => Channel::Unknown,
                _ => Channel::Ordinary,
            };
            let (supplier, origin, channel_text) = match channel {
                Channel::Platform832 => {
                    let (supplier, origin) = random.pick(COOPERATIVES);
                    (
                        supplier.to_owned(),
                        origin,
                        random.pick(&["832平台", "脱贫地区农副产品网络销售平台"]),
                    )
                }
                Channel::Local => (
                    format!("{county}{}", random.pick(SUPPLIERS)),
                    "山西省运城市",
                    random.pick(&["消费帮扶超市", "运城市消费帮扶供销数据平台"]),
                ),
                Channel::Ordinary => (
                    format!("{county}{}", random.pick(SUPPLIERS)),
                    "",
                    match random.pick(&["自行采购", "农贸市场", "供应商配送"]) {
                        _ if marks_only_special => "",
                        written => written,
                    },
                ),
                Channel::Unknown => (format!("{county}{}", random.pick(SUPPLIERS)), "", "云上联采通"),
            };
            Record {
                day: 1 + i64::try_from(line * 28 / size.lines.max(1)).unwrap_or(0),
                item,
                category,
                measure,
                tenths,
                price_fen,
                amount_fen,
                supplier,
                origin,
                channel,
                channel_text,
                order_no: format!("DD2024{month:02}{unit:05}{line:06}"),
            }
        })
        .collect()
}

/// What the lines of a unit add up to, fen.
#[derive(Default)]
struct Sums {
    base: i64,
    platform: i64,
    local: i64,
    unknown: i64,
}

impl Sums {
    fn add(&mut self, r: &Record) {
        self.base += r.amount_fen;
        match r.channel {
            Channel::Platform832 => self.platform += r.amount_fen,
            Channel::Local => self.local += r.amount_fen,
            Channel::Unknown => self.unknown += r.amount_fen,
            Channel::Ordinary => {}
        }
    }

    /// Base, and per requirement what counts, what a person must look at, and the verdict.
    fn json(&self) -> String {
        let parts = [
            ("overall", self.platform + self.local, 3000),
            ("platform_832", self.platform, 1000),
            ("local_channels", self.local, 2000),
        ];
        let mut worst = "pass";
        let mut out = format!("{{\"base_fen\": {}", self.base);
        for (id, counted, bp) in parts {
            let meets = |n: i64| i128::from(n) * 10_000 >= bp * i128::from(self.base);
            let verdict = match (meets(counted), meets(counted + self.unknown)) {
                (true, _) => "pass",
                (false, true) => "undetermined",
                (false, false) => "fail",
            };
            if verdict == "fail" || (verdict == "undetermined" && worst == "pass") {
                worst = verdict;
            }
            let _ = write!(
                out,
                ", \"{id}\": {{\"counted_fen\": {counted}, \"disputed_fen\": {}, \"verdict\": \"{verdict}\"}}",
                self.unknown
            );
        }
        let _ = write!(out, ", \"verdict\": \"{worst}\"}}");
        out
    }
}

const HEADS: [&str; 14] = [
    "序号",
    "采购日期",
    "食材名称",
    "类别",
    "规格",
    "计量单位",
    "数量",
    "单价(元)",
    "金额(元)",
    "供应商",
    "产地",
    "采购渠道",
    "订单编号",
    "备注",
];

#[allow(clippy::cast_precision_loss)]
fn yuan(fen: i64) -> f64 {
    fen as f64 / 100.0
}

fn workbook(name: &str, month: usize, records: &[Record]) -> Outcome<Workbook> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2024, 1, 1)?));
    let money = Format::new().set_num_format("#,##0.00");
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(format!("{month}月"))?;
    sheet.merge_range(0, 0, 0, 13, &format!("{name}2024年{month}月食堂食材采购台账"), &bold)?;
    sheet.write_string(1, 0, format!("填报单位：{name}"))?;
    sheet.write_string(1, 8, "单位：元")?;
    for (col, head) in (0_u16..).zip(HEADS) {
        sheet.write_string_with_format(2, col, head, &bold)?;
    }
    let mut row = 3;
    let mut total = 0;
    let month = u8::try_from(month)?;
    for (number, r) in (1_u32..).zip(records) {
        sheet.write_number(row, 0, number)?;
        sheet.write_datetime_with_format(row, 1, &ExcelDateTime::from_ymd(2024, month, u8::try_from(r.day)?)?, &date)?;
        sheet.write_number(row, 6, yuan(r.tenths * 10))?;
        sheet.write_number_with_format(row, 7, yuan(r.price_fen), &money)?;
        sheet.write_number_with_format(row, 8, yuan(r.amount_fen), &money)?;
        let texts = [
            (2, r.item),
            (3, r.category),
            (4, "散装"),
            (5, r.measure),
            (9, r.supplier.as_str()),
            (10, r.origin),
            (11, r.channel_text),
            (12, r.order_no.as_str()),
        ];
        for (col, text) in texts.into_iter().filter(|(_, t)| !t.is_empty()) {
            sheet.write_string(row, col, text)?;
        }
        total += r.amount_fen;
        row += 1;
    }
    sheet.write_string(row, 0, "合计")?;
    sheet.write_number_with_format(row, 8, yuan(total), &money)?;
    sheet.write_string(row + 1, 0, "制表人：王芳")?;
    sheet.write_string(row + 1, 6, "审核人：李建国")?;
    Ok(book)
}

const COUNTIES: [&str; 13] = [
    "盐湖区",
    "临猗县",
    "万荣县",
    "闻喜县",
    "稷山县",
    "新绛县",
    "绛县",
    "垣曲县",
    "夏县",
    "平陆县",
    "芮城县",
    "永济市",
    "河津市",
];
const FIRST: [&str; 20] = [
    "东", "西", "南", "北", "上", "下", "石", "柳", "杨", "泉", "槐", "桃", "李", "张", "王", "赵", "白", "青", "古", "龙",
];
const SECOND: [&str; 20] = [
    "庄", "村", "关", "沟", "坡", "岭", "河", "桥", "堡", "寨", "峪", "湾", "坪", "营", "阳", "屯", "池", "园", "口", "垣",
];
const KINDS: [&str; 5] = ["小学", "初级中学", "幼儿园", "卫生院", "中心学校"];

/// County and name of a unit; no two are the same.
fn unit_name(unit: usize) -> (&'static str, String) {
    let county = COUNTIES[unit % 13];
    let rest = unit / 13;
    let name = format!(
        "{county}{}{}{}",
        FIRST[rest / KINDS.len() % 20],
        SECOND[rest / KINDS.len() / 20 % 20],
        KINDS[rest % KINDS.len()]
    );
    (county, name)
}

/// Name, category, measure, price in fen.
const FOODS: &[(&str, &str, &str, i64)] = &[
    ("面粉", "粮油", "公斤", 420),
    ("大米", "粮油", "公斤", 560),
    ("小米", "粮油", "公斤", 900),
    ("食用油", "粮油", "升", 1180),
    ("绿豆", "粮油", "公斤", 1180),
    ("干木耳", "干货", "公斤", 7800),
    ("红枣", "干货", "公斤", 1600),
    ("粉条", "干货", "公斤", 1100),
    ("土豆", "蔬菜", "公斤", 280),
    ("大白菜", "蔬菜", "公斤", 140),
    ("胡萝卜", "蔬菜", "公斤", 300),
    ("西红柿", "蔬菜", "公斤", 620),
    ("黄瓜", "蔬菜", "公斤", 640),
    ("豆腐", "豆制品", "公斤", 480),
    ("猪肉", "肉禽", "公斤", 2260),
    ("牛肉", "肉禽", "公斤", 6800),
    ("鸡胸肉", "肉禽", "公斤", 1680),
    ("鸡蛋", "蛋奶", "公斤", 1020),
    ("鲤鱼", "水产", "公斤", 1880),
    ("苹果", "水果", "公斤", 680),
    ("食盐", "调味品", "公斤", 460),
    ("老陈醋", "调味品", "升", 760),
];

/// Supplier and origin, both in counties of the 832 platform's list.
const COOPERATIVES: &[(&str, &str)] = &[
    ("平陆县圣地果蔬专业合作社", "山西省平陆县"),
    ("临县晋兴杂粮专业合作社", "山西省临县"),
    ("静乐县藜麦开发有限公司", "山西省静乐县"),
    ("大宁县昕水红枣专业合作社", "山西省大宁县"),
    ("石楼县黄河粮油有限公司", "山西省石楼县"),
];

const SUPPLIERS: &[&str] = &[
    "鑫源粮油经营部",
    "绿禾果蔬配送有限公司",
    "晋丰食品配送有限公司",
    "宏盛肉食经营部",
    "河东副食经营部",
];
