//! Shared strings: runs joined, phonetic guides left out, `_x000D_` escapes resolved.

use std::{borrow::Cow, io::BufRead as _, sync::Arc};

use quick_xml::events::Event;

use crate::formats::{
    xlsx::plain,
    xml::{self, push_text},
};

/// The strings in order. A part that breaks off gives what stands before the break.
pub(crate) fn shared_strings(xml: &str) -> Vec<Arc<str>> {
    let mut reader = xml::reader(xml);
    let mut out = Vec::new();
    let (mut text, mut in_text, mut phonetic) = (String::new(), false, false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => match e.local_name().as_ref() {
                "si" => text.clear(),
                "t" => in_text = true,
                "rPh" => phonetic = true,
                _ => {}
            },
            Ok(Event::Empty(e)) if e.local_name().as_ref() == "si" => out.push(Arc::from("")),
            Ok(Event::End(e)) => match e.local_name().as_ref() {
                "si" => {
                    out.push(Arc::from(unescape_excel(&text)));
                    while !phonetic && let Some((string, length)) = plain::string(reader.get_ref()) {
                        in_text = false;
                        string.clone_into(&mut text);
                        out.push(Arc::from(unescape_excel(&text)));
                        reader.stream().consume(length);
                    }
                }
                "t" => in_text = false,
                "rPh" => phonetic = false,
                _ => {}
            },
            // Before the guard below: a part cut within a text ends here too.
            Ok(Event::Eof) | Err(_) => return out,
            Ok(event) if in_text && !phonetic => push_text(&event, &mut text),
            Ok(_) => {}
        }
    }
}

/// `_x000D_` → the character; `_x005F_` protects an underscore.
pub(crate) fn unescape_excel(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|b| b == b'_') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        match code.and_then(|c| u32::from_str_radix(c, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(xml: &str) -> Vec<String> {
        shared_strings(xml).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn strings_cut_within_a_text_end() {
        for cut in [
            "<sst><si><t>大米</t></si><si><t>小",
            "<sst><si><t>大米</t></si><si><t",
            "<sst><si><t>大米</t></si>",
        ] {
            assert_eq!(texts(cut), ["大米"], "{cut}");
        }
    }

    #[test]
    fn runs_are_joined_and_phonetic_guides_left_out() {
        let xml = "<sst><si><r><t>大</t></r><r><t>米&amp;</t></r><rPh><t>dami</t></rPh></si><si/><si><t>a_x000D_b</t></si></sst>";
        assert_eq!(texts(xml), ["大米&", "", "a\rb"]);
    }

    /// A blank within the tag keeps a string from being taken whole, and changes nothing else.
    #[test]
    fn strings_taken_whole_read_as_their_tags_do() {
        let xml = "<?xml version='1.0'?><sst n='2'><si/><si><t>a_x000D_b</t></si><si><t>1</t></si><si><rPh><t>d</t></rPh><t>大</t></si>\n<si><t xml:space=\"preserve\"> 米&amp;</t></si><si><t>2</t></si><si><t></t></si></sst>";
        assert_eq!(texts(xml), ["", "a\rb", "1", "大", " 米&", "2", ""]);
        for (at, c) in xml.char_indices() {
            for sign in [
                "", "<", ">", "/", "'", "&", " ", "<!--", "<si>", "</si>", "</t>", "<t>", "<t/>", "<rPh>", "x", ":",
            ] {
                for behind in [at, at + c.len_utf8()] {
                    let changed = format!("{}{sign}{}", &xml[..at], &xml[behind..]);
                    assert_eq!(texts(&changed), texts(&changed.replace("<si>", "<si >")), "{changed}");
                }
            }
        }
    }
}
