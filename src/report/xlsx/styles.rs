//! Cell styles: the library writes them once a language into a workbook of nothing else, and every workbook takes that one's styles and theme.

use std::{
    io::{Cursor, Read as _},
    sync::{Arc, LazyLock},
};

use rust_xlsxwriter::{Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, FormatAlign, FormatBorder, Workbook, XlsxError};
use zip::ZipArchive;

use crate::{
    report::{RenderError, xlsx::package::Packed},
    text::catalog::{Catalog, Lang},
};

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    Title,
    Heading,
    Note,
    Head,
    Label,
    Text,
    Wrap,
    Yuan,
    Fen,
    Count,
    Percent,
    Month,
    Input,
    InputPercent,
    Strong,
    Verdict,
    /// Of a whole column: no borders, which would run on below the last row.
    Column(Kind),
}

/// How a column shows its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Wrap,
    Centre,
    Yuan,
    Count,
    General,
    Percent,
    Month,
    Date,
    Input,
}

/// Styles that are no column's.
const OWN: [Style; 16] = [
    Style::Title,
    Style::Heading,
    Style::Note,
    Style::Head,
    Style::Label,
    Style::Text,
    Style::Wrap,
    Style::Yuan,
    Style::Fen,
    Style::Count,
    Style::Percent,
    Style::Month,
    Style::Input,
    Style::InputPercent,
    Style::Strong,
    Style::Verdict,
];

const KINDS: [Kind; 10] = [
    Kind::Text,
    Kind::Wrap,
    Kind::Centre,
    Kind::Yuan,
    Kind::Count,
    Kind::General,
    Kind::Percent,
    Kind::Month,
    Kind::Date,
    Kind::Input,
];

impl Style {
    fn place(self) -> usize {
        match self {
            Self::Column(kind) => OWN.len() + kind as usize,
            own => OWN.iter().position(|s| *s == own).unwrap_or(0),
        }
    }

    fn format(self, base: &Format) -> Format {
        let base = base.clone();
        let boxed = || {
            base.clone()
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x00A6_A6A6))
        };
        let right = || boxed().set_align(FormatAlign::Right);
        let fill = Color::RGB(0x00FF_F8E1);
        match self {
            Self::Title => base.set_font_size(18).set_bold().set_align(FormatAlign::Center),
            Self::Heading => base.set_font_size(12).set_bold(),
            Self::Note => base.set_text_wrap().set_align(FormatAlign::Top).set_align(FormatAlign::Left),
            Self::Head => boxed()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00DD_E7F0)),
            Self::Label => boxed().set_bold().set_background_color(Color::RGB(0x00F2_F2F2)).set_text_wrap(),
            Self::Text => boxed(),
            Self::Wrap => boxed().set_text_wrap().set_align(FormatAlign::Left),
            Self::Yuan => right().set_num_format("#,##0.00"),
            Self::Fen | Self::Count => right().set_num_format("#,##0"),
            Self::Percent => right().set_num_format("0.00%"),
            Self::Month => boxed().set_num_format("0000\"-\"00").set_align(FormatAlign::Center),
            Self::Input => boxed().set_background_color(fill).set_align(FormatAlign::Center),
            Self::InputPercent => right().set_num_format("0.00%").set_background_color(fill),
            Self::Strong => boxed().set_bold().set_align(FormatAlign::Center),
            Self::Verdict => boxed().set_bold().set_font_size(16).set_align(FormatAlign::Center),
            Self::Column(kind) => kind.format(base),
        }
    }
}

impl Kind {
    fn format(self, base: Format) -> Format {
        match self {
            Self::Text => base,
            Self::Wrap => base.set_text_wrap().set_align(FormatAlign::Left).set_align(FormatAlign::Top),
            Self::Centre | Self::Input => base.set_align(FormatAlign::Center),
            Self::Yuan => base.set_align(FormatAlign::Right).set_num_format("#,##0.00"),
            Self::Count => base.set_align(FormatAlign::Right).set_num_format("#,##0"),
            Self::General => base.set_align(FormatAlign::Right),
            Self::Percent => base.set_align(FormatAlign::Right).set_num_format("0.00%"),
            Self::Month => base.set_align(FormatAlign::Center).set_num_format("0000\"-\"00"),
            Self::Date => base.set_align(FormatAlign::Center).set_num_format("yyyy-mm-dd"),
        }
    }
}

/// How a verdict is marked in a table: readable in black and white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Bold on a ground: what fails.
    Fails,
    /// Italic: what is open.
    Open,
}

impl Mark {
    fn format(self) -> Format {
        match self {
            Self::Fails => Format::new().set_bold().set_background_color(Color::RGB(0x00F8_D7D3)),
            Self::Open => Format::new().set_italic().set_background_color(Color::RGB(0x00FF_F2CC)),
        }
    }
}

/// What all workbooks of a language share.
pub struct Frame {
    /// `xl/styles.xml`.
    pub styles: Arc<Packed>,
    /// `xl/theme/theme1.xml`.
    pub theme: Arc<Packed>,
    numbers: Vec<String>,
    marks: [u32; 2],
}

static ZH: LazyLock<Result<Frame, String>> = LazyLock::new(|| Frame::make(Lang::Zh).map_err(|e| e.to_string()));
static EN: LazyLock<Result<Frame, String>> = LazyLock::new(|| Frame::make(Lang::En).map_err(|e| e.to_string()));

impl Frame {
    /// That of a language, made when it is first asked for.
    ///
    /// # Errors
    /// [`RenderError`] when the library refuses, or writes its workbooks in another way.
    pub fn of(lang: Lang) -> Result<&'static Self, RenderError> {
        let frame = match lang {
            Lang::Zh => &*ZH,
            Lang::En => &*EN,
        };
        frame.as_ref().map_err(|e| XlsxError::ParameterError(e.clone()).into())
    }

    /// The number of a style in `xl/styles.xml`.
    pub fn number(&self, style: Style) -> &str {
        &self.numbers[style.place()]
    }

    /// The number of a mark there.
    pub fn mark(&self, mark: Mark) -> u32 {
        self.marks[mark as usize]
    }

    fn make(lang: Lang) -> Result<Self, RenderError> {
        let catalog = Catalog::new(lang);
        let font = catalog.get("xlsx.font");
        let mut workbook = Workbook::new();
        workbook.set_default_format(&Format::new().set_font_name(font).set_font_size(10), 22, 64)?;
        let base = Format::new()
            .set_font_name(font)
            .set_font_size(10)
            .set_align(FormatAlign::VerticalCenter);
        let sheet = workbook.add_worksheet();
        let all = OWN.into_iter().chain(KINDS.map(Style::Column));
        for (row, style) in (0..).zip(all) {
            sheet.write_blank(row, 0, &style.format(&base))?;
        }
        for (col, mark) in [(1, Mark::Fails), (2, Mark::Open)] {
            let rule = ConditionalFormatCell::new()
                .set_rule(ConditionalFormatCellRule::EqualTo(0))
                .set_format(mark.format());
            sheet.add_conditional_format(0, col, 0, col, &rule)?;
        }
        let mut archive = ZipArchive::new(Cursor::new(workbook.save_to_buffer()?)).map_err(unexpected)?;
        let sheet = part(&mut archive, "xl/worksheets/sheet1.xml")?;
        let number = |row: usize| after(&sheet, &format!("<c r=\"A{row}\" s=\"")).map(|n| n.to_string());
        let numbers = (1..=OWN.len() + KINDS.len()).map(number).collect::<Result<_, _>>()?;
        let mut marks = [0; 2];
        for (cell, number) in ["B1", "C1"].into_iter().zip(&mut marks) {
            let from = sheet.find(&format!("sqref=\"{cell}\"")).ok_or_else(|| unexpected("no mark"))?;
            *number = after(&sheet[from..], "dxfId=\"")?;
        }
        Ok(Self {
            styles: Packed::once(part(&mut archive, "xl/styles.xml")?.as_bytes())?,
            theme: Packed::once(part(&mut archive, "xl/theme/theme1.xml")?.as_bytes())?,
            numbers,
            marks,
        })
    }
}

/// A part of a workbook that the library wrote.
pub fn part(archive: &mut ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Result<String, RenderError> {
    let mut text = String::new();
    archive
        .by_name(name)
        .map_err(unexpected)?
        .read_to_string(&mut text)
        .map_err(unexpected)?;
    Ok(text)
}

/// The number that follows `mark`.
fn after(xml: &str, mark: &str) -> Result<u32, RenderError> {
    let (_, rest) = xml.split_once(mark).ok_or_else(|| unexpected(mark))?;
    let digits = rest.split('"').next().unwrap_or_default();
    digits.parse().map_err(unexpected)
}

/// The library wrote a workbook in another way than this reads it.
pub fn unexpected(what: impl ToString) -> RenderError {
    XlsxError::ParameterError(what.to_string()).into()
}
