//! A supplier whose goods count on some lines and are ordinary purchases on others, for the same item.

use crate::{
    checks::{by_supplier::by_texts, figures::in_channel, prelude::*},
    model::Standing,
};

/// Plainly no purchase through a channel: a disputed line is neither inside nor outside.
fn ordinary(line: &Line) -> bool {
    line.requirements.values().all(|s| *s == Standing::NotCounted)
}

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let suppliers = cx.suppliers();
    if suppliers.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoSuppliers);
    }
    let (mut passed, mut flags) = (0, Vec::new());
    for ([supplier], lines) in suppliers {
        // Nearly every supplier is wholly one or the other.
        if !lines.iter().any(|l| in_channel(l)) || !lines.iter().any(|l| ordinary(l)) {
            passed += 1;
            continue;
        }
        let named = lines.iter().enumerate().filter_map(|(i, l)| Some(([l.item.as_deref()?], (i, *l))));
        let mut items = by_texts(named);
        items.retain(|_, of_item| of_item.iter().any(|(_, l)| in_channel(l)) && of_item.iter().any(|(_, l)| ordinary(l)));
        if items.is_empty() {
            passed += 1;
            continue;
        }
        let names: Vec<&str> = items.keys().take(5).map(|[name]| name.as_str()).collect();
        let mut evidence: Vec<(usize, &Line)> = items.values().flatten().copied().collect();
        evidence.sort_by_key(|(i, _)| *i);
        let evidence: Vec<&Line> = evidence.into_iter().map(|(_, line)| line).collect();
        let inside: Vec<&Line> = evidence.iter().copied().filter(|l| in_channel(l)).collect();
        let args = [
            ("supplier", lines[0].supplier.as_deref().unwrap_or_default().to_owned()),
            ("items", names.join("、")),
            ("amount", Fen(sum(&inside)).yuan()),
        ];
        flags.push(Flag::new(supplier.clone(), args).worth(sum(&inside)).shown_by(sources(&evidence)));
    }
    Outcome::Examined { passed, flags }
}
