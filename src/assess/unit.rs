//! One unit: month, year to date, month by month, reservation, pace, verdict.

use std::collections::BTreeSet;

use crate::{
    assess::{pace::pace, reservation::reservation, scope::Scope, terms::Thresholds},
    model::{
        dates::Month,
        line::{Line, OpenAmount},
        money::Overflow,
        reasons::UnitNote,
        results::{MonthResult, ScopeResult, Scopes, UnitAssessment, Verdict},
        unit::UnitTerms,
    },
    policy::at::PolicyAt,
};

/// Assesses one unit: month, year to date, month by month, reservation, pace, verdict. `broken_off`: a file of it does, and nobody knows what
/// followed.
///
/// # Errors
/// [`Overflow`] when amounts add up beyond 64 bits.
pub fn assess(
    policy: &PolicyAt,
    terms: &UnitTerms,
    lines: &[Line],
    open_amounts: &[OpenAmount],
    broken_off: bool,
    period: Month,
) -> Result<UnitAssessment, Overflow> {
    let Thresholds {
        by_requirement: thresholds,
        exceptions,
    } = Thresholds::of(policy, terms, period);
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
            open_amounts,
            broken_off,
        };
        let mut result = scope.result()?;
        if terms.exempt.is_some() {
            not_applicable(&mut result);
        }
        known.push((scope.inside, result.clone()));
        Ok(result)
    };
    let scopes = Scopes {
        month: scope(&|m| m == period)?,
        ytd: scope(&|m| m.in_year_to_date(period))?,
    };
    let with_lines: BTreeSet<Month> = lines.iter().map(|l| l.period).filter(|m| m.in_year_to_date(period)).collect();
    let in_year = || (1..=period.month()).filter_map(|m| Month::new(period.year(), m));
    let months_without_lines = in_year().filter(|m| !with_lines.is_empty() && !with_lines.contains(m)).collect();
    let months = in_year()
        .map(|m| {
            Ok(MonthResult {
                period: m,
                result: scope(&|x| x == m)?,
            })
        })
        .collect::<Result<_, Overflow>>()?;
    let mut reservation = reservation(policy, terms, &thresholds);
    if terms.exempt.is_some() {
        let reserved = reservation.iter_mut().flat_map(|r| &mut r.requirements);
        reserved.for_each(|r| r.verdict = Verdict::Exempt);
    }
    let pace = terms.plan_fen.filter(|p| *p > 0).map(|plan| pace(&scopes.ytd, plan, period));
    let verdicts = scopes.ytd.requirements.iter().map(|r| r.verdict);
    let reserved = reservation.iter().flat_map(|r| &r.requirements).map(|r| r.verdict);
    let (verdict, note) = match terms.exempt {
        Some(reason) => (Verdict::Exempt, Some(reason)),
        None => {
            let bought = scopes.ytd.requirements.iter().any(|r| r.verdict != Verdict::NoData);
            let note = match (bought, terms.submitted) {
                (true, _) => None,
                (false, true) => Some(UnitNote::NothingBought),
                (false, false) => Some(UnitNote::NotSubmitted),
            };
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
        months_without_lines,
        verdict,
        note,
        exceptions,
    })
}

/// The result of a unit that nothing is asked of: figures that it has stay, there is no verdict and no gap.
fn not_applicable(scope: &mut ScopeResult) {
    for r in &mut scope.requirements {
        r.verdict = Verdict::Exempt;
        (r.shortfall_substitute_fen, r.shortfall_additional_fen) = (0, 0);
        r.deciding.clear();
    }
}
