//! How well the checks find what was planted, and how quiet they are where nothing was: 200 units, a year, twice. The table in
//! docs/zh/findings-quality.md is what this test measures; `BANGFU_WRITE_DOCS=1` writes it anew.

mod region;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
    process::Command,
};

use region::Unit;
use serde_json::Value;

const UNITS: usize = 200;

/// Checks that flag each unit, and all findings.
fn audit(units: &[Unit]) -> (BTreeSet<(String, String)>, u64, u64) {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut registry = String::from("单位名称,类别,食堂\n");
    for unit in units {
        writeln!(registry, "{},{},自办", unit.name, unit.sector).unwrap();
        let place = at("inbox").join(&unit.name);
        std::fs::create_dir_all(&place).unwrap();
        if unit.submits {
            std::fs::write(place.join("台账.csv"), region::csv(unit)).unwrap();
        }
        for (name, text) in &unit.files {
            std::fs::write(place.join(name), text).unwrap();
        }
    }
    std::fs::write(at("名册.csv"), registry).unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/data/policies/yuncheng-2023-31-24.toml");
    let mut policy = std::fs::read_to_string(pack).unwrap();
    policy.push_str(
        "\n[[limit]]\nfrom = \"2024-01\"\nfen = 2000000\nref = { doc = \"示例办法\", number = \"\", article = \"\", quote = \"\" }\n",
    );
    std::fs::write(at("policy.toml"), policy).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_bangfu"))
        .arg("audit")
        .arg(at("inbox"))
        .args(["--period", "2024-12", "--format", "json", "--quiet", "--registry"])
        .arg(at("名册.csv"))
        .arg("--policy")
        .arg(at("policy.toml"))
        .arg("-o")
        .arg(at("out"))
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let summary: Value = serde_json::from_slice(&std::fs::read(at("out").join("summary.json")).unwrap()).unwrap();
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
    let clean = region::clean(UNITS, 832);
    let (noise, findings, errors) = audit(&clean);
    assert_eq!(errors, 0, "{noise:?}");
    assert!(
        findings * 20 <= UNITS as u64,
        "{findings} findings on {UNITS} clean units: {noise:?}"
    );

    let mut planted = clean;
    let truth: BTreeSet<(String, String)> = region::plant(&mut planted, 24)
        .into_iter()
        .map(|(u, c)| (u, c.to_owned()))
        .collect();
    let (flagged, ..) = audit(&planted);
    let mut table = String::from(
        "# 检查的查全与查准\n\n200 个虚构单位、全年台账，先是没有问题的一套，再按程序（tests/planted/region.rs）种入问题，每种五个单位（跨单位的十个），由重到轻，\
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
    assert!(worst.is_empty(), "{worst:#?}\n{table}");
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/zh/findings-quality.md");
    if std::env::var_os("BANGFU_WRITE_DOCS").is_some() {
        std::fs::write(&page, &table).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&page).unwrap_or_default(),
        table,
        "write it anew: BANGFU_WRITE_DOCS=1"
    );
}
