//! GB/T 9704: A4, margins 37/35/28/26 mm, body 三号 (16 pt), title 二号 (22 pt), 22 lines a page, page number 四号 outside.

use docx_rs::{
    AlignmentType, Docx, Footer, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph, Run, RunFonts, SpecialIndentType,
    Table as DocxTable, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};

use crate::{
    model::dates::Month,
    report::{
        RenderError,
        docx::{
            tables::Printed,
            template::{Fonts, Style},
        },
        package::same_everywhere,
        tables::Column,
    },
    text::fault::{Fault, Foreign},
    text::visible::{is_hidden, shown},
};

/// Twips a millimetre, times ten.
const fn twips(mm: i32) -> i32 {
    mm * 567 / 10
}

/// Width of the type area, twips: 210 − 28 − 26 mm.
const WIDTH: usize = 8845;
/// 22 lines in 225 mm: 28.95 pt.
const LINE: i32 = 579;

/// Height of a table's head row, twips: a row grows to its text, so the figure only marks the row (see [`Page::finish`]).
const HEAD_HEIGHT: f32 = 7.0;

/// A document being laid out.
pub struct Page<'a> {
    docx: Docx,
    fonts: &'a Fonts,
    break_before_next: bool,
}

impl<'a> Page<'a> {
    pub fn new(fonts: &'a Fonts, period: Month) -> Self {
        // The only date in the document is the period's: the same report gives the same bytes.
        let day = format!("{}T00:00:00Z", period.last_day());
        let margin = PageMargin::new()
            .top(twips(37))
            .bottom(twips(35))
            .left(twips(28))
            .right(twips(26))
            .footer(twips(28))
            .header(twips(20));
        let docx = Docx::new()
            .created_at(&day)
            .updated_at(&day)
            .page_size(11_906, 16_838)
            .page_margin(margin)
            .default_size(32)
            .default_fonts(run_fonts(&fonts.body, &fonts.latin))
            .footer(footer(fonts, AlignmentType::Right))
            .even_footer(footer(fonts, AlignmentType::Left));
        Self {
            docx,
            fonts,
            break_before_next: false,
        }
    }

    fn add(&mut self, mut paragraph: Paragraph) {
        if std::mem::take(&mut self.break_before_next) {
            paragraph = paragraph.page_break_before(true);
        }
        self.docx = std::mem::take(&mut self.docx).add_paragraph(paragraph);
    }

    /// One paragraph in the style of its block.
    pub fn paragraph(&mut self, style: Style, text: &str) {
        let f = self.fonts;
        let (family, size) = match style {
            Style::Title => (&f.title, 44),
            Style::Heading => (&f.heading, 32),
            Style::Subheading => (&f.subheading, 32),
            Style::Quote => (&f.subheading, 32),
            Style::Caption => (&f.heading, 28),
            _ => (&f.body, 32),
        };
        let run = Run::new()
            .add_text(clean(text.trim_matches([' ', '\t'])))
            .fonts(run_fonts(family, &f.latin))
            .size(size);
        let line = if style == Style::Title { 720 } else { LINE };
        let mut spacing = LineSpacing::new().line(line).line_rule(LineSpacingType::Exact);
        if style == Style::Title {
            spacing = spacing.after(120);
        }
        let paragraph = Paragraph::new().add_run(run).line_spacing(spacing).snap_to_grid(false);
        let indented = |p: Paragraph| {
            p.indent(None, Some(SpecialIndentType::FirstLine(640)), None, None)
                .first_line_chars(200)
        };
        self.add(match style {
            Style::Title | Style::Subtitle => paragraph.align(AlignmentType::Center),
            Style::Caption => paragraph.align(AlignmentType::Center).keep_next(true),
            Style::Right => paragraph.align(AlignmentType::Right),
            Style::Addressee => paragraph,
            Style::Heading | Style::Subheading => indented(paragraph).keep_next(true),
            _ => indented(paragraph.align(AlignmentType::Both)),
        });
    }

    /// A table with a repeated header; five-point type, so that a row of figures stays on one line.
    pub fn table(&mut self, table: &Printed) {
        if table.rows.is_empty() {
            return;
        }
        let (widths, points) = widths(table);
        let fonts = self.fonts;
        // A short table stays together; a long one breaks between rows, under a repeated header.
        let short = table.rows.len() <= 8;
        let cell = |text: &str, width: usize, align: AlignmentType, head: bool, last: bool| {
            let family = if head { &fonts.heading } else { &fonts.body };
            let run = Run::new().add_text(clean(text)).fonts(run_fonts(family, &fonts.latin)).size(points);
            let spacing = LineSpacing::new().line(300).line_rule(LineSpacingType::Exact);
            let paragraph = Paragraph::new().add_run(run).align(align).line_spacing(spacing).snap_to_grid(false);
            let paragraph = if head || (short && !last) {
                paragraph.keep_next(true)
            } else {
                paragraph
            };
            TableCell::new()
                .add_paragraph(paragraph)
                .width(width, WidthType::Dxa)
                .vertical_align(VAlignType::Center)
        };
        let head: Vec<TableCell> = table
            .columns
            .iter()
            .zip(&widths)
            .map(|(c, w)| cell(&c.head, *w, AlignmentType::Center, true, false))
            .collect();
        let mut rows = vec![TableRow::new(head).row_height(HEAD_HEIGHT)];
        for (i, row) in table.rows.iter().enumerate() {
            let cells = row.iter().zip(table.columns.iter().zip(&widths)).map(|(text, (column, width))| {
                let align = if column.kind.is_figure() {
                    AlignmentType::Right
                } else {
                    AlignmentType::Left
                };
                cell(text, *width, align, false, i + 1 == table.rows.len())
            });
            rows.push(TableRow::new(cells.collect()).cant_split());
        }
        self.add_table(rows, widths);
        if let Some(more) = &table.more {
            let run = Run::new().add_text(clean(more)).size(21);
            self.add(Paragraph::new().add_run(run));
        }
    }

    /// Rows of label and text, as a form to fill in.
    pub fn form(&mut self, rows: &[(String, String, u16)]) {
        let widths = vec![2200, WIDTH - 2200];
        let fonts = self.fonts;
        let paragraph = |text: &str, family: &str, align: AlignmentType| {
            let run = Run::new().add_text(clean(text)).fonts(run_fonts(family, &fonts.latin)).size(24);
            let spacing = LineSpacing::new().line(400).line_rule(LineSpacingType::Exact);
            Paragraph::new().add_run(run).align(align).line_spacing(spacing).snap_to_grid(false)
        };
        let table = rows.iter().map(|(label, text, lines)| {
            let left = TableCell::new()
                .add_paragraph(paragraph(label, &fonts.heading, AlignmentType::Center))
                .width(widths[0], WidthType::Dxa)
                .vertical_align(VAlignType::Center);
            let mut right = TableCell::new().width(widths[1], WidthType::Dxa).vertical_align(VAlignType::Center);
            let mut empty = true;
            for line in text.lines().filter(|l| !l.trim().is_empty()) {
                right = right.add_paragraph(paragraph(line.trim(), &fonts.body, AlignmentType::Left));
                empty = false;
            }
            if empty {
                right = right.add_paragraph(paragraph("", &fonts.body, AlignmentType::Left));
            }
            let row = TableRow::new(vec![left, right]);
            if *lines > 0 {
                row.row_height(f32::from(*lines) * 400.0)
            } else {
                row.row_height(480.0)
            }
        });
        let table: Vec<TableRow> = table.collect();
        self.add_table(table, widths);
    }

    fn add_table(&mut self, rows: Vec<TableRow>, widths: Vec<usize>) {
        if self.break_before_next {
            self.add(Paragraph::new());
        }
        let table = DocxTable::new(rows)
            .set_grid(widths)
            .layout(TableLayoutType::Fixed)
            .margins(TableCellMargins::new().margin(0, 60, 0, 60))
            .width(WIDTH, WidthType::Dxa);
        self.docx = std::mem::take(&mut self.docx).add_table(table);
    }

    /// The next block starts a page.
    pub fn page_break(&mut self) {
        self.break_before_next = true;
    }

    /// The bytes.
    pub fn finish(self) -> Result<Vec<u8>, RenderError> {
        let failed = |e: String| Fault::stopped("report.write").with("what", "docx").because(Foreign(e));
        let mut xml = self.docx.build();
        // The writer knows no repeated header rows: a head row is known by its height, which nothing else has.
        let document = String::from_utf8(xml.document).map_err(|e| failed(e.to_string()))?;
        let mark = format!("<w:trHeight w:val=\"{HEAD_HEIGHT}\" w:hRule=\"atLeast\" />");
        xml.document = document.replace(&mark, "<w:cantSplit /><w:tblHeader />").into_bytes();
        xml.font_table = font_table(self.fonts).into_bytes();
        let mut bytes = std::io::Cursor::new(Vec::new());
        xml.pack(&mut bytes).map_err(|e| failed(e.to_string()))?;
        Ok(same_everywhere(bytes.into_inner()))
    }
}

/// The widths of a table's columns, twips, and the size of its letters in half points: no figure breaks across lines.
fn widths(table: &Printed) -> (Vec<usize>, usize) {
    // A figure's letters are half as wide as high; so much of a cell is margin.
    const MARGIN: usize = 150;
    let longest = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        let figures = cells.flat_map(|cell| cell.split(|c: char| !c.is_ascii()));
        figures
            .map(|figure| {
                if figure.contains(|c: char| c.is_ascii_digit()) {
                    figure.len()
                } else {
                    0
                }
            })
            .max()
            .unwrap_or(0)
    };
    let figures: Vec<usize> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, c)| if c.kind.is_figure() { longest(at) } else { 0 })
        .collect();
    let total = table.columns.iter().map(|c| c.width).sum::<f64>().max(1.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let share = |width: f64, of: usize| (width / total * of as f64) as usize;
    for points in [21, 18, 15, 12] {
        let least: Vec<usize> = figures
            .iter()
            .map(|n| if *n == 0 { 500 } else { n * points * 11 / 2 + MARGIN })
            .collect();
        let spare = WIDTH.saturating_sub(least.iter().sum());
        if spare > WIDTH / 5 || points == 12 {
            let of = |(c, least): (&Column, usize)| least + share(c.width, spare);
            return (table.columns.iter().zip(least).map(of).collect(), points);
        }
    }
    (Vec::new(), 21)
}

/// The first of `方正小标宋简体;宋体`: the others are for computers without it.
fn first(family: &str) -> &str {
    family.split(';').next().unwrap_or(family).trim()
}

/// Names each font with those that may take its place.
fn font_table(fonts: &Fonts) -> String {
    let escape = |t: &str| {
        t.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;")
    };
    let mut seen: Vec<&str> = Vec::new();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    );
    for family in [&fonts.title, &fonts.heading, &fonts.subheading, &fonts.body, &fonts.latin] {
        let name = first(family);
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let others: Vec<&str> = family.split(';').skip(1).map(str::trim).filter(|t| !t.is_empty()).collect();
        let alternative = if others.is_empty() {
            String::new()
        } else {
            format!("<w:altName w:val=\"{}\"/>", escape(&others.join(",")))
        };
        out.push_str(&format!("<w:font w:name=\"{}\">{alternative}</w:font>", escape(name)));
    }
    out.push_str("</w:fonts>");
    out
}

fn run_fonts(east_asia: &str, latin: &str) -> RunFonts {
    let latin = first(latin);
    RunFonts::new().east_asia(first(east_asia)).ascii(latin).hi_ansi(latin).cs(latin)
}

/// `— 1 —` in 四号, outside: right on odd pages, left on even ones.
fn footer(fonts: &Fonts, align: AlignmentType) -> Footer {
    let run = |text: &str| Run::new().add_text(text).fonts(run_fonts(&fonts.title, &fonts.latin)).size(28);
    let paragraph = Paragraph::new()
        .size(28)
        .align(align)
        .add_run(run("— "))
        .add_page_num(PageNum::new())
        .add_run(run(" —"));
    Footer::new().add_paragraph(paragraph)
}

/// Hidden characters deceive, and those that XML forbids make a file that no program opens.
fn clean(text: &str) -> String {
    const LONGEST: usize = 5000;
    let text = shown(text);
    let mut out: String = text.chars().filter(|c| !is_hidden(*c)).take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}
