//! The least that a program of one's own would do, to measure bangfu against: no tables found, nothing checked, no provenance.
//!
//! `bare_loop read INBOX [--jobs N]` streams every workbook's cells through calamine, finds the header and sums the amounts by channel.
//! `bare_loop write INBOX OUT LIKE [--jobs N]` reads the same way and writes one workbook a file through `rust_xlsxwriter`, of the same
//! content as bangfu's `report.xlsx` given as LIKE: its sheets cell by cell (formulas with their results), and on 明细 a row a line.

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use calamine::{Data, DataRef, Reader, Xlsx, open_workbook};
use rayon::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<()> {
    let mut given: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = given.iter().position(|a| a == "--jobs") {
        let jobs = given.get(at + 1).ok_or("--jobs needs a number")?.parse()?;
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global()?;
        given.drain(at..at + 2);
    }
    let words: Vec<&str> = given.iter().map(String::as_str).collect();
    let (inbox, report) = match words[..] {
        ["read", inbox] => (inbox, None),
        ["write", inbox, out, like] => (inbox, Some((Path::new(out), Report::like(Path::new(like))?))),
        _ => return Err("usage: bare_loop read INBOX | write INBOX OUT LIKE [--jobs N]".into()),
    };
    let files: Vec<PathBuf> = walkdir::WalkDir::new(inbox)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.path().extension().is_some_and(|x| x == "xlsx"))
        .map(walkdir::DirEntry::into_path)
        .collect();
    if let Some((out, _)) = &report {
        fs::create_dir_all(out)?;
    }
    let sums: Vec<BTreeMap<String, f64>> = files
        .par_iter()
        .enumerate()
        .map(|(number, file)| match &report {
            None => read(file, |_| Ok(())),
            Some((out, report)) => {
                let mut lines = Vec::new();
                let sums = read(file, |line| {
                    lines.push(line.to_vec());
                    Ok(())
                })?;
                report.write(&out.join(format!("{number}.xlsx")), file, &lines)?;
                Ok(sums)
            }
        })
        .collect::<Outcome<_>>()?;
    let mut all: BTreeMap<&str, f64> = BTreeMap::new();
    for (channel, sum) in sums.iter().flatten() {
        *all.entry(channel).or_default() += sum;
    }
    println!("{} workbooks", files.len());
    for (channel, sum) in all {
        println!("{channel}\t{sum:.2}");
    }
    Ok(())
}

const CHANNEL: &str = "采购渠道";
const AMOUNT: &str = "金额(元)";

/// Sums by channel; `each` is given every line's cells.
fn read(path: &Path, mut each: impl FnMut(&[Data]) -> Outcome<()>) -> Outcome<BTreeMap<String, f64>> {
    let mut book: Xlsx<_> = open_workbook(path)?;
    let name = book.sheet_names().first().cloned().ok_or("no sheet")?;
    let mut cells = book.worksheet_cells_reader(&name)?;
    let mut sums = BTreeMap::new();
    let mut header: Option<(usize, usize)> = None;
    let (mut at, mut row): (u32, Vec<Data>) = (0, Vec::new());
    let mut close = |row: &mut Vec<Data>| -> Outcome<()> {
        let find = |name: &str| row.iter().position(|c| matches!(c, Data::String(s) if s == name));
        match header {
            None => header = find(CHANNEL).zip(find(AMOUNT)),
            Some((channel, amount)) => {
                // A line is numbered; the total and the signatures are not.
                if let (Some(Data::Float(_)), Some(Data::Float(sum))) = (row.first(), row.get(amount)) {
                    let channel = row.get(channel).map(ToString::to_string).unwrap_or_default();
                    *sums.entry(channel).or_default() += sum;
                    each(row)?;
                }
            }
        }
        row.clear();
        Ok(())
    };
    while let Some(cell) = cells.next_cell()? {
        let (r, c) = cell.get_position();
        if r != at {
            close(&mut row)?;
            at = r;
        }
        row.resize(row.len().max(c as usize + 1), Data::Empty);
        row[c as usize] = match cell.get_value() {
            DataRef::SharedString(s) => Data::String((*s).to_owned()),
            other => other.clone().into(),
        };
    }
    close(&mut row)?;
    Ok(sums)
}

/// A cell of the report that is copied: its place, what stands there, its formula.
type Copied = (u32, u32, Data, Option<String>);

/// What every workbook repeats: the report's sheets, and on its sheet of lines the first line as a pattern.
struct Report {
    sheets: Vec<(String, Vec<Copied>)>,
    lines: usize,
}

impl Report {
    fn like(path: &Path) -> Outcome<Self> {
        let mut book: Xlsx<_> = open_workbook(path)?;
        let mut sheets = Vec::new();
        for name in book.sheet_names() {
            let formulas = book.worksheet_formula(&name)?;
            let values = book.worksheet_range(&name)?;
            let (top, left) = values.start().unwrap_or_default();
            let mut cells: Vec<Copied> = values
                .used_cells()
                .filter_map(|(r, c, value)| {
                    let (r, c) = (top + u32::try_from(r).ok()?, left + u32::try_from(c).ok()?);
                    let formula = formulas.get_value((r, c)).filter(|f| !f.is_empty()).cloned();
                    Some((r, c, value.clone(), formula))
                })
                .collect();
            if sheets.len() == LINES {
                cells.retain(|(r, ..)| *r < 2);
            }
            sheets.push((name, cells));
        }
        Ok(Self { sheets, lines: LINES })
    }

    fn write(&self, to: &Path, from: &Path, lines: &[Vec<Data>]) -> Outcome<()> {
        let mut book = Workbook::new();
        let format = Format::new().set_font_name("宋体").set_font_size(10);
        for (index, (name, cells)) in self.sheets.iter().enumerate() {
            let sheet = book.add_worksheet();
            sheet.set_name(name)?;
            if index == self.lines {
                let (head, pattern) = cells.split_at(cells.partition_point(|(r, ..)| *r == 0));
                for cell in head {
                    put(sheet, cell, &format)?;
                }
                for (row, line) in (1_u32..).zip(lines) {
                    write_line(sheet, row, line, pattern, from)?;
                }
            } else {
                for cell in cells {
                    put(sheet, cell, &format)?;
                }
            }
        }
        book.save(to)?;
        Ok(())
    }
}

/// 明细 is the report's fourth sheet.
const LINES: usize = 3;

fn put(sheet: &mut Worksheet, (row, col, value, formula): &Copied, format: &Format) -> Outcome<()> {
    let col = u16::try_from(*col)?;
    match (formula, value) {
        (Some(f), v) => {
            sheet.write_formula_with_format(*row, col, Formula::new(f).set_result(v.to_string()), format)?;
        }
        (None, Data::String(s)) => {
            sheet.write_string_with_format(*row, col, s, format)?;
        }
        (None, Data::Float(n)) => {
            sheet.write_number_with_format(*row, col, *n, format)?;
        }
        _ => {}
    }
    Ok(())
}

/// The line's own cells in the report's columns; formulas as in the report's first line, for this row.
fn write_line(sheet: &mut Worksheet, row: u32, line: &[Data], pattern: &[Copied], from: &Path) -> Outcome<()> {
    // Report column → column of the ledger.
    const OWN: [(u16, usize); 13] = [
        (1, 1),
        (2, 2),
        (3, 9),
        (4, 8),
        (5, 11),
        (6, 11),
        (13, 3),
        (14, 4),
        (15, 5),
        (16, 6),
        (17, 7),
        (18, 10),
        (19, 12),
    ];
    sheet.write_number(row, 0, 202_401)?;
    sheet.write_string(row, 7, "计入")?;
    sheet.write_string(row, 12, format!("{} › 1月 › I{}", from.display(), row + 3))?;
    sheet.write_string(row, 23, format!("00000000-1-I{}", row + 3))?;
    for (col, own) in OWN {
        match line.get(own) {
            Some(Data::String(s)) => sheet.write_string(row, col, s)?,
            Some(Data::Float(n)) => sheet.write_number(row, col, *n)?,
            Some(Data::DateTime(d)) => sheet.write_number(row, col, d.as_f64())?,
            _ => sheet,
        };
    }
    for (_, col, value, formula) in pattern {
        if let Some(text) = formula {
            let text = text
                .replace("$H2", &format!("$H{}", row + 1))
                .replace("$G2", &format!("$G{}", row + 1));
            let text = text.replace("$E2", &format!("$E{}", row + 1));
            sheet.write_formula(row, u16::try_from(*col)?, Formula::new(text).set_result(value.to_string()))?;
        }
    }
    Ok(())
}
