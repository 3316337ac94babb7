//! Whether an origin lies in one of the 832 counties.

use std::{collections::BTreeSet, sync::LazyLock};

use serde::Deserialize;

use crate::text::names::nfkc_tight;

/// `data/layouts/origins.toml`; there each list says what it is for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OriginWords {
    provinces: Vec<String>,
    ambiguous_short: Vec<String>,
    generic: Vec<String>,
    generic_whole: Vec<String>,
}

// The file is part of the program; a test reads it, so the empty lists are never used.
static WORDS: LazyLock<OriginWords> = LazyLock::new(|| toml::from_str(include_str!("../data/layouts/origins.toml")).unwrap_or_default());

/// What an origin text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Names one of the 832 counties.
    Inside,
    /// Names a county-level place that is none of them, or a province without any.
    Outside,
    /// Too little to tell: a province or prefecture that has some, a short name, a brand.
    Unresolved,
}

struct County {
    province: String,
    city: String,
    name: String,
}

static COUNTIES: LazyLock<Vec<County>> = LazyLock::new(|| {
    let listed = rows(include_str!("../data/counties832.csv")).map(|r| County {
        province: r[0].into(),
        city: r[1].into(),
        name: r[2].into(),
    });
    let former = rows(include_str!("../data/counties832_alias.csv")).map(|r| County {
        province: r[0].into(),
        city: String::new(),
        name: r[1].split('(').next().unwrap_or(r[1]).into(),
    });
    listed.chain(former).collect()
});

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .skip(1)
        .map(|l| l.split(',').collect::<Vec<_>>())
        .filter(|r| r.len() >= 3)
}

/// County without its last letter (县 区 市 旗), for `山西平陆`.
fn short(name: &str) -> &str {
    ["自治县", "自治旗", "县", "区", "市", "旗"]
        .iter()
        .find_map(|s| name.strip_suffix(s))
        .unwrap_or(name)
}

/// Judges an origin text.
pub fn judge(text: &str) -> Origin {
    let text = nfkc_tight(text).into_owned();
    if WORDS.generic_whole.contains(&text) {
        return Origin::Unresolved;
    }
    let province = WORDS.provinces.iter().find(|p| text.contains(p.as_str()));
    let in_province = |c: &&County| province.is_none_or(|p| c.province.starts_with(p.as_str()));
    let listed = || COUNTIES.iter().filter(in_province);
    let ambiguous_short = |name: &str| WORDS.ambiguous_short.iter().any(|w| w == name);
    let ambiguous = |name: &str| province.is_none() && ambiguous_short(name);
    if listed().any(|c| text.contains(&c.name) && !ambiguous(&c.name)) {
        return Origin::Inside;
    }
    // A short name counts only when what is left of it is no other place: 山西平陆, 平陆.
    let bare: String = WORDS
        .provinces
        .iter()
        .fold(text.clone(), |t, p| t.replace(p.as_str(), ""))
        .replace(['省', '市'], "");
    let by_short = listed().any(|c| {
        let s = short(&c.name);
        s.chars().count() >= 2
            && !ambiguous_short(s)
            && (bare == s || bare == format!("{}{s}", short(&c.city)) || bare.ends_with(s) && !names_county(&text))
    });
    if by_short {
        return Origin::Inside;
    }
    if let Some(p) = province
        && !COUNTIES.iter().any(|c| c.province.starts_with(p.as_str()))
    {
        return Origin::Outside;
    }
    // 临猗县, 寿光市: a county-level name that is not on the list. A prefecture that holds listed counties stays open.
    let text = WORDS.generic.iter().fold(text, |t, word| t.replace(word.as_str(), ""));
    if names_county(&text) && !is_prefecture_only(&text) {
        Origin::Outside
    } else {
        Origin::Unresolved
    }
}

fn names_county(text: &str) -> bool {
    let without_province = text.replace("自治区", "");
    without_province.contains('县')
        || without_province.replace("地区", "").contains('区')
        || without_province.contains('旗')
        || without_province.contains('市')
}

/// `山西省运城市`, `临汾市`: a prefecture of the list and nothing below it.
fn is_prefecture_only(text: &str) -> bool {
    let cities: BTreeSet<&str> = COUNTIES.iter().map(|c| c.city.as_str()).filter(|c| !c.is_empty()).collect();
    let mut rest = text.to_owned();
    let provinces = WORDS.provinces.iter().flat_map(|p| [format!("{p}省"), format!("{p}市"), p.clone()]);
    let regions = ["壮族自治区", "回族自治区", "维吾尔自治区", "自治区"].map(str::to_owned);
    for word in provinces.chain(regions) {
        rest = rest.replace(&word, "");
    }
    rest.is_empty() || cities.contains(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_read() {
        let words: OriginWords = toml::from_str(include_str!("../data/layouts/origins.toml")).unwrap();
        assert_eq!(words.provinces.len(), 31);
        assert!(!words.ambiguous_short.is_empty() && !words.generic.is_empty() && !words.generic_whole.is_empty());
    }

    #[test]
    fn origins_are_judged_by_the_list() {
        for (text, origin) in [
            ("山西省运城市平陆县", Origin::Inside),
            ("平陆县", Origin::Inside),
            ("山西平陆", Origin::Inside),
            ("平陆", Origin::Inside),
            ("山西省临汾市永和县", Origin::Inside),
            ("河北省万全县", Origin::Inside),
            ("山西省运城市临猗县", Origin::Outside),
            ("临猗县", Origin::Outside),
            ("山东省寿光市", Origin::Outside),
            ("山东", Origin::Outside),
            ("北京市新发地", Origin::Outside),
            ("夏县", Origin::Outside),
            ("山西", Origin::Unresolved),
            ("山西省运城市", Origin::Unresolved),
            ("运城", Origin::Unresolved),
            ("本地", Origin::Unresolved),
            ("城关区", Origin::Outside),
        ] {
            assert_eq!(judge(text), origin, "{text}");
        }
    }
}
