//! Case files that an auditor can write: `tests/cases/policy/*.toml`. Each case has a sentence as its name, a policy, a month, lines and
//! what must come out, with the source of that expectation. And the oracle: `low`, `high` and the verdict of small ledgers against every
//! assignment of their disputed lines.

use std::{collections::BTreeMap, fs, sync::Arc};

use bangfu::{
    assess::unit::assess,
    model::{
        dates::Month,
        line::{ChannelEvidence, Line, LineKind, PeriodSource},
        results::{RequirementResult, Verdict},
        source::Source,
        standing::{BaseStanding, Standing, Standings},
        unit::UnitTerms,
    },
    policy::{at::PolicyAt, classify::classify, pack::Policy},
};
use proptest::prelude::*;
use serde::Deserialize;

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
    extend_policy: bool,
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

fn blank_line(id: usize, period: Month, fen: Option<i64>) -> Line {
    Line {
        id: format!("00000000-1-F{id}"),
        period,
        period_source: PeriodSource::Date,
        date: None,
        kind: LineKind::Detail,
        item: None,
        category: None,
        spec: None,
        measure: None,
        quantity: None,
        unit_price: None,
        amount_fen: fen,
        amount_text: None,
        supplier: None,
        origin: None,
        order_no: None,
        invoice_no: None,
        funding: None,
        remark: None,
        channel_text: None,
        channel: None,
        base: BaseStanding::In,
        requirements: Standings::default(),
        reasons: vec![],
        decision: None,
        notes: vec![],
        source: Source {
            file: "a.xlsx".into(),
            sheet: "1".into(),
            row: u32::try_from(id).unwrap_or(0),
            cells: bangfu::model::source::FieldCells::default(),
        },
        evidence: ChannelEvidence::default(),
        bound: None,
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
    let at = match policy.at(period, case.extend_policy) {
        Ok(_) if case.not_covered => return Err("the policy covers the month, and the case says it must not".into()),
        Err(_) if case.not_covered => return Ok(()),
        other => other.map_err(|e| e.to_string())?,
    };
    if case.extend_policy && at.extended().is_none() {
        return Err("nothing was extended".into());
    }
    let mut lines: Vec<Line> = case.line.iter().enumerate().map(|(i, c)| line_of(i, c, period)).collect();
    classify(&at, &mut lines);
    for (line, c) in lines.iter().zip(&case.line) {
        if let Some(reasons) = &c.reasons {
            let got: Vec<&str> = line.reasons.iter().map(AsRef::as_ref).collect();
            if got != reasons.iter().map(String::as_str).collect::<Vec<_>>() {
                return Err(format!("line {}: reasons {got:?}, expected {reasons:?}", line.id));
            }
        }
    }
    let terms = UnitTerms {
        submitted: true,
        ..UnitTerms::default()
    };
    let result = assess(&at, &terms, &lines, &[], period).map_err(|e| e.to_string())?;
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
    let mut paths: Vec<_> = fs::read_dir("tests/cases/policy")
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    paths.sort();
    let (mut failures, mut seen, mut cases) = (Vec::new(), std::collections::BTreeSet::new(), 0);
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

fn yuncheng() -> (PolicyAt, Month) {
    let period = "2024-03".parse().unwrap();
    (Policy::load("yuncheng-2023-31-24").unwrap().at(period, false).unwrap(), period)
}

/// What the channel cell's text alone makes of a line: the channel, or the dispute.
#[test]
fn channel_texts_are_told_apart() {
    let (at, period) = yuncheng();
    let table: &[(&str, &str)] = &[
        ("832", "platform_832"),
        ("832平台", "platform_832"),
        ("“832”平台", "platform_832"),
        ("\"832\"平台采购", "platform_832"),
        ("８３２平台", "platform_832"),
        ("八三二平台", "platform_832"),
        ("832 平台", "platform_832"),
        ("扶贫832", "platform_832"),
        ("www.fupin832.com", "platform_832"),
        ("FUPIN832", "platform_832"),
        ("脱贫地区农副产品网络销售平台", "platform_832"),
        ("脱贫地区农副产品网络销售平台（832平台）", "platform_832"),
        ("贫困地区农副产品网络销售平台", "platform_832"),
        ("832平台消费帮扶", "platform_832"),
        ("运城市消费帮扶供销数据平台", "local_platform"),
        ("“运城市消费帮扶供销数据平台”", "local_platform"),
        ("供销数据平台", "local_platform"),
        ("供销平台", "local_platform"),
        ("市供销数据平台", "local_platform"),
        ("消费帮扶超市", "local_shop"),
        ("夏县消费帮扶超市", "local_shop"),
        ("夏县 消费帮扶 超市", "local_shop"),
        ("平陆县扶贫超市", "local_shop"),
        ("帮扶超市", "local_shop"),
        ("消费帮扶超市（盐湖区）", "local_shop"),
        ("脱贫县农产品展销会", "direct"),
        ("产销对接会", "direct"),
        ("产地直采", "direct"),
        ("超市", "ordinary"),
        ("永辉超市", "ordinary"),
        ("农贸市场", "ordinary"),
        ("批发市场", "ordinary"),
        ("市场", "ordinary"),
        ("自采", "ordinary"),
        ("自行采购", "ordinary"),
        ("零星采购", "ordinary"),
        ("商贩", "ordinary"),
        ("其他", "ordinary"),
        ("其它渠道", "ordinary"),
        ("", "ordinary"),
        ("—", "ordinary"),
        ("/", "ordinary"),
        ("非832平台", "channel_unknown"),
        ("非“832”平台", "channel_unknown"),
        ("未通过832平台", "channel_unknown"),
        ("不是通过832", "channel_unknown"),
        ("832平台以外", "channel_unknown"),
        ("832以外", "channel_unknown"),
        ("除832平台", "channel_unknown"),
        ("非消费帮扶超市", "channel_unknown"),
        ("消费帮扶专馆", "channel_unknown"),
        ("消费帮扶专柜", "channel_unknown"),
        ("消费帮扶专区", "channel_unknown"),
        ("832专柜", "channel_unknown"),
        ("消费帮扶", "channel_unknown"),
        ("帮扶产品", "channel_unknown"),
        ("直采", "channel_unknown"),
        ("网购", "channel_unknown"),
        ("京东", "channel_unknown"),
        ("18320", "channel_unknown"),
        ("见附件", "channel_unknown"),
        ("无", "channel_unknown"),
        ("832平台/帮扶超市", "channel_conflict"),
        ("832平台、供销平台", "channel_conflict"),
        ("线下购买832产品", "channel_conflict"),
        ("帮扶超市（农贸市场）", "channel_conflict"),
    ];
    let mut wrong = Vec::new();
    for (text, want) in table {
        let mut line = blank_line(1, period, Some(100));
        line.channel_text = (!text.is_empty()).then(|| Arc::from(*text));
        line.evidence.has_column = true;
        classify(&at, std::slice::from_mut(&mut line));
        let got = line
            .reasons
            .first()
            .or(line.channel.as_ref())
            .map(ToString::to_string)
            .unwrap_or_default();
        if got != *want {
            wrong.push(format!("`{text}`: {got}, expected {want}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Of an 832 line's origin: is it outside the 832 counties?
#[test]
fn only_a_place_that_is_named_contradicts_the_channel() {
    let (at, period) = yuncheng();
    let table: &[(&str, bool)] = &[
        ("平陆县", false),
        ("山西平陆", false),
        ("山西省运城市平陆县", false),
        ("岚县", false),
        ("西藏拉萨市城关区", false),
        ("甘肃省", false),
        ("山西运城", false),
        ("山西省运城市", false),
        ("新疆和田地区", false),
        ("内蒙古自治区兴安盟", false),
        ("本地", false),
        ("本县", false),
        ("本市", false),
        ("脱贫县", false),
        ("脱贫地区", false),
        ("832县", false),
        ("国家级贫困县", false),
        ("吕梁山区", false),
        ("山区", false),
        ("河北省万全县", false),
        ("湖北神农架林区", false),
        ("山西省晋城市", true),
        ("深圳市南山区", true),
        ("广东", true),
        ("超市", false),
        ("临猗县", true),
        ("夏县", true),
        ("运城市盐湖区", true),
        ("山西省运城市临猗县", true),
        ("山东寿光", true),
        ("山东省寿光市", true),
        ("北京市", true),
        ("浙江绍兴县", true),
        ("江苏", true),
    ];
    let mut wrong = Vec::new();
    for (origin, outside) in table {
        let mut line = blank_line(1, period, Some(100));
        line.channel_text = Some("832平台".into());
        line.evidence.has_column = true;
        line.origin = Some(Arc::from(*origin));
        classify(&at, std::slice::from_mut(&mut line));
        if line.reasons.iter().any(|r| r.as_ref() == "origin_conflict") != *outside {
            wrong.push(format!("{origin}: {:?}", line.reasons));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn food_and_what_only_looks_like_it() {
    let (at, period) = yuncheng();
    let table: &[(&str, BaseStanding)] = &[
        ("料酒", BaseStanding::In),
        ("酒酿圆子", BaseStanding::In),
        ("烟熏肉", BaseStanding::In),
        ("烟台苹果", BaseStanding::In),
        ("大米", BaseStanding::In),
        ("套餐", BaseStanding::In),
        ("白酒", BaseStanding::Disputed),
        ("汾酒", BaseStanding::Disputed),
        ("香烟", BaseStanding::Disputed),
        ("购物卡", BaseStanding::Disputed),
        ("提货券", BaseStanding::Disputed),
        ("一次性餐盒", BaseStanding::Disputed),
    ];
    let mut wrong = Vec::new();
    for (item, want) in table {
        let mut line = blank_line(1, period, Some(100));
        line.evidence.has_column = true;
        line.item = Some(Arc::from(*item));
        classify(&at, std::slice::from_mut(&mut line));
        if line.base != *want {
            wrong.push(format!("{item}: {:?}", line.base));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A line's (base, numerator) and amount for the oracle.
type Small = (BaseStanding, Standing, i64);

/// semantics.md allows of a line disputed in both only two answers: out of both, or in both.
fn answers((base, standing, a): Small) -> Vec<(i128, i128)> {
    let a = i128::from(a);
    match (base, standing) {
        (BaseStanding::Out, _) => vec![(0, 0)],
        (BaseStanding::In, Standing::Counted) => vec![(a, a)],
        (BaseStanding::In, Standing::NotCounted) => vec![(0, a)],
        (BaseStanding::In, Standing::Disputed) => vec![(0, a), (a, a)],
        (BaseStanding::Disputed, Standing::NotCounted) => vec![(0, a), (0, 0)],
        (BaseStanding::Disputed, _) => vec![(0, 0), (a, a)],
    }
}

fn every_assignment(lines: &[Small]) -> Vec<(i128, i128)> {
    lines.iter().fold(vec![(0, 0)], |sums, line| {
        sums.iter()
            .flat_map(|(n, d)| answers(*line).into_iter().map(move |(x, y)| (n + x, d + y)))
            .collect()
    })
}

fn assessed(lines: &[Small]) -> RequirementResult {
    let (at, period) = yuncheng();
    let lines: Vec<Line> = lines
        .iter()
        .enumerate()
        .map(|(i, (base, standing, fen))| Line {
            base: *base,
            requirements: [("platform_832".into(), *standing)].into_iter().collect(),
            ..blank_line(i, period, Some(*fen))
        })
        .collect();
    let terms = UnitTerms {
        submitted: true,
        ..UnitTerms::default()
    };
    let all = assess(&at, &terms, &lines, &[], period).unwrap().scopes.ytd.requirements;
    all.into_iter().find(|r| r.id.as_ref() == "platform_832").unwrap()
}

fn small(amounts: std::ops::RangeInclusive<i64>) -> impl Strategy<Value = Vec<Small>> {
    let kinds = prop::sample::select(vec![
        (BaseStanding::Out, Standing::NotCounted),
        (BaseStanding::In, Standing::Counted),
        (BaseStanding::In, Standing::NotCounted),
        (BaseStanding::In, Standing::Disputed),
        (BaseStanding::Disputed, Standing::NotCounted),
        (BaseStanding::Disputed, Standing::Disputed),
    ]);
    prop::collection::vec((kinds, amounts).prop_map(|((b, s), a)| (b, s, a)), 1..=8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Purchases only: pass when every assignment meets the threshold, fail when none does.
    #[test]
    fn verdict_and_ends_equal_the_extremes_of_every_assignment(lines in small(1..=60)) {
        let got = assessed(&lines);
        let all = every_assignment(&lines);
        let met: Vec<Option<bool>> = all.iter().map(|(n, d)| (*d > 0).then(|| n * 10 >= *d)).collect();
        let want = if lines.iter().all(|l| l.0 == BaseStanding::Out) {
            Verdict::NoData
        } else if met.iter().all(|m| *m == Some(true)) {
            Verdict::Pass
        } else if met.iter().all(|m| *m == Some(false)) {
            Verdict::Fail
        } else {
            Verdict::Undetermined
        };
        prop_assert_eq!(got.verdict, want);
        if met.iter().all(Option::is_some) {
            let bp = |(n, d): &(i128, i128)| i64::try_from((n * 10_000).div_euclid(*d)).unwrap();
            // The ends are one assignment each, taken where the threshold is missed or exceeded most.
            let low = (i128::from(got.low.numerator_fen), i128::from(got.low.denominator_fen));
            let high = (i128::from(got.high.numerator_fen), i128::from(got.high.denominator_fen));
            prop_assert!(all.contains(&low) && all.contains(&high));
            let margin = |(n, d): &(i128, i128)| n * 10 - d;
            prop_assert_eq!(margin(&low), all.iter().map(margin).min().unwrap());
            prop_assert_eq!(margin(&high), all.iter().map(margin).max().unwrap());
            prop_assert_eq!((got.ratio_low_bp, got.ratio_high_bp), (Some(bp(&low)), Some(bp(&high))));
        }
    }

    /// With returns among the lines no assignment of the disputes contradicts a settled verdict.
    #[test]
    fn returns_never_make_a_settled_verdict_wrong(lines in small(-40..=60)) {
        let got = assessed(&lines);
        for (n, d) in every_assignment(&lines) {
            match got.verdict {
                Verdict::Pass => prop_assert!(d <= 0 || n * 10 >= d),
                Verdict::Fail => prop_assert!(d <= 0 || n * 10 < d),
                _ => {}
            }
        }
    }

    /// The order of rows changes no figure.
    #[test]
    fn order_changes_nothing(lines in small(-40..=60)) {
        let turned: Vec<Small> = lines.iter().rev().copied().collect();
        let (a, b) = (assessed(&lines), assessed(&turned));
        prop_assert_eq!((a.counted_fen, a.disputed_fen, a.low, a.high, a.verdict), (b.counted_fen, b.disputed_fen, b.low, b.high, b.verdict));
    }
}

/// An order that the platform does not confirm is still a purchase: the base stays, what the line counts towards is disputed.
#[test]
fn unconfirmed_by_the_platform_disputes_the_numerator_only() {
    let (at, period) = yuncheng();
    let classified = |channel: &str| {
        let mut line = blank_line(1, period, Some(10_000));
        line.evidence.has_column = true;
        line.channel_text = Some(channel.into());
        classify(&at, std::slice::from_mut(&mut line));
        line
    };
    let mut line = classified("832平台");
    assert_eq!(
        (line.base, line.requirements["platform_832"]),
        (BaseStanding::In, Standing::Counted)
    );
    bangfu::policy::classify::dispute(&mut line, &at, "unconfirmed_by_platform");
    assert_eq!(
        (line.base, line.requirements["platform_832"]),
        (BaseStanding::In, Standing::Disputed)
    );
    assert_eq!(line.requirements["local_channels"], Standing::NotCounted);
    assert_eq!(line.reasons, ["unconfirmed_by_platform".into()]);
    // An ordinary purchase claims nothing of the platform.
    let mut line = classified("自行采购");
    bangfu::policy::classify::dispute(&mut line, &at, "unconfirmed_by_platform");
    assert!(!line.is_disputed() && line.reasons.is_empty());
    // Any other reason disputes the purchase as a whole.
    let mut line = classified("832平台");
    bangfu::policy::classify::dispute(&mut line, &at, "duplicate_suspected");
    assert_eq!(
        (line.base, line.requirements["platform_832"]),
        (BaseStanding::Disputed, Standing::Disputed)
    );
}
