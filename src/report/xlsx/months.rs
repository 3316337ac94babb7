//! 逐月: the same computation over each month alone, with a chart of the low ends.

use crate::{
    model::unit_report::UnitReport,
    report::{
        RenderError,
        tables::{Cell, Column, Kind, Table},
        words,
        xlsx::{
            book::Book,
            charts::{Chart, Form, low_ends},
        },
    },
};

/// 逐月.
pub(crate) fn write(book: &mut Book<'_>, report: &UnitReport) -> Result<(), RenderError> {
    let infos = &report.policy.requirements;
    let word = |key: &str| book.word(&format!("calc.{key}"));
    let mut columns = vec![
        Column::new(book.word("column.period"), 10.0, Kind::Month),
        Column::new(word("base"), 16.0, Kind::Yuan),
        Column::new(word("base_disputed"), 14.0, Kind::Yuan),
    ];
    for info in infos {
        let head = |key: &str| format!("{} {}", info.title, word(key));
        columns.extend([
            Column::new(head("counted"), 14.0, Kind::Yuan),
            Column::new(head("low"), 11.0, Kind::Percent),
            Column::new(head("high"), 11.0, Kind::Percent),
            Column::new(head("verdict"), 9.0, Kind::Centre),
        ]);
    }
    let rows = report.months.iter().map(|m| {
        let mut row = vec![
            Cell::Month(m.period),
            Cell::Yuan(m.result.base_fen),
            Cell::Yuan(m.result.base_disputed_fen),
        ];
        for info in infos {
            match m.result.requirements.iter().find(|r| r.id == info.id) {
                Some(r) => row.extend([
                    Cell::Yuan(r.counted_fen),
                    Cell::percent(r.ratio_low_bp),
                    Cell::percent(r.ratio_high_bp),
                    Cell::owned(words::verdict(book.catalog, r.verdict)),
                ]),
                None => row.extend([const { Cell::Empty }; 4]),
            }
        }
        row
    });
    let mut sheet = book.sheet("months")?;
    book.head(&mut sheet, &columns)?;
    // The lines of a grid would run on beside the chart.
    sheet.set_print_gridlines(false);
    let last = book.fill(&mut sheet, Table::new(columns, rows))?;
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
