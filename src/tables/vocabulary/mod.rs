//! The vocabulary of tables as data: what headers, totals, footers and titles are called.
//!
//! In: `data/layouts/base.toml` and an auditor's own file, whose names are added. Out: look-ups by normalised text, and a
//! fingerprint, since a reading depends on the vocabulary as well as on the bytes.

mod channels;
mod goods_moved;
mod headers;
mod load;
pub mod meaning;
pub(crate) mod roles;
mod row_labels;
pub(crate) mod status;
mod titles;
mod values;
pub(crate) mod word_lists;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    model::field::Field,
    tables::vocabulary::{
        meaning::{Meaning, RowLabel, StockSide},
        word_lists::{UnitWords, WordLists},
    },
    text::{
        letters::Starts,
        memoize::{Memo, MemoPool, Shared},
        normal::{self, lowercase},
    },
};

/// What tables are called, ready for look-ups.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    words: WordLists,
    fields: HashMap<String, (Field, Arc<str>)>,
    amount_ranks: HashMap<String, usize>,
    labels: HashMap<String, RowLabel>,
    stock: HashMap<String, StockSide>,
    channel_names: HashMap<String, Arc<str>>,
    /// Those of them that a cell of a number shows.
    channel_numbers: Vec<f64>,
    measures: HashSet<String>,
    ditto: HashSet<String>,
    digits: HashSet<String>,
    /// First characters of those two, and of the words for nothing: nearly every cell is refused by its first one.
    ditto_starts: Starts,
    digit_starts: Starts,
    nothing_starts: Starts,
    /// Of words of states.
    state_starts: Starts,
    /// Of words of examples.
    example_starts: Starts,
    fingerprint: String,
    /// What headers mean, once looked up.
    pub(crate) meanings: MemoPool<Memo<Arc<Meaning>>>,
    /// What texts mean as labels of rows, once looked up: the same goods stand in every ledger.
    pub(crate) row_labels: MemoPool<Shared<Option<RowLabel>>>,
}

impl Vocabulary {
    /// The words of units' names.
    #[must_use]
    pub(crate) fn unit_words(&self) -> &UnitWords {
        &self.words.unit
    }
}

/// A text as it is looked up.
fn key(text: &str) -> String {
    lowercase(Cow::Owned(normal::header(text).text))
}
