//! The formats that calamine reads: xls, xlsb. Bounded before it is called, since it allocates a sheet's whole rectangle.

use std::{io::Cursor, sync::Arc};

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, Xlsb};

use super::{Book, Cell, DateSystem, Format, Limits, Merge, Sheet, Unreadable, Value, Visibility, container::Container};

fn visibility(v: SheetVisible) -> Visibility {
    match v {
        SheetVisible::Visible => Visibility::Visible,
        SheetVisible::Hidden => Visibility::Hidden,
        SheetVisible::VeryHidden => Visibility::VeryHidden,
    }
}

fn damaged(e: impl std::fmt::Display) -> Unreadable {
    let text = e.to_string();
    let lower = text.to_lowercase();
    if lower.contains("password") || lower.contains("encrypt") {
        Unreadable::Encrypted
    } else {
        Unreadable::Damaged(text)
    }
}

fn value(data: &Data) -> Option<Value> {
    Some(match data {
        Data::Int(n) => {
            // An i64 of a cell that a program wrote as a whole number.
            #[allow(clippy::cast_precision_loss)]
            let n = *n as f64;
            Value::Number(n)
        }
        Data::Float(n) => Value::Number(*n),
        Data::String(s) if s.is_empty() => return None,
        Data::String(s) => Value::Text(Arc::from(s.as_str())),
        Data::Bool(b) => Value::Bool(*b),
        Data::DateTime(d) if d.is_datetime() => Value::Date(d.as_f64()),
        Data::DateTime(d) => Value::Number(d.as_f64()),
        Data::DateTimeIso(s) | Data::DurationIso(s) => Value::IsoDate(Arc::from(s.as_str())),
        Data::Error(e) => Value::Error(Arc::from(e.to_string())),
        _ => return None,
    })
}

fn too_many(limits: &Limits) -> Unreadable {
    Unreadable::OverLimit {
        limit: "max-cells".to_owned(),
        found: limits.cells as u64 + 1,
        allowed: limits.cells as u64,
    }
}

fn check_sheets(n: usize, limits: &Limits) -> Result<(), Unreadable> {
    if n > limits.sheets {
        return Err(Unreadable::OverLimit {
            limit: "max-sheets".to_owned(),
            found: n as u64,
            allowed: limits.sheets as u64,
        });
    }
    Ok(())
}

fn cells_of(
    range: &calamine::Range<Data>,
    formulas: Option<&calamine::Range<String>>,
    left: &mut usize,
    limits: &Limits,
) -> Result<Vec<Cell>, Unreadable> {
    let (top, leftmost) = range.start().unwrap_or((0, 0));
    let has_formula = |row: u32, col: u32| formulas.and_then(|f| f.get_value((row, col))).is_some_and(|f| !f.is_empty());
    let mut cells = Vec::new();
    for (row, col, data) in range.used_cells() {
        let (Ok(row), Ok(col)) = (u32::try_from(row), u32::try_from(col)) else {
            continue;
        };
        let (row, col) = (top + row, leftmost + col);
        if let Some(value) = value(data) {
            if cells.len() >= *left {
                return Err(too_many(limits));
            }
            cells.push(Cell {
                row,
                col,
                value,
                formula: has_formula(row, col),
            });
        }
    }
    // A formula without a cached value has no cell of its own in calamine's range.
    if let Some(formulas) = formulas {
        let (ftop, fleft) = formulas.start().unwrap_or((0, 0));
        let before = cells.len();
        for (row, col, text) in formulas.used_cells() {
            let (Ok(row), Ok(col)) = (u32::try_from(row), u32::try_from(col)) else {
                continue;
            };
            let at = (ftop + row, fleft + col);
            if !text.is_empty() && cells[..before].binary_search_by_key(&at, |c| (c.row, c.col)).is_err() {
                cells.push(Cell {
                    row: at.0,
                    col: at.1,
                    value: Value::Uncalculated,
                    formula: true,
                });
            }
        }
        cells.sort_by_key(|c| (c.row, c.col));
    }
    *left = left.saturating_sub(cells.len());
    Ok(cells)
}

/// BIFF workbooks. A sheet of BIFF is at most 65,536 × 256, so its rectangle is bounded by the format.
///
/// # Errors
/// Why it cannot be read.
pub fn xls(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let date1904 = check_ole(bytes)?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
    let metadata = book.sheets_metadata().to_vec();
    check_sheets(metadata.len(), limits)?;
    let (mut sheets, mut damage, mut left) = (Vec::new(), Vec::new(), limits.cells);
    for sheet in metadata.iter().filter(|s| s.typ == SheetType::WorkSheet) {
        let name: Arc<str> = Arc::from(sheet.name.as_str());
        let formulas = book.worksheet_formula(&sheet.name).ok();
        let cells = match book.worksheet_range(&sheet.name) {
            Ok(range) => cells_of(&range, formulas.as_ref(), &mut left, limits)?,
            Err(e) => {
                damage.push((name.clone(), "sheet_truncated", e.to_string()));
                Vec::new()
            }
        };
        let merges = book
            .merge_cells_by_sheet_name(&sheet.name)
            .map(|m| {
                m.iter()
                    .map(|d| Merge {
                        top: d.start.0,
                        left: d.start.1,
                        bottom: d.end.0,
                        right: d.end.1,
                    })
                    .collect()
            })
            .unwrap_or_default();
        sheets.push(Sheet {
            name,
            visibility: visibility(sheet.visible),
            cells,
            merges,
            hidden_rows: Vec::new(),
        });
    }
    let date_system = if date1904 { DateSystem::D1904 } else { DateSystem::D1900 };
    Ok(Book {
        format: Format::Xls,
        date_system,
        sheets,
        damage,
    })
}

/// Whether dates count from 1904. Opens the container with a crate that checks its chains: calamine aborts the process on some corrupt loops.
fn check_ole(bytes: &[u8]) -> Result<bool, Unreadable> {
    if !bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Unreadable::Unsupported("BIFF without a container".to_owned()));
    }
    let mut ole = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|e| Unreadable::Damaged(format!("OLE: {e}")))?;
    let stream = ["/Workbook", "/Book"].into_iter().find(|p| ole.is_stream(p));
    let path = stream.ok_or_else(|| Unreadable::NotAWorkbook("OLE without a workbook".to_owned()))?;
    let mut stream = ole.open_stream(path).map_err(|e| Unreadable::Damaged(format!("OLE: {e}")))?;
    let mut all = Vec::new();
    std::io::Read::read_to_end(&mut std::io::Read::take(&mut stream, bytes.len() as u64), &mut all)
        .map_err(|e| Unreadable::Damaged(format!("OLE: {e}")))?;
    // FILEPASS (0x002F) among the globals: encrypted.
    let (mut at, mut date1904) = (0, false);
    while let Some(head) = all.get(at..at + 4) {
        let (kind, len) = (
            u16::from_le_bytes([head[0], head[1]]),
            usize::from(u16::from_le_bytes([head[2], head[3]])),
        );
        match kind {
            0x002F => return Err(Unreadable::Encrypted),
            0x000A => break,
            0x0022 => date1904 = all.get(at + 4) == Some(&1),
            _ => {}
        }
        at += 4 + len;
    }
    Ok(date1904)
}

/// Binary workbooks, streamed cell by cell. calamine tells neither merged regions nor hidden rows of xlsb.
///
/// # Errors
/// Why it cannot be read.
pub fn xlsb(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    check_inflated(bytes, limits)?;
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(damaged)?;
    let metadata = book.sheets_metadata().to_vec();
    check_sheets(metadata.len(), limits)?;
    let (mut sheets, mut damage, mut left) = (Vec::new(), Vec::new(), limits.cells);
    for sheet in metadata.iter().filter(|s| s.typ == SheetType::WorkSheet) {
        let name: Arc<str> = Arc::from(sheet.name.as_str());
        let mut cells: Vec<Cell> = Vec::new();
        match book.worksheet_cells_reader(&sheet.name) {
            Ok(mut reader) => loop {
                match reader.next_cell() {
                    Ok(Some(cell)) => {
                        let (row, col) = cell.get_position();
                        let data: Data = match cell.get_value() {
                            DataRef::SharedString(s) => Data::String((*s).to_owned()),
                            other => other.clone().into(),
                        };
                        if let Some(value) = value(&data) {
                            if cells.len() >= left {
                                return Err(too_many(limits));
                            }
                            cells.push(Cell {
                                row,
                                col,
                                value,
                                formula: false,
                            });
                        }
                    }
                    Ok(None) => break,
                    Err(e) => {
                        damage.push((name.clone(), "sheet_truncated", e.to_string()));
                        break;
                    }
                }
            },
            Err(e) => damage.push((name.clone(), "sheet_missing", e.to_string())),
        }
        cells.sort_by_key(|c| (c.row, c.col));
        cells.dedup_by_key(|c| (c.row, c.col));
        left -= cells.len();
        sheets.push(Sheet {
            name,
            visibility: visibility(sheet.visible),
            cells,
            merges: Vec::new(),
            hidden_rows: Vec::new(),
        });
    }
    Ok(Book {
        format: Format::Xlsb,
        date_system: DateSystem::D1900,
        sheets,
        damage,
    })
}

/// Inflates every part once within the budget, since calamine has none.
fn check_inflated(bytes: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    let mut container = Container::open(bytes, limits)?;
    for name in container.names().to_vec() {
        container.part(&name)?;
    }
    Ok(())
}
