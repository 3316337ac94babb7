//! The cells that lines cite, read again by the second reader, and each line's amount reckoned again from them.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use crate::{
    after::recount::{
        difference::{Difference, DifferenceKind},
        second_reader::{Kind, SecondReader, Seen},
    },
    formats::{
        Value,
        sniff::{Sniffed, sniff},
    },
    model::{AmountFormula, CellRef, Factor, Field, FieldCells, Line, Shapes, Term, UnitReport},
    values::{self, amount::Amount, money_unit::MoneyUnit},
};

/// A line whose cells are to be read again.
pub(super) struct Wanted {
    /// Index of the unit.
    pub unit: u32,
    /// Index of the line in its report.
    pub line: u32,
    sheet: Arc<str>,
    cells: FieldCells,
    fen: Option<i64>,
    formula: Option<Arc<AmountFormula>>,
    /// The reader could not read what stands there; then nobody can.
    unreadable: bool,
}

/// The lines of every file, by its path below the inbox.
pub(super) type WantedByFile = HashMap<Arc<str>, Vec<Wanted>>;

/// Adds the lines of a report.
pub(super) fn add(unit: u32, report: &UnitReport, wanted: &mut BTreeMap<Arc<str>, Vec<Wanted>>) {
    let mut shapes = Shapes::default();
    for (index, line) in (0_u32..).zip(&report.lines) {
        let cells: Vec<(Field, CellRef)> = line.source.cells.iter().collect();
        let of_file = wanted.entry(Arc::clone(&line.source.file)).or_default();
        // Lines of a sheet share its name.
        let known = of_file.last().map(|w| &w.sheet).filter(|sheet| **sheet == line.source.sheet);
        let sheet = Arc::clone(known.unwrap_or(&line.source.sheet));
        of_file.push(Wanted {
            unit,
            line: index,
            sheet,
            cells: shapes.cells(&cells),
            // What a person decided is no cell's amount.
            fen: line.amount_fen.filter(|fen| !is_decided(line, *fen)),
            formula: line.amount_formula.clone(),
            unreadable: line.amount_fen.is_none() && line.notes.iter().any(|n| &**n == "amount_unreadable"),
        });
    }
}

/// Whether a decision of a person says this amount: `金额=123.45`.
fn is_decided(line: &Line, fen: i64) -> bool {
    let said = line.decision.as_ref().and_then(|d| d.decision.split_once(['=', ':', '：', '＝']));
    said.is_some_and(|(_, amount)| {
        let amount = Value::Text(amount.into());
        matches!(values::read_amount(&amount, MoneyUnit::Yuan), Amount::Fen { fen: own, .. } if own == fen)
    })
}

/// What came of one file.
pub(super) struct Reread {
    /// Cells that were read.
    pub cells: u64,
    /// Differences, each with the line that it is of.
    pub differences: Vec<(u32, u32, Difference)>,
}

/// Code and detail.
pub(super) type WhyNot = (&'static str, String);

/// Reads the cells of the lines again.
///
/// # Errors
/// Why the second reader cannot: a format that it does not know, or what it says.
pub(super) fn reread(path: &str, bytes: &[u8], wanted: &[Wanted], reader: &SecondReader) -> Result<Reread, WhyNot> {
    let kind = match sniff(bytes) {
        Sniffed::Xlsx => Kind::Xlsx,
        Sniffed::Xlsb => Kind::Xlsb,
        Sniffed::Xls if !bytes.starts_with(&[0xD0, 0xCF]) => return Err(("bare_biff", String::new())),
        Sniffed::Xls => Kind::Xls,
        Sniffed::Ods => Kind::Ods,
        Sniffed::Text => return Err(("csv", String::new())),
        Sniffed::Html | Sniffed::Mhtml => return Err(("html", String::new())),
        Sniffed::XmlSpreadsheet | Sniffed::FlatOds => return Err(("xml", String::new())),
        other => return Err(("refused", format!("{other:?}"))),
    };
    let mut places: BTreeMap<&str, Vec<(u32, u32)>> = BTreeMap::new();
    for line in wanted {
        let of_sheet = places.entry(&line.sheet).or_default();
        of_sheet.extend(line.cited().map(|cell| (cell.row, cell.col)));
    }
    for of_sheet in places.values_mut() {
        of_sheet.sort_unstable();
        of_sheet.dedup();
    }
    let request = places.iter().map(|(sheet, places)| ((*sheet).to_owned(), places.clone())).collect();
    let seen = reader.read(kind, bytes, request).map_err(|said| ("refused", said))?;
    let sheets: HashMap<&str, Sheet<'_>> = places
        .iter()
        .zip(&seen)
        .map(|((sheet, places), seen)| (*sheet, Sheet { places, seen }))
        .collect();
    let mut out = Reread {
        cells: places.values().map(|p| p.len() as u64).sum(),
        differences: Vec::new(),
    };
    for line in wanted {
        let Some(sheet) = sheets.get(&*line.sheet) else { continue };
        if let Some((kind, cell, stated, found)) = line.differs(sheet) {
            let difference = Difference {
                kind,
                place: format!("{path} › {} › {cell}", line.sheet),
                stated,
                found,
                touches: Vec::new(),
            };
            out.differences.push((line.unit, line.line, difference));
        }
    }
    Ok(out)
}

impl Wanted {
    fn cited(&self) -> impl Iterator<Item = CellRef> + '_ {
        let own = self.cells.iter().map(|(_, cell)| cell);
        own.chain(self.formula.iter().flat_map(|f| &f.0).flat_map(cells_of))
    }

    fn differs(&self, sheet: &Sheet<'_>) -> Option<(DifferenceKind, CellRef, String, String)> {
        let amount = self.cells.get(Field::Amount);
        let plain = amount.map(|cell| AmountFormula(vec![Term::cell(cell, MoneyUnit::Yuan.fen())]));
        let formula = self.formula.as_deref().or(plain.as_ref());
        let first = formula.and_then(|f| f.0.first()).map(|term| term.factors.0.cell);
        if let (Some(fen), Some(formula), Some(cell)) = (self.fen, formula, first) {
            let found = sheet.amount(formula);
            if found != Ok(fen) {
                let cell = amount.unwrap_or(cell);
                let found = found.map_or_else(|shown| shown, |fen| fen.to_string());
                return Some((DifferenceKind::Amount, cell, fen.to_string(), found));
            }
        }
        if let Some(cell) = amount.filter(|_| self.unreadable)
            && let Ok(fen) = sheet.amount(&AmountFormula(vec![Term::cell(cell, MoneyUnit::Yuan.fen())]))
        {
            return Some((DifferenceKind::Amount, cell, "amount_unreadable".to_owned(), fen.to_string()));
        }
        let mut others = self.cells.iter().filter(|(field, _)| *field != Field::Amount);
        let (field, cell) = others.find(|(_, cell)| sheet.seen(*cell).is_none())?;
        Some((DifferenceKind::EmptyCell, cell, field.code().to_owned(), String::new()))
    }
}

fn cells_of(term: &Term) -> impl Iterator<Item = CellRef> {
    let factors = [Some(term.factors.0), term.factors.1];
    factors
        .into_iter()
        .flatten()
        .flat_map(|f| (f.cell.col..=f.to.unwrap_or(f.cell.col)).map(move |col| CellRef { col, ..f.cell }))
}

/// What the second reader saw in a sheet.
struct Sheet<'a> {
    places: &'a [(u32, u32)],
    seen: &'a [Seen],
}

impl Sheet<'_> {
    /// What stands in a cell, unless it is blank.
    fn seen(&self, cell: CellRef) -> Option<&Seen> {
        let at = self.places.binary_search(&(cell.row, cell.col)).ok()?;
        let seen = self.seen.get(at)?;
        let blank = matches!(seen, Seen::Empty) || matches!(seen, Seen::Text(t) if t.trim().is_empty());
        (!blank).then_some(seen)
    }

    /// The amount, fen; else what stands there.
    fn amount(&self, formula: &AmountFormula) -> Result<i64, String> {
        let mut sum = 0_i64;
        for term in &formula.0 {
            let fen = self.term(term)?;
            let fen = if term.minus { fen.checked_neg() } else { Some(fen) };
            sum = fen.and_then(|fen| sum.checked_add(fen)).ok_or("overflow")?;
        }
        Ok(sum)
    }

    fn term(&self, term: &Term) -> Result<i64, String> {
        let fen_of = |exact: Decimal| {
            let fen = exact.checked_mul(Decimal::from(term.fen))?;
            fen.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()
        };
        let (first, second) = term.factors;
        let shown = || show(self.seen(first.cell));
        if let (None, None, Some(Seen::Text(text))) = (second, first.to, self.seen(first.cell)) {
            let unit = MoneyUnit::ALL.into_iter().find(|unit| unit.fen() == term.fen);
            return match values::read_amount(&Value::Text(text.as_str().into()), unit.unwrap_or_default()) {
                Amount::Fen { fen, .. } => Ok(fen),
                _ => Err(shown()),
            };
        }
        let mut exact = self.factor(first, term.fen).ok_or_else(shown)?;
        if let Some(second) = second {
            let other = self.factor(second, term.fen).ok_or_else(|| show(self.seen(second.cell)))?;
            exact = exact.checked_mul(other).ok_or("overflow")?;
        }
        fen_of(exact).ok_or_else(shown)
    }

    fn factor(&self, factor: Factor, fen: i64) -> Option<Decimal> {
        match (factor.to, self.seen(factor.cell)) {
            (Some(to), _) => self.digits(factor.cell, to, fen),
            (None, Some(Seen::Number(bits))) => decimal(f64::from_bits(*bits)),
            (None, Some(Seen::Text(text))) => {
                let figure = values::labelled_figure(text).map_or(text.as_str(), |(_, figure)| figure);
                values::quantity(&Value::Text(figure.into())).map(|(d, _)| d)
            }
            _ => None,
        }
    }

    /// Digits side by side; a whole figure that was typed into one of the cells stands for itself.
    fn digits(&self, from: CellRef, to: u32, fen: i64) -> Option<Decimal> {
        let filled = (from.col..=to).filter_map(|col| Some((col, self.seen(CellRef { col, ..from })?)));
        let filled: Vec<(u32, &Seen)> = filled.collect();
        let mut sum = Decimal::ZERO;
        let mut negative = false;
        for (col, seen) in &filled {
            let shown = show(Some(seen));
            let bare = shown.trim().trim_start_matches(['¥', '￥']);
            negative |= bare.starts_with('-');
            let bare = bare.trim_start_matches('-');
            if bare.is_empty() {
                continue;
            }
            let digit: Decimal = bare.parse().ok()?;
            let far_left = to - from.col >= 3 && col + 2 < to;
            if filled.len() == 1 && (far_left || !digit.fract().is_zero()) {
                // Yuan, in whatever place.
                return (digit * Decimal::ONE_HUNDRED).checked_div(Decimal::from(fen));
            }
            let places = 10_i64.checked_pow(to - col)?;
            sum = sum.checked_add(digit.checked_mul(Decimal::from(places))?)?;
        }
        Some(if negative { -sum } else { sum })
    }
}

/// The shortest decimal that names a number of a cell.
fn decimal(number: f64) -> Option<Decimal> {
    if number.abs() < 1e-12 {
        return Some(Decimal::ZERO);
    }
    (number.abs() < 1e20).then(|| number.to_string().parse().ok()).flatten()
}

fn show(seen: Option<&Seen>) -> String {
    match seen {
        None | Some(Seen::Empty) => String::new(),
        Some(Seen::Number(bits)) => f64::from_bits(*bits).to_string(),
        Some(Seen::Text(text) | Seen::Other(text)) => text.chars().take(60).collect(),
    }
}
