//! What the papers of a unit and those of the region share.

use serde_json::{Value as Json, json};

use crate::{
    model::{Fen, Month, PolicyInfo, RequirementResult, RunInfo, ScopeResult, Verdict, percent},
    report::{
        letterhead::Letterhead,
        paper::{
            names::{CAPITALS, HAN_NUMBER, NUMBER},
            values::{Record, capitals::capitals},
        },
        policy_words, words,
    },
    text::Catalog,
};

/// The map of an object.
pub(super) fn record(values: Json) -> Record {
    match values {
        Json::Object(map) => map,
        _ => Record::new(),
    }
}

/// A list whose entries are numbered, 1 and 一.
pub(super) fn numbered(entries: impl Iterator<Item = Record>) -> Json {
    let number = |(nth, mut entry): (usize, Record)| {
        entry.insert(NUMBER.to_owned(), nth.into());
        entry.insert(HAN_NUMBER.to_owned(), han(nth).into());
        Json::Object(entry)
    };
    (1..).zip(entries).map(number).collect()
}

/// An amount in yuan and in capitals; both empty where there is none.
pub(super) fn amount(into: &mut Record, name: &str, fen: Option<i64>) {
    into.insert(name.to_owned(), fen.map(|fen| Fen(fen).yuan()).unwrap_or_default().into());
    into.insert(format!("{name}{CAPITALS}"), fen.map(capitals).unwrap_or_default().into());
}

/// As [`amount`]; nothing is no amount.
pub(super) fn some_amount(into: &mut Record, name: &str, fen: i64) {
    amount(into, name, Some(fen).filter(|fen| *fen != 0));
}

/// A condition for each verdict.
pub(super) fn conditions(into: &mut Record, verdict: Verdict) {
    for (name, is) in [
        ("达标", Verdict::Pass),
        ("未达标", Verdict::Fail),
        ("待核实", Verdict::Undetermined),
        ("无数据", Verdict::NoData),
        ("不适用", Verdict::Exempt),
    ] {
        into.insert(name.to_owned(), (verdict == is).into());
    }
}

/// Issuer, number and date, with room to fill in what the settings do not give; the period and the policy.
pub(super) fn head(run: &RunInfo, policy: &PolicyInfo, letterhead: &Letterhead, catalog: &Catalog) -> Record {
    let year = run.period.year().to_string();
    let or = |given: &str, key: &str| match given {
        "" => catalog.say(key, &[("year", &year)]),
        given => given.to_owned(),
    };
    let date = letterhead.date.map(|d| {
        let parts = [i32::from(d.year()), i32::from(d.month()), i32::from(d.day())].map(|n| n.to_string());
        let [year, month, day] = parts.each_ref().map(String::as_str);
        catalog.say("pages.day", &[("year", year), ("month", month), ("day", day)])
    });
    record(json!({
        "发文机关": or(&letterhead.issuer, "paper.no_issuer"), "文号": or(&letterhead.number, "paper.no_number"),
        "日期": or(&date.unwrap_or_default(), "paper.no_date"),
        "期间": words::span(run.period, catalog), "年份": run.period.year(), "月份": run.period.month(),
        "政策名称": policy.title, "政策待确认": words::pending(run, policy, catalog).unwrap_or_default(),
        "依据": basis(policy, catalog), "程序版本": run.tool,
    }))
}

/// Each document once, with all that is quoted of it.
fn basis(policy: &PolicyInfo, catalog: &Catalog) -> Json {
    numbered(
        words::cited(policy).into_iter().map(|(r, quotes)| {
            record(json!({"文件": r.doc, "文件号": r.number, "条款": r.article, "原文": words::quoted(&quotes, catalog)}))
        }),
    )
}

/// The requirements of a scope.
pub(super) fn requirements(scope: &ScopeResult, policy: &PolicyInfo, month: Month, catalog: &Catalog) -> Json {
    numbered(scope.requirements.iter().map(|r| requirement(r, policy, month, catalog)))
}

fn requirement(r: &RequirementResult, policy: &PolicyInfo, month: Month, catalog: &Catalog) -> Record {
    let mut out = record(json!({
        "指标": words::requirement(&policy.requirements, &r.id), "规定比例": percent(r.threshold_bp), "比例": ratio(r, catalog),
        "比例下限": words::share(r.ratio_low_bp), "比例上限": words::share(r.ratio_high_bp), "结论": r.verdict.word(catalog),
        "分母": policy_words::own_base(r, month, catalog),
    }));
    amount(&mut out, "计入金额", Some(r.counted_fen));
    some_amount(&mut out, "待核实金额", r.disputed_fen);
    some_amount(&mut out, "需调整金额", r.shortfall_substitute_fen);
    some_amount(&mut out, "需另购金额", r.shortfall_additional_fen);
    conditions(&mut out, r.verdict);
    out
}

/// Purchases of a scope, and what of them is open.
pub(super) fn base(into: &mut Record, scope: &ScopeResult) {
    amount(into, "采购总额", Some(scope.base_fen));
    some_amount(into, "待核实总额", scope.base_disputed_fen);
}

/// `9.58%～24.68%`, one figure where both ends are the same, and whether an amount that nobody can read leaves it without an end.
pub(super) fn ratio(r: &RequirementResult, catalog: &Catalog) -> String {
    let ends = words::interval((r.ratio_low_bp, r.ratio_high_bp), "～");
    if r.unbounded {
        catalog.say("pages.ratio_unbounded", &[("ends", &ends)])
    } else {
        ends
    }
}

/// `3` → `三`: 一 to 九十九; larger numbers stay as they are.
fn han(n: usize) -> String {
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
