//! A word that the program does not know must never turn a figure with certainty. In each workbook of the corpus one word of the
//! vocabulary at a time is replaced by one that nobody knows: the figures stay, or an interval holds them, or rows are set aside and the
//! run says so. Words that give a whole table its role (付款, 计划) are left, for without them nothing says that it is no purchase.

use std::{
    collections::BTreeSet,
    fmt,
    fs::{self, File},
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use serde_json::Value;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::support::program::{Place, paths, root};

/// Words that no ledger uses.
const UNKNOWN: [&str; 6] = ["岗卯", "辰乙", "巳列", "栾午", "庚未", "壬酉"];
/// Mutations of the default run; the long one (CONTRIBUTING.md) takes [`MANY`].
const FEW: usize = 250;
const MANY: usize = 6_000;
/// Characters that a text may have beside the word that is replaced: what is longer is a sentence.
const MOST_AROUND: usize = 8;

/// Texts without which nothing in their workbook tells what they say (退货 in a remark, the header of what was given back): figures that a word
/// still turns. Each line a workbook and a text; the long run says which of them no longer do.
const KNOWN: &str = include_str!("word_blind_known.txt");

/// Lists of `data/layouts/base.toml` whose words are replaced: names of columns, labels of rows and titles, channels' columns, statuses.
/// Left are the words of a table's role, and marks that are no words (〃, √, kg).
fn vocabulary() -> Vec<String> {
    let layouts: toml::Table = toml::from_str(include_str!("../src/data/layouts/base.toml")).unwrap();
    let policy: toml::Table = toml::from_str(include_str!("../src/data/policies/yuncheng-2023-31-24.toml")).unwrap();
    const LEFT: [&str; 18] = [
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

fn collect(value: &toml::Value, left: &[&str], words: &mut BTreeSet<String>) {
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
struct Mutation {
    workbook: PathBuf,
    registry: Option<PathBuf>,
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

fn write_mutated(mutation: &Mutation, to: &Path) {
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
fn mutations() -> Vec<Mutation> {
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
            for text in texts(&workbook) {
                let Some(word) = words.iter().find(|w| text.contains(w.as_str())) else {
                    continue;
                };
                if text.chars().count() > word.chars().count() + MOST_AROUND {
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

/// What an audit of one workbook says.
struct Outcome {
    status: i32,
    summary: Value,
}

fn outcome(workbook: &Path, registry: Option<&Path>, inbox: &str) -> Outcome {
    let place = Place::new();
    // The name of the file says whose it is, as in the corpus.
    let name = format!("{inbox}/{}", workbook.file_name().unwrap().to_str().unwrap());
    place.write(&name, fs::read(workbook).unwrap());
    let mut args = vec!["audit", inbox, "--period", "2024-03", "--format", "json", "--quiet", "-o", "out"];
    let registry = registry.map(|file| file.display().to_string());
    args.extend(registry.iter().flat_map(|file| ["--registry", file]));
    let ran = place.run(&args);
    assert!(matches!(ran.status, 0 | 3), "{}: {}", workbook.display(), ran.err);
    Outcome {
        status: ran.status,
        summary: place.json("out/summary.json"),
    }
}

impl Outcome {
    /// Units with lines.
    fn units(&self) -> Vec<&Value> {
        let all = self.summary["units"].as_array().unwrap().iter();
        all.filter(|u| u["lines"] != 0).collect()
    }

    /// Rows that are set aside with a reason.
    fn set_aside(&self) -> i64 {
        let fates = &self.summary["inputs"]["fates"];
        ["rejected", "not_purchase", "void", "example"]
            .iter()
            .filter_map(|fate| fates[fate].as_i64())
            .sum()
    }
}

/// How an outcome stands to the one that is right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Same,
    /// Intervals that hold the right ones.
    Wider,
    /// Rows set aside, and the run says so.
    Said,
    /// Another figure, and nothing says so.
    Changed,
}

fn compare(right: &Outcome, found: &Outcome) -> Kind {
    let (a, b) = (right.units(), found.units());
    let said = found.status == 3 && (right.status != 3 || found.set_aside() > right.set_aside());
    let worst = if said { Kind::Said } else { Kind::Changed };
    if a.len() != b.len() {
        return worst;
    }
    let mut kind = Kind::Same;
    // A unit line that is not understood leaves the name to the title or the file: the figures are what counts here.
    for (at, unit) in a.iter().enumerate() {
        let other = b.iter().find(|u| u["unit"] == unit["unit"]).or(b.get(at)).unwrap();
        for scope in ["month", "ytd"] {
            let (x, y) = (&unit["scopes"][scope], &other["scopes"][scope]);
            if x == y {
                continue;
            }
            kind = Kind::Wider;
            for (p, q) in x["requirements"]
                .as_array()
                .unwrap()
                .iter()
                .zip(y["requirements"].as_array().unwrap())
            {
                // Where nothing is certain in the base an end is open: it holds whatever the right one is.
                let (low, high) = (q["ratio_low_bp"].as_i64(), q["ratio_high_bp"].as_i64());
                let (from, to) = (p["ratio_low_bp"].as_i64(), p["ratio_high_bp"].as_i64());
                let open = q["verdict"] == "undetermined";
                let holds = match (low, from) {
                    (Some(low), Some(from)) => low <= from,
                    (end, _) => end.is_none() && open,
                } && match (high, to) {
                    (Some(high), Some(to)) => to <= high,
                    (end, _) => end.is_none() && open,
                };
                // An amount that nothing bounds has no interval: the verdict is open, and says why.
                let unbounded = open && q["unbounded"] == true;
                if !unbounded && !holds {
                    return worst;
                }
            }
        }
    }
    kind
}

/// Tries `count` of the mutations, spread evenly over all; how many of each kind, and those that changed a figure.
fn try_some(count: usize) -> ([usize; 4], Vec<String>) {
    let all = mutations();
    assert!(all.len() > 1_500, "{} mutations", all.len());
    let step = (all.len() / count).max(1);
    // Another residue than 0 would do as well; it is fixed so that a failure can be found again.
    let some: Vec<&Mutation> = all.iter().step_by(step).collect();
    let next = AtomicUsize::new(0);
    let worker = || {
        let (mut counts, mut changed) = ([0; 4], Vec::new());
        while let Some(mutation) = some.get(next.fetch_add(1, Ordering::Relaxed)) {
            let registry = mutation.registry.as_deref();
            let right = outcome(&mutation.workbook, registry, "inbox");
            let place = Place::new();
            let mutated = place.at(mutation.workbook.file_name().unwrap().to_str().unwrap());
            write_mutated(mutation, &mutated);
            let found = outcome(&mutated, registry, "inbox");
            let kind = compare(&right, &found);
            counts[kind as usize] += 1;
            if kind == Kind::Changed {
                changed.push(mutation.to_string());
            }
        }
        (counts, changed)
    };
    let (mut counts, mut changed) = ([0; 4], Vec::new());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(worker)).collect();
        for ended in workers {
            let (own, more) = ended.join().unwrap();
            counts.iter_mut().zip(own).for_each(|(sum, n)| *sum += n);
            changed.extend(more);
        }
    });
    changed.sort();
    println!(
        "the same {}, an interval that holds it {}, set aside and said {}, changed {}",
        counts[0], counts[1], counts[2], counts[3]
    );
    (counts, changed)
}

#[test]
fn a_word_that_nobody_knows_turns_no_figure() {
    let (_, changed) = try_some(FEW);
    let known: BTreeSet<&str> = KNOWN.lines().collect();
    let turned: Vec<&String> = changed.iter().filter(|c| !known.contains(c.as_str())).collect();
    assert!(turned.is_empty(), "{turned:#?}");
}

#[test]
#[ignore = "takes minutes: cargo test --test main word_blind -- --ignored --nocapture"]
fn no_word_of_the_corpus_turns_a_figure() {
    let (counts, changed) = try_some(MANY);
    let all: usize = counts.iter().sum();
    println!("{} in 100 are the same", counts[0] * 100 / all);
    let known: Vec<&str> = KNOWN.lines().collect();
    assert!(
        known == changed,
        "{} of {all} turn a figure; this is tests/word_blind_known.txt now:\n{}",
        changed.len(),
        changed.join("\n")
    );
}
