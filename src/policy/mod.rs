//! Policy: the clause as dated data ([`pack`]), its values in force in a month ([`at`]), and what each line contributes ([`classify`]).
//! Pure but for reading a pack: it knows nothing of workbooks, clocks or other units.

pub mod at;
mod blank_channels;
pub(crate) mod channel;
pub(crate) mod channel_evidence;
pub mod classify;
pub(crate) mod copies;
pub(crate) mod describe;
pub mod duplicates;
pub(crate) mod food;
pub(crate) mod judgement_cache;
pub(crate) mod origin;
pub mod pack;
