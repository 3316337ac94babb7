//! Pages saved with all that belongs to them.

use bangfu::formats::{cells::Value, limits::Limits, read};

fn texts(message: &[u8]) -> Vec<(String, Vec<String>)> {
    let book = read(message, &Limits::default()).unwrap();
    let show = |v: &Value| if let Value::Text(t) = v { t.to_string() } else { panic!("{v:?}") };
    book.sheets
        .iter()
        .map(|s| (s.name.to_string(), s.cells.iter().map(|c| show(&c.value)).collect()))
        .collect()
}

#[test]
fn parts_in_each_encoding_are_sheets() {
    // 大米 in GBK is B4 F3 C3 D7; <table><td>5</td></table> in base64.
    let message = b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"----=_X\"\r\n\r\npreamble\r\n------=_X\r\nContent-Location: file:///C:/a/sheet001.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset=\"gb2312\"\r\n\r\n<table><tr><td x=3D1>=B4=F3=\r\n=C3=D7</td></tr></table>\r\n------=_X\r\nContent-Location: sheet002.htm\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\nPHRhYmxlPjx0ZD41PC90ZD48\r\nL3RhYmxlPg==\r\n------=_X\r\nContent-Type: image/png\r\n\r\n<table><td>no</td></table>\r\n------=_X--\r\n";
    let want = [
        ("sheet001".to_owned(), vec!["大米".to_owned()]),
        ("sheet002".to_owned(), vec!["5".to_owned()]),
    ];
    assert_eq!(texts(message), want);
}

#[test]
fn a_message_without_parts_is_a_page_and_one_cut_off_keeps_what_is_there() {
    assert_eq!(texts(b"MIME-Version: 1.0\nContent-Type: text/html\n\n<table><td>a")[0].1, ["a"]);
    let cut = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<table><tr><td>a<td>b=3";
    assert_eq!(texts(cut)[0].1, ["a", "b=3"]);
    assert_eq!(
        read(b"MIME-Version: 1.0\nContent-Type: text/html\n\nno", &Limits::default())
            .unwrap_err()
            .code(),
        "not_a_workbook"
    );
}
