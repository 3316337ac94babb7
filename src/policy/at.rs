//! A policy at a month: the values in force.

use std::sync::Arc;

use crate::{
    model::{ChannelInfo, DateField, Month, PendingThreshold, PolicyInfo, RequirementInfo},
    policy::{
        channel::Lexicon,
        judgement_cache::JudgementCache,
        pack::{Channel, ChannelKind, DatedValue, Policy, PurchaseLimit, Requirement, Target},
    },
    text::{Fault, memoize::MemoPool},
};

/// A requirement in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// Requirement.
    pub requirement: Requirement,
    /// Threshold, bp.
    pub threshold_bp: i64,
    /// The value that gives it.
    pub value: DatedValue,
}

/// A policy at a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyAt {
    pub(crate) policy: Policy,
    pub(crate) requirements: Vec<InForce>,
    /// Their ids, sorted.
    pub(crate) ids: Arc<[Arc<str>]>,
    /// Where each of [`Self::ids`] stands in [`Self::requirements`].
    pub(crate) by_id: Vec<usize>,
    pub(crate) lexicon: Lexicon,
    pub(crate) memory: MemoPool<JudgementCache>,
    /// Some requirement is a share of what the union buys or has: its purchases are told apart.
    pub(crate) union: bool,
    pending: Vec<PendingThreshold>,
}

impl Policy {
    /// The values in force in `period`. A repealed requirement is left out.
    ///
    /// # Errors
    /// [`Fault`] where no value holds yet, or where a change is expected and `strict` refuses the last value.
    pub fn at(&self, period: Month, strict: bool) -> Result<PolicyAt, Fault> {
        let mut requirements = Vec::new();
        let mut pending = Vec::new();
        for r in &self.requirements {
            let not_covered = |key| {
                Fault::usage(key)
                    .with("name", &self.id)
                    .with("requirement", &r.title)
                    .with("period", period)
            };
            let mut dated = r.values.iter().rev().filter(|v| v.from <= period);
            let Some(value) = dated.next() else {
                let first = r.values.first().map(|v| v.from.to_string()).unwrap_or_default();
                return Err(not_covered("policy.not_yet").with("from", first));
            };
            let in_force = |value: &DatedValue, threshold_bp| InForce {
                requirement: r.clone(),
                threshold_bp,
                value: value.clone(),
            };
            match value.target {
                Target::Share(bp) => requirements.push(in_force(value, bp)),
                Target::Repealed => {}
                Target::Expected => {
                    let share = |v: &'_ DatedValue| if let Target::Share(bp) = v.target { Some(bp) } else { None };
                    let last = dated.find_map(|v| Some((v, share(v)?))).filter(|_| !strict);
                    let reason = &value.reference.quote;
                    let expected = || {
                        not_covered("policy.change_expected")
                            .with("from", value.from)
                            .with("reason", reason)
                    };
                    let (last, bp) = last.ok_or_else(expected)?;
                    pending.push(PendingThreshold {
                        requirement: r.id.clone(),
                        since: value.from,
                        value_from: last.from,
                        reason: value.reference.quote.clone(),
                        document: value.reference.doc.clone(),
                        look_for: value.look_for.clone().unwrap_or_default(),
                    });
                    requirements.push(in_force(last, bp));
                }
            }
        }
        let mut policy = self.clone();
        for channel in &mut policy.channels {
            for alias in &channel.dated_aliases {
                if alias.from.is_none_or(|from| from <= period) && alias.to.is_none_or(|to| period <= to) {
                    channel.aliases.push(alias.word.clone());
                }
            }
        }
        let mut by_id: Vec<usize> = (0..requirements.len()).collect();
        by_id.sort_by(|a, b| requirements[*a].requirement.id.cmp(&requirements[*b].requirement.id));
        Ok(PolicyAt {
            ids: by_id.iter().map(|i| requirements[*i].requirement.id.clone()).collect(),
            by_id,
            lexicon: Lexicon::new(&policy),
            memory: MemoPool::default(),
            union: requirements.iter().any(|r| r.requirement.base.takes(true)),
            policy,
            requirements,
            pending,
        })
    }
}

impl PolicyAt {
    /// Thresholds that go on with their last value, since no document settles the month.
    pub fn pending(&self) -> &[PendingThreshold] {
        &self.pending
    }

    /// The region's counties.
    pub fn counties(&self) -> &[Arc<str>] {
        &self.policy.counties
    }

    /// The date that counts.
    pub fn date_field(&self) -> DateField {
        self.policy.date
    }

    /// Name of a channel for people; the id itself where the policy has none of that id.
    pub fn channel_title(&self, id: &str) -> String {
        self.channel(id).map_or_else(|| id.to_owned(), |c| c.title.clone())
    }

    pub(crate) fn channel(&self, id: &str) -> Option<&Channel> {
        self.policy.channels.iter().find(|c| c.id.as_ref() == id)
    }

    pub(crate) fn ordinary(&self) -> Option<&Channel> {
        self.policy.channels.iter().find(|c| c.kind == ChannelKind::Ordinary)
    }

    /// The limit on single purchases in force in a month.
    pub(crate) fn purchase_limit(&self, month: Month) -> Option<&PurchaseLimit> {
        self.policy.limits.iter().filter(|l| l.from <= month).max_by_key(|l| l.from)
    }

    /// As the reports show it.
    pub fn info(&self) -> PolicyInfo {
        PolicyInfo {
            id: self.policy.id.clone(),
            title: self.policy.title.clone(),
            requirements: self
                .requirements
                .iter()
                .map(|r| RequirementInfo {
                    id: r.requirement.id.clone(),
                    title: r.requirement.title.clone(),
                    threshold_bp: r.threshold_bp,
                    channels: r.requirement.channels.clone(),
                    reference: r.value.reference.clone(),
                    from: r.value.from,
                    base: r.requirement.base,
                })
                .collect(),
            channels: self
                .policy
                .channels
                .iter()
                .filter(|c| c.kind != ChannelKind::Pending)
                .map(|c| ChannelInfo {
                    id: c.id.clone(),
                    title: c.title.clone(),
                })
                .collect(),
        }
    }
}
