//! The rooms of src/ and what each may know, read from the code itself: a room imports only rooms to its left, files form no circle, and
//! files, folders and functions stay small enough to be read.

mod code;
mod listed;
mod trees;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    fs,
    sync::LazyLock,
};

use code::{Code, Function};
use walkdir::WalkDir;

use crate::support::program::root;

/// From left to right: a file imports from its own room and from those above it in this list.
const ROOMS: [&str; 22] = [
    "text",      // words in both languages, normal forms of names
    "model",     // the nouns that all rooms share
    "formats",   // bytes to cells
    "inbox",     // which files there are, and which are too large or not ours to read
    "values",    // one cell to an amount, a date, a number
    "tables",    // where tables stand and what their columns mean
    "rows",      // tables to lines, and the fate of every other row
    "units",     // whose line, which month
    "policy",    // what the law asks at a date, and what a line counts as: pure
    "assess",    // intervals, verdicts, what is still to buy: pure
    "decisions", // what auditors decided, approved and left open
    "prices",    // what was paid beside market prices and contracts
    "checks",    // findings, one file a check: pure
    "reconcile", // orders of platform exports beside lines
    "report",    // a unit's report and its views
    "templates", // workbooks for people to fill in
    "sample",    // audit samples
    "publish",   // everything at once, or nothing
    "ledger",    // Parquet out and in
    "run",       // one audit, from inbox to OUT
    "after",     // questions to a published OUT
    "cli",       // one file a subcommand
];
const FILES_OF_FOLDER: usize = 16;
const LINES_OF_FILE: usize = 400;
const LINES_OF_FUNCTION: usize = 100;

/// `[rows, reader]` for src/rows/reader.rs, `[rows]` for src/rows/mod.rs.
type Module = Vec<String>;

struct File {
    path: String,
    lines: usize,
    functions: Vec<Function>,
    /// The files that it imports from, each with the first line that does. A mod.rs may call its children without a `use`.
    imports: BTreeMap<Module, usize>,
}

type House = BTreeMap<Module, File>;

static SRC: LazyLock<House> = LazyLock::new(|| house(&files_below("src")));

/// Path below a folder of the repository and text of its files of Rust.
fn files_below(folder: &str) -> Vec<(String, String)> {
    let folder = root().join(folder);
    let mut files = Vec::new();
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|e| e == "rs") {
            let below: Vec<_> = path
                .strip_prefix(&folder)
                .unwrap()
                .iter()
                .map(|name| name.to_str().unwrap())
                .collect();
            files.push((below.join("/"), fs::read_to_string(&path).unwrap()));
        }
    }
    files
}

/// The house from its files. `lib.rs` and `main.rs` stand before its door.
fn house(files: &[(String, String)]) -> House {
    let inside = || files.iter().filter(|(path, _)| path != "lib.rs" && path != "main.rs");
    let known: BTreeSet<Module> = inside().map(|(path, _)| module(path)).collect();
    let file = |(path, text): &(String, String)| {
        // Tests in a file of their own may use whatever helps them.
        let code = if path.ends_with("tests.rs") {
            Code::default()
        } else {
            Code::read(text)
        };
        let (from, mut imports) = (module(path), BTreeMap::new());
        for (line, segments) in &code.paths {
            if let Some(to) = target(segments, &from, &known).filter(|to| *to != from) {
                imports.entry(to).or_insert(*line);
            }
        }
        let (path, lines) = (format!("src/{path}"), text.lines().count());
        let functions = code.functions;
        (
            from,
            File {
                path,
                lines,
                functions,
                imports,
            },
        )
    };
    inside().map(file).collect()
}

fn module(path: &str) -> Module {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').map(str::to_owned).collect()
}

/// The module whose file holds what a path names, if the house has it.
fn target(path: &[String], from: &[String], known: &BTreeSet<Module>) -> Option<Module> {
    let supers = path.iter().take_while(|segment| *segment == "super").count();
    let full = match path.first()?.as_str() {
        "crate" => path[1..].to_vec(),
        "self" => [from, &path[1..]].concat(),
        "super" => [&from[..from.len().checked_sub(supers)?], &path[supers..]].concat(),
        // A child of this module, else another crate.
        first => Some([from, path].concat()).filter(|_| known.contains(&[from, &[first.to_owned()]].concat()))?,
    };
    (1..=full.len()).rev().map(|n| full[..n].to_vec()).find(|m| known.contains(m))
}

fn arrows_back(house: &House) -> Vec<String> {
    let place = |module: &Module| ROOMS.iter().position(|room| *room == module[0]);
    let mut wrong = Vec::new();
    for (from, file) in house {
        if place(from).is_none() {
            wrong.push(format!(
                "{}: no room of this name; give it its place in tests/house/mod.rs",
                file.path
            ));
        }
        for (to, line) in file.imports.iter().filter(|(to, _)| place(to) > place(from)) {
            let to = to.join("::");
            wrong.push(format!(
                "{}:{line}: imports `{to}`, which stands to its right; move what both need to the left",
                file.path
            ));
        }
    }
    wrong
}

/// The shortest circle through each file, each file in one circle only.
fn circles(house: &House) -> Vec<String> {
    let (mut wrong, mut told) = (Vec::new(), BTreeSet::new());
    for start in house.keys() {
        // Breadth first along the imports, with the file that each was reached from.
        let (mut reached, mut waiting) = (BTreeMap::new(), VecDeque::from([start]));
        while let Some(from) = waiting.pop_front().filter(|_| !reached.contains_key(start)) {
            for to in house[from].imports.keys().filter(|to| !told.contains(*to)) {
                if !reached.contains_key(to) {
                    reached.insert(to, from);
                    waiting.push_back(to);
                }
            }
        }
        let (mut to, mut steps) = (start, Vec::new());
        while let Some(from) = reached.get(to).filter(|_| reached.contains_key(start) && told.insert(to)) {
            let file = &house[*from];
            steps.push(format!("{}:{} imports `{}`", file.path, file.imports[to], to.join("::")));
            to = from;
        }
        steps.reverse();
        if !steps.is_empty() {
            wrong.push(format!("a circle: {}; move what they share to a file of its own", steps.join(", ")));
        }
    }
    wrong
}

fn too_large(house: &House) -> Vec<String> {
    let (mut wrong, mut folders) = (Vec::new(), BTreeMap::<&str, usize>::new());
    for File {
        path, lines, functions, ..
    } in house.values()
    {
        *folders.entry(path.rsplit_once('/').unwrap().0).or_default() += 1;
        if *lines > LINES_OF_FILE {
            wrong.push(format!("{path}: {lines} lines, more than {LINES_OF_FILE}; split it by theme"));
        }
        for Function { name, line, lines } in functions.iter().filter(|f| f.lines > LINES_OF_FUNCTION) {
            wrong.push(format!(
                "{path}:{line}: `{name}` has {lines} lines, more than {LINES_OF_FUNCTION}; give its steps names"
            ));
        }
    }
    for (folder, files) in folders.iter().filter(|(_, files)| **files > FILES_OF_FOLDER) {
        wrong.push(format!(
            "{folder}: {files} files, more than {FILES_OF_FOLDER}; give a theme a folder of its own"
        ));
    }
    wrong
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_room_imports_only_rooms_to_its_left() {
    assert_none(&arrows_back(&SRC));
}

#[test]
fn files_form_no_circle() {
    assert_none(&circles(&SRC));
}

#[test]
fn files_folders_and_functions_stay_small() {
    assert_none(&too_large(&SRC));
}

#[test]
fn files_of_tests_stay_small() {
    let mut wrong = Vec::new();
    for (path, text) in files_below("tests") {
        let lines = text.lines().count();
        if lines > LINES_OF_FILE {
            wrong.push(format!("tests/{path}: {lines} lines, more than {LINES_OF_FILE}; split it by theme"));
        }
    }
    assert_none(&wrong);
}
