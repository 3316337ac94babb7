//! Which of several columns of one kind counts, and what columns are whose header nobody knows: by the texts and days in them.

use std::sync::Arc;

use crate::{
    model::{cell::CellRef, dates::PartialDate, field::Field},
    tables::{
        evidence::values::Values,
        region::{Column, GOODS, Region, TableKind},
        table_data::TableData,
        vocabulary::Vocabulary,
    },
    values::{date::title::period_in, money_unit::money_unit},
};

/// Whether a text is such a one.
type IsSuch<'a> = &'a dyn Fn(&str) -> bool;

/// A column that its values made what it is.
pub(crate) struct Told {
    pub(crate) cell: CellRef,
    pub(crate) header: Arc<str>,
    pub(crate) field: Field,
    /// A person has to look: days most of which lie outside of the titles' month, answers to a question that nobody knows where nothing names the
    /// channel, order numbers of some lines only.
    pub(crate) doubtful: bool,
}

/// Fields of which a table may have several columns, one of which counts by its values.
const RIVALS: [Field; 5] = [Field::Date, Field::Supplier, Field::UnitName, Field::Channel, Field::InvoiceNo];

/// Settles columns by their values; those that had no known header. `in_passing` says that the month is but that of a day of something.
pub(crate) fn settle(region: &mut Region, data: TableData<'_>, month: Option<PartialDate>, in_passing: bool) -> Vec<Told> {
    if region.columns.iter().any(Column::is_channel_amount) {
        free_figures_for_goods(region, data);
    }
    let several = |f: &Field| region.columns.iter().filter(|c| c.field == *f && c.channel.is_none()).count() > 1;
    let rivals: Vec<Field> = RIVALS.into_iter().filter(several).collect();
    let method = |c: &&Column| c.field == Field::Channel && c.channel.is_none() && data.vocabulary.is_method_header(&c.matched);
    let methods = region.columns.iter().any(|c| method(&c));
    if rivals.is_empty() && !methods && region.unmapped.is_empty() {
        return Vec::new();
    }
    let doubtful = region.columns.iter().filter(|c| rivals.contains(&c.field) || method(c));
    let values = Values::of(data, doubtful.chain(&region.unmapped).map(|c| c.col));
    for field in rivals {
        choose_among(region, field, &values, data, month);
    }
    if methods {
        settle_methods(region, &values, data);
    }
    adopt(region, &values, data, (month, in_passing))
}

/// `食堂支出 | 食材 | 人工 | 832平台`: figures below the name of goods are what was paid for them.
fn free_figures_for_goods(region: &mut Region, data: TableData<'_>) {
    let of_figures = |column: &mut Column| {
        column.field == Field::Item && {
            let values = Values::of(data, std::iter::once(column.col));
            values.words(column.col) == 0 && values.filled(column.col) > 0
        }
    };
    let freed = region.columns.extract_if(.., of_figures);
    region.unmapped.extend(freed.map(|column| Column {
        field: Field::Ignored,
        ..column
    }));
    region.unmapped.sort_by_key(|c| c.col);
}

/// The column of days, known as one, whose days lie mostly outside of the titles' month where those of an unknown column all lie in it: days of
/// production, or of what was filled in.
fn misnamed_days(region: &Region, values: &Values<'_>, data: TableData<'_>, month: Option<PartialDate>) -> Option<usize> {
    let month = month?;
    let mut dates = region.columns.iter().enumerate().filter(|(_, c)| c.field == Field::Date);
    let (at, column) = dates.next()?;
    let unknown = days_column(region, values, Some(month))?;
    let inside = |values: &Values<'_>, col: u32| values.days(col, Some(month)).1;
    let own = Values::of(data, std::iter::once(column.col));
    let all = inside(values, unknown) == values.filled(unknown);
    (all && inside(&own, column.col) * 2 < own.filled(column.col)).then_some(at)
}

/// How well a column's values fit the field.
fn fit(values: &Values<'_>, data: TableData<'_>, field: Field, col: u32, month: Option<PartialDate>) -> (usize, usize) {
    let vocabulary = data.vocabulary;
    match field {
        Field::Date => {
            let (days, inside) = values.days(col, month);
            (inside, days)
        }
        Field::Supplier => (values.count(col, |t| vocabulary.looks_like_seller(t)), values.words(col)),
        Field::UnitName => (values.count(col, |t| vocabulary.looks_like_institution(t)), values.words(col)),
        // 发票号码 is blank where 数电发票号码 is filled in.
        Field::InvoiceNo => (values.filled(col), 0),
        _ => (values.count(col, |t| vocabulary.names_channel(t)), 0),
    }
}

/// The column that fits best counts, the first of equals; of channels all that name one, so that both texts speak.
fn choose_among(region: &mut Region, field: Field, values: &Values<'_>, data: TableData<'_>, month: Option<PartialDate>) {
    let columns = region
        .columns
        .iter()
        .enumerate()
        .filter(|(_, c)| c.field == field && c.channel.is_none());
    let fits: Vec<(usize, (usize, usize))> = columns.map(|(at, c)| (at, fit(values, data, field, c.col, month))).collect();
    let best = fits.iter().map(|(_, fit)| *fit).max().unwrap_or_default();
    let mut taken = false;
    for (at, fit) in fits {
        let speaks = field == Field::Channel && fit.0 > 0;
        let first_best = !taken && fit == best;
        taken |= first_best;
        if !speaks && !first_best {
            let column = &mut region.columns[at];
            if field == Field::UnitName {
                // The registry may know its names and not those of the other.
                *column = column.guessed_unit();
            } else {
                column.field = Field::Ignored;
            }
        }
    }
}

/// 采购方式 or 来源 is a channel's column only where a value names a channel: else it is a way of buying, or a place.
fn settle_methods(region: &mut Region, values: &Values<'_>, data: TableData<'_>) {
    let vocabulary = data.vocabulary;
    let origin = region.columns.iter().any(|c| c.field == Field::Origin);
    for column in region
        .columns
        .iter_mut()
        .filter(|c| c.field == Field::Channel && c.channel.is_none())
    {
        if !vocabulary.is_method_header(&column.matched) || values.count(column.col, |t| vocabulary.names_channel(t)) > 0 {
            continue;
        }
        if values.mostly(column.col, |t| vocabulary.is_method(t)) {
            column.field = Field::Ignored;
        } else if values.mostly(column.col, |t| vocabulary.looks_like_place(t)) {
            column.field = if origin { Field::Ignored } else { Field::Origin };
        }
    }
}

/// What the columns without a known header are, each field for at most one of them, and none that the table has already.
fn adopt(region: &mut Region, values: &Values<'_>, data: TableData<'_>, (month, in_passing): (Option<PartialDate>, bool)) -> Vec<Told> {
    let vocabulary = data.vocabulary;
    let mut told = Vec::new();
    if region.unmapped.is_empty() || region.columns.iter().all(|c| c.field.is_passive()) {
        return told;
    }
    let mut adopted = |region: &mut Region, field: Field, col: Option<u32>, doubtful: bool| {
        let Some(column) = col.and_then(|col| region.unmapped.iter().find(|c| c.col == col)).cloned() else {
            return;
        };
        told.push(Told {
            cell: column.cell,
            header: Arc::clone(&column.header),
            field,
            doubtful,
        });
        region.adopt(Column { field, ..column });
    };
    let has = |region: &Region, field: Field| region.columns.iter().any(|c| c.field == field);
    let dated = |region: &Region| region.columns.iter().any(|c| c.field.is_date());
    if let Some(at) = misnamed_days(region, values, data, month) {
        region.columns[at].field = Field::Ignored;
    }
    if !dated(region) && region.month.is_none() {
        // A day that was named in passing is a weaker word than a column of days.
        let col = days_column(region, values, month).or_else(|| days_column(region, values, None).filter(|_| in_passing));
        let partly = || {
            only(region, |col| {
                values.days(*col, month).1 > 0 && values.days(*col, month).0 * 2 >= values.filled(*col)
            })
        };
        let doubtful = if col.is_none() { partly() } else { None };
        let alone = || only(region, |col| values.are_days_alone(*col));
        // The title's month of another year: the year of one of both is wrong.
        let of_month = month.and_then(PartialDate::month).map(|month| PartialDate::MonthOnly { month });
        let of_year = || of_month.and_then(|month| days_column(region, values, Some(month)));
        let col = col.or_else(|| if doubtful.is_none() { alone().or_else(of_year) } else { None });
        adopted(region, Field::Date, col.or(doubtful), doubtful.is_some());
    }
    let parted = region.columns.iter().any(|c| c.is_channel_amount());
    let mut take = |region: &mut Region, field: Field, col: Option<u32>| {
        let doubtful = field == Field::OrderNo && col.is_some_and(|col| values.is_sparse(col));
        adopted(region, field, col, doubtful);
    };
    let months = |region: &Region| region.unmapped.iter().map(|c| c.col).find(|col| values.are_months(*col));
    if !dated(region) && !has(region, Field::MonthColumn) && region.month.is_none() {
        let col = months(region);
        take(region, Field::MonthColumn, col);
    }
    let find = |region: &Region, is: &dyn Fn(&str) -> bool| region.unmapped.iter().map(|c| c.col).find(|col| values.mostly(*col, is));
    // A row a channel and nothing else is a statement's parts, which are no base without their whole.
    let single = dated(region) || GOODS.into_iter().chain([Field::Supplier]).any(|f| has(region, f));
    if !has(region, Field::Channel) && !parted && single {
        let col = channel_column(region, values, vocabulary);
        take(region, Field::Channel, col);
    }
    let fixed = |region: &Region, field: Field| region.fixed.iter().any(|f| f.field == field);
    let kinds: [(Field, IsSuch<'_>); 7] = [
        (Field::Measure, &|t| {
            vocabulary.is_measure(t) || (t.contains('元') && money_unit(t).is_some())
        }),
        (Field::UnitName, &|t| vocabulary.looks_like_institution(t)),
        (Field::Supplier, &|t| vocabulary.looks_like_seller(t)),
        (Field::Category, &|t| vocabulary.is_category(t)),
        (Field::Funding, &|t| vocabulary.looks_like_fund(t)),
        (Field::Origin, &|t| vocabulary.looks_like_place(t)),
        (Field::OrderNo, &is_long_id),
    ];
    // One of two sellers, funds or places tells what the other is.
    let partly = |region: &Region, is: IsSuch<'_>| {
        let mut cols = region.unmapped.iter().map(|c| c.col);
        cols.find(|col| values.different_such(*col, is) * 2 >= values.different(*col).max(1))
    };
    for (field, is) in kinds {
        if !has(region, field) && !fixed(region, field) {
            let col = match field {
                Field::Supplier | Field::Funding | Field::Origin => partly(region, is),
                _ => find(region, is),
            };
            take(region, field, col);
        }
    }
    // `项目 | 金额` alone may be a statement on its side.
    let purchases = dated(region)
        || [Field::Quantity, Field::UnitPrice, Field::Supplier, Field::Channel]
            .into_iter()
            .any(|f| has(region, f));
    if !has(region, Field::Item) && region.kind != TableKind::ChannelColumns && purchases {
        let col = goods_column(region, values, vocabulary);
        take(region, Field::Item, col);
    }
    // Beside amounts that are all purchases the sign of a quantity says which of them went back.
    if ![Field::Quantity, Field::UnitPrice].into_iter().any(|f| has(region, f)) && has(region, Field::Item) {
        let col = only(region, |col| values.are_some_negative(*col));
        take(region, Field::Quantity, col);
    }
    told.extend(hear(region, values, data));
    told
}

/// The unknown column of channels: by the end of its name over words, or by what most of it says, one word of a channel's own at least.
fn channel_column(region: &Region, values: &Values<'_>, vocabulary: &Vocabulary) -> Option<u32> {
    let names = |t: &str| vocabulary.names_channel(t) && (!vocabulary.looks_like_seller(t) || vocabulary.is_plain_channel(t));
    // 其他 is other goods too.
    let own = |t: &str| vocabulary.is_plain_channel(t) && !vocabulary.is_method(t) && !t.starts_with('其');
    let wordy = |col: u32| values.words(col) * 2 > values.filled(col);
    let mut named = region.unmapped.iter().filter(|c| vocabulary.ends_as_channel(&c.header));
    let named = named.find(|c| wordy(c.col)).map(|c| c.col);
    let mentioned = |col: u32| values.count(col, |t| vocabulary.mentions_channel(t)) > 0;
    named.or_else(|| {
        let col = region.unmapped.iter().map(|c| c.col).find(|col| values.mostly(*col, names))?;
        (values.count(col, own) > 0 && (mentioned(col) || values.mostly(col, own))).then_some(col)
    })
}

/// The unknown column of goods: mostly words, mostly different, none of which parts the rows. Goods stand in every row: the fullest column, of
/// equals the first.
fn goods_column(region: &Region, values: &Values<'_>, vocabulary: &Vocabulary) -> Option<u32> {
    let label = |t: &str| vocabulary.row_label(t).is_some() || period_in(t).month.is_some();
    let goods = |col: &u32| {
        let words = values.words(*col) * 2 > values.filled(*col) && values.different(*col) * 2 >= values.filled(*col);
        words && !values.mostly(*col, label) && values.count(*col, |t| vocabulary.row_role(t, false).is_some()) == 0
    };
    let columns = region.unmapped.iter().map(|c| c.col).filter(goods);
    columns.rev().max_by_key(|col| values.filled(*col))
}

/// Columns that stay unknown and may say something of channels, returns and refunds all the same; a question of yes and no, where nothing names the
/// channel.
fn hear(region: &mut Region, values: &Values<'_>, data: TableData<'_>) -> Option<Told> {
    let vocabulary = data.vocabulary;
    let has = |region: &Region, field: Field| region.columns.iter().any(|c| c.field == field);
    // What is said anywhere of channels is heard as a remark is. The last column of words may be the remarks: what is said there of returns and
    // refunds must not be lost. All of these stay listed as unknown.
    let last = region.unmapped.iter().rev().find(|c| values.words(c.col) > 0).map(|c| c.col);
    let last = last.filter(|_| !has(region, Field::Remark));
    let speaks = |c: &&Column| last == Some(c.col) || values.count(c.col, |t| vocabulary.mentions_channel(t)) > 0;
    let remarks: Vec<Column> = region.unmapped.iter().filter(speaks).cloned().collect();
    for column in remarks {
        region.adopt(Column {
            field: Field::Remark,
            ..column.clone()
        });
        region.unmapped.push(column);
    }
    region.unmapped.sort_by_key(|c| c.col);
    if has(region, Field::Channel) || region.columns.iter().any(Column::is_channel_amount) {
        return None;
    }
    let question = region.unmapped.iter().find(|c| values.are_answers(c.col))?;
    Some(Told {
        cell: question.cell,
        header: Arc::clone(&question.header),
        field: Field::Channel,
        doubtful: true,
    })
}

/// The one column of days; where the titles name a month, of days in it: days of production lie elsewhere.
fn days_column(region: &Region, values: &Values<'_>, month: Option<PartialDate>) -> Option<u32> {
    let fits = |col: &u32| {
        let (days, inside) = values.days(*col, month);
        let enough = if month.is_some() { inside } else { days };
        enough > 0 && enough * 2 >= values.filled(*col)
    };
    only(region, fits)
}

/// The one unknown column that is such a one.
fn only(region: &Region, fits: impl Fn(&u32) -> bool) -> Option<u32> {
    let mut fitting = region.unmapped.iter().map(|c| c.col).filter(fits);
    fitting.next().filter(|_| fitting.next().is_none())
}

/// Digits of an order's number, letters before them: no code of goods (those of the trade begin with 69), no serial.
fn is_long_id(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    plain && digits >= 8 && !(text.len() == 13 && text.starts_with("69"))
}
