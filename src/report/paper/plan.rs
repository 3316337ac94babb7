//! A part turned into what filling it in writes: bytes as they are, values, and sections that are written once, many times or not at all. All that is
//! wrong with its placeholders is found here, before anything is read.

use std::{cmp::Reverse, ops::Range};

use crate::{
    report::paper::{
        layout::{Extent, Layout, Placed},
        marks::{self, Sign},
        names::{Refused, Scope},
        part::{Kind, Part},
    },
    text::fault::Fault,
};

/// Placeholders of one part, and sections within one another: more are an attack.
const MOST_MARKS: usize = 20_000;
const DEEPEST: usize = 16;
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
}

/// Where a part is, for what is said of it: the file and the part's name for people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub file: &'a str,
    pub part: &'a str,
}

/// A section with its marks.
struct Node {
    open: Placed,
    close: Placed,
    inverse: bool,
    extent: Extent,
    /// Bytes that it takes in.
    range: Range<usize>,
    children: Vec<Node>,
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
    let mut planner = Planner {
        part,
        place,
        faults: Vec::new(),
        edits: Vec::new(),
    };
    let placed = planner.find(scope);
    if placed.is_empty() {
        faults.append(&mut planner.faults);
        return Vec::new();
    }
    let layout = Layout::new(part, &placed);
    let mut walk = Walk {
        planner: &mut planner,
        layout: &layout,
        marks: &placed,
        next: 0,
    };
    let nodes = walk.sections(Some(scope), None, 0);
    planner.change(&placed, &nodes, &layout);
    let mut out = Vec::new();
    if planner.faults.is_empty() {
        planner.edits.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
        planner.pieces(0..part.xml.len(), &nodes, &layout, &mut out);
    }
    faults.append(&mut planner.faults);
    out
}

struct Planner<'a> {
    part: &'a Part,
    place: Place<'a>,
    faults: Vec<Fault>,
    edits: Vec<(Range<usize>, Edit)>,
}

impl Planner<'_> {
    /// Every placeholder, in the order of the part.
    fn find(&mut self, scope: &Scope<'_>) -> Vec<Placed> {
        let mut placed = Vec::new();
        for (at, paragraph) in self.part.paragraphs.iter().enumerate() {
            let found = marks::find(&paragraph.chars, |text| scope.begins(text));
            for text in found.unfinished {
                let fault = self.fault("paper.unfinished", at, 0).with("name", text);
                self.faults.push(fault);
            }
            placed.extend(found.marks.into_iter().map(|mark| Placed { mark, paragraph: at }));
            if placed.len() > MOST_MARKS {
                let fault = Fault::usage("paper.too_many")
                    .with("path", self.place.file)
                    .with("most", MOST_MARKS);
                self.faults.push(fault);
                return Vec::new();
            }
        }
        // Of a paragraph with a text box some come before it and some after.
        let start = |p: &Placed| self.part.paragraphs[p.paragraph].chars[p.mark.chars.start].bytes.start;
        placed.sort_by_key(start);
        placed
    }

    /// A fault that names file, part and paragraph, the words around the character `at`.
    fn fault(&self, key: &'static str, paragraph: usize, at: usize) -> Fault {
        const AROUND: usize = 30;
        let text: Vec<char> = self.part.paragraphs[paragraph].text().chars().collect();
        let (from, to) = (at.saturating_sub(AROUND), (at + 2 * AROUND).min(text.len()));
        let mut excerpt: String = text[from..to].iter().collect();
        if from > 0 {
            excerpt.insert(0, '…');
        }
        if to < text.len() {
            excerpt.push('…');
        }
        let Place { file, part } = self.place;
        let fault = Fault::usage(key).with("path", file).with("part", part);
        fault.with("text", excerpt.trim())
    }

    fn of_mark(&self, key: &'static str, placed: &Placed) -> Fault {
        let paragraph = &self.part.paragraphs[placed.paragraph];
        let written: String = paragraph.chars[placed.mark.chars.clone()].iter().map(|c| c.c).collect();
        self.fault(key, placed.paragraph, placed.mark.chars.start).with("name", written)
    }

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
            let ((joint, seam), shell) = match node.extent {
                Extent::Words => (self.seams(node), String::new()),
                Extent::Blocks { last, .. } => (Default::default(), layout.shell(last)),
            };
            out.push(Piece::Section(Section {
                name: node.open.mark.name.clone(),
                inverse: node.inverse,
                body,
                joint,
                seam,
                shell,
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

/// Pairs the marks of sections, and looks up every name.
struct Walk<'w, 'a> {
    planner: &'w mut Planner<'a>,
    layout: &'w Layout<'a>,
    marks: &'w [Placed],
    next: usize,
}

impl Walk<'_, '_> {
    /// Sections up to the end of the one that `open` begins. Nothing is looked up in a list that there is not.
    fn sections(&mut self, scope: Option<&Scope<'_>>, open: Option<&Placed>, depth: usize) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        while let Some(placed) = self.marks.get(self.next) {
            let mark = &placed.mark;
            if mark.sign == Sign::End {
                if open.is_some_and(|o| o.mark.name == mark.name) {
                    break;
                }
                self.next += 1;
                self.tell("paper.no_begin", placed);
                continue;
            }
            self.next += 1;
            let found = scope.map(|scope| (scope, scope.find(&mark.name, mark.sign)));
            if let Some((scope, Err(refused))) = &found {
                self.refuse(*refused, scope, placed);
            }
            if mark.sign == Sign::Value {
                continue;
            }
            if depth >= DEEPEST {
                self.tell("paper.too_deep", placed);
                self.next = self.marks.len();
                break;
            }
            let inner = match found {
                Some((scope, Ok(name))) if mark.sign == Sign::Each && !name.each.is_empty() => Some(scope.of(name)),
                Some((scope, Ok(_))) => Some(scope.clone()),
                _ => None,
            };
            let children = self.sections(inner.as_ref(), Some(placed), depth + 1);
            let Some(close) = self.marks.get(self.next) else {
                self.tell("paper.no_end", placed);
                break;
            };
            self.next += 1;
            self.add(&mut nodes, placed, close, children);
        }
        nodes
    }

    fn add(&mut self, nodes: &mut Vec<Node>, open: &Placed, close: &Placed, children: Vec<Node>) {
        let extent = match self.layout.extent(open, close) {
            Ok(extent) => extent,
            Err("across") => return self.tell("paper.across", open),
            Err("beside_words") => return self.tell("paper.beside_words", open),
            Err(_) => return self.tell("paper.section_break", open),
        };
        let elements = &self.planner.part.elements;
        let range = match extent {
            Extent::Words => self.layout.bytes(open).end..self.layout.bytes(close).start,
            Extent::Blocks { first, last } => elements[first].open.start..elements[last].close.end,
        };
        let before = nodes.last().map_or(0, |n| n.range.end);
        let outside = children.iter().any(|c| c.range.start < range.start || c.range.end > range.end);
        if range.start < before || outside {
            return self.tell("paper.overlap", open);
        }
        nodes.push(Node {
            open: open.clone(),
            close: close.clone(),
            inverse: open.mark.sign == Sign::None,
            extent,
            range,
            children,
        });
    }

    fn tell(&mut self, key: &'static str, placed: &Placed) {
        let fault = self.planner.of_mark(key, placed);
        self.planner.faults.push(fault);
    }

    fn refuse(&mut self, refused: Refused, scope: &Scope<'_>, placed: &Placed) {
        let name = &placed.mark.name;
        let near = scope.nearest(name);
        let key = match refused {
            Refused::Unknown if near.is_empty() => "paper.unknown",
            Refused::Unknown => "paper.unknown_near",
            Refused::NeedsSign => "paper.needs_sign",
            Refused::OtherList => "paper.other_list",
        };
        let fault = self.planner.of_mark(key, placed).with("bare", name).with("near", near.join("、"));
        self.planner.faults.push(fault);
    }
}
