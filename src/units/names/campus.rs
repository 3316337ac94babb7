//! Names in brackets behind a unit's own, and campuses: 城南小学（城南完小）, 太阳中学（北校区）.

use std::sync::Arc;

use crate::units::names::{NameWords, compare::canonical, registered::RegisteredNames};

/// What stands before 校区: where it is, or its number.
const WHICH: &str = "东西南北中新老本主总分第一二三四五六123456";

impl RegisteredNames {
    /// Whether what a bracket behind a registered name holds is of the same unit: another name of it, what it has besides (含幼儿园), or a campus where none
    /// of the unit's is registered. 附属幼儿园 and what is registered itself are others.
    pub(super) fn is_of_same(&self, name: &str, bracket: &str, words: &NameWords) -> bool {
        let own = words.canteen_stripped(bracket, 2);
        let other = || words.0.branches.iter().any(|branch| own.contains(branch.as_str()));
        let campus = || words.0.campuses.iter().any(|campus| own.ends_with(campus.as_str())) && !self.has_branches(name, words);
        bracket.starts_with('含') || (!self.is_registered(own) && (campus() || !other()))
    }

    /// The unit of a file or folder that is called by one of its campuses: 太阳中学北校区3月.
    #[must_use]
    pub(crate) fn of_campus(&self, text: &str, county: Option<&Arc<str>>, words: &NameWords, counties: &[Arc<str>]) -> Vec<usize> {
        let campus = words.0.campuses.iter().find_map(|campus| text.find(campus.as_str()));
        let Some(before) = campus.map(|at| text[..at].trim_end_matches(|c| WHICH.contains(c))) else {
            return Vec::new();
        };
        let whole = |end: &String| before.ends_with(end.as_str());
        if !words.0.institution_ends.iter().any(whole) || self.has_branches(&canonical(before), words) {
            return Vec::new();
        }
        self.find(before, county, words, counties)
    }
}
