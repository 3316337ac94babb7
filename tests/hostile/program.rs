//! The program on hostile inboxes: every file has its outcome in `run.json`, every limit has its flag, what is written can be opened.

use std::{fs, io::Read as _, path::Path};

use serde_json::Value as Json;

use super::files::{self, deflated, ods_of, sheet_xml, text_cell, xlsx_of};
use crate::support::{
    program::{json, paths, run},
    wrapped,
};

fn audit(inbox: &Path, out: &Path, more: &[&str]) -> i32 {
    let [inbox, out] = [inbox, out].map(|path| path.to_str().unwrap());
    let ran = run(&[&["audit", inbox, "--period", "2024-03", "-o", out, "--quiet"], more].concat());
    assert!(ran.out.is_empty() && !ran.err.contains("panicked"), "{}", ran.err);
    ran.status
}

/// Outcome and reason of every input by path.
fn outcomes(out: &Path) -> Vec<(String, String)> {
    let run = json(&out.join("run.json"));
    let text = |v: &Json| v.as_str().unwrap_or("").to_owned();
    run["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| {
            (
                text(&i["path"]),
                format!("{} {}", text(&i["outcome"]), text(&i["reason"])).trim().to_owned(),
            )
        })
        .collect()
}

#[test]
fn every_file_has_an_outcome_and_every_refusal_its_words() {
    let dir = tempfile::tempdir().unwrap();
    let (inbox, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir(&inbox).unwrap();
    let rar = b"Rar!\x1a\x07\x00";
    let cut = &files::xlsx()[..2000];
    let parts: [(&str, &[u8]); 8] = [
        ("a好.csv", files::separated(",").leak().as_bytes()),
        ("b空.xls", b""),
        ("c断.xlsx", cut),
        ("d压缩.rar", rar),
        ("e其他.xls", b"%PDF-1.4 "),
        ("f图.png", b"\x89PNG\r\n"),
        ("g包.zip", &deflated(&[("x.csv", b"a,b\n"), ("y.zip", b"PK\x05\x06")])),
        ("h密.xlsx", include_bytes!("../../samples/inbox-broken/盐湖区/有密码.xlsx")),
    ];
    for (name, bytes) in parts {
        fs::write(inbox.join(name), bytes).unwrap();
    }
    assert_eq!(audit(&inbox, &out, &["--format", "json"]), 3);
    let want = [
        ("a好.csv", "read"),
        ("b空.xls", "quarantined empty_file"),
        ("c断.xlsx", "quarantined damaged"),
        ("d压缩.rar", "quarantined unsupported_format"),
        ("e其他.xls", "quarantined not_a_workbook"),
        ("f图.png", "ignored not_a_workbook"),
        ("g包.zip/x.csv", "read"),
        ("g包.zip/y.zip", "quarantined unsupported_format"),
        ("h密.xlsx", "quarantined encrypted"),
    ]
    .map(|(p, o)| (p.to_owned(), o.to_owned()));
    assert_eq!(outcomes(&out), want);
    let summary = json(&out.join("summary.json"));
    assert_eq!(
        (&summary["inputs"]["files"], &summary["inputs"]["quarantined"]),
        (&Json::from(8), &Json::from(6))
    );
    // The closing lines for people, in both languages: a place, what was found, what to do; never a key of the texts.
    for lang in ["zh", "en"] {
        let (inbox, out) = (inbox.display().to_string(), dir.path().join(lang).display().to_string());
        let args = [
            "audit", &inbox, "--period", "2024-03", "-o", &out, "--format", "json", "--lang", lang,
        ];
        let stderr = run(&args).err;
        for name in ["b空.xls", "c断.xlsx", "d压缩.rar", "e其他.xls", "g包.zip/y.zip", "h密.xlsx"] {
            assert!(stderr.lines().any(|l| l.contains(name)), "{name}: {stderr}");
        }
        assert!(
            !stderr.contains("quarantine.") && !stderr.contains("problem.") && !stderr.contains('{'),
            "{stderr}"
        );
    }
}

#[test]
fn each_limit_has_a_flag_that_lowers_and_raises_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: Vec<u8>| {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let sheets: String = (0..300).map(|i| files::ods_rows().replace("3月", &i.to_string())).collect();
    let wide = "<table:table><table:table-row table:number-rows-repeated=\"3000\"><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>";
    let padded = deflated(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        (
            "content.xml",
            files::ods_xml(&format!("<table:table><!--{}--></table:table>", " ".repeat(3 << 20))).as_bytes(),
        ),
    ]);
    let deep = xlsx_of(&format!("<worksheet>{}{}</worksheet>", "<x>".repeat(300), "</x>".repeat(300)));
    let large = [files::separated(",").into_bytes(), vec![b' '; 2 << 20]].concat();
    for (path, flag, below, enough) in [
        (file("sheets.ods", ods_of(&sheets)), "--max-sheets", "299", "300"),
        (file("cells.ods", ods_of(wide)), "--max-cells", "2999", "3000"),
        (file("inflated.ods", padded), "--max-inflated-mib", "3", "4"),
        (file("deep.xlsx", deep), "--max-xml-depth", "300", "301"),
        (file("large.csv", large), "--max-file-mib", "2", "3"),
    ] {
        let ran = run(&["inspect", &path, flag, below]);
        assert_eq!(ran.status, 3, "{flag} {below}");
        assert!(ran.err.contains(flag), "the message names the flag {flag}: {}", ran.err);
        assert!(!run(&["inspect", &path, flag, enough]).ok().out.is_empty());
        // `audit` takes the same flags.
        let (out, short) = (dir.path().join("out"), flag.trim_start_matches('-').to_owned());
        assert_eq!(audit(Path::new(&path), &out, &["--format", "json", flag, below]), 3);
        assert_eq!(outcomes(&out)[0].1, "quarantined over_limit", "{short}");
        audit(Path::new(&path), &out, &["--format", "json", flag, enough]);
        assert_eq!(outcomes(&out)[0].1, "read", "{short}");
    }
    let zip = deflated(&[("a.csv", b"x,1\n"), ("b.csv", b"x,2\n"), ("c.csv", b"x,3\n")]);
    let (zip, out) = (file("members.zip", zip), dir.path().join("out"));
    audit(Path::new(&zip), &out, &["--format", "json", "--max-members", "2"]);
    assert!(outcomes(&out).contains(&("members.zip".to_owned(), "quarantined over_limit".to_owned())));
    audit(Path::new(&zip), &out, &["--format", "json", "--max-members", "3"]);
    assert!(outcomes(&out).iter().all(|o| o.1 == "read"));
}

/// Every XML part of a report holds only what XML 1.0 allows.
fn well_formed(path: &Path) {
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        let bad = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
        assert!(!xml.contains(bad), "{}: {}", path.display(), name);
        for entity in xml.split("&#").skip(1).filter_map(|r| r.split_once(';')).map(|(n, _)| n) {
            let code = entity
                .strip_prefix('x')
                .map_or_else(|| entity.parse(), |h| u32::from_str_radix(h, 16));
            assert!(
                code.is_ok_and(|n| n >= 32 || matches!(n, 9 | 10 | 13)),
                "{}: &#{entity};",
                path.display()
            );
        }
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    }
}

#[test]
fn control_characters_and_long_texts_reach_every_report_in_a_form_that_opens() {
    let dir = tempfile::tempdir().unwrap();
    let (inbox, out) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir(&inbox).unwrap();
    let bad = "a_x0000__x0001__x000B__x001F__x007F_b\u{FFFE}\u{202E}&lt;/script&gt;]]&gt;_x005F_x0041_=1+1";
    let long = "长".repeat(40_000);
    let head = ["采购日期", "品名", "金额", "供应商", "采购渠道"];
    let cells = |row: u32, texts: [&str; 5]| -> String {
        ["A", "B", "C", "D", "E"]
            .iter()
            .zip(texts)
            .map(|(c, t)| text_cell(&format!("{c}{row}"), t))
            .collect()
    };
    let title = text_cell("A1", "填报单位：../../夏县_x0001_第一中学");
    let rows = [
        title,
        cells(2, head),
        cells(3, ["2024-03-05", bad, "12.5", bad, bad]),
        cells(4, ["2024-03-06", &long, "约二百", &long, &long]),
        cells(5, ["2024-13-77", "=HYPERLINK(1)", "5", "+1", "@x"]),
    ];
    let rows: Vec<(u32, &str)> = (1..).zip(rows.iter().map(String::as_str)).collect();
    fs::write(inbox.join("坏.xlsx"), xlsx_of(&sheet_xml(&rows))).unwrap();
    fs::write(
        inbox.join("坏.csv"),
        format!("品名,金额\n\u{0}\u{1}\u{b}{long},3\n\u{FFFF}大米,4\n"),
    )
    .unwrap();
    let csv_overrides = wrapped::zipped(&[("../../../etc/x.csv", b"a,b\n")]);
    fs::write(inbox.join("包.zip"), csv_overrides).unwrap();
    assert_eq!(audit(&inbox, &out, &["--format", "xlsx,html,docx,json"]), 3);
    // Everything that was written lies below OUT, and nothing lies beside it.
    let beside: Vec<String> = fs::read_dir(dir.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(
        beside.iter().all(|n| n == "in" || n == "out" || n.starts_with(".out")),
        "{beside:?}"
    );
    let mut seen = 0;
    for entry in paths(&out).iter().map(|path| out.join(path)) {
        match entry.extension().and_then(|e| e.to_str()) {
            Some("xlsx" | "docx") => well_formed(&entry),
            Some("json") => drop(json(&entry)),
            _ => continue,
        }
        seen += 1;
    }
    assert!(seen >= 6, "{seen} reports: {:?}", paths(&out));
    for page in paths(&out).iter().filter(|p| p.extension().is_some_and(|e| e == "html")) {
        let html = fs::read_to_string(out.join(page)).unwrap();
        assert!(
            !html.contains('\0') && !html.contains("b\u{FFFE}\u{202E}</script>"),
            "{}",
            page.display()
        );
    }
}
