use std::io::Read as _;

use crate::{templates::*, text::Lang};

fn choices() -> Choices {
    Choices {
        channels: vec![
            "脱贫地区农副产品网络销售平台（832平台）".into(),
            "运城市消费帮扶供销数据平台".into(),
        ],
        requirements: vec!["overall".into(), "platform_832".into()],
    }
}

/// Parts of an xlsx.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn templates_are_the_same_bytes_each_time_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let catalog = Catalog::new(lang);
        for (name, _) in WORKBOOKS {
            let made = || workbook(name, &catalog, &choices()).unwrap();
            assert!(made() == made(), "{name}");
        }
    }
}

#[test]
fn every_column_is_explained_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let catalog = Catalog::new(lang);
        for (name, source) in WORKBOOKS {
            for column in Template::parse(source).unwrap().column {
                assert!(
                    catalog.has(&format!("template.{name}.column.{}", column.key)),
                    "{name} {}",
                    column.key
                );
            }
        }
    }
}

#[test]
fn channel_and_sector_are_drop_downs_over_the_choices() {
    let catalog = Catalog::new(Lang::Zh);
    let bytes = workbook("ledger", &catalog, &choices()).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches("type=\"list\"").count(), 2, "category and channel");
    assert!(sheet.contains("type=\"date\"") && sheet.contains("type=\"decimal\""));
    let strings = part(&bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("运城市消费帮扶供销数据平台") && strings.contains("农贸市场"));
    let bytes = workbook("registry", &catalog, &choices()).unwrap();
    assert_eq!(
        part(&bytes, "xl/worksheets/sheet1.xml").matches("type=\"list\"").count(),
        3,
        "sector, canteen, requirement"
    );
    let bytes = workbook("overrides", &catalog, &choices()).unwrap();
    assert_eq!(
        part(&bytes, "xl/worksheets/sheet1.xml").matches("type=\"list\"").count(),
        1,
        "decision"
    );
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("不计入"));
    let bytes = workbook("registry", &catalog, &Choices::default()).unwrap();
    assert_eq!(
        part(&bytes, "xl/worksheets/sheet1.xml").matches("type=\"list\"").count(),
        2,
        "no empty list"
    );
}

#[test]
fn drop_downs_point_at_exactly_their_choices() {
    use calamine::{Reader as _, Xlsx};
    let bytes = workbook("ledger", &Catalog::new(Lang::Zh), &choices()).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let help = book.worksheet_range("填写说明").unwrap();
    let mut found = Vec::new();
    for formula in sheet
        .split("<formula1>'填写说明'!$A$")
        .skip(1)
        .chain(sheet.split("<formula1>&apos;填写说明&apos;!$A$").skip(1))
    {
        let (first, rest) = formula.split_once(":$A$").unwrap();
        let (first, last): (u32, u32) = (first.parse().unwrap(), rest.split_once('<').unwrap().0.parse().unwrap());
        found.push(
            (first..=last)
                .map(|r| help.get_value((r - 1, 0)).unwrap().to_string())
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].first().map(String::as_str), Some("粮食"));
    assert_eq!(found[0].len(), 12);
    assert_eq!(
        found[1],
        [
            "脱贫地区农副产品网络销售平台（832平台）",
            "运城市消费帮扶供销数据平台",
            "农贸市场",
            "超市"
        ]
    );
}
