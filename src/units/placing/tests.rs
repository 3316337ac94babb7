use std::collections::BTreeMap;

use crate::{
    formats::cells::{DateSystem, Format, Visibility},
    model::{cell::CellRef, unit::Canteen},
    rows::reading::SheetReading,
    tables::{region::Located, vocabulary::Vocabulary},
    units::{placing::*, whose::Whose},
};

/// The words of names, as embedded.
fn words() -> NameWords {
    NameWords::new(Vocabulary::embedded().unit_words())
}

fn placer<'a>(registry: Option<&'a Registry>, counties: &'a [Arc<str>]) -> Placer<'a> {
    Placer::new(registry, counties, &Vocabulary::embedded())
}

fn at(text: &str) -> Vec<Located> {
    let cell = CellRef { row: 0, col: 0 };
    vec![Located { text: text.into(), cell }]
}

/// A book of one sheet with these unit lines and titles.
fn book(unit_names: Vec<Located>, titles: Vec<Located>) -> Reading {
    let sheet = SheetReading {
        name: "Sheet1".into(),
        visibility: Visibility::Visible,
        tables: Vec::new(),
        fates: Vec::new(),
        rows: 0,
        hidden_rows: 0,
        passed_over: 0,
        title: None,
        unit_names,
        titles,
        year: None,
        month: None,
    };
    Reading {
        format: Format::Xlsx,
        date_system: DateSystem::D1900,
        sheets: vec![sheet],
        lines: Vec::new(),
        stock: Vec::new(),
        rejected: Vec::new(),
        issues: Vec::new(),
    }
}

/// The unit of a book whose unit line says `own`, at a path.
fn place(placer: &Placer<'_>, own: Option<&str>, path: &str) -> Option<Placed> {
    let (reading, hints) = (book(own.map(at).unwrap_or_default(), Vec::new()), placer.path_hints(path));
    Whose::new(placer, &reading, &hints).sheet(0).map(|p| p.unit.clone())
}

/// The same of a book with a title.
fn titled(placer: &Placer<'_>, title: &str) -> Option<Placed> {
    let (reading, hints) = (book(Vec::new(), at(title)), placer.path_hints("a.xlsx"));
    Whose::new(placer, &reading, &hints).sheet(0).map(|p| p.unit.clone())
}

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
            parent: None,
            contact: crate::model::unit::Contact::default(),
            aliases: aliases.iter().map(|a| Arc::from(*a)).collect(),
            plan_fen: None,
            previous_year_fen: None,
            union_funds_fen: None,
            staff: None,
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
        assert_eq!(
            words()
                .unit_in_name(name, &counties())
                .map(|n| words().canteen_stripped(&n, 4).to_owned())
                .as_deref(),
            unit,
            "{name}"
        );
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
    let placer = placer(Some(&reg), &c);
    let path = "盐湖区教育局/夏县中学2024年3月.xlsx";
    assert_eq!(place(&placer, Some("实验中学"), path).unwrap().key, UnitKey::Registered(0));
    assert_eq!(place(&placer, None, path).unwrap().key, UnitKey::Registered(1));
    let no_name = "盐湖区教育局/3月.xlsx";
    assert_eq!(place(&placer, None, no_name).unwrap().key, UnitKey::Registered(2));
    // An unregistered school's ledger in a registered bureau's folder is not the bureau's.
    let foreign = place(&placer, Some("盐湖区城关小学"), no_name).unwrap();
    assert_eq!(
        foreign.key,
        UnitKey::Found {
            county: Some("盐湖区".into()),
            name: "盐湖区城关小学".into()
        }
    );
    // What a form leaves blank names nobody.
    assert_eq!(place(&placer, Some("盐湖区某某小学"), no_name).unwrap().key, UnitKey::Registered(2));
}

#[test]
fn an_alias_shared_by_two_counties_needs_the_county() {
    let reg = registry(&[("盐湖区实验小学", "盐湖区", &["实验小学"]), ("夏县实验小学", "夏县", &["实验小学"])]);
    let c = counties();
    let placer = placer(Some(&reg), &c);
    assert_eq!(place(&placer, Some("实验小学"), "夏县/a.xlsx").unwrap().key, UnitKey::Registered(1));
    let nowhere = place(&placer, Some("实验小学"), "a.xlsx").unwrap();
    assert!(
        matches!(nowhere.key, UnitKey::Found { .. }),
        "an ambiguous name is not given to either"
    );
}

#[test]
fn a_registered_name_within_a_longer_text_is_found_and_the_longest_wins() {
    let reg = registry(&[("盐湖区实验中学", "盐湖区", &[]), ("盐湖区实验中学东校区", "盐湖区", &[])]);
    let c = counties();
    let placer = placer(Some(&reg), &c);
    assert_eq!(
        place(&placer, Some("盐湖区实验中学（教师灶）食堂"), "a.xlsx").map(|p| p.key),
        Some(UnitKey::Registered(0))
    );
    // A campus that is not registered is not the school beside which another is.
    assert!(matches!(
        place(&placer, Some("盐湖区实验中学（西校区）食堂"), "a.xlsx").map(|p| p.key),
        Some(UnitKey::Found { .. })
    ));
    // Brackets are no part of a name.
    assert_eq!(
        place(&placer, Some("盐湖区实验中学（东校区）食堂"), "a.xlsx").map(|p| p.key),
        Some(UnitKey::Registered(1))
    );
    assert_eq!(
        place(&placer, Some("盐湖区实验中学东校区食堂"), "a.xlsx").map(|p| p.key),
        Some(UnitKey::Registered(1))
    );
}

#[test]
fn without_a_registry_the_same_canteen_is_one_unit() {
    let c = counties();
    let placer = placer(None, &c);
    let path = "夏县/夏县中学食堂2024年1月.xlsx";
    let a = place(&placer, Some("夏县中学食堂"), path).unwrap();
    let b = place(&placer, Some("夏县 中学"), path).unwrap();
    assert_eq!(a.key, b.key);
    assert_eq!(place(&placer, None, "3月台账.xlsx"), None);
}

#[test]
fn new_jiang_is_not_jiang() {
    let c = counties();
    let placer = placer(None, &c);
    assert_eq!(placer.path_hints("新绛县/a.xlsx").county.as_deref(), Some("新绛县"));
    assert_eq!(placer.path_hints("绛县/a.xlsx").county.as_deref(), Some("绛县"));
}

#[test]
fn a_short_registered_name_is_found_at_the_start_of_a_file_name_only() {
    let reg = registry(&[("丙局", "夏县", &[])]);
    let c = counties();
    let placer = placer(Some(&reg), &c);
    let at = |path: &str| place(&placer, None, path).map(|p| p.key);
    assert_eq!(at("丙局2024年3月台账.xlsx"), Some(UnitKey::Registered(0)));
    assert!(matches!(at("夏县甲乙丙局食堂.xlsx"), Some(UnitKey::Found { .. })));
}

#[test]
fn a_name_is_cut_out_of_a_title() {
    let c = counties();
    let found = placer(None, &c);
    for (title, unit) in [
        ("夏县实验小学食堂2024年3月采购台账", Some("夏县实验小学")),
        ("中共夏县县委办公室机关食堂三月份食材采购明细", Some("中共夏县县委办公室")),
        ("2023-2024学年第二学期夏县第二中学食堂进货查验记录", Some("夏县第二中学")),
        ("附件1 夏县人民医院职工食堂采购情况统计表", Some("夏县人民医院")),
        ("运城市兴达矿业有限公司职工食堂采购台账", Some("运城市兴达矿业有限公司")),
        ("运城市兴达商贸有限公司送货单", None),
        ("全县中小学食堂采购台账", None),
        ("学校食堂食材采购台账", None),
        ("夏县小学生营养餐采购台账", None),
        ("某某小学食堂采购台账", None),
        ("后勤服务中心采购台账", None),
        ("食材采购台账", None),
    ] {
        assert_eq!(titled(&found, title).map(|p| p.shown.to_string()).as_deref(), unit, "{title}");
    }
}

#[test]
fn a_registered_name_is_whole_where_it_stands() {
    let reg = registry(&[
        ("夏县实验小学", "夏县", &["实验小学"]),
        ("绛县中学", "绛县", &[]),
        ("盐湖区第十三中学", "盐湖区", &["十三中学"]),
        ("夏县教育局", "夏县", &[]),
    ]);
    let c = counties();
    let placer = placer(Some(&reg), &c);
    let unit = |title: &str| match titled(&placer, title).map(|p| p.key) {
        Some(UnitKey::Registered(i)) => Some(i),
        _ => None,
    };
    for (title, wanted) in [
        ("夏县实验小学食堂采购台账", Some(0)),
        ("2024年3月实验小学食堂采购台账", Some(0)),
        ("运城市夏县实验小学学校食堂采购台账", Some(0)),
        ("山西省夏县实验小学2024年3月台账", Some(0)),
        // Other units, whose names hold a registered one.
        ("夏县实验小学附属幼儿园食堂采购台账", None),
        ("平陆县实验小学食堂采购台账", None),
        ("城关实验小学食堂采购台账", None),
        ("新绛县中学食堂采购台账", None),
        ("绛县中学路小学食堂采购台账", None),
        ("盐湖区第二十三中学食堂采购台账", None),
        ("绛县中学食堂采购台账", Some(1)),
        // Numbers in any writing.
        ("盐湖区第13中学食堂采购台账", Some(2)),
        ("盐湖区十三中学（2024年3月）采购台账", Some(2)),
        // The school, not the bureau before it.
        ("夏县教育局机关食堂采购台账", Some(3)),
        ("夏县教育局城关小学食堂采购台账", None),
    ] {
        assert_eq!(unit(title), wanted, "{title}");
    }
}

#[test]
fn near_names_are_those_that_hold_it_or_differ_little() {
    let reg = registry(&[
        ("夏县实验小学", "夏县", &[]),
        ("夏县实验中学", "夏县", &[]),
        ("夏县人民医院", "夏县", &["县医院"]),
        ("盐湖区城西学校", "盐湖区", &[]),
    ]);
    let c = counties();
    let placer = placer(Some(&reg), &c);
    let near = |name: &str| placer.nearest(name).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(near("夏县试验小学"), ["夏县实验小学"]);
    assert_eq!(near("实验"), ["夏县实验小学", "夏县实验中学"]);
    assert_eq!(near("夏县人民医院南院"), ["夏县人民医院"]);
    assert_eq!(near("夏县司法局"), Vec::<String>::new());
}

/// Thousands of registered names and of unknown ones: compared in a moment, for most are told apart without counting.
#[test]
fn near_names_of_many_are_found_in_time() {
    let names: Vec<String> = (0..3_000_u32)
        .map(|i| format!("夏县{}小学", char::from_u32(0x4e00 + i).unwrap_or('甲')))
        .collect();
    let units: Vec<(&str, &str, &[&str])> = names.iter().map(|n| (n.as_str(), "夏县", &[][..])).collect();
    let reg = registry(&units);
    let c = counties();
    let placer = placer(Some(&reg), &c);
    let mut found = BTreeMap::new();
    for i in 0..300_u32 {
        let name = format!("夏县{}{}中心学校", char::from_u32(0x5000 + i).unwrap_or('甲'), i);
        *found.entry(placer.nearest(&name).len()).or_insert(0) += 1;
    }
    assert_eq!(found, BTreeMap::from([(0, 300)]));
}
