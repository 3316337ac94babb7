//! Whose the lines of one workbook are, as `inspect` shows it.

use std::collections::BTreeMap;

use crate::{
    rows::{describe::InspectUnit, reading::Reading},
    text::catalog::Catalog,
    text::visible::one_line,
    units::{
        placing::{Placer, UnitKey},
        whose::{Placement, Whose},
    },
};

/// The units of a workbook at `path`, sheet by sheet, with what named each.
#[must_use]
pub(crate) fn units_of_book(placer: &Placer<'_>, reading: &Reading, path: &str) -> Vec<InspectUnit> {
    let hints = placer.path_hints(path);
    let mut whose = Whose::new(placer, reading, &hints);
    let mut counts: BTreeMap<(u16, UnitKey), (Placement, u64)> = BTreeMap::new();
    for line in &reading.lines {
        if let Some(placement) = whose.line(line) {
            let key = (line.sheet, placement.unit.key.clone());
            counts.entry(key).or_insert_with(|| (placement.clone(), 0)).1 += 1;
        }
    }
    let describe = |((sheet, key), (placement, lines)): ((u16, UnitKey), (Placement, u64))| {
        let is_registered = matches!(key, UnitKey::Registered(_));
        let nearest = || placer.nearest(&placement.unit.shown).iter().map(ToString::to_string).collect();
        InspectUnit {
            sheet: reading
                .sheets
                .get(usize::from(sheet))
                .map(|s| s.name.to_string())
                .unwrap_or_default(),
            unit: placement.unit.shown.to_string(),
            registered: placer.has_registry().then_some(is_registered),
            by: placement.by.code().to_owned(),
            nearest: if placer.has_registry() && !is_registered {
                nearest()
            } else {
                Vec::new()
            },
            cell: placement.cell.map(|(_, cell)| cell.to_string()),
            text: placement.text,
            lines,
            contested: placement.contested,
        }
    };
    counts.into_iter().map(describe).collect()
}

/// The same for people.
#[must_use]
pub(crate) fn units_text(units: &[InspectUnit], lines: usize, catalog: &Catalog) -> String {
    let mut out = String::new();
    let placed: u64 = units.iter().map(|u| u.lines).sum();
    if placed < lines as u64 {
        out.push_str(catalog.get("inspect.whose_none"));
        out.push('\n');
    }
    for unit in units {
        let known = match unit.registered {
            Some(true) => catalog.get("inspect.registered").to_owned(),
            Some(false) if unit.nearest.is_empty() => catalog.get("inspect.unregistered").to_owned(),
            Some(false) => catalog.say("inspect.unregistered_near", &[("names", &unit.nearest.join("、"))]),
            None => String::new(),
        };
        let cell = unit.cell.as_ref().map(|cell| format!(" {cell}")).unwrap_or_default();
        let by = format!("inspect.by.{}", unit.by);
        let contested = if unit.contested { catalog.get("inspect.contested") } else { "" };
        let args = [
            ("sheet", unit.sheet.as_str()),
            ("unit", &unit.unit),
            ("known", &known),
            ("by", catalog.get(&by)),
            ("text", &unit.text),
            ("cell", &cell),
            ("lines", &unit.lines.to_string()),
            ("contested", contested),
        ];
        out.push_str(&one_line(&catalog.say("inspect.whose", &args)));
        out.push('\n');
    }
    out
}
