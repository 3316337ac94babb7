//! The small parts of a workbook: relations, sheet list, shared strings, styles. A part that breaks off gives what stands before the break.

use std::{borrow::Cow, sync::Arc};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use crate::formats::{
    cells::{Unreadable, Visibility},
    container::{Container, xml_text},
    number_format::{is_builtin_date, is_date_code},
    xlsx::scan::{Attributes, Scanner, Token},
};

/// A relation of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Id.
    pub id: String,
    /// Type URI (its last part tells what it is, transitional or strict).
    pub kind: String,
    /// Target, relative to the part.
    pub target: String,
}

/// A sheet as the workbook lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Tab name.
    pub name: Arc<str>,
    /// Relation id.
    pub relation: String,
    /// Visibility.
    pub visibility: Visibility,
}

/// `workbook.xml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Sheets in tab order.
    pub sheets: Vec<Listed>,
    /// 1904 date system.
    pub date1904: bool,
}

/// Value of an attribute by its local name, entities resolved.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)?;
    let raw = found.value.clone().into_owned();
    Some(quick_xml::escape::unescape(&raw).map(std::borrow::Cow::into_owned).unwrap_or(raw))
}

/// What a small part is made of.
enum Piece<'p, 'x> {
    /// A start tag, or one that closes itself.
    Start(Element<'p, 'x>),
    /// An end tag's local name.
    End(&'p str),
}

/// An element, whoever parsed it.
enum Element<'p, 'x> {
    Plain(&'x str, Attributes<'x>),
    General(&'p BytesStart<'x>),
}

impl Element<'_, '_> {
    /// Its local name.
    fn is(&self, name: &str) -> bool {
        match self {
            Self::Plain(known, _) => *known == name,
            Self::General(e) => e.local_name().as_ref() == name,
        }
    }

    /// Value of an attribute by its local name, entities resolved.
    fn attribute(&self, name: &str) -> Option<String> {
        match self {
            Self::Plain(_, attributes) => attributes
                .into_iter()
                .find(|(n, _)| *n == name)
                .map(|(_, value)| value.into_owned()),
            Self::General(e) => attribute(e, name),
        }
    }
}

/// What `each` gathers from a part's tags up to its end or the first broken one: as plain XML, and where it is not that, anew with the general
/// parser.
fn gathered<T: Default>(xml: &str, each: impl Fn(&mut T, &Piece<'_, '_>)) -> T {
    plain_pieces(xml, &each).unwrap_or_else(|| general_pieces(xml, &each))
}

fn plain_pieces<T: Default>(xml: &str, each: impl Fn(&mut T, &Piece<'_, '_>)) -> Option<T> {
    let mut scanner = Scanner::new(xml, DEEPEST);
    let mut out = T::default();
    loop {
        match scanner.next().ok()? {
            Token::Start { name, attributes, .. } => each(&mut out, &Piece::Start(Element::Plain(name, attributes))),
            Token::End(name) => each(&mut out, &Piece::End(name)),
            // Of no interest, and still broken where a reference is.
            Token::Text(text) => drop(resolved(text)?),
            Token::Eof => return Some(out),
        }
    }
}

fn general_pieces<T: Default>(xml: &str, each: impl Fn(&mut T, &Piece<'_, '_>)) -> T {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut out = T::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => each(&mut out, &Piece::Start(Element::General(&e))),
            Ok(Event::End(e)) => each(&mut out, &Piece::End(e.local_name().as_ref())),
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}

/// Path of the workbook part: from the package's relations, else where it usually is.
pub fn workbook_path(container: &mut Container<'_>) -> Result<String, Unreadable> {
    let package = container
        .part("_rels/.rels")?
        .map(|xml| parse_relations(&xml_text(xml)))
        .unwrap_or_default();
    let named = package
        .iter()
        .find(|r| r.kind.ends_with("/officeDocument"))
        .map(|r| r.target.trim_start_matches('/').to_owned());
    Ok(named.unwrap_or_else(|| "xl/workbook.xml".to_owned()))
}

/// Relations of a part.
pub fn relations(container: &mut Container<'_>, part: &str) -> Result<Vec<Relation>, Unreadable> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = if folder.is_empty() {
        format!("_rels/{name}.rels")
    } else {
        format!("{folder}/_rels/{name}.rels")
    };
    Ok(container
        .part(&path)?
        .map(|xml| parse_relations(&xml_text(xml)))
        .unwrap_or_default())
}

fn parse_relations(xml: &str) -> Vec<Relation> {
    gathered(xml, |out: &mut Vec<Relation>, piece| {
        if let Piece::Start(e) = piece
            && e.is("Relationship")
            && let (Some(id), Some(kind), Some(target)) = (e.attribute("Id"), e.attribute("Type"), e.attribute("Target"))
        {
            out.push(Relation { id, kind, target });
        }
    })
}

/// Path of the first relation whose type ends in `/kind`.
#[must_use]
pub fn target(relations: &[Relation], kind: &str, part: &str) -> Option<String> {
    relations
        .iter()
        .find(|r| r.kind.rsplit('/').next() == Some(kind))
        .map(|r| resolve(part, &r.target))
}

/// A target against the part that names it: absolute, or relative with `..`.
#[must_use]
pub fn resolve(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut folders: Vec<&str> = part.split('/').collect();
    folders.pop();
    for step in target.split('/') {
        match step {
            ".." => {
                folders.pop();
            }
            "." | "" => {}
            name => folders.push(name),
        }
    }
    folders.join("/")
}

/// Sheet list and date system.
#[must_use]
pub fn outline(xml: &str) -> Outline {
    gathered(xml, |out: &mut Outline, piece| {
        let Piece::Start(e) = piece else { return };
        if e.is("workbookPr") {
            out.date1904 = e.attribute("date1904").is_some_and(|v| v == "1" || v == "true");
        } else if e.is("sheet")
            && let (Some(name), Some(relation)) = (e.attribute("name"), e.attribute("id"))
        {
            let visibility = match e.attribute("state").as_deref() {
                Some("hidden") => Visibility::Hidden,
                Some("veryHidden") => Visibility::VeryHidden,
                _ => Visibility::Visible,
            };
            out.sheets.push(Listed {
                name: Arc::from(name),
                relation,
                visibility,
            });
        }
    })
}

/// Shared strings: runs joined, phonetic guides left out, `_x000D_` escapes resolved. As for sheets, plain XML first, else the general parser.
#[must_use]
pub fn shared_strings(xml: &str) -> Vec<Arc<str>> {
    plain_strings(xml).unwrap_or_else(|| general_strings(xml))
}

/// Deeper than shared strings ever nest; what is deeper is read by the general parser.
const DEEPEST: usize = 64;

fn plain_strings(xml: &str) -> Option<Vec<Arc<str>>> {
    let mut scanner = Scanner::new(xml, DEEPEST);
    let mut strings = Strings::default();
    loop {
        while let Some(text) = scanner.shared_text() {
            strings.out.push(Arc::from(unescape_excel(text)));
        }
        match scanner.next().ok()? {
            Token::Start { name, empty, .. } => strings.start(name, empty),
            Token::End(name) => strings.end(name),
            Token::Text(text) => {
                let text = resolved(text)?;
                if strings.in_text && !strings.phonetic {
                    strings.text.push_str(&text);
                }
            }
            Token::Eof => return Some(strings.out),
        }
    }
}

fn general_strings(xml: &str) -> Vec<Arc<str>> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut strings = Strings::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(e)) => strings.start(e.local_name().as_ref(), false),
            Ok(Event::Empty(e)) => strings.start(e.local_name().as_ref(), true),
            Ok(Event::End(e)) => strings.end(e.local_name().as_ref()),
            // Before the guard below: a part cut within a text ends here too.
            Ok(Event::Eof) | Err(_) => return strings.out,
            Ok(event) if strings.in_text && !strings.phonetic => push_text(&event, &mut strings.text),
            Ok(_) => {}
        }
    }
}

/// What the elements of the shared strings mean, whoever parsed them.
#[derive(Default)]
struct Strings {
    out: Vec<Arc<str>>,
    text: String,
    in_text: bool,
    phonetic: bool,
}

impl Strings {
    fn start(&mut self, name: &str, empty: bool) {
        match (name, empty) {
            ("si", true) => self.out.push(Arc::from("")),
            ("si", false) => self.text.clear(),
            ("t", false) => self.in_text = true,
            ("rPh", false) => self.phonetic = true,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "si" => self.out.push(Arc::from(unescape_excel(&self.text))),
            "t" => self.in_text = false,
            "rPh" => self.phonetic = false,
            _ => {}
        }
    }
}

/// Character data with its references resolved; `None` where one is damaged.
pub(crate) fn resolved(text: &str) -> Option<Cow<'_, str>> {
    if text.bytes().any(|b| b == b'&') {
        quick_xml::escape::unescape(text).ok()
    } else {
        Some(Cow::Borrowed(text))
    }
}

/// Adds what a text, CDATA or reference event holds.
pub(crate) fn push_text(event: &Event<'_>, into: &mut String) {
    match event {
        Event::Text(t) => into.push_str(t),
        Event::CData(t) => into.push_str(t),
        Event::GeneralRef(r) => {
            let name: &str = r;
            match quick_xml::escape::unescape(&format!("&{name};")) {
                Ok(c) => into.push_str(&c),
                Err(_) => into.push_str(&format!("&{name};")),
            }
        }
        _ => {}
    }
}

/// `_x000D_` → the character; `_x005F_` protects an underscore.
#[must_use]
pub fn unescape_excel(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'_', text.as_bytes()).is_none() || !text.contains("_x") {
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

/// Styles as far as they were read.
#[derive(Default)]
struct Styles {
    /// Number formats of the workbook's own, and whether they show dates.
    codes: Vec<(u32, bool)>,
    in_xfs: bool,
    dates: Vec<bool>,
}

/// Which cell styles show dates, by style index.
#[must_use]
pub fn date_styles(xml: &str) -> Vec<bool> {
    let id_of = |e: &Element<'_, '_>| e.attribute("numFmtId").and_then(|v| v.parse::<u32>().ok());
    let styles = gathered(xml, |styles: &mut Styles, piece| match piece {
        Piece::Start(e) if e.is("numFmt") => {
            if let (Some(id), Some(code)) = (id_of(e), e.attribute("formatCode")) {
                styles.codes.push((id, is_date_code(&code)));
            }
        }
        Piece::Start(e) if e.is("cellXfs") => styles.in_xfs = true,
        Piece::Start(e) if e.is("cellStyles") || e.is("dxfs") => styles.in_xfs = false,
        Piece::Start(e) if styles.in_xfs && e.is("xf") => {
            let id = id_of(e).unwrap_or(0);
            let own = styles.codes.iter().find(|(i, _)| *i == id);
            styles.dates.push(own.map_or_else(|| is_builtin_date(id), |(_, date)| *date));
        }
        Piece::End("cellXfs") => styles.in_xfs = false,
        Piece::Start(_) | Piece::End(_) => {}
    });
    styles.dates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_strings_cut_within_a_text_end() {
        for cut in [
            "<sst><si><t>大米</t></si><si><t>小",
            "<sst><si><t>大米</t></si><si><t",
            "<sst><si><t>大米</t></si>",
        ] {
            assert_eq!(shared_strings(cut).iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["大米"], "{cut}");
        }
    }

    #[test]
    fn runs_are_joined_and_phonetic_guides_left_out() {
        let xml = "<sst><si><r><t>大</t></r><r><t>米&amp;</t></r><rPh><t>dami</t></rPh></si><si/><si><t>a_x000D_b</t></si></sst>";
        assert_eq!(
            shared_strings(xml).iter().map(AsRef::as_ref).collect::<Vec<_>>(),
            ["大米&", "", "a\rb"]
        );
    }
    #[test]
    fn both_parsers_find_the_same_elements_wherever_the_quick_one_reads() {
        let xml = "<?xml version='1.0'?><x:a n='1'><b x:id='r1' n=\"2\"/>\n<cellXfs><xf n='大'></xf></cellXfs></x:a>";
        let shown = |out: &mut Vec<String>, piece: &Piece<'_, '_>| {
            out.push(match piece {
                Piece::Start(e) => {
                    let names = ["a", "b", "cellXfs", "xf"].map(|n| e.is(n));
                    format!("{names:?} {:?} {:?}", e.attribute("n"), e.attribute("id"))
                }
                Piece::End(name) => (*name).to_owned(),
            });
        };
        assert_eq!(plain_pieces(xml, shown).unwrap().len(), 7);
        let (mut quick, mut left) = (0, 0);
        for (at, c) in xml.char_indices() {
            for sign in ["", "<", ">", "/", "'", "&", " ", "<!--", "<b>", "</b>", "<b/>", "x", ":", " n='3'"] {
                for behind in [at, at + c.len_utf8()] {
                    let changed = format!("{}{sign}{}", &xml[..at], &xml[behind..]);
                    match plain_pieces(&changed, shown) {
                        None => left += 1,
                        Some(found) => {
                            quick += 1;
                            assert_eq!(found, general_pieces(&changed, shown), "{changed}");
                        }
                    }
                }
            }
        }
        assert!(quick > 500 && left > 500, "{quick} {left}");
    }

    #[test]
    fn both_parsers_read_the_same_strings_wherever_the_quick_one_reads() {
        let xml = "<?xml version='1.0'?><sst n='2'><si><r><t>大</t></r><t xml:space='preserve'> 米&amp;</t><rPh><t>d</t></rPh></si>\n<si/><si><t/></si></sst>";
        assert_eq!(
            plain_strings(xml).unwrap().iter().map(AsRef::as_ref).collect::<Vec<_>>(),
            ["大 米&", "", ""]
        );
        let (mut quick, mut left) = (0, 0);
        for (at, c) in xml.char_indices() {
            for sign in ["", "<", ">", "/", "'", "&", " ", "<!--", "<si>", "</t>", "<t/>", "x", ":"] {
                for behind in [at, at + c.len_utf8()] {
                    let changed = format!("{}{sign}{}", &xml[..at], &xml[behind..]);
                    match plain_strings(&changed) {
                        None => left += 1,
                        Some(read) => {
                            quick += 1;
                            assert_eq!(read, general_strings(&changed), "{changed}");
                        }
                    }
                }
            }
        }
        assert!(quick > 500 && left > 500, "{quick} {left}");
    }
}
