//! The workbooks as their canteens keep them: cells, merged regions and file names, from the records.

use super::{
    beside::Said,
    catalogue::COUNTIES,
    records::{Dispute, Record},
    stock,
    units::{Channel, Layout, Saved, Story, Unit},
};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Blank,
    Text(String),
    /// A column's name.
    Head(String),
    Number(f64),
    /// Month and day of 2024.
    Date(i64, i64),
}

/// A sheet.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Vec<Cell>>,
    /// First row, first column, last row, last column.
    pub merges: Vec<(usize, usize, usize, usize)>,
}

/// A file of the inbox.
#[derive(Debug, Clone)]
pub struct Book {
    /// Below the inbox, without extension.
    pub path: String,
    pub sheets: Vec<Sheet>,
    pub saved: Saved,
}

pub fn text(value: impl Into<String>) -> Cell {
    let value = value.into();
    if value.is_empty() { Cell::Blank } else { Cell::Text(value) }
}

/// 元 from fen.
#[allow(clippy::cast_precision_loss)]
pub fn yuan(fen: i64) -> Cell {
    Cell::Number(fen as f64 / 100.0)
}

/// A quantity from tenths.
#[allow(clippy::cast_precision_loss)]
pub fn tenths(value: i64) -> Cell {
    Cell::Number(value as f64 / 10.0)
}

/// 万元 from fen.
#[allow(clippy::cast_precision_loss)]
fn wan(fen: i64) -> Cell {
    Cell::Number(fen as f64 / 1_000_000.0)
}

/// Columns beside the purchases.
fn heads_beside(records: &[Record]) -> Vec<&'static str> {
    records
        .first()
        .map_or_else(Vec::new, |r| r.beside.iter().map(|(head, _)| *head).collect())
}

fn cells_beside(record: &Record) -> impl Iterator<Item = Cell> {
    record.beside.iter().map(|(_, said)| match said {
        Said::Text(t) => text(&**t),
        Said::Whole(n) => tenths(n * 10),
        Said::Fen(fen) => yuan(*fen),
    })
}

pub fn sum(records: &[Record]) -> i64 {
    records.iter().map(|r| r.amount_fen).sum()
}

impl Sheet {
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    pub fn row(&mut self, cells: Vec<Cell>) -> &mut Self {
        self.rows.push(cells);
        self
    }

    /// A row of column names.
    pub fn heads(&mut self, names: &[&str]) -> &mut Self {
        self.row(
            names
                .iter()
                .map(|n| if n.is_empty() { Cell::Blank } else { Cell::Head((*n).to_owned()) })
                .collect(),
        )
    }

    /// A title merged over the table's width.
    pub fn title(&mut self, title: String, width: usize) -> &mut Self {
        self.merges.push((self.rows.len(), 0, self.rows.len(), width - 1));
        self.row(vec![Cell::Head(title)])
    }
}

/// All files of the inbox.
pub fn all(units: &[(Vec<Record>, Unit)]) -> Vec<Book> {
    let mut books: Vec<Book> = units.iter().flat_map(|(records, unit)| of_unit(records, unit)).collect();
    for (county, _) in COUNTIES {
        let members: Vec<_> = units
            .iter()
            .filter(|(_, u)| u.layout == Layout::County && u.county == *county)
            .collect();
        if !members.is_empty() {
            books.push(county_book(county, &members));
        }
    }
    books
}

fn of_unit(records: &[Record], unit: &Unit) -> Vec<Book> {
    if matches!(unit.layout, Layout::Nothing | Layout::County) {
        return Vec::new();
    }
    let months: Vec<Vec<Record>> = (1..=3)
        .map(|m| records.iter().filter(|r| r.month == m).cloned().collect())
        .collect();
    if unit.monthly {
        let one = |(at, lines): (usize, &Vec<Record>)| {
            let (path, span) = (
                format!("{}/{}2024年{}月食堂采购台账", unit.county, unit.name, at + 1),
                format!("2024年{}月", at + 1),
            );
            let tab = format!("{}月", at + 1);
            let sheets = match unit.layout {
                Layout::StockBook => vec![stock::sheet(unit, records, (1..).nth(at).unwrap_or(1), &span, &tab)],
                _ => sheets(unit, lines, &span, &tab),
            };
            Book {
                path,
                sheets,
                saved: unit.saved,
            }
        };
        return months.iter().enumerate().map(one).collect();
    }
    let path = format!("{}/{}2024年1-3月食堂食材采购", unit.county, unit.name);
    let by_month = matches!(unit.layout, Layout::Detail(1) | Layout::ChannelColumnsWan);
    let sheets = match unit.layout {
        Layout::Statement => vec![statement(unit, &months)],
        _ if by_month => (1..=3)
            .flat_map(|m| sheets(unit, &months[m - 1], &format!("2024年{m}月"), &format!("{m}月")))
            .collect(),
        _ => sheets(unit, records, "2024年1-3月", "一季度"),
    };
    vec![Book {
        path,
        sheets,
        saved: unit.saved,
    }]
}

fn sheets(unit: &Unit, lines: &[Record], span: &str, tab: &str) -> Vec<Sheet> {
    match unit.layout {
        Layout::Detail(style) => vec![detail(unit, lines, span, tab, style)],
        Layout::ChannelColumns => vec![channel_columns(unit, lines, span, tab, false)],
        Layout::ChannelColumnsWan => vec![channel_columns(unit, lines, span, tab, true)],
        Layout::Sections => vec![sections(unit, lines, span, tab)],
        Layout::SheetAChannel => sheet_a_channel(unit, lines, span),
        Layout::StockBook | Layout::Statement | Layout::County | Layout::Nothing => Vec::new(),
    }
}

/// How one way of keeping a detail ledger writes a date.
fn date(style: u8, r: &Record) -> Cell {
    match style {
        1 => text(format!("2024.{}.{}", r.month, r.day)),
        2 => text(format!("2024年{}月{}日", r.month, r.day)),
        3 => text(format!("{}月{}日", r.month, r.day)),
        4 => text(format!("2024-{:02}-{:02}", r.month, r.day)),
        _ => Cell::Date(r.month, r.day),
    }
}

fn detail(unit: &Unit, lines: &[Record], span: &str, tab: &str, style: u8) -> Sheet {
    let mut names = match style {
        1 => vec![
            "日期",
            "品名",
            "品类",
            "计量单位",
            "重量",
            "采购单价",
            "采购金额",
            "供货商",
            "产地",
            "采购渠道",
            "订单编号",
            "备注",
        ],
        2 => vec![
            "采购日期",
            "食材名称",
            "食材类别",
            "单位",
            "数量",
            "单价（元）",
            "总价（元）",
            "供应商名称",
            "来源地",
            "采购平台",
            "订单号",
            "说明",
        ],
        _ => vec![
            "日期",
            "食材名称",
            "类别",
            "单位",
            "数量",
            "单价(元)",
            "金额(元)",
            "供应商",
            "产地",
            "采购渠道",
            "订单编号",
            "备注",
        ],
    };
    let funding = style == 5;
    if funding {
        names.push("资金来源");
    }
    let has_channel = unit.story != Story::NoChannelColumn;
    if !has_channel {
        names.retain(|n| *n != "采购平台" && *n != "订单号");
    }
    names.extend(heads_beside(lines));
    let width = names.len();
    let mut s = Sheet::new(tab);
    if style != 4 {
        s.title(format!("{}{span}食堂食材采购明细表", unit.name), width);
        s.row(vec![
            text(format!("填报单位：{}", unit.name)),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            text(span),
            Cell::Blank,
            text("单位：元"),
        ]);
    }
    s.heads(&names);
    let mut day_start = s.rows.len();
    for (at, r) in lines.iter().enumerate() {
        let new_day = at == 0 || (lines[at - 1].month, lines[at - 1].day) != (r.month, r.day);
        if new_day && at > 0 {
            end_of_day(&mut s, style, lines, at, day_start);
        }
        if new_day {
            day_start = s.rows.len();
        }
        let same = |of: fn(&Record) -> &String| style == 3 && !new_day && !of(r).is_empty() && of(&lines[at - 1]) == of(r);
        let amount = if r.dispute == Some(Dispute::Unreadable) {
            text("约二百")
        } else {
            yuan(r.amount_fen)
        };
        // Merged dates stand in the first row of their day only; ditto marks from the second on.
        let when = match style {
            0 if !new_day => Cell::Blank,
            3 if !new_day => text("〃"),
            _ => date(style, r),
        };
        let (quantity, price) = if r.dispute == Some(Dispute::Unreadable) {
            (Cell::Blank, Cell::Blank)
        } else {
            (tenths(r.quantity), yuan(r.price_fen))
        };
        let mut row = vec![when, text(&*r.item), text(r.category), text(r.measure), quantity, price, amount];
        row.push(if same(|r| &r.supplier) { text("〃") } else { text(&*r.supplier) });
        row.push(text(&*r.origin));
        if has_channel {
            row.push(if same(|r| &r.channel_text) {
                text("〃")
            } else {
                text(&*r.channel_text)
            });
            row.push(text(&*r.order_no));
        }
        row.push(if r.dispute == Some(Dispute::Unreadable) {
            Cell::Blank
        } else {
            text(r.remark)
        });
        if funding {
            row.push(text(r.funding));
        }
        row.extend(cells_beside(r));
        s.row(row);
    }
    end_of_day(&mut s, style, lines, lines.len(), day_start);
    foot(unit, &mut s, lines, style);
    s
}

/// Merges a day's dates, or writes its subtotal, or leaves a blank row, as the style has it.
fn end_of_day(s: &mut Sheet, style: u8, lines: &[Record], end: usize, day_start: usize) {
    let rows = s.rows.len() - day_start;
    match style {
        0 if rows > 1 => s.merges.push((day_start, 0, s.rows.len() - 1, 0)),
        1 => {
            let day = &lines[end - rows..end];
            s.row(vec![
                text("小计"),
                Cell::Blank,
                Cell::Blank,
                Cell::Blank,
                Cell::Blank,
                Cell::Blank,
                yuan(sum(day)),
            ]);
        }
        2 if end.is_multiple_of(5) => {
            s.row(Vec::new());
        }
        _ => {}
    }
}

fn foot(unit: &Unit, s: &mut Sheet, lines: &[Record], style: u8) {
    let too_high = if unit.story == Story::WrongTotal && lines.first().is_some_and(|r| r.month == 2) {
        10_000
    } else {
        0
    };
    let blanks = || vec![Cell::Blank; 5];
    match style {
        2 | 4 => {}
        _ => {
            let mut row = vec![text(if style == 3 { "本月合计" } else { "合计" })];
            row.extend(blanks());
            row.push(yuan(sum(lines) + too_high));
            s.row(row);
        }
    }
    if style != 4 {
        s.row(vec![
            text("制表人：王 芳"),
            Cell::Blank,
            Cell::Blank,
            text("审核人：李建国"),
            Cell::Blank,
            Cell::Blank,
            text("填报日期：2024年4月3日"),
        ]);
    }
}

const CHANNELS: [(Channel, &str); 5] = [
    (Channel::Platform832, "832平台"),
    (Channel::LocalPlatform, "供销数据平台"),
    (Channel::LocalShop, "消费帮扶超市"),
    (Channel::Direct, "展销会"),
    (Channel::Ordinary, "其他"),
];

fn channel_columns(unit: &Unit, lines: &[Record], span: &str, tab: &str, in_wan: bool) -> Sheet {
    let mut s = Sheet::new(tab);
    s.title(format!("{}{span}食堂食材采购台账", unit.name), 11);
    s.row(vec![
        text(format!("填报单位：{}", unit.name)),
        Cell::Blank,
        Cell::Blank,
        text(if in_wan { "金额单位：万元" } else { "单位：元" }),
    ]);
    let top = s.rows.len();
    s.heads(&["日期", "食材名称", "单位", "数量", "采购金额", "", "", "", "", "供应商", "备注"]);
    s.heads(&["", "", "", "", "832平台", "供销数据平台", "消费帮扶超市", "展销会", "其他"]);
    s.merges.push((top, 4, top, 8));
    s.merges.extend([0, 1, 2, 3, 9, 10].map(|c| (top, c, top + 1, c)));
    let money = |fen| if in_wan { wan(fen) } else { yuan(fen) };
    for r in lines {
        let mut row = vec![Cell::Date(r.month, r.day), text(&*r.item), text(r.measure), tenths(r.quantity)];
        row.extend(
            CHANNELS
                .iter()
                .map(|(c, _)| if *c == r.channel { money(r.amount_fen) } else { Cell::Blank }),
        );
        row.push(text(&*r.supplier));
        s.row(row);
    }
    let mut total = vec![text("合计"), Cell::Blank, Cell::Blank, Cell::Blank];
    total.extend(
        CHANNELS
            .iter()
            .map(|(c, _)| money(of_channel(lines, *c).iter().map(|r| r.amount_fen).sum())),
    );
    s.row(total);
    s.row(vec![text("制表人：张 敏"), Cell::Blank, Cell::Blank, text("单位负责人：赵永强")]);
    s
}

fn of_channel(lines: &[Record], channel: Channel) -> Vec<Record> {
    lines.iter().filter(|r| r.channel == channel).cloned().collect()
}

fn statement(unit: &Unit, months: &[Vec<Record>]) -> Sheet {
    let mut s = Sheet::new("统计表");
    s.title(format!("{}2024年食堂食材消费帮扶采购情况统计表", unit.name), 6);
    s.row(vec![
        text(format!("填报单位：{}", unit.name)),
        Cell::Blank,
        Cell::Blank,
        text("单位：万元"),
    ]);
    s.heads(&[
        "月份",
        "食堂食材采购总额",
        "其中：832平台",
        "其中：供销数据平台",
        "其中：消费帮扶超市",
        "备注",
    ]);
    for (at, lines) in months.iter().enumerate() {
        let of = |c| wan(sum(&of_channel(lines, c)));
        s.row(vec![
            text(format!("{}月", at + 1)),
            wan(sum(lines)),
            of(Channel::Platform832),
            of(Channel::LocalPlatform),
            of(Channel::LocalShop),
        ]);
    }
    let all: Vec<Record> = months.concat();
    let of = |c| wan(sum(&of_channel(&all, c)));
    s.row(vec![
        text("合计"),
        wan(sum(&all)),
        of(Channel::Platform832),
        of(Channel::LocalPlatform),
        of(Channel::LocalShop),
    ]);
    s.row(vec![text("填报人：孙丽"), Cell::Blank, text("填报日期：2024年4月2日")]);
    s
}

const PART: [&str; 10] = [
    "序号",
    "采购日期",
    "品名",
    "类别",
    "单位",
    "数量",
    "单价",
    "金额",
    "供货单位",
    "产地",
];

/// A channel's table: header, lines numbered from 1, its 小计.
fn part(s: &mut Sheet, lines: &[Record]) {
    s.heads(&PART);
    for (r, number) in lines.iter().zip(1_i32..) {
        s.row(vec![
            Cell::Number(f64::from(number)),
            Cell::Date(r.month, r.day),
            text(&*r.item),
            text(r.category),
            text(r.measure),
            tenths(r.quantity),
            yuan(r.price_fen),
            yuan(r.amount_fen),
            text(&*r.supplier),
            text(&*r.origin),
        ]);
    }
    let mut total = vec![text("小计")];
    total.extend(vec![Cell::Blank; 6]);
    total.push(yuan(sum(lines)));
    s.row(total);
}

const SECTIONS: [(Channel, &str, &str); 5] = [
    (Channel::Platform832, "832平台采购", "832平台"),
    (Channel::LocalPlatform, "运城市消费帮扶供销数据平台采购", "供销数据平台"),
    (Channel::LocalShop, "消费帮扶超市采购", "消费帮扶超市"),
    (Channel::Direct, "展销会采购", "展销会"),
    (Channel::Ordinary, "其他采购", "其他采购"),
];

fn sections(unit: &Unit, lines: &[Record], span: &str, tab: &str) -> Sheet {
    let mut s = Sheet::new(tab);
    s.title(format!("{}{span}食堂食材采购明细", unit.name), PART.len());
    s.row(vec![
        text(format!("填报单位：{}", unit.name)),
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
        text("单位：元"),
    ]);
    for ((channel, title, _), numeral) in SECTIONS.iter().zip(["一", "二", "三", "四", "五"]) {
        s.row(vec![text(format!("{numeral}、{title}"))]);
        part(&mut s, &of_channel(lines, *channel));
        s.row(Vec::new());
    }
    s.row(vec![text("制表人：郭晓东"), Cell::Blank, Cell::Blank, text("审核人：杨慧")]);
    s
}

fn sheet_a_channel(unit: &Unit, lines: &[Record], span: &str) -> Vec<Sheet> {
    let used = SECTIONS.iter().filter(|(c, ..)| lines.iter().any(|r| r.channel == *c));
    used.map(|(channel, _, tab)| {
        let mut s = Sheet::new(*tab);
        s.title(format!("{}{span}食堂采购台账", unit.name), PART.len());
        s.row(vec![
            text(format!("填报单位：{}", unit.name)),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            text("单位：元"),
        ]);
        part(&mut s, &of_channel(lines, *channel));
        s
    })
    .collect()
}

/// One workbook of a county's education bureau: a sheet a month, the unit in the first column, merged over its lines.
fn county_book(county: &str, members: &[&(Vec<Record>, Unit)]) -> Book {
    let mut book = Book {
        path: format!("{county}/{county}教体系统2024年第一季度食堂采购汇总"),
        sheets: Vec::new(),
        saved: Saved::Xlsx,
    };
    for month in 1..=3 {
        let mut s = Sheet::new(format!("{month}月"));
        let mut names = vec![
            "单位名称",
            "采购日期",
            "食材名称",
            "类别",
            "计量单位",
            "数量",
            "单价",
            "金额",
            "供应商",
            "产地",
            "采购渠道",
            "订单编号",
        ];
        names.extend(heads_beside(&members[0].0));
        s.title(format!("{county}教体系统2024年{month}月食堂食材采购明细"), names.len());
        s.heads(&names);
        for (records, unit) in members {
            let first = s.rows.len();
            for r in records.iter().filter(|r| r.month == month) {
                let mut row = vec![
                    text(if s.rows.len() == first { unit.name } else { "" }),
                    Cell::Date(r.month, r.day),
                    text(&*r.item),
                    text(r.category),
                    text(r.measure),
                    tenths(r.quantity),
                    yuan(r.price_fen),
                    yuan(r.amount_fen),
                    text(&*r.supplier),
                    text(&*r.origin),
                    text(&*r.channel_text),
                    text(&*r.order_no),
                ];
                row.extend(cells_beside(r));
                s.row(row);
            }
            s.merges.push((first, 0, s.rows.len() - 1, 0));
        }
        book.sheets.push(s);
    }
    book
}
