//! Names and cells made to attack whoever shows them: what each output holds is read again by a reader that shares nothing with its writer
//! (docs/outputs.md has the table).

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Cursor, Read as _},
    path::Path,
};

use rust_xlsxwriter::Workbook;
use serde_json::Value as Json;

use super::reread::{elements, xml_texts};
use crate::support::program::{Place, Ran, json, paths};

/// What stands in a unit's name, in cells and, as far as the systems allow it, in names of sheets and files.
const ATTACKS: [(&str, &str); 26] = [
    ("bidi", "甲\u{202e}方乙\u{2066}丙\u{2069}"),
    ("zero_width", "甲\u{200b}方\u{feff}乙\u{2060}丙"),
    ("ansi", "甲\u{1b}[31m红\u{1b}]0;title\u{7}\u{9b}2J"),
    ("controls", "甲\u{8}\u{7f}乙\u{1}丙"),
    ("marks", "甲MARKS乙"),
    ("tags", "甲\u{e0041}\u{e0042}乙"),
    ("separators", "甲\u{2028}乙\u{2029}丙\u{85}丁"),
    ("line_feed", "甲\n全部合格"),
    ("return", "甲\r全部合格"),
    ("formula_equals", "=HYPERLINK(\"http://x.test\",\"点\")"),
    ("formula_plus", "+1+cmd|' /C calc'!A0"),
    ("formula_minus", "-2+3+cmd|' /C calc'!A0"),
    ("formula_at", "@SUM(1+1)"),
    ("formula_tab", "\t=1+cmd|1"),
    ("formula_hidden", "\u{feff}=1+cmd|1"),
    ("prototype", "__proto__"),
    ("constructor", "constructor"),
    ("script", "</script><script>alert(1)</script><img src=x onerror=alert(1)>"),
    ("attribute", "\" onmouseover=alert(1) x=\"' style='y"),
    ("comment", "<!--<script>]]></t>&#x202e;&lt;"),
    ("template", "{{ 7*7 }}${7*7}{% for x in y %}#{7*7}"),
    ("path", "../../etc/passwd"),
    ("absolute", "/etc/C:\\Windows\\x"),
    ("dots", "甲乙. . ."),
    ("device", "NUL.txt"),
    ("long", "LONG"),
];

fn attack(text: &str) -> String {
    text.replace("MARKS", &"\u{301}".repeat(10_000))
        .replace("LONG", &"长".repeat(3_000))
}

/// The characters of the attacks that nobody sees, said apart from the code under test.
fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || "\u{202e}\u{2066}\u{2069}\u{200b}\u{feff}\u{2060}\u{e0041}\u{e0042}\u{2028}\u{2029}".contains(c)
}

/// Nothing that a terminal or a page obeys, and no heap of marks.
fn assert_harmless(what: &str, text: &str) {
    if let Some(at) = text.find(is_hidden) {
        let from = text[..at].char_indices().rev().nth(30).map_or(0, |(i, _)| i);
        panic!("{what}: {:?}", text[from..].chars().take(60).collect::<String>());
    }
    let marks = text.split(|c| c != '\u{301}').map(str::len).max().unwrap_or(0) / 2;
    assert!(marks <= 8, "{what}: {marks} marks on a letter");
}

/// In the base of the `n`th unit, worked out by hand: three lines of 10, 20 and 30 yuan and `n` fen each.
fn fen(n: usize) -> i64 {
    6_000 + 3 * n as i64
}

/// A workbook of the `n`th unit: its text as the unit's name, in each text of the lines, and in the name of the sheet.
fn ledger(n: usize, text: &str) -> Vec<u8> {
    // A file with its own word for these would be refused by the writer, not by the reader.
    let in_xml = |text: &str| -> String { text.chars().filter(|c| !matches!(c, '\u{0}')).take(32_000).collect() };
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let name: String = text
        .chars()
        .filter(|c| !c.is_control() && !"[]:*?/\\'".contains(*c))
        .take(25)
        .collect();
    sheet.set_name(format!("表{name}")).unwrap();
    sheet.write_string(0, 0, "填报单位").unwrap();
    sheet.write_string(0, 1, in_xml(&format!("{text}学校{n}"))).unwrap();
    for (col, head) in (0..).zip(["采购日期", "食材名称", "金额", "供应商", "采购渠道", "备注"]) {
        sheet.write_string(1, col, head).unwrap();
    }
    for row in 1..=3_u32 {
        sheet.write_string(row + 1, 0, format!("2024-03-{row:02}")).unwrap();
        sheet.write_string(row + 1, 1, in_xml(text)).unwrap();
        sheet.write_number(row + 1, 2, f64::from(row) * 10.0 + n as f64 / 100.0).unwrap();
        for col in [3, 5] {
            sheet.write_string(row + 1, col, in_xml(text)).unwrap();
        }
        // A channel that nobody knows has to be decided upon.
        let channel = if row == 3 { in_xml(text) } else { "农贸市场".to_owned() };
        sheet.write_string(row + 1, 4, channel).unwrap();
    }
    book.save_to_buffer().unwrap()
}

/// As much of a text as a file's name holds.
fn in_name(text: &str) -> String {
    text.chars().filter(|c| *c != '/').take(60).collect()
}

/// An inbox with a workbook an attack (and one that is none), and files that cannot be read under such names.
fn inbox(attacks: &[(&str, &str)]) -> Place {
    let place = Place::new();
    for (n, (id, text)) in attacks.iter().enumerate() {
        let text = attack(text);
        place.write(&format!("inbox/{n:02}{id}{}.xlsx", in_name(&text)), ledger(n, &text));
        place.write(&format!("inbox/坏{n:02}{}.xls", in_name(&text)), b"");
    }
    place
}

fn audited(attacks: &[(&str, &str)], more: &[&str]) -> (Place, Ran) {
    let place = inbox(attacks);
    let ran = place.audit("out", &[&["--format", "html,xlsx,docx,json"], more].concat());
    assert_eq!(ran.status, if attacks.is_empty() { 0 } else { 3 }, "{}", ran.err);
    (place, ran)
}

/// Number of the attack → unit and its folder, by the input that it came from.
fn units(place: &Place) -> BTreeMap<usize, String> {
    let run = place.json("out/run.json");
    let inputs = run["inputs"].as_array().unwrap().iter();
    let read = inputs.filter(|i| i["outcome"] == "read");
    read.map(|i| {
        let number = i["path"].as_str().unwrap()[..2].parse().unwrap();
        let [path] = i["units"].as_array().unwrap().as_slice() else {
            panic!("{i}")
        };
        (number, path.as_str().unwrap().to_owned())
    })
    .collect()
}

#[test]
fn nothing_is_lost_and_json_holds_each_text_as_it_was_read() {
    let (place, _) = audited(&ATTACKS, &[]);
    let (units, run) = (units(&place), place.json("out/run.json"));
    assert_eq!(units.values().collect::<BTreeSet<_>>().len(), ATTACKS.len(), "each has its unit");
    let summary = place.json("out/summary.json");
    for (n, (id, text)) in ATTACKS.iter().enumerate() {
        let report = json(&place.at("out").join(&units[&n]).join("report.json"));
        assert_eq!(report["scopes"]["month"]["base_fen"], fen(n), "{id}");
        let lines = report["lines"].as_array().unwrap();
        assert_eq!(lines.len(), 3, "{id}");
        let text = attack(text);
        for line in lines {
            // Excel's line break is a line feed, and its reader makes one of each return.
            let want = text.replace('\r', "\n");
            let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
            assert_eq!(
                line["remark"].as_str().unwrap().replace('\r', "\n"),
                want.trim_matches(blank),
                "{id}"
            );
        }
        let listed = summary["units"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|u| u["path"] == units[&n].as_str());
        assert_eq!(listed.count(), 1, "{id}");
        let refused = format!("坏{n:02}{}.xls", in_name(&text));
        let refused = run["inputs"].as_array().unwrap().iter().find(|i| i["path"] == refused.as_str());
        assert_eq!(refused.unwrap()["reason"], "empty_file", "{id}");
    }
    assert_names_are_safe(&place);
    assert_csv_is_harmless(&place.at("out/summary.csv"));
    for (n, path) in &units {
        let folder = place.at("out").join(path);
        assert_package_is_harmless(&folder.join("report.xlsx"), ATTACKS[*n].0);
        assert_package_is_harmless(&folder.join("report.docx"), ATTACKS[*n].0);
    }
    for name in ["summary.xlsx", "summary.docx", "待核实.xlsx"] {
        assert_package_is_harmless(&place.at("out").join(name), name);
    }
}

fn assert_names_are_safe(place: &Place) {
    let mut beside: Vec<_> = fs::read_dir(place.folder()).unwrap().map(|e| e.unwrap().file_name()).collect();
    beside.sort();
    assert_eq!(beside, ["inbox", "out"]);
    let mut seen = BTreeSet::new();
    for path in paths(&place.at("out")) {
        assert!(seen.insert(path.to_str().unwrap().to_uppercase()), "{}", path.display());
        for part in path.iter().map(|part| part.to_str().unwrap()) {
            assert_harmless("a name", part);
            assert!(
                part.len() <= 120 && !part.contains(['<', '>', ':', '"', '|', '?', '*', '\\', '\n', '\t']),
                "{part}"
            );
            assert!(!part.ends_with(['.', ' ']) && !part.starts_with(['.', ' ']), "{part}");
            let stem = part.split('.').next().unwrap().to_uppercase();
            assert!(!["CON", "NUL", "PRN", "AUX", "COM1", "LPT1"].contains(&stem.as_str()), "{part}");
        }
    }
}

fn assert_csv_is_harmless(path: &Path) {
    let bytes = fs::read(path).unwrap();
    // Refuses a record with more or fewer fields than the first.
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), ATTACKS.len());
    for field in records.iter().flatten() {
        assert_harmless("summary.csv", field);
        assert!(!field.contains(['\n', '\t']), "{field}");
        let starts = field.trim_start().starts_with(['=', '+', '-', '@']);
        assert!(!starts || field.parse::<f64>().is_ok(), "{field}");
    }
}

/// A workbook or document: every part is sound XML, nothing hidden in it, no formula out of a cell, no field, no address outside.
fn assert_package_is_harmless(path: &Path, id: &str) {
    let mut zip = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        let what = format!("{id}: {} {}", path.display(), name);
        assert!(!name.contains("externalLink") && !xml.contains("TargetMode=\"External\""), "{what}");
        for (element, text) in xml_texts(&xml) {
            assert_harmless(&what, &text);
            if matches!(element.as_str(), "f" | "instrText" | "definedName" | "formula1" | "formula") {
                // What is quoted in it is text.
                let bare: String = text.split('"').step_by(2).collect();
                for word in ["cmd", "HYPERLINK", "1+1", "alert"] {
                    assert!(!bare.contains(word), "{what}: {text}");
                }
            }
        }
    }
}

/// The elements of a page with the names of their attributes, and what each attribute says that leads or runs.
#[test]
fn pages_have_no_other_elements_than_those_of_a_plain_inbox() {
    let plain: Vec<(&str, &str)> = ATTACKS.iter().map(|(id, _)| (*id, "甲")).collect();
    let (plain, (attacked, _)) = (audited(&plain, &[]).0, audited(&ATTACKS, &[]));
    let of = |place: &Place, path: &str| {
        let page = fs::read_to_string(place.at("out").join(path)).unwrap();
        (elements(&page), page)
    };
    let (known, _) = of(&plain, &format!("{}/report.html", units(&plain)[&0]));
    let known: BTreeSet<_> = known.iter().chain(&of(&plain, "index.html").0).map(|e| e.shape.clone()).collect();
    for (n, path) in units(&attacked)
        .iter()
        .map(|(n, path)| (*n, format!("{path}/report.html")))
        .chain([(99, "index.html".to_owned())])
    {
        let id = ATTACKS.get(n).map_or("region", |a| a.0);
        let (found, page) = of(&attacked, &path);
        assert_harmless(id, &page);
        for element in found {
            // A long text unfolds.
            let folded = ["details class", "summary"].contains(&element.shape.as_str());
            assert!(known.contains(&element.shape) || folded, "{id}: <{}>", element.shape);
            for address in element.addresses {
                assert!(!address.contains(':') || address.starts_with("data:image/"), "{id}: {address}");
                assert!(!address.contains("etc/passwd"), "{id}: {address}");
            }
        }
    }
}

#[test]
fn a_terminal_is_told_nothing_that_it_obeys() {
    let (place, ran) = audited(&ATTACKS, &[]);
    let mut told = vec![("audit".to_owned(), ran.out + &ran.err)];
    let log = fs::read_to_string(place.at("out/run.log")).unwrap();
    assert!(log.lines().all(|line| line.starts_with("20") && line.contains("event=")), "{log}");
    told.push(("run.log".to_owned(), log));
    let mut say = |args: &[&str]| {
        let ran = place.run(args);
        assert!(matches!(ran.status, 0 | 3), "{args:?}: {}", ran.err);
        told.push((format!("{args:?}"), ran.out.clone() + &ran.err));
        ran.out
    };
    say(&["check", "inbox", "--period", "2024-03"]);
    say(&["verify", "out"]);
    for (n, path) in units(&place) {
        let (id, text) = ATTACKS[n];
        say(&["explain", "out", &path]);
        let file = place.at("inbox").join(format!("{n:02}{id}{}.xlsx", in_name(&attack(text))));
        say(&["inspect", file.to_str().unwrap()]);
        // Escapes are JSON's own: a program reads what the cell says.
        let report: Json = serde_json::from_str(&say(&["inspect", file.to_str().unwrap(), "--format", "json"])).unwrap();
        assert!(!report.is_null(), "{id}");
        say(&[
            "inspect",
            place
                .at("inbox")
                .join(format!("坏{n:02}{}.xls", in_name(&attack(text))))
                .to_str()
                .unwrap(),
        ]);
    }
    let checked: Json = serde_json::from_str(&say(&["check", "inbox", "--period", "2024-03", "--format", "json"])).unwrap();
    assert_eq!(checked["units"].as_array().unwrap().len(), ATTACKS.len());
    for (what, text) in told {
        assert_harmless(&what, &text);
        assert!(
            !text.lines().any(|line| line.starts_with("全部合格")),
            "{what}: a line that the program did not say"
        );
    }
}

#[test]
fn each_line_of_a_json_log_is_an_object_with_an_event() {
    let (place, ran) = audited(&ATTACKS, &["--log-format", "json"]);
    let log = fs::read_to_string(place.at("out/run.log")).unwrap();
    for text in [&log, &ran.err] {
        assert_harmless("the log", text);
    }
    let events: Vec<Json> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |name: &str| events.iter().filter(|e| e["event"] == name).count();
    assert_eq!([of("file_read"), of("file_quarantined"), of("unit_assessed")], [ATTACKS.len(); 3]);
    for (n, (id, text)) in ATTACKS.iter().enumerate() {
        let path = format!("{n:02}{id}{}.xlsx", in_name(&attack(text)));
        assert!(events.iter().any(|e| e["path"] == path.as_str()), "{path:?}");
    }
}

/// Names that are no text: two that differ stay two.
#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_stay_apart() {
    use std::os::unix::ffi::OsStrExt as _;
    let place = Place::new();
    for (n, end) in [0xfe_u8, 0xff].into_iter().enumerate() {
        place.write("inbox/x", ledger(n, "甲"));
        let name = [b"bad\xff".as_slice(), &[end], b".xlsx"].concat();
        fs::rename(place.at("inbox/x"), place.at("inbox").join(std::ffi::OsStr::from_bytes(&name))).unwrap();
    }
    assert_eq!(
        place
            .run(&["audit", "inbox", "--period", "2024-03", "-o", "out", "--format", "json"])
            .status,
        0
    );
    let run = place.json("out/run.json");
    let inputs: Vec<_> = run["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["path"].as_str().unwrap())
        .collect();
    assert_eq!(inputs, ["bad%FF%FE.xlsx", "bad%FF%FF.xlsx"]);
    let summary = place.json("out/summary.json");
    let bases: Vec<_> = summary["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|u| u["scopes"]["month"]["base_fen"].as_i64().unwrap())
        .collect();
    assert_eq!(bases, [fen(0), fen(1)]);
}
