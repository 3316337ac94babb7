//! Reads a file of prices and contracts: each sheet with a known header is one of the two, told by its columns. All that is wrong is said in one go.

use std::{collections::BTreeMap, path::Path, sync::LazyLock};

use rust_decimal::Decimal;

use crate::{
    formats::{self, Cell, DateSystem, Format, Limits, Value},
    model::{CellRef, Month, PartialDate},
    prices::{
        given::{Contract, PriceRow, PriceSheet, Span},
        measure::Measure,
    },
    text::{Fault, normal, normal_name},
    values::{self, date::DateCell},
};

type Columns = BTreeMap<&'static str, u32>;

static WORDS: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| toml::from_str(include_str!("../data/layouts/prices.toml")).unwrap_or_default());

/// Rows searched for a header.
const HEADER_SEARCH: u32 = 20;

/// Reads a file of prices and contracts.
///
/// # Errors
/// A file that cannot be read, or everything in it that cannot be understood.
pub(crate) fn load(path: &Path) -> Result<PriceSheet, Fault> {
    let bytes = std::fs::read(path).map_err(Fault::given(path))?;
    let book = formats::read(&bytes, &Limits::default()).map_err(|why| Fault::usage("file.read").at(path).because(why))?;
    let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let (mut found, mut problems, mut headers) = (PriceSheet::default(), Vec::new(), 0);
    for sheet in &book.sheets {
        let mut header: Option<Columns> = None;
        for cells in sheet.cells.chunk_by(|a, b| a.row == b.row) {
            let Some(columns) = &header else {
                header = columns_of(cells).filter(|_| cells[0].row < HEADER_SEARCH);
                headers += usize::from(header.is_some());
                continue;
            };
            let row = Row {
                columns,
                cells,
                file: &file,
                sheet: if book.format == Format::Csv { "" } else { &sheet.name },
                system: book.date_system,
            };
            if columns.contains_key("cut") {
                found.contracts.extend(row.contract(&mut problems));
            } else {
                found.prices.extend(row.price(&mut problems));
            }
        }
    }
    if headers == 0 {
        return Err(Fault::usage("prices.no_header").at(path));
    }
    if problems.is_empty() {
        Ok(found)
    } else {
        Err(Fault::usage("prices.wrong").at(path).each(problems))
    }
}

/// The columns, where a row is the header of prices (an item, its measure and a price) or of contracts (a cut and whose it is).
fn columns_of(cells: &[Cell]) -> Option<Columns> {
    let mut found = Columns::new();
    for cell in cells {
        let Value::Text(text) = &cell.value else { continue };
        let header = normal::header(text).text.to_lowercase();
        if let Some((name, _)) = WORDS.iter().find(|(_, names)| names.contains(&header)) {
            found.entry(name.as_str()).or_insert(cell.col);
        }
    }
    let has = |name: &str| found.contains_key(name);
    let prices = has("item") && has("measure") && (has("market") || has("guide"));
    let contracts = has("cut") && (has("supplier") || has("unit") || has("category"));
    (prices || contracts).then_some(found)
}

struct Row<'a> {
    columns: &'a Columns,
    cells: &'a [Cell],
    file: &'a str,
    sheet: &'a str,
    system: DateSystem,
}

impl Row<'_> {
    fn cell(&self, name: &str) -> Option<&Cell> {
        let col = *self.columns.get(name)?;
        self.cells.iter().find(|c| c.col == col && !values::is_blank(&c.value))
    }

    fn text(&self, name: &str) -> String {
        let text = self.cell(name).and_then(|c| values::text(&c.value));
        text.map(|t| t.trim().to_owned()).unwrap_or_default()
    }

    fn place(&self, name: &str) -> String {
        let row = self.cells[0].row;
        let cell = self
            .columns
            .get(name)
            .map_or_else(|| (row + 1).to_string(), |col| CellRef { row, col: *col }.to_string());
        // CSV has one sheet, and no name for it.
        if self.sheet.is_empty() {
            format!("{} › {cell}", self.file)
        } else {
            format!("{} › {} › {cell}", self.file, self.sheet)
        }
    }

    fn refuse(&self, key: &'static str, name: &str, problems: &mut Vec<Fault>) {
        problems.push(Fault::usage(key).with("place", self.place(name)).with("found", self.text(name)));
    }

    /// What the file says of a price's origin; the file itself where it says nothing.
    fn source(&self) -> String {
        let source = self.text("source");
        if source.is_empty() { self.file.to_owned() } else { source }
    }

    fn price(&self, problems: &mut Vec<Fault>) -> Option<PriceRow> {
        let item = self.text("item");
        let before = problems.len();
        let mut yuan = |name: &str| {
            let cell = self.cell(name)?;
            let price = values::quantity(&cell.value)
                .filter(|(n, unit)| *n > Decimal::ZERO && unit.is_empty())
                .map(|(n, _)| n);
            if price.is_none() {
                self.refuse("prices.not_a_price", name, problems);
            }
            price
        };
        let (market, guide) = (yuan("market"), yuan("guide"));
        if item.is_empty() && market.is_none() && guide.is_none() && problems.len() == before {
            return None;
        }
        if item.is_empty() {
            self.refuse("prices.no_item", "item", problems);
        } else if market.is_none() && guide.is_none() && problems.len() == before {
            self.refuse("prices.no_price", "market", problems);
        }
        let spec = self.text("spec");
        let measure = Measure::of(&self.text("measure"), &spec);
        if measure.is_none() {
            self.refuse("prices.no_measure", "measure", problems);
        }
        let span = self.span(problems);
        let aliases = self.text("aliases");
        let mut names: Vec<String> = std::iter::once(item.as_str())
            .chain(aliases.split(['、', ',', '，', ';', '；']))
            .map(normal_name)
            .filter(|n| !n.is_empty())
            .collect();
        names.sort();
        names.dedup();
        (problems.len() == before).then_some(())?;
        let name = if guide.is_some() { "guide" } else { "market" };
        Some(PriceRow {
            names,
            spec: normal_name(&spec),
            measure: measure?,
            market,
            guide,
            span: span?,
            county: normal_name(&self.text("county")),
            source: self.source(),
            place: self.place(name),
        })
    }

    fn contract(&self, problems: &mut Vec<Fault>) -> Option<Contract> {
        let of = ["supplier", "unit", "category"].map(|name| normal_name(&self.text(name)));
        let cut = self.cell("cut").and_then(|c| values::price_cut_bp(&values::show(&c.value)));
        let before = problems.len();
        if self.cell("cut").is_none() && of.iter().all(String::is_empty) {
            return None;
        }
        if cut.is_none() {
            self.refuse("prices.not_a_cut", "cut", problems);
        }
        if of.iter().all(String::is_empty) {
            self.refuse("prices.whose_contract", "cut", problems);
        }
        let span = self.span(problems);
        (problems.len() == before).then_some(())?;
        let [supplier, unit, category] = of;
        Some(Contract {
            supplier,
            unit,
            category,
            cut_bp: cut?,
            span: span?,
            source: self.source(),
            place: self.place("cut"),
        })
    }

    /// A month, or the days from and to.
    fn span(&self, problems: &mut Vec<Fault>) -> Option<Span> {
        let mut day = |name: &str, last: bool| -> Option<Option<jiff::civil::Date>> {
            let Some(cell) = self.cell(name) else { return Some(None) };
            let month = |month: Month| if last { month.last_day() } else { month.first_day() };
            let day = match values::read_date(&cell.value, self.system) {
                DateCell::Is(PartialDate::Full(day)) if name == "month" => Some(month(Month::of(day))),
                DateCell::Is(PartialDate::Full(day)) => Some(day),
                DateCell::Is(PartialDate::YearMonth(of)) => Some(month(of)),
                _ => Month::written(&values::show(&cell.value)).map(month),
            };
            if day.is_none() {
                self.refuse("prices.not_a_day", name, problems);
            }
            day.map(Some)
        };
        if self.cell("month").is_some() {
            let from = day("month", false)?;
            return Some(Span {
                from,
                to: from.map(|d| Month::of(d).last_day()),
            });
        }
        let (from, to) = (day("from", false), day("to", true));
        let (from, to) = (from?, to?);
        if matches!((from, to), (Some(from), Some(to)) if to < from) {
            self.refuse("prices.not_a_day", "to", problems);
            return None;
        }
        Some(Span { from, to })
    }
}
