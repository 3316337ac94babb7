//! Six checks on what is noted on single lines: one finding a check and unit, evidence line by line. What tells them apart is the codes.

use crate::{
    checks::{
        check::{Check, CheckContext, Flag, Meta, NotApplicableReason, Outcome},
        figures::{args, sources},
    },
    model::{finding::Severity, line::Line, money::Fen},
};

/// Lines that carry one of the notes or reasons are flagged together, as one point to clear up.
pub struct NotedLines {
    pub meta: Meta,
    /// Codes in [`Line::notes`] or [`Line::reasons`].
    pub codes: &'static [&'static str],
}

/// 金额 differs from 数量 × 单价.
pub const AMOUNT_MISMATCH: NotedLines = NotedLines {
    meta: Meta::new("amount_mismatch", Severity::Warning),
    codes: &["amount_mismatch"],
};
/// The same order number, item and amount twice.
pub const DUPLICATE_SUSPECTED: NotedLines = NotedLines {
    meta: Meta::new("duplicate_suspected", Severity::Warning),
    codes: &["duplicate_suspected"],
};
/// Order or invoice numbers of more than 15 digits, damaged by a number format.
pub const DAMAGED_ID: NotedLines = NotedLines {
    meta: Meta::new("damaged_id", Severity::Warning),
    codes: &["damaged_id"],
};
/// Dates that could not be read.
pub const UNPARSED_DATE: NotedLines = NotedLines {
    meta: Meta::new("unparsed_date", Severity::Warning),
    codes: &["unparsed_date", "date_ambiguous"],
};
/// An 832 or direct purchase from outside the 832 counties.
pub const ORIGIN_CONFLICT: NotedLines = NotedLines {
    meta: Meta::new("origin_conflict", Severity::Warning),
    codes: &["origin_conflict"],
};
/// Evidence that points to different channels.
pub const CHANNEL_CONFLICT: NotedLines = NotedLines {
    meta: Meta::new("channel_conflict", Severity::Warning),
    codes: &["channel_conflict"],
};

impl NotedLines {
    fn has(&self, line: &Line) -> bool {
        let notes = line.notes.iter().map(AsRef::as_ref);
        let reasons = line.reasons.iter().map(|r| r.code());
        notes.chain(reasons).any(|code| self.codes.contains(&code))
    }
}

impl Check for NotedLines {
    fn meta(&self) -> Meta {
        self.meta
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if cx.data.lines.is_empty() {
            return Outcome::NotApplicable(NotApplicableReason::NoLines);
        }
        let found: Vec<&Line> = cx.data.lines.iter().filter(|l| self.has(l)).collect();
        let passed = (cx.data.lines.len() - found.len()) as u64;
        if found.is_empty() {
            return Outcome::passed(passed);
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
            evidence: sources(&found),
        };
        Outcome::Examined { passed, flags: vec![flag] }
    }
}
