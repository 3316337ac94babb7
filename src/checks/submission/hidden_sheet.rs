//! A hidden sheet: not counted, and said so.

use crate::{
    checks::{
        check::{Check, CheckContext, Flag, Meta, NotApplicableReason, Outcome},
        figures::{args, place_of_file},
    },
    model::finding::Severity,
};

/// See the module.
pub struct HiddenSheet;

impl Check for HiddenSheet {
    fn meta(&self) -> Meta {
        Meta::new("hidden_sheet", Severity::Warning)
    }
    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        if cx.data.files.is_empty() {
            return Outcome::NotApplicable(NotApplicableReason::NoFiles);
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
                    ..Flag::default()
                }
            })
            .collect();
        Outcome::Examined {
            passed: cx.data.files.len() as u64,
            flags,
        }
    }
}
