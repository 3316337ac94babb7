//! The whole of a statement that is of assistance alone.

use crate::{
    model::field::Field,
    tables::{
        region::{Column, Region, TableKind},
        statement::figures::read,
        table_data::TableData,
        titles::Titles,
        vocabulary::meaning::RowLabel,
    },
    values::money_unit::MoneyUnit,
};

/// `消费帮扶统计表` over `832平台 | 消费帮扶超市 | 合计`: a bare total that is the sum of channels that count in every row is no whole of the purchases.
pub(crate) fn drop_sum_of_assistance(region: &mut Region, data: TableData<'_>, titles: &Titles, money: MoneyUnit) {
    let vocabulary = data.vocabulary;
    let of_assistance = || titles.title.as_ref().is_some_and(|t| vocabulary.is_of_assistance(&t.text));
    if region.kind != TableKind::Statement || !of_assistance() {
        return;
    }
    let bare = |c: &&Column| matches!(vocabulary.row_label(&c.header), Some(RowLabel::Total(_)));
    let parts: Vec<&Column> = region.columns.iter().filter(|c| c.is_channel_amount()).collect();
    let named = |c: &&Column, is: &dyn Fn(&str) -> bool| c.channel.as_deref().is_some_and(is);
    let counts = parts.iter().any(|c| named(c, &|name| vocabulary.mentions_channel(name)));
    let other = parts.iter().any(|c| named(c, &|name| vocabulary.is_other_channel(name)));
    let Some(whole) = region
        .lone(Field::Amount)
        .filter(bare)
        .filter(|_| parts.len() > 1 && counts && !other)
    else {
        return;
    };
    let fen = |c: &Column| read(data, c.col, c.money_unit(money));
    let (all, of_parts): (_, Vec<Vec<Option<i64>>>) = (fen(whole), parts.into_iter().map(fen).collect());
    let sum = |row: usize| {
        of_parts
            .iter()
            .filter_map(|fen| fen.get(row).copied().flatten())
            .map(i128::from)
            .sum::<i128>()
    };
    let is_sum = all
        .iter()
        .enumerate()
        .all(|(row, fen)| fen.is_none_or(|fen| i128::from(fen) == sum(row)));
    let col = whole.col;
    for column in region.columns.iter_mut().filter(|c| is_sum && c.col == col) {
        column.field = Field::Ignored;
    }
}
