//! Policy: the clause as dated data, what each line contributes, and the verdicts. Knows nothing of files.

pub mod assess;
mod at;
mod channel;
mod classify;
pub mod disputes;
mod gap;
mod origin;
mod overrides;
mod pack;
pub mod types;
mod waivers;

pub use assess::{assess, combine};
pub use at::{InForce, PolicyAt, check, list_text, show_text};
pub use classify::{Settlement, classify, dispute, settle};
pub use overrides::{Overrides, OverridesError};
pub use pack::{ChannelKind, DateField, EMBEDDED, Policy, PolicyError, Target};
pub use types::*;
pub use waivers::Waivers;
