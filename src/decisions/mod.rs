//! What auditors decide: on disputed lines ([`overrides`]) and on findings ([`waivers`]), and the list of what is open and what is decided
//! ([`register`]), which comes back as decisions.

pub(crate) mod overrides;
pub(crate) mod overrides_sheet;
pub(crate) mod register;
pub(crate) mod row;
mod settlement;
pub(crate) mod supplier_rows;
pub(crate) mod vocabulary;
pub(crate) mod waivers;
