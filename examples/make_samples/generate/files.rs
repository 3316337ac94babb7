//! Books to files: xlsx by a writer library, CSV by hand, and through LibreOffice for the formats that it saves.

use std::{error::Error, fmt::Write as _, fs, path::Path, process::Command};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook};

use super::{
    books::{Book, Cell, Sheet},
    units::Saved,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Writes one file; gives whether it did (a LibreOffice file is left alone unless asked for).
pub fn write(inbox: &Path, book: &Book, libreoffice: bool) -> Outcome<bool> {
    let at = |extension: &str| inbox.join(format!("{}.{extension}", book.path));
    if let Some(folder) = at("x").parent() {
        fs::create_dir_all(folder)?;
    }
    match book.saved {
        Saved::Xlsx => save_xlsx(&at("xlsx"), book)?,
        Saved::CsvUtf8 => fs::write(at("csv"), format!("\u{feff}{}", csv(&book.sheets[0])))?,
        Saved::CsvGb18030 => fs::write(at("csv"), encoding_rs::GB18030.encode(&csv(&book.sheets[0])).0)?,
        Saved::LibreOffice(_) if !libreoffice => return Ok(false),
        Saved::LibreOffice(extension) => convert(&at(extension), book, extension)?,
    }
    Ok(true)
}

/// Saves through LibreOffice: an xlsx in a folder for the time being, opened and saved again.
fn convert(to: &Path, book: &Book, extension: &str) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let name = to.file_stem().and_then(|n| n.to_str()).ok_or("a file without name")?;
    let raw = folder.path().join(format!("{name}.xlsx"));
    save_xlsx(&raw, book)?;
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let out = folder.path().join("out");
    let status = Command::new("soffice")
        .arg("--headless")
        .arg(profile)
        .args(["--convert-to", extension, "--outdir"])
        .arg(&out)
        .arg(&raw)
        .output()?;
    let saved = out.join(format!("{name}.{extension}"));
    fs::copy(&saved, to).map_err(|e| {
        format!(
            "soffice gave no {}: {e}: {}",
            saved.display(),
            String::from_utf8_lossy(&status.stderr)
        )
    })?;
    Ok(())
}

fn csv(sheet: &Sheet) -> String {
    let mut out = String::new();
    for row in &sheet.rows {
        for (at, cell) in row.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let _ = match cell {
                Cell::Blank => write!(out, "{comma}"),
                Cell::Text(t) | Cell::Head(t) => write!(out, "{comma}{t}"),
                Cell::Number(n) => write!(out, "{comma}{n}"),
                Cell::Date(month, day) => write!(out, "{comma}2024-{month:02}-{day:02}"),
            };
        }
        out.push_str("\r\n");
    }
    out
}

/// Saves an xlsx with a fixed date of creation, so that the bytes are the same each time.
pub fn save_xlsx(to: &Path, book: &Book) -> Outcome<()> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2024, 4, 3)?));
    let head = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    let plain = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
    let date = Format::new()
        .set_num_format("yyyy-mm-dd")
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter);
    for sheet in &book.sheets {
        let s = workbook.add_worksheet();
        s.set_name(&sheet.name)?;
        s.set_column_range_width(0, 14, 13)?;
        for &(top, left, bottom, right) in &sheet.merges {
            if (top, left) != (bottom, right) {
                s.merge_range(
                    u32::try_from(top)?,
                    u16::try_from(left)?,
                    u32::try_from(bottom)?,
                    u16::try_from(right)?,
                    "",
                    &plain,
                )?;
            }
        }
        for (row, cells) in (0_u32..).zip(&sheet.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Cell::Blank => {}
                    Cell::Text(t) => drop(s.write_string_with_format(row, column, t, &plain)?),
                    Cell::Head(t) => drop(s.write_string_with_format(row, column, t, &head)?),
                    Cell::Number(n) => drop(s.write_number_with_format(row, column, *n, &plain)?),
                    Cell::Date(month, day) => {
                        let when = ExcelDateTime::from_ymd(2024, u8::try_from(*month)?, u8::try_from(*day)?)?;
                        s.write_datetime_with_format(row, column, &when, &date)?;
                    }
                }
            }
        }
    }
    workbook.save(to)?;
    Ok(())
}

/// The second inbox: one good workbook beside a truncated, an empty and an encrypted one.
pub fn write_broken(folder: &Path, books: &[Book]) -> Outcome<usize> {
    let good = books.first().ok_or("no books")?;
    let inside = folder.join("盐湖区");
    fs::create_dir_all(&inside)?;
    let path = inside.join("盐湖区实验中学2024年1月食堂采购台账.xlsx");
    save_xlsx(&path, good)?;
    let bytes = fs::read(&path)?;
    fs::write(inside.join("传输中断.xlsx"), &bytes[..bytes.len() / 2])?;
    fs::write(inside.join("空文件.xls"), [])?;
    // An OLE container with the two streams of an encrypted OOXML package: what a workbook with a password looks like from outside.
    let mut ole = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new()))?;
    for (name, length) in [("/EncryptionInfo", 248_usize), ("/EncryptedPackage", 8192)] {
        let noise: Vec<u8> = (0..length).map(|at| u8::try_from(at * 7919 % 251).unwrap_or(0)).collect();
        std::io::Write::write_all(&mut ole.create_stream(name)?, &noise)?;
    }
    fs::write(inside.join("有密码.xlsx"), ole.into_inner().into_inner())?;
    Ok(4)
}
