//! A supplier whose goods count on some lines and are ordinary purchases on others, for the same item.

use std::collections::{BTreeMap, HashMap};

use crate::{
    checks::{
        check::{CheckContext, Flag, NotApplicableReason, Outcome},
        figures::{args, in_channel, sources, sum},
    },
    model::{line::Line, money::Fen, standing::Standing},
    text::names::normal_name,
};

/// Plainly no purchase through a channel: a disputed line is neither inside nor outside.
fn ordinary(line: &Line) -> bool {
    line.requirements.values().all(|s| *s == Standing::NotCounted)
}

/// The items of a unit: each text is normalised once, however many lines and suppliers repeat it.
#[derive(Default)]
struct Items<'a> {
    written: HashMap<&'a str, usize>,
    named: BTreeMap<String, usize>,
}

impl<'a> Items<'a> {
    /// One number for each normalised name.
    fn place(&mut self, item: &'a str) -> usize {
        *self.written.entry(item).or_insert_with(|| {
            let next = self.named.len();
            *self.named.entry(normal_name(item)).or_insert(next)
        })
    }

    fn count(&self) -> usize {
        self.named.len()
    }
}

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    let suppliers = cx.suppliers();
    if suppliers.is_empty() {
        return Outcome::NotApplicable(NotApplicableReason::NoSuppliers);
    }
    let (mut passed, mut flags) = (0, Vec::new());
    let mut items = Items::default();
    for (supplier, lines) in suppliers {
        if !lines.iter().any(|l| in_channel(l)) || !lines.iter().any(|l| ordinary(l)) {
            passed += 1;
            continue;
        }
        let places: Vec<Option<usize>> = lines.iter().map(|l| l.item.as_deref().map(|item| items.place(item))).collect();
        // By item: whether it stands on lines inside, outside.
        let mut sides = vec![(false, false); items.count()];
        for (line, place) in lines.iter().zip(&places) {
            if let Some(side) = place.and_then(|place| sides.get_mut(place)) {
                side.0 |= in_channel(line);
                side.1 |= ordinary(line);
            }
        }
        let both = |place: &usize| sides.get(*place) == Some(&(true, true));
        let names: Vec<&str> = items
            .named
            .iter()
            .filter(|(_, place)| both(place))
            .map(|(name, _)| name.as_str())
            .collect();
        if names.is_empty() {
            passed += 1;
            continue;
        }
        let of_both = lines.iter().zip(&places).filter(|(_, place)| place.as_ref().is_some_and(both));
        let evidence: Vec<&Line> = of_both.map(|(line, _)| *line).collect();
        let inside: Vec<&Line> = evidence.iter().copied().filter(|l| in_channel(l)).collect();
        flags.push(Flag {
            subject: supplier.clone(),
            args: args([
                ("supplier", lines[0].supplier.as_deref().unwrap_or_default().to_owned()),
                ("items", names.iter().take(5).copied().collect::<Vec<_>>().join("、")),
                ("amount", Fen(sum(&inside)).yuan()),
            ]),
            amount_fen: Some(sum(&inside)),
            evidence: sources(&evidence),
        });
    }
    Outcome::Examined { passed, flags }
}
