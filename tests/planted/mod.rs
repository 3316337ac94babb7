//! How well the checks find what was planted, and how quiet they are where nothing was: 330 units, a year, twice. The table in
//! docs/zh/findings-quality.md is what this test measures; `BANGFU_WRITE_DOCS=1` writes it anew.

mod few_hands;
mod irregularities;
mod region;
mod untrue;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use region::Unit;

use crate::support::program::{Place, root};

const UNITS: usize = 330;
/// From this one on units say what few ledgers say: production, acceptance, persons, stock.
const BESIDE: usize = 200;
/// From this one on they say each day for how many.
const DAILY: usize = 300;

/// Checks that flag each unit, and all findings.
fn audit(units: &[Unit]) -> (BTreeSet<(String, String)>, u64, u64) {
    let place = Place::new();
    std::fs::create_dir(place.at("inbox")).unwrap();
    let mut registry = String::from("单位名称,类别,食堂\n");
    for unit in units {
        writeln!(registry, "{},{},自办", unit.name, unit.sector).unwrap();
        if unit.submits {
            place.write(&format!("inbox/{}/台账.csv", unit.name), region::csv(unit));
            if !unit.stock.is_empty() {
                place.write(&format!("inbox/{}/库存.csv", unit.name), region::stock_csv(unit));
            }
        }
        for (name, text) in &unit.files {
            place.write(&format!("inbox/{}/{name}", unit.name), text);
        }
    }
    place.write("名册.csv", registry);
    place.audit_year_with_limit();
    let summary = place.json("out/summary.json");
    let (mut flagged, mut findings, mut errors) = (BTreeSet::new(), 0, 0);
    for unit in summary["units"].as_array().unwrap() {
        for f in unit["findings"].as_array().unwrap() {
            let count = f["count"].as_u64().unwrap();
            findings += count;
            errors += if f["severity"] == "error" { count } else { 0 };
            flagged.insert((unit["unit"].as_str().unwrap().to_owned(), f["check"].as_str().unwrap().to_owned()));
        }
    }
    (flagged, findings, errors)
}

#[test]
fn what_was_planted_is_found_and_the_clean_region_stays_quiet() {
    let mut clean = region::clean(UNITS, 832);
    region::add_beside(&mut clean, BESIDE, 31);
    region::add_days(&mut clean, DAILY, 32);
    let (noise, findings, errors) = audit(&clean);
    assert_eq!(errors, 0, "{noise:?}");
    assert!(
        findings * 20 <= UNITS as u64,
        "{findings} findings on {UNITS} clean units: {noise:?}"
    );

    let mut planted = clean;
    let mut truth = irregularities::plant(&mut planted[..BESIDE], 24);
    truth.extend(untrue::plant(&mut planted[..DAILY], BESIDE, 34));
    truth.extend(untrue::plant_portions(&mut planted, DAILY));
    let truth: BTreeSet<(String, String)> = truth.into_iter().map(|(u, c)| (u, c.to_owned())).collect();
    let (flagged, ..) = audit(&planted);
    let mut table = String::from(
        "# 检查的查全与查准\n\n330 个虚构单位、全年台账（其中 130 个单位另记生产、验收、就餐人数和库存），先是没有问题的一套，再按程序（tests/planted）种入问题，每种五个单位（跨单位的十个），由重到轻，\
         最轻的有意低于阈值。本表由 `cargo test --test main planted::` 核对；`BANGFU_WRITE_DOCS=1 cargo test --test main planted::` 重写。\n\n",
    );
    writeln!(
        table,
        "没有问题的一套：{UNITS} 个单位共 {findings} 条疑点，其中错误级 {errors} 条。\n"
    )
    .unwrap();
    table.push_str("| 检查 | 种入 | 找到 | 列出 | 查全率 | 查准率 |\n|---|---|---|---|---|---|\n");
    let checks: BTreeSet<&String> = truth.iter().map(|(_, c)| c).collect();
    let mut worst: BTreeMap<&str, String> = BTreeMap::new();
    for check in checks {
        let of = |set: &BTreeSet<(String, String)>| set.iter().filter(|(_, c)| c == check).cloned().collect::<BTreeSet<_>>();
        let (want, have) = (of(&truth), of(&flagged));
        let found = want.intersection(&have).count();
        let share = |part: usize, whole: usize| (part * 100).checked_div(whole).map_or_else(|| "—".to_owned(), |p| format!("{p}%"));
        writeln!(
            table,
            "| `{check}` | {} | {found} | {} | {} | {} |",
            want.len(),
            have.len(),
            share(found, want.len()),
            share(found, have.len())
        )
        .unwrap();
        if found * 10 < want.len() * 6 || found * 10 < have.len() * 8 {
            worst.insert(check, format!("found {found} of {}, listed {have:?}", want.len()));
        }
    }
    let (want, have) = few_hands::measure();
    let found = want.iter().filter(|county| have.contains(**county)).count();
    writeln!(
        table,
        "\n县区的检查：十个县区、各八个单位一个季度的台账，在五个县区种入“两家供应商占肉类的大部分”，由重到轻，最轻的低于阈值。\n\n\
         | 检查 | 种入 | 找到 | 列出 | 查全率 | 查准率 |\n|---|---|---|---|---|---|\n| `category_in_few_hands` | {} | {found} | {} | {}% | {}% |",
        want.len(),
        have.len(),
        found * 100 / want.len(),
        (found * 100).checked_div(have.len()).unwrap_or(0)
    )
    .unwrap();
    if found != 4 || have.len() != 4 {
        worst.insert("category_in_few_hands", format!("found {found}, listed {have:?}"));
    }
    assert!(worst.is_empty(), "{worst:#?}\n{table}");
    let page = root().join("docs/zh/findings-quality.md");
    if std::env::var_os("BANGFU_WRITE_DOCS").is_some() {
        std::fs::write(&page, &table).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&page).unwrap_or_default(),
        table,
        "write it anew: BANGFU_WRITE_DOCS=1"
    );
}
