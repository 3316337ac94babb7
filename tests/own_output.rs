//! What the program wrote is never read as a ledger, however it came into an inbox; what it gives out to be filled in is.

use std::{fs, path::Path, process::Command};

fn audit(inbox: &Path, out: &Path, code: i32) -> serde_json::Value {
    let run = Command::new(env!("CARGO_BIN_EXE_bangfu"))
        .args(["audit", "--period", "2024-03", "--quiet", "-o"])
        .arg(out)
        .arg(inbox)
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(code), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&fs::read(out.join("run.json")).unwrap()).unwrap()
}

#[test]
fn a_report_copied_alone_into_an_inbox_is_listed_and_not_read() {
    let dir = tempfile::TempDir::new().unwrap();
    let (inbox, out) = (dir.path().join("inbox"), dir.path().join("out"));
    fs::create_dir(&inbox).unwrap();
    // A channel that nothing knows, so that 待核实.xlsx is written too.
    let ledger = "填报单位：盐湖区实验中学\n采购日期,食材名称,金额,采购渠道\n2024-03-05,大米,100,农贸市场\n2024-03-06,面粉,60,某某网\n";
    fs::write(inbox.join("台账.csv"), ledger).unwrap();
    audit(&inbox, &out, 0);
    let before = fs::read(out.join("summary.csv")).unwrap();
    let unit = fs::read_dir(out.join("units/盐湖区")).unwrap().next().unwrap().unwrap().path();
    let copied = [
        (unit.join("report.xlsx"), "a.xlsx"),
        (unit.join("report.html"), "b.html"),
        (out.join("summary.xlsx"), "c.xlsx"),
        (out.join("待核实.xlsx"), "d.xlsx"),
        (out.join("index.html"), "e.html"),
    ];
    for (from, name) in &copied {
        fs::copy(from, inbox.join(name)).unwrap_or_else(|e| panic!("{}: {e}", from.display()));
    }
    // Twice: the second run knows them from its store.
    for _ in 0..2 {
        let run = audit(&inbox, &out, 0);
        for (_, name) in &copied {
            let input = run["inputs"].as_array().unwrap().iter().find(|i| i["path"] == *name).unwrap();
            assert_eq!(
                (&input["outcome"], &input["reason"]),
                (&"ignored".into(), &"own_output".into()),
                "{name}"
            );
        }
        assert_eq!(run["totals"]["lines"], 2);
        assert_eq!(fs::read(out.join("summary.csv")).unwrap(), before, "no purchase counts twice");
    }
}

#[test]
fn a_template_that_a_unit_filled_in_is_no_output() {
    let dir = tempfile::TempDir::new().unwrap();
    for kind in ["ledger", "registry", "overrides"] {
        let path = dir.path().join(format!("{kind}.xlsx"));
        let made = Command::new(env!("CARGO_BIN_EXE_bangfu"))
            .args(["template", kind, "-o"])
            .arg(&path)
            .status()
            .unwrap();
        assert!(made.success());
        assert!(!bangfu::inbox::own_output::is_output(&fs::read(&path).unwrap()), "{kind}");
    }
}
