//! Texts on their way into a page: a workbook's cell never becomes markup, script or an address outside OUT.

use std::fmt::Write as _;

/// A text of a cell longer than this unfolds.
pub(crate) const FOLD: usize = 160;
/// A sentence of ours longer than this, because of what it quotes, unfolds.
pub(crate) const PROSE: usize = 800;
/// What a folded text shows.
const HEAD: usize = 80;

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
