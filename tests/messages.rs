//! Every sentence that the program says, with the points of the code that say it: for a reader's eye, and so that none is missing or left over.
//! `cargo test --test main messages:: -- --nocapture` prints the list.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use bangfu::text::catalog::{Catalog, Lang};

/// Sources that name texts: code, and the pages' templates; without tests.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = walkdir::WalkDir::new(root.join("src"))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    files
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "rs" || e == "html"))
        .filter(|entry| !entry.path().to_string_lossy().contains("test"))
        .map(|entry| {
            let name = entry.path().strip_prefix(root).unwrap().display().to_string();
            let text = fs::read_to_string(entry.path()).unwrap();
            (name, text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned())
        })
        .collect()
}

/// `file:line` of each text in quotes, by the text.
fn quoted(sources: &[(String, String)]) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in sources {
        for (at, line) in text.lines().enumerate() {
            for part in line.split('"').skip(1).step_by(2) {
                found.entry(part.to_owned()).or_default().push(format!("{name}:{}", at + 1));
            }
        }
    }
    found
}

/// Where a key is said: whole; else by its longest beginning that code completes (`word.reason.{}`), or by its last part in a template.
fn reached_from(key: &str, quoted: &BTreeMap<String, Vec<String>>, sources: &[(String, String)]) -> Vec<String> {
    let bare = key.strip_prefix("fault.").unwrap_or(key);
    let whole = bare.strip_suffix(".message").or(bare.strip_suffix(".fix")).unwrap_or(bare);
    if let Some(points) = quoted.get(key).or_else(|| quoted.get(whole)) {
        return points.clone();
    }
    let mut start = key;
    while let Some((shorter, _)) = start.rsplit_once('.') {
        start = shorter;
        let completed = |text: &str| text.strip_prefix(start).is_some_and(|rest| rest.starts_with(".{") || rest == ".");
        let points: Vec<String> = quoted
            .iter()
            .filter(|(text, _)| completed(text))
            .flat_map(|(_, points)| points.clone())
            .collect();
        if !points.is_empty() {
            return points;
        }
    }
    let last = key.rsplit('.').next().unwrap_or(key);
    if let Some(points) = quoted.get(last) {
        return points.clone();
    }
    let in_template = format!("t.{last}");
    sources
        .iter()
        .filter(|(_, text)| text.contains(&in_template))
        .map(|(name, _)| name.clone())
        .collect()
}

#[test]
fn every_sentence_is_listed_with_the_point_that_it_is_reached_from() {
    let sources = sources();
    let quoted = quoted(&sources);
    let mut nowhere = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        let catalog = Catalog::new(lang);
        for (key, text) in catalog.texts() {
            let points = reached_from(key, &quoted, &sources);
            println!("{lang:?}\t{key}\t{}\t{}", text.replace('\n', "⏎"), points.join(" "));
            if points.is_empty() {
                nowhere.push(key.clone());
            }
        }
    }
    nowhere.dedup();
    assert!(nowhere.is_empty(), "said by nothing: {nowhere:#?}");
}

#[test]
fn every_refusal_has_its_sentence_and_says_what_to_do() {
    let sources = sources();
    let catalog = Catalog::new(Lang::Zh);
    let mut used = BTreeSet::new();
    for (name, text) in &sources {
        for call in ["Fault::usage(\"", "Fault::stopped(\"", "Fault::unusable(\"", "Fault::io(\""] {
            for rest in text.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                assert!(catalog.has(&format!("fault.{key}.message")), "{name}: {key} has no text");
                used.insert(key.to_owned());
            }
        }
    }
    assert!(used.len() > 80, "{}", used.len());
    // What the system or the reader says tells what to do; places are lines of a list below a sentence that does.
    let told_by_cause = [
        "file.",
        "export.read",
        "out.publish",
        "out.set_aside",
        "out.put_back",
        "out.move_aside",
    ];
    let places = ["sample.open_line", "published.unit_folder"];
    for key in used {
        let told = catalog.has(&format!("fault.{key}.fix"));
        let elsewhere = told_by_cause.iter().any(|start| key.starts_with(start)) || places.contains(&key.as_str());
        assert_ne!(told, elsewhere, "{key}");
    }
}

#[test]
fn chinese_sentences_hold_no_stray_blanks_and_no_files_of_the_programs_makers() {
    let han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    for (key, text) in Catalog::new(Lang::Zh).texts() {
        for maker in ["layouts.md", "semantics.md", "contract.md", "design.md", "domain"] {
            assert!(!text.contains(maker), "{key}: {text}");
        }
        // Help and hints set what is typed apart by blanks; reports do not.
        if key.starts_with("help.") || key.starts_with("fault.") {
            continue;
        }
        let chars: Vec<char> = text.chars().collect();
        for three in chars.windows(3) {
            let stray = three[1] == ' ' && (han(three[0]) && (han(three[2]) || three[2].is_ascii_digit() || three[2] == '{'));
            assert!(!stray, "{key}: {text}");
        }
        assert!(
            !["门槛", "存疑", "阈值", "行标识", "决定人", "全域", "尚差", "缺口"]
                .iter()
                .any(|old| text.contains(old)),
            "{key}: {text}"
        );
    }
}
