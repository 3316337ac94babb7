//! Checks on suppliers: nearly everything from one; the same one inside and outside the channels.

use std::collections::BTreeMap;

use crate::{
    checks::{Check, CheckContext, Flag, Meta, Outcome, args, share_bp, sum},
    model::{
        Line, Severity, Standing,
        money::{Fen, percent},
    },
    text::hash::HashMap,
    text::names::normal_name,
};

/// Lines by the normalised name of their supplier, in the order of the lines.
pub type BySupplier<'a> = BTreeMap<String, Vec<&'a Line>>;

/// Purchases by supplier.
pub(crate) fn by_supplier<'a>(lines: impl Iterator<Item = &'a Line>) -> BySupplier<'a> {
    // By the text as written first: a handful of suppliers fill a ledger, and each text is normalised once.
    let mut places: HashMap<&str, usize> = HashMap::default();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<&Line>> = Vec::new();
    for line in lines {
        let Some(supplier) = &line.supplier else { continue };
        let place = *places.entry(supplier).or_insert_with(|| {
            *names.entry(normal_name(supplier)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            })
        });
        groups[place].push(line);
    }
    names
        .into_iter()
        .map(|(name, place)| (name, std::mem::take(&mut groups[place])))
        .collect()
}

fn in_channel(line: &Line) -> bool {
    line.requirements.values().any(|s| *s == Standing::Counted)
}

/// Plainly no purchase through a channel: a disputed line is neither inside nor outside.
fn ordinary(line: &Line) -> bool {
    line.requirements.values().all(|s| *s == Standing::NotCounted)
}

/// One ordinary supplier sells nearly everything.
pub struct SupplierConcentration;

impl Check for SupplierConcentration {
    fn meta(&self) -> Meta {
        Meta {
            id: "supplier_concentration",
            severity: Severity::Info,
            since: "0.1.0",
        }
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let suppliers = cx.suppliers();
        if suppliers.values().map(Vec::len).sum::<usize>() < cx.settings.supplier_min_lines {
            return Outcome::NotApplicable("too_few_supplier_lines");
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
                evidence: lines.iter().map(|l| l.source.clone()).collect(),
            });
        }
        Outcome::Examined { passed, flags }
    }
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

/// A supplier whose goods count on some lines and are ordinary purchases on others, for the same item.
pub struct SupplierInAndOut;

impl Check for SupplierInAndOut {
    fn meta(&self) -> Meta {
        Meta {
            id: "supplier_in_and_out",
            severity: Severity::Info,
            since: "0.1.0",
        }
    }

    fn run(&self, cx: &CheckContext<'_>) -> Outcome {
        let suppliers = cx.suppliers();
        if suppliers.is_empty() {
            return Outcome::NotApplicable("no_suppliers");
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
                evidence: evidence.iter().map(|l| l.source.clone()).collect(),
            });
        }
        Outcome::Examined { passed, flags }
    }
}
