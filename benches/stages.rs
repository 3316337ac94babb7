//! The stages of a run, one workbook or one unit at a time: `cargo bench --bench stages`. Whole runs: `contrib/bench/run.py`.
//!
//! The workbook is the largest of the samples, the unit the one with the most lines; its report comes from the program itself.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::{fs, hint::black_box, path::PathBuf, process::Command};

use bangfu::{
    assess::unit::assess,
    formats::{self, limits::Limits},
    model::{dates::Month, unit::UnitTerms, unit_report::UnitReport},
    policy::{duplicates::classify, pack::Policy},
    report::{
        render::{Beside, Format, Rendering, write_unit},
        templates::Templates,
    },
    rows::sheets::read_book,
    tables::vocabulary::Vocabulary,
    text::catalog::{Catalog, Lang},
};
use criterion::{Criterion, criterion_group, criterion_main};

/// Files below `folder` with this extension, the largest first.
fn largest(folder: &str, extension: &str) -> PathBuf {
    let mut files: Vec<(u64, PathBuf)> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.path().extension().is_some_and(|x| x == extension))
        .map(|e| (e.metadata().unwrap().len(), e.into_path()))
        .collect();
    files.sort();
    files.pop().expect("a file").1
}

fn stages(c: &mut Criterion) {
    let inbox = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/inbox");
    let (limits, layouts) = (Limits::default(), Vocabulary::embedded());
    let bytes = fs::read(largest(inbox, "xlsx")).unwrap();
    c.bench_function("read one workbook", |b| {
        b.iter(|| formats::read(black_box(&bytes), &limits).unwrap())
    });
    let book = formats::read(&bytes, &limits).unwrap();
    c.bench_function("interpret it", |b| b.iter(|| read_book(black_box(&book), &layouts)));

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let status = Command::new(env!("CARGO_BIN_EXE_bangfu"))
        .args(["audit", inbox, "--period", "2024-03", "--format", "json", "--quiet", "-o"])
        .arg(&out)
        .status()
        .unwrap();
    assert!(matches!(status.code(), Some(0 | 3)));
    let json = fs::read(largest(out.join("units").to_str().unwrap(), "json")).unwrap();
    let report: UnitReport = serde_json::from_slice(&json).unwrap();
    let period: Month = "2024-03".parse().unwrap();
    let policy = Policy::load("yuncheng-2023-31-24").unwrap().at(period, false).unwrap();
    let mut lines = report.lines.clone();
    for line in &mut lines {
        // What is not part of the report: that the table had a channel column.
        line.evidence.has_column = true;
    }
    c.bench_function("classify and assess a unit", |b| {
        b.iter(|| {
            let mut lines = lines.clone();
            classify(&policy, &mut lines);
            assess(&policy, &UnitTerms::default(), &lines, &[], false, period).unwrap()
        });
    });
    let (catalog, templates) = (Catalog::new(Lang::Zh), Templates::embedded(Lang::Zh).unwrap());
    let with = Rendering {
        catalog: &catalog,
        templates: &templates,
        beside: Beside::default(),
    };
    for format in [Format::Json, Format::Xlsx, Format::Html, Format::Docx] {
        c.bench_function(&format!("render {}", format.code()), |b| {
            b.iter(|| {
                let mut bytes = Vec::new();
                write_unit(black_box(&report), format, with, &mut bytes).unwrap();
                bytes
            });
        });
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
