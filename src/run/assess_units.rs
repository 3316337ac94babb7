//! Second pass: every unit is assessed, its reports written, and all of it forgotten but for its summary.

use std::{
    cell::OnceCell,
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use rayon::prelude::*;

use crate::{
    assess::unit::assess,
    checks::{self, check::CheckContext, finding::sort_findings},
    decisions::{
        overrides::Overrides,
        register::{self, RegisterRow},
    },
    model::{
        Canteen, Decided, Issue, IssueView, Line, Month, Overflow, RegionPrices, UNIT_SCHEMA, UnitAssessment, UnitReport, UnitSummary,
        UnitTerms, Verdict,
    },
    policy::at::PolicyAt,
    prices::{
        self,
        compare::{Comparing, of_unit},
        price_list::Buyer,
    },
    rows::describe::{IssueWords, issue_words},
    run::{
        RunEvents,
        context::{UnitContext, classify, gather},
        cross_unit::{CrossFindings, cross_unit},
        region::top_findings::TopFindings,
        reports::Reports,
    },
    text::{Catalog, Fault, INTERRUPTED},
    units::{
        assemble::{UnitData, UnitWork},
        placing::UnitKey,
        registry::RegisteredUnit,
        terms::terms_of,
    },
};

/// What the region needs of all units, in their order.
#[derive(Debug, Default)]
pub(crate) struct Assessed {
    pub units: Vec<UnitSummary>,
    pub findings: TopFindings,
    pub register: Vec<RegisterRow>,
    /// Over-paid amounts of the units that were compared with prices.
    pub prices: Vec<RegionPrices>,
}

/// What is kept of a unit.
type Of = (UnitSummary, Vec<RegisterRow>, Option<RegionPrices>);

/// Assesses every unit and writes its reports.
pub(crate) fn assess_units(
    works: &[UnitWork],
    cx: &UnitContext<'_>,
    reports: Reports<'_>,
    events: &dyn RunEvents,
) -> Result<Assessed, Fault> {
    let cross = cross_unit(works, cx, &|| events.stopped())?;
    // The worst findings are the same whatever the order: the others' evidence is forgotten at once, or 20,000 units would hold gigabytes.
    let findings = Mutex::new(TopFindings::default());
    // Taken one after the other: who writes them all in their order (`--format lines`) keeps up.
    let mut units: Vec<(usize, Of)> = works
        .iter()
        .enumerate()
        .par_bridge()
        .map(|(index, work)| {
            if events.stopped() {
                return Err(Fault::stopped(INTERRUPTED));
            }
            let unit = assess_unit(work, &cross, cx)?;
            reports.write_unit(index, &unit)?;
            let summary = unit.summary();
            findings
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .add(&summary, &unit.findings);
            events.unit_done(&work.name, summary.verdict);
            let prices = unit.prices.as_ref().map(of_unit);
            Ok((index, (summary, register::of_unit(&unit, cx.overrides, cx.catalog), prices)))
        })
        .collect::<Result<_, _>>()?;
    units.sort_unstable_by_key(|(index, _)| *index);
    let mut assessed = Assessed {
        findings: findings.into_inner().unwrap_or_else(PoisonError::into_inner),
        ..Assessed::default()
    };
    for (_, (summary, register, prices)) in units {
        assessed.units.push(summary);
        assessed.register.extend(register);
        assessed.prices.extend(prices);
    }
    if let Some(overrides) = cx.overrides {
        overrides.ensure_settled(cx.policy)?;
        assessed.register.extend(register::of_no_line(overrides, cx.catalog));
    }
    // What is open comes first, and of it what decides.
    assessed.register.sort_by_key(|row| (row.decision.is_some(), row.weight));
    Ok(assessed)
}

/// The unit's report.
///
/// # Errors
/// A file has changed, or amounts overflow.
pub fn assess_unit(work: &UnitWork, cross: &CrossFindings, cx: &UnitContext<'_>) -> Result<UnitReport, Fault> {
    let mut data = gather(work, cx)?;
    let repeated = classify(work, &mut data, cx);
    let registered = match work.key {
        UnitKey::Registered(i) => cx.registry.and_then(|r| r.units.get(i)),
        UnitKey::Found { .. } => None,
    };
    let terms = UnitTerms {
        unread: work.files.iter().any(|i| cx.files[*i].is_unread()),
        ..terms_of(registered, !data.files.is_empty())
    };
    let overflow = |Overflow| Fault::stopped("run.overflow").with("unit", &work.name);
    let broken_off = cx.grouped.broken.contains(&work.key);
    let judge = |data: &UnitData| assess(cx.policy, &terms, &data.lines, &data.open_amounts, broken_off, cx.run.period);
    let assessment = judge(&data).map_err(overflow)?;
    let decided = decided(&mut data, cx.run.period, judge).map_err(overflow)?;
    let copies: Vec<_> = work
        .files
        .iter()
        .flat_map(|i| {
            cx.grouped
                .copies
                .get(i)
                .into_iter()
                .flatten()
                .map(|copy| (cx.files[*i].path.clone(), copy.clone()))
        })
        .collect();
    let reconciliation = cx.reconciled.map_or_else(|| Ok(Vec::new()), |r| r.views(work, &data.lines))?;
    let prices = prices::compare::compare(&data.lines, &comparing(work, cx));
    let mut checked = checks::run_unit(&CheckContext {
        unit: &work.name,
        placer: cx.placer,
        registered,
        in_registry_run: cx.registry.is_some(),
        data: &data,
        copies: &copies,
        repeated: &repeated,
        reconciliation: cx.reconciled.map(|_| reconciliation.as_slice()),
        prices: prices.as_ref(),
        assessment: &assessment,
        policy: cx.policy,
        period: cx.run.period,
        settings: cx.checks,
        supplier_decisions: cx.overrides.map(Overrides::suppliers),
        catalog: cx.catalog,
        by_supplier: &OnceCell::new(),
    });
    cross.add_to(&mut checked, work, &data, cx);
    if let Some(overrides) = cx.overrides {
        overrides.waivers().apply(&mut checked.findings, cx.run.period, cx.catalog);
        sort_findings(&mut checked.findings);
    }
    Ok(UnitReport {
        schema: UNIT_SCHEMA.to_owned(),
        run: cx.run.clone(),
        unit: work.name.clone(),
        code: registered.and_then(|r| r.code.clone()),
        county: work.county.clone(),
        sector: registered.and_then(|r| r.sector),
        canteen: registered.map_or(Canteen::Own, |r| r.canteen),
        path: work.path.clone(),
        verdict: assessment.verdict,
        scopes: assessment.scopes,
        reservation: assessment.reservation,
        pace: assessment.pace,
        purchase_plan: assessment.purchase_plan,
        findings: checked.findings,
        note: assessment.note,
        represented_by: registered.and_then(|r| r.representative.clone()),
        system: registered.and_then(|r| system_of(r, cx.policy)),
        exceptions: assessment.exceptions,
        policy: cx.policy.info(),
        months: assessment.months,
        months_without_lines: assessment.months_without_lines,
        decided,
        lines: data.lines,
        rejected: data.rejected,
        files: data.files,
        issues: data
            .issues
            .iter()
            .map(|(file, issue)| issue_view(file, issue, cx.catalog))
            .collect(),
        checks: checked.views,
        reconciliation,
        prices,
    })
}

/// The bureau (主管部门) that answers for the unit and its others together, where the policy says so: with the county before its name, since each
/// county has a bureau of that name.
fn system_of(unit: &RegisteredUnit, policy: &PolicyAt) -> Option<Arc<str>> {
    let rule = policy.policy.system.as_ref()?;
    let holds = rule.sectors.is_empty() || unit.sector.is_some_and(|s| rule.sectors.contains(&s));
    let parent = unit.parent.as_ref().filter(|_| holds)?;
    match &unit.county {
        Some(county) if !parent.starts_with(&**county) => Some(format!("{county}{parent}").into()),
        _ => Some(Arc::clone(parent)),
    }
}

/// What the unit's purchases are compared with prices by.
fn comparing<'a>(work: &'a UnitWork, cx: &UnitContext<'a>) -> Comparing<'a> {
    Comparing {
        list: cx.prices,
        buyer: Buyer {
            unit: &work.name,
            county: work.county.as_deref(),
        },
        period: cx.run.period,
        margin_bp: cx.checks.market_margin_bp,
        catalog: cx.catalog,
    }
}

/// What persons decided about the year to date. Without it the unit is assessed once more; the lines are then as they were.
fn decided(
    data: &mut UnitData,
    period: Month,
    judge: impl Fn(&UnitData) -> Result<UnitAssessment, Overflow>,
) -> Result<Option<Decided>, Overflow> {
    let places = data.undecided.iter().map(|(place, _)| *place);
    let lines: Vec<&Line> = places
        .filter_map(|place| data.lines.get(place))
        .filter(|line| line.period.in_year_to_date(period))
        .collect();
    // An open amount that somebody decided on is nothing now: what it was counts.
    let amounts = data.undecided_amounts.iter().zip(&data.open_amounts);
    let amounts: Vec<_> = amounts
        .filter_map(|(before, now)| Some((before.fen, now.decision.as_ref()?)))
        .collect();
    if lines.is_empty() && amounts.is_empty() {
        return Ok(None);
    }
    let of_lines = lines.iter().filter_map(|line| line.decision.as_ref());
    let by: BTreeSet<&str> = of_lines.chain(amounts.iter().map(|(_, d)| *d)).map(|d| d.by.as_str()).collect();
    let fen = lines
        .iter()
        .filter_map(|l| l.amount_fen)
        .chain(amounts.iter().map(|(fen, _)| fen.saturating_abs()));
    let mut decided = Decided {
        lines: (lines.len() + amounts.len()) as u64,
        amount_fen: fen.fold(0, i64::saturating_add),
        by: by.into_iter().map(str::to_owned).collect(),
        verdict_without: Verdict::NoData,
    };
    exchange(data);
    let without = judge(data);
    exchange(data);
    decided.verdict_without = without?.verdict;
    Ok(Some(decided))
}

/// Puts the lines and open amounts as they were before decisions in the place of those after, or back.
fn exchange(data: &mut UnitData) {
    if !data.undecided_amounts.is_empty() {
        std::mem::swap(&mut data.open_amounts, &mut data.undecided_amounts);
    }
    for (place, other) in &mut data.undecided {
        if let Some(line) = data.lines.get_mut(*place) {
            std::mem::swap(line, other);
        }
    }
}

/// An issue in words: place, what is wrong, what to do.
fn issue_view(file: &str, issue: &Issue, catalog: &Catalog) -> IssueView {
    let mut place = file.to_owned();
    for part in [issue.sheet.as_deref().map(str::to_owned), issue.cell.map(|c| c.to_string())]
        .into_iter()
        .flatten()
    {
        place.push_str(" › ");
        place.push_str(&part);
    }
    let IssueWords { message, fix, .. } = issue_words(issue, catalog);
    IssueView {
        code: issue.code.clone(),
        severity: issue.severity,
        place,
        message,
        found: issue.found.clone(),
        fix,
    }
}
