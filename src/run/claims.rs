//! Claims of all units to have bought through a platform, gathered and matched with the exports' orders.

use rayon::prelude::*;

use crate::{
    reconcile::{
        ReconcileSettings,
        exports::Export,
        session::{PlacedOrders, Reconciled, UnitClaims},
    },
    run::{
        PIECE,
        context::{UnitContext, classify, gather},
    },
    text::fault::Fault,
    units::assemble::UnitWork,
};

/// Places the exports' orders, gathers every unit's claims and matches them.
pub fn reconcile(exports: &[Export], works: &[UnitWork], cx: &UnitContext<'_>, settings: ReconcileSettings) -> Result<Reconciled, Fault> {
    let placed = PlacedOrders::new(exports, works, cx.policy, cx.assemble(), settings);
    let claims: Vec<UnitClaims> = works
        .par_iter()
        .enumerate()
        .with_max_len(PIECE)
        .map(|(unit, work)| {
            let mut data = gather(work, cx)?;
            let _ = classify(work, &mut data, cx);
            Ok(placed.claims(u32::try_from(unit).unwrap_or(u32::MAX), work, &data.lines))
        })
        .collect::<Result<_, Fault>>()?;
    Ok(placed.matched(claims, cx.run.period))
}
