use std::sync::Arc;

use proptest::prelude::*;
use rust_decimal::Decimal;
use tempfile::TempDir;

use crate::{
    formats::cells::{DateSystem, Format, Visibility},
    model::{
        cell::CellRef,
        dates::PartialDate,
        field::Field,
        finding::{Issue, Severity},
        line::LineKind,
    },
    rows::reading::{RawAmount, RawLine, Rest, SheetReading},
    run::store::*,
};

fn text() -> impl Strategy<Value = Arc<str>> {
    "[食a·0]{0,6}".prop_map(Arc::from)
}

fn line() -> impl Strategy<Value = RawLine> {
    let maybe = || proptest::option::of(text());
    let date = prop_oneof![
        Just(None),
        (1_i8..=12, 1_i8..=28).prop_map(|(m, d)| Some(PartialDate::Full(jiff::civil::date(2024, m, d)))),
        (1_i8..=12, 1_i8..=31).prop_map(|(month, day)| Some(PartialDate::MonthDay { month, day })),
    ];
    let amount = prop_oneof![any::<i64>().prop_map(RawAmount::Fen), text().prop_map(RawAmount::Unreadable)];
    let cells = proptest::collection::vec(
        any::<(u32, u32)>().prop_map(|(row, col)| (Field::Amount, CellRef { row, col })),
        0..4,
    );
    let number = proptest::option::of((any::<i64>(), 0_u32..20).prop_map(|(n, scale)| Decimal::new(n, scale)));
    (
        (any::<u16>(), any::<u32>(), date, amount),
        (maybe(), maybe(), maybe()),
        (number, cells, any::<bool>()),
    )
        .prop_map(
            |((sheet, row, date, amount), (item, supplier, channel), (quantity, cells, has_channel_column))| RawLine {
                sheet,
                table: 0,
                kind: LineKind::Detail,
                row,
                date,
                item,
                category: None,
                spec: None,
                measure: None,
                supplier,
                origin: None,
                channel,
                has_channel_column,
                order_no: None,
                quantity,
                unit_price: quantity,
                amount,
                cells: cells.into_iter().collect(),
                notes: vec!["amount_rounded".into()],
                rest: date.map(|d| {
                    Box::new(Rest {
                        other_dates: vec![(Field::ReceiptDate, d)],
                        remark: Some("甲".into()),
                        ..Rest::default()
                    })
                }),
            },
        )
}

fn kept() -> impl Strategy<Value = Kept> {
    let reading = (proptest::collection::vec(line(), 0..6), text()).prop_map(|(lines, name)| Reading {
        format: Format::Xlsx,
        date_system: DateSystem::D1904,
        sheets: vec![SheetReading {
            name,
            visibility: Visibility::VeryHidden,
            tables: vec![],
            fates: vec![],
            title: None,
            rows: 3,
            hidden_rows: 1,
            unit_name: None,
            year: Some(2024),
            month: Some(PartialDate::YearMonth("2024-03".parse().unwrap())),
        }],
        lines,
        rejected: vec![],
        issues: vec![Issue {
            code: "total_mismatch".into(),
            severity: Severity::Error,
            sheet: Some("表".into()),
            cell: Some(CellRef { row: 1, col: 2 }),
            found: "x".into(),
            args: [("stated".to_owned(), "1".to_owned())].into(),
        }],
    });
    prop_oneof![
        4 => reading.prop_map(Ok),
        1 => prop_oneof![
            Just(Unreadable::Empty),
            Just(Unreadable::Encrypted),
            text().prop_map(|t| Unreadable::Damaged(t.to_string())),
            any::<(u64, u64)>().prop_map(|(found, allowed)| Unreadable::OverLimit { limit: "max-cells".into(), found, allowed }),
        ].prop_map(Err),
    ]
}

fn open(path: &Path) -> ReadingStore {
    ReadingStore::open_at(path, b"layouts", &Limits::default(), true).unwrap()
}

fn key(n: u8) -> [u8; 32] {
    [n; 32]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_is_put_is_fetched_by_this_and_the_next_run(all in proptest::collection::vec(kept(), 1..12)) {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join(FILE_NAME);
        {
            let store = open(&path);
            for (n, value) in (0..).zip(&all) {
                prop_assert!(store.get(&key(n)).unwrap().is_none());
                store.put(&key(n), value.clone()).unwrap();
            }
            store.flush().unwrap();
            for (n, value) in (0..).zip(&all) {
                prop_assert_eq!(&*store.fetch(&key(n), || None).unwrap(), value);
            }
            store.finish().unwrap();
        }
        let next = open(&path);
        for (n, value) in (0..).zip(&all) {
            let found = next.get(&key(n)).unwrap();
            prop_assert_eq!(found.as_deref(), Some(value));
        }
    }

    #[test]
    fn a_value_with_any_flipped_bit_or_under_another_key_is_not_believed(value in kept(), at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut bytes = sealed(&key(1), postcard::to_stdvec(&value).unwrap());
        prop_assert!(unsealed(&key(2), &bytes).is_none());
        let i = at.index(bytes.len());
        bytes[i] ^= 1 << bit;
        prop_assert!(unsealed(&key(1), &bytes).is_none());
        prop_assert!(unsealed(&key(1), &bytes[..bytes.len().min(7)]).is_none());
    }
}

#[test]
fn another_reader_layout_or_limit_gives_an_empty_store() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(FILE_NAME);
    let fill = |fingerprint: &[u8], limits: &Limits| {
        let store = ReadingStore::open_at(&path, fingerprint, limits, true).unwrap();
        let found = store.get(&key(1)).unwrap();
        store.put(&key(1), Err(Unreadable::Empty)).unwrap();
        store.finish().unwrap();
        found.is_some()
    };
    let narrow = Limits {
        cells: 9,
        ..Limits::default()
    };
    assert!(!fill(b"a", &Limits::default()));
    assert!(fill(b"a", &Limits::default()));
    assert!(!fill(b"b", &Limits::default()));
    assert!(!fill(b"b", &narrow));
    assert!(fill(b"b", &narrow));
}

#[test]
fn a_damaged_store_is_replaced() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(FILE_NAME);
    let good = {
        let store = open(&path);
        store.put(&key(1), Err(Unreadable::Empty)).unwrap();
        store.finish().unwrap();
        drop(store);
        fs::read(&path).unwrap()
    };
    let mut zeroed = good.clone();
    zeroed[..4096].fill(0);
    let mut scrambled = good.clone();
    scrambled.iter_mut().skip(64).step_by(7).for_each(|b| *b = b.wrapping_add(101));
    for bytes in [
        b"not a database".to_vec(),
        Vec::new(),
        good[..good.len() / 3].to_vec(),
        zeroed,
        scrambled,
    ] {
        fs::write(&path, &bytes).unwrap();
        let store = open(&path);
        // Never anything but what was put; then it works as a new one.
        assert!(store.get(&key(1)).unwrap().is_none_or(|k| *k == Err(Unreadable::Empty)));
        store.put(&key(2), Err(Unreadable::Encrypted)).unwrap();
        store.finish().unwrap();
        drop(store);
        assert_eq!(open(&path).get(&key(2)).unwrap().as_deref(), Some(&Err(Unreadable::Encrypted)));
    }
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert!(open(&path).get(&key(2)).unwrap().is_none());
}

#[test]
fn a_store_marked_damaged_is_replaced_and_a_missing_reading_is_an_error() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(FILE_NAME);
    let store = open(&path);
    store.put(&key(1), Err(Unreadable::Empty)).unwrap();
    store.flush().unwrap();
    assert!(matches!(store.fetch(&key(2), || None), Err(StoreError::Missing { .. })));
    drop(store);
    assert!(open(&path).get(&key(1)).unwrap().is_none());
    assert!(!damage_mark(&path).exists());
}

#[test]
fn a_reading_that_is_gone_is_read_again_once() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(FILE_NAME);
    let store = open(&path);
    store.put(&key(1), Err(Unreadable::Empty)).unwrap();
    store.flush().unwrap();
    let again = || Some(Err(Unreadable::Encrypted));
    assert_eq!(*store.fetch(&key(1), again).unwrap(), Err(Unreadable::Empty));
    assert_eq!(*store.fetch(&key(2), again).unwrap(), Err(Unreadable::Encrypted));
    assert_eq!(*store.fetch(&key(2), || None).unwrap(), Err(Unreadable::Encrypted));
    drop(store);
    // What lost one reading may have lost others.
    assert!(open(&path).get(&key(1)).unwrap().is_none());
}

#[test]
fn readings_unused_for_a_year_of_runs_are_dropped() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(FILE_NAME);
    let first = open(&path);
    first.put(&key(1), Err(Unreadable::Empty)).unwrap();
    first.put(&key(2), Err(Unreadable::Encrypted)).unwrap();
    first.put(&key(3), Err(Unreadable::Encrypted)).unwrap();
    first.finish().unwrap();
    drop(first);
    for run in 2..=KEPT_RUNS + 1 {
        let store = open(&path);
        assert!(store.get(&key(2)).unwrap().is_some());
        store.uses(&key(3));
        // Looked at without being counted as used.
        assert!(store.load(&key(1)).is_some(), "run {run}");
        store.finish().unwrap();
    }
    let store = open(&path);
    assert!(store.load(&key(1)).is_none());
    assert!(store.load(&key(2)).is_some() && store.load(&key(3)).is_some());
}

#[test]
fn failures_that_may_pass_are_not_kept_and_a_temporary_store_leaves_nothing() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("scratch-1.redb");
    let store = ReadingStore::open_at(&path, b"", &Limits::default(), false).unwrap();
    store.put(&key(1), Err(Unreadable::Io("busy".into()))).unwrap();
    store.put(&key(2), Err(Unreadable::Internal("panic".into()))).unwrap();
    store.put(&key(3), Err(Unreadable::Empty)).unwrap();
    store.finish().unwrap();
    assert!(store.get(&key(1)).unwrap().is_none() && store.get(&key(2)).unwrap().is_none() && store.get(&key(3)).unwrap().is_some());
    drop(store);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn a_temporary_store_keeps_what_does_not_fit_into_memory() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("scratch-2.redb");
    let mut store = ReadingStore::open_at(&path, b"", &Limits::default(), false).unwrap();
    store.readings = Held::new(0);
    let value = || Err(Unreadable::Damaged("甲".repeat(40)));
    store.encoded = Some(Held::new(postcard::to_stdvec::<Kept>(&value()).unwrap().len()));
    store.put(&key(1), value()).unwrap();
    store.put(&key(2), value()).unwrap();
    assert!(store.encoded.as_ref().unwrap().get(&key(1)).is_some() && store.pending().values.len() == 1);
    store.flush().unwrap();
    assert_eq!(store.fetch(&key(1), || None).unwrap().as_ref(), &value());
    assert_eq!(store.fetch(&key(2), || None).unwrap().as_ref(), &value());
}

#[test]
fn notes_are_kept_beside_readings_and_a_damaged_one_is_none() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(FILE_NAME);
    let store = open(&path);
    store.note(&key(1), &("甲", 3_u32)).unwrap();
    store.put(&key(2), Err(Unreadable::Empty)).unwrap();
    assert_eq!(store.noted::<(String, u32)>(&key(1)), None, "not before it is flushed");
    store.finish().unwrap();
    drop(store);
    let store = open(&path);
    assert_eq!(store.noted::<(String, u32)>(&key(1)), Some(("甲".into(), 3)));
    assert_eq!(store.noted::<(String, u32)>(&key(3)), None);
}

#[test]
fn readings_are_written_early_only_where_memory_does_not_hold_them() {
    let dir = TempDir::new().unwrap();
    let mut store = open(&dir.path().join(FILE_NAME));
    store.put(&key(1), Err(Unreadable::Empty)).unwrap();
    store.flush_readings().unwrap();
    assert_eq!(store.pending().values.len(), 1);
    assert_eq!(store.fetch(&key(1), || None).unwrap().as_ref(), &Err(Unreadable::Empty));
    store.readings = Held::new(0);
    store.put(&key(2), Err(Unreadable::Encrypted)).unwrap();
    store.flush_readings().unwrap();
    assert!(store.pending().values.is_empty());
    for (key, value) in [(key(1), Unreadable::Empty), (key(2), Unreadable::Encrypted)] {
        assert_eq!(store.fetch(&key, || None).unwrap().as_ref(), &Err(value));
    }
}
