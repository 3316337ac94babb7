//! 单位名册: who must report, under which names, with which plan and reserves.
//!
//! In: a workbook or CSV with one row a unit; header names are data (`data/layouts/registry.toml`). Out: [`Registry`].
//! A registry that cannot be understood stops the run before any workbook is read: everything wrong is listed at once.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::Deserialize;

use crate::{
    formats::{
        cells::{Cell, DateSystem, Limits, Sheet, Unreadable, Value},
        sniff,
    },
    model::{
        cell::CellRef,
        dates::{Month, PartialDate},
        unit::{ApprovedException, Canteen, Sector},
    },
    text::nfkc::nfkc,
    values::date::{DateCell, read_date},
};

/// A unit as registered (预算单位).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredUnit {
    /// Name, trimmed, as written.
    pub name: Arc<str>,
    /// Code.
    pub code: Option<Arc<str>>,
    /// County.
    pub county: Option<Arc<str>>,
    /// Sector.
    pub sector: Option<Sector>,
    /// Canteen; `Own` when the column is missing or blank.
    pub canteen: Canteen,
    /// The unit that reports for a shared canteen.
    pub representative: Option<Arc<str>>,
    /// Aliases and former names.
    pub aliases: Vec<Arc<str>>,
    /// Planned annual canteen food procurement, fen.
    pub plan_fen: Option<i64>,
    /// Reserved, fen, by requirement id.
    pub reserved_fen: Vec<(Arc<str>, i64)>,
    /// Approved exceptions with document and date.
    pub exceptions: Vec<ApprovedException>,
    /// One-based row in the registry.
    pub row: u32,
}

/// All registered units, in the registry's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    /// Units.
    pub units: Vec<RegisteredUnit>,
}

/// Why a registry cannot be used. Exit status 2; nothing is written.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// Not there, or not readable.
    #[error("{}", path.display())]
    Unreadable {
        /// Registry file.
        path: PathBuf,
        /// Reason.
        source: Unreadable,
    },
    /// No header row with a name column.
    #[error("{}: no column for the unit's name (单位名称) in the first {searched} rows; found: {found}. Add a header 单位名称", path.display())]
    NoNameColumn {
        /// Registry file.
        path: PathBuf,
        /// Rows searched.
        searched: usize,
        /// Header-like texts found.
        found: String,
    },
    /// Rows that cannot be understood, all of them.
    #[error("{}: {}", path.display(), problems.join("; "))]
    BadRows {
        /// Registry file.
        path: PathBuf,
        /// `SHEET › CELL: what was found, what to do`.
        problems: Vec<String>,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vocabulary {
    name: Vec<String>,
    code: Vec<String>,
    county: Vec<String>,
    sector: Vec<String>,
    canteen: Vec<String>,
    representative: Vec<String>,
    aliases: Vec<String>,
    plan: Vec<String>,
    remark: Vec<String>,
    exception_requirement: Vec<String>,
    exception_threshold: Vec<String>,
    exception_document: Vec<String>,
    exception_date: Vec<String>,
    exception_from: Vec<String>,
    exception_to: Vec<String>,
    reserve: BTreeMap<String, Vec<String>>,
    sectors: BTreeMap<String, Vec<String>>,
    canteens: BTreeMap<String, Vec<String>>,
}

static VOCABULARY: LazyLock<Option<Vocabulary>> = LazyLock::new(|| toml::from_str(include_str!("../data/layouts/registry.toml")).ok());

/// Rows searched for the header.
const HEADER_SEARCH: u32 = 20;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Name,
    Code,
    County,
    Sector,
    Canteen,
    Representative,
    Aliases,
    Plan,
    Reserve(String),
    ExceptionRequirement,
    ExceptionThreshold,
    ExceptionDocument,
    ExceptionDate,
    ExceptionFrom,
    ExceptionTo,
}

impl Registry {
    /// Reads a registry from xlsx, xls, ods or CSV.
    ///
    /// # Errors
    /// [`RegistryError`]; with every bad row named.
    pub fn load(path: &Path) -> Result<Self, RegistryError> {
        let unreadable = |source| RegistryError::Unreadable {
            path: path.to_owned(),
            source,
        };
        let bytes = std::fs::read(path).map_err(|e| unreadable(Unreadable::Io(e.to_string())))?;
        let book = sniff::read(&bytes, &Limits::default()).map_err(unreadable)?;
        let mut found = Vec::new();
        for sheet in &book.sheets {
            if let Some((header_row, columns)) = find_header(sheet, &mut found) {
                return read_units(path, (sheet, book.date_system), header_row, &columns);
            }
        }
        found.truncate(12);
        Err(RegistryError::NoNameColumn {
            path: path.to_owned(),
            searched: HEADER_SEARCH as usize,
            found: if found.is_empty() {
                "nothing".to_owned()
            } else {
                found.join(" | ")
            },
        })
    }
}

/// Header text as compared: NFKC, no blanks, brackets and what they hold taken off. The second value says whether a bracket holds 万元.
fn normal_header(text: &str) -> (String, bool) {
    let (mut out, mut inside, mut depth) = (String::new(), String::new(), 0_u32);
    for c in nfkc(text).chars().filter(|c| !c.is_whitespace() && *c != '*') {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.push(c),
            _ => out.push(c),
        }
    }
    (out, inside.contains("万元"))
}

fn column_of(header: &str, v: &Vocabulary) -> Option<Column> {
    let is = |names: &[String]| names.iter().any(|n| n == header);
    let plain = [
        (&v.name, Column::Name),
        (&v.code, Column::Code),
        (&v.county, Column::County),
        (&v.sector, Column::Sector),
        (&v.canteen, Column::Canteen),
        (&v.representative, Column::Representative),
        (&v.aliases, Column::Aliases),
        (&v.plan, Column::Plan),
        (&v.exception_requirement, Column::ExceptionRequirement),
        (&v.exception_threshold, Column::ExceptionThreshold),
        (&v.exception_document, Column::ExceptionDocument),
        (&v.exception_date, Column::ExceptionDate),
        (&v.exception_from, Column::ExceptionFrom),
        (&v.exception_to, Column::ExceptionTo),
    ];
    if let Some((_, column)) = plain.into_iter().find(|(names, _)| is(names)) {
        return Some(column);
    }
    if let Some((id, _)) = v.reserve.iter().find(|(_, names)| is(names)) {
        return Some(Column::Reserve(id.clone()));
    }
    header
        .strip_prefix("预留")
        .filter(|id| id.is_ascii() && !id.is_empty())
        .map(|id| Column::Reserve(id.to_owned()))
}

type Header = Vec<(u32, Column, bool)>;

fn find_header(sheet: &Sheet, found: &mut Vec<String>) -> Option<(u32, Header)> {
    let vocabulary = VOCABULARY.as_ref()?;
    let first = sheet.cells.first()?.row;
    for row in rows(sheet).take_while(|r| r[0].row < first.saturating_add(HEADER_SEARCH)) {
        let mut columns: Header = Vec::new();
        for cell in row {
            let Value::Text(text) = &cell.value else { continue };
            let (header, wan) = normal_header(text);
            if header.chars().count() <= 20 && found.len() < 40 {
                found.push(header.clone());
            }
            if let Some(column) = column_of(&header, vocabulary) {
                let repeatable = column == Column::Aliases;
                if repeatable || !columns.iter().any(|(_, c, _)| *c == column) {
                    columns.push((cell.col, column, wan));
                }
            }
        }
        // A title such as 单位名册 alone in its row is no header; a list of bare names under 单位名称 is one.
        let others = row
            .iter()
            .filter(|c| matches!(&c.value, Value::Text(t) if vocabulary.remark.iter().any(|r| *r == normal_header(t).0)))
            .count();
        if columns.iter().any(|(_, c, _)| *c == Column::Name) && (columns.len() + others > 1 || row.len() == 1) {
            return Some((row[0].row, columns));
        }
    }
    None
}

fn rows(sheet: &Sheet) -> impl Iterator<Item = &[Cell]> {
    sheet.cells.chunk_by(|a, b| a.row == b.row)
}

fn cell_text(value: &Value) -> String {
    match value {
        Value::Text(t) | Value::IsoDate(t) => t.trim().to_owned(),
        Value::Number(n) | Value::Date(n) => n.to_string(),
        Value::Bool(b) => b.to_string(),
        Value::Error(_) | Value::Uncalculated => String::new(),
    }
}

fn read_units(
    path: &Path,
    (sheet, date_system): (&Sheet, DateSystem),
    header_row: u32,
    columns: &Header,
) -> Result<Registry, RegistryError> {
    let mut problems = Vec::new();
    let mut units: Vec<RegisteredUnit> = Vec::new();
    for row in rows(sheet).filter(|r| r[0].row > header_row) {
        let mut reader = RowReader {
            sheet: &sheet.name,
            date_system,
            row,
            columns,
            problems: &mut problems,
        };
        if let Some(unit) = reader.unit() {
            units.push(unit);
        }
    }
    report_name_clashes(&sheet.name, &units, &mut problems);
    if units.is_empty() && problems.is_empty() {
        problems.push(format!("{} › {}: no unit below the header", sheet.name, header_row + 1));
    }
    if problems.is_empty() {
        Ok(Registry { units })
    } else {
        Err(RegistryError::BadRows {
            path: path.to_owned(),
            problems,
        })
    }
}

struct RowReader<'a> {
    sheet: &'a str,
    date_system: DateSystem,
    row: &'a [Cell],
    columns: &'a Header,
    problems: &'a mut Vec<String>,
}

impl RowReader<'_> {
    fn cell(&self, column: &Column) -> Option<(&Cell, bool)> {
        let (col, _, wan) = self.columns.iter().find(|(_, c, _)| c == column)?;
        self.row.iter().find(|c| c.col == *col).map(|c| (c, *wan))
    }

    fn text(&self, column: &Column) -> Option<Arc<str>> {
        self.cell(column)
            .map(|(c, _)| cell_text(&c.value))
            .filter(|t| !t.is_empty())
            .map(Arc::from)
    }

    fn refuse(&mut self, column: &Column, what: &str) {
        let place = self.cell(column).map_or_else(
            || format!("{}", self.row[0].row + 1),
            |(c, _)| CellRef { row: c.row, col: c.col }.to_string(),
        );
        let found = self.cell(column).map(|(c, _)| cell_text(&c.value)).unwrap_or_default();
        self.problems.push(format!("{} › {place}: `{found}` {what}", self.sheet));
    }

    fn money(&mut self, column: &Column) -> Option<i64> {
        let (cell, wan) = self.cell(column)?;
        if cell_text(&cell.value).is_empty() {
            return None;
        }
        let fen = amount_fen(&cell.value, wan).filter(|f| *f >= 0);
        if fen.is_none() {
            self.refuse(column, "is not an amount in yuan; write digits, e.g. 1200000.00");
        }
        fen
    }

    /// A month, or a day of it, typed as a true date or as text.
    fn month(&mut self, column: &Column) -> Option<Month> {
        let text = self.text(column)?;
        let month = match self.cell(column).map(|(c, _)| read_date(&c.value, self.date_system)) {
            Some(DateCell::Is(PartialDate::Full(date))) => Some(Month::of(date)),
            Some(DateCell::Is(PartialDate::YearMonth(month))) => Some(month),
            _ => text.parse().ok(),
        };
        if month.is_none() {
            self.refuse(column, "is not a month; write e.g. 2024-01");
        }
        month
    }

    /// A date for people: a true date has no text of its own.
    fn date_text(&self, column: &Column) -> Option<Arc<str>> {
        match self.cell(column).map(|(c, _)| read_date(&c.value, self.date_system)) {
            Some(DateCell::Is(PartialDate::Full(date))) => Some(Arc::from(date.to_string())),
            _ => self.text(column),
        }
    }

    fn word<T>(&mut self, column: &Column, words: &BTreeMap<String, Vec<String>>, make: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(column)?;
        let (normal, _) = normal_header(&text);
        let whole = words.iter().find(|(_, names)| names.contains(&normal));
        let part = || {
            words
                .iter()
                .find(|(_, names)| names.iter().any(|n| n.chars().count() > 1 && normal.contains(n.as_str())))
        };
        let value = whole.or_else(part).and_then(|(id, _)| make(id));
        if value.is_none() {
            let known: Vec<&str> = words.values().filter_map(|n| n.get(1)).map(String::as_str).collect();
            self.refuse(column, &format!("is not known; write one of {}", known.join(" ")));
        }
        value
    }

    fn unit(&mut self) -> Option<RegisteredUnit> {
        let vocabulary = VOCABULARY.as_ref()?;
        let Some(name) = self.text(&Column::Name) else {
            // A row with data but no name is refused; blank and footer rows (one text, no data) are passed over.
            if self.text(&Column::Code).is_some() || self.text(&Column::Plan).is_some() {
                self.refuse(&Column::Name, "has data but no unit name (单位名称)");
            }
            return None;
        };
        let canteen = self.word(&Column::Canteen, &vocabulary.canteens, canteen_of);
        let reserves: Vec<String> = self
            .columns
            .iter()
            .filter_map(|(_, c, _)| if let Column::Reserve(id) = c { Some(id.clone()) } else { None })
            .collect();
        let reserved_fen = reserves
            .into_iter()
            .filter_map(|id| self.money(&Column::Reserve(id.clone())).map(|f| (Arc::from(id), f)))
            .collect();
        let mut aliases = Vec::new();
        for (col, _, _) in self.columns.iter().filter(|(_, c, _)| *c == Column::Aliases) {
            if let Some(cell) = self.row.iter().find(|c| c.col == *col) {
                let text = cell_text(&cell.value);
                aliases.extend(
                    text.split(['、', ';', '；', ',', '，', '|', '\n'])
                        .map(str::trim)
                        .filter(|t| !t.is_empty())
                        .map(Arc::from),
                );
            }
        }
        Some(RegisteredUnit {
            code: self.text(&Column::Code),
            county: self.text(&Column::County),
            sector: self.word(&Column::Sector, &vocabulary.sectors, sector_of),
            canteen: canteen.unwrap_or(Canteen::Own),
            representative: self.text(&Column::Representative),
            aliases,
            plan_fen: self.money(&Column::Plan),
            reserved_fen,
            exceptions: self.exception().into_iter().collect(),
            row: self.row[0].row + 1,
            name,
        })
    }

    fn exception(&mut self) -> Option<ApprovedException> {
        let requirement = self.text(&Column::ExceptionRequirement);
        let threshold = self.text(&Column::ExceptionThreshold);
        if requirement.is_none() && threshold.is_none() {
            return None;
        }
        let Some(threshold_bp) = self.cell(&Column::ExceptionThreshold).and_then(|(c, _)| share_bp(&c.value)) else {
            self.refuse(&Column::ExceptionThreshold, "is not a share; write e.g. 8%");
            return None;
        };
        let Some(requirement) = requirement else {
            self.refuse(
                &Column::ExceptionRequirement,
                "an exception needs its requirement (e.g. platform_832)",
            );
            return None;
        };
        let Some(document) = self.text(&Column::ExceptionDocument) else {
            self.refuse(
                &Column::ExceptionDocument,
                "an exception needs the document that approved it (批准文号)",
            );
            return None;
        };
        let Some(from) = self.month(&Column::ExceptionFrom).or_else(|| self.month(&Column::ExceptionDate)) else {
            self.refuse(&Column::ExceptionDate, "an exception needs its date (批准日期)");
            return None;
        };
        let to = self.month(&Column::ExceptionTo);
        if to.is_some_and(|to| to < from) {
            self.refuse(&Column::ExceptionTo, "is before the exception begins");
        }
        let date = self
            .date_text(&Column::ExceptionDate)
            .map(|d| format!(" ({d})"))
            .unwrap_or_default();
        Some(ApprovedException {
            requirement: requirement_of(&requirement),
            threshold_bp,
            from,
            to,
            document: format!("{document}{date}"),
        })
    }
}

/// A requirement id, or the words that the reserve columns use for it.
fn requirement_of(text: &str) -> Arc<str> {
    let (normal, _) = normal_header(text);
    let by_reserve = VOCABULARY.as_ref().and_then(|v| {
        v.reserve
            .iter()
            .find(|(id, names)| **id == normal || names.iter().any(|n| n.replace("预留", "") == normal.replace("预留", "")))
    });
    by_reserve.map_or_else(|| Arc::from(normal.as_str()), |(id, _)| Arc::from(id.as_str()))
}

fn sector_of(id: &str) -> Option<Sector> {
    Some(match id {
        "agency" => Sector::Agency,
        "enterprise" => Sector::Enterprise,
        "school" => Sector::School,
        "hospital" => Sector::Hospital,
        "military" => Sector::Military,
        _ => return None,
    })
}

fn canteen_of(id: &str) -> Option<Canteen> {
    Some(match id {
        "own" => Canteen::Own,
        "outsourced" => Canteen::Outsourced,
        "shared" => Canteen::Shared,
        "none" => Canteen::None,
        _ => return None,
    })
}

/// One name must lead to one unit: a name, alias or code that two units of the same county claim is an error naming both.
fn report_name_clashes(sheet: &str, units: &[RegisteredUnit], problems: &mut Vec<String>) {
    let mut seen: BTreeMap<(Option<&str>, String), (usize, &str)> = BTreeMap::new();
    for (i, unit) in units.iter().enumerate() {
        for name in std::iter::once(&unit.name).chain(&unit.aliases).chain(&unit.code) {
            let key = (unit.county.as_deref(), crate::units::names::normal_name(name));
            match seen.get(&key) {
                Some((other, as_written)) if *other != i => problems.push(format!(
                    "{sheet} › {}: `{name}` is claimed by row {} ({as_written}) and row {} ({}); give each unit names of its own",
                    unit.row, units[*other].row, unit.row, unit.name
                )),
                Some(_) => {}
                None => {
                    seen.insert(key, (i, &unit.name));
                }
            }
        }
    }
}

/// Digits with separators and an optional 元 or 万元, as fen. The registry is the auditors' own file: nothing else is accepted.
fn amount_fen(value: &Value, wan: bool) -> Option<i64> {
    let text: String = nfkc(&cell_text(value))
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '¥' | '￥'))
        .collect();
    let (digits, own_wan) = match text.strip_suffix("万元") {
        Some(rest) => (rest, true),
        None => (text.strip_suffix('元').unwrap_or(&text), wan),
    };
    let yuan: Decimal = digits.parse().ok()?;
    let fen = yuan.checked_mul(Decimal::from(if own_wan { 1_000_000 } else { 100 }))?;
    fen.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        .to_i64()
}

/// `8%`, `0.08` → 800 bp. A bare number above 1 is percent.
fn share_bp(value: &Value) -> Option<i64> {
    let text: String = nfkc(&cell_text(value)).chars().filter(|c| !c.is_whitespace()).collect();
    let (digits, percent) = match text.strip_suffix('%') {
        Some(rest) => (rest, true),
        None => (text.as_str(), false),
    };
    let share: Decimal = digits.parse().ok()?;
    let bp = share.checked_mul(Decimal::from(if percent || share > Decimal::ONE { 100 } else { 10_000 }))?;
    if bp.fract().is_zero() {
        bp.to_i64().filter(|b| (0..=10_000).contains(b))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(csv: &str) -> Result<Registry, RegistryError> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("units.csv");
        std::fs::write(&path, csv).unwrap();
        Registry::load(&path)
    }

    #[test]
    fn a_registry_is_read_by_its_headers() {
        let registry = load(
            "2024年单位名册,,,,,,,,\n单位名称,单位代码,县(市、区),行业,食堂,代表单位,别名,年度采购计划(万元),预留832平台(元)\n\
             盐湖区实验中学,140802001,盐湖区,学校,自办,,实验中学、实中,120,\"120,000.50\"\n夏县文化馆,,夏县,进机关,共用食堂,夏县政府,,,\n",
        )
        .unwrap();
        let [a, b] = &registry.units[..] else { panic!("{registry:?}") };
        assert_eq!(
            (a.code.as_deref(), a.county.as_deref(), a.sector, a.canteen),
            (Some("140802001"), Some("盐湖区"), Some(Sector::School), Canteen::Own)
        );
        assert_eq!(a.aliases.iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["实验中学", "实中"]);
        assert_eq!(
            (a.plan_fen, &a.reserved_fen[..]),
            (Some(120_000_000), &[(Arc::from("platform_832"), 12_000_050)][..])
        );
        assert_eq!(
            (b.canteen, b.representative.as_deref(), b.plan_fen, b.row),
            (Canteen::Shared, Some("夏县政府"), None, 4)
        );
    }

    #[test]
    fn a_registry_without_a_name_column_says_what_it_found() {
        let message = load("学校,县区\n盐湖区实验中学,盐湖区\n").unwrap_err().to_string();
        assert!(message.contains("单位名称") && message.contains("学校 | 县区"), "{message}");
    }

    #[test]
    fn all_bad_rows_are_named_at_once() {
        let message = load("单位名称,县区,行业,年度计划\n甲,夏县,寺庙,约一百万\n甲,夏县,学校,-5\n")
            .unwrap_err()
            .to_string();
        for part in ["C2", "寺庙", "D2", "约一百万", "D3", "claimed by row 2"] {
            assert!(message.contains(part), "{part} not in {message}");
        }
    }

    #[test]
    fn an_exception_needs_its_document() {
        let header = "单位名称,例外要求,例外比例,批准文号,批准日期\n";
        let good = load(&format!("{header}甲,832,8%,运财购〔2024〕3号,2024-01-15\n")).unwrap();
        let e = &good.units[0].exceptions[0];
        assert_eq!(
            (e.requirement.as_ref(), e.threshold_bp, e.from.to_string().as_str()),
            ("platform_832", 800, "2024-01")
        );
        for (date, month) in [
            ("2024年1月15日", "2024-01"),
            ("2024.12", "2024-12"),
            ("20240115", "2024-01"),
            ("45306", "2024-01"),
            ("202411", "2024-11"),
        ] {
            let good = load(&format!("{header}甲,832,8%,运财购〔2024〕3号,{date}\n")).unwrap();
            assert_eq!(good.units[0].exceptions[0].from.to_string(), month, "{date}");
        }
        assert!(load(&format!("{header}甲,832,8%,运财购〔2024〕3号,去年\n")).is_err());
        let to = "单位名称,例外要求,例外比例,批准文号,例外起始月,例外截止月\n甲,832,8%,运财购〔2024〕3号,2024-03,";
        assert!(load(&format!("{to}2024-03\n")).is_ok());
        assert!(load(&format!("{to}2024-02\n")).unwrap_err().to_string().contains("F2"));
        assert!(
            load(&format!("{header}甲,832,8%,,2024-01-15\n"))
                .unwrap_err()
                .to_string()
                .contains("批准文号")
        );
    }
}
