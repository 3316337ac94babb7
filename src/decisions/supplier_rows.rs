//! What persons decided about suppliers: that two names are one firm's or two, and which deliver to all by design (统一配送白名单). A row holds whether or not
//! its supplier sells in the month at hand, so none is ever told as unmatched.

use std::collections::{BTreeMap, BTreeSet};

use crate::{decisions::row::contradict, model::Decision, suppliers::key, text::Fault};

/// What a row says of its supplier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Says {
    /// It and the other, as written, are one.
    Same(String),
    /// They are two.
    Different(String),
    /// It delivers to all by design.
    Unified,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SupplierRow {
    /// As written.
    pub supplier: String,
    pub says: Says,
    pub decision: Decision,
}

impl SupplierRow {
    /// The other name; empty where the row speaks of one.
    pub fn other(&self) -> &str {
        match &self.says {
            Says::Same(other) | Says::Different(other) => other,
            Says::Unified => "",
        }
    }

    /// Both names as compared, in one order.
    fn pair(&self) -> [String; 2] {
        let mut pair = [key(&self.supplier), key(self.other())];
        pair.sort_unstable();
        pair
    }
}

/// All of them, each once.
#[derive(Debug, Default)]
pub(crate) struct SupplierDecisions {
    pub rows: Vec<SupplierRow>,
    /// Names, as compared, of those that deliver to all by design, and of whatever was decided to be the same.
    unified: BTreeSet<String>,
}

impl SupplierDecisions {
    /// Two that contradict each other are a problem that names both.
    pub(super) fn new(given: Vec<SupplierRow>, problems: &mut Vec<Fault>) -> Self {
        let mut seen: BTreeMap<[String; 2], SupplierRow> = BTreeMap::new();
        let mut rows = Vec::new();
        for row in given {
            match seen.get(&row.pair()) {
                None => {
                    seen.insert(row.pair(), row.clone());
                    rows.push(row);
                }
                Some(other) if std::mem::discriminant(&other.says) == std::mem::discriminant(&row.says) => {}
                Some(other) => problems.push(contradict(&other.decision, &row.decision)),
            }
        }
        let unified = unified(&rows);
        Self { rows, unified }
    }

    /// Whether a supplier of that name delivers to all by design.
    pub fn is_unified(&self, name: &str) -> bool {
        !self.unified.is_empty() && self.unified.contains(&key(name))
    }
}

fn unified(rows: &[SupplierRow]) -> BTreeSet<String> {
    let listed = rows.iter().filter(|row| row.says == Says::Unified).map(|row| key(&row.supplier));
    let mut known: BTreeSet<String> = listed.collect();
    let same = rows.iter().filter(|row| matches!(row.says, Says::Same(_)));
    let pairs: Vec<[String; 2]> = same.map(SupplierRow::pair).collect();
    // One name may lead to the next.
    while let Some(pair) = pairs.iter().find(|[a, b]| known.contains(a) != known.contains(b)) {
        known.extend(pair.iter().cloned());
    }
    known
}

/// A row of the register of decisions about suppliers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct SupplierRegisterRow {
    pub supplier: String,
    /// The other name; empty where the row speaks of one.
    pub other: String,
    /// Of a hundred.
    pub score: Option<u8>,
    /// What the names differ in, in words.
    pub differences: String,
    pub base_fen: Option<i64>,
    pub other_base_fen: Option<i64>,
    /// What was decided; nothing where it is open.
    pub decision: Option<Decision>,
}

/// What was decided, as the register shows it again.
pub(crate) fn decided(decisions: &SupplierDecisions) -> impl Iterator<Item = SupplierRegisterRow> {
    decisions.rows.iter().map(|row| SupplierRegisterRow {
        supplier: row.supplier.clone(),
        other: row.other().to_owned(),
        decision: Some(row.decision.clone()),
        ..SupplierRegisterRow::default()
    })
}
