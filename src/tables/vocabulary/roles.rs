//! What a title, a tab or a file's name says that a table is for, and what a cell says that a row is.

use crate::{
    model::{field::Field, line::Role},
    tables::vocabulary::Vocabulary,
    text::{
        letters::{Letters, holds_any},
        normal::{self, Normal, lowercase},
    },
    values::money_unit::money_unit,
};

/// Characters of a text that may be a title; what is longer, or has a clause, is prose.
const LONGEST: usize = 60;

/// What a text says that a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Said {
    /// Role.
    pub(crate) role: Role,
    /// The word is the head of the text: the end of it, but for 明细, 表 and the like.
    pub(crate) sure: bool,
}

impl Vocabulary {
    /// What a text says that a table is for.
    #[must_use]
    pub(crate) fn role_said(&self, text: &str) -> Option<Said> {
        let words = &self.words.role;
        // 以下为退货：.
        let text = normal::trim(text).trim_end_matches([':', '：']);
        if words.purchases.is_empty() || text.len() > LONGEST * 4 || text.contains(['。', '；', '，', ';', ':', '：']) {
            return None;
        }
        let squeezed = lowercase(normal::squeeze(text));
        let said = |role| Said { role, sure: true };
        // 作废 and 示例 stand anywhere, in brackets too.
        if holds_any(&squeezed, &words.void) {
            return Some(said(Role::Void));
        }
        let nobody = || holds_any(&squeezed, &words.template) && holds_any(&squeezed, &self.words.unit.placeholders);
        if holds_any(&squeezed, &words.example) || nobody() {
            return Some(said(Role::Example));
        }
        let text = self.without_names(&squeezed);
        let found = self.last_role(&text).or_else(|| self.assets_said(&text));
        let summed = holds_any(&text, &words.summary);
        if found.is_none_or(|s| s.role == Role::Purchases) && is_copy(&self.without_roleless(squeezed), &words.copy) {
            return Some(said(Role::Copy));
        }
        match found {
            None | Some(Said { role: Role::Purchases, .. }) if summed => Some(self.assets_said(&text).unwrap_or(said(Role::Summary))),
            Some(Said { role: Role::Purchases, .. }) => self.assets_said(&text).or(found),
            Some(_) => found,
            None => holds_any(&text, &words.ledger).then_some(Said {
                role: Role::Purchases,
                sure: false,
            }),
        }
    }

    /// The text without words that only hold one of a role (备用金, 计划内).
    pub(super) fn without_roleless(&self, text: String) -> String {
        let letters = Letters::of(&text);
        let held = self.words.role.none.iter().filter(|w| letters.may_hold(w));
        held.fold(text, |text, word| text.replace(word.as_str(), ""))
    }

    /// The text without brackets, without the unit's name before it, and without names that only hold a word of a role.
    fn without_names(&self, squeezed: &str) -> String {
        let mut text = self.without_roleless(normal::header(squeezed).text);
        let letters = Letters::of(&text);
        let words = self.words.title.organisation.iter().filter(|w| letters.may_hold(w));
        let ends = words.filter(|w| w.chars().count() > 1);
        // 银行流水 names no bank.
        let named = |w: &String| text.rfind(w.as_str()).filter(|at| *at > 0).map(|at| at + w.len());
        let end = ends.filter_map(named).max();
        text.split_off(end.unwrap_or(0))
    }

    /// The same of a tab: 模板 is a form to fill in, or a filled one, where nothing else of the month stands beside it.
    #[must_use]
    pub(crate) fn role_said_by_tab(&self, tab: &str) -> Option<Said> {
        let said = self.role_said(tab);
        let template = is_copy(&lowercase(normal::squeeze(tab)), &self.words.role.template);
        match said {
            None | Some(Said { role: Role::Purchases, .. }) if template => Some(Said {
                role: Role::Copy,
                sure: true,
            }),
            said => said,
        }
    }

    /// Whether a row's label says that its figures are of another period, planned, a difference or a share.
    #[must_use]
    pub(crate) fn labels_other_period(&self, text: &str) -> bool {
        let mut header = normal::header(text);
        header.text = self.without_roleless(header.text);
        let share = header.bracket.contains('%') || self.words.columns.share_ends.iter().any(|w| header.text.ends_with(w.as_str()));
        let other = self.is_other_period(&header.text) || self.is_other_period(&header.bracket);
        text.len() <= LONGEST && (share || other) && !self.looks_like_institution(text)
    }

    /// The role of the last word of one.
    fn last_role(&self, text: &str) -> Option<Said> {
        let words = &self.words.role;
        let lists = [
            (&words.purchases, Role::Purchases, true),
            (&words.spending, Role::Purchases, false),
            (&words.returns, Role::Returns, true),
            (&words.payments, Role::Payments, true),
            (&words.income, Role::Income, true),
            (&words.losses, Role::Losses, true),
            (&words.plans, Role::Plans, true),
            (&words.requests, Role::Requests, true),
        ];
        let letters = Letters::of(text);
        let last = |(list, role, strong): (&Vec<String>, Role, bool)| {
            let list = list.iter().filter(|w| letters.may_hold(w));
            let found = |w: &String| text.rfind(w.as_str()).map(|at| (at + w.len(), w.len()));
            let (end, length) = list.filter_map(found).max()?;
            Some((end, length, role, strong))
        };
        let said = lists.into_iter().filter_map(last);
        let (end, length, role, strong) = said.max_by_key(|(end, length, ..)| (*end, *length))?;
        // 采购、出库台账 is of both, and holds the purchases.
        if role == Role::Losses && holds_any(text, &words.purchases) {
            return Some(Said {
                role: Role::Purchases,
                sure: true,
            });
        }
        let before = text.get(..end - length).unwrap_or_default();
        let joined = words.joins.iter().any(|j| before.ends_with(j.as_str()));
        let sure = match role {
            Role::Purchases => strong,
            // What goes back or out does so whatever follows: 退回供应商, 出库去向.
            Role::Returns | Role::Losses => !joined,
            _ => !joined && self.is_form(text.get(end..).unwrap_or_default()),
        };
        Some(Said { role, sure })
    }

    /// Assets or services as what was bought; not sure where food is named beside them.
    fn assets_said(&self, text: &str) -> Option<Said> {
        let words = &self.words.role;
        let letters = Letters::of(text);
        let end = words
            .assets
            .iter()
            .filter(|w| letters.may_hold(w))
            .filter_map(|w| text.rfind(w.as_str()).map(|at| at + w.len()))
            .max()?;
        let (before, after) = text.split_at_checked(end)?;
        let mut rest = after.to_owned();
        for word in words.purchases.iter().chain(&words.assets) {
            rest = rest.replace(word.as_str(), "");
        }
        let rest = rest.trim_start_matches(['费', '用', '款', '类', '品', '工', '程', '物', '资', '等', '器', '材', '具']);
        let joined = words.joins.iter().any(|j| rest.starts_with(j.as_str()));
        (joined || self.is_form(rest)).then(|| Said {
            role: Role::Assets,
            sure: !joined && !holds_any(before, &words.food),
        })
    }

    /// Whether nothing is left but words of form, figures and times.
    fn is_form(&self, text: &str) -> bool {
        let mut rest = text;
        loop {
            let figures = rest.trim_start_matches(|c: char| c.is_ascii_digit() || !c.is_alphanumeric() || normal::is_chinese_digit(c));
            let forms = self.words.role.forms.iter().filter_map(|w| figures.strip_prefix(w.as_str()));
            match forms.min_by_key(|tail| tail.len()) {
                Some(tail) => rest = tail,
                None => return figures.is_empty(),
            }
        }
    }

    /// Whether the name of a column of amounts says that they went back.
    #[must_use]
    pub(crate) fn is_returned_amount(&self, name: &str) -> bool {
        let name = normal::header(name).text;
        let of_money = |rest: &str| matches!(rest, "金额" | "额" | "款" | "总额" | "总金额");
        let mut words = self.words.role.returns.iter();
        words.any(|w| name.strip_prefix(w.as_str()).is_some_and(of_money))
    }

    /// Whether a header is of what went back: 退货, 退货金额.
    #[must_use]
    pub(crate) fn is_of_returns(&self, header: &str) -> bool {
        self.words.role.returns.contains(&normal::header(header).text) || self.is_returned_amount(header)
    }

    /// Whether a text is the head of a column of a pivot table.
    #[must_use]
    pub(crate) fn is_pivot_header(&self, text: &str) -> bool {
        let text = lowercase(normal::nfkc(normal::trim(text)));
        self.words.role.pivot.iter().any(|w| text.starts_with(w.as_str()))
    }

    /// What a cell of a column that parts rows says that its row is; `cash_book`: of a book whose credit side is the spending.
    #[must_use]
    pub(crate) fn row_role(&self, text: &str, cash_book: bool) -> Option<Role> {
        let words = &self.words.row_role;
        let text = normal::squeeze(text);
        let bare = text.strip_suffix('单').unwrap_or(&text);
        // 本月消耗.
        let mut periods = self.words.columns.this_period.iter();
        let bare = periods.find_map(|p| bare.strip_prefix(p.as_str())).unwrap_or(bare);
        let is = |list: &[String]| list.iter().any(|w| *w == text || w == bare);
        let (out, back) = if cash_book {
            (&words.credit, &words.debit)
        } else {
            (&words.debit, &words.credit)
        };
        [
            (&words.purchases, Role::Purchases),
            (&words.returns, Role::Returns),
            (&words.income, Role::Income),
            (&words.payments, Role::Payments),
            (&words.losses, Role::Losses),
            (&words.plans, Role::Plans),
            (out, Role::Purchases),
            // Which side is which depends on whose book it is.
            (back, Role::Unnamed),
        ]
        .into_iter()
        .find_map(|(list, role)| is(list).then_some(role))
    }

    /// Whether a cell of such a column says that a seller sold what its row holds.
    #[must_use]
    pub(crate) fn is_sold(&self, text: &str) -> bool {
        let text = normal::squeeze(text);
        self.words.row_role.sold.iter().any(|w| *w == text)
    }

    /// Whether a text names a book whose credit side is the spending.
    #[must_use]
    pub(crate) fn is_cash_book(&self, text: &str) -> bool {
        holds_any(&normal::squeeze(text), &self.words.row_role.cash_book)
    }

    /// Whether a header is that of a column that parts rows.
    #[must_use]
    pub(crate) fn is_row_role_header(&self, header: &str) -> bool {
        holds_any(&normal::squeeze(header), &self.words.row_role.header)
    }

    /// Whether a header of money says what was spent (`Some(true)`) or what came in.
    #[must_use]
    pub(crate) fn cash_side(&self, header: &Normal) -> Option<bool> {
        let bare = |w: &String| {
            let rest = [&header.text, &header.bracket]
                .into_iter()
                .filter_map(|t| t.strip_prefix(w.as_str()));
            rest.into_iter().any(|rest| matches!(rest, "" | "金额" | "额"))
        };
        let words = &self.words.columns;
        let out = words.cash_out.iter().any(bare);
        (out || words.cash_in.iter().any(bare)).then_some(out)
    }

    /// Whether a group of columns holds what was bought (`Some(true)`), or what came in or was paid.
    #[must_use]
    pub(crate) fn group_side(&self, title: &str) -> Option<bool> {
        self.cash_side(&normal::header(title))
            .or_else(|| match self.role_said(title)?.role {
                Role::Purchases => Some(true),
                Role::Income | Role::Payments => Some(false),
                _ => None,
            })
    }

    /// Whether a text names money: its field, or what is paid.
    #[must_use]
    pub(crate) fn is_of_money(&self, text: &str) -> bool {
        let n = normal::header(text);
        matches!(self.field(&n), Some((Field::Amount | Field::UnitPrice, _)))
            || money_unit(&n.bracket).or_else(|| money_unit(&n.text)).is_some()
            || holds_any(&lowercase(normal::squeeze(text)), &self.words.columns.of_money)
    }

    /// Whether a text marks its row as an example: the whole of it, its start, or what its brackets hold.
    #[must_use]
    pub(crate) fn is_example(&self, text: &str) -> bool {
        // Nearly every cell is refused here.
        if !text.contains(|c| self.example_starts.has(c)) {
            return false;
        }
        let text = normal::squeeze(text);
        let marks = &self.words.role.example;
        let n = normal::header(&text);
        text == "例" || text.starts_with("例:") || text.contains("请勿删除") || holds_any(&n.bracket, marks) || {
            marks.iter().any(|w| text.starts_with(w.as_str()))
        }
    }
}

/// 备份, 旧, 3月副本: the whole text or an end of it, or in brackets; 旧城小学 is none.
fn is_copy(text: &str, words: &[String]) -> bool {
    let n = normal::header(text);
    words
        .iter()
        .any(|w| n.text.ends_with(w.as_str()) || n.bracket == *w || (w.chars().count() > 1 && n.text.starts_with(w.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<(Role, bool)> {
        Vocabulary::embedded().role_said(text).map(|s| (s.role, s.sure))
    }

    #[test]
    fn the_last_word_of_a_title_decides() {
        for (text, role) in [
            ("2024年3月食材采购台账", Role::Purchases),
            ("付款", Role::Payments),
            ("3月货款支付明细表（转账）", Role::Payments),
            ("货款结算采购明细表", Role::Purchases),
            ("二、退货", Role::Returns),
            ("采购退货明细", Role::Returns),
            ("食堂采购预算表", Role::Plans),
            ("采购计划2024年3月", Role::Plans),
            ("伙食费收入登记表", Role::Income),
            ("伙食费采购明细", Role::Purchases),
            ("食材损耗登记表", Role::Losses),
            ("食材采购、出库台账", Role::Purchases),
            ("食堂设备购置明细表", Role::Assets),
            ("二、维修费用", Role::Assets),
            ("采购汇总", Role::Summary),
            ("付款汇总表", Role::Payments),
            ("3月（作废）", Role::Void),
            ("填写示例", Role::Example),
            ("备份", Role::Copy),
            ("3月旧", Role::Copy),
            ("计划生育服务中心食堂采购台账", Role::Purchases),
            ("运城市会计结算中心2024年3月食堂采购明细", Role::Purchases),
            ("厨具设备有限公司食堂采购台账", Role::Purchases),
            ("中标供应商配送采购明细表", Role::Purchases),
        ] {
            assert_eq!(said(text), Some((role, true)), "{text}");
        }
        for (text, role) in [
            ("采购及退货明细", Role::Returns),
            ("食材及厨具采购明细", Role::Assets),
            ("按合同执行一览", Role::Plans),
            ("3月台账", Role::Purchases),
        ] {
            assert_eq!(said(text), Some((role, false)), "{text}");
        }
        for text in [
            "2024年3月",
            "Sheet1",
            "计划生育服务中心",
            "旧城小学",
            "退役军人事务局",
            "付款方式：转账",
            "二年级(2)",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
