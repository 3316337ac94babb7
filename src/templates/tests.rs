use std::io::Read as _;

use crate::{templates::*, text::catalog::Lang};

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
        assert_eq!(ledger(&catalog, &choices()).unwrap(), ledger(&catalog, &choices()).unwrap());
        assert_eq!(registry(&catalog, &choices()).unwrap(), registry(&catalog, &choices()).unwrap());
    }
}

#[test]
fn every_column_is_explained_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let catalog = Catalog::new(lang);
        for (name, source) in [
            ("ledger", include_str!("../data/templates/ledger.toml")),
            ("registry", include_str!("../data/templates/registry.toml")),
            ("overrides", include_str!("../data/templates/overrides.toml")),
        ] {
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
    let bytes = ledger(&catalog, &choices()).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches("type=\"list\"").count(), 2, "category and channel");
    assert!(sheet.contains("type=\"date\"") && sheet.contains("type=\"decimal\""));
    let strings = part(&bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("运城市消费帮扶供销数据平台") && strings.contains("农贸市场"));
    let bytes = registry(&catalog, &choices()).unwrap();
    assert_eq!(
        part(&bytes, "xl/worksheets/sheet1.xml").matches("type=\"list\"").count(),
        3,
        "sector, canteen, requirement"
    );
    let bytes = overrides(&catalog, &choices()).unwrap();
    assert_eq!(
        part(&bytes, "xl/worksheets/sheet1.xml").matches("type=\"list\"").count(),
        1,
        "decision"
    );
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("不计入"));
    let bytes = registry(&catalog, &Choices::default()).unwrap();
    assert_eq!(
        part(&bytes, "xl/worksheets/sheet1.xml").matches("type=\"list\"").count(),
        2,
        "no empty list"
    );
}

#[test]
fn drop_downs_point_at_exactly_their_choices() {
    use calamine::{Reader as _, Xlsx};
    let bytes = ledger(&Catalog::new(Lang::Zh), &choices()).unwrap();
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

/// What a template holds, as the reader's cells.
fn book_of(bytes: Vec<u8>) -> crate::formats::cells::Book {
    use crate::formats::cells::{Book, Cell, DateSystem, Format, Marks, Sheet, Value, Visibility};
    use calamine::{Data, Reader as _, Xlsx};
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheets = book
        .worksheets()
        .into_iter()
        .map(|(name, range)| {
            let (top, left) = range.start().unwrap();
            let cells = range
                .used_cells()
                .map(|(row, col, value)| {
                    let Data::String(text) = value else {
                        panic!("a template holds texts only")
                    };
                    let (row, col) = (top + u32::try_from(row).unwrap(), left + u32::try_from(col).unwrap());
                    Cell {
                        row,
                        col,
                        value: Value::Text(text.as_str().into()),
                        formula: false,
                    }
                })
                .collect();
            Sheet {
                name: name.into(),
                visibility: Visibility::Visible,
                cells,
                merges: vec![],
                hidden_rows: vec![],
                marks: Marks::default(),
            }
        })
        .collect();
    Book {
        format: Format::Xlsx,
        date_system: DateSystem::D1900,
        sheets,
        damage: vec![],
    }
}

#[test]
fn a_filled_in_ledger_is_read_back_without_a_question() {
    use crate::{
        formats::cells::{Cell, Value},
        model::dates::PartialDate,
        rows::{
            reading::{Fate, RawAmount},
            sheets::read_book,
        },
        tables::vocabulary::Vocabulary,
    };
    for lang in [Lang::Zh, Lang::En] {
        let mut book = book_of(ledger(&Catalog::new(lang), &choices()).unwrap());
        let text = |row, col, text: &str| Cell {
            row,
            col,
            value: Value::Text(text.into()),
            formula: false,
        };
        let number = |row, col, n| Cell {
            row,
            col,
            value: Value::Number(n),
            formula: false,
        };
        let sheet = &mut book.sheets[0];
        sheet.cells.extend([
            text(1, 1, "盐湖区实验中学"),
            // 5 and 6 March 2024 as serial numbers.
            Cell {
                row: 3,
                col: 0,
                value: Value::Date(45356.0),
                formula: false,
            },
            text(3, 1, "面粉"),
            text(3, 2, "粮食"),
            text(3, 4, "袋"),
            number(3, 5, 3.0),
            number(3, 6, 98.5),
            number(3, 7, 295.5),
            text(3, 8, "平陆县某合作社"),
            text(3, 9, "平陆县"),
            text(3, 10, "脱贫地区农副产品网络销售平台（832平台）"),
            text(3, 11, "202403051234567890"),
            Cell {
                row: 4,
                col: 0,
                value: Value::Date(45357.0),
                formula: false,
            },
            text(4, 1, "白菜"),
            number(4, 7, -20.0),
        ]);
        sheet.cells.sort_by_key(|c| (c.row, c.col));
        let reading = read_book(&book, &Vocabulary::embedded());
        assert_eq!(reading.issues, [], "{lang:?}");
        assert_eq!(reading.rejected, []);
        let unit = reading.sheets[0]
            .unit_names
            .first()
            .or_else(|| reading.sheets[0].tables[0].unit_names.first())
            .unwrap();
        assert_eq!(&*unit.text, "盐湖区实验中学");
        let [flour, cabbage] = &reading.lines[..] else {
            panic!("{:?}", reading.lines)
        };
        assert_eq!(
            (flour.date, &flour.amount),
            (Some(PartialDate::Full(jiff::civil::date(2024, 3, 5))), &RawAmount::Fen(29550))
        );
        assert_eq!(flour.item.as_deref(), Some("面粉"));
        assert_eq!(flour.category.as_deref(), Some("粮食"));
        assert_eq!(flour.measure.as_deref(), Some("袋"));
        assert_eq!(flour.supplier.as_deref(), Some("平陆县某合作社"));
        assert_eq!(flour.origin.as_deref(), Some("平陆县"));
        assert_eq!(flour.channel.as_deref(), Some("脱贫地区农副产品网络销售平台（832平台）"));
        assert_eq!(flour.order_no.as_deref(), Some("202403051234567890"));
        assert_eq!(
            (cabbage.date, &cabbage.amount),
            (Some(PartialDate::Full(jiff::civil::date(2024, 3, 6))), &RawAmount::Fen(-2000))
        );
        assert!(cabbage.has_channel_column && cabbage.channel.is_none());
        assert!(flour.notes.is_empty() && cabbage.notes.is_empty());
        let table = &reading.sheets[0].tables[0];
        assert_eq!(table.columns.len() + table.unmapped.len(), 15);
        assert_eq!(table.unmapped, []);
        // The instructions are prose: no table, no row that looks lost.
        assert!(reading.sheets[1].tables.is_empty());
        assert!(
            reading.sheets[1].fates.iter().all(|f| matches!(f.fate, Fate::Prose | Fate::Title)),
            "{:?}",
            reading.sheets[1].fates
        );
    }
}
