//! Rows of a table that are no purchases though their table is: void ones, examples, income beside spending. Told before any row becomes a
//! line, for a reversal and what it reverses are told together.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use crate::{
    formats::cells::{Cell, Value},
    model::field::Field,
    tables::{
        region::{Column, Region},
        role::{
            answers, day_totals, figure_rows,
            kind_column::{self, RowRoles},
            marks::{Aside, RowMarks, Spoken},
            orders, period_rows, year_rows,
        },
        table_data::TableData,
        vocabulary::status::{Flag, State},
    },
    text::normal,
    values::{self, amount::Amount, money_unit::MoneyUnit},
};

/// What a table's columns are looked at for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Whatever it says of a state counts.
    State,
    /// A state is a hint.
    Remark,
    /// A state is a hint where it is all that a cell says: nobody knows what the column is.
    Whole,
    /// It answers yes or no, and one answer voids the purchase.
    Flag(Flag),
    /// Only marks of examples, and of what was given.
    Item,
    /// Only marks of what was given.
    Seller,
    Nothing,
}

/// What the title or the tab calls a table.
#[derive(Clone, Copy)]
pub(crate) struct Called {
    /// A book whose credit side is the spending.
    pub(crate) cash_book: bool,
    /// 累计: its figures may run on from row to row.
    pub(crate) running: bool,
}

/// What is known of a table's rows beside their amounts and goods.
#[must_use]
pub(crate) fn marks(region: &Region, data: TableData<'_>, amount: Option<usize>, money: MoneyUnit, called: Called) -> RowMarks {
    let mut marks = RowMarks::new();
    let looks = looks(region, data);
    let mut roles = RowRoles::new(region, data.vocabulary, called.cash_book);
    let fen = |row: usize| fen_of(region, data, amount, money, row);
    let mut spoken: Vec<Spoken> = Vec::new();
    let mut off: Vec<usize> = Vec::new();
    let counts: Vec<u32> = region
        .columns
        .iter()
        .filter(|c| c.field == Field::Quantity)
        .map(|c| c.col)
        .collect();
    let counted = |cells: &[Cell]| cells.iter().any(|c| counts.contains(&c.col) && !values::is_blank(&c.value));
    let usual = usual_states(region, data);
    let stated = |col: &u32| usize::try_from(*col).is_ok_and(|at| matches!(looks.get(at), Some(Look::State | Look::Remark)));
    let stated: Vec<u32> = (0..).take(looks.len()).filter(stated).collect();
    for row in data.rows.iter().flat_map(|(from, to)| *from..*to) {
        let mut said: Option<(State, bool)> = None;
        let mut said_in = 0;
        let mut odd_in = None;
        let own = data.grid.cells(row);
        // A state that is merged downwards is that of all its rows.
        let merged = stated.iter().filter(|col| own.binary_search_by_key(*col, |c| c.col).is_err());
        let merged = merged.filter_map(|col| data.grid.tall_merge(data.grid.row(row), *col));
        let merged = merged.filter_map(|m| Some((usize::MAX, data.grid.cell(m.top, m.left)?)));
        for (at, cell) in own.iter().enumerate().chain(merged) {
            let look = usize::try_from(cell.col).ok().and_then(|col| looks.get(col));
            let look = look.copied().unwrap_or(Look::Whole);
            if let Look::Flag(flag) = look
                && let Some(state) = data.vocabulary.flagged(flag, &cell.value)
            {
                said = Some((state, true));
                said_in = cell.col;
                continue;
            }
            let Value::Text(text) = &cell.value else { continue };
            roles.take_in(cell.col, text);
            if (at == 0 || matches!(look, Look::Remark | Look::Item)) && data.vocabulary.is_example(text) {
                marks.entry(row).or_default().aside = Some(Aside::Example);
            }
            if (at == 0 || look == Look::Item) && !counted(own) && data.vocabulary.is_taken_off(text) {
                off.push(row);
            }
            // A state that nobody knows, where another is usual: a person has to look.
            let unusual = || {
                let usual = usual.get(&cell.col).filter(|_| text.len() <= LONGEST_STATE);
                usual.is_some_and(|usual| usual != normal::trim(text) && !data.vocabulary.is_done(text))
            };
            let state = match look {
                Look::State => data.vocabulary.state_in_column(text),
                Look::Remark => remarked(text, own, &counts, data),
                Look::Whole => data.vocabulary.state_in_parts(text),
                Look::Item => data.vocabulary.is_given(text).then_some(State::Open),
                Look::Seller => data.vocabulary.is_given_in_brackets(text).then_some(State::Open),
                Look::Flag(_) | Look::Nothing => None,
            };
            if state.is_none() && unusual() {
                odd_in = Some(cell.col);
            }
            if let Some(state) = state
                && said.is_none_or(|(_, sure)| !sure)
            {
                said = Some((state, look == Look::State));
                said_in = cell.col;
            }
        }
        let col = if said.is_some() { Some(said_in) } else { odd_in };
        if let (Some((state, sure)), Some(col)) = (said.or(odd_in.map(|_| (State::Open, false))), col) {
            let fen = fen(row);
            spoken.push(Spoken {
                row,
                state,
                sure,
                col,
                fen,
            });
        }
    }
    let parting = roles.settle();
    // What a row is, is no state of it.
    spoken.retain(|s| parting.as_ref().is_none_or(|p| p.col != s.col));
    kind_column::mark(&parting, data, &fen, &mut marks);
    let of_orders = orders::below_first(&spoken, region, data, &fen);
    spoken.extend(of_orders);
    if !spoken.is_empty() {
        settle_states(&spoken, region, data, &fen, &mut marks);
    }
    take_off(off, &fen, &mut marks);
    day_totals::mark(region, data, &fen, &mut marks);
    day_totals::mark_sellers(region, data, &fen, &mut marks);
    period_rows::mark(region, data, called.running, &mut marks);
    year_rows::mark(region, data, &mut marks);
    answers::mark(region, data, &mut marks);
    figure_rows::mark(data, &mut marks);
    marks
}

/// What a remark says of a row, whose quantity stands in one of the columns `counts`: 实收8斤 is less than 10.
fn remarked(text: &str, own: &[Cell], counts: &[u32], data: TableData<'_>) -> Option<State> {
    let more = |cell: &Cell, got: Decimal| values::quantity(&cell.value).is_some_and(|q| q.0 > got);
    let short = |got: Decimal| own.iter().any(|c| counts.contains(&c.col) && more(c, got));
    let vocabulary = data.vocabulary;
    let came = || vocabulary.received_count(text).filter(|got| short(*got));
    vocabulary.state(text, false).or_else(|| came().map(|_| State::Open))
}

/// Rows that say what was taken off a bill: 抹零 3.50 without a quantity is less to pay, if anything, and not more.
fn take_off(rows: Vec<usize>, fen: &dyn Fn(usize) -> Option<i64>, marks: &mut RowMarks) {
    for row in rows.into_iter().filter(|row| fen(*row).is_some_and(|fen| fen > 0)) {
        let mark = marks.entry(row).or_default();
        (mark.turned, mark.suspected) = (true, true);
    }
}

/// Bytes of a state; what is longer is a sentence.
const LONGEST_STATE: usize = 30;

/// The most frequent text of each column of states: by its header, or where nobody knows it and most of its texts say that a purchase was made.
fn usual_states(region: &Region, data: TableData<'_>) -> HashMap<u32, String> {
    let usual = |column: &Column| {
        let known = data.vocabulary.is_state_header(&column.header);
        let (mut counts, mut all): (HashMap<&str, usize>, usize) = (HashMap::new(), 0);
        for cell in data.column(column.col) {
            if let Value::Text(text) = &cell.value
                && !data.vocabulary.is_nothing(text)
            {
                *counts.entry(normal::trim(text)).or_insert(0) += 1;
                all += 1;
            }
        }
        let (text, count) = counts.into_iter().max_by_key(|(text, count)| (*count, std::cmp::Reverse(*text)))?;
        let is_state = known || (count * 2 > all && text.len() <= LONGEST_STATE && data.vocabulary.is_done(text));
        is_state.then(|| (column.col, text.to_owned()))
    };
    let known = region.columns.iter().filter(|c| c.field == Field::Status);
    let known = known.filter(|c| data.vocabulary.is_state_header(&c.header));
    known.chain(&region.unmapped).filter_map(usual).collect()
}

/// What each column of the sheet is looked at for.
fn looks(region: &Region, data: TableData<'_>) -> Vec<Look> {
    let width = region
        .columns
        .iter()
        .map(|c| c.col)
        .chain(region.unmapped.iter().map(|u| u.col))
        .max()
        .unwrap_or(0);
    let mut looks = vec![Look::Whole; usize::try_from(width).map_or(0, |w| w.min(1 << 14)) + 1];
    let mut set = |col: u32, look: Look| {
        if let Some(place) = usize::try_from(col).ok().and_then(|c| looks.get_mut(c)) {
            *place = look;
        }
    };
    for column in region.columns.iter().filter(|c| !c.is_guess()) {
        set(
            column.col,
            match column.field {
                field
                    if (field == Field::Status || field.is_passive() || field == Field::Remark)
                        && let Some(flag) = data.vocabulary.flag(&column.header) =>
                {
                    Look::Flag(flag)
                }
                Field::Status if data.vocabulary.is_state_header(&column.header) => Look::State,
                Field::Serial | Field::OrderNo | Field::InvoiceNo => Look::State,
                Field::Remark => Look::Remark,
                field if field == Field::Status || field.is_passive() => Look::Whole,
                Field::Item => Look::Item,
                Field::Supplier => Look::Seller,
                _ => Look::Nothing,
            },
        );
    }
    for header in &region.unmapped {
        if let Some(flag) = data.vocabulary.flag(&header.header) {
            set(header.col, Look::Flag(flag));
        } else if data.vocabulary.is_state_header(&header.header) {
            set(header.col, Look::State);
        }
    }
    looks
}

fn fen_of(region: &Region, data: TableData<'_>, amount: Option<usize>, money: MoneyUnit, row: usize) -> Option<i64> {
    let column = amount.and_then(|at| region.columns.get(at))?;
    let cell = data.grid.cells(row).iter().find(|c| c.col == column.col)?;
    match values::read_amount(&cell.value, column.money_unit(money)) {
        Amount::Fen { fen, .. } => Some(fen),
        _ => None,
    }
}

/// An amount's size with the item that it was paid for: what a reversal and the reversed have in common.
type Twin<'a> = (u64, Option<&'a str>);

/// What the states of a table's rows come to. A purchase and its reversal net off however they are marked, so that both go or both stay.
fn settle_states(spoken: &[Spoken], region: &Region, data: TableData<'_>, fen: &dyn Fn(usize) -> Option<i64>, marks: &mut RowMarks) {
    let item_col = region.columns.iter().find(|c| c.field == Field::Item).map(|c| c.col);
    let item = |row: usize| {
        let cell = data.grid.cells(row).iter().find(|c| Some(c.col) == item_col)?;
        match &cell.value {
            Value::Text(t) => Some(normal::trim(t)),
            _ => None,
        }
    };
    let twin = |row: usize, fen: i64| -> Twin<'_> { (fen.unsigned_abs(), item(row)) };
    let is_void = |s: &&Spoken| s.sure && matches!(s.state, State::Void { .. });
    // Rows by what they have in common with a row that reverses them, or that they reverse.
    let mut plain: HashMap<(Twin<'_>, bool), Vec<usize>> = HashMap::new();
    let mut gone: HashMap<Twin<'_>, usize> = HashMap::new();
    let wanted: HashSet<Twin<'_>> = spoken.iter().filter_map(|s| Some(twin(s.row, s.fen?))).collect();
    let marked: HashSet<usize> = spoken.iter().map(|s| s.row).collect();
    for row in data
        .rows
        .iter()
        .flat_map(|(from, to)| *from..*to)
        .filter(|row| !marked.contains(row))
    {
        if let Some(fen) = fen(row)
            && wanted.contains(&twin(row, fen))
        {
            plain.entry((twin(row, fen), fen < 0)).or_default().push(row);
        }
    }
    for s in spoken.iter().filter(is_void) {
        if let Some(fen) = s.fen.filter(|f| *f > 0) {
            *gone.entry(twin(s.row, fen)).or_insert(0) += 1;
        }
    }
    let mut partner = |s: &Spoken| plain.get_mut(&(twin(s.row, s.fen?), s.fen? > 0)).and_then(Vec::pop);
    for s in spoken {
        let negative = s.fen.is_some_and(|f| f < 0);
        let mark = |row: usize, marks: &mut RowMarks, aside: bool| {
            let mark = marks.entry(row).or_default();
            if aside {
                mark.aside.get_or_insert(Aside::Void);
            } else {
                mark.suspected = true;
            }
        };
        match s.state {
            State::Open => mark(s.row, marks, false),
            State::Void { .. } if !negative => match (s.sure, partner(s)) {
                (true, other) => {
                    mark(s.row, marks, true);
                    other.into_iter().for_each(|row| mark(row, marks, true));
                }
                // The pair nets off already.
                (false, Some(_)) => {}
                (false, None) => mark(s.row, marks, false),
            },
            State::Void { reversal } => {
                let of_gone = s.fen.and_then(|fen| gone.get_mut(&twin(s.row, fen))).filter(|n| **n > 0);
                if let Some(left) = of_gone {
                    *left -= 1;
                    // A remark may speak of another one: 红冲第2张.
                    mark(s.row, marks, s.sure);
                } else if reversal {
                    // It takes a purchase back: it stays, and so does what it takes back, wherever that stands.
                    partner(s);
                } else {
                    let other = partner(s).is_some();
                    mark(s.row, marks, s.sure && !other);
                }
            }
        }
    }
}

/// Whether a row below a header numbers the columns: 栏次, 甲 乙 丙, 1 2 3 …, 3=1×2.
pub(crate) fn numbers_columns<'a>(cells: impl Iterator<Item = &'a Cell>) -> bool {
    let (mut seen, mut next, mut named) = (0, None, false);
    for cell in cells {
        let number = match &cell.value {
            Value::Number(f) if f.fract() == 0.0 && (0.0..=200.0).contains(f) => Some(*f),
            Value::Text(t) => {
                let t = normal::squeeze(t);
                let t = t.trim_matches(['(', ')', '<', '>', '[', ']', '栏', '第', '列']);
                if matches!(t, "栏次" | "行次" | "次") || t.is_empty() {
                    named = true;
                    continue;
                }
                let head = t.split(['=', '＝']).next().unwrap_or(t);
                let stem = t.chars().all(|c| "甲乙丙丁戊己庚辛壬癸".contains(c));
                match head.parse::<u8>().ok() {
                    Some(n) => Some(f64::from(n)),
                    None if stem && t.chars().count() == 1 => {
                        seen += 1;
                        continue;
                    }
                    None => return false,
                }
            }
            _ => return false,
        };
        let Some(number) = number else { return false };
        // In order, one after the other.
        if next.is_some_and(|n| n != number) {
            return false;
        }
        next = Some(number + 1.0);
        seen += 1;
    }
    seen >= 3 || (named && seen >= 1)
}
