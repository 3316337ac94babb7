//! Purchases from one supplier within a few days, each just below a limit that the policy gives and together at or above it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{checks::prelude::*, text::normal_name};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let Some(limit) = cx.policy.purchase_limit(cx.period) else {
        return Outcome::NotApplicable(NotApplicableReason::NoLimit);
    };
    let limit_fen = limit.fen;
    let near = |fen: i64| fen < limit_fen && i128::from(fen) * 10_000 >= i128::from(limit_fen) * i128::from(cx.settings.split_near_bp);
    let mut suppliers: BTreeMap<String, Vec<(Date, &Line)>> = BTreeMap::new();
    let mut examined: u64 = 0;
    for line in cx.purchases() {
        if let (Some(supplier), Some(date), Some(fen)) = (&line.supplier, line.date, line.amount_fen) {
            examined += 1;
            if near(fen) {
                suppliers.entry(normal_name(supplier)).or_default().push((date, line));
            }
        }
    }
    if examined == 0 {
        return Outcome::NotApplicable(NotApplicableReason::TooFewSupplierLines);
    }
    let mut flags = Vec::new();
    for (name, mut lines) in suppliers {
        lines.sort_by_key(|(date, l)| (*date, l.id.clone()));
        let mut from = 0;
        while from < lines.len() {
            let first = lines[from].0;
            let within = |d: Date| first.until(d).is_ok_and(|s| s.get_days() < cx.settings.split_days);
            let to = from + lines[from..].partition_point(|(d, _)| within(*d));
            let cluster: Vec<&Line> = lines[from..to].iter().map(|(_, l)| *l).collect();
            from = to.max(from + 1);
            if cluster.len() < 2 || sum(&cluster) < limit_fen {
                continue;
            }
            let args = [
                ("supplier", cluster[0].supplier.as_deref().unwrap_or_default().to_owned()),
                ("date", first.to_string()),
                ("days", cx.settings.split_days.to_string()),
                ("count", cluster.len().to_string()),
                ("limit", Fen(limit_fen).yuan()),
                ("near", percent(cx.settings.split_near_bp)),
                (
                    "basis",
                    format!("{} {}", limit.reference.doc, limit.reference.article).trim().to_owned(),
                ),
            ];
            flags.push(Flag::of_lines(format!("{name}|{first}"), &cluster, args));
        }
    }
    Outcome::Examined {
        passed: examined.saturating_sub(flags.iter().map(|f| f.evidence.len() as u64).sum()),
        flags,
    }
}
