//! The content decides, not the extension; what cannot be read says why.

use std::{fs, io::Cursor, io::Write as _};

use bangfu::{
    formats::{cells::Format, limits::Limits},
    inbox::{
        discover::{Discovery, discover},
        outputs::ReservedPaths,
    },
};

use super::files::{self, FEN, code, fen, read};
use crate::support::program::Place;

#[test]
fn every_format_gives_the_same_figures() {
    for (name, bytes) in files::every() {
        let reading = read(&bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(fen(&reading), FEN, "{name}");
        let items: Vec<_> = reading.lines.iter().map(|l| l.item.as_deref().unwrap_or("")).collect();
        assert_eq!(items, ["大米", "白菜"], "{name}");
    }
}

fn found_in(dir: &std::path::Path) -> Discovery {
    discover(&[dir.to_owned()], &Limits::default(), &ReservedPaths::default()).unwrap()
}

#[test]
fn every_format_under_every_extension_is_found_and_read() {
    let dir = tempfile::tempdir().unwrap();
    let extensions = ["xlsx", "xls", "et", "ods", "csv", "txt", "html", "mht", "xlsb", "xlsm"];
    let formats = files::every();
    for (i, (_, bytes)) in formats.iter().enumerate() {
        for extension in extensions {
            fs::write(dir.path().join(format!("{i}.{extension}")), bytes).unwrap();
        }
    }
    let found = found_in(dir.path());
    assert_eq!(found.files.len(), formats.len() * extensions.len());
    for file in &found.files {
        let bytes = file.bytes(&Limits::default()).unwrap();
        let reading = read(&bytes).unwrap_or_else(|e| panic!("{}: {e}", file.path));
        assert_eq!(fen(&reading), FEN, "{}", file.path);
    }
}

#[test]
fn a_workbook_without_a_known_extension_is_told_by_its_content() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("台账"), files::xlsx()).unwrap();
    fs::write(dir.path().join("台账.bak"), files::fods()).unwrap();
    fs::write(dir.path().join("台账.xml"), files::xml_spreadsheet()).unwrap();
    fs::write(dir.path().join("笔记"), "a,b\n").unwrap();
    let zip = files::deflated(&[
        ("一/台账", &files::xlsx()),
        ("二.xml", &files::xml_spreadsheet()),
        ("readme.md", b"x"),
    ]);
    fs::write(dir.path().join("包.zip"), &zip).unwrap();
    // A zip of workbooks with a workbook's extension is opened all the same.
    fs::write(dir.path().join("错.xlsx"), &zip).unwrap();
    let found = found_in(dir.path());
    let names: Vec<&str> = found.files.iter().map(|f| f.path.as_ref()).collect();
    let want = [
        "包.zip/一/台账",
        "包.zip/二.xml",
        "台账",
        "台账.bak",
        "台账.xml",
        "错.xlsx/一/台账",
        "错.xlsx/二.xml",
    ];
    assert_eq!(names, want);
    let ignored: Vec<&str> = found.ignored.iter().map(|f| f.path.as_ref()).collect();
    assert_eq!(ignored, ["包.zip/readme.md", "笔记", "错.xlsx/readme.md"]);
}

#[test]
fn spreadsheets_and_archives_that_are_not_read_are_no_bystanders() {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("a.rar", &b"Rar!\x1a\x07\x00"[..]),
        ("b.7z", b"7z\xBC\xAF\x27\x1C"),
        ("c.dbf", b"\x03\x7c"),
        ("d.slk", b"ID;PWXL;N;E\r\n"),
        ("e.numbers", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        ("f.jpg", b"\xFF\xD8\xFF\xE0"),
        ("g.pdf", b"%PDF-1.7"),
    ] {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    fs::write(
        dir.path().join("h.zip"),
        files::deflated(&[("内.zip", &files::deflated(&[("x.csv", b"a,b")])), ("内.rar", b"Rar!\x1a\x07\x00")]),
    )
    .unwrap();
    let found = found_in(dir.path());
    assert!(found.files.is_empty());
    let refused: Vec<(&str, &str)> = found.quarantined.iter().map(|(p, r)| (p.as_ref(), r.code())).collect();
    let unsupported = "unsupported_format";
    let want = ["a.rar", "b.7z", "c.dbf", "d.slk", "h.zip/内.rar", "h.zip/内.zip"].map(|p| (p, unsupported));
    assert_eq!(refused.iter().filter(|r| r.0 != "e.numbers").copied().collect::<Vec<_>>(), want);
    let ignored: Vec<&str> = found.ignored.iter().map(|f| f.path.as_ref()).collect();
    assert_eq!(ignored, ["f.jpg", "g.pdf"]);
}

#[test]
fn what_is_no_workbook_says_what_it_is() {
    assert_eq!(code(b""), "empty_file");
    for (bytes, what) in [
        (&b"%PDF-1.7\n1 0 obj"[..], "PDF"),
        (b"\x89PNG\r\n\x1a\n0000", "PNG"),
        (b"\xFF\xD8\xFF\xE0\0\0JFIF", "JPEG"),
        (b"{\\rtf1 x}", "RTF"),
        (b"7z\xBC\xAF\x27\x1C0000", "7z"),
        (b"<html><body><p>no table</p></body></html>", "HTML without a table"),
        (b"\0\x01\x02\x03\x04\x05\x06\x07\x08\x09\xFF\xFE\xFD", "binary"),
        (b"%TSD-Header-###%\x01\x02\x80\xfe\x33", "protected document"),
        (b"b\x14#e\x01\x02\x03E-SafeNet\0\0\0LOCK\0\x91\x92\x93", "protected document"),
    ] {
        let reason = read(bytes).unwrap_err();
        assert_eq!(reason.code(), "not_a_workbook", "{what}");
        assert!(reason.to_string().contains(what), "{what}: {reason}");
    }
    let word = files::deflated(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")]);
    assert!(read(&word).unwrap_err().to_string().contains("Word"));
    let text = files::deflated(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]);
    assert!(read(&text).unwrap_err().to_string().contains("Word"));
}

/// An OLE container with one stream of each name.
fn ole(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut ole = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        ole.create_stream(format!("/{name}")).unwrap().write_all(bytes).unwrap();
    }
    ole.flush().unwrap();
    ole.into_inner().into_inner()
}

/// 㐀 and 𠀀 have four bytes in GB18030, and GBK has neither.
#[test]
fn characters_of_four_bytes_are_read() {
    let text = "品名,供应商,金额\n大米,㐀𠀀粮油店,5.50\n";
    let bytes = encoding_rs::GB18030.encode(text).0.into_owned();
    assert!(bytes.windows(4).any(|w| w == [0x81, 0x39, 0xEE, 0x39]), "{bytes:x?}");
    let reading = read(&bytes).unwrap();
    assert_eq!(fen(&reading), [550]);
    assert_eq!(reading.lines[0].supplier.as_deref(), Some("㐀𠀀粮油店"));
}

#[test]
fn encrypted_workbooks_say_so() {
    assert_eq!(
        code(&ole(&[("EncryptionInfo", &[4, 0, 4, 0]), ("EncryptedPackage", &[7; 600])])),
        "encrypted"
    );
    // BOF of BIFF8 globals, FILEPASS (RC4), EOF.
    let globals = [
        &[0x09, 0x08, 16, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
        &[0x2F, 0, 54, 0, 1, 0],
        &[9; 52],
        &[0x0A, 0, 0, 0],
    ]
    .concat();
    assert_eq!(code(&ole(&[("Workbook", &globals)])), "encrypted");
    // BIFF5 with FILEPASS (XOR: a key and a hash only), in a container and without one.
    let xor = [
        &[0x09, 0x08, 8, 0, 0, 5, 5, 0, 0, 0, 0, 0][..],
        &[0x2F, 0, 4, 0, 0x34, 0x12, 0x78, 0x56],
        &[0x0A, 0, 0, 0],
    ]
    .concat();
    assert_eq!(code(&ole(&[("Book", &xor)])), "encrypted");
    assert_eq!(code(&xor), "encrypted");
    let manifest = b"<manifest:manifest><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let ods = files::deflated(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &[200; 64]),
    ]);
    assert_eq!(code(&ods), "encrypted");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/inbox-broken/盐湖区/有密码.xlsx");
    assert_eq!(code(&fs::read(sample).unwrap()), "encrypted");
}

#[test]
fn a_giant_line_and_blank_lines_are_rows_like_any_other() {
    let line = "大米,".repeat(200_000);
    let reading = read(line.as_bytes()).unwrap();
    assert_eq!((reading.format, reading.sheets[0].rows), (Format::Csv, 1));
    let text = "x".repeat(3_000_000);
    let reading = read(format!("品名,金额\n{text},5\n").as_bytes()).unwrap();
    assert_eq!(fen(&reading), [500]);
    assert!(reading.issues.iter().any(|i| i.code == "text_cut" && i.found.starts_with("A2")));
}

#[test]
fn a_quote_that_never_closes_does_not_swallow_the_rest_in_silence() {
    let says = |text: &str| {
        let reading = read(text.as_bytes()).unwrap();
        reading.issues.into_iter().find(|i| i.code == "quote_not_closed").map(|i| i.found)
    };
    assert_eq!(says("品名,金额\n\"大米,5\n白菜,6\n").as_deref(), Some("2"));
    assert_eq!(says("品名,金额\n\"大\n米\",5\n\"白菜\",6\n"), None);
}

/// What a document protection program left of a workbook: said by name, with what to do. A ledger that speaks of such a program is read.
#[test]
fn protected_documents_are_told_and_what_to_do() {
    let place = Place::new();
    // Bytes without a pattern, as a cipher leaves them: a generator with a fixed seed.
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(20_480)
    .collect();
    for (name, head) in [
        ("绿.xlsx", &b"%TSD-Header-###%"[..]),
        ("亿.xls", b"b\x14#e\x01\x02\x03E-SafeNet\0\0\0LOCK\0"),
        ("密.et", b"\x9c\x01"),
    ] {
        place.write(name, [head, &noise].concat());
        let ran = place.run(&["inspect", name]);
        assert_eq!(ran.status, 3, "{name}: {}", ran.err);
        assert!(ran.err.contains("加密软件") && ran.err.contains("解密"), "{name}: {}", ran.err);
        assert_eq!(ran.err.contains("亿赛通"), name != "密.et", "{name}: {}", ran.err);
    }
    place.write(
        "台账.csv",
        files::separated(",") + "2024-03-09,E-SafeNet 许可,5,粮店\r\n%TSD-Header-###%,,,\r\n",
    );
    assert_eq!(place.run(&["inspect", "台账.csv"]).status, 0);
}
