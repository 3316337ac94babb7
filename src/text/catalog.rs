//! Words for people, as data: `data/text/{zh,en}/*.toml`, so that wording is reviewed without reading Rust.
//!
//! A key is the path of tables joined by dots: `issue.amount_rounded.message`. `{name}` in a text is replaced by the
//! argument of that name. A test asserts that both languages hold the same keys and placeholders.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
};

/// Language of reports and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// One language's texts.
#[derive(Debug, Clone)]
pub struct Catalog {
    /// Language.
    pub lang: Lang,
    texts: HashMap<String, String>,
}

macro_rules! sources {
    ($lang:literal) => {
        [
            include_str!(concat!("../data/text/", $lang, "/reading.toml")),
            include_str!(concat!("../data/text/", $lang, "/policy.toml")),
            include_str!(concat!("../data/text/", $lang, "/report.toml")),
            include_str!(concat!("../data/text/", $lang, "/html.toml")),
            include_str!(concat!("../data/text/", $lang, "/checks.toml")),
            include_str!(concat!("../data/text/", $lang, "/check.toml")),
            include_str!(concat!("../data/text/", $lang, "/cli.toml")),
            include_str!(concat!("../data/text/", $lang, "/help.toml")),
            include_str!(concat!("../data/text/", $lang, "/fault.toml")),
            include_str!(concat!("../data/text/", $lang, "/verify.toml")),
            include_str!(concat!("../data/text/", $lang, "/sample.toml")),
            include_str!(concat!("../data/text/", $lang, "/template.toml")),
            include_str!(concat!("../data/text/", $lang, "/paper.toml")),
            include_str!(concat!("../data/text/", $lang, "/pages.toml")),
            include_str!(concat!("../data/text/", $lang, "/flat.toml")),
            include_str!(concat!("../data/text/", $lang, "/suppliers.toml")),
            include_str!(concat!("../data/text/", $lang, "/history.toml")),
        ]
    };
}

impl Catalog {
    /// The embedded texts of `lang`. The texts are checked by a test, so a source that does not parse only leaves its keys out.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        let sources = match lang {
            Lang::Zh => sources!("zh"),
            Lang::En => sources!("en"),
        };
        let mut texts = HashMap::new();
        for source in sources {
            if let Ok(table) = source.parse::<toml::Table>() {
                flatten("", &table, &mut texts);
            }
        }
        Self { lang, texts }
    }

    /// The text of `key`; the key itself where there is none, so that a gap is seen, not hidden.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// The text of `key`, where there is one.
    pub(crate) fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// Whether there is a text for `key`.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// The text of `key` with every `{name}` replaced by its argument; an unknown name stays as it is.
    #[must_use]
    pub fn format(&self, key: &str, args: &BTreeMap<String, String>) -> String {
        fill(self.get(key), |name| args.get(name).map(String::as_str))
    }

    /// As [`Self::format`], with pairs.
    #[must_use]
    pub fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        fill(self.get(key), |name| args.iter().find(|(n, _)| *n == name).map(|(_, v)| *v))
    }

    /// All texts, for templates, in no order.
    #[must_use]
    pub fn texts(&self) -> &HashMap<String, String> {
        &self.texts
    }
}

fn flatten(prefix: &str, table: &toml::Table, into: &mut HashMap<String, String>) {
    for (key, value) in table {
        let path = if prefix.is_empty() {
            key.clone()
        } else {
            format!("{prefix}.{key}")
        };
        match value {
            toml::Value::Table(inner) => flatten(&path, inner, into),
            toml::Value::String(text) => {
                into.insert(path, text.clone());
            }
            other => {
                into.insert(path, other.to_string());
            }
        }
    }
}

fn fill<'a>(template: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, tail)) => {
                match value(name) {
                    Some(v) => out.push_str(v),
                    None => {
                        let _ = write!(out, "{{{name}}}");
                    }
                }
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once_and_values_are_not_templates() {
        let args = [("a", "{b}"), ("b", "x")];
        assert_eq!(
            fill("{a}-{b}-{c}", |n| args.iter().find(|(k, _)| *k == n).map(|(_, v)| *v)),
            "{b}-x-{c}"
        );
        assert_eq!(fill("open { brace", |_| None), "open { brace");
    }

    #[test]
    fn both_languages_hold_the_same_keys_and_placeholders() {
        for lang in ["zh", "en"] {
            let sources = if lang == "zh" { sources!("zh") } else { sources!("en") };
            for source in sources {
                source.parse::<toml::Table>().expect("every text file is valid TOML");
            }
        }
        let (zh, en) = (Catalog::new(Lang::Zh), Catalog::new(Lang::En));
        let names = |t: &str| {
            let mut found: Vec<String> = t
                .split('{')
                .skip(1)
                .filter_map(|p| p.split_once('}').map(|(n, _)| n.to_owned()))
                .collect();
            found.sort();
            found.dedup();
            found
        };
        for (key, text) in zh.texts() {
            let other = en.texts().get(key).unwrap_or_else(|| panic!("{key} has no English text"));
            assert_eq!(names(text), names(other), "placeholders of {key}");
        }
        for key in en.texts().keys() {
            assert!(zh.has(key), "{key} has no Chinese text");
        }
    }
}
