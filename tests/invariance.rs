//! Base, counted and disputed do not depend on the order of rows, the split into files or the format.

use rust_xlsxwriter::Workbook;

use crate::support::program::Place;

/// Files of an inbox: the name's end, the bytes.
type Files = Vec<(&'static str, Vec<u8>)>;

const UNIT: &str = "盐湖区甲小学";
const HEAD: [&str; 7] = ["日期", "订单号", "品名", "供应商", "采购渠道", "产地", "金额"];
/// Certain, disputed in the base, in the channel, in the origin, bought twice by one order, and a return.
const ROWS: [[&str; 7]; 9] = [
    ["2024-03-01", "A00001", "小米", "甲合作社", "832平台", "临县", "300.00"],
    ["2024-03-02", "A00002", "黄瓜", "某超市", "消费帮扶超市", "", "350.50"],
    ["2024-03-03", "A00003", "绿豆", "某商贸", "832平台", "广东省广州市", "50.00"],
    ["2024-03-04", "A00004", "面粉", "乙粮油", "自行采购", "", "300.25"],
    ["2024-03-05", "A00005", "白酒", "乙粮油", "自行采购", "", "88.00"],
    ["2024-03-06", "A00006", "苹果", "某合作社", "县里安排的渠道", "", "80.00"],
    ["2024-03-07", "A00007", "红枣", "甲合作社", "832平台", "临县", "66.60"],
    ["2024-03-07", "A00007", "红枣", "甲合作社", "832平台", "临县", "66.60"],
    ["2024-02-28", "A00009", "小米", "甲合作社", "832平台", "临县", "-20.00"],
];

fn csv(rows: &[[&str; 7]]) -> String {
    let lines: Vec<String> = std::iter::once(&HEAD).chain(rows).map(|r| r.join(",")).collect();
    lines.join("\n") + "\n"
}

fn xlsx(rows: &[[&str; 7]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (i, row) in (0_u32..).zip(std::iter::once(&HEAD).chain(rows)) {
        for (j, cell) in (0_u16..).zip(row) {
            match cell.parse::<f64>() {
                Ok(number) if j == 6 => sheet.write_number(i, j, number).unwrap(),
                _ => sheet.write_string(i, j, *cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// Figures of both scopes for an inbox of these files (name's end, bytes).
fn figures(files: &[(&str, Vec<u8>)]) -> Vec<(String, [i64; 4])> {
    let place = Place::new();
    for (name, bytes) in files {
        place.write(&format!("inbox/{UNIT}/{UNIT}2024年3月食堂采购台账{name}"), bytes);
    }
    place.audit("out", &["--format", "json"]).ok();
    let summary = place.json("out/summary.json");
    assert_eq!(summary["units"].as_array().unwrap().len(), 1);
    let scopes = &summary["units"][0]["scopes"];
    let mut found = Vec::new();
    for name in ["month", "ytd"] {
        let scope = &scopes[name];
        for r in scope["requirements"].as_array().unwrap() {
            let four = [
                &scope["base_fen"],
                &scope["base_disputed_fen"],
                &r["counted_fen"],
                &r["disputed_fen"],
            ];
            found.push((format!("{name} {}", r["id"]), four.map(|v| v.as_i64().unwrap())));
        }
    }
    found
}

#[test]
fn row_order_file_split_and_format_change_nothing() {
    let truth = figures(&[(".xlsx", xlsx(&ROWS))]);
    // By hand, March to date: base 300 + 350.50 + 50 + 300.25 + 80 + 66.60 − 20; in doubt 88 + 66.60. Through 832: 300 + 66.60 − 20;
    // in doubt 50 (origin) + 80 (channel) + 66.60 (twice).
    let platform = &truth
        .iter()
        .find(|(k, _)| k.starts_with("ytd") && k.contains("platform_832"))
        .unwrap()
        .1;
    assert_eq!(*platform, [112_735, 15_460, 34_660, 19_660]);
    let mut reversed = ROWS;
    reversed.reverse();
    let mut turned = ROWS;
    turned.rotate_left(4);
    let gb = encoding_rs::GB18030.encode(&csv(&ROWS)).0.into_owned();
    let variants: [(&str, Files); 7] = [
        ("xlsx reversed", vec![(".xlsx", xlsx(&reversed))]),
        ("xlsx turned", vec![(".xlsx", xlsx(&turned))]),
        ("csv UTF-8", vec![(".csv", csv(&ROWS).into_bytes())]),
        ("csv reversed", vec![(".csv", csv(&reversed).into_bytes())]),
        ("csv GB18030", vec![(".csv", gb)]),
        (
            "two files",
            vec![("（上）.xlsx", xlsx(&ROWS[..4])), ("（下）.xlsx", xlsx(&ROWS[4..]))],
        ),
        (
            "two formats",
            vec![("（上）.csv", csv(&ROWS[..5]).into_bytes()), ("（下）.xlsx", xlsx(&ROWS[5..]))],
        ),
    ];
    for (name, files) in variants {
        assert_eq!(figures(&files), truth, "{name}");
    }
}

#[test]
fn a_purchase_entered_in_both_files_counts_once() {
    // The cut falls between the two rows of order A007.
    let whole = figures(&[(".xlsx", xlsx(&ROWS))]);
    let cut = figures(&[("（上）.xlsx", xlsx(&ROWS[..7])), ("（下）.xlsx", xlsx(&ROWS[7..]))]);
    assert_eq!(cut, whole);
}
