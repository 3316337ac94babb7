//! What the READMEs say: their audit commands run, their links and pictures are there.

use std::{fs, path::Path};

use assert_cmd::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

const PAGES: [&str; 8] = [
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "samples/README.md",
    "docs/figures.md",
    "docs/reconciliation.md",
    "examples/make_samples/readme.md",
];

#[test]
fn the_commands_on_the_first_screen_run() {
    let mut ran = 0;
    for page in PAGES {
        let text = fs::read_to_string(root().join(page)).unwrap();
        for line in text.lines().filter_map(|l| l.strip_prefix("cargo run -- ")) {
            let out = tempfile::tempdir().unwrap();
            let out_text = out.path().join("out").display().to_string();
            let words: Vec<&str> = line
                .split_whitespace()
                .map(|w| if w == "out" { out_text.as_str() } else { w })
                .collect();
            Command::cargo_bin("bangfu")
                .unwrap()
                .current_dir(root())
                .args(words)
                .assert()
                .success();
            assert!(out.path().join("out/index.html").is_file(), "{page}: {line}");
            ran += 1;
        }
    }
    assert!(ran >= 2, "only {ran} commands found");
}

#[test]
fn ci_runs_the_test_command_of_the_readme() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
    assert!(readme.contains("```sh\ncargo test\n```"));
    assert!(ci.lines().any(|l| l == "cargo test"));
}

#[test]
fn links_lead_somewhere_and_pictures_are_small() {
    let mut links = 0;
    for page in PAGES.iter().filter(|p| !p.starts_with("examples")) {
        let text = fs::read_to_string(root().join(page)).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("http") || target.starts_with('#') {
                continue;
            }
            let path = root().join(page).parent().unwrap().join(target);
            let size = fs::metadata(&path).unwrap_or_else(|e| panic!("{page}: {target}: {e}")).len();
            assert!(
                path.extension().is_none_or(|e| e != "png") || size < 300_000,
                "{target}: {size} bytes"
            );
            links += 1;
        }
    }
    assert!(links > 8);
}

/// docs/zh/checks.md is what the program says of its checks: `bangfu checks page > docs/zh/checks.md` writes it anew.
#[test]
fn the_page_of_checks_is_current() {
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_bangfu"))
        .args(["checks", "page"])
        .output()
        .unwrap();
    let page = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/zh/checks.md")).unwrap();
    assert_eq!(
        String::from_utf8(run.stdout).unwrap(),
        page,
        "write it anew: bangfu checks page > docs/zh/checks.md"
    );
}
