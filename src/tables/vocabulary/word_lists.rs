//! The word lists of a vocabulary file, as they stand in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::field::Field;

/// The names of one field.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Names {
    pub(crate) names: Vec<String>,
}

macro_rules! word_lists {
    ($(#[$doc:meta])* $name:ident { $($field:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize, Serialize)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct $name { $(pub(crate) $field: Vec<String>),* }
        impl $name {
            fn add(&mut self, other: Self) { $(self.$field.extend(other.$field);)* }
        }
    };
}

word_lists!(
    /// Labels of rows, and marks in cells.
    RowWords {
    subtotal,
    subtotal_behind_blank,
    month_total,
    total,
    running,
    total_words,
    part,
    opening,
    owed,
    paid_off,
    till,
    footer,
    ditto,
    tick,
    cross,
    nothing,
    zero
});
word_lists!(
    /// The sides of a stock book.
    StockWords {
    incoming,
    outgoing,
    opening,
    closing,
    counted,
    adjusted
});
word_lists!(
    /// What headers say beside the name of a field.
    ColumnWords {
    other_period,
    planned,
    contact,
    this_period,
    whole,
    question,
    discount,
    tax,
    returned,
    untaxed,
    paid,
    after_discount,
    after_cut,
    cut,
    deducted,
    exempt,
    beside_cut,
    paid_total,
    listed,
    amount_ends,
    money_parts,
    money_titles,
    order_total,
    count_parts,
    price_ends,
    quantity_parts,
    received,
    actual,
    channel_ends,
    no_channel,
    no_amount,
    count_ends,
    share_ends,
    all_food,
    method,
    digits,
    of_money,
    cash_out,
    cash_in,
    account,
    paid_by
});
word_lists!(
    /// What values are called: they tell a column whose header does not.
    ValueWords {
    seller,
    institution,
    place,
    fund,
    category,
    method
});
word_lists!(
    /// Columns that stand for a channel.
    ChannelWords {
    names,
    contains,
    not,
    prefixes,
    suffixes,
    other,
    groups,
    counts,
    count_brackets,
    no_amount,
    totals,
    total_endings,
    several,
    one,
    unlisted
});
word_lists!(
    /// What titles say, and the labels in them.
    TitleWords {
    unit_labels,
    seal_ends,
    money_labels,
    other_date_labels,
    other_date_words,
    other_date_ends,
    range_start,
    range_end,
    other_labels,
    basis_start,
    statement,
    section,
    not_section,
    section_end,
    figure_end,
    figure_start,
    goods_end,
    seller_end,
    measures,
    counts,
    organisation,
    header_ends
});

word_lists!(
    /// Names of units and institutions.
    UnitWords {
    ledger_words,
    canteen_suffixes,
    no_units,
    institution_ends,
    short_ends,
    firm_ends,
    seller_papers,
    part_ends,
    part_starts,
    branches,
    campuses,
    name_links,
    kinds,
    kind_starts,
    placeholders,
    copies,
    slip_parts,
    short_forms,
    numbered_forms,
    place_forms,
    village_ends,
    versions
});
word_lists!(
    /// What titles, tabs and files' names say that a table is for.
    RoleWords {
    purchases,
    spending,
    ledger,
    returns,
    payments,
    income,
    earned,
    sold,
    losses,
    plans,
    requests,
    arrivals,
    assets,
    summary,
    void,
    copy,
    example,
    template,
    none,
    forms,
    food,
    joins,
    pivot,
    seller_slips,
    issue_headers,
    issue_hints,
    sale_headers,
    person_headers,
    meal_headers,
    buying_headers
});
word_lists!(
    /// Cells that say what a row is.
    RowRoleWords {
    purchases,
    returns,
    income,
    payments,
    losses,
    plans,
    sold,
    debit,
    credit,
    cash_book,
    header
});
word_lists!(
    /// States of a purchase.
    StatusWords {
    void,
    reversal,
    open,
    waiting,
    given,
    taken_off,
    short,
    sent_back,
    exchanged,
    done,
    stands,
    stands_before,
    flag,
    flag_void,
    flag_valid,
    flag_plain,
    header,
    not_header
});

/// A vocabulary file.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WordLists {
    pub(crate) field: BTreeMap<Field, Names>,
    pub(crate) amount_rank: Names,
    pub(crate) rows: RowWords,
    pub(crate) stock: StockWords,
    pub(crate) columns: ColumnWords,
    pub(crate) channel_column: ChannelWords,
    pub(crate) values: ValueWords,
    pub(crate) title: TitleWords,
    pub(crate) unit: UnitWords,
    pub(crate) role: RoleWords,
    pub(crate) row_role: RowRoleWords,
    pub(crate) status: StatusWords,
}

impl WordLists {
    /// Adds the words of another file to these.
    pub(crate) fn add(&mut self, other: Self) {
        for (field, names) in other.field {
            self.field.entry(field).or_default().names.extend(names.names);
        }
        self.amount_rank.names.extend(other.amount_rank.names);
        self.rows.add(other.rows);
        self.stock.add(other.stock);
        self.columns.add(other.columns);
        self.channel_column.add(other.channel_column);
        self.values.add(other.values);
        self.title.add(other.title);
        self.unit.add(other.unit);
        self.role.add(other.role);
        self.row_role.add(other.row_role);
        self.status.add(other.status);
    }
}
