//! A small report for the tests of the formats, every figure of it worked out by hand (thirty yuan-and-fen sums on paper), not by the code.
//!
//! Ten readable lines: two credited, one of unknown channel, two disputed in the base, one with a foreign origin, one return, one out.

use std::{collections::BTreeMap, sync::Arc};

use crate::model::{
    cell::CellRef, dates::Month, field::Field, finding::*, line::*, money::Ratio, policy_info::*, region_summary::*, results::*, source::*,
    standing::*, unit::*, unit_report::*,
};

fn month(m: i8) -> Month {
    Month::new(2024, m).expect("a month")
}

fn reference() -> LegalRef {
    LegalRef {
        doc: "关于进一步推进消费帮扶的若干措施".into(),
        number: "运政办发〔2023〕31号".into(),
        article: "措施24".into(),
        quote: "承担“五进”任务的单位要按照不低于30%的比例预留年度食堂食材采购份额".into(),
        url: None,
    }
}

/// The clause of Yuncheng in short.
pub fn policy() -> PolicyInfo {
    let channel = |id: &str, title: &str| ChannelInfo {
        id: id.into(),
        title: title.into(),
    };
    let requirement = |id: &str, title: &str, threshold_bp, channels: &[&str]| RequirementInfo {
        id: id.into(),
        title: title.into(),
        threshold_bp,
        channels: channels.iter().map(|c| (*c).into()).collect(),
        reference: reference(),
        from: month(1),
    };
    PolicyInfo {
        id: "yuncheng-2023-31-24".into(),
        title: "运城市消费帮扶措施24".into(),
        requirements: vec![
            requirement(
                "overall",
                "消费帮扶采购",
                3000,
                &["platform_832", "local_platform", "county_shop", "direct"],
            ),
            requirement("platform_832", "832平台采购", 1000, &["platform_832"]),
            requirement("local_channels", "本地渠道采购", 2000, &["local_platform", "county_shop"]),
        ],
        channels: vec![
            channel("platform_832", "832平台"),
            channel("local_platform", "运城市消费帮扶供销数据平台"),
            channel("county_shop", "消费帮扶超市"),
            channel("direct", "脱贫县直采"),
        ],
    }
}

struct Row(
    i8,
    &'static str,
    Option<i64>,
    Option<&'static str>,
    BaseStanding,
    [char; 3],
    &'static [&'static str],
);

fn line(i: usize, row: &Row) -> Line {
    let Row(m, item, amount_fen, channel, base, standings, reasons) = *row;
    let standing = |c| match c {
        'c' => Standing::Counted,
        'd' => Standing::Disputed,
        _ => Standing::NotCounted,
    };
    let excel_row = u32::try_from(i).expect("small") + 3;
    let requirements = ["overall", "platform_832", "local_channels"]
        .into_iter()
        .zip(standings)
        .map(|(id, c)| (Arc::from(id), standing(c)));
    Line {
        id: format!("9f2c01ab-1-F{excel_row}"),
        period: month(m),
        period_source: PeriodSource::Date,
        date: Some(jiff::civil::date(2024, m, 5)),
        kind: LineKind::Detail,
        item: Some(item.into()),
        category: Some("蔬菜".into()),
        spec: None,
        measure: Some("公斤".into()),
        quantity: Some("12.5".parse().expect("a number")),
        unit_price: Some("4.8".parse().expect("a number")),
        amount_fen,
        amount_text: amount_fen.is_none().then(|| "壹佰?".into()),
        supplier: Some("运城市盐湖区惠民商贸有限公司".into()),
        origin: None,
        order_no: Some("1090698369754404144".into()),
        invoice_no: Some("00123456".into()),
        funding: None,
        remark: None,
        channel_text: channel.map(Into::into),
        channel: channel.map(Into::into),
        base,
        requirements: requirements.collect(),
        reasons: reasons.iter().map(|r| (*r).into()).collect(),
        decision: None,
        notes: Vec::new(),
        source: Source {
            file: "盐湖区/2024年3月台账.xlsx".into(),
            sheet: "3月".into(),
            row: excel_row,
            cells: FieldCells::from_iter([(
                Field::Amount,
                CellRef {
                    row: excel_row - 1,
                    col: 5,
                },
            )]),
        },
        evidence: ChannelEvidence::default(),
        bound: None,
    }
}

#[allow(clippy::too_many_arguments)]
fn result(
    id: &str,
    bp: i64,
    counted: i64,
    disputed: i64,
    low: (i64, i64),
    high: (i64, i64),
    shown: (i64, i64),
    verdict: Verdict,
    gap: (i64, i64),
) -> RequirementResult {
    let ratio = |(n, d)| Ratio {
        numerator_fen: n,
        denominator_fen: d,
    };
    RequirementResult {
        id: id.into(),
        threshold_bp: bp,
        counted_fen: counted,
        disputed_fen: disputed,
        ratio_low_bp: Some(shown.0),
        ratio_high_bp: Some(shown.1),
        verdict,
        shortfall_substitute_fen: gap.0,
        shortfall_additional_fen: gap.1,
        low: ratio(low),
        high: ratio(high),
        unbounded: false,
        deciding: Vec::new(),
    }
}

/// A month without disputes in which all or nothing came through a channel.
fn alone(base: i64, counted: [i64; 3]) -> ScopeResult {
    let one = |(id, bp, n): (&str, i64, i64)| {
        let all = n == base;
        let (shown, verdict) = if all { (10_000, Verdict::Pass) } else { (0, Verdict::Fail) };
        result(id, bp, n, 0, (n, base), (n, base), (shown, shown), verdict, (0, 0))
    };
    let [a, b, c] = counted;
    let requirements = [("overall", 3000, a), ("platform_832", 1000, b), ("local_channels", 2000, c)]
        .into_iter()
        .map(one)
        .collect();
    ScopeResult {
        base_fen: base,
        base_disputed_fen: 0,
        requirements,
    }
}

/// The sample with an eleventh line of March, bought through the 832 platform, whose amount cannot be read: the table's stated total
/// bounds it at 150.00 yuan, so the high ends hold 15,000 fen that no readable line explains.
pub fn unreadable() -> UnitReport {
    let mut report = unit();
    let row = Row(
        3,
        "红薯",
        None,
        Some("platform_832"),
        BaseStanding::In,
        ['d', 'd', 'n'],
        &["amount_unreadable"],
    );
    report.lines.push(line(10, &row));
    for scope in [&mut report.scopes.month, &mut report.scopes.ytd] {
        for r in scope.requirements.iter_mut().take(2) {
            r.high.numerator_fen += 15_000;
            r.high.denominator_fen += 15_000;
        }
    }
    // 175,000/768,333 and 475,000/1,068,333, 275,000/1,068,333.
    for (scope, high) in [(&mut report.scopes.month, [2277, 2277]), (&mut report.scopes.ytd, [4446, 2574])] {
        for (r, bp) in scope.requirements.iter_mut().zip(high) {
            r.ratio_high_bp = Some(bp);
        }
    }
    // The local channels of March have no stated total to bound them: open, whatever the readable lines say.
    let local = &mut report.scopes.month.requirements[2];
    (local.unbounded, local.verdict) = (true, Verdict::Undetermined);
    report
}

/// A unit whose year is open on all three counts and whose March fails on two.
pub fn unit() -> UnitReport {
    use BaseStanding::{Disputed, In, Out};
    use Verdict::{Fail, Undetermined};
    let rows = [
        Row(1, "大米", Some(100_000), Some("platform_832"), In, ['c', 'c', 'n'], &[]),
        Row(2, "菜籽油", Some(200_000), Some("county_shop"), In, ['c', 'n', 'c'], &[]),
        Row(3, "猪肉", Some(600_000), None, In, ['n', 'n', 'n'], &[]),
        Row(3, "木耳", Some(50_000), None, In, ['d', 'd', 'd'], &["channel_unknown"]),
        Row(3, "洗洁精", Some(30_000), None, Disputed, ['n', 'n', 'n'], &["not_food_suspected"]),
        Row(
            3,
            "核桃",
            Some(40_000),
            Some("platform_832"),
            Disputed,
            ['d', 'd', 'n'],
            &["funding_suspected"],
        ),
        Row(
            3,
            "苹果",
            Some(70_000),
            Some("platform_832"),
            In,
            ['d', 'd', 'n'],
            &["origin_conflict"],
        ),
        Row(3, "猪肉", Some(-10_000), None, In, ['n', 'n', 'n'], &[]),
        Row(3, "土豆", Some(3333), None, In, ['n', 'n', 'n'], &[]),
        Row(3, "白酒", Some(25_000), None, Out, ['n', 'n', 'n'], &["not_food"]),
    ];
    let lines: Vec<Line> = rows.iter().enumerate().map(|(i, r)| line(i, r)).collect();
    let march = ScopeResult {
        base_fen: 713_333,
        base_disputed_fen: 70_000,
        requirements: vec![
            result(
                "overall",
                3000,
                0,
                160_000,
                (0, 743_333),
                (160_000, 753_333),
                (0, 2123),
                Fail,
                (223_000, 318_572),
            ),
            result(
                "platform_832",
                1000,
                0,
                160_000,
                (0, 743_333),
                (160_000, 753_333),
                (0, 2123),
                Undetermined,
                (74_334, 82_593),
            ),
            result(
                "local_channels",
                2000,
                0,
                50_000,
                (0, 783_333),
                (50_000, 713_333),
                (0, 700),
                Fail,
                (156_667, 195_834),
            ),
        ],
    };
    let ytd = ScopeResult {
        base_fen: 1_013_333,
        base_disputed_fen: 70_000,
        requirements: vec![
            result(
                "overall",
                3000,
                300_000,
                160_000,
                (300_000, 1_043_333),
                (460_000, 1_053_333),
                (2875, 4367),
                Undetermined,
                (13_000, 18_572),
            ),
            result(
                "platform_832",
                1000,
                100_000,
                160_000,
                (100_000, 1_043_333),
                (260_000, 1_053_333),
                (958, 2468),
                Undetermined,
                (4334, 4815),
            ),
            result(
                "local_channels",
                2000,
                200_000,
                50_000,
                (200_000, 1_083_333),
                (250_000, 1_013_333),
                (1846, 2467),
                Undetermined,
                (16_667, 20_834),
            ),
        ],
    };
    let source = lines[6].source.clone();
    UnitReport {
        schema: UNIT_SCHEMA.into(),
        run: RunInfo {
            period: month(3),
            policy: "yuncheng-2023-31-24".into(),
            tool: "bangfu 0.1.0".into(),
            policy_extended: None,
        },
        unit: "盐湖区实验中学".into(),
        code: None,
        county: Some("盐湖区".into()),
        sector: Some(Sector::School),
        canteen: Canteen::Own,
        path: "units/盐湖区/盐湖区实验中学".into(),
        verdict: Undetermined,
        months: vec![
            MonthResult {
                period: month(1),
                result: alone(100_000, [100_000, 100_000, 0]),
            },
            MonthResult {
                period: month(2),
                result: alone(200_000, [200_000, 0, 200_000]),
            },
            MonthResult {
                period: month(3),
                result: march.clone(),
            },
        ],
        scopes: Scopes { month: march, ytd },
        reservation: None,
        pace: None,
        findings: vec![Finding {
            check: "total_mismatch".into(),
            severity: Severity::Error,
            title: "合计与明细不符".into(),
            detail: "表中合计 7,200.00 元，明细相加 7,133.33 元，相差 66.67 元。".into(),
            key: "a1b2c3d4".into(),
            amount_fen: Some(6667),
            evidence: vec![source],
            evidence_total: 3,
            clause: None,
            waived: None,
        }],
        note: None,
        represented_by: None,
        exceptions: Vec::new(),
        policy: policy(),
        lines,
        rejected: vec![RejectedRow {
            source: Source {
                file: "盐湖区/2024年3月台账.xlsx".into(),
                sheet: "3月".into(),
                row: 40,
                cells: FieldCells::default(),
            },
            reason: "no_amount".into(),
            text: "3月9日 | 冬瓜 | | ".into(),
        }],
        files: vec![UnitFile {
            path: "盐湖区/2024年3月台账.xlsx".into(),
            sha256: "9f2c01ab".repeat(8),
            rows: 14,
            lines: 10,
            fates: BTreeMap::from([
                ("line".into(), 10),
                ("header".into(), 1),
                ("title".into(), 1),
                ("total".into(), 1),
                ("rejected".into(), 1),
            ]),
        }],
        issues: vec![IssueView {
            code: "amount_rounded".into(),
            severity: Severity::Info,
            place: "2024年3月台账.xlsx › 3月 › F11".into(),
            message: "金额多于两位小数，已四舍五入到分".into(),
            found: "33.333".into(),
            fix: "核对原始单据".into(),
        }],
        checks: Vec::new(),
        reconciliation: Vec::new(),
    }
}

/// A region of three units: the sample, one that passes and one that sent nothing.
pub fn region() -> RegionSummary {
    let first = unit().summary();
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
    silent.note = Some("not_submitted".into());
    for scope in [&mut silent.scopes.month, &mut silent.scopes.ytd] {
        (scope.base_fen, scope.base_disputed_fen) = (0, 0);
        for r in &mut scope.requirements {
            let zero = Ratio {
                numerator_fen: 0,
                denominator_fen: 0,
            };
            (r.counted_fen, r.disputed_fen, r.low, r.high) = (0, 0, zero, zero);
            (r.ratio_low_bp, r.ratio_high_bp, r.verdict) = (None, None, Verdict::NoData);
            (r.shortfall_substitute_fen, r.shortfall_additional_fen) = (0, 0);
        }
    }
    let group = |by: &str, name: Option<&str>, units| GroupSummary {
        by: by.into(),
        name: name.map(Into::into),
        units,
        verdicts: BTreeMap::from([("undetermined".into(), 1), ("pass".into(), 1), ("no_data".into(), units - 2)]),
        ytd: first.scopes.ytd.clone(),
    };
    RegionSummary {
        schema: SUMMARY_SCHEMA.into(),
        run: unit().run,
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
            finding: unit().findings[0].clone(),
        }],
        units: vec![passing, first, silent],
        policy: policy(),
        findings_total: 1,
        problems: vec![InputProblem {
            path: "临猗县/坏文件.xlsx".into(),
            kind: "quarantined".into(),
            reason: "encrypted".into(),
            message: "文件有密码，无法读取；请去掉密码后重新报送。".into(),
        }],
        reconciliation: Vec::new(),
    }
}
