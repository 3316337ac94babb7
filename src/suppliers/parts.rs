//! What a supplier's name is made of: `运城市盐湖区鑫源粮油有限公司城东分店` is the places 运城 and 盐湖, the brand 鑫源, the goods 粮油, a form and a branch.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::{suppliers::credit_code, text::normal_name};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    forms: Vec<String>,
    branches: Vec<String>,
    goods: Vec<String>,
    general: Vec<String>,
}

// The file is part of the program; a test reads it, so the empty lists are never used.
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words: Words = toml::from_str(include_str!("../data/layouts/suppliers.toml")).unwrap_or_default();
    for list in [&mut words.forms, &mut words.branches, &mut words.goods, &mut words.general] {
        list.sort_by_key(|word| std::cmp::Reverse(word.len()));
    }
    words
});

/// The parts of a name, as they are compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Parts {
    /// County, as the policy lists it; `None` where the name tells none.
    pub county: Option<String>,
    /// What is left of the name: what sets a firm apart.
    pub brand: String,
    /// Goods it deals in, as far as the name says.
    pub goods: Vec<&'static str>,
    /// The form of company that the name tells; empty for none.
    pub form: String,
    /// What follows a company's name, or the words by which a shop is named; empty for none.
    pub branch: String,
}

/// Takes names apart; knows the counties of a policy.
#[derive(Debug, Default)]
pub(crate) struct Parting {
    /// How a county may be written, longest first, and its name.
    places: Vec<(String, Option<String>)>,
}

impl Parting {
    /// For these counties; provinces and the city are places of any name.
    pub fn new<'a>(counties: impl IntoIterator<Item = &'a str>) -> Self {
        let mut places: Vec<(String, Option<String>)> = ["山西省", "山西", "运城市", "运城"].map(|place| (place.to_owned(), None)).into();
        for county in counties {
            places.push((county.to_owned(), Some(county.to_owned())));
            // 夏县 without its last sign would be any 夏.
            let short = county.trim_end_matches(['县', '市', '区']);
            if short.chars().count() > 1 {
                places.push((short.to_owned(), Some(county.to_owned())));
            }
        }
        places.sort_by(|a, b| (std::cmp::Reverse(a.0.len()), &a.0).cmp(&(std::cmp::Reverse(b.0.len()), &b.0)));
        Self { places }
    }

    /// The parts of a name as written.
    pub fn part(&self, name: &str) -> Parts {
        let name = normal_name(&credit_code::without(name));
        let mut parts = Parts::default();
        let mut rest = name.as_str();
        // What follows the form of a company names its branch.
        let long = WORDS.forms.iter().filter(|form| form.ends_with("公司"));
        if let Some((at, form)) = long
            .filter_map(|form| Some((rest.find(form.as_str())?, form)))
            .min_by_key(|(at, form)| (*at, std::cmp::Reverse(form.len())))
        {
            rest = name.get(..at).unwrap_or_default();
            form.clone_into(&mut parts.form);
            name.get(at + form.len()..).unwrap_or_default().clone_into(&mut parts.branch);
        }
        rest = self.places_off(rest, &mut parts);
        rest = ends_off(rest, &WORDS.forms, |word| parts.form.insert_str(0, word));
        let mut branch = String::new();
        rest = ends_off(rest, &WORDS.branches, |word| branch.insert_str(0, word));
        if parts.form.is_empty() {
            parts.branch = branch;
        }
        let whole = rest;
        loop {
            let before = rest;
            rest = ends_off(rest, &WORDS.goods, |word| parts.goods.push(word));
            rest = ends_off(rest, &WORDS.general, |_| {});
            if before == rest {
                break;
            }
        }
        parts.goods.sort_unstable();
        // A name of nothing but its goods is its own brand.
        rest = if rest.is_empty() { whole } else { rest };
        rest.replace(['(', ')'], "").clone_into(&mut parts.brand);
        parts
    }

    /// Without the places at its beginning and in brackets.
    fn places_off<'n>(&self, mut rest: &'n str, parts: &mut Parts) -> &'n str {
        loop {
            let bare = rest.trim_start_matches(['(', ')']);
            let found = self
                .places
                .iter()
                .find_map(|(word, county)| Some((bare.strip_prefix(word.as_str())?, county)));
            let Some((left, county)) = found.filter(|(left, _)| !left.is_empty()) else {
                break;
            };
            parts.county = county.clone().or(parts.county.take());
            rest = left;
        }
        let in_brackets = self.places.iter().find_map(|(word, county)| {
            let left = rest.strip_suffix(&format!("({word})"))?;
            Some((left, county))
        });
        if let Some((left, county)) = in_brackets {
            parts.county = county.clone().or(parts.county.take());
            rest = left;
        }
        rest
    }
}

/// Without the words at its end, as often as one stands there; something is always left.
fn ends_off<'n>(mut rest: &'n str, words: &'static [String], mut each: impl FnMut(&'static str)) -> &'n str {
    while let Some((left, word)) = words.iter().find_map(|word| Some((rest.strip_suffix(word.as_str())?, word))) {
        if left.is_empty() {
            break;
        }
        each(word);
        rest = left;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_apart() {
        let parting = Parting::new(["盐湖区", "夏县"]);
        let parts = |name: &str| {
            let p = parting.part(name);
            (p.county.unwrap_or_default(), p.brand, p.goods.join(""), p.form, p.branch)
        };
        let of = |county: &str, brand: &str, goods: &str, form: &str, branch: &str| {
            (
                county.to_owned(),
                brand.to_owned(),
                goods.to_owned(),
                form.to_owned(),
                branch.to_owned(),
            )
        };
        assert_eq!(parts("运城市盐湖区鑫源粮油有限公司"), of("盐湖区", "鑫源", "粮油", "有限公司", ""));
        assert_eq!(parts("鑫源粮油"), of("", "鑫源", "粮油", "", ""));
        assert_eq!(parts("盐湖鑫源粮油经营部"), of("盐湖区", "鑫源", "粮油", "", "经营部"));
        assert_eq!(parts("鑫源商贸有限公司城东分店"), of("", "鑫源", "", "有限公司", "城东分店"));
        assert_eq!(
            parts("鑫源蔬菜配送有限责任公司(夏县)"),
            of("", "鑫源", "蔬菜", "有限责任公司", "(夏县)")
        );
        assert_eq!(parts("夏县消费帮扶超市"), of("夏县", "消费帮扶", "", "", ""));
        assert_eq!(parts("夏记粮油"), of("", "夏记", "粮油", "", ""));
        assert_eq!(parts("蔬菜"), of("", "蔬菜", "", "", ""));
    }

    #[test]
    fn the_words_are_written_as_they_are_compared() {
        let words: Words = toml::from_str(include_str!("../data/layouts/suppliers.toml")).unwrap();
        for word in [&words.forms, &words.branches, &words.goods, &words.general].into_iter().flatten() {
            assert_eq!(&normal_name(word), word);
        }
    }
}
