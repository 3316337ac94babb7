//! What `policy check` refuses: a pack that contradicts itself or rests on nothing.

use std::sync::Arc;

use crate::{
    model::{BaseKind, Month, percent},
    policy::pack::{ChannelKind, Policy, Requirement, Target},
    text::Fault,
};

/// Adds everything that makes the pack unsound, each with its place.
pub(super) fn examine(policy: &Policy, problems: &mut Vec<Fault>) {
    for id in doubles(policy.requirements.iter().map(|r| &r.id)) {
        problems.push(Fault::usage("policy.requirement_twice").with("id", id));
    }
    for id in doubles(policy.channels.iter().map(|c| &c.id)) {
        problems.push(Fault::usage("policy.channel_twice").with("id", id));
    }
    if policy.requirements.is_empty() {
        problems.push(Fault::usage("policy.no_requirement"));
    }
    if !policy.channels.iter().any(|c| c.kind == ChannelKind::Ordinary) {
        problems.push(Fault::usage("policy.no_ordinary"));
    }
    for r in &policy.requirements {
        if r.values.is_empty() {
            problems.push(Fault::usage("policy.no_value").with("id", &r.id));
        }
        for c in &r.channels {
            match policy.channels.iter().find(|k| k.id == *c) {
                None => problems.push(Fault::usage("policy.unknown_channel").with("id", &r.id).with("channel", c)),
                Some(k) if k.kind != ChannelKind::Counted => {
                    problems.push(Fault::usage("policy.not_counted").with("id", &r.id).with("channel", c));
                }
                Some(_) => {}
            }
        }
        for pair in r.values.windows(2) {
            if pair[0].from >= pair[1].from {
                let wrong = Fault::usage("policy.dates_descend").with("id", &r.id);
                problems.push(wrong.with("from", pair[1].from).with("before", pair[0].from));
            }
        }
        for v in &r.values {
            let given = matches!(v.target, Target::Share(_));
            if v.reference.doc.trim().is_empty() || given && (v.reference.number.trim().is_empty() || v.reference.quote.trim().is_empty()) {
                problems.push(Fault::usage("policy.no_reference").with("id", &r.id).with("from", v.from));
            }
            if v.target == Target::Expected && v.look_for.as_deref().is_none_or(|d| d.trim().is_empty()) {
                problems.push(Fault::usage("policy.no_look_for").with("id", &r.id).with("from", v.from));
            }
        }
    }
    for r in &policy.requirements {
        if (r.base == BaseKind::Staff) != r.per_head_fen.is_some_and(|fen| fen > 0) {
            problems.push(Fault::usage("policy.per_head").with("id", &r.id));
        }
    }
    let of_union = policy.requirements.iter().find(|r| r.base.takes(true));
    if let Some(r) = of_union.filter(|_| policy.funding.union_words.is_empty()) {
        problems.push(Fault::usage("policy.no_union_words").with("id", &r.id));
    }
    if let Some(rule) = &policy.system
        && (rule.reference.doc.trim().is_empty() || rule.reference.quote.trim().is_empty())
    {
        problems.push(Fault::usage("policy.system_without_document"));
    }
    examine_parts(policy, problems);
    examine_limits(policy, problems);
    for (i, a) in policy.channels.iter().enumerate() {
        for b in &policy.channels[i + 1..] {
            for word in a.aliases.iter().filter(|w| b.aliases.contains(w)) {
                problems.push(
                    Fault::usage("policy.alias_twice")
                        .with("word", word)
                        .with("first", &a.id)
                        .with("second", &b.id),
                );
            }
        }
    }
}

/// A part must not ask for more than the whole that holds all its channels, at any date.
fn examine_parts(policy: &Policy, problems: &mut Vec<Fault>) {
    let share = |r: &Requirement, m: Month| match r.values.iter().rev().find(|v| v.from <= m).map(|v| &v.target) {
        Some(Target::Share(bp)) => Some(*bp),
        _ => None,
    };
    for whole in &policy.requirements {
        for part in policy.requirements.iter().filter(|p| {
            p.id != whole.id
                && (p.base, p.asked_of) == (whole.base, whole.asked_of)
                && p.channels.iter().all(|c| whole.channels.contains(c))
        }) {
            for month in part.values.iter().chain(&whole.values).map(|v| v.from) {
                if let (Some(p), Some(w)) = (share(part, month), share(whole, month))
                    && p > w
                {
                    let wrong = Fault::usage("policy.part_above_whole").with("month", month).with("part", &part.id);
                    problems.push(wrong.with("asks", percent(p)).with("whole", &whole.id).with("has", percent(w)));
                }
            }
        }
    }
}

fn examine_limits(policy: &Policy, problems: &mut Vec<Fault>) {
    for limit in &policy.limits {
        if limit.fen <= 0 {
            problems.push(
                Fault::usage("policy.limit_not_positive")
                    .with("from", limit.from)
                    .with("fen", limit.fen),
            );
        }
        if limit.reference.doc.is_empty() {
            problems.push(Fault::usage("policy.limit_without_document").with("from", limit.from));
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
