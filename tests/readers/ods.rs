//! OpenDocument sheets assembled by hand.

use std::io::Write as _;

use bangfu::formats::{cells::Value, limits::Limits, read};

fn book(body: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("mimetype", options).unwrap();
    zip.write_all(b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
    zip.start_file("content.xml", options).unwrap();
    let xml = format!(
        "<office:document-content><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    );
    zip.write_all(xml.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn cells_stand_where_repeats_and_spans_put_them() {
    let body = r#"<table:table table:name="3月"><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/><table:table-cell office:value-type="float" office:value="1.5"><text:p>1.50</text:p></table:table-cell></table:table-row><table:table-row table:visibility="filter"><table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" office:value-type="string"><text:p>大米<text:s text:c="2"/>&amp;面</text:p><text:p>二</text:p><office:annotation><text:p>note</text:p></office:annotation></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="date" office:date-value="2024-03-05"><text:p>3月5日</text:p></table:table-cell></table:table-row></table:table>"#;
    let book = read(&book(body), &Limits::default()).unwrap();
    let sheet = &book.sheets[0];
    let at: Vec<(u32, u32, Value)> = sheet.cells.iter().map(|c| (c.row, c.col, c.value.clone())).collect();
    assert_eq!(
        at,
        [
            (0, 3, Value::Number(1.5)),
            (1, 3, Value::Number(1.5)),
            (2, 0, Value::Text("大米  &面\n二".into())),
            (2, 2, Value::IsoDate("2024-03-05".into())),
        ]
    );
    assert_eq!((sheet.merges.len(), sheet.hidden_rows.as_slice()), (1, &[2][..]));
}

#[test]
fn empty_repeats_cost_nothing_and_valued_ones_meet_the_limit() {
    let far = r#"<table:table table:name="a"><table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated="16383"/><table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>"#;
    let found = read(&book(far), &Limits::default()).unwrap();
    assert_eq!(
        found.sheets[0].cells.iter().map(|c| (c.row, c.col)).collect::<Vec<_>>(),
        [(1_048_575, 16_383)]
    );
    let bomb = r#"<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row></table:table>"#;
    assert_eq!(read(&book(bomb), &Limits::default()).unwrap_err().code(), "over_limit");
}
