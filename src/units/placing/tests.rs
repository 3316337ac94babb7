use crate::{model::unit::Canteen, units::placing::*};

fn counties() -> Vec<Arc<str>> {
    ["盐湖区", "夏县", "平陆县", "绛县", "新绛县"].map(Arc::from).to_vec()
}

fn registry(units: &[(&str, &str, &[&str])]) -> Registry {
    let units = units
        .iter()
        .zip(2..)
        .map(|((name, county, aliases), row)| crate::units::registry::RegisteredUnit {
            name: Arc::from(*name),
            code: None,
            county: Some(Arc::from(*county)),
            sector: None,
            canteen: Canteen::Own,
            representative: None,
            aliases: aliases.iter().map(|a| Arc::from(*a)).collect(),
            plan_fen: None,
            reserved_fen: Vec::new(),
            exceptions: Vec::new(),
            row,
        })
        .collect();
    Registry { units }
}

#[test]
fn the_unit_in_a_file_name_is_what_dates_and_ledger_words_leave() {
    for (name, unit) in [
        ("盐湖区实验中学2024年3月食堂采购台账", Some("盐湖区实验中学")),
        ("2024年3月盐湖区实验中学采购明细表(终稿)", Some("盐湖区实验中学")),
        ("夏县人民医院_202403", Some("夏县人民医院")),
        ("运城市第13中学3月台账", Some("运城市第13中学")),
        ("3月台账", None),
        ("2024-03", None),
        ("盐湖区", None),
        ("台账 (2)", None),
        ("平陆县机关事务服务中心食堂 2024.3", Some("平陆县机关事务服务中心")),
    ] {
        assert_eq!(unit_in_name(name, &counties()).as_deref(), unit, "{name}");
    }
}

#[test]
fn the_month_in_a_file_name() {
    for (name, year, month) in [
        ("实验中学2024年3月台账", Some(2024), Some(3)),
        ("实验中学202403", Some(2024), Some(3)),
        ("实验中学20240315", Some(2024), Some(3)),
        ("台账2024-3", Some(2024), Some(3)),
        ("台账2024.03", Some(2024), Some(3)),
        ("24年3月", Some(2024), Some(3)),
        ("3月份", None, Some(3)),
        ("1月-3月", None, None),
        ("三月台账", None, Some(3)),
        ("十二月", None, Some(12)),
        ("2024年1-3月", Some(2024), None),
        ("2024年1至3月", Some(2024), None),
        ("实验中学-3月", None, Some(3)),
        ("台账", None, None),
        ("订单1090698369754404144", None, None),
        ("2024年13月", Some(2024), None),
    ] {
        let hint = month_in_name(name);
        // A quarter's file has no single month: the lines' own dates decide, and none of them is outside it.
        assert_eq!((hint.year, hint.month), (year, month), "{name}");
    }
}

#[test]
fn the_workbooks_own_words_go_before_the_file_name_and_that_before_the_folder() {
    let reg = registry(&[
        ("盐湖区实验中学", "盐湖区", &["实验中学"]),
        ("夏县中学", "夏县", &[]),
        ("盐湖区教育局", "盐湖区", &[]),
    ]);
    let c = counties();
    let placer = Placer::new(Some(&reg), &c);
    let hints = placer.path_hints("盐湖区教育局/夏县中学2024年3月.xlsx");
    assert_eq!(placer.place(Some("实验中学"), &hints).unwrap().key, UnitKey::Registered(0));
    assert_eq!(placer.place(None, &hints).unwrap().key, UnitKey::Registered(1));
    let no_name = placer.path_hints("盐湖区教育局/3月.xlsx");
    assert_eq!(placer.place(None, &no_name).unwrap().key, UnitKey::Registered(2));
    // An unregistered school's ledger in a registered bureau's folder is not the bureau's.
    let foreign = placer.place(Some("盐湖区某某小学"), &no_name).unwrap();
    assert_eq!(
        foreign.key,
        UnitKey::Found {
            county: Some("盐湖区".into()),
            name: "盐湖区某某小学".into()
        }
    );
}

#[test]
fn an_alias_shared_by_two_counties_needs_the_county() {
    let reg = registry(&[("盐湖区实验小学", "盐湖区", &["实验小学"]), ("夏县实验小学", "夏县", &["实验小学"])]);
    let c = counties();
    let placer = Placer::new(Some(&reg), &c);
    assert_eq!(
        placer.place(Some("实验小学"), &placer.path_hints("夏县/a.xlsx")).unwrap().key,
        UnitKey::Registered(1)
    );
    let nowhere = placer.place(Some("实验小学"), &placer.path_hints("a.xlsx")).unwrap();
    assert!(
        matches!(nowhere.key, UnitKey::Found { .. }),
        "an ambiguous name is not given to either"
    );
}

#[test]
fn a_registered_name_within_a_longer_text_is_found_and_the_longest_wins() {
    let reg = registry(&[("盐湖区实验中学", "盐湖区", &[]), ("盐湖区实验中学东校区", "盐湖区", &[])]);
    let c = counties();
    let placer = Placer::new(Some(&reg), &c);
    let hints = PathHints::default();
    assert_eq!(
        placer.place(Some("盐湖区实验中学（东校区）食堂"), &hints).map(|p| p.key),
        Some(UnitKey::Registered(0))
    );
    assert_eq!(
        placer.place(Some("盐湖区实验中学东校区食堂"), &hints).map(|p| p.key),
        Some(UnitKey::Registered(1))
    );
}

#[test]
fn without_a_registry_the_same_canteen_is_one_unit() {
    let c = counties();
    let placer = Placer::new(None, &c);
    let hints = placer.path_hints("夏县/夏县中学食堂2024年1月.xlsx");
    let a = placer.place(Some("夏县中学食堂"), &hints).unwrap();
    let b = placer.place(Some("夏县 中学"), &hints).unwrap();
    assert_eq!(a.key, b.key);
    assert_eq!(placer.place(None, &placer.path_hints("3月台账.xlsx")), None);
}

#[test]
fn new_jiang_is_not_jiang() {
    let c = counties();
    let placer = Placer::new(None, &c);
    assert_eq!(placer.path_hints("新绛县/a.xlsx").county.as_deref(), Some("新绛县"));
    assert_eq!(placer.path_hints("绛县/a.xlsx").county.as_deref(), Some("绛县"));
}

#[test]
fn a_short_registered_name_is_found_at_the_start_of_a_file_name_only() {
    let reg = registry(&[("丙局", "夏县", &[])]);
    let c = counties();
    let placer = Placer::new(Some(&reg), &c);
    let at = |path: &str| placer.place(None, &placer.path_hints(path)).map(|p| p.key);
    assert_eq!(at("丙局2024年3月台账.xlsx"), Some(UnitKey::Registered(0)));
    assert!(matches!(at("夏县甲乙丙局食堂.xlsx"), Some(UnitKey::Found { .. })));
}
