//! One unit: month, year to date, month by month, reservation, pace, verdict.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    assess::{own_base::is_asked, pace::pace, purchase_plan::purchase_plan, reservation::reservation, scope::Scope, terms::Thresholds},
    model::{
        Line, Month, MonthResult, OpenAmount, Overflow, RequirementResult, Reservation, ScopeResult, Scopes, UnitAssessment, UnitNote,
        UnitTerms, Verdict,
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
    let asked: Vec<bool> = policy.requirements.iter().map(|r| is_asked(&r.requirement, terms)).collect();
    let by_months = policy.requirements.iter().any(|r| r.requirement.base.is_registered());
    // In January, or where a unit sent one month, several scopes hold the same lines.
    let mut known: Vec<(Vec<usize>, i8, ScopeResult)> = Vec::new();
    let mut scope = |inside: &dyn Fn(Month) -> bool, months: i8| -> Result<ScopeResult, Overflow> {
        let inside: Vec<usize> = (0..lines.len()).filter(|i| inside(lines[*i].period)).collect();
        let same = |m: i8| m == months || !by_months;
        if let Some((.., result)) = known.iter().find(|(lines, m, _)| *lines == inside && same(*m)) {
            return Ok(result.clone());
        }
        let scope = Scope {
            policy,
            thresholds: &thresholds,
            terms,
            lines,
            inside,
            months,
            open_amounts,
            broken_off,
        };
        let mut result = scope.result()?;
        for (r, _) in result.requirements.iter_mut().zip(&asked).filter(|(_, asked)| !**asked) {
            not_applicable(r);
        }
        known.push((scope.inside, months, result.clone()));
        Ok(result)
    };
    let scopes = Scopes {
        month: scope(&|m| m == period, 1)?,
        ytd: scope(&|m| m.in_year_to_date(period), period.month())?,
    };
    let with_lines: BTreeSet<Month> = lines.iter().map(|l| l.period).filter(|m| m.in_year_to_date(period)).collect();
    let in_year = || (1..=period.month()).filter_map(|m| Month::new(period.year(), m));
    let months_without_lines = in_year().filter(|m| !with_lines.is_empty() && !with_lines.contains(m)).collect();
    let months = in_year()
        .map(|m| {
            Ok(MonthResult {
                period: m,
                result: scope(&|x| x == m, 1)?,
            })
        })
        .collect::<Result<_, Overflow>>()?;
    let mut reservation = reservation(policy, terms, &thresholds);
    let is_asked = |id: &Arc<str>| {
        policy
            .requirements
            .iter()
            .zip(&asked)
            .any(|(r, asked)| *asked && r.requirement.id == *id)
    };
    for r in reservation
        .iter_mut()
        .flat_map(|r| &mut r.requirements)
        .filter(|r| !is_asked(&r.id))
    {
        r.verdict = Verdict::Exempt;
    }
    let pace = pace(&scopes.ytd, terms.plan_fen.filter(|p| *p > 0), period);
    let channels = |id: &str| {
        let found = policy.requirements.iter().find(|r| &*r.requirement.id == id);
        found.map_or(&[][..], |r| &r.requirement.channels)
    };
    let purchase_plan = purchase_plan(&channels, &scopes.ytd, terms.plan_fen, period);
    let (verdict, note) = match terms.exempt {
        reason if !asked.contains(&true) => (Verdict::Exempt, reason),
        _ => judge(&scopes.ytd, reservation.as_ref(), terms, !with_lines.is_empty()),
    };
    Ok(UnitAssessment {
        scopes,
        reservation,
        pace,
        purchase_plan,
        months,
        months_without_lines,
        verdict,
        note,
        exceptions,
    })
}

/// The verdict of a unit of which something is asked, and why it has none.
fn judge(ytd: &ScopeResult, reservation: Option<&Reservation>, terms: &UnitTerms, has_lines: bool) -> (Verdict, Option<UnitNote>) {
    let verdicts = ytd.requirements.iter().map(|r| r.verdict);
    let reserved = reservation.iter().flat_map(|r| &r.requirements).map(|r| r.verdict);
    let bought = verdicts.clone().any(|v| !matches!(v, Verdict::NoData | Verdict::Exempt));
    let baseless = |r: &RequirementResult| r.verdict == Verdict::NoData && r.own_base.is_some_and(|b| b.is_missing());
    let note = match (bought, terms.submitted) {
        (true, _) => None,
        (false, _) if has_lines && ytd.requirements.iter().any(baseless) => Some(UnitNote::BaseMissing),
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

/// The result of a requirement that is not asked of the unit: figures that it has stay, there is no verdict and no gap.
fn not_applicable(r: &mut RequirementResult) {
    r.verdict = Verdict::Exempt;
    (r.shortfall_substitute_fen, r.shortfall_additional_fen) = (0, 0);
    r.deciding.clear();
}
