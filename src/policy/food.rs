//! What the words of an item, a category, a source of funds or a remark say about a line's place in the base.

use crate::{
    policy::pack::Policy,
    text::{letters::holds_unturned, normal_word},
};

/// The column that a text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// 类别.
    Category,
    /// 品名.
    Item,
    /// 资金来源.
    Funding,
    /// 备注.
    Remark,
    /// A section's or a band's title, or a tab.
    Above,
    /// A table's title.
    Title,
}

impl Role {
    /// How many there are.
    pub(crate) const COUNT: usize = 6;
}

/// What one text says in its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct BaseSigns {
    /// A category that is plainly no canteen food.
    pub out: bool,
    /// An item or a category that may be none.
    pub suspect: bool,
    /// That may be none even among what a union gives its members.
    pub suspect_gift: bool,
    /// Funds that are not the canteen's.
    pub private: bool,
    /// The union's, and nobody's beside it.
    pub union: bool,
    /// Speaks of goods that went back.
    pub returns: bool,
}

impl BaseSigns {
    /// What `text` says as `role`.
    pub(crate) fn of(pack: &Policy, role: Role, text: &str) -> Self {
        let text = normal_word(text);
        let holds = |text: &str, words: &[String]| words.iter().any(|w| text.contains(w.as_str()));
        let nothing = Self::default();
        match role {
            Role::Category => {
                let rest = without(&text, &pack.food.food_after_all);
                let suspect = |text: &str| holds(text, &pack.food.suspect_categories);
                Self {
                    out: holds(&rest, &pack.food.out_categories),
                    suspect: suspect(&rest),
                    suspect_gift: suspect(&without(&rest, &pack.funding.gift_words)),
                    ..nothing
                }
            }
            Role::Item => {
                let rest = without(&text, &pack.food.food_after_all);
                let food = &pack.food;
                let suspect = |text: &str| {
                    let ends = food.suspect_item_endings.iter().any(|w| text.ends_with(w.as_str()));
                    ends || holds(text, &food.suspect_items) || food.suspect_items_whole.iter().any(|w| w == text)
                };
                Self {
                    suspect: suspect(&rest),
                    suspect_gift: suspect(&without(&rest, &pack.funding.gift_words)),
                    returns: holds_unturned(&rest, &pack.words.returns, &pack.words.before_returns),
                    private: says_union(&text, pack),
                    ..nothing
                }
            }
            Role::Funding => {
                let words = &pack.funding.union_words;
                let union = holds(&text, words);
                Self {
                    private: holds(&text, &pack.funding.words),
                    union: union && !holds(&without(&text, words), &pack.funding.words),
                    ..nothing
                }
            }
            Role::Remark => Self {
                returns: holds_unturned(&text, &pack.words.returns, &pack.words.before_returns),
                private: says_union(&text, pack),
                ..nothing
            },
            Role::Above => Self {
                out: holds(&text, &pack.food.out_categories),
                private: says_union(&text, pack),
                ..nothing
            },
            // A title names the unit, whose name may hold any word.
            Role::Title => Self {
                out: holds(&text, &pack.food.out_titles),
                private: says_union(&text, pack),
                ..nothing
            },
        }
    }
}

/// 料酒 holds 酒 and is food: such words are taken out before the suspicious ones are looked for, 烟台苹果和香烟 stays suspect.
fn without(text: &str, words: &[String]) -> String {
    let held = words.iter().filter(|w| text.contains(w.as_str()));
    held.fold(text.to_owned(), |t, w| t.replace(w.as_str(), "\u{0}"))
}

/// Whether a text says that the union paid: not where the union is the unit, or a seller.
fn says_union(text: &str, pack: &Policy) -> bool {
    let funding = &pack.funding;
    let holds = |clause: &str, words: &[String]| words.iter().any(|w| clause.contains(w.as_str()));
    // 职工福利、食堂验收: two columns of remarks are two clauses.
    text.split('、')
        .any(|clause| holds(clause, &funding.beside) && !holds(clause, &funding.not_beside))
}
