//! One worksheet: cells, merged regions, hidden rows.

use std::{io::BufRead as _, sync::Arc};

use quick_xml::events::{BytesStart, Event};

use crate::formats::{
    cells::{Cell, Value, finite},
    limits::Limits,
    package::Shared,
    sheet_builder::SheetBuilder,
    unreadable::Unreadable,
    xlsx::{
        formula::is_product,
        plain::{self, PlainCell, PlainValue},
        reference::{corners, position},
        strings::unescape_excel,
    },
    xml::{self, attribute, attributes, push_text, unescaped},
};

#[derive(Default, Clone, Copy)]
struct OpenCell {
    row: u32,
    col: u32,
    kind: Kind,
    style: usize,
    formula: bool,
    /// A formula that is no product of two cells.
    other: bool,
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

/// A cell's XML with its place, style and value, about.
const CELL_BYTES: usize = 36;

/// Reads a sheet's XML.
pub(crate) fn parse(xml: &str, shared: &Shared, limits: &Limits, out: SheetBuilder) -> Result<SheetBuilder, Unreadable> {
    let mut reader = xml::reader(xml);
    let mut walk = Walk::new(shared, out);
    walk.out.expect(xml.len() / CELL_BYTES);
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
                limits.check_depth(depth)?;
                walk.start(e, empty);
            }
            Event::End(e) => {
                depth = depth.saturating_sub(1);
                walk.end(e.local_name().as_ref())?;
            }
            Event::Eof => break,
            text => {
                if walk.in_value {
                    push_text(text, &mut walk.text);
                } else if walk.in_formula {
                    push_text(text, &mut walk.formula);
                }
                continue;
            }
        }
        // Behind a tag, and where its two elements may be opened.
        while depth + 2 <= limits.xml_depth
            && let Some((cell, length)) = plain::cell(reader.get_ref())
        {
            walk.plain_cell(cell)?;
            reader.stream().consume(length);
        }
    }
    if depth > 0 && walk.out.broken.is_none() {
        walk.out.broken = Some(format!("byte {}: the XML ends in the middle", xml.len()));
    }
    Ok(walk.out)
}

/// What the elements of a sheet mean.
struct Walk<'a> {
    shared: &'a Shared,
    out: SheetBuilder,
    next_row: u32,
    next_col: u32,
    cell: Option<OpenCell>,
    /// The current cell's value as written.
    text: String,
    /// Where character data belongs: the value, an inline text, the formula, or nowhere (what stands between cells).
    in_value: bool,
    in_formula: bool,
    formula: String,
    phonetic: bool,
}

impl<'a> Walk<'a> {
    fn new(shared: &'a Shared, out: SheetBuilder) -> Self {
        Self {
            shared,
            out,
            next_row: 0,
            next_col: 0,
            cell: None,
            text: String::new(),
            in_value: false,
            in_formula: false,
            formula: String::new(),
            phonetic: false,
        }
    }

    fn start(&mut self, e: &BytesStart<'_>, empty: bool) {
        match e.local_name().as_ref() {
            "row" => self.row(e, empty),
            "c" => {
                let current = start_cell(e, self.next_row, self.next_col);
                self.next_col = current.col.saturating_add(1);
                self.cell = (!empty).then_some(current);
                self.text.clear();
            }
            "f" => {
                if let Some(c) = &mut self.cell {
                    c.formula = true;
                    self.in_formula = !empty;
                    self.formula.clear();
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
                if let Some((a, b)) = attribute(e, "ref").as_deref().and_then(corners) {
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
        let current = OpenCell {
            row: cell.row,
            col: cell.col,
            style: cell.style as usize,
            has_value: true,
            ..OpenCell::default()
        };
        let value = match value {
            PlainValue::Shared(at) => self.out.shared_text(&self.shared.strings, Some(at), (cell.row, cell.col)),
            PlainValue::Number(text) => number(current, text, &self.shared.dates),
        };
        value.map_or(Ok(()), |value| put(current, value, self.shared, &mut self.out))
    }

    fn row(&mut self, e: &BytesStart<'_>, empty: bool) {
        let (mut number, mut hidden) = (None, None);
        for (name, value) in attributes(e) {
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
            "f" => {
                self.in_formula = false;
                if let Some(c) = &mut self.cell {
                    c.other = !self.formula.is_empty() && !is_product(&self.formula);
                }
            }
            "row" => self.next_row = self.next_row.saturating_add(1),
            "c" => {
                (self.in_value, self.in_formula) = (false, false);
                if let Some(done) = self.cell.take() {
                    push(done, &self.text, self.shared, &mut self.out)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn start_cell(e: &BytesStart<'_>, row: u32, col: u32) -> OpenCell {
    let mut current = OpenCell {
        row,
        col,
        ..OpenCell::default()
    };
    for (name, value) in attributes(e) {
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

fn push(c: OpenCell, written: &str, shared: &Shared, out: &mut SheetBuilder) -> Result<(), Unreadable> {
    let value = match c.kind {
        _ if !c.has_value => c.formula.then_some(Value::Uncalculated),
        Kind::Shared => out.shared_text(&shared.strings, written.trim().parse().ok(), (c.row, c.col)),
        Kind::Text | Kind::Inline => text(written),
        Kind::Bool => Some(Value::Bool(matches!(written.trim(), "1" | "true"))),
        Kind::Error => Some(Value::Error(Arc::from(written.trim()))),
        Kind::Iso => (!written.trim().is_empty()).then(|| Value::IsoDate(Arc::from(written.trim()))),
        Kind::Number => number(c, written.trim(), &shared.dates),
    };
    value.map_or(Ok(()), |value| put(c, value, shared, out))
}

fn put(c: OpenCell, value: Value, shared: &Shared, out: &mut SheetBuilder) -> Result<(), Unreadable> {
    if c.other && matches!(value, Value::Uncalculated | Value::Number(0.0)) {
        out.marks.formulas.push((c.row, c.col));
    }
    if !shared.struck.is_empty() {
        out.styled(c.row, shared.struck.get(c.style).copied().unwrap_or(false));
    }
    out.push(Cell {
        row: c.row,
        col: c.col,
        value,
        formula: c.formula,
    })
}

fn number(c: OpenCell, number: &str, dates: &[bool]) -> Option<Value> {
    if number.is_empty() {
        return c.formula.then_some(Value::Uncalculated);
    }
    match finite(number) {
        Some(n) if dates.get(c.style).copied().unwrap_or(false) => Some(Value::Date(n)),
        Some(n) => Some(Value::Number(n)),
        None => text(number),
    }
}

fn text(written: &str) -> Option<Value> {
    (!written.is_empty()).then(|| Value::Text(Arc::from(unescape_excel(written))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::cells::{Damage, Sheet, Visibility};

    const SHEET: &str = r#"<?xml version="1.0"?><x:worksheet xmlns:x="m"><sheetData><row r="1" spans="1:2"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1"/></row>
<row hidden="1"><c><v>4.50</v></c><c s="1"><v>45000</v></c><c t="inlineStr"><is><t>大&amp;</t><rPh><t>x</t></rPh><r><t>米</t></r></is></c>
<c r="F2" t="str"><f>"a"&amp;B1</f><v>&#x5927;</v></c><c><f>1+1</f></c><c t="s"><v>9</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row><row r="9"/><row r='3'><c r="A3" t="d"><v>2024-03-01</v></c></row>
</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></x:worksheet>"#;

    fn sheet(xml: &str, cells: usize, limits: &Limits) -> Result<(Sheet, Vec<Damage>), Unreadable> {
        let shared = Shared {
            strings: vec!["米".into()],
            dates: vec![false, true],
            struck: Vec::new(),
        };
        let mut damage = Vec::new();
        let out = parse(xml, &shared, limits, SheetBuilder::new(cells, limits))?;
        Ok((out.into_sheet("3月".into(), Visibility::Visible, &mut damage), damage))
    }

    fn read(xml: &str) -> (Sheet, Vec<Damage>) {
        sheet(xml, 100, &Limits::default()).unwrap()
    }

    /// A line break within the tag keeps a cell from being taken whole, and changes nothing else.
    fn tag_by_tag(xml: &str) -> String {
        xml.replace("<c r=", "<c\nr=")
    }

    #[test]
    fn cells_are_read_with_their_places_and_kinds() {
        let (parsed, damage) = read(SHEET);
        let at: Vec<(u32, u32)> = parsed.cells.iter().map(|c| (c.row, c.col)).collect();
        assert_eq!(at, [(0, 0), (1, 0), (1, 1), (1, 2), (1, 5), (1, 6), (1, 7), (1, 8), (1, 9), (2, 0)]);
        assert_eq!(parsed.cells[2].value, Value::Date(45_000.0));
        assert_eq!(parsed.cells[3].value, Value::Text("大&米".into()));
        assert_eq!(parsed.cells[4].value, Value::Text("大".into()));
        assert_eq!((parsed.hidden_rows.as_slice(), parsed.merges.len()), (&[1][..], 1));
        assert_eq!(damage, [Damage::new(&"3月".into(), "strings_truncated", "H2: 1")]);
    }

    #[test]
    fn an_inline_text_counts_over_a_value_beside_it() {
        let cells = r#"<c t="inlineStr"><v>1.0</v><is><t>1.</t></is></c><c t="inlineStr"><is><r><t>2</t></r><r><t>.5</t></r></is><v>2.5</v></c><c t="inlineStr"><v>3</v></c>"#;
        let (parsed, _) = read(&format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>"));
        let texts: Vec<_> = parsed.cells.iter().map(|c| c.value.clone()).collect();
        assert_eq!(texts, ["1.", "2.5", "3"].map(|t| Value::Text(t.into())));
    }

    #[test]
    fn cells_taken_whole_read_as_their_tags_do() {
        let signs = ["", "<", ">", "/", "\"", "&", " ", "<!--", "v", "0", "</c>", "<v>", "<rPh>", ":"];
        let plain = r#"<worksheet><row r="2"><c r="A2"><v>1.5</v></c><c r="B2" s="1" t="s"><v>0</v></c><c r="C2"/><c r="D2" s="1"><v>45000</v></c></row></worksheet>"#;
        assert_eq!(read(plain).0.cells.len(), 3);
        for sheet in [SHEET, plain] {
            for (at, c) in sheet.char_indices() {
                let behind = &sheet[at + c.len_utf8()..];
                let replaced = signs.iter().map(|sign| format!("{}{sign}{behind}", &sheet[..at]));
                let added = signs.iter().map(|sign| format!("{}{sign}{}", &sheet[..at], &sheet[at..]));
                for xml in replaced.chain(added).chain([sheet[..at].to_owned()]) {
                    assert_eq!(read(&xml), read(&tag_by_tag(&xml)), "{xml}");
                }
            }
        }
    }

    #[test]
    fn limits_hold_for_cells_taken_whole_too() {
        let row = r#"<worksheet><row><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></worksheet>"#;
        for xml in [row.to_owned(), tag_by_tag(row)] {
            for (cells, xml_depth, name) in [(2, 4, None), (1, 4, Some("max-cells")), (2, 3, Some("max-xml-depth"))] {
                let limits = Limits {
                    xml_depth,
                    ..Limits::default()
                };
                let over = match sheet(&xml, cells, &limits) {
                    Ok(_) => None,
                    Err(Unreadable::OverLimit { limit, .. }) => Some(limit),
                    Err(other) => panic!("{other}"),
                };
                assert_eq!(over.as_deref(), name, "{xml}");
            }
        }
    }
}
