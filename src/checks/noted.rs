//! Checks that gather what reading noted on single lines: one finding a check and unit, evidence line by line.

use crate::{
    checks::{Check, CheckContext, Flag, Meta, Outcome, args},
    model::{finding::Severity, line::Line, money::Fen},
};

/// Lines that carry one of the notes or reasons are flagged together, as one point to clear up.
pub struct Noted {
    /// Meta.
    pub meta: Meta,
    /// Codes in [`Line::notes`] or [`Line::reasons`].
    pub codes: &'static [&'static str],
}

/// 金额 differs from 数量 × 单价.
pub const AMOUNT_MISMATCH: Noted = Noted {
    meta: Meta {
        id: "amount_mismatch",
        severity: Severity::Warning,
        since: "0.1.0",
    },
    codes: &["amount_mismatch"],
};
/// The same order number, item and amount twice.
pub const DUPLICATE_SUSPECTED: Noted = Noted {
    meta: Meta {
        id: "duplicate_suspected",
        severity: Severity::Warning,
        since: "0.1.0",
    },
    codes: &["duplicate_suspected"],
};
/// Order or invoice numbers of more than 15 digits, damaged by a number format.
pub const DAMAGED_ID: Noted = Noted {
    meta: Meta {
        id: "damaged_id",
        severity: Severity::Warning,
        since: "0.1.0",
    },
    codes: &["damaged_id"],
};
/// Dates that could not be read.
pub const UNPARSED_DATE: Noted = Noted {
    meta: Meta {
        id: "unparsed_date",
        severity: Severity::Warning,
        since: "0.1.0",
    },
    codes: &["unparsed_date", "date_ambiguous"],
};
/// An 832 or direct purchase from outside the 832 counties.
pub const ORIGIN_CONFLICT: Noted = Noted {
    meta: Meta {
        id: "origin_conflict",
        severity: Severity::Warning,
        since: "0.1.0",
    },
    codes: &["origin_conflict"],
};
/// Evidence that points to different channels.
pub const CHANNEL_CONFLICT: Noted = Noted {
    meta: Meta {
        id: "channel_conflict",
        severity: Severity::Warning,
        since: "0.1.0",
    },
    codes: &["channel_conflict"],
};

impl Noted {
    fn has(&self, line: &Line) -> bool {
        line.notes.iter().chain(&line.reasons).any(|c| self.codes.contains(&c.as_ref()))
    }
}

impl Check for Noted {
    fn meta(&self) -> Meta {
        self.meta
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if cx.data.lines.is_empty() {
            return Outcome::NotApplicable("no_lines");
        }
        let found: Vec<&Line> = cx.data.lines.iter().filter(|l| self.has(l)).collect();
        let passed = (cx.data.lines.len() - found.len()) as u64;
        if found.is_empty() {
            return Outcome::Examined { passed, flags: Vec::new() };
        }
        let amount = found
            .iter()
            .filter_map(|l| l.amount_fen)
            .fold(0_i64, |a, b| a.saturating_add(b.saturating_abs()));
        let places: Vec<String> = found.iter().take(3).map(|l| l.source.to_string()).collect();
        let flag = Flag {
            subject: cx.period.to_string(),
            args: args([
                ("count", found.len().to_string()),
                ("amount", Fen(amount).yuan()),
                ("places", places.join("；")),
            ]),
            amount_fen: Some(amount),
            evidence: found.iter().map(|l| l.source.clone()).collect(),
        };
        Outcome::Examined { passed, flags: vec![flag] }
    }
}
