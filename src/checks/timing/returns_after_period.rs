//! Purchases through the channels that are returned in the first days of the next month: bought for the reckoning, then sent back.

use crate::{
    checks::{figures::in_channel, prelude::*},
    model::LineKind,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let in_channels = |l: &&Line| l.kind == LineKind::Detail && in_channel(l);
    let counted: Vec<&Line> = cx.data.lines.iter().filter(in_channels).collect();
    let bought = |month: Month| -> i64 {
        let of = counted.iter().filter(|l| l.period == month && l.amount_fen > Some(0));
        sum(&of.copied().collect::<Vec<_>>())
    };
    let (mut passed, mut flags) = (0, Vec::new());
    for month in (1..cx.period.month()).filter_map(|m| Month::new(cx.period.year(), m)) {
        let before = bought(month);
        if before == 0 {
            continue;
        }
        let soon = |l: &&&Line| {
            l.amount_fen < Some(0)
                && l.date
                    .is_some_and(|d| d.year() == month.year() && d.month() == month.month() + 1 && d.day() <= cx.settings.return_days)
        };
        let returned: Vec<&Line> = counted.iter().filter(soon).copied().collect();
        let fen = sum(&returned).saturating_neg();
        let share = share_bp(fen, before);
        if returned.is_empty() || share < cx.settings.return_share_bp {
            passed += 1;
            continue;
        }
        let args = [
            ("month", month.to_string()),
            ("bought", Fen(before).yuan()),
            ("days", cx.settings.return_days.to_string()),
            ("count", returned.len().to_string()),
            ("amount", Fen(fen).yuan()),
            ("share", percent(share)),
            ("threshold", percent(cx.settings.return_share_bp)),
        ];
        flags.push(Flag::new(month.to_string(), args).worth(fen).shown_by(sources(&returned)));
    }
    Outcome::Examined { passed, flags }.unless_nothing(NotApplicableReason::NoEarlierMonth)
}
