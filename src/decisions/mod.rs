//! TODO room.

pub(crate) mod open_disputes;
pub(crate) mod overrides;
pub(crate) mod waivers;
