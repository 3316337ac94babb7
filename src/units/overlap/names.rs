//! Names of files and titles that differ as those of two papers of one kind do.

/// Whether two names are the same but for one place that both fill: 第1周, 第2周; not 台账, 台账2.
pub(crate) fn differ_in_one_place(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|name| name.chars().collect::<Vec<char>>());
    let shorter = one.len().min(other.len());
    let before = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let behind = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take(shorter - before)
        .take_while(|(a, b)| a == b)
        .count();
    let are_numbers = || one.iter().chain(&other).all(char::is_ascii_digit);
    before + behind < shorter && (before + behind > 0 || are_numbers())
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
