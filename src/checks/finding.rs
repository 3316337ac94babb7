//! From flags to findings: words, stable keys, order.

use std::{collections::BTreeMap, sync::Arc};

use sha2::{Digest, Sha256};

use crate::{
    checks::check::{Flag, Meta, Outcome},
    model::{CheckView, Finding, Month},
    text::{Catalog, hex::hex},
};

/// Places that a finding shows; `evidence_total` tells how many there are.
pub const PLACES_SHOWN: usize = 20;

/// Findings of a unit and what each check did.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// Worst first, then by amount at stake.
    pub findings: Vec<Finding>,
    /// Per check.
    pub views: Vec<CheckView>,
}

impl Checked {
    /// Takes in what one check did.
    pub fn add(&mut self, meta: Meta, outcome: Outcome, unit: &str, catalog: &Catalog) {
        let mut view = CheckView {
            check: Arc::from(meta.id),
            passed: None,
            flagged: None,
            not_applicable: None,
        };
        match outcome {
            Outcome::Examined { passed, flags } => {
                view.passed = Some(passed);
                view.flagged = Some(flags.len() as u64);
                self.findings.extend(flags.into_iter().map(|f| finding(meta, f, unit, catalog)));
            }
            Outcome::NotApplicable(reason) => {
                view.not_applicable = Some(catalog.get(&format!("checks.not_applicable.{}", reason.code())).to_owned());
            }
        }
        self.views.push(view);
    }
}

/// Open ones first, worst first, then by amount at stake, then by key.
pub fn sort_findings(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let amount = |f: &Finding| std::cmp::Reverse(f.amount_fen.map_or(0, i64::unsigned_abs));
        let open = |f: &Finding| f.waived.is_some();
        (open(a), a.severity, amount(a), &a.check, &a.key).cmp(&(open(b), b.severity, amount(b), &b.check, &b.key))
    });
}

/// Puts words to a flag.
fn finding(meta: Meta, flag: Flag, unit: &str, catalog: &Catalog) -> Finding {
    let mut evidence = flag.evidence;
    let evidence_total = evidence.len() + flag.more_evidence;
    evidence.truncate(PLACES_SHOWN);
    let args: BTreeMap<String, String> = flag
        .args
        .into_iter()
        .map(|(name, value)| (name, months_in_words(value, catalog)))
        .collect();
    let text = |part: &str| catalog.format(&format!("checks.{}.{part}", meta.id), &args);
    Finding {
        check: Arc::from(meta.id),
        severity: meta.severity,
        title: text("title"),
        detail: text("detail"),
        key: key(meta.id, unit, &flag.subject),
        amount_fen: flag.amount_fen,
        evidence,
        evidence_total,
        clause: catalog.has(&format!("checks.{}.basis", meta.id)).then(|| text("basis")),
        waived: None,
    }
}

/// `2024-02、2024-03` as people say it; any other value as it is.
fn months_in_words(value: String, catalog: &Catalog) -> String {
    // Nearly every value is another thing, told by where a month has its hyphen.
    if value.as_bytes().get(4) != Some(&b'-') {
        return value;
    }
    let months: Option<Vec<String>> = value
        .split('、')
        .map(|m| m.parse::<Month>().ok().map(|m| m.words(catalog)))
        .collect();
    months.map_or(value, |months| months.join(catalog.get("word.name_joiner")))
}

/// Stable key of a finding: check, unit and subject, 12 hex digits.
fn key(check: &str, unit: &str, subject: &str) -> String {
    let digest = Sha256::digest(format!("{check}\u{1f}{unit}\u{1f}{subject}").as_bytes());
    hex(&digest[..6])
}
