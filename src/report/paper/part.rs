//! A part of a document (its text, a header, a footnote) as elements and the characters of its paragraphs, each with its bytes: what is filled in
//! later changes those bytes and no others.

use std::ops::Range;

use quick_xml::{
    Reader,
    escape::unescape,
    events::{BytesStart, Event},
};

/// Elements nested deeper than this are an attack.
const DEEPEST: usize = 256;

/// What an element is, as far as filling in asks. Prefixes are the file's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Table,
    Row,
    Run,
    RunProperties,
    ParagraphProperties,
    Text,
    /// Must end with a paragraph: a cell, a text box, a header, a note.
    Holder,
    /// Shows something that is no text.
    Object,
    SectionBreak,
    /// Names a place by a number of its own, and is written once.
    Once,
    Other,
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "p" => Self::Paragraph,
            "tbl" => Self::Table,
            "tr" => Self::Row,
            "r" => Self::Run,
            "rPr" => Self::RunProperties,
            "pPr" => Self::ParagraphProperties,
            "t" => Self::Text,
            "tc" | "txbxContent" | "hdr" | "ftr" | "footnote" | "endnote" => Self::Holder,
            "drawing" | "pict" | "object" | "sym" | "fldChar" | "footnoteReference" | "endnoteReference" | "AlternateContent" => {
                Self::Object
            }
            "sectPr" => Self::SectionBreak,
            "bookmarkStart" | "bookmarkEnd" | "commentRangeStart" | "commentRangeEnd" => Self::Once,
            _ => Self::Other,
        }
    }
}

/// An element; `close` is empty, at the end of `open`, where it closes itself.
#[derive(Debug)]
pub(super) struct Element {
    pub kind: Kind,
    pub parent: usize,
    /// The element before it below the same one.
    pub before: Option<usize>,
    /// The last element directly below it.
    pub last: Option<usize>,
    pub open: Range<usize>,
    pub close: Range<usize>,
}

impl Element {
    /// All its bytes.
    pub fn range(&self) -> Range<usize> {
        self.open.start..self.close.end
    }
}

/// A character of a paragraph and the bytes that write it; none for a tab or line break between texts.
#[derive(Debug, Clone)]
pub(super) struct Char {
    pub c: char,
    pub bytes: Range<usize>,
    /// The element of text that holds it.
    pub text: usize,
}

/// A paragraph's own characters, those of text boxes within it left out.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub element: usize,
    pub chars: Vec<Char>,
}

/// A part, read.
#[derive(Debug)]
pub(super) struct Part {
    pub xml: String,
    /// The root first, then in the order of their start tags.
    pub elements: Vec<Element>,
    pub paragraphs: Vec<Paragraph>,
    /// `w:`, before the names of the elements of text.
    pub prefix: String,
}

/// Why a part is not read.
#[derive(Debug)]
pub(super) enum Broken {
    /// It declares entities: no program that writes documents does.
    Declares,
    TooDeep,
    Xml(String),
}

/// The name of a part's root, without its prefix.
pub(super) fn root(xml: &str) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().ok()? {
            Event::Start(e) => return Some(e.local_name().as_ref().to_owned()),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Text(_) => {}
            _ => return None,
        }
    }
}

impl Part {
    /// Reads it.
    pub fn read(xml: String) -> Result<Self, Broken> {
        let mut scan = Scan::default();
        // The parser does not count the mark that some programs begin a part with.
        let mark = xml.len() - xml.trim_start_matches('\u{FEFF}').len();
        let mut reader = Reader::from_str(&xml[mark..]);
        let mut from = mark;
        loop {
            let event = reader.read_event().map_err(|e| Broken::Xml(e.to_string()))?;
            let to = mark + usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX - mark);
            match event {
                Event::Start(e) => scan.start(&e, from..to)?,
                Event::Empty(e) => {
                    scan.start(&e, from..to)?;
                    scan.end(to..to);
                }
                Event::End(_) => scan.end(from..to),
                Event::Text(_) => scan.text(&xml, from..to),
                Event::GeneralRef(_) => scan.reference(&xml, from..to),
                Event::DocType(_) => return Err(Broken::Declares),
                Event::Eof if scan.open.is_empty() => break,
                Event::Eof => return Err(Broken::Xml("unexpected end".to_owned())),
                _ => {}
            }
            from = to;
        }
        Ok(Self {
            elements: scan.elements,
            paragraphs: scan.paragraphs,
            prefix: scan.prefix,
            xml,
        })
    }

    /// An element and those around it, innermost first.
    pub fn around(&self, element: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(element), |at| Some(self.elements.get(*at)?.parent).filter(|up| up != at))
    }

    /// Elements within another one, in order.
    pub fn within(&self, element: usize) -> impl Iterator<Item = usize> {
        let end = self.elements[element].close.end;
        (element + 1..self.elements.len()).take_while(move |at| self.elements[*at].open.start < end)
    }

    /// The properties of a run or paragraph; they come first in it.
    pub fn properties(&self, element: usize) -> &str {
        let first = self.elements.get(element + 1).filter(|e| e.parent == element);
        let found = first.filter(|e| matches!(e.kind, Kind::RunProperties | Kind::ParagraphProperties));
        found.map_or("", |e| &self.xml[e.range()])
    }

    /// The end tag, as it would be written for an element that closes itself.
    pub fn end_tag(&self, element: usize) -> &str {
        &self.xml[self.elements[element].close.clone()]
    }
}

#[derive(Default)]
struct Scan {
    elements: Vec<Element>,
    paragraphs: Vec<Paragraph>,
    /// Open elements, and of the paragraphs among them their places in the list.
    open: Vec<usize>,
    open_paragraphs: Vec<usize>,
    prefix: String,
}

impl Scan {
    fn start(&mut self, e: &BytesStart<'_>, bytes: Range<usize>) -> Result<(), Broken> {
        if self.open.len() >= DEEPEST {
            return Err(Broken::TooDeep);
        }
        let (at, name) = (self.elements.len(), e.local_name());
        let kind = Kind::of(name.as_ref());
        let (end, parent) = (bytes.end, self.open.last().copied());
        let before = parent.and_then(|up| self.elements[up].last.replace(at));
        self.elements.push(Element {
            kind,
            parent: parent.unwrap_or(at),
            before,
            last: None,
            open: bytes,
            close: end..end,
        });
        self.open.push(at);
        match kind {
            Kind::Paragraph => {
                self.open_paragraphs.push(self.paragraphs.len());
                self.paragraphs.push(Paragraph {
                    element: at,
                    chars: Vec::new(),
                });
            }
            Kind::Text if self.prefix.is_empty() => {
                self.prefix = e.name().prefix().map(|p| format!("{}:", p.as_ref())).unwrap_or_default();
            }
            Kind::Other if matches!(name.as_ref(), "tab" | "br" | "cr") => self.push(' ', end..end),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, bytes: Range<usize>) {
        let Some(at) = self.open.pop() else { return };
        self.elements[at].close = bytes;
        if self.elements[at].kind == Kind::Paragraph {
            self.open_paragraphs.pop();
        }
    }

    fn push(&mut self, c: char, bytes: Range<usize>) {
        let text = self.open.last().copied().unwrap_or_default();
        if let Some(paragraph) = self.open_paragraphs.last().and_then(|at| self.paragraphs.get_mut(*at)) {
            paragraph.chars.push(Char { c, bytes, text });
        }
    }

    fn in_text(&self) -> bool {
        self.open.last().is_some_and(|at| self.elements[*at].kind == Kind::Text)
    }

    fn text(&mut self, xml: &str, bytes: Range<usize>) {
        if !self.in_text() {
            return;
        }
        for (at, c) in xml[bytes.clone()].char_indices() {
            let from = bytes.start + at;
            self.push(c, from..from + c.len_utf8());
        }
    }

    /// `&#123;` is a brace, however it is written.
    fn reference(&mut self, xml: &str, bytes: Range<usize>) {
        if self.in_text() {
            let one = unescape(&xml[bytes.clone()]).ok().and_then(|t| t.chars().next());
            self.push(one.unwrap_or('\u{FFFD}'), bytes);
        }
    }
}
