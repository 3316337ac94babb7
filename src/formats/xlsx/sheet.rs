//! One worksheet: cells, merged regions, hidden rows.

use std::{borrow::Cow, sync::Arc};

use quick_xml::{Reader, events::Event};

use crate::formats::{
    cells::{Cell, Limits, Unreadable, Value},
    sheet_builder::Collected,
    xlsx::{
        parts::{push_text, resolved, unescape_excel},
        scan::{PlainCell, Scanner, Token},
    },
};

/// What a sheet's cells refer to.
pub struct Context<'a> {
    /// Shared strings.
    pub strings: &'a [Arc<str>],
    /// Styles that show dates.
    pub dates: &'a [bool],
    /// Cells that may still be read.
    pub cells_left: usize,
    /// Limits.
    pub limits: &'a Limits,
}

#[derive(Default, Clone, Copy)]
struct Current {
    row: u32,
    col: u32,
    kind: Kind,
    style: usize,
    formula: bool,
    has_value: bool,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Inline,
    Bool,
    Error,
    Iso,
}

/// `F17` → zero-based row and column.
fn position(reference: &[u8]) -> Option<(u32, u32)> {
    let (mut col, mut row, mut letters) = (0_u32, 0_u32, 0);
    for b in reference {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                letters += 1;
                col = col.saturating_mul(26).saturating_add(u32::from(b.to_ascii_uppercase() - b'A') + 1);
            }
            b'0'..=b'9' => row = row.saturating_mul(10).saturating_add(u32::from(b - b'0')),
            b'$' => {}
            _ => return None,
        }
    }
    (letters > 0 && row > 0).then(|| (row - 1, col - 1))
}

/// A cell's XML with its place, style and value, about.
const CELL_BYTES: usize = 36;

/// Reads a sheet's XML: as plain XML, and where it is not that, anew with the general parser.
///
/// # Errors
/// [`Unreadable::OverLimit`] only: everything else is damage that is survived.
pub fn parse<'a>(xml: &str, context: &Context<'a>) -> Result<Collected<'a>, Unreadable> {
    plain(xml, context).unwrap_or_else(|| general(xml, context))
}

/// `None` where the XML is not plain ([`crate::formats::xlsx::scan`]).
fn plain<'a>(xml: &str, context: &Context<'a>) -> Option<Result<Collected<'a>, Unreadable>> {
    let mut scanner = Scanner::new(xml, context.limits.xml_depth);
    let mut walk = Walk::new(context);
    walk.out.expect(xml.len() / CELL_BYTES);
    loop {
        while let Some(cell) = scanner.cell() {
            if let Err(over) = walk.plain_cell(cell) {
                return Some(Err(over));
            }
        }
        match scanner.next().ok()? {
            Token::Start { name, attributes, empty } => walk.start(name, attributes, empty),
            Token::End(name) => {
                if let Err(over) = walk.end(name) {
                    return Some(Err(over));
                }
            }
            Token::Text(text) => {
                // Where it is of no interest (formulas, blanks between cells), a reference may still be damaged.
                let text = resolved(text)?;
                if walk.in_value {
                    walk.text.push_str(&text);
                }
            }
            Token::Eof => return Some(Ok(walk.out)),
        }
    }
}

fn general<'a>(xml: &str, context: &Context<'a>) -> Result<Collected<'a>, Unreadable> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut walk = Walk::new(context);
    let mut depth = 0_usize;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(e) => {
                walk.out.broken = Some(format!("byte {}: {e}", reader.error_position()));
                break;
            }
        };
        match &event {
            Event::Start(e) | Event::Empty(e) => {
                let empty = matches!(event, Event::Empty(_));
                depth += usize::from(!empty);
                if depth > context.limits.xml_depth {
                    let allowed = context.limits.xml_depth as u64;
                    return Err(Unreadable::OverLimit {
                        limit: "max-xml-depth".to_owned(),
                        found: depth as u64,
                        allowed,
                    });
                }
                let mut attributes = e.attributes();
                let attributes = attributes.with_checks(false).flatten();
                let attributes = attributes.map(|a| (a.key.local_name().into_inner(), a.value));
                walk.start(e.local_name().as_ref(), attributes, empty);
            }
            Event::End(e) => {
                depth = depth.saturating_sub(1);
                walk.end(e.local_name().as_ref())?;
            }
            Event::Eof => break,
            other if walk.in_value => push_text(other, &mut walk.text),
            _ => {}
        }
    }
    if depth > 0 && walk.out.broken.is_none() {
        walk.out.broken = Some(format!("byte {}: the XML ends in the middle", xml.len()));
    }
    Ok(walk.out)
}

/// What the elements of a sheet mean, whoever parsed them.
struct Walk<'a, 'c> {
    context: &'a Context<'c>,
    out: Collected<'c>,
    next_row: u32,
    next_col: u32,
    cell: Option<Current>,
    /// The current cell's value as written.
    text: String,
    /// Where character data belongs: the value, an inline text, or nowhere (a formula's text, what stands between cells).
    in_value: bool,
    phonetic: bool,
}

impl<'a, 'c> Walk<'a, 'c> {
    fn new(context: &'a Context<'c>) -> Self {
        Self {
            context,
            out: Collected::new(context.cells_left, context.limits),
            next_row: 0,
            next_col: 0,
            cell: None,
            text: String::new(),
            in_value: false,
            phonetic: false,
        }
    }

    fn start<'x>(&mut self, name: &str, attributes: impl Iterator<Item = (&'x str, Cow<'x, str>)>, empty: bool) {
        match name {
            "row" => self.row(attributes, empty),
            "c" => {
                let current = start_cell(attributes, self.next_row, self.next_col);
                self.next_col = current.col.saturating_add(1);
                self.cell = (!empty).then_some(current);
                self.text.clear();
            }
            "f" => {
                if let Some(c) = &mut self.cell {
                    c.formula = true;
                }
            }
            "v" => {
                if let Some(c) = &mut self.cell {
                    c.has_value = true;
                    // Some programs write an inline text's value beside it: the text shows, both together would be another number.
                    self.in_value = !empty && (c.kind != Kind::Inline || self.text.is_empty());
                }
            }
            "is" if self.cell.is_some_and(|c| c.kind == Kind::Inline) => self.text.clear(),
            "t" if !self.phonetic => {
                if let Some(c) = self.cell.as_mut().filter(|c| c.kind == Kind::Inline) {
                    c.has_value = true;
                    self.in_value = !empty;
                }
            }
            "rPh" => self.phonetic = !empty,
            "mergeCell" => {
                if let Some((a, b)) = first(attributes, "ref").as_deref().and_then(corners) {
                    self.out.merge(a, b);
                }
            }
            _ => {}
        }
    }

    /// What `start` and `end` do of its elements.
    fn plain_cell(&mut self, cell: PlainCell<'_>) -> Result<(), Unreadable> {
        self.next_col = cell.col.saturating_add(1);
        self.cell = None;
        self.text.clear();
        let Some(value) = cell.value else { return Ok(()) };
        self.in_value = false;
        let current = Current {
            row: cell.row,
            col: cell.col,
            kind: if cell.shared { Kind::Shared } else { Kind::Number },
            style: cell.style as usize,
            formula: false,
            has_value: true,
        };
        let value = if cell.shared {
            shared(current, value, self.context, &mut self.out)
        } else {
            number(current, value, self.context)
        };
        take(current, value, &mut self.out)
    }

    fn row<'x>(&mut self, attributes: impl Iterator<Item = (&'x str, Cow<'x, str>)>, empty: bool) {
        let (mut number, mut hidden) = (None, None);
        for (name, value) in attributes {
            match name {
                "r" if number.is_none() => number = Some(unescaped(value)),
                "hidden" if hidden.is_none() => hidden = Some(unescaped(value)),
                _ => {}
            }
        }
        let row = number
            .and_then(|r| r.trim().parse::<u32>().ok())
            .filter(|r| *r > 0)
            .map_or(self.next_row, |r| r - 1);
        if hidden.is_some_and(|h| h == "1" || h == "true") {
            self.out.hide(row);
        }
        (self.next_row, self.next_col) = (row, 0);
        if empty {
            self.next_row = row.saturating_add(1);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "v" | "t" => self.in_value = false,
            "rPh" => self.phonetic = false,
            "row" => self.next_row = self.next_row.saturating_add(1),
            "c" => {
                self.in_value = false;
                if let Some(done) = self.cell.take() {
                    push(done, &self.text, self.context, &mut self.out)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Value of the first attribute of that name, entities resolved.
fn first<'x>(mut attributes: impl Iterator<Item = (&'x str, Cow<'x, str>)>, name: &str) -> Option<Cow<'x, str>> {
    attributes.find(|(n, _)| *n == name).map(|(_, value)| unescaped(value))
}

fn unescaped(value: Cow<'_, str>) -> Cow<'_, str> {
    if !value.bytes().any(|b| b == b'&') {
        return value;
    }
    let resolved = quick_xml::escape::unescape(&value).map(Cow::into_owned);
    resolved.map_or(value, Cow::Owned)
}

fn start_cell<'x>(attributes: impl Iterator<Item = (&'x str, Cow<'x, str>)>, row: u32, col: u32) -> Current {
    let mut current = Current {
        row,
        col,
        ..Current::default()
    };
    for (name, value) in attributes {
        match name {
            "r" => (current.row, current.col) = position(value.as_bytes()).unwrap_or((row, col)),
            "s" => current.style = value.parse().ok().unwrap_or(0),
            "t" => {
                current.kind = match value.as_ref() {
                    "s" => Kind::Shared,
                    "str" => Kind::Text,
                    "inlineStr" => Kind::Inline,
                    "b" => Kind::Bool,
                    "e" => Kind::Error,
                    "d" => Kind::Iso,
                    _ => Kind::Number,
                };
            }
            _ => {}
        }
    }
    current
}

fn push(c: Current, written: &str, context: &Context<'_>, out: &mut Collected<'_>) -> Result<(), Unreadable> {
    let value = value_of(c, written, context, out);
    take(c, value, out)
}

fn take(c: Current, value: Option<Value>, out: &mut Collected<'_>) -> Result<(), Unreadable> {
    let Some(value) = value else { return Ok(()) };
    out.push(Cell {
        row: c.row,
        col: c.col,
        value,
        formula: c.formula,
    })
}

fn value_of(c: Current, written: &str, context: &Context<'_>, out: &mut Collected<'_>) -> Option<Value> {
    if !c.has_value {
        return c.formula.then_some(Value::Uncalculated);
    }
    match c.kind {
        Kind::Shared => shared(c, written.trim(), context, out),
        Kind::Text | Kind::Inline => text(written),
        Kind::Bool => Some(Value::Bool(matches!(written.trim(), "1" | "true"))),
        Kind::Error => Some(Value::Error(Arc::from(written.trim()))),
        Kind::Iso => (!written.trim().is_empty()).then(|| Value::IsoDate(Arc::from(written.trim()))),
        Kind::Number => number(c, written.trim(), context),
    }
}

/// The text of that number.
fn shared(c: Current, number: &str, context: &Context<'_>, out: &mut Collected<'_>) -> Option<Value> {
    let Some(shared) = number.parse::<usize>().ok().and_then(|i| context.strings.get(i)) else {
        return Some(out.lost_text(c.row, c.col));
    };
    (!shared.is_empty()).then(|| Value::Text(Arc::clone(shared)))
}

fn number(c: Current, number: &str, context: &Context<'_>) -> Option<Value> {
    if number.is_empty() {
        return c.formula.then_some(Value::Uncalculated);
    }
    match number.parse::<f64>().ok().filter(|n| n.is_finite()) {
        Some(n) if context.dates.get(c.style).copied().unwrap_or(false) => Some(Value::Date(n)),
        Some(n) => Some(Value::Number(n)),
        None => text(number),
    }
}

fn text(written: &str) -> Option<Value> {
    (!written.is_empty()).then(|| Value::Text(Arc::from(unescape_excel(written))))
}

/// `A3:B5` → its corners.
fn corners(reference: &str) -> Option<((u32, u32), (u32, u32))> {
    let (a, b) = reference.split_once(':')?;
    Some((position(a.as_bytes())?, position(b.as_bytes())?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{
        cells::{Sheet, Visibility},
        sheet_builder::Damage,
    };

    const SHEET: &str = r#"<?xml version="1.0"?><x:worksheet xmlns:x="m"><sheetData><row r="1" spans="1:2"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1"/></row>
<row hidden="1"><c><v>4.50</v></c><c s="1"><v>45000</v></c><c t="inlineStr"><is><t>大&amp;</t><rPh><t>x</t></rPh><r><t>米</t></r></is></c>
<c r="F2" t="str"><f>"a"&amp;B1</f><v>&#x5927;</v></c><c><f>1+1</f></c><c t="s"><v>9</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row><row r="9"/><row r='3'><c r="A3" t="d"><v>2024-03-01</v></c></row>
</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></x:worksheet>"#;

    fn context<'a>(strings: &'a [Arc<str>], limits: &'a Limits) -> Context<'a> {
        Context {
            strings,
            dates: &[false, true],
            cells_left: 100,
            limits,
        }
    }

    fn sheet(read: Result<Collected<'_>, Unreadable>) -> Result<(Sheet, Damage), Unreadable> {
        let mut damage = Damage::new();
        read.map(|c| c.into_sheet("3月".into(), Visibility::Visible, &mut damage))
            .map(|s| (s, damage))
    }

    #[test]
    fn a_plain_sheet_is_read_without_the_general_parser() {
        let (strings, limits) = ([Arc::from("米")], Limits::default());
        let cx = context(&strings, &limits);
        let (parsed, damage) = sheet(plain(SHEET, &cx).unwrap()).unwrap();
        let at: Vec<(u32, u32)> = parsed.cells.iter().map(|c| (c.row, c.col)).collect();
        assert_eq!(at, [(0, 0), (1, 0), (1, 1), (1, 2), (1, 5), (1, 6), (1, 7), (1, 8), (1, 9), (2, 0)]);
        assert_eq!(parsed.cells[2].value, Value::Date(45_000.0));
        assert_eq!(parsed.cells[3].value, Value::Text("大&米".into()));
        assert_eq!(parsed.cells[4].value, Value::Text("大".into()));
        assert_eq!((parsed.hidden_rows.as_slice(), parsed.merges.len()), (&[1][..], 1));
        assert_eq!(damage, [("3月".into(), "strings_truncated", "H2: 1".to_owned())]);
    }

    #[test]
    fn an_inline_text_counts_over_a_value_beside_it() {
        let (strings, limits) = ([], Limits::default());
        let cx = context(&strings, &limits);
        let cells = r#"<c t="inlineStr"><v>1.0</v><is><t>1.</t></is></c><c t="inlineStr"><is><r><t>2</t></r><r><t>.5</t></r></is><v>2.5</v></c><c t="inlineStr"><v>3</v></c>"#;
        let xml = format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>");
        let quick = sheet(plain(&xml, &cx).unwrap()).unwrap().0;
        let texts: Vec<_> = quick.cells.iter().map(|c| c.value.clone()).collect();
        assert_eq!(texts, ["1.", "2.5", "3"].map(|t| Value::Text(t.into())));
        assert_eq!(sheet(general(&xml, &cx)).unwrap().0, quick);
    }

    /// What is no longer plain after a change goes to the general parser; what still is must read as it does there.
    #[test]
    fn both_parsers_read_the_same_wherever_the_quick_one_reads() {
        let (strings, limits) = ([Arc::from("米")], Limits::default());
        let cx = context(&strings, &limits);
        let (mut quick, mut left) = (0, 0);
        let signs = [
            "", "<", ">", "/", "\"", "'", "&", " ", "=", "<!--", "]]>", "v", "0", "<c>", "</c>", "<v/>", "\u{0}", ":", "?",
        ];
        for (at, c) in SHEET.char_indices() {
            let behind = &SHEET[at + c.len_utf8()..];
            let cut = [SHEET[..at].to_owned()];
            let replaced = signs.iter().map(|sign| format!("{}{sign}{behind}", &SHEET[..at]));
            let added = signs.iter().map(|sign| format!("{}{sign}{}", &SHEET[..at], &SHEET[at..]));
            for xml in replaced.chain(added).chain(cut) {
                match plain(&xml, &cx) {
                    None => left += 1,
                    Some(read) => {
                        quick += 1;
                        assert_eq!(sheet(read), sheet(general(&xml, &cx)), "{xml}");
                    }
                }
            }
        }
        assert!(quick > 5_000 && left > 5_000, "{quick} {left}");
    }

    #[test]
    fn limits_hold_in_both() {
        let (strings, limits) = ([Arc::from("米")], Limits::default());
        let few = Context {
            cells_left: 9,
            ..context(&strings, &limits)
        };
        let over = plain(SHEET, &few).unwrap().unwrap_err();
        assert_eq!(general(SHEET, &few).unwrap_err(), over);
        let flat = Limits { xml_depth: 3, ..limits };
        let deep = context(&strings, &flat);
        assert!(plain(SHEET, &deep).is_none());
        assert!(matches!(parse(SHEET, &deep), Err(Unreadable::OverLimit { .. })));
    }
}
