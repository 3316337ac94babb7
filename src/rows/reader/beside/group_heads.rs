//! Kinds of goods with their goods below them, all in one column: `蔬菜 300`, `白菜 100`, `土豆 200`, `肉类 …`.

use crate::rows::{
    reader::TableReader,
    reading::{RawAmount, RawLine},
};

/// Groups that make it plain.
const ENOUGH: usize = 2;

impl TableReader<'_, '_> {
    /// Lines without quantity, price and day that are, one after the other, the sum of the lines below them, to the end of the table: heads of groups,
    /// or goods whose amounts fall out so.
    pub(in crate::rows::reader) fn doubt_group_heads(&mut self) {
        let lines = self.sink.lines.get(self.first_line..).unwrap_or_default();
        let Some(heads) = heads(lines).filter(|heads| heads.len() >= ENOUGH) else {
            return;
        };
        for at in heads {
            let line = self.first_line + at;
            self.suspect(line..line + 1);
        }
    }
}

/// The heads, where all lines are heads or below one, two or more below each.
fn heads(lines: &[RawLine]) -> Option<Vec<usize>> {
    let fen = |line: &RawLine| match line.amount {
        RawAmount::Fen(fen) if fen > 0 && line.quantity.is_none() && line.unit_price.is_none() && line.date.is_none() => {
            Some(i128::from(fen))
        }
        _ => None,
    };
    let mut heads = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let head = fen(&lines[at])?;
        let (mut sum, mut end) = (0, at + 1);
        while sum < head {
            sum += fen(lines.get(end)?)?;
            end += 1;
        }
        if sum != head || end < at + 3 {
            return None;
        }
        heads.push(at);
        at = end;
    }
    Some(heads)
}
