//! Every line and every finding of the region as flat tables (`--format lines`): the same rows in all three formats, whoever was assessed first, and sums that
//! are those of the samples' own truth.

use std::{collections::BTreeMap, fs, path::Path, sync::LazyLock};

use calamine::{Data, Reader as _, Xlsx};
use polars::prelude::{AnyValue, ParquetReader, SerReader as _};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::program::{json, report, root, run, samples, tree};

/// A table as texts: the head, then the rows.
type Rows = Vec<Vec<String>>;

const NAMES: [&str; 2] = ["lines", "findings"];

fn audit(inbox: &str, out: &Path, more: &[&str]) -> String {
    let ran = run(&[&["audit", inbox, "--period", "2024-03", "-o", out.to_str().unwrap()], more].concat());
    assert!([0, 3].contains(&ran.status), "{}", ran.err);
    ran.err
}

/// The samples with all tables, once.
fn tables() -> &'static Path {
    static OUT: LazyLock<TempDir> = LazyLock::new(|| {
        let dir = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let registry = root().join("samples/units.xlsx");
        let more = ["--registry", registry.to_str().unwrap(), "--format", "json,lines", "--quiet"];
        audit("samples/inbox", &dir.path().join("out"), &more);
        dir
    });
    static PATH: LazyLock<std::path::PathBuf> = LazyLock::new(|| OUT.path().join("out"));
    &PATH
}

fn csv(bytes: &[u8]) -> Rows {
    let records = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let text = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    records.into_records().map(|record| text(record.unwrap())).collect()
}

fn csv_file(path: &Path) -> Rows {
    let bytes = fs::read(path).unwrap();
    csv(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap())
}

/// By unit, the values of each row by the names of their columns.
fn by_unit(rows: &Rows) -> BTreeMap<&str, Vec<BTreeMap<&str, &str>>> {
    let mut units: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for row in &rows[1..] {
        let named: BTreeMap<&str, &str> = rows[0].iter().map(String::as_str).zip(row.iter().map(String::as_str)).collect();
        units.entry(named["单位"]).or_default().push(named);
    }
    units
}

#[test]
fn the_lines_add_up_to_the_truth_of_the_samples() {
    let rows = csv_file(&tables().join("lines.csv"));
    let units = by_unit(&rows);
    let truth = json(&root().join("samples/truth.json"));
    let mut compared = 0;
    for unit in truth["units"].as_array().unwrap() {
        let lines = units.get(unit["unit"].as_str().unwrap()).map_or(&[][..], Vec::as_slice);
        let sum = |months: &[&str], standing: &str, column: &str| -> i64 {
            let counted = lines.iter().filter(|l| months.contains(&l["月份"]) && l[column] == standing);
            counted.map(|l| l["金额分"].parse::<i64>().unwrap_or(0)).sum()
        };
        for (scope, months) in [("month", &["2024-03"][..]), ("ytd", &["2024-01", "2024-02", "2024-03"])] {
            let base = unit[scope]["base_fen"].as_i64().unwrap();
            assert_eq!(sum(months, "计入", "计入总额"), base, "{} {scope}", unit["unit"]);
            let platform = unit[scope]["platform_832"]["counted_fen"].as_i64().unwrap();
            assert_eq!(sum(months, "计入", "计入832平台采购"), platform, "{} {scope}", unit["unit"]);
            compared += usize::from(base > 0);
        }
    }
    assert!(compared > 30, "{compared}");
}

#[test]
fn there_are_as_many_rows_as_lines_and_findings_in_the_order_of_the_units() {
    let summary = json(&tables().join("summary.json"));
    for name in NAMES {
        let rows = csv_file(&tables().join(format!("{name}.csv")));
        let mut told: Vec<(String, String)> = Vec::new();
        for unit in summary["units"].as_array().unwrap() {
            let report = report(tables(), unit);
            let ids = report[name].as_array().unwrap().iter();
            let id = |one: &Value| one[if name == "lines" { "id" } else { "key" }].as_str().unwrap().to_owned();
            told.extend(ids.map(|one| (unit["unit"].as_str().unwrap().to_owned(), id(one))));
        }
        let at = |column: &str| rows[0].iter().position(|c| c == column).unwrap();
        let (unit, id) = (at("单位"), at(if name == "lines" { "明细编号" } else { "疑点编号" }));
        let shown: Vec<(String, String)> = rows[1..].iter().map(|r| (r[unit].clone(), r[id].clone())).collect();
        assert!(told.len() > 15 && shown == told, "{name}: {} and {}", shown.len(), told.len());
    }
}

/// What a cell of a workbook says, as the CSV says it.
fn told(cell: &Data, column: &str) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Float(number) if column.ends_with("金额元") => format!("{number:.2}"),
        Data::Float(number) => number.to_string(),
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_workbook_and_the_frame_say_what_the_csv_says() {
    for name in NAMES {
        let rows = csv_file(&tables().join(format!("{name}.csv")));
        let mut book: Xlsx<_> = calamine::open_workbook(tables().join(format!("{name}.xlsx"))).unwrap();
        let sheets = book.worksheets();
        assert_eq!(sheets.len(), 1);
        let sheet: Vec<&[Data]> = sheets[0].1.rows().collect();
        assert_eq!(sheet.len(), rows.len());
        let frame = ParquetReader::new(fs::File::open(tables().join(format!("{name}.parquet"))).unwrap())
            .finish()
            .unwrap();
        assert_eq!((frame.height() + 1, frame.width()), (rows.len(), rows[0].len()));
        for (col, column) in rows[0].iter().enumerate() {
            let values = frame.column(column).unwrap();
            for (row, texts) in rows.iter().enumerate().skip(1) {
                // A spreadsheet reads a price without the zeros at its end.
                let number = |text: &str| text.parse::<f64>().map_or_else(|_| text.to_owned(), |n| n.to_string());
                let is_price = matches!(column.as_str(), "数量" | "单价");
                let csv = texts[col]
                    .strip_prefix('\'')
                    .filter(|t| t.starts_with(['=', '+', '-', '@']))
                    .unwrap_or(&texts[col]);
                let in_sheet = told(&sheet[row][col], column);
                assert_eq!(
                    in_sheet,
                    if is_price { number(csv) } else { csv.to_owned() },
                    "{name} {column} {row}"
                );
                let in_frame = match values.get(row - 1).unwrap() {
                    AnyValue::Null => String::new(),
                    AnyValue::String(text) => text.to_owned(),
                    AnyValue::Int64(number) => number.to_string(),
                    day @ AnyValue::Date(_) => day.to_string(),
                    other => panic!("{other:?}"),
                };
                assert_eq!(in_frame, csv, "{name} {column} {row}");
            }
        }
    }
}

#[test]
fn the_order_of_threads_leaves_no_trace_and_nothing_is_written_unasked() {
    let dir = tempfile::tempdir().unwrap();
    let registry = root().join("samples/units.xlsx");
    let more = [
        "--registry",
        registry.to_str().unwrap(),
        "--format",
        "json,lines",
        "--jobs",
        "1",
        "--quiet",
    ];
    audit("samples/inbox", &dir.path().join("out"), &more);
    for name in NAMES {
        for ending in ["csv", "xlsx", "parquet"] {
            let file = format!("{name}.{ending}");
            let [one, several] = [dir.path().join("out"), tables().to_owned()].map(|out| fs::read(out.join(&file)).unwrap());
            assert!(one == several, "{file}");
            assert!(!samples().join(&file).exists(), "{file}");
        }
    }
    assert_eq!(tree(dir.path()).keys().filter(|path| path.starts_with(".out.bangfu")).count(), 0);
}

#[test]
fn gbk_has_every_word_that_it_can_and_what_it_cannot_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let inbox = dir.path().join("inbox");
    fs::create_dir(&inbox).unwrap();
    let rows = [
        ["日期", "品名", "金额", "采购渠道", "备注"],
        ["2024-03-05", "\u{20BB7}野豆腐", "12.50", "832平台", "=1+1"],
        ["2024-03-06", "白菜", "-3.05", "农贸市场", "退货"],
    ];
    fs::write(inbox.join("河东中学.csv"), rows.map(|row| row.join(",")).join("\r\n")).unwrap();
    let out = dir.path().join("out");
    let said = audit(inbox.to_str().unwrap(), &out, &["--format", "lines", "--csv-encoding", "gbk"]);
    assert!(said.contains("有1个字不在GBK中"), "{said}");
    let bytes = fs::read(out.join("lines.csv")).unwrap();
    let (text, _, failed) = encoding_rs::GBK.decode(&bytes);
    assert!(
        !failed && text.contains("〓野豆腐") && text.contains("'=1+1") && text.contains("-3.05,-305"),
        "{text}"
    );
    assert!(text.starts_with("单位,单位代码,县区,领域,月份,采购日期,品名"));
    // The workbook holds the character itself, and no formula.
    let mut book: Xlsx<_> = calamine::open_workbook(out.join("lines.xlsx")).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let texts: Vec<String> = sheet.rows().flatten().map(ToString::to_string).collect();
    assert!(
        texts.iter().any(|t| t == "\u{20BB7}野豆腐") && texts.iter().any(|t| t == "=1+1"),
        "{texts:?}"
    );
}

#[test]
fn a_table_of_all_lines_in_an_inbox_is_no_ledger() {
    for encoding in ["utf-8", "gbk"] {
        let dir = tempfile::tempdir().unwrap();
        let inbox = dir.path().join("inbox");
        fs::create_dir(&inbox).unwrap();
        let rows = [
            ["日期", "品名", "金额", "采购渠道", "备注"],
            ["2024-03-05", "豆腐", "12.50", "832平台", ""],
        ];
        fs::write(inbox.join("河东中学.csv"), rows.map(|row| row.join(",")).join("\r\n")).unwrap();
        let [first, second] = ["a", "b"].map(|out| dir.path().join(out));
        audit(inbox.to_str().unwrap(), &first, &["--format", "lines", "--csv-encoding", encoding]);
        for file in ["lines.csv", "lines.xlsx", "findings.csv", "findings.xlsx"] {
            fs::copy(first.join(file), inbox.join(file)).unwrap();
        }
        audit(inbox.to_str().unwrap(), &second, &["--quiet"]);
        let summary = json(&second.join("summary.json"));
        assert_eq!(
            (summary["inputs"]["lines"].as_u64(), summary["inputs"]["files"].as_u64()),
            (Some(1), Some(1)),
            "{encoding}"
        );
    }
}

/// The names are promised: a pivot or a query that rests on one must hold.
#[test]
fn the_page_names_every_column_in_its_order() {
    let page = fs::read_to_string(root().join("docs/zh/lines.md")).unwrap();
    let parts: Vec<&str> = page.split("\n## ").collect();
    for (name, part) in NAMES.iter().zip(&parts[1..]) {
        let promised: Vec<&str> = part
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
            .collect();
        assert_eq!(csv_file(&tables().join(format!("{name}.csv")))[0], promised, "{name}");
    }
}
