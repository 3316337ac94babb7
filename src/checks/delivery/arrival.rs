//! The day on which goods arrived.

use jiff::civil::Date;

use crate::model::{Details, Field, Line};

/// The day of acceptance; else the line's own day, unless that is the day of an order: goods may be made after they were ordered.
pub(super) fn arrival(line: &Line, details: &Details) -> Option<Date> {
    let own = || line.date.filter(|_| line.source.cells.get(Field::OrderDate).is_none());
    details.accepted.or_else(own)
}
