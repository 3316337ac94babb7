//! A column of answers under a question that nobody knows: it may ask whether the purchase is void, or whether it stands.

use crate::{
    formats::cells::{Cell, Value},
    model::field::Field,
    tables::{
        evidence::values::is_label_row,
        region::{Column, Region},
        role::marks::RowMarks,
        table_data::TableData,
    },
    values,
};

/// What a row says in such a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    Blank,
    /// `已删除`: what became of it, in a word that nobody knows.
    Word,
}

/// Bytes of a word that tells what became of a purchase.
const LONGEST_WORD: usize = 15;

/// Marks the rows with the rarer answer: a purchase that is void is the exception.
pub(super) fn mark(region: &Region, data: TableData<'_>, marks: &mut RowMarks) {
    let heard = |col: u32| {
        region
            .column_at(col)
            .is_some_and(|c| !matches!(c.field, Field::Remark | Field::Ignored) && !c.is_guess())
    };
    let asks = |c: &&Column| !heard(c.col) && data.vocabulary.flag(&c.header).is_none() && !data.vocabulary.asks_of_papers(&c.header);
    for column in region.unmapped.iter().filter(asks) {
        for row in exceptions(column.col, data) {
            marks.entry(row).or_default().suspected = true;
        }
    }
}

/// The rows whose answer is the rarer one; none where the column holds anything but answers, or all say the same.
fn exceptions(col: u32, data: TableData<'_>) -> Vec<usize> {
    let mut answers: Vec<(usize, Answer)> = Vec::new();
    let mut digits = false;
    for row in data.rows.iter().flat_map(|(from, to)| *from..*to) {
        let cells = data.grid.cells(row);
        if cells.len() < 2 || is_label_row(data, cells) {
            continue;
        }
        let cell = cells.iter().find(|c| c.col == col);
        let Some(answer) = answer(cell, data) else { return Vec::new() };
        digits |= cell.is_some_and(|c| matches!(c.value, Value::Number(_)));
        answers.push((row, answer));
    }
    let of = |answer: Answer| answers.iter().filter(move |(_, a)| *a == answer);
    let count = |answer: Answer| of(answer).count();
    let (yes, no, blank, word) = (count(Answer::Yes), count(Answer::No), count(Answer::Blank), count(Answer::Word));
    // A column of ones and blanks may as well be a count.
    let rare = match (yes, no, word) {
        (0, 0, 1..) if word <= blank => Answer::Word,
        (1.., 0, 0) if yes <= blank && !digits => Answer::Yes,
        (1.., 1.., 0) if yes <= no + blank => Answer::Yes,
        (1.., 1.., 0) => Answer::No,
        _ => return Vec::new(),
    };
    of(rare).map(|(row, _)| *row).collect()
}

/// `None` for what is no answer.
fn answer(cell: Option<&Cell>, data: TableData<'_>) -> Option<Answer> {
    let Some(cell) = cell.filter(|c| !values::is_blank(&c.value)) else {
        return Some(Answer::Blank);
    };
    let text = values::text(&cell.value)?;
    let vocabulary = data.vocabulary;
    match &*text {
        t if vocabulary.is_tick(t) => Some(Answer::Yes),
        t if vocabulary.is_cross(t) => Some(Answer::No),
        t if vocabulary.is_nothing(t) => Some(Answer::Blank),
        t => (t.len() <= LONGEST_WORD && t.starts_with('已') && !vocabulary.is_done(t)).then_some(Answer::Word),
    }
}
