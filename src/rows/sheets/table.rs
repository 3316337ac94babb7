//! One header with its rows: the tables that it makes, their lines, and what is said of them.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    formats::cells::{Cell, Value},
    model::{
        cell::CellRef,
        dates::PartialDate,
        field::Field,
        finding::Severity,
        line::{OpenKind, TableRole},
    },
    rows::{
        fates::fate_of,
        reader::{self, TableInput},
        reading::{Fate, RawAmount, RawLine, RawOpenAmount},
        sheets::{
            SheetReader,
            blocks::Block,
            table_reading::{table_reading, unknown_column},
        },
    },
    tables::{
        amount_column::{AmountColumn, Rival},
        columns::groups::asks_for_money,
        disambiguate::{Settled, settle},
        evidence::{fields::Told, values::lies_in},
        grid::Grid,
        region::{Column, Region, TableKind},
        role::{self, rows},
        table_data::TableData,
        titles::{MonthSpan, Titles},
    },
    text::normal,
    values::{
        self,
        amount::Amount,
        date::title::period_in,
        is_numeric_text,
        money_unit::{MoneyUnit, money_unit},
    },
};

/// Goods named in the issue about goods as columns.
const SHOWN_GOODS: usize = 6;

impl SheetReader<'_, '_> {
    /// Reads the tables side by side under one header.
    pub(super) fn block(&mut self, grid: &Grid<'_>, block: &Block) {
        let Some(header) = block.headers.first() else { return };
        let titles = &block.titles;
        let data = TableData {
            grid,
            rows: &block.rows,
            vocabulary: self.vocabulary,
            date_system: self.date_system,
        };
        let mut listed: BTreeSet<CellRef> = BTreeSet::new();
        let (first_table, first_of_block) = (self.tables.len(), self.sink.lines.len());
        let mut regions = header.regions.clone();
        if regions.iter().all(|r| asks_for_money(r, self.vocabulary)) && !self.speaks_of_money(titles) {
            // Kilos or yuan: nobody can tell. One table stands for all.
            regions.truncate(1);
            regions.iter_mut().for_each(|r| {
                r.kind = TableKind::NoMoney;
                r.columns
                    .iter_mut()
                    .filter(|c| c.field == Field::Amount)
                    .for_each(|c| c.field = Field::Ignored);
            });
        }
        for region in &regions {
            let Ok(table) = u16::try_from(self.tables.len()) else { return };
            let money = self.money_unit(
                region,
                data,
                titles.money.or_else(|| money_unit(&normal::header(&self.sheet.name).bracket)),
            );
            let month = region.month.or(titles.month()).or_else(|| period_in(&self.sheet.name).month);
            let first_line = self.sink.lines.len();
            let Settled { region, amount, told } = settle(region.clone(), data, titles, month, money);
            let role = role::decide(&region, titles, &self.sheet.name, self.vocabulary);
            let role = role::beside_others(role, &region, &regions, self.vocabulary);
            let taken = role::is_read(&role);
            let totals = if taken && !region.is_table() {
                // Its figures stand under no header that says money: nothing shows that they are purchases.
                for index in block.rows.iter().flat_map(|(from, to)| *from..*to) {
                    self.unproved(grid, index);
                }
                Vec::new()
            } else if taken {
                self.report_amount_column(&region, &amount, &told);
                self.report_columns(&region, &amount);
                self.report_several_months(&region, titles);
                // Where nothing names the channel, the answers to a question that nobody knows may.
                let question = told.iter().find(|t| t.doubtful && t.field == Field::Channel);
                let questioned = question.map(|t| titles.with_channel(&t.header, t.cell));
                let input = TableInput {
                    data,
                    region: &region,
                    regions: &regions,
                    money,
                    amount: amount.index,
                    adjust: &amount.adjust,
                    shares: &amount.shares,
                    table,
                    role: &role,
                    marks: &rows::marks(
                        &region,
                        data,
                        amount.index,
                        money,
                        rows::Called {
                            cash_book: self.is_called(titles, |t| self.vocabulary.is_cash_book(t)),
                            running: self.is_called(titles, |t| self.vocabulary.speaks_of_running(t)),
                        },
                    ),
                    first_line_of_sheet: self.first_line,
                    fields: fields_at(grid, grid.row(header.first)),
                    titles: questioned.as_ref().unwrap_or(titles),
                    month,
                };
                let totals = reader::read_table(input, self.sink);
                for doubtful in told.iter().filter(|t| t.doubtful) {
                    self.doubt(first_line, doubtful.field, month);
                }
                totals
            } else {
                self.set_aside(grid, block, &region, &role);
                Vec::new()
            };
            let header = (grid.row(header.first), grid.row(header.last));
            let mut reading = table_reading(header, &region, titles, money, role, (totals, &self.sink.lines[first_line..]));
            // What is common to the tables of several months is told once.
            let told = |c: &&Column| region.month.is_none() || listed.insert(c.cell);
            let shared = |c: &&Column| amount.shares.iter().all(|s| s.col != c.col);
            let unknown = region.unmapped.iter().filter(told).filter(shared);
            reading.unmapped = unknown.map(|c| unknown_column(c, data)).collect();
            reading
                .open_amounts
                .extend(rival_amount(&amount, &self.sink.lines[first_line..], first_line, grid, money));
            self.tables.push(reading);
        }
        if header.regions.iter().all(|r| !r.is_one_of_several()) {
            self.share_totals(grid, first_table, first_of_block);
        }
    }

    /// Whether what stands above a table, or its tab, says that its figures are money.
    fn speaks_of_money(&self, titles: &Titles) -> bool {
        let mut words = titles.title.iter().chain(&titles.words).chain(&titles.section).map(|w| &*w.text);
        titles.money.is_some() || words.any(|t| self.vocabulary.is_title_of_money(t)) || self.vocabulary.is_title_of_money(&self.sheet.name)
    }

    /// Lines whose day, in a column that nobody knows, lies outside of the titles' month stay in it, and a person has to look. So it is with those
    /// that have an order number under a header that nobody knows, and others have none: it may be a platform's.
    fn doubt(&mut self, first_line: usize, field: Field, month: Option<PartialDate>) {
        let outside = |line: &RawLine| line.date.zip(month).is_some_and(|(date, month)| !lies_in(date, month));
        let (code, is): (_, &dyn Fn(&RawLine) -> bool) = match field {
            Field::Date => ("month_suspected", &outside),
            Field::OrderNo => ("order_unknown", &|line| line.order_no.is_some()),
            _ => return,
        };
        let note = self.sink.note(code);
        for line in self.sink.lines.iter_mut().skip(first_line).filter(|line| is(line)) {
            line.date = line.date.filter(|_| field != Field::Date);
            line.notes.push(Arc::clone(&note));
            line.notes.sort();
        }
    }

    /// Several columns of amounts that differ, and columns that are what they are by their values.
    fn report_amount_column(&mut self, region: &Region, amount: &AmountColumn, told: &[Told]) {
        let mut report = |severity, cell, header: &str, field: Field| {
            self.sink
                .issue("column_by_values", severity, Some(cell), header, &[("field", field.code())]);
        };
        for Told { cell, header, field, .. } in told {
            report(Severity::Info, *cell, header, *field);
        }
        if let Some(column) = amount.index.filter(|_| amount.by_figures).and_then(|at| region.columns.get(at)) {
            report(Severity::Warning, column.cell, &column.header, Field::Amount);
        }
        if let Some((cell, headers)) = &amount.ambiguous {
            self.sink
                .issue("amount_column_ambiguous", Severity::Warning, Some(*cell), headers, &[]);
        }
    }

    /// A statement without a column of dates under a title that spans months: its figures are no single month's.
    fn report_several_months(&mut self, region: &Region, titles: &Titles) {
        let dated = region.columns.iter().any(|c| c.field.is_date()) || region.month.is_some() || titles.month().is_some();
        if let Some(MonthSpan { first, last, title }) = titles.months.as_ref().filter(|_| !dated) {
            let args = [("first", &*first.to_string()), ("last", &*last.to_string())];
            self.sink
                .issue("several_months", Severity::Warning, Some(title.cell), &title.text, &args);
        }
    }

    /// A table without money, and goods (or people) as columns.
    fn report_columns(&mut self, region: &Region, amount: &AmountColumn) {
        if region.kind == TableKind::NoMoney {
            let cell = region.columns.first().map(|c| c.cell);
            self.sink.issue("no_amount_column", Severity::Warning, cell, "", &[]);
        }
        let names =
            |c: &Column| !matches!(c.field, Field::Amount | Field::Remark | Field::Serial) && !c.field.is_passive() && !c.field.is_date();
        if let [first, _, ..] = region.unmapped.as_slice()
            && region.month.is_none()
            && amount.shares.is_empty()
            && !region.columns.iter().any(names)
        {
            let goods: Vec<&str> = region.unmapped.iter().take(SHOWN_GOODS).map(|u| u.header.as_ref()).collect();
            self.sink
                .issue("goods_columns", Severity::Warning, Some(first.cell), &goods.join("、"), &[]);
        }
    }

    /// Whether the title or the tab is such a one.
    fn is_called(&self, titles: &Titles, is: impl Fn(&str) -> bool) -> bool {
        let title = titles.title.as_ref().map(|t| &*t.text);
        title.into_iter().chain([&*self.sheet.name]).any(is)
    }

    /// A table that is not of purchases: none of its rows is a line. Where that is not sure, its rows are rejected, so that the run says so.
    fn set_aside(&mut self, grid: &Grid<'_>, block: &Block, region: &Region, role: &TableRole) {
        let cell = region.columns.first().map(|c| c.cell);
        let code = if role.sure { "not_purchase_table" } else { "not_purchase_doubt" };
        let args = [("role", role.role.code()), ("by", role.by.code())];
        self.sink.issue(code, Severity::Warning, cell, &role.found, &args);
        let fate = fate_of(role.role);
        for index in block.rows.iter().flat_map(|(from, to)| *from..*to) {
            let figures = || {
                grid.filled(index)
                    .any(|c| matches!(c.value, Value::Number(_) | Value::Date(_)) || is_figure(c))
            };
            let fate = match grid.filled(index).next() {
                None => Fate::Blank,
                Some(first) if !role.sure && figures() && !self.is_labelled(first) => {
                    self.sink.reject(grid.row(index), grid.filled(index), "not_purchase_doubt")
                }
                Some(_) => fate,
            };
            self.sink.fates.set(index, fate);
        }
    }

    /// Whether a row's first cell labels a total or a footer.
    fn is_labelled(&self, first: &Cell) -> bool {
        matches!(&first.value, Value::Text(t) if self.vocabulary.row_label(t).is_some())
    }
}

fn is_figure(cell: &Cell) -> bool {
    matches!(&cell.value, Value::Text(t) if is_numeric_text(t))
}

/// How many fields a row of CSV has, where not all have the same.
fn fields_at(grid: &Grid<'_>, row: u32) -> Option<u32> {
    let at = grid.fields.partition_point(|(from, _)| *from <= row).checked_sub(1)?;
    grid.fields.get(at).filter(|_| grid.fields.len() > 1).map(|f| f.1)
}

/// What a column that might be the amount as well says beyond the lines.
fn rival_amount(amount: &AmountColumn, lines: &[RawLine], first: usize, grid: &Grid<'_>, money: MoneyUnit) -> Option<RawOpenAmount> {
    let Rival {
        column: rival,
        taken_off,
        per,
        rate,
    } = amount.rival.as_ref()?;
    let (mut more, mut less) = (0_i64, 0_i64);
    let mut differing: Option<(usize, usize)> = None;
    for (at, line) in (first..).zip(lines) {
        let RawAmount::Fen(own) = &line.amount else { continue };
        let cell = grid.cell(line.row, rival.col);
        let said = match per {
            Some([count, price]) => {
                let product = |count: u32| {
                    let number = |col: u32| Some(values::quantity(&grid.cell(line.row, col)?.value)?.0);
                    values::to_fen(number(count)?.checked_mul(number(*price)?)?, money).map(|f| f.0)
                };
                // An amount of another count has nothing of this one in it.
                product(rival.col).filter(|_| product(*count) == Some(*own))
            }
            None if *rate => cell
                .and_then(|c| values::kept_bp(&values::show(&c.value)))
                .and_then(|kept| i64::try_from((i128::from(*own) * i128::from(kept) + 5_000) / 10_000).ok()),
            None => cell.and_then(|c| match values::read_amount(&c.value, rival.money_unit(money)) {
                Amount::Fen { fen, .. } => Some(fen),
                _ => None,
            }),
        };
        if let Some(fen) = said {
            let beyond = if *taken_off {
                fen.saturating_abs().saturating_neg()
            } else {
                fen.saturating_sub(*own)
            };
            more = more.saturating_add(beyond.max(0));
            less = less.saturating_add(beyond.min(0));
            if beyond != 0 {
                differing = Some((differing.map_or(at, |d| d.0), at + 1));
            }
        }
    }
    let fen = if more.saturating_add(less) >= 0 { more } else { less };
    let (from, to) = differing.filter(|_| fen != 0)?;
    Some(RawOpenAmount {
        kind: OpenKind::Columns,
        fen,
        cell: rival.cell,
        first_line: u32::try_from(from).unwrap_or(u32::MAX),
        end_line: u32::try_from(to).unwrap_or(u32::MAX),
        channel: None,
    })
}
