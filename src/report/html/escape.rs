//! Texts on their way into a page: a workbook's cell never becomes markup, script or an address outside OUT.

use std::{borrow::Cow, fmt::Write as _};

/// A text of a cell longer than this unfolds.
pub(crate) const FOLD: usize = 160;
/// A sentence of ours longer than this, because of what it quotes, unfolds.
pub(crate) const PROSE: usize = 800;
/// What a folded text shows.
const HEAD: usize = 80;

/// Without control characters and those that turn the reading direction: a name from a workbook must not dress up as another. JSON would
/// escape the former, so texts are cleaned before they become JSON, and the whole page once more.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let bad = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    // Only these bytes begin a bad character: a page is looked through byte by byte.
    let found = text.bytes().enumerate().any(|(at, byte)| match byte {
        0..=8 | 11..=31 | 0x7F => true,
        0xC2 | 0xD8 | 0xE2 => text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(bad),
        _ => false,
    });
    if found {
        Cow::Owned(text.chars().filter(|c| !bad(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether a text has more than `limit` characters.
pub(crate) fn longer(text: &str, limit: usize) -> bool {
    text.len() > limit && text.chars().nth(limit).is_some()
}

/// A text as markup; one of more than `limit` characters unfolds by key, touch or click.
pub(crate) fn fold(text: &str, limit: usize, out: &mut String) {
    if !longer(text, limit) {
        escape_into(text, out);
        return;
    }
    let end = text.char_indices().nth(HEAD).map_or(text.len(), |(at, _)| at);
    let _ = write!(
        out,
        "<details class=\"fold\"><summary>{}…</summary>{}</details>",
        escape(&text[..end]),
        escape(text)
    );
}

/// Text as HTML text or attribute value.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(text, &mut out);
    out
}

pub(crate) fn escape_into(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, sign) in text.match_indices(['&', '<', '>', '"', '\'']) {
        out.push_str(&text[from..at]);
        out.push_str(match sign {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            "\"" => "&quot;",
            _ => "&#39;",
        });
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// JSON that cannot end its script element, open a comment in it or break a line of script.
pub(crate) fn embed(json: &str, out: &mut String) {
    let mut from = 0;
    for (at, c) in json.match_indices(['<', '>', '&', '\'', '\u{2028}', '\u{2029}']) {
        out.push_str(&json[from..at]);
        let _ = write!(out, "\\u{:04x}", c.chars().next().map_or(0, u32::from));
        from = at + c.len();
    }
    out.push_str(&json[from..]);
}

/// The address of a unit's page from the region's.
pub(crate) fn href(path: &str) -> String {
    format!("{}/report.html", encode(path))
}

/// Percent-encoded, segment by segment.
pub(crate) fn encode(path: &str) -> String {
    use std::fmt::Write as _;
    path.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_encoded() {
        assert_eq!(href("units/夏县/a b#c"), "units/%E5%A4%8F%E5%8E%BF/a%20b%23c/report.html");
    }
}
