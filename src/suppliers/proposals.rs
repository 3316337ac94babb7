//! Which spellings may be one firm's: proposals for a person, each with a score and what the two names differ in. Two that deal in different goods, sit in
//! different counties or bear different credit codes are never proposed, however alike they read.

use std::collections::{BTreeMap, BTreeSet};

use crate::{model::codes, suppliers::parts::Parts};

codes! {
    /// What two names differ in.
    pub enum Difference {
        /// The form of company.
        Form = "form",
        /// Only one of them tells its county.
        Place = "place",
        /// Only one of them tells its goods.
        Goods = "goods",
        /// Another branch, or one of them names none.
        Branch = "branch",
        /// One character of the brand.
        Letter = "letter",
    }
}

impl Difference {
    /// What it takes off from a hundred.
    fn costs(self) -> u8 {
        match self {
            Self::Form => 2,
            Self::Place => 8,
            Self::Branch => 8,
            Self::Goods => 15,
            Self::Letter => 25,
        }
    }
}

/// Least score that is worth a person's look.
pub(crate) const LEAST: u8 = 60;

/// A supplier to compare.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub parts: Parts,
    pub code: Option<String>,
    /// Larger ones are what the others are compared with; fen.
    pub weight: i64,
}

/// Two suppliers, by their indices, that may be one: the lesser first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proposal {
    pub pair: (usize, usize),
    /// Of a hundred.
    pub score: u8,
    pub differences: Vec<Difference>,
}

/// How alike two are; `None` where they cannot be one.
pub(crate) fn compare(a: &Candidate, b: &Candidate) -> Option<(u8, Vec<Difference>)> {
    if a.code.is_some() && b.code.is_some() && a.code != b.code {
        return None;
    }
    let (one, other) = (&a.parts, &b.parts);
    let mut differences = Vec::new();
    if one.form != other.form {
        differences.push(Difference::Form);
    }
    match (&one.county, &other.county) {
        (Some(a), Some(b)) if a != b => return None,
        (a, b) if a != b => differences.push(Difference::Place),
        _ => {}
    }
    if one.goods != other.goods {
        if !one.goods.is_empty() && !other.goods.is_empty() {
            return None;
        }
        differences.push(Difference::Goods);
    }
    if one.branch != other.branch {
        differences.push(Difference::Branch);
    }
    if one.brand != other.brand {
        // A brand of two characters has no letter to spare.
        if one.brand.chars().count().min(other.brand.chars().count()) < 3 || !is_one_letter(&one.brand, &other.brand) {
            return None;
        }
        differences.push(Difference::Letter);
    } else if one.brand.chars().count() < 2 && !differences.is_empty() {
        return None;
    }
    let score = differences.iter().fold(100_u8, |score, d| score.saturating_sub(d.costs()));
    (score >= LEAST).then_some((score, differences))
}

/// Whether one becomes the other by a character changed, added or left out.
fn is_one_letter(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let room = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(room).take_while(|(x, y)| x == y).count();
    a.len().max(b.len()) - start - end <= 1
}

/// Of each supplier the likeliest other one that is larger, where there is one; best first. `settled`: pairs that a person has decided on.
pub(crate) fn propose(all: &[Candidate], settled: &BTreeSet<(usize, usize)>) -> Vec<Proposal> {
    // Brands that are one letter apart have a form in common that leaves one out.
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, candidate) in all.iter().enumerate() {
        for key in keys(&candidate.parts.brand) {
            blocks.entry(key).or_default().push(at);
        }
    }
    let mut best: BTreeMap<usize, Proposal> = BTreeMap::new();
    let rank = |at: usize| (all[at].weight, std::cmp::Reverse(at));
    for block in blocks.values() {
        for (i, a) in block.iter().enumerate() {
            for b in &block[i + 1..] {
                let (small, large) = if rank(*a) < rank(*b) { (*a, *b) } else { (*b, *a) };
                if small == large || settled.contains(&(small.min(large), small.max(large))) {
                    continue;
                }
                let Some((score, differences)) = compare(&all[small], &all[large]) else {
                    continue;
                };
                let better = |old: &Proposal| (score, rank(large)) > (old.score, rank(old.pair.1));
                if best.get(&small).is_none_or(better) {
                    let pair = (small, large);
                    best.insert(small, Proposal { pair, score, differences });
                }
            }
        }
    }
    let mut proposals: Vec<Proposal> = best.into_values().collect();
    proposals.sort_by_key(|p| {
        (
            std::cmp::Reverse(p.score),
            std::cmp::Reverse(rank(p.pair.1)),
            std::cmp::Reverse(rank(p.pair.0)),
        )
    });
    proposals
}

fn keys(brand: &str) -> BTreeSet<String> {
    let signs: Vec<char> = brand.chars().collect();
    let mut keys = BTreeSet::from([brand.to_owned()]);
    if signs.len() >= 3 {
        keys.extend((0..signs.len()).map(|out| signs.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, c)| c).collect()));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppliers::parts::Parting;

    fn candidates(names: &[&str]) -> Vec<Candidate> {
        let parting = Parting::new(["盐湖区", "夏县", "平陆县"]);
        let one = |(at, name): (usize, &&str)| Candidate {
            parts: parting.part(name),
            code: crate::suppliers::credit_code::find(name),
            weight: 1_000 - at as i64,
        };
        names.iter().enumerate().map(one).collect()
    }

    fn pairs<'n>(names: &[&'n str]) -> Vec<(&'n str, &'n str, u8)> {
        let proposals = propose(&candidates(names), &BTreeSet::new());
        proposals.iter().map(|p| (names[p.pair.0], names[p.pair.1], p.score)).collect()
    }

    #[test]
    fn spellings_of_one_firm_are_proposed_with_what_differs() {
        assert_eq!(
            pairs(&["盐湖区鑫源粮油有限公司", "盐湖区鑫源粮油"]),
            [("盐湖区鑫源粮油", "盐湖区鑫源粮油有限公司", 98)]
        );
        assert_eq!(
            pairs(&["盐湖区鑫源粮油有限公司", "鑫源粮油"]),
            [("鑫源粮油", "盐湖区鑫源粮油有限公司", 90)]
        );
        assert_eq!(
            pairs(&["运城市绿禾园果蔬有限公司", "运城市绿和园果蔬有限公司"]),
            [("运城市绿和园果蔬有限公司", "运城市绿禾园果蔬有限公司", 75)]
        );
        // 15 for the goods, 8 for the place, 8 for the branch, 2 for the form: 67.
        assert_eq!(
            pairs(&["盐湖区鑫源粮油有限公司", "鑫源经营部"]),
            [("鑫源经营部", "盐湖区鑫源粮油有限公司", 67)]
        );
        // With another letter as well nothing is left of the likeness: 42.
        assert!(pairs(&["盐湖区鑫源记粮油有限公司", "鑫源纪经营部"]).is_empty());
    }

    #[test]
    fn look_alikes_stay_two() {
        for two in [
            ["鑫源粮油", "鑫源蔬菜"],
            ["夏县消费帮扶超市", "平陆县消费帮扶超市"],
            ["张三菜店", "张山菜店"],
            ["鑫源粮油", "鑫缘粮油"],
            ["夏县供销社", "平陆县供销社"],
        ] {
            assert!(pairs(&two).is_empty(), "{two:?}");
        }
    }

    #[test]
    fn each_is_listed_once_beside_the_likeliest_and_what_was_decided_no_more() {
        let names = ["盐湖区鑫源粮油有限公司", "盐湖区鑫源粮油", "鑫源粮油"];
        assert_eq!(
            pairs(&names),
            [("盐湖区鑫源粮油", names[0], 98), ("鑫源粮油", "盐湖区鑫源粮油", 92)]
        );
        let settled = BTreeSet::from([(0, 1), (1, 2), (0, 2)]);
        assert!(propose(&candidates(&names), &settled).is_empty());
    }
}
