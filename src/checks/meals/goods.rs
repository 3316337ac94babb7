//! What common goods are: `data/checks/goods.toml`.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use crate::text::normal_name;

#[derive(Deserialize, Default)]
struct File {
    kind: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    name: String,
    categories: Vec<String>,
    goods: Vec<String>,
}

/// Kinds of goods by their names, and by what categories are called. A name stands for one kind only; a test checks it.
pub(super) struct Kinds {
    names: Vec<String>,
    goods: HashMap<String, usize>,
    categories: HashMap<String, Vec<usize>>,
}

pub(super) static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../../data/checks/goods.toml")).unwrap_or_default();
    let mut kinds = Kinds {
        names: Vec::new(),
        goods: HashMap::new(),
        categories: HashMap::new(),
    };
    for (at, kind) in file.kind.into_iter().enumerate() {
        kinds.goods.extend(kind.goods.iter().map(|name| (normal_name(name), at)));
        for name in &kind.categories {
            kinds.categories.entry(normal_name(name)).or_default().push(at);
        }
        kinds.names.push(kind.name);
    }
    kinds
});

impl Kinds {
    /// The kind of an item by its whole name; `None` for what the list does not hold.
    pub(super) fn of_item(&self, item: &str) -> Option<usize> {
        self.goods.get(&normal_name(item)).copied()
    }

    /// Whether a category takes goods of the kind; `None` where nobody knows the category.
    pub(super) fn takes(&self, category: &str, kind: usize) -> Option<bool> {
        self.categories.get(&normal_name(category)).map(|kinds| kinds.contains(&kind))
    }

    pub(super) fn name(&self, kind: usize) -> &str {
        self.names.get(kind).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_no_name_stands_for_two_kinds() {
        let file: File = toml::from_str(include_str!("../../data/checks/goods.toml")).unwrap();
        let all: usize = file.kind.iter().map(|k| k.goods.len()).sum();
        assert_eq!(KINDS.goods.len(), all);
        assert!(all > 100 && file.kind.iter().all(|k| !k.categories.is_empty()));
    }
}
