//! Names over all units, and which of them are one supplier's.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    decisions::supplier_rows::{Says, SupplierDecisions},
    model::Bought,
    run::suppliers::purchases::Row,
    suppliers::key,
};

/// One spelling as compared, over all units.
#[derive(Default)]
pub(super) struct Name<'r> {
    pub key: String,
    /// As written, with what was bought under it.
    pub written: BTreeMap<&'r str, Bought>,
    pub codes: BTreeSet<&'r str>,
    pub rows: Vec<&'r Row>,
}

impl Name<'_> {
    pub fn base(&self) -> i64 {
        self.written.values().fold(0, |sum, b| sum.saturating_add(b.base_fen))
    }

    /// The writing most bought from.
    pub fn shown(&self) -> &str {
        let most = self
            .written
            .iter()
            .max_by_key(|(text, bought)| (bought.base_fen, bought.lines, std::cmp::Reverse(**text)));
        most.map_or("", |(text, _)| text)
    }
}

/// The names of the rows, each once.
pub(super) fn by_name(rows: &[Row]) -> Vec<Name<'_>> {
    let mut found: BTreeMap<String, Name<'_>> = BTreeMap::new();
    let mut known: HashMap<&str, String> = HashMap::new();
    for row in rows {
        let Some(written) = row.name.as_deref() else { continue };
        let key = known.entry(written).or_insert_with(|| key(written));
        let name = found.entry(key.clone()).or_insert_with(|| Name {
            key: key.clone(),
            ..Name::default()
        });
        name.written.entry(written).or_default().add(&row.bought);
        name.codes.extend(row.code.as_deref());
        name.rows.push(row);
    }
    found.into_values().collect()
}

/// Names that are one supplier's.
pub(super) struct Groups {
    /// Indices of names, ascending.
    pub members: Vec<Vec<usize>>,
    /// Names that a code joins with another, and those that a decision does.
    pub by_code: BTreeSet<usize>,
    pub by_decision: BTreeSet<usize>,
}

impl Groups {
    /// By credit code first, then by what persons decided. A name with two codes is two firms' perhaps: its codes join nothing.
    pub fn of(names: &[Name<'_>], decisions: &SupplierDecisions) -> Self {
        let mut root: Vec<usize> = (0..names.len()).collect();
        let (mut by_code, mut by_decision) = (BTreeSet::new(), BTreeSet::new());
        let at: HashMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (name.key.as_str(), at)).collect();
        let mut of_code: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, name) in names.iter().enumerate().filter(|(_, name)| name.codes.len() == 1) {
            name.codes.iter().for_each(|code| of_code.entry(code).or_default().push(at));
        }
        for same in of_code.values().filter(|same| same.len() > 1) {
            same.iter().for_each(|name| join(&mut root, same[0], *name));
            by_code.extend(same);
        }
        for row in &decisions.rows {
            let Says::Same(other) = &row.says else { continue };
            let find = |text: &str| at.get(key(text).as_str()).copied();
            if let (Some(a), Some(b)) = (find(&row.supplier), find(other)) {
                join(&mut root, a, b);
                by_decision.extend([a, b]);
            }
        }
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for name in 0..names.len() {
            members.entry(top(&root, name)).or_default().push(name);
        }
        Self {
            members: members.into_values().collect(),
            by_code,
            by_decision,
        }
    }
}

fn top(root: &[usize], mut at: usize) -> usize {
    while root[at] != at {
        at = root[at];
    }
    at
}

fn join(root: &mut [usize], a: usize, b: usize) {
    let (a, b) = (top(root, a), top(root, b));
    root[a.max(b)] = a.min(b);
}
