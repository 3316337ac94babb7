//! 逐月: the same computation over each month alone, with a chart of the low ends.

use crate::{
    model::{MonthResult, RequirementResult, UnitReport},
    report::{
        RenderError,
        tables::{Kind, Table},
        xlsx::{
            book::Book,
            charts::{Chart, Form, low_ends},
        },
    },
};

/// 逐月.
pub(crate) fn write<'a>(book: &mut Book<'a>, report: &'a UnitReport) -> Result<(), RenderError> {
    let (catalog, infos) = (book.catalog, &report.policy.requirements);
    let word = |key: &str| book.word(&format!("calc.{key}"));
    let mut table = Table::of(catalog, "calc", &report.months)
        .headed("", book.word("column.period"), 10.0, Kind::Month, |m| m.period)
        .column("base", 16.0, Kind::Yuan, |m| m.result.base_fen)
        .column("base_disputed", 14.0, Kind::Yuan, |m| m.result.base_disputed_fen);
    for info in infos {
        let head = |key: &str| format!("{} {}", info.title, word(key));
        let of = move |m: &'a MonthResult| m.result.requirements.iter().find(|r| r.id == info.id);
        let verdict = move |r: &RequirementResult| r.verdict.word(catalog);
        table = table
            .headed("", head("counted"), 14.0, Kind::Yuan, move |m| Some(of(m)?.counted_fen))
            .headed("", head("low"), 11.0, Kind::Percent, move |m| of(m)?.ratio_low_bp)
            .headed("", head("high"), 11.0, Kind::Percent, move |m| of(m)?.ratio_high_bp)
            .headed("", head("verdict"), 9.0, Kind::Centre, move |m| of(m).map(verdict));
    }
    let table = table.table();
    let mut sheet = book.sheet("months")?;
    book.head(&mut sheet, &table.columns)?;
    // The lines of a grid would run on beside the chart.
    sheet.set_print_gridlines(false);
    let last = book.fill(&mut sheet, table)?;
    // One point is no course.
    if last > 1 && !infos.is_empty() {
        let chart = Chart {
            form: Form::Course,
            title: book.word("months.chart"),
            title_points: None,
            row: last + 2,
            width: 900,
            height: 280,
            sheet: book.sheet_name("months"),
            categories: (1, 0, last, 0),
            series: low_ends(infos, last, 4, 4),
        };
        chart.insert(&mut sheet)?;
    }
    book.push(sheet);
    Ok(())
}
