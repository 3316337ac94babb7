//! Case files that an auditor can write: `tests/cases/policy/*.toml`. Each case has a sentence as its name, a policy, a month, lines and what must
//! come out, with the source of that expectation.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::Arc,
};

use bangfu::{
    assess::unit::assess,
    model::{
        dates::Month,
        line::{ChannelEvidence, Line},
        unit::UnitTerms,
    },
    policy::{classify::classify, pack::Policy},
};
use serde::Deserialize;

use super::blank_line;
use crate::support::program::root;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    policy: String,
    period: String,
    source: String,
    #[serde(default)]
    pending: bool,
    #[serde(default)]
    line: Vec<CaseLine>,
    #[serde(default)]
    expect: BTreeMap<String, Expect>,
    /// The policy must refuse the month.
    #[serde(default)]
    not_covered: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseLine {
    fen: Option<i64>,
    /// Absent: the table has no channel column. Empty: the cell is blank.
    channel: Option<String>,
    #[serde(default)]
    supplier: Option<String>,
    #[serde(default)]
    origin: Option<String>,
    #[serde(default)]
    item: Option<String>,
    #[serde(default)]
    category: Option<String>,
    #[serde(default)]
    order: Option<String>,
    #[serde(default)]
    funding: Option<String>,
    #[serde(default)]
    remark: Option<String>,
    #[serde(default)]
    section: Option<String>,
    #[serde(default)]
    sheet: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    order_header: Option<String>,
    /// Reason codes that the line must have.
    reasons: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    low_bp: Option<i64>,
    high_bp: Option<i64>,
    verdict: String,
}

fn line_of(i: usize, c: &CaseLine, period: Month) -> Line {
    let arc = |t: &Option<String>| t.as_deref().map(Arc::<str>::from);
    Line {
        item: arc(&c.item),
        category: arc(&c.category),
        supplier: arc(&c.supplier),
        origin: arc(&c.origin),
        order_no: arc(&c.order),
        funding: arc(&c.funding),
        remark: arc(&c.remark),
        channel_text: arc(&c.channel).filter(|t| !t.is_empty()),
        evidence: ChannelEvidence {
            has_column: c.channel.is_some(),
            section: arc(&c.section),
            sheet: arc(&c.sheet),
            title: arc(&c.title),
            order_header: arc(&c.order_header),
            ..ChannelEvidence::default()
        },
        ..blank_line(i, period, c.fen)
    }
}

fn run_case(case: &Case) -> Result<(), String> {
    if case.source.trim().is_empty() {
        return Err("no source of the expectation".into());
    }
    let period: Month = case.period.parse().map_err(|e| format!("{e}"))?;
    let policy = Policy::load(&case.policy).map_err(|e| e.to_string())?;
    let at = match policy.at(period, case.not_covered) {
        Ok(_) if case.not_covered => return Err("the policy covers the month, and the case says it must not".into()),
        Err(_) if case.not_covered => return Ok(()),
        other => other.map_err(|e| e.to_string())?,
    };
    if case.pending == at.pending().is_empty() {
        return Err(format!("pending: {:?}", at.pending()));
    }
    let mut lines: Vec<Line> = case.line.iter().enumerate().map(|(i, c)| line_of(i, c, period)).collect();
    // All lines of a case stand in one table.
    let texts: BTreeSet<Arc<str>> = lines.iter().filter_map(|l| l.channel_text.clone()).collect();
    let texts: Arc<[Arc<str>]> = texts.into_iter().collect();
    for line in lines.iter_mut().filter(|l| l.evidence.has_column) {
        line.evidence.column_texts = Some(Arc::clone(&texts));
    }
    classify(&at, &mut lines);
    for (line, c) in lines.iter().zip(&case.line) {
        if let Some(reasons) = &c.reasons {
            let got: Vec<&str> = line.reasons.iter().map(|r| r.code()).collect();
            if got != reasons.iter().map(String::as_str).collect::<Vec<_>>() {
                return Err(format!("line {}: reasons {got:?}, expected {reasons:?}", line.id));
            }
        }
    }
    let terms = UnitTerms {
        submitted: true,
        ..UnitTerms::default()
    };
    let result = assess(&at, &terms, &lines, &[], false, period).map_err(|e| e.to_string())?;
    for (id, want) in &case.expect {
        let got = result
            .scopes
            .ytd
            .requirements
            .iter()
            .find(|r| r.id.as_ref() == id)
            .ok_or(format!("no requirement {id}"))?;
        let seen = (got.ratio_low_bp, got.ratio_high_bp, got.verdict.code());
        if seen != (want.low_bp, want.high_bp, want.verdict.as_str()) {
            return Err(format!(
                "{id}: got {seen:?}, expected {:?}",
                (want.low_bp, want.high_bp, &want.verdict)
            ));
        }
    }
    if case.expect.is_empty() && case.line.iter().all(|l| l.reasons.is_none()) {
        return Err("the case expects nothing".into());
    }
    Ok(())
}

#[test]
fn every_case_file_holds() {
    let mut paths: Vec<_> = fs::read_dir(root().join("tests/cases/policy"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    paths.sort();
    let (mut failures, mut seen, mut cases) = (Vec::new(), BTreeSet::new(), 0);
    for path in &paths {
        let file: CaseFile = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for case in &file.case {
            cases += 1;
            seen.extend(case.expect.keys().map(|r| (case.policy.clone(), r.clone())));
            if let Err(why) = run_case(case) {
                failures.push(format!("{}: {}: {why}", path.display(), case.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(cases >= 20, "only {cases} cases were found");
    for policy in Policy::embedded().unwrap() {
        let period = "2025-12".parse().unwrap();
        for r in policy.at(period, false).unwrap().info().requirements {
            assert!(
                seen.contains(&(policy.id().to_owned(), r.id.to_string())),
                "no case covers {} of {}",
                r.id,
                policy.id()
            );
        }
    }
}
