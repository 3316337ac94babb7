//! A month that does not begin with what the month before left, of the same goods.

use std::collections::BTreeMap;

use crate::{
    checks::{
        by_supplier::by_texts,
        prelude::*,
        stock::books::{Wrong, by_month, number},
    },
    model::StockRow,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let text = |t: &'_ Option<std::sync::Arc<str>>| t.clone().unwrap_or_default();
    let texts: Vec<[std::sync::Arc<str>; 3]> = cx
        .data
        .stock
        .iter()
        .map(|r| [r.item.clone(), text(&r.spec), text(&r.measure)])
        .collect();
    let keyed = cx.data.stock.iter().zip(&texts);
    let goods = by_texts(keyed.map(|(row, t)| ([&*t[0], &*t[1], &*t[2]], row)));
    let (mut passed, mut wrong) = (0, Vec::new());
    for rows in goods.values() {
        let mut months: BTreeMap<Month, Vec<&StockRow>> = BTreeMap::new();
        for row in rows {
            months.entry(row.month).or_default().push(row);
        }
        // Goods in two books of one month: nobody knows which goes on.
        months.retain(|_, rows| {
            rows.iter()
                .all(|r| (&r.source.file, &r.source.sheet) == (&rows[0].source.file, &rows[0].source.sheet))
        });
        for (month, rows) in &months {
            let Some(before) = months
                .get(&month.previous())
                .and_then(|rows| rows.iter().rev().find(|r| r.figures.closing.is_some()))
            else {
                continue;
            };
            let (Some(left), Some(opening)) = (before.figures.closing, rows[0].figures.opening) else {
                continue;
            };
            if left == opening {
                passed += 1;
                continue;
            }
            wrong.push(Wrong {
                row: rows[0],
                args: vec![("left", number(left)), ("opening", number(opening))],
                beside: Some(before.source.clone()),
            });
        }
    }
    by_month(passed, wrong).unless_nothing(NotApplicableReason::NoStockOfTwoMonths)
}
