//! A row of a registry as a unit.

use std::{collections::BTreeMap, sync::Arc};

use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::{
    Deserialize,
    de::{IntoDeserializer, value},
};

use crate::{
    formats::cells::{Cell, DateSystem, Value},
    model::{
        cell::CellRef,
        dates::{Month, PartialDate},
        unit::{ApprovedException, Canteen, Contact},
    },
    text::fault::Fault,
    text::normal::nfkc,
    units::{
        registry::RegisteredUnit,
        registry_sheet::columns::{Header, RESERVED, VOCABULARY, normal_header, requirement_of},
    },
    values::date::{DateCell, read_date},
};

pub(super) struct RowReader<'a> {
    /// The sheet's name, for messages.
    pub sheet: &'a str,
    pub date_system: DateSystem,
    pub row: &'a [Cell],
    pub header: &'a Header,
    /// Those of the policy.
    pub counties: &'a [Arc<str>],
    /// What could not be understood.
    pub problems: &'a mut Vec<Fault>,
}

impl RowReader<'_> {
    /// The row's cell of a column, and whether its amount is in 万元.
    fn cell(&self, column: &str) -> Option<(&Cell, bool)> {
        let known = self.header.columns.iter().find(|c| c.means == column)?;
        self.row.iter().find(|c| c.col == known.col).map(|c| (c, known.wan))
    }

    fn text(&self, column: &str) -> Option<Arc<str>> {
        self.cell(column)
            .map(|(c, _)| cell_text(&c.value))
            .filter(|t| !t.is_empty())
            .map(Arc::from)
    }

    /// `SHEET › CELL` of the row's cell of a column; the row where it has none.
    pub fn place(&self, column: &str) -> String {
        let place = self.cell(column).map_or_else(
            || format!("{}", self.row[0].row + 1),
            |(c, _)| CellRef { row: c.row, col: c.col }.to_string(),
        );
        format!("{} › {place}", self.sheet)
    }

    /// The cell of a column is not understood; `key` says why.
    fn refuse(&mut self, column: &str, key: &'static str) {
        let wrong = self.fault(column, key);
        self.problems.push(wrong);
    }

    fn fault(&self, column: &str, key: &'static str) -> Fault {
        let found = self.cell(column).map(|(c, _)| cell_text(&c.value)).unwrap_or_default();
        Fault::usage(key).with("place", self.place(column)).with("found", found)
    }

    /// A county of the policy, or what stands beside the counties: the city itself, a development zone.
    fn county(&mut self) -> Option<Arc<str>> {
        let county = self.text("county")?;
        let beside = VOCABULARY
            .as_ref()
            .is_some_and(|v| v.beside_counties.iter().any(|w| county.ends_with(w.as_str())));
        if !self.counties.is_empty() && !self.counties.contains(&county) && !beside {
            let wrong = self.fault("county", "registry.not_a_county");
            self.problems.push(wrong.with("known", self.counties.join("、")));
        }
        Some(county)
    }

    fn money(&mut self, column: &str) -> Option<i64> {
        let (cell, wan) = self.cell(column)?;
        if cell_text(&cell.value).is_empty() {
            return None;
        }
        let fen = amount_fen(&cell.value, wan).filter(|f| *f >= 0);
        if fen.is_none() {
            self.refuse(column, "registry.not_an_amount");
        }
        fen
    }

    /// A number of persons.
    fn count(&mut self, column: &str) -> Option<i64> {
        let text = self.text(column)?;
        let count = nfkc(&text).trim_end_matches('人').trim().parse().ok().filter(|n| *n >= 0);
        if count.is_none() {
            self.refuse(column, "registry.not_a_count");
        }
        count
    }

    /// A month, or a day of it, typed as a true date or as text.
    fn month(&mut self, column: &str) -> Option<Month> {
        let text = self.text(column)?;
        let month = match self.cell(column).map(|(c, _)| read_date(&c.value, self.date_system)) {
            Some(DateCell::Is(PartialDate::Full(date))) => Some(Month::of(date)),
            Some(DateCell::Is(PartialDate::YearMonth(month))) => Some(month),
            _ => text.parse().ok(),
        };
        if month.is_none() {
            self.refuse(column, "registry.not_a_month");
        }
        month
    }

    /// A date for people: a true date has no text of its own.
    fn date_text(&self, column: &str) -> Option<Arc<str>> {
        match self.cell(column).map(|(c, _)| read_date(&c.value, self.date_system)) {
            Some(DateCell::Is(PartialDate::Full(date))) => Some(Arc::from(date.to_string())),
            _ => self.text(column),
        }
    }

    /// A cell that holds, or is, one of the words of a code.
    fn word<'v, T: Deserialize<'v>>(&mut self, column: &str, words: &'v BTreeMap<String, Vec<String>>) -> Option<T> {
        let text = self.text(column)?;
        let (normal, _) = normal_header(&text);
        let whole = words.iter().find(|(_, names)| names.contains(&normal));
        let part = || {
            words
                .iter()
                .find(|(_, names)| names.iter().any(|n| n.chars().count() > 1 && normal.contains(n.as_str())))
        };
        let value = whole.or_else(part).and_then(|(code, _)| coded(code));
        if value.is_none() {
            let known: Vec<&str> = words.values().filter_map(|n| n.get(1)).map(String::as_str).collect();
            let wrong = self.fault(column, "registry.not_a_word");
            self.problems.push(wrong.with("known", known.join("、")));
        }
        value
    }

    /// The unit; `None` for a row that names none.
    pub fn unit(&mut self) -> Option<RegisteredUnit> {
        let vocabulary = VOCABULARY.as_ref()?;
        let Some(name) = self.text("name") else {
            // A row with data but no name is refused; blank and footer rows (one text, no data) are passed over.
            if self.text("code").is_some() || self.text("plan").is_some() {
                self.refuse("name", "registry.no_name");
            }
            return None;
        };
        let canteen = self.word("canteen", &vocabulary.canteens);
        let mut reserved_fen: Vec<(Arc<str>, i64)> = Vec::new();
        let mut aliases = Vec::new();
        for column in &self.header.columns {
            if let Some(id) = column.means.strip_prefix(RESERVED) {
                reserved_fen.extend(self.money(&column.means).map(|fen| (Arc::from(id), fen)));
            }
            if column.means == "aliases"
                && let Some(cell) = self.row.iter().find(|c| c.col == column.col)
            {
                let text = cell_text(&cell.value);
                aliases.extend(
                    text.split(['、', ';', '；', ',', '，', '|', '\n'])
                        .map(str::trim)
                        .filter(|t| !t.is_empty())
                        .map(Arc::from),
                );
            }
        }
        Some(RegisteredUnit {
            code: self.text("code"),
            county: self.county(),
            sector: self.word("sector", &vocabulary.sectors),
            canteen: canteen.unwrap_or(Canteen::Own),
            representative: self.text("representative"),
            parent: self.text("parent"),
            contact: Contact {
                person: self.text("contact"),
                phone: self.text("phone"),
                email: self.text("email"),
                address: self.text("address"),
            },
            aliases,
            plan_fen: self.money("plan"),
            previous_year_fen: self.money("previous_year"),
            union_funds_fen: self.money("union_funds"),
            staff: self.count("staff"),
            reserved_fen,
            exceptions: self.exception().into_iter().collect(),
            row: self.row[0].row + 1,
            name,
        })
    }

    fn exception(&mut self) -> Option<ApprovedException> {
        let requirement = self.text("exception_requirement");
        let threshold = self.text("exception_threshold");
        if requirement.is_none() && threshold.is_none() {
            return None;
        }
        let Some(threshold_bp) = self.cell("exception_threshold").and_then(|(c, _)| share_bp(&c.value)) else {
            self.refuse("exception_threshold", "registry.not_a_share");
            return None;
        };
        let Some(requirement) = requirement else {
            self.refuse("exception_requirement", "registry.exception_without_requirement");
            return None;
        };
        let Some(document) = self.text("exception_document") else {
            self.refuse("exception_document", "registry.exception_without_document");
            return None;
        };
        let Some(from) = self.month("exception_from").or_else(|| self.month("exception_date")) else {
            self.refuse("exception_date", "registry.exception_without_date");
            return None;
        };
        let to = self.month("exception_to");
        if to.is_some_and(|to| to < from) {
            self.refuse("exception_to", "registry.exception_ends_first");
        }
        let date = self.date_text("exception_date").map(|d| format!(" ({d})")).unwrap_or_default();
        Some(ApprovedException {
            requirement: requirement_of(&requirement),
            threshold_bp,
            from,
            to,
            document: format!("{document}{date}"),
        })
    }
}

/// The value of a code.
fn coded<'a, T: Deserialize<'a>>(code: &'a str) -> Option<T> {
    let code: value::StrDeserializer<'a, value::Error> = code.into_deserializer();
    T::deserialize(code).ok()
}

/// Digits with separators and an optional 元 or 万元, as fen. The registry is the auditors' own file: nothing else is accepted.
fn amount_fen(value: &Value, wan: bool) -> Option<i64> {
    let text: String = nfkc(&cell_text(value))
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '¥' | '￥'))
        .collect();
    let (digits, own_wan) = match text.strip_suffix("万元") {
        Some(rest) => (rest, true),
        None => (text.strip_suffix('元').unwrap_or(&text), wan),
    };
    let yuan: Decimal = digits.parse().ok()?;
    let fen = yuan.checked_mul(Decimal::from(if own_wan { 1_000_000 } else { 100 }))?;
    fen.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        .to_i64()
}

/// `8%`, `0.08` → 800 bp. A bare number above 1 is percent.
fn share_bp(value: &Value) -> Option<i64> {
    let text: String = nfkc(&cell_text(value)).chars().filter(|c| !c.is_whitespace()).collect();
    let (digits, percent) = match text.strip_suffix('%') {
        Some(rest) => (rest, true),
        None => (text.as_str(), false),
    };
    let share: Decimal = digits.parse().ok()?;
    let bp = share.checked_mul(Decimal::from(if percent || share > Decimal::ONE { 100 } else { 10_000 }))?;
    if bp.fract().is_zero() {
        bp.to_i64().filter(|b| (0..=10_000).contains(b))
    } else {
        None
    }
}

fn cell_text(value: &Value) -> String {
    match value {
        Value::Text(t) | Value::IsoDate(t) => t.trim().to_owned(),
        Value::Number(n) | Value::Date(n) => n.to_string(),
        Value::Bool(b) => b.to_string(),
        Value::Error(_) | Value::Uncalculated => String::new(),
    }
}
