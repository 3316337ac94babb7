//! Whose rows are, where texts between them may say it: a band (`第二小学`), `学校：第二小学` in a row of its own, a total's label (`第二小学合计`).
//! Whether such a text is a unit only the registry knows: each line keeps it, as it keeps the texts of columns that nobody knows.

use std::sync::Arc;

use crate::{
    formats::cells::{Cell, Value},
    model::field::Field,
    rows::{
        reader::{Owner, TableReader},
        reading::{OF_BANDS, OF_TOTALS, RawLine},
    },
    tables::{
        title_labels::{labelled_values, unit_name},
        titles,
        vocabulary::{Vocabulary, meaning::TitleLabel},
    },
    text::normal,
    values::date::{self, DateCell},
};

/// Characters of a unit's name, at least.
const SHORTEST: usize = 3;
/// And at most: what is longer is a note.
const LONGEST: usize = 40;

impl TableReader<'_, '_> {
    /// Takes in a band. One that looks like an institution's name is a unit's even where no registry knows it.
    pub(in crate::rows::reader) fn note_owner(&mut self, text: &str, cell: &Cell) {
        let vocabulary = self.input.data.vocabulary;
        let name = without_counts(titles::without_marks(text), vocabulary);
        let seller = vocabulary.is_seller(name) && self.row_cells.index(Field::Supplier).is_none();
        if seller || vocabulary.is_kind_of_goods(name) || vocabulary.mentions_channel(name) || !is_name(name) {
            return;
        }
        let known = self.owners.last().is_some_and(|last| vocabulary.holds_institution(&last.text));
        // 蔬菜类 and 早市 below a school's name are its own.
        if !known || vocabulary.holds_institution(name) {
            self.owners.push(Owner {
                row: cell.row,
                text: name.into(),
                labelled: false,
            });
        }
    }

    /// Takes in `第二小学 3月` alone in its row; `3月` is nobody's.
    pub(in crate::rows::reader) fn note_owner_of_month(&mut self, cells: &[Cell]) {
        let Some(cell) = cells.iter().find(|c| self.shows(c)) else { return };
        let Value::Text(text) = &cell.value else { return };
        if date::text(text, self.input.data.date_system) == DateCell::Bad {
            self.note_owner(text, cell);
        }
    }

    /// Takes in `学校：第二小学` in a row of its own.
    pub(in crate::rows::reader) fn note_labelled_owner(&mut self, cells: &[Cell]) {
        let vocabulary = self.input.data.vocabulary;
        let mut shown = cells.iter().filter(|c| self.shows(c));
        let (Some(cell), None) = (shown.next(), shown.next()) else { return };
        let Value::Text(text) = &cell.value else { return };
        let (labelled, _) = labelled_values(text, vocabulary);
        let [said] = labelled.as_slice() else { return };
        if !matches!(said.label, TitleLabel::ReportingUnit | TitleLabel::UnitOrMoney) {
            return;
        }
        // 单位：一中.
        if let Some(name) = unit_name(&said.value).filter(|name| is_name(name) || name.chars().count() + 1 == SHORTEST) {
            self.owners.push(Owner {
                row: cell.row,
                text: name.into(),
                labelled: true,
            });
        }
    }

    /// At the end of the table: what stands above each line, or below it where the labels stand below their lines; and what its totals are called.
    pub(in crate::rows::reader) fn name_owners(&mut self) {
        let Some(lines) = self.sink.lines.get_mut(self.first_line..) else {
            return;
        };
        let (first, last) = (lines.first().map(|l| l.row), lines.last().map(|l| l.row));
        let vocabulary = self.input.data.vocabulary;
        let of_unit = |text: &str| vocabulary.holds_institution(text);
        let (top, foot) = (self.owners.first(), self.owners.last());
        let after = |o: Option<&Owner>, row: Option<u32>| o.zip(row).is_some_and(|(o, row)| o.row > row);
        let ends = after(top, first) && after(foot, last);
        // One name without a label may be whoever signed.
        let bare = ends && self.owners.len() > 1 && self.owners.iter().all(|o| !o.labelled);
        let named = bare && self.owners.iter().all(|o| of_unit(&o.text));
        let stand_below = named || (ends && [top, foot].into_iter().flatten().all(|o| o.labelled));
        // The rows at the top may be the title's unit, and the last name one without rows. Whether other words are names only the registry knows.
        let titled = || {
            let words = self.input.titles.words.iter();
            words.filter_map(|words| words.text.split('各').next()).any(of_unit)
        };
        let unsure = named && titled();
        // One name below a table that a line above it names already is whoever signed.
        if stand_below && self.owners.len() == 1 && !self.input.titles.units.is_empty() {
            self.owners.clear();
        }
        // Several names behind a label are of several units, whoever knows them.
        let labelled = || self.owners.iter().filter(|o| o.labelled).map(|o| &o.text);
        let several = labelled().any(|name| Some(name) != labelled().next());
        let mut at = 0;
        for line in &mut *lines {
            while self.owners.get(at).is_some_and(|o| o.row < line.row) {
                at += 1;
            }
            let owner = if stand_below { Some(at) } else { at.checked_sub(1) };
            if let Some(owner) = owner.and_then(|at| self.owners.get(at)) {
                keep(line, OF_BANDS, &owner.text);
                // The name above was the row's until then.
                if named && !unsure {
                    line.rare_mut().unit_name = Some(Arc::clone(&owner.text));
                }
                if several && owner.labelled {
                    line.rare_mut().unit_name.get_or_insert_with(|| Arc::clone(&owner.text));
                }
            }
            if let Some(below) = self.owners.get(at).filter(|_| bare && !named) {
                keep(line, OF_TOTALS, &below.text);
            }
        }
        let first = self.first_line;
        for total in self.stated.iter().filter(|t| t.channel.is_none()) {
            let name = without_total(&total.label, self.input.data.vocabulary);
            if !is_name(name) {
                continue;
            }
            let name: Arc<str> = name.into();
            let index = |at: u32| usize::try_from(at).unwrap_or(usize::MAX).saturating_sub(first);
            let (from, to) = (index(total.first_line), index(total.end_line));
            for line in lines.get_mut(from..to).unwrap_or_default() {
                keep(line, OF_TOTALS, &name);
            }
        }
    }
}

/// A seller or a thing of that name is none of the line's owners.
fn keep(line: &mut RawLine, column: u32, name: &Arc<str>) {
    let own = [&line.supplier, &line.item].into_iter().flatten().any(|text| text == name);
    let names = line.rare.as_ref().map(|rare| rare.names.as_slice()).unwrap_or_default();
    if !own && names.iter().all(|(col, _)| *col != column) {
        line.rare_mut().names.push((column, Arc::clone(name)));
    }
}

/// 城南小学（学生320人，教职工28人）: the name alone.
fn without_counts<'t>(name: &'t str, vocabulary: &Vocabulary) -> &'t str {
    match name.split_once(['(', '（']) {
        Some((before, inside))
            if inside.contains(|c: char| c.is_ascii_digit()) && vocabulary.looks_like_institution(normal::trim(before)) =>
        {
            normal::trim(before)
        }
        _ => name,
    }
}

fn is_name(text: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&text.chars().count()) && !text.contains([':', '：', '。', '；', '，'])
}

/// `第二小学合计` without 合计.
fn without_total<'t>(label: &'t str, vocabulary: &Vocabulary) -> &'t str {
    let label = normal::trim(label);
    let words = vocabulary.total_words();
    let rests = words.filter_map(|word| label.strip_suffix(word));
    let rest = rests.min_by_key(|rest| rest.len()).unwrap_or(label);
    normal::trim(rest)
}
