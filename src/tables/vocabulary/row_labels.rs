//! Labels of rows, and marks that stand for a value: ditto, tick, cross, nothing.

use std::{borrow::Cow, sync::Arc};

use crate::{
    tables::vocabulary::{
        Vocabulary,
        meaning::{RowLabel, TitleLabel, TotalKind},
    },
    text::{
        letters::holds_any,
        normal::{self, lowercase},
    },
};

/// Words for a total that other texts begin or end with as well (`食材汇总`): they are labels only where the cell holds nothing else.
const WHOLE_CELL_ONLY: [&str; 6] = ["汇总", "总数", "总额", "总金额", "采购总额", "总和"];

impl Vocabulary {
    /// Whether a header is of a book of money, that says what was paid for (摘要).
    #[must_use]
    pub(crate) fn is_of_account(&self, header: &str) -> bool {
        holds_any(&normal::squeeze(header), &self.words.columns.account)
    }

    /// Whether a text speaks of totals that run on (累计).
    #[must_use]
    pub(crate) fn speaks_of_running(&self, text: &str) -> bool {
        holds_any(&normal::squeeze(text), &self.words.rows.running)
    }

    /// What the label of a row says: whole cell, before a colon, or at the end of a label (`蔬菜类小计`).
    #[must_use]
    pub(crate) fn row_label(&self, text: &str) -> Option<RowLabel> {
        let text = normal::trim(text);
        if text.is_empty() || text.len() > 240 {
            return None;
        }
        let n = normal::header(text);
        let k = lowercase(Cow::Owned(n.text));
        if k.is_empty() {
            return None;
        }
        if let Some(label) = self.labels.get(&k) {
            return Some(*label);
        }
        // 上月结存大米.
        if self
            .words
            .rows
            .opening
            .iter()
            .any(|w| w.chars().count() > 3 && k.starts_with(w.as_str()))
        {
            return Some(RowLabel::Opening);
        }
        if self.words.rows.total_words.iter().any(|w| k.starts_with(w.as_str())) {
            return Some(RowLabel::Total(TotalKind::Total));
        }
        if self.words.rows.part.iter().any(|w| k.starts_with(w.as_str())) {
            return Some(RowLabel::Part);
        }
        let head = k.split_once(':').map(|(head, _)| head);
        if let Some(label) = head.and_then(|head| self.labels.get(head)) {
            return Some(*label);
        }
        // `单位（盖章）：X` below a table: whose it is, no row of it.
        let unit = head.or((n.colon || n.bracket.contains('章') || k.ends_with('章')).then_some(k.as_str()));
        if unit.is_some_and(|unit| matches!(self.title_label(unit), Some(TitleLabel::ReportingUnit | TitleLabel::UnitOrMoney))) {
            return Some(RowLabel::Footer);
        }
        let behind = text.rsplit_once(normal::is_blank).map(|(_, behind)| behind);
        if behind.is_some_and(|b| self.words.rows.subtotal_behind_blank.iter().any(|w| w == b)) {
            return Some(RowLabel::Total(TotalKind::Subtotal));
        }
        self.edge_label(&k)
    }

    /// A total at the end of a short label (`蔬菜类小计`), or before digits (`合计1234.5元`, `合计壹佰元整`).
    fn edge_label(&self, k: &str) -> Option<RowLabel> {
        // Only a digit behind it or the end of a short label makes a word at an edge.
        let short = k.chars().count() <= 16;
        let rows = &self.words.rows;
        let lists = [
            (&rows.month_total, RowLabel::MonthTotal),
            (&rows.running, RowLabel::Total(TotalKind::Running)),
            (&rows.subtotal, RowLabel::Total(TotalKind::Subtotal)),
            (&rows.total, RowLabel::Total(TotalKind::Total)),
        ];
        for (words, label) in lists {
            for word in words.iter().filter(|w| !WHOLE_CELL_ONLY.contains(&w.as_str())) {
                if short && k.ends_with(word.as_str()) {
                    return Some(label);
                }
                if let Some(tail) = k.strip_prefix(word.as_str())
                    && tail.starts_with(|c: char| c.is_ascii_digit() || "¥-壹贰叁肆伍陆柒捌玖零".contains(c))
                {
                    return Some(label);
                }
            }
        }
        None
    }

    /// What totals are called.
    pub(crate) fn total_words(&self) -> impl Iterator<Item = &str> {
        let rows = &self.words.rows;
        let lists = [
            &rows.subtotal,
            &rows.month_total,
            &rows.total,
            &rows.running,
            &rows.subtotal_behind_blank,
        ];
        lists.into_iter().flatten().map(String::as_str)
    }

    /// Whether the cell is a ditto mark.
    #[must_use]
    pub(crate) fn is_ditto(&self, text: &str) -> bool {
        text.len() <= 12 && normal::first(text).is_some_and(|c| self.ditto_starts.has(c)) && self.ditto.contains(normal::trim(text))
    }

    /// Whether the cell is a tick (√).
    #[must_use]
    pub(crate) fn is_tick(&self, text: &str) -> bool {
        let t = normal::trim(text);
        t.len() <= 6 && self.words.rows.tick.iter().any(|w| w == t)
    }

    /// Whether the cell is a no (×, 否).
    #[must_use]
    pub(crate) fn is_cross(&self, text: &str) -> bool {
        let t = normal::trim(text);
        t.len() <= 9 && self.words.rows.cross.iter().any(|w| w == t)
    }

    /// Whether an item is what is owed or paid in advance (上月欠款, 账户充值); among goods, also what was paid (付老王货款).
    #[must_use]
    pub(crate) fn is_owed(&self, item: &str, among_goods: bool) -> bool {
        let rows = &self.words.rows;
        let words = rows.owed.iter().chain(rows.paid_off.iter().filter(|_| among_goods));
        words.into_iter().any(|w| item.contains(w.as_str()))
    }

    /// Whether an item is what a till prints of the payment.
    #[must_use]
    pub(crate) fn is_of_till(&self, item: &str) -> bool {
        let item = item.trim_matches(|c: char| !c.is_alphanumeric());
        self.words.rows.till.iter().chain(&self.words.columns.paid_by).any(|w| w == item)
    }

    /// The plain word for a no, whatever sign a cell has for it.
    #[must_use]
    pub(crate) fn no_word(&self) -> Arc<str> {
        self.words.rows.cross.first().map_or_else(|| "".into(), |w| w.as_str().into())
    }

    /// Whether the cell is a placeholder for nothing (`-`, `/`).
    #[must_use]
    pub(crate) fn is_nothing(&self, text: &str) -> bool {
        let Some(first) = normal::first(text) else { return true };
        self.nothing_starts.has(first) && self.words.rows.nothing.iter().any(|w| w == normal::trim(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_whole_cells_not_prefixes() {
        let l = Vocabulary::embedded();
        for total in [
            "合计",
            "合  计",
            "合 计：",
            "总计",
            "合计（元）",
            "合计大写：壹佰元整",
            "合计（大写）人民币壹佰元整",
            "合计：1234.50",
            "832平台合计",
        ] {
            assert_eq!(l.row_label(total), Some(RowLabel::Total(TotalKind::Total)), "{total}");
        }
        for subtotal in ["小计", "小 计", "本页合计", "蔬菜类小计"] {
            assert_eq!(l.row_label(subtotal), Some(RowLabel::Total(TotalKind::Subtotal)), "{subtotal}");
        }
        for running in ["累计", "本年累计", "本月累计"] {
            assert_eq!(l.row_label(running), Some(RowLabel::Total(TotalKind::Running)), "{running}");
        }
        assert_eq!(l.row_label("本月合计"), Some(RowLabel::MonthTotal));
        for item in [
            "小计算器",
            "合计源大米",
            "总计划用菜",
            "累计赠品",
            "注水肉",
            "说明书",
            "备注册",
            "白菜",
        ] {
            assert_eq!(l.row_label(item), None, "{item}");
        }
        for footer in ["制表人：张三", "备注：", "说明", "注：以上含税", "填报日期：2024.4.1"] {
            assert_eq!(l.row_label(footer), Some(RowLabel::Footer), "{footer}");
        }
    }
}
