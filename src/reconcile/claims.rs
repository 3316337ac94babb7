//! Ledger lines as claims to have bought through a platform.

use std::sync::Arc;

use jiff::civil::Date;

use crate::{
    model::{Line, LineKind, LineRef, Month, Reason, Standing},
    reconcile::words::{self, Number},
    text::normal_name,
};

/// A ledger line as far as matching needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Index of the unit.
    pub unit: u32,
    /// Index into the unit's lines.
    pub line: u32,
    /// The line counts, or might count, towards the platform. Else it is only looked up: in silence where nothing matches.
    pub claims: bool,
    /// The line names this platform's channel. Without that it matches by order number alone.
    pub of_channel: bool,
    /// A part of a monthly statement.
    pub statement: bool,
    /// Suspected of repeating another line of the unit.
    pub repeated: bool,
    /// Order number as compared; `None` when blank or damaged.
    pub number: Option<Arc<str>>,
    /// The number has lost digits.
    pub damaged: bool,
    /// First and last day that the purchase may be of; the same where the date is known.
    pub days: (Date, Date),
    /// Month of the line.
    pub period: Month,
    /// Fen; `None` when unreadable.
    pub amount_fen: Option<i64>,
    /// Supplier as compared.
    pub supplier: Arc<str>,
}

impl Claim {
    /// A line of a unit; `of_channel`: it names this platform's channel.
    pub(super) fn of(line: &Line, unit: u32, index: u32, of_channel: bool) -> Self {
        let number = number_of(line);
        let repeats = |r: &Reason| matches!(r, Reason::DuplicateSuspected | Reason::DuplicateFile | Reason::DuplicateSheet);
        Self {
            unit,
            line: index,
            claims: of_channel && line.requirements.values().any(|s| *s != Standing::NotCounted),
            of_channel,
            statement: line.kind == LineKind::Statement,
            repeated: line.reasons.iter().any(repeats),
            damaged: number == Number::Damaged,
            number: match number {
                Number::Intact(n) => Some(n),
                Number::None | Number::Damaged => None,
            },
            days: line.date.map_or((line.period.first_day(), line.period.last_day()), |d| (d, d)),
            period: line.period,
            amount_fen: line.amount_fen,
            supplier: line.supplier.as_deref().map(normal_name).unwrap_or_default().into(),
        }
    }
}

/// The order number of a line, as compared.
pub(super) fn number_of(line: &Line) -> Number {
    let noted = line.notes.iter().any(|n| n.as_ref() == "damaged_id");
    words::number(line.order_no.as_deref(), noted)
}

/// A line as a table of matches shows it; `unit`: whose it is, where it is another than the report's.
pub(super) fn line_ref(line: &Line, unit: Option<Arc<str>>) -> LineRef {
    LineRef {
        line: line.id.clone(),
        unit,
        order_no: line.order_no.clone(),
        period: line.period,
        date: line.date,
        item: line.item.clone(),
        amount_fen: line.amount_fen,
        source: line.source.clone(),
    }
}
