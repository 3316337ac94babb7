//! The header of a registry: which column says what.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use serde::Deserialize;

use crate::{
    formats::cells::{Cell, Value},
    text::normal::nfkc,
};

#[derive(Debug, Deserialize)]
pub(super) struct Vocabulary {
    /// Header words by the column's name.
    #[serde(flatten)]
    columns: BTreeMap<String, Vec<String>>,
    remark: Vec<String>,
    reserve: BTreeMap<String, Vec<String>>,
    /// What a county's cell may end with that is no county of the policy.
    pub beside_counties: Vec<String>,
    /// Words of a cell by the sector's code.
    pub sectors: BTreeMap<String, Vec<String>>,
    /// Words of a cell by the canteen's code.
    pub canteens: BTreeMap<String, Vec<String>>,
}

pub(super) static VOCABULARY: LazyLock<Option<Vocabulary>> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/layouts/registry.toml")).ok());

/// Rows searched for the header.
pub(super) const HEADER_SEARCH: u32 = 20;

/// How a column of what is reserved begins: the requirement's id follows.
pub(super) const RESERVED: &str = "预留";

/// The name of a column that has this header: a key of the words, or [`RESERVED`] with a requirement's id.
fn named(header: &str, v: &Vocabulary) -> Option<String> {
    let key_in = |words: &BTreeMap<String, Vec<String>>| {
        let found = words.iter().find(|(_, names)| names.iter().any(|n| n == header));
        found.map(|(key, _)| key.clone())
    };
    let reserved = || key_in(&v.reserve).map(|id| format!("{RESERVED}{id}"));
    let by_id = || header.strip_prefix(RESERVED).filter(|id| id.is_ascii() && !id.is_empty());
    key_in(&v.columns).or_else(reserved).or_else(|| by_id().map(|_| header.to_owned()))
}

#[derive(Debug)]
pub(super) struct HeaderColumn {
    pub col: u32,
    /// A key of the words, or [`RESERVED`] with a requirement's id.
    pub means: String,
    /// Amounts are in 万元.
    pub wan: bool,
}

#[derive(Debug)]
pub(super) struct Header {
    /// Row, from 0.
    pub row: u32,
    pub columns: Vec<HeaderColumn>,
}

impl Header {
    /// The first row with a name column; `found` gathers the header-like texts seen.
    pub fn find<'a>(rows: impl Iterator<Item = &'a [Cell]>, found: &mut Vec<String>) -> Option<Self> {
        let vocabulary = VOCABULARY.as_ref()?;
        let mut rows = rows.peekable();
        let first = rows.peek()?[0].row;
        for row in rows.take_while(|r| r[0].row < first.saturating_add(HEADER_SEARCH)) {
            let mut columns: Vec<HeaderColumn> = Vec::new();
            let mut remarks = 0;
            for cell in row {
                let Value::Text(text) = &cell.value else { continue };
                let (header, wan) = normal_header(text);
                if header.chars().count() <= 20 && found.len() < 40 {
                    found.push(header.clone());
                }
                remarks += usize::from(vocabulary.remark.contains(&header));
                if let Some(means) = named(&header, vocabulary) {
                    let repeatable = means == "aliases";
                    if repeatable || !columns.iter().any(|c| c.means == means) {
                        columns.push(HeaderColumn { col: cell.col, means, wan });
                    }
                }
            }
            // A title such as 单位名册 alone in its row is no header; a list of bare names under 单位名称 is one.
            let named = columns.iter().any(|c| c.means == "name");
            if named && (columns.len() + remarks > 1 || row.len() == 1) {
                return Some(Self { row: row[0].row, columns });
            }
        }
        None
    }
}

/// Header text as compared: NFKC, no blanks, brackets and what they hold taken off. The second value says whether a bracket holds 万元.
pub(super) fn normal_header(text: &str) -> (String, bool) {
    let (mut out, mut inside, mut depth) = (String::new(), String::new(), 0_u32);
    for c in nfkc(text).chars().filter(|c| !c.is_whitespace() && *c != '*') {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.push(c),
            _ => out.push(c),
        }
    }
    (out, inside.contains("万元"))
}

/// A requirement id, or the words that the reserve columns use for it.
pub(super) fn requirement_of(text: &str) -> Arc<str> {
    let (normal, _) = normal_header(text);
    let by_reserve = VOCABULARY.as_ref().and_then(|v| {
        v.reserve
            .iter()
            .find(|(id, names)| **id == normal || names.iter().any(|n| n.replace("预留", "") == normal.replace("预留", "")))
    });
    by_reserve.map_or_else(|| Arc::from(normal.as_str()), |(id, _)| Arc::from(id.as_str()))
}
