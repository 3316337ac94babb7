//! `.xlsb`: our own reader of binary workbooks ([MS-XLSB]).
//!
//! Reasons to read the records here rather than through a library: the date system, merged regions, hidden rows, which values are a formula's,
//! and a damaged cell or text that does not cost its sheet.

pub(crate) mod records;
pub(crate) mod sheet;

use std::sync::Arc;

use crate::formats::{
    cells::{Book, Format, Visibility},
    limits::Limits,
    number_format::{is_builtin_date, is_date_code},
    package::{Listed, Outline, Package, Shared},
    sheet_builder::LOST_TEXT,
    unreadable::Unreadable,
    xlsb::records::Records,
};

/// Cells of the workbook.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let mut package = Package::open(bytes, Format::Xlsb, limits)?;
    let outline = outline(&package.workbook);
    let shared = Shared {
        strings: shared_strings(&package.part("sharedStrings")?),
        dates: date_styles(&package.part("styles")?),
        struck: Vec::new(),
    };
    package.into_book(&outline, |part, out| sheet::parse(&part, &shared, out))
}

/// Sheet list and date system.
fn outline(part: &[u8]) -> Outline {
    let mut out = Outline::default();
    for record in Records::of(part) {
        match record.kind {
            // BrtWbProp
            153 => out.date1904 = record.u32(0).is_some_and(|flags| flags & 1 == 1),
            // BrtBundleSh
            156 => {
                let Some((relation, end)) = record.text(8) else { continue };
                let Some((name, _)) = record.text(end) else { continue };
                out.sheets.push(Listed {
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
