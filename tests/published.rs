//! `explain`, `diff` and the extended policy, with the real program on the samples.

use std::{
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).unwrap()
}

/// Exit status, stdout, stderr.
fn bangfu(args: &[&str]) -> (i32, String, String) {
    let run = Command::cargo_bin("bangfu").unwrap().args(args).output().unwrap();
    let text = |b| String::from_utf8(b).unwrap();
    (run.status.code().unwrap(), text(run.stdout), text(run.stderr))
}

fn samples(out: &Path) -> PathBuf {
    let (inbox, units) = (root().join("samples/inbox"), root().join("samples/units.xlsx"));
    let (status, _, said) = bangfu(&[
        "audit",
        inbox.to_str().unwrap(),
        "--period",
        "2024-03",
        "--registry",
        units.to_str().unwrap(),
        "--format",
        "json",
        "-o",
        out.to_str().unwrap(),
    ]);
    // 3: some of the samples' files cannot be read, on purpose.
    assert!([0, 3].contains(&status), "{status} {said}");
    out.to_owned()
}

/// 1234567 fen as `12,345.67`.
fn yuan(fen: i64) -> String {
    let whole = (fen / 100).to_string();
    let groups: Vec<&str> = whole.as_bytes().rchunks(3).rev().map(|c| std::str::from_utf8(c).unwrap()).collect();
    format!("{}.{:02}", groups.join(","), fen % 100)
}

#[test]
fn explain_tells_the_figures_of_the_report_and_names_the_cells() {
    let folder = tempfile::tempdir().unwrap();
    let out = samples(&folder.path().join("out"));
    let summary = json(&out.join("summary.json"));
    let mut told = 0;
    for unit in summary["units"].as_array().unwrap() {
        let report = json(&out.join(unit["path"].as_str().unwrap()).join("report.json"));
        let (status, text, said) = bangfu(&["explain", out.to_str().unwrap(), unit["unit"].as_str().unwrap()]);
        assert_eq!(status, 0, "{said}");
        for scope in ["month", "ytd"] {
            let scope = &report["scopes"][scope];
            assert!(text.contains(&format!("采购总额（分母）: {} 元", yuan(scope["base_fen"].as_i64().unwrap()))));
            for r in scope["requirements"].as_array().unwrap() {
                for end in ["low", "high"] {
                    let [n, d] = ["numerator_fen", "denominator_fen"].map(|k| yuan(r[end][k].as_i64().unwrap()));
                    assert!(text.contains(&format!("{n} ÷ {d} = ")), "{} {end} of {}", unit["unit"], r["id"]);
                }
                told += 1;
            }
        }
        for line in report["lines"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|l| l["period"].as_str().unwrap().starts_with("2024-0"))
        {
            let source = &line["source"];
            let place = format!("{} › {}", source["file"].as_str().unwrap(), source["sheet"].as_str().unwrap());
            assert!(text.contains(&place), "{place}");
            if let Some(cell) = source["cells"]["amount"].as_str() {
                assert!(text.contains(&format!("─ {cell} ")), "{place} › {cell}");
            }
        }
    }
    assert!(told > 100, "{told} requirements compared");
}

#[test]
fn explain_keeps_to_the_requirement_and_names_near_units() {
    let folder = tempfile::tempdir().unwrap();
    let out = samples(&folder.path().join("out"));
    let out = out.to_str().unwrap();
    let (status, text, _) = bangfu(&["explain", out, "临猗县临晋中学", "--requirement", "platform_832"]);
    assert_eq!(status, 0);
    assert!(text.contains("(platform_832)") && !text.contains("(local_channels)") && !text.contains("(overall)"));
    let (status, _, said) = bangfu(&["explain", out, "临猗县临晋中学", "--requirement", "832"]);
    assert_eq!(status, 2);
    assert!(said.contains("platform_832"), "{said}");
    let (status, text, said) = bangfu(&["explain", out, "临猗县临晋小学"]);
    assert_eq!((status, text.as_str()), (2, ""));
    assert!(said.contains("临猗县临晋中学"), "{said}");
}

#[test]
fn diff_names_the_unit_the_figures_and_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("inbox");
    fs::create_dir_all(&inbox).unwrap();
    let run = |name: &str, channel: &str| {
        let ledger =
            format!("日期,品名,供应商,采购渠道,金额\n2024-03-01,小米,甲合作社,{channel},200.00\n2024-03-02,面粉,乙粮油,自行采购,800.00\n");
        fs::write(inbox.join("盐湖区甲小学2024年3月食堂采购台账.csv"), ledger).unwrap();
        let out = folder.path().join(name).to_str().unwrap().to_owned();
        let (status, _, said) = bangfu(&[
            "audit",
            inbox.to_str().unwrap(),
            "--period",
            "2024-03",
            "--format",
            "json",
            "-o",
            &out,
        ]);
        assert_eq!(status, 0, "{said}");
        out
    };
    let (a, b, c) = (run("a", "832平台"), run("b", "自行采购"), run("c", "自行采购"));
    let (status, text, _) = bangfu(&["diff", &a, &b]);
    assert_eq!(status, 0);
    for wanted in ["盐湖区甲小学", "小米", "200.00", "20.00%", "0.00%", "832"] {
        assert!(text.contains(wanted), "{wanted} in\n{text}");
    }
    assert!(!text.contains("面粉"), "unchanged:\n{text}");
    let (status, text, _) = bangfu(&["diff", &b, &c]);
    assert_eq!((status, text.trim()), (0, "两次运行的各项数字和明细都相同"));
}

#[test]
fn a_period_that_the_policy_does_not_cover_is_an_error_unless_extended() {
    let folder = tempfile::tempdir().unwrap();
    let (inbox, out) = (folder.path().join("inbox"), folder.path().join("out"));
    fs::create_dir_all(&inbox).unwrap();
    let ledger = "日期,品名,供应商,采购渠道,金额\n2026-03-01,小米,甲合作社,832平台,200.00\n";
    fs::write(inbox.join("盐湖区甲小学2026年3月食堂采购台账.csv"), ledger).unwrap();
    let args = ["audit", inbox.to_str().unwrap(), "--period", "2026-03", "-o", out.to_str().unwrap()];
    let (status, _, said) = bangfu(&args);
    assert_eq!(status, 2, "{said}");
    assert!(said.contains("2026-03") && said.contains("--extend-policy"), "{said}");
    assert!(!out.exists());
    let extended: Vec<&str> = args.into_iter().chain(["--extend-policy", "--format", "json"]).collect();
    let (status, _, said) = bangfu(&extended);
    assert_eq!(status, 0, "{said}");
    let summary = json(&out.join("summary.json"));
    assert!(summary["run"]["policy_extended"].as_str().unwrap().contains("2026-03"), "{summary}");
    let unit = json(&out.join(summary["units"][0]["path"].as_str().unwrap()).join("report.json"));
    assert_eq!(unit["run"]["policy_extended"], summary["run"]["policy_extended"]);
    // The last day that is covered is no error.
    let covered = folder.path().join("covered");
    let (status, _, said) = bangfu(&[
        "audit",
        inbox.to_str().unwrap(),
        "--period",
        "2025-12",
        "-o",
        covered.to_str().unwrap(),
    ]);
    assert_ne!(status, 2, "{said}");
}
