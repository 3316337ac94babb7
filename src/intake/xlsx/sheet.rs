//! One worksheet: cells, merged regions, hidden rows.

use std::sync::Arc;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::parts::{attribute, push_text, unescape_excel};
use crate::intake::{Cell, Limits, Merge, Unreadable, Value};

/// Last row and column of a sheet, zero-based.
const LAST: (u32, u32) = (1_048_575, 16_383);
/// Merged regions kept; a real ledger has some hundreds.
const MOST_MERGES: usize = 200_000;

/// Stands for a text that the workbook's shared texts do not hold.
const LOST_TEXT: &str = "#TEXT?";

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

/// A sheet as far as its XML holds.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Sorted, positions unique.
    pub cells: Vec<Cell>,
    /// Merged regions.
    pub merges: Vec<Merge>,
    /// Hidden rows that hold a cell.
    pub hidden_rows: Vec<u32>,
    /// Where the XML broke off.
    pub broken: Option<String>,
    /// The first cell whose shared text is not there, and how many there are.
    pub lost_texts: Option<((u32, u32), u32)>,
    /// Cells beyond the last row or column.
    pub beyond: u32,
}

#[derive(Default)]
struct Current {
    row: u32,
    col: u32,
    kind: Kind,
    style: usize,
    formula: bool,
    value: String,
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

/// Reads a sheet's XML.
///
/// # Errors
/// [`Unreadable::OverLimit`] only: everything else is damage that is survived.
pub fn parse(xml: &str, context: &Context<'_>) -> Result<Parsed, Unreadable> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut out = Parsed::default();
    let mut hidden: Vec<u32> = Vec::new();
    let (mut next_row, mut next_col, mut depth) = (0_u32, 0_u32, 0_usize);
    let mut cell: Option<Current> = None;
    // Where character data belongs: the value, an inline text, or nowhere (a formula's text).
    let (mut in_value, mut phonetic) = (false, false);
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(e) => {
                out.broken = Some(format!("byte {}: {e}", reader.error_position()));
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
                match e.local_name().as_ref() {
                    "row" => {
                        let row = attribute(e, "r")
                            .and_then(|r| r.trim().parse::<u32>().ok())
                            .filter(|r| *r > 0)
                            .map_or(next_row, |r| r - 1);
                        if attribute(e, "hidden").is_some_and(|h| h == "1" || h == "true") {
                            hidden.push(row);
                        }
                        (next_row, next_col) = (row, 0);
                        if empty {
                            next_row = row.saturating_add(1);
                        }
                    }
                    "c" => {
                        let current = start_cell(e, next_row, next_col);
                        next_col = current.col.saturating_add(1);
                        cell = (!empty).then_some(current);
                    }
                    "f" => {
                        if let Some(c) = &mut cell {
                            c.formula = true;
                        }
                    }
                    "v" => {
                        if let Some(c) = &mut cell {
                            c.has_value = true;
                            in_value = !empty;
                        }
                    }
                    "t" if !phonetic => {
                        if let Some(c) = cell.as_mut().filter(|c| c.kind == Kind::Inline) {
                            c.has_value = true;
                            in_value = !empty;
                        }
                    }
                    "rPh" => phonetic = !empty,
                    "mergeCell" => out.merges.extend(
                        attribute(e, "ref")
                            .and_then(|r| merge(&r))
                            .filter(|_| out.merges.len() < MOST_MERGES),
                    ),
                    _ => {}
                }
            }
            Event::End(e) => {
                depth = depth.saturating_sub(1);
                match e.local_name().as_ref() {
                    "v" | "t" => in_value = false,
                    "rPh" => phonetic = false,
                    "row" => next_row = next_row.saturating_add(1),
                    "c" => {
                        in_value = false;
                        if let Some(done) = cell.take() {
                            push(done, context, &mut out)?;
                        }
                    }
                    _ => {}
                }
            }
            Event::Eof => break,
            other if in_value => {
                if let Some(c) = &mut cell {
                    push_text(other, &mut c.value);
                }
            }
            _ => {}
        }
    }
    if depth > 0 && out.broken.is_none() {
        out.broken = Some(format!("byte {}: the XML ends in the middle", xml.len()));
    }
    tidy(&mut out, hidden);
    Ok(out)
}

fn start_cell(e: &BytesStart<'_>, row: u32, col: u32) -> Current {
    let mut current = Current {
        row,
        col,
        ..Current::default()
    };
    for a in e.attributes().with_checks(false).flatten() {
        match a.key.local_name().as_ref() {
            "r" => (current.row, current.col) = position(a.value.as_bytes()).unwrap_or((row, col)),
            "s" => current.style = a.value.parse().ok().unwrap_or(0),
            "t" => {
                current.kind = match a.value.as_ref() {
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

fn push(c: Current, context: &Context<'_>, out: &mut Parsed) -> Result<(), Unreadable> {
    let lost = c.has_value && c.kind == Kind::Shared && shared(&c, context).is_none();
    if lost {
        let (first, count) = out.lost_texts.unwrap_or(((c.row, c.col), 0));
        out.lost_texts = Some((first, count.saturating_add(1)));
    }
    let Some(value) = value_of(&c, context) else { return Ok(()) };
    if c.row > LAST.0 || c.col > LAST.1 {
        out.beyond = out.beyond.saturating_add(1);
        return Ok(());
    }
    if out.cells.len() >= context.cells_left {
        let allowed = context.limits.cells as u64;
        return Err(Unreadable::OverLimit {
            limit: "max-cells".to_owned(),
            found: allowed + 1,
            allowed,
        });
    }
    out.cells.push(Cell {
        row: c.row,
        col: c.col,
        value,
        formula: c.formula,
    });
    Ok(())
}

fn shared<'a>(c: &Current, context: &Context<'a>) -> Option<&'a Arc<str>> {
    c.value.trim().parse::<usize>().ok().and_then(|i| context.strings.get(i))
}

fn value_of(c: &Current, context: &Context<'_>) -> Option<Value> {
    let text = |t: &str| (!t.is_empty()).then(|| Value::Text(Arc::from(unescape_excel(t))));
    if !c.has_value {
        return c.formula.then_some(Value::Uncalculated);
    }
    match c.kind {
        Kind::Shared => {
            // A text that is lost is no empty cell: it is seen, and its row with it.
            let Some(shared) = shared(c, context) else {
                return Some(Value::Error(Arc::from(LOST_TEXT)));
            };
            (!shared.is_empty()).then(|| Value::Text(shared.clone()))
        }
        Kind::Text | Kind::Inline => text(&c.value),
        Kind::Bool => Some(Value::Bool(matches!(c.value.trim(), "1" | "true"))),
        Kind::Error => Some(Value::Error(Arc::from(c.value.trim()))),
        Kind::Iso => (!c.value.trim().is_empty()).then(|| Value::IsoDate(Arc::from(c.value.trim()))),
        Kind::Number => {
            let number = c.value.trim();
            if number.is_empty() {
                return c.formula.then_some(Value::Uncalculated);
            }
            match number.parse::<f64>().ok().filter(|n| n.is_finite()) {
                Some(n) if context.dates.get(c.style).copied().unwrap_or(false) => Some(Value::Date(n)),
                Some(n) => Some(Value::Number(n)),
                None => text(number),
            }
        }
    }
}

fn merge(reference: &str) -> Option<Merge> {
    let (a, b) = reference.split_once(':')?;
    let ((r1, c1), (r2, c2)) = (position(a.as_bytes())?, position(b.as_bytes())?);
    let m = Merge {
        top: r1.min(r2),
        left: c1.min(c2),
        bottom: r1.max(r2).min(LAST.0),
        right: c1.max(c2).min(LAST.1),
    };
    ((m.top, m.left) != (m.bottom, m.right)).then_some(m)
}

/// Sorted by position; of two cells in one place the later one stays, as in a spreadsheet.
fn tidy(out: &mut Parsed, mut hidden: Vec<u32>) {
    let at = |c: &Cell| (c.row, c.col);
    if !out.cells.is_sorted_by(|a, b| at(a) < at(b)) {
        out.cells.reverse();
        out.cells.sort_by_key(at);
        out.cells.dedup_by_key(|c| at(c));
    }
    hidden.sort_unstable();
    hidden.dedup();
    hidden.retain(|r| out.cells.binary_search_by_key(r, |c| c.row).is_ok());
    out.hidden_rows = hidden;
}
