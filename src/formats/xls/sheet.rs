//! One substream of cells. A record that is too short for what it should hold costs its cell, not the sheet.

use std::sync::Arc;

use crate::formats::{
    biff::{lost_cell, rk, shown, truth_or_error},
    cells::{Cell, Value},
    sheet_builder::SheetBuilder,
    unreadable::Unreadable,
    xls::{
        bof::Version,
        globals::Globals,
        records::{Record, Records},
        text::Cursor,
    },
};

/// The result of a formula that came to an empty text, or that was never calculated.
const EMPTY_RESULT: u8 = 3;

/// Reads a sheet's records.
pub(crate) struct SheetReader<'a> {
    globals: &'a Globals,
    out: SheetBuilder,
    /// A formula whose result is a text: the text follows in a record of its own.
    waiting: Option<(u32, u32)>,
    /// Formulas with an empty text as their result.
    empty_results: Vec<(u32, u32)>,
    calculated: bool,
}

/// What a sheet holds, and what only the whole book can decide.
pub(crate) struct Read {
    /// Cells, merged regions, hidden rows.
    pub(crate) sheet: SheetBuilder,
    /// Cells of formulas whose result is an empty text, held as never calculated: programs that write formulas without calculating them
    /// give each that result.
    pub(crate) empty_results: Vec<(u32, u32)>,
    /// Whether some formula has another result.
    pub(crate) calculated: bool,
}

/// Reads the substream whose `BOF` lies at an offset.
pub(crate) fn read(stream: &[u8], at: usize, globals: &Globals, out: SheetBuilder) -> Result<Read, Unreadable> {
    let mut reader = SheetReader {
        globals,
        out,
        waiting: None,
        empty_results: Vec::new(),
        calculated: false,
    };
    let mut records = Records::from(stream, at);
    let (mut depth, mut ended) = (0_u32, false);
    for record in records.by_ref() {
        match record.kind {
            0x0009 | 0x0209 | 0x0409 | 0x0809 => depth += 1,
            0x000A => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    ended = true;
                    break;
                }
            }
            0x002F => return Err(Unreadable::Encrypted),
            // Deeper: a chart that lies in the sheet.
            _ if depth == 1 => {
                if let Some(why) = reader.take(&record)? {
                    reader.out.broken = Some(why);
                    ended = true;
                    break;
                }
            }
            _ => {}
        }
    }
    reader.settle_text()?;
    if !ended {
        let end = records.cut.unwrap_or(stream.len());
        reader.out.broken = Some(format!("byte {end}: no end of the sheet"));
    }
    Ok(Read {
        sheet: reader.out,
        empty_results: reader.empty_results,
        calculated: reader.calculated,
    })
}

impl SheetReader<'_> {
    /// Takes one record; gives a reason when it cannot be told what follows.
    fn take(&mut self, record: &Record<'_>) -> Result<Option<String>, Unreadable> {
        if self.waiting.is_some() && !matches!(record.kind, 0x0007 | 0x0207 | 0x0221 | 0x0021 | 0x04BC | 0x0236 | 0x0036) {
            self.settle_text()?;
        }
        match record.kind {
            0x0008 | 0x0208 => self.row(record),
            0x00E5 => self.merges(record),
            0x0007 | 0x0207 => self.text_result(record)?,
            0x0002..=0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x0206 | 0x0406 | 0x027E | 0x00BD | 0x00D6 | 0x00FD => {
                let (Some(row), Some(col)) = (record.u16(0), record.u16(2)) else {
                    return Ok(Some(format!("byte {}: a cell without its place", record.at)));
                };
                let (row, col) = (u32::from(row), u32::from(col));
                if record.kind == 0x00BD {
                    self.many(record, row, col)?;
                } else {
                    self.cell(record, row, col)?;
                }
            }
            _ => {}
        }
        Ok(None)
    }

    fn row(&mut self, record: &Record<'_>) {
        let hidden = match self.globals.version {
            Version::Biff2 => false,
            _ => record.u16(12).is_some_and(|flags| flags & 0x20 != 0),
        };
        if let (Some(row), true) = (record.u16(0), hidden) {
            self.out.hide(row.into());
        }
    }

    fn merges(&mut self, record: &Record<'_>) {
        let count = record.u16(0).unwrap_or(0);
        for at in (0..usize::from(count)).map(|i| 2 + 8 * i) {
            let [Some(top), Some(bottom), Some(left), Some(right)] = [0, 2, 4, 6].map(|i| record.u16(at + i)) else {
                return;
            };
            self.out.merge((top.into(), left.into()), (bottom.into(), right.into()));
        }
    }

    fn push(&mut self, row: u32, col: u32, value: Option<Value>, formula: bool) -> Result<(), Unreadable> {
        match value {
            Some(value) => self.out.push(Cell { row, col, value, formula }),
            None => Ok(()),
        }
    }

    /// Cells side by side, each a style and a short number.
    fn many(&mut self, record: &Record<'_>, row: u32, first: u32) -> Result<(), Unreadable> {
        let own = record.own();
        let cells = own.get(4..own.len().saturating_sub(2)).unwrap_or_default();
        for (i, cell) in (0_u32..).zip(cells.chunks(6)) {
            if let [s0, s1, ..] = cell {
                self.styled(row, u16::from_le_bytes([*s0, *s1]));
            }
            let value = match cell {
                [s0, s1, a, b, c, d] => self.number(u16::from_le_bytes([*s0, *s1]), rk(u32::from_le_bytes([*a, *b, *c, *d]))),
                _ => lost_cell(),
            };
            self.push(row, first.saturating_add(i), Some(value), false)?;
        }
        Ok(())
    }

    fn styled(&mut self, row: u32, style: u16) {
        if self.globals.strikes {
            self.out.styled(row, self.globals.style_is_struck(style));
        }
    }

    /// A number in a style of BIFF3 and later.
    fn number(&self, style: u16, n: f64) -> Value {
        shown(n, self.globals.style_is_date(style))
    }

    fn cell(&mut self, record: &Record<'_>, row: u32, col: u32) -> Result<(), Unreadable> {
        // In BIFF2 three bytes of attributes stand where the style's number does later; the second one holds the number format.
        let old = record.kind <= 0x0005 || (record.kind == 0x0006 && self.globals.version == Version::Biff2);
        let (body, date) = if old {
            let format = record.own().get(5).map_or(0, |a| u16::from(a & 0x3F));
            (7, self.globals.format_is_date(format))
        } else {
            let style = record.u16(4).unwrap_or(0);
            self.styled(row, style);
            (6, self.globals.style_is_date(style))
        };
        if matches!(record.kind, 0x0006 | 0x0206 | 0x0406) {
            return self.formula(record, row, col, body, date);
        }
        let value = match record.kind {
            0x0002 => record.u16(body).map(|n| shown(n.into(), date)),
            0x0003 | 0x0203 => record.f64(body).map(|n| shown(n, date)),
            0x027E => record.u32(body).map(|n| shown(rk(n), date)),
            0x0005 | 0x0205 => record.own().get(body..body + 2).map(|b| truth_or_error(b[0], b[1])),
            0x00FD => match record.u32(body).and_then(|n| usize::try_from(n).ok()) {
                Some(number) => match self.out.shared_text(&self.globals.strings, Some(number), (row, col)) {
                    Some(text) => Some(text),
                    None => return Ok(()),
                },
                None => None,
            },
            _ => match self.text(record, body, record.kind == 0x0004) {
                Some(text) if text.is_empty() => return Ok(()),
                text => text.map(|t| Value::Text(Arc::from(t))),
            },
        };
        self.push(row, col, Some(value.unwrap_or_else(lost_cell)), false)
    }

    fn text(&self, record: &Record<'_>, at: usize, short: bool) -> Option<String> {
        match self.globals.version {
            Version::Biff8 => Cursor::new(record, at).unicode(false),
            _ => Cursor::new(record, at).bytes(short, self.globals.encoding),
        }
    }

    /// A formula's cached result: a number, or in the bits of one that is none, a truth value, an error, an empty text, or that a text follows.
    fn formula(&mut self, record: &Record<'_>, row: u32, col: u32, at: usize, date: bool) -> Result<(), Unreadable> {
        let Some(result) = record.own().get(at..at + 8).and_then(|b| b.first_chunk::<8>()) else {
            return self.push(row, col, Some(lost_cell()), true);
        };
        let value = match *result {
            [0, _, _, _, _, _, 0xFF, 0xFF] => {
                self.waiting = Some((row, col));
                return Ok(());
            }
            [1, _, b, _, _, _, 0xFF, 0xFF] => truth_or_error(b, 0),
            [2, _, b, _, _, _, 0xFF, 0xFF] => truth_or_error(b, 1),
            [EMPTY_RESULT, _, _, _, _, _, 0xFF, 0xFF] => {
                self.empty_results.push((row, col));
                return self.push(row, col, Some(Value::Uncalculated), true);
            }
            bits => shown(f64::from_le_bytes(bits), date),
        };
        self.calculated = true;
        self.push(row, col, Some(value), true)
    }

    fn text_result(&mut self, record: &Record<'_>) -> Result<(), Unreadable> {
        let Some((row, col)) = self.waiting.take() else { return Ok(()) };
        self.calculated = true;
        let value = match self.text(record, 0, record.kind == 0x0007) {
            Some(text) if text.is_empty() => return Ok(()),
            Some(text) => Value::Text(Arc::from(text)),
            None => lost_cell(),
        };
        self.push(row, col, Some(value), true)
    }

    /// The text that a formula announced did not come.
    fn settle_text(&mut self) -> Result<(), Unreadable> {
        match self.waiting.take() {
            Some((row, col)) => self.push(row, col, Some(Value::Uncalculated), true),
            None => Ok(()),
        }
    }
}
