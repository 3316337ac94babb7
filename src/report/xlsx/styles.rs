//! How cells look in every workbook that the program writes: fonts, colours and number formats, in one place.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::report::tables::Kind;

const YUAN: &str = "#,##0.00";
const PRICE: &str = "#,##0.00##";
const WHOLE: &str = "#,##0";
const PERCENT: &str = "0.00%";
/// `202403` shows as 2024-03.
const MONTH_NUMBER: &str = "0000\"-\"00";
/// A day of which only the month shows.
const MONTH: &str = "yyyy-mm";
const DAY: &str = "yyyy-mm-dd";
/// As text, or a long order number becomes 4.01E+12.
const TEXT: &str = "@";

/// What a person fills in.
const INPUT: Color = Color::RGB(0x00FF_F8E1);
/// Heads of lists that are filled in.
const LIST_HEAD: Color = Color::RGB(0x00E7_ECF3);

fn font(name: &str, points: u16) -> Format {
    Format::new().set_font_name(name).set_font_size(points)
}

/// Of `report.xlsx` and `summary.xlsx`.
pub(crate) struct Styles {
    /// Of cells that have no other.
    pub default: Format,
    pub title: Format,
    pub heading: Format,
    pub note: Format,
    pub head: Format,
    pub label: Format,
    pub text: Format,
    pub wrap: Format,
    pub yuan: Format,
    pub count: Format,
    pub percent: Format,
    pub month: Format,
    pub input: Format,
    pub input_percent: Format,
    pub strong: Format,
    pub verdict: Format,
    /// A verdict in a table that fails: bold on a ground, so that it is told apart in black and white.
    pub fails: Format,
    /// One that is open: italic.
    pub open: Format,
    middle: Format,
}

impl Styles {
    pub fn new(font_name: &str) -> Self {
        let default = font(font_name, 10);
        let middle = default.clone().set_align(FormatAlign::VerticalCenter);
        let text = middle
            .clone()
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00A6_A6A6));
        let right = text.clone().set_align(FormatAlign::Right);
        let strong = text.clone().set_bold().set_align(FormatAlign::Center);
        let percent = right.clone().set_num_format(PERCENT);
        Self {
            title: middle.clone().set_font_size(18).set_bold().set_align(FormatAlign::Center),
            heading: middle.clone().set_font_size(12).set_bold(),
            note: middle
                .clone()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_align(FormatAlign::Left),
            head: strong.clone().set_text_wrap().set_background_color(Color::RGB(0x00DD_E7F0)),
            label: text
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0x00F2_F2F2))
                .set_text_wrap(),
            wrap: text.clone().set_text_wrap().set_align(FormatAlign::Left),
            yuan: right.clone().set_num_format(YUAN),
            count: right.set_num_format(WHOLE),
            month: text.clone().set_num_format(MONTH_NUMBER).set_align(FormatAlign::Center),
            input: text.clone().set_background_color(INPUT).set_align(FormatAlign::Center),
            input_percent: percent.clone().set_background_color(INPUT),
            verdict: strong.clone().set_font_size(16),
            fails: Format::new().set_bold().set_background_color(Color::RGB(0x00F8_D7D3)),
            open: Format::new().set_italic().set_background_color(Color::RGB(0x00FF_F2CC)),
            default,
            text,
            percent,
            strong,
            middle,
        }
    }

    /// Of a whole column: no borders, which would run on below the last row.
    pub fn column(&self, kind: Kind) -> Format {
        let base = self.middle.clone();
        match kind {
            Kind::Text => base,
            Kind::Wrap => base.set_text_wrap().set_align(FormatAlign::Left),
            Kind::Centre | Kind::Input => base.set_align(FormatAlign::Center),
            Kind::Yuan => base.set_align(FormatAlign::Right).set_num_format(YUAN),
            Kind::Count => base.set_align(FormatAlign::Right).set_num_format(WHOLE),
            Kind::General => base.set_align(FormatAlign::Right),
            Kind::Percent => base.set_align(FormatAlign::Right).set_num_format(PERCENT),
            Kind::Month => base.set_align(FormatAlign::Center).set_num_format(MONTH_NUMBER),
            Kind::Date => base.set_align(FormatAlign::Center).set_num_format(DAY),
        }
    }
}

/// Of the list of open disputes.
pub(crate) struct DisputeStyles {
    pub head: Format,
    pub text: Format,
    pub yuan: Format,
    pub input: Format,
}

impl DisputeStyles {
    pub fn new() -> Self {
        let text = Format::new()
            .set_num_format(TEXT)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter);
        Self {
            head: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(LIST_HEAD),
            yuan: Format::new().set_num_format(YUAN).set_align(FormatAlign::VerticalCenter),
            input: text.clone().set_background_color(INPUT),
            text,
        }
    }
}

/// Of the worksheet of an audit sample.
pub(crate) struct SampleStyles {
    pub title: Format,
    pub head: Format,
    pub text: Format,
    pub yuan: Format,
    pub input: Format,
    pub input_yuan: Format,
}

impl SampleStyles {
    pub fn new(font_name: &str) -> Self {
        let base = font(font_name, 10);
        let boxed = base
            .clone()
            .set_border(FormatBorder::Thin)
            .set_text_wrap()
            .set_align(FormatAlign::Top);
        let input = boxed.clone().set_background_color(INPUT);
        Self {
            title: base.set_bold().set_font_size(13),
            head: boxed
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_background_color(LIST_HEAD),
            yuan: boxed.clone().set_num_format(YUAN),
            text: boxed.set_num_format(TEXT),
            input_yuan: input.clone().set_num_format(YUAN),
            input: input.set_num_format(TEXT),
        }
    }
}

/// Of the workbooks to fill in.
pub(crate) struct TemplateStyles {
    /// Of cells that have no other.
    pub default: Format,
    pub title: Format,
    pub label: Format,
    /// Where the unit writes its name: a line under the cells.
    pub underlined: Format,
    pub help_head: Format,
    pub help: Format,
    pub head: Format,
    /// Head of a column that must be filled in.
    pub required_head: Format,
    /// An amount that needs a look.
    pub warning: Format,
    pub text: Format,
    pub date: Format,
    pub month: Format,
    pub share: Format,
    pub quantity: Format,
    pub price: Format,
    pub yuan: Format,
}

impl TemplateStyles {
    pub fn new(font_name: &str) -> Self {
        let default = font(font_name, 11);
        let label = default.clone().set_bold();
        let head = label
            .clone()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin);
        let number = |format: &str| default.clone().set_num_format(format);
        Self {
            title: label.clone().set_font_size(16),
            underlined: default.clone().set_border_bottom(FormatBorder::Thin),
            help_head: label.clone().set_font_size(13),
            help: default.clone().set_text_wrap().set_align(FormatAlign::Top),
            required_head: head.clone().set_background_color(Color::RGB(0x00FD_E9D9)),
            head: head.set_background_color(Color::RGB(0x00E7_EEF7)),
            warning: Format::new().set_background_color(Color::RGB(0x00FF_EB9C)),
            text: number(TEXT),
            date: number(DAY),
            // A typed 2024-03 becomes its first day and shows as it was typed.
            month: number(MONTH),
            // A typed 8 becomes 8 %.
            share: number(PERCENT),
            quantity: number("General"),
            price: number(PRICE),
            yuan: number(YUAN),
            label,
            default,
        }
    }
}
