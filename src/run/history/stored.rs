//! What is read of the files of an earlier run.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use serde::Deserialize;

use crate::{
    model::{Decision, Month, Point, Verdict, Waived},
    report::since::{Scope, Scopes},
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
pub(super) struct Group {
    pub by: String,
    pub ytd: Scope,
}

impl Run {
    /// What it came to for a unit or group.
    pub fn point(&self, scope: Scope, verdict: Option<Verdict>) -> Point {
        Point {
            period: self.period,
            policy: self.policy.clone(),
            verdict,
            base_fen: scope.base_fen,
            requirements: scope.requirements,
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
    #[serde(borrow)]
    requirements: HashMap<Text<'a>, Text<'a>>,
    pub reasons: Vec<String>,
    pub decision: Option<Decision>,
}

#[derive(PartialEq, Eq, Hash, Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Line<'_> {
    /// Whether a person had to look at it, or has.
    pub fn is_point(&self) -> bool {
        self.base.0 == DISPUTED || self.requirements.values().any(|standing| standing.0 == DISPUTED) || self.decision.is_some()
    }

    /// Day, goods, supplier and order.
    pub fn texts(&self) -> Texts<'_> {
        [&self.date, &self.item, &self.supplier, &self.order_no].map(|text| text.as_ref().map(|text| &*text.0))
    }
}

const DISPUTED: &str = "disputed";
