//! Workbooks to fill in (`bangfu template ledger|registry|overrides|prices|contracts`): drop-downs, validation, an instructions sheet. What a unit fills in there is read back
//! without a question, and Excel's own validation keeps most mistakes of filling in out.
//!
//! Columns are data (`data/templates/*.toml`), words are text data; this room only lays them out. The bytes depend on both and the lists alone.

pub(crate) mod sheet;

use serde::Deserialize;
use std::collections::BTreeMap;

use crate::{text::catalog::Catalog, text::fault::Fault};

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

/// The ledger (采购台账) as xlsx bytes.
pub fn ledger(catalog: &Catalog, choices: &Choices) -> Result<Vec<u8>, Fault> {
    let mut template = Template::parse(include_str!("../data/templates/ledger.toml"))?;
    let ordinary = template.lists.remove("channel_ordinary").unwrap_or_default();
    template.lists.insert("channel".to_owned(), joined(&choices.channels, ordinary));
    Ok(sheet::workbook(&template, "ledger", catalog)?)
}

/// Decisions by auditors (核实决定) as xlsx bytes: what `--overrides` reads.
pub fn overrides(catalog: &Catalog, choices: &Choices) -> Result<Vec<u8>, Fault> {
    let mut template = Template::parse(include_str!("../data/templates/overrides.toml"))?;
    let more = template.lists.remove("decision_more").unwrap_or_default();
    template.lists.insert("decision".to_owned(), joined(&choices.channels, more));
    Ok(sheet::workbook(&template, "overrides", catalog)?)
}

/// The policy's words, then those of the template that it does not have.
fn joined(policy: &[String], more: Vec<String>) -> Vec<String> {
    let more: Vec<String> = more.into_iter().filter(|m| !policy.contains(m)).collect();
    policy.iter().cloned().chain(more).collect()
}

/// The unit registry (单位名册) as xlsx bytes.
pub fn registry(catalog: &Catalog, choices: &Choices) -> Result<Vec<u8>, Fault> {
    let mut template = Template::parse(include_str!("../data/templates/registry.toml"))?;
    template.lists.insert("requirement".to_owned(), choices.requirements.clone());
    Ok(sheet::workbook(&template, "registry", catalog)?)
}

/// Market and guide prices (市场价和指导价) as xlsx bytes: what `--prices` reads.
pub fn prices(catalog: &Catalog) -> Result<Vec<u8>, Fault> {
    let template = Template::parse(include_str!("../data/templates/prices.toml"))?;
    Ok(sheet::workbook(&template, "prices", catalog)?)
}

/// Contracts with a cut off the price (合同下浮率) as xlsx bytes: what `--prices` reads too.
pub fn contracts(catalog: &Catalog) -> Result<Vec<u8>, Fault> {
    let template = Template::parse(include_str!("../data/templates/contracts.toml"))?;
    Ok(sheet::workbook(&template, "contracts", catalog)?)
}

#[cfg(test)]
mod tests;
