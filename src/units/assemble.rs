//! From readings to one unit's lines: place every raw line, name its cells, attach what its tables state.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use crate::{
    model::{
        cell::CellRef,
        dates::{DateField, Month, PartialDate},
        field::Field,
        finding::Issue,
        goods::details::Details,
        goods::stock::StockRow,
        line::{Line, OpenAmount, PeriodSource, RejectedRow},
        reasons::Reason,
        source::Source,
        standing::{BaseStanding, Standings},
        unit_report::UnitFile,
    },
    rows::{
        reading::{RawAmount, RawLine, RawStock, Reading},
        sink::is_of_month,
    },
    tables::vocabulary::{Vocabulary, meaning::TotalKind},
    text::file_names::stem,
    units::{
        beside,
        channel_evidence::{below_first_of_order, channel_texts, evidence_of, grouped_tables},
        file_record::FileRecord,
        placing::{Placer, UnitKey, is_of_series, month_of, turns, year_is_doubtful},
        whose::Whose,
    },
};

/// A unit to assess, with the files that may hold its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitWork {
    /// Key.
    pub key: UnitKey,
    /// Name shown.
    pub name: Arc<str>,
    /// County.
    pub county: Option<Arc<str>>,
    /// Indices of [`FileRecord`]s, ascending.
    pub files: Vec<usize>,
    /// Folder below OUT.
    pub path: String,
}

/// A total that a table of the unit states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalView {
    /// Kind.
    pub kind: TotalKind,
    /// Label as written.
    pub label: Arc<str>,
    /// Stated, fen.
    pub stated_fen: Option<i64>,
    /// Sum of the readable lines that it covers, fen.
    pub lines_fen: i64,
    /// Covered lines without a readable amount.
    pub unreadable: u32,
    /// Cell of the figure.
    pub source: Source,
}

/// Everything of one unit before classification.
#[derive(Debug, Clone, Default)]
pub struct UnitData {
    /// Lines in the order of file, sheet, row, cell.
    pub lines: Vec<Line>,
    /// Of [`Self::lines`] those on which persons decided, with their places, as they were before.
    pub undecided: Vec<(usize, Line)>,
    /// The open amounts as they were before anybody decided on one of them; nothing where nobody did.
    pub undecided_amounts: Vec<OpenAmount>,
    /// Amounts that tables leave open; [`Line::open`] is an index into this.
    pub open_amounts: Vec<OpenAmount>,
    /// Rows of stock books, in the order of file, sheet, row.
    pub stock: Vec<StockRow>,
    /// Stated totals.
    pub totals: Vec<TotalView>,
    /// Rejected rows.
    pub rejected: Vec<RejectedRow>,
    /// Issues with the file they are in.
    pub issues: Vec<(Arc<str>, Issue)>,
    /// Files.
    pub files: Vec<UnitFile>,
    /// Month that each file's or sheet's own words give, by `(file, sheet)`, for lines dated outside it.
    pub stated_months: BTreeMap<(Arc<str>, Arc<str>), Month>,
}

/// Run-wide facts that assembling needs.
#[derive(Debug, Clone, Copy)]
pub struct AssembleContext<'a> {
    /// Placer.
    pub placer: &'a Placer<'a>,
    /// Keys that turned out to be another's.
    pub merged: &'a BTreeMap<UnitKey, UnitKey>,
    /// The run's month.
    pub run: Month,
    /// The date that counts, by the policy.
    pub date_field: DateField,
    /// What tables and files are called.
    pub layouts: &'a Vocabulary,
}

impl UnitData {
    /// Adds the lines of `reading` that belong to `work`; gives their places in it.
    pub(super) fn add_lines(&mut self, work: &UnitWork, file: &FileRecord, reading: &Reading, cx: AssembleContext<'_>) -> Vec<u32> {
        let prefix = &file.hex()[..ID_DIGITS];
        let before = self.lines.len();
        // Their indices in the reading, ascending.
        let mut taken: Vec<u32> = Vec::with_capacity(reading.lines.len());
        self.lines.reserve(reading.lines.len());
        let (texts, grouped, ordered) = (channel_texts(reading), grouped_tables(reading), below_first_of_order(reading));
        own_lines(work, file, reading, cx, |index, raw, doubt| {
            taken.push(index);
            let mut line = line_of(raw, reading, file, prefix, cx);
            line.evidence.column_texts = texts.get(&(raw.sheet, raw.table)).cloned();
            let below = usize::try_from(index).is_ok_and(|index| ordered.contains(&index));
            line.evidence.column_grouped = below || grouped.contains(&(raw.sheet, raw.table));
            line.evidence.whose = doubt;
            self.lines.push(line);
        });
        self.add_stock(work, file, reading, cx);
        beside::name_by_file(&mut self.lines[before..], &file.path, reading, &taken, cx.layouts);
        self.add_totals(reading, file, &taken);
        self.add_open_amounts(reading, file, prefix, &taken);
        self.files.push(UnitFile {
            path: file.path.clone(),
            sha256: file.hex(),
            rows: file.rows,
            lines: (self.lines.len() - before) as u64,
            fates: file.fates.clone(),
        });
        self.note_stated_months(reading, file, cx.run);
        taken
    }

    fn add_stock(&mut self, work: &UnitWork, file: &FileRecord, reading: &Reading, cx: AssembleContext<'_>) {
        if reading.stock.is_empty() {
            return;
        }
        let mut whose = Whose::new(cx.placer, reading, &file.hints);
        for RawStock {
            line,
            has_opening,
            figures,
        } in &reading.stock
        {
            let placed = whose.line(line).map(|p| &p.unit.key);
            let own = placed.is_some_and(|key| *cx.merged.get(key).unwrap_or(key) == work.key);
            let (true, Some(item)) = (own, &line.item) else { continue };
            let (month, _, date) = month_of(reading, line, line.date, &file.hints, cx.run);
            self.stock.push(StockRow {
                month,
                date,
                item: Arc::clone(item),
                spec: line.spec.clone(),
                measure: line.measure.clone(),
                has_opening: *has_opening,
                figures: *figures,
                source: Source {
                    file: file.path.clone(),
                    sheet: sheet_name(reading, line.sheet, file),
                    row: line.row + 1,
                    cells: line.cells.clone(),
                },
            });
        }
    }

    fn note_stated_months(&mut self, reading: &Reading, file: &FileRecord, run: Month) {
        let file_month = file.hints.file_month;
        for (index, sheet) in (0_u16..).zip(&reading.sheets) {
            let year = sheet.year.or(file_month.year).unwrap_or(run.year());
            let own = sheet.month.and_then(|m| match m {
                PartialDate::YearMonth(m) => Some(m),
                PartialDate::MonthOnly { month } => Month::new(year, month),
                _ => None,
            });
            let stated = own.or_else(|| Month::new(year, file_month.month?));
            if let Some(month) = stated {
                self.stated_months
                    .insert((file.path.clone(), sheet_name(reading, index, file)), month);
            }
        }
    }
}

/// The lines of a reading that belong to a unit, or may: with their index in it, and why it is open whose they are.
pub(crate) fn own_lines<'a>(
    work: &UnitWork,
    file: &FileRecord,
    reading: &'a Reading,
    cx: AssembleContext<'_>,
    mut each: impl FnMut(u32, &'a RawLine, Option<Reason>),
) {
    let mut whose = Whose::new(cx.placer, reading, &file.hints);
    let twin = (!file.twins.is_empty()).then_some(Reason::SameLedgerTwoUnits);
    for (index, raw) in (0..).zip(&reading.lines) {
        let Some(placement) = whose.line(raw) else { continue };
        let mut units = std::iter::once(&placement.unit).chain(&placement.rivals);
        if units.any(|u| *cx.merged.get(&u.key).unwrap_or(&u.key) == work.key) {
            each(index, raw, twin.or(placement.contested.then_some(Reason::UnitConflict)));
        }
    }
}

/// Tab name; a CSV has none, so it shows the file's stem.
#[must_use]
pub fn sheet_name(reading: &Reading, sheet: u16, file: &FileRecord) -> Arc<str> {
    if reading.format == crate::formats::cells::Format::Csv {
        return Arc::from(stem(&file.path));
    }
    reading
        .sheets
        .get(usize::from(sheet))
        .map_or_else(|| Arc::from(""), |s| s.name.clone())
}

/// A raw line as a line of `file`, before classification.
pub(crate) fn line_of(raw: &RawLine, reading: &Reading, file: &FileRecord, prefix: &str, cx: AssembleContext<'_>) -> Line {
    let counts = date_that_counts(raw, cx.date_field);
    let (period, period_source, date) = month_of(reading, raw, counts, &file.hints, cx.run);
    let cells = raw.cells.clone();
    let amount_cell = cells.get(Field::Amount).unwrap_or(CellRef { row: raw.row, col: 0 });
    let (amount_fen, amount_text) = match &raw.amount {
        RawAmount::Fen(fen) => (Some(*fen), None),
        RawAmount::Unreadable(text) => (None, Some(text.clone())),
    };
    let mut notes = raw.notes.clone();
    notes.retain(|note| !is_of_month(note));
    let open = notes.iter().position(|note| &**note == "month_open").map(|at| notes.remove(at));
    // Sheet1, Sheet2 of days alone may be two months.
    let by_number = || date.is_some_and(|_| !matches!(counts, Some(PartialDate::Full(_)))) && is_of_series(reading);
    let mistyped = matches!(counts, Some(PartialDate::Full(written)) if date.is_some_and(|day| day != written));
    let turned = turns::is_open(reading, raw, &file.hints, cx.run);
    if mistyped
        || turned
        || (period_source == PeriodSource::Run && (open.is_some() || by_number()))
        || year_is_doubtful(reading, raw, counts, period)
    {
        notes.push("month_suspected".into());
    }
    notes.sort();
    notes.dedup();
    Line {
        id: id_of(prefix, raw.sheet, amount_cell),
        period,
        period_source,
        date,
        kind: raw.kind,
        item: raw.item.clone(),
        category: raw.category.clone(),
        spec: raw.spec.clone(),
        measure: raw.measure.clone(),
        quantity: raw.quantity,
        unit_price: raw.unit_price,
        amount_fen,
        amount_text,
        amount_formula: raw.rare().amount_formula.clone(),
        supplier: raw.supplier.clone(),
        origin: raw.origin.clone(),
        order_no: raw.order_no.clone(),
        supplier_code: raw.rare().supplier_code.clone(),
        invoice_no: raw.rare().invoice_no.clone(),
        funding: raw.rare().funding.clone(),
        remark: raw.rare().remark.clone(),
        channel_text: raw.channel.clone(),
        channel: None,
        channel_source: None,
        base: BaseStanding::In,
        union: false,
        requirements: Standings::default(),
        reasons: Vec::new(),
        decision: None,
        details: details_of(raw, reading, file, cx),
        notes,
        source: Source {
            file: file.path.clone(),
            sheet: sheet_name(reading, raw.sheet, file),
            row: raw.row + 1,
            cells,
        },
        evidence: evidence_of(raw, reading),
        open: None,
    }
}

/// What the line says beside, with the days of its order and its acceptance where the table has both.
fn details_of(raw: &RawLine, reading: &Reading, file: &FileRecord, cx: AssembleContext<'_>) -> Option<Box<Details>> {
    let rare = raw.rare();
    let accepted = rare.other_dates.iter().find(|(field, _)| *field == Field::ReceiptDate);
    let ordered = || {
        let order = rare.other_dates.iter().find(|(field, _)| *field == Field::OrderDate);
        order
            .map(|(_, date)| *date)
            .or(raw.date.filter(|_| raw.cells.get(Field::Date).is_some()))
    };
    let day = |date: PartialDate| month_of(reading, raw, Some(date), &file.hints, cx.run).2;
    let both = accepted.and_then(|(_, accepted)| Some((day(ordered()?)?, day(*accepted)?)));
    let Some((ordered, accepted)) = both else {
        return rare.details.clone();
    };
    let mut details = rare.details.clone().unwrap_or_default();
    (details.ordered, details.accepted) = (Some(ordered), Some(accepted));
    Some(details)
}

/// Digits of the file's hash in a line's id: 64 bits, so that no two files of a region share them.
const ID_DIGITS: usize = 16;
/// Room for what stands behind them.
const ROOM: usize = 12;

/// [`Line::id`]; sheets are counted from 1.
pub(super) fn id_of(prefix: &str, sheet: u16, amount: CellRef) -> String {
    let mut id = String::with_capacity(prefix.len() + ROOM);
    // Writing into a string cannot fail.
    let _ = write!(id, "{prefix}-{}-{amount}", u32::from(sheet) + 1);
    id
}

pub(crate) fn date_that_counts(raw: &RawLine, field: DateField) -> Option<PartialDate> {
    let wanted = match field {
        DateField::Order => Field::OrderDate,
        DateField::Receipt => Field::ReceiptDate,
        DateField::Payment => Field::PaymentDate,
    };
    raw.rare()
        .other_dates
        .iter()
        .find(|(f, _)| *f == wanted)
        .map(|(_, d)| *d)
        .or(raw.date)
}
