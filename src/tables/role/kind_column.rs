//! A column whose values part the rows in two: 支出 and 收入, 入库 and 出库, 采购 and 退货. Told by its values, whatever its header.

use crate::{
    model::{field::Field, line::Role},
    tables::{
        region::Region,
        role::marks::{Aside, RowMarks},
        table_data::TableData,
        vocabulary::Vocabulary,
    },
    text::normal,
    values,
};

/// Values of such a column.
const MOST_VALUES: usize = 10;

/// A column that may be one.
struct Candidate<'a> {
    col: u32,
    /// Its header says that it is.
    named: bool,
    /// Nobody knows its header.
    unknown: bool,
    /// Its header is known, and no figure comes from it (来源).
    passive: bool,
    values: Vec<(&'a str, usize)>,
}

/// Columns that may part the rows.
pub(super) struct RowRoles<'a> {
    vocabulary: &'a Vocabulary,
    cash_book: bool,
    /// Sellers stand in a column: 销售 is what they call what the unit bought.
    sellers: bool,
    candidates: Vec<Candidate<'a>>,
}

/// The column that does, and what its values say.
pub(super) struct Parting<'a> {
    pub(super) col: u32,
    roles: Vec<(&'a str, Option<Role>)>,
    /// Only what is no purchase is marked: a blank is one.
    blanks: bool,
    /// Words that nobody knows stand beside one of the list: what is said to be no purchase, or stands beside 采购, is open.
    doubtful: bool,
}

impl<'a> RowRoles<'a> {
    /// Columns of no other meaning.
    pub(super) fn new(region: &'a Region, vocabulary: &'a Vocabulary, cash_book: bool) -> Self {
        let known = region
            .columns
            .iter()
            .filter(|c| c.field.is_passive() || matches!(c.field, Field::Category | Field::Status))
            .map(|c| (c.col, &c.header, [false, c.field.is_passive()]));
        let unknown = region.unmapped.iter().map(|u| (u.col, &u.header, [true, false]));
        let candidate = |(col, header, [unknown, passive]): (u32, &std::sync::Arc<str>, [bool; 2])| Candidate {
            col,
            named: vocabulary.is_row_role_header(header),
            unknown,
            passive,
            values: Vec::new(),
        };
        Self {
            vocabulary,
            cash_book,
            sellers: region.columns.iter().any(|c| c.field == Field::Supplier),
            candidates: known.chain(unknown).map(candidate).collect(),
        }
    }

    /// Takes in a cell. A column of many values parts nothing.
    pub(super) fn take_in(&mut self, col: u32, text: &'a str) {
        let Some(at) = self.candidates.iter().position(|c| c.col == col) else {
            return;
        };
        let values = &mut self.candidates[at].values;
        if let Some((_, rows)) = values.iter_mut().find(|(known, _)| *known == text) {
            *rows += 1;
        } else if values.len() < MOST_VALUES {
            values.push((text, 1));
        } else {
            self.candidates.swap_remove(at);
        }
    }

    /// The column that parts the rows, if any does: one that is sure before one that only may.
    pub(super) fn settle(self) -> Option<Parting<'a>> {
        let partings = self.candidates.into_iter();
        let partings = partings.filter_map(|c| c.parting(self.vocabulary, self.cash_book, self.sellers));
        partings.min_by_key(|parting| parting.doubtful)
    }
}

impl<'a> Candidate<'a> {
    /// What its values say, where they part the rows or may do so.
    fn parting(self, vocabulary: &Vocabulary, cash_book: bool, sellers: bool) -> Option<Parting<'a>> {
        let mut roles: Vec<(&str, Option<Role>)> = self.values.iter().map(|(t, _)| (*t, vocabulary.row_role(t, cash_book))).collect();
        let all: usize = self.values.iter().map(|(_, n)| n).sum();
        let has = |role: Role, roles: &[(&str, Option<Role>)]| roles.iter().any(|(_, r)| *r == Some(role));
        if has(Role::Income, &roles) && has(Role::Losses, &roles) && !has(Role::Purchases, &roles) {
            // 收入 beside 发出 is of goods.
            let income = roles.iter_mut().filter(|(_, r)| *r == Some(Role::Income));
            income.for_each(|(_, r)| *r = Some(Role::Purchases));
        }
        if sellers && !has(Role::Purchases, &roles) {
            let sold = roles.iter_mut().filter(|(t, _)| vocabulary.is_sold(t));
            sold.for_each(|(_, r)| *r = Some(Role::Purchases));
        }
        let known: usize = self
            .values
            .iter()
            .zip(&roles)
            .filter(|(_, (_, r))| r.is_some())
            .map(|((_, n), _)| n)
            .sum();
        let bought = has(Role::Purchases, &roles);
        let other = roles.iter().any(|(_, r)| r.is_some_and(|r| r != Role::Purchases));
        let blanks = !bought && other && known == all && !self.named;
        let parts = blanks || (bought && other) || (self.named && (bought || other));
        let doubtful = !(parts && known * 2 > all);
        let asked = self.unknown || self.named;
        let mostly_bought = bought && known < all && known * 2 >= all;
        let may = (asked && other) || ((asked || self.passive) && mostly_bought);
        (!doubtful || may).then_some(Parting {
            col: self.col,
            roles,
            blanks: blanks || doubtful,
            doubtful,
        })
    }
}

/// Marks the rows that are no purchases, and those whose sign is turned.
pub(super) fn mark(parting: &Option<Parting<'_>>, data: TableData<'_>, fen: &dyn Fn(usize) -> Option<i64>, marks: &mut RowMarks) {
    let Some(parting) = parting else { return };
    let role_of = |row: usize| -> Option<Role> {
        let at = data.grid.row(row);
        let own = data
            .grid
            .cells(row)
            .iter()
            .find(|c| c.col == parting.col && !values::is_blank(&c.value));
        let merged = || data.grid.tall_merge(at, parting.col).and_then(|m| data.grid.cell(m.top, m.left));
        let Some(text) = own.or_else(merged).and_then(|c| values::text(&c.value)) else {
            return parting.blanks.then_some(Role::Purchases);
        };
        parting.roles.iter().find(|(t, _)| normal::trim(t) == &*text)?.1
    };
    let rows = || data.rows.iter().flat_map(|(from, to)| *from..*to);
    if parting.doubtful {
        let bought = parting.roles.iter().any(|(_, role)| *role == Some(Role::Purchases));
        for row in rows().filter(|row| role_of(*row).map_or(bought, |role| role != Role::Purchases)) {
            marks.entry(row).or_default().suspected = true;
        }
        return;
    }
    let spent: Vec<i64> = rows()
        .filter(|row| role_of(*row) == Some(Role::Purchases))
        .filter_map(fen)
        .collect();
    // Banks write what was spent as negative: its size counts.
    let turned = spent.iter().filter(|f| **f < 0).count() * 2 > spent.len();
    for row in rows() {
        let mark = marks.entry(row).or_default();
        match role_of(row) {
            Some(Role::Purchases) => mark.turned = turned,
            Some(Role::Returns) if parting.blanks => mark.suspected = true,
            Some(Role::Returns) => mark.turned = fen(row).is_some_and(|f| f > 0),
            Some(role) if parting.blanks || role == Role::Unnamed => {
                mark.aside.get_or_insert(Aside::Doubt);
            }
            None => {
                mark.aside.get_or_insert(Aside::Doubt);
            }
            Some(_) => {
                mark.aside.get_or_insert(Aside::Other);
            }
        }
    }
}
