//! A command as a person would type it, to be copied into a task or a script.

use std::ffi::OsString;

/// The words with blanks between them, in quotes where the shell would take one apart.
pub(super) fn typed(words: &[OsString]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(&word.to_string_lossy())).collect();
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| {
        c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '=' | ',' | '+' | '@' | '~') || c == '\\' && cfg!(windows)
    };
    if !word.is_empty() && word.chars().all(plain) && !word.starts_with('~') {
        return word.to_owned();
    }
    if cfg!(windows) {
        // A `\` before the closing quote would take it for a part of the name; no name holds a quote.
        let tail = word.len() - word.trim_end_matches('\\').len();
        format!("\"{word}{}\"", "\\".repeat(tail))
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shell_takes_apart_is_quoted() {
        let words = ["bangfu", "audit", "3月 台账", "832=832订单.xlsx", "a&b", ""].map(OsString::from);
        let said = if cfg!(windows) {
            r#"bangfu audit "3月 台账" 832=832订单.xlsx "a&b" """#
        } else {
            "bangfu audit '3月 台账' 832=832订单.xlsx 'a&b' ''"
        };
        assert_eq!(typed(&words), said);
    }

    #[cfg(unix)]
    #[test]
    fn a_quote_and_a_backslash_come_through_the_shell() {
        for word in ["it's", r"a\b", "$HOME", "~x", "(1)"] {
            let echoed = std::process::Command::new("sh")
                .arg("-c")
                .arg(format!("printf %s {}", quoted(word)))
                .output();
            assert_eq!(String::from_utf8(echoed.unwrap().stdout).unwrap(), word);
        }
    }
}
