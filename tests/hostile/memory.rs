//! One budget of memory: what does not fit beside others waits and is read alone, what does not fit alone is refused, the rest is reported.

use std::{
    fs,
    io::Write as _,
    process::{Child, Stdio},
    time::Duration,
};

use bangfu::formats::{self, limits::Limits};
use serde_json::Value;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::support::program::{Place, find};

const HEAD: &str = "采购日期,食材名称,金额,供应商,采购渠道,备注\n";

/// A ledger of so many bytes, most of them remarks.
fn heavy(bytes: usize) -> String {
    let line = format!("2024-03-05,小米,200,甲合作社,832平台,{}\n", "备".repeat(1_600));
    HEAD.to_owned() + &line.repeat(bytes / line.len())
}

fn problems(place: &Place) -> Vec<(String, String)> {
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    let summary = place.json("out/summary.json");
    let all = summary["problems"].as_array().unwrap();
    all.iter().map(|p| (text(&p["path"]), text(&p["message"]))).collect()
}

#[test]
fn what_does_not_fit_beside_others_is_read_alone_and_what_does_not_fit_alone_is_refused() {
    // An eighth of 16 MiB is for a file's bytes: half a MiB beside three others, 2 MiB alone.
    let place = Place::new();
    for (name, quarter) in [("甲小学", 1), ("乙小学", 3), ("丙小学", 7), ("丁小学", 9)] {
        place.write(&format!("inbox/{name}2024年3月食堂台账.csv"), heavy(quarter << 18));
    }
    let args = ["audit", "inbox", "--period", "2024-03", "--format", "json", "-o", "out"];
    let ran = place.run(&[&args[..], &["--jobs", "4", "--max-memory", "16"]].concat());
    assert_eq!(ran.status, 3, "{}", ran.err);
    let refused = problems(&place);
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(
        refused[0].0.starts_with("丁小学") && refused[0].1.contains("内存") && refused[0].1.contains("16"),
        "{refused:?}"
    );
    let units = &place.json("out/summary.json")["units"];
    for name in ["甲小学", "乙小学", "丙小学"] {
        assert!(find(units, "unit", name)["lines"].as_u64().unwrap() > 40, "{name}");
    }
    let more = place.run(&[&args[..], &["--jobs", "4", "--max-memory", "20"]].concat());
    assert_eq!(more.status, 0, "{}", more.err);
}

/// A file in an archive: one piece many times over.
fn packed(place: &Place, name: &str, before: &str, piece: &str, bytes: usize) {
    let mut zip = ZipWriter::new(fs::File::create(place.at(&format!("inbox/{name}.zip"))).unwrap());
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(before.as_bytes()).unwrap();
    let block = piece.repeat((1 << 20) / piece.len());
    for _ in 0..bytes / block.len() {
        zip.write_all(block.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

/// The most memory that a process has had, MiB, as long as it runs.
fn peak(mut child: Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        most = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(most);
        std::thread::sleep(Duration::from_millis(5));
    }
    most >> 10
}

#[test]
#[cfg(target_os = "linux")]
fn an_inbox_of_bombs_ends_within_its_memory_with_every_good_unit_reported() {
    let place = Place::new();
    let good = ["甲小学", "乙小学", "丙小学"];
    for name in good {
        place.write(&format!("inbox/{name}2024年3月食堂台账.csv"), heavy(20_000));
    }
    let xml = concat!(
        r#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" "#,
        r#"xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>"#
    );
    for copy in 0..3 {
        packed(&place, &format!("公式{copy}.xml"), xml, r#"<Cell ss:Formula="=1"/>"#, 100 << 20);
        packed(&place, &format!("逗号{copy}.csv"), HEAD, "1,", 100 << 20);
        packed(&place, &format!("网页{copy}.html"), "<html><table><tr>", "<td>1", 100 << 20);
    }
    let args = ["audit", "inbox", "--period", "2024-03", "--format", "json", "-o", "out"];
    let mut command = place.command(&[&args[..], &["--jobs", "4", "--max-memory", "192"]].concat());
    let most = peak(command.stderr(Stdio::null()).spawn().unwrap());
    assert!((20..192).contains(&most), "{most} MiB");
    let units = &place.json("out/summary.json")["units"];
    for name in good {
        assert!(find(units, "unit", name)["lines"].as_u64().unwrap() > 3, "{name}");
    }
    let refused = problems(&place);
    assert_eq!(
        refused.iter().filter(|(_, message)| message.contains("内存")).count(),
        9,
        "{refused:?}"
    );
}

#[test]
fn an_empty_cell_with_a_formula_is_a_cell() {
    let book = |cells: &str| {
        format!(
            r#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table><Row>{cells}</Row></Table></Worksheet></Workbook>"#
        )
    };
    let formula = r#"<Cell ss:Formula="=1"/>"#;
    let limits = Limits {
        cells: 2,
        ..Limits::default()
    };
    assert_eq!(
        formats::read(book(&formula.repeat(2)).as_bytes(), &limits).unwrap().sheets[0]
            .cells
            .len(),
        2
    );
    let refused = formats::read(book(&formula.repeat(3)).as_bytes(), &limits).unwrap_err();
    assert!(refused.to_string().contains("max-cells"), "{refused}");
    // Without a formula it is nothing.
    assert!(formats::read(book(&"<Cell/>".repeat(9)).as_bytes(), &limits).is_ok());
}
