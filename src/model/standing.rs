//! Where a line stands: in the base, and for each requirement.

use std::{collections::BTreeMap, ops::Index, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

codes! {
    /// Whether a line is part of the base (the denominator).
    pub enum BaseStanding {
        /// Certainly canteen food.
        In = "in",
        /// A person has to look.
        Disputed = "disputed",
        /// Plainly not canteen food.
        Out = "out",
    }
}

codes! {
    /// What a line contributes to one requirement's numerator.
    pub enum Standing as "standing" {
        /// The evidence supports it.
        Counted = "counted",
        /// A person has to look.
        Disputed = "disputed",
        /// Plainly does not qualify.
        NotCounted = "not_counted",
    }
}

/// Per requirement id of the policy, in the order of the ids; in JSON `{"overall": "counted"}`. All lines share the ids. A policy has a handful of
/// requirements, which are compared faster than a tree is walked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Standings {
    ids: Arc<[Arc<str>]>,
    each: Vec<Standing>,
}

impl Standings {
    /// By ids in their order, one standing each.
    pub(crate) fn of(ids: &Arc<[Arc<str>]>, each: impl IntoIterator<Item = Standing>) -> Self {
        let mut all = Vec::with_capacity(ids.len());
        all.extend(each);
        Self {
            ids: Arc::clone(ids),
            each: all,
        }
    }

    /// Where the line stands for a requirement; `None` for an id that the policy does not have.
    pub fn get(&self, id: &str) -> Option<&Standing> {
        let at = self.ids.iter().position(|known| &**known == id)?;
        self.each.get(at)
    }

    /// In the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, Standing)> {
        self.ids.iter().zip(self.each.iter().copied())
    }

    /// In the order of the ids.
    pub fn values(&self) -> impl Iterator<Item = &Standing> {
        self.each.iter()
    }

    /// In the order of the ids.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Standing> {
        self.each.iter_mut()
    }
}

/// Of two standings of one id the later one stays.
impl FromIterator<(Arc<str>, Standing)> for Standings {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Standing)>>(each: I) -> Self {
        let all: BTreeMap<Arc<str>, Standing> = each.into_iter().collect();
        Self {
            each: all.values().copied().collect(),
            ids: all.into_keys().collect(),
        }
    }
}

impl Index<&str> for Standings {
    type Output = Standing;

    /// [`Standing::NotCounted`] for an id that the policy does not have: nothing counts there.
    fn index(&self, id: &str) -> &Standing {
        self.get(id).unwrap_or(&Standing::NotCounted)
    }
}

impl Serialize for Standings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Standings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stand_in_order_and_the_later_standing_stays() {
        let standings: Standings = [
            (Arc::from("overall"), Standing::Counted),
            (Arc::from("local"), Standing::Disputed),
            (Arc::from("overall"), Standing::NotCounted),
        ]
        .into_iter()
        .collect();
        let json = r#"{"local":"disputed","overall":"not_counted"}"#;
        assert_eq!(serde_json::to_string(&standings).unwrap(), json);
        assert_eq!(serde_json::from_str::<Standings>(json).unwrap(), standings);
        assert_eq!((standings.get("local"), standings.get("other")), (Some(&Standing::Disputed), None));
        assert_eq!(
            (standings["overall"], standings["other"]),
            (Standing::NotCounted, Standing::NotCounted)
        );
    }
}
