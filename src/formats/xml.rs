//! What the readers of XML share. They take events as quick-xml borrows them and do not compare the names of end tags: a part that is damaged
//! keeps what stands before the damage.

use std::borrow::Cow;

use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};

/// UTF-16 or BOM-marked XML as UTF-8; broken bytes become replacement characters, so that one of them does not cost the sheet.
pub(crate) fn decode(bytes: Vec<u8>) -> String {
    match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, skip)) => encoding.decode_without_bom_handling(&bytes[skip..]).0.into_owned(),
        None => String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
    }
}

/// The events of a part.
pub(crate) fn reader(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader
}

/// Hands each start tag, or tag that closes itself, to `each`, up to the end or the first broken tag.
pub(crate) fn each_start(xml: &str, mut each: impl FnMut(&BytesStart<'_>)) {
    let mut reader = reader(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) | Event::Empty(e) => each(&e),
            Event::Eof => return,
            _ => {}
        }
    }
}

/// An element's attributes: local name, value as written. Broken ones are passed over.
pub(crate) fn attributes<'e>(element: &'e BytesStart<'_>) -> impl Iterator<Item = (&'e str, Cow<'e, str>)> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    attributes.flatten().map(|a| (a.key.local_name().into_inner(), a.value))
}

/// Value of the first attribute of that local name, entities resolved.
pub(crate) fn attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    attributes(element).find(|(n, _)| *n == name).map(|(_, value)| unescaped(value))
}

/// A value with its entities resolved; as it is where one of them is damaged.
pub(crate) fn unescaped(value: Cow<'_, str>) -> Cow<'_, str> {
    match unescape(&value) {
        Ok(Cow::Owned(resolved)) => Cow::Owned(resolved),
        Ok(Cow::Borrowed(_)) | Err(_) => value,
    }
}

/// Adds what a text, CDATA or reference event holds; an unknown reference stays as it is written.
pub(crate) fn push_text(event: &Event<'_>, into: &mut String) {
    match event {
        Event::Text(text) => into.push_str(text),
        Event::CData(text) => into.push_str(text),
        Event::GeneralRef(name) => {
            let name: &str = name;
            into.push_str(&unescaped(format!("&{name};").into()));
        }
        _ => {}
    }
}
