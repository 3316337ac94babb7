//! What a template may say (docs/outputs.md): the report's values as text, amounts in yuan and in capitals.

use serde_json::{Map, Value as Json, json};

use crate::{
    model::{
        dates::Month,
        finding::Finding,
        money::{Fen, percent},
        policy_info::PolicyInfo,
        region_summary::RegionSummary,
        results::{RequirementResult, ScopeResult, Verdict},
        unit_report::UnitReport,
    },
    report::{
        docx::{capitals::capitals, tables::ratio},
        letterhead::Letterhead,
        one_cause::OneCause,
        policy_words,
        rank::VERDICTS,
        words,
    },
    text::catalog::Catalog,
};

/// An amount as a letter writes it; `some` is for `{% if %}`.
fn amount(fen: i64) -> Json {
    json!({"yuan": Fen(fen).yuan(), "capitals": capitals(fen), "some": fen != 0})
}

fn period(month: Month) -> Json {
    json!({"year": month.year(), "month": month.month(), "single": month.month() == 1, "code": month.to_string()})
}

/// What a document bears beside its text; empty texts where the settings give nothing.
fn head(letterhead: &Letterhead, catalog: &Catalog) -> Json {
    let date = letterhead.date.map(|d| {
        let parts = [i32::from(d.year()), i32::from(d.month()), i32::from(d.day())].map(|n| n.to_string());
        let [year, month, day] = parts.each_ref().map(String::as_str);
        catalog.say("pages.day", &[("year", year), ("month", month), ("day", day)])
    });
    json!({"issuer": letterhead.issuer, "number": letterhead.number, "date": date.unwrap_or_default()})
}

/// Each document once, with all that is quoted of it.
fn basis(policy: &PolicyInfo, catalog: &Catalog) -> Vec<Json> {
    let cited = words::cited(policy).into_iter();
    cited
        .map(|(r, quotes)| json!({"doc": r.doc, "number": r.number, "article": r.article, "quote": words::quoted(&quotes, catalog)}))
        .collect()
}

fn requirements(scope: &ScopeResult, policy: &PolicyInfo, month: Month, catalog: &Catalog) -> Vec<Json> {
    let one = |r: &RequirementResult| {
        json!({
            "title": words::requirement(&policy.requirements, &r.id), "threshold": percent(r.threshold_bp),
            "ratio": ratio(r, catalog), "open": r.ratio_low_bp != r.ratio_high_bp,
            "verdict": words::verdict(catalog, r.verdict), "verdict_code": r.verdict.code(),
            "base": policy_words::own_base(r, month, catalog),
            "counted": amount(r.counted_fen), "disputed": amount(r.disputed_fen),
            "gap": amount(r.shortfall_substitute_fen), "gap_added": amount(r.shortfall_additional_fen),
        })
    };
    scope.requirements.iter().map(one).collect()
}

fn finding(unit: &str, f: &Finding) -> Json {
    json!({"title": f.title, "detail": f.detail, "unit": unit})
}

/// What a unit's template may say.
pub fn unit(report: &UnitReport, letterhead: &Letterhead, catalog: &Catalog) -> Json {
    let (ytd, policy) = (&report.scopes.ytd, &report.policy);
    let disputed: Vec<_> = report.lines.iter().filter(|l| l.is_disputed()).collect();
    let failing = ytd.requirements.iter().filter(|r| r.verdict == Verdict::Fail);
    let cause = OneCause::of(report).map(|cause| {
        let [says, advice] = cause.says(catalog);
        json!({"says": says, "advice": advice, "sends_back": cause.sends_back()})
    });
    let sends_back = OneCause::of(report).is_some_and(|cause| cause.sends_back());
    let plan = report.purchase_plan.as_ref().filter(|_| !sends_back && !report.is_bare());
    let mut view = json!({
        "purchase_plan": plan.map_or_else(String::new, |plan| policy_words::purchase_plan(plan, policy, catalog)),
        "unit": report.unit, "code": report.code.as_deref().unwrap_or_default(),
        "county": report.county.as_deref().unwrap_or_default(), "sector": words::sector(catalog, report.sector),
        "canteen": words::canteen(catalog, report.canteen), "period": period(report.run.period),
        "verdict": words::verdict(catalog, report.verdict), "verdict_code": report.verdict.code(),
        "note": words::note(catalog, report.note), "policy": policy.title, "basis": basis(policy, catalog),
        "base": amount(ytd.base_fen), "base_disputed": amount(ytd.base_disputed_fen),
        "requirements": requirements(ytd, policy, report.run.period, catalog),
        "failing": failing.map(|r| words::requirement(&policy.requirements, &r.id)).collect::<Vec<_>>(),
    });
    let more = json!({
        "head": head(letterhead, catalog), "bare": report.is_bare(), "cause": cause, "exceptions": report.exceptions,
        "plan": amount(report.reservation.as_ref().map_or(0, |r| r.plan_fen)),
        "planned": report.reservation.is_some() || report.pace.is_some(),
        "gap": words::months_without_lines(&report.months_without_lines, report.run.period, catalog),
        "decided": words::decided(report.decided.as_ref(), report.verdict, catalog),
        "pending": words::pending(&report.run, policy, catalog).unwrap_or_default(),
        "findings": report.findings.iter().map(|f| finding(&report.unit, f)).collect::<Vec<_>>(),
        "overpaid": report.prices.as_ref().map_or(0, |p| p.totals.overpaid),
        "overpaid_total": amount(report.prices.as_ref().map_or(0, |p| p.totals.overpaid_fen)),
        "files": report.files.len(), "lines": report.lines.len(), "rejected": report.rejected.len(), "disputed": disputed.len(),
        "disputed_total": amount(disputed.iter().filter_map(|l| l.amount_fen).fold(0, i64::saturating_add)),
        "tool": report.run.tool,
    });
    if let (Json::Object(view), Json::Object(more)) = (&mut view, more) {
        view.extend(more);
    }
    view
}

/// What the bulletin's template may say.
pub fn region(summary: &RegionSummary, letterhead: &Letterhead, catalog: &Catalog) -> Json {
    let (policy, inputs) = (&summary.policy, &summary.inputs);
    let region = summary.groups.iter().find(|g| g.by == "region");
    let count = |v: Verdict| summary.units.iter().filter(|u| u.verdict == v).count();
    let verdicts: Map<String, Json> = VERDICTS.map(|v| (v.code().to_owned(), count(v).into())).into_iter().collect();
    json!({
        "head": head(letterhead, catalog), "period": period(summary.run.period), "policy": policy.title,
        "basis": basis(policy, catalog), "units": summary.units.len(), "verdicts": verdicts,
        "base": amount(region.map_or(0, |g| g.ytd.base_fen)),
        "base_disputed": amount(region.map_or(0, |g| g.ytd.base_disputed_fen)),
        "requirements": region.map(|g| requirements(&g.ytd, policy, summary.run.period, catalog)).unwrap_or_default(),
        "pending": words::pending(&summary.run, policy, catalog).unwrap_or_default(),
        "files": inputs.files, "quarantined": inputs.quarantined, "lines": inputs.lines, "disputed": inputs.disputed_lines,
        "findings_total": summary.findings_total,
        "findings": summary.findings.iter().map(|f| finding(&f.unit, &f.finding)).collect::<Vec<_>>(),
    })
}

/// `3` → `三`, for headings: 一 to 九十九; larger numbers stay as they are.
pub fn han(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match n {
        1..=9 => DIGITS[n].to_owned(),
        10..=99 => {
            let tens = if n < 20 { "" } else { DIGITS[n / 10] };
            format!("{tens}十{}", DIGITS[n % 10])
        }
        _ => n.to_string(),
    }
}
