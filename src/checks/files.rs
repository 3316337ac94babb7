//! Checks on what was sent in: copies, versions, hidden sheets, missing months.

use std::collections::BTreeSet;

use crate::{
    checks::{Check, CheckContext, Flag, Meta, Outcome, args, place_of_file},
    model::{dates::Month, finding::Severity, line::PeriodSource, money::Fen, results::Verdict},
};

/// A byte-identical second copy of a workbook, counted once.
pub struct DuplicateFile;

impl Check for DuplicateFile {
    fn meta(&self) -> Meta {
        Meta {
            id: "duplicate_file",
            severity: Severity::Info,
            since: "0.1.0",
        }
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if cx.data.files.is_empty() {
            return Outcome::NotApplicable("no_files");
        }
        let flags: Vec<Flag> = cx
            .copies
            .iter()
            .map(|(original, copy)| Flag {
                subject: copy.to_string(),
                args: args([("original", original.to_string()), ("copy", copy.to_string())]),
                amount_fen: None,
                evidence: vec![place_of_file(copy)],
            })
            .collect();
        Outcome::Examined {
            passed: cx.data.files.len() as u64,
            flags,
        }
    }
}

/// Several versions of one ledger: the repeated lines of the later file are disputed.
pub struct DuplicateAcrossFiles;

impl Check for DuplicateAcrossFiles {
    fn meta(&self) -> Meta {
        Meta {
            id: "duplicate_across_files",
            severity: Severity::Error,
            since: "0.1.0",
        }
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if cx.data.files.len() < 2 {
            return Outcome::NotApplicable("one_file");
        }
        let flags: Vec<Flag> = cx
            .overlaps
            .iter()
            .map(|o| Flag {
                subject: format!("{}|{}", o.first, o.second),
                args: args([
                    ("first", o.first.to_string()),
                    ("second", o.second.to_string()),
                    ("common", o.common.to_string()),
                    ("first_lines", o.first_lines.to_string()),
                    ("second_lines", o.second_lines.to_string()),
                    ("amount", Fen(o.amount_fen).yuan()),
                ]),
                amount_fen: Some(o.amount_fen),
                evidence: o.lines.iter().map(|i| cx.data.lines[*i].source.clone()).collect(),
            })
            .collect();
        let seconds: BTreeSet<_> = cx.overlaps.iter().map(|o| &o.second).collect();
        Outcome::Examined {
            passed: (cx.data.files.len() - seconds.len()) as u64,
            flags,
        }
    }
}

/// A hidden sheet: not counted, and said so.
pub struct HiddenSheet;

impl Check for HiddenSheet {
    fn meta(&self) -> Meta {
        Meta {
            id: "hidden_sheet",
            severity: Severity::Warning,
            since: "0.1.0",
        }
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if cx.data.files.is_empty() {
            return Outcome::NotApplicable("no_files");
        }
        let flags: Vec<Flag> = cx
            .data
            .issues
            .iter()
            .filter(|(_, i)| i.code == "hidden_sheet")
            .map(|(file, issue)| {
                let sheet = issue.sheet.clone().unwrap_or_default();
                let mut source = place_of_file(file);
                source.sheet = sheet.clone();
                Flag {
                    subject: format!("{file}|{sheet}"),
                    args: args([("file", file.to_string()), ("sheet", sheet.to_string())]),
                    amount_fen: None,
                    evidence: vec![source],
                }
            })
            .collect();
        Outcome::Examined {
            passed: cx.data.files.len() as u64,
            flags,
        }
    }
}

/// Lines dated outside the month that their file or sheet states: kept, in their own month.
pub struct OutOfPeriod;

impl Check for OutOfPeriod {
    fn meta(&self) -> Meta {
        Meta {
            id: "out_of_period",
            severity: Severity::Warning,
            since: "0.1.0",
        }
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let stated = |l: &crate::model::line::Line| cx.data.stated_months.get(&(l.source.file.clone(), l.source.sheet.clone())).copied();
        let dated: Vec<_> = cx.data.lines.iter().filter(|l| l.period_source == PeriodSource::Date).collect();
        let compared: Vec<_> = dated.iter().filter_map(|l| stated(l).map(|m| (*l, m))).collect();
        let late: Vec<_> = dated
            .iter()
            .filter(|l| l.period > cx.period && stated(l).is_none_or(|m| m == l.period))
            .collect();
        if compared.is_empty() && late.is_empty() {
            return Outcome::NotApplicable("no_stated_month");
        }
        let mut flags = Vec::new();
        let months: BTreeSet<(Month, Month)> = compared
            .iter()
            .filter(|(l, m)| l.period != *m)
            .map(|(l, m)| (*m, l.period))
            .collect();
        let mut outside = 0;
        for (month, actual) in months {
            let lines: Vec<_> = compared
                .iter()
                .filter(|(l, m)| *m == month && l.period == actual)
                .map(|(l, _)| *l)
                .collect();
            outside += lines.len();
            let amount = lines.iter().filter_map(|l| l.amount_fen).fold(0_i64, i64::saturating_add);
            flags.push(Flag {
                subject: format!("{month}|{actual}"),
                args: args([
                    ("stated", month.to_string()),
                    ("actual", actual.to_string()),
                    ("count", lines.len().to_string()),
                    ("amount", Fen(amount).yuan()),
                ]),
                amount_fen: Some(amount),
                evidence: lines.iter().map(|l| l.source.clone()).collect(),
            });
        }
        if !late.is_empty() {
            let amount = late.iter().filter_map(|l| l.amount_fen).fold(0_i64, i64::saturating_add);
            flags.push(Flag {
                subject: format!("after|{}", cx.period),
                args: args([
                    ("stated", cx.period.to_string()),
                    ("actual", late.iter().map(|l| l.period).max().unwrap_or(cx.period).to_string()),
                    ("count", late.len().to_string()),
                    ("amount", Fen(amount).yuan()),
                ]),
                amount_fen: Some(amount),
                evidence: late.iter().map(|l| l.source.clone()).collect(),
            });
        }
        Outcome::Examined {
            passed: (dated.len().saturating_sub(outside + late.len())) as u64,
            flags,
        }
    }
}

/// A registered unit that must report and sent nothing.
pub struct NotSubmitted;

impl Check for NotSubmitted {
    fn meta(&self) -> Meta {
        Meta {
            id: "not_submitted",
            severity: Severity::Error,
            since: "0.1.0",
        }
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if cx.assessment.verdict == Verdict::Exempt {
            return Outcome::NotApplicable("exempt");
        }
        if cx.data.files.is_empty() {
            let flag = Flag {
                subject: cx.period.to_string(),
                args: args([("period", cx.period.to_string())]),
                amount_fen: None,
                evidence: Vec::new(),
            };
            return Outcome::Examined {
                passed: 0,
                flags: vec![flag],
            };
        }
        Outcome::Examined {
            passed: 1,
            flags: Vec::new(),
        }
    }
}

/// Months of the year to date without a single line, between or after months that have some.
pub struct GapInMonths;

impl Check for GapInMonths {
    fn meta(&self) -> Meta {
        Meta {
            id: "gap_in_months",
            severity: Severity::Warning,
            since: "0.1.0",
        }
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let present: BTreeSet<Month> = cx
            .data
            .lines
            .iter()
            .map(|l| l.period)
            .filter(|m| m.in_year_to_date(cx.period))
            .collect();
        if present.is_empty() {
            return Outcome::NotApplicable("no_lines");
        }
        let missing: Vec<Month> = (1..=cx.period.month())
            .filter_map(|m| Month::new(cx.period.year(), m))
            .filter(|m| !present.contains(m))
            .collect();
        let passed = present.len() as u64;
        if missing.is_empty() {
            return Outcome::Examined { passed, flags: Vec::new() };
        }
        let names: Vec<String> = missing.iter().map(ToString::to_string).collect();
        let flag = Flag {
            subject: names.join(","),
            args: args([("months", names.join("、"))]),
            amount_fen: None,
            evidence: Vec::new(),
        };
        Outcome::Examined { passed, flags: vec![flag] }
    }
}

/// A unit that workbooks name and the registry does not.
pub struct UnregisteredUnit;

impl Check for UnregisteredUnit {
    fn meta(&self) -> Meta {
        Meta {
            id: "unregistered_unit",
            severity: Severity::Warning,
            since: "0.1.0",
        }
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if !cx.in_registry_run {
            return Outcome::NotApplicable("no_registry");
        }
        if cx.registered.is_some() {
            return Outcome::Examined {
                passed: 1,
                flags: Vec::new(),
            };
        }
        let flag = Flag {
            subject: cx.unit.to_owned(),
            args: args([("unit", cx.unit.to_owned())]),
            amount_fen: None,
            evidence: cx.data.files.iter().map(|f| place_of_file(&f.path)).collect(),
        };
        Outcome::Examined {
            passed: 0,
            flags: vec![flag],
        }
    }
}
