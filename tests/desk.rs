//! What happens on a Windows desk: a report open in another program, a window that stands in OUT, a quote that was swallowed, a run that is killed.

use std::{
    fs::{self, File, OpenOptions},
    os::windows::{fs::MetadataExt as _, fs::OpenOptionsExt as _, process::CommandExt as _},
    path::Path,
    process::{Child, Stdio},
};

use crate::support::program::{Place, paths, tree};

const LEDGER: &str = "日期,品名,供应商,采购渠道,金额\n2024-03-05,面粉,鑫源粮油,自行采购,700.00\n";
const OTHER: &str = "日期,品名,供应商,采购渠道,金额\n2024-03-05,面粉,鑫源粮油,自行采购,800.00\n";
const UNIT: &str = "盐湖区甲小学";

/// As WPS and Excel open a workbook: nobody else may touch it.
fn opened_alone(path: &Path) -> File {
    OpenOptions::new().read(true).write(true).share_mode(0).open(path).unwrap()
}

fn audited() -> Place {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    place.audit("out", &[]).ok();
    place
}

fn change_ledger(place: &Place) {
    place.write(&format!("inbox/{UNIT}/{UNIT}2024年3月食堂采购台账.csv"), OTHER);
}

fn total(place: &Place, out: &str) -> i64 {
    place.json(&format!("{out}/summary.json"))["units"][0]["scopes"]["month"]["base_fen"]
        .as_i64()
        .unwrap()
}

#[test]
fn reports_that_are_open_are_named_and_the_new_ones_are_published_beside_until_they_are_closed() {
    let place = audited();
    let before = tree(&place.at("out"));
    let page = place.at("out/summary.xlsx");
    let open = opened_alone(&page);
    change_ledger(&place);
    let ran = place.run(&["audit", "inbox", "--period", "2024-03", "-o", "out"]);
    // Named before anything is read, and what became of it at the end.
    assert_eq!(ran.status, 3, "{}", ran.err);
    assert!(ran.err.contains("summary.xlsx”正被别的程序打开"), "{}", ran.err);
    assert!(ran.err.contains("out (2)") && !ran.err.contains(r"\\?\"), "{}", ran.err);
    assert_eq!((total(&place, "out"), total(&place, "out (2)")), (70000, 80000));
    drop(open);
    assert!(tree(&place.at("out")) == before, "nothing of it was touched");
    // Still open: the next run does not pile up folders.
    let open = opened_alone(&page);
    place.write("out (2)/笔记.txt", "mine");
    let ran = place.run(&["audit", "inbox", "--period", "2024-03", "-o", "out"]);
    assert_eq!(ran.status, 3, "{}", ran.err);
    assert!(!place.at("out (2)").exists() && total(&place, "out (3)") == 80000);
    assert_eq!(fs::read_to_string(place.at("out.kept-1/笔记.txt")).unwrap(), "mine");
    drop(open);
    // Closed: all is in its place, and nothing else is left.
    place.audit("out", &[]).ok();
    assert_eq!(total(&place, "out"), 80000);
    let mut left: Vec<String> = fs::read_dir(place.folder())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["inbox", "out", "out.kept-1"]);
}

#[test]
fn a_report_that_is_closed_while_the_run_waits_is_replaced() {
    let place = audited();
    let open = opened_alone(&place.at("out/index.html"));
    change_ledger(&place);
    std::thread::scope(|scope| {
        let run = scope.spawn(|| place.run(&["audit", "inbox", "--period", "2024-03", "-o", "out"]));
        // Complete reports wait for their place.
        while !place.at(".out.bangfu/exchanged").exists() && !run.is_finished() {
            std::thread::yield_now();
        }
        drop(open);
        assert_eq!(run.join().unwrap().status, 0);
    });
    assert_eq!(total(&place, "out"), 80000);
    assert!(!place.at("out (2)").exists() && !place.at(".out.bangfu").exists());
}

#[test]
fn read_only_reports_do_not_matter() {
    let place = audited();
    for name in ["index.html", "summary.xlsx", "run.json"] {
        let path = place.at("out").join(name);
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
    }
    change_ledger(&place);
    place.audit("out", &[]).ok();
    assert_eq!(total(&place, "out"), 80000);
    assert!(!place.at(".out.bangfu").exists(), "the previous one is removed");
}

#[test]
fn a_workbook_held_open_is_told_in_the_same_words_everywhere() {
    let place = audited();
    place.write("3月.csv", LEDGER);
    let _open = opened_alone(&place.at("3月.csv"));
    let advice = "请在其他程序（如Excel、WPS）中关闭该文件";
    for args in [
        &["inspect", "3月.csv"][..],
        &["check", "3月.csv"],
        &["inspect", "inbox/x.csv", "--registry", "3月.csv"],
        &["audit", "inbox", "--period", "2024-03", "-o", "new", "--registry", "3月.csv"],
        &["audit", "inbox", "--period", "2024-03", "-o", "new", "--overrides", "3月.csv"],
        &["sample", "evaluate", "3月.csv"],
    ] {
        if args[1].ends_with("x.csv") {
            place.write("inbox/x.csv", LEDGER);
        }
        let ran = place.run(args);
        let said = ran.out + &ran.err;
        assert!(ran.status != 0 && said.contains(advice), "{args:?}: {said}");
    }
    // Open for writing and shared with readers, as Excel has it: it is read.
    const SHARE_READ: u32 = 1;
    place.write("4月.csv", LEDGER);
    let _shared = OpenOptions::new()
        .read(true)
        .write(true)
        .share_mode(SHARE_READ)
        .open(place.at("4月.csv"))
        .unwrap();
    place.run(&["inspect", "4月.csv"]).ok();
}

#[test]
fn a_swallowed_quote_and_wildcards_are_understood() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    let mut command = place.command(&[]);
    // As a person types it: the quote after the backslash ends the path for him alone.
    command.raw_arg(format!(
        r#"audit "{}\" --period 2024-03 -o "out put\""#,
        place.at("inbox").display()
    ));
    crate::support::program::Ran::of(&mut command).ok();
    assert_eq!(total(&place, "out put"), 70000);
    place.write("a/1.csv", LEDGER);
    place.write("a/2.csv", OTHER);
    let ran = place.run(&["check", r"a\*.csv", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(found["files"], 2, "{}", ran.err);
    let ran = place.run(&["check", r"a\*.xlsx"]);
    assert!(ran.err.contains("不存在") && ran.status == 2, "{}", ran.err);
    let units = place.json("out put/summary.json");
    let path = units["units"][0]["path"].as_str().unwrap().replace('/', "\\");
    place.run(&["explain", "out put", &path]).ok();
    place.run(&["explain", "out put", &format!("{path}\\")]).ok();
}

#[test]
fn the_hidden_folder_is_hidden_and_names_its_holder() {
    const HIDDEN: u32 = 2;
    let place = audited();
    let work = bangfu::publish::work_folder::WorkFolder::open(&place.at("out")).unwrap();
    let folder = place.at(".out.bangfu");
    assert_ne!(fs::metadata(&folder).unwrap().file_attributes() & HIDDEN, 0);
    let ran = place.run(&["audit", "inbox", "--period", "2024-03", "-o", "out"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains(&format!("pid {}", std::process::id())), "{}", ran.err);
    drop(work);
    assert!(!folder.exists());
    assert_eq!(fs::metadata(place.at("out")).unwrap().file_attributes() & HIDDEN, 0);
}

#[test]
fn a_run_that_is_killed_at_any_moment_leaves_whole_reports_and_the_next_one_mends() {
    let place = audited();
    let hidden = place.at(".out.bangfu");
    for moment in ["lock", "build", "build/units", "exchanged", "previous", "discarded"] {
        let mut run: Child = place
            .command(&["audit", "inbox", "--period", "2024-03", "--quiet", "-o", "out"])
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        while !hidden.join(moment).exists() && run.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let _ = run.kill();
        run.wait().unwrap();
        // Missing only between the two renames; then the next run puts it back.
        if place.at("out").exists() {
            assert_eq!(place.run(&["verify", "out"]).status, 0, "{moment}");
        }
        place.audit("out", &[]).ok();
        assert!(!hidden.exists() && !place.at("out.kept-1").exists(), "{moment}");
    }
}

#[test]
fn paths_of_three_hundred_characters_and_names_that_differ_in_case_alone_come_through() {
    let place = Place::with_ledgers(&[(UNIT, LEDGER)]);
    // Ledgers and reports of such paths. OUT itself stays shorter: Wine resolves no folder beyond 260 characters.
    let deep = ["很", "深", "的", "文", "件"].map(|part| part.repeat(60)).join("/");
    place.write(&format!("inbox/{deep}/乙小学2024年3月食堂采购台账.csv"), OTHER);
    let (out, unit) = (["报", "告", "处"].map(|part| part.repeat(72)).join("/"), "长".repeat(60));
    place.write("inbox/长名.csv", format!("填报单位：{unit}\n{LEDGER}"));
    place.audit(&out, &["--format", "xlsx,html,docx,json"]).ok();
    let units = place.json(&format!("{out}/summary.json"))["units"].as_array().unwrap().clone();
    assert!(
        units.len() == 3
            && units
                .iter()
                .all(|u| matches!(u["scopes"]["month"]["base_fen"].as_i64(), Some(70000 | 80000))),
        "{units:#?}"
    );
    let longest = paths(&place.at(&out))
        .into_iter()
        .map(|path| place.at(&out).join(path).to_string_lossy().chars().count());
    assert!(longest.max() > Some(300));
    place.audit(&out, &["--format", "xlsx,html,docx,json"]).ok();
    for name in ["很".repeat(60), "长名.csv".to_owned()] {
        let path = place.at("inbox").join(name);
        if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        }
        .unwrap();
    }
    // The same OUT by another spelling is replaced, and is no inbox.
    place.audit("Reports", &[]).ok();
    change_ledger(&place);
    place.audit("REPORTS", &[]).ok();
    assert_eq!((total(&place, "reports"), place.at(".Reports.bangfu").exists()), (80000, false));
    assert_eq!(place.run(&["audit", "Inbox", "--period", "2024-03", "-o", "INBOX"]).status, 2);
}
