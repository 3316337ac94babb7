//! Bytes of a workbook of any format → sparse cells in absolute positions ([`cells::Book`]), or why there are none ([`unreadable::Unreadable`]).
//!
//! `sniff` tells the format by the content, a reader a format takes the bytes apart, `sheet_builder` holds the rules that readers share. No reader
//! allocates more than the bytes that are there and the [`limits::Limits`] allow. A new format is a reader and a line in [`read`].

pub(crate) mod biff;
pub mod cells;
pub(crate) mod container;
pub(crate) mod csv;
pub(crate) mod html;
pub mod limits;
pub(crate) mod mhtml;
pub(crate) mod number_format;
pub(crate) mod ods;
pub(crate) mod package;
pub(crate) mod sheet_builder;
pub(crate) mod sniff;
pub mod unreadable;
pub(crate) mod xls;
pub(crate) mod xlsb;
pub(crate) mod xlsx;
pub(crate) mod xml;
pub(crate) mod xml2003;

pub(crate) use self::{
    cells::{Book, Cell, DateSystem, Format, Sheet, Value},
    limits::{Limits, within_memory},
    unreadable::Unreadable,
};

use std::{
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use crate::{
    formats::{
        cells::Damage,
        sniff::{OTHER_SPREADSHEETS, Sniffed, sniff},
    },
    model::CellRef,
};

/// Cells of a workbook of any format. A reader that panics is the file's outcome, not the run's end.
///
/// # Errors
/// Why it cannot be read.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Book, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() as u64 > limits.file_bytes {
        return Err(limits.file_too_large(bytes.len() as u64));
    }
    let reader: fn(&[u8], &Limits) -> Result<Book, Unreadable> = match sniff(bytes) {
        Sniffed::Xlsx => xlsx::read,
        Sniffed::Xlsb => xlsb::read,
        Sniffed::Ods => ods::read,
        Sniffed::FlatOds => ods::read_flat,
        Sniffed::Xls => xls::read,
        Sniffed::Html => html::read,
        Sniffed::Mhtml => mhtml::read,
        Sniffed::XmlSpreadsheet => xml2003::read,
        Sniffed::Text => csv::read,
        Sniffed::Encrypted => return Err(Unreadable::Encrypted),
        Sniffed::Zip => return Err(Unreadable::NotAWorkbook("zip".to_owned())),
        Sniffed::Other(name) if OTHER_SPREADSHEETS.contains(&name) => return Err(Unreadable::Unsupported(name.to_owned())),
        Sniffed::Other(name) => return Err(Unreadable::NotAWorkbook(name.to_owned())),
    };
    let mut book = catch_unwind(AssertUnwindSafe(|| reader(bytes, limits)))
        .unwrap_or_else(|_| Err(Unreadable::Internal("reading the cells".to_owned())))?;
    cut_texts(&mut book);
    Ok(book)
}

/// Longest text of a cell, in UTF-16 units: what a spreadsheet program holds. More is cut and said, since one long text that thousands of
/// cells share would cost each of them its length.
const LONGEST_TEXT: usize = 32_767;

fn cut_texts(book: &mut Book) {
    // By address: shared texts are looked at once.
    let mut known: HashMap<*const u8, Arc<str>> = HashMap::new();
    for sheet in &mut book.sheets {
        let (mut first, mut count) = (None, 0_u32);
        for cell in &mut sheet.cells {
            let Value::Text(text) = &mut cell.value else { continue };
            if text.len() <= LONGEST_TEXT {
                continue;
            }
            let cut = known.entry(text.as_ptr()).or_insert_with(|| {
                let mut units = 0;
                let end = text.char_indices().find(|(_, c)| {
                    units += c.len_utf16();
                    units > LONGEST_TEXT
                });
                end.map_or_else(|| Arc::clone(text), |(at, _)| Arc::from(&text[..at]))
            });
            if cut.len() == text.len() {
                continue;
            }
            *text = Arc::clone(cut);
            first.get_or_insert(CellRef {
                row: cell.row,
                col: cell.col,
            });
            count = count.saturating_add(1);
        }
        if let Some(first) = first {
            book.damage.push(Damage::new(&sheet.name, "text_cut", format!("{first}: {count}")));
        }
    }
}
