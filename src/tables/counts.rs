//! Totals of weights and counts: no amounts of money, though their header reads like one.

use crate::{
    model::field::Field,
    tables::{
        disambiguate::TableData,
        region::{Region, TableKind},
        row_cells::RowCells,
        vocabulary::meaning::RowLabel,
    },
    values,
};

/// The table without its amount column where that is the total (合计) of weights or counts: no header and no title speaks of money, no column
/// of prices, and the header above, the columns beside or the figures themselves speak of weights.
#[must_use]
pub(crate) fn settle(mut region: Region, data: TableData<'_>, says_money: bool) -> Region {
    let mut amounts = region.columns.iter().enumerate().filter(|(_, c)| c.field == Field::Amount);
    let (Some((at, column)), None) = (amounts.next(), amounts.next()) else {
        return region;
    };
    let (group, leaf) = column.header.rsplit_once(" / ").unwrap_or(("", &column.header));
    let is_total = matches!(data.vocabulary.row_label(leaf), Some(RowLabel::Total(_)));
    let priced = region.columns.iter().any(|c| c.field == Field::UnitPrice);
    if says_money || !is_total || priced || column.money.is_some() || column.channel.is_some() {
        return region;
    }
    let beside = || region.unmapped.iter().filter(|u| data.vocabulary.is_of_counts(&u.text)).count();
    if data.vocabulary.is_of_counts(group) || beside() > 1 || repeats_quantity(&region, data, at) {
        if let Some(column) = region.columns.get_mut(at) {
            column.field = Field::Ignored;
        }
        region.kind = TableKind::NoMoney;
    }
    region
}

/// Whether the figures of the column are the quantities beside it.
fn repeats_quantity(region: &Region, data: TableData<'_>, at: usize) -> bool {
    let mut row_cells = RowCells::new(region);
    let mut same = 0;
    for index in data.sample() {
        row_cells.load(data.grid, data.vocabulary, index);
        let number = |cell: Option<&crate::formats::cells::Cell>| cell.and_then(|c| values::quantity(&c.value)).map(|q| q.0);
        let amount = number(row_cells.in_column(at).and_then(|c| c.cell));
        match (amount, number(row_cells.cell(Field::Quantity))) {
            (Some(amount), Some(quantity)) if amount == quantity => same += 1,
            (None, _) => {}
            _ => return false,
        }
    }
    same > 1
}
