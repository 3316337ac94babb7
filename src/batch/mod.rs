//! One run: read every workbook once, assess every unit, publish everything at once.

mod build;
pub mod interrupt;
mod keep;
pub mod lock;
pub mod log;
pub mod manifest;
pub mod names;
pub mod progress;
pub mod publish;
pub mod reuse;
pub mod store;
pub mod verify;

pub use build::{Build, Published};
pub use publish::OutputError;
