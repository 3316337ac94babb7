//! What few ledgers say of a purchase beside its amount ([`Details`]): read from columns that no figure follows from.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    formats::cells::Value,
    model::{dates::PartialDate, field::Field, goods::details::Details},
    rows::{
        reader::{TableReader, fields::both},
        reading::RawLine,
    },
    tables::{grid::place, region::Region},
    values::{self, date::DateCell},
};

/// The columns that hold such values, by index; of most tables there are none.
pub(in crate::rows::reader) fn columns(region: &Region) -> Vec<usize> {
    let columns = region.columns.iter().enumerate();
    columns
        .filter(|(_, c)| c.field.is_passive() && !matches!(c.field, Field::Stock | Field::Ignored))
        .map(|(at, _)| at)
        .collect()
}

impl TableReader<'_, '_> {
    /// Takes up what the row says in these columns.
    pub(in crate::rows::reader) fn details(&mut self, line: &mut RawLine) {
        let mut details = Details::default();
        for at in 0..self.detail_columns.len() {
            let index = self.detail_columns[at];
            let (Some(column), Some(cell)) = (
                self.input.region.columns.get(index),
                self.row_cells.in_column(index).and_then(|c| c.cell),
            ) else {
                continue;
            };
            if self.detail(&mut details, column.field, &cell.value) {
                self.value_cells.push((column.field, place(cell)));
            }
        }
        self.meals_of_head(&mut details);
        if details != Details::default() {
            line.rare_mut().details = Some(Box::new(details));
        }
    }

    /// Of a table that is one day's: what the pairs above it say of those who ate. Above several days nobody knows whether the persons are those of each.
    fn meals_of_head(&mut self, details: &mut Details) {
        let head = &self.carried.head;
        if head.date.is_none() || self.input.region.columns.iter().any(|c| c.field.is_date()) {
            return;
        }
        for (field, said) in [(Field::Headcount, &head.headcount), (Field::MealStandard, &head.meal_standard)] {
            let known = match field {
                Field::Headcount => details.headcount.is_some(),
                _ => details.meal_standard_fen.is_some(),
            };
            if let Some(said) = said.as_ref().filter(|_| !known)
                && self.detail(details, field, &Value::Text(said.text.clone()))
            {
                self.value_cells.push((field, said.cell));
            }
        }
    }

    /// Whether the cell said something of the field.
    fn detail(&self, details: &mut Details, field: Field, value: &Value) -> bool {
        let text = || values::text(value).filter(|t| !self.input.data.vocabulary.is_nothing(t));
        let figure = || values::quantity(value).map(|(number, _)| number).filter(|n| *n > Decimal::ZERO);
        match field {
            Field::ProductionDate => set(&mut details.produced, self.day(value)),
            Field::ExpiryDate => set(&mut details.expires, self.day(value)),
            Field::ShelfLife => set(&mut details.shelf_life, text()),
            Field::BoughtBy => set(&mut details.bought_by, text()),
            Field::AcceptedBy => {
                let said = text().map(|text| both(details.accepted_by.take(), text));
                set(&mut details.accepted_by, said)
            }
            Field::Headcount => set(&mut details.headcount, figure().and_then(|n| u32::try_from(n).ok())),
            Field::Meal => set(&mut details.meal, text()),
            Field::MealStandard => {
                let fen = figure().and_then(|n| values::to_fen(n, self.input.money)).map(|(fen, _)| fen);
                set(&mut details.meal_standard_fen, fen)
            }
            Field::MarketPrice => set(&mut details.market_price, figure()),
            Field::GuidePrice => set(&mut details.guide_price, figure()),
            Field::PriceCut => set(&mut details.price_cut_bp, text().and_then(|t| values::price_cut_bp(&t))),
            _ => false,
        }
    }

    /// A day with its year: without one nothing can be said of it.
    fn day(&self, value: &Value) -> Option<Date> {
        match values::read_date(value, self.input.data.date_system) {
            DateCell::Is(PartialDate::Full(day)) => Some(day),
            _ => None,
        }
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let said = value.is_some();
    if said {
        *place = value;
    }
    said
}
