//! `.xlsb`: our own reader of binary workbooks ([MS-XLSB]).
//!
//! Reasons to read the records here rather than through a library: the date system, merged regions, hidden rows, which values are a formula's,
//! and a damaged cell or text that does not cost its sheet.

pub(crate) mod records;
pub(crate) mod sheet;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::sync::Arc;

use crate::formats::{
    cells::{Book, DateSystem, Format, Limits, Unreadable, Visibility},
    container::Container,
    number_format::{is_builtin_date, is_date_code},
    sheet_builder::{Damage, LOST_TEXT, cells_left, check_sheets, missing},
    xlsb::records::Records,
    xlsx::{parts, worksheets},
};

/// Cells of the workbook.
///
/// # Errors
/// Why it cannot be read.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let mut container = Container::open(bytes, limits)?;
    let mut path = parts::workbook_path(&mut container)?;
    if !path.ends_with(".bin") {
        path = "xl/workbook.bin".to_owned();
    }
    let mut damage = Damage::new();
    let outline = outline(&container.part(&path)?.unwrap_or_default());
    let relations = parts::relations(&mut container, &path)?;
    let mut part = |kind: &str| match parts::target(&relations, kind, &path) {
        Some(target) => container.part(&target).map(Option::unwrap_or_default),
        None => Ok(Vec::new()),
    };
    let strings = shared_strings(&part("sharedStrings")?);
    let dates = date_styles(&part("styles")?);
    let listed = worksheets(&container, &outline.sheets, &relations, (&path, ".bin"), &mut damage)?;
    check_sheets(listed.len(), limits)?;
    let mut sheets = Vec::with_capacity(listed.len());
    for (name, visibility, path) in listed {
        let Some(part) = container.part(&path)? else {
            sheets.push(missing(name, visibility, path, &mut damage));
            continue;
        };
        let context = sheet::Context {
            strings: &strings,
            dates: &dates,
            cells_left: cells_left(&sheets, limits),
            limits,
        };
        sheets.push(sheet::parse(&part, &context)?.into_sheet(name, visibility, &mut damage));
    }
    Ok(Book {
        format: Format::Xlsb,
        date_system: if outline.date1904 { DateSystem::D1904 } else { DateSystem::D1900 },
        sheets,
        damage,
    })
}

/// Sheet list and date system.
fn outline(part: &[u8]) -> parts::Outline {
    let mut out = parts::Outline::default();
    for record in Records::of(part) {
        match record.kind {
            // BrtWbProp
            153 => out.date1904 = record.u32(0).is_some_and(|flags| flags & 1 == 1),
            // BrtBundleSh
            156 => {
                let Some((relation, end)) = record.text(8) else { continue };
                let Some((name, _)) = record.text(end) else { continue };
                out.sheets.push(parts::Listed {
                    name,
                    relation: relation.to_string(),
                    visibility: match record.u32(0) {
                        Some(1) => Visibility::Hidden,
                        Some(2) => Visibility::VeryHidden,
                        _ => Visibility::Visible,
                    },
                });
            }
            _ => {}
        }
    }
    out
}

/// Shared strings, in order; a damaged one is said to be so, so that those after it keep their number.
fn shared_strings(part: &[u8]) -> Vec<Arc<str>> {
    // BrtSSTItem: a byte of flags, the text, then runs and phonetic guides.
    let items = Records::of(part).filter(|r| r.kind == 19);
    items
        .map(|r| r.text(1).map_or_else(|| Arc::from(LOST_TEXT), |(text, _)| text))
        .collect()
}

/// Which cell styles show dates, by style index.
fn date_styles(part: &[u8]) -> Vec<bool> {
    let (mut codes, mut out, mut in_cells) = (Vec::new(), Vec::new(), false);
    for record in Records::of(part) {
        match record.kind {
            // BrtFmt
            44 => codes.extend(record.u16(0).zip(record.text(2)).map(|(id, (code, _))| (id, is_date_code(&code)))),
            // BrtBeginCellXFs, BrtEndCellXFs
            617 => in_cells = true,
            618 => in_cells = false,
            // BrtXF
            47 if in_cells => {
                let id = record.u16(2).unwrap_or(0);
                let own = codes.iter().find(|(i, _)| *i == id).map(|(_, date)| *date);
                out.push(own.unwrap_or_else(|| is_builtin_date(id.into())));
            }
            _ => {}
        }
    }
    out
}
