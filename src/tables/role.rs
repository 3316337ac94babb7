//! What a table is for, as far as its columns, its titles and its tab tell: purchases, a statement, a stock book, or no purchases at all.

use crate::{
    model::field::Field,
    tables::{
        region::{Column, DATES, GOODS, Region, TableKind},
        titles::Titles,
        vocabulary::Vocabulary,
    },
};

/// Fields whose column says what or who a row is about.
const NAMED: [Field; 7] = [
    Field::Item,
    Field::Supplier,
    Field::Channel,
    Field::Category,
    Field::OrderNo,
    Field::InvoiceNo,
    Field::UnitName,
];

/// The kind of table that these columns make, if any.
#[must_use]
pub(crate) fn kind<'a>(columns: impl Iterator<Item = &'a Column> + Clone) -> Option<TableKind> {
    let has = |f: Field| columns.clone().any(|c| c.field == f && c.channel.is_none() && !c.outgoing);
    let money = has(Field::Amount) || (has(Field::Quantity) && has(Field::UnitPrice));
    if columns.clone().any(|c| c.outgoing) {
        return (money || has(Field::Item)).then_some(TableKind::StockBook);
    }
    let dated = DATES.into_iter().any(has) || has(Field::DayColumn);
    let single_purchases = dated || GOODS.into_iter().any(has);
    let channels = columns.clone().filter(|c| c.is_channel_amount()).count();
    if channels >= 2 || (channels == 1 && has(Field::Amount)) {
        return Some(if single_purchases {
            TableKind::ChannelColumns
        } else {
            TableKind::Statement
        });
    }
    let mut different: Vec<(Field, Option<&str>)> = columns.clone().map(|c| (c.field, c.channel.as_deref())).collect();
    different.sort_unstable();
    different.dedup();
    let named = NAMED.into_iter().any(has);
    if money && (named || dated || has(Field::MonthColumn)) && different.len() >= 2 {
        return Some(if single_purchases {
            TableKind::Detail
        } else {
            TableKind::Statement
        });
    }
    let quantities = has(Field::Quantity) || has(Field::UnitPrice);
    (has(Field::Item) && quantities && different.len() >= 3).then_some(TableKind::NoMoney)
}

/// Issues and stock-taking are no purchases: by the title above the table or the tab, where no column speaks of a purchase.
#[must_use]
pub(crate) fn is_no_purchase(region: &Region, titles: &Titles, tab: &str, vocabulary: &Vocabulary) -> bool {
    let speaks = region
        .columns
        .iter()
        .any(|c| matches!(c.field, Field::Supplier | Field::Channel | Field::OrderNo) || c.incoming || c.channel.is_some());
    let by_tab = vocabulary.is_outgoing_title(tab) && !titles.title.as_ref().is_some_and(|t| vocabulary.is_incoming_title(&t.text));
    !speaks && (titles.outgoing.is_some() || by_tab)
}
