//! What only a table's data can tell: what `单位` means, whether a channel's column holds ticks, statement or ledger.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    formats::cells::{Cell, Value},
    model::{dates::PartialDate, field::Field},
    tables::{
        amount_column::{self, AmountColumn, Rival},
        evidence::{
            counts, factors,
            fields::{self, Told},
            parts, payments, quantities, stock, versions,
        },
        region::{Column, DATES, GOODS, Region, TableKind},
        role::kind,
        statement,
        table_data::TableData,
        titles::Titles,
    },
    values::{self, date::DateCell, money_unit::MoneyUnit},
};

/// A table settled by the data below its header.
pub(crate) struct Settled {
    pub(crate) region: Region,
    pub(crate) amount: AmountColumn,
    /// Columns that their values made what they are.
    pub(crate) told: Vec<Told>,
}

/// The table with its columns and its kind settled by the data below the header; `month` is what title and tab say.
#[must_use]
pub(crate) fn settle(mut region: Region, data: TableData<'_>, titles: &Titles, month: Option<PartialDate>, money: MoneyUnit) -> Settled {
    prove_units_amounts(&mut region, data, titles);
    let told = fields::settle(&mut region, data, month, month.is_some_and(|m| titles.is_in_passing(m)));
    settle_unit(&mut region, data);
    let by_ticks = settle_ticks(&mut region, data);
    stock::settle(&mut region, data);
    statement::columns::settle(&mut region, data, money);
    statement::whole::drop_sum_of_assistance(&mut region, data, titles, money);
    // A column of days that its values told makes single purchases of its rows.
    if !by_ticks && !told.is_empty() && kind(region.columns.iter()) == Some(TableKind::ChannelColumns) {
        region.kind = TableKind::ChannelColumns;
    }
    let version = versions::settle(&mut region, data);
    parts::settle(&mut region, data, money);
    counts::settle(&mut region, data, titles);
    quantities::settle(&mut region, data, money, titles.money.is_some() || speaks_of_money(data, titles));
    factors::settle(&mut region, data, money);
    payments::settle(&mut region, data, money);
    let mut amount = amount_column::choose(&mut region, data, money, titles.money.is_some());
    amount.rival = amount.rival.or(version.map(Rival::of));
    if !by_ticks
        && (!told.is_empty() || region.kind == TableKind::NoMoney)
        && let Some(kind) = kind(region.columns.iter())
    {
        region.kind = kind;
    }
    if !region.columns.iter().any(|c| c.field == Field::Amount) && kind(region.columns.iter()).is_none_or(|k| k == TableKind::NoMoney) {
        region.kind = TableKind::NoMoney;
    }
    let has = |f: Field| region.columns.iter().any(|c| c.field == f && c.channel.is_none());
    if matches!(region.kind, TableKind::Detail | TableKind::ChannelColumns)
        && !GOODS.into_iter().any(has)
        && is_monthly(&region, data, titles)
    {
        region.kind = TableKind::Statement;
    }
    if region.kind == TableKind::Statement {
        // 日期 over months: each row is a month.
        for column in region.columns.iter_mut().filter(|c| c.field == Field::Date) {
            column.field = Field::MonthColumn;
        }
    }
    guess_units(&mut region, data);
    Settled { region, amount, told }
}

/// Columns that are headed by units alone hold money where a title says so: heads and kilos are listed in the same way.
fn prove_units_amounts(region: &mut Region, data: TableData<'_>, titles: &Titles) {
    let unit = region.fixed.iter().find(|f| f.field == Field::UnitName).map(|f| f.title.cell);
    let says_money = || titles.money.is_some() || speaks_of_money(data, titles);
    for column in region
        .columns
        .iter_mut()
        .filter(|c| c.field == Field::Amount && Some(c.cell) == unit)
    {
        if column.money.is_none() && !says_money() {
            column.field = Field::Ignored;
        }
    }
}

/// Whether a title says that the figures below it are money.
fn speaks_of_money(data: TableData<'_>, titles: &Titles) -> bool {
    titles
        .words
        .iter()
        .chain(&titles.title)
        .any(|t| data.vocabulary.names_money(&t.text))
}

/// Columns of a table that nobody knows and that are kept because their texts may be units.
const MOST_GUESSES: usize = 2;
/// Bytes of a name.
const LONGEST_NAME: usize = 120;

/// Headers that nobody knows over texts that may be names of units: most look like organisations, or few names are repeated. Whether they are,
/// only the registry can tell, so their texts are handed over; the columns stay among those not understood.
fn guess_units(region: &mut Region, data: TableData<'_>) {
    let mut guesses: Vec<(bool, &Column)> = Vec::new();
    for header in &region.unmapped {
        let (mut cells, mut texts, mut organisations) = (0, 0, 0);
        let mut distinct: BTreeSet<&str> = BTreeSet::new();
        for cell in data.column(header.col).filter(|c| !values::is_blank(&c.value)) {
            cells += 1;
            if let Value::Text(text) = &cell.value
                && text.len() <= LONGEST_NAME
                && text.bytes().filter(u8::is_ascii_digit).count() < 4
            {
                texts += 1;
                organisations += usize::from(data.vocabulary.looks_like_organisation(text));
                distinct.insert(text);
            }
        }
        let named = organisations * 2 > cells;
        if named || (texts * 2 > cells && distinct.len() * 2 <= texts) {
            guesses.push((!named, header));
        }
    }
    guesses.sort_by_key(|(weak, header)| (*weak, header.col));
    let guesses: Vec<(bool, Column)> = guesses
        .into_iter()
        .take(MOST_GUESSES)
        .map(|(weak, header)| (weak, header.guessed_unit()))
        .collect();
    for (weak, guess) in guesses {
        match region.columns.iter_mut().find(|c| c.col == guess.col) {
            // Institutions are no remarks.
            Some(known) if known.field == Field::Remark && !weak => *known = guess,
            Some(_) => {}
            // Behind the others: their indices are known by now.
            None => region.columns.push(guess),
        }
    }
}

/// Whether the date column holds months rather than days, or (without any) the title says statement.
fn is_monthly(region: &Region, data: TableData<'_>, titles: &Titles) -> bool {
    let Some(column) = region.columns.iter().find(|c| DATES.contains(&c.field)) else {
        return titles.statement;
    };
    let (mut months, mut days) = (0, 0);
    for cell in data.column(column.col) {
        match values::read_date(&cell.value, data.date_system) {
            DateCell::Is(PartialDate::YearMonth(_) | PartialDate::MonthOnly { .. }) => months += 1,
            DateCell::Is(_) | DateCell::Range(_) | DateCell::Ambiguous { .. } => days += 1,
            _ => {}
        }
    }
    months > days
}

/// Channel columns that hold ticks beside an amount column say which channel the amount went through.
fn settle_ticks(region: &mut Region, data: TableData<'_>) -> bool {
    let columns = &region.columns;
    if !columns.iter().any(Column::is_channel_amount) || !columns.iter().any(Column::is_whole_amount) {
        return false;
    }
    let goods = columns.iter().any(|c| GOODS.contains(&c.field)) && !columns.iter().any(|c| c.part);
    let whole: Vec<u32> = columns.iter().filter(|c| c.is_whole_amount()).map(|c| c.col).collect();
    let pays_one = |cell: &Cell| {
        let amounts = || whole.iter().filter_map(|col| data.grid.cell(cell.row, *col));
        amounts().any(|c| matches!(c.value, Value::Number(n) if n == 1.0)) || amounts().next().is_none()
    };
    let (mut ticks, mut figures) = (0, 0);
    for cell in data.sample().flat_map(|row| data.grid.cells(row)) {
        if !columns.iter().any(|c| c.col == cell.col && c.is_channel_amount()) {
            continue;
        }
        match &cell.value {
            Value::Text(t) if data.vocabulary.is_tick(t) => ticks += 1,
            Value::Text(t) if data.vocabulary.is_nothing(t) || data.vocabulary.is_cross(t) => {}
            // Ones and noughts beside goods are answers, unless 1 yuan was all that was paid.
            Value::Number(n) if *n == 1.0 && goods && !pays_one(cell) => ticks += 1,
            Value::Number(n) if *n == 0.0 => {}
            _ => figures += 1,
        }
    }
    if ticks > figures {
        for column in region.columns.iter_mut().filter(|c| c.is_channel_amount()) {
            column.field = Field::Channel;
        }
        region.kind = TableKind::Detail;
        adopt_unknown_ticks(region, data);
    }
    ticks > figures
}

/// A column of yes and no under a header that nobody knows, among the channels': one more channel, unless some row has a yes in both.
fn adopt_unknown_ticks(region: &mut Region, data: TableData<'_>) {
    let channels: Vec<u32> = region.columns.iter().filter(|c| c.field == Field::Channel).map(|c| c.col).collect();
    let says = |cell: &Cell, is: &dyn Fn(&str) -> bool| values::text(&cell.value).is_some_and(|t| is(&t));
    let yes = |cell: &Cell| says(cell, &|t| data.vocabulary.is_tick(t));
    let no = |cell: &Cell| says(cell, &|t| data.vocabulary.is_cross(t) || data.vocabulary.is_nothing(t));
    let is_channel = |column: &&Column| {
        let mut ticks = 0;
        let beside = channels.iter().any(|col| column.col.abs_diff(*col) == 1);
        let fits = data.sample().all(|row| {
            let cells = data.grid.cells(row);
            let own = cells.iter().find(|c| c.col == column.col && !values::is_blank(&c.value));
            let ticked = own.is_some_and(yes);
            ticks += usize::from(ticked);
            own.is_none_or(|c| yes(c) || no(c)) && !(ticked && cells.iter().any(|c| channels.contains(&c.col) && yes(c)))
        });
        beside && fits && ticks > 0 && !data.vocabulary.asks_of_papers(&column.header)
    };
    let unknown: Vec<Column> = region.unmapped.iter().filter(is_channel).cloned().collect();
    for column in unknown {
        region.adopt(Column {
            field: Field::Channel,
            channel: Some(Arc::clone(&column.matched)),
            ..column
        });
    }
}

/// `单位` is the measure, unless its values are names of organisations; beside 计量单位 it is one only if they are.
fn settle_unit(region: &mut Region, data: TableData<'_>) {
    let has_quantity = region.columns.iter().any(|c| c.field == Field::Quantity);
    for column in &mut region.columns {
        if &*column.matched != "单位" || !matches!(column.field, Field::Measure | Field::UnitName) {
            continue;
        }
        let (mut names, mut other) = (0, 0);
        for cell in data.column(column.col) {
            let Value::Text(text) = &cell.value else { continue };
            if data.vocabulary.row_label(text).is_some() || values::is_blank(&cell.value) || data.vocabulary.is_ditto(text) {
                continue;
            }
            if !data.vocabulary.is_measure(text) && data.vocabulary.looks_like_organisation(text) {
                names += 1;
            } else {
                other += 1;
            }
        }
        column.field = if names > other || (names + other == 0 && !has_quantity) {
            Field::UnitName
        } else {
            Field::Measure
        };
    }
    let measures = region.columns.iter_mut().filter(|c| c.field == Field::Measure);
    for column in measures.skip(1) {
        column.field = Field::Ignored;
    }
}
