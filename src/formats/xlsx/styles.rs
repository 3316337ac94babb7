//! Which cell styles show dates.

use quick_xml::events::{BytesStart, Event};

use crate::formats::{
    number_format::{is_builtin_date, is_date_code},
    xml::{self, attribute},
};

/// Whether a style shows dates, by its number. A part that breaks off gives what stands before the break.
pub(crate) fn date_styles(xml: &str) -> Vec<bool> {
    let id_of = |e: &BytesStart<'_>| attribute(e, "numFmtId").and_then(|v| v.parse::<u32>().ok());
    // Number formats of the workbook's own, and whether they show dates.
    let mut own: Vec<(u32, bool)> = Vec::new();
    let (mut dates, mut in_cell_styles) = (Vec::new(), false);
    let mut reader = xml::reader(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => match e.local_name().as_ref() {
                "numFmt" => own.extend(
                    id_of(&e)
                        .zip(attribute(&e, "formatCode"))
                        .map(|(id, code)| (id, is_date_code(&code))),
                ),
                "cellXfs" => in_cell_styles = true,
                "cellStyles" | "dxfs" => in_cell_styles = false,
                "xf" if in_cell_styles => {
                    let id = id_of(&e).unwrap_or(0);
                    let found = own.iter().find(|(i, _)| *i == id);
                    dates.push(found.map_or_else(|| is_builtin_date(id), |(_, date)| *date));
                }
                _ => {}
            },
            Ok(Event::End(e)) if e.local_name().as_ref() == "cellXfs" => in_cell_styles = false,
            Ok(Event::Eof) | Err(_) => return dates,
            Ok(_) => {}
        }
    }
}
