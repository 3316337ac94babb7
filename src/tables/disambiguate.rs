//! What only a table's data can tell: which of several amount columns counts, what `单位` means, statement or ledger.

use crate::{
    formats::cells::{DateSystem, Value},
    model::{cell::CellRef, dates::PartialDate, field::Field},
    rows::{
        reading::{MoneyUnit, TableKind},
        row_cells::Slots,
    },
    tables::{grid::Grid, region::Region, titles::Titles, vocabulary::Layouts},
    values::{self, amount::Amount, date::DateCell},
};

/// Data rows looked at.
const SAMPLE: usize = 400;

fn sample<'a>(rows: &'a [(usize, usize)]) -> impl Iterator<Item = usize> + 'a {
    rows.iter().flat_map(|(from, to)| *from..*to).take(SAMPLE)
}

/// Settles columns and kind by the data below the header.
#[must_use]
pub fn refine(
    mut region: Region,
    grid: &Grid<'_>,
    rows: &[(usize, usize)],
    titles: &Titles,
    layouts: &Layouts,
    system: DateSystem,
) -> Region {
    settle_unit(&mut region, grid, rows, layouts);
    settle_ticks(&mut region, grid, rows, layouts);
    let has = |f: Field| region.columns.iter().any(|c| c.field == f && c.channel.is_none());
    let goods = [
        Field::Item,
        Field::OrderNo,
        Field::InvoiceNo,
        Field::Quantity,
        Field::UnitPrice,
        Field::Spec,
    ]
    .into_iter()
    .any(has);
    if matches!(region.kind, TableKind::Detail | TableKind::ChannelColumns) && !goods && monthly(&region, grid, rows, titles, system) {
        region.kind = TableKind::Statement;
    }
    if region.kind == TableKind::Statement {
        // 日期 over months: each row is a month.
        for column in region.columns.iter_mut().filter(|c| c.field == Field::Date) {
            column.field = Field::MonthColumn;
        }
    }
    region
}

/// Whether the date column holds months rather than days, or (without any) the title says statement.
fn monthly(region: &Region, grid: &Grid<'_>, rows: &[(usize, usize)], titles: &Titles, system: DateSystem) -> bool {
    let dates = [Field::Date, Field::OrderDate, Field::ReceiptDate, Field::PaymentDate];
    let Some(column) = region.columns.iter().find(|c| dates.contains(&c.field)) else {
        return titles.statement;
    };
    let (mut months, mut days) = (0, 0);
    for index in sample(rows) {
        let Some(cell) = grid.cells(index).iter().find(|c| c.col == column.col) else {
            continue;
        };
        match values::read_date(&cell.value, system) {
            DateCell::Is(PartialDate::YearMonth(_) | PartialDate::MonthOnly { .. }) => months += 1,
            DateCell::Is(_) | DateCell::Range(_) | DateCell::Ambiguous { .. } => days += 1,
            _ => {}
        }
    }
    months > days
}

/// Channel columns that hold ticks beside an amount column say which channel the amount went through.
fn settle_ticks(region: &mut Region, grid: &Grid<'_>, rows: &[(usize, usize)], layouts: &Layouts) {
    let channel = |c: &crate::tables::region::Column| c.field == Field::Amount && c.channel.is_some();
    if !region.columns.iter().any(channel) || !region.columns.iter().any(|c| c.field == Field::Amount && c.channel.is_none()) {
        return;
    }
    let (mut ticks, mut figures) = (0, 0);
    for index in sample(rows) {
        for cell in grid.cells(index) {
            if region.columns.iter().any(|c| c.col == cell.col && channel(c)) {
                match &cell.value {
                    Value::Text(t) if layouts.is_tick(t) => ticks += 1,
                    Value::Text(t) if layouts.is_nothing(t) || layouts.is_cross(t) => {}
                    _ => figures += 1,
                }
            }
        }
    }
    if ticks > figures {
        for column in region.columns.iter_mut().filter(|c| channel(c)) {
            column.field = Field::Channel;
        }
        region.kind = TableKind::Detail;
    }
}

/// `单位` is the measure, unless its values are names of organisations; beside 计量单位 it is one only if they are.
fn settle_unit(region: &mut Region, grid: &Grid<'_>, rows: &[(usize, usize)], layouts: &Layouts) {
    let has_quantity = region.columns.iter().any(|c| c.field == Field::Quantity);
    for column in &mut region.columns {
        if &*column.matched != "单位" || !matches!(column.field, Field::Measure | Field::UnitName) {
            continue;
        }
        let (mut names, mut other) = (0, 0);
        for index in sample(rows) {
            let Some(cell) = grid.cells(index).iter().find(|c| c.col == column.col) else {
                continue;
            };
            let Value::Text(text) = &cell.value else { continue };
            if layouts.row_label(text).is_some() || values::is_blank(&cell.value) || layouts.is_ditto(text) {
                continue;
            }
            if !layouts.is_measure(text) && layouts.looks_like_organisation(text) {
                names += 1
            } else {
                other += 1
            }
        }
        column.field = if names > other || (names + other == 0 && !has_quantity) {
            Field::UnitName
        } else {
            Field::Measure
        };
    }
    let mut seen = false;
    for column in &mut region.columns {
        if column.field == Field::Measure {
            if seen {
                column.field = Field::Ignored;
            }
            seen = true;
        }
    }
}

/// The amount column among several, by quantity × price where that tells, else by its name's rank. With the header of the
/// chosen one where the others differ in some row: the choice is to be reported.
#[must_use]
pub fn amount_column(
    region: &Region,
    grid: &Grid<'_>,
    layouts: &Layouts,
    rows: &[(usize, usize)],
    money: MoneyUnit,
) -> (Option<usize>, Option<(CellRef, String)>) {
    let candidates: Vec<usize> = region
        .columns
        .iter()
        .enumerate()
        .filter(|(_, c)| c.field == Field::Amount && c.channel.is_none() && !c.outgoing)
        .map(|(i, _)| i)
        .collect();
    let by_rank = |list: &[usize]| list.iter().copied().min_by_key(|i| (region.columns[*i].rank, *i));
    if candidates.len() < 2 {
        return (candidates.first().copied(), None);
    }
    let mut slots = Slots::new(region);
    let mut fits = vec![0_usize; candidates.len()];
    let mut less_discount = vec![0_usize; candidates.len()];
    let mut filled = vec![0_usize; candidates.len()];
    let (mut compared, mut differ) = (0, false);
    for index in sample(rows) {
        let Some(row) = grid.rows.get(index).map(|r| r.row) else { continue };
        slots.load(grid, layouts, row, grid.cells(index));
        if !(slots.effective(Field::Item) || slots.effective(Field::Supplier) || slots.effective(Field::Date)) {
            continue;
        }
        let amounts: Vec<Option<i64>> = candidates
            .iter()
            .map(|i| {
                let cell = slots.now.get(*i).and_then(|s| s.cell)?;
                match values::read_amount(&cell.value, region.columns[*i].money.unwrap_or(money)) {
                    Amount::Fen { fen, .. } => Some(fen),
                    _ => None,
                }
            })
            .collect();
        differ |= amounts.iter().flatten().any(|a| amounts.iter().flatten().any(|b| a != b));
        for (n, amount) in filled.iter_mut().zip(&amounts) {
            *n += usize::from(amount.is_some_and(|a| a != 0));
        }
        let number = |f: Field| slots.cell(f).and_then(|c| values::quantity(&c.value)).map(|q| q.0);
        if let (Some(q), Some(p)) = (number(Field::Quantity), number(Field::UnitPrice))
            && let Some((product, _)) = q.checked_mul(p).and_then(|d| values::to_fen(d, money))
        {
            compared += 1;
            for (n, amount) in fits.iter_mut().zip(&amounts) {
                *n += usize::from(*amount == Some(product));
            }
            let off = discount(region, grid, index, layouts, money).unwrap_or(0);
            for (n, amount) in less_discount.iter_mut().zip(&amounts) {
                *n += usize::from(off != 0 && *amount == product.checked_sub(off));
            }
        }
    }
    let best = fits.iter().copied().max().unwrap_or(0);
    let fitting: Vec<usize> = candidates.iter().zip(&fits).filter(|(_, n)| **n == best).map(|(i, _)| *i).collect();
    let most = filled.iter().copied().max().unwrap_or(0);
    let full: Vec<usize> = candidates
        .iter()
        .zip(&filled)
        .filter(|(_, n)| **n * 2 >= most)
        .map(|(i, _)| *i)
        .collect();
    let discounted: Vec<usize> = candidates
        .iter()
        .zip(&less_discount)
        .filter(|(_, n)| **n > 0)
        .map(|(i, _)| *i)
        .collect();
    let chosen = if let [paid] = discounted[..] {
        // 商品金额 less 优惠金额 is 实付金额: what was paid counts.
        Some(paid)
    } else if best * 2 > compared && best > 0 {
        by_rank(&fitting)
    } else {
        by_rank(&full)
    };
    let report = chosen.filter(|_| differ).map(|i| {
        let headers: Vec<&str> = candidates.iter().map(|c| region.columns[*c].header.as_ref()).collect();
        (region.columns[i].cell, headers.join("、"))
    });
    (chosen, report)
}

/// What a row's 优惠金额 takes off, in fen.
fn discount(region: &Region, grid: &Grid<'_>, index: usize, layouts: &Layouts, money: MoneyUnit) -> Option<i64> {
    let column = region
        .columns
        .iter()
        .find(|c| c.field == Field::Ignored && layouts.is_discount(&c.matched))?;
    let cell = grid.cells(index).iter().find(|c| c.col == column.col)?;
    match values::read_amount(&cell.value, column.money.unwrap_or(money)) {
        Amount::Fen { fen, .. } => Some(fen),
        _ => None,
    }
}
