//! Several versions of one ledger: the repeated lines of the later file are disputed.

use std::collections::BTreeSet;

use crate::{
    checks::{
        check::{Check, CheckContext, Flag, Meta, NotApplicableReason, Outcome},
        figures::args,
    },
    model::{finding::Severity, money::Fen},
};

/// See the module.
pub struct DuplicateAcrossFiles;

impl Check for DuplicateAcrossFiles {
    fn meta(&self) -> Meta {
        Meta::new("duplicate_across_files", Severity::Error)
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if cx.data.files.len() < 2 {
            return Outcome::NotApplicable(NotApplicableReason::OneFile);
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
