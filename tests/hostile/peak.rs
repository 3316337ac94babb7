//! The most memory that a run has had: Linux alone tells it.

use std::{
    fs,
    io::Write as _,
    process::{Child, Stdio},
    time::Duration,
};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    hostile::memory::{HEAD, heavy, problems},
    support::program::{Place, find},
};

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
    // What reading may take, with the pages of the program itself beside it.
    assert!((20..192 + 16).contains(&most), "{most} MiB");
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
