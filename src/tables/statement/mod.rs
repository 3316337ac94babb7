//! Statements: what their columns are, and forms of labels with their values.

pub(crate) mod columns;
mod figures;
pub(crate) mod form;
pub(crate) mod labels;
mod returned;
mod shares;
pub(crate) mod whole;
