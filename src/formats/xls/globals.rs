//! What a workbook says once for all its sheets: where they are, shared texts, styles, date system, code page.

use std::{collections::HashMap, sync::Arc};

use encoding_rs::Encoding;

use crate::formats::{
    cells::Visibility,
    number_format::{is_builtin_date, is_date_code},
    unreadable::Unreadable,
    xls::{
        bof::Version,
        records::{Record, Records},
        text::{Cursor, encoding, shared_texts},
    },
};

/// A sheet as `BOUNDSHEET` lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Tab name.
    pub(crate) name: Arc<str>,
    pub(crate) visibility: Visibility,
    /// Offset of its `BOF` in the stream.
    pub(crate) at: usize,
}

/// The globals.
#[derive(Debug)]
pub(crate) struct Globals {
    /// Version of the stream.
    pub(crate) version: Version,
    /// Encoding of texts that are counted bytes.
    pub(crate) encoding: &'static Encoding,
    /// 1904 date system.
    pub(crate) date1904: bool,
    /// Worksheets in tab order.
    pub(crate) sheets: Vec<Listed>,
    /// Sheets of other kinds (charts, macros) are listed too: a book that holds only such ones has lost nothing.
    pub(crate) others: usize,
    /// Shared texts.
    pub(crate) strings: Vec<Arc<str>>,
    formats: HashMap<u16, bool>,
    next_format: u16,
    styles: Vec<u16>,
    /// Whether each font strikes its text through, and the font of each style.
    fonts: Vec<bool>,
    style_fonts: Vec<u16>,
    /// Whether some font does.
    pub(crate) strikes: bool,
}

impl Globals {
    /// Nothing said yet.
    pub(crate) fn new(version: Version) -> Self {
        Self {
            version,
            encoding: encoding(None),
            date1904: false,
            sheets: Vec::new(),
            others: 0,
            strings: Vec::new(),
            formats: HashMap::new(),
            next_format: 0,
            styles: Vec::new(),
            fonts: Vec::new(),
            style_fonts: Vec::new(),
            strikes: false,
        }
    }

    /// Reads the substream of globals that begins at a `BOF`.
    pub(crate) fn read(stream: &[u8], version: Version) -> Result<Self, Unreadable> {
        let mut globals = Self::new(version);
        for record in Records::from(stream, 0).skip(1) {
            if record.kind == 0x000A {
                break;
            }
            globals.take(&record)?;
        }
        Ok(globals)
    }

    /// Takes one record; others than those of globals do nothing.
    pub(crate) fn take(&mut self, record: &Record<'_>) -> Result<(), Unreadable> {
        match record.kind {
            0x002F => return Err(Unreadable::Encrypted),
            0x0022 => self.date1904 = record.u16(0) == Some(1),
            0x0042 => self.encoding = encoding(record.u16(0)),
            0x0085 => self.bound_sheet(record),
            0x00FC => self.strings = shared_texts(record),
            0x001E | 0x041E => self.format(record),
            0x0243 | 0x0443 => self.styles.push(record.own().get(1).copied().map_or(0, u16::from)),
            0x00E0 => {
                self.styles.push(record.u16(2).unwrap_or(0));
                self.style_fonts.push(record.u16(0).unwrap_or(0));
            }
            0x0031 => {
                let struck = record.u16(2).is_some_and(|flags| flags & 0x08 != 0);
                self.fonts.push(struck);
                self.strikes |= struck;
            }
            _ => {}
        }
        Ok(())
    }

    fn bound_sheet(&mut self, record: &Record<'_>) {
        let (Some(at), Some(&[state, kind])) = (record.u32(0), record.own().get(4..6).and_then(|b| b.first_chunk::<2>())) else {
            return;
        };
        if kind != 0 {
            self.others += 1;
            return;
        }
        let mut from = Cursor::new(record, 6);
        let name = match self.version {
            Version::Biff8 => from.unicode(true),
            _ => from.bytes(true, self.encoding),
        };
        self.sheets.push(Listed {
            name: name.unwrap_or_default().into(),
            visibility: match state & 3 {
                1 => Visibility::Hidden,
                2 => Visibility::VeryHidden,
                _ => Visibility::Visible,
            },
            at: usize::try_from(at).unwrap_or(usize::MAX),
        });
    }

    fn format(&mut self, record: &Record<'_>) {
        let (id, code) = match self.version {
            Version::Biff8 => (record.u16(0), Cursor::new(record, 2).unicode(false)),
            Version::Biff5 => (record.u16(0), Cursor::new(record, 2).bytes(true, self.encoding)),
            Version::Biff4 => (Some(self.next_format), Cursor::new(record, 2).bytes(true, self.encoding)),
            Version::Biff2 | Version::Biff3 => (Some(self.next_format), Cursor::new(record, 0).bytes(true, self.encoding)),
        };
        self.next_format = self.next_format.saturating_add(1);
        if let (Some(id), Some(code)) = (id, code) {
            self.formats.insert(id, is_date_code(&code));
        }
    }

    /// Whether a style shows dates.
    pub(crate) fn style_is_date(&self, style: u16) -> bool {
        self.styles
            .get(usize::from(style))
            .is_some_and(|format| self.format_is_date(*format))
    }

    /// Whether a style of BIFF5 or later strikes its text through. Fonts are counted without the fourth, which no file has.
    pub(crate) fn style_is_struck(&self, style: u16) -> bool {
        let font = self.style_fonts.get(usize::from(style)).copied().map(usize::from);
        let place = |font: usize| if font > 4 { font - 1 } else { font };
        font.is_some_and(|f| f != 4 && self.fonts.get(place(f)).copied().unwrap_or(false))
    }

    /// Whether a number format shows dates. Built-in numbers mean something only since BIFF5; before, every format is written out.
    pub(crate) fn format_is_date(&self, format: u16) -> bool {
        let known = self.formats.get(&format).copied();
        known.unwrap_or_else(|| matches!(self.version, Version::Biff5 | Version::Biff8) && is_builtin_date(format.into()))
    }
}
