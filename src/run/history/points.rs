//! What earlier runs and this one have in common of a point: the key and the detail of a dispute, and who answered it.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::{
    model::{Answer, Decision, Month, Waived},
    text::{hex::hex, normal_name},
};

/// Day, goods, supplier and order of a line.
pub(super) type Texts<'a> = [Option<&'a str>; 4];

/// What a person knows a line by, beside its goods.
pub(super) fn detail([day, _, supplier, order]: Texts<'_>) -> String {
    let known: Vec<&str> = [day, supplier, order].into_iter().flatten().collect();
    known.join(" · ")
}

/// What stays of a line when its unit sends its ledger anew: 12 hex digits of unit, month, day, goods, supplier, order and amount, and, of lines that are all
/// the same, which of them it is.
pub(super) fn dispute_key(unit: &str, period: Month, texts: Texts<'_>, fen: Option<i64>, seen: &mut HashMap<String, u32>) -> String {
    let texts = texts.map(|text| text.map(normal_name).unwrap_or_default());
    let amount = fen.map_or_else(String::new, |fen| fen.to_string());
    let whole = format!("{unit}\u{1f}{period}\u{1f}{}\u{1f}{amount}", texts.join("\u{1f}"));
    let count = seen.entry(whole.clone()).or_insert(0);
    *count += 1;
    let digest = Sha256::digest(format!("dispute\u{1f}{whole}\u{1f}{count}").as_bytes());
    hex(&digest[..6])
}

/// What who looked into a finding says.
pub(super) fn of_waiver(waived: Waived) -> Answer {
    Answer {
        decision: String::new(),
        by: waived.by,
        evidence: waived.reason,
        date: waived.date,
    }
}

/// What a person decided about a line.
pub(super) fn of_decision(decision: Decision) -> Answer {
    Answer {
        decision: decision.decision,
        by: decision.by,
        evidence: decision.evidence,
        date: decision.date,
    }
}
