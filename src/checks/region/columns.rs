//! The columns of all units that cross-unit checks need, and what is grouped in them.

use crate::model::Sector;

/// A number that a line bears, as two hashes of its normalised text: 128 bits, so that equal hashes are equal numbers.
pub type Digest = (u64, u64);

/// A line with an order or invoice number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberRow {
    pub unit: u32,
    /// Line of the unit.
    pub line: u32,
    pub number: Digest,
}

/// What a unit paid for one kind of goods in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceRow {
    pub unit: u32,
    /// First of the unit's lines.
    pub line: u32,
    /// Months since year 0.
    pub month: i32,
    /// Item, specification and measure.
    pub goods: Digest,
    /// The unit's own median (the lower middle), ten-thousandths of a yuan.
    pub price: i64,
}

/// A unit's lines of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerRow {
    pub unit: u32,
    /// First of the unit's lines.
    pub first: u32,
    /// How many.
    pub count: u32,
    /// What they say, in their order: day, item, quantity, amount.
    pub lines: Digest,
}

/// What a person of a unit ate of a staple at a meal, over the year to date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DietRow {
    pub unit: u32,
    /// The unit's lines that it is made of.
    pub lines: Vec<u32>,
    pub sector: Sector,
    /// Index among the staples.
    pub staple: usize,
    pub milligrams: i64,
}

/// The columns of all units.
#[derive(Debug, Default)]
pub struct CrossUnit {
    pub orders: Vec<NumberRow>,
    pub invoices: Vec<NumberRow>,
    /// Unit prices.
    pub prices: Vec<PriceRow>,
    /// Ledgers that are long enough to be compared.
    pub ledgers: Vec<LedgerRow>,
    /// Of units that record their meals day by day.
    pub diets: Vec<DietRow>,
}

impl CrossUnit {
    /// Room for the columns of so many lines. What is not filled takes no memory; growing would hold the largest thing of a run twice.
    pub fn with_room_for(lines: u64) -> Self {
        let lines = usize::try_from(lines).unwrap_or(0);
        Self {
            orders: Vec::with_capacity(lines),
            invoices: Vec::with_capacity(lines),
            prices: Vec::with_capacity(lines),
            ledgers: Vec::new(),
            diets: Vec::new(),
        }
    }

    /// Adds those of another unit.
    pub fn append(&mut self, mut part: Self) {
        self.orders.append(&mut part.orders);
        self.invoices.append(&mut part.invoices);
        self.prices.append(&mut part.prices);
        self.ledgers.append(&mut part.ledgers);
        self.diets.append(&mut part.diets);
    }
}

/// Numbers that lines of two or more units bear: `(unit, line)` of each, sorted; the groups in the order of their first line.
pub(super) fn numbers_of_several_units(rows: &[NumberRow]) -> Vec<Vec<(u32, u32)>> {
    let mut rows = rows.to_vec();
    rows.sort_unstable_by_key(|r| (r.number, r.unit, r.line));
    let groups = rows.chunk_by(|a, b| a.number == b.number);
    let several = groups.filter(|g| g.first().map(|r| r.unit) != g.last().map(|r| r.unit));
    let mut out: Vec<Vec<(u32, u32)>> = several.map(|g| g.iter().map(|r| (r.unit, r.line)).collect()).collect();
    // Hashes must not decide the order of a report.
    out.sort();
    out
}

/// The rows, those of the same goods in the same month beside each other in the order of units.
pub(super) fn by_goods_and_month(rows: &[PriceRow]) -> Vec<PriceRow> {
    let mut rows = rows.to_vec();
    rows.sort_unstable_by_key(|r| (r.goods, r.month, r.unit));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_of_several_units_are_grouped() {
        let row = |unit, line, n| NumberRow {
            unit,
            line,
            number: (n, n),
        };
        let rows = [
            row(2, 0, 9),
            row(0, 3, 7),
            row(1, 1, 7),
            row(0, 1, 8),
            row(0, 2, 8),
            row(1, 5, 9),
            row(1, 4, 9),
        ];
        let groups = numbers_of_several_units(&rows);
        assert_eq!(groups, [vec![(0, 3), (1, 1)], vec![(1, 4), (1, 5), (2, 0)]]);
        assert!(numbers_of_several_units(&[]).is_empty());
    }

    #[test]
    fn among_many_numbers_that_stand_once_the_repeated_are_found() {
        let rows: Vec<NumberRow> = (0..10_000_u32)
            .map(|n| NumberRow {
                unit: n,
                line: 0,
                number: (u64::from(n % 9_999).wrapping_mul(0x9E37_79B9_7F4A_7C15), 0),
            })
            .collect();
        assert_eq!(numbers_of_several_units(&rows), [vec![(0, 0), (9_999, 0)]]);
    }

    #[test]
    fn numbers_that_share_half_of_their_hash_are_told_apart() {
        let row = |unit, number| NumberRow { unit, line: 0, number };
        assert!(numbers_of_several_units(&[row(0, (1, 2)), row(1, (1, 3)), row(2, (2, 2))]).is_empty());
    }
}
