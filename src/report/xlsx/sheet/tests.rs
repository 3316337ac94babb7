//! Sheets beside those of the library, both read back by calamine.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::{Formula, Workbook};

use crate::{
    report::xlsx::{
        book::{Book, Column},
        charts::{Form, Label, Look, Series},
        sheet::*,
        styles::Kind,
    },
    text::catalog::{Catalog, Lang},
};

const TEXTS: [&str; 9] = [
    "面粉",
    "a<b>&\"c'",
    " 两端有空格 ",
    "_x0041_ 与 _x_",
    "=1+1",
    "第一行 第二行",
    "]]>",
    "😀",
    "-3",
];

/// Enough rows that a sheet is passed on piece by piece.
const LINES: u32 = 3000;

fn month() -> crate::model::dates::Month {
    "2024-03".parse().unwrap()
}

fn text(row: u32) -> &'static str {
    TEXTS[row as usize % TEXTS.len()]
}

fn filled(row: u32) -> String {
    format!("IF($A{}<>\"<&>\",ROUND($C{0}*$B$1,2),0)", row + 1)
}

fn ours(lines: u32) -> Vec<u8> {
    let catalog = Catalog::new(Lang::Zh);
    let mut book = Book::new(&catalog, month(), "a<b>&c").unwrap();
    let kinds = [Kind::Text, Kind::Date, Kind::Yuan, Kind::Text, Kind::Yuan, Kind::Centre];
    let columns: Vec<Column> = (0..).zip(kinds).map(|(i, kind)| Column::new(format!("列{i}"), 9.0, kind)).collect();
    let mut sheet = book.head("lines", &columns, Some(lines));
    for row in 1..=lines {
        sheet.put(row, 2, Value::Yuan(-i64::from(row)), Style::Column(Kind::Yuan));
        sheet.text(row, 0, "overwritten", Style::Input);
        sheet.text(row, 0, text(row), Style::Column(Kind::Text));
        sheet.put(row, 1, Value::Whole(45_292 + i64::from(row)), Style::Column(Kind::Date));
        sheet.put(row, 3, Value::Number(f64::from(row) / 8.0), Style::Column(Kind::Text));
        // Some rows have a formula of their own within those that share one; the first is one of them.
        if row % 7 == 1 {
            sheet.formula(row, 4, "1+1", Value::Whole(2), Style::Column(Kind::Yuan));
        } else {
            sheet.filled(
                row,
                4,
                lines,
                || filled(row),
                Value::Number(f64::from(row)),
                Style::Column(Kind::Yuan),
            );
        }
        sheet.filled(row, 5, lines, || format!("A{}", row + 1), Value::Text(text(row)), Style::Input);
        sheet.row_done().unwrap();
    }
    book.push(sheet).unwrap();
    book.finish().unwrap()
}

fn theirs(lines: u32) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("明细").unwrap();
    for col in 0..6 {
        sheet.write_string(0, col, format!("列{col}")).unwrap();
    }
    for row in 1..=lines {
        sheet.write_string(row, 0, text(row)).unwrap();
        sheet.write_number(row, 1, f64::from(45_292 + row)).unwrap();
        sheet.write_number(row, 2, -f64::from(row) / 100.0).unwrap();
        sheet.write_number(row, 3, f64::from(row) / 8.0).unwrap();
        let own = Formula::new(if row % 7 == 1 { "1+1".to_owned() } else { filled(row) });
        let result = if row % 7 == 1 { 2 } else { row };
        sheet.write_formula(row, 4, own.set_result(result.to_string())).unwrap();
        let below = Formula::new(format!("A{}", row + 1)).set_result(text(row));
        sheet.write_formula(row, 5, below).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn part(book: &[u8], name: &str) -> String {
    let mut out = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    zip.by_name(name).unwrap().read_to_string(&mut out).unwrap();
    out
}

#[test]
fn cells_read_back_as_those_of_the_library() {
    let bytes = ours(LINES);
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(xml.len() > 4 * BUFFER);
    assert!(xml.contains(&format!("<dimension ref=\"A1:F{}\"/>", LINES + 1)));
    // One formula a column that is filled down, and those rows' that have their own.
    assert_eq!(xml.matches("<f t=\"shared\" si=\"0\" ref=\"F2:F3001\">").count(), 1);
    assert_eq!(xml.matches("<f t=\"shared\" si=\"1\" ref=\"E3:E3001\">").count(), 1);
    assert_eq!(xml.matches("<f>1+1</f>").count(), 429);
    let mut books = [bytes, theirs(LINES)].map(|b| Xlsx::new(Cursor::new(b)).unwrap());
    let [formulas, expected] = books.each_mut().map(|b| b.worksheet_formula("明细").unwrap());
    assert_eq!(formulas, expected);
    let [values, expected] = books.each_mut().map(|b| b.worksheet_range("明细").unwrap());
    assert_eq!(values.get_size(), expected.get_size());
    for (row, col, value) in expected.cells() {
        let found = values
            .get_value((u32::try_from(row).unwrap(), u32::try_from(col).unwrap()))
            .unwrap();
        match (col, found) {
            // Shown by the column's own format.
            (1, Data::DateTime(day)) => assert_eq!(&Data::Float(day.as_f64()), value),
            // The library takes the result `-3` for a number.
            (5, Data::String(text)) => assert_eq!(*text, value.to_string()),
            _ => assert_eq!(found, value, "row {row} column {col}"),
        }
    }
    assert!(matches!(values.get_value((9, 1)), Some(Data::DateTime(_))));
}

#[test]
fn a_sheet_holds_as_many_rows_as_a_spreadsheet_does_and_no_more() {
    let frame = Frame::of(Lang::Zh).unwrap();
    for (row, fits) in [(1_048_575, true), (1_048_576, false)] {
        let mut sheet = Sheet::new("明细".to_owned(), frame, true, String::new());
        sheet.text(row, 0, "末行", Style::Text);
        assert_eq!(sheet.finish().is_ok(), fits, "{row}");
    }
}

#[test]
fn a_chart_that_was_drawn_before_holds_each_workbooks_own_values() {
    let catalog = Catalog::new(Lang::Zh);
    let chart = |form| Chart {
        form,
        title: "各项比例".to_owned(),
        title_points: None,
        row: 5,
        size: (700, 250),
        sheet: "明细".to_owned(),
        categories: (0, 0, 0, 1),
        labels: vec![Label::Text("甲".to_owned()), Label::Number(202_401)],
        series: (1..=2)
            .map(|row| Series {
                name: format!("列{row}"),
                values: (row, 0, row, 1),
                look: Look::Pattern(row as usize),
            })
            .collect(),
    };
    for form in [Form::Shares, Form::Groups, Form::Course, Form::Counts] {
        for value in [0.25, 0.75] {
            let mut book = Book::new(&catalog, month(), "").unwrap();
            let mut sheet = book.sheet("lines");
            sheet.chart(chart(form), vec![vec![Some(value), None], vec![None, Some(value * 2.0)]]);
            book.push(sheet).unwrap();
            let xml = part(&book.finish().unwrap(), "xl/charts/chart1.xml");
            let own = |at: usize, value: f64| format!("<c:ptCount val=\"2\"/><c:pt idx=\"{at}\"><c:v>{value}</c:v></c:pt></c:numCache>");
            for points in [own(0, value), own(1, value * 2.0)] {
                assert_eq!(xml.matches(&points).count(), 1, "{form:?}: {points}");
            }
            assert!(xml.contains("各项比例") && xml.contains("<c:v>甲</c:v>"));
        }
    }
}

#[test]
fn a_mark_is_what_it_is_called_and_names_of_sheets_are_such_as_spreadsheets_take() {
    for lang in [Lang::Zh, Lang::En] {
        let (frame, catalog) = (Frame::of(lang).unwrap(), Catalog::new(lang));
        let mut book = Book::new(&catalog, month(), "").unwrap();
        book.push(book.sheet("cover")).unwrap();
        let styles = part(&book.finish().unwrap(), "xl/styles.xml");
        let dxf = |mark| styles.split("<dxf>").nth(frame.mark(mark) as usize + 1).unwrap();
        assert!(dxf(Mark::Fails).contains("<b/>") && dxf(Mark::Open).contains("<i/>"));
        let xf = |style: Style| {
            let all = styles.split("<cellXfs").nth(1).unwrap();
            all.split("<xf ")
                .nth(frame.number(style).parse::<usize>().unwrap() + 1)
                .unwrap()
                .to_owned()
        };
        assert!(xf(Style::Text).contains("applyBorder") && !xf(Style::Column(Kind::Text)).contains("applyBorder"));
        let names: Vec<&String> = catalog
            .texts()
            .iter()
            .filter(|(k, _)| k.starts_with("xlsx.sheet."))
            .map(|(_, v)| v)
            .collect();
        assert!(names.len() > 10);
        for name in names {
            assert!(
                name.chars().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']),
                "{name}"
            );
        }
    }
}
