//! A monthly statement (统计表) differs from the unit's own detail of the same month, in all or by channel.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{checks::prelude::*, model::LineKind};

type ByChannel<'a> = BTreeMap<Option<Arc<str>>, (i64, Vec<&'a Line>)>;

fn add<'a>(into: &mut ByChannel<'a>, line: &'a Line) {
    let entry = into.entry(line.channel.clone()).or_default();
    entry.0 = entry.0.saturating_add(line.amount_fen.unwrap_or(0));
    entry.1.push(line);
}

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    if !cx.data.lines.iter().any(|l| l.kind == LineKind::Statement) {
        return Outcome::NotApplicable(NotApplicableReason::NoStatementBesideDetail);
    }
    let mut months: BTreeMap<Month, (ByChannel<'_>, ByChannel<'_>)> = BTreeMap::new();
    for line in cx.data.lines.iter().filter(|l| !l.is_counted_elsewhere()) {
        let month = months.entry(line.period).or_default();
        match line.kind {
            LineKind::Detail => add(&mut month.0, line),
            LineKind::Statement => add(&mut month.1, line),
        }
    }
    months.retain(|_, (detail, statement)| !detail.is_empty() && !statement.is_empty());
    if months.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoStatementBesideDetail);
    }
    let (mut passed, mut flags) = (0, Vec::new());
    for (month, (detail, statement)) in &mut months {
        // Sums that name no channel are compared as a whole.
        if statement.keys().all(Option::is_none) {
            let (fen, lines) = std::mem::take(detail)
                .into_values()
                .fold((0_i64, Vec::new()), |(fen, mut all), (more, lines)| {
                    all.extend(lines);
                    (fen.saturating_add(more), all)
                });
            detail.insert(None, (fen, lines));
        }
        let differing: Vec<_> = statement
            .keys()
            .chain(detail.keys())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .filter_map(|channel| {
                let of = |side: &ByChannel<'_>| side.get(channel).map_or(0, |(sum, _)| *sum);
                (of(detail) != of(statement)).then(|| (channel.clone(), of(statement), of(detail)))
            })
            .collect();
        if differing.is_empty() {
            passed += 1;
        }
        for (channel, stated, summed) in differing {
            let name = channel
                .as_deref()
                .map_or_else(|| cx.catalog.get("checks.channel_open").to_owned(), |c| cx.policy.channel_title(c));
            let difference = stated.saturating_sub(summed);
            let args = [
                ("month", month.to_string()),
                ("channel", name),
                ("stated", Fen(stated).yuan()),
                ("lines", Fen(summed).yuan()),
                ("difference", Fen(difference).yuan()),
            ];
            flags.push(
                Flag::new(format!("{month}|{}", channel.as_deref().unwrap_or("")), args)
                    .worth(difference.saturating_abs())
                    .shown_by(
                        statement
                            .get(&channel)
                            .into_iter()
                            .flat_map(|(_, lines)| lines.iter().map(|l| l.source.clone()))
                            .collect(),
                    ),
            );
        }
    }
    Outcome::Examined { passed, flags }
}
