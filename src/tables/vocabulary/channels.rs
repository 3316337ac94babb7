//! Columns that stand for a channel, and texts that name one.

use std::sync::Arc;

use crate::{
    formats::cells::Value,
    model::field::Field,
    tables::vocabulary::{Vocabulary, key},
    text::{
        letters::holds_any,
        normal::{self, Normal},
    },
    values::{
        self,
        money_unit::{money_unit, without_unit_tail},
    },
};

impl Vocabulary {
    /// Whether the header is a channel's own amount column; its text without prefix and suffix.
    #[must_use]
    pub(crate) fn channel_column(&self, header: &Normal) -> Option<Arc<str>> {
        let words = &self.words.channel_column;
        let k = without_unit_tail(&header.text).to_owned();
        if k.is_empty() || k.chars().count() > 30 {
            return None;
        }
        if let Some(name) = self.channel_names.get(&k.to_lowercase()) {
            return Some(Arc::clone(name));
        }
        let refused = words.not.iter().chain(&words.no_amount).any(|w| k.contains(w.as_str()));
        let mut bare = k.as_str();
        for prefix in &words.prefixes {
            bare = bare.strip_prefix(prefix.as_str()).unwrap_or(bare);
        }
        bare = bare.trim_start_matches([':', '：', '、', '-']);
        let whole = bare;
        for suffix in &words.suffixes {
            if let Some(cut) = bare.strip_suffix(suffix.as_str())
                && !cut.is_empty()
            {
                bare = cut;
                break;
            }
        }
        if refused {
            return None;
        }
        // 消费帮扶小计 sums up channels, 消费帮扶 may be one: what makes it a sum stays in its name.
        if bare != whole && words.totals.iter().any(|w| w == bare) {
            return Some(whole.into());
        }
        if let Some(name) = self.channel_names.get(&bare.to_lowercase()) {
            return Some(Arc::clone(name));
        }
        let holds = |text: &str| words.contains.iter().any(|w| text.contains(w.as_str()));
        if holds(bare) {
            return Some(bare.into());
        }
        holds(whole).then(|| whole.into())
    }

    /// Whether a number is a channel's name, 832: asked of the first number of every row.
    #[must_use]
    pub(crate) fn is_channel_number(&self, value: &Value) -> bool {
        match value {
            Value::Number(n) => self.channel_numbers.contains(n),
            _ => self.channel_names.contains_key(values::show(value).trim()),
        }
    }

    /// `其中：X`: the name of a part that is no channel's that we know; shares and counts are none.
    #[must_use]
    pub(crate) fn named_part(&self, header: &Normal) -> Option<Arc<str>> {
        let part = self.words.rows.part.iter().find_map(|p| header.text.strip_prefix(p.as_str()))?;
        let name = without_unit_tail(part.trim_start_matches([':', '、', '-']));
        (name.chars().any(char::is_alphabetic) && !self.is_no_amount(header)).then(|| name.into())
    }

    /// Whether a header says that its figures are shares, counts, or of another period.
    #[must_use]
    pub(crate) fn is_no_amount(&self, header: &Normal) -> bool {
        let counts = &self.words.channel_column.counts;
        self.is_of_other_kind(header) || counts.iter().any(|w| header.text.ends_with(w.as_str()))
    }

    /// The same, for a header that no part has: 本月数 is an amount, 笔数 is none.
    #[must_use]
    pub(crate) fn is_of_other_kind(&self, header: &Normal) -> bool {
        let holds = |w: &String| header.text.contains(w.as_str());
        self.words.channel_column.no_amount.iter().any(holds)
            || header.bracket.contains('%')
            || self.is_other_period(&header.text)
            || self.is_other_period(&header.bracket)
    }

    /// Whether the bracket of a header says that its figures are counts or shares: `832平台(订单数)`.
    #[must_use]
    pub(crate) fn counts_in_bracket(&self, header: &Normal) -> bool {
        let words = &self.words.channel_column;
        let mut parts = header.bracket.split([',', ';', '、', '/', '，']).filter(|p| !p.is_empty());
        let ends = |p: &str| words.counts.iter().any(|w| p.ends_with(w.as_str())) && !p.ends_with("小数") && !p.ends_with("整数");
        money_unit(&header.bracket).is_none() && parts.any(|p| words.count_brackets.iter().any(|w| w == p) || ends(p))
    }

    /// Whether a column's channel text sums up the channels beside it by its name (消费帮扶小计).
    #[must_use]
    pub(crate) fn is_sum_of_channels(&self, channel: &str) -> bool {
        let words = &self.words.channel_column;
        let mut bare = channel;
        let mut total = false;
        while let Some(cut) = words.total_endings.iter().find_map(|s| bare.strip_suffix(s.as_str())) {
            (bare, total) = (cut, true);
        }
        total && (bare.is_empty() || words.totals.iter().any(|w| w == bare))
    }

    /// Whether a column's channel text names several channels, so that it may be the sum of some beside it.
    #[must_use]
    pub(crate) fn may_be_sum_of_channels(&self, channel: &str) -> bool {
        let words = &self.words.channel_column;
        let one = words.one.iter().any(|w| channel.contains(w.as_str()));
        let several = || words.totals.iter().chain(&words.several).any(|w| channel.starts_with(w.as_str()));
        self.is_sum_of_channels(channel) || (!one && several())
    }

    /// Whether a part's name says that it is all food that was bought: the rest of the whole was spent on something else.
    #[must_use]
    pub(crate) fn names_all_food(&self, header: &str) -> bool {
        // 非食材 is none.
        let named = |w: &String| header.match_indices(w.as_str()).any(|(at, _)| !header[..at].ends_with('非'));
        self.words.columns.all_food.iter().any(named)
    }

    /// Whether a header speaks of food, or of purchases.
    #[must_use]
    pub(crate) fn says_food_or_purchase(&self, header: &str) -> bool {
        self.words.role.purchases.iter().any(|w| header.contains(w.as_str())) || self.names_all_food(header)
    }

    /// What a subtotal holds beyond the parts beside it: no channel's name.
    #[must_use]
    pub(crate) fn unlisted_part(&self) -> Arc<str> {
        self.words
            .channel_column
            .unlisted
            .first()
            .map_or_else(|| "?".into(), |w| w.as_str().into())
    }

    /// Whether a cell among parts says in words that nothing was bought.
    #[must_use]
    pub(crate) fn is_zero_word(&self, text: &str) -> bool {
        let t = normal::trim(text);
        t.len() <= 30 && self.words.rows.zero.iter().any(|w| w == t)
    }

    /// `是否832平台`: the channel that a yes in this column stands for.
    #[must_use]
    pub(crate) fn channel_question(&self, header: &Normal) -> Option<Arc<str>> {
        let asked = self
            .words
            .columns
            .question
            .iter()
            .find_map(|q| header.text.strip_prefix(q.as_str()))?;
        self.channel_column(&Normal {
            text: asked.to_owned(),
            ..header.clone()
        })
    }

    /// Whether a header groups channel columns.
    #[must_use]
    pub(crate) fn is_channel_group(&self, header: &Normal) -> bool {
        self.words.channel_column.groups.contains(&header.text)
            || header.text.starts_with("其中")
            || matches!(self.field(header), Some((Field::Amount | Field::Channel, _)))
    }

    /// Whether a channel column stands for ordinary purchases (其他).
    #[must_use]
    pub(crate) fn is_other_channel(&self, channel: &str) -> bool {
        let k = key(channel);
        self.words.channel_column.other.iter().any(|w| key(w) == k)
    }

    /// Whether a text speaks of assistance by consumption in general (消费帮扶统计表): what stands below may be that alone.
    #[must_use]
    pub(crate) fn is_of_assistance(&self, text: &str) -> bool {
        holds_any(&normal::squeeze(text), &self.words.channel_column.totals)
    }

    /// Whether text names a channel somewhere.
    #[must_use]
    pub(crate) fn mentions_channel(&self, text: &str) -> bool {
        let k = normal::squeeze(text);
        holds_any(&k, &self.words.channel_column.contains)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channel_columns_are_known_with_prefix_and_suffix_and_shares_are_not() {
        let l = Vocabulary::embedded();
        let c = |t: &str| l.channel_column(&normal::header(t)).map(|s| s.to_string());
        assert_eq!(c("其中：832平台采购额").as_deref(), Some("832平台"));
        assert_eq!(c("供销数据平台金额（元）").as_deref(), Some("供销数据平台"));
        assert_eq!(c("夏县消费帮扶超市").as_deref(), Some("夏县消费帮扶超市"));
        assert_eq!(c("其他").as_deref(), Some("其他"));
        for not in ["832平台占比", "是否832平台", "832订单号", "品名", "消费帮扶比例"] {
            assert_eq!(c(not), None, "{not}");
        }
    }
}
