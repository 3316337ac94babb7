//! Tables of the region whose units lead to their pages.

use minijinja::Value;

use crate::report::{
    html::{
        escape::href,
        paged_table::{Cell, Column, Kind, table},
    },
    tables,
};

/// As [`crate::report::html::paged_table::shared`], with each row's unit linked to the page in its folder; without a link where the run has no such unit.
pub(crate) fn linked<'a>(
    id: &'static str,
    of: tables::Table<'_>,
    filters: &[&str],
    folders: impl Iterator<Item = Option<&'a str>>,
) -> Value {
    let place = |key: &str| of.columns.iter().position(|c| c.key == key);
    let (unit, filters) = (place("unit"), filters.iter().filter_map(|key| place(key)).collect::<Vec<_>>());
    let kind = |c: &tables::Column| if c.key == "unit" { Kind::A } else { c.kind.into() };
    let columns: Vec<Column> = of.columns.iter().map(|c| Column::new(c.head.as_str(), kind(c))).collect();
    let rows = of.rows.zip(folders).map(|(row, folder)| {
        let mut cells: Vec<Cell> = row.iter().map(Cell::from).collect();
        if let (Some(at), Some(folder)) = (unit.filter(|at| *at < cells.len()), folder) {
            let cell = cells.remove(at).extra(href(folder));
            cells.insert(at, cell);
        }
        cells
    });
    table(id, &columns, &filters, rows)
}
