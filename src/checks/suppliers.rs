//! Checks on suppliers: nearly everything from one; the same one inside and outside the channels.

use std::collections::{BTreeMap, BTreeSet};

use super::{Check, CheckContext, Flag, Meta, Outcome, args, purchases, share_bp, sum};
use crate::{
    hash::HashMap,
    model::{Line, Severity, Standing},
    money::{Fen, percent},
    place::normal_name,
};

fn by_supplier<'a>(cx: &CheckContext<'a>) -> BTreeMap<String, Vec<&'a Line>> {
    // By the text as written first: a handful of suppliers fill a ledger.
    let mut written: BTreeMap<&str, Vec<(usize, &Line)>> = BTreeMap::new();
    for (at, line) in purchases(cx).enumerate() {
        if let Some(supplier) = &line.supplier {
            written.entry(supplier).or_default().push((at, line));
        }
    }
    let mut named: BTreeMap<String, Vec<(usize, &Line)>> = BTreeMap::new();
    for (supplier, lines) in written {
        named.entry(normal_name(supplier)).or_default().extend(lines);
    }
    let in_order = |mut lines: Vec<(usize, &'a Line)>| {
        lines.sort_unstable_by_key(|(at, _)| *at);
        lines.into_iter().map(|(_, line)| line).collect()
    };
    named.into_iter().map(|(name, lines)| (name, in_order(lines))).collect()
}

fn in_channel(line: &Line) -> bool {
    line.requirements.values().any(|s| *s == Standing::Counted)
}

/// Plainly no purchase through a channel: a disputed line is neither inside nor outside.
fn ordinary(line: &Line) -> bool {
    line.requirements.values().all(|s| *s == Standing::NotCounted)
}

/// One ordinary supplier sells nearly everything.
pub struct SupplierConcentration;

impl Check for SupplierConcentration {
    fn meta(&self) -> Meta {
        Meta {
            id: "supplier_concentration",
            severity: Severity::Info,
            since: "0.1.0",
        }
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let suppliers = by_supplier(cx);
        if suppliers.values().map(Vec::len).sum::<usize>() < cx.settings.supplier_min_lines {
            return Outcome::NotApplicable("too_few_supplier_lines");
        }
        let total = suppliers.values().map(|l| sum(l)).fold(0_i64, i64::saturating_add);
        let (mut passed, mut flags) = (0, Vec::new());
        for (name, lines) in &suppliers {
            let share = share_bp(sum(lines), total);
            // A channel's own shop is meant to sell much: only ordinary purchases are looked at.
            if share < cx.settings.supplier_share_bp || lines.iter().all(|l| in_channel(l)) {
                passed += 1;
                continue;
            }
            flags.push(Flag {
                subject: name.clone(),
                args: args([
                    ("supplier", lines[0].supplier.as_deref().unwrap_or_default().to_owned()),
                    ("share", percent(share)),
                    ("threshold", percent(cx.settings.supplier_share_bp)),
                    ("amount", Fen(sum(lines)).yuan()),
                ]),
                amount_fen: Some(sum(lines)),
                evidence: lines.iter().map(|l| l.source.clone()).collect(),
            });
        }
        Outcome::Examined { passed, flags }
    }
}

/// A supplier whose goods count on some lines and are ordinary purchases on others, for the same item.
pub struct SupplierInAndOut;

impl Check for SupplierInAndOut {
    fn meta(&self) -> Meta {
        Meta {
            id: "supplier_in_and_out",
            severity: Severity::Info,
            since: "0.1.0",
        }
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let suppliers = by_supplier(cx);
        if suppliers.is_empty() {
            return Outcome::NotApplicable("no_suppliers");
        }
        let (mut passed, mut flags) = (0, Vec::new());
        for (supplier, lines) in &suppliers {
            if !lines.iter().any(|l| in_channel(l)) || !lines.iter().any(|l| ordinary(l)) {
                passed += 1;
                continue;
            }
            // Each text is normalised once, however many lines repeat it.
            let written: BTreeSet<&str> = lines.iter().filter_map(|l| l.item.as_deref()).collect();
            let names: HashMap<&str, String> = written.into_iter().map(|item| (item, normal_name(item))).collect();
            let name = |l: &&Line| l.item.as_deref().and_then(|item| names.get(item));
            let inside: BTreeSet<&String> = lines.iter().filter(|l| in_channel(l)).filter_map(name).collect();
            let outside: BTreeSet<&String> = lines.iter().filter(|l| ordinary(l)).filter_map(name).collect();
            let both: BTreeSet<&String> = inside.intersection(&outside).copied().collect();
            if both.is_empty() {
                passed += 1;
                continue;
            }
            let evidence: Vec<&Line> = lines
                .iter()
                .filter(|l| name(l).is_some_and(|n| both.contains(n)))
                .copied()
                .collect();
            let inside: Vec<&Line> = evidence.iter().copied().filter(|l| in_channel(l)).collect();
            flags.push(Flag {
                subject: supplier.clone(),
                args: args([
                    ("supplier", lines[0].supplier.as_deref().unwrap_or_default().to_owned()),
                    ("items", both.iter().take(5).map(|n| n.as_str()).collect::<Vec<_>>().join("、")),
                    ("amount", Fen(sum(&inside)).yuan()),
                ]),
                amount_fen: Some(sum(&inside)),
                evidence: evidence.iter().map(|l| l.source.clone()).collect(),
            });
        }
        Outcome::Examined { passed, flags }
    }
}
