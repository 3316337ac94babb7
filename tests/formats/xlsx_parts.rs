//! What the working papers hold beside their figures: formulas over a line's own cells, charts with their values, the mark of an output.

use std::io::{Cursor, Read as _};

use bangfu::{
    inbox::own_output::is_output,
    report::xlsx,
    text::catalog::{Catalog, Lang},
};
use calamine::{Reader as _, Xlsx};

use crate::support::report as sample;

fn part(book: &[u8], name: &str) -> String {
    let mut out = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    zip.by_name(name).unwrap().read_to_string(&mut out).unwrap();
    out
}

#[test]
fn every_row_of_lines_has_formulas_over_its_own_cells() {
    let mut report = sample::unit();
    report.lines = report.lines.iter().cycle().take(3000).cloned().collect();
    let bytes = xlsx::render_unit(&report, &Catalog::new(Lang::Zh)).unwrap();
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let (values, formulas) = (book.worksheet_range("明细").unwrap(), book.worksheet_formula("明细").unwrap());
    for (row, line) in (1_u32..).zip(&report.lines) {
        let of = |col| formulas.get_value((row, col)).unwrap();
        for standing in 11..14 {
            let (channel, base) = (format!("VLOOKUP($J{},", row + 1), format!("($K{}=", row + 1));
            assert!(of(standing).contains(&channel) && of(standing).contains(&base), "{}", of(standing));
        }
        assert_eq!(*of(25), format!("ROUND($H{}*100,0)", row + 1));
        assert_eq!(values.get_value((row, 23)).unwrap().to_string(), line.id);
    }
}

#[test]
fn charts_hold_their_values_for_programs_that_do_not_read_the_cells() {
    let report = sample::unit();
    let bytes = xlsx::render_unit(&report, &Catalog::new(Lang::Zh)).unwrap();
    let xml = part(&bytes, "xl/charts/chart2.xml");
    for month in &report.months {
        let low = month.result.requirements[0].ratio_low_bp.unwrap() as f64 / 10_000.0;
        for point in [
            low,
            f64::from(i32::from(month.period.year()) * 100 + i32::from(month.period.month())),
        ] {
            assert!(xml.contains(&format!("<c:v>{point}</c:v>")), "{point} in {xml}");
        }
    }
}

#[test]
fn the_papers_are_known_as_outputs() {
    let catalog = Catalog::new(Lang::Zh);
    assert!(is_output(&xlsx::render_unit(&sample::unit(), &catalog).unwrap()));
    assert!(is_output(&xlsx::render_region(&sample::region(), None, None, &catalog).unwrap()));
}
