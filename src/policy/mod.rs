//! Policy: the clause as dated data, what each line contributes, and the verdicts. Knows nothing of files.

pub mod assess;
mod at;
mod channel;
mod classify;
pub mod disputes;
mod food;
mod gap;
mod limit;
mod origin;
mod overrides;
mod pack;
mod seen;
mod sql;
pub mod types;
mod waivers;

pub use assess::{assess, combine, terms};
pub use at::{InForce, PolicyAt, check, list_text, show_text};
pub use classify::{Evidence, Settlement, classify, dispute, duplicate_key, settle, weigh_all};
pub use limit::PurchaseLimit;
pub use overrides::{Overrides, OverridesError};
pub use pack::{ChannelKind, DateField, EMBEDDED, Policy, PolicyError, Target};
pub use sql::sql;
pub use types::*;
pub use waivers::Waivers;
