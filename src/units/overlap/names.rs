//! Names of files and titles that differ as those of two papers of one kind do.

use crate::text::normal;

/// Whether two names are the same but for one place that both fill: 第1周, 第2周; not 台账, 台账2.
pub(crate) fn differ_in_one_place(one: &str, other: &str) -> bool {
    let are_numbers = || one.chars().chain(other.chars()).all(|c| c.is_ascii_digit());
    own_parts(one, other).is_some_and(|[own, _]| own.chars().count() < one.chars().count() || are_numbers())
}

/// Whether two names differ in a number or a character alone: 第9周 and 第10周, 上旬 and 下旬.
pub(super) fn are_of_a_series(one: &str, other: &str) -> bool {
    let is_number = |part: &String| part.chars().all(|c| c.is_ascii_digit() || normal::is_chinese_digit(c));
    own_parts(one, other).is_some_and(|parts| parts.iter().all(|part| part.chars().count() == 1 || is_number(part)))
}

/// What each of two names has in the one place where they differ; `None` where one of them has nothing there.
fn own_parts(one: &str, other: &str) -> Option<[String; 2]> {
    let names = [one, other].map(|name| name.chars().collect::<Vec<char>>());
    let [one, other] = &names;
    let shorter = one.len().min(other.len());
    let before = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let behind = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take(shorter - before)
        .take_while(|(a, b)| a == b)
        .count();
    let own = |name: Vec<char>| name[before..name.len() - behind].iter().collect();
    (before + behind < shorter).then(|| names.map(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_one_place() {
        for (one, other) in [("3月第1周", "3月第2周"), ("东校区台账", "西校区台账"), ("1", "2"), ("2.27", "2.28")] {
            assert!(differ_in_one_place(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("台账", "台账2"),
            ("台账", "台账"),
            ("3月台账", "报送稿"),
            ("台账最终", "台账"),
            ("", "台账"),
            ("aa", "aaa"),
        ] {
            assert!(!differ_in_one_place(one, other), "{one} {other}");
        }
    }
}
