//! One ordinary supplier sells nearly everything.

use crate::checks::{figures::in_channel, prelude::*};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let suppliers = cx.suppliers();
    if suppliers.values().map(Vec::len).sum::<usize>() < cx.settings.supplier_min_lines {
        return Outcome::NotApplicable(NotApplicableReason::TooFewSupplierLines);
    }
    let total = suppliers.values().map(|l| sum(l)).fold(0_i64, i64::saturating_add);
    let (mut passed, mut flags) = (0, Vec::new());
    for ([name], lines) in suppliers {
        let share = share_bp(sum(lines), total);
        // A channel's own shop is meant to sell much, and so is who delivers to all by design: only ordinary purchases are looked at.
        let by_design = || lines.iter().all(|l| in_channel(l)) || cx.supplier_decisions.is_some_and(|d| d.is_unified(name));
        if share < cx.settings.supplier_share_bp || by_design() {
            passed += 1;
            continue;
        }
        let args = [
            ("supplier", lines[0].supplier.as_deref().unwrap_or_default().to_owned()),
            ("share", percent(share)),
            ("threshold", percent(cx.settings.supplier_share_bp)),
        ];
        flags.push(Flag::of_lines(name.clone(), lines, args));
    }
    Outcome::Examined { passed, flags }
}
