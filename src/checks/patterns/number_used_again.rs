//! An invoice or order number on purchases from two sellers: one paper is one seller's.

use std::collections::BTreeMap;

use crate::{
    checks::{
        check::{CheckContext, Flag, NotApplicableReason, Outcome},
        patterns::numbers::number,
    },
    model::line::Line,
    text::names::normal_name,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let mut papers: BTreeMap<(bool, String), Vec<&Line>> = BTreeMap::new();
    for line in cx.purchases().filter(|l| l.supplier.is_some() && !l.is_counted_elsewhere()) {
        for (invoice, text) in [(true, line.invoice_no.as_deref()), (false, line.order_no.as_deref())] {
            if let Some(number) = number(text, line) {
                papers.entry((invoice, number)).or_default().push(line);
            }
        }
    }
    if papers.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoNumbersBesideSuppliers);
    }
    let (mut passed, mut flags) = (0, Vec::new());
    for ((invoice, number), lines) in papers {
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
        let kind = if invoice {
            "checks.number_used_again.invoice"
        } else {
            "checks.number_used_again.order"
        };
        flags.push(Flag::of_lines(
            number.clone(),
            &lines,
            [
                ("kind", cx.catalog.get(kind).to_owned()),
                ("number", number),
                ("count", lines.len().to_string()),
                ("suppliers", names.join("、")),
            ],
        ));
    }
    Outcome::Examined { passed, flags }
}
