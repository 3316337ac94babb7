//! Rows of a flat table on their way from a unit's report to the table's files.

use std::fmt::{Display, Write as _};

use crate::{model::money::Fen, text::visible::shown};

/// Rows, their values one after the other as texts; an empty one is no value.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    text: String,
    /// Where each value ends.
    ends: Vec<usize>,
}

impl Rows {
    /// A word of our own.
    pub fn word(&mut self, value: &str) {
        self.text.push_str(value);
        self.ends.push(self.text.len());
    }

    /// A text on one line, without hidden characters.
    pub fn text(&mut self, value: Option<&str>) {
        let text = shown(value.unwrap_or_default());
        // Of what steers a text only these are left.
        if text.bytes().any(|b| matches!(b, b'\n' | b'\t')) {
            self.word(&text.replace(['\n', '\t'], " "));
        } else {
            self.word(&text);
        }
    }

    /// What a number or a date reads as; empty where there is none.
    pub fn value(&mut self, value: Option<impl Display>) {
        if let Some(value) = value {
            // A text takes whatever it is given.
            let _ = write!(self.text, "{value}");
        }
        self.ends.push(self.text.len());
    }

    /// An amount as a spreadsheet reads it.
    pub fn yuan(&mut self, fen: Option<i64>) {
        self.value(fen.map(|fen| Fen(fen).plain_yuan()));
    }

    /// Bytes that they take.
    pub fn len(&self) -> usize {
        self.text.len() + size_of_val(self.ends.as_slice())
    }

    /// Each row of so many values.
    pub fn each<E>(&self, columns: usize, mut act: impl FnMut(&[&str]) -> Result<(), E>) -> Result<(), E> {
        let (mut from, mut row) = (0, Vec::with_capacity(columns));
        for end in &self.ends {
            row.push(&self.text[from..*end]);
            from = *end;
            if row.len() == columns {
                act(&row)?;
                row.clear();
            }
        }
        Ok(())
    }

    /// For a file: the ends, then the text.
    pub fn to_bytes(&self) -> Vec<u8> {
        let counts = [self.ends.len()].into_iter().chain(self.ends.iter().copied());
        let mut bytes: Vec<u8> = counts.flat_map(usize::to_le_bytes).collect();
        bytes.extend_from_slice(self.text.as_bytes());
        bytes
    }

    /// What [`Rows::to_bytes`] gave; nothing of any other bytes.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (count, rest) = bytes.split_first_chunk()?;
        let size = usize::from_le_bytes(*count).checked_mul(size_of::<usize>())?;
        let (ends, text) = rest.split_at_checked(size)?;
        let text = String::from_utf8(text.to_vec()).ok()?;
        let ends: Vec<usize> = ends.as_chunks().0.iter().copied().map(usize::from_le_bytes).collect();
        let is_whole = ends.last().copied().unwrap_or(0) == text.len();
        is_whole.then_some(Self { text, ends })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_the_same_behind_a_file() {
        let mut rows = Rows::default();
        rows.text(Some("一\t二\n三\u{200b}"));
        rows.text(None);
        rows.yuan(Some(-123_450));
        rows.value(None::<u8>);
        let bytes = rows.to_bytes();
        let same = Rows::of_bytes(&bytes).unwrap();
        assert_eq!(same, rows);
        let mut seen = Vec::new();
        let each = same.each(2, |row| {
            seen.extend(row.iter().map(|value| (*value).to_owned()));
            seen.push("|".to_owned());
            Ok::<_, ()>(())
        });
        assert_eq!((each, seen.concat()), (Ok(()), "一 二 三|-1234.50|".to_owned()));
        for cut in [0, 7, 8, 24, bytes.len() - 1] {
            assert_eq!(Rows::of_bytes(&bytes[..cut]), None);
        }
    }
}
