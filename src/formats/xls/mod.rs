//! `.xls` and WPS `.et`: our own reader of BIFF2 to BIFF8, in an OLE container or raw.
//!
//! Reasons to read the records here rather than through a library: hidden rows, formulas without a result, texts that are lost, a damaged
//! cell that does not cost its sheet, the versions before Excel 5, and memory in proportion to the cells that are there.

pub(crate) mod bof;
pub(crate) mod globals;
pub(crate) mod ole;
pub(crate) mod records;
pub(crate) mod sheet;
pub(crate) mod text;

use std::collections::HashSet;

use crate::formats::{
    cells::{Book, Damage, DateSystem, Format, Sheet, Value, Visibility},
    limits::Limits,
    sheet_builder::{SheetBuilder, cells_left, missing},
    unreadable::Unreadable,
    xls::{
        bof::{Substream, Version, opens},
        globals::{Globals, Listed},
        records::Records,
    },
};

/// Cells of the workbook.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let stream = ole::workbook_stream(bytes)?;
    let first = Records::from(&stream, 0).next();
    let Some((version, kind)) = first.as_ref().and_then(opens) else {
        return Err(Unreadable::Damaged("BIFF: no BOF record".to_owned()));
    };
    let mut damage = Vec::new();
    let globals = match (version, kind) {
        (Version::Biff5 | Version::Biff8, Substream::Globals) => Globals::read(&stream, version)?,
        _ => one_level(&stream, version)?,
    };
    let mut listed = globals.sheets.clone();
    if listed.is_empty() {
        listed = scanned(&stream);
        if !listed.is_empty() && kind == Substream::Globals && globals.others == 0 {
            damage.push(Damage::directory_lost("BOUNDSHEET"));
        }
    }
    if listed.is_empty() && globals.others == 0 {
        return Err(Unreadable::Damaged("no worksheet in the workbook".to_owned()));
    }
    limits.check_sheets(listed.len())?;
    relocate(&stream, &mut listed);
    Ok(Book {
        format: Format::Xls,
        date_system: if globals.date1904 { DateSystem::D1904 } else { DateSystem::D1900 },
        sheets: sheets(&stream, &globals, listed, limits, &mut damage)?,
        damage,
    })
}

fn sheets(
    stream: &[u8],
    globals: &Globals,
    listed: Vec<Listed>,
    limits: &Limits,
    damage: &mut Vec<Damage>,
) -> Result<Vec<Sheet>, Unreadable> {
    let (mut sheets, mut empty_results, mut calculated) = (Vec::with_capacity(listed.len()), Vec::new(), false);
    // Two names for one place in the stream: a file made to cost its cells many times over.
    let mut seen = HashSet::new();
    for Listed { name, visibility, at } in listed {
        if !opened(stream, at) || !seen.insert(at) {
            sheets.push(missing(name, visibility, format!("byte {at}: no BOF"), damage));
            continue;
        }
        let read = sheet::read(stream, at, globals, SheetBuilder::new(cells_left(&sheets, limits), limits))?;
        calculated |= read.calculated;
        empty_results.push((sheets.len(), read.empty_results));
        sheets.push(read.sheet.into_sheet(name, visibility, damage));
    }
    if calculated {
        // Where one formula has a result, an empty text is what the others came to.
        for (sheet, places) in empty_results {
            let places: HashSet<(u32, u32)> = places.into_iter().collect();
            let sheet: &mut Sheet = &mut sheets[sheet];
            sheet
                .cells
                .retain(|c| c.value != Value::Uncalculated || !places.contains(&(c.row, c.col)));
        }
    }
    Ok(sheets)
}

/// Before Excel 5 a sheet holds its own styles, and a workspace (Excel 4) is one sheet after the other: all records tell what globals tell.
fn one_level(stream: &[u8], version: Version) -> Result<Globals, Unreadable> {
    let mut globals = Globals::new(version);
    for record in Records::from(stream, 0) {
        if record.kind != 0x0085 || matches!(version, Version::Biff5 | Version::Biff8) {
            globals.take(&record)?;
        }
    }
    Ok(globals)
}

fn opened(stream: &[u8], at: usize) -> bool {
    Records::from(stream, at).next().as_ref().and_then(opens).is_some()
}

/// Some programs list wrong places: where as many sheets lie in the stream unlisted as are listed and not there, they are those, in order.
fn relocate(stream: &[u8], listed: &mut [Listed]) {
    let (there, lost): (Vec<_>, Vec<_>) = listed.iter_mut().map(|s| &mut s.at).partition(|at| opened(stream, **at));
    if lost.is_empty() {
        return;
    }
    let known: HashSet<usize> = there.into_iter().map(|at| *at).collect();
    let unlisted: Vec<usize> = scanned(stream).iter().map(|s| s.at).filter(|at| !known.contains(at)).collect();
    if unlisted.len() == lost.len() {
        for (at, found) in lost.into_iter().zip(unlisted) {
            *at = found;
        }
    }
}

/// The sheets that lie in the stream, found by their `BOF`; a name may stand before it (`SHEETHDR` of Excel 4).
fn scanned(stream: &[u8]) -> Vec<Listed> {
    let (mut out, mut depth, mut name) = (Vec::new(), 0_u32, None);
    for record in Records::from(stream, 0) {
        if let Some((version, kind)) = opens(&record) {
            if kind == Substream::Sheet && depth <= u32::from(version == Version::Biff4) {
                let number = out.len() + 1;
                out.push(Listed {
                    name: name.take().unwrap_or_else(|| format!("Sheet{number}")).into(),
                    visibility: Visibility::Visible,
                    at: record.at,
                });
            }
            depth += 1;
        } else if record.kind == 0x000A {
            depth = depth.saturating_sub(1);
        } else if record.kind == 0x008F {
            name = text::Cursor::new(&record, 4).bytes(true, text::encoding(None));
        }
    }
    out
}
