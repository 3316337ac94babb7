//! The population out of a published OUT: one pass over the units' reports for the amounts, and a second look at those that were drawn.

use std::path::Path;

use jiff::civil::Date;

use crate::{
    model::{Line, Month, UnitReport, UnitSummary},
    report::published::unit_report,
    sample::{Apart, Item, Pick, sort},
    text::Fault,
};

/// A line as the worksheet shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowView {
    pub unit: String,
    /// Line id.
    pub line: String,
    /// `台账.xlsx › 3月 › F17`.
    pub source: String,
    pub period: Month,
    pub date: Option<Date>,
    pub item: String,
    pub supplier: String,
    /// Channel's name.
    pub channel: String,
    /// Order number.
    pub order_no: String,
    pub fen: Option<i64>,
}

/// Everything that drawing needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Population {
    /// Lines above zero, in the order of units and lines.
    pub items: Vec<Item>,
    /// Lines listed apart.
    pub apart: Vec<(RowView, Apart)>,
    /// Lines that carry no figure in question.
    pub outside: u64,
    /// Names of the policy's channels.
    pub channels: Vec<String>,
}

impl Population {
    /// Reads the units' reports.
    pub fn read(out: &Path, units: &[&UnitSummary], requirement: Option<&str>) -> Result<Self, Fault> {
        let mut population = Self::default();
        for (index, unit) in (0_u32..).zip(units) {
            let report = unit_report(out, unit)?;
            let sorted = sort(&report, index, requirement);
            population.items.extend(sorted.items);
            population.outside += sorted.outside;
            let apart = sorted
                .apart
                .iter()
                .map(|(line, why)| (view(&report, &report.lines[*line as usize]), *why));
            population.apart.extend(apart);
            if population.channels.is_empty() {
                population.channels = report.policy.channels.iter().map(|c| c.title.clone()).collect();
            }
        }
        Ok(population)
    }

    /// Fen of all lines above zero; `None` when they overflow.
    pub fn total_fen(&self) -> Option<i64> {
        self.items.iter().try_fold(0_i64, |sum, i| sum.checked_add(i.fen))
    }

    /// The picked lines in full.
    pub fn views(&self, out: &Path, units: &[&UnitSummary], picks: &[Pick]) -> Result<Vec<RowView>, Fault> {
        let mut views = Vec::with_capacity(picks.len());
        for chunk in picks.chunk_by(|a, b| self.items[a.item].unit == self.items[b.item].unit) {
            let Some(unit) = chunk.first().and_then(|p| units.get(self.items[p.item].unit as usize)) else {
                continue;
            };
            let report = unit_report(out, unit)?;
            let lines = chunk.iter().filter_map(|p| report.lines.get(self.items[p.item].line as usize));
            views.extend(lines.map(|line| view(&report, line)));
        }
        Ok(views)
    }
}

fn view(report: &UnitReport, line: &Line) -> RowView {
    let text = |t: &Option<std::sync::Arc<str>>| t.as_deref().unwrap_or_default().to_owned();
    let named = report.policy.channels.iter().find(|c| Some(&c.id) == line.channel.as_ref());
    RowView {
        unit: report.unit.to_string(),
        line: line.id.clone(),
        source: line.source.to_string(),
        period: line.period,
        date: line.date,
        item: text(&line.item),
        supplier: text(&line.supplier),
        channel: named.map_or_else(|| text(&line.channel_text), |c| c.title.clone()),
        order_no: text(&line.order_no),
        fen: line.amount_fen,
    }
}
