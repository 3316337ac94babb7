//! What the records of `.xls` and `.xlsb` have in common: short numbers, errors by code, and what stands for a damaged cell.

use std::sync::Arc;

use crate::formats::cells::Value;

/// Stands for a cell whose record is damaged: it is seen as an error value, and its row with it.
const LOST_CELL: &str = "#CELL?";

/// An `RK` number: 30 bits of a double or of a whole number, perhaps times 100.
pub(crate) fn rk(raw: u32) -> f64 {
    let n = if raw & 2 == 0 {
        f64::from_bits(u64::from(raw & !3) << 32)
    } else {
        f64::from(raw.cast_signed() >> 2)
    };
    if raw & 1 == 0 { n } else { n / 100.0 }
}

/// A number in a style that shows dates, or not.
pub(crate) fn shown(n: f64, date: bool) -> Value {
    match (n.is_finite(), date) {
        (false, _) => Value::Error(Arc::from("#NUM!")),
        (true, true) => Value::Date(n),
        (true, false) => Value::Number(n),
    }
}

/// A truth value, or where `is_error` is not 0 an error by its code.
pub(crate) fn truth_or_error(value: u8, is_error: u8) -> Value {
    if is_error == 0 {
        return Value::Bool(value != 0);
    }
    Value::Error(Arc::from(match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2B => "#GETTING_DATA",
        _ => "#N/A",
    }))
}

/// What stands for a damaged cell.
pub(crate) fn lost_cell() -> Value {
    Value::Error(Arc::from(LOST_CELL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rk_numbers() {
        for (raw, n) in [
            (0x3FF0_0000, 1.0),
            (0x3FF0_0001, 0.01),
            (0x004B_5646, 1_234_321.0),
            (0x004B_5647, 12_343.21),
            (0xFFFF_FFFE, -1.0),
        ] {
            assert_eq!(rk(raw).to_bits(), f64::to_bits(n), "{raw:08x}");
        }
    }
}
