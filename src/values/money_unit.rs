//! The unit that a figure is written in, as a header, a title or the cell itself names it.

use serde::{Deserialize, Serialize};

use crate::text::normal;

/// Money unit of a table, a column or a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnit {
    /// 元.
    #[default]
    Yuan,
    /// 万元.
    WanYuan,
    /// 千元.
    QianYuan,
    /// 百元.
    BaiYuan,
    /// 角.
    Jiao,
    /// 分.
    Fen,
}

impl MoneyUnit {
    /// All of them.
    pub(crate) const ALL: [Self; 6] = [Self::Yuan, Self::WanYuan, Self::QianYuan, Self::BaiYuan, Self::Jiao, Self::Fen];

    /// As ledgers write it.
    pub(crate) fn written(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::WanYuan => "万元",
            Self::QianYuan => "千元",
            Self::BaiYuan => "百元",
            Self::Jiao => "角",
            Self::Fen => "分",
        }
    }

    /// Fen of one.
    pub fn fen(self) -> i64 {
        match self {
            Self::Yuan => 100,
            Self::WanYuan => 1_000_000,
            Self::QianYuan => 100_000,
            Self::BaiYuan => 10_000,
            Self::Jiao => 10,
            Self::Fen => 1,
        }
    }
}

/// What stands before a unit.
const LABELS: [&str; 3] = ["单位:", "金额单位:", "金额:"];
/// What stands before a unit in a sentence.
const SAID: [&str; 9] = [
    "单位为",
    "单位是",
    "单位均为",
    "单位:",
    "单位",
    "均以",
    "金额以",
    "数据以",
    "本表以",
];

/// Money unit that a note names: `注：本表单位为万元`, `以上金额均以万元为单位`.
pub fn money_unit_in_note(text: &str) -> Option<MoneyUnit> {
    let text = normal::squeeze(text);
    let unit = |rest: &str| {
        let end = rest.find(|c: char| !"人民币万千百元".contains(c)).unwrap_or(rest.len());
        rest.get(..end).filter(|unit| unit.ends_with('元')).and_then(money_unit)
    };
    SAID.iter().find_map(|said| text.split_once(said).and_then(|(_, rest)| unit(rest)))
}

/// Money unit that a bracket or a tail names: `万元`, `元/斤`, `人民币元`.
pub fn money_unit(text: &str) -> Option<MoneyUnit> {
    let t = normal::squeeze(text);
    let t = LABELS.iter().find_map(|label| t.strip_prefix(label)).unwrap_or(&t);
    // 万元（保留两位小数）.
    let t = t.split_once('(').map_or(t, |(unit, _)| unit);
    let t = t.strip_prefix("人民币").unwrap_or(t);
    let t = t.split(['/', '、', ',', ';', '每']).next().unwrap_or(t);
    match t {
        "万元" | "万" => Some(MoneyUnit::WanYuan),
        "千元" => Some(MoneyUnit::QianYuan),
        "百元" => Some(MoneyUnit::BaiYuan),
        "元" | "圆" | "¥" | "RMB" | "rmb" | "人民币" | "CNY" | "" if !text.is_empty() => {
            (!t.is_empty() || text.contains("人民币")).then_some(MoneyUnit::Yuan)
        }
        "角" => Some(MoneyUnit::Jiao),
        // Two digits in one column behind the yuan.
        "分" | "角分" => Some(MoneyUnit::Fen),
        _ => None,
    }
}

/// Money unit at the end of a header without brackets: `金额/万元`, `金额万元`.
pub fn money_tail(text: &str) -> Option<MoneyUnit> {
    let bare = without_unit_tail(text);
    let tail = text.get(bare.len()..)?.trim_start_matches(['/', ',', '-', '_', '、', '|']);
    money_unit(tail)
}

/// A header without the unit of money or weight at its end: `单价元/斤` → `单价`.
pub fn without_unit_tail(text: &str) -> &str {
    for unit in [
        "万元",
        "千元",
        "百元",
        "元/公斤",
        "元/斤",
        "元/kg",
        "元",
        "/公斤",
        "/kg",
        "/斤",
        "公斤",
        "kg",
    ] {
        if let Some(head) = text.strip_suffix(unit)
            && !head.is_empty()
        {
            return head.trim_end_matches(['/', ',', '-', '_', '、', '|']);
        }
    }
    text
}
