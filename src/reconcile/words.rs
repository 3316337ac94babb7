//! What platforms call things (`data/layouts/platform.toml`): kinds of export, states of an order, order numbers.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use crate::text::names::{is_serial, nfkc_tight};

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Vocabulary {
    alias: BTreeMap<String, Vec<String>>,
    status: StatusWords,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct StatusWords {
    void: Vec<String>,
    not_void: Vec<String>,
}

// The file is part of the program; a test reads it, so the empty vocabulary is never used.
static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| toml::from_str(include_str!("../data/layouts/platform.toml")).unwrap_or_default());

/// Channel ids that a KIND may stand for, beside the policy's own ids and names.
pub fn aliased(kind: &str) -> &'static [String] {
    VOCABULARY.alias.get(kind).map_or(&[], Vec::as_slice)
}

/// The short names of KIND, for messages.
pub fn aliases() -> impl Iterator<Item = &'static str> {
    VOCABULARY.alias.keys().map(String::as_str)
}

fn tight(text: &str) -> String {
    nfkc_tight(text).to_lowercase()
}

/// Whether a state says that the order is no purchase: cancelled, closed or refunded in full.
pub fn is_void(status: &str) -> bool {
    let mut text = tight(status);
    for word in &VOCABULARY.status.not_void {
        text = text.replace(&tight(word), "\u{0}");
    }
    VOCABULARY.status.void.iter().any(|w| text.contains(&tight(w)))
}

/// An order number as compared, or that it is damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// Blank, a placeholder, a serial.
    None,
    /// More than 15 digits that a spreadsheet has rounded: equal ones may be of different orders.
    Damaged,
    /// As compared.
    Intact(Arc<str>),
}

/// An order number as compared: NFKC, letters in upper case, only letters and digits, without the zeros or the name before it.
/// `noted`: reading saw a damaged identifier in the row.
pub fn number(text: Option<&str>, noted: bool) -> Number {
    let Some(text) = text else { return Number::None };
    let tight = nfkc_tight(text);
    let digits_only = |t: &str| t.len() > 15 && t.chars().all(|c| c.is_ascii_digit());
    let bare: String = tight.chars().filter(|c| c.is_alphanumeric()).collect();
    if is_serial(&bare) {
        return Number::None;
    }
    // 1.0907E+18 as text; a number of a number cell; and text of what was one: nothing but zeros where the precision ends.
    let exponent = tight.contains('.')
        && tight
            .split_once(['E', 'e'])
            .is_some_and(|(m, e)| m.chars().all(|c| c.is_ascii_digit() || c == '.') && e.trim_start_matches('+').parse::<u32>().is_ok());
    let rounded = digits_only(&bare) && bare.len() >= 18 && bare[15..].bytes().all(|b| b == b'0');
    if exponent || rounded || (noted && digits_only(&bare)) {
        return Number::Damaged;
    }
    Number::Intact(bare.to_uppercase().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_read() {
        let words: Vocabulary = toml::from_str(include_str!("../data/layouts/platform.toml")).unwrap();
        assert!(words.alias.contains_key("832") && words.alias.contains_key("local"));
        assert_eq!(aliased("832"), ["platform_832"]);
        assert!(aliased("x").is_empty());
    }

    #[test]
    fn states_that_undo_an_order() {
        for void in ["已取消", "交易关闭", "订单已取消", "退款成功", "已退款", "Cancelled", "已 退 货"] {
            assert!(is_void(void), "{void}");
        }
        for stands in [
            "交易完成",
            "待收货",
            "待付款",
            "部分退款",
            "部分退款成功",
            "未取消",
            "退款关闭",
            "已完成（无退款）",
            "",
        ] {
            assert!(!is_void(stands), "{stands}");
        }
    }

    #[test]
    fn numbers_are_compared_by_letters_and_digits() {
        let intact = |t: &str| Number::Intact(t.into());
        assert_eq!(number(Some(" ＤＤ2024-03 15_01 "), false), intact("DD2024031501"));
        assert_eq!(number(Some("'dd20240315"), false), intact("DD20240315"));
        assert_eq!(number(Some("—"), false), Number::None);
        assert_eq!(number(None, true), Number::None);
        // 18 digits as text are whole; out of a number cell, or with nothing but zeros behind the 15th, they are not.
        assert_eq!(number(Some("202403150001234567"), false), intact("202403150001234567"));
        assert_eq!(number(Some("202403150001234567"), true), Number::Damaged);
        assert_eq!(number(Some("202403150001234000"), false), Number::Damaged);
        assert_eq!(number(Some("202403150001234001"), false), intact("202403150001234001"));
        assert_eq!(number(Some("2.02403E+17"), false), Number::Damaged);
        // 15 digits are within what a number cell holds, whatever else in the row is damaged.
        assert_eq!(number(Some("202403150001234"), true), intact("202403150001234"));
        assert_eq!(number(Some("2E5000"), false), intact("2E5000"));
        for serial in ["1", "001", "No.12", "2E5", "12345"] {
            assert_eq!(number(Some(serial), false), Number::None, "{serial}");
        }
    }
}
