//! What each table says of one month.

use std::collections::{BTreeMap, HashSet};

use crate::{
    model::{
        dates::Month,
        line::{Line, Role},
        standing::BaseStanding,
    },
    tables::role,
    text::names::normal_name,
    units::beside::tables::Table,
};

/// What a table says of one month.
pub(super) struct Piece<'l> {
    pub(super) table: &'l Table,
    pub(super) at: Vec<usize>,
    pub(super) lines: Vec<&'l Line>,
    pub(super) fen: i64,
}

impl Piece<'_> {
    /// Goods and quantities, days and channels: the fuller record counts.
    pub(super) fn fullness(&self) -> usize {
        let Table {
            counted,
            goods,
            dated,
            sold,
            ..
        } = self.table;
        [counted, goods, dated, sold].into_iter().filter(|has| **has).count()
    }
}

/// By month, what each table says of it, the fuller ones first.
pub(super) fn pieces<'l>(lines: &'l [Line], tables: &'l [Table], told: &HashSet<usize>) -> BTreeMap<Month, Vec<Piece<'l>>> {
    let mut months: BTreeMap<Month, Vec<Piece<'l>>> = BTreeMap::new();
    let may_count = |t: &&Table| role::is_purchase(t.role) || t.role == Role::Unnamed;
    for table in tables.iter().filter(may_count) {
        let mut of_table: BTreeMap<Month, Vec<usize>> = BTreeMap::new();
        for at in &table.lines {
            let counts = lines.get(*at).filter(|l| !told.contains(at) && l.base == BaseStanding::In);
            if let Some(line) = counts {
                of_table.entry(line.period).or_default().push(*at);
            }
        }
        for (month, at) in of_table {
            let own: Vec<&Line> = at.iter().filter_map(|i| lines.get(*i)).collect();
            let fen = own.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.amount_fen?));
            let Some(fen) = fen.filter(|fen| *fen > 0) else { continue };
            months.entry(month).or_default().push(Piece {
                table,
                at,
                lines: own,
                fen,
            });
        }
    }
    for pieces in months.values_mut() {
        pieces.sort_by_key(|p| std::cmp::Reverse((p.fullness(), p.lines.len())));
    }
    months
}

/// What stands over a line: its section, else its table's title.
pub(super) fn heading(line: &Line) -> String {
    let heading = line.evidence.section.as_deref().or(line.evidence.title.as_deref());
    heading.map(normal_name).unwrap_or_default()
}
