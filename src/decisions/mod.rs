//! What auditors decide: on disputed lines ([`overrides`]) and on findings ([`waivers`]), and the list of what is still open
//! ([`open_disputes`]), which comes back as decisions.

pub(crate) mod open_disputes;
pub(crate) mod overrides;
mod overrides_sheet;
mod vocabulary;
pub(crate) mod waivers;
