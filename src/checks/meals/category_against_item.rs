//! Goods under a category that is not theirs: figures by category are wrong then, and what was bought is perhaps something else.

use std::collections::HashMap;

use crate::{
    checks::{
        check::{CheckContext, Flag, NotApplicableReason, Outcome},
        meals::goods::KINDS,
    },
    model::line::Line,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let mut seen: HashMap<(&str, &str), Option<(usize, bool)>> = HashMap::new();
    let (mut passed, mut wrong): (u64, Vec<(&Line, usize)>) = (0, Vec::new());
    for line in cx.purchases().filter(|l| !l.is_counted_elsewhere()) {
        let (Some(item), Some(category)) = (line.item.as_deref(), line.category.as_deref()) else {
            continue;
        };
        // A ledger repeats its goods: each is looked up once.
        let known = *seen.entry((item, category)).or_insert_with(|| {
            let kind = KINDS.of_item(item)?;
            Some((kind, KINDS.takes(category, kind)?))
        });
        match known {
            None => {}
            Some((_, true)) => passed += 1,
            Some((kind, false)) => wrong.push((line, kind)),
        }
    }
    let Some((first, kind)) = wrong.first().copied() else {
        return if passed == 0 {
            Outcome::NotApplicable(NotApplicableReason::NoCategories)
        } else {
            Outcome::passed(passed)
        };
    };
    let lines: Vec<&Line> = wrong.iter().map(|(line, _)| *line).collect();
    let text = |t: &Option<std::sync::Arc<str>>| t.as_deref().unwrap_or_default().to_owned();
    let flag = Flag::of_lines(
        cx.period.year().to_string(),
        &lines,
        [
            ("count", lines.len().to_string()),
            ("item", text(&first.item)),
            ("category", text(&first.category)),
            ("kind", KINDS.name(kind).to_owned()),
        ],
    );
    Outcome::Examined { passed, flags: vec![flag] }
}
