//! The values of a unit's papers.

use serde_json::{Value as Json, json};

use crate::{
    decisions::register,
    model::{Finding, PurchasePlan, UnitReport, Verdict, percent},
    report::{
        letterhead::Letterhead,
        one_cause::OneCause,
        paper::values::{
            Record,
            matters::{Matters, finding},
            shared::{amount, base, conditions, head, numbered, record, requirements, some_amount},
        },
        policy_words, words,
    },
    text::Catalog,
};

/// All of them.
pub fn values(report: &UnitReport, letterhead: &Letterhead, catalog: &Catalog) -> Record {
    let (ytd, policy) = (&report.scopes.ytd, &report.policy);
    let open: Vec<&Finding> = report.findings.iter().filter(|f| f.waived.is_none()).collect();
    let register = register::open(report, catalog);
    let failing = ytd.requirements.iter().filter(|r| r.verdict == Verdict::Fail);
    let failing: Vec<&str> = failing.map(|r| words::requirement(&policy.requirements, &r.id)).collect();
    let mut out = head(&report.run, policy, letterhead, catalog);
    out.extend(record(json!({
        "单位名称": report.unit, "单位代码": report.code.as_deref().unwrap_or_default(), "县区": report.county.as_deref().unwrap_or_default(),
        "领域": words::sector(catalog, report.sector), "食堂": report.canteen.word(catalog),
        "结论": report.verdict.word(catalog), "结论原因": words::note(catalog, report.note),
        "认定情况": words::decided(report.decided.as_ref(), report.verdict, catalog),
        "缺数月份": words::months_without_lines(&report.months_without_lines, report.run.period, catalog),
        "台账份数": report.files.len(), "采购笔数": report.lines.len(), "未采用行数": report.rejected.len(),
        "待核实笔数": register.len(), "疑点条数": open.len(),
        "未达标指标": failing.join(catalog.get("word.name_joiner")), "采购安排": plan_of(report).map_or_else(String::new, |plan| policy_words::purchase_plan(plan, policy, catalog)), "有预留": report.reservation.is_some() || report.pace.is_some(), "有核算": !report.is_bare(), "有疑点": !open.is_empty(), "有待核实": !register.is_empty(),
    })));
    base(&mut out, ytd);
    conditions(&mut out, report.verdict);
    let disputed = register.iter().filter_map(|row| row.amount_fen);
    some_amount(&mut out, "待核实金额", disputed.fold(0, i64::saturating_add));
    let over = report.prices.as_ref().map(|p| p.totals).unwrap_or_default();
    out.insert("偏高笔数".to_owned(), over.overpaid.into());
    out.insert("有偏高".to_owned(), (over.overpaid > 0).into());
    some_amount(&mut out, "多付金额", over.overpaid_fen);
    some_amount(&mut out, "年度计划", report.reservation.as_ref().map_or(0, |r| r.plan_fen));
    let lists = [
        ("指标", requirements(ytd, policy, report.run.period, catalog)),
        ("例外", numbered(report.exceptions.iter().map(|e| record(json!({"说明": e}))))),
        ("预留进度", plan(report, catalog)),
        ("采购安排表", purchases(report, catalog)),
        ("疑点", numbered(open.iter().map(|f| finding(f, catalog)))),
        ("事项", matters(report, &open, catalog)),
        ("已核实疑点", waived(report, catalog)),
        ("待核实明细", disputed_lines(&register)),
        ("偏高采购", overpaid(report)),
        ("台账", files(report)),
        ("检查", checks(report, catalog)),
    ];
    out.extend(lists.map(|(name, list)| (name.to_owned(), list)));
    sent_back(&mut out, report, catalog);
    out
}

/// A ledger that lacks what shares rest on, and the sheets that have to be completed.
fn sent_back(into: &mut Record, report: &UnitReport, catalog: &Catalog) {
    let cause = OneCause::of(report);
    let [says, advice] = cause.as_ref().map(|c| c.says(catalog)).unwrap_or_default();
    into.insert("主要原因".to_owned(), says.into());
    into.insert("处理办法".to_owned(), advice.into());
    let back = cause.filter(OneCause::sends_back);
    into.insert("需补正".to_owned(), back.is_some().into());
    let rows = back.iter().flat_map(|cause| {
        cause
            .table(catalog)
            .rows
            .map(|row| {
                let text = |at: usize| row.get(at).map(|cell| cell.shown().into_owned()).unwrap_or_default();
                record(json!({"文件": text(0), "工作表": text(1), "行": text(2), "笔数": text(3), "金额": text(4)}))
            })
            .collect::<Vec<_>>()
    });
    into.insert("补正工作表".to_owned(), numbered(rows));
}

fn matters(report: &UnitReport, open: &[&Finding], catalog: &Catalog) -> Json {
    let mut matters = Matters::default();
    // Nothing is judged of a ledger that goes back, or of none.
    if !report.is_bare() && !OneCause::of(report).is_some_and(|cause| cause.sends_back()) {
        matters.requirements(&report.scopes.ytd.requirements, &report.policy, report.run.period, catalog);
    }
    for f in open {
        matters.finding(f, finding(f, catalog));
    }
    matters.finish(catalog)
}

fn waived(report: &UnitReport, catalog: &Catalog) -> Json {
    let looked_into = report.findings.iter().filter_map(|f| Some((f, f.waived.as_ref()?)));
    numbered(looked_into.map(|(f, waived)| {
        let mut out = finding(f, catalog);
        out.extend(record(
            json!({"核实情况": waived.reason, "核实人": waived.by, "核实日期": waived.date}),
        ));
        out
    }))
}

fn disputed_lines(rows: &[register::RegisterRow]) -> Json {
    numbered(rows.iter().map(|row| {
        let mut out = record(json!({
            "月份": row.period.map(|p| p.to_string()).unwrap_or_default(), "品名": row.item, "供应商": row.supplier, "采购渠道": row.channel,
            "原因": row.reasons, "影响": row.effect, "出处": row.source, "明细编号": row.line,
        }));
        amount(&mut out, "金额", row.amount_fen);
        out
    }))
}

fn overpaid(report: &UnitReport) -> Json {
    let lines = report.prices.iter().flat_map(|p| &p.lines);
    numbered(lines.map(|l| {
        let mut out = record(json!({
            "月份": l.period.to_string(), "品名": l.item, "供应商": l.supplier.as_deref().unwrap_or_default(), "数量": l.quantity,
            "计量单位": l.measure, "比对价": l.price, "价格来源": l.basis, "出处": l.source.to_string(), "明细编号": l.line,
        }));
        for (name, fen) in [("实付金额", l.paid_fen), ("应付金额", l.allowed_fen), ("多付金额", l.overpaid_fen)] {
            amount(&mut out, name, Some(fen));
        }
        out
    }))
}

fn plan(report: &UnitReport, catalog: &Catalog) -> Json {
    let (reservation, pace) = (report.reservation.as_ref(), report.pace.as_ref());
    numbered(report.scopes.ytd.requirements.iter().filter_map(|r| {
        let reserved = reservation.and_then(|x| x.requirements.iter().find(|q| q.id == r.id));
        let going = pace.and_then(|p| p.iter().find(|q| q.id == r.id));
        (reserved.is_some() || going.is_some()).then(|| {
            let mut out = record(json!({
                "指标": words::requirement(&report.policy.requirements, &r.id),
                "预留比例": words::share(reserved.and_then(|q| q.ratio_bp)),
                "预留结论": reserved.map_or_else(String::new, |q| q.verdict.word(catalog)),
                "完成率": words::share(going.and_then(|p| p.completion_bp)),
                "时间进度": going.map_or_else(String::new, |p| percent(p.time_bp)),
                "进度": going.map_or_else(String::new, |p| p.state.word(catalog)),
            }));
            amount(&mut out, "预留金额", reserved.and_then(|q| q.reserved_fen));
            amount(&mut out, "每月需采购", going.and_then(|p| p.needed_monthly_fen));
            out
        })
    }))
}

/// The plan that closes every gap; none of a ledger that goes back, or where nothing is judged.
fn plan_of(report: &UnitReport) -> Option<&PurchasePlan> {
    let back = OneCause::of(report).is_some_and(|cause| cause.sends_back());
    report.purchase_plan.as_ref().filter(|_| !back && !report.is_bare())
}

/// The plan by month, each part with its amount.
fn purchases(report: &UnitReport, catalog: &Catalog) -> Json {
    let plan = plan_of(report).into_iter();
    numbered(plan.flat_map(|plan| {
        plan.months.iter().enumerate().map(move |(at, month)| {
            let of = |monthly: &[i64]| monthly.get(at).copied().unwrap_or(0);
            let other = of(&plan.other_monthly_fen);
            let all = plan.parts.iter().map(|p| of(&p.monthly_fen)).fold(other, i64::saturating_add);
            let parts = plan.parts.iter().map(|p| {
                let mut out = record(json!({"指标": policy_words::plan_part(&report.policy, &p.id, catalog)}));
                amount(&mut out, "金额", Some(of(&p.monthly_fen)));
                out
            });
            let mut out = record(json!({"月份": month.words(catalog), "各项": numbered(parts)}));
            amount(&mut out, "其他金额", Some(other));
            amount(&mut out, "合计金额", Some(all));
            out
        })
    }))
}

fn files(report: &UnitReport) -> Json {
    numbered(
        report
            .files
            .iter()
            .map(|f| record(json!({"文件": f.path, "行数": f.rows, "采购笔数": f.lines, "校验值": f.sha256}))),
    )
}

fn checks(report: &UnitReport, catalog: &Catalog) -> Json {
    numbered(report.checks.iter().map(|c| {
        let result = match (&c.not_applicable, c.flagged) {
            (Some(why), _) => catalog.say("paper.check_not_applied", &[("why", why)]),
            (None, Some(flagged)) if flagged > 0 => catalog.say("paper.check_flagged", &[("count", &flagged.to_string())]),
            _ => catalog.get("paper.check_passed").to_owned(),
        };
        record(json!({"检查项目": catalog.get(&format!("checks.{}.title", c.check)), "检查结果": result}))
    }))
}
