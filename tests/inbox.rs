//! Which files of an inbox are workbooks: at any depth, in archives, and never what a run wrote; and why a file is not read, in words.

use std::{fs, io::Write as _, path::PathBuf};

use bangfu::{
    formats::{limits::Limits, unreadable::Unreadable},
    inbox::{
        discover::{Discovery, discover},
        outputs::ReservedPaths,
        unreadable_words::unreadable_words,
    },
    text::catalog::{Catalog, Lang},
};

fn labels(found: &Discovery) -> Vec<&str> {
    found.files.iter().map(|f| f.path.as_ref()).collect()
}

#[test]
fn workbooks_are_found_at_any_depth_and_lock_files_are_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    for name in [
        "b/c/台账.csv",
        "a.xlsx",
        "~$a.xlsx",
        ".~b.et",
        "b/.DS_Store",
        "说明.docx",
        "__MACOSX/x.xlsx",
        "图.jpg",
    ] {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, b"a,b\n").unwrap();
    }
    let found = discover(&[dir.path().to_owned()], &Limits::default(), &ReservedPaths::default()).unwrap();
    assert_eq!(labels(&found), ["a.xlsx", "b/c/台账.csv"]);
    assert_eq!(
        found.ignored.iter().map(|i| i.path.as_ref()).collect::<Vec<_>>(),
        ["图.jpg", "说明.docx"]
    );
}

#[test]
fn a_zip_of_workbooks_is_opened_one_level_and_its_names_are_labels_only() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("三月.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for name in ["../../x.csv", "夏县/y.csv", "inner.zip", "readme.pdf", "__MACOSX/y.csv"] {
        zip.start_file(name, options).unwrap();
        zip.write_all(b"a,b\n").unwrap();
    }
    zip.finish().unwrap();
    let found = discover(&[dir.path().to_owned()], &Limits::default(), &ReservedPaths::default()).unwrap();
    assert_eq!(labels(&found), ["三月.zip/x.csv", "三月.zip/夏县/y.csv"]);
    assert_eq!(found.files[0].bytes(&Limits::default()).unwrap(), b"a,b\n");
    assert_eq!(found.ignored.len(), 1);
    let refused: Vec<(&str, &str)> = found.quarantined.iter().map(|(p, r)| (p.as_ref(), r.code())).collect();
    assert_eq!(refused, [("三月.zip/inner.zip", "unsupported_format")]);
}

#[test]
fn an_archive_without_anything_in_it_has_an_outcome() {
    let dir = tempfile::TempDir::new().unwrap();
    let empty = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    for name in ["三月.zip", "三月.xlsx"] {
        fs::write(dir.path().join(name), empty).unwrap();
    }
    let found = discover(&[dir.path().to_owned()], &Limits::default(), &ReservedPaths::default()).unwrap();
    let reasons: Vec<&str> = found.quarantined.iter().map(|(_, why)| why.code()).collect();
    assert_eq!((reasons.as_slice(), found.files.len()), (&["damaged", "damaged"][..], 0));
}

#[test]
fn an_inbox_that_is_not_there_is_named() {
    let e = discover(&[PathBuf::from("no/such/inbox")], &Limits::default(), &ReservedPaths::default()).unwrap_err();
    assert!(e.to_string().contains("no/such/inbox"), "{e}");
}

fn touch(path: PathBuf) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "采购日期,品名,金额\n2024-03-01,米,1\n").unwrap();
}

const MANIFEST: &str = "{\n  \"schema\": \"bangfu/run/1\",\n";

#[test]
fn what_runs_wrote_is_never_an_input() {
    let dir = tempfile::TempDir::new().unwrap();
    let inbox = dir.path().join("inbox");
    for name in [
        "夏县/一中.csv",
        "报告/units/夏县/一中/report.xlsx",
        "报告.kept-1/units/report.csv",
        ".报告.bangfu/build-1-0/a.csv",
        "报告.kept-x/二中.csv",
        "台账/year=2024/part-0.csv",
        ".台账.bangfu/ready/part-0.csv",
        "去年/units/三中/report.xlsx",
        "去年的/四中.csv",
    ] {
        touch(inbox.join(name));
    }
    fs::write(inbox.join("去年/run.json"), MANIFEST).unwrap();
    fs::write(inbox.join("去年的/run.json"), "{\"other\": 1}").unwrap();
    let places = ReservedPaths::of(&inbox.join("报告"), Some(&inbox.join("台账")));
    let found = discover(std::slice::from_ref(&inbox), &Limits::default(), &places).unwrap();
    let paths: Vec<&str> = found.files.iter().map(|f| f.path.as_ref()).collect();
    assert_eq!(paths, ["去年的/四中.csv", "夏县/一中.csv", "报告.kept-x/二中.csv"]);
    let ignored: Vec<_> = found.ignored.iter().map(|i| (i.path.as_ref(), i.reason.as_str())).collect();
    assert_eq!(ignored, [("去年", "own_output"), ("去年的/run.json", "not_a_workbook")]);
    // Named as an inbox an output is refused, and so is what lies in it.
    for wrong in ["去年", "去年/units/三中/report.xlsx", "报告/units"] {
        let error = discover(&[inbox.join(wrong)], &Limits::default(), &places).unwrap_err().to_string();
        assert!(error.contains("output of a run"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_report_is_no_input() {
    let dir = tempfile::TempDir::new().unwrap();
    let (inbox, out) = (dir.path().join("inbox"), dir.path().join("out"));
    for name in ["out/report.csv", "old/report.csv", "other/一中.csv"] {
        touch(dir.path().join(name));
    }
    fs::write(dir.path().join("old/run.json"), MANIFEST).unwrap();
    fs::create_dir(&inbox).unwrap();
    for (name, to) in [
        ("a.csv", "out/report.csv"),
        ("b.csv", "old/report.csv"),
        ("c.csv", "other/一中.csv"),
    ] {
        std::os::unix::fs::symlink(dir.path().join(to), inbox.join(name)).unwrap();
    }
    let found = discover(&[inbox], &Limits::default(), &ReservedPaths::of(&out, None)).unwrap();
    assert_eq!(found.files.len(), 1);
    assert_eq!(&*found.files[0].path, "c.csv");
    assert_eq!(found.ignored.len(), 1);
}

#[test]
fn an_output_packed_in_a_zip_is_no_input() {
    let dir = tempfile::TempDir::new().unwrap();
    let path = dir.path().join("三月.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("报告/units/report.csv", "a"),
        ("报告/run.json", MANIFEST),
        ("报告二/一中.csv", "a"),
        ("二中/run.json", "{}"),
        ("二中/台账.csv", "a"),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    let found = discover(&[dir.path().to_owned()], &Limits::default(), &ReservedPaths::default()).unwrap();
    let paths: Vec<&str> = found.files.iter().map(|f| f.path.as_ref()).collect();
    assert_eq!(paths, ["三月.zip/二中/台账.csv", "三月.zip/报告二/一中.csv"]);
    assert!(
        found
            .ignored
            .iter()
            .any(|i| &*i.path == "三月.zip/报告/units/report.csv" && i.reason == "own_output")
    );
}

#[test]
fn every_reason_says_what_was_found_and_what_to_do() {
    let limit = |name: &str| Unreadable::OverLimit {
        limit: name.to_owned(),
        found: 9,
        allowed: 8,
    };
    for lang in [Lang::Zh, Lang::En] {
        let catalog = Catalog::new(lang);
        for reason in [
            Unreadable::Empty,
            Unreadable::Encrypted,
            Unreadable::Damaged("zip: cut".to_owned()),
            Unreadable::NotAWorkbook("Word document".to_owned()),
            Unreadable::Unsupported("Apple Numbers".to_owned()),
            Unreadable::Unsupported("RAR".to_owned()),
            Unreadable::Internal("reading the cells".to_owned()),
            Unreadable::Io("denied".to_owned()),
            limit("max-file-mib"),
            limit("max-inflated-mib"),
            limit("max-cells"),
            limit("max-sheets"),
            limit("max-xml-depth"),
            limit("max-members"),
        ] {
            let (message, fix) = unreadable_words(&reason, &catalog);
            for text in [&message, &fix] {
                assert!(!text.is_empty() && !text.contains(['{', '}']), "{reason:?}: {text}");
                assert!(!text.contains("quarantine.") && !text.contains("limit."), "{reason:?}: {text}");
            }
            if let Unreadable::OverLimit { limit, .. } = &reason {
                assert!(fix.contains(&format!("--{limit}")) && message.contains('8'), "{fix}");
            }
        }
    }
    let zh = Catalog::new(Lang::Zh);
    assert!(
        unreadable_words(&Unreadable::NotAWorkbook("Word document".into()), &zh)
            .0
            .contains("Word文档")
    );
    for (technical, people) in [
        ("zip: cut", "文件结构"),
        ("OLE: cut", "文件结构"),
        ("BIFF: no BOF record", "工作簿的数据"),
        ("no worksheet in the workbook", "没有可读的工作表"),
        ("xl/styles.xml: cut", "有一部分"),
    ] {
        let message = unreadable_words(&Unreadable::Damaged(technical.into()), &zh).0;
        assert!(message.contains(technical) && message.contains(people), "{message}");
    }
    let fix = |found: &str| unreadable_words(&Unreadable::Unsupported(found.into()), &zh).1;
    assert!(fix("RAR").contains("解压") && !fix("RAR").contains("另存"), "{}", fix("RAR"));
    assert!(fix("SYLK").contains("另存") && !fix("SYLK").contains("解压"), "{}", fix("SYLK"));
}
