//! What the figures of a unit and of the region must be by the sums of the frames, beside what the reports state.

use std::{collections::BTreeMap, sync::Arc};

use polars::prelude::PolarsResult;
use serde::Serialize;
use serde_json::Value;

use crate::{
    after::recount::{
        difference::{Difference, DifferenceKind},
        frames::{Group, by_group, groups, number},
    },
    assess::{
        combine::{is_added, together},
        gap::shortfalls,
        own_base::of_months,
        pace::pace,
        purchase_plan::purchase_plan,
    },
    model::{
        BaseKind, BaseStanding, GroupSummary, InputCounts, Line, MonthResult, Pace, PurchasePlan, Ratio, RegionSummary, Remaining,
        RequirementResult, Reservation, ScopeResult, Scopes, Standing, UnitFile, UnitReport, UnitSummary, Verdict,
    },
};

/// Amount in the numerator and in the base.
type Ends = (i128, i128);

/// What a unit's report states and its lines settle.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Figures {
    verdict: Verdict,
    scopes: Scopes,
    reservation: Option<Reservation>,
    pace: Option<Vec<Pace>>,
    purchase_plan: Option<PurchasePlan>,
    months: Vec<MonthResult>,
    files: Vec<UnitFile>,
}

impl Figures {
    pub fn of(report: &UnitReport) -> Self {
        Self {
            verdict: report.verdict,
            scopes: report.scopes.clone(),
            reservation: report.reservation.clone(),
            pace: report.pace.clone(),
            purchase_plan: report.purchase_plan.clone(),
            months: report.months.clone(),
            files: report.files.clone(),
        }
    }
}

/// Reckons every figure of the report again that its lines settle.
pub(super) fn recount(report: &mut UnitReport) -> PolarsResult<()> {
    let taken = |kind: BaseKind| -> Vec<&Line> { report.lines.iter().filter(|l| kind.takes(l.union)).collect() };
    let mut sums: BTreeMap<Arc<str>, Vec<Group>> = BTreeMap::new();
    for r in &report.policy.requirements {
        sums.insert(Arc::clone(&r.id), groups(&taken(r.base), &r.id)?);
    }
    // No requirement has this id: by it the canteen's lines stand for the base alone.
    sums.insert(Arc::from(""), groups(&taken(BaseKind::Actual), "")?);
    let not_asked = |r: &RequirementResult| (Arc::clone(&r.id), r.verdict == Verdict::Exempt);
    let not_asked: BTreeMap<Arc<str>, bool> = report.scopes.ytd.requirements.iter().map(not_asked).collect();
    let period = report.run.period;
    let (first, last) = (number(period.january()), number(period));
    recount_scope(&mut report.scopes.month, &sums, last, last);
    recount_scope(&mut report.scopes.ytd, &sums, first, last);
    for month in &mut report.months {
        recount_scope(&mut month.result, &sums, number(month.period), number(month.period));
    }
    for file in &mut report.files {
        file.lines = report.lines.iter().filter(|l| l.source.file == file.path).count() as u64;
    }
    if let Some(plan) = report.reservation.as_ref().map(|r| r.plan_fen)
        && report.pace.is_some()
    {
        report.pace = pace(&report.scopes.ytd, Some(plan), period);
    }
    if let Some(reservation) = &mut report.reservation {
        let plan = reservation.plan_fen;
        for r in &mut reservation.requirements {
            let ratio = Ratio::of(r.reserved_fen.unwrap_or(0), plan);
            r.ratio_bp = ratio.floor_bp();
            let met = ratio.meets(r.threshold_bp) == Some(true);
            r.verdict = if met { Verdict::Pass } else { Verdict::Fail };
        }
    }
    not_judged(report, &not_asked);
    recount_plan(report);
    if report.verdict != Verdict::Exempt {
        report.verdict = verdict_of_unit(report);
    }
    Ok(())
}

/// The purchase plan, where the report says of what plan of the year it is.
fn recount_plan(report: &mut UnitReport) {
    let plan_fen = report.reservation.as_ref().map(|r| r.plan_fen);
    let by = report.purchase_plan.as_ref().map(|p| p.remaining_by);
    if by == Some(Remaining::Plan) && plan_fen.is_none() {
        return;
    }
    let policy = &report.policy;
    let channels = |id: &str| {
        let found = policy.requirements.iter().find(|r| &*r.id == id);
        found.map_or(&[][..], |r| &r.channels)
    };
    report.purchase_plan = purchase_plan(&channels, &report.scopes.ytd, plan_fen, report.run.period);
}

/// What is not asked of the unit: what it has stays, there is no verdict and no gap.
fn not_judged(report: &mut UnitReport, not_asked: &BTreeMap<Arc<str>, bool>) {
    let is_not_asked = |id: &Arc<str>| not_asked.get(id) == Some(&true);
    let scopes = [&mut report.scopes.month, &mut report.scopes.ytd].into_iter();
    let scopes = scopes.chain(report.months.iter_mut().map(|m| &mut m.result));
    for r in scopes.flat_map(|s| &mut s.requirements).filter(|r| is_not_asked(&r.id)) {
        r.verdict = Verdict::Exempt;
        (r.shortfall_substitute_fen, r.shortfall_additional_fen) = (0, 0);
    }
    let reserved = report.reservation.iter_mut().flat_map(|r| &mut r.requirements);
    reserved.filter(|r| is_not_asked(&r.id)).for_each(|r| r.verdict = Verdict::Exempt);
}

fn verdict_of_unit(report: &UnitReport) -> Verdict {
    let bought = || report.scopes.ytd.requirements.iter().map(|r| r.verdict);
    let reserved = || report.reservation.iter().flat_map(|r| &r.requirements).map(|r| r.verdict);
    let worst = if bought().any(|v| !matches!(v, Verdict::NoData | Verdict::Exempt)) {
        Verdict::worst(bought().chain(reserved()))
    } else {
        Verdict::worst(reserved().filter(|v| *v == Verdict::Fail))
    };
    worst.unwrap_or(Verdict::NoData)
}

fn recount_scope(scope: &mut ScopeResult, sums: &BTreeMap<Arc<str>, Vec<Group>>, from: i32, to: i32) {
    let months = i8::try_from(to - from + 1).unwrap_or(12);
    let inside = |groups: &[Group]| -> Vec<Group> { groups.iter().filter(|g| (from..=to).contains(&g.period)).copied().collect() };
    let all = sums.get("").map(|g| inside(g)).unwrap_or_default();
    let base = |standing| total(all.iter().filter(|g| g.base == standing));
    let open: i64 = scope.open_amounts.iter().map(|o| o.base_fen).fold(0, i64::saturating_add);
    scope.base_fen = base(BaseStanding::In);
    scope.base_disputed_fen = base(BaseStanding::Disputed).saturating_add(open);
    for r in &mut scope.requirements {
        let lines = sums.get(&r.id).map(|g| inside(g)).unwrap_or_default();
        let of = |standing| total(lines.iter().filter(|g| g.standing == standing));
        let shares = || scope.open_amounts.iter();
        let shown: i64 = shares()
            .filter_map(|o| o.requirements.get(&r.id))
            .fold(0, |a, b| a.saturating_add(*b));
        (r.counted_fen, r.disputed_fen) = (of(Standing::Counted), of(Standing::Disputed).saturating_add(shown));
        let readable = lines.iter().filter(|g| g.readable);
        let mut answers: Vec<Vec<Ends>> = readable.map(answers_of).collect();
        let kind = r.own_base.map_or(BaseKind::Actual, |b| b.kind);
        answers.extend(shares().filter(|_| kind.takes(false)).map(|o| {
            let end = |ends: &BTreeMap<Arc<str>, i64>| i128::from(ends.get(&r.id).copied().unwrap_or(0));
            let (shown, other, base) = (end(&o.requirements), end(&o.other_ends), i128::from(o.base_fen));
            let (least, most) = if shown < 0 { (shown, other) } else { (other, shown) };
            vec![(0, 0), (least, base), (most, base)]
        }));
        if let Some(own) = &mut r.own_base {
            let of = |standing| total(lines.iter().filter(|g| g.base == standing));
            let open = if kind.takes(false) { open } else { 0 };
            (own.base_fen, own.base_disputed_fen) = match own.year_fen {
                Some(year) => (of_months(year, months), 0),
                None if kind.is_registered() => (0, 0),
                None => (of(BaseStanding::In), of(BaseStanding::Disputed).saturating_add(open)),
            };
            if kind.is_registered() {
                answers.iter_mut().flatten().for_each(|(_, d)| *d = 0);
                answers.push(vec![(0, own.base_fen.into())]);
            }
        }
        let t = i128::from(r.threshold_bp);
        let margin = |(n, d): &Ends| n * 10_000 - t * d;
        let end = |pick: &dyn Fn(&[Ends]) -> Option<Ends>| {
            let each = answers.iter().filter_map(|a| pick(a));
            ratio(each.fold((0, 0), |sum, (n, d)| (sum.0 + n, sum.1 + d)))
        };
        r.low = end(&|a| a.iter().copied().min_by_key(margin));
        r.high = end(&|a| a.iter().copied().max_by_key(margin));
        let settled = answers.iter().all(|a| a.iter().all(|one| *one == a[0]));
        let anything = lines.iter().any(|g| g.base != BaseStanding::Out);
        let missing = r.own_base.is_some_and(|b| b.is_missing());
        let nothing = missing || (!r.unbounded && (!anything || (settled && r.low.denominator_fen <= 0)));
        judge(r, nothing);
    }
}

fn total<'a>(groups: impl Iterator<Item = &'a Group>) -> i64 {
    groups.map(|g| g.fen).fold(0, i64::saturating_add)
}

fn ratio((n, d): Ends) -> Ratio {
    let narrow = |v: i128| i64::try_from(v).unwrap_or(if v < 0 { i64::MIN } else { i64::MAX });
    Ratio::of(narrow(n), narrow(d))
}

/// What lines that count alike may contribute (docs/figures.md).
fn answers_of(group: &Group) -> Vec<Ends> {
    let a = i128::from(group.fen);
    match (group.base, group.standing) {
        (BaseStanding::Out, _) => vec![(0, 0)],
        (BaseStanding::In, Standing::Counted) => vec![(a, a)],
        (BaseStanding::In, Standing::NotCounted) => vec![(0, a)],
        (BaseStanding::In, Standing::Disputed) => vec![(0, a), (a, a)],
        (BaseStanding::Disputed, Standing::NotCounted) => vec![(0, a), (0, 0)],
        (BaseStanding::Disputed, Standing::Disputed) if group.channel_open => vec![(0, a), (a, a)],
        (BaseStanding::Disputed, _) => vec![(0, 0), (a, a)],
    }
}

/// Ratios, verdict and gaps of a requirement by its two ends.
fn judge(r: &mut RequirementResult, nothing: bool) {
    (r.ratio_low_bp, r.ratio_high_bp) = (r.low.floor_bp(), r.high.floor_bp());
    let (low, high) = (r.low.meets(r.threshold_bp), r.high.meets(r.threshold_bp));
    r.verdict = match (low, high) {
        _ if nothing => Verdict::NoData,
        _ if r.unbounded => Verdict::Undetermined,
        (Some(true), Some(true)) => Verdict::Pass,
        (Some(false), Some(false)) => Verdict::Fail,
        _ => Verdict::Undetermined,
    };
    (r.shortfall_substitute_fen, r.shortfall_additional_fen) = if nothing { (0, 0) } else { shortfalls(r.low, r.threshold_bp) };
    if r.own_base.is_some_and(|b| b.kind.is_registered()) {
        r.shortfall_additional_fen = r.shortfall_substitute_fen;
    }
}

/// Region, counties and sectors as the units add up to them, in the order of the summary.
pub(super) fn region(summary: &RegionSummary, units: &[UnitSummary]) -> PolarsResult<Vec<GroupSummary>> {
    let mut out = summary.groups.clone();
    for by in ["region", "county", "sector", "system"] {
        let name = |unit: &UnitSummary| match by {
            "county" => unit.county.clone(),
            "sector" => unit.sector.map(|s| Arc::from(s.code())),
            "system" => unit.system.clone(),
            _ => None,
        };
        let mut of_kind: Vec<&mut GroupSummary> = out.iter_mut().filter(|g| g.by == by).collect();
        let place: Vec<usize> = units
            .iter()
            .map(|unit| {
                let name = name(unit);
                of_kind.iter().position(|g| g.name == name).unwrap_or(usize::MAX)
            })
            .collect();
        let judged = || {
            let placed = units.iter().zip(&place).filter(|(_, place)| **place != usize::MAX);
            placed.filter(|(unit, _)| unit.verdict != Verdict::Exempt)
        };
        let (places, figures): (Vec<usize>, Vec<Vec<i64>>) = judged().map(|(unit, place)| (*place, figures(&unit.scopes.ytd))).unzip();
        let sums = by_group(&places, &figures, of_kind.len())?;
        for (index, (group, sums)) in of_kind.iter_mut().zip(sums).enumerate() {
            let all: Vec<&UnitSummary> = units.iter().zip(&place).filter(|(_, p)| **p == index).map(|(u, _)| u).collect();
            group.units = all.len() as u64;
            group.verdicts.values_mut().for_each(|n| *n = 0);
            for unit in &all {
                *group.verdicts.entry(unit.verdict.code().to_owned()).or_insert(0) += 1;
            }
            let judged: Vec<&ScopeResult> = judged().filter(|(_, p)| **p == index).map(|(u, _)| &u.scopes.ytd).collect();
            add_up(&mut group.ytd, &sums, &judged);
            group.verdict = (by == "system").then(|| group.verdict_together());
        }
    }
    Ok(out)
}

/// The amounts of a scope in a row.
fn figures(scope: &ScopeResult) -> Vec<i64> {
    let of_requirement = |r: &RequirementResult| {
        let (low, high) = (r.low, r.high);
        let ends = [low.numerator_fen, low.denominator_fen, high.numerator_fen, high.denominator_fen];
        let added = i64::from(is_added(r));
        [r.counted_fen, r.disputed_fen].into_iter().chain(ends).map(move |fen| fen * added)
    };
    let base = [scope.base_fen, scope.base_disputed_fen];
    base.into_iter().chain(scope.requirements.iter().flat_map(of_requirement)).collect()
}

fn add_up(scope: &mut ScopeResult, sums: &[i64], units: &[&ScopeResult]) {
    let at = |index: usize| sums.get(index).copied().unwrap_or(0);
    (scope.base_fen, scope.base_disputed_fen) = (at(0), at(1));
    for (index, r) in scope.requirements.iter_mut().enumerate() {
        let first = 2 + index * 6;
        let of_units = || units.iter().filter_map(|s| s.requirements.get(index));
        (r.counted_fen, r.disputed_fen) = (at(first), at(first + 1));
        r.low = ratio((at(first + 2).into(), at(first + 3).into()));
        r.high = ratio((at(first + 4).into(), at(first + 5).into()));
        r.unbounded = of_units().filter(|u| is_added(u)).any(|u| u.unbounded);
        r.own_base = together(of_units().filter_map(|u| u.own_base));
        r.threshold_bp = of_units().map(|u| u.threshold_bp).max().unwrap_or(r.threshold_bp);
        judge(r, of_units().filter(|u| is_added(u)).all(|u| u.verdict == Verdict::NoData));
    }
}

/// Counts of the inputs as far as other figures settle them.
pub(super) fn inputs(summary: &RegionSummary, units: &[UnitSummary]) -> InputCounts {
    InputCounts {
        rows: summary.inputs.fates.values().sum(),
        disputed_lines: units.iter().map(|u| u.disputed_lines).sum(),
        ..summary.inputs.clone()
    }
}

/// Every value that a report states otherwise than it is by the recount.
pub(super) fn compare(file: &str, stated: &impl Serialize, again: &impl Serialize, into: &mut Vec<Difference>) {
    let (stated, again) = (serde_json::to_value(stated), serde_json::to_value(again));
    if let (Ok(stated), Ok(again)) = (stated, again) {
        walk(file, &mut String::new(), &stated, &again, into);
    }
}

fn walk(file: &str, path: &mut String, stated: &Value, again: &Value, into: &mut Vec<Difference>) {
    let length = path.len();
    let mut below = |name: &str, a: &Value, b: &Value| {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        walk(file, path, a, b, into);
        path.truncate(length);
    };
    match (stated, again) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                below(key, a.get(key).unwrap_or(&Value::Null), b.get(key).unwrap_or(&Value::Null));
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for index in 0..a.len().max(b.len()) {
                let (a, b) = (a.get(index).unwrap_or(&Value::Null), b.get(index).unwrap_or(&Value::Null));
                let name = ["path", "id", "period", "name"].iter().find_map(|key| a.get(key)?.as_str());
                below(name.map_or_else(|| index.to_string(), str::to_owned).as_str(), a, b);
            }
        }
        (a, b) if a == b => {}
        (a, b) => into.push(Difference {
            kind: DifferenceKind::Figure,
            place: format!("{file} › {path}"),
            stated: a.to_string(),
            found: b.to_string(),
            touches: Vec::new(),
        }),
    }
}
