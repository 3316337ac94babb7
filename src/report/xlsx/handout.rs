//! The workbooks that are handed out: a county's index, the fields for a mail merge, the purchase plans.

use rust_xlsxwriter::Url;

use crate::report::{
    RenderError,
    tables::handout::{FILES, HandedRun, HandedUnit},
    xlsx::{book::Book, document::without_panic},
};

/// Links that a spreadsheet takes on one sheet.
const MOST_LINKS: usize = 60_000;

/// 目录: each unit of a county with links to its files beside the workbook.
pub(crate) fn index(of: &HandedRun<'_>, county: &str, units: &[HandedUnit]) -> Result<Vec<u8>, RenderError> {
    without_panic(|| {
        let mut book = Book::new(of.catalog, of.run.period, county)?;
        let mut sheet = book.sheet("handout")?;
        let table = of.index(units);
        book.head(&mut sheet, &table.columns)?;
        let first = table.columns.len() - FILES.len();
        book.fill(&mut sheet, table)?;
        let files = (1_u32..)
            .zip(units)
            .flat_map(|(row, unit)| unit.files.iter().enumerate().map(move |(at, path)| (row, at, path)));
        for (row, at, path) in files.filter(|(.., path)| !path.is_empty()).take(MOST_LINKS) {
            let col = u16::try_from(first + at).unwrap_or(u16::MAX);
            let word = book.word(&format!("handout.{}", FILES[at]));
            sheet.write_url_with_text(row, col, Url::new(format!("file://{}", path.replace('#', "%23"))), word)?;
        }
        book.push(sheet);
        book.finish()
    })
}

/// 邮件合并: one sheet, one head row, texts alone.
pub(crate) fn mail_merge(of: &HandedRun<'_>, units: &[HandedUnit]) -> Result<Vec<u8>, RenderError> {
    without_panic(|| {
        let mut book = Book::new(of.catalog, of.run.period, of.catalog.get("xlsx.sheet.merge"))?;
        book.list("merge", of.mail_merge(units))?;
        book.finish()
    })
}

/// 采购安排: by unit, and by month.
pub(crate) fn plans(of: &HandedRun<'_>, units: &[HandedUnit]) -> Result<Vec<u8>, RenderError> {
    without_panic(|| {
        let mut book = Book::new(of.catalog, of.run.period, of.catalog.get("xlsx.sheet.plans"))?;
        book.list("plans", of.plans(units))?;
        book.list("plan_months", of.plan_months(units))?;
        book.finish()
    })
}
