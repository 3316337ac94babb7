//! Seven checks on orders and lines that do not agree with the platform's export: per platform and month, evidence on both sides. What tells
//! them apart is the outcome of the match.

use std::collections::BTreeMap;

use crate::{
    checks::{
        check::{Check, CheckContext, Flag, Meta, NotApplicableReason, Outcome},
        figures::args,
    },
    model::{
        dates::Month,
        finding::Severity,
        money::Fen,
        reconciliation::{MatchView, Outcome as Found, Reconciliation},
        source::Source,
    },
};

/// Matches of one outcome, gathered.
pub struct PlatformMatches {
    meta: Meta,
    found: Found,
}

const fn check(id: &'static str, severity: Severity, found: Found) -> PlatformMatches {
    PlatformMatches {
        meta: Meta {
            id,
            severity,
            since: "0.1.0",
        },
        found,
    }
}

/// Claimed, and not on the platform.
pub const UNCONFIRMED: PlatformMatches = check("unconfirmed_by_platform", Severity::Error, Found::Unconfirmed);
/// The platform has another amount.
pub const AMOUNT_DIFFERS: PlatformMatches = check("platform_amount_differs", Severity::Error, Found::AmountDiffers);
/// The order is another unit's, or stands in another unit's ledger.
pub const OTHER_UNIT: PlatformMatches = check("platform_other_unit", Severity::Error, Found::OtherUnit);
/// The order was cancelled or refunded.
pub const CANCELLED: PlatformMatches = check("platform_cancelled", Severity::Error, Found::Cancelled);
/// More than one way to match.
pub const AMBIGUOUS: PlatformMatches = check("platform_ambiguous", Severity::Warning, Found::Ambiguous);
/// An order that is confirmed already, claimed once more.
pub const CLAIMED_AGAIN: PlatformMatches = check("platform_claimed_again", Severity::Warning, Found::ClaimedAgain);
/// On the platform, not in the ledger.
pub const NOT_IN_LEDGER: PlatformMatches = check("platform_not_in_ledger", Severity::Warning, Found::NotInLedger);

#[derive(Default)]
struct Gathered {
    matches: u64,
    ledger: i64,
    platform: i64,
    at_stake: i64,
    places: Vec<String>,
    evidence: Vec<Source>,
}

impl Gathered {
    fn add(&mut self, m: &MatchView) {
        let (ledger, platform) = (m.ledger_fen.unwrap_or(0), m.platform_fen.unwrap_or(0));
        self.matches += 1;
        self.ledger = self.ledger.saturating_add(ledger);
        self.platform = self.platform.saturating_add(platform);
        let stake = match m.outcome {
            Found::AmountDiffers => ledger.saturating_sub(platform),
            _ if m.lines.is_empty() => platform,
            _ => ledger,
        };
        self.at_stake = self.at_stake.saturating_add(stake.saturating_abs());
        if self.places.len() < 3 {
            let line = m.lines.first().map(|l| l.source.to_string());
            let order = m.orders.first().and_then(|o| o.sources.first()).map(ToString::to_string);
            let both: Vec<String> = line.into_iter().chain(order).collect();
            self.places.push(both.join(" ↔ "));
        }
        self.evidence.extend(m.lines.iter().map(|l| l.source.clone()));
        self.evidence.extend(m.orders.iter().flat_map(|o| o.sources.iter().cloned()));
    }
}

fn month(m: &MatchView) -> Option<Month> {
    let line = m.lines.first().map(|l| l.period);
    line.or_else(|| m.orders.iter().find_map(|o| o.date).map(Month::of))
}

impl PlatformMatches {
    fn flags(&self, of: &Reconciliation) -> (u64, Vec<Flag>) {
        let mut months: BTreeMap<Option<Month>, Gathered> = BTreeMap::new();
        let mut passed = 0;
        for m in &of.matches {
            match m.outcome {
                Found::Confirmed => passed += 1,
                // An order that was cancelled and that nobody claims is in order.
                Found::Cancelled if m.lines.is_empty() => {}
                found if found == self.found => months.entry(month(m)).or_default().add(m),
                _ => {}
            }
        }
        let flags = months.into_iter().map(|(month, g)| {
            let month = month.map(|m| m.to_string()).unwrap_or_default();
            Flag {
                subject: format!("{}|{month}", of.channel),
                args: args([
                    ("channel", of.title.clone()),
                    ("month", month),
                    ("count", g.matches.to_string()),
                    ("ledger", Fen(g.ledger).yuan()),
                    ("platform", Fen(g.platform).yuan()),
                    ("difference", Fen(g.at_stake).yuan()),
                    ("covered", of.covered.join("、")),
                    ("places", g.places.join("；")),
                ]),
                amount_fen: Some(g.at_stake),
                evidence: g.evidence,
                ..Flag::default()
            }
        });
        (passed, flags.collect())
    }
}

impl Check for PlatformMatches {
    fn meta(&self) -> Meta {
        self.meta
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let Some(reconciliation) = cx.reconciliation else {
            return Outcome::NotApplicable(NotApplicableReason::NoPlatformExport);
        };
        let (mut passed, mut flags) = (0, Vec::new());
        for of in reconciliation {
            let (ok, mut found) = self.flags(of);
            passed += ok;
            flags.append(&mut found);
        }
        Outcome::Examined { passed, flags }
    }
}
