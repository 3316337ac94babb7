//! A word that the program does not know must never turn a figure with certainty. In each workbook of the corpus one word of the
//! vocabulary at a time is replaced by one that nobody knows: the figures stay, or an interval holds them, or rows are set aside and the
//! run says so. Left are words that give a whole table its role (付款, a tab 退货), for without them nothing says that it is no purchase, and what is
//! no label but content: the names of sellers, the words of remarks.

mod content;
mod mutations;

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use mutations::{Mutation, mutations, write_mutated};
use serde_json::Value;

use crate::support::program::Place;

/// Mutations of the default run; the long one (CONTRIBUTING.md) takes [`MANY`].
const FEW: usize = 250;
const MANY: usize = 6_000;
/// All of the base, in basis points.
const ALL_BP: i64 = 10_000;
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
        // Where nothing was taken, lines of which nothing is certain are no figure.
        let open = |unit: &&Value| {
            let of = |scope: &str| unit["scopes"][scope]["requirements"].as_array().unwrap().iter();
            ["month", "ytd"]
                .iter()
                .flat_map(|scope| of(scope))
                .all(|r| r["verdict"] == "undetermined")
        };
        return if a.is_empty() && b.iter().all(open) { Kind::Wider } else { worst };
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
                // Where nothing is certain in the base an end is open: it holds whatever the right one is, and what goes from nothing to all holds
                // it. A share above all is all.
                let (low, high) = (q["ratio_low_bp"].as_i64(), q["ratio_high_bp"].as_i64());
                let (from, to) = (p["ratio_low_bp"].as_i64(), p["ratio_high_bp"].as_i64());
                let open = q["verdict"] == "undetermined";
                let holds = match (low, from) {
                    (Some(low), from) => low <= from.unwrap_or(0),
                    (None, _) => open,
                } && match (high, to) {
                    (Some(high), to) => to.unwrap_or(ALL_BP).min(ALL_BP) <= high,
                    (None, _) => open,
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
        // A workbook's mutations stand one after the other.
        let mut last: Option<(&Path, Outcome)> = None;
        while let Some(mutation) = some.get(next.fetch_add(1, Ordering::Relaxed)) {
            let registry = mutation.registry.as_deref();
            let known = last.take().filter(|(workbook, _)| *workbook == mutation.workbook);
            let (_, right) = last.insert(known.unwrap_or_else(|| (&mutation.workbook, outcome(&mutation.workbook, registry, "inbox"))));
            let place = Place::new();
            let mutated = place.at(mutation.workbook.file_name().unwrap().to_str().unwrap());
            write_mutated(mutation, &mutated);
            let found = outcome(&mutated, registry, "inbox");
            let kind = compare(right, &found);
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
    assert!(changed.is_empty(), "{changed:#?}");
}

#[test]
#[ignore = "takes minutes: cargo test --test main word_blind -- --ignored --nocapture"]
fn no_word_of_the_corpus_turns_a_figure() {
    let (counts, changed) = try_some(MANY);
    let all: usize = counts.iter().sum();
    println!("{} in 100 are the same", counts[0] * 100 / all);
    assert!(
        changed.is_empty(),
        "{} of {all} turn a figure:\n{}",
        changed.len(),
        changed.join("\n")
    );
}
