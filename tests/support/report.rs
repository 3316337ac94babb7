//! A small report for the tests of the formats. Every figure in report.json was worked out on paper, not by the code.
//!
//! Ten readable lines: two counted, one of unknown channel, two disputed in the base, one with a foreign origin, one return, one out.

use std::collections::BTreeMap;

use bangfu::model::{
    reasons::{Reason, UnitNote},
    region_summary::{GroupSummary, InputCounts, InputProblem, RegionFinding, RegionSummary, SUMMARY_SCHEMA},
    results::{ScopeResult, Verdict},
    standing::Standing,
    unit::Sector,
    unit_report::UnitReport,
};

/// A unit whose year is open on all three counts and whose March fails on two.
pub fn unit() -> UnitReport {
    serde_json::from_str(include_str!("report.json")).unwrap()
}

/// The unit with an eleventh line of March, bought through the 832 platform, whose amount cannot be read: the table's stated total
/// bounds it at 150.00 yuan, so the high ends hold 15,000 fen that no readable line explains.
pub fn unreadable() -> UnitReport {
    let mut report = unit();
    let mut line = report.lines[0].clone();
    line.id = "9f2c01ab-1-F13".into();
    (line.period, line.date) = (report.run.period, Some(jiff::civil::date(2024, 3, 5)));
    (line.item, line.amount_fen, line.amount_text) = (Some("红薯".into()), None, Some("壹佰?".into()));
    line.reasons = vec![Reason::AmountUnreadable];
    line.requirements = [Standing::Disputed, Standing::Disputed, Standing::NotCounted]
        .into_iter()
        .zip(&report.policy.requirements)
        .map(|(standing, r)| (r.id.clone(), standing))
        .collect();
    line.source.row = 13;
    line.source.cells = [("amount", "F13")]
        .map(|(f, c)| (serde_json::from_value(f.into()).unwrap(), c.parse().unwrap()))
        .into_iter()
        .collect();
    report.lines.push(line);
    // 175,000/768,333 and 475,000/1,068,333, 275,000/1,068,333.
    for (scope, high_bp) in [(&mut report.scopes.month, [2277, 2277]), (&mut report.scopes.ytd, [4446, 2574])] {
        for (r, bp) in scope.requirements.iter_mut().zip(high_bp) {
            r.high.numerator_fen += 15_000;
            r.high.denominator_fen += 15_000;
            r.ratio_high_bp = Some(bp);
        }
    }
    // The local channels of March have no stated total to bound them: open, whatever the readable lines say.
    let local = &mut report.scopes.month.requirements[2];
    (local.unbounded, local.verdict) = (true, Verdict::Undetermined);
    report
}

fn empty(scope: &mut ScopeResult) {
    (scope.base_fen, scope.base_disputed_fen) = (0, 0);
    for r in &mut scope.requirements {
        for end in [&mut r.low, &mut r.high] {
            (end.numerator_fen, end.denominator_fen) = (0, 0);
        }
        (r.counted_fen, r.disputed_fen) = (0, 0);
        (r.ratio_low_bp, r.ratio_high_bp, r.verdict) = (None, None, Verdict::NoData);
        (r.shortfall_substitute_fen, r.shortfall_additional_fen) = (0, 0);
    }
}

/// A region of three units: one that passes, the unit above and one that sent nothing.
pub fn region() -> RegionSummary {
    let report = unit();
    let first = report.summary();
    let mut passing = first.clone();
    passing.unit = "=HYPERLINK(\"http://x\",\"机关食堂\")".into();
    passing.sector = Some(Sector::Agency);
    passing.verdict = Verdict::Pass;
    passing.findings.clear();
    let mut silent = first.clone();
    silent.unit = "运城市第一医院".into();
    silent.county = None;
    silent.sector = Some(Sector::Hospital);
    silent.verdict = Verdict::NoData;
    silent.note = Some(UnitNote::NotSubmitted);
    empty(&mut silent.scopes.month);
    empty(&mut silent.scopes.ytd);
    let group = |by: &str, name: Option<&str>, units| GroupSummary {
        by: by.into(),
        name: name.map(Into::into),
        units,
        verdicts: BTreeMap::from([("undetermined".into(), 1), ("pass".into(), 1), ("no_data".into(), units - 2)]),
        verdict: None,
        ytd: first.scopes.ytd.clone(),
    };
    RegionSummary {
        schema: SUMMARY_SCHEMA.into(),
        run: report.run.clone(),
        inputs: InputCounts {
            files: 3,
            read: 2,
            quarantined: 1,
            rows: 28,
            lines: 20,
            rejected_rows: 2,
            disputed_lines: 8,
            fates: BTreeMap::new(),
        },
        groups: vec![
            group("region", None, 3),
            group("county", Some("盐湖区"), 2),
            group("county", None, 2),
            group("sector", Some("school"), 2),
        ],
        findings: vec![RegionFinding {
            unit: first.unit.clone(),
            county: first.county.clone(),
            path: first.path.clone(),
            finding: report.findings[0].clone(),
        }],
        units: vec![passing, first, silent],
        policy: report.policy,
        findings_total: 1,
        urgent: Vec::new(),
        problems: vec![InputProblem {
            path: "临猗县/坏文件.xlsx".into(),
            kind: "quarantined".into(),
            reason: "encrypted".into(),
            message: "文件有密码，无法读取；请去掉密码后重新报送。".into(),
        }],
        reconciliation: Vec::new(),
        prices: None,
    }
}
