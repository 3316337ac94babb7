//! What units bought, while they are assessed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    model::{BaseStanding, Bought, Line, Month, Standing, UnitReport},
    suppliers::{category::Category, credit_code},
};

/// What units bought, while they are assessed.
#[derive(Debug, Default)]
pub(crate) struct Purchases(pub(super) Mutex<Vec<Row>>);

/// What a unit bought under one spelling, of one kind, in one month.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub unit: usize,
    pub name: Option<Arc<str>>,
    pub code: Option<String>,
    pub category: Category,
    pub month: Month,
    pub bought: Bought,
}

/// Supplier and its code as written, kind and month.
type Key<'a> = (Option<&'a str>, Option<&'a str>, Category, Month);

impl Bought {
    pub(super) fn add(&mut self, other: &Self) {
        for (sum, fen) in [
            (&mut self.base_fen, other.base_fen),
            (&mut self.inside_fen, other.inside_fen),
            (&mut self.open_fen, other.open_fen),
            (&mut self.outside_fen, other.outside_fen),
            (&mut self.disputed_fen, other.disputed_fen),
        ] {
            *sum = sum.saturating_add(fen);
        }
        self.lines += other.lines;
    }

    /// Of one line that is in the base or disputed there.
    fn of(line: &Line) -> Self {
        let fen = line.amount_fen.unwrap_or(0);
        let mut bought = Self {
            lines: 1,
            ..Self::default()
        };
        if line.base == BaseStanding::Disputed {
            bought.disputed_fen = fen;
            return bought;
        }
        bought.base_fen = fen;
        let any = |standing: Standing| line.requirements.values().any(|s| *s == standing);
        if any(Standing::Counted) {
            bought.inside_fen = fen;
        } else if any(Standing::Disputed) {
            bought.open_fen = fen;
        } else {
            bought.outside_fen = fen;
        }
        bought
    }

    /// What a check on markets looks at: all but what the channels certainly sold.
    pub(super) fn on_the_market(&self) -> i64 {
        self.open_fen.saturating_add(self.outside_fen)
    }
}

impl Purchases {
    /// Those of the unit of that index; from whatever thread.
    pub fn add(&self, unit: usize, report: &UnitReport) {
        let mut rows: HashMap<Key<'_>, Bought> = HashMap::new();
        let period = report.run.period;
        let lines = report
            .lines
            .iter()
            .filter(|l| l.base != BaseStanding::Out && l.period.in_year_to_date(period));
        // A ledger buys the same goods day after day.
        let mut known: HashMap<(Option<&str>, Option<&str>), Category> = HashMap::new();
        for line in lines {
            let goods = (line.category.as_deref(), line.item.as_deref());
            let category = *known.entry(goods).or_insert_with(|| Category::of(goods.0, goods.1));
            let key = (line.supplier.as_deref(), line.supplier_code.as_deref(), category, line.period);
            rows.entry(key).or_default().add(&Bought::of(line));
        }
        let row = |((name, code, category, month), bought): (Key<'_>, Bought)| Row {
            unit,
            name: name.map(Arc::from),
            code: code.and_then(credit_code::find).or_else(|| name.and_then(credit_code::find)),
            category,
            month,
            bought,
        };
        let rows: Vec<Row> = rows.into_iter().map(row).collect();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(rows);
    }
}
