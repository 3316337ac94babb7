//! Headers: the field, the side of a stock book, the place of a digit, and what else a header says.

use std::sync::Arc;

use crate::{
    model::{field::Field, goods::stock::StockPart},
    tables::vocabulary::{
        Vocabulary, key,
        meaning::{Meaning, StockSide},
    },
    text::normal::{self, Normal},
    values::money_unit::{money_unit, without_unit_tail},
};

/// Headers are short: a longer text is prose, whatever words it holds.
const LONGEST_HEADER: usize = 40;
/// Ranks of amounts that `amount_rank` does not name: paid ones after the named ones with tax and paid.
const PAID: usize = 5;
const UNRANKED: usize = 1000;
const LISTED: usize = 2000;
const UNTAXED: usize = 3000;

impl Vocabulary {
    /// What a header text means by itself; of one in two languages (`品名 Item`) the Chinese says it.
    #[must_use]
    pub(crate) fn meaning(&self, text: &str) -> Meaning {
        let whole = self.meaning_of(text);
        let half = || chinese_half(text).map(|half| self.meaning_of(&half)).filter(Meaning::known);
        let meant = if whole.known() { whole } else { half().unwrap_or(whole) };
        Meaning {
            cash: self.cash_side(&meant.normal),
            ..meant
        }
    }

    fn meaning_of(&self, text: &str) -> Meaning {
        // `品名\日期`: what stands below, and what stands to the right.
        let below = text.split(['\\', '＼']).next().unwrap_or(text);
        let normal = normal::header(if below.is_empty() { text } else { below });
        if normal.text.chars().count() > LONGEST_HEADER {
            return Meaning {
                rank: self.amount_rank(&normal),
                cash: None,
                normal,
                field: None,
                channel: None,
                side: None,
                stock: None,
                group: false,
            };
        }
        let field = self.field(&normal);
        Meaning {
            channel: if field.is_none() { self.channel_column(&normal) } else { None },
            side: self.stock_side(&normal),
            stock: self.stock_column(&normal),
            group: self.is_channel_group(&normal),
            rank: self.amount_rank(&normal),
            cash: None,
            field,
            normal,
        }
    }

    /// `（元）` or `元` below `金额`: only a unit of money or measure.
    #[must_use]
    pub(crate) fn is_unit_only(&self, meaning: &Meaning) -> bool {
        let Normal { text, bracket, .. } = &meaning.normal;
        (text.is_empty() && !bracket.is_empty() && !self.looks_like_institution(bracket))
            || money_unit(text).is_some()
            || self.is_measure(text)
    }

    /// Field of a header, with the name that matched.
    #[must_use]
    pub(crate) fn field(&self, header: &Normal) -> Option<(Field, Arc<str>)> {
        self.field_of_key(&header.text.to_lowercase())
    }

    /// Whether a header that nobody knows ends as one of channels does (`购货渠道`, `来源渠道类别`); 资金渠道 is none.
    #[must_use]
    pub(crate) fn ends_as_channel(&self, header: &str) -> bool {
        let text = normal::header(header).text;
        let words = &self.words.columns;
        words.channel_ends.iter().any(|w| text.ends_with(w.as_str())) && !words.no_channel.iter().any(|w| text.contains(w.as_str()))
    }

    fn field_of_key(&self, k: &str) -> Option<(Field, Arc<str>)> {
        if let Some((field, name)) = self.fields.get(k) {
            return Some((*field, Arc::clone(name)));
        }
        // `金额/元`, `单价元`, `本月金额`: only figures carry a unit or a period in their name (`单位元` is no measure).
        let bare = without_unit_tail(k);
        let this_period = self.words.columns.this_period.iter();
        let own = this_period
            .filter_map(|p| bare.strip_prefix(p.as_str()))
            .min_by_key(|rest| rest.len())
            .unwrap_or(bare);
        let (field, name) = self.fields.get(own).filter(|_| own.len() != k.len())?;
        matches!(field, Field::Amount | Field::UnitPrice | Field::Quantity).then(|| (*field, Arc::clone(name)))
    }

    /// Side of a stock book, for a group title or a whole header.
    #[must_use]
    pub(crate) fn stock_side(&self, header: &Normal) -> Option<StockSide> {
        self.stock.get(&header.text.to_lowercase()).copied()
    }

    /// `出库金额` → outgoing amount: a stock word before quantity, price or amount.
    #[must_use]
    pub(crate) fn stock_column(&self, header: &Normal) -> Option<(StockSide, Field, Arc<str>)> {
        let k = header.text.to_lowercase();
        for (at, _) in k.char_indices().skip(1) {
            let (head, tail) = k.split_at(at);
            if let Some(side) = self.stock.get(head)
                && let Some((field, name)) = self.field_of_key(tail)
                && matches!(field, Field::Quantity | Field::UnitPrice | Field::Amount)
            {
                return Some((*side, field, name));
            }
        }
        None
    }

    /// The title of a side and the figure of it that a column holds: `今日购进 / 数量`, `今日购进数量`.
    #[must_use]
    pub(crate) fn side_and_figure(&self, header: &str) -> Option<(String, Field)> {
        let figure = |text: &str| {
            self.field_of_key(text)
                .map(|f| f.0)
                .filter(|f| matches!(f, Field::Quantity | Field::Amount))
        };
        if let Some((title, leaf)) = header.rsplit_once(" / ") {
            return Some((title.to_owned(), figure(&key(&normal::header(leaf).text))?));
        }
        let k = key(&normal::header(header).text);
        let places = k.char_indices().skip(1).map(|(at, _)| k.split_at(at));
        let mut named = places.filter_map(|(title, tail)| Some((title.to_owned(), figure(tail)?)));
        named.next()
    }

    /// Side of a stock book that a group's title names.
    #[must_use]
    pub(crate) fn side_of(&self, title: &str) -> Option<StockSide> {
        self.stock_side(&normal::header(title))
    }

    /// Whether a header, or one above it, names a side of a stock book.
    #[must_use]
    pub(crate) fn names_side(&self, header: &str) -> bool {
        let mut parts = header.split(" / ").map(normal::header);
        parts.any(|part| self.stock_side(&part).is_some() || self.stock_column(&part).is_some())
    }

    /// Side of a stock book that a column of quantities outside of its 入库 is of (`上月结存 / 数量`, `出库数量`). What was adjusted (盘盈, 退库) is of
    /// none: nobody says which way it goes.
    #[must_use]
    pub(crate) fn stock_quantity(&self, header: &str) -> Option<StockPart> {
        let (mut word, mut quantity) = (None, false);
        for part in header.split(" / ") {
            let k = normal::header(part).text.to_lowercase();
            let is_quantity = |text: &str| self.field_of_key(text).is_some_and(|(field, _)| field == Field::Quantity);
            let cut = || {
                let mut places = k.char_indices().skip(1).map(|(at, _)| k.split_at(at));
                places.find(|(head, tail)| self.stock.contains_key(*head) && self.field_of_key(tail).is_some())
            };
            if self.stock.contains_key(&k) {
                word = Some(k);
            } else if let Some((head, tail)) = cut() {
                (word, quantity) = (Some(head.to_owned()), is_quantity(tail));
            } else if self.field_of_key(&k).is_some() {
                quantity = is_quantity(&k);
            }
        }
        let word = word.filter(|_| quantity)?;
        let words = &self.words.stock;
        let is = |list: &[String]| list.iter().any(|w| key(w) == word);
        if is(&words.adjusted) {
            return None;
        }
        Some(if is(&words.opening) {
            StockPart::Opening
        } else if is(&words.counted) {
            StockPart::Counted
        } else if is(&words.closing) {
            StockPart::Closing
        } else {
            StockPart::Issued
        })
    }

    /// Rank of an amount header among several; lower is better. What was paid goes before a name that says nothing of it, what was asked for
    /// and what holds no tax come last.
    fn amount_rank(&self, header: &Normal) -> usize {
        let text = header.text.to_lowercase();
        let text = without_unit_tail(&text);
        let words = &self.words.columns;
        let says = |words: &[String]| words.iter().any(|w| text.contains(w.as_str()));
        let listed = self.amount_ranks.get(text).copied();
        if says(&words.untaxed) {
            return UNTAXED + listed.unwrap_or(0);
        }
        if says(&words.listed) {
            return LISTED + listed.unwrap_or(0);
        }
        listed.unwrap_or(if says(&words.paid) { PAID } else { UNRANKED })
    }

    /// Whether a header's text speaks of another period, or of what was planned (`本年累计`, `上年同期`, `采购计划`).
    #[must_use]
    pub(crate) fn is_other_period(&self, text: &str) -> bool {
        let says = |text: &str| self.words.columns.other_period.iter().any(|w| text.contains(w.as_str()));
        // 营养改善计划 is a fund and no plan.
        says(text) && says(&self.without_roleless(text.to_owned()))
    }

    /// Whether a header is that of money that is yet to be spent: 预计金额.
    #[must_use]
    pub(crate) fn is_planned_money(&self, header: &str) -> bool {
        let words = &self.words.columns;
        let holds = |list: &[String]| list.iter().any(|w| header.contains(w.as_str()));
        holds(&words.planned) && (self.is_of_money(header) || holds(&words.amount_ends))
    }

    /// Whether a header is that of a column of persons, phones or addresses.
    #[must_use]
    pub(crate) fn tells_contact(&self, header: &str) -> bool {
        self.words.columns.contact.iter().any(|w| header.contains(w.as_str()))
    }

    /// Whether a header that no name matches ends as the whole beside channel columns does (`年度食堂采购总额`).
    #[must_use]
    pub(crate) fn ends_as_whole(&self, header: &Normal) -> bool {
        let text = without_unit_tail(&header.text);
        self.words.columns.whole.iter().any(|w| text.ends_with(w.as_str()))
            && !self.words.channel_column.not.iter().any(|w| text.contains(w.as_str()))
    }

    /// Whether a column's name says what was taken off the price.
    #[must_use]
    pub(crate) fn is_discount(&self, name: &str) -> bool {
        self.words.columns.discount.iter().any(|w| w == name)
    }

    /// The plain word for a month's column.
    #[must_use]
    pub(crate) fn month_word(&self) -> Arc<str> {
        let names = self.words.field.get(&Field::MonthColumn);
        names.and_then(|n| n.names.get(1)).map_or_else(|| "".into(), |n| n.as_str().into())
    }

    /// Whether a header is a way of paying, and nothing else.
    #[must_use]
    pub(crate) fn is_way_of_paying(&self, header: &str) -> bool {
        let text = normal::header(header).text;
        let bare = |word: &String| {
            text.strip_prefix(word.as_str())
                .is_some_and(|rest| matches!(rest, "" | "金额" | "支付" | "付款"))
        };
        self.words.columns.paid_by.iter().any(bare)
    }

    /// The plain word for a column of a field.
    #[must_use]
    pub(crate) fn plain_word(&self, field: Field) -> Arc<str> {
        let names = self.words.field.get(&field);
        names.and_then(|n| n.names.first()).map_or_else(|| "".into(), |n| n.as_str().into())
    }

    /// Whether a title speaks of amounts of money.
    #[must_use]
    pub(crate) fn names_money(&self, title: &str) -> bool {
        let title = normal::squeeze(title);
        self.words.columns.amount_ends.iter().any(|w| title.contains(w.as_str())) || title.contains('元')
    }

    /// Whether a header is the place of one digit of an amount: any (`None`), or the one `place` powers of ten above a fen.
    #[must_use]
    pub(crate) fn digit_place(&self, text: &str, place: Option<usize>) -> bool {
        match place {
            Some(place) => self
                .words
                .columns
                .digits
                .get(place)
                .is_some_and(|names| names.split(' ').any(|n| n == text)),
            None => self.digits.contains(text),
        }
    }

    /// Whether a cell's text as written could be such a place. A plain Chinese character, and ASCII, is the same in every form of the text.
    #[must_use]
    pub(crate) fn may_be_digit_place(&self, text: &str) -> bool {
        let plain = |c: char| matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}');
        text.len() <= 24 && normal::first(text).is_some_and(|c| !plain(c) || self.digit_starts.has(c))
    }

    /// Whether a header speaks of weights or counts.
    #[must_use]
    pub(crate) fn is_of_counts(&self, header: &str) -> bool {
        self.words.title.counts.iter().any(|w| header.contains(w.as_str()))
    }

    /// Whether a text is a unit of measure.
    #[must_use]
    pub(crate) fn is_measure(&self, text: &str) -> bool {
        self.measures.contains(&key(text))
    }

    /// Whether a cell says of the figure beside it that it is a count or a weight: 人, 公斤.
    #[must_use]
    pub(crate) fn counts_something(&self, text: &str) -> bool {
        let text = normal::trim(text);
        self.is_measure(text) || self.words.columns.count_ends.iter().any(|w| w == text)
    }

    /// Whether a text is what a column is called (中标单位), and so no name.
    #[must_use]
    pub(crate) fn is_header_word(&self, text: &str) -> bool {
        let header = normal::header(text);
        self.field(&header).is_some() || self.words.title.header_ends.iter().any(|end| header.text.ends_with(end.as_str()))
    }
}

/// The Chinese of a header that holds words of two scripts.
fn chinese_half(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).any(|w| w.len() > 1);
    let half: String = text.chars().filter(|c| !c.is_ascii_alphabetic()).collect();
    let sign = |c: char| normal::is_blank(c) || c.is_ascii_punctuation() || matches!(c, '（' | '）' | '／' | '、');
    let half = half.trim_matches(sign);
    (words && half.chars().any(char::is_alphabetic)).then(|| half.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> Option<Field> {
        Vocabulary::embedded().field(&normal::header(text)).map(|f| f.0)
    }

    #[test]
    fn usual_names_are_known() {
        let usual: &[(Field, &str)] = &[
            (Field::Date, "日期 采购日期 购买日期 进货日期 交易时间 时间 年月日"),
            (Field::ReceiptDate, "入库日期 验收日期"),
            (Field::OrderDate, "下单时间 订单时间"),
            (Field::MonthColumn, "月"),
            (Field::DayColumn, "日"),
            (
                Field::Item,
                "食材名称 品名 商品名称 货物名称 物资名称 产品名称 名称 采购品种 菜品名称 原料名称",
            ),
            (Field::Category, "类别 品类 食材类别 商品类别 分类 大类"),
            (Field::Spec, "规格 规格型号"),
            (Field::Measure, "单位 计量单位"),
            (Field::Quantity, "数量 采购数量 购进数量 重量 斤数 实收数量"),
            (Field::UnitPrice, "单价 采购单价 含税单价 价格"),
            (Field::Amount, "金额 总价 小计 采购金额 合计金额 价税合计 实付金额 订单金额 总金额"),
            (
                Field::Supplier,
                "供应商 供货商 供货单位 供应单位 销售方 店铺名称 商家 供货方 经销商",
            ),
            (Field::Origin, "产地 来源地 原产地 产品产地 所属县 脱贫县"),
            (Field::Channel, "采购渠道 采购平台 购买渠道 采购方式 渠道 平台 采购途径 来源"),
            (Field::OrderNo, "单据编号 采购单号 订单编号 订单号 交易单号 平台订单号"),
            (Field::InvoiceNo, "发票号 发票号码 票据号"),
            (Field::Funding, "资金来源 经费来源 经费渠道"),
            (Field::UnitName, "单位名称 采购单位 填报单位 学校名称 食堂名称"),
        ];
        for (want, names) in usual {
            for name in names.split(' ') {
                assert_eq!(field(name), Some(*want), "{name}");
            }
        }
        assert_eq!(field("金额/元"), Some(Field::Amount));
    }
}
