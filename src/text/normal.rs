//! Text as it is compared: NFKC, without blanks, brackets taken off and their content kept.

use std::borrow::Cow;

use crate::text::nfkc::{nfkc, without};

/// A header or label as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Normal {
    /// Without blanks, brackets, marks and a trailing colon.
    pub text: String,
    /// What the brackets held, joined.
    pub bracket: String,
    /// A colon stood at the end.
    pub colon: bool,
}

/// Whether a character is a blank of any kind, zero-width ones included.
#[must_use]
pub fn is_blank(c: char) -> bool {
    // What nearly every character is.
    if matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}') {
        return false;
    }
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{3164}' | '\u{ad}')
}

/// Trimmed of blanks of any kind.
#[must_use]
pub fn trim(text: &str) -> &str {
    // Nearly every text of a ledger begins and ends with a letter, a digit or a plain Chinese character: its bytes tell.
    let bytes = text.as_bytes();
    let plain = |b: u8| matches!(b, b'!'..=b'~' | CHINESE_FIRST..=CHINESE_LAST);
    let starts = bytes.first().is_some_and(|b| plain(*b));
    let ends = match bytes {
        [.., lead, _, _] if matches!(*lead, CHINESE_FIRST..=CHINESE_LAST) => true,
        [.., last] => matches!(last, b'!'..=b'~'),
        [] => false,
    };
    if starts && ends { text } else { text.trim_matches(is_blank) }
}

/// First bytes of the three that U+4000 to U+9FFF take: no blank among them.
const CHINESE_FIRST: u8 = 0xE4;
const CHINESE_LAST: u8 = 0xE9;

/// NFKC without any blank.
#[must_use]
pub fn squeeze(text: &str) -> Cow<'_, str> {
    without(nfkc(text), is_blank)
}

/// A header or label: NFKC, blanks, brackets, `*`, numbering and a trailing colon taken off.
#[must_use]
pub fn header(text: &str) -> Normal {
    let mut out = Normal::default();
    let mut depth = 0_u32;
    for c in nfkc(text).chars().filter(|c| !is_blank(*c)) {
        match c {
            '(' | '[' | '{' | '【' | '〔' | '〈' | '《' | '「' => depth = depth.saturating_add(1),
            ')' | ']' | '}' | '】' | '〕' | '〉' | '》' | '」' => depth = depth.saturating_sub(1),
            _ if depth > 0 => out.bracket.push(c),
            '*' | '※' | '★' | '☆' | '"' | '“' | '”' | '\'' => {}
            _ => out.text.push(c),
        }
    }
    let whole = out.text.trim_end_matches([':', '：', '。', ';', '、', ',']);
    out.colon = out.text.len() != whole.len();
    out.text = strip_numbering(whole).to_owned();
    out
}

/// `1.日期`, `一、日期` → `日期`; `832平台` stays.
fn strip_numbering(text: &str) -> &str {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let chinese = text.trim_start_matches(is_chinese_digit);
    for rest in [digits, chinese] {
        if rest.len() != text.len()
            && let Some(tail) = rest.strip_prefix(['.', '、'])
            && !tail.is_empty()
            && !tail.starts_with(|c: char| c.is_ascii_digit())
        {
            return tail;
        }
    }
    text
}

/// 一 to 十.
#[must_use]
pub fn is_chinese_digit(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// As much of a text as a header or label can fill: what a page of prose in a cell says further on is not looked at.
#[must_use]
pub fn start(text: &str) -> &str {
    const LONGEST: usize = 600;
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Cuts to at most `max` characters.
#[must_use]
pub fn cut(text: &str, max: usize) -> String {
    text.chars().take(max).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_to_need_no_trimming_needs_none() {
        for c in '\0'..='\u{ffff}' {
            for text in [
                format!("{c}"),
                format!("{c}米"),
                format!("米{c}"),
                format!("a{c}"),
                format!("{c}9"),
                format!("{c}{c}"),
            ] {
                assert_eq!(trim(&text), text.trim_matches(is_blank), "{text:?}");
            }
        }
        assert_eq!((trim(""), trim(" \u{3000}大 米\u{200b}")), ("", "大 米"));
    }

    #[test]
    fn a_header_loses_blanks_brackets_marks_and_numbering_and_keeps_its_unit() {
        for (raw, text, bracket) in [
            ("金 额（万元）", "金额", "万元"),
            ("单价(元)", "单价", "元"),
            ("采购\n日期", "采购日期", ""),
            ("*品名：", "品名", ""),
            ("1.日期", "日期", ""),
            ("一、品名", "品名", ""),
            ("832平台", "832平台", ""),
            ("金额【元", "金额", "元"),
            ("ＮＯ．", "NO.", ""),
            ("（元）", "", "元"),
        ] {
            let n = header(raw);
            assert_eq!((n.text.as_str(), n.bracket.as_str()), (text, bracket), "{raw}");
        }
        assert!(header("供应商：").colon);
    }
}
