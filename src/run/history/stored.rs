//! What is read of the files of an earlier run.

use std::{borrow::Cow, fmt, sync::Arc};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};

use crate::{
    model::{
        dates::Month,
        finding::Waived,
        line::Decision,
        region::history::{Point, PointShare},
        results::Verdict,
    },
    run::history::points::Texts,
};

#[derive(Deserialize)]
pub(super) struct Summary {
    pub schema: String,
    pub run: Run,
    pub units: Vec<Unit>,
    #[serde(default)]
    pub groups: Vec<Group>,
}

#[derive(Deserialize)]
pub(super) struct Run {
    pub period: Month,
    pub policy: String,
}

#[derive(Deserialize)]
pub(super) struct Unit {
    pub unit: Arc<str>,
    pub code: Option<String>,
    pub county: Option<Arc<str>>,
    pub path: String,
    pub verdict: Verdict,
    pub scopes: Scopes,
}

#[derive(Deserialize)]
pub(super) struct Scopes {
    pub ytd: Scope,
}

#[derive(Deserialize)]
pub(super) struct Group {
    pub by: String,
    pub ytd: Scope,
}

#[derive(Deserialize)]
pub(super) struct Scope {
    pub base_fen: i64,
    pub requirements: Vec<PointShare>,
}

impl Scope {
    pub fn point(self, run: &Run, verdict: Option<Verdict>) -> Point {
        Point {
            period: run.period,
            policy: run.policy.clone(),
            verdict,
            base_fen: self.base_fen,
            requirements: self.requirements,
        }
    }
}

/// A unit's report, as far as points go: of a region these are gigabytes, so that texts stay where they are read.
#[derive(Deserialize)]
pub(super) struct Report<'a> {
    pub findings: Vec<Finding>,
    #[serde(borrow)]
    pub lines: Vec<Line<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Finding {
    pub check: String,
    pub title: String,
    pub detail: String,
    pub key: String,
    pub amount_fen: Option<i64>,
    pub waived: Option<Waived>,
}

#[derive(Deserialize)]
pub(super) struct Line<'a> {
    pub period: Month,
    #[serde(borrow)]
    date: Option<Text<'a>>,
    #[serde(borrow)]
    item: Option<Text<'a>>,
    pub amount_fen: Option<i64>,
    #[serde(borrow)]
    supplier: Option<Text<'a>>,
    #[serde(borrow)]
    order_no: Option<Text<'a>>,
    #[serde(borrow)]
    base: Text<'a>,
    requirements: Standings,
    pub reasons: Vec<String>,
    pub decision: Option<Decision>,
}

#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Line<'_> {
    /// Whether a person had to look at it, or has.
    pub fn is_point(&self) -> bool {
        self.base.0 == DISPUTED || self.requirements.0 || self.decision.is_some()
    }

    /// Day, goods, supplier and order.
    pub fn texts(&self) -> Texts<'_> {
        [&self.date, &self.item, &self.supplier, &self.order_no].map(|text| text.as_ref().map(|text| &*text.0))
    }
}

/// Whether any requirement is disputed.
struct Standings(bool);

impl<'de> Deserialize<'de> for Standings {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Standings;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("standings by requirement")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Standings, A::Error> {
                let mut any = false;
                while let Some((_, standing)) = map.next_entry::<IgnoredAny, Text<'_>>()? {
                    any = any || standing.0 == DISPUTED;
                }
                Ok(Standings(any))
            }
        }
        from.deserialize_map(Any)
    }
}

const DISPUTED: &str = "disputed";
