//! What an amount that a table leaves open may add to a scope's lines, or take from them.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    assess::intervals::Answer,
    model::{BaseStanding, Line, OpenAmount, OpenKind, OpenShare, Standing},
};

/// An open amount in a scope, with the lines of the scope that it touches.
pub(super) struct Open<'a> {
    /// Index into the unit's list.
    pub index: usize,
    pub amount: &'a OpenAmount,
    pub lines: Vec<&'a Line>,
}

/// The open amounts that touch lines of the scope.
pub(super) fn open_in<'a>(lines: impl Iterator<Item = &'a Line>, amounts: &'a [OpenAmount]) -> Vec<Open<'a>> {
    let mut touched: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
    for line in lines.filter(|l| l.base != BaseStanding::Out) {
        let Some(index) = line.open else { continue };
        let readable = line.amount_fen.is_some();
        if amounts.get(index).is_some_and(|a| readable != (a.kind == OpenKind::Unreadable)) {
            touched.entry(index).or_default().push(line);
        }
    }
    let of = |(index, lines)| amounts.get(index).map(|amount| Open { index, amount, lines });
    touched.into_iter().filter_map(of).collect()
}

fn sum<'a>(lines: impl Iterator<Item = &'a Line>) -> i64 {
    lines.filter_map(|l| l.amount_fen).fold(0, i64::saturating_add).max(0)
}

impl Open<'_> {
    /// What it may add to the base, or take from it, beside nothing: no more is taken than the lines hold.
    pub fn base_fen(&self) -> i64 {
        match self.amount.kind {
            OpenKind::Share => 0,
            OpenKind::Unreadable => self.amount.fen,
            OpenKind::Total | OpenKind::Columns | OpenKind::Statements => self.amount.fen.max(-sum(self.lines.iter().copied())),
        }
    }

    /// The least and the most of it that a requirement's numerator may hold when it holds at all.
    pub fn numerator(&self, id: &str) -> (i64, i64) {
        let counts = |l: &&Line| l.requirements.get(id).is_some_and(|s| *s != Standing::NotCounted);
        let own = || self.lines.iter().copied().filter(counts);
        let others = || self.lines.iter().copied().filter(|l| !counts(l));
        if own().next().is_none() {
            return (0, 0);
        }
        let base = self.base_fen();
        match self.amount.kind {
            OpenKind::Unreadable => {
                let certain = |l: &&Line| counts(l) && l.reasons.len() == 1 && l.channel.is_some();
                (if self.lines.iter().all(certain) { base } else { 0 }, base)
            }
            OpenKind::Share => {
                let fen = self.amount.fen.max(-sum(own()));
                (fen, fen)
            }
            OpenKind::Total | OpenKind::Columns | OpenKind::Statements if base < 0 => {
                (base.max(-sum(own())), base.saturating_add(sum(others())).min(0))
            }
            // It stands in the rows of these lines: where all of them count, so does it.
            OpenKind::Columns | OpenKind::Statements if self.lines.iter().all(|l| l.requirements.get(id) == Some(&Standing::Counted)) => {
                (base, base)
            }
            OpenKind::Total | OpenKind::Columns | OpenKind::Statements => (0, base),
        }
    }

    /// Its answers: it is nothing, or all of it with the least or the most of that in the numerator.
    pub fn answers(&self, id: &str) -> [Answer; 3] {
        let ((least, most), base) = (self.numerator(id), self.base_fen());
        [(0, 0), (least, base), (most, base)]
    }

    /// What is shown as disputed in the numerator.
    pub fn disputed_fen(&self, id: &str) -> i64 {
        let (least, most) = self.numerator(id);
        if least < 0 { least } else { most }
    }

    /// What the report says of it.
    pub fn share(&self, ids: impl Iterator<Item = Arc<str>> + Clone) -> OpenShare {
        let each = |of: &dyn Fn(&str) -> i64| {
            let all = ids.clone().map(|id| (of(&id), id)).filter(|(fen, _)| *fen != 0);
            all.map(|(fen, id)| (id, fen)).collect()
        };
        let other_end = |id: &str| {
            let (least, most) = self.numerator(id);
            if least < 0 { most } else { least }
        };
        OpenShare {
            id: self.amount.id.clone(),
            kind: self.amount.kind,
            base_fen: self.base_fen(),
            requirements: each(&|id| self.disputed_fen(id)),
            other_ends: each(&other_end),
            source: self.amount.source.clone(),
            decision: self.amount.decision.clone(),
        }
    }
}
