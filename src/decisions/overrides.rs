//! Decisions by auditors (核实意见): one a line, a supplier or a channel text; the decision; by whom; on what evidence; when.
//! Reading them from a sheet stands in `overrides_sheet`. A row that matches nothing is reported.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{
    decisions::{vocabulary::VOCABULARY, waivers::Waivers},
    formats::unreadable::Unreadable,
    model::{
        line::{Decision, Line, OpenAmount},
        money::LARGEST_AMOUNT,
    },
    policy::{
        at::PolicyAt,
        channel::{Named, Place},
        classify::{Settlement, settle},
    },
    text::names::{normal_name, normal_word},
};

/// Why an overrides file cannot be used: exit status 2.
#[derive(Debug, thiserror::Error)]
pub enum OverridesError {
    /// Not there or not readable.
    #[error("{}", path.display())]
    Unreadable {
        /// File.
        path: PathBuf,
        /// Reason.
        source: Unreadable,
    },
    /// Rows that cannot be understood or that contradict each other, all of them.
    #[error("{}: {}", path.display(), problems.join("; "))]
    BadRows {
        /// File.
        path: PathBuf,
        /// `SHEET › CELL: what is wrong`.
        problems: Vec<String>,
    },
}

/// What a decision speaks of; names and words as they are compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    Line(String),
    Supplier(String),
    ChannelText(String),
}

/// One decision.
#[derive(Debug)]
pub(super) struct DecisionRow {
    pub subject: Subject,
    /// The only unit for which it holds, as compared.
    pub unit: Option<String>,
    /// As the lines that it settles show it.
    pub decision: Decision,
    /// It has matched a line.
    pub used: AtomicBool,
}

/// All decisions of a file.
#[derive(Debug)]
pub struct Overrides {
    pub(super) path: PathBuf,
    pub(super) rows: Vec<DecisionRow>,
    pub(super) waivers: Waivers,
}

impl Overrides {
    /// Every decision can be carried out under the policy: its word is a channel's name, 计入, 不计入 or an amount.
    ///
    /// # Errors
    /// [`OverridesError::BadRows`] with every word that cannot.
    pub fn validate(&self, policy: &PolicyAt) -> Result<(), OverridesError> {
        let problems: Vec<String> = self
            .rows
            .iter()
            .filter(|r| settlement(policy, &r.decision.decision).is_none())
            .map(|r| {
                let titles: Vec<String> = policy.info().channels.into_iter().map(|c| c.title).collect();
                format!(
                    "{}: `{}` is no decision; write 计入, 不计入, 金额=123.45 or a channel: {}",
                    r.decision.source,
                    r.decision.decision,
                    titles.join(" / ")
                )
            })
            .collect();
        if problems.is_empty() {
            Ok(())
        } else {
            Err(OverridesError::BadRows {
                path: self.path.clone(),
                problems,
            })
        }
    }

    /// Applies the decisions to a unit's lines: channel texts first, then suppliers, then single lines, so that the narrowest has the last word.
    pub fn apply(&self, policy: &PolicyAt, unit: &str, lines: &mut [Line]) {
        let unit = normal_name(unit);
        let here = |r: &&DecisionRow| r.unit.as_ref().is_none_or(|u| *u == unit);
        let mut by_subject: BTreeMap<&Subject, &DecisionRow> = BTreeMap::new();
        for row in self.rows.iter().filter(here) {
            by_subject.insert(&row.subject, row);
        }
        for line in lines {
            let subjects = [
                line.channel_text.as_deref().map(|c| Subject::ChannelText(normal_word(c))),
                line.supplier.as_deref().map(|s| Subject::Supplier(normal_name(s))),
                Some(Subject::Line(line.id.clone())),
            ];
            for row in subjects.iter().flatten().filter_map(|s| by_subject.get(s)) {
                row.used.store(true, Ordering::Relaxed);
                if let Some(settlement) = settlement(policy, &row.decision.decision) {
                    settle(policy, line, &settlement);
                    line.decision = Some(row.decision.clone());
                }
            }
        }
    }

    /// Applies the decisions to what the unit's tables leave open: 不计入 says that nothing of it was bought.
    pub fn apply_to_open_amounts(&self, policy: &PolicyAt, unit: &str, amounts: &mut [OpenAmount]) {
        let unit = normal_name(unit);
        for amount in amounts {
            let is_of = |r: &&DecisionRow| {
                matches!(&r.subject, Subject::Line(id) if *id == amount.id)
                    && r.unit.as_ref().is_none_or(|u| *u == unit)
                    && matches!(
                        settlement(policy, &r.decision.decision),
                        Some(Settlement::Out | Settlement::OutOfBase | Settlement::Amount(0))
                    )
            };
            if let Some(row) = self.rows.iter().find(is_of) {
                row.used.store(true, Ordering::Relaxed);
                amount.fen = 0;
                amount.decision = Some(row.decision.clone());
            }
        }
    }

    /// Findings that were looked into.
    #[must_use]
    pub fn waivers(&self) -> &Waivers {
        &self.waivers
    }

    /// Places of the decisions that matched no line of the run.
    #[must_use]
    pub fn unmatched(&self) -> Vec<String> {
        self.rows
            .iter()
            .filter(|r| !r.used.load(Ordering::Relaxed))
            .map(|r| r.decision.source.clone())
            .collect()
    }
}

/// What the words of a decision mean under the policy; `None`: nothing.
fn settlement(policy: &PolicyAt, text: &str) -> Option<Settlement> {
    let word = normal_word(text);
    let words = &VOCABULARY.words;
    if let Some(amount) = words.amount.iter().find_map(|w| word.strip_prefix(w.as_str())?.strip_prefix('=')) {
        return yuan_to_fen(amount).map(Settlement::Amount);
    }
    for (list, settlement) in [
        (&words.r#in, Settlement::In),
        (&words.out, Settlement::Out),
        (&words.out_of_base, Settlement::OutOfBase),
    ] {
        if list.contains(&word) {
            return Some(settlement);
        }
    }
    let exact = policy
        .policy
        .channels
        .iter()
        .find(|c| normal_word(&c.title) == word || c.id.as_ref() == word);
    if let Some(channel) = exact {
        return (policy.info().channels.iter().any(|c| c.id == channel.id)).then(|| Settlement::Channel(channel.id.clone()));
    }
    match policy.named(text, Place::Column) {
        Named::Channels(ids) if ids.len() == 1 => ids.first().cloned().map(Settlement::Channel),
        _ => None,
    }
}

fn yuan_to_fen(text: &str) -> Option<i64> {
    let yuan: Decimal = text.replace([',', '元', '¥'], "").parse().ok()?;
    let fen = yuan.checked_mul(Decimal::from(100))?;
    let largest = LARGEST_AMOUNT.0;
    fen.fract()
        .is_zero()
        .then(|| fen.to_i64())
        .flatten()
        .filter(|f| (-largest..=largest).contains(f))
}

/// Two rows that decide one thing differently.
pub(super) fn contradictions(rows: &[DecisionRow], problems: &mut Vec<String>) {
    for (i, a) in rows.iter().enumerate() {
        for b in &rows[i + 1..] {
            let overlap = a.unit.is_none() || b.unit.is_none() || a.unit == b.unit;
            if a.subject == b.subject && overlap && normal_word(&a.decision.decision) != normal_word(&b.decision.decision) {
                problems.push(format!(
                    "{} says `{}`, {} says `{}` of the same thing",
                    a.decision.source, a.decision.decision, b.decision.source, b.decision.decision
                ));
            }
        }
    }
}
