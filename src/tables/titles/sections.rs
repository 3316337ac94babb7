//! Which titles open a section, and which texts only look like one.

use crate::{formats::cells::Value, tables::vocabulary::Vocabulary, text::normal, values::is_numeric_text};

/// Whether a text ends as a title does, not as the first word of a label.
pub(super) fn ends_as_title(text: &str) -> bool {
    ["台账", "台帐", "明细", "表", "采购", "情况", "清单", "部分"]
        .iter()
        .any(|end| text.ends_with(end))
}

/// `其中832平台： | 3300`, `832平台占比 12.5%`: words of a channel that say how much came through it, not through which one lines came. A numbered
/// text is a section's title whatever stands beside it.
#[must_use]
pub(crate) fn labels_figure(text: &str, beside: Option<&Value>, vocabulary: &Vocabulary) -> bool {
    let text = normal::squeeze(text);
    if is_numbered(&text) || !vocabulary.mentions_channel(&text) {
        return false;
    }
    let figure = |text: &str| {
        let text = normal::trim(text).trim_end_matches(['%', '元', '万', '笔', '单', '张']);
        !text.is_empty() && is_numeric_text(text)
    };
    let beside = match beside {
        Some(Value::Number(_)) => true,
        Some(Value::Text(text)) => figure(text),
        _ => false,
    };
    let behind = text.rsplit_once([':', '：']).is_some_and(|(_, value)| figure(value));
    beside || behind || vocabulary.is_figure_label(&text)
}

/// `一、832平台采购`, `（二）供销数据平台`, `第一部分 …`, or words that name a channel.
#[must_use]
pub(crate) fn is_section(text: &str, vocabulary: &Vocabulary) -> bool {
    let t = normal::squeeze(text);
    if t.chars().count() > 40 {
        return false;
    }
    is_numbered(&t) || vocabulary.is_section_text(&t)
}

/// `一、`, `（一）`, `第一部分`.
#[must_use]
pub(crate) fn is_numbered(text: &str) -> bool {
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

/// A title without its number.
#[must_use]
pub(crate) fn without_number(text: &str) -> &str {
    if !is_numbered(&normal::squeeze(text)) {
        return text;
    }
    let rest = text.trim_start_matches(|c: char| normal::is_chinese_digit(c) || normal::is_blank(c) || "(（第".contains(c));
    rest.trim_start_matches("部分")
        .trim_start_matches(['、', ')', '）', '.', '．', ',', '，', ':', '：', ' '])
}

/// A name without its number and the marks around it: `一、第一小学`, `★第一小学`, `【第一小学】`.
#[must_use]
pub(crate) fn without_marks(text: &str) -> &str {
    let mark = |c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '（' | '）');
    without_number(normal::trim(text)).trim_matches(mark)
}

/// The words of a title that may name the unit. What stands behind a label that is not known says something of the label's, but an institution may
/// be the unit (`致：X  Y对账单`); `附件1：` is none. A title stands before what is labelled: `X采购明细  合计金额：1000元`, `X台账（承包方：Y）`.
pub(super) fn names_in<'t>(text: &'t str, vocabulary: &Vocabulary) -> Vec<&'t str> {
    let Some((label, value)) = text.split_once([':', '：']) else {
        return vec![text];
    };
    let open = label.rsplit_once(['(', '（']).filter(|(_, inside)| !inside.contains([')', '）']));
    let before = open.or_else(|| normal::trim(label).rsplit_once(normal::is_blank));
    let mut names: Vec<&str> = before.map(|(title, _)| normal::trim(title)).into_iter().collect();
    let value = normal::trim(value);
    let first = value.split(normal::is_blank).next().unwrap_or(value);
    let own = |name: &&str| label.starts_with('附') || vocabulary.looks_like_institution(name) || vocabulary.looks_like_organisation(name);
    if let Some(name) = [value, first].into_iter().find(own) {
        names.extend(names_in(name, vocabulary));
    }
    names
}
