//! The worksheet as it came back. Columns are found by their names in either language, in any order; the method sheet by its keys.

use std::{collections::BTreeMap, path::Path, sync::LazyLock};

use crate::{
    formats::{self, Limits, Sheet, Value},
    sample::{
        Taken,
        evaluate::{Checked, StratumFacts},
        sheet::{self, COLUMNS, SCHEMA},
    },
    text::{Catalog, Fault, Lang},
    values::{
        amount::{Amount, read_amount},
        money_unit::MoneyUnit,
        show,
    },
};

/// A filled worksheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The method sheet, by key.
    pub facts: BTreeMap<String, String>,
    /// Strata in order; one for MUS.
    pub strata: Vec<StratumFacts>,
    /// Lines with what was found.
    pub checked: Vec<Checked>,
    /// Cells of lines of which nothing is filled in.
    pub open: Vec<String>,
}

impl Filled {
    /// A whole number of the method sheet.
    pub fn number(&self, key: &str) -> Option<i64> {
        self.facts
            .get(key)?
            .parse()
            .ok()
            .filter(|n| (0..=1_000_000_000_000_000_000).contains(n))
    }

    /// Reads. A line without an amount found counts, with `open_as_error`, as found to be nothing.
    pub fn read(path: &Path, open_as_error: bool) -> Result<Self, Fault> {
        let bytes = std::fs::read(path).map_err(Fault::given(path))?;
        let book = formats::read(&bytes, &Limits::default()).map_err(|why| Fault::usage("file.read").at(path).because(why))?;
        let wrong = |key| Fault::usage(key).at(path);
        let facts = book.sheets.iter().map(facts).find(|f| f.get("schema").is_some_and(|s| s == SCHEMA));
        let Some(facts) = facts else {
            return Err(wrong("sample.no_method_sheet").with("schema", SCHEMA));
        };
        let names = names();
        let Some((list, header, columns)) = book.sheets.iter().find_map(|s| find_header(s, &names).map(|(h, c)| (s, h, c))) else {
            return Err(wrong("sample.no_list"));
        };
        let mut rows = Rows::default();
        for cells in list.cells.chunk_by(|a, b| a.row == b.row).filter(|c| c[0].row > header) {
            let get = |key: &str| {
                let col = columns.get(key)?;
                cells.iter().find(|c| c.col == *col).map(|c| &c.value)
            };
            rows.take(&get, &format!("{} › {}", list.name, cells[0].row + 1), open_as_error);
        }
        let listed = rows
            .seen
            .iter()
            .zip(&rows.checked)
            .map(|(line, c)| (line.as_str(), c.book_fen, c.taken, c.stratum));
        if rows.problems.is_empty() && facts.get("digest") != Some(&sheet::digest(listed)) {
            rows.problems.push(Fault::usage("sample.other_list"));
        }
        if !rows.problems.is_empty() {
            return Err(wrong("sample.wrong").each(rows.problems));
        }
        if !rows.open.is_empty() && !open_as_error {
            let open = rows.open.iter().map(|place| Fault::usage("sample.open_line").with("place", place));
            return Err(wrong("sample.open").with("count", rows.open.len()).each(open.collect()));
        }
        Ok(Self {
            strata: strata(&facts),
            facts,
            checked: rows.checked,
            open: rows.open,
        })
    }
}

#[derive(Default)]
struct Rows {
    seen: Vec<String>,
    checked: Vec<Checked>,
    open: Vec<String>,
    problems: Vec<Fault>,
}

impl Rows {
    fn take<'v>(&mut self, get: &impl Fn(&str) -> Option<&'v Value>, place: &str, open_as_error: bool) {
        let Some(line) = get("line").map(show).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()) else {
            // Notes below the list; but an amount without a line is a line that lost its name.
            if get("book").is_some() {
                self.problems.push(Fault::usage("sample.no_line").with("place", place));
            }
            return;
        };
        let fen = |value: Option<&Value>| match value.map(|v| read_amount(v, MoneyUnit::Yuan)) {
            None | Some(Amount::Blank) => Ok(None),
            Some(Amount::Fen { fen, rounded: false }) => Ok(Some(fen)),
            Some(_) => Err(()),
        };
        let taken = get("taken").map(show).and_then(|t| taken_of(&t));
        let stratum = get("stratum")
            .map(show)
            .and_then(|t| t.trim().parse::<u32>().ok())
            .and_then(|n| n.checked_sub(1));
        let (Ok(Some(book_fen)), Some(taken), Some(stratum)) = (fen(get("book")), taken, stratum) else {
            return self.problems.push(Fault::usage("sample.not_as_drawn").with("place", place));
        };
        let actual_fen = match fen(get("actual")) {
            Ok(Some(actual)) => actual,
            Ok(None) => {
                self.open.push(place.to_owned());
                if open_as_error { 0 } else { book_fen }
            }
            Err(()) => {
                return self.problems.push(Fault::usage("sample.not_an_amount").with("place", place));
            }
        };
        self.seen.push(line);
        self.checked.push(Checked {
            book_fen,
            actual_fen,
            taken,
            stratum,
        });
    }
}

static CATALOGS: LazyLock<[Catalog; 2]> = LazyLock::new(|| [Catalog::new(Lang::Zh), Catalog::new(Lang::En)]);

fn taken_of(text: &str) -> Option<Taken> {
    let is = |taken: &Taken| {
        let key = format!("sample.taken.{}", taken.code());
        CATALOGS.iter().any(|c| c.get(&key) == text.trim())
    };
    [Taken::Certain, Taken::Drawn].into_iter().find(is)
}

/// Column names in both languages.
fn names() -> BTreeMap<String, &'static str> {
    let mut names = BTreeMap::new();
    for catalog in CATALOGS.iter() {
        for (key, _) in COLUMNS {
            names.insert(catalog.get(&format!("sample.column.{key}")).to_owned(), key);
        }
    }
    names
}

fn find_header(sheet: &Sheet, names: &BTreeMap<String, &'static str>) -> Option<(u32, BTreeMap<&'static str, u32>)> {
    sheet.cells.chunk_by(|a, b| a.row == b.row).take(50).find_map(|cells| {
        let mut columns = BTreeMap::new();
        for cell in cells {
            if let Value::Text(text) = &cell.value
                && let Some(key) = names.get(text.trim())
            {
                columns.entry(*key).or_insert(cell.col);
            }
        }
        let all = ["line", "book", "taken", "stratum", "actual"]
            .iter()
            .all(|k| columns.contains_key(k));
        all.then(|| (cells[0].row, columns))
    })
}

/// Value by key: the key stands in the third column, the value in the second.
fn facts(sheet: &Sheet) -> BTreeMap<String, String> {
    let mut facts: BTreeMap<String, String> = BTreeMap::new();
    for cells in sheet.cells.chunk_by(|a, b| a.row == b.row) {
        let at = |col| cells.iter().find(|c| c.col == col).map(|c| show(&c.value));
        if let (Some(value), Some(key)) = (at(1), at(2)) {
            facts
                .entry(key)
                .and_modify(|all| {
                    all.push('\n');
                    all.push_str(&value);
                })
                .or_insert(value);
        }
    }
    facts
}

/// `name | lines | fen | size`, one a row.
fn strata(facts: &BTreeMap<String, String>) -> Vec<StratumFacts> {
    let rows = facts.get("stratum").map_or("", String::as_str).lines();
    rows.filter_map(|row| {
        let parts: Vec<&str> = row.split('|').map(str::trim).collect();
        let [name, lines, fen, _] = parts[..] else { return None };
        Some(StratumFacts {
            name: name.to_owned(),
            lines: lines.parse().ok()?,
            fen: fen.parse().ok()?,
        })
    })
    .collect()
}
