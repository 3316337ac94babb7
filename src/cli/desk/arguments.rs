//! The command line as its writer meant it. On Windows the program splits it itself, and its usual rules take the `\"` at the end of `"D:\\台账\"` for a
//! quote in a name; wildcards are left to it, too.

use std::{ffi::OsString, path::PathBuf};

use crate::inbox::file_kinds::passed_over;

/// The arguments, the program's name first.
pub(crate) fn given() -> Vec<OsString> {
    let words: Vec<OsString> = std::env::args_os().collect();
    if cfg!(windows) { meant(words, &as_typed()) } else { words }
}

#[cfg(windows)]
fn as_typed() -> String {
    winsafe::GetCommandLine()
}

#[cfg(not(windows))]
fn as_typed() -> String {
    String::new()
}

/// `words` as the usual rules split `line`, unless one holds a quote: no file's name does, so a quote was swallowed.
fn meant(words: Vec<OsString>, line: &str) -> Vec<OsString> {
    let swallowed = words.iter().any(|word| word.to_string_lossy().contains('"'));
    let words = if swallowed { split(line) } else { words };
    let mut words = words.into_iter();
    let program = words.next();
    program.into_iter().chain(words.flat_map(expanded)).collect()
}

/// Quotes hold blanks together and are nothing else; a backslash is a backslash.
fn split(line: &str) -> Vec<OsString> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for c in line.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' | '\t' if !quoted => words.extend(word.take().map(OsString::from)),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word.map(OsString::from));
    words
}

/// The files that a wildcard matches, sorted; what matches nothing stays as it is, and is told as a file that is not there.
fn expanded(word: OsString) -> Vec<OsString> {
    let Some(pattern) = word.to_str().filter(|text| text.contains(['*', '?'])) else {
        return vec![word];
    };
    // A bracket is a part of a name, as everywhere on Windows.
    let escaped: String = pattern
        .chars()
        .map(|c| if matches!(c, '[' | ']') { format!("[{c}]") } else { c.to_string() })
        .collect();
    let options = glob::MatchOptions {
        case_sensitive: false,
        ..glob::MatchOptions::new()
    };
    let found = glob::glob_with(&escaped, options).into_iter().flatten().filter_map(Result::ok);
    let is_file_of_a_program = |path: &PathBuf| path.file_name().is_some_and(|name| passed_over(&name.to_string_lossy()));
    let files: Vec<OsString> = found.filter(|path| !is_file_of_a_program(path)).map(OsString::from).collect();
    if files.is_empty() { vec![word] } else { files }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_that_a_backslash_swallowed_is_given_back() {
        let texts = |words: Vec<OsString>| words.into_iter().map(|w| w.into_string().unwrap()).collect::<Vec<_>>();
        let line = r#""C:\帮扶\bangfu.exe" audit "D:\收到 的\" --period 2024-03  -o "D:\报 告\""#;
        // As the usual rules split it.
        let words = [
            r"C:\帮扶\bangfu.exe",
            "audit",
            r#"D:\收到 的" --period 2024-03  -o D:\报"#,
            r#"告""#,
        ]
        .map(OsString::from);
        let meant_words = texts(meant(words.to_vec(), line));
        assert_eq!(
            meant_words,
            [
                r"C:\帮扶\bangfu.exe",
                "audit",
                r"D:\收到 的\",
                "--period",
                "2024-03",
                "-o",
                r"D:\报 告\"
            ]
        );
        // Nothing swallowed: the line is not looked at.
        let plain = ["bangfu", "check", r"D:\3月.xlsx", ""].map(OsString::from);
        assert_eq!(texts(meant(plain.to_vec(), "other")), ["bangfu", "check", r"D:\3月.xlsx", ""]);
        assert_eq!(texts(split(r#"a "" "b c"d"#)), ["a", "", "b cd"]);
    }

    #[test]
    fn a_wildcard_is_the_files_that_it_matches() {
        let dir = tempfile::TempDir::new().unwrap();
        for name in ["乙[1].XLSX", "甲[1].xlsx", "~$甲[1].xlsx", "甲1.xlsx", "甲.csv"] {
            std::fs::write(dir.path().join(name), "").unwrap();
        }
        let names = |pattern: &str| -> Vec<String> {
            let found = expanded(dir.path().join(pattern).into_os_string());
            let names = found
                .iter()
                .map(|p| PathBuf::from(p).file_name().unwrap().to_string_lossy().into_owned());
            names.collect()
        };
        assert_eq!(names("*[1].xlsx"), ["乙[1].XLSX", "甲[1].xlsx"]);
        assert_eq!(names("甲?.xlsx"), ["甲1.xlsx"]);
        assert_eq!(names("丙*.xlsx"), ["丙*.xlsx"]);
        assert_eq!(names("甲[1].xlsx"), ["甲[1].xlsx"]);
    }
}
