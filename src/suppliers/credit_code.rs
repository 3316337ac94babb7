//! 统一社会信用代码 (GB 32100-2015): 18 signs, the last of which proves the others.

use crate::text::names::nfkc_tight;

/// Signs in the order of their values; I, O, S, V and Z are none.
const SIGNS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;

/// The first valid code that a text holds, in upper case.
pub(crate) fn find(text: &str) -> Option<String> {
    if text.len() < LENGTH {
        return None;
    }
    let text = nfkc_tight(text).to_uppercase();
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.find(|word| is_valid(word)).map(str::to_owned)
}

/// Whether it is one: the weights are the powers of 3, the check sign makes the sum a multiple of 31.
fn is_valid(word: &str) -> bool {
    if word.len() != LENGTH {
        return false;
    }
    let (mut weight, mut sum) = (1, 0);
    for c in word.chars().take(LENGTH - 1) {
        let Some(value) = SIGNS.find(c) else { return false };
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    let last = word.chars().next_back().and_then(|c| SIGNS.find(c));
    last == Some((31 - sum % 31) % 31)
}

/// A name without the code that it holds and the brackets around it.
pub(crate) fn without(name: &str) -> String {
    let name = nfkc_tight(name);
    let Some(code) = find(&name) else { return name.into_owned() };
    let upper = name.to_uppercase();
    // Upper case of other letters may be longer: then the code stays, which no comparison minds.
    let Some(at) = upper.find(&code).filter(|_| upper.len() == name.len()) else {
        return name.into_owned();
    };
    let (before, after) = (name.get(..at).unwrap_or_default(), name.get(at + LENGTH..).unwrap_or_default());
    let before = before.trim_end_matches(['(', '[', '-', ':', ',', '/']);
    format!("{before}{}", after.trim_start_matches([')', ']', '-', ',', '/']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_by_its_check_sign() {
        // Two codes that stand in public registers; the last sign worked out by hand from the standard's table.
        assert_eq!(find("91350100M000100Y43").as_deref(), Some("91350100M000100Y43"));
        assert_eq!(find("鑫源粮油（91350100m000100y43）").as_deref(), Some("91350100M000100Y43"));
        assert_eq!(find("91350100M000100Y44"), None);
        assert_eq!(find("订单 123456789012345679"), None);
        assert_eq!(find("91350100M000100Y431"), None);
        assert_eq!(without("鑫源粮油(91350100M000100Y43)"), "鑫源粮油");
        assert_eq!(without("鑫源粮油"), "鑫源粮油");
    }
}
