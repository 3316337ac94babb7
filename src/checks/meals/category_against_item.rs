//! Goods under a category that is not theirs: figures by category are wrong then, and what was bought is perhaps something else.

use std::collections::HashMap;

use crate::checks::{judged_lines, meals::goods::KINDS, prelude::*};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let mut seen: HashMap<(&str, &str), Option<(usize, bool)>> = HashMap::new();
    judged_lines::run(cx, NotApplicableReason::NoCategories, |line| {
        let (item, category) = (line.item.as_deref()?, line.category.as_deref()?);
        // A ledger repeats its goods: each is looked up once.
        let known = *seen.entry((item, category)).or_insert_with(|| {
            let kind = KINDS.of_item(item)?;
            Some((kind, KINDS.takes(category, kind)?))
        });
        let (kind, fits) = known?;
        Some((!fits).then(|| [("category", category.to_owned()), ("kind", KINDS.name(kind).to_owned())]))
    })
}
