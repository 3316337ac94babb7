//! The tables of matches that reports show, and sides that add up.

use std::collections::BTreeMap;

use crate::{
    model::{Line, MatchView, OrderView, Outcome, Overflow, Reconciliation, RegionReconciliation, Side, reconciliation::Part},
    reconcile::{
        claims::{Claim, line_ref},
        matching::Match,
        orders::{Order, Owner},
        session::{Platform, Reconciled},
    },
    text::Fault,
    units::assemble::UnitWork,
};

/// Rows of one order shown.
const SOURCES_KEPT: usize = 20;
/// Orders of unknown units shown for the region.
const UNKNOWN_KEPT: usize = 100;

impl Reconciled {
    /// The unit's tables of matches.
    pub fn views(&self, work: &UnitWork, lines: &[Line]) -> Result<Vec<Reconciliation>, Fault> {
        let Some(unit) = self.units.get(&work.key) else {
            return Ok(Vec::new());
        };
        self.platforms.iter().map(|p| p.view(*unit, work, lines)).collect()
    }

    /// The region's totals.
    pub fn region(&self) -> Result<Vec<RegionReconciliation>, Fault> {
        self.platforms
            .iter()
            .map(|p| {
                let (ledger, platform) = p.sides(|_| true, |_| true, "region")?;
                Ok(RegionReconciliation {
                    channel: p.channel.clone(),
                    title: p.title.clone(),
                    exports: p.exports.clone(),
                    covered: p.covered(),
                    ledger,
                    platform,
                    unit_unknown: p
                        .matches
                        .iter()
                        .filter(|m| m.outcome == Outcome::UnitUnknown)
                        .flat_map(|m| &m.orders)
                        .take(UNKNOWN_KEPT)
                        .map(|o| order_view(&p.orders[*o]))
                        .collect(),
                })
            })
            .collect()
    }
}

fn order_view(order: &Order) -> OrderView {
    OrderView {
        order_no: order.order_no.clone(),
        unit: order.unit_text.clone(),
        date: order.date,
        status: order.status.clone(),
        amount_fen: order.amount_fen,
        sources: order.sources.iter().take(SOURCES_KEPT).cloned().collect(),
    }
}

impl Platform {
    fn covered(&self) -> Vec<String> {
        self.coverage.ranges.iter().map(|(from, to)| format!("{from}/{to}")).collect()
    }

    /// Both sides over the units asked for. The wholes are summed from the orders and claims, the parts from the matches; they must agree.
    fn sides(&self, ours: impl Fn(&Claim) -> bool, owned: impl Fn(&Order) -> bool, whose: &str) -> Result<(Side, Side), Fault> {
        let overflow = |Overflow| Fault::stopped("run.overflow").with("unit", whose);
        let mut matched = vec![false; self.claims.len()];
        let mut parts: BTreeMap<Outcome, [(u64, i64); 2]> = BTreeMap::new();
        let add = |to: &mut (u64, i64), fen: Option<i64>| {
            to.0 += 1;
            to.1 = to.1.checked_add(fen.unwrap_or(0)).ok_or(Overflow)?;
            Ok(())
        };
        for m in &self.matches {
            let part = parts.entry(m.outcome).or_default();
            for c in m.claims.iter().copied().filter(|c| ours(&self.claims[*c])) {
                matched[c] = true;
                add(&mut part[0], self.claims[c].amount_fen).map_err(overflow)?;
            }
            for o in m.orders.iter().filter(|o| !m.orders_elsewhere && owned(&self.orders[**o])) {
                add(&mut part[1], self.orders[*o].amount_fen).map_err(overflow)?;
            }
        }
        let (mut ledger, mut platform) = ((0, 0), (0, 0));
        for (claim, matched) in self.claims.iter().zip(matched).filter(|(c, _)| ours(c)) {
            // A line that was only looked up, and found nowhere, is no part of the reconciliation.
            if claim.claims || matched {
                add(&mut ledger, claim.amount_fen).map_err(overflow)?;
            }
        }
        for order in self.orders.iter().filter(|o| owned(o)) {
            add(&mut platform, order.amount_fen).map_err(overflow)?;
        }
        let side = |(count, fen): (u64, i64), which: usize| Side {
            count,
            fen,
            parts: Outcome::ALL
                .into_iter()
                .filter_map(|outcome| {
                    let (count, fen) = parts.get(&outcome)?[which];
                    (count > 0).then_some(Part { outcome, count, fen })
                })
                .collect(),
        };
        let (ledger, platform) = (side(ledger, 0), side(platform, 1));
        if ledger.adds_up() && platform.adds_up() {
            Ok((ledger, platform))
        } else {
            Err(Fault::stopped("run.not_reconciled")
                .with("unit", whose)
                .with("channel", &self.title))
        }
    }

    fn view(&self, unit: u32, work: &UnitWork, lines: &[Line]) -> Result<Reconciliation, Fault> {
        let (ledger, platform) = self.sides(|c| c.unit == unit, |o| o.owner == Owner::Unit(unit), &work.name)?;
        let mut matches: Vec<MatchView> = self.matches_of(unit).map(|m| self.match_view(m, unit, lines)).collect();
        // What is in order comes last; otherwise as the ledger and the export have it.
        let rank = |o: Outcome| Outcome::ALL.iter().position(|a| *a == o).map_or(usize::MAX, |i| (i + 10) % 11);
        matches.sort_by_key(|m| rank(m.outcome));
        Ok(Reconciliation {
            channel: self.channel.clone(),
            title: self.title.clone(),
            exports: self.exports.clone(),
            covered: self.covered(),
            ledger,
            platform,
            matches,
        })
    }

    fn match_view(&self, m: &Match, unit: u32, lines: &[Line]) -> MatchView {
        let (ledger_fen, platform_fen) = self.sums(m);
        let refs = m.claims.iter().filter_map(|c| {
            let claim = &self.claims[*c];
            if claim.unit == unit {
                lines.get(claim.line as usize).map(|l| line_ref(l, None))
            } else {
                self.refs.get(c).cloned()
            }
        });
        MatchView {
            outcome: m.outcome,
            way: m.way,
            orders: m.orders.iter().map(|o| order_view(&self.orders[*o])).collect(),
            lines: refs.collect(),
            ledger_fen: (!m.claims.is_empty()).then_some(ledger_fen).flatten(),
            platform_fen: (!m.orders.is_empty()).then_some(platform_fen).flatten(),
            notes: m.notes.clone(),
        }
    }
}
