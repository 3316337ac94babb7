//! Workbooks as rows of text, for tests: `|` parts cells; `'x` text, `=x` a formula's cached number, `?` an uncalculated
//! formula, `@n` a date serial, `#…!` an error, `~` a blank text; a number is a number, anything else is text.

use bangfu::{
    formats::cells::{Book, Cell, DateSystem, Format, Marks, Merge, Sheet, Value, Visibility},
    model::field::Field,
    rows::reading::{Fate, RawAmount, RawLine, Reading},
    tables::vocabulary::Vocabulary,
    tables::vocabulary::meaning::TotalKind,
};

pub fn value(text: &str) -> Option<(Value, bool)> {
    let t = text.trim();
    Some(match t.chars().next()? {
        '\'' => (Value::Text(t[1..].into()), false),
        '=' => (Value::Number(t[1..].parse().expect("a cached number")), true),
        '?' if t.len() == 1 => (Value::Uncalculated, true),
        '@' => (Value::Date(t[1..].parse().expect("a serial")), false),
        '#' if t.ends_with(['!', '?', 'A']) => (Value::Error(t.into()), false),
        '~' => (Value::Text(" ".into()), false),
        _ => t
            .parse::<f64>()
            .map_or_else(|_| (Value::Text(t.into()), false), |f| (Value::Number(f), false)),
    })
}

pub fn sheet(name: &str, rows: &[&str]) -> Sheet {
    let mut cells = Vec::new();
    for (r, row) in rows.iter().enumerate() {
        for (c, text) in row.split('|').enumerate() {
            if let Some((value, formula)) = value(text) {
                cells.push(Cell {
                    row: r as u32,
                    col: c as u32,
                    value,
                    formula,
                });
            }
        }
    }
    Sheet {
        name: name.into(),
        visibility: Visibility::Visible,
        cells,
        merges: Vec::new(),
        hidden_rows: Vec::new(),
        marks: Marks::default(),
    }
}

/// `A1` to (row, col).
pub fn at(name: &str) -> (u32, u32) {
    let split = name.find(|c: char| c.is_ascii_digit()).expect("a row");
    let col = name[..split].bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1) - 1;
    (name[split..].parse::<u32>().expect("a row") - 1, col)
}

pub fn merged(mut sheet: Sheet, regions: &[&str]) -> Sheet {
    for region in regions {
        let (a, b) = region.split_once(':').expect("two corners");
        let ((top, left), (bottom, right)) = (at(a), at(b));
        sheet.merges.push(Merge { top, left, bottom, right });
    }
    sheet
}

pub fn book(sheets: Vec<Sheet>) -> Book {
    Book {
        format: Format::Xlsx,
        date_system: DateSystem::D1900,
        sheets,
        damage: Vec::new(),
    }
}

pub fn read_book(book: &Book) -> Reading {
    bangfu::rows::sheets::read_book(book, &Vocabulary::embedded())
}

pub fn read(sheets: Vec<Sheet>) -> Reading {
    let reading = read_book(&book(sheets.clone()));
    for (sheet, read) in sheets.iter().zip(&reading.sheets) {
        let mut rows: Vec<u32> = sheet.cells.iter().map(|c| c.row).collect();
        rows.dedup();
        assert_eq!(read.rows as usize, rows.len(), "rows of {}", sheet.name);
        assert_eq!(read.fates.iter().map(|f| f.rows).sum::<u32>(), read.rows, "every row has one fate");
    }
    reading
}

pub fn rows(rows: &[&str]) -> Reading {
    read(vec![sheet("Sheet1", rows)])
}

pub fn fen(line: &RawLine) -> Option<i64> {
    match line.amount {
        RawAmount::Fen(f) => Some(f),
        RawAmount::Unreadable(_) => None,
    }
}

pub fn amounts(r: &Reading) -> Vec<i64> {
    r.lines.iter().filter_map(fen).collect()
}

/// The cell of each line's amount.
pub fn amount_cells(r: &Reading) -> Vec<String> {
    let cell = |l: &RawLine| l.cells.get(Field::Amount).map(|c| c.to_string());
    r.lines.iter().map(|l| cell(l).unwrap_or_default()).collect()
}

/// The fate of each row of the first sheet.
pub fn fates(r: &Reading) -> Vec<Fate> {
    r.sheets[0]
        .fates
        .iter()
        .flat_map(|f| std::iter::repeat_n(f.fate, f.rows as usize))
        .collect()
}

/// The totals of the first table: kind, figure as stated, sum of the lines that it covers.
pub fn totals(r: &Reading) -> Vec<(TotalKind, Option<i64>, i64)> {
    let first = &r.sheets[0].tables[0];
    first.totals.iter().map(|t| (t.kind, t.stated_fen, t.lines_fen)).collect()
}

pub fn items(r: &Reading) -> Vec<&str> {
    r.lines.iter().map(|l| l.item.as_deref().unwrap_or("")).collect()
}

pub fn channels(r: &Reading) -> Vec<(&str, i64)> {
    r.lines
        .iter()
        .map(|l| (l.channel.as_deref().unwrap_or(""), fen(l).unwrap_or(-1)))
        .collect()
}

pub fn codes(r: &Reading) -> Vec<&str> {
    r.issues.iter().map(|i| i.code.as_str()).collect()
}

pub fn reasons(r: &Reading) -> Vec<&str> {
    r.rejected.iter().map(|i| i.reason.as_str()).collect()
}

pub fn dates(r: &Reading) -> Vec<String> {
    use bangfu::model::dates::PartialDate as P;
    r.lines
        .iter()
        .map(|l| match l.date {
            None => "-".to_owned(),
            Some(P::Full(d)) => d.to_string(),
            Some(P::MonthDay { month, day }) => format!("{month}/{day}"),
            Some(P::YearMonth(m)) => m.to_string(),
            Some(P::MonthOnly { month }) => format!("{month}月"),
            Some(P::DayOnly { day }) => format!("{day}日"),
            Some(P::MonthAmbiguousDay { month }) => format!("{month}/?"),
        })
        .collect()
}
