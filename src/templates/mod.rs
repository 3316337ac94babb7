//! Workbooks to fill in (`bangfu template ledger|registry|overrides|prices|contracts`): drop-downs, validation, an instructions sheet. What a unit fills in there is read back
//! without a question, and Excel's own validation keeps most mistakes of filling in out.
//!
//! Columns are data (`data/templates/*.toml`), words are text data; this room only lays them out. The bytes depend on both and the lists alone.

pub(crate) mod sheet;

use serde::Deserialize;
use std::collections::BTreeMap;

use crate::text::{Catalog, Fault};

/// Choices that come from the policy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// Titles of the policy's channels, in its order.
    pub channels: Vec<String>,
    /// Ids of its requirements.
    pub requirements: Vec<String>,
}

/// `data/templates/*.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    sheet: String,
    help_sheet: String,
    title: String,
    unit_label: Option<String>,
    rows: u32,
    #[serde(default)]
    lists: BTreeMap<String, Vec<String>>,
    column: Vec<Column>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Column {
    key: String,
    header: String,
    kind: Kind,
    width: u16,
    #[serde(default)]
    required: bool,
    list: Option<String>,
    /// Whether a text outside the list is refused (the default) or only asked about.
    strict: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Text,
    Date,
    Month,
    Share,
    Quantity,
    Price,
    Money,
    List,
}

impl Template {
    fn parse(source: &str) -> Result<Self, Fault> {
        toml::from_str(source).map_err(|e| Fault::stopped("report.write").with("what", "xlsx").because(e))
    }
}

/// Name of each, and its columns: 采购台账, 单位名册, 核实决定 (`--overrides`), 市场价和指导价 and 合同下浮率 (`--prices`).
const WORKBOOKS: [(&str, &str); 5] = [
    ("ledger", include_str!("../data/templates/ledger.toml")),
    ("registry", include_str!("../data/templates/registry.toml")),
    ("overrides", include_str!("../data/templates/overrides.toml")),
    ("prices", include_str!("../data/templates/prices.toml")),
    ("contracts", include_str!("../data/templates/contracts.toml")),
];

/// The workbook of that name as xlsx bytes.
pub fn workbook(name: &str, catalog: &Catalog, choices: &Choices) -> Result<Vec<u8>, Fault> {
    let source = WORKBOOKS.iter().find(|(own, _)| *own == name).map_or("", |(_, source)| source);
    let mut template = Template::parse(source)?;
    let Choices { channels, requirements } = choices;
    // The policy's words, then those of the template that it does not have.
    for (list, words) in [("channel", channels), ("decision", channels), ("requirement", requirements)] {
        if let Some(more) = template.lists.get_mut(list) {
            more.retain(|m| !words.contains(m));
            more.splice(0..0, words.iter().cloned());
        }
    }
    Ok(sheet::workbook(&template, name, catalog)?)
}

#[cfg(test)]
mod tests;
