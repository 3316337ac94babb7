//! What people fill into the workbooks of `bangfu template` is read back without a question: as a spreadsheet program would save it, cells take
//! the style of their column, a date is a serial number, a share a fraction. The figures are worked out by hand.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::Path,
};

use crate::support::program::{Place, find};

enum Cell {
    Text(&'static str),
    Number(&'static str),
}
use Cell::{Number, Text};

/// Serial numbers of the days used here.
const MARCH_5: Cell = Number("45356");
const JANUARY_1: Cell = Number("45292");
const JANUARY_15: Cell = Number("45306");

/// The first sheet of the workbook at `path` with cells added as a spreadsheet program saves them: `(reference, value)`, in reading order.
fn fill(path: &Path, cells: &[(&str, Cell)]) {
    let bytes = fs::read(path).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for i in 0..zip.len() {
        let mut part = zip.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            content = filled(&String::from_utf8(content).unwrap(), cells).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap();
}

fn filled(sheet: &str, cells: &[(&str, Cell)]) -> String {
    let mut sheet = sheet.to_owned();
    let mut rows = String::new();
    let row_of = |at: &str| at.trim_start_matches(|c: char| c.is_ascii_alphabetic()).to_owned();
    for group in cells.chunk_by(|a, b| row_of(a.0) == row_of(b.0)) {
        let mut row = String::new();
        for (at, value) in group {
            let blank = format!("<c r=\"{at}\" s=\"");
            if let Some(found) = sheet.find(&blank) {
                // A styled blank cell that stands in the template.
                let end = found + sheet[found..].find("/>").unwrap() + 2;
                let style = sheet[found + blank.len()..].split('"').next().unwrap().to_owned();
                sheet.replace_range(found..end, &cell(at, value, &style));
            } else {
                row += &cell(at, value, &column_style(&sheet, at));
            }
        }
        if !row.is_empty() {
            rows += &format!("<row r=\"{}\">{row}</row>", row_of(group[0].0));
        }
    }
    assert!(sheet.contains("</sheetData>"));
    sheet.replace("</sheetData>", &format!("{rows}</sheetData>"))
}

fn cell(at: &str, value: &Cell, style: &str) -> String {
    match value {
        Text(t) => format!("<c r=\"{at}\" s=\"{style}\" t=\"inlineStr\"><is><t>{t}</t></is></c>"),
        Number(n) => format!("<c r=\"{at}\" s=\"{style}\"><v>{n}</v></c>"),
    }
}

/// The style that a cell typed at `at` takes from its column.
fn column_style(sheet: &str, at: &str) -> String {
    let letters = at.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = letters.bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1);
    let attribute = |col: &str, name: &str| {
        col.split(&format!("{name}=\""))
            .nth(1)
            .map(|v| v.split('"').next().unwrap().to_owned())
    };
    sheet
        .split("<col ")
        .skip(1)
        .find(|col| {
            let bound = |name| attribute(col, name).unwrap().parse::<u32>().unwrap();
            (bound("min")..=bound("max")).contains(&number)
        })
        .and_then(|col| attribute(col.split("/>").next().unwrap(), "style"))
        .unwrap_or_else(|| panic!("column {letters} has no style"))
}

/// 1,000 yuan: 295.50 through 832, 100 through the local platform, 604.50 at the market, of which 60 paid by the union (disputed in the base).
const LEDGER: [(&str, Cell); 34] = [
    ("B2", Text("盐湖区实验中学")),
    ("A4", MARCH_5),
    ("B4", Text("面粉")),
    ("C4", Text("粮食")),
    ("E4", Text("袋")),
    ("F4", Number("3")),
    ("G4", Number("98.5")),
    ("H4", Number("295.5")),
    ("I4", Text("平陆县某合作社")),
    ("J4", Text("平陆县")),
    ("K4", Text("832平台")),
    ("L4", Text("202403051234567890")),
    ("A5", MARCH_5),
    ("B5", Text("小米")),
    ("H5", Number("100")),
    ("I5", Text("某供销公司")),
    ("K5", Text("供销数据平台")),
    ("L5", Text("YC20240305001")),
    ("A6", MARCH_5),
    ("B6", Text("白菜")),
    ("H6", Number("564.5")),
    ("I6", Text("王某菜摊")),
    ("K6", Text("农贸市场")),
    ("A7", MARCH_5),
    ("B7", Text("鸡蛋")),
    ("H7", Number("60")),
    ("I7", Text("李某蛋行")),
    ("K7", Text("农贸市场")),
    ("N7", Text("工会经费")),
    ("A8", MARCH_5),
    ("B8", Text("白菜（退货）")),
    ("H8", Number("-20")),
    ("I8", Text("王某菜摊")),
    ("K8", Text("农贸市场")),
];

/// The three workbooks that people fill in, where an audit looks for them.
fn templates(more: &[&str]) -> Place {
    let place = Place::new();
    fs::create_dir(place.at("inbox")).unwrap();
    for (kind, file) in [("ledger", "inbox/台账.xlsx"), ("registry", "名册.xlsx"), ("overrides", "核实.xlsx")] {
        place.run(&[&["template", kind, "-o", file], more].concat()).ok();
    }
    place
}

#[test]
fn filled_in_templates_are_read_back_without_a_question() {
    let place = templates(&[]);
    fill(&place.at("inbox/台账.xlsx"), &LEDGER);
    fill(
        &place.at("名册.xlsx"),
        &[
            ("A3", Text("盐湖区实验中学")),
            ("B3", Text("140802001")),
            ("C3", Text("盐湖区")),
            ("D3", Text("学校")),
            ("E3", Text("自办食堂")),
            ("G3", Text("实验中学、实中")),
            ("H3", Number("12000")),
            ("I3", Number("3600")),
            ("J3", Number("1200")),
            ("K3", Number("2400")),
            ("L3", Text("local_channels")),
            ("M3", Number("0.08")),
            ("N3", Text("运乡振函〔2024〕5号")),
            ("O3", JANUARY_15),
            ("P3", JANUARY_1),
            ("A4", Text("夏县文化馆")),
            ("C4", Text("夏县")),
            ("D4", Text("机关")),
            ("E4", Text("无食堂")),
        ],
    );
    let audit = |out: &str, more: &[&str]| {
        place.audit(out, &[&["--registry", "名册.xlsx"], more].concat()).ok();
        place.json(&format!("{out}/summary.json"))
    };
    let open = audit("open", &[]);
    assert_eq!(
        ["lines", "rejected_rows", "quarantined", "disputed_lines"].map(|k| open["inputs"][k].as_u64().unwrap()),
        [5, 0, 0, 1]
    );
    // The auditor settles the eggs: canteen food, though the union paid, and bought from a shop, though the channel is blank.
    fill(
        &place.at("核实.xlsx"),
        &[
            ("B3", Text("盐湖区实验中学")),
            ("C3", Text("李某蛋行")),
            ("E3", Text("计入=普通采购")),
            ("F3", Text("张某")),
            ("G3", Text("工会与食堂合并付款的凭证")),
            ("H3", MARCH_5),
        ],
    );
    let settled = audit("settled", &["--overrides", "核实.xlsx"]);
    assert_eq!(settled["inputs"]["disputed_lines"], 0);
    assert_eq!(settled["units"].as_array().unwrap().len(), 2);
    let [exempt, unit] = ["夏县文化馆", "盐湖区实验中学"].map(|name| find(&settled["units"], "unit", name));
    assert_eq!(
        (&exempt["verdict"], &exempt["sector"], &exempt["county"]),
        (&"exempt".into(), &"agency".into(), &"夏县".into())
    );
    assert_eq!(
        (&unit["code"], &unit["sector"], &unit["canteen"]),
        (&"140802001".into(), &"school".into(), &"own".into())
    );
    let month = &unit["scopes"]["month"];
    assert_eq!((&month["base_fen"], &month["base_disputed_fen"]), (&100_000.into(), &0.into()));
    // 295.50 and 100.00 of 1,000: 29.55 %, 10 %, together 39.55 %; the local share passes by the exception of 8 % alone.
    for (id, threshold, counted, ratio) in [
        ("platform_832", 1000, 29_550, 2955),
        ("local_channels", 800, 10_000, 1000),
        ("overall", 3000, 39_550, 3955),
    ] {
        let r = find(&month["requirements"], "id", id);
        assert_eq!(
            (&r["threshold_bp"], &r["counted_fen"], &r["ratio_low_bp"], &r["verdict"]),
            (&threshold.into(), &counted.into(), &ratio.into(), &"pass".into()),
            "{id}"
        );
    }
    assert_eq!(unit["verdict"], "pass");
    let report = place.report("settled", "盐湖区实验中学");
    let exception = report["exceptions"][0].as_str().unwrap();
    assert!(exception.contains("运乡振函〔2024〕5号 (2024-01-15)"), "{exception}");
    let eggs = find(&report["lines"], "item", "鸡蛋");
    assert_eq!(
        (&eggs["decision"]["by"], &eggs["decision"]["date"]),
        (&"张某".into(), &"2024-03-05".into())
    );
    assert_eq!(report["issues"].as_array().unwrap().len(), 0, "{:#}", report["issues"]);
}

/// Untouched templates are no ledgers and no registry, and say so; nothing is invented from their instructions.
#[test]
fn a_blank_template_holds_nothing() {
    for lang in ["zh", "en"] {
        let place = templates(&["--lang", lang]);
        // A registry without a unit is no registry.
        place.audit("out", &["--registry", "名册.xlsx"]).refused();
        assert!(!place.at("out").exists());
        // No decision is no mistake: the sheet was handed out and nothing was to decide.
        let ran = place.audit("out", &["--overrides", "核实.xlsx"]);
        assert_eq!(ran.status, 3, "{}", ran.err);
        let summary = place.json("out/summary.json");
        assert_eq!(
            (&summary["inputs"]["lines"], summary["units"].as_array().unwrap().len()),
            (&0.into(), 0)
        );
    }
}

#[test]
fn a_template_does_not_overwrite_what_somebody_filled_in() {
    let place = Place::new();
    for kind in ["ledger", "registry", "overrides"] {
        place.write("表.xlsx", "filled in");
        let said = place.run(&["template", kind, "-o", "表.xlsx"]).refused();
        assert!(said.contains("“表.xlsx”已经存在") && said.contains("--force"), "{said}");
        assert_eq!(fs::read_to_string(place.at("表.xlsx")).unwrap(), "filled in");
        place.run(&["template", kind, "-o", "表.xlsx", "--force"]).ok();
        assert!(fs::read(place.at("表.xlsx")).unwrap().starts_with(b"PK"));
    }
}
