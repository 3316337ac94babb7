//! What a section takes in: the words between its marks, whole paragraphs, or rows of a table.

use std::ops::Range;

use crate::{
    report::paper::{
        marks::{Mark, Sign},
        part::{Kind, Part},
    },
    text::normal::is_blank,
};

/// A placeholder and its paragraph.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub mark: Mark,
    pub paragraph: usize,
}

/// What a section takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// What stands between its marks.
    Words,
    /// From one element to another one beside it: paragraphs (and what is between them), or rows.
    Blocks { first: usize, last: usize },
}

/// Why a section's marks do not belong together; a fault's key.
pub(super) type Misplaced = &'static str;

/// What a paragraph shows beside the marks of sections.
#[derive(Default)]
struct Shown {
    /// Before each character so many that show something.
    solid: Vec<usize>,
    /// Where pictures, fields and the like begin, bytes.
    objects: Vec<usize>,
    breaks_section: bool,
    has_marks: bool,
}

/// Answers where the sections of a part are.
pub(super) struct Layout<'a> {
    part: &'a Part,
    shown: Vec<Shown>,
    /// Where section breaks stand, bytes.
    breaks: Vec<usize>,
    /// The paragraph of an element that is one.
    paragraph_of: Vec<Option<usize>>,
}

impl<'a> Layout<'a> {
    pub fn new(part: &'a Part, marks: &[Placed]) -> Self {
        let mut paragraph_of = vec![None; part.elements.len()];
        for (at, paragraph) in part.paragraphs.iter().enumerate() {
            paragraph_of[paragraph.element] = Some(at);
        }
        let mut shown: Vec<Shown> = part.paragraphs.iter().map(|_| Shown::default()).collect();
        for placed in marks {
            shown[placed.paragraph].has_marks = true;
        }
        Self::marks_show_nothing(part, marks, &mut shown);
        let mut breaks = Vec::new();
        for (at, element) in part.elements.iter().enumerate() {
            if !matches!(element.kind, Kind::Object | Kind::SectionBreak) {
                continue;
            }
            let Some(paragraph) = part.around(at).skip(1).find_map(|up| paragraph_of[up]) else {
                continue;
            };
            if element.kind == Kind::Object {
                shown[paragraph].objects.push(element.open.start);
            } else {
                shown[paragraph].breaks_section = true;
                breaks.push(element.open.start);
            }
        }
        Self {
            part,
            shown,
            breaks,
            paragraph_of,
        }
    }

    /// Counts the characters of each paragraph that show something: no blanks, no marks of sections.
    fn marks_show_nothing(part: &Part, marks: &[Placed], shown: &mut [Shown]) {
        let mut hidden: Vec<Vec<&Range<usize>>> = vec![Vec::new(); shown.len()];
        for placed in marks.iter().filter(|m| m.mark.sign != Sign::Value) {
            hidden[placed.paragraph].push(&placed.mark.chars);
        }
        for ((of, paragraph), hidden) in shown.iter_mut().zip(&part.paragraphs).zip(hidden) {
            let mut hidden = hidden.into_iter().peekable();
            let mut count = 0;
            of.solid = vec![0];
            for (at, c) in paragraph.chars.iter().enumerate() {
                while hidden.peek().is_some_and(|range| range.end <= at) {
                    hidden.next();
                }
                let is_mark = hidden.peek().is_some_and(|range| range.contains(&at));
                count += usize::from(!is_mark && !is_blank(c.c));
                of.solid.push(count);
            }
        }
    }

    /// The bytes of a mark, first to last; between them may be the tags of runs.
    pub fn bytes(&self, placed: &Placed) -> Range<usize> {
        let chars = &self.part.paragraphs[placed.paragraph].chars[placed.mark.chars.clone()];
        let (first, last) = (chars.first(), chars.last());
        first.map_or(0, |c| c.bytes.start)..last.map_or(0, |c| c.bytes.end)
    }

    /// Whether a paragraph shows nothing beside what stands between these places, each characters and bytes.
    fn shows_only(&self, paragraph: usize, parts: &[(Range<usize>, Range<usize>)]) -> bool {
        let Shown {
            solid,
            objects,
            breaks_section,
            ..
        } = &self.shown[paragraph];
        let in_parts: usize = parts.iter().map(|(chars, _)| solid[chars.end] - solid[chars.start]).sum();
        let objects_in = |bytes: &Range<usize>| objects.partition_point(|o| *o < bytes.end) - objects.partition_point(|o| *o < bytes.start);
        let objects_in_parts: usize = parts.iter().map(|(_, bytes)| objects_in(bytes)).sum();
        !breaks_section && solid.last() == Some(&in_parts) && objects.len() == objects_in_parts
    }

    /// A paragraph that holds marks of sections and nothing else.
    pub fn is_bare(&self, paragraph: usize) -> bool {
        self.shown[paragraph].has_marks && self.shows_only(paragraph, &[])
    }

    /// A row whose paragraphs hold marks of sections and nothing else.
    pub fn is_bare_row(&self, row: usize) -> bool {
        let mut bare = self.part.within(row).filter_map(|at| self.paragraph_of[at]).peekable();
        let mut marked = false;
        let all = bare.all(|p| {
            marked |= self.shown[p].has_marks;
            self.shows_only(p, &[])
        });
        all && marked
    }

    /// What a section takes in.
    pub fn extent(&self, open: &Placed, close: &Placed) -> Result<Extent, Misplaced> {
        let part = self.part;
        let [first, last] = [open, close].map(|m| part.paragraphs[m.paragraph].element);
        if open.paragraph == close.paragraph {
            let chars = open.mark.chars.start..close.mark.chars.end;
            let bytes = self.bytes(open).start..self.bytes(close).end;
            let whole = self.shows_only(open.paragraph, &[(chars, bytes)]);
            return Ok(if whole { Extent::Blocks { first, last } } else { Extent::Words });
        }
        let [above_first, above_last] = [first, last].map(|p| part.around(p).collect::<Vec<_>>());
        // From the root down: the last that both share holds them; what comes next is beside each other.
        let mut down = above_first.iter().rev().zip(above_last.iter().rev());
        let apart = down.position(|(a, b)| a != b).ok_or("paper.across")?;
        let [first, last] = [&above_first, &above_last].map(|above| above[above.len() - 1 - apart]);
        let holder = part.elements[first].parent;
        let kinds = (part.elements[first].kind, part.elements[last].kind);
        let (first, last) = match kinds {
            _ if part.elements[holder].kind == Kind::Row => (holder, holder),
            (Kind::Row, Kind::Row) => (first, last),
            (Kind::Paragraph, Kind::Paragraph) => {
                let before = 0..open.mark.chars.start;
                let after = close.mark.chars.end..part.paragraphs[close.paragraph].chars.len();
                if self.shows_in(open.paragraph, before) || self.shows_in(close.paragraph, after) {
                    return Err("paper.beside_words");
                }
                (first, last)
            }
            _ => return Err("paper.across"),
        };
        let range = part.elements[first].open.start..part.elements[last].close.end;
        if self.breaks.partition_point(|b| *b < range.start) < self.breaks.partition_point(|b| *b < range.end) {
            return Err("paper.section_break");
        }
        Ok(Extent::Blocks { first, last })
    }

    fn shows_in(&self, paragraph: usize, chars: Range<usize>) -> bool {
        let solid = &self.shown[paragraph].solid;
        solid[chars.end] > solid[chars.start]
    }

    /// A paragraph without its words, where its cell, text box or header ends with it: none of them may end without one.
    pub fn shell(&self, last: usize) -> String {
        let elements = &self.part.elements;
        let (of, holder) = (&elements[last], &elements[elements[last].parent]);
        if of.kind != Kind::Paragraph || holder.kind != Kind::Holder || holder.last != Some(last) {
            return String::new();
        }
        let xml = &self.part.xml;
        [&xml[of.open.clone()], self.part.properties(last), self.part.end_tag(last)].concat()
    }

    /// Around what is said of a list's entries that are not written: a paragraph like the list's first one, in a row of one cell where it is of rows.
    pub fn more(&self, first: usize) -> (String, String) {
        let (part, p) = (self.part, &self.part.prefix);
        let of = |within: usize, kind: Kind| {
            std::iter::once(within)
                .chain(part.within(within))
                .find(|at| part.elements[*at].kind == kind)
        };
        let paragraph = of(first, Kind::Paragraph).unwrap_or(first);
        let run = of(paragraph, Kind::Run).map_or("", |run| part.properties(run));
        let open = format!("<{p}p>{}<{p}r>{run}<{p}t xml:space=\"preserve\">", part.properties(paragraph));
        let close = format!("</{p}t></{p}r></{p}p>");
        if part.elements[first].kind != Kind::Row {
            return (open, close);
        }
        let is_cell = |at: &usize| part.elements[*at].kind == Kind::Holder && part.elements[*at].parent == first;
        let cells = part.within(first).filter(is_cell).count();
        let cell = format!("<{p}tr><{p}tc><{p}tcPr><{p}gridSpan {p}val=\"{cells}\"/></{p}tcPr>{open}");
        (cell, format!("{close}</{p}tc></{p}tr>"))
    }

    /// Whether an element goes when none of the sections in it is written: a paragraph that shows nothing else, a table of no other rows.
    pub fn goes_with(&self, around: usize, sections: &[(Placed, Placed, Range<usize>)]) -> bool {
        match self.paragraph_of[around] {
            Some(paragraph) => {
                let parts = sections
                    .iter()
                    .map(|(open, close, range)| (open.mark.chars.end..close.mark.chars.start, range.clone()));
                self.shows_only(paragraph, &parts.collect::<Vec<_>>())
            }
            None => {
                let rows = self.part.within(around).filter(|at| self.part.elements[*at].kind == Kind::Row);
                let mut outer = rows.map(|at| self.part.elements[at].range());
                outer.all(|row| sections.iter().any(|(.., range)| range.start <= row.start && row.end <= range.end))
            }
        }
    }
}
