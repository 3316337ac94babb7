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
#[serde(deny_unknown_fields)]
pub(super) struct Vocabulary {
    name: Vec<String>,
    code: Vec<String>,
    county: Vec<String>,
    sector: Vec<String>,
    canteen: Vec<String>,
    representative: Vec<String>,
    parent: Vec<String>,
    aliases: Vec<String>,
    contact: Vec<String>,
    phone: Vec<String>,
    email: Vec<String>,
    address: Vec<String>,
    plan: Vec<String>,
    previous_year: Vec<String>,
    union_funds: Vec<String>,
    staff: Vec<String>,
    remark: Vec<String>,
    exception_requirement: Vec<String>,
    exception_threshold: Vec<String>,
    exception_document: Vec<String>,
    exception_date: Vec<String>,
    exception_from: Vec<String>,
    exception_to: Vec<String>,
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

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Code,
    County,
    Sector,
    Canteen,
    Representative,
    Parent,
    Aliases,
    Contact,
    Phone,
    Email,
    Address,
    Plan,
    PreviousYear,
    UnionFunds,
    Staff,
    /// Reserved for the requirement of this id.
    Reserve(String),
    ExceptionRequirement,
    ExceptionThreshold,
    ExceptionDocument,
    ExceptionDate,
    ExceptionFrom,
    ExceptionTo,
}

impl Column {
    fn named(header: &str, v: &Vocabulary) -> Option<Self> {
        let is = |names: &[String]| names.iter().any(|n| n == header);
        let plain = [
            (&v.name, Self::Name),
            (&v.code, Self::Code),
            (&v.county, Self::County),
            (&v.sector, Self::Sector),
            (&v.canteen, Self::Canteen),
            (&v.representative, Self::Representative),
            (&v.parent, Self::Parent),
            (&v.aliases, Self::Aliases),
            (&v.contact, Self::Contact),
            (&v.phone, Self::Phone),
            (&v.email, Self::Email),
            (&v.address, Self::Address),
            (&v.plan, Self::Plan),
            (&v.previous_year, Self::PreviousYear),
            (&v.union_funds, Self::UnionFunds),
            (&v.staff, Self::Staff),
            (&v.exception_requirement, Self::ExceptionRequirement),
            (&v.exception_threshold, Self::ExceptionThreshold),
            (&v.exception_document, Self::ExceptionDocument),
            (&v.exception_date, Self::ExceptionDate),
            (&v.exception_from, Self::ExceptionFrom),
            (&v.exception_to, Self::ExceptionTo),
        ];
        if let Some((_, column)) = plain.into_iter().find(|(names, _)| is(names)) {
            return Some(column);
        }
        if let Some((id, _)) = v.reserve.iter().find(|(_, names)| is(names)) {
            return Some(Self::Reserve(id.clone()));
        }
        header
            .strip_prefix("预留")
            .filter(|id| id.is_ascii() && !id.is_empty())
            .map(|id| Self::Reserve(id.to_owned()))
    }
}

#[derive(Debug)]
pub(super) struct HeaderColumn {
    pub col: u32,
    pub means: Column,
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
                if let Some(means) = Column::named(&header, vocabulary) {
                    let repeatable = means == Column::Aliases;
                    if repeatable || !columns.iter().any(|c| c.means == means) {
                        columns.push(HeaderColumn { col: cell.col, means, wan });
                    }
                }
            }
            // A title such as 单位名册 alone in its row is no header; a list of bare names under 单位名称 is one.
            let named = columns.iter().any(|c| c.means == Column::Name);
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
