//! Intervals and verdicts (semantics.md). All comparisons are exact, in `i128`.
//!
//! Every disputed line has a few consistent answers, each an amount in the numerator and one in the base. `low` takes for every line the
//! answer that is worst for the unit, `high` the best: the one with the least, or greatest, `10_000·n − t·d`. For purchases that is what
//! semantics.md lists; for returns (negative amounts) it is the same rule with the signs turned.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    assess::gap::{pace, reservation, shortfalls},
    model::{
        dates::Month,
        line::{Line, UnreadableBound},
        money::{Overflow, Ratio},
        results::{DecidingLine, MonthResult, RequirementResult, ScopeResult, Scopes, UnitAssessment, Verdict},
        standing::{BaseStanding, Standing},
        unit::UnitTerms,
    },
    policy::at::PolicyAt,
};

/// Deciding lines shown.
const DECIDING_SHOWN: usize = 20;

/// Amount in the numerator and in the base.
type Answer = (i64, i64);

/// What one line (or one bounded block of unreadable lines) may contribute: the worst and the best of its answers for the unit.
#[derive(Debug, Clone, Copy)]
struct Choice {
    worst: Answer,
    best: Answer,
    /// There is more than one answer.
    open: bool,
    /// Index of the line; `None` for a bounded block.
    line: Option<usize>,
}

impl Choice {
    fn certain(only: Answer, line: usize) -> Self {
        Self {
            worst: only,
            best: only,
            open: false,
            line: Some(line),
        }
    }

    fn new(answers: &[Answer], t: i64, line: Option<usize>) -> Self {
        let each = || answers.iter().copied();
        Self {
            worst: each().min_by_key(|a| margin(*a, t)).unwrap_or((0, 0)),
            best: each().max_by_key(|a| margin(*a, t)).unwrap_or((0, 0)),
            open: answers.len() != 1,
            line,
        }
    }
}

fn margin((n, d): Answer, t: i64) -> i128 {
    i128::from(n) * 10_000 - i128::from(t) * i128::from(d)
}

/// One answer, or two; a certain line has no second.
fn answers(base: BaseStanding, standing: Standing, a: i64) -> (Answer, Option<Answer>) {
    match (base, standing) {
        (BaseStanding::Out, _) => ((0, 0), None),
        (BaseStanding::In, Standing::Counted) => ((a, a), None),
        (BaseStanding::In, Standing::NotCounted) => ((0, a), None),
        (BaseStanding::In, Standing::Disputed) => ((0, a), Some((a, a))),
        (BaseStanding::Disputed, Standing::NotCounted) => ((0, a), Some((0, 0))),
        (BaseStanding::Disputed, Standing::Disputed | Standing::Counted) => ((0, 0), Some((a, a))),
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    n: i64,
    d: i64,
}

impl Sum {
    fn add(self, (n, d): Answer) -> Result<Self, Overflow> {
        Ok(Self {
            n: self.n.checked_add(n).ok_or(Overflow)?,
            d: self.d.checked_add(d).ok_or(Overflow)?,
        })
    }
    fn ratio(self) -> Ratio {
        Ratio {
            numerator_fen: self.n,
            denominator_fen: self.d,
        }
    }
}

/// Verdict of an interval. A base that is not positive at one end leaves that end open.
fn verdict(low: Sum, high: Sum, t: i64, open: bool) -> Verdict {
    if open {
        return Verdict::Undetermined;
    }
    match (low.ratio().meets(t), high.ratio().meets(t)) {
        (Some(true), Some(true)) => Verdict::Pass,
        (Some(false), Some(false)) => Verdict::Fail,
        _ => Verdict::Undetermined,
    }
}

/// One scope's lines and the requirements' thresholds.
struct Scope<'a> {
    policy: &'a PolicyAt,
    thresholds: &'a BTreeMap<Arc<str>, i64>,
    lines: &'a [Line],
    inside: Vec<usize>,
    bounds: &'a [UnreadableBound],
}

impl Scope<'_> {
    fn result(&self) -> Result<ScopeResult, Overflow> {
        let (mut base_fen, mut base_disputed_fen) = (0_i64, 0_i64);
        for line in self.inside.iter().map(|i| &self.lines[*i]) {
            let amount = line.amount_fen.unwrap_or(0);
            match line.base {
                BaseStanding::In => base_fen = base_fen.checked_add(amount).ok_or(Overflow)?,
                BaseStanding::Disputed => base_disputed_fen = base_disputed_fen.checked_add(amount).ok_or(Overflow)?,
                BaseStanding::Out => {}
            }
        }
        for block in self.blocks().keys() {
            base_disputed_fen = base_disputed_fen.checked_add(self.bounds[*block].remainder_fen).ok_or(Overflow)?;
        }
        let requirements = self
            .policy
            .requirements
            .iter()
            .map(|r| self.requirement(&r.requirement.id))
            .collect::<Result<_, _>>()?;
        Ok(ScopeResult {
            base_fen,
            base_disputed_fen,
            requirements,
        })
    }

    /// Unreadable lines by the stated total that bounds them.
    fn blocks(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in &self.inside {
            let line = &self.lines[*i];
            if let (Some(bound), None, true) = (line.bound, line.amount_fen, line.base != BaseStanding::Out)
                && self.bounds.get(bound).is_some_and(|b| b.remainder_fen >= 0)
            {
                blocks.entry(bound).or_default().push(*i);
            }
        }
        blocks
    }

    /// Whether some of the bound's lines lie outside the scope or the base: the remainder is then only the most that the others can hold.
    fn is_partial(&self, bound: usize, inside: &[usize]) -> bool {
        self.lines
            .iter()
            .filter(|l| l.bound == Some(bound) && l.amount_fen.is_none())
            .count()
            != inside.len()
    }

    fn requirement(&self, id: &Arc<str>) -> Result<RequirementResult, Overflow> {
        let t = self.thresholds.get(id).copied().unwrap_or(0);
        let standing = |line: &Line| line.requirements.get(id).copied().unwrap_or(Standing::NotCounted);
        let blocks = self.blocks();
        let (mut counted_fen, mut disputed_fen, mut unbounded) = (0_i64, 0_i64, false);
        let mut choices: Vec<Choice> = Vec::with_capacity(self.inside.len());
        let mut anything = false;
        for i in &self.inside {
            let line = &self.lines[*i];
            anything |= line.base != BaseStanding::Out;
            let Some(amount) = line.amount_fen else {
                unbounded |= line.base != BaseStanding::Out && !line.bound.is_some_and(|b| blocks.contains_key(&b));
                continue;
            };
            let standing = standing(line);
            match standing {
                Standing::Counted => counted_fen = counted_fen.checked_add(amount).ok_or(Overflow)?,
                Standing::Disputed => disputed_fen = disputed_fen.checked_add(amount).ok_or(Overflow)?,
                Standing::NotCounted => {}
            }
            choices.push(match answers(line.base, standing, amount) {
                (only, None) => Choice::certain(only, *i),
                (one, Some(other)) => Choice::new(&[one, other], t, Some(*i)),
            });
        }
        for (bound, lines) in &blocks {
            let remainder = self.bounds[*bound].remainder_fen;
            // The total states that the amounts exist; which of the lines they belong to is open, so every line's answers are.
            let mut options: Vec<Answer> = lines
                .iter()
                .flat_map(|i| block_answers(&self.lines[*i], standing(&self.lines[*i]), remainder))
                .collect();
            if self.is_partial(*bound, lines) {
                options.push((0, 0));
            }
            options.sort_unstable();
            options.dedup();
            if lines.iter().any(|i| standing(&self.lines[*i]) != Standing::NotCounted) {
                disputed_fen = disputed_fen.checked_add(remainder).ok_or(Overflow)?;
            }
            choices.push(Choice::new(&options, t, None));
        }
        let low = choices.iter().try_fold(Sum::default(), |s, c| s.add(c.worst))?;
        let high = choices.iter().try_fold(Sum::default(), |s, c| s.add(c.best))?;
        let settled = !choices.iter().any(|c| c.open);
        // Nothing bought, or returns that outweigh every purchase: there is no share to speak of.
        let nothing = !anything || (settled && !unbounded && low.d <= 0);
        let verdict = if nothing {
            Verdict::NoData
        } else {
            verdict(low, high, t, unbounded)
        };
        let (substitute, additional) = if nothing { (0, 0) } else { shortfalls(low.ratio(), t) };
        let deciding = if verdict == Verdict::Undetermined {
            self.deciding(&choices, low, high, t, unbounded)
        } else {
            Vec::new()
        };
        Ok(RequirementResult {
            id: id.clone(),
            threshold_bp: t,
            counted_fen,
            disputed_fen,
            ratio_low_bp: low.ratio().floor_bp(),
            ratio_high_bp: high.ratio().floor_bp(),
            verdict,
            shortfall_substitute_fen: substitute,
            shortfall_additional_fen: additional,
            low: low.ratio(),
            high: high.ratio(),
            unbounded,
            deciding,
        })
    }

    /// The disputed lines, largest first, with what each answer would give while the others stay open.
    fn deciding(&self, choices: &[Choice], low: Sum, high: Sum, t: i64, unbounded: bool) -> Vec<DecidingLine> {
        let mut open: Vec<&Choice> = choices.iter().filter(|c| c.open && c.line.is_some()).collect();
        let size = |c: &Choice| c.line.and_then(|i| self.lines[i].amount_fen).map_or(0, i64::unsigned_abs);
        open.sort_by_key(|c| (std::cmp::Reverse(size(c)), c.line));
        let unreadable = self
            .inside
            .iter()
            .copied()
            .filter(|i| self.lines[*i].amount_fen.is_none() && self.lines[*i].base != BaseStanding::Out);
        let none = (None, None);
        let mut out: Vec<DecidingLine> = unreadable
            .map(|i| self.deciding_line(i, none, Verdict::Undetermined, none, Verdict::Undetermined))
            .collect();
        for c in open {
            let Some(i) = c.line else { continue };
            let (worst, best) = (c.worst, c.best);
            let moved = |s: Sum, from: Answer, to: Answer| Sum {
                n: s.n - from.0 + to.0,
                d: s.d - from.1 + to.1,
            };
            let (low_if, high_not) = (moved(low, worst, best), moved(high, best, worst));
            let bp = |a: Sum, b: Sum| (a.ratio().floor_bp(), b.ratio().floor_bp());
            out.push(self.deciding_line(
                i,
                bp(low_if, high),
                verdict(low_if, high, t, unbounded),
                bp(low, high_not),
                verdict(low, high_not, t, unbounded),
            ));
        }
        out.truncate(DECIDING_SHOWN);
        out
    }

    fn deciding_line(
        &self,
        i: usize,
        if_counted_bp: (Option<i64>, Option<i64>),
        if_counted: Verdict,
        if_not_bp: (Option<i64>, Option<i64>),
        if_not: Verdict,
    ) -> DecidingLine {
        let line = &self.lines[i];
        DecidingLine {
            line: line.id.clone(),
            amount_fen: line.amount_fen,
            reasons: line.reasons.clone(),
            if_counted_bp,
            if_counted,
            if_not_bp,
            if_not,
            source: line.source.clone(),
        }
    }
}

fn block_answers(line: &Line, standing: Standing, remainder: i64) -> Vec<Answer> {
    let only_unreadable = line.reasons.len() == 1;
    match (standing, only_unreadable) {
        (Standing::NotCounted, true) => vec![(0, remainder)],
        (Standing::NotCounted, false) => vec![(0, 0), (0, remainder)],
        (_, true) if line.channel.is_some() => vec![(remainder, remainder)],
        (_, true) => vec![(0, remainder), (remainder, remainder)],
        (_, false) => vec![(0, 0), (0, remainder), (remainder, remainder)],
    }
}

/// Assesses one unit: month, year to date, month by month, reservation, pace, verdict.
///
/// # Errors
/// [`Overflow`] when amounts add up beyond 64 bits.
pub fn assess(
    policy: &PolicyAt,
    terms: &UnitTerms,
    lines: &[Line],
    bounds: &[UnreadableBound],
    period: Month,
) -> Result<UnitAssessment, Overflow> {
    let (thresholds, exceptions) = thresholds(policy, terms, period);
    // In January, or where a unit sent one month, several scopes hold the same lines.
    let mut known: Vec<(Vec<usize>, ScopeResult)> = Vec::new();
    let mut scope = |inside: &dyn Fn(Month) -> bool| -> Result<ScopeResult, Overflow> {
        let inside: Vec<usize> = (0..lines.len()).filter(|i| inside(lines[*i].period)).collect();
        if let Some((_, result)) = known.iter().find(|(lines, _)| *lines == inside) {
            return Ok(result.clone());
        }
        let scope = Scope {
            policy,
            thresholds: &thresholds,
            lines,
            inside,
            bounds,
        };
        let result = scope.result()?;
        known.push((scope.inside, result.clone()));
        Ok(result)
    };
    let scopes = Scopes {
        month: scope(&|m| m == period)?,
        ytd: scope(&|m| m.in_year_to_date(period))?,
    };
    let months = (1..=period.month())
        .filter_map(|m| Month::new(period.year(), m))
        .map(|m| {
            Ok(MonthResult {
                period: m,
                result: scope(&|x| x == m)?,
            })
        })
        .collect::<Result<_, Overflow>>()?;
    let reservation = reservation(policy, terms, &thresholds);
    let pace = terms.plan_fen.filter(|p| *p > 0).map(|plan| pace(&scopes.ytd, plan, period));
    let verdicts = scopes.ytd.requirements.iter().map(|r| r.verdict);
    let reserved = reservation.iter().flat_map(|r| &r.requirements).map(|r| r.verdict);
    let (verdict, note) = match terms.exempt {
        Some(reason) => (Verdict::Exempt, Some(reason.to_owned())),
        None => {
            let bought = scopes.ytd.requirements.iter().any(|r| r.verdict != Verdict::NoData);
            let note = (!bought).then(|| if terms.submitted { "nothing_bought" } else { "not_submitted" }.to_owned());
            // Without a purchase there is nothing to judge: a sound reserve does not make up for a ledger that is not there.
            let worst = if bought {
                Verdict::worst(verdicts.chain(reserved))
            } else {
                Verdict::worst(reserved.filter(|v| *v == Verdict::Fail))
            };
            (worst.unwrap_or(Verdict::NoData), note)
        }
    };
    Ok(UnitAssessment {
        scopes,
        reservation,
        pace,
        months,
        verdict,
        note,
        exceptions,
    })
}

/// What one requirement asks of a unit: its threshold with exceptions in force, and what it has reserved for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Requirement id.
    pub requirement: Arc<str>,
    /// Threshold, bp.
    pub threshold_bp: i64,
    /// Reserved, fen; `None` where no reservation is assessed.
    pub reserved_fen: Option<i64>,
}

/// The terms of a unit, in the policy's order.
#[must_use]
pub fn terms(policy: &PolicyAt, terms: &UnitTerms, period: Month) -> Vec<Term> {
    let (thresholds, _) = thresholds(policy, terms, period);
    let reserved = reservation(policy, terms, &thresholds);
    let of = |id: &Arc<str>| reserved.iter().flat_map(|r| &r.requirements).find(|r| r.id == *id);
    policy
        .requirements
        .iter()
        .map(|r| &r.requirement.id)
        .map(|id| Term {
            requirement: id.clone(),
            threshold_bp: thresholds.get(id).copied().unwrap_or(0),
            reserved_fen: of(id).and_then(|r| r.reserved_fen),
        })
        .collect()
}

/// Thresholds with the unit's approved exceptions in force in `period`, and those as text.
fn thresholds(policy: &PolicyAt, terms: &UnitTerms, period: Month) -> (BTreeMap<Arc<str>, i64>, Vec<String>) {
    let mut thresholds: BTreeMap<Arc<str>, i64> = policy
        .requirements
        .iter()
        .map(|r| (r.requirement.id.clone(), r.threshold_bp))
        .collect();
    let mut shown = Vec::new();
    for e in &terms.exceptions {
        let in_force = e.from <= period && e.to.is_none_or(|to| period <= to);
        if let Some(t) = thresholds.get_mut(&e.requirement).filter(|_| in_force) {
            shown.push(format!(
                "{} {} → {}: {}",
                e.requirement,
                crate::model::money::percent(*t),
                crate::model::money::percent(e.threshold_bp),
                e.document
            ));
            *t = e.threshold_bp;
        }
    }
    (thresholds, shown)
}

/// Adds up scopes of several units: the region's, a county's or a sector's figures, with the policy's own thresholds as the first unit has them.
#[must_use]
pub fn combine(scopes: &[&ScopeResult]) -> ScopeResult {
    let sum = |f: &dyn Fn(&ScopeResult) -> i64| scopes.iter().map(|s| f(s)).fold(0_i64, i64::saturating_add);
    let ids: Vec<Arc<str>> = scopes
        .first()
        .map(|s| s.requirements.iter().map(|r| r.id.clone()).collect())
        .unwrap_or_default();
    let requirements = ids
        .into_iter()
        .map(|id| {
            let of: Vec<&RequirementResult> = scopes.iter().filter_map(|s| s.requirements.iter().find(|r| r.id == id)).collect();
            let total = |f: &dyn Fn(&RequirementResult) -> i64| of.iter().map(|r| f(r)).fold(0_i64, i64::saturating_add);
            // The rule itself: a unit's lower exception does not lower the region's.
            let t = of.iter().map(|r| r.threshold_bp).max().unwrap_or(0);
            let low = Sum {
                n: total(&|r| r.low.numerator_fen),
                d: total(&|r| r.low.denominator_fen),
            };
            let high = Sum {
                n: total(&|r| r.high.numerator_fen),
                d: total(&|r| r.high.denominator_fen),
            };
            let unbounded = of.iter().any(|r| r.unbounded);
            let nothing = of.iter().all(|r| r.verdict == Verdict::NoData);
            let (substitute, additional) = if nothing { (0, 0) } else { shortfalls(low.ratio(), t) };
            RequirementResult {
                id,
                threshold_bp: t,
                counted_fen: total(&|r| r.counted_fen),
                disputed_fen: total(&|r| r.disputed_fen),
                ratio_low_bp: low.ratio().floor_bp(),
                ratio_high_bp: high.ratio().floor_bp(),
                verdict: if nothing {
                    Verdict::NoData
                } else {
                    verdict(low, high, t, unbounded)
                },
                shortfall_substitute_fen: substitute,
                shortfall_additional_fen: additional,
                low: low.ratio(),
                high: high.ratio(),
                unbounded,
                deciding: Vec::new(),
            }
        })
        .collect();
    ScopeResult {
        base_fen: sum(&|s| s.base_fen),
        base_disputed_fen: sum(&|s| s.base_disputed_fen),
        requirements,
    }
}
