//! Pages: spans, entities, layout tables and tag soup.

use bangfu::formats::{
    cells::{Merge, Value},
    limits::Limits,
    read,
};

fn cells(html: &str) -> Vec<(u32, u32, String)> {
    let book = read(html.as_bytes(), &Limits::default()).unwrap();
    let show = |v: &Value| match v {
        Value::Text(t) => t.to_string(),
        Value::Number(n) => n.to_string(),
        other => format!("{other:?}"),
    };
    book.sheets[0].cells.iter().map(|c| (c.row, c.col, show(&c.value))).collect()
}

fn texts(html: &str) -> Vec<(u32, u32, &'static str)> {
    cells(html).into_iter().map(|(r, c, t)| (r, c, &*t.leak())).collect()
}

#[test]
fn rows_spans_entities_and_soup() {
    let html = "<table><tr><td colspan=2 rowspan='2'>a&amp;b&nbsp;&#x5143;<td>c<tr><td>d</table><TABLE><TR><TD x:num=\"12.5\">12.50 元</TD></TABLE>";
    assert_eq!(texts(html), [(0, 0, "a&b 元"), (0, 2, "c"), (1, 2, "d"), (3, 0, "12.5")]);
    let book = read(html.as_bytes(), &Limits::default()).unwrap();
    let merge = Merge {
        top: 0,
        left: 0,
        bottom: 1,
        right: 1,
    };
    assert_eq!(book.sheets[0].merges, [merge]);
}

#[test]
fn text_outside_of_tables_takes_a_row_of_its_own() {
    let html = "<html><head><title>导出</title><style>td{}</style></head><body><h2>2024年3月采购</h2>\n<p>填报单位：\n 夏县中学</p><table><tr><td>品名</td></tr></table>制表人：甲</body></html>";
    assert_eq!(
        texts(html),
        [
            (0, 0, "2024年3月采购"),
            (1, 0, "填报单位： 夏县中学"),
            (2, 0, "品名"),
            (3, 0, "制表人：甲")
        ]
    );
}

#[test]
fn a_table_in_a_layout_table_is_a_table_of_its_own() {
    let html = "<table><tr><td>台账<table><tr><td>品名</td><td>金额</td></tr><tr><td>大米</td><td>5</td></tr></table></td><td>右</td></tr></table>";
    assert_eq!(
        texts(html),
        [
            (0, 0, "台账"),
            (0, 1, "右"),
            (2, 0, "品名"),
            (2, 1, "金额"),
            (3, 0, "大米"),
            (3, 1, "5")
        ]
    );
    // An unclosed table before the next one is closed by it.
    assert_eq!(texts("<table><tr><td>a</td></tr><table><tr><td>b"), [(0, 0, "a"), (2, 0, "b")]);
}

#[test]
fn quoted_brackets_comments_scripts_and_hidden_rows() {
    let html = "<table><!-- <td>no --><script>if (a<b) '<td>no</td>'</SCRIPT ><tr title=\"a>b\"><td>x < y</td></tr><tr style=\"DISPLAY: none\"><td>藏</td></tr></table>";
    assert_eq!(texts(html), [(0, 0, "x < y"), (1, 0, "藏")]);
    assert_eq!(read(html.as_bytes(), &Limits::default()).unwrap().sheets[0].hidden_rows, [1]);
}

#[test]
fn spans_cost_nothing_whatever_they_claim() {
    let cell = "<td colspan=2147483648 rowspan=2147483648>x</td><td colspan=9999 rowspan=99999999>y</td>";
    let html = format!("<table><tr>{}</tr><tr><td>z</td></tr></table>", cell.repeat(20_000));
    let book = read(html.as_bytes(), &Limits::default()).unwrap();
    assert!(book.sheets[0].merges.iter().all(|m| m.bottom < 1 << 20 && m.right < 1 << 14));
    assert_eq!(
        read(b"<html><body><p>none</p></body></html>", &Limits::default())
            .unwrap_err()
            .code(),
        "not_a_workbook"
    );
}
