//! `采购数量 | 验收数量 | 单价 | 金额`, `数量 | 退货数量 | 单价 | 金额`: one amount beside two counts. Where it is that of all that was ordered or came, less may
//! have been paid.

use rust_decimal::Decimal;

use crate::{
    model::field::Field,
    tables::{
        amount_column::Rival,
        evidence::{factors::number, values::purchases},
        region::{Column, Region},
        table_data::TableData,
    },
};

/// The count of what was accepted, or of what went back, where it may change what counts: it is never more than the other one, and what was
/// accepted is most of it, or it is of another measure.
pub(super) fn find(region: &Region, data: TableData<'_>) -> Option<Rival> {
    let [quantity, price] = [region.lone(Field::Quantity)?, region.lone(Field::UnitPrice)?];
    let vocabulary = data.vocabulary;
    let counts = || {
        let known = region.columns.iter().filter(|c| c.field == Field::Ignored && !c.outgoing);
        known.chain(&region.unmapped)
    };
    let received = |c: &Column| vocabulary.is_received(&c.header);
    let bare = |c: &Column| vocabulary.is_bare_receipt(&c.header);
    let returned = counts().find(|c| vocabulary.counts_returned(&c.header));
    let (all, other) = match returned {
        Some(back) => (quantity, back),
        None if received(quantity) || bare(quantity) => {
            let ordered = |c: &&Column| vocabulary.speaks_of_quantity(&c.header) && !received(c);
            (counts().find(ordered)?, quantity)
        }
        None => (quantity, counts().find(|c| received(c)).or_else(|| counts().find(|c| bare(c)))?),
    };
    let (mut rows, mut most) = (0, 0);
    for cells in purchases(data) {
        let (Some(all), Some(own)) = (number(cells, all.col), number(cells, other.col)) else {
            continue;
        };
        if own > all || own.is_sign_negative() {
            return None;
        }
        rows += 1;
        most += usize::from(own.checked_mul(Decimal::TWO).is_some_and(|twice| twice > all));
    }
    (rows > 0 && (returned.is_some() || most * 2 > rows)).then(|| Rival {
        taken_off: returned.is_some(),
        per: Some([all.col, price.col]),
        ..Rival::of(other.clone())
    })
}
