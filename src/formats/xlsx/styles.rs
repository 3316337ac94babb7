//! Which cell styles show dates, and which strike their text through.

use quick_xml::events::{BytesStart, Event};

use crate::formats::{
    number_format::{is_builtin_date, is_date_code},
    xml::{self, attribute},
};

/// What styles show, by their number.
#[derive(Default)]
pub(crate) struct Styles {
    pub(crate) dates: Vec<bool>,
    /// Text struck through; empty where no style does.
    pub(crate) struck: Vec<bool>,
}

/// The styles of cells. A part that breaks off gives what stands before the break.
pub(crate) fn styles(xml: &str) -> Styles {
    let id_of = |e: &BytesStart<'_>| attribute(e, "numFmtId").and_then(|v| v.parse::<u32>().ok());
    // Number formats of the workbook's own, and whether they show dates.
    let mut own: Vec<(u32, bool)> = Vec::new();
    let (mut dates, mut in_cell_styles) = (Vec::new(), false);
    // Whether each font strikes its text through, and the font of each style.
    let (mut fonts, mut in_fonts, mut of_styles): (Vec<bool>, bool, Vec<usize>) = (Vec::new(), false, Vec::new());
    let mut reader = xml::reader(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => match e.local_name().as_ref() {
                "numFmt" => own.extend(
                    id_of(&e)
                        .zip(attribute(&e, "formatCode"))
                        .map(|(id, code)| (id, is_date_code(&code))),
                ),
                "fonts" => in_fonts = true,
                "font" if in_fonts => fonts.push(false),
                "strike" if in_fonts => {
                    if let Some(font) = fonts.last_mut() {
                        *font = !attribute(&e, "val").is_some_and(|v| matches!(&*v, "0" | "false"));
                    }
                }
                "cellXfs" => in_cell_styles = true,
                "cellStyles" | "dxfs" => in_cell_styles = false,
                "xf" if in_cell_styles => {
                    let id = id_of(&e).unwrap_or(0);
                    let found = own.iter().find(|(i, _)| *i == id);
                    dates.push(found.map_or_else(|| is_builtin_date(id), |(_, date)| *date));
                    of_styles.push(attribute(&e, "fontId").and_then(|v| v.parse().ok()).unwrap_or(0));
                }
                _ => {}
            },
            Ok(Event::End(e)) => match e.local_name().as_ref() {
                "cellXfs" => in_cell_styles = false,
                "fonts" => in_fonts = false,
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let struck = |font: &usize| fonts.get(*font).copied().unwrap_or(false);
    Styles {
        struck: if fonts.contains(&true) {
            of_styles.iter().map(struck).collect()
        } else {
            Vec::new()
        },
        dates,
    }
}
