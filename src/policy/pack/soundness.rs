//! What `policy check` refuses: a pack that contradicts itself or rests on nothing.

use std::sync::Arc;

use crate::{
    model::dates::Month,
    policy::pack::{ChannelKind, Policy, Requirement, Target},
};

/// Adds everything that makes the pack unsound, each with its place.
pub(super) fn examine(policy: &Policy, problems: &mut Vec<String>) {
    for id in doubles(policy.requirements.iter().map(|r| &r.id)) {
        problems.push(format!("requirement `{id}` is given twice"));
    }
    for id in doubles(policy.channels.iter().map(|c| &c.id)) {
        problems.push(format!("channel `{id}` is given twice"));
    }
    if policy.requirements.is_empty() {
        problems.push("no [[requirement]]".to_owned());
    }
    if !policy.channels.iter().any(|c| c.kind == ChannelKind::Ordinary) {
        problems.push("no channel of kind \"ordinary\"".to_owned());
    }
    for r in &policy.requirements {
        if r.values.is_empty() {
            problems.push(format!("requirement `{}`: no value", r.id));
        }
        for c in &r.channels {
            match policy.channels.iter().find(|k| k.id == *c) {
                None => problems.push(format!("requirement `{}`: unknown channel `{c}`", r.id)),
                Some(k) if k.kind != ChannelKind::Counted => {
                    problems.push(format!("requirement `{}`: channel `{c}` is not of kind \"counted\"", r.id))
                }
                Some(_) => {}
            }
        }
        for pair in r.values.windows(2) {
            if pair[0].from >= pair[1].from {
                problems.push(format!(
                    "requirement `{}`: value from {} stands after {}; dates must ascend",
                    r.id, pair[1].from, pair[0].from
                ));
            }
        }
        for v in &r.values {
            let given = matches!(v.target, Target::Share(_));
            if v.reference.doc.trim().is_empty() || given && (v.reference.number.trim().is_empty() || v.reference.quote.trim().is_empty()) {
                problems.push(format!(
                    "requirement `{}`: value from {} has no reference (doc, number, quote)",
                    r.id, v.from
                ));
            }
        }
    }
    examine_parts(policy, problems);
    examine_limits(policy, problems);
    for (i, a) in policy.channels.iter().enumerate() {
        for b in &policy.channels[i + 1..] {
            for word in a.aliases.iter().filter(|w| b.aliases.contains(w)) {
                problems.push(format!("alias `{word}` belongs to `{}` and `{}`", a.id, b.id));
            }
        }
    }
}

/// A part must not ask for more than the whole that holds all its channels, at any date.
fn examine_parts(policy: &Policy, problems: &mut Vec<String>) {
    let share = |r: &Requirement, m: Month| match r.values.iter().rev().find(|v| v.from <= m).map(|v| &v.target) {
        Some(Target::Share(bp)) => Some(*bp),
        _ => None,
    };
    for whole in &policy.requirements {
        for part in policy
            .requirements
            .iter()
            .filter(|p| p.id != whole.id && p.channels.iter().all(|c| whole.channels.contains(c)))
        {
            for month in part.values.iter().chain(&whole.values).map(|v| v.from) {
                if let (Some(p), Some(w)) = (share(part, month), share(whole, month))
                    && p > w
                {
                    problems.push(format!(
                        "from {month}: part `{}` asks for {p} bp, more than the whole `{}` with {w} bp",
                        part.id, whole.id
                    ));
                }
            }
        }
    }
}

fn examine_limits(policy: &Policy, problems: &mut Vec<String>) {
    for limit in &policy.limits {
        if limit.fen <= 0 {
            problems.push(format!("limit from {}: {} fen is no limit", limit.from, limit.fen));
        }
        if limit.reference.doc.is_empty() {
            problems.push(format!("limit from {}: names no document", limit.from));
        }
    }
}

fn doubles<'a>(ids: impl Iterator<Item = &'a Arc<str>>) -> Vec<Arc<str>> {
    let mut all: Vec<&Arc<str>> = ids.collect();
    all.sort();
    let mut out: Vec<Arc<str>> = all.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0].clone()).collect();
    out.dedup();
    out
}
