//! Characters that act on whoever shows a text instead of being read: a terminal obeys control characters, bidirectional ones turn what follows
//! them, zero-width ones make unlike names look alike, and a thousand marks on one letter paint over the lines around it.
//!
//! The JSON files hold every text as it was read. What shows one to a person goes through here.

use std::{borrow::Cow, path::Path};

use unicode_normalization::char::is_combining_mark;

/// Marks that one letter may bear; no language needs as many.
const MARKS: u32 = 8;

/// Whether a character has no shape of its own but steers what is around it.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}'
        )
}

/// For pages, workbooks and documents: without hidden characters (a blank where one parts lines or words) and the marks that are too many, with
/// `…` in their place. Line feeds and tabs stay.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    rewritten(text, |c, out| {
        if !is_hidden(c) {
            if !out.ends_with('…') {
                out.push('…');
            }
        } else if c.is_whitespace() {
            out.push(' ');
        }
    })
}

/// For a terminal: hidden characters and marks that are too many as `\u202e`, so that nothing is lost; JSON stays the same JSON. Line feeds
/// and tabs stay.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    rewritten(text, |c, out| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
    })
}

/// A text on one line, for where a line break would look like the program's next line.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        Cow::Owned(text.replace("\r\n", " ").replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// A path as people write it: the system's own way of writing a long or resolved one (`\\\\?\\D:\\…`) is none that a program takes.
pub(crate) fn shown_path(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) { without_prefix(&text) } else { text }
}

fn without_prefix(text: &str) -> String {
    match text.strip_prefix(r"\\?\") {
        None => text.to_owned(),
        Some(rest) => rest
            .strip_prefix(r"UNC\")
            .map_or_else(|| rest.to_owned(), |share| format!(r"\\{share}")),
    }
}

/// Told by its bytes alone, many at a time: printable ASCII, and U+4000 to U+9FFF, which begin with E4 to E9. Nearly every text of a ledger is such.
fn is_plain(text: &str) -> bool {
    let is_plain = |b| matches!(b, b' '..=b'~' | b'\n' | b'\t' | 0x80..=0xBF | 0xE4..=0xE9);
    text.bytes().fold(true, |plain, b| plain & is_plain(b))
}

fn rewritten(text: &str, act: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let mut acts = acting();
    if is_plain(text) || !text.chars().any(&mut acts) {
        return Cow::Borrowed(text);
    }
    let (mut acts, mut out) = (acting(), String::with_capacity(text.len()));
    for c in text.chars() {
        if acts(c) {
            act(c, &mut out);
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Tells of each character of a text, in order, whether it is hidden or one mark too many.
fn acting() -> impl FnMut(char) -> bool {
    let mut marks = 0;
    move |c| {
        // Nearly every character: a page of 50 MB goes through here.
        if matches!(c, ' '..='~' | '\n' | '\t' | '\u{4E00}'..='\u{9FFF}') {
            marks = 0;
            return false;
        }
        if is_hidden(c) {
            return true;
        }
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        marks > MARKS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_stays_and_is_not_copied() {
        for text in [
            "夏县 中学\n二\t“三”（四）—— é e\u{301} 😀 กี่ ༼",
            &format!("e{}", "\u{301}".repeat(8)),
        ] {
            assert!(
                matches!(shown(text), Cow::Borrowed(_)) && matches!(escaped(text), Cow::Borrowed(_)),
                "{text}"
            );
        }
    }

    #[test]
    fn no_character_that_acts_is_plain() {
        // A mark acts behind eight others.
        let acts = |c: &char| is_hidden(*c) && !matches!(c, '\n' | '\t') || is_combining_mark(*c);
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32).filter(acts) {
            assert!(!is_plain(&format!("一{c}a")), "{c:?}");
        }
        assert!(is_plain("夏县\n中学\t(二) ~") && !is_plain("夏县（中学）"));
    }

    #[test]
    fn what_acts_is_left_out_or_escaped() {
        let text = "a\u{1b}[2J\u{202e}b\u{200b}c\u{2028}d\r\n\u{9b}1m\u{e0041}";
        assert_eq!(shown(text), "a[2Jbc d \n1m");
        assert_eq!(escaped(text), "a\\u001b[2J\\u202eb\\u200bc\\u2028d\\u000d\n\\u009b1m\\udb40\\udc41");
        let marked = |n| format!("e{}f", "\u{301}".repeat(n));
        // A hidden character between them does not begin a new letter.
        assert_eq!(
            shown(&format!("e{}\u{200b}{}f", "\u{301}".repeat(5), "\u{301}".repeat(9000))),
            marked(8).replace('f', "…f")
        );
        assert_eq!(escaped(&marked(9)), marked(8).replace('f', "\\u0301f"));
    }

    #[test]
    fn a_path_is_shown_as_it_would_be_typed() {
        for (system, typed) in [
            (r"\\?\D:\台账", r"D:\台账"),
            (r"\\?\UNC\server\share\台账", r"\\server\share\台账"),
            (r"\\server\share", r"\\server\share"),
            (r"D:\台账", r"D:\台账"),
        ] {
            assert_eq!(without_prefix(system), typed);
        }
    }

    #[test]
    fn escaped_json_says_the_same() {
        let value = serde_json::json!({"a\u{7f}\u{9b}": ["\u{202e}\u{e0041}\\u202e\n\t", "e\u{301}".repeat(20), "\u{301}".repeat(9)]});
        let text = serde_json::to_string_pretty(&value).unwrap();
        let read: serde_json::Value = serde_json::from_str(&escaped(&text)).unwrap();
        assert!(matches!(escaped(&text), Cow::Owned(_)));
        assert_eq!(read, value);
    }
}
