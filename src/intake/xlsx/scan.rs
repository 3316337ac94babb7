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
