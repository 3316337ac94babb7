//! What the placeholders stand for: the report's values as text, by their names in `data/templates/docx/placeholders.toml`.

mod capitals;
mod matters;
pub(super) mod region;
mod shared;
pub(super) mod unit;

/// Values by name: texts, numbers, conditions, and lists of such.
pub(super) type Record = serde_json::Map<String, serde_json::Value>;
