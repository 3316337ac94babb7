//! xlsx and xlsm: our own streaming reader over `zip` and `quick-xml`.
//!
//! Reasons to read the XML here rather than through calamine: hidden rows, merged regions, formulas beside their cached values and cells in
//! proportion to what is there, in one pass; a sheet whose XML breaks off keeps the rows before the break; what is inflated is bounded.

pub(crate) mod formula;
mod plain;
mod reference;
pub(crate) mod sheet;
pub(crate) mod strings;
pub(crate) mod styles;

use std::sync::Arc;

use crate::formats::{
    cells::{Book, Format, Visibility},
    limits::Limits,
    package::{Listed, Outline, Package, Shared},
    unreadable::Unreadable,
    xml::{self, attribute, each_start},
};

/// Cells of the workbook.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let mut package = Package::open(bytes, Format::Xlsx, limits)?;
    let outline = outline(&xml::decode(std::mem::take(&mut package.workbook)));
    let styles = styles::styles(&xml::decode(package.part("styles")?));
    let shared = Shared {
        strings: strings::shared_strings(&xml::decode(package.part("sharedStrings")?)),
        dates: styles.dates,
        struck: styles.struck,
    };
    package.into_book(&outline, |part, out| sheet::parse(&xml::decode(part), &shared, limits, out))
}

/// Sheet list and date system.
fn outline(xml: &str) -> Outline {
    let mut out = Outline::default();
    each_start(xml, |e| match e.local_name().as_ref() {
        "workbookPr" => out.date1904 = attribute(e, "date1904").is_some_and(|v| v == "1" || v == "true"),
        "sheet" => {
            let (Some(name), Some(relation)) = (attribute(e, "name"), attribute(e, "id")) else {
                return;
            };
            out.sheets.push(Listed {
                name: Arc::from(name),
                relation: relation.into_owned(),
                visibility: match attribute(e, "state").as_deref() {
                    Some("hidden") => Visibility::Hidden,
                    Some("veryHidden") => Visibility::VeryHidden,
                    _ => Visibility::Visible,
                },
            });
        }
        _ => {}
    });
    out
}
