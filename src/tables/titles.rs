//! What stands above and between tables: the reporting unit, the month, the unit of money, section titles.

use std::sync::Arc;

use crate::{
    formats::cells::{Cell, Value},
    model::{cell::CellRef, dates::PartialDate},
    rows::reading::{Located, MoneyUnit},
    tables::{
        grid::Grid,
        vocabulary::{Layouts, TitleLabel, money_unit},
    },
    text::normal,
    values::{self, date},
};

/// What the title rows of a table (or of a sheet) say.
#[derive(Debug, Clone, Default)]
pub struct Titles {
    /// First text.
    pub title: Option<Located>,
    /// `填报单位：X`.
    pub unit: Option<Located>,
    /// `单位：万元`.
    pub money: Option<MoneyUnit>,
    /// Year.
    pub year: Option<i16>,
    /// Month.
    pub month: Option<PartialDate>,
    /// Several months that a title spans (`1-3月`, `一季度`): first, last, and where it says so.
    pub months: Option<(i8, i8, Located)>,
    /// Section title.
    pub section: Option<Located>,
    /// A title names issues or stock-taking only.
    pub outgoing: Option<Located>,
    /// A title says 统计表, 汇总表.
    pub statement: bool,
}

/// A label with its value in one text.
struct Pair {
    label: TitleLabel,
    value: String,
}

impl Titles {
    /// Takes in one row.
    pub fn row(&mut self, grid: &Grid<'_>, index: usize, layouts: &Layouts) {
        let cells: Vec<&Cell> = grid
            .cells(index)
            .iter()
            .take(64)
            .filter(|c| !(values::is_blank(&c.value) || grid.has_merges() && grid.covered(c.row, c.col)))
            .collect();
        let mut skip = false;
        for (at, cell) in cells.iter().enumerate() {
            if std::mem::take(&mut skip) {
                continue;
            }
            let Value::Text(text) = &cell.value else {
                if let Value::Date(f) = cell.value
                    && cells.len() <= 3
                    && at == 0
                    && self.month.is_none()
                {
                    // A title row that is nothing but a date.
                    self.month = date::serial(f, crate::formats::cells::DateSystem::D1900)
                        .map(|d| PartialDate::YearMonth(crate::model::dates::Month::of(d)));
                }
                continue;
            };
            let beside = cells.get(at + 1).map(|c| values::show(&c.value));
            skip = self.text(
                text,
                CellRef {
                    row: cell.row,
                    col: cell.col,
                },
                beside.as_deref(),
                layouts,
            );
        }
    }

    /// Takes in one text; `beside` is the next cell, for a label that stands alone. True when the next cell was used.
    pub fn text(&mut self, text: &str, cell: CellRef, beside: Option<&str>, layouts: &Layouts) -> bool {
        let trimmed = normal::trim(text);
        if trimmed.is_empty() || trimmed.chars().count() > 200 {
            return false;
        }
        let at = |text: &str| Located { text: text.into(), cell };
        let (mut pairs, mut rest) = pairs(trimmed, layouts);
        let mut used = false;
        // `填报单位` in a cell of its own, its value in the next.
        if pairs.is_empty()
            && beside.is_some_and(|b| layouts.title_label(&normal::squeeze(b)).is_none())
            && let Some(label) = layouts.title_label(&normal::squeeze(trimmed))
        {
            pairs.push(Pair {
                label,
                value: String::new(),
            });
            rest.clear();
        }
        let alone = pairs.len() == 1 && pairs[0].value.is_empty();
        for pair in pairs {
            let value = if pair.value.is_empty() && alone {
                match beside {
                    Some(next) if !next.contains([':', '：']) => {
                        used = true;
                        next.to_owned()
                    }
                    _ => continue,
                }
            } else {
                pair.value
            };
            self.pair(pair.label, &value, cell, layouts);
        }
        let bracket = normal::header(trimmed).bracket;
        if self.money.is_none()
            && let Some(unit) = money_unit(&bracket)
        {
            self.money = Some(unit);
        }
        let rest = normal::trim(&rest).to_owned();
        if rest.is_empty() {
            return used;
        }
        self.period(&rest, cell);
        let whole_is_month = matches!(date::text(&rest, crate::formats::cells::DateSystem::D1900), date::DateCell::Is(_));
        if self.title.is_none() && !whole_is_month && rest.chars().count() > 2 && money_unit(&rest).is_none() {
            self.title = Some(at(&rest));
        }
        if is_section(&rest, layouts) {
            self.section = Some(at(&rest));
        }
        if layouts.is_outgoing_title(&rest) {
            self.outgoing = Some(at(&rest));
        } else if self.outgoing.is_some() && layouts.is_section_text(&rest) {
            self.outgoing = None;
        }
        self.statement |= layouts.is_statement_title(&rest);
        used
    }

    fn period(&mut self, text: &str, cell: CellRef) {
        let (year, month) = date::in_title(text);
        self.year = year.or(self.year);
        if let Some((first, last)) = date::months_in_title(text).filter(|_| month.is_none()) {
            self.months = Some((first, last, Located { text: text.into(), cell }));
            return;
        }
        self.month = match (month, self.month) {
            (Some(PartialDate::MonthOnly { month }), Some(PartialDate::YearMonth(known))) if known.month() == month => self.month,
            (Some(found), _) => Some(found),
            (None, known) => known,
        };
    }

    fn pair(&mut self, label: TitleLabel, value: &str, cell: CellRef, layouts: &Layouts) {
        let money = money_unit(value);
        match label {
            TitleLabel::OtherDate => {}
            TitleLabel::Money => self.money = money.or(self.money),
            TitleLabel::Other => self.period(value, cell),
            TitleLabel::Unit | TitleLabel::UnitOrMoney => {
                if label == TitleLabel::UnitOrMoney && money.is_some() {
                    self.money = money;
                } else if !layouts.is_measure(value)
                    && money.is_none()
                    && let Some(name) = unit_name(value)
                    && self.unit.is_none()
                {
                    self.unit = Some(Located { text: name.into(), cell });
                }
            }
        }
    }

    /// What a later table of the same sheet keeps of the titles above it.
    #[must_use]
    pub fn inherited(&self) -> Self {
        Self {
            unit: None,
            section: None,
            title: None,
            outgoing: None,
            statement: false,
            ..self.clone()
        }
    }
}

/// The name in a value: without `（盖章）`, underscores and blanks around it.
fn unit_name(value: &str) -> Option<String> {
    let mut name = value;
    while let Some(open) = name.rfind(['(', '（']) {
        let inner = &name[open..];
        if inner.contains(['章', '签']) || inner.trim_matches(['(', ')', '（', '）', ' ']).is_empty() {
            name = name[..open].trim_end();
        } else {
            break;
        }
    }
    let name = name.trim_matches(|c: char| normal::is_blank(c) || matches!(c, '_' | '-' | '。' | ';' | ',' | '，' | '；'));
    (name.chars().count() >= 2 && !name.chars().all(|c| c.is_ascii_digit() || c == '.')).then(|| name.to_owned())
}

/// Labelled values of a text, and what is left of it.
fn pairs(text: &str, layouts: &Layouts) -> (Vec<Pair>, String) {
    let text = text.replace(['\u{3000}', '\t', '\n', '\r'], "  ");
    let colons: Vec<(usize, usize)> = text.match_indices([':', '：']).map(|(i, c)| (i, i + c.len())).collect();
    let mut found: Vec<(usize, usize, TitleLabel)> = Vec::new();
    let mut floor = 0;
    for (colon, behind) in colons {
        if let Some((start, label)) = label_before(&text, floor, colon, layouts) {
            found.push((start, behind, label));
            floor = behind;
        }
    }
    let mut out = Vec::new();
    let mut rest = String::new();
    let mut cursor = 0;
    for (i, (start, value_from, label)) in found.iter().enumerate() {
        rest.push_str(&text[cursor..*start]);
        rest.push(' ');
        let limit = found.get(i + 1).map_or(text.len(), |n| n.0);
        let raw = &text[*value_from..limit];
        let (value, left) = value_of(raw);
        out.push(Pair { label: *label, value });
        rest.push_str(&left);
        rest.push(' ');
        cursor = limit;
    }
    rest.push_str(&text[cursor..]);
    (out, rest)
}

/// The longest label that ends at the colon; blanks inside it and a `（盖章）` before the colon are allowed.
fn label_before(text: &str, floor: usize, colon: usize, layouts: &Layouts) -> Option<(usize, TitleLabel)> {
    let head = &text[floor..colon];
    let mut end = head.trim_end();
    if end.ends_with([')', '）'])
        && let Some(open) = end.rfind(['(', '（'])
    {
        end = end[..open].trim_end();
    }
    let mut best = None;
    for (start, c) in end.char_indices().rev().take(24) {
        if normal::is_blank(c) {
            continue;
        }
        let label = normal::squeeze(&end[start..]);
        if label.chars().count() > 12 {
            break;
        }
        if let Some(kind) = layouts.title_label(&label) {
            best = Some((floor + start, kind));
        }
    }
    best
}

/// The value behind a colon: up to two blanks, or one blank before a digit or a bracket; and what follows.
fn value_of(raw: &str) -> (String, String) {
    let lead = raw.len() - raw.trim_start().len();
    let body = &raw[lead..];
    let bytes: Vec<(usize, char)> = body.char_indices().collect();
    for (i, (at, c)) in bytes.iter().enumerate() {
        if !normal::is_blank(*c) {
            continue;
        }
        let next = bytes.get(i + 1).map(|b| b.1);
        if next.is_none_or(|n| normal::is_blank(n) || n.is_ascii_digit() || matches!(n, '(' | '（')) {
            return (body[..*at].trim_end().to_owned(), body[*at..].to_owned());
        }
    }
    let value = body.trim_end();
    // `（单位：万元）`: the bracket opened before the label.
    let open = value.matches(['(', '（']).count();
    let value = if value.matches([')', '）']).count() > open {
        value.trim_end_matches([')', '）'])
    } else {
        value
    };
    (value.to_owned(), String::new())
}

/// `一、832平台采购`, `（二）供销数据平台`, `第一部分 …`, or words that name a channel.
#[must_use]
pub fn is_section(text: &str, layouts: &Layouts) -> bool {
    let t = normal::squeeze(text);
    if t.chars().count() > 40 {
        return false;
    }
    numbered(&t) || layouts.is_section_text(&t)
}

/// `一、`, `（一）`, `第一部分`.
#[must_use]
pub fn numbered(text: &str) -> bool {
    let t = text.strip_prefix('(').unwrap_or(text);
    let after = t.trim_start_matches(normal::is_chinese_digit);
    if after.len() != t.len() && after.starts_with(['、', ')', '.', ',', ':']) && after.chars().count() > 1 {
        return true;
    }
    t.strip_prefix('第').is_some_and(|t| {
        let after = t.trim_start_matches(normal::is_chinese_digit);
        after.len() != t.len() && after.starts_with("部分")
    })
}

/// Text of the row's first cell, shared.
#[must_use]
pub fn located(cell: &Cell) -> Option<Located> {
    values::text(&cell.value).map(|text: Arc<str>| Located {
        text,
        cell: CellRef {
            row: cell.row,
            col: cell.col,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::dates::Month;

    fn read(texts: &[&str]) -> Titles {
        let layouts = Layouts::embedded();
        let mut t = Titles::default();
        let mut skip = false;
        for (i, text) in texts.iter().enumerate() {
            if std::mem::take(&mut skip) {
                continue;
            }
            skip = t.text(text, CellRef { row: 0, col: 0 }, texts.get(i + 1).copied(), &layouts);
        }
        t
    }
    fn unit(texts: &[&str]) -> Option<String> {
        read(texts).unit.map(|u| u.text.to_string())
    }

    #[test]
    fn a_unit_line_is_taken_apart() {
        let t = read(&["填报单位：盐湖区实验中学    2024年3月   单位：元"]);
        assert_eq!(t.unit.unwrap().text.as_ref(), "盐湖区实验中学");
        assert_eq!(t.month, Some(PartialDate::YearMonth(Month::new(2024, 3).unwrap())));
        assert_eq!(t.money, Some(MoneyUnit::Yuan));
        let t = read(&["填报单位：盐湖区实验中学 2024年3月 金额单位：万元"]);
        assert_eq!(
            (t.unit.unwrap().text.as_ref(), t.money),
            ("盐湖区实验中学", Some(MoneyUnit::WanYuan))
        );
        assert_eq!(unit(&["单位：盐湖区实验中学"]).as_deref(), Some("盐湖区实验中学"));
        assert_eq!(unit(&["单 位 ： 盐湖区实验中学"]).as_deref(), Some("盐湖区实验中学"));
        assert_eq!(
            unit(&["填报单位（盖章）：盐湖区实验中学（公章）"]).as_deref(),
            Some("盐湖区实验中学")
        );
        assert_eq!(unit(&["单位名称:", "盐湖区实验中学"]).as_deref(), Some("盐湖区实验中学"));
        assert_eq!(unit(&["单位名称：", "填报日期：2024.4.2"]), None);
        assert_eq!(unit(&["填报单位：________"]), None);
        assert_eq!(unit(&["单位：公斤"]), None);
        assert_eq!(unit(&["单位：元"]), None);
        assert_eq!(read(&["（单位：万元）"]).money, Some(MoneyUnit::WanYuan));
        assert_eq!(read(&["单位：人民币元"]).money, Some(MoneyUnit::Yuan));
        assert_eq!(read(&["采购统计表（万元）"]).money, Some(MoneyUnit::WanYuan));
        assert_eq!(
            unit(&["采购单位：运城市中心医院（南院）"]).as_deref(),
            Some("运城市中心医院（南院）")
        );
    }

    #[test]
    fn the_day_of_filling_in_is_not_the_month() {
        let t = read(&["盐湖区实验中学2024年3月食堂采购台账", "填报日期：2024年4月2日"]);
        assert_eq!(t.month, Some(PartialDate::YearMonth(Month::new(2024, 3).unwrap())));
        assert_eq!(read(&["填报日期：2024年4月2日"]).month, None);
        assert_eq!(read(&["月份：3月"]).month, Some(PartialDate::MonthOnly { month: 3 }));
    }

    #[test]
    fn sections_are_known_by_number_or_channel() {
        let l = Layouts::embedded();
        for yes in [
            "一、832平台采购",
            "（二）供销数据平台",
            "832平台采购明细",
            "第一部分 线上采购",
            "三、其他",
        ] {
            assert!(is_section(yes, &l), "{yes}");
        }
        for no in ["一斤白菜", "盐湖区实验中学台账", "十三香", "蔬菜类"] {
            assert!(!is_section(no, &l), "{no}");
        }
    }
}
