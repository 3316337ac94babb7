//! Seven checks on orders and lines that do not agree with the platform's export: per platform and month, evidence on both sides. What tells
//! them apart is the outcome of the match.

use std::collections::BTreeMap;

use crate::{
    checks::prelude::*,
    model::{MatchView, Outcome as Found, Reconciliation, Source},
};

/// Matches of one outcome and month, gathered.
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

fn flags(of: &Reconciliation, wanted: Found) -> (u64, Vec<Flag>) {
    let mut months: BTreeMap<Option<Month>, Gathered> = BTreeMap::new();
    let mut passed = 0;
    for m in &of.matches {
        match m.outcome {
            Found::Confirmed => passed += 1,
            // An order that was cancelled and that nobody claims is in order.
            Found::Cancelled if m.lines.is_empty() => {}
            found if found == wanted => months.entry(month(m)).or_default().add(m),
            _ => {}
        }
    }
    let flags = months.into_iter().map(|(month, g)| {
        let month = month.map(|m| m.to_string()).unwrap_or_default();
        let args = [
            ("channel", of.title.clone()),
            ("month", month.clone()),
            ("count", g.matches.to_string()),
            ("ledger", Fen(g.ledger).yuan()),
            ("platform", Fen(g.platform).yuan()),
            ("difference", Fen(g.at_stake).yuan()),
            ("covered", of.covered.join("、")),
            ("places", g.places.join("；")),
        ];
        Flag::new(format!("{}|{month}", of.channel), args)
            .worth(g.at_stake)
            .shown_by(g.evidence)
    });
    (passed, flags.collect())
}

/// Matches of the outcome `wanted`, a flag a platform and month.
pub(super) fn run(cx: &CheckContext<'_>, wanted: Found) -> Outcome {
    let Some(reconciliation) = cx.reconciliation else {
        return Outcome::NotApplicable(NotApplicableReason::NoPlatformExport);
    };
    let (mut passed, mut flags) = (0, Vec::new());
    for of in reconciliation {
        let (ok, mut found) = self::flags(of, wanted);
        passed += ok;
        flags.append(&mut found);
    }
    Outcome::Examined { passed, flags }
}
