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
    month_total,
    total,
    running,
    total_words,
    part,
    opening,
    footer,
    ditto,
    tick,
    cross,
    nothing
});
word_lists!(
    /// The sides of a stock book, in headers and in titles.
    StockWords {
    incoming,
    outgoing,
    outgoing_title,
    incoming_title
});
word_lists!(
    /// What headers say beside the name of a field.
    ColumnWords {
    other_period,
    whole,
    question,
    discount,
    digits
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
    groups
});
word_lists!(
    /// What titles say, and the labels in them.
    TitleWords {
    unit_labels,
    money_labels,
    other_date_labels,
    other_labels,
    statement,
    section,
    not_section,
    section_end,
    goods_end,
    seller_end,
    measures,
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
    kinds,
    kind_starts,
    placeholders,
    copies
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
    pub(crate) title: TitleWords,
    pub(crate) unit: UnitWords,
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
        self.title.add(other.title);
        self.unit.add(other.unit);
    }
}
