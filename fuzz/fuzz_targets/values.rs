//! Any text as an amount, a quantity, a date or a title: no panic, and what is read stays within its bounds.
#![no_main]

use bangfu::{formats::cells::{DateSystem, Value}, model::{dates::PartialDate, money::LARGEST_AMOUNT}, values::{self, amount::Amount, date::{self, DateCell}, money_unit::MoneyUnit, numeral}};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut cells = vec![Value::Text(text.as_ref().into()), Value::IsoDate(text.as_ref().into()), Value::Error(text.as_ref().into())];
    if let Some(eight) = bytes.first_chunk::<8>() {
        let number = f64::from_le_bytes(*eight);
        cells.extend([Value::Number(number), Value::Date(number)]);
    }
    cells.extend(text.parse::<f64>().ok().map(Value::Number));
    for cell in &cells {
        for unit in [MoneyUnit::Yuan, MoneyUnit::WanYuan, MoneyUnit::QianYuan, MoneyUnit::Jiao, MoneyUnit::Fen] {
            if let Amount::Fen { fen, .. } = values::read_amount(cell, unit) {
                assert!(fen.abs() < LARGEST_AMOUNT.0, "{cell:?}: {fen}");
            }
        }
        let _ = values::quantity(cell);
        let _ = values::is_damaged_id(cell);
        let _ = values::show(cell);
        let _ = values::text(cell);
        for system in [DateSystem::D1900, DateSystem::D1904] {
            match values::read_date(cell, system) {
                DateCell::Is(PartialDate::Full(day)) => assert!((1990..=2099).contains(&day.year()), "{cell:?}: {day}"),
                DateCell::Ambiguous { month, short, long } => {
                    assert!((1..=12).contains(&month) && (1..=31).contains(&short) && (1..=31).contains(&long), "{cell:?}");
                }
                _ => {}
            }
        }
    }
    let _ = date::title::period_in(&text);
    let _ = numeral::capital_yuan(&text);
    let _ = numeral::date_digits(&text);
});
