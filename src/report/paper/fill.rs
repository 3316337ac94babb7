//! A planned part and values to its bytes. A value is text: it can become neither markup nor a placeholder.

use quick_xml::escape::partial_escape;
use serde_json::{Map, Value as Json};

use crate::{
    report::paper::{
        part::Part,
        plan::{Piece, Section},
    },
    text::{Fault, is_hidden, shown},
};

/// Characters of a value that are written.
const LONGEST_VALUE: usize = 5000;
/// Bytes of a part that a paper may grow to.
const LARGEST: usize = 256 << 20;

/// How many entries of a list are written, and what is said of the others.
pub(super) type Limit<'a> = (usize, &'a dyn Fn(usize) -> String);

/// Writes a part.
pub(super) fn fill(part: &Part, pieces: &[Piece], values: &Map<String, Json>, limit: Limit<'_>) -> Result<String, Fault> {
    let mut filler = Filler {
        part,
        out: String::with_capacity(part.xml.len() * 2),
        scopes: vec![values],
        first: true,
        limit,
    };
    filler.pieces(pieces)?;
    Ok(filler.out)
}

struct Filler<'f> {
    part: &'f Part,
    out: String,
    /// Innermost last.
    scopes: Vec<&'f Map<String, Json>>,
    /// Whether this is the first copy of all sections around.
    first: bool,
    limit: Limit<'f>,
}

impl<'f> Filler<'f> {
    /// Writes them; gives how many copies of sections there were among them.
    fn pieces(&mut self, pieces: &'f [Piece]) -> Result<usize, Fault> {
        let mut copies = 0;
        for piece in pieces {
            match piece {
                Piece::Keep(range) => self.out.push_str(&self.part.xml[range.clone()]),
                Piece::Once(range) if self.first => self.out.push_str(&self.part.xml[range.clone()]),
                Piece::Once(_) => {}
                Piece::Add(text) => self.out.push_str(text),
                Piece::Value(name) => self.value(name),
                Piece::Section(section) => copies += self.section(section)?,
                Piece::Around { pieces, shell } => {
                    let from = self.out.len();
                    let inner = self.pieces(pieces)?;
                    if inner == 0 {
                        self.out.truncate(from);
                        self.shell(shell);
                    }
                    copies += inner;
                }
            }
            if self.out.len() > LARGEST {
                return Err(Fault::stopped("paper.too_large").with("most", LARGEST >> 20));
            }
        }
        Ok(copies)
    }

    fn find(&self, name: &str) -> Option<&'f Json> {
        let found = self.scopes.iter().rev().find_map(|values| values.get(name));
        debug_assert!(found.is_some(), "no value for {name}");
        found
    }

    fn section(&mut self, section: &'f Section) -> Result<usize, Fault> {
        let found = self.find(&section.name);
        let there = found.is_some_and(is_there);
        let mut copies = 0;
        match found {
            Some(Json::Array(entries)) if !section.inverse => {
                let (longest, more) = self.limit;
                for entry in entries.iter().take(longest).filter_map(Json::as_object) {
                    self.copy(section, Some(entry), copies)?;
                    copies += 1;
                }
                if entries.len() > longest {
                    let (open, close) = &section.more;
                    self.out.push_str(open);
                    self.text(&more(entries.len() - longest));
                    self.out.push_str(close);
                }
            }
            _ if there != section.inverse => {
                self.copy(section, None, 0)?;
                copies = 1;
            }
            _ => {}
        }
        if copies == 0 {
            self.out.push_str(&section.seam);
        }
        self.shell(&section.shell);
        Ok(copies)
    }

    /// Not where a paragraph is written before it: what holds both ends with that.
    fn shell(&mut self, shell: &str) {
        if !shell.is_empty() && !self.out.ends_with(&format!("</{}p>", self.part.prefix)) {
            self.out.push_str(shell);
        }
    }

    fn copy(&mut self, section: &'f Section, values: Option<&'f Map<String, Json>>, nth: usize) -> Result<(), Fault> {
        let first = self.first;
        if nth > 0 {
            self.first = false;
            self.out.push_str(&section.joint);
        }
        self.scopes.extend(values);
        self.pieces(&section.body)?;
        if values.is_some() {
            self.scopes.pop();
        }
        self.first = first;
        Ok(())
    }

    fn value(&mut self, name: &str) {
        match self.find(name) {
            Some(Json::String(text)) => self.text(text),
            Some(Json::Number(number)) => self.text(&number.to_string()),
            _ => {}
        }
    }

    /// A line break of the value is one of the paper.
    fn text(&mut self, text: &str) {
        let (prefix, text) = (&self.part.prefix, shown(text));
        let mut taken = text.chars();
        let kept: String = taken.by_ref().take(LONGEST_VALUE).collect();
        for (nth, line) in kept.lines().enumerate() {
            if nth > 0 {
                self.out
                    .push_str(&format!("</{prefix}t><{prefix}br/><{prefix}t xml:space=\"preserve\">"));
            }
            // What hides deceives, and what XML forbids makes a file that no program opens.
            let line: String = line
                .chars()
                .map(|c| if c == '\t' { ' ' } else { c })
                .filter(|c| !is_hidden(*c))
                .collect();
            self.out.push_str(&partial_escape(line.as_str()));
        }
        if taken.next().is_some() {
            self.out.push('…');
        }
    }
}

/// What a condition asks: a text that is not empty, a number that is not zero, a list with an entry.
fn is_there(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::Bool(is) => *is,
        Json::Number(number) => number.as_u64() != Some(0),
        Json::String(text) => !text.is_empty(),
        Json::Array(entries) => !entries.is_empty(),
        Json::Object(_) => true,
    }
}
