//! From word lists to look-ups.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use sha2::{Digest, Sha256};

use crate::{
    formats::cells::Value,
    model::field::Field,
    tables::vocabulary::{
        Vocabulary, key,
        meaning::{RowLabel, StockSide, TotalKind},
        word_lists::{RoleWords, RowRoleWords, RowWords, StatusWords, WordLists},
    },
    text::fault::Fault,
    text::{letters::Starts, memoize::MemoPool, normal, written},
    values,
};

const BASE: &str = include_str!("../../data/layouts/base.toml");
const NAMES: &str = include_str!("../../data/layouts/names.toml");

impl Vocabulary {
    /// The embedded vocabulary. It is checked by a test; were it broken the vocabulary would be empty, and every table unread
    /// and reported.
    #[must_use]
    pub fn embedded() -> Self {
        let mut words: WordLists = toml::from_str(BASE).unwrap_or_default();
        words.add(toml::from_str(NAMES).unwrap_or_default());
        Self::build(words, "data/layouts/base.toml").unwrap_or_else(|_| Self::empty())
    }

    /// This vocabulary with the names of an auditor's file added.
    ///
    /// # Errors
    /// The file cannot be read, holds an unknown key, or gives one name to two fields.
    pub fn with_file(&self, path: &Path) -> Result<Self, Fault> {
        let shown = path.display().to_string();
        let text = written::read(path).map_err(Fault::given(path))?;
        self.with_text(&text, &shown)
    }

    /// As [`Self::with_file`], from text; `origin` names it in errors.
    ///
    /// # Errors
    /// As [`Self::with_file`].
    fn with_text(&self, text: &str, origin: &str) -> Result<Self, Fault> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let own: WordLists = toml::from_str(text).map_err(|e| Fault::usage("layouts.syntax").with("path", origin).because(e))?;
        let mut words = self.words.clone();
        words.add(own);
        Self::build(words, origin)
    }

    /// This vocabulary for a platform's orders: whatever their states and titles say, each of them is an order.
    #[must_use]
    pub(crate) fn of_orders(&self) -> Self {
        let words = WordLists {
            role: RoleWords::default(),
            row_role: RowRoleWords::default(),
            status: StatusWords::default(),
            ..self.words.clone()
        };
        Self::build(words, "").unwrap_or_else(|_| self.clone())
    }

    /// SHA-256 of the vocabulary, hex.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.fingerprint.clone()
    }

    fn empty() -> Self {
        Self {
            words: WordLists::default(),
            fields: HashMap::default(),
            amount_ranks: HashMap::default(),
            labels: HashMap::default(),
            stock: HashMap::default(),
            channel_names: HashMap::default(),
            channel_numbers: Vec::new(),
            measures: HashSet::default(),
            ditto: HashSet::default(),
            digits: HashSet::default(),
            ditto_starts: Starts::default(),
            digit_starts: Starts::default(),
            nothing_starts: Starts::default(),
            state_starts: Starts::default(),
            example_starts: Starts::default(),
            fingerprint: String::new(),
            meanings: MemoPool::default(),
            row_labels: MemoPool::default(),
        }
    }

    fn build(mut words: WordLists, origin: &str) -> Result<Self, Fault> {
        let mut out = Self::empty();
        for (field, names) in &words.field {
            for name in &names.names {
                out.add_field_name(*field, name, origin)?;
            }
        }
        for (rank, name) in words.amount_rank.names.iter().enumerate() {
            out.amount_ranks.entry(key(name)).or_insert(rank);
        }
        out.add_row_labels(&words.rows);
        for (list, side) in [
            (&words.stock.incoming, StockSide::Incoming),
            (&words.stock.outgoing, StockSide::Outgoing),
        ] {
            for word in list {
                out.stock.entry(key(word)).or_insert(side);
            }
        }
        for word in &words.channel_column.names {
            out.channel_names.entry(key(word)).or_insert_with(|| word.as_str().into());
        }
        let shown = |n: &f64, name: &String| n.fract() == 0.0 && values::show(&Value::Number(*n)) == *name;
        let numbers = out
            .channel_names
            .keys()
            .filter_map(|name| name.parse().ok().filter(|n| shown(n, name)));
        out.channel_numbers = numbers.collect();
        out.measures = words.title.measures.iter().map(|w| w.to_lowercase()).collect();
        let digits = words.columns.digits.iter().flat_map(|names| names.split(' '));
        out.digits = digits.map(str::to_owned).collect();
        out.ditto = words.rows.ditto.iter().map(|w| normal::trim(w).to_owned()).collect();
        (out.ditto_starts, out.digit_starts) = (Starts::of(&out.ditto), Starts::of(&out.digits));
        out.nothing_starts = Starts::of(&words.rows.nothing);
        let StatusWords {
            void,
            reversal,
            open,
            done,
            stands,
            ..
        } = &mut words.status;
        for word in [void, reversal, open, done, stands].into_iter().flatten() {
            *word = normal::lowercase(normal::squeeze(word));
        }
        out.example_starts = Starts::of(words.role.example.iter().chain(&["例".to_owned(), "请".to_owned()]));
        out.state_starts = Starts::of(words.status.void.iter().chain(&words.status.open).chain(&words.status.short));
        let canonical = serde_json::to_vec(&words).unwrap_or_default();
        out.fingerprint = Sha256::digest(&canonical).iter().map(|b| format!("{b:02x}")).collect();
        out.words = words;
        Ok(out)
    }

    fn add_field_name(&mut self, field: Field, name: &str, origin: &str) -> Result<(), Fault> {
        let k = key(name);
        if k.is_empty() {
            let wrong = Fault::usage("layouts.empty_name").with("path", origin);
            return Err(wrong.with("name", name).with("field", field.code()));
        }
        if let Some((other, _)) = self.fields.get(&k)
            && *other != field
        {
            let wrong = Fault::usage("layouts.two_fields").with("path", origin).with("name", name);
            return Err(wrong.with("first", other.code()).with("second", field.code()));
        }
        self.fields.entry(k).or_insert_with(|| (field, name.into()));
        Ok(())
    }

    fn add_row_labels(&mut self, rows: &RowWords) {
        for (list, label) in [
            (&rows.subtotal, RowLabel::Total(TotalKind::Subtotal)),
            (&rows.month_total, RowLabel::MonthTotal),
            (&rows.total, RowLabel::Total(TotalKind::Total)),
            (&rows.running, RowLabel::Total(TotalKind::Running)),
            (&rows.part, RowLabel::Part),
            (&rows.opening, RowLabel::Opening),
            (&rows.footer, RowLabel::Footer),
        ] {
            for word in list {
                self.labels.entry(key(word)).or_insert(label);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_auditors_names_are_added_and_conflicts_name_both_fields() {
        let base = Vocabulary::embedded();
        let more = base.with_text("[field.amount]\nnames = [\"花了多少\"]", "own.toml").unwrap();
        assert_eq!(more.field(&normal::header("花了多少（元）")).map(|f| f.0), Some(Field::Amount));
        assert_ne!(base.fingerprint(), more.fingerprint());
        assert_eq!(base.fingerprint().len(), 64);
        let conflict = base
            .with_text("[field.item]\nnames = [\"金 额\"]", "own.toml")
            .unwrap_err()
            .to_string();
        assert!(conflict.contains("item and amount") && conflict.contains("own.toml"), "{conflict}");
        let unknown = base
            .with_text("[field.amout]\nnames = [\"x\"]", "own.toml")
            .unwrap_err()
            .to_string();
        assert!(unknown.contains("amout"), "{unknown}");
        let unknown = base.with_text("[header]\nnames = [\"x\"]", "own.toml").unwrap_err().to_string();
        assert!(unknown.contains("header"), "{unknown}");
        assert!(base.with_text("[field.item]\nnames = [\"（）\"]", "own.toml").is_err());
    }
}
