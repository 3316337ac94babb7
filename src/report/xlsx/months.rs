//! 逐月: the same computation over each month alone, with a chart of the low ends.

use crate::report::{
    table::Cell,
    words,
    xlsx::{
        RenderError, UnitReport,
        book::{Book, Column, month_number},
        charts::{Form, Label, low_ends},
        styles::Kind,
    },
};

/// 逐月.
pub fn write(book: &mut Book<'_>, report: &UnitReport) -> Result<(), RenderError> {
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
    let last = u32::try_from(report.months.len()).unwrap_or(u32::MAX);
    let mut sheet = book.head("months", &columns, Some(last));
    sheet.height(0, 46.0).gridlines(false);
    book.fill(&mut sheet, &columns, rows)?;
    // One point is no course.
    if last > 1 && !infos.is_empty() {
        let about = (book.sheet_name("months"), book.word("months.chart"), (900, 280));
        let rows = report
            .months
            .iter()
            .map(|m| (Label::Number(month_number(m.period)), &*m.result.requirements));
        let (chart, values) = low_ends(Form::Course, about, &rows.collect::<Vec<_>>(), infos, (4, 4));
        sheet.chart(chart, values);
    }
    book.push(sheet)
}
