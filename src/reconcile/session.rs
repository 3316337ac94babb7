//! All platforms of a run: their orders are placed first, then the claims of all units are gathered, then both are matched.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    model::{Line, LineRef, Month, Outcome, Reason},
    policy::{at::PolicyAt, classify},
    reconcile::{
        ReconcileSettings,
        claims::{Claim, line_ref, number_of},
        exports::Export,
        matching::{Match, reconcile},
        orders::{Coverage, Order, Owner, Row, orders, total},
        placed_rows::Owners,
        words::Number,
    },
    units::{
        assemble::{AssembleContext, UnitWork},
        placing::UnitKey,
    },
};

/// What one platform's exports say of all units.
#[derive(Debug, Default)]
pub(super) struct Platform {
    pub channel: Arc<str>,
    pub title: String,
    pub exports: Vec<Arc<str>>,
    pub coverage: Coverage,
    pub orders: Vec<Order>,
    pub claims: Vec<Claim>,
    pub matches: Vec<Match>,
    /// Matches that concern a unit.
    pub of_unit: BTreeMap<u32, Vec<usize>>,
    /// Lines that another unit's report shows, by claim.
    pub refs: BTreeMap<usize, LineRef>,
}

/// One unit's claims, platform by platform.
#[derive(Debug)]
pub struct UnitClaims(Vec<Vec<UnitClaim>>);

#[derive(Debug)]
struct UnitClaim {
    claim: Claim,
    /// The line as another unit's report shows it, where the order of its number is not this unit's.
    shown_elsewhere: Option<LineRef>,
}

/// The orders of all platforms, placed; the units' claims are still to come.
#[derive(Debug)]
pub struct PlacedOrders {
    platforms: Vec<Platform>,
    /// Whose order a number is, platform by platform.
    owners: Vec<BTreeMap<Arc<str>, Owner>>,
    units: BTreeMap<UnitKey, u32>,
    settings: ReconcileSettings,
}

impl PlacedOrders {
    /// The exports' orders, each with the unit of the run that it belongs to.
    pub fn new(
        exports: &[Export],
        works: &[UnitWork],
        policy: &PolicyAt,
        assemble: AssembleContext<'_>,
        settings: ReconcileSettings,
    ) -> Self {
        let units: BTreeMap<UnitKey, u32> = (0_u32..).zip(works).map(|(i, w)| (w.key.clone(), i)).collect();
        let channels: BTreeSet<Arc<str>> = exports.iter().map(|e| e.channel.clone()).collect();
        let placing = Owners::new(&units, works, assemble);
        let platforms: Vec<Platform> = channels
            .into_iter()
            .map(|channel| {
                let of: Vec<&Export> = exports.iter().filter(|e| e.channel == channel).collect();
                let rows: Vec<Row> = of.iter().enumerate().flat_map(|(i, e)| placing.rows(i, e)).collect();
                Platform {
                    title: policy.channel_title(&channel),
                    channel,
                    exports: of.iter().map(|e| e.file.path.clone()).collect(),
                    coverage: Coverage::of(&rows, settings.whole_months),
                    orders: orders(rows),
                    ..Platform::default()
                }
            })
            .collect();
        let owners = platforms
            .iter()
            .map(|p| p.orders.iter().filter_map(|o| Some((o.number.clone()?, o.owner))).collect())
            .collect();
        Self {
            platforms,
            owners,
            units,
            settings,
        }
    }

    /// What the classified lines of a unit claim; `unit`: its index among the works.
    pub fn claims(&self, unit: u32, work: &UnitWork, lines: &[Line]) -> UnitClaims {
        let mut out: Vec<Vec<UnitClaim>> = self.platforms.iter().map(|_| Vec::new()).collect();
        for (i, line) in (0_u32..).zip(lines) {
            if line.reasons.contains(&Reason::StatementSuperseded) {
                continue;
            }
            let number = number_of(line);
            for ((platform, owners), out) in self.platforms.iter().zip(&self.owners).zip(&mut out) {
                let owner = match &number {
                    Number::Intact(n) => owners.get(n).copied(),
                    Number::None | Number::Damaged => None,
                };
                let of_channel = line.channel.as_ref() == Some(&platform.channel);
                if of_channel || owner.is_some() {
                    let elsewhere = owner.is_some_and(|o| o != Owner::Unit(unit));
                    out.push(UnitClaim {
                        claim: Claim::of(line, unit, i, of_channel),
                        shown_elsewhere: elsewhere.then(|| line_ref(line, Some(work.name.clone()))),
                    });
                }
            }
        }
        UnitClaims(out)
    }

    /// Matches the orders with the claims of all units, in the order of the units. `period`: the run's month.
    pub fn matched(mut self, claims: Vec<UnitClaims>, period: Month) -> Reconciled {
        for UnitClaims(of_unit) in claims {
            for (platform, claims) in self.platforms.iter_mut().zip(of_unit) {
                for UnitClaim { claim, shown_elsewhere } in claims {
                    if let Some(line) = shown_elsewhere {
                        platform.refs.insert(platform.claims.len(), line);
                    }
                    platform.claims.push(claim);
                }
            }
        }
        for platform in &mut self.platforms {
            platform.solve(period, self.settings);
        }
        Reconciled {
            platforms: self.platforms,
            units: self.units,
        }
    }
}

/// All platforms, matched.
#[derive(Debug)]
pub struct Reconciled {
    pub(super) platforms: Vec<Platform>,
    pub(super) units: BTreeMap<UnitKey, u32>,
}

impl Reconciled {
    /// Disputes the unit's lines that the platform does not bear out.
    pub fn dispute(&self, key: &UnitKey, lines: &mut [Line]) {
        let Some(unit) = self.units.get(key) else { return };
        for platform in &self.platforms {
            for m in platform.matches_of(*unit) {
                let Some(reason) = platform.reason(m) else { continue };
                for claim in m.claims.iter().map(|c| &platform.claims[*c]).filter(|c| c.unit == *unit) {
                    if let Some(line) = lines.get_mut(claim.line as usize) {
                        classify::dispute(line, reason);
                    }
                }
            }
        }
    }
}

impl Platform {
    fn solve(&mut self, period: Month, settings: ReconcileSettings) {
        self.matches = reconcile(&self.orders, &self.claims, &self.coverage, period, settings);
        for (i, m) in self.matches.iter().enumerate() {
            let owners = m
                .orders
                .iter()
                .filter(|_| !m.orders_elsewhere)
                .filter_map(|o| match self.orders[*o].owner {
                    Owner::Unit(unit) => Some(unit),
                    Owner::Unknown | Owner::Unnamed => None,
                });
            let units: BTreeSet<u32> = m.claims.iter().map(|c| self.claims[*c].unit).chain(owners).collect();
            for unit in units {
                self.of_unit.entry(unit).or_default().push(i);
            }
        }
    }

    /// Matches that concern a unit.
    pub fn matches_of(&self, unit: u32) -> impl Iterator<Item = &Match> {
        self.of_unit.get(&unit).into_iter().flatten().map(|i| &self.matches[*i])
    }

    /// Sums of a match's lines and orders, fen; `None` where one cannot be read.
    pub fn sums(&self, m: &Match) -> (Option<i64>, Option<i64>) {
        let ledger = m.claims.iter().map(|c| self.claims[*c].amount_fen);
        (total(ledger), total(m.orders.iter().map(|o| self.orders[*o].amount_fen)))
    }

    /// Why a match disputes its lines, if it does.
    fn reason(&self, m: &Match) -> Option<Reason> {
        match m.outcome {
            Outcome::Unconfirmed | Outcome::OtherUnit | Outcome::Cancelled | Outcome::Ambiguous => Some(Reason::UnconfirmedByPlatform),
            // Credit needs evidence: what the ledger claims beyond the platform's amount has none.
            Outcome::AmountDiffers => match self.sums(m) {
                (Some(ledger), Some(platform)) if ledger <= platform => None,
                _ => Some(Reason::PlatformAmountDiffers),
            },
            _ => None,
        }
    }
}
