//! A flat table as a workbook, ready for a pivot: a head, then rows, no cell merged; days and amounts are numbers. What one sheet cannot hold goes on in
//! the next. Rows are passed on as they come: a region of any size takes no more than one.

use std::{
    io::{self, BufWriter, Seek as _, Write},
    path::Path,
};

use jiff::civil::Date;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::{
    model::dates::Month,
    report::{
        RenderError,
        flat::{Column, Kind},
        package::same_everywhere_in,
        tables,
        xlsx::{cells, document, styles::Styles},
    },
    text::{catalog::Catalog, fault::Fault},
};

/// Rows below the head that a sheet holds.
pub(crate) const ROWS: u32 = 1_048_575;

/// What a workbook is made with.
#[derive(Clone, Copy)]
pub(crate) struct Making<'a> {
    /// Name of the sheets.
    pub sheet: &'a str,
    pub period: Month,
    /// Where rows wait until all are there.
    pub aside: &'a Path,
    /// Rows of a sheet, [`ROWS`].
    pub rows: u32,
    pub catalog: &'a Catalog,
}

/// What is done with each row.
pub(crate) type Act<'a> = dyn FnMut(&[&str]) -> Result<(), RenderError> + 'a;

/// Writes all rows: `rows` hands over one after the other.
pub(crate) fn write(
    columns: &[Column],
    rows: impl FnOnce(&mut Act<'_>) -> Result<(), RenderError>,
    making: Making<'_>,
    to: &mut (impl Write + Send),
) -> Result<(), RenderError> {
    document::without_panic(|| workbook(columns, rows, making, to))
}

fn workbook(
    columns: &[Column],
    rows: impl FnOnce(&mut Act<'_>) -> Result<(), RenderError>,
    making: Making<'_>,
    to: &mut (impl Write + Send),
) -> Result<(), RenderError> {
    let styles = Styles::new(making.catalog.get("xlsx.font"));
    let formats = Formats {
        day: styles.column(tables::Kind::Date),
        yuan: styles.column(tables::Kind::Yuan),
    };
    let mut book = Workbook::new();
    book.set_default_format(&styles.default, 20, 64)?
        .set_properties(&document::output_properties(making.period)?.set_author("bangfu"))
        .set_zip_compression_level(1)
        .set_tempdir(making.aside)?;
    let mut sheets = 1;
    let mut sheet = head(&mut book, making.sheet.to_owned(), columns, &styles)?;
    let mut last = 0;
    rows(&mut |row| {
        if last == making.rows {
            sheets += 1;
            let next = head(&mut book, format!("{}{sheets}", making.sheet), columns, &styles)?;
            book.push_worksheet(closed(std::mem::replace(&mut sheet, next), columns, last)?);
            last = 0;
        }
        last += 1;
        for (col, (column, value)) in (0_u16..).zip(columns.iter().zip(row)) {
            if !value.is_empty() {
                cell(&mut sheet, (last, col), column.kind, value, &formats)?;
            }
        }
        Ok(())
    })?;
    book.push_worksheet(closed(sheet, columns, last)?);
    if !cfg!(windows) {
        return Ok(book.save_to_writer(to)?);
    }
    // There the package says so and has to be read again, for which it takes a file; `to` is none.
    let failed = || Fault::io("file.write", making.aside);
    let mut made = tempfile::tempfile_in(making.aside).map_err(failed())?;
    book.save_to_writer(BufWriter::new(&mut made))?;
    same_everywhere_in(&mut made)
        .and_then(|()| made.rewind())
        .and_then(|()| io::copy(&mut made, to))
        .map_err(failed())?;
    Ok(())
}

fn head(book: &mut Workbook, name: String, columns: &[Column], styles: &Styles) -> Result<Worksheet, RenderError> {
    let mut sheet = document::long_sheet(book);
    sheet.set_name(name)?.set_row_height(0, 32)?;
    document::list_page(&mut sheet)?;
    for (col, column) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, col, cells::clean(&column.name), &styles.head)?;
    }
    Ok(sheet)
}

fn closed(mut sheet: Worksheet, columns: &[Column], last: u32) -> Result<Worksheet, XlsxError> {
    for (col, column) in (0_u16..).zip(columns) {
        sheet.set_column_width(col, f64::from(column.width))?;
    }
    let right = u16::try_from(columns.len()).unwrap_or(1).saturating_sub(1);
    sheet.autofilter(0, 0, last.max(1), right)?;
    Ok(sheet)
}

/// Formats of cells. Once a column has one, the library looks for it at every cell of every column.
struct Formats {
    day: Format,
    yuan: Format,
}

fn cell(sheet: &mut Worksheet, (row, col): (u32, u16), kind: Kind, value: &str, formats: &Formats) -> Result<(), XlsxError> {
    let number = || value.parse::<f64>().ok();
    let (number, format) = match kind {
        Kind::Text => (None, None),
        Kind::Day => {
            let day = value.parse::<Date>().ok();
            (day.and_then(|day| Some(document::day(day).ok()?.to_excel())), Some(&formats.day))
        }
        Kind::Yuan => (number(), Some(&formats.yuan)),
        Kind::Whole | Kind::Decimal => (number(), None),
    };
    match number.map(|number| (number, format)) {
        Some((number, Some(format))) => sheet.write_number_with_format(row, col, number, format)?,
        Some((number, None)) => sheet.write_number(row, col, number)?,
        // Its rows were cleaned when they were made; only a text that is too long is left.
        None if value.len() <= cells::CELL_LIMIT => sheet.write_string(row, col, value)?,
        None => sheet.write_string(row, col, cells::clean(value))?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::catalog::Lang;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    #[test]
    fn what_one_sheet_cannot_hold_goes_on_in_the_next_under_the_same_head() {
        let columns = [("品名", Kind::Text), ("金额元", Kind::Yuan)].map(|(name, kind)| Column {
            name: name.to_owned(),
            kind,
            width: 10,
        });
        let aside = tempfile::tempdir().unwrap();
        let sheets = |rows: &[[&str; 2]]| {
            let making = Making {
                sheet: "全部明细",
                period: "2024-03".parse().unwrap(),
                aside: aside.path(),
                rows: 2,
                catalog: &Catalog::new(Lang::Zh),
            };
            let mut bytes = Vec::new();
            write(&columns, |each| rows.iter().try_for_each(|row| each(row)), making, &mut bytes).unwrap();
            let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
            book.worksheets()
        };
        let found = sheets(&[["白菜", "0.01"], ["萝卜", "-2.50"], ["土豆", ""]]);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["全部明细", "全部明细2"]);
        for (_, sheet) in &found {
            assert_eq!(sheet.get_value((0, 1)), Some(&Data::String("金额元".to_owned())));
        }
        assert_eq!(found[0].1.get_value((2, 1)), Some(&Data::Float(-2.5)));
        assert_eq!(found[1].1.get_value((1, 0)), Some(&Data::String("土豆".to_owned())));
        // As many as it holds are one sheet, and none are one with a head.
        assert_eq!((sheets(&[["白菜", "1"], ["萝卜", "2"]]).len(), sheets(&[]).len()), (1, 1));
    }
}
