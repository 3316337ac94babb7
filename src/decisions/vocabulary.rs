//! Header names and words of the sheets in which decisions come.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::model::PolicyInfo;

/// Header names and words of an overrides sheet (`data/layouts/overrides.toml`).
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vocabulary {
    /// Header names by what the column holds.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Words of a decision.
    pub words: Words,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub r#in: Vec<String>,
    pub out: Vec<String>,
    pub out_of_base: Vec<String>,
    pub amount: Vec<String>,
    pub same: Vec<String>,
    pub different: Vec<String>,
    pub unified: Vec<String>,
    pub rectified: Vec<String>,
}

// The file is part of the program; a test reads it, so the empty vocabulary is never used.
pub(super) static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| toml::from_str(include_str!("../data/layouts/overrides.toml")).unwrap_or_default());

/// Words that a decision cell may hold, for the drop-down.
pub fn decision_words(policy: &PolicyInfo) -> Vec<String> {
    let words = &VOCABULARY.words;
    let more = [&words.r#in, &words.out, &words.out_of_base].map(|list| list.first());
    let more = more.into_iter().flatten().cloned();
    policy.channels.iter().map(|c| c.title.clone()).chain(more).collect()
}

/// The word by which a finding is said to be put right.
pub fn rectified_word() -> String {
    VOCABULARY.words.rectified.first().cloned().unwrap_or_default()
}

/// Words that may be written about suppliers, for the drop-down.
pub fn supplier_words() -> Vec<String> {
    let words = &VOCABULARY.words;
    let lists = [&words.same, &words.different, &words.unified].map(|list| list.first());
    lists.into_iter().flatten().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Catalog, Lang, normal_word};

    #[test]
    fn every_sheet_that_is_written_has_headers_that_are_read() {
        let words: Vocabulary = toml::from_str(include_str!("../data/layouts/overrides.toml")).unwrap();
        for name in words.columns.values().flatten() {
            assert_eq!(&normal_word(name), name, "written as it is compared");
        }
        let known = |key: &str, header: &str| assert!(words.columns[key].contains(&normal_word(header)), "{key}: {header}");
        let template = include_str!("../data/templates/overrides.toml").parse::<toml::Table>().unwrap();
        for column in template["column"].as_array().unwrap() {
            known(column["key"].as_str().unwrap(), column["header"].as_str().unwrap());
        }
        for lang in [Lang::Zh, Lang::En] {
            let catalog = Catalog::new(lang);
            for key in [
                "line", "unit", "same", "supplier", "channel", "decision", "by", "evidence", "date", "finding", "expires",
            ] {
                known(key, catalog.get(&format!("policy.disputes.{key}")));
            }
        }
    }
}
