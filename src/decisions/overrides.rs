//! Decisions by auditors (核实意见): one row a line, a supplier or a channel text; the decision; by whom; on what evidence; when.
//!
//! A row may instead waive a finding by its key (waivers.rs). The sheet that `audit` writes (`待核实.xlsx`) goes straight back in; rows without a decision say nothing. Two rows that decide one thing
//! differently are an error naming both; a row that matches nothing is reported.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{
    decisions::waivers::{Waiver, Waivers},
    formats::{
        cells::{DateSystem, Limits, Sheet, Unreadable, Value},
        sniff,
    },
    model::{
        cell::CellRef,
        dates::{Month, PartialDate},
        finding::Waived,
        line::{Decision, Line},
    },
    policy::{
        at::PolicyAt,
        channel::{Named, Place, named, normal},
        classify::{Settlement, settle},
    },
    units::names::normal_name,
    values::date,
};

/// Header names and words of an overrides sheet (`data/layouts/overrides.toml`).
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Vocabulary {
    columns: BTreeMap<String, Vec<String>>,
    words: Words,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    r#in: Vec<String>,
    out: Vec<String>,
    out_of_base: Vec<String>,
    amount: Vec<String>,
}

// The file is part of the program; a test reads it, so the empty vocabulary is never used.
static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| toml::from_str(include_str!("../data/layouts/overrides.toml")).unwrap_or_default());

/// Why an overrides file cannot be used: exit status 2.
#[derive(Debug, thiserror::Error)]
pub enum OverridesError {
    /// Not there or not readable.
    #[error("{}", path.display())]
    Unreadable {
        /// File.
        path: PathBuf,
        /// Reason.
        source: Unreadable,
    },
    /// Rows that cannot be understood or that contradict each other, all of them.
    #[error("{}: {}", path.display(), problems.join("; "))]
    BadRows {
        /// File.
        path: PathBuf,
        /// `SHEET › CELL: what is wrong`.
        problems: Vec<String>,
    },
}

/// What a row speaks of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Line(String),
    Supplier(String),
    ChannelText(String),
}

#[derive(Debug)]
struct Row {
    subject: Subject,
    unit: Option<String>,
    text: String,
    decision: Decision,
    used: AtomicBool,
}

/// All decisions of a file.
#[derive(Debug)]
pub struct Overrides {
    path: PathBuf,
    rows: Vec<Row>,
    waivers: Waivers,
}

/// What reading gathers.
#[derive(Default)]
struct Gathered {
    rows: Vec<Row>,
    waivers: Waivers,
    problems: Vec<String>,
}

impl Overrides {
    /// Reads decisions from a workbook or CSV.
    ///
    /// # Errors
    /// [`OverridesError`], with every bad row named.
    pub fn load(path: &Path) -> Result<Self, OverridesError> {
        let unreadable = |source| OverridesError::Unreadable {
            path: path.to_owned(),
            source,
        };
        let bytes = std::fs::read(path).map_err(|e| unreadable(Unreadable::Io(e.to_string())))?;
        let book = sniff::read(&bytes, &Limits::default()).map_err(unreadable)?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let (mut gathered, mut headers) = (Gathered::default(), 0);
        for sheet in &book.sheets {
            headers += usize::from(read_sheet(sheet, book.date_system, &name, &mut gathered));
        }
        let Gathered {
            rows,
            waivers,
            mut problems,
        } = gathered;
        if headers == 0 {
            problems.push("no header row with 决定 and one of 行号, 供应商, 渠道文字, 疑点编号".to_owned());
        }
        contradictions(&rows, &mut problems);
        waivers.contradictions(&mut problems);
        if problems.is_empty() {
            Ok(Self {
                path: path.to_owned(),
                rows,
                waivers,
            })
        } else {
            Err(OverridesError::BadRows {
                path: path.to_owned(),
                problems,
            })
        }
    }

    /// Every decision can be carried out under the policy: its word is a channel's name, 计入, 不计入 or an amount.
    ///
    /// # Errors
    /// [`OverridesError::BadRows`] with every word that cannot.
    pub fn validate(&self, policy: &PolicyAt) -> Result<(), OverridesError> {
        let problems: Vec<String> = self
            .rows
            .iter()
            .filter(|r| settlement(policy, &r.text).is_none())
            .map(|r| {
                let titles: Vec<String> = policy.info().channels.into_iter().map(|c| c.title).collect();
                format!(
                    "{}: `{}` is no decision; write 计入, 不计入, 金额=123.45 or a channel: {}",
                    r.decision.source,
                    r.text,
                    titles.join(" / ")
                )
            })
            .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(OverridesError::BadRows {
                path: self.path.clone(),
                problems,
            })
        }
    }

    /// Applies the decisions to a unit's lines: channel texts first, then suppliers, then single lines, so that the narrowest has the last word.
    pub fn apply(&self, policy: &PolicyAt, unit: &str, lines: &mut [Line]) {
        let unit = normal_name(unit);
        let here = |r: &&Row| r.unit.as_ref().is_none_or(|u| *u == unit);
        let mut by_subject: BTreeMap<&Subject, &Row> = BTreeMap::new();
        for row in self.rows.iter().filter(here) {
            by_subject.insert(&row.subject, row);
        }
        for line in lines {
            let subjects = [
                line.channel_text.as_deref().map(|c| Subject::ChannelText(normal(c))),
                line.supplier.as_deref().map(|s| Subject::Supplier(normal_name(s))),
                Some(Subject::Line(line.id.clone())),
            ];
            for row in subjects.iter().flatten().filter_map(|s| by_subject.get(s)) {
                row.used.store(true, Ordering::Relaxed);
                if let Some(settlement) = settlement(policy, &row.text) {
                    settle(policy, line, &settlement);
                    line.decision = Some(row.decision.clone());
                }
            }
        }
    }

    /// Findings that were looked into.
    #[must_use]
    pub fn waivers(&self) -> &Waivers {
        &self.waivers
    }

    /// Places of the decisions that matched no line of the run.
    #[must_use]
    pub fn unmatched(&self) -> Vec<String> {
        self.rows
            .iter()
            .filter(|r| !r.used.load(Ordering::Relaxed))
            .map(|r| r.decision.source.clone())
            .collect()
    }
}

fn settlement(policy: &PolicyAt, text: &str) -> Option<Settlement> {
    let word = normal(text);
    let words = &VOCABULARY.words;
    if let Some(amount) = words.amount.iter().find_map(|w| word.strip_prefix(w.as_str())?.strip_prefix('=')) {
        return yuan_to_fen(amount).map(Settlement::Amount);
    }
    for (list, settlement) in [
        (&words.r#in, Settlement::In),
        (&words.out, Settlement::Out),
        (&words.out_of_base, Settlement::OutOfBase),
    ] {
        if list.contains(&word) {
            return Some(settlement);
        }
    }
    let exact = policy
        .policy
        .channels
        .iter()
        .find(|c| normal(&c.title) == word || c.id.as_ref() == word);
    if let Some(channel) = exact {
        return (policy.info().channels.iter().any(|c| c.id == channel.id)).then(|| Settlement::Channel(channel.id.clone()));
    }
    match named(policy, text, Place::Column) {
        Named::Channels(ids) if ids.len() == 1 => ids.first().cloned().map(Settlement::Channel),
        _ => None,
    }
}

fn yuan_to_fen(text: &str) -> Option<i64> {
    use rust_decimal::{Decimal, prelude::ToPrimitive};
    let yuan: Decimal = text.replace([',', '元', '¥'], "").parse().ok()?;
    let fen = yuan.checked_mul(Decimal::from(100))?;
    let largest = crate::model::money::LARGEST_AMOUNT.0;
    fen.fract()
        .is_zero()
        .then(|| fen.to_i64())
        .flatten()
        .filter(|f| (-largest..=largest).contains(f))
}

/// `true` when the sheet has a header of an overrides sheet.
fn read_sheet(sheet: &Sheet, system: DateSystem, file: &str, into: &mut Gathered) -> bool {
    let mut header: Option<BTreeMap<&'static str, u32>> = None;
    for cells in sheet.cells.chunk_by(|a, b| a.row == b.row) {
        let text = |col: u32| {
            cells.iter().find(|c| c.col == col).map(|c| match &c.value {
                Value::Text(t) | Value::IsoDate(t) => t.trim().to_owned(),
                Value::Number(n) => n.to_string(),
                Value::Date(n) => date::serial(*n, system).map_or_else(|| n.to_string(), |d| d.to_string()),
                _ => String::new(),
            })
        };
        let Some(columns) = &header else {
            let mut found = BTreeMap::new();
            for cell in cells {
                if let Value::Text(t) = &cell.value
                    && let Some((name, _)) = VOCABULARY.columns.iter().find(|(_, names)| names.contains(&normal(t)))
                {
                    found.entry(name.as_str()).or_insert(cell.col);
                }
            }
            let decides = found.contains_key("decision") || found.contains_key("finding") && found.contains_key("by");
            if decides && ["line", "supplier", "channel", "finding"].iter().any(|k| found.contains_key(k)) {
                header = Some(found);
            }
            continue;
        };
        let get = |name: &str| columns.get(name).and_then(|c| text(*c)).filter(|t| !t.is_empty());
        let row = cells[0].row;
        let place = format!("{file} › {} › {}", sheet.name, row + 1);
        if let Some(key) = get("finding") {
            match waiver(&key, &get, place, system) {
                Ok(waiver) => into.waivers.rows.extend(waiver),
                Err(why) => into.problems.push(format!("{} › {}: {why}", sheet.name, row + 1)),
            }
            continue;
        }
        let Some(decision) = get("decision") else { continue };
        let subject = get("line")
            .map(Subject::Line)
            .or_else(|| get("supplier").map(|s| Subject::Supplier(normal_name(&s))))
            .or_else(|| get("channel").map(|c| Subject::ChannelText(normal(&c))));
        let (Some(subject), Some(by), Some(evidence)) = (subject, get("by"), get("evidence")) else {
            let cell = CellRef {
                row,
                col: columns.get("decision").copied().unwrap_or(0),
            };
            into.problems.push(format!(
                "{} › {cell}: a decision needs its line (行号), supplier or channel text, who decided (决定人) and on what evidence (依据)",
                sheet.name
            ));
            continue;
        };
        // A line's id names it wherever it stands; a supplier or channel text may be decided for one unit only.
        let unit = if matches!(subject, Subject::Line(_)) {
            None
        } else {
            get("unit").map(|u| normal_name(&u))
        };
        let decided = Decision {
            decision: decision.clone(),
            by,
            evidence,
            date: get("date").unwrap_or_default(),
            source: place,
        };
        into.rows.push(Row {
            subject,
            unit,
            text: decision,
            decision: decided,
            used: AtomicBool::new(false),
        });
    }
    header.is_some()
}

/// A row with a finding's key. `None`: nothing is filled in beside the key.
fn waiver(key: &str, get: &impl Fn(&str) -> Option<String>, source: String, system: DateSystem) -> Result<Option<Waiver>, String> {
    if ["line", "supplier", "channel"].iter().any(|k| get(k).is_some()) {
        return Err("a row waives a finding (疑点编号) or decides on a line, supplier or channel text, not both".to_owned());
    }
    if ["by", "evidence", "decision", "expires"].iter().all(|k| get(k).is_none()) {
        return Ok(None);
    }
    let (Some(by), Some(reason)) = (get("by"), get("evidence")) else {
        return Err("a waiver needs its reason (依据) and who says so (核实人)".to_owned());
    };
    let written = get("expires").unwrap_or_default();
    let until = match date::text(&written, system) {
        _ if written.is_empty() => None,
        date::DateCell::Is(PartialDate::Full(day)) => Some(Month::of(day)),
        date::DateCell::Is(PartialDate::YearMonth(month)) => Some(month),
        _ => return Err(format!("有效期至 `{written}` is no date or month like 2024-12-31 or 2024-12")),
    };
    Ok(Some(Waiver {
        key: key.to_lowercase(),
        until,
        waived: Waived {
            reason,
            by,
            until: written,
            date: get("date").unwrap_or_default(),
            source,
        },
        used: AtomicBool::new(false),
        expired: AtomicBool::new(false),
    }))
}

fn contradictions(rows: &[Row], problems: &mut Vec<String>) {
    for (i, a) in rows.iter().enumerate() {
        for b in &rows[i + 1..] {
            let overlap = a.unit.is_none() || b.unit.is_none() || a.unit == b.unit;
            if a.subject == b.subject && overlap && normal(&a.text) != normal(&b.text) {
                problems.push(format!(
                    "{} says `{}`, {} says `{}` of the same thing",
                    a.decision.source, a.text, b.decision.source, b.text
                ));
            }
        }
    }
}

/// Words that a decision cell may hold, for the drop-down.
#[must_use]
pub fn decision_words(policy: &crate::model::policy_info::PolicyInfo) -> Vec<String> {
    let words = &VOCABULARY.words;
    let more = [words.r#in.first(), words.out.first()].into_iter().flatten().cloned();
    policy.channels.iter().map(|c| c.title.clone()).chain(more).collect()
}

/// A reason code in words.
#[must_use]
pub fn reason_text(code: &Arc<str>, catalog: &crate::text::catalog::Catalog) -> String {
    catalog.get(&format!("word.reason.{code}")).to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::text::catalog::{Catalog, Lang};

    #[test]
    fn every_sheet_that_is_written_has_headers_that_are_read() {
        let words: Vocabulary = toml::from_str(include_str!("../data/layouts/overrides.toml")).unwrap();
        for name in words.columns.values().flatten() {
            assert_eq!(&normal(name), name, "written as it is compared");
        }
        let known = |key: &str, header: &str| assert!(words.columns[key].contains(&normal(header)), "{key}: {header}");
        let template = include_str!("../data/templates/overrides.toml").parse::<toml::Table>().unwrap();
        for column in template["column"].as_array().unwrap() {
            known(column["key"].as_str().unwrap(), column["header"].as_str().unwrap());
        }
        for lang in [Lang::Zh, Lang::En] {
            let catalog = Catalog::new(lang);
            for key in ["line", "unit", "supplier", "channel", "decision", "by", "evidence", "date"] {
                known(key, catalog.get(&format!("policy.disputes.{key}")));
            }
        }
    }
}
