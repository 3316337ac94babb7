//! The reader's vocabulary (表样) as data: what headers, totals, footers and titles are called.
//!
//! In: `data/layouts/base.toml` and an auditor's own file, whose names are added. Out: look-ups by normalised text, and a
//! fingerprint, since a reading depends on the vocabulary as well as on the bytes.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    model::field::Field,
    rows::reading::{MoneyUnit, TotalKind},
    tables::header::Meaning,
    text::{
        memoize::{Memo, MemoPool},
        normal::{self, Normal, lowercase},
    },
};

const BASE: &str = include_str!("../data/layouts/base.toml");

/// Why a layouts file was refused.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// File.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Not valid TOML, or a key that is not known.
    #[error("{path}: {message}")]
    Invalid {
        /// File.
        path: String,
        /// What the parser says, with line and excerpt.
        message: String,
    },
    /// One name for two fields.
    #[error("{path}: the name `{name}` is claimed by two fields, `{first}` and `{second}`; a name means one field only")]
    Conflict {
        /// File.
        path: String,
        /// Name.
        name: String,
        /// Field that has it.
        first: String,
        /// Field that claims it too.
        second: String,
    },
    /// A name of nothing but blanks and brackets.
    #[error("{path}: `{name}` of field `{field}` is empty once blanks and brackets are taken off")]
    EmptyName {
        /// File.
        path: String,
        /// Name.
        name: String,
        /// Field.
        field: String,
    },
}

#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct Names {
    names: Vec<String>,
}

macro_rules! word_lists {
    ($(#[$doc:meta])* $name:ident { $($field:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize, Serialize)]
        #[serde(deny_unknown_fields, default)]
        struct $name { $($field: Vec<String>),* }
        impl $name {
            fn add(&mut self, other: Self) { $(self.$field.extend(other.$field);)* }
        }
    };
}

word_lists!(RowWords {
    subtotal,
    month_total,
    total,
    running,
    total_words,
    part,
    opening,
    footer,
    ditto,
    tick,
    cross,
    nothing
});
word_lists!(StockWords {
    incoming,
    outgoing,
    outgoing_title,
    incoming_title
});
word_lists!(ColumnWords {
    other_period,
    whole,
    question,
    discount,
    digits
});
word_lists!(ChannelWords {
    names,
    contains,
    not,
    prefixes,
    suffixes,
    other,
    groups
});
word_lists!(TitleWords {
    unit_labels,
    money_labels,
    other_date_labels,
    other_labels,
    statement,
    section,
    not_section,
    section_end,
    measures,
    organisation
});

#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct Data {
    field: BTreeMap<Field, Names>,
    amount_rank: Names,
    rows: RowWords,
    stock: StockWords,
    columns: ColumnWords,
    channel_column: ChannelWords,
    title: TitleWords,
}

/// What a row's label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// A total.
    Total(TotalKind),
    /// 本月合计: a total of the month.
    MonthTotal,
    /// 其中: part of a total.
    Part,
    /// 上月结存, 期初.
    Opening,
    /// 制表人, 备注.
    Footer,
}

/// Which side of a stock book a group title names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockSide {
    /// 入库.
    Incoming,
    /// 出库, 结存, 期初.
    Outgoing,
}

/// Layout vocabulary, ready for look-ups.
#[derive(Debug, Clone)]
pub struct Layouts {
    data: Data,
    fields: HashMap<String, (Field, Arc<str>)>,
    ranks: HashMap<String, usize>,
    labels: HashMap<String, Label>,
    stock: HashMap<String, StockSide>,
    channel_names: HashMap<String, Arc<str>>,
    ditto: HashSet<String>,
    digits: HashSet<String>,
    /// First characters of those two, and of the words for nothing: nearly every cell is refused by its first one.
    ditto_starts: Vec<char>,
    digit_starts: Vec<char>,
    nothing_starts: Vec<char>,
    fingerprint: String,
    /// What headers mean, once looked up.
    pub(crate) heads: MemoPool<Memo<Arc<Meaning>>>,
    /// What texts mean as labels of rows, once looked up.
    pub(crate) row_labels: MemoPool<Memo<Option<Label>>>,
}

fn key(text: &str) -> String {
    lowercase(Cow::Owned(normal::header(text).text))
}

impl Layouts {
    /// The embedded vocabulary. It is checked by a test; were it broken the vocabulary would be empty, and every table unread
    /// and reported.
    #[must_use]
    pub fn embedded() -> Self {
        let data: Data = toml::from_str(BASE).unwrap_or_default();
        Self::build(data, "data/layouts/base.toml").unwrap_or_else(|_| Self::empty())
    }

    /// This vocabulary with the names of an auditor's file added.
    ///
    /// # Errors
    /// The file cannot be read, holds an unknown key, or gives one name to two fields.
    pub fn with_file(&self, path: &Path) -> Result<Self, LayoutError> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| LayoutError::Io {
            path: shown.clone(),
            source,
        })?;
        self.with_text(&text, &shown)
    }

    /// As [`Self::with_file`], from text (the `[layouts]` of a policy, say); `origin` names it in errors.
    ///
    /// # Errors
    /// As [`Self::with_file`].
    pub fn with_text(&self, text: &str, origin: &str) -> Result<Self, LayoutError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let own: Data = toml::from_str(text).map_err(|e| LayoutError::Invalid {
            path: origin.to_owned(),
            message: e.to_string(),
        })?;
        let mut data = self.data.clone();
        for (field, names) in own.field {
            data.field.entry(field).or_default().names.extend(names.names);
        }
        data.amount_rank.names.extend(own.amount_rank.names);
        data.rows.add(own.rows);
        data.stock.add(own.stock);
        data.columns.add(own.columns);
        data.channel_column.add(own.channel_column);
        data.title.add(own.title);
        Self::build(data, origin)
    }

    /// SHA-256 of the vocabulary, hex.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.fingerprint.clone()
    }

    fn empty() -> Self {
        Self {
            data: Data::default(),
            fields: HashMap::default(),
            ranks: HashMap::default(),
            labels: HashMap::default(),
            stock: HashMap::default(),
            channel_names: HashMap::default(),
            ditto: HashSet::default(),
            digits: HashSet::default(),
            ditto_starts: Vec::new(),
            digit_starts: Vec::new(),
            nothing_starts: Vec::new(),
            fingerprint: String::new(),
            heads: MemoPool::default(),
            row_labels: MemoPool::default(),
        }
    }

    fn build(data: Data, origin: &str) -> Result<Self, LayoutError> {
        let mut out = Self::empty();
        for (field, names) in &data.field {
            for name in &names.names {
                let k = key(name);
                if k.is_empty() {
                    return Err(LayoutError::EmptyName {
                        path: origin.to_owned(),
                        name: name.clone(),
                        field: field_name(*field),
                    });
                }
                if let Some((other, _)) = out.fields.get(&k)
                    && other != field
                {
                    return Err(LayoutError::Conflict {
                        path: origin.to_owned(),
                        name: name.clone(),
                        first: field_name(*other),
                        second: field_name(*field),
                    });
                }
                out.fields.entry(k).or_insert_with(|| (*field, name.as_str().into()));
            }
        }
        for (rank, name) in data.amount_rank.names.iter().enumerate() {
            out.ranks.entry(key(name)).or_insert(rank);
        }
        let rows = &data.rows;
        for (words, label) in [
            (&rows.subtotal, Label::Total(TotalKind::Subtotal)),
            (&rows.month_total, Label::MonthTotal),
            (&rows.total, Label::Total(TotalKind::Total)),
            (&rows.running, Label::Total(TotalKind::Running)),
            (&rows.part, Label::Part),
            (&rows.opening, Label::Opening),
            (&rows.footer, Label::Footer),
        ] {
            for word in words {
                out.labels.entry(key(word)).or_insert(label);
            }
        }
        for (words, side) in [
            (&data.stock.incoming, StockSide::Incoming),
            (&data.stock.outgoing, StockSide::Outgoing),
        ] {
            for word in words {
                out.stock.entry(key(word)).or_insert(side);
            }
        }
        for word in &data.channel_column.names {
            out.channel_names.entry(key(word)).or_insert_with(|| word.as_str().into());
        }
        out.digits = data
            .columns
            .digits
            .iter()
            .flat_map(|names| names.split(' '))
            .map(str::to_owned)
            .collect();
        for word in &data.rows.ditto {
            out.ditto.insert(normal::trim(word).to_owned());
        }
        let starts = |words: &HashSet<String>| -> Vec<char> { words.iter().filter_map(|w| w.chars().next()).collect() };
        (out.ditto_starts, out.digit_starts) = (starts(&out.ditto), starts(&out.digits));
        out.nothing_starts = rows.nothing.iter().filter_map(|w| w.chars().next()).collect();
        let canonical = serde_json::to_vec(&data).unwrap_or_default();
        out.fingerprint = Sha256::digest(&canonical).iter().map(|b| format!("{b:02x}")).collect();
        out.data = data;
        Ok(out)
    }

    /// Field of a header, with the name that matched and the unit that its bracket (or tail) gives.
    #[must_use]
    pub fn field(&self, header: &Normal) -> Option<(Field, Arc<str>)> {
        self.field_of_key(&header.text.to_lowercase())
    }

    fn field_of_key(&self, k: &str) -> Option<(Field, Arc<str>)> {
        if let Some((field, name)) = self.fields.get(k) {
            return Some((*field, Arc::clone(name)));
        }
        // `金额/元`, `单价元`: only figures carry a unit in their name (`单位元` is no measure).
        let bare = without_unit_tail(k);
        let (field, name) = self.fields.get(bare).filter(|_| bare.len() != k.len())?;
        matches!(field, Field::Amount | Field::UnitPrice | Field::Quantity).then(|| (*field, Arc::clone(name)))
    }

    /// Side of a stock book, for a group title or a whole header.
    #[must_use]
    pub fn stock_side(&self, header: &Normal) -> Option<StockSide> {
        self.stock.get(&header.text.to_lowercase()).copied()
    }

    /// `出库金额` → outgoing amount: a stock word before quantity, price or amount.
    #[must_use]
    pub fn stock_column(&self, header: &Normal) -> Option<(StockSide, Field, Arc<str>)> {
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

    /// Whether the header is a channel's own amount column; its text without prefix and suffix.
    #[must_use]
    pub fn channel_column(&self, header: &Normal) -> Option<Arc<str>> {
        let words = &self.data.channel_column;
        let k = without_unit_tail(&header.text).to_owned();
        if k.is_empty() || k.chars().count() > 30 {
            return None;
        }
        if let Some(name) = self.channel_names.get(&k.to_lowercase()) {
            return Some(Arc::clone(name));
        }
        let refused = words.not.iter().any(|w| k.contains(w.as_str()));
        let mut bare = k.as_str();
        for prefix in &words.prefixes {
            bare = bare.strip_prefix(prefix.as_str()).unwrap_or(bare);
        }
        bare = bare.trim_start_matches([':', '：', '、', '-']);
        for suffix in &words.suffixes {
            if let Some(cut) = bare.strip_suffix(suffix.as_str())
                && !cut.is_empty()
            {
                bare = cut;
                break;
            }
        }
        if let Some(name) = self.channel_names.get(&bare.to_lowercase()) {
            return (!refused).then(|| Arc::clone(name));
        }
        (!refused && words.contains.iter().any(|w| bare.contains(w.as_str()))).then(|| bare.into())
    }

    /// Whether a channel column stands for ordinary purchases (其他).
    #[must_use]
    pub fn is_other_channel(&self, channel: &str) -> bool {
        let k = key(channel);
        self.data.channel_column.other.iter().any(|w| key(w) == k)
    }

    /// Whether a header's text speaks of another period, or of what was planned (`本年累计`, `上年同期`, `采购计划`).
    #[must_use]
    pub fn is_other_period(&self, text: &str) -> bool {
        self.data.columns.other_period.iter().any(|w| text.contains(w.as_str()))
    }

    /// `是否832平台`: the channel that a yes in this column stands for.
    #[must_use]
    pub fn channel_question(&self, header: &Normal) -> Option<Arc<str>> {
        let asked = self
            .data
            .columns
            .question
            .iter()
            .find_map(|q| header.text.strip_prefix(q.as_str()))?;
        self.channel_column(&Normal {
            text: asked.to_owned(),
            ..header.clone()
        })
    }

    /// Whether a header is the place of one digit of an amount: any (`None`), or the one `place` powers of ten above a fen.
    #[must_use]
    pub fn digit_place(&self, text: &str, place: Option<usize>) -> bool {
        match place {
            Some(place) => self
                .data
                .columns
                .digits
                .get(place)
                .is_some_and(|names| names.split(' ').any(|n| n == text)),
            None => self.digits.contains(text),
        }
    }

    /// Whether a cell's text as written could be such a place. A plain Chinese character, and ASCII, is the same in every form of the text.
    #[must_use]
    pub fn may_be_digit_place(&self, text: &str) -> bool {
        let plain = |c: char| matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}');
        let text = if text.len() <= 24 { normal::trim(text) } else { return false };
        !text.starts_with(plain) || text.starts_with(&*self.digit_starts)
    }

    /// The plain word for a month's column.
    #[must_use]
    pub fn month_word(&self) -> Arc<str> {
        let names = self.data.field.get(&Field::MonthColumn);
        names.and_then(|n| n.names.get(1)).map_or_else(|| "".into(), |n| n.as_str().into())
    }

    /// Whether a header that no name matches ends as the whole beside channel columns does (`年度食堂采购总额`).
    #[must_use]
    pub fn ends_as_whole(&self, header: &Normal) -> bool {
        let text = without_unit_tail(&header.text);
        self.data.columns.whole.iter().any(|w| text.ends_with(w.as_str()))
            && !self.data.channel_column.not.iter().any(|w| text.contains(w.as_str()))
    }

    /// Whether a column's name says what was taken off the price.
    #[must_use]
    pub fn is_discount(&self, name: &str) -> bool {
        self.data.columns.discount.iter().any(|w| w == name)
    }

    /// Whether a header groups channel columns.
    #[must_use]
    pub fn is_channel_group(&self, header: &Normal) -> bool {
        self.data.channel_column.groups.contains(&header.text)
            || header.text.starts_with("其中")
            || matches!(self.field(header), Some((Field::Amount | Field::Channel, _)))
    }

    /// Whether text names a channel somewhere.
    #[must_use]
    pub fn mentions_channel(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        self.data.channel_column.contains.iter().any(|w| k.contains(w.as_str()))
    }

    /// Rank of an amount header among several; lower is better.
    #[must_use]
    pub fn amount_rank(&self, header: &Normal) -> usize {
        self.ranks
            .get(without_unit_tail(&header.text.to_lowercase()))
            .copied()
            .unwrap_or(usize::MAX)
    }

    /// What the label of a row says: whole cell, before a colon, or at the end of a label (`蔬菜类小计`).
    #[must_use]
    pub fn row_label(&self, text: &str) -> Option<Label> {
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
        if self.data.rows.total_words.iter().any(|w| k.starts_with(w.as_str())) {
            return Some(Label::Total(TotalKind::Total));
        }
        if self.data.rows.part.iter().any(|w| k.starts_with(w.as_str())) {
            return Some(Label::Part);
        }
        if let Some((head, _)) = k.split_once(':')
            && let Some(label) = self.labels.get(head)
        {
            return Some(*label);
        }
        self.edge_label(&k)
    }

    /// A total at the end of a short label (`蔬菜类小计`), or before digits (`合计1234.5元`, `合计壹佰元整`).
    fn edge_label(&self, k: &str) -> Option<Label> {
        // Only a digit behind it or the end of a short label makes a word at an edge.
        let short = k.chars().count() <= 16;
        let rows = &self.data.rows;
        let lists = [
            (&rows.month_total, Label::MonthTotal),
            (&rows.running, Label::Total(TotalKind::Running)),
            (&rows.subtotal, Label::Total(TotalKind::Subtotal)),
            (&rows.total, Label::Total(TotalKind::Total)),
        ];
        for (words, label) in lists {
            for word in words
                .iter()
                .filter(|w| !matches!(w.as_str(), "汇总" | "总数" | "总额" | "总金额" | "采购总额" | "总和"))
            {
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

    /// Whether the cell is a ditto mark.
    #[must_use]
    pub fn is_ditto(&self, text: &str) -> bool {
        text.len() <= 12 && {
            let text = normal::trim(text);
            text.starts_with(&*self.ditto_starts) && self.ditto.contains(text)
        }
    }

    /// Whether the cell is a tick (√).
    #[must_use]
    pub fn is_tick(&self, text: &str) -> bool {
        let t = normal::trim(text);
        t.len() <= 6 && self.data.rows.tick.iter().any(|w| w == t)
    }

    /// Whether the cell is a no (×, 否).
    #[must_use]
    pub fn is_cross(&self, text: &str) -> bool {
        let t = normal::trim(text);
        t.len() <= 9 && self.data.rows.cross.iter().any(|w| w == t)
    }

    /// Whether the cell is a placeholder for nothing (`-`, `/`).
    #[must_use]
    pub fn is_nothing(&self, text: &str) -> bool {
        let t = normal::trim(text);
        t.is_empty() || (t.len() <= 12 && t.starts_with(&*self.nothing_starts) && self.data.rows.nothing.iter().any(|w| w == t))
    }

    /// Whether a title or tab names issues or stock-taking and no purchases.
    #[must_use]
    pub fn is_outgoing_title(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        self.data.stock.outgoing_title.iter().any(|w| k.contains(w.as_str()))
            && !self.data.stock.incoming_title.iter().any(|w| k.contains(w.as_str()))
    }

    /// Whether a title names purchases.
    #[must_use]
    pub fn is_incoming_title(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        self.data.stock.incoming_title.iter().any(|w| k.contains(w.as_str()))
    }

    /// Whether a title is that of a statement.
    #[must_use]
    pub fn is_statement_title(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        self.data.title.statement.iter().any(|w| k.contains(w.as_str()))
    }

    /// Whether a short text is a section's title by its words (`832平台采购`).
    #[must_use]
    pub fn is_section_text(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        let t = &self.data.title;
        let words = || t.section.iter().any(|w| k.contains(w.as_str())) && !t.not_section.iter().any(|w| k.contains(w.as_str()));
        k.chars().count() <= 40 && (self.mentions_channel(&k) || words())
    }

    /// Whether a text ends as a section title does (`832平台采购`), not as an item (`832平台大米`).
    #[must_use]
    pub fn ends_as_section(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        self.data.title.section_end.iter().any(|w| k.ends_with(w.as_str()))
    }

    /// Whether a text looks like an organisation's name.
    #[must_use]
    pub fn looks_like_organisation(&self, text: &str) -> bool {
        let k = normal::header(text).text;
        k.chars().count() >= 3 && self.data.title.organisation.iter().any(|w| k.ends_with(w.as_str()))
    }

    /// Whether a text is a unit of measure.
    #[must_use]
    pub fn is_measure(&self, text: &str) -> bool {
        let k = key(text);
        self.data.title.measures.iter().any(|w| w.to_lowercase() == k)
    }

    /// Kind of a title label.
    #[must_use]
    pub(crate) fn title_label(&self, label: &str) -> Option<TitleLabel> {
        let t = &self.data.title;
        let any = |words: &[String]| words.iter().any(|w| w == label);
        if any(&t.other_date_labels) {
            Some(TitleLabel::OtherDate)
        } else if label == "单位" {
            Some(TitleLabel::UnitOrMoney)
        } else if any(&t.unit_labels) {
            Some(TitleLabel::Unit)
        } else if any(&t.money_labels) {
            Some(TitleLabel::Money)
        } else if any(&t.other_labels) || any(&self.data.rows.footer) {
            Some(TitleLabel::Other)
        } else {
            None
        }
    }
}

/// Kind of a label in a title line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TitleLabel {
    Unit,
    UnitOrMoney,
    Money,
    OtherDate,
    Other,
}

fn field_name(field: Field) -> String {
    serde_json::to_value(field)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Money unit that a bracket or a tail names: `万元`, `元/斤`, `人民币元`.
#[must_use]
pub fn money_unit(text: &str) -> Option<MoneyUnit> {
    let t = normal::squeeze(text);
    let t = t.strip_prefix("单位:").or_else(|| t.strip_prefix("金额单位:")).unwrap_or(&t);
    let t = t.strip_prefix("人民币").unwrap_or(t);
    let t = t.split(['/', '、', ',', ';', '每']).next().unwrap_or(t);
    match t {
        "万元" | "万" => Some(MoneyUnit::WanYuan),
        "千元" => Some(MoneyUnit::QianYuan),
        "元" | "圆" | "¥" | "RMB" | "rmb" | "人民币" | "CNY" | "" if !text.is_empty() => {
            (!t.is_empty() || text.contains("人民币")).then_some(MoneyUnit::Yuan)
        }
        "角" => Some(MoneyUnit::Jiao),
        "分" => Some(MoneyUnit::Fen),
        _ => None,
    }
}

/// Money unit at the end of a header without brackets: `金额/万元`, `金额万元`.
#[must_use]
pub fn money_tail(text: &str) -> Option<MoneyUnit> {
    let bare = without_unit_tail(text);
    let tail = text.get(bare.len()..)?.trim_start_matches(['/', ',', '-', '_', '、', '|']);
    money_unit(tail)
}

fn without_unit_tail(text: &str) -> &str {
    for unit in [
        "万元",
        "千元",
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

#[cfg(test)]
mod tests {
    use super::*;

    fn field(text: &str) -> Option<Field> {
        Layouts::embedded().field(&normal::header(text)).map(|f| f.0)
    }

    #[test]
    fn every_name_of_the_settled_page_is_known() {
        let page: &[(Field, &str)] = &[
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
        for (want, names) in page {
            for name in names.split(' ') {
                assert_eq!(field(name), Some(*want), "{name}");
            }
        }
    }

    #[test]
    fn an_auditors_names_are_added_and_conflicts_name_both_fields() {
        let base = Layouts::embedded();
        let more = base.with_text("[field.amount]\nnames = [\"花了多少\"]", "own.toml").unwrap();
        assert_eq!(more.field(&normal::header("花了多少（元）")).map(|f| f.0), Some(Field::Amount));
        assert_ne!(base.fingerprint(), more.fingerprint());
        assert_eq!(base.fingerprint().len(), 64);
        let conflict = base
            .with_text("[field.item]\nnames = [\"金 额\"]", "own.toml")
            .unwrap_err()
            .to_string();
        assert!(
            conflict.contains("`item`") && conflict.contains("`amount`") && conflict.contains("own.toml"),
            "{conflict}"
        );
        let unknown = base
            .with_text("[field.amout]\nnames = [\"x\"]", "own.toml")
            .unwrap_err()
            .to_string();
        assert!(unknown.contains("amout"), "{unknown}");
        let unknown = base.with_text("[header]\nnames = [\"x\"]", "own.toml").unwrap_err().to_string();
        assert!(unknown.contains("header"), "{unknown}");
        assert!(base.with_text("[field.item]\nnames = [\"（）\"]", "own.toml").is_err());
    }

    #[test]
    fn labels_are_whole_cells_not_prefixes() {
        let l = Layouts::embedded();
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
            assert_eq!(l.row_label(total), Some(Label::Total(TotalKind::Total)), "{total}");
        }
        for subtotal in ["小计", "小 计", "本页合计", "蔬菜类小计"] {
            assert_eq!(l.row_label(subtotal), Some(Label::Total(TotalKind::Subtotal)), "{subtotal}");
        }
        for running in ["累计", "本年累计", "本月累计"] {
            assert_eq!(l.row_label(running), Some(Label::Total(TotalKind::Running)), "{running}");
        }
        assert_eq!(l.row_label("本月合计"), Some(Label::MonthTotal));
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
            assert_eq!(l.row_label(footer), Some(Label::Footer), "{footer}");
        }
    }

    #[test]
    fn channel_columns_are_known_with_prefix_and_suffix_and_shares_are_not() {
        let l = Layouts::embedded();
        let c = |t: &str| l.channel_column(&normal::header(t)).map(|s| s.to_string());
        assert_eq!(c("其中：832平台采购额").as_deref(), Some("832平台"));
        assert_eq!(c("供销数据平台金额（元）").as_deref(), Some("供销数据平台"));
        assert_eq!(c("夏县消费帮扶超市").as_deref(), Some("夏县消费帮扶超市"));
        assert_eq!(c("其他").as_deref(), Some("其他"));
        for not in ["832平台占比", "是否832平台", "832订单号", "品名", "消费帮扶比例"] {
            assert_eq!(c(not), None, "{not}");
        }
    }

    #[test]
    fn money_units_stand_in_brackets_and_tails() {
        assert_eq!(money_unit("万元"), Some(MoneyUnit::WanYuan));
        assert_eq!(money_unit("单位：元"), Some(MoneyUnit::Yuan));
        assert_eq!(money_unit("元/斤"), Some(MoneyUnit::Yuan));
        assert_eq!(money_unit("公斤"), None);
        assert_eq!(money_tail("金额/万元"), Some(MoneyUnit::WanYuan));
        assert_eq!(money_tail("金额"), None);
        assert_eq!(field("金额/元"), Some(Field::Amount));
    }
}
