//! The workbooks of the corpora with one word of the vocabulary replaced by one that nobody knows.

use std::{
    collections::BTreeSet,
    fmt,
    fs::{self, File},
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
};

use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    support::program::{paths, root},
    word_blind::content::Content,
};

/// Words that no ledger uses.
const UNKNOWN: [&str; 6] = ["岗卯", "辰乙", "巳列", "栾午", "庚未", "壬酉"];
/// Characters that a text may have beside the word that is replaced: what is longer is a sentence.
const MOST_AROUND: usize = 8;

/// Lists of `data/layouts/base.toml` whose words are replaced: names of columns, labels of rows and titles, channels' columns, statuses.
/// Left are the words of a table's role, and marks that are no words (〃, √, kg).
fn vocabulary() -> Vec<String> {
    let layouts: toml::Table = toml::from_str(include_str!("../../src/data/layouts/base.toml")).unwrap();
    let policy: toml::Table = toml::from_str(include_str!("../../src/data/policies/yuncheng-2023-31-24.toml")).unwrap();
    const LEFT: [&str; 21] = [
        "ditto",
        "tick",
        "cross",
        "nothing",
        "digits",
        "measures",
        "outgoing_title",
        "incoming_title",
        "statement",
        "organisation",
        "section",
        "money_labels",
        // What values are called, no labels: names of units, sellers, places, funds and goods.
        "institution",
        "seller",
        "place",
        "fund",
        "category",
        "food",
        "given",
        "owed",
        "paid_off",
    ];
    let mut words = BTreeSet::new();
    for (name, table) in &layouts {
        if name != "role" {
            collect(table, &LEFT, &mut words);
        }
    }
    for channel in policy["channel"].as_array().unwrap() {
        collect(channel, &[], &mut words);
    }
    let mut words: Vec<String> = words.into_iter().filter(|w| w.chars().count() > 1).collect();
    // The longest first: 采购金额 is one word.
    words.sort_by_key(|w| (std::cmp::Reverse(w.chars().count()), w.clone()));
    words
}

pub(super) fn collect(value: &toml::Value, left: &[&str], words: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            let kept = table.iter().filter(|(key, _)| !left.contains(&key.as_str()));
            kept.for_each(|(_, value)| collect(value, left, words));
        }
        toml::Value::Array(list) => list.iter().for_each(|value| match value {
            toml::Value::String(word) => words.extend([word.clone()]),
            other => collect(other, left, words),
        }),
        _ => {}
    }
}

/// One text of one workbook with the word in it that is replaced.
#[derive(Clone)]
pub(super) struct Mutation {
    pub(super) workbook: PathBuf,
    pub(super) registry: Option<PathBuf>,
    text: String,
    changed: String,
}

impl fmt::Display for Mutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.workbook.strip_prefix(root()).unwrap_or(&self.workbook);
        write!(f, "{}: {}", name.display(), self.text)
    }
}

/// Texts of the cells and tabs of an xlsx, or of the fields of a CSV in UTF-8, as they stand in the file.
fn texts(workbook: &Path) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    if workbook.extension().is_some_and(|e| e == "csv") {
        let text = fs::read(workbook)
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .unwrap_or_default();
        out.extend(text.split(FIELD_ENDS).map(str::to_owned));
        return out;
    }
    let Some(mut parts) = File::open(workbook).ok().and_then(|f| ZipArchive::new(f).ok()) else {
        return out;
    };
    for at in 0..parts.len() {
        let mut entry = parts.by_index(at).unwrap();
        let mut xml = String::new();
        if let Some((before, after)) = marks(&entry.name().unwrap()).filter(|_| entry.read_to_string(&mut xml).is_ok()) {
            let found = xml.split(before).skip(1).filter_map(|rest| rest.split_once(after));
            out.extend(found.map(|(text, _)| text.to_owned()));
        }
    }
    out
}

const FIELD_ENDS: [char; 6] = [',', ';', '\t', '\n', '\r', '\u{feff}'];
/// What stands before and after a text in a part of an xlsx.
fn marks(part: &str) -> Option<(&'static str, &'static str)> {
    match part {
        "xl/workbook.xml" => Some(("<sheet name=\"", "\"")),
        "xl/sharedStrings.xml" => Some(("<t>", "</t>")),
        sheet if sheet.starts_with("xl/worksheets/sheet") => Some(("<t>", "</t>")),
        _ => None,
    }
}

pub(super) fn write_mutated(mutation: &Mutation, to: &Path) {
    let Mutation {
        workbook, text, changed, ..
    } = mutation;
    if workbook.extension().is_some_and(|e| e == "csv") {
        let all = fs::read_to_string(workbook).unwrap();
        let fields = all.split_inclusive(FIELD_ENDS).map(|field| {
            let body = field.trim_end_matches(FIELD_ENDS);
            if body == text {
                field.replacen(text.as_str(), changed, 1)
            } else {
                field.to_owned()
            }
        });
        return fs::write(to, fields.collect::<String>()).unwrap();
    }
    let mut parts = ZipArchive::new(File::open(workbook).unwrap()).unwrap();
    let mut out = ZipWriter::new(File::create(to).unwrap());
    for at in 0..parts.len() {
        let mut entry = parts.by_index(at).unwrap();
        let (name, mut bytes) = (entry.name().unwrap().into_owned(), Vec::new());
        entry.read_to_end(&mut bytes).unwrap();
        if let Some((before, after)) = marks(&name) {
            let whole = |text: &str| format!("{before}{text}{after}");
            bytes = String::from_utf8(bytes)
                .unwrap()
                .replace(&whole(text), &whole(changed))
                .into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&bytes).unwrap();
    }
    out.finish().unwrap();
}

/// All mutations of the corpora: each text that holds a word of the vocabulary, with that word replaced.
pub(super) fn mutations() -> Vec<Mutation> {
    let words = vocabulary();
    let corpus = root().join("tests/corpus");
    let mut inboxes = vec![(corpus.join("inbox"), None)];
    let mut themes: Vec<PathBuf> = fs::read_dir(corpus.join("survey/expected"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    themes.sort();
    for theme in themes {
        let expected = crate::support::program::json(&theme);
        let registry = expected["registry"].as_str().map(|file| corpus.join("survey").join(file));
        inboxes.push((corpus.join("survey/inbox").join(theme.file_stem().unwrap()), registry));
    }
    let mut out = Vec::new();
    for (inbox, registry) in inboxes {
        for workbook in paths(&inbox).into_iter().map(|path| inbox.join(path)) {
            if !workbook.extension().is_some_and(|e| e == "xlsx" || e == "csv") {
                continue;
            }
            let mut content = None;
            for text in texts(&workbook) {
                let Some(word) = words.iter().find(|w| text.contains(w.as_str())) else {
                    continue;
                };
                if text.chars().count() > word.chars().count() + MOST_AROUND {
                    continue;
                }
                if content.get_or_insert_with(|| Content::of(&workbook)).tells(&text, word) {
                    continue;
                }
                let unknown = UNKNOWN[out.len() % UNKNOWN.len()];
                out.push(Mutation {
                    workbook: workbook.clone(),
                    registry: registry.clone(),
                    changed: text.replacen(word.as_str(), unknown, 1),
                    text,
                });
            }
        }
    }
    out
}
