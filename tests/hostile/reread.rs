//! Outputs read again: XML by a parser that refuses what is unsound, pages as a browser's tokenizer takes them apart.

use quick_xml::{Reader, XmlVersion, events::Event};

/// Every text of a part with the name of its element, attributes too; panics where the XML is unsound.
pub fn xml_texts(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    let (mut open, mut texts): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap();
                    texts.push((
                        attribute.key.as_ref().to_owned(),
                        attribute.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned(),
                    ));
                }
                if matches!(event, Event::Start(_)) {
                    open.push(tag.local_name().as_ref().to_owned());
                    texts.push((open.last().unwrap().clone(), String::new()));
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(text) => push(&mut texts, &open, text),
            Event::GeneralRef(entity) => {
                let char = entity.resolve_char_ref().unwrap();
                let char = char.map(String::from);
                let name: &str = entity;
                let known = || quick_xml::escape::resolve_predefined_entity(name).map(str::to_owned);
                push(&mut texts, &open, &char.or_else(known).expect("an entity that XML knows"));
            }
            Event::Eof => return texts,
            _ => {}
        }
    }
}

/// A text goes on behind an entity.
fn push(texts: &mut Vec<(String, String)>, open: &[String], more: &str) {
    match (texts.last_mut(), open.last()) {
        (Some((name, text)), Some(element)) if name == element => text.push_str(more),
        (_, Some(element)) => texts.push((element.clone(), more.to_owned())),
        (_, None) => {}
    }
}

/// A start tag: its name and its attributes' names, and where it leads.
pub struct Element {
    pub shape: String,
    pub addresses: Vec<String>,
}

/// The start tags of a page in order. What stands in `script` and `style` ends at their end tag alone, whatever the script means.
pub fn elements(page: &str) -> Vec<Element> {
    let (mut found, mut rest) = (Vec::new(), page);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name: String = rest.chars().take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/')).collect();
        rest = &rest[name.len()..];
        let mut element = Element {
            shape: name.to_lowercase(),
            addresses: Vec::new(),
        };
        rest = attributes(rest, &mut element);
        if ["script", "style"].contains(&name.as_str()) {
            let end = format!("</{name}");
            rest = rest.find(&end).map_or("", |at| &rest[at..]);
        }
        found.push(element);
    }
    found
}

/// Reads attributes up to the tag's end; what is behind it.
fn attributes<'p>(mut rest: &'p str, element: &mut Element) -> &'p str {
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(behind) = rest.strip_prefix('>') {
            return behind;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))
            .unwrap_or(rest.len());
        if end == 0 {
            return rest;
        }
        let name = rest[..end].to_lowercase();
        rest = &rest[end..];
        let mut value = "";
        if let Some(given) = rest.strip_prefix('=') {
            let quote = given.chars().next().filter(|c| matches!(c, '"' | '\''));
            (value, rest) = match quote {
                Some(quote) => given[1..].split_once(quote).unwrap_or((&given[1..], "")),
                None => given.split_at(given.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(given.len())),
            };
        }
        if matches!(name.as_str(), "href" | "src" | "action" | "formaction") || name.starts_with("on") {
            element.addresses.push(value.to_owned());
        }
        element.shape.push(' ');
        element.shape.push_str(&name);
    }
}
