use std::fs;

use tempfile::TempDir;

use crate::{
    after::verify::*,
    publish::{manifest::InputEntry, work_folder::WorkFolder},
    text::Lang,
};

// From sha256sum: of `a` and of `b`.
const A: &str = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
const B: &str = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d";

fn input(path: &str, outcome: &str, units: &[&str]) -> InputEntry {
    InputEntry {
        path: path.into(),
        size: 1,
        // What nobody read has no hash.
        sha256: if outcome == "ignored" { String::new() } else { A.into() },
        outcome: outcome.into(),
        reason: None,
        rows: 1,
        lines: 1,
        units: units.iter().map(|u| (*u).to_owned()).collect(),
    }
}

fn now(path: &str, sha256: &str) -> InputNow {
    InputNow {
        path: path.into(),
        sha256: Ok(sha256.into()),
    }
}

/// A published run with a registry beside it.
fn run(dir: &Path) -> PathBuf {
    let registry = dir.join("名册.csv");
    fs::write(&registry, "a").unwrap();
    let out = dir.join("out");
    let work = WorkFolder::open(&out).unwrap();
    let build = work.build().unwrap();
    build.write("summary.json", b"a").unwrap();
    build.write("units/夏县/一中/report.html", b"a").unwrap();
    let manifest = Manifest {
        policy: HashedFile {
            path: "yuncheng-2023-31-24".into(),
            sha256: "00".into(),
        },
        registry: Some(HashedFile {
            path: registry.to_string_lossy().into_owned(),
            sha256: A.into(),
        }),
        inboxes: vec![dir.join("gone").to_string_lossy().into_owned()],
        inputs: vec![
            input("夏县/一中.xlsx", "read", &["units/夏县/一中"]),
            input("说明.pdf", "ignored", &[]),
            input("坏.xlsx", "quarantined", &[]),
        ],
        ..Manifest::least()
    };
    build.write_manifest(manifest).unwrap();
    fs::write(build.path().join("run.log"), "log").unwrap();
    build.publish(|| true).unwrap();
    out
}

#[test]
fn an_untouched_run_is_well() {
    let dir = TempDir::new().unwrap();
    let out = run(dir.path());
    let same = [now("夏县/一中.xlsx", A), now("坏.xlsx", A)];
    let report = verify(&out, Some(&same)).unwrap();
    assert_eq!((report.changes.as_slice(), report.exit_status()), (&[][..], 0));
    assert!(report.text(&Catalog::new(Lang::Zh)).starts_with("核对无误"));
    let without = verify(&out, None).unwrap();
    assert_eq!((without.inputs, without.exit_status()), (None, 3));
    assert_eq!(known_inboxes(&Manifest::read(&out.join("run.json")).unwrap()), None);
}

#[test]
fn every_change_names_the_figures_that_it_touches() {
    let dir = TempDir::new().unwrap();
    let out = run(dir.path());
    fs::write(dir.path().join("名册.csv"), "b").unwrap();
    fs::write(out.join("units/夏县/一中/report.html"), "b").unwrap();
    fs::remove_file(out.join("summary.json")).unwrap();
    fs::write(out.join("笔记.txt"), "b").unwrap();
    let report = verify(&out, Some(&[now("夏县/一中.xlsx", B), now("新.xlsx", A)])).unwrap();
    let found: Vec<_> = report
        .changes
        .iter()
        .map(|c| (c.kind, c.path.rsplit(['/', '\\']).next().unwrap(), c.what, c.touches.clone()))
        .collect();
    let unit = Touches::Units(vec!["units/夏县/一中".into()]);
    assert_eq!(
        found,
        [
            (FileKind::Basis, "名册.csv", What::Changed, Touches::Everything),
            (FileKind::Input, "坏.xlsx", What::Vanished, Touches::Nothing),
            (FileKind::Input, "一中.xlsx", What::Changed, unit.clone()),
            (FileKind::Input, "新.xlsx", What::New, Touches::Nothing),
            (FileKind::Output, "summary.json", What::Vanished, Touches::Region),
            (FileKind::Output, "report.html", What::Changed, unit),
            (FileKind::Output, "笔记.txt", What::New, Touches::Nothing),
        ]
    );
    assert_eq!(report.exit_status(), 3);
    let text = report.text(&Catalog::new(Lang::En));
    assert!(text.contains("input changed: 夏县/一中.xlsx (touches units/夏县/一中)"), "{text}");
}

#[test]
fn a_ledger_that_is_not_of_this_run_is_told() {
    let dir = TempDir::new().unwrap();
    let out = run(dir.path());
    let path = out.join("run.json");
    let ledger = dir.path().join("台账");
    let mut with_ledger = Manifest::read(&path).unwrap();
    with_ledger
        .options
        .insert("ledger".to_owned(), ledger.to_string_lossy().into_owned().into());
    fs::write(&path, serde_json::to_vec(&with_ledger).unwrap()).unwrap();
    let told = || {
        let report = verify(&out, None).unwrap();
        let of_ledger = report.changes.iter().filter(|c| c.kind == FileKind::Ledger);
        let found: Vec<_> = of_ledger.map(|c| (c.what, c.path == ledger.to_string_lossy())).collect();
        (found, report.text(&Catalog::new(Lang::En)))
    };
    assert_eq!(told().0, [(What::Vanished, true)]);
    let of = |sha256: &str| format!("{{\"out\": \"\", \"run_sha256\": \"{sha256}\"}}");
    let this = hash_file(&path).unwrap();
    let ready = dir.path().join(format!(".台账.bangfu/ready-{this}"));
    fs::create_dir_all(&ready).unwrap();
    fs::write(ready.join("_run.json"), of(&this)).unwrap();
    assert_eq!(told().0, [(What::NotInPlace, true)]);
    assert!(told().1.contains("ledger is complete but not in its place"), "{}", told().1);
    fs::create_dir(&ledger).unwrap();
    fs::write(ledger.join("_run.json"), of(A)).unwrap();
    assert_eq!(told().0, [(What::NotInPlace, true)], "an older one still stands there");
    fs::remove_dir_all(&ready).unwrap();
    assert_eq!(told().0, [(What::OfAnotherRun, true)]);
    fs::write(ledger.join("_run.json"), of(&this)).unwrap();
    assert_eq!(told().0, []);
}
