//! Matching the orders of one platform with the lines of all units. Pure, and never guesses: what fits more than one way is ambiguous.
//!
//! An order number goes first; what has none, or a damaged one, or one that the other side does not know, is matched by unit, date and
//! amount. What remains is classed by what it is: unconfirmed, not in the ledger, cancelled, out of the export's range.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    model::{MatchNote, Month, Outcome, Way},
    reconcile::{
        ReconcileSettings,
        claims::Claim,
        orders::{Coverage, Order, Owner, total},
        pairs,
    },
};

/// Orders and claims that belong together, or one side alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// What came of it.
    pub outcome: Outcome,
    /// What decided it; `None` for one side alone.
    pub way: Option<Way>,
    /// Indices of orders, ascending.
    pub orders: Vec<usize>,
    /// Indices of claims, ascending.
    pub claims: Vec<usize>,
    /// The orders are told of here and stand in a match of their own: they are not part of this match's sums.
    pub orders_elsewhere: bool,
    /// What else is to be known of it, sorted.
    pub notes: Vec<MatchNote>,
}

impl Match {
    fn of(outcome: Outcome, way: Option<Way>, orders: Vec<usize>, claims: Vec<usize>) -> Self {
        Self {
            outcome,
            way,
            orders,
            claims,
            orders_elsewhere: false,
            notes: Vec::new(),
        }
    }

    fn noted(self, notes: Vec<MatchNote>) -> Self {
        Self { notes, ..self }
    }

    /// Its orders stand in another match.
    fn beside(self) -> Self {
        Self {
            orders_elsewhere: true,
            ..self
        }
    }
}

/// Shortest order number by which a line is matched that does not itself name the platform, or stands in another unit's ledger: `12` is
/// anybody's slip.
const TELLING_LENGTH: usize = 8;

/// Matches everything. `period`: orders of its year up to its end are expected in the ledgers.
pub fn reconcile(orders: &[Order], claims: &[Claim], coverage: &Coverage, period: Month, settings: ReconcileSettings) -> Vec<Match> {
    let mut matching = Matching {
        orders,
        claims,
        order_left: vec![true; orders.len()],
        claim_left: vec![true; claims.len()],
        matches: Vec::new(),
    };
    matching.by_number();
    matching.by_date(settings.window_days.clamp(0, 366));
    matching.statements();
    matching.rest(coverage, period);
    let mut matches = matching.matches;
    matches.sort_by(|a, b| (&a.claims, &a.orders, a.outcome).cmp(&(&b.claims, &b.orders, b.outcome)));
    matches
}

struct Matching<'a> {
    orders: &'a [Order],
    claims: &'a [Claim],
    order_left: Vec<bool>,
    claim_left: Vec<bool>,
    matches: Vec<Match>,
}

impl Matching<'_> {
    fn push(&mut self, mut found: Match) {
        for o in found.orders.iter().filter(|_| !found.orders_elsewhere) {
            self.order_left[*o] = false;
        }
        for c in &found.claims {
            self.claim_left[*c] = false;
        }
        found.orders.sort_unstable();
        found.claims.sort_unstable();
        found.notes.sort_unstable();
        found.notes.dedup();
        self.matches.push(found);
    }

    fn sum(&self, claims: &[usize]) -> Option<i64> {
        total(claims.iter().map(|c| self.claims[*c].amount_fen))
    }

    fn by_number(&mut self) {
        let mut claimed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, claim) in self.claims.iter().enumerate() {
            if let Some(number) = claim.number.as_deref() {
                claimed.entry(number).or_default().push(i);
            }
        }
        for (index, order) in self.orders.iter().enumerate() {
            let Some(number) = order.number.as_deref() else { continue };
            let Some(found) = claimed.get(number) else { continue };
            let telling = number.chars().count() >= TELLING_LENGTH;
            let is_own = |c: &Claim| match order.owner {
                Owner::Unit(unit) => c.unit == unit,
                // An export without units: whoever has the number has the order.
                Owner::Unnamed => true,
                Owner::Unknown => false,
            };
            let (own, other): (Vec<usize>, Vec<usize>) = found
                .iter()
                .copied()
                .filter(|i| telling || (self.claims[*i].of_channel && is_own(&self.claims[*i])))
                .partition(|i| is_own(&self.claims[*i]));
            self.numbered(index, own, other);
        }
    }

    /// One order and the lines that give its number.
    fn numbered(&mut self, index: usize, own: Vec<usize>, other: Vec<usize>) {
        let way = Some(Way::OrderNo);
        let order = &self.orders[index];
        if own.is_empty() && other.is_empty() {
            return;
        }
        if order.void {
            let all = own.into_iter().chain(other).collect();
            return self.push(Match::of(Outcome::Cancelled, way, vec![index], all));
        }
        if own.is_empty() {
            return self.push(Match::of(Outcome::OtherUnit, way, vec![index], other));
        }
        if !other.is_empty() {
            self.push(Match::of(Outcome::OtherUnit, way, vec![index], other).beside());
        }
        let mut units: Vec<u32> = own.iter().map(|c| self.claims[*c].unit).collect();
        units.sort_unstable();
        units.dedup();
        if units.len() > 1 {
            return self.push(Match::of(Outcome::Ambiguous, way, vec![index], own));
        }
        let notes = if own.iter().all(|c| self.claims[*c].of_channel) {
            Vec::new()
        } else {
            vec![MatchNote::NotBookedAsPlatform]
        };
        let amount = order.amount_fen;
        let (repeated, first): (Vec<usize>, Vec<usize>) = own.iter().copied().partition(|c| self.claims[*c].repeated);
        if amount.is_some() && self.sum(&own) == amount {
            self.push(Match::of(Outcome::Confirmed, way, vec![index], own).noted(notes));
        } else if amount.is_some() && !first.is_empty() && self.sum(&first) == amount {
            self.push(Match::of(Outcome::Confirmed, way, vec![index], first).noted(notes));
            self.push(Match::of(Outcome::ClaimedAgain, way, vec![index], repeated).beside());
        } else {
            self.push(Match::of(Outcome::AmountDiffers, way, vec![index], own).noted(notes));
        }
    }

    /// By unit, date and exact amount: the same day first, single lines before the lines of one supplier and day together, orders that stand
    /// before those that were cancelled.
    fn by_date(&mut self, window: i32) {
        for void in [false, true] {
            for days in if window == 0 { vec![0] } else { vec![0, window] } {
                for together in [false, true] {
                    // Whether what fits more than one way is still open: a wider window may add the second order.
                    let last = days == window;
                    self.date_stage(void, days, together, last);
                }
            }
        }
    }

    fn date_stage(&mut self, void: bool, window: i32, together: bool, last: bool) {
        let mut sides: BTreeMap<(u32, i64), (Vec<pairs::Span>, Vec<pairs::Point>)> = BTreeMap::new();
        let bundles = if together { self.bundles() } else { self.singles() };
        for (bundle, (unit, amount, days)) in bundles.iter().map(|b| (b, self.facts(b))) {
            sides.entry((unit, amount)).or_default().0.push(pairs::Span {
                from: shifted(days.0, -window),
                to: shifted(days.1, window),
                what: bundle[0],
            });
        }
        for (i, order) in self.orders.iter().enumerate().filter(|(i, _)| self.order_left[*i]) {
            if let (Owner::Unit(unit), Some(date), Some(amount)) = (order.owner, order.date, order.amount_fen)
                && order.void == void
                && let Some(side) = sides.get_mut(&(unit, amount))
            {
                side.1.push(pairs::Point { at: date, what: i });
            }
        }
        let of: BTreeMap<usize, &Vec<usize>> = bundles.iter().map(|b| (b[0], b)).collect();
        for (spans, points) in sides.into_values().filter(|(_, points)| !points.is_empty()) {
            for group in pairs::groups(spans, points) {
                let outcome = match (group.paired, void) {
                    (true, true) => Outcome::Cancelled,
                    (true, false) => Outcome::Confirmed,
                    (false, _) if last && !together => Outcome::Ambiguous,
                    (false, _) => continue,
                };
                let claims: Vec<usize> = group
                    .spans
                    .iter()
                    .filter_map(|s| of.get(s))
                    .flat_map(|b| b.iter().copied())
                    .collect();
                let notes = self.date_notes(&group, &claims);
                self.push(Match::of(outcome, Some(Way::DateAmount), group.points, claims).noted(notes));
            }
        }
    }

    fn date_notes(&self, group: &pairs::Group, claims: &[usize]) -> Vec<MatchNote> {
        let mut notes = Vec::new();
        let damaged = claims.iter().any(|c| self.claims[*c].damaged) || group.points.iter().any(|o| self.orders[*o].damaged);
        if damaged {
            notes.push(MatchNote::DamagedId);
        }
        let both = claims.iter().any(|c| self.claims[*c].number.is_some()) && group.points.iter().any(|o| self.orders[*o].number.is_some());
        if both {
            notes.push(MatchNote::OrderNoDiffers);
        }
        if group.points.len() > 1 {
            notes.push(MatchNote::PairingOpen);
        }
        notes
    }

    fn free(&self, i: usize) -> bool {
        let c = &self.claims[i];
        self.claim_left[i] && c.of_channel && !c.statement && !c.repeated && c.amount_fen.is_some()
    }

    fn singles(&self) -> Vec<Vec<usize>> {
        (0..self.claims.len()).filter(|i| self.free(*i)).map(|i| vec![i]).collect()
    }

    /// Lines of one unit, supplier, day and number (or none) that may be one order's goods.
    fn bundles(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for i in (0..self.claims.len()).filter(|i| self.free(*i)) {
            let c = &self.claims[i];
            groups.entry((c.unit, c.days, &c.supplier, &c.number)).or_default().push(i);
        }
        groups.into_values().filter(|g| g.len() > 1 && self.sum(g).is_some()).collect()
    }

    fn facts(&self, bundle: &[usize]) -> (u32, i64, (Date, Date)) {
        let first = &self.claims[bundle[0]];
        (first.unit, self.sum(bundle).unwrap_or(0), first.days)
    }

    /// A month of which the unit sent in a statement only: its figure against all the orders of the month.
    fn statements(&mut self) {
        let mut months: BTreeMap<(u32, Month), Vec<usize>> = BTreeMap::new();
        for (i, c) in self.claims.iter().enumerate() {
            if self.claim_left[i] && c.statement && c.of_channel {
                months.entry((c.unit, c.period)).or_default().push(i);
            }
        }
        for ((unit, period), claims) in months {
            let orders: Vec<usize> = (0..self.orders.len())
                .filter(|i| self.order_left[*i])
                .filter(|i| {
                    let o = &self.orders[*i];
                    o.owner == Owner::Unit(unit) && o.period == Some(period) && !o.void
                })
                .collect();
            if orders.is_empty() {
                continue;
            }
            let platform = total(orders.iter().map(|o| self.orders[*o].amount_fen));
            let outcome = if platform.is_some() && self.sum(&claims) == platform {
                Outcome::Confirmed
            } else {
                Outcome::AmountDiffers
            };
            self.push(Match::of(outcome, Some(Way::Statement), orders, claims));
        }
    }

    fn rest(&mut self, coverage: &Coverage, period: Month) {
        for i in 0..self.claims.len() {
            let c = &self.claims[i];
            if !self.claim_left[i] || !c.claims {
                continue;
            }
            let outcome = if coverage.holds(c.days) {
                Outcome::Unconfirmed
            } else {
                Outcome::NotCovered
            };
            let notes = Vec::from_iter(c.damaged.then_some(MatchNote::DamagedId));
            self.push(Match::of(outcome, None, Vec::new(), vec![i]).noted(notes));
        }
        for i in 0..self.orders.len() {
            let o = &self.orders[i];
            if !self.order_left[i] {
                continue;
            }
            let outcome = match o.owner {
                _ if o.void => Outcome::Cancelled,
                Owner::Unknown | Owner::Unnamed => Outcome::UnitUnknown,
                Owner::Unit(_) if o.period.is_some_and(|p| !p.in_year_to_date(period)) => Outcome::OutOfScope,
                Owner::Unit(_) => Outcome::NotInLedger,
            };
            let notes = Vec::from_iter(o.damaged.then_some(MatchNote::DamagedId));
            self.push(Match::of(outcome, None, vec![i], Vec::new()).noted(notes));
        }
    }
}

fn shifted(date: Date, days: i32) -> Date {
    date.saturating_add(jiff::Span::new().days(days))
}
