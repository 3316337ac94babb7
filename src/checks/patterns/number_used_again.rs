//! An invoice or order number on purchases from two sellers: one paper is one seller's.

use std::borrow::Cow;

use crate::{
    checks::{patterns::numbers::number, prelude::*},
    text::normal_name,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let mut papers: Vec<(bool, Cow<'_, str>, &Line)> = Vec::new();
    for line in cx.purchases().filter(|l| l.supplier.is_some() && !l.is_counted_elsewhere()) {
        for (invoice, text) in [(true, line.invoice_no.as_deref()), (false, line.order_no.as_deref())] {
            if let Some(number) = number(text, line) {
                papers.push((invoice, number, line));
            }
        }
    }
    if papers.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoNumbersBesideSuppliers);
    }
    let (mut passed, mut flags) = (0, Vec::new());
    papers.sort_by(|(a, number_a, _), (b, number_b, _)| (a, number_a).cmp(&(b, number_b)));
    for of_paper in papers.chunk_by(|a, b| (a.0, &a.1) == (b.0, &b.1)) {
        let [(invoice, number, _), _, ..] = of_paper else {
            passed += 1;
            continue;
        };
        let lines: Vec<&Line> = of_paper.iter().map(|(_, _, line)| *line).collect();
        let mut sellers: Vec<(String, &str)> = lines
            .iter()
            .filter_map(|l| l.supplier.as_deref())
            .map(|name| (normal_name(name), name))
            .collect();
        sellers.sort_unstable();
        sellers.dedup_by(|a, b| a.0 == b.0);
        // 夏县超市 and 夏县超市（城关店） may be one.
        if sellers.len() < 2
            || sellers
                .iter()
                .all(|(name, _)| name.contains(&sellers[0].0) || sellers[0].0.contains(name.as_str()))
        {
            passed += 1;
            continue;
        }
        let names: Vec<&str> = sellers.iter().take(3).map(|(_, name)| *name).collect();
        let kind = if *invoice {
            "checks.number_used_again.invoice"
        } else {
            "checks.number_used_again.order"
        };
        let args = [
            ("kind", cx.catalog.get(kind).to_owned()),
            ("number", number.to_string()),
            ("count", lines.len().to_string()),
            ("suppliers", names.join("、")),
        ];
        flags.push(Flag::of_lines(number.to_string(), &lines, args));
    }
    Outcome::Examined { passed, flags }
}
