//! Names and words as they are compared: of units, suppliers, items, channels, order numbers.

use std::borrow::Cow;

use crate::text::{
    normal::{lowercase, nfkc, plain, without},
    visible::is_hidden,
};

/// NFKC without blanks and hidden characters.
pub(crate) fn nfkc_tight(text: &str) -> Cow<'_, str> {
    without(nfkc(text), |c| c.is_whitespace() || is_hidden(c))
}

/// A name as compared: NFKC, no blanks, lower case, quotes dropped.
#[must_use]
pub(crate) fn normal_name(text: &str) -> String {
    normal(text, is_quote)
}

/// A word of a policy, a channel or an item as compared: as a name, with brackets dropped too (what they hold stays).
#[must_use]
pub(crate) fn normal_word(text: &str) -> String {
    normal(text, |c| {
        is_quote(c) || matches!(c, '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕')
    })
}

/// Letters and digits that an order number has at least.
const SHORTEST_NUMBER: usize = 6;

/// Whether what stands for an order number is a serial (1, 2, 3 …) that starts anew in the next table: nothing rests on it.
#[must_use]
pub(crate) fn is_serial(number: &str) -> bool {
    number.chars().filter(|c| c.is_alphanumeric()).take(SHORTEST_NUMBER).count() < SHORTEST_NUMBER
}

fn normal(text: &str, dropped: impl Fn(char) -> bool) -> String {
    if let Some(plain) = plain(text) {
        return plain;
    }
    let mut name = lowercase(nfkc_tight(text));
    name.retain(|c| !dropped(c));
    name
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '《' | '》' | '「' | '」')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_loses_brackets_and_a_name_keeps_them() {
        assert_eq!(normal_name(" “夏县”中学（东） Ａ"), "夏县中学(东)a");
        assert_eq!(normal_word(" “夏县”中学（东） Ａ"), "夏县中学东a");
        assert_eq!(normal_name("DD-2024"), normal_word("dd-2024"));
    }
}
