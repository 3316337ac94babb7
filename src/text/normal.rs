//! Texts as they are compared: full-width letters and digits, compatibility characters and the like made one (NFKC), without blanks, and headers
//! without brackets, marks and numbering.
//!
//! Nearly every text of a ledger is ASCII or plain Chinese, which all this leaves alone: it is recognised first and not copied.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// `text` in NFKC. What is in it already, as nearly everything in ledgers, is not copied.
pub(crate) fn nfkc(text: &str) -> Cow<'_, str> {
    if text.chars().all(stays) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfkc().collect())
    }
}

/// `text` without the characters that `dropped` names; nothing is copied where there are none.
pub(crate) fn without(text: Cow<'_, str>, dropped: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&dropped) {
        return text;
    }
    let mut left = text.into_owned();
    left.retain(|c| !dropped(c));
    Cow::Owned(left)
}

/// A text of letters, digits and plain Chinese characters alone, as nearly all names and numbers are, in lower case: NFKC, without blanks, quotes
/// and brackets at once. `None` for every other text.
pub(crate) fn plain(text: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '_' | '\u{4e00}'..='\u{9fff}');
    text.chars().all(is_plain).then(|| text.to_ascii_lowercase())
}

/// Lower case. Plain texts have no case beyond ASCII, and need no table.
pub(crate) fn lowercase(text: Cow<'_, str>) -> String {
    if !text.chars().all(stays) {
        return text.to_lowercase();
    }
    let mut text = text.into_owned();
    text.make_ascii_lowercase();
    text
}

/// Characters that NFKC leaves alone wherever they stand, as far as ledgers use them: ASCII and the plain Chinese characters. Their
/// neighbours do not matter: none of them combines, and a combining mark is not among them.
pub(crate) fn stays(c: char) -> bool {
    matches!(c, '\0'..='\x7f' | '\u{4e00}'..='\u{9fff}' | '、' | '。' | '《' | '》' | '“' | '”')
}

/// Signs and letters that nearly every text consists of: none of them is a blank.
fn is_ink(c: char) -> bool {
    matches!(c, '!'..='~' | '\u{4e00}'..='\u{9fff}')
}

/// Whether a character is a blank of any kind, zero-width ones included.
pub(crate) fn is_blank(c: char) -> bool {
    if is_ink(c) {
        return false;
    }
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{3164}' | '\u{ad}')
}

/// Trimmed of blanks of any kind.
pub(crate) fn trim(text: &str) -> &str {
    let mut ends = text.chars();
    if ends.next().is_none_or(is_ink) && ends.next_back().is_none_or(is_ink) {
        return text;
    }
    text.trim_matches(is_blank)
}

/// The first character that is no blank.
pub(crate) fn first(text: &str) -> Option<char> {
    text.chars().find(|c| !is_blank(*c))
}

/// NFKC without blanks of any kind.
pub(crate) fn squeeze(text: &str) -> Cow<'_, str> {
    without(nfkc(text), is_blank)
}

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

/// A header or label: NFKC, blanks, brackets, `*`, numbering and a trailing colon taken off.
pub(crate) fn header(text: &str) -> Normal {
    let mut out = Normal {
        text: String::with_capacity(text.len()),
        ..Normal::default()
    };
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
    let whole = out.text.trim_end_matches([':', '：', '。', ';', '、', ',']).len();
    out.colon = out.text.len() != whole;
    out.text.truncate(whole);
    let numbering = whole - strip_numbering(&out.text).len();
    out.text.drain(..numbering);
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

/// Whether a character is a figure of any kind; no plain Chinese one is, and to look these up is slow.
pub(crate) fn is_numeric(c: char) -> bool {
    !matches!(c, '\u{4e00}'..='\u{9fff}') && c.is_numeric()
}

/// 一 to 十.
pub(crate) fn is_chinese_digit(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// As much of a text as a header or label can fill: what a page of prose in a cell says further on is not looked at.
pub(crate) fn start(text: &str) -> &str {
    const LONGEST: usize = 600;
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Cuts to at most `max` characters.
pub(crate) fn cut(text: &str, max: usize) -> String {
    text.chars().take(max).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_stay_does_beside_every_other_such_character() {
        let all: Vec<char> = ('\0'..='\u{ffff}').filter(|c| stays(*c)).collect();
        assert!(all.len() > 20_992 + 128);
        for c in &all {
            for text in [format!("{c}"), format!("a{c}山"), format!("{c}{c}")] {
                assert_eq!(text.nfkc().collect::<String>(), text);
                assert_eq!(lowercase(Cow::Borrowed(&text)), text.to_lowercase());
            }
        }
    }

    #[test]
    fn other_texts_are_lowered_and_thinned() {
        assert_eq!(lowercase(Cow::Borrowed("ÄＢ")), "äｂ");
        assert_eq!(without(Cow::Borrowed(" 大 米 "), char::is_whitespace), "大米");
        assert!(matches!(without(Cow::Borrowed("大米"), char::is_whitespace), Cow::Borrowed("大米")));
    }

    #[test]
    fn other_texts_are_normalised() {
        assert_eq!(nfkc("８３２平台（ａ）"), "832平台(a)");
        assert_eq!(nfkc("e\u{301}"), "é");
        assert_eq!(nfkc("\u{f900}"), "\u{8c48}");
        assert!(matches!(nfkc("农贸市场 832"), Cow::Borrowed(_)));
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
