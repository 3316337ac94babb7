//! The verdict as a formula, and the threshold that it compares with.

use rust_xlsxwriter::utility::row_col_to_cell as cell;

use crate::{
    model::results::Verdict,
    report::xlsx::{
        book::Book,
        calc::{columns::Case, row},
        cells::quoted,
    },
};

/// 达标, 未达标 … from the two ends.
pub(super) fn verdict(book: &Book<'_>, case: &Case<'_>, shown: &str) -> String {
    let cell = |row: u32| cell(row, case.col);
    let word = |v: Verdict| quoted(&v.word(book.catalog));
    if case.result.verdict == Verdict::Exempt {
        return quoted(shown);
    }
    let (ln, ld, hn, hd) = (cell(row::LOW_N), cell(row::LOW_D), cell(row::HIGH_N), cell(row::HIGH_D));
    let (k, t) = (cell(row::K), cell(row::T));
    let meets = |n: &str, d: &str| format!("AND({d}>0,{n}*{k}>={t}*{d})");
    let (pass, fail, open, none) = (
        word(Verdict::Pass),
        word(Verdict::Fail),
        word(Verdict::Undetermined),
        word(Verdict::NoData),
    );
    let decided = format!(
        "IF(AND({ld}<=0,{hd}<=0),{none},IF({},{pass},IF({},{open},{fail})))",
        meets(&ln, &ld),
        meets(&hn, &hd)
    );
    // An unreadable amount without a stated total has no end: open until somebody enters the amount.
    if case.result.unbounded {
        format!("IF({}>0,{open},{decided})", cell(row::UNREADABLE))
    } else {
        decided
    }
}

/// A threshold in bp as `t/k` in lowest terms: (k, t).
pub(super) fn lowest_terms(bp: i64) -> (i64, i64) {
    let (mut a, mut b) = (10_000_i64, bp.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (10_000 / a, bp / a)
}
