//! 逐月: the same computation over each month alone, with a chart of the low ends.

use rust_xlsxwriter::{Chart, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType, Color};

use super::{
    RenderError, UnitReport,
    sheet::{Book, Column, Kind},
};
use crate::report::{table::Cell, words};

/// Lines and markers told apart without colour.
const LOOKS: [(ChartLineDashType, ChartMarkerType); 4] = [
    (ChartLineDashType::Solid, ChartMarkerType::Circle),
    (ChartLineDashType::Dash, ChartMarkerType::Square),
    (ChartLineDashType::RoundDot, ChartMarkerType::Triangle),
    (ChartLineDashType::LongDashDot, ChartMarkerType::Diamond),
];

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
    let mut sheet = book.table("months", &columns, rows)?;
    sheet.set_row_height(0, 46)?.set_print_gridlines(false);
    let last = u32::try_from(report.months.len()).unwrap_or(u32::MAX);
    // One point is no course.
    if last > 1 && !infos.is_empty() {
        let name = book.sheet_name("months");
        let mut chart = Chart::new_line();
        for (i, info) in infos.iter().enumerate() {
            let col = u16::try_from(3 + i * 4 + 1).unwrap_or(u16::MAX);
            let (dash, marker) = LOOKS[i % LOOKS.len()];
            let colour = Color::RGB(0x001F_4E79);
            chart
                .add_series()
                .set_name(info.title.as_str())
                .set_categories((name.as_str(), 1, 0, last, 0))
                .set_values((name.as_str(), 1, col, last, col))
                .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(colour).set_width(1.5).set_dash_type(dash)))
                .set_marker(ChartMarker::new().set_type(marker));
        }
        chart.title().set_name(book.word("months.chart").as_str());
        chart.x_axis().set_num_format("0000\"-\"00");
        chart.y_axis().set_min(0).set_num_format("0%");
        chart.legend().set_position(ChartLegendPosition::Bottom);
        chart.set_width(900).set_height(280).set_alt_text(book.word("months.chart"));
        sheet.insert_chart(last + 2, 0, &chart)?;
    }
    book.push(sheet);
    Ok(())
}
