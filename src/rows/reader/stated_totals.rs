//! Rows that state a total: their figures, and what they are compared with. Which rows are totals is told in `row_kind`.

use std::sync::Arc;

use crate::{
    formats::cells::{Cell, Value},
    rows::{
        reader::{TableReader, row_kind::TotalRow, totals::TotalFigure},
        reading::Fate,
    },
    tables::{grid::place, region::Column, vocabulary::meaning::TotalKind},
    text::normal,
    values::{self, amount::Amount, is_numeric_text},
};

impl<'a> TableReader<'a, '_> {
    /// A total's stated figures: the amount column's, and each channel column's.
    pub(super) fn total(&mut self, cells: &'a [Cell], row: TotalRow) -> Fate {
        let label_cell = row.label_at.and_then(|at| cells.get(at));
        let label: Arc<str> = label_cell.map(|c| values::show(&c.value)).unwrap_or_default().into();
        let mut figures: Vec<TotalFigure> = Vec::new();
        for (column, cell) in self.amount_cells(cells) {
            let stated = match values::read_amount(&cell.value, self.money_unit(column)) {
                Amount::Fen { fen, .. } if column.channel.is_some() => Some(fen),
                Amount::Fen { fen, .. } => match self.adjusted(fen, cells) {
                    None => continue,
                    stated => stated,
                },
                Amount::Blank | Amount::Uncalculated => continue,
                _ => None,
            };
            figures.push(TotalFigure {
                kind: row.kind,
                of_month: row.of_month,
                stated,
                slack: values::rounding(&cell.value, self.money_unit(column)),
                channel: column.channel.clone(),
                cell: place(cell),
                label: Arc::clone(&label),
            });
        }
        if figures.iter().all(|f| f.stated.is_none()) {
            figures.clear();
            figures.extend(self.figure_in_words(cells, row, &label));
        }
        self.close_block(true);
        self.close_first(false);
        self.close_above(false);
        if row.kind == TotalKind::Total && self.after_total {
            if self.is_of_no_purchases(&label) {
                return Fate::Total;
            }
            if let [figure] = figures.as_slice()
                && let Some(fen) = figure
                    .stated
                    .filter(|fen| self.closes_memos(*fen) || self.is_total_after_cut(*fen, &label))
            {
                self.follow_total(fen, figure.cell, label);
                return Fate::Total;
            }
        }
        // With no line above it, or below heads that have proved to be totals, a total speaks of the lines below.
        let above = row.kind != TotalKind::Running && self.totals.begins(self.sink.lines.len());
        for figure in figures {
            if above {
                self.total_above(figure);
                continue;
            }
            let total = self.totals.stated(&self.sink.lines, figure, &self.sink.sheets_before);
            if !self.totals.holds_aside(&total) {
                self.prove_late(&total);
                self.stated.push(total);
            }
        }
        self.totals.passed(row.kind, row.of_month, self.sink.lines.len());
        self.after_total |= row.kind == TotalKind::Total && !row.of_month && !above;
        if row.kind == TotalKind::Subtotal {
            Fate::Subtotal
        } else {
            Fate::Total
        }
    }

    /// `合计：1234.50元` or `合计（大写）| 壹仟元整`: a figure in the label's own cell or the words beside it.
    fn figure_in_words(&self, cells: &[Cell], row: TotalRow, label: &Arc<str>) -> Option<TotalFigure> {
        let label_at = row.label_at?;
        let (cell, text) = cells.iter().enumerate().skip(label_at).find_map(|(at, c)| match &c.value {
            Value::Text(t) => {
                let t = normal::squeeze(t);
                let behind = t.rsplit(':').next().unwrap_or(&t);
                let behind = behind.trim_start_matches(['合', '计', '总', '小', '共']);
                let numeric = is_numeric_text(behind) || behind.contains(['元', '圆']);
                (numeric && (at > label_at || behind.len() < t.len())).then(|| (c, behind.to_owned()))
            }
            _ => None,
        })?;
        match values::read_amount(&Value::Text(text.into()), self.input.money) {
            Amount::Fen { fen, .. } => Some(TotalFigure {
                kind: row.kind,
                of_month: row.of_month,
                stated: Some(fen),
                slack: 0,
                channel: None,
                cell: place(cell),
                label: Arc::clone(label),
            }),
            _ => None,
        }
    }

    /// Visible cells of the amount column that counts, and of each channel's.
    pub(super) fn amount_cells(&self, cells: &'a [Cell]) -> Vec<(&'a Column, &'a Cell)> {
        let (region, grid) = (self.input.region, self.input.data.grid);
        let columns = region.columns.iter().enumerate();
        columns
            .filter(|(at, c)| c.is_channel_amount() || (c.is_whole_amount() && Some(*at) == self.input.amount))
            .filter_map(|(_, column)| {
                let cell = cells.iter().find(|c| c.col == column.col && grid.shows(c))?;
                Some((column, cell))
            })
            .collect()
    }

    /// The amount column that counts.
    pub(super) fn amount_column(&self) -> Option<&'a Column> {
        self.input.amount.and_then(|at| self.input.region.columns.get(at))
    }

    pub(super) fn is_amount_covered(&self) -> bool {
        let amount = self.input.amount.and_then(|at| self.row_cells.in_column(at));
        amount.is_some_and(|c| c.covered)
    }
}
