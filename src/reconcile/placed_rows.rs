//! Rows of exports, each with the unit of the run that it belongs to.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    model::{LineKind, PeriodSource},
    reconcile::{
        exports::Export,
        orders::{Owner, Row},
    },
    text::normal_name,
    units::{
        assemble::{AssembleContext, UnitWork, line_of},
        placing::{UnitKey, own_unit},
        whose::{Placement, Whose},
    },
};

/// Finds the unit of the run that an export names.
pub(super) struct Owners<'a> {
    /// Units of the run by their key.
    units: &'a BTreeMap<UnitKey, u32>,
    /// Units without a registry entry by name, where the name stands in one county only.
    names: BTreeMap<String, Option<u32>>,
    cx: AssembleContext<'a>,
}

impl<'a> Owners<'a> {
    pub fn new(units: &'a BTreeMap<UnitKey, u32>, works: &[UnitWork], cx: AssembleContext<'a>) -> Self {
        let mut names: BTreeMap<String, Option<u32>> = BTreeMap::new();
        for (i, work) in (0_u32..).zip(works) {
            let mut known = vec![normal_name(&work.name)];
            if let UnitKey::Found { name, .. } = &work.key {
                known.push(name.clone());
            }
            known.dedup();
            for name in known {
                names.entry(name).and_modify(|n| *n = None).or_insert(Some(i));
            }
        }
        Self { units, names, cx }
    }

    fn of(&self, own: Option<&str>, placement: Option<&Placement>) -> Owner {
        let Some(placed) = placement.map(|p| &p.unit) else {
            return if own.is_some_and(|t| !t.trim().is_empty()) {
                Owner::Unknown
            } else {
                Owner::Unnamed
            };
        };
        let key = self.cx.merged.get(&placed.key).unwrap_or(&placed.key);
        let by_key = self.units.get(key).copied();
        let by_name = || match key {
            UnitKey::Found { name, .. } => self.names.get(name).copied().flatten(),
            UnitKey::Registered(_) => None,
        };
        match by_key.or_else(by_name) {
            Some(unit) => Owner::Unit(unit),
            // A file's or folder's name that is no unit of the run says nothing.
            None if own.is_none() => Owner::Unnamed,
            None => Owner::Unknown,
        }
    }

    /// The orders' rows of an export; `index` counts the exports of one platform.
    pub fn rows(&self, index: usize, export: &Export) -> Vec<Row> {
        let prefix = &export.file.hex()[..8];
        let mut whose = Whose::new(self.cx.placer, &export.reading, &export.file.hints);
        let details = export.reading.lines.iter().filter(|l| l.kind == LineKind::Detail);
        details
            .map(|raw| {
                let own = own_unit(&export.reading, raw);
                let owner = self.of(own, whose.line(raw));
                let line = line_of(raw, &export.reading, &export.file, prefix, self.cx);
                Row {
                    export: index,
                    owner,
                    unit_text: own.map(Arc::from),
                    order_no: line.order_no,
                    damaged_id: line.notes.iter().any(|n| n.as_ref() == "damaged_id"),
                    date: line.date,
                    period: (line.period_source != PeriodSource::Run).then_some(line.period),
                    amount_fen: line.amount_fen,
                    status: raw.rare().status.clone(),
                    item: line.item,
                    supplier: line.supplier,
                    source: line.source,
                }
            })
            .collect()
    }
}
