//! Reads decisions and waivers from a sheet. The sheet that `audit` writes (`待核实.xlsx`) goes straight back in; rows without a decision say
//! nothing. Two rows that decide one thing differently are an error naming both.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{OnceLock, atomic::AtomicBool},
};

use crate::{
    decisions::{
        row::{DecisionRow, Subject},
        supplier_rows::{Says, SupplierRow},
        vocabulary::VOCABULARY,
        waivers::Waiver,
    },
    formats::{self, Cell, DateSystem, Limits, Value},
    model::{CellRef, Decision, Month, PartialDate, Waived},
    text::{Fault, normal_name, normal_word},
    values::date,
};

/// What a workbook or CSV of decisions says.
#[derive(Debug, Default)]
pub struct Sheet {
    pub(super) rows: Vec<DecisionRow>,
    pub(super) waivers: Vec<Waiver>,
    pub(super) suppliers: Vec<SupplierRow>,
    /// Rows that cannot be understood.
    pub(super) problems: Vec<Fault>,
}

impl Sheet {
    /// Reads decisions from a workbook or CSV; messages call it by `label`.
    pub fn load(path: &Path, label: &str) -> Result<Self, Fault> {
        let bytes = std::fs::read(path).map_err(Fault::given(path))?;
        let book = formats::read(&bytes, &Limits::default()).map_err(|why| Fault::usage("file.read").at(path).because(why))?;
        let mut found = Self::default();
        let mut headers = 0;
        for sheet in &book.sheets {
            let mut header: Option<Columns> = None;
            for cells in sheet.cells.chunk_by(|a, b| a.row == b.row) {
                let Some(columns) = &header else {
                    header = columns_of(cells);
                    headers += usize::from(header.is_some());
                    continue;
                };
                let reader = RowReader {
                    columns,
                    cells,
                    file: label,
                    sheet: &sheet.name,
                    system: book.date_system,
                };
                match reader.read() {
                    Ok(Said::Nothing) => {}
                    Ok(Said::Decision(row)) => found.rows.push(row),
                    Ok(Said::Waiver(waiver)) => found.waivers.push(waiver),
                    Ok(Said::Supplier(row)) => found.suppliers.push(row),
                    Err(problem) => found.problems.push(problem),
                }
            }
        }
        if headers == 0 {
            found.problems.push(Fault::usage("decisions.no_header").with("file", label));
        }
        Ok(found)
    }
}

/// Column by what it holds.
type Columns = BTreeMap<&'static str, u32>;

/// The columns, where a row is the header of such a sheet.
fn columns_of(row: &[Cell]) -> Option<Columns> {
    let mut found = Columns::new();
    for cell in row {
        if let Value::Text(t) = &cell.value
            && let Some((name, _)) = VOCABULARY.columns.iter().find(|(_, names)| names.contains(&normal_word(t)))
        {
            found.entry(name.as_str()).or_insert(cell.col);
        }
    }
    let decides = found.contains_key("decision") || found.contains_key("finding") && found.contains_key("by");
    let subject = ["line", "supplier", "channel", "finding"].iter().any(|k| found.contains_key(k));
    (decides && subject).then_some(found)
}

/// What a row says.
enum Said {
    Nothing,
    Decision(DecisionRow),
    Waiver(Waiver),
    Supplier(SupplierRow),
}

struct RowReader<'a> {
    columns: &'a Columns,
    cells: &'a [Cell],
    file: &'a str,
    sheet: &'a str,
    system: DateSystem,
}

impl RowReader<'_> {
    /// The text of a column's cell; `None` where it is blank or missing.
    fn get(&self, name: &str) -> Option<String> {
        let col = *self.columns.get(name)?;
        let cell = self.cells.iter().find(|c| c.col == col)?;
        let text = match &cell.value {
            Value::Text(t) | Value::IsoDate(t) => t.trim().to_owned(),
            Value::Number(n) => n.to_string(),
            Value::Date(n) => date::serial(*n, self.system).map_or_else(|| n.to_string(), |d| d.to_string()),
            _ => String::new(),
        };
        Some(text).filter(|t| !t.is_empty())
    }

    /// The row's place, as reports show it.
    fn place(&self) -> String {
        format!("{} › {} › {}", self.file, self.sheet, self.cells[0].row + 1)
    }

    fn read(&self) -> Result<Said, Fault> {
        if let Some(key) = self.get("finding") {
            return self.waiver(&key);
        }
        let Some(decision) = self.get("decision") else {
            return Ok(Said::Nothing);
        };
        if let Some(says) = self.of_suppliers(&decision)? {
            return self.supplier(says, decision);
        }
        let line = self.get("line").map(|l| (Subject::Line(l.clone()), l));
        let supplier = || self.get("supplier").map(|s| (Subject::Supplier(normal_name(&s)), s));
        let channel = || self.get("channel").map(|c| (Subject::ChannelText(normal_word(&c)), c));
        let subject = line.or_else(supplier).or_else(channel);
        let (Some((subject, written)), Some(decision)) = (subject, self.decided(decision)) else {
            let cell = CellRef {
                row: self.cells[0].row,
                col: self.columns.get("decision").copied().unwrap_or(0),
            };
            let place = format!("{} › {} › {cell}", self.file, self.sheet);
            return Err(Fault::usage("decisions.incomplete").with("place", place));
        };
        Ok(Said::Decision(DecisionRow {
            subject,
            written,
            unit: self.get("unit").unwrap_or_default(),
            decision,
            settlements: Vec::new(),
            used: AtomicBool::new(false),
            leaves_open: OnceLock::new(),
        }))
    }

    /// A decision with who decided, and on what evidence; `None` where one of these is missing.
    fn decided(&self, decision: String) -> Option<Decision> {
        Some(Decision {
            decision,
            by: self.get("by")?,
            evidence: self.get("evidence")?,
            date: self.get("date").unwrap_or_default(),
            source: self.place(),
        })
    }

    /// What the decision says of suppliers as such, where it does: of the two that the row names, or of the white list.
    fn of_suppliers(&self, decision: &str) -> Result<Option<Says>, Fault> {
        let (word, words) = (normal_word(decision), &VOCABULARY.words);
        match self.get("same") {
            Some(other) if words.same.contains(&word) => Ok(Some(Says::Same(other))),
            Some(other) if words.different.contains(&word) => Ok(Some(Says::Different(other))),
            Some(_) => {
                let offered: Vec<&str> = [&words.same, &words.different]
                    .iter()
                    .filter_map(|w| Some(w.first()?.as_str()))
                    .collect();
                let wrong = Fault::usage("decisions.not_a_decision")
                    .with("place", self.place())
                    .with("found", decision);
                Err(wrong.with("words", offered.join(" / ")))
            }
            None => Ok(words.unified.contains(&word).then_some(Says::Unified)),
        }
    }

    fn supplier(&self, says: Says, decision: String) -> Result<Said, Fault> {
        let (Some(supplier), Some(decision)) = (self.get("supplier"), self.decided(decision)) else {
            return Err(Fault::usage("decisions.incomplete").with("place", self.place()));
        };
        Ok(Said::Supplier(SupplierRow { supplier, says, decision }))
    }

    /// A row with a finding's key; one with nothing beside the key says nothing.
    fn waiver(&self, key: &str) -> Result<Said, Fault> {
        let wrong = |key| Fault::usage(key).with("place", self.place());
        if ["line", "supplier", "channel"].iter().any(|k| self.get(k).is_some()) {
            return Err(wrong("decisions.waiver_and_decision"));
        }
        if ["by", "evidence", "decision", "expires"].iter().all(|k| self.get(k).is_none()) {
            return Ok(Said::Nothing);
        }
        let (Some(by), Some(reason)) = (self.get("by"), self.get("evidence")) else {
            return Err(wrong("decisions.waiver_incomplete"));
        };
        let written = self.get("expires").unwrap_or_default();
        let until = match date::text(&written, self.system) {
            _ if written.is_empty() => None,
            date::DateCell::Is(PartialDate::Full(day)) => Some(Month::of(day)),
            date::DateCell::Is(PartialDate::YearMonth(month)) => Some(month),
            _ => return Err(wrong("decisions.waiver_date").with("found", written)),
        };
        Ok(Said::Waiver(Waiver {
            key: key.to_lowercase(),
            until,
            waived: Waived {
                reason,
                by,
                until: written,
                date: self.get("date").unwrap_or_default(),
                source: self.place(),
                rectified: self
                    .get("decision")
                    .is_some_and(|word| VOCABULARY.words.rectified.contains(&normal_word(&word))),
            },
            used: AtomicBool::new(false),
            expired: AtomicBool::new(false),
        }))
    }
}
