//! The right answers, summed from the records by the rules of measure 24.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    beside, prices,
    records::{Dispute, Record},
    units::{Channel, Layout, Story, Unit},
};

const REQUIREMENTS: [(&str, i128, &[Channel]); 3] = [
    (
        "overall",
        3000,
        &[Channel::Platform832, Channel::LocalPlatform, Channel::LocalShop, Channel::Direct],
    ),
    ("platform_832", 1000, &[Channel::Platform832]),
    ("local_channels", 2000, &[Channel::LocalPlatform, Channel::LocalShop]),
];

/// Truth of all units, by county and name.
pub fn all(units: &[(Vec<Record>, Unit)]) -> Value {
    let mut out: Vec<Value> = units.iter().map(|(records, unit)| one(records, unit)).collect();
    out.sort_by_key(|v| {
        (
            v["county"].as_str().unwrap_or_default().to_owned(),
            v["unit"].as_str().unwrap_or_default().to_owned(),
        )
    });
    json!({ "period": "2024-03", "policy": "yuncheng-2023-31-24", "units": out, "firms": firms(units), "earlier": earlier(units) })
}

/// What each firm sold in the quarter to the units whose ledgers name suppliers, and under which names.
fn firms(units: &[(Vec<Record>, Unit)]) -> Value {
    let mut firms: BTreeMap<&str, (i64, BTreeSet<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for (records, unit) in units.iter().filter(|(_, unit)| names_suppliers(unit)) {
        for record in records.iter().filter(|r| r.dispute != Some(Dispute::Funding)) {
            let (fen, names, buyers) = firms.entry(&record.firm).or_default();
            *fen += record.amount_fen;
            names.insert(&record.supplier);
            buyers.insert(unit.name);
        }
    }
    let one = |(firm, (fen, names, buyers)): (&str, (i64, BTreeSet<&str>, BTreeSet<&str>))| json!({ "firm": firm, "base_fen": fen, "names": names, "units": buyers.len() });
    firms.into_iter().map(one).collect()
}

fn names_suppliers(unit: &Unit) -> bool {
    !matches!(unit.layout, Layout::Nothing | Layout::Statement)
}

/// Base and numerators of the year to date at the end of the two months before: what earlier runs over the same ledgers told.
fn earlier(units: &[(Vec<Record>, Unit)]) -> Value {
    let month = |last: i64| {
        let one = |(records, unit): &(Vec<Record>, Unit)| {
            let scope = scope(records, 0, |m| m <= last);
            let counted = REQUIREMENTS.map(|(id, ..)| scope[id]["counted_fen"].clone());
            (
                unit.name.to_owned(),
                json!({ "base_fen": scope["base_fen"], "counted_fen": counted }),
            )
        };
        let all: serde_json::Map<String, Value> = units.iter().map(one).collect();
        (format!("2024-{last:02}"), Value::Object(all))
    };
    let months: serde_json::Map<String, Value> = (1..=2).map(month).collect();
    Value::Object(months)
}

/// The units as rows of a Markdown table: verdict, shares and what each shows.
pub fn table(truth: &Value) -> String {
    let percent = |bp: i64| format!("{}.{:02}%", bp / 100, bp % 100);
    let share = |result: &Value| match (result["ratio_low_bp"].as_i64(), result["ratio_high_bp"].as_i64()) {
        (Some(low), Some(high)) if low == high => percent(low),
        (Some(low), Some(high)) => format!("{}～{}", percent(low), percent(high)),
        _ => "—".to_owned(),
    };
    let row = |u: &Value| {
        let word = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let shares = ["platform_832", "local_channels", "overall"]
            .map(|id| share(&u["ytd"][id]))
            .join(" | ");
        let (zh, en) = (word(&u["why"]["zh"]), word(&u["why"]["en"]));
        format!(
            "| {} | {} | `{}` | {shares} | {zh} · {en} |\n",
            word(&u["county"]),
            word(&u["unit"]),
            word(&u["verdict"])
        )
    };
    truth["units"].as_array().into_iter().flatten().map(row).collect()
}

/// What is wrong in the ledgers on purpose, as rows of a Markdown table.
pub fn planted_table(truth: &Value) -> String {
    let mut out = String::new();
    for unit in truth["units"].as_array().into_iter().flatten() {
        let word = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        for p in unit["planted"].as_array().into_iter().flatten() {
            out += &format!(
                "| {} | `{}` | {} · {} |\n",
                word(&unit["unit"]),
                word(&p["check"]),
                word(&p["zh"]),
                word(&p["en"])
            );
        }
        let over = &unit["overpaid"];
        if over["lines"] != 0 {
            let fen = over["fen"].as_i64().unwrap_or_default();
            out += &format!(
                "| {} | `--prices` | {} 笔共多付 {}.{:02} 元 · {2}.{3:02} yuan over-paid in {1} purchases |\n",
                word(&unit["unit"]),
                over["lines"],
                fen / 100,
                fen % 100
            );
        }
    }
    out
}

fn one(records: &[Record], unit: &Unit) -> Value {
    // A stated total of February is higher than its lines: by so much more may have been bought, through any of their channels.
    let beyond = if unit.story == Story::WrongTotal { 10_000 } else { 0 };
    let mut month = scope(records, 0, |m| m == 3);
    let mut ytd = scope(records, beyond, |_| true);
    let exempt = unit.canteen == "无" || unit.canteen == "共用";
    // Nothing is asked of such a unit, whatever it bought.
    for (id, ..) in REQUIREMENTS.iter().filter(|_| exempt) {
        for scope in [&mut month, &mut ytd] {
            scope[*id]["verdict"] = json!("exempt");
        }
    }
    let reservation = unit.plan.map(|[plan, r832, local, together]| {
        let of = |reserved: i64, bp: i64| {
            let verdict = if i128::from(reserved) * 10_000 >= i128::from(bp) * i128::from(plan) {
                "pass"
            } else {
                "fail"
            };
            json!({ "reserved_fen": reserved, "ratio_bp": i128::from(reserved) * 10_000 / i128::from(plan), "verdict": verdict })
        };
        json!({ "plan_fen": plan, "overall": of(together, 3000), "platform_832": of(r832, 1000), "local_channels": of(local, 2000) })
    });
    let verdicts: Vec<&str> = REQUIREMENTS.iter().filter_map(|r| ytd[r.0]["verdict"].as_str()).collect();
    let verdict = if exempt {
        "exempt"
    } else {
        ["fail", "undetermined", "no_data"]
            .into_iter()
            .find(|v| verdicts.contains(v))
            .unwrap_or("pass")
    };
    assert_eq!(verdict, unit.shows.0, "{} does not show what it is to show: {ytd}", unit.name);
    let findings: &[&str] = if unit.story == Story::WrongTotal {
        &["total_mismatch"]
    } else {
        &[]
    };
    let planted: Vec<Value> = beside::planted(unit, records)
        .into_iter()
        .map(|p| json!({ "check": p.check, "lines": p.lines, "zh": p.zh, "en": p.en }))
        .collect();
    let overpaid = prices::overpaid(unit, records);
    json!({
        "unit": unit.name, "county": unit.county, "verdict": verdict,
        "why": { "zh": unit.shows.1, "en": unit.shows.2 },
        "lines": if unit.layout == Layout::Statement { Value::Null } else { json!(records.len()) },
        "month": month, "ytd": ytd, "reservation": reservation, "findings": findings,
        "planted": planted, "overpaid": { "lines": overpaid.0, "fen": overpaid.1 },
    })
}

/// A disputed record's requirements: those that some reading of the record would count it for.
fn touches(record: &Record, channels: &[Channel]) -> bool {
    match record.dispute {
        Some(Dispute::ChannelMissing | Dispute::ChannelUnknown | Dispute::ChannelBlank) => true,
        _ => channels.contains(&record.channel),
    }
}

fn scope(records: &[Record], beyond: i128, within: impl Fn(i64) -> bool) -> Value {
    let lines: Vec<&Record> = records.iter().filter(|r| within(r.month)).collect();
    let base: i128 = lines
        .iter()
        .filter(|r| r.dispute != Some(Dispute::Funding))
        .map(|r| i128::from(r.amount_fen))
        .sum();
    let base_disputed: i128 = lines
        .iter()
        .filter(|r| r.dispute == Some(Dispute::Funding))
        .map(|r| i128::from(r.amount_fen))
        .sum();
    let unbounded = lines.iter().any(|r| r.dispute == Some(Dispute::Unreadable));
    let mut out = json!({ "base_fen": base, "base_disputed_fen": base_disputed + beyond });
    for (id, bp, channels) in REQUIREMENTS {
        let sum = |keep: &dyn Fn(&Record) -> bool| lines.iter().filter(|r| keep(r)).map(|r| i128::from(r.amount_fen)).sum::<i128>();
        let counted = sum(&|r| r.dispute.is_none() && channels.contains(&r.channel));
        let in_base = sum(&|r| r.dispute.is_some() && r.dispute != Some(Dispute::Funding) && touches(r, channels));
        let in_neither = sum(&|r| r.dispute == Some(Dispute::Funding) && touches(r, channels));
        let only_base = sum(&|r| r.dispute == Some(Dispute::Funding) && !touches(r, channels));
        let low = (counted, base + only_base + beyond);
        let high = (counted + in_base + in_neither + beyond, base + in_neither + beyond);
        let meets = |(n, d): (i128, i128)| n * 10_000 >= bp * d;
        let verdict = match () {
            () if lines.is_empty() => "no_data",
            () if unbounded => "undetermined",
            () if meets(low) => "pass",
            () if !meets(high) => "fail",
            () => "undetermined",
        };
        let floor = |(n, d): (i128, i128)| if d == 0 { Value::Null } else { json!((n * 10_000).div_euclid(d)) };
        // With a dispute the least amount to move depends on how it is settled: stated only where nothing is disputed.
        let certain = base_disputed + beyond == 0 && in_base == 0 && !unbounded;
        let missing = (bp * base - counted * 10_000).max(0);
        let ceil = |n: i128, d: i128| if certain { json!((n + d - 1) / d) } else { Value::Null };
        out[id] = json!({
            "counted_fen": counted, "disputed_fen": in_base + in_neither + beyond,
            "ratio_low_bp": if unbounded { Value::Null } else { floor(low) }, "ratio_high_bp": if unbounded { Value::Null } else { floor(high) },
            "verdict": verdict,
            "shortfall_substitute_fen": ceil(missing, 10_000), "shortfall_additional_fen": ceil(missing, 10_000 - bp),
        });
    }
    out
}
