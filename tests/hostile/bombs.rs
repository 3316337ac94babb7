//! Small files that claim to be large. Expectations are what stands in the files; time and memory are bounded by the limits, which
//! the tests meet from both sides.

use bangfu::formats::{self, cells::Value, limits::Limits};

use super::files::{self, code, deflated, fen, ods_of, read, read_within, sheet_xml, text_cell, xlsx_of};
use crate::support::wrapped;

fn within(change: impl Fn(&mut Limits)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits);
    limits
}

fn places(bytes: &[u8]) -> Vec<(u32, u32)> {
    let book = formats::read(bytes, &Limits::default()).unwrap();
    book.sheets[0].cells.iter().map(|c| (c.row, c.col)).collect()
}

#[test]
fn a_zip_bomb_stops_at_the_inflated_limit() {
    const MIB: usize = 1 << 20;
    let sheet = format!("<worksheet><sheetData><!--{}--></sheetData></worksheet>", " ".repeat(20 * MIB));
    let rels = r#"<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let bomb = deflated(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/workbook.xml",
            br#"<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>"#,
        ),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ]);
    assert!(bomb.len() < 100_000, "{} bytes", bomb.len());
    let narrow = read_within(&bomb, &within(|l| l.inflated_bytes = 20 << 20)).unwrap_err();
    assert_eq!(narrow.code(), "over_limit");
    assert!(narrow.to_string().contains("max-inflated-mib"), "{narrow}");
    assert!(read_within(&bomb, &within(|l| l.inflated_bytes = 21 << 20)).is_ok());
    let ods = deflated(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        (
            "content.xml",
            files::ods_xml(&format!("<table:table><!--{}--></table:table>", " ".repeat(20 * MIB))).as_bytes(),
        ),
    ]);
    assert_eq!(
        read_within(&ods, &within(|l| l.inflated_bytes = 20 << 20)).unwrap_err().code(),
        "over_limit"
    );
    assert!(read_within(&ods, &within(|l| l.inflated_bytes = 21 << 20)).is_ok());
}

#[test]
fn entities_are_never_expanded() {
    let lol: String = (1..10)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let doctype = format!("<!DOCTYPE lolz [<!ENTITY l0 \"lol\">{lol}]>");
    let cell = format!("{}{}", text_cell("A1", "品名"), text_cell("B1", "金额"));
    let row = format!("{}<c r=\"B2\"><v>5</v></c>", text_cell("A2", "&l9;"));
    let reading = read(&xlsx_of(&format!("{doctype}{}", sheet_xml(&[(1, &cell), (2, &row)])))).unwrap();
    assert_eq!(fen(&reading), [500]);
    assert_eq!(reading.lines[0].item.as_deref(), Some("&l9;"));
    let table = "<table:table><table:table-row><table:table-cell><text:p>&l9;</text:p></table:table-cell></table:table-row></table:table>";
    let ods = wrapped::zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", format!("{doctype}{}", files::ods_xml(table)).as_bytes()),
    ]);
    let xml = String::from_utf8(files::xml_spreadsheet()).unwrap().replace("大米", "&l9;");
    let xml = xml.replacen("?>", &format!("?>{doctype}"), 1);
    for bytes in [ods, xml.into_bytes()] {
        let book = formats::read(&bytes, &Limits::default()).unwrap();
        let texts: Vec<&Value> = book.sheets[0].cells.iter().map(|c| &c.value).collect();
        assert!(texts.contains(&&Value::Text("&l9;".into())), "{texts:?}");
    }
}

#[test]
fn deep_xml_and_deep_tables_stop_at_the_nesting_limit() {
    let nest = |n: usize| format!("{}{}", "<x>".repeat(n), "</x>".repeat(n));
    // worksheet and sheetData are two levels of their own.
    let deep = |n: usize| xlsx_of(&format!("<worksheet><sheetData/>{}</worksheet>", nest(n)));
    assert!(read(&deep(255)).is_ok());
    assert_eq!(code(&deep(256)), "over_limit");
    assert!(read_within(&deep(100_000), &within(|l| l.xml_depth = 200_000)).is_ok());
    let table = |n: usize| "<table><tr><td>".repeat(n).into_bytes();
    assert!(read(&table(256)).is_ok());
    assert_eq!(code(&table(257)), "over_limit");
    assert_eq!(
        code(&ods_of(&format!("<table:table>{}</table:table>", nest(100_000)))),
        "over_limit"
    );
    let xml = String::from_utf8(files::xml_spreadsheet())
        .unwrap()
        .replace("<Table>", &format!("<Table>{}", nest(100_000)));
    assert_eq!(code(xml.as_bytes()), "over_limit");
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_nothing() {
    const LAST: (u32, u32) = (1_048_575, 16_383);
    let far = xlsx_of(&sheet_xml(&[
        (1, &text_cell("A1", "a")),
        (1_048_576, &text_cell("XFD1048576", "z")),
    ]));
    assert_eq!(places(&far), [(0, 0), LAST]);
    let ods = "<table:table><table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated=\"16383\"/><table:table-cell><text:p>z</text:p></table:table-cell></table:table-row></table:table>";
    assert_eq!(places(&ods_of(ods)), [LAST]);
    let xml = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"a\"><Table><Row ss:Index=\"1048576\"><Cell ss:Index=\"16384\"><Data ss:Type=\"String\">z</Data></Cell></Row></Table></Worksheet></Workbook>";
    assert_eq!(places(xml.as_bytes()), [LAST]);
    let spans = "<table><tr><td rowspan=2147483648>a<td colspan=2147483648>b</tr><tr><td>c</table>";
    assert_eq!(places(spans.as_bytes()), [(0, 0), (0, 1), (1, 1)]);
    // Beyond the last row or column is no place: the cell is not wrapped round to another.
    let beyond = xlsx_of(&sheet_xml(&[
        (1, &text_cell("A1", "a")),
        (2, &text_cell("XFE2", "b")),
        (9, &text_cell("A1048577", "c")),
    ]));
    assert_eq!(places(&beyond), [(0, 0)]);
    let said = read(&beyond).unwrap().issues;
    assert!(said.iter().any(|i| i.code == "cells_beyond" && i.found == "2"), "{said:?}");
}

#[test]
fn a_million_repeated_rows_meet_the_cells_limit_from_both_sides() {
    let rows = |n: u32| {
        ods_of(&format!(
            "<table:table><table:table-row table:number-rows-repeated=\"{n}\"><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>"
        ))
    };
    let limits = within(|l| l.cells = 50_000);
    assert_eq!(formats::read(&rows(50_000), &limits).unwrap().sheets[0].cells.len(), 50_000);
    assert_eq!(formats::read(&rows(50_001), &limits).unwrap_err().code(), "over_limit");
    let million = formats::read(&rows(1_000_000), &Limits::default()).unwrap();
    assert_eq!(million.sheets[0].cells.len(), 1_000_000);
    let huge = "<table:table><table:table-row table:number-rows-repeated=\"4294967295\"><table:table-cell table:number-columns-repeated=\"4294967295\" office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>";
    assert_eq!(code(&ods_of(huge)), "over_limit");
    let blank = "<table:table><table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell/></table:table-row><table:table-row><table:table-cell><text:p>z</text:p></table:table-cell></table:table-row></table:table>";
    assert_eq!(places(&ods_of(blank)), [(1_000_000, 0)]);
}

#[test]
fn a_shared_text_that_is_not_there_is_seen_and_said() {
    let row = |n: u32, i: &str| format!("<c r=\"A{n}\" t=\"s\"><v>{i}</v></c><c r=\"B{n}\"><v>5</v></c>");
    let head = format!("{}{}", text_cell("A1", "品名"), text_cell("B1", "金额"));
    let lost = ["4294967295", "-1", "99999999999999999999", "x"];
    let rows: Vec<String> = (2_u32..).zip(lost).map(|(n, i)| row(n, i)).collect();
    let all: Vec<(u32, &str)> = std::iter::once((1, head.as_str()))
        .chain((2..).zip(rows.iter().map(String::as_str)))
        .collect();
    let reading = read(&xlsx_of(&sheet_xml(&all))).unwrap();
    assert_eq!(fen(&reading), [500; 4], "no row is lost with its text");
    let said = reading.issues.iter().find(|i| i.code == "strings_truncated").expect("an issue");
    assert_eq!(said.found, "A2: 4");
    let whole = row(2, "0");
    let reading = read(&xlsx_of(&sheet_xml(&[(1, &head), (2, &whole)]))).unwrap();
    assert!(reading.issues.iter().all(|i| i.code != "strings_truncated"));
}

#[test]
fn a_long_text_shared_by_thousands_of_cells_costs_its_length_once() {
    let long = format!("<sst><si><t>{}</t></si></sst>", "f".repeat(1_000_000));
    let cells: String = (1..20_000)
        .map(|r| format!("<row r=\"{r}\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>0</v></c></row>"))
        .collect();
    let bytes = wrapped::zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", br#"<workbook><sheets><sheet name="a" r:id="r1"/></sheets></workbook>"#),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
        ),
        ("xl/sharedStrings.xml", long.as_bytes()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{cells}</sheetData></worksheet>").as_bytes()),
    ]);
    let book = formats::read(&bytes, &Limits::default()).unwrap();
    let texts: Vec<*const u8> = book.sheets[0]
        .cells
        .iter()
        .map(|c| if let Value::Text(t) = &c.value { t.as_ptr() } else { panic!() })
        .collect();
    assert_eq!(texts.len(), 39_998);
    assert!(texts.iter().all(|t| *t == texts[0]), "one copy");
    assert_eq!(book.damage.len(), 1);
    assert_eq!((book.damage[0].1, book.damage[0].2.as_str()), ("text_cut", "A1: 39998"));
}

#[test]
fn texts_of_twenty_thousand_characters_are_kept_whole() {
    for (length, kept) in [(20_000, 20_000), (32_767, 32_767), (32_768, 32_767)] {
        let head = format!("{}{}", text_cell("A1", "品名"), text_cell("B1", "金额"));
        let row = format!("{}<c r=\"B2\"><v>5</v></c>", text_cell("A2", &"米".repeat(length)));
        let reading = read(&xlsx_of(&sheet_xml(&[(1, &head), (2, &row)]))).unwrap();
        assert_eq!(fen(&reading), [500]);
        assert_eq!(reading.lines[0].item.as_deref().unwrap().chars().count(), kept);
        assert_eq!(reading.issues.iter().any(|i| i.code == "text_cut"), kept < length, "{length}");
    }
}

#[test]
fn three_hundred_sheets_are_read_and_the_sheets_limit_holds() {
    let sheet = |i: usize| files::ods_rows().replace("3月", &format!("../../{i}"));
    let all: String = (0..300).map(sheet).collect();
    let bytes = ods_of(&all);
    let reading = read_within(&bytes, &within(|l| l.sheets = 300)).unwrap();
    assert_eq!(reading.sheets.len(), 300);
    assert_eq!(reading.lines.len(), 600);
    assert_eq!(&*reading.sheets[7].name, "../../7");
    assert_eq!(read_within(&bytes, &within(|l| l.sheets = 299)).unwrap_err().code(), "over_limit");
}
