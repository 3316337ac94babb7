use std::sync::Arc;

use crate::{
    model::unit::{Canteen, Sector},
    text::fault::Fault,
    units::registry::Registry,
};

fn load(csv: &str) -> Result<Registry, Fault> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("units.csv");
    std::fs::write(&path, csv).unwrap();
    Registry::load(&path, &["盐湖区".into(), "夏县".into()])
}

#[test]
fn a_registry_is_read_by_its_headers() {
    let registry = load(
        "2024年单位名册,,,,,,,,\n单位名称,单位代码,县(市、区),行业,食堂,代表单位,别名,年度采购计划(万元),预留832平台(元)\n\
         盐湖区实验中学,140802001,盐湖区,学校,自办,,实验中学、实中,120,\"120,000.50\"\n夏县文化馆,,夏县,进机关,共用食堂,夏县政府,,,\n夏县人民政府,,夏县,机关,自办,,夏县政府,,\n",
    )
    .unwrap();
    let [a, b, _] = &registry.units[..] else { panic!("{registry:?}") };
    assert_eq!(
        (a.code.as_deref(), a.county.as_deref(), a.sector, a.canteen),
        (Some("140802001"), Some("盐湖区"), Some(Sector::School), Canteen::Own)
    );
    assert_eq!(a.aliases.iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["实验中学", "实中"]);
    assert_eq!(
        (a.plan_fen, &a.reserved_fen[..]),
        (Some(120_000_000), &[(Arc::from("platform_832"), 12_000_050)][..])
    );
    assert_eq!(
        (b.canteen, b.representative.as_deref(), b.plan_fen, b.row),
        (Canteen::Shared, Some("夏县政府"), None, 4)
    );
}

#[test]
fn a_registry_without_a_name_column_says_what_it_found() {
    let message = load("学校,县区\n盐湖区实验中学,盐湖区\n").unwrap_err().to_string();
    assert!(message.contains("单位名称") && message.contains("学校 | 县区"), "{message}");
}

#[test]
fn all_bad_rows_are_named_at_once() {
    let message = load("单位名称,县区,行业,年度计划\n甲,夏县,寺庙,约一百万\n甲,夏县,学校,-5\n")
        .unwrap_err()
        .to_string();
    for part in ["C2", "寺庙", "D2", "约一百万", "D3", "claimed by row 2"] {
        assert!(message.contains(part), "{part} not in {message}");
    }
}

#[test]
fn an_exception_needs_its_document() {
    let header = "单位名称,例外要求,例外比例,批准文号,批准日期\n";
    let good = load(&format!("{header}甲,832,8%,运财购〔2024〕3号,2024-01-15\n")).unwrap();
    let e = &good.units[0].exceptions[0];
    assert_eq!(
        (e.requirement.as_ref(), e.threshold_bp, e.from.to_string().as_str()),
        ("platform_832", 800, "2024-01")
    );
    for (date, month) in [
        ("2024年1月15日", "2024-01"),
        ("2024.12", "2024-12"),
        ("20240115", "2024-01"),
        ("45306", "2024-01"),
        ("202411", "2024-11"),
    ] {
        let good = load(&format!("{header}甲,832,8%,运财购〔2024〕3号,{date}\n")).unwrap();
        assert_eq!(good.units[0].exceptions[0].from.to_string(), month, "{date}");
    }
    assert!(load(&format!("{header}甲,832,8%,运财购〔2024〕3号,去年\n")).is_err());
    let to = "单位名称,例外要求,例外比例,批准文号,例外起始月,例外截止月\n甲,832,8%,运财购〔2024〕3号,2024-03,";
    assert!(load(&format!("{to}2024-03\n")).is_ok());
    assert!(load(&format!("{to}2024-02\n")).unwrap_err().to_string().contains("F2"));
    assert!(
        load(&format!("{header}甲,832,8%,,2024-01-15\n"))
            .unwrap_err()
            .to_string()
            .contains("批准文号")
    );
}

#[test]
fn a_representative_must_be_there_and_report_and_a_county_must_be_one_of_the_policys() {
    let message = load(
        "单位名称,县区,食堂,代表单位\n甲小学,盐湖区,共用食堂,乙小学校\n乙小学,盐胡区,自办,\n丙小学,市直,共用食堂,甲小学\n丁小学,运城经济开发区,共用食堂,乙小学\n戊小学,,自办,\n",
    )
    .unwrap_err()
    .to_string();
    let told: Vec<&str> = message.lines().filter(|line| line.contains(" › ")).collect();
    assert_eq!(told.len(), 3, "{message}");
    for (line, parts) in told.iter().zip([["B3", "盐胡区"], ["D2", "乙小学校"], ["D4", "甲小学"]]) {
        assert!(parts.iter().all(|part| line.contains(part)), "{line}");
    }
}
