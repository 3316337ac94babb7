//! NFKC, the form in which texts are compared: full-width letters and digits, compatibility characters and the like made one.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// `text` in NFKC. What ledgers hold is nearly always in it already, and then nothing is copied: normalising took a third of reading.
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
fn stays(c: char) -> bool {
    matches!(c, '\0'..='\x7f' | '\u{4e00}'..='\u{9fff}' | '、' | '。' | '《' | '》' | '“' | '”')
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
}
