//! The policy as the reports show it.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::dates::Month;

codes! {
    /// What a requirement is a share of.
    #[derive(Default)]
    pub enum BaseKind as "base" {
        /// The canteen's food purchases of the scope.
        #[default]
        Actual = "actual",
        /// The canteen's planned purchases of the year, from the registry, by the months gone.
        Plan = "plan",
        /// The canteen's purchases of the year before, from the registry, by the months gone.
        PreviousYear = "previous_year",
        /// Canteen and union purchases of the scope together.
        CanteenAndUnion = "canteen_and_union",
        /// What the union bought in the scope.
        Union = "union",
        /// The union's funds of the year, from the registry, by the months gone.
        UnionFunds = "union_funds",
        /// So much for each member of the staff in the year, for the union, by the months gone.
        Staff = "staff",
    }
}

impl BaseKind {
    /// Whether purchases of the union, or of the canteen, count for a requirement over this base.
    pub fn takes(self, union: bool) -> bool {
        match self {
            Self::Actual | Self::Plan | Self::PreviousYear => !union,
            Self::Union | Self::UnionFunds | Self::Staff => union,
            Self::CanteenAndUnion => true,
        }
    }

    /// Whether the registry gives it, as an amount of the whole year.
    pub fn is_registered(self) -> bool {
        matches!(self, Self::Plan | Self::PreviousYear | Self::UnionFunds | Self::Staff)
    }

    /// Whether it is the canteen's purchases of the scope.
    pub fn is_actual(&self) -> bool {
        *self == Self::Actual
    }
}

/// A document that a figure rests on (依据).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalRef {
    /// Title of the document.
    pub doc: String,
    /// Document number (文号).
    pub number: String,
    /// Article or measure.
    pub article: String,
    /// The words that bind.
    pub quote: String,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// The policy as the reports show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PolicyInfo {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Requirements in order.
    pub requirements: Vec<RequirementInfo>,
    /// Channels in order.
    pub channels: Vec<ChannelInfo>,
}

/// A requirement of the policy at the run's date, for readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RequirementInfo {
    /// Id.
    pub id: Arc<str>,
    /// Short name, e.g. `832 平台采购`.
    pub title: String,
    /// Threshold, bp.
    pub threshold_bp: i64,
    /// Channel ids in the numerator.
    pub channels: Vec<Arc<str>>,
    /// The clause.
    pub reference: LegalRef,
    /// First month from which the threshold holds.
    pub from: Month,
    /// What it is a share of; the canteen's purchases where nothing is said.
    #[serde(default, skip_serializing_if = "BaseKind::is_actual")]
    pub base: BaseKind,
}

/// A threshold whose change is expected while no document is known: the last one is used, and every report says 待确认.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct PendingThreshold {
    /// Requirement id.
    pub requirement: Arc<str>,
    /// First month for which no document is known.
    pub since: Month,
    /// First month of the value that is used.
    pub value_from: Month,
    /// Why a change is expected.
    pub reason: String,
    /// The document that announces the change.
    pub document: String,
    /// The document to look for.
    #[serde(default)]
    pub look_for: String,
}

/// A channel of the policy, for readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChannelInfo {
    /// Id, e.g. `platform_832`.
    pub id: Arc<str>,
    /// Name for people.
    pub title: String,
}
