//! Completions and manual pages.

use std::fs;

use super::passing;

#[test]
fn completions_and_manual_pages_come_from_the_options() {
    let place = passing();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = place.run(&["completions", shell]);
        assert_eq!(run.status, 0);
        for option in ["fail-on-noncompliance", "registry", "inspect"] {
            assert!(run.out.contains(option), "{shell}: {option}");
        }
    }
    assert_eq!(place.run(&["man", "man1"]).status, 0);
    let page = fs::read_to_string(place.at("man1/bangfu-audit.1")).unwrap();
    let title = concat!(".TH bangfu-audit 1 \"\" \"bangfu ", env!("CARGO_PKG_VERSION"), "\"");
    assert!(page.lines().any(|l| l.trim_end() == title), "{page}");
    assert!(page.contains("last\\-month") && page.contains("fail\\-on\\-noncompliance"));
    let help = place.run(&["--help"]).out;
    for command in help
        .lines()
        .skip_while(|l| !l.starts_with("Commands:"))
        .skip(1)
        .take_while(|l| !l.is_empty())
    {
        let name = command.split_whitespace().next().unwrap();
        assert!(name == "help" || place.at(&format!("man1/bangfu-{name}.1")).is_file(), "{name}");
    }
    assert!(place.run(&["--version"]).out.starts_with("bangfu "));
}
