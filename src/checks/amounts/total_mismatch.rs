//! A stated 小计 or 合计 differs from the lines that it covers.

use crate::{checks::prelude::*, tables::vocabulary::meaning::TotalKind, units::assemble::TotalView};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    // 累计 spans other months; a total over unreadable amounts bounds them instead.
    let comparable = |t: &&TotalView| t.kind != TotalKind::Running && t.stated_fen.is_some() && t.unreadable == 0;
    let totals: Vec<_> = cx.data.totals.iter().filter(comparable).collect();
    if totals.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoTotals);
    }
    let mut passed = 0;
    let mut flags = Vec::new();
    for total in totals {
        let stated = total.stated_fen.unwrap_or_default();
        if stated == total.lines_fen {
            passed += 1;
            continue;
        }
        let difference = stated.saturating_sub(total.lines_fen);
        let args = [
            ("label", total.label.to_string()),
            ("stated", Fen(stated).yuan()),
            ("lines", Fen(total.lines_fen).yuan()),
            ("difference", Fen(difference).yuan()),
            ("place", total.source.to_string()),
        ];
        flags.push(
            Flag::new(
                format!(
                    "{}|{}|{}|{stated}|{}",
                    total.source.file, total.source.sheet, total.label, total.lines_fen
                ),
                args,
            )
            .worth(difference.saturating_abs())
            .shown_by(vec![total.source.clone()]),
        );
    }
    Outcome::Examined { passed, flags }
}
