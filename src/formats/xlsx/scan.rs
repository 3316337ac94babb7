//! A tokenizer for plain XML as spreadsheet programs write it: a fifth of a general parser's time. It judges nothing. At the first thing that is not
//! plain (a comment, a name that does not close what is open, an attribute without quotes, an end in the middle) it says so, and the caller
//! reads the part again with the general parser, whose verdict on damage counts.

use std::borrow::Cow;

/// What stands at a place of the XML.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'x> {
    /// A start tag, or with `empty` a tag that closes itself.
    Start {
        /// Name without its prefix.
        name: &'x str,
        /// Its attributes.
        attributes: Attributes<'x>,
        /// Closes itself.
        empty: bool,
    },
    /// An end tag's name without its prefix.
    End(&'x str),
    /// Character data as written, entities and all.
    Text(&'x str),
    /// The end, with every element closed.
    Eof,
}

/// Not plain.
#[derive(Debug, PartialEq, Eq)]
pub struct Unusual;

/// The tokens of one part.
#[derive(Debug)]
pub struct Scanner<'x> {
    xml: &'x str,
    at: usize,
    /// Names of the elements that are open, prefix included.
    open: Vec<&'x str>,
    deepest: usize,
}

impl<'x> Scanner<'x> {
    /// Behind the XML declaration, if there is one. More than `deepest` elements in each other are unusual.
    #[must_use]
    pub fn new(xml: &'x str, deepest: usize) -> Self {
        let declared = xml.strip_prefix("<?xml ").and_then(|rest| rest.find('>')).map_or(0, |at| at + 7);
        let plain = xml.get(..declared).is_some_and(|d| d.is_empty() || d.ends_with("?>"));
        Self {
            xml,
            at: if plain { declared } else { 0 },
            open: Vec::new(),
            deepest,
        }
    }

    /// A whole cell at once, where one stands here in the form that nearly all have; else nothing is taken, and [`Self::next`] goes on. It must
    /// say of a cell what the tokens would.
    pub fn cell(&mut self) -> Option<PlainCell<'x>> {
        // It would open two elements more.
        if self.open.len() + 2 > self.deepest {
            return None;
        }
        let xml = self.xml.as_bytes();
        let mut at = expect(xml, self.at, b"<c r=\"")?;
        // No more than an integer holds; row 0 is none.
        let letters = at;
        let mut col = 0;
        while let Some(letter @ b'A'..=b'Z') = xml.get(at) {
            col = col * 26 + u32::from(letter - b'A') + 1;
            at += 1;
            if at - letters > 3 {
                return None;
            }
        }
        let (row, behind) = number(xml, at)?;
        if at == letters || row == 0 || xml.get(at) == Some(&b'0') {
            return None;
        }
        at = expect(xml, behind, b"\"")?;
        let mut style = 0;
        if let Some(value) = expect(xml, at, b" s=\"") {
            let behind;
            (style, behind) = number(xml, value)?;
            at = expect(xml, behind, b"\"")?;
        }
        let mut shared = false;
        if let Some(behind) = expect(xml, at, b" t=\"s\"") {
            (shared, at) = (true, behind);
        } else if let Some(behind) = expect(xml, at, b" t=\"n\"") {
            at = behind;
        }
        let mut value = None;
        if let Some(behind) = expect(xml, at, b"/>") {
            at = behind;
        } else {
            let from = expect(xml, at, b"><v>")?;
            let is_sign = |b: &u8| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+' | b'E' | b'e');
            let to = from + xml.get(from..)?.iter().position(|b| !is_sign(b))?;
            value = self.xml.get(from..to).filter(|text| !text.is_empty());
            value?;
            at = expect(xml, to, b"</v></c>")?;
        }
        self.at = at;
        Some(PlainCell {
            row: row - 1,
            col: col - 1,
            style,
            shared,
            value,
        })
    }

    /// A whole shared text at once, `<si><t>大米</t></si>`, where one stands here that holds no reference; else nothing is taken.
    pub fn shared_text(&mut self) -> Option<&'x str> {
        if self.open.len() + 2 > self.deepest {
            return None;
        }
        let rest = self.xml.get(self.at..)?.strip_prefix("<si><t")?;
        let text = rest.strip_prefix('>').or_else(|| rest.strip_prefix(" xml:space=\"preserve\">"))?;
        let end = memchr::memchr2(b'<', b'&', text.as_bytes())?;
        let (text, behind) = text.split_at_checked(end)?;
        let behind = behind.strip_prefix("</t></si>")?;
        self.at = self.xml.len() - behind.len();
        Some(text)
    }

    /// The next token.
    ///
    /// # Errors
    /// [`Unusual`].
    pub fn next(&mut self) -> Result<Token<'x>, Unusual> {
        let xml = self.xml;
        let rest = xml.get(self.at..).unwrap_or("");
        if !rest.starts_with('<') {
            if rest.is_empty() {
                return if self.open.is_empty() { Ok(Token::Eof) } else { Err(Unusual) };
            }
            let end = position(rest.as_bytes(), b'<').unwrap_or(rest.len());
            self.at += end;
            return rest.get(..end).map(Token::Text).ok_or(Unusual);
        }
        if let Some(end) = rest.strip_prefix("</") {
            let close = position(end.as_bytes(), b'>').ok_or(Unusual)?;
            let name = end.get(..close).ok_or(Unusual)?;
            if self.open.pop() != Some(name) {
                return Err(Unusual);
            }
            self.at += close + 3;
            return Ok(Token::End(local(name)));
        }
        let tag = rest.get(1..).ok_or(Unusual)?;
        let bytes = tag.as_bytes();
        let name_end = bytes
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-' | b'.')))
            .filter(|end| *end > 0)
            .ok_or(Unusual)?;
        let close = tag_end(bytes, name_end)?;
        let empty = bytes.get(close.wrapping_sub(1)) == Some(&b'/');
        let name = tag.get(..name_end).ok_or(Unusual)?;
        let attributes = Attributes {
            rest: tag.get(name_end..close - usize::from(empty)).ok_or(Unusual)?,
        };
        if !empty {
            if self.open.len() >= self.deepest {
                return Err(Unusual);
            }
            self.open.push(name);
        }
        self.at += close + 2;
        Ok(Token::Start {
            name: local(name),
            attributes,
            empty,
        })
    }
}

/// `<c r="F17" s="2" t="s"><v>31</v></c>`: its place, zero-based, its style, and a number, or with `shared` the number of a shared text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainCell<'x> {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub col: u32,
    /// Style; 0 without one.
    pub style: u32,
    /// The value is the number of a shared text.
    pub shared: bool,
    /// Of digits, signs and points; `None` for an element that closes itself.
    pub value: Option<&'x str>,
}

/// The place behind `wanted`, where it stands at `at`.
fn expect(xml: &[u8], at: usize, wanted: &[u8]) -> Option<usize> {
    let behind = at + wanted.len();
    (xml.get(at..behind)? == wanted).then_some(behind)
}

/// A number of one to seven digits, and the place behind it.
fn number(xml: &[u8], from: usize) -> Option<(u32, usize)> {
    let (mut at, mut value) = (from, 0);
    while let Some(digit @ b'0'..=b'9') = xml.get(at) {
        value = value * 10 + u32::from(digit - b'0');
        at += 1;
        if at - from > 7 {
            return None;
        }
    }
    (at > from).then_some((value, at))
}

/// Index of the `>` that ends a tag of well-formed attributes: ` name="value"`, again and again.
fn tag_end(tag: &[u8], from: usize) -> Result<usize, Unusual> {
    let mut at = from;
    loop {
        let gap = at;
        while tag.get(at).is_some_and(|b| matches!(b, b' ' | b'\n' | b'\r' | b'\t')) {
            at += 1;
        }
        match tag.get(at).ok_or(Unusual)? {
            b'>' => return Ok(at),
            b'/' if tag.get(at + 1) == Some(&b'>') => return Ok(at + 1),
            b if at > gap && (b.is_ascii_alphabetic() || *b == b'_') => {}
            _ => return Err(Unusual),
        }
        while tag
            .get(at)
            .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-' | b'.'))
        {
            at += 1;
        }
        if tag.get(at) != Some(&b'=') {
            return Err(Unusual);
        }
        let quote = *tag.get(at + 1).filter(|q| matches!(q, b'"' | b'\'')).ok_or(Unusual)?;
        at += 2;
        // An entity or a bracket in a value is legal, and rare: the general parser knows.
        loop {
            match *tag.get(at).ok_or(Unusual)? {
                b if b == quote => break,
                b'<' | b'&' => return Err(Unusual),
                _ => at += 1,
            }
        }
        at += 1;
    }
}

/// A tag's attributes: name without its prefix, value. The scanner has seen that they are well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attributes<'x> {
    rest: &'x str,
}

impl<'x> Iterator for Attributes<'x> {
    type Item = (&'x str, Cow<'x, str>);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.rest.as_bytes();
        let start = bytes.iter().position(|b| !matches!(b, b' ' | b'\n' | b'\r' | b'\t'))?;
        let equals = start + position(bytes.get(start..)?, b'=')?;
        let value = equals + 2;
        let quote = *bytes.get(equals + 1)?;
        let end = value + position(bytes.get(value..)?, quote)?;
        let found = (local(self.rest.get(start..equals)?), Cow::Borrowed(self.rest.get(value..end)?));
        self.rest = self.rest.get(end + 1..)?;
        Some(found)
    }
}

fn position(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|b| *b == wanted)
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    position(name.as_bytes(), b':').and_then(|at| name.get(at + 1..)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens as one text, or `unusual` where they stop.
    fn scanned(xml: &str) -> String {
        let mut scanner = Scanner::new(xml, 4);
        let mut out = String::new();
        loop {
            match scanner.next() {
                Ok(Token::Eof) => return out,
                Ok(Token::Start { name, attributes, empty }) => {
                    out.push_str(&format!("<{name}"));
                    attributes.for_each(|(k, v)| out.push_str(&format!(" {k}={v}")));
                    out.push_str(if empty { "/>" } else { ">" });
                }
                Ok(Token::End(name)) => out.push_str(&format!("</{name}>")),
                Ok(Token::Text(text)) => out.push_str(text),
                Err(Unusual) => return out + "unusual",
            }
        }
    }

    #[test]
    fn plain_parts_are_taken_apart() {
        for (xml, tokens) in [
            (
                r#"<?xml version="1.0"?><a><b r="A1" t='s'>大&amp;米</b></a>"#,
                "<a><b r=A1 t=s>大&amp;米</b></a>",
            ),
            ("<x:a x:r=\"1\"\n>1<x:b /></x:a> ", "<a r=1>1<b/></a> "),
            ("<a b='>'/>", "<a b=>/>"),
            ("", ""),
        ] {
            assert_eq!(scanned(xml), tokens, "{xml}");
        }
    }

    #[test]
    fn the_plainest_cells_are_taken_whole() {
        let cell = |row, col, style, shared, value| PlainCell {
            row,
            col,
            style,
            shared,
            value,
        };
        for (xml, wanted) in [
            (r#"<c r="F17"><v>4.50</v></c>"#, cell(16, 5, 0, false, Some("4.50"))),
            (r#"<c r="AA1" s="12"><v>-1E-3</v></c>"#, cell(0, 26, 12, false, Some("-1E-3"))),
            (
                r#"<c r="XFD1048576" s="0" t="s"><v>31</v></c>"#,
                cell(1_048_575, 16_383, 0, true, Some("31")),
            ),
            (r#"<c r="B2" t="n"><v>7</v></c>"#, cell(1, 1, 0, false, Some("7"))),
            (r#"<c r="B2" s="1"/>"#, cell(1, 1, 1, false, None)),
        ] {
            let behind = format!("{xml}<next/>");
            let mut scanner = Scanner::new(&behind, 2);
            assert_eq!(scanner.cell(), Some(wanted), "{xml}");
            assert!(matches!(scanner.next(), Ok(Token::Start { name: "next", .. })), "{xml}");
        }
        for xml in [
            r#"<c r="F0"><v>1</v></c>"#,
            r#"<c r="f1"><v>1</v></c>"#,
            r#"<c r="F01"><v>1</v></c>"#,
            r#"<c r="ABCD1"><v>1</v></c>"#,
            r#"<c r="F12345678"><v>1</v></c>"#,
            r#"<c r="F1" t="str"><v>1</v></c>"#,
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
            let mut scanner = Scanner::new(xml, 2);
            let at = scanner.at;
            assert_eq!((scanner.cell(), scanner.at), (None, at), "{xml}");
        }
        assert_eq!(Scanner::new(r#"<c r="F1"><v>1</v></c>"#, 1).cell(), None);
    }

    #[test]
    fn the_plainest_texts_are_taken_whole() {
        let parts = r#"<si><t>大米</t></si><si><t xml:space="preserve"> 面 </t></si><si><t></t></si><si/>"#;
        let mut scanner = Scanner::new(parts, 2);
        for text in ["大米", " 面 ", ""] {
            assert_eq!(scanner.shared_text(), Some(text));
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
            let mut scanner = Scanner::new(xml, 2);
            assert_eq!((scanner.shared_text(), scanner.at), (None, 0), "{xml}");
        }
        assert_eq!(Scanner::new(parts, 1).shared_text(), None);
    }

    #[test]
    fn everything_else_is_left_to_the_general_parser() {
        for xml in [
            "<a>",
            "<a></b>",
            "</a>",
            "<a",
            "<a b",
            "<a b=1/>",
            "<a b='1'c='2'/>",
            "<a b=\"&lt;\"/>",
            "<a b='<'/>",
            "<a b='1/>",
            "<!-- --><a/>",
            "<?xml version='1.0'><a/>",
            "<?go?><a/>",
            "<a></a >",
            "<a/ >",
            "< a/>",
            "<大/>",
            "<a b='1' / >",
            "<![CDATA[1]]>",
            "<a><a><a><a><a/></a></a></a><a><a><a><a><a></a></a></a></a></a></a>",
        ] {
            assert!(scanned(xml).ends_with("unusual"), "{xml}: {}", scanned(xml));
        }
        assert_eq!(scanned("<a><a><a><a/></a></a></a>"), "<a><a><a><a/></a></a></a>");
    }
}
