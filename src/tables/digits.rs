//! Amounts written digit by digit, as on paper forms: `金额` over `千 百 十 元 角 分`.
//!
//! In: a sheet. Out: the sheet with each row's digits folded into one exact decimal at the place of the first digit's column,
//! or nothing where the sheet holds no such columns. A row whose digits do not make an amount keeps what stood there as
//! text, so that it is reported as unreadable and never becomes another amount.

use crate::{
    formats::cells::{Cell, DigitRun, Marks, Sheet, Value},
    tables::vocabulary::Vocabulary,
    text::normal,
    values,
};

/// Adjacent columns of one header row that hold digits, and the power of ten (of a fen) of the last.
struct DigitColumns {
    row: u32,
    from: u32,
    to: u32,
    lowest: usize,
    /// A header stands over them: 金额, 单价.
    titled: bool,
}

impl DigitColumns {
    fn mark(&self) -> DigitRun {
        DigitRun {
            row: self.row,
            from: self.from,
            to: self.to,
            fen: [1, 10].get(self.lowest).copied().unwrap_or(100),
        }
    }

    /// `元 角 分`: without places for tens and hundreds the first one holds them.
    fn is_short(&self) -> bool {
        self.to - self.from < 3
    }
}

/// Fewest places that make a run: `元 角 分`.
const LEAST: usize = 3;

/// The sheet with digit columns folded; `None` where it has none.
#[must_use]
pub(crate) fn fold(sheet: &Sheet, vocabulary: &Vocabulary) -> Option<Sheet> {
    let runs = runs(sheet, vocabulary);
    if runs.is_empty() {
        return None;
    }
    let mut cells: Vec<Cell> = Vec::with_capacity(sheet.cells.len());
    let mut at = 0;
    while at < sheet.cells.len() {
        let row = sheet.cells[at].row;
        let end = at + sheet.cells[at..].partition_point(|c| c.row == row);
        fold_row(&sheet.cells[at..end], &runs, &mut cells);
        at = end;
    }
    Some(Sheet {
        name: sheet.name.clone(),
        visibility: sheet.visibility,
        cells,
        merges: sheet.merges.clone(),
        hidden_rows: sheet.hidden_rows.clone(),
        marks: Marks {
            digits: runs.iter().map(DigitColumns::mark).collect(),
            ..sheet.marks.clone()
        },
    })
}

fn fold_row(row: &[Cell], runs: &[DigitColumns], out: &mut Vec<Cell>) {
    let mut cells = row.iter().peekable();
    while let Some(cell) = cells.peek() {
        // The nearest header above governs; its own row keeps its words.
        let run = runs
            .iter()
            .rev()
            .find(|r| r.row <= cell.row && r.from <= cell.col && cell.col <= r.to);
        let Some(run) = run else {
            out.extend(cells.next().cloned());
            continue;
        };
        let mut part = Vec::new();
        while let Some(cell) = cells.next_if(|c| c.col <= run.to) {
            part.push(cell);
        }
        let Some(first) = part.first() else { continue };
        let value = if first.row == run.row {
            // What remains of the places is their unit; the group above says whether it is a price or an amount. Alone they are an amount.
            Value::Text(if run.titled { "元" } else { "金额" }.into())
        } else {
            amount(&part, run)
        };
        // Blanks stay where they were: a row of a sheet never vanishes.
        let blank = values::is_blank(&value);
        out.push(Cell {
            col: if blank { first.col } else { run.from },
            value: if blank { first.value.clone() } else { value },
            ..(*first).clone()
        });
    }
}

/// The digits of one row as a decimal, or what stood there.
fn amount(cells: &[&Cell], run: &DigitColumns) -> Value {
    let said: Vec<&&Cell> = cells.iter().filter(|c| !values::is_blank(&c.value)).collect();
    // A whole figure in one cell (a merged total, or an amount typed without minding the places) would be misread as a digit.
    let mut fen: i64 = 0;
    let mut digits = 0;
    let mut negative = false;
    let mut readable = true;
    for cell in &said {
        let shown = values::show(&cell.value);
        let text = normal::squeeze(&shown);
        let bare = text.trim_start_matches(['¥', '￥']);
        negative |= bare.starts_with('-') && digits == 0;
        let bare = bare.trim_start_matches('-');
        let place = run.lowest + usize::try_from(run.to - cell.col).unwrap_or(usize::MAX);
        // The first place may hold all that is left of it: `元 | 角 | 分` with 123 yuan.
        let figure = bare
            .parse::<i64>()
            .ok()
            .filter(|_| bare.len() == 1 || (cell.col == run.from && run.is_short() && bare.len() <= 9));
        match (figure, u32::try_from(place)) {
            (Some(figure), Ok(place)) if place <= 12 => {
                fen += figure * 10_i64.pow(place);
                digits += 1;
            }
            _ if bare.is_empty() && digits == 0 => {}
            _ => readable = false,
        }
    }
    let lone = said.len() == 1 && !run.is_short() && said.first().is_some_and(|c| c.col + 2 < run.to);
    if digits == 0 && readable {
        return Value::Text("".into());
    }
    if !readable || lone {
        let raw: Vec<String> = said.iter().map(|c| values::show(&c.value)).collect();
        return Value::Text(raw.join(" | ").into());
    }
    let sign = if negative { "-" } else { "" };
    Value::Text(format!("{sign}{}.{:02}", fen / 100, fen % 100).into())
}

fn runs(sheet: &Sheet, vocabulary: &Vocabulary) -> Vec<DigitColumns> {
    let cells = &sheet.cells;
    let follows = |at: usize| cells[at].row == cells[at - 1].row && cells[at].col == cells[at - 1].col + 1;
    let mut out = Vec::new();
    // Every run holds one of these: most cells need no look.
    let mut at = LEAST - 1;
    while at < cells.len() {
        if is_place(&cells[at], vocabulary) {
            let mut from = at;
            while from > 0 && follows(from) && is_place(&cells[from - 1], vocabulary) {
                from -= 1;
            }
            while at + 1 < cells.len() && follows(at + 1) && is_place(&cells[at + 1], vocabulary) {
                at += 1;
            }
            out.extend(run(&cells[from..=at], &cells[..from], vocabulary));
        }
        at += LEAST;
    }
    out
}

fn is_place(cell: &Cell, vocabulary: &Vocabulary) -> bool {
    matches!(&cell.value, Value::Text(t) if vocabulary.may_be_digit_place(t) && vocabulary.digit_place(&normal::squeeze(t), None))
}

/// A run whose places follow one another from right to left without a gap, down to 元, 角 or 分.
fn run(cells: &[Cell], before: &[Cell], vocabulary: &Vocabulary) -> Option<DigitColumns> {
    let (first, last) = (cells.first()?, cells.last()?);
    if cells.len() < LEAST {
        return None;
    }
    let text = |c: &Cell| match &c.value {
        Value::Text(t) => normal::squeeze(t).into_owned(),
        _ => String::new(),
    };
    let lowest = (0..LEAST).find(|place| vocabulary.digit_place(&text(last), Some(*place)))?;
    let fits = cells
        .iter()
        .rev()
        .enumerate()
        .all(|(i, c)| vocabulary.digit_place(&text(c), Some(lowest + i)));
    let above = before
        .iter()
        .rev()
        .take_while(|c| c.row + 1 >= first.row)
        .filter(|c| c.row < first.row);
    let mut above = above.filter(|c| (first.col..=last.col).contains(&c.col) && !values::is_blank(&c.value));
    fits.then(|| DigitColumns {
        titled: above.next().is_some(),
        row: first.row,
        from: first.col,
        to: last.col,
        lowest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::cells::Visibility;

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let mut cells = Vec::new();
        for (r, row) in (0_u32..).zip(rows) {
            for (c, text) in (0_u32..).zip(row.iter()) {
                if !text.is_empty() {
                    cells.push(Cell {
                        row: r,
                        col: c,
                        value: Value::Text((*text).into()),
                        formula: false,
                    });
                }
            }
        }
        Sheet {
            name: "3月".into(),
            visibility: Visibility::Visible,
            cells,
            merges: Vec::new(),
            hidden_rows: Vec::new(),
            marks: Marks::default(),
        }
    }

    fn folded(row: &[&str]) -> Option<String> {
        let mut line = vec!["米"];
        line.extend(row);
        let s = sheet(&[&["品名", "千", "百", "十", "元", "角", "分", "备注"], &line]);
        let out = fold(&s, &Vocabulary::embedded()).unwrap();
        out.cells.iter().find(|c| c.row == 1 && c.col == 1).map(|c| values::show(&c.value))
    }

    #[test]
    fn digits_make_an_exact_amount() {
        for (row, want) in [
            (&["", "1", "2", "3", "4", "5"][..], Some("123.45")),
            (&["1", "0", "0", "0", "0", "0"], Some("1000.00")),
            (&["", "", "", "", "0", "5"], Some("0.05")),
            (&["", "¥", "2", "0", "0", "0"], Some("20.00")),
            (&["", "-", "2", "0", "0", "0"], Some("-20.00")),
            (&["", "", "", "", "", ""], None),
            // Not digits: what stood there stays, to be reported.
            (&["", "123.45", "", "", "", ""], Some("123.45")),
            (&["", "1", "x", "3", "4", "5"], Some("1 | x | 3 | 4 | 5")),
            (&["", "12", "3", "4", "5", ""], Some("12 | 3 | 4 | 5")),
        ] {
            assert_eq!(folded(row).as_deref(), want, "{row:?}");
        }
    }

    #[test]
    fn only_places_in_their_order_are_digit_columns() {
        let vocabulary = Vocabulary::embedded();
        for header in [&["品名", "元", "单价"][..], &["千", "百", "角"], &["分", "角", "元"], &["百", "十"]] {
            assert!(fold(&sheet(&[header]), &vocabulary).is_none(), "{header:?}");
        }
        let wide = ["亿", "千", "百", "十", "万", "千", "百", "十", "元", "角", "分"];
        let out = fold(&sheet(&[&wide, &["", "", "", "1", "2", "3", "4", "5", "6", "7", "8"]]), &vocabulary).unwrap();
        assert_eq!(values::show(&out.cells[1].value), "123456.78");
        let no_fen = fold(&sheet(&[&["百", "十", "元"], &["1", "2", "3"]]), &vocabulary).unwrap();
        assert_eq!(values::show(&no_fen.cells[1].value), "123.00");
    }
}
