//! Lines and units added up in polars frames: nothing here is shared with what added them up for the reports.

use polars::prelude::*;

use crate::model::{BaseStanding, Line, Month, Standing};

/// Lines of one unit that count alike for a requirement, and what they come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    /// Month, `YYYYMM`.
    pub period: i32,
    pub base: BaseStanding,
    pub standing: Standing,
    /// See [`Line::is_open_in_channel`].
    pub channel_open: bool,
    /// Their amounts can be read.
    pub readable: bool,
    /// Fen.
    pub fen: i64,
}

/// A month as a number.
pub(super) fn number(month: Month) -> i32 {
    i32::from(month.year()) * 100 + i32::from(month.month())
}

const KEYS: [&str; 6] = ["period", "base", "standing", "channel_open", "readable", "negative"];

/// The lines' sums for one requirement: purchases and returns apart, since what is worst for a unit is different for them.
pub(super) fn groups(lines: &[&Line], requirement: &str) -> PolarsResult<Vec<Group>> {
    const BASE: [BaseStanding; 3] = [BaseStanding::In, BaseStanding::Disputed, BaseStanding::Out];
    const STANDING: [Standing; 3] = [Standing::Counted, Standing::Disputed, Standing::NotCounted];
    let place = |found: Option<usize>| found.and_then(|at| i32::try_from(at).ok());
    let column = |name: &str, of: &dyn Fn(&Line) -> Option<i32>| {
        let values: Vec<Option<i32>> = lines.iter().map(|l| of(l)).collect();
        Column::new(name.into(), values)
    };
    let mut columns = vec![
        column("period", &|l| Some(number(l.period))),
        column("base", &|l| place(BASE.iter().position(|b| *b == l.base))),
        column("standing", &|l| {
            place(STANDING.iter().position(|s| *s == l.requirements[requirement]))
        }),
        column("channel_open", &|l| Some(l.is_open_in_channel().into())),
        column("readable", &|l| Some(l.amount_fen.is_some().into())),
        column("negative", &|l| Some(l.amount_fen.is_some_and(|fen| fen < 0).into())),
    ];
    let fen: Vec<i64> = lines.iter().map(|l| l.amount_fen.unwrap_or(0)).collect();
    columns.push(Column::new("fen".into(), fen));
    let summed = sums(DataFrame::new(lines.len(), columns)?, &KEYS)?;
    let [period, base, standing, channel_open, readable] =
        ["period", "base", "standing", "channel_open", "readable"].map(|name| summed.column(name).and_then(|c| c.i32().cloned()));
    let (period, base, standing, channel_open, readable) = (period?, base?, standing?, channel_open?, readable?);
    let fen = summed.column("fen_sum")?.i64()?;
    let at = |column: &Int32Chunked, row: usize| column.get(row).and_then(|v| usize::try_from(v).ok()).unwrap_or(usize::MAX);
    let group = |row| {
        Some(Group {
            period: period.get(row)?,
            base: *BASE.get(at(&base, row))?,
            standing: *STANDING.get(at(&standing, row))?,
            channel_open: at(&channel_open, row) == 1,
            readable: at(&readable, row) == 1,
            fen: fen.get(row)?,
        })
    };
    Ok((0..summed.height()).filter_map(group).collect())
}

/// Rows of figures added up by the group that each belongs to; a sum of each figure for each group, in the groups' order.
pub(super) fn by_group(groups: &[usize], figures: &[Vec<i64>], of: usize) -> PolarsResult<Vec<Vec<i64>>> {
    let Some(width) = figures.first().map(Vec::len) else {
        return Ok(vec![Vec::new(); of]);
    };
    let group: Vec<i64> = groups.iter().filter_map(|g| i64::try_from(*g).ok()).collect();
    let mut columns = vec![Column::new("group".into(), group)];
    for index in 0..width {
        let values: Vec<i64> = figures.iter().map(|row| row.get(index).copied().unwrap_or(0)).collect();
        columns.push(Column::new(format!("f{index}").into(), values));
    }
    let summed = sums(DataFrame::new(figures.len(), columns)?, &["group"])?;
    let mut out = vec![vec![0; width]; of];
    for index in 0..width {
        let values = summed.column(&format!("f{index}_sum"))?.i64()?;
        for (group, fen) in summed.column("group")?.i64()?.iter().zip(values.iter()) {
            let slot = group.and_then(|g| out.get_mut(usize::try_from(g).ok()?)?.get_mut(index));
            if let (Some(slot), Some(fen)) = (slot, fen) {
                *slot = fen;
            }
        }
    }
    Ok(out)
}

/// All other columns added up by `keys`. Deprecated for the lazy engine, which would bring the query planner and the cloud stack along.
#[allow(deprecated)]
fn sums(frame: DataFrame, keys: &[&str]) -> PolarsResult<DataFrame> {
    let others: Vec<PlSmallStr> = frame
        .get_column_names_owned()
        .into_iter()
        .filter(|name| !keys.contains(&name.as_str()))
        .collect();
    let keys: Vec<PlSmallStr> = keys.iter().map(|k| (*k).into()).collect();
    frame.group_by(keys)?.select(others).sum()
}
