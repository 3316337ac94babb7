//! Names of units as names of folders: safe on Linux, Windows and macOS, unique there too, and the same on every run.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::text::{
    normal::nfkc,
    visible::{is_hidden, shown},
};

/// Longest safe name, bytes of UTF-8: 40 Chinese characters. Windows counts a whole path against 260 characters, so this leaves
/// room for OUT, the county and the file.
pub(crate) const LONGEST_NAME: usize = 120;

/// Device names of Windows: reserved as the part before the first dot, in any case.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// `name` as the name of one folder or file: NFC, no separator, no character that Windows refuses, no hidden
/// character, no heap of marks, no dot or blank at either end, no device name, at most [`LONGEST_NAME`] bytes, never empty.
/// Applying it twice changes nothing.
pub(crate) fn safe_name(name: &str) -> String {
    let mapped: String = name.nfc().map(|c| if is_unsafe(c) { '_' } else { c }).collect();
    let mut safe = shown(&mapped).trim_matches(is_blank).to_owned();
    if safe.starts_with('.') {
        safe.replace_range(..1, "_");
    }
    if is_device(&safe) {
        safe.insert(0, '_');
    }
    cut(&mut safe, LONGEST_NAME);
    // All dots: `..` became `_.`, cut to `_`; nothing but blanks became empty.
    if safe.is_empty() { "_".to_owned() } else { safe }
}

/// The name of a file without its folders and its ending.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn is_unsafe(c: char) -> bool {
    is_hidden(c) || matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or("").trim_end().to_uppercase();
    if DEVICES.contains(&stem.as_str()) {
        return true;
    }
    let Some(port) = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")) else {
        return false;
    };
    // Windows takes the superscript digits for digits here.
    matches!(port, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
}

/// Cuts to at most `longest` bytes at a character, then takes off dots and blanks at the end.
fn cut(name: &mut String, longest: usize) {
    let mut end = name.len().min(longest);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.truncate(end);
    let kept = name.trim_end_matches(|c| c == '.' || is_blank(c)).len();
    name.truncate(kept);
}

/// Hands out safe names that differ on a file system that ignores case and Unicode composition. What a name becomes depends only on the
/// names before it: hand them in a sorted order.
#[derive(Debug, Clone, Default)]
pub(crate) struct UniqueNames {
    taken: BTreeSet<String>,
}

impl UniqueNames {
    /// [`safe_name`], with `~2`, `~3` … at the end when it is taken.
    pub(crate) fn unique(&mut self, name: &str) -> String {
        let safe = safe_name(name);
        if self.taken.insert(folded(&safe)) {
            return safe;
        }
        let mut n = 2_u64;
        loop {
            let suffix = format!("~{n}");
            let mut candidate = safe.clone();
            cut(&mut candidate, LONGEST_NAME - suffix.len());
            candidate.push_str(&suffix);
            if self.taken.insert(folded(&candidate)) {
                return candidate;
            }
            n += 1;
        }
    }
}

/// As a file system that ignores case compares: upper case first, so that ß and ſ fall together with what they become.
fn folded(name: &str) -> String {
    nfkc(&name.to_uppercase().to_lowercase()).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn unsafe_names_become_safe_ones() {
        for (name, safe) in [
            ("盐湖区实验中学", "盐湖区实验中学"),
            ("a/b\\c", "a_b_c"),
            ("<>:\"|?*", "_______"),
            ("一中\n食堂\t", "一中_食堂_"),
            ("", "_"),
            ("   ", "_"),
            (".", "_"),
            ("..", "_"),
            ("...", "_"),
            (".hidden", "_hidden"),
            ("name. . ", "name"),
            (" name", "name"),
            ("CON", "_CON"),
            ("con.txt", "_con.txt"),
            ("Nul ", "_Nul"),
            ("COM1", "_COM1"),
            ("com¹.x", "_com¹.x"),
            ("LPT9.tar.gz", "_LPT9.tar.gz"),
            ("COM10", "COM10"),
            ("CONSOLE", "CONSOLE"),
            ("e\u{301}cole", "école"),
            ("\u{202E}abc", "_abc"),
            ("\u{E0041}食", "_食"),
            (
                "食\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}堂",
                "食\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}…堂",
            ),
            ("\u{3000}全角空格\u{3000}", "全角空格"),
        ] {
            assert_eq!(safe_name(name), safe, "{name:?}");
        }
    }

    #[test]
    fn long_names_are_cut_at_a_character() {
        let name = safe_name(&"食".repeat(100));
        assert_eq!(name, "食".repeat(40));
        assert_eq!(safe_name(&format!("{}食", "x".repeat(118))), "x".repeat(118));
        assert_eq!(safe_name(&format!("{}. y", "x".repeat(119))), "x".repeat(119));
    }

    #[test]
    fn names_that_collide_get_a_number() {
        let mut names = UniqueNames::default();
        assert_eq!(names.unique("School"), "School");
        assert_eq!(names.unique("SCHOOL"), "SCHOOL~2");
        assert_eq!(names.unique("school~2"), "school~2~2");
        assert_eq!(names.unique("a/b"), "a_b");
        assert_eq!(names.unique("a:b"), "a_b~2");
        assert_eq!(names.unique("école"), "école");
        assert_eq!(names.unique("e\u{301}cole"), "école~2");
        let long = "食".repeat(60);
        assert_eq!(names.unique(&long), "食".repeat(40));
        assert_eq!(names.unique(&long), format!("{}~2", "食".repeat(39)));
    }

    proptest! {
        #[test]
        fn any_text_gives_a_safe_name(name in "\\PC*|[.~ CONcon1¹\\x00-\\x1f/\\\\\u{200b}食é\u{301}]{0,80}") {
            let safe = safe_name(&name);
            prop_assert!(!safe.is_empty() && safe.len() <= LONGEST_NAME);
            prop_assert!(!safe.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) && !safe.chars().any(char::is_control));
            prop_assert!(!safe.starts_with('.') && !safe.ends_with('.') && safe.trim() == safe);
            prop_assert_eq!(safe_name(&safe), safe);
        }

        #[test]
        fn unique_names_differ_without_case(names in proptest::collection::vec("[aAbB/:~2.]{0,3}|食{38,42}[xX]?", 0..60)) {
            let mut unique = UniqueNames::default();
            let given: Vec<String> = names.iter().map(|n| unique.unique(n)).collect();
            let folded: BTreeSet<String> = given.iter().map(|n| n.to_lowercase()).collect();
            prop_assert_eq!(folded.len(), given.len());
            prop_assert!(given.iter().all(|n| n.len() <= LONGEST_NAME && safe_name(n) == *n));
        }
    }
}
