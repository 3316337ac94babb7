//! What a person has to look at: issues from reading, findings of the checks.

use std::{collections::BTreeMap, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{cell::CellRef, source::Source};

codes! {
    /// How bad an issue or a finding is; drives the order in reports.
    pub enum Severity as "severity" {
        /// Touches a figure or a verdict: must be cleared up.
        Error = "error",
        /// Probably touches a figure.
        Warning = "warning",
        /// Worth knowing; no figure depends on it.
        Info = "info",
    }
}

/// A data quality issue (数据质量问题) found while reading: file › sheet › cell, what was found, what was done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Stable code, e.g. `amount_rounded`, `unparsed_date`, `total_mismatch`.
    pub code: String,
    /// Severity.
    pub severity: Severity,
    /// Sheet name, where the issue has a place.
    pub sheet: Option<Arc<str>>,
    /// Cell, where the issue has one.
    pub cell: Option<CellRef>,
    /// The raw text found there (cut to 200 characters).
    pub found: String,
    /// Values for the message template of this code (`data/text/*.toml`), e.g. `expected`, `stated`.
    pub args: BTreeMap<String, String>,
}

/// An issue as text: `FILE › SHEET › CELL: what is wrong`, what was found, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IssueView {
    /// Code.
    pub code: String,
    /// Severity.
    pub severity: Severity,
    /// Place, `台账.xlsx › 3月 › F17`.
    pub place: String,
    /// What is wrong and what was done.
    pub message: String,
    /// Raw text found.
    pub found: String,
    /// What to do about it.
    pub fix: String,
}

/// A point to clear up (疑点), never a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Check id, e.g. `total_mismatch`.
    pub check: Arc<str>,
    /// Severity.
    pub severity: Severity,
    /// Short title, Chinese or English by `--lang`.
    pub title: String,
    /// One or two sentences: what, where, measured value and threshold.
    pub detail: String,
    /// Stable key: hash of check, unit and subject, not of row numbers.
    pub key: String,
    /// Amount at stake, fen, where one can be named.
    pub amount_fen: Option<i64>,
    /// Evidence: the cells that show it (at most 20; `evidence_total` says how many there are).
    pub evidence: Vec<Source>,
    /// How many places there are in all.
    pub evidence_total: usize,
    /// The clause or literature that the check rests on.
    pub clause: Option<String>,
    /// What a person has found out about it; it is then not counted as open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<Waived>,
}

/// A finding that was looked into (已核实说明).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Waived {
    /// Why it is no point any more.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// Last month for which that holds, as written; empty for good.
    pub until: String,
    /// When, as written.
    pub date: String,
    /// Where in the overrides file.
    pub source: String,
    /// They say that it has been put right (已整改).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rectified: bool,
}
