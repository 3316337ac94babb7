//! What the checks on copies of sheets and files share: a flag for each.

use std::sync::Arc;

use crate::{checks::prelude::*, units::overlap::Repetition};

/// A flag for each of the unit's repetitions that are `wanted`.
pub(super) fn flags(cx: &CheckContext<'_>, wanted: impl Fn(&Repetition) -> bool) -> Vec<Flag> {
    let wanted = cx.repeated.iter().filter(|r| wanted(r));
    wanted
        .map(|r| {
            let place = |(file, sheet): &(Arc<str>, Arc<str>)| {
                if r.of_sheets {
                    format!("{file} › {sheet}")
                } else {
                    file.to_string()
                }
            };
            let args = [
                ("first", place(&r.first)),
                ("second", place(&r.second)),
                ("common", r.common.to_string()),
                ("first_lines", r.first_lines.to_string()),
                ("second_lines", r.second_lines.to_string()),
                ("amount", Fen(r.amount_fen).yuan()),
            ];
            Flag::new(format!("{}|{}", place(&r.first), place(&r.second)), args)
                .worth(r.amount_fen)
                .shown_by(
                    r.lines
                        .iter()
                        .filter_map(|(i, _)| Some(cx.data.lines.get(*i)?.source.clone()))
                        .collect(),
                )
        })
        .collect()
}
