//! One worksheet: cells, merged regions, hidden rows.

use std::sync::Arc;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::parts::{attribute, push_text, unescape_excel};
use crate::intake::{Cell, Limits, Unreadable, Value, collected::Collected};

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
pub fn parse<'a>(xml: &str, context: &Context<'a>) -> Result<Collected<'a>, Unreadable> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut out = Collected::new(context.cells_left, context.limits);
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
                            out.hide(row);
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
                    "mergeCell" => {
                        if let Some((a, b)) = attribute(e, "ref").as_deref().and_then(corners) {
                            out.merge(a, b);
                        }
                    }
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

fn push(c: Current, context: &Context<'_>, out: &mut Collected<'_>) -> Result<(), Unreadable> {
    let Some(value) = value_of(&c, context, out) else { return Ok(()) };
    out.push(Cell {
        row: c.row,
        col: c.col,
        value,
        formula: c.formula,
    })
}

fn shared<'a>(c: &Current, context: &Context<'a>) -> Option<&'a Arc<str>> {
    c.value.trim().parse::<usize>().ok().and_then(|i| context.strings.get(i))
}

fn value_of(c: &Current, context: &Context<'_>, out: &mut Collected<'_>) -> Option<Value> {
    let text = |t: &str| (!t.is_empty()).then(|| Value::Text(Arc::from(unescape_excel(t))));
    if !c.has_value {
        return c.formula.then_some(Value::Uncalculated);
    }
    match c.kind {
        Kind::Shared => {
            let Some(shared) = shared(c, context) else {
                return Some(out.lost_text(c.row, c.col));
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

/// `A3:B5` → its corners.
fn corners(reference: &str) -> Option<((u32, u32), (u32, u32))> {
    let (a, b) = reference.split_once(':')?;
    Some((position(a.as_bytes())?, position(b.as_bytes())?))
}
