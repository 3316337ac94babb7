//! Whether an origin lies in one of the 832 counties.

use std::{collections::BTreeSet, sync::LazyLock};

use crate::text::normal::nfkc_tight;

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

/// Provinces of mainland China; those without any of the 832 counties are told by the list itself.
const PROVINCES: [&str; 31] = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
];

/// Short names that also belong to places that are none of the 832 (domain.md 7).
const AMBIGUOUS_SHORT: [&str; 10] = ["平山", "大安", "新", "龙山", "金川", "台江", "云龙", "城关", "山阳", "城关区"];

/// Words with 县, 区 or 市 in them that name no place: they prove nothing for or against an origin.
const GENERIC: [&str; 18] = [
    "脱贫地区",
    "贫困地区",
    "脱贫县",
    "贫困县",
    "帮扶县",
    "重点县",
    "摘帽县",
    "832县",
    "832个县",
    "超市",
    "市场",
    "吕梁山区",
    "太行山区",
    "大别山区",
    "秦巴山区",
    "武陵山区",
    "六盘山区",
    "乌蒙山区",
];

/// The same where they are all that is said: 运城市 holds 城市, 万全县 holds 全县, 神农架林区 holds 林区.
const GENERIC_WHOLE: [&str; 25] = [
    "本县",
    "我县",
    "全县",
    "各县",
    "外县",
    "县城",
    "县内",
    "县域",
    "本地区",
    "本市",
    "我市",
    "全市",
    "市内",
    "市区",
    "城市",
    "外市",
    "本区",
    "我区",
    "山区",
    "产区",
    "库区",
    "牧区",
    "林区",
    "园区",
    "周边县",
];

/// County without its last letter (县 区 市 旗), for `山西平陆`.
fn short(name: &str) -> &str {
    ["自治县", "自治旗", "县", "区", "市", "旗"]
        .iter()
        .find_map(|s| name.strip_suffix(s))
        .unwrap_or(name)
}

/// Judges an origin text.
#[must_use]
pub fn judge(text: &str) -> Origin {
    let text = nfkc_tight(text).into_owned();
    if GENERIC_WHOLE.contains(&text.as_str()) {
        return Origin::Unresolved;
    }
    let province = PROVINCES.iter().find(|p| text.contains(**p)).copied();
    let in_province = |c: &&County| province.is_none_or(|p| c.province.starts_with(p));
    let listed = || COUNTIES.iter().filter(in_province);
    let ambiguous = |name: &str| province.is_none() && AMBIGUOUS_SHORT.contains(&name);
    if listed().any(|c| text.contains(&c.name) && !ambiguous(&c.name)) {
        return Origin::Inside;
    }
    // A short name counts only when what is left of it is no other place: 山西平陆, 平陆.
    let bare: String = PROVINCES
        .iter()
        .fold(text.clone(), |t, p| t.replace(p, ""))
        .replace(['省', '市'], "");
    let by_short = listed().any(|c| {
        let s = short(&c.name);
        s.chars().count() >= 2
            && !AMBIGUOUS_SHORT.contains(&s)
            && (bare == s || bare == format!("{}{s}", short(&c.city)) || bare.ends_with(s) && !names_county(&text))
    });
    if by_short {
        return Origin::Inside;
    }
    if let Some(p) = province
        && !COUNTIES.iter().any(|c| c.province.starts_with(p))
    {
        return Origin::Outside;
    }
    // 临猗县, 寿光市: a county-level name that is not on the list. A prefecture that holds listed counties stays open.
    let text = GENERIC.iter().fold(text, |t, word| t.replace(word, ""));
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
    for p in PROVINCES {
        rest = rest.replace(&format!("{p}省"), "").replace(&format!("{p}市"), "").replace(p, "");
    }
    rest = rest
        .replace("壮族自治区", "")
        .replace("回族自治区", "")
        .replace("维吾尔自治区", "")
        .replace("自治区", "");
    rest.is_empty() || cities.contains(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

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
