//! What the documentation says: audit commands run, links and pictures are there, lists are complete.

use std::fs;

use crate::support::program::{Ran, bangfu, root, run, tree};

const PAGES: [&str; 18] = [
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "samples/README.md",
    "docs/figures.md",
    "docs/reconciliation.md",
    "examples/make_samples/readme.md",
    "docs/tables.md",
    "docs/outputs.md",
    "docs/ledger.md",
    "docs/zh/history.md",
    "docs/zh/lines.md",
    "docs/zh/suppliers.md",
    "docs/performance.md",
    "docs/scale.md",
    "docs/unattended.md",
    "docs/windows-check.md",
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
            Ran::of(bangfu().current_dir(root()).args(words)).ok();
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
    let page = fs::read_to_string(root().join("docs/zh/checks.md")).unwrap();
    assert_eq!(
        run(&["checks", "page"]).ok().out,
        page,
        "write it anew: bangfu checks page > docs/zh/checks.md"
    );
}

/// Every event that a run may log stands in the documentation, with its meaning.
#[test]
fn every_event_is_documented() {
    let page = fs::read_to_string(root().join("docs/unattended.md")).unwrap();
    let mut found = 0;
    for (path, source) in tree(&root().join("src"))
        .into_iter()
        .filter(|(path, _)| path.extension().is_some_and(|e| e == "rs"))
    {
        for rest in String::from_utf8(source).unwrap().split("event = \"").skip(1) {
            let name = rest.split('"').next().unwrap();
            assert!(page.contains(&format!("`{name}`")), "{name} of {}", path.display());
            found += 1;
        }
    }
    assert!(found > 5);
}

/// The Windows task in the documentation is well-formed, and every element is closed where it should be.
#[test]
fn the_documented_task_is_well_formed_xml() {
    let page = fs::read_to_string(root().join("docs/unattended.md")).unwrap();
    let task = page.split_once("```xml\n").unwrap().1.split("```").next().unwrap();
    let mut reader = quick_xml::Reader::from_str(task);
    let (mut open, mut seen) = (0, Vec::new());
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(start) => {
                open += 1;
                seen.push(start.name().as_ref().to_owned());
            }
            quick_xml::events::Event::End(_) => open -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0);
    for needed in ["Task", "CalendarTrigger", "Exec", "WorkingDirectory", "MultipleInstancesPolicy"] {
        assert!(seen.iter().any(|s| s == needed), "{needed}");
    }
}
