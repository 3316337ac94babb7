//! The placeholders of a part, looked up, and those of sections paired; whatever is wrong with them is told with file, part and paragraph.

use std::ops::Range;

use crate::{
    report::paper::{
        layout::{Extent, Layout, Placed},
        marks::{self, Sign},
        names::{Refused, Scope},
        part::Part,
    },
    text::Fault,
};

/// Placeholders of one part, and sections within one another: more are an attack.
const MOST_MARKS: usize = 20_000;
const DEEPEST: usize = 16;

/// Where a part is, for what is said of it: the file and the part's name for people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub file: &'a str,
    pub part: &'a str,
}

/// A section with its marks.
pub(super) struct Node {
    pub open: Placed,
    pub close: Placed,
    pub inverse: bool,
    pub extent: Extent,
    /// Bytes that it takes in.
    pub range: Range<usize>,
    pub children: Vec<Node>,
}

/// Finds and pairs; faults are added to those of the other parts.
pub(super) struct Pairing<'a> {
    part: &'a Part,
    place: Place<'a>,
    faults: &'a mut Vec<Fault>,
}

impl<'a> Pairing<'a> {
    pub fn new(part: &'a Part, place: Place<'a>, faults: &'a mut Vec<Fault>) -> Self {
        Self { part, place, faults }
    }

    /// Every placeholder, in the order of the part.
    pub fn find(&mut self, scope: &Scope<'_>) -> Vec<Placed> {
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
        let text = &self.part.paragraphs[paragraph].chars;
        let (from, to) = (at.saturating_sub(AROUND), (at + 2 * AROUND).min(text.len()));
        let mut excerpt: String = text[from..to].iter().map(|c| c.c).collect();
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

    /// The sections, each with those in it.
    pub fn sections(&mut self, scope: &Scope<'_>, marks: &[Placed], layout: &Layout<'_>) -> Vec<Node> {
        let mut walk = Walk {
            pairing: self,
            layout,
            marks,
            next: 0,
        };
        walk.sections(Some(scope), None, 0)
    }
}

/// Goes through the marks in their order.
struct Walk<'w, 'a> {
    pairing: &'w mut Pairing<'a>,
    layout: &'w Layout<'w>,
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
            Err(misplaced) => return self.tell(misplaced, open),
        };
        let elements = &self.pairing.part.elements;
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
        let fault = self.pairing.of_mark(key, placed);
        self.pairing.faults.push(fault);
    }

    fn refuse(&mut self, refused: Refused, scope: &Scope<'_>, placed: &Placed) {
        let name = &placed.mark.name;
        // Ten of a kind are told one by one.
        let near = if self.pairing.faults.len() < 100 {
            scope.nearest(name)
        } else {
            Vec::new()
        };
        let key = match refused {
            Refused::Unknown if near.is_empty() => "paper.unknown",
            Refused::Unknown => "paper.unknown_near",
            Refused::NeedsSign => "paper.needs_sign",
            Refused::OtherList => "paper.other_list",
        };
        let fault = self.pairing.of_mark(key, placed).with("bare", name).with("near", near.join("、"));
        self.pairing.faults.push(fault);
    }
}
