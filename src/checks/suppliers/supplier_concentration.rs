//! One ordinary supplier sells nearly everything.

use crate::{
    checks::{
        check::{Check, CheckContext, Flag, Meta, NotApplicableReason, Outcome},
        figures::{args, in_channel, share_bp, sources, sum},
    },
    model::{
        finding::Severity,
        money::{Fen, percent},
    },
};

/// See the module.
pub struct SupplierConcentration;

impl Check for SupplierConcentration {
    fn meta(&self) -> Meta {
        Meta::new("supplier_concentration", Severity::Info)
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let suppliers = cx.suppliers();
        if suppliers.values().map(Vec::len).sum::<usize>() < cx.settings.supplier_min_lines {
            return Outcome::NotApplicable(NotApplicableReason::TooFewSupplierLines);
        }
        let total = suppliers.values().map(|l| sum(l)).fold(0_i64, i64::saturating_add);
        let (mut passed, mut flags) = (0, Vec::new());
        for (name, lines) in suppliers {
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
                evidence: sources(lines),
                ..Flag::default()
            });
        }
        Outcome::Examined { passed, flags }
    }
}
