//! xlsx and xlsm: our own streaming reader over `zip` and `quick-xml`.
//!
//! Reasons to read the XML here rather than through calamine: hidden rows, merged regions, formulas beside their cached values and cells in
//! proportion to what is there, in one pass; a sheet whose XML breaks off keeps the rows before the break; what is inflated is bounded.

pub(crate) mod parts;
pub(crate) mod scan;
pub(crate) mod sheet;

use std::sync::Arc;

use crate::formats::{
    cells::{Book, DateSystem, Format, Limits, Unreadable, Visibility},
    container::{Container, xml_text},
    sheet_builder::{Damage, cells_left, check_sheets, missing},
};

/// Cells of the workbook.
///
/// # Errors
/// Why it cannot be read.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    let mut container = Container::open(bytes, limits)?;
    let workbook_path = parts::workbook_path(&mut container)?;
    let mut damage = Vec::new();
    let outline = match container.part(&workbook_path)? {
        Some(xml) => parts::outline(&xml_text(xml)),
        None => parts::Outline::default(),
    };
    let relations = parts::relations(&mut container, &workbook_path)?;
    let strings = match parts::target(&relations, "sharedStrings", &workbook_path) {
        Some(path) => container
            .part(&path)?
            .map(|xml| parts::shared_strings(&xml_text(xml)))
            .unwrap_or_default(),
        None => Vec::new(),
    };
    let dates = match parts::target(&relations, "styles", &workbook_path) {
        Some(path) => container
            .part(&path)?
            .map(|xml| parts::date_styles(&xml_text(xml)))
            .unwrap_or_default(),
        None => Vec::new(),
    };
    let listed = worksheets(&container, &outline.sheets, &relations, (&workbook_path, ".xml"), &mut damage)?;
    check_sheets(listed.len(), limits)?;
    let mut sheets = Vec::with_capacity(listed.len());
    for (name, visibility, path) in listed {
        let Some(xml) = container.part(&path)? else {
            sheets.push(missing(name, visibility, path, &mut damage));
            continue;
        };
        let context = sheet::Context {
            strings: &strings,
            dates: &dates,
            cells_left: cells_left(&sheets, limits),
            limits,
        };
        sheets.push(sheet::parse(&xml_text(xml), &context)?.into_sheet(name, visibility, &mut damage));
    }
    let date_system = if outline.date1904 { DateSystem::D1904 } else { DateSystem::D1900 };
    Ok(Book {
        format: Format::Xlsx,
        date_system,
        sheets,
        damage,
    })
}

/// Name, visibility and path of each worksheet in tab order; what is listed and has no path is missing. `workbook` is the path of the part
/// that lists them, and how the names of such parts end.
///
/// # Errors
/// [`Unreadable::Damaged`] when there is none.
pub(crate) fn worksheets(
    container: &Container<'_>,
    sheets: &[parts::Listed],
    relations: &[parts::Relation],
    workbook: (&str, &str),
    damage: &mut Damage,
) -> Result<Vec<(Arc<str>, Visibility, String)>, Unreadable> {
    const FOLDER: &str = "xl/worksheets/";
    let (path, ending) = workbook;
    let listed: Vec<(Arc<str>, Visibility, String)> = sheets
        .iter()
        .filter_map(|s| match relations.iter().find(|r| r.id == s.relation) {
            Some(r) if !r.kind.ends_with("/worksheet") => None,
            Some(r) => Some((s.name.clone(), s.visibility, parts::resolve(path, &r.target))),
            // Nothing says where its content is: it is said to be missing, not passed over.
            None => Some((s.name.clone(), s.visibility, String::new())),
        })
        .collect();
    if !listed.iter().all(|(_, _, path)| path.is_empty()) {
        return Ok(listed);
    }
    // A book whose directory is lost still has its sheets.
    let mut names: Vec<&str> = container
        .names()
        .iter()
        .filter_map(|n| n.strip_prefix(FOLDER)?.strip_suffix(ending))
        .filter(|n| !n.contains('/') && !n.starts_with("binaryIndex"))
        .collect();
    if names.is_empty() {
        return Err(Unreadable::Damaged("no worksheet in the workbook".to_owned()));
    }
    names.sort_by_key(|n| (n.len(), *n));
    damage.push((Arc::from(""), "workbook_directory_lost", path.to_owned()));
    let found = |n: &str| (Arc::from(n), Visibility::Visible, format!("{FOLDER}{n}{ending}"));
    Ok(names.into_iter().map(found).collect())
}
