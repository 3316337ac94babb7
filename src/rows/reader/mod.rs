//! The rows below a header: which are lines, totals, footers, sections, and what each carries down.
//!
//! In: a table's cells and columns. Out: its lines, rejected rows, issues and fates in the [`Sink`], and the totals that it states.

mod amounts;
mod aside;
mod bands;
mod beside;
mod dates;
mod fields;
mod heads;
mod lines;
mod parts;
mod proof;
mod row_kind;
mod rows;
mod stated_totals;
mod totals;
mod turns;
mod years;

use std::{cell::OnceCell, collections::BTreeSet, sync::Arc};

use crate::{
    formats::cells::Cell,
    model::{cell::CellRef, dates::PartialDate, field::Field, finding::Severity, goods::stock::StockPart, line::TableRole},
    rows::{
        reader::{proof::bare::Proof, totals::Totals},
        reading::{Fate, StatedTotal},
        sink::Sink,
    },
    tables::{
        amount_column::{Adjust, Share},
        evidence::{runs, units},
        head_pairs::Head,
        region::{Column, Located, Region},
        role::marks::RowMarks,
        row_cells::RowCells,
        table_data::TableData,
        titles::Titles,
        vocabulary::meaning::RowLabel,
    },
    text::memoize::Shared,
    values::money_unit::MoneyUnit,
};

/// So many lines are made room for at once; more make it as they come, for a sheet of a million styled rows may hold none.
const EXPECTED_LINES: usize = 1 << 10;

/// What a table's rows are read with.
#[derive(Clone, Copy)]
pub(crate) struct TableInput<'a> {
    pub(crate) data: TableData<'a>,
    pub(crate) region: &'a Region,
    /// The tables of its header, side by side.
    pub(crate) regions: &'a [Region],
    /// Money unit of columns that name none.
    pub(crate) money: MoneyUnit,
    /// The amount column that counts, by index among the region's.
    pub(crate) amount: Option<usize>,
    /// Columns that are added to it or taken off.
    pub(crate) adjust: &'a [Adjust],
    /// Parts of it that are lines of their own.
    pub(crate) shares: &'a [Share],
    /// Index among the sheet's tables.
    pub(crate) table: u16,
    /// What the table is for.
    pub(crate) role: &'a TableRole,
    /// What is said of its rows before they are read.
    pub(crate) marks: &'a RowMarks,
    /// Index of the sheet's first line among all lines.
    pub(crate) first_line_of_sheet: usize,
    /// Of CSV with rows of unlike length: how many fields the header has.
    pub(crate) fields: Option<u32>,
    /// What stands above the table.
    pub(crate) titles: &'a Titles,
    /// Its month, as far as its columns, its titles or its tab name one.
    pub(crate) month: Option<PartialDate>,
}

/// Reads a table's rows into the sink; the totals that it states.
pub(crate) fn read_table(input: TableInput<'_>, sink: &mut Sink) -> Vec<StatedTotal> {
    let ranges = input.data.rows;
    let rows: usize = ranges.iter().map(|(from, to)| to.saturating_sub(*from)).sum();
    sink.lines.reserve(rows.min(EXPECTED_LINES));
    let first_line = sink.lines.len();
    input.data.vocabulary.row_labels.with(|labels| {
        let mut reader = TableReader {
            input,
            sink,
            labels,
            row_cells: RowCells::new(input.region, runs::of_units(input.region, input.data)),
            value_cells: Vec::new(),
            units: input.region.columns.iter().map(units::of_column).collect(),
            bands_say_roles: OnceCell::new(),
            detail_columns: beside::details::columns(input.region),
            stock_columns: beside::stock::columns(input.region, input.data.vocabulary),
            carried: Carried::under(input.titles),
            totals: Totals::new(input.first_line_of_sheet, first_line),
            proof: Proof::default(),
            after_total: false,
            stated: Vec::new(),
            first_line,
            owners: Vec::new(),
            foreign: false,
            last_fate: None,
            turned: false,
            suspected: false,
            open_dates: Vec::new(),
            reported_columns: BTreeSet::new(),
        };
        for (from, to) in ranges {
            reader.read(*from, *to);
        }
        reader.close_table();
        reader.doubt_order_totals();
        reader.doubt_sums();
        reader.doubt_missing_whole();
        reader.settle_open_dates();
        reader.doubt_unread_dates();
        reader.settle_two_years();
        reader.note_turns();
        reader.settle_mistyped_years();
        reader.note_months_for_days();
        reader.name_owners();
        reader.stated
    })
}

/// Reads the rows of one table.
struct TableReader<'a, 's> {
    input: TableInput<'a>,
    sink: &'s mut Sink,
    /// What texts mean as labels of rows, as far as they were looked up.
    labels: &'s mut Shared<Option<RowLabel>>,
    /// The row that is being read.
    row_cells: RowCells<'a>,
    /// Cells of the values of the line in the making.
    value_cells: Vec<(Field, CellRef)>,
    /// The units that columns of quantities and prices name, by index among the region's.
    units: Vec<Option<String>>,
    /// Whether bands of the table say what their rows are.
    bands_say_roles: OnceCell<bool>,
    /// Columns that no figure follows from, by index.
    detail_columns: Vec<usize>,
    /// Columns of a stock book's quantities.
    stock_columns: Vec<(StockPart, usize)>,
    carried: Carried,
    totals: Totals,
    proof: Proof,
    /// The table's total was passed, and no purchase since.
    after_total: bool,
    stated: Vec<StatedTotal>,
    /// Index of the table's first line.
    first_line: usize,
    /// Texts between the rows that may say whose these are.
    owners: Vec<Owner>,
    /// The header of another table that nobody knows was passed: what follows is none of this table's.
    foreign: bool,
    /// What became of the last row.
    last_fate: Option<(usize, Fate)>,
    /// Whether the row's amounts count with the sign turned.
    turned: bool,
    /// Whether the row is perhaps void.
    suspected: bool,
    open_dates: Vec<OpenDate>,
    /// Columns without a header whose figures were reported.
    reported_columns: BTreeSet<u32>,
}

/// A text between the rows that may name whose the rows beside it are.
struct Owner {
    row: u32,
    text: Arc<str>,
    /// It has a unit's label: it may as well stand below its rows.
    labelled: bool,
}

/// The section that holds here, and how its title stood.
#[derive(Default)]
struct Band {
    /// It is numbered (`一、`) and no total has closed it: a band without a number is a part of it.
    open: bool,
    /// Column of the last band, and whether it was merged across: a text alone in the same way is a band too.
    form: Option<(u32, bool)>,
    /// The seller that it names.
    supplier: Option<Located>,
    /// The channel that it names, which nobody knows.
    channel: Option<Located>,
    /// A total has closed it.
    closed: bool,
}

/// What rows carry down to those below.
#[derive(Default)]
struct Carried {
    /// What a heading says that the rows below it are, by itself and for the columns of this table.
    said: Option<TableRole>,
    role: Option<TableRole>,
    /// Title of the section.
    section: Option<Arc<str>>,
    /// Its rank, and how the last band was written.
    band: Band,
    /// What pairs say, above the table or between its rows.
    head: Head,
    /// Month of the section.
    section_month: Option<PartialDate>,
    /// The last date.
    date: Option<CarriedDate>,
    /// The last day that may be one of two.
    open_date: Option<OpenDate>,
    /// The last month and year in columns of their own.
    month: Option<PartialDate>,
    year: Option<i16>,
}

impl Carried {
    /// At the first row below these titles.
    fn under(titles: &Titles) -> Self {
        let head = titles.head.clone();
        let field = Field::Date;
        Self {
            date: head.date.map(|(date, cell)| CarriedDate { date, cell, field }),
            head,
            ..Self::default()
        }
    }
}

/// A date with the cell and the column that it stands in.
#[derive(Clone, Copy)]
struct CarriedDate {
    date: PartialDate,
    cell: CellRef,
    field: Field,
}

/// A line whose day could be one of two.
#[derive(Clone, Copy)]
struct OpenDate {
    /// Index of the line.
    line: usize,
    /// Date cell.
    cell: CellRef,
    /// Month.
    month: i8,
    /// Day as written.
    short: i8,
    /// Ten times that.
    long: i8,
}

impl<'a> TableReader<'a, '_> {
    fn shows(&self, cell: &Cell) -> bool {
        self.input.data.grid.shows(cell)
    }

    fn money_unit(&self, column: &Column) -> MoneyUnit {
        column.money_unit(self.input.money)
    }

    fn reject(&mut self, row: u32, cells: &[Cell], reason: &str) -> Fate {
        let grid = self.input.data.grid;
        let shown = cells.iter().filter(|c| grid.shows(c));
        self.sink.reject(row, shown, reason)
    }

    fn issue(&mut self, code: &str, severity: Severity, cell: CellRef, found: &str) {
        self.sink.issue(code, severity, Some(cell), found, &[]);
    }
}
