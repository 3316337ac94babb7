//! A byte-identical second copy of a workbook, counted once.

use crate::{
    checks::{
        check::{Check, CheckContext, Flag, Meta, NotApplicableReason, Outcome},
        figures::{args, place_of_file},
    },
    model::finding::Severity,
};

/// See the module.
pub struct DuplicateFile;

impl Check for DuplicateFile {
    fn meta(&self) -> Meta {
        Meta::new("duplicate_file", Severity::Info)
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if cx.data.files.is_empty() {
            return Outcome::NotApplicable(NotApplicableReason::NoFiles);
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
