//! Shortcuts through the XML of sheets and shared strings: what nearly every cell and string looks like, recognised whole. What looks otherwise is
//! left to the parser, and so is everything around. A shortcut must say what the parser's events would.

/// A cell such as `<c r="F17" s="2" t="s"><v>31</v></c>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlainCell<'x> {
    /// Zero-based row.
    pub(crate) row: u32,
    /// Zero-based column.
    pub(crate) col: u32,
    /// Style; 0 without one.
    pub(crate) style: u32,
    /// `None` for an element that closes itself.
    pub(crate) value: Option<PlainValue<'x>>,
}

/// What such a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlainValue<'x> {
    /// The shared string of this number.
    Shared(usize),
    /// Digits, signs and points.
    Number(&'x str),
}

/// The cell that the XML begins with, and its length in bytes.
pub(crate) fn cell(xml: &[u8]) -> Option<(PlainCell<'_>, usize)> {
    let rest = xml.strip_prefix(b"<c r=\"")?;
    let letters = rest.iter().take_while(|b| b.is_ascii_uppercase()).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let (name, rest) = rest.split_at(letters);
    let col = name.iter().fold(0, |col, letter| col * 26 + u32::from(letter - b'A') + 1);
    // Row 0 is none.
    let (row, mut rest) = number(rest).filter(|(row, _)| *row > 0)?;
    let mut style = 0;
    if let Some(value) = rest.strip_prefix(b" s=\"") {
        (style, rest) = number(value)?;
    }
    let mut shared = false;
    if let Some(behind) = rest.strip_prefix(b" t=\"s\"") {
        (shared, rest) = (true, behind);
    } else if let Some(behind) = rest.strip_prefix(b" t=\"n\"") {
        rest = behind;
    }
    let mut value = None;
    if let Some(behind) = rest.strip_prefix(b"/>") {
        rest = behind;
    } else {
        let text = rest.strip_prefix(b"><v>")?;
        let behind = if shared {
            let (at, behind) = digits(text)?;
            value = Some(PlainValue::Shared(usize::try_from(at).ok()?));
            behind
        } else {
            let (text, behind) = figure(text)?;
            value = Some(PlainValue::Number(text));
            behind
        };
        rest = behind.strip_prefix(b"</v></c>")?;
    }
    let cell = PlainCell {
        row: row - 1,
        col: col - 1,
        style,
        value,
    };
    Some((cell, xml.len() - rest.len()))
}

/// A number as it is written, and what follows.
fn figure(text: &[u8]) -> Option<(&str, &[u8])> {
    let is_sign = |b: &u8| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+' | b'E' | b'e');
    let (figure, behind) = text.split_at(text.iter().position(|b| !is_sign(b)).filter(|length| *length > 0)?);
    Some((std::str::from_utf8(figure).ok()?, behind))
}

/// A number of one to seven digits, and what follows.
fn digits(text: &[u8]) -> Option<(u32, &[u8])> {
    let digits = text.iter().take(8).take_while(|b| b.is_ascii_digit()).count();
    if !(1..=7).contains(&digits) {
        return None;
    }
    let (digits, behind) = text.split_at(digits);
    Some((digits.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0')), behind))
}

/// The same with a quote behind it, and what follows that.
fn number(text: &[u8]) -> Option<(u32, &[u8])> {
    let (value, behind) = digits(text)?;
    Some((value, behind.strip_prefix(b"\"")?))
}

/// The string that the XML begins with, such as `<si><t>大米</t></si>` without a reference in it, and its length in bytes.
pub(crate) fn string(xml: &[u8]) -> Option<(&str, usize)> {
    let rest = xml.strip_prefix(b"<si><t")?;
    let text = rest.strip_prefix(b">").or_else(|| rest.strip_prefix(b" xml:space=\"preserve\">"))?;
    let (text, behind) = text.split_at(text.iter().position(|b| matches!(b, b'<' | b'&'))?);
    let rest = behind.strip_prefix(b"</t></si>")?;
    Some((std::str::from_utf8(text).ok()?, xml.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plainest_cells_are_taken_whole() {
        let plain = |row, col, style, value| PlainCell { row, col, style, value };
        let (figure, shared) = (|text| Some(PlainValue::Number(text)), |at| Some(PlainValue::Shared(at)));
        for (xml, wanted) in [
            (r#"<c r="F17"><v>4.50</v></c>"#, plain(16, 5, 0, figure("4.50"))),
            (r#"<c r="AA1" s="12"><v>-1E-3</v></c>"#, plain(0, 26, 12, figure("-1E-3"))),
            (
                r#"<c r="XFD1048576" s="0" t="s"><v>31</v></c>"#,
                plain(1_048_575, 16_383, 0, shared(31)),
            ),
            (r#"<c r="B2" t="n"><v>7</v></c>"#, plain(1, 1, 0, figure("7"))),
            (r#"<c r="B2" s="1"/>"#, plain(1, 1, 1, None)),
        ] {
            assert_eq!(cell(format!("{xml}<next/>").as_bytes()), Some((wanted, xml.len())), "{xml}");
        }
        for xml in [
            r#"<c r="F0"><v>1</v></c>"#,
            r#"<c r="f1"><v>1</v></c>"#,
            r#"<c r="ABCD1"><v>1</v></c>"#,
            r#"<c r="F12345678"><v>1</v></c>"#,
            r#"<c r="F1" t="str"><v>1</v></c>"#,
            r#"<c r="F1" t="s"><v>1.0</v></c>"#,
            r#"<c r="F1" t="b"><v>1</v></c>"#,
            r#"<c r="F1"><f>1+1</f><v>2</v></c>"#,
            r#"<c r="F1"><v></v></c>"#,
            r#"<c r="F1"><v> 1</v></c>"#,
            r#"<c r="F1"><v>1</v><v>2</v></c>"#,
            r#"<c r="F1"><v>1</v> </c>"#,
            r#"<c r="F1" s="x"><v>1</v></c>"#,
            r#"<c r="F1" cm="1"><v>1</v></c>"#,
            r#"<c r='F1'><v>1</v></c>"#,
            r#"<c r="F1"><v>1</v>"#,
            r#"<x:c r="F1"><v>1</v></x:c>"#,
            r#"<col r="F1"/>"#,
        ] {
            assert_eq!(cell(xml.as_bytes()), None, "{xml}");
        }
    }

    #[test]
    fn the_plainest_strings_are_taken_whole() {
        for (xml, text) in [
            ("<si><t>大米</t></si>", "大米"),
            ("<si><t xml:space=\"preserve\"> 面 </t></si>", " 面 "),
            ("<si><t></t></si>", ""),
        ] {
            assert_eq!(string(format!("{xml}<si/>").as_bytes()), Some((text, xml.len())), "{xml}");
        }
        for xml in [
            "<si/>",
            "<si><t/></si>",
            "<si><t>a&amp;b</t></si>",
            "<si><r><t>a</t></r></si>",
            "<si><t>a</t><rPh/></si>",
            "<si> <t>a</t></si>",
            "<si><t xml:lang='zh'>a</t></si>",
            "<si><t>a</t></si",
            "<si><t>a",
        ] {
            assert_eq!(string(xml.as_bytes()), None, "{xml}");
        }
    }
}
