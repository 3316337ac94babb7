//! Case files that an auditor can write: `tests/cases/policy/*.toml`. Each case has a sentence as its name, a policy, a month, lines and what must
//! come out, with the source of that expectation.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    sync::Arc,
};

use bangfu::{
    assess::{combine::combine, unit::assess},
    model::{
        dates::Month,
        line::{ChannelEvidence, Line},
        reasons::UnitNote,
        results::{RequirementResult, ScopeResult},
        unit::UnitTerms,
    },
    policy::{at::PolicyAt, duplicates::classify, pack::Policy},
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
    /// What the registry says of the unit.
    #[serde(default)]
    unit: CaseUnit,
    #[serde(default)]
    line: Vec<CaseLine>,
    /// Other units of the same system.
    #[serde(default)]
    beside: Vec<Beside>,
    /// What must come out for all of them together.
    #[serde(default)]
    together: BTreeMap<String, Expect>,
    /// The unit's own verdict.
    verdict: Option<String>,
    #[serde(default)]
    expect: BTreeMap<String, Expect>,
    /// The policy must refuse the month.
    #[serde(default)]
    not_covered: bool,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct CaseUnit {
    canteen: Option<String>,
    plan_fen: Option<i64>,
    previous_year_fen: Option<i64>,
    union_funds_fen: Option<i64>,
    staff: Option<i64>,
}

impl CaseUnit {
    fn terms(&self) -> UnitTerms {
        let exempt = self.canteen.as_deref().map(|canteen| match canteen {
            "none" => UnitNote::NoCanteen,
            "shared" => UnitNote::SharedCanteen,
            other => panic!("no canteen: {other}"),
        });
        UnitTerms {
            plan_fen: self.plan_fen,
            previous_year_fen: self.previous_year_fen,
            union_funds_fen: self.union_funds_fen,
            staff: self.staff,
            exempt,
            submitted: true,
            ..UnitTerms::default()
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    line: Vec<CaseLine>,
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
    /// The base of its own that is certain, and the gaps, where a case speaks of them.
    base_fen: Option<i64>,
    substitute_fen: Option<i64>,
    additional_fen: Option<i64>,
}

impl Expect {
    fn compare(&self, id: &str, results: &[RequirementResult]) -> Result<(), String> {
        let got = results.iter().find(|r| r.id.as_ref() == id).ok_or(format!("no requirement {id}"))?;
        let seen = (got.ratio_low_bp, got.ratio_high_bp, got.verdict.code());
        if seen != (self.low_bp, self.high_bp, self.verdict.as_str()) {
            let expected = (self.low_bp, self.high_bp, &self.verdict);
            return Err(format!("{id}: got {seen:?}, expected {expected:?}"));
        }
        let own = got.own_base.map(|b| b.base_fen);
        let asked = [
            (self.base_fen, own),
            (self.substitute_fen, Some(got.shortfall_substitute_fen)),
            (self.additional_fen, Some(got.shortfall_additional_fen)),
        ];
        match asked.into_iter().find(|(wanted, got)| wanted.is_some() && wanted != got) {
            Some((wanted, got)) => Err(format!("{id}: got {got:?} fen, expected {wanted:?}")),
            None => Ok(()),
        }
    }
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

/// The lines of one table, classified.
fn classified(policy: &PolicyAt, given: &[CaseLine], period: Month) -> Vec<Line> {
    let mut lines: Vec<Line> = given.iter().enumerate().map(|(i, c)| line_of(i, c, period)).collect();
    let texts: BTreeSet<Arc<str>> = lines.iter().filter_map(|l| l.channel_text.clone()).collect();
    let texts: Arc<[Arc<str>]> = texts.into_iter().collect();
    for line in lines.iter_mut().filter(|l| l.evidence.has_column) {
        line.evidence.column_texts = Some(Arc::clone(&texts));
    }
    classify(policy, &mut lines);
    lines
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
    let lines = classified(&at, &case.line, period);
    for (line, c) in lines.iter().zip(&case.line) {
        if let Some(reasons) = &c.reasons {
            let got: Vec<&str> = line.reasons.iter().map(|r| r.code()).collect();
            if got != reasons.iter().map(String::as_str).collect::<Vec<_>>() {
                return Err(format!("line {}: reasons {got:?}, expected {reasons:?}", line.id));
            }
        }
    }
    let result = assess(&at, &case.unit.terms(), &lines, &[], false, period).map_err(|e| e.to_string())?;
    for (id, want) in &case.expect {
        want.compare(id, &result.scopes.ytd.requirements)?;
    }
    if case.verdict.as_deref().is_some_and(|v| v != result.verdict.code()) {
        return Err(format!("the unit: got {}, expected {:?}", result.verdict.code(), case.verdict));
    }
    if !case.together.is_empty() {
        let others = case.beside.iter().map(|unit| {
            let lines = classified(&at, &unit.line, period);
            assess(&at, &CaseUnit::default().terms(), &lines, &[], false, period).map(|r| r.scopes.ytd)
        });
        let others: Vec<ScopeResult> = others.collect::<Result<_, _>>().map_err(|e| e.to_string())?;
        let all: Vec<&ScopeResult> = std::iter::once(&result.scopes.ytd).chain(&others).collect();
        let together = combine(&all);
        for (id, want) in &case.together {
            want.compare(id, &together.requirements).map_err(|why| format!("together: {why}"))?;
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
