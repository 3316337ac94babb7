//! Versions of one ledger in a folder: never added up twice without a word (`duplicate_across_files`).
//!
//! Two files of a unit overlap when at least half of the lines of one of them stand in the other too. Which version is right a
//! person must say, so the later file's repeated lines are disputed; the lines that differ count in both, and the finding names the files.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    model::{dates::Month, line::Line},
    text::hex::hex,
};

/// Two files with lines in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOverlap {
    /// The file that counts (first by path).
    pub first: Arc<str>,
    /// The file whose repeated lines are disputed.
    pub second: Arc<str>,
    /// Lines in common.
    pub common: usize,
    /// Lines of the first file.
    pub first_lines: usize,
    /// Lines of the second file.
    pub second_lines: usize,
    /// Indices of the second file's repeated lines.
    pub lines: Vec<usize>,
    /// Their amounts, fen.
    pub amount_fen: i64,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Signature<'a> {
    period: Month,
    date: Option<Date>,
    item: Option<&'a str>,
    quantity: Option<Decimal>,
    price: Option<Decimal>,
    amount: Option<i64>,
    supplier: Option<&'a str>,
    order_no: Option<&'a str>,
    channel: Option<&'a str>,
}

fn signature(line: &Line) -> Signature<'_> {
    Signature {
        period: line.period,
        date: line.date,
        item: line.item.as_deref(),
        quantity: line.quantity.map(|d| d.normalize()),
        price: line.unit_price.map(|d| d.normalize()),
        amount: line.amount_fen,
        supplier: line.supplier.as_deref(),
        order_no: line.order_no.as_deref(),
        channel: line.channel_text.as_deref(),
    }
}

/// The same for two lines exactly when an overlap takes them for one.
#[must_use]
pub fn fingerprint(line: &Line) -> String {
    use sha2::{Digest as _, Sha256};
    hex(&Sha256::digest(format!("{:?}", signature(line))))[..32].to_owned()
}

/// A file, its lines, and how often each signature stands in it.
type Counted<'a> = (&'a Arc<str>, &'a Vec<usize>, BTreeMap<Signature<'a>, usize>);

/// Files of one unit that repeat each other's lines, in the order of the later file. A line is repeated at most once.
#[must_use]
pub fn overlaps(lines: &[Line]) -> Vec<FileOverlap> {
    let mut by_file: BTreeMap<&Arc<str>, Vec<usize>> = BTreeMap::new();
    for (i, line) in lines.iter().enumerate() {
        by_file.entry(&line.source.file).or_default().push(i);
    }
    if by_file.len() < 2 {
        return Vec::new();
    }
    let counted: Vec<Counted<'_>> = by_file
        .iter()
        .map(|(file, indices)| {
            let mut counts = BTreeMap::new();
            for i in indices {
                *counts.entry(signature(&lines[*i])).or_insert(0) += 1;
            }
            (*file, indices, counts)
        })
        .collect();
    let mut found = Vec::new();
    let mut disputed = vec![false; lines.len()];
    for (b, (second, second_lines, _)) in counted.iter().enumerate() {
        for (first, first_lines, first_counts) in &counted[..b] {
            let mut left: BTreeMap<&Signature<'_>, usize> = first_counts.iter().map(|(s, n)| (s, *n)).collect();
            let mut common = Vec::new();
            for i in *second_lines {
                if let Some(n) = left.get_mut(&signature(&lines[*i])).filter(|n| **n > 0) {
                    *n -= 1;
                    common.push(*i);
                }
            }
            // A single equal line between two files of one day is chance; a version shares most of its lines.
            let smaller = first_lines.len().min(second_lines.len());
            if common.len() * 2 < smaller || (common.len() < 3 && common.len() < smaller) || common.is_empty() {
                continue;
            }
            let count = common.len();
            common.retain(|i| !std::mem::replace(&mut disputed[*i], true));
            let amount_fen = common.iter().filter_map(|i| lines[*i].amount_fen).fold(0_i64, i64::saturating_add);
            found.push(FileOverlap {
                first: (*first).clone(),
                second: (*second).clone(),
                common: count,
                first_lines: first_lines.len(),
                second_lines: second_lines.len(),
                lines: common,
                amount_fen,
            });
        }
    }
    found
}
