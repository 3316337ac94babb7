//! What a template may say: the report's values as text, amounts in yuan and in capitals.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    model::{
        dates::Month,
        money::{Fen, percent},
        policy_info::{LegalRef, PolicyInfo},
        region_summary::RegionSummary,
        results::{RequirementResult, ScopeResult, Verdict},
        unit_report::UnitReport,
    },
    report::{
        docx::{capitals::capitals, tables::ratio},
        letterhead::Letterhead,
        one_cause::OneCause,
        words,
    },
    text::catalog::Catalog,
};

/// An amount as a letter writes it.
#[derive(Serialize)]
pub struct Amount {
    /// `1,234.50`.
    yuan: String,
    /// 人民币壹仟贰佰叁拾肆元伍角整.
    capitals: String,
    /// For `{% if %}`: whether there is anything.
    some: bool,
}

fn amount(fen: i64) -> Amount {
    Amount {
        yuan: Fen(fen).yuan(),
        capitals: capitals(fen),
        some: fen != 0,
    }
}

/// A requirement's result.
#[derive(Serialize)]
pub struct Requirement {
    title: String,
    threshold: String,
    /// Both ends, or one figure where they agree.
    ratio: String,
    /// Whether the ends differ.
    open: bool,
    verdict: String,
    verdict_code: &'static str,
    counted: Amount,
    disputed: Amount,
    gap: Amount,
    gap_added: Amount,
}

/// The document a figure rests on.
#[derive(Serialize)]
pub struct Basis {
    doc: String,
    number: String,
    article: String,
    quote: String,
}

/// What a document bears beside its text; empty texts where the settings give nothing.
#[derive(Serialize)]
pub struct Head {
    issuer: String,
    number: String,
    /// `2024年4月15日`.
    date: String,
}

/// One cause of nearly all disputes.
#[derive(Serialize)]
pub struct Cause {
    says: String,
    advice: String,
    /// Whether the ledger lacks a column, and goes back to the unit.
    sends_back: bool,
}

/// The audited months.
#[derive(Serialize)]
pub struct Period {
    year: i16,
    month: i8,
    /// Only one month: January.
    single: bool,
    code: String,
}

/// A finding in words.
#[derive(Serialize)]
pub struct FindingText {
    title: String,
    detail: String,
    unit: String,
}

/// A unit's document.
#[derive(Serialize)]
pub struct UnitView {
    head: Head,
    /// No figures: nothing was bought, or nothing is to be judged.
    bare: bool,
    cause: Option<Cause>,
    unit: String,
    code: String,
    county: String,
    sector: String,
    canteen: String,
    period: Period,
    verdict: String,
    verdict_code: &'static str,
    note: String,
    policy: String,
    basis: Vec<Basis>,
    base: Amount,
    base_disputed: Amount,
    requirements: Vec<Requirement>,
    failing: Vec<String>,
    exceptions: Vec<String>,
    /// Whether the registry gives a plan or a reserve.
    planned: bool,
    /// Planned food purchases of the year.
    plan: Amount,
    pending: String,
    gap: String,
    /// What persons decided, and the verdict without it; empty where nobody did.
    decided: String,
    findings: Vec<FindingText>,
    files: usize,
    lines: usize,
    rejected: usize,
    disputed: usize,
    disputed_total: Amount,
    tool: String,
}

/// The region's bulletin.
#[derive(Serialize)]
pub struct RegionView {
    head: Head,
    period: Period,
    policy: String,
    basis: Vec<Basis>,
    units: usize,
    verdicts: BTreeMap<&'static str, usize>,
    base: Amount,
    base_disputed: Amount,
    requirements: Vec<Requirement>,
    pending: String,
    files: u64,
    quarantined: u64,
    lines: u64,
    disputed: u64,
    findings_total: u64,
    findings: Vec<FindingText>,
}

fn period(month: Month) -> Period {
    Period {
        year: month.year(),
        month: month.month(),
        single: month.month() == 1,
        code: month.to_string(),
    }
}

fn head(letterhead: &Letterhead, catalog: &Catalog) -> Head {
    let date = letterhead.date.map(|d| {
        let parts = [
            ("year", i32::from(d.year())),
            ("month", i32::from(d.month())),
            ("day", i32::from(d.day())),
        ];
        let parts = parts.map(|(key, n)| (key, n.to_string()));
        catalog.say("pages.day", &parts.each_ref().map(|(k, v)| (*k, v.as_str())))
    });
    Head {
        issuer: letterhead.issuer.clone(),
        number: letterhead.number.clone(),
        date: date.unwrap_or_default(),
    }
}

/// Each document once, with all that is quoted of it.
fn basis(policy: &PolicyInfo, catalog: &Catalog) -> Vec<Basis> {
    let text = |(r, quotes): (&LegalRef, Vec<&str>)| Basis {
        doc: r.doc.clone(),
        number: r.number.clone(),
        article: r.article.clone(),
        quote: words::quoted(&quotes, catalog),
    };
    words::cited(policy).into_iter().map(text).collect()
}

fn requirements(scope: &ScopeResult, policy: &PolicyInfo, catalog: &Catalog) -> Vec<Requirement> {
    let one = |r: &RequirementResult| Requirement {
        title: words::requirement(&policy.requirements, &r.id).to_owned(),
        threshold: percent(r.threshold_bp),
        ratio: ratio(r, catalog),
        open: r.ratio_low_bp != r.ratio_high_bp,
        verdict: words::verdict(catalog, r.verdict),
        verdict_code: r.verdict.code(),
        counted: amount(r.counted_fen),
        disputed: amount(r.disputed_fen),
        gap: amount(r.shortfall_substitute_fen),
        gap_added: amount(r.shortfall_additional_fen),
    };
    scope.requirements.iter().map(one).collect()
}

/// What a unit's template may say.
pub fn unit(report: &UnitReport, letterhead: &Letterhead, catalog: &Catalog) -> UnitView {
    let disputed: Vec<_> = report.lines.iter().filter(|l| l.is_disputed()).collect();
    let requirements = requirements(&report.scopes.ytd, &report.policy, catalog);
    let cause = OneCause::of(report).map(|cause| {
        let [says, advice] = cause.says(catalog);
        Cause {
            says,
            advice,
            sends_back: cause.sends_back(),
        }
    });
    UnitView {
        head: head(letterhead, catalog),
        bare: report.is_bare(),
        cause,
        unit: report.unit.to_string(),
        code: report.code.as_deref().unwrap_or_default().to_owned(),
        county: report.county.as_deref().unwrap_or_default().to_owned(),
        sector: words::sector(catalog, report.sector),
        canteen: words::canteen(catalog, report.canteen),
        period: period(report.run.period),
        verdict: words::verdict(catalog, report.verdict),
        verdict_code: report.verdict.code(),
        note: words::note(catalog, report.note),
        policy: report.policy.title.clone(),
        basis: basis(&report.policy, catalog),
        base: amount(report.scopes.ytd.base_fen),
        base_disputed: amount(report.scopes.ytd.base_disputed_fen),
        failing: requirements
            .iter()
            .filter(|r| r.verdict_code == Verdict::Fail.code())
            .map(|r| r.title.clone())
            .collect(),
        requirements,
        exceptions: report.exceptions.clone(),
        plan: amount(report.reservation.as_ref().map_or(0, |r| r.plan_fen)),
        planned: report.reservation.is_some() || report.pace.is_some(),
        gap: words::months_without_lines(&report.months_without_lines, report.run.period, catalog),
        decided: words::decided(report.decided.as_ref(), report.verdict, catalog),
        pending: words::pending(&report.run, &report.policy, catalog).unwrap_or_default(),
        findings: report
            .findings
            .iter()
            .map(|f| FindingText {
                title: f.title.clone(),
                detail: f.detail.clone(),
                unit: report.unit.to_string(),
            })
            .collect(),
        files: report.files.len(),
        lines: report.lines.len(),
        rejected: report.rejected.len(),
        disputed_total: amount(disputed.iter().filter_map(|l| l.amount_fen).fold(0, i64::saturating_add)),
        disputed: disputed.len(),
        tool: report.run.tool.clone(),
    }
}

/// What the bulletin's template may say.
pub fn region(summary: &RegionSummary, letterhead: &Letterhead, catalog: &Catalog) -> RegionView {
    let all = [
        Verdict::Pass,
        Verdict::Fail,
        Verdict::Undetermined,
        Verdict::NoData,
        Verdict::Exempt,
    ];
    let region = summary.groups.iter().find(|g| g.by == "region");
    RegionView {
        head: head(letterhead, catalog),
        period: period(summary.run.period),
        policy: summary.policy.title.clone(),
        basis: basis(&summary.policy, catalog),
        units: summary.units.len(),
        verdicts: all
            .map(|v| (v.code(), summary.units.iter().filter(|u| u.verdict == v).count()))
            .into_iter()
            .collect(),
        base: amount(region.map_or(0, |g| g.ytd.base_fen)),
        base_disputed: amount(region.map_or(0, |g| g.ytd.base_disputed_fen)),
        requirements: region.map(|g| requirements(&g.ytd, &summary.policy, catalog)).unwrap_or_default(),
        pending: words::pending(&summary.run, &summary.policy, catalog).unwrap_or_default(),
        files: summary.inputs.files,
        quarantined: summary.inputs.quarantined,
        lines: summary.inputs.lines,
        disputed: summary.inputs.disputed_lines,
        findings_total: summary.findings_total,
        findings: summary
            .findings
            .iter()
            .map(|f| FindingText {
                title: f.finding.title.clone(),
                detail: f.finding.detail.clone(),
                unit: f.unit.to_string(),
            })
            .collect(),
    }
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
