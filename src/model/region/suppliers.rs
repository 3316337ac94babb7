//! `suppliers.json` (`bangfu/suppliers/1`): who sells to the units of a run, its keys in the order of the fields here. Written with `--format suppliers`.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{dates::Month, finding::Finding, line::Decision, unit_report::RunInfo};

/// Schema id of `suppliers.json`.
pub const SUPPLIERS_SCHEMA: &str = "bangfu/suppliers/1";

/// `suppliers.json`: the year to date. All amounts are fen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SupplierReport {
    /// `bangfu/suppliers/1`.
    pub schema: String,
    /// Run.
    pub run: RunInfo,
    /// Of all lines; with [`Self::unnamed`] the sum of the suppliers.
    pub all: Bought,
    /// Of lines that name no supplier.
    pub unnamed: Bought,
    /// Largest first.
    pub suppliers: Vec<Supplier>,
    /// Kinds of food by county, in the order of counties and kinds: purchases outside the channels, white-listed suppliers left out.
    pub counties: Vec<CountyCategory>,
    /// Names that may be one supplier's, for a person to decide; the likeliest first.
    pub proposals: Vec<NamePair>,
    /// `category_in_few_hands`.
    pub findings: Vec<CountyFinding>,
}

/// Purchases in the year to date. What is certain in the base is inside the channels, open or outside; what is disputed in the base stands apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Bought {
    /// Certainly in the base: inside + open + outside.
    pub base_fen: i64,
    /// Counted for a requirement.
    pub inside_fen: i64,
    /// Disputed for a requirement and counted for none.
    pub open_fen: i64,
    /// Counted for none.
    pub outside_fen: i64,
    /// Disputed in the base.
    pub disputed_fen: i64,
    /// Lines that are in the base or disputed there.
    pub lines: u64,
}

/// A supplier under one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Supplier {
    /// The spelling that names a company, and of those the one most bought from.
    pub name: String,
    /// 统一社会信用代码, where a ledger tells one.
    pub code: Option<String>,
    /// As ledgers write it, most bought first.
    pub spellings: Vec<Spelling>,
    /// Why several spellings are one.
    pub joined_by: Vec<JoinedBy>,
    /// Decisions by persons that several spellings are one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// It stands on the white list of unified delivery, by that decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unified: Option<Decision>,
    /// All that was bought from it.
    #[serde(flatten)]
    pub bought: Bought,
    /// Of all that was bought, bp.
    pub share_bp: Option<i64>,
    /// First month.
    pub first: Month,
    /// Last month.
    pub last: Month,
    /// By county, largest first.
    pub counties: Vec<Part>,
    /// By kind of food, in the order of kinds.
    pub categories: Vec<CategoryFen>,
    /// By unit, largest first.
    pub units: Vec<UnitPart>,
}

codes! {
    /// Why spellings are one supplier's.
    pub enum JoinedBy {
        /// One credit code.
        CreditCode = "credit_code",
        /// A person decided.
        Decision = "decision",
    }
}

/// A spelling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Spelling {
    /// As written, where it is written in several ways that differ in blanks and the like, one of them.
    pub name: String,
    /// Certainly in the base.
    pub base_fen: i64,
    /// Lines.
    pub lines: u64,
}

/// What a county bought from a supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// County; `null` where none is known.
    pub county: Option<Arc<str>>,
    /// Certainly in the base.
    pub base_fen: i64,
    /// Of all that the county bought, bp.
    pub share_bp: Option<i64>,
    /// Units.
    pub units: u64,
}

/// What a unit bought from a supplier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnitPart {
    /// Unit.
    pub unit: Arc<str>,
    /// County.
    pub county: Option<Arc<str>>,
    /// The unit's folder.
    pub path: String,
    /// Certainly in the base.
    pub base_fen: i64,
    /// Of all that the unit bought, bp.
    pub share_bp: Option<i64>,
}

/// An amount of one kind of food.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CategoryFen {
    /// Id of the kind.
    pub category: String,
    /// Certainly in the base.
    pub base_fen: i64,
}

/// One kind of food in one county, outside the channels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CountyCategory {
    /// County; `null` where none is known.
    pub county: Option<Arc<str>>,
    /// Id of the kind.
    pub category: String,
    /// Bought outside the channels, or with an open channel; without what comes from the white list.
    pub fen: i64,
    /// Units that bought.
    pub units: u64,
    /// How many suppliers.
    pub suppliers: u64,
    /// The largest of them.
    pub largest: Vec<Seller>,
}

/// One of the largest suppliers of a kind of food in a county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Seller {
    /// Supplier.
    pub name: String,
    /// Of the kind.
    pub fen: i64,
    /// Of the kind in the county, bp.
    pub share_bp: Option<i64>,
    /// Units that bought from it.
    pub units: u64,
}

/// Two names that may be one supplier's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamePair {
    /// The lesser one.
    pub name: String,
    /// The larger one.
    pub other: String,
    /// Of a hundred.
    pub score: u8,
    /// What they differ in: `form`, `place`, `goods`, `branch`, `letter`.
    pub differences: Vec<String>,
    /// Bought from the lesser one.
    pub base_fen: i64,
    /// Bought from the larger one.
    pub other_base_fen: i64,
}

/// A finding about a county.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CountyFinding {
    /// County; `null` where none is known.
    pub county: Option<Arc<str>>,
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
}
