//! A part turned into what filling it in writes: bytes as they are, values, and sections that are written once, many times or not at all. All that is
//! wrong with its placeholders is found here, before anything is read.

use std::{cmp::Reverse, ops::Range};

use crate::{
    report::paper::{
        layout::{Extent, Layout, Placed},
        marks::Sign,
        names::Scope,
        pairing::{Node, Pairing, Place},
        part::{Kind, Part},
    },
    text::Fault,
};

/// Without it blanks at the ends of a text are lost.
const KEEP_BLANKS: &str = " xml:space=\"preserve\"";

/// What is written in turn.
#[derive(Debug)]
pub(super) enum Piece {
    /// These bytes of the part.
    Keep(Range<usize>),
    /// These in the first copy alone: bookmarks and numbers that no two places may share.
    Once(Range<usize>),
    /// What the part does not have.
    Add(&'static str),
    Value(String),
    Section(Section),
    /// What goes with its sections: [`Section::shell`] stands in its place where none of them is written.
    Around {
        pieces: Vec<Piece>,
        shell: String,
    },
}

/// A section.
#[derive(Debug)]
pub(super) struct Section {
    pub name: String,
    /// Written where there is none.
    pub inverse: bool,
    pub body: Vec<Piece>,
    /// Between two copies: ends the last run of one and begins the first of the next.
    pub joint: String,
    /// In its place where it is not written: ends the run before it and begins the one behind.
    pub seam: String,
    /// The same of paragraphs: one without words, where what holds them would else end without a paragraph.
    pub shell: String,
    /// Around what is said of entries that are not written.
    pub more: (String, String),
}

/// A change of the part's bytes.
enum Edit {
    Delete,
    Once,
    Add(&'static str),
    Value(String),
}

/// Plans a part. `faults` gets all that is wrong.
pub(super) fn plan(part: &Part, scope: &Scope<'_>, place: Place<'_>, faults: &mut Vec<Fault>) -> Vec<Piece> {
    let before = faults.len();
    let mut pairing = Pairing::new(part, place, faults);
    let placed = pairing.find(scope);
    if placed.is_empty() {
        return Vec::new();
    }
    let layout = Layout::new(part, &placed);
    let nodes = pairing.sections(scope, &placed, &layout);
    if faults.len() > before {
        return Vec::new();
    }
    let mut planner = Planner { part, edits: Vec::new() };
    planner.change(&placed, &nodes, &layout);
    planner.edits.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
    let mut out = Vec::new();
    planner.pieces(0..part.xml.len(), &nodes, &layout, &mut out);
    out
}

struct Planner<'a> {
    part: &'a Part,
    edits: Vec<(Range<usize>, Edit)>,
}

impl Planner<'_> {
    /// What changes beside the sections: marks go, values come, what is touched keeps its blanks.
    fn change(&mut self, placed: &[Placed], nodes: &[Node], layout: &Layout<'_>) {
        let part = self.part;
        let mut touched = Vec::new();
        for one in placed {
            let chars = &part.paragraphs[one.paragraph].chars[one.mark.chars.clone()];
            let runs = chars.chunk_by(|a, b| a.bytes.end == b.bytes.start);
            for (nth, run) in runs.enumerate() {
                let (Some(first), Some(last)) = (run.first(), run.last()) else {
                    continue;
                };
                // The first run's formatting is the value's.
                let edit = match one.mark.sign {
                    Sign::Value if nth == 0 => Edit::Value(one.mark.name.clone()),
                    _ => Edit::Delete,
                };
                self.edits.push((first.bytes.start..last.bytes.end, edit));
            }
            touched.extend(chars.iter().map(|c| c.text));
        }
        touched.sort_unstable();
        touched.dedup();
        for text in touched {
            let open = part.elements[text].open.clone();
            if part.elements[text].kind == Kind::Text && !part.xml[open.clone()].contains("xml:space") {
                self.edits.push((open.end - 1..open.end - 1, Edit::Add(KEEP_BLANKS)));
            }
        }
        if nodes.is_empty() {
            return;
        }
        for element in &part.elements {
            match element.kind {
                Kind::Once => self.edits.push((element.range(), Edit::Once)),
                Kind::Paragraph | Kind::Row => {
                    for name in ["paraId", "textId"] {
                        self.edits
                            .extend(attribute(part, element.open.clone(), name).map(|range| (range, Edit::Once)));
                    }
                }
                _ => {}
            }
        }
        self.drop_bare(nodes, layout);
    }

    /// Paragraphs and rows that hold nothing but the marks of a section that goes beyond them are not written.
    fn drop_bare(&mut self, nodes: &[Node], layout: &Layout<'_>) {
        for node in nodes {
            if let Extent::Blocks { first, last } = node.extent
                && first != last
            {
                for (end, placed) in [(first, &node.open), (last, &node.close)] {
                    let element = &self.part.elements[end];
                    let bare = match element.kind {
                        Kind::Row => layout.is_bare_row(end),
                        _ => layout.is_bare(placed.paragraph),
                    };
                    // Two tables without a paragraph between them become one.
                    let before = element.before.map(|before| self.part.elements[before].kind);
                    if bare && before != Some(Kind::Table) {
                        self.edits.push((element.range(), Edit::Delete));
                    }
                }
            }
            self.drop_bare(&node.children, layout);
        }
    }

    /// Writes down what is in `range`.
    fn pieces(&self, range: Range<usize>, nodes: &[Node], layout: &Layout<'_>, out: &mut Vec<Piece>) {
        let (mut at, mut rest) = (range.start, nodes);
        while let Some(first) = rest.first() {
            // Sections that one paragraph or table shares stand beside each other.
            let around = self.around(first);
            let count = rest
                .iter()
                .take_while(|n| around.is_some() && self.around(n) == around)
                .count()
                .max(1);
            let (together, others) = rest.split_at(count);
            rest = others;
            let element = around.map(|at| self.part.elements[at].range());
            let goes = around.zip(element.clone()).filter(|(around, whole)| {
                let sections: Vec<_> = together
                    .iter()
                    .map(|n| (n.open.clone(), n.close.clone(), n.range.clone()))
                    .collect();
                range.start <= whole.start && whole.end <= range.end && layout.goes_with(*around, &sections)
            });
            match goes {
                Some((around, whole)) => {
                    at = self.edited(at..whole.start, out);
                    let mut pieces = Vec::new();
                    self.nodes(&mut whole.start.max(at), whole.end, together, layout, &mut pieces);
                    at = whole.end.max(at);
                    let shell = layout.shell(around);
                    out.push(Piece::Around { pieces, shell });
                }
                None => {
                    let last = together.last().map_or(at, |n| n.range.end);
                    self.nodes(&mut at, last, together, layout, out);
                }
            }
        }
        self.edited(at..range.end, out);
    }

    /// Sections and what is between them, to `end`.
    fn nodes(&self, at: &mut usize, end: usize, nodes: &[Node], layout: &Layout<'_>, out: &mut Vec<Piece>) {
        for node in nodes {
            if node.range.start < *at {
                continue;
            }
            self.edited(*at..node.range.start, out);
            *at = node.range.end;
            let mut body = Vec::new();
            self.pieces(node.range.clone(), &node.children, layout, &mut body);
            let ((joint, seam), shell, more) = match node.extent {
                Extent::Words => (self.seams(node), String::new(), Default::default()),
                Extent::Blocks { first, last } => (Default::default(), layout.shell(last), layout.more(first)),
            };
            out.push(Piece::Section(Section {
                name: node.open.mark.name.clone(),
                inverse: node.inverse,
                body,
                joint,
                seam,
                shell,
                more,
            }));
        }
        *at = self.edited(*at..end, out);
    }

    /// The paragraph of a section of words, the table of a section of rows.
    fn around(&self, node: &Node) -> Option<usize> {
        match node.extent {
            Extent::Words => Some(self.part.paragraphs[node.open.paragraph].element),
            Extent::Blocks { first, .. } if self.part.elements[first].kind == Kind::Row => {
                self.part.around(first).find(|at| self.part.elements[*at].kind == Kind::Table)
            }
            Extent::Blocks { .. } => None,
        }
    }

    /// Bytes without sections; gives where it ended, beyond the range where something that goes reaches further.
    fn edited(&self, range: Range<usize>, out: &mut Vec<Piece>) -> usize {
        let mut at = range.start;
        let first = self.edits.partition_point(|(edit, _)| edit.start < range.start);
        for (edit, what) in self.edits[first..].iter().take_while(|(edit, _)| edit.start < range.end) {
            if edit.start < at {
                continue;
            }
            if at < edit.start {
                out.push(Piece::Keep(at..edit.start));
            }
            at = edit.end;
            match what {
                Edit::Delete => {}
                Edit::Once => out.push(Piece::Once(edit.clone())),
                Edit::Add(text) => out.push(Piece::Add(text)),
                Edit::Value(name) => out.push(Piece::Value(name.clone())),
            }
        }
        if at < range.end {
            out.push(Piece::Keep(at..range.end));
        }
        at.max(range.end)
    }

    /// What joins two copies of a section of words, and what stands for none: tags that end and begin its runs, where it goes over several.
    fn seams(&self, node: &Node) -> (String, String) {
        let part = self.part;
        let text_of = |placed: &Placed, last: bool| {
            let chars = &part.paragraphs[placed.paragraph].chars[placed.mark.chars.clone()];
            (if last { chars.last() } else { chars.first() }).map_or(0, |c| c.text)
        };
        let (first, last) = (text_of(&node.open, true), text_of(&node.close, false));
        if first == last {
            return Default::default();
        }
        let apart = |text: usize, other: usize| -> Vec<usize> {
            let shared: Vec<usize> = part.around(other).collect();
            part.around(text).take_while(|at| !shared.contains(at)).collect()
        };
        let ends = |inner: &[usize]| inner.iter().map(|at| part.end_tag(*at)).collect::<String>();
        let begins = |inner: &[usize]| inner.iter().rev().map(|at| self.begin(*at)).collect::<String>();
        let (first, last) = (apart(first, last), apart(last, first));
        (ends(&last) + &begins(&first), ends(&first) + &begins(&last))
    }

    /// The start tag, of a run with its properties; a text keeps its blanks.
    fn begin(&self, element: usize) -> String {
        let of = &self.part.elements[element];
        let tag = &self.part.xml[of.open.clone()];
        match of.kind {
            Kind::Text if !tag.contains("xml:space") => [tag.trim_end_matches('>'), KEEP_BLANKS, ">"].concat(),
            Kind::Run => [tag, self.part.properties(element)].concat(),
            _ => tag.to_owned(),
        }
    }
}

/// ` w14:paraId="00A1B2C3"` in a start tag.
fn attribute(part: &Part, tag: Range<usize>, name: &str) -> Option<Range<usize>> {
    let text = &part.xml[tag.clone()];
    let found = text.find(&format!(":{name}=\""))?;
    let from = text[..found].rfind(char::is_whitespace)?;
    let value = found + name.len() + 3;
    let to = value + text[value..].find('"')? + 1;
    Some(tag.start + from..tag.start + to)
}
