//! Kinds of food (`data/layouts/categories.toml`): by the ledger's own column where that names one, else by the goods' name.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::{letters::Letters, normal_word};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    category: Vec<Kind>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    id: String,
    names: Vec<String>,
    items: Vec<String>,
}

// The file is part of the program; a test reads it, so the empty list is never used.
static KINDS: LazyLock<File> = LazyLock::new(|| toml::from_str(include_str!("../data/layouts/categories.toml")).unwrap_or_default());

/// A kind of food; what none fits is the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Category(u8);

impl Category {
    /// Each of them, in the order of the reports.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=KINDS.category.len()).filter_map(|at| u8::try_from(at).ok().map(Self))
    }

    /// Its id; words for it are `word.category.{id}`.
    pub fn id(self) -> &'static str {
        KINDS.category.get(usize::from(self.0)).map_or("other", |kind| &kind.id)
    }

    /// That of a line.
    pub fn of(category: Option<&str>, item: Option<&str>) -> Self {
        let named = category
            .map(normal_word)
            .and_then(|name| Self::find(|kind| kind.names.contains(&name)));
        // 粮油 and 蛋奶 are two kinds: where the goods say which, they decide.
        let by_item = || item.map(normal_word).and_then(|item| Self::of_item(&item));
        let is_two = category.is_some_and(|c| {
            matches!(
                &*normal_word(c),
                "粮油" | "粮油类" | "米面油" | "米面粮油" | "蛋奶" | "肉禽蛋" | "果蔬"
            )
        });
        let found = if is_two { by_item().or(named) } else { named.or_else(by_item) };
        found.unwrap_or(Self(u8::try_from(KINDS.category.len()).unwrap_or(u8::MAX)))
    }

    fn of_item(item: &str) -> Option<Self> {
        let mut best: Option<((usize, usize), u8)> = None;
        let letters = Letters::of(item);
        for (at, kind) in (0_u8..).zip(&KINDS.category) {
            for word in kind.items.iter().filter(|w| letters.may_hold(w)) {
                if let Some(place) = item.rfind(word.as_str()) {
                    let rank = (word.chars().count(), place);
                    if best.is_none_or(|(other, _)| rank > other) {
                        best = Some((rank, at));
                    }
                }
            }
        }
        best.map(|(_, at)| Self(at))
    }

    fn find(is_it: impl Fn(&Kind) -> bool) -> Option<Self> {
        let at = KINDS.category.iter().position(is_it)?;
        u8::try_from(at).ok().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_goods_are_written_as_they_are_compared_and_mean_one_kind() {
        let file: File = toml::from_str(include_str!("../data/layouts/categories.toml")).unwrap();
        let mut seen = std::collections::BTreeMap::new();
        for kind in &file.category {
            for word in kind.names.iter().chain(&kind.items) {
                assert_eq!(&normal_word(word), word);
            }
            for item in &kind.items {
                assert_eq!(seen.insert(item.clone(), kind.id.clone()), None, "{item}");
            }
        }
    }

    #[test]
    fn the_ledgers_own_category_decides_and_else_the_goods() {
        let id = |category, item| Category::of(category, item).id();
        assert_eq!(id(Some("蔬菜类"), Some("不知名")), "vegetables");
        assert_eq!(id(Some("粮油"), Some("胡麻油")), "oil");
        assert_eq!(id(Some("粮油"), Some("面粉（特一）")), "grain");
        assert_eq!(id(Some("蛋奶"), Some("鸡蛋")), "eggs");
        assert_eq!(
            [id(None, Some("酱油")), id(None, Some("鲜猪肉")), id(None, Some("豆腐皮"))],
            ["seasoning", "meat", "soy"]
        );
        assert_eq!([id(None, Some("纸杯")), id(None, None)], ["other", "other"]);
    }
}
