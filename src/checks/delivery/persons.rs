//! Persons named in a cell.

use std::collections::BTreeSet;

use crate::text::normal_name;

/// Characters of a person's name; a longer text is an institution or a remark, a shorter one a tick or a surname.
const NAME: std::ops::RangeInclusive<usize> = 2..=4;

/// The persons that a cell names; `None` where any part of it is no person's name (`合格`, an institution).
pub(super) fn persons(text: &str) -> Option<BTreeSet<String>> {
    let parts = text.split(['、', ',', '，', '/', ';', '；', '\n', '和', '及']);
    let names: Option<BTreeSet<String>> = parts
        .flat_map(names)
        .map(|part| {
            let name = normal_name(part);
            let han = name.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            let said = WORDS.iter().any(|w| name.contains(w));
            (han && !said && NAME.contains(&name.chars().count())).then_some(name)
        })
        .collect();
    names.filter(|n| !n.is_empty())
}

/// 张三 李四 are two, 张 三 is one.
fn names(part: &str) -> Vec<&str> {
    let several: Vec<&str> = part.split_whitespace().collect();
    if several.iter().all(|name| name.chars().count() >= *NAME.start()) {
        several
    } else {
        vec![part]
    }
}

/// What such a cell says that is no name.
const WORDS: [&str; 12] = [
    "合格", "验收", "已收", "收货", "食堂", "学校", "齐全", "相符", "同意", "签字", "正常", "公司",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_told_from_other_words() {
        let count = |text: &str| persons(text).map(|p| p.len());
        assert_eq!(count("张三"), Some(1));
        assert_eq!(count("张三、李四"), Some(2));
        assert_eq!(count("张三 张三"), Some(1));
        assert_eq!(count("张 三"), Some(1));
        assert_eq!(count("张三　李四"), Some(2));
        assert_eq!(count("欧阳小明/王五"), Some(2));
        for none in ["合格", "√", "王", "夏县实验小学", "验收合格", "", "Zhang San"] {
            assert_eq!(count(none), None, "{none}");
        }
    }
}
