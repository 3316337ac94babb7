//! 计算: the clause's arithmetic as live formulas over 明细, one column a scope and requirement, in whole fen.
//!
//! The comparison is the report's own: `numerator × k ≥ t × denominator` with the threshold `t/k` in lowest terms, all integers below
//! 2⁵³, so a spreadsheet's doubles are exact. Each formula carries the report's figure as its cached result.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::{
    RenderError, UnitReport,
    lines::{self, quote_sheet},
    sheet::{self, Book, formula, quoted},
};
use crate::{
    dates::Month,
    model::{BaseStanding, Line, Standing, column_letters},
    money::Fen,
    report::{RequirementResult, ScopeResult, Verdict, words},
};

/// Zero-based rows of the sheet.
mod row {
    pub const SCOPE: u32 = 3;
    pub const REQUIREMENT: u32 = 4;
    pub const THRESHOLD: u32 = 5;
    pub const COUNTED: u32 = 6;
    pub const DISPUTED: u32 = 7;
    pub const BASE: u32 = 8;
    pub const BASE_DISPUTED: u32 = 9;
    pub const LOW: u32 = 10;
    pub const HIGH: u32 = 11;
    pub const VERDICT: u32 = 12;
    pub const SUBSTITUTE: u32 = 13;
    pub const ADDITIONAL: u32 = 14;
    pub const STEPS: u32 = 16;
    pub const FROM: u32 = 17;
    pub const TO: u32 = 18;
    pub const COUNTED_FEN: u32 = 19;
    pub const DISPUTED_FEN: u32 = 20;
    pub const BASE_FEN: u32 = 21;
    pub const BASE_DISPUTED_FEN: u32 = 22;
    pub const BOTH_FEN: u32 = 23;
    pub const UNREADABLE: u32 = 24;
    pub const LOW_N: u32 = 25;
    pub const LOW_D: u32 = 26;
    pub const HIGH_N: u32 = 27;
    pub const HIGH_D: u32 = 28;
    pub const K: u32 = 29;
    pub const T: u32 = 30;
}

/// Rows whose label and explanation are texts, in order.
const LABELS: &[(u32, &str)] = &[
    (row::THRESHOLD, "threshold"),
    (row::COUNTED, "counted"),
    (row::DISPUTED, "disputed"),
    (row::BASE, "base"),
    (row::BASE_DISPUTED, "base_disputed"),
    (row::LOW, "low"),
    (row::HIGH, "high"),
    (row::VERDICT, "verdict"),
    (row::SUBSTITUTE, "substitute"),
    (row::ADDITIONAL, "additional"),
    (row::FROM, "from"),
    (row::TO, "to"),
    (row::COUNTED_FEN, "counted_fen"),
    (row::DISPUTED_FEN, "disputed_fen"),
    (row::BASE_FEN, "base_fen"),
    (row::BASE_DISPUTED_FEN, "base_disputed_fen"),
    (row::BOTH_FEN, "both_fen"),
    (row::UNREADABLE, "unreadable"),
    (row::LOW_N, "low_n"),
    (row::LOW_D, "low_d"),
    (row::HIGH_N, "high_n"),
    (row::HIGH_D, "high_d"),
    (row::K, "k"),
    (row::T, "t"),
];

/// How many requirements each scope shows.
pub struct Layout {
    requirements: usize,
}

/// What the cover and the charts take from this sheet.
#[derive(Clone, Copy)]
pub enum Shown {
    Threshold,
    Counted,
    Base,
    Low,
    High,
    Verdict,
    Substitute,
}

impl Layout {
    pub fn new(report: &UnitReport) -> Self {
        Self {
            requirements: report.scopes.ytd.requirements.len(),
        }
    }

    /// Zero-based column of a requirement of the year to date.
    fn ytd_column(&self, requirement: usize) -> u16 {
        u16::try_from(1 + self.requirements + requirement).unwrap_or(u16::MAX)
    }

    fn row_of(shown: Shown) -> u32 {
        match shown {
            Shown::Threshold => row::THRESHOLD,
            Shown::Counted => row::COUNTED,
            Shown::Base => row::BASE,
            Shown::Low => row::LOW,
            Shown::High => row::HIGH,
            Shown::Verdict => row::VERDICT,
            Shown::Substitute => row::SUBSTITUTE,
        }
    }

    /// Reference to a year-to-date cell, from another sheet.
    pub fn ytd_cell(&self, sheet: &str, requirement: usize, shown: Shown) -> String {
        format!("{}!{}", quote_sheet(sheet), at(self.ytd_column(requirement), Self::row_of(shown)))
    }

    /// Range of the year to date, for a chart: first and last column of a row.
    pub fn ytd_range(&self, shown: Shown) -> (u32, u16, u16) {
        (
            Self::row_of(shown),
            self.ytd_column(0),
            self.ytd_column(self.requirements.saturating_sub(1)),
        )
    }

    /// The row of the requirements' names.
    pub fn name_row() -> u32 {
        row::REQUIREMENT
    }
}

fn at(col: u16, row: u32) -> String {
    format!("{}{}", column_letters(col.into()), row + 1)
}

/// One column: a requirement in a scope.
struct Case<'a> {
    col: u16,
    index: usize,
    from: Month,
    to: Month,
    scope: &'a ScopeResult,
    result: &'a RequirementResult,
}

/// What the lines alone give, fen.
#[derive(Default)]
struct Sums {
    counted: i64,
    disputed: i64,
    base: i64,
    base_disputed: i64,
    both: i64,
    unreadable: u64,
}

impl Sums {
    fn of(lines: &[Line], case: &Case<'_>) -> Self {
        let mut sums = Self::default();
        for line in lines.iter().filter(|l| case.from <= l.period && l.period <= case.to) {
            let fen = line.amount_fen.unwrap_or(0);
            sums.unreadable += u64::from(line.amount_fen.is_none());
            let standing = line.requirements.get(&case.result.id).copied().unwrap_or(Standing::NotCounted);
            let add = |slot: &mut i64| *slot = slot.saturating_add(fen);
            match standing {
                Standing::Counted => add(&mut sums.counted),
                Standing::Disputed => add(&mut sums.disputed),
                Standing::NotCounted => {}
            }
            match line.base {
                BaseStanding::In => add(&mut sums.base),
                BaseStanding::Disputed => {
                    add(&mut sums.base_disputed);
                    if standing == Standing::Disputed {
                        add(&mut sums.both);
                    }
                }
                BaseStanding::Out => {}
            }
        }
        sums
    }
}

/// 计算.
pub fn write(book: &mut Book<'_>, report: &UnitReport, lines: &lines::Layout, _layout: &Layout) -> Result<(), RenderError> {
    let mut sheet = book.sheet("calc", true)?;
    let cases = cases(report);
    let last = u16::try_from(cases.len() + 1).unwrap_or(u16::MAX);
    sheet.set_column_width(0, 22)?.set_column_width(last, 52)?;
    for case in &cases {
        sheet.set_column_width(case.col, 17)?;
    }
    sheet::span(&mut sheet, 0, (0, last), &book.word("calc.title"), &book.styles.title)?;
    sheet.set_row_height(0, 30)?;
    sheet::span(&mut sheet, 1, (0, last), &book.word("calc.note"), &book.styles.note)?;
    sheet.set_row_height(1, 48)?;
    sheet::span(&mut sheet, row::STEPS, (0, last), &book.word("calc.steps"), &book.styles.heading)?;
    for (r, key) in [(row::SCOPE, "scope"), (row::REQUIREMENT, "requirement")] {
        sheet::put(&mut sheet, r, 0, &book.word(&format!("calc.{key}")), &book.styles.head)?;
        sheet::put(
            &mut sheet,
            r,
            last,
            if r == row::SCOPE {
                ""
            } else {
                book.catalog.get("xlsx.calc.how_head")
            },
            &book.styles.head,
        )?;
    }
    sheet.set_row_height(row::REQUIREMENT, 32)?;
    for (r, key) in LABELS {
        sheet::put(&mut sheet, *r, 0, &book.word(&format!("calc.{key}")), &book.styles.label)?;
        sheet::put(&mut sheet, *r, last, &book.word(&format!("calc.how.{key}")), &book.styles.wrap)?;
        sheet.set_row_height(*r, 27)?;
    }
    for case in &cases {
        write_case(&mut sheet, book, report, lines, case)?;
    }
    sheet.set_freeze_panes(row::REQUIREMENT + 1, 1)?;
    sheet.set_repeat_rows(row::SCOPE, row::REQUIREMENT)?.set_print_fit_to_pages(1, 1);
    book.push(sheet);
    Ok(())
}

fn cases(report: &UnitReport) -> Vec<Case<'_>> {
    let period = report.run.period;
    let scopes = [(&report.scopes.month, period), (&report.scopes.ytd, period.january())];
    let cases = scopes.into_iter().flat_map(|(scope, from)| {
        scope.requirements.iter().enumerate().map(move |(index, result)| Case {
            col: 0,
            index,
            from,
            to: period,
            scope,
            result,
        })
    });
    (1u16..).zip(cases).map(|(col, case)| Case { col, ..case }).collect()
}

fn write_case(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    report: &UnitReport,
    lines: &lines::Layout,
    case: &Case<'_>,
) -> Result<(), XlsxError> {
    let (s, col) = (&book.styles, case.col);
    let scope = if std::ptr::eq(case.scope, &raw const report.scopes.month) {
        "month"
    } else {
        "ytd"
    };
    sheet::put(sheet, row::SCOPE, col, &book.word(&format!("calc.{scope}")), &s.head)?;
    sheet::put(
        sheet,
        row::REQUIREMENT,
        col,
        words::requirement(&report.policy.requirements, &case.result.id),
        &s.head,
    )?;
    sheet.write_number_with_format(row::THRESHOLD, col, sheet::share(case.result.threshold_bp), &s.input_percent)?;
    sheet.write_number_with_format(row::FROM, col, sheet::month_number(case.from), &s.month)?;
    sheet.write_number_with_format(row::TO, col, sheet::month_number(case.to), &s.month)?;
    write_sums(sheet, book, report, lines, case)?;
    write_results(sheet, book, case)
}

/// The steps in fen.
fn write_sums(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    report: &UnitReport,
    lines: &lines::Layout,
    case: &Case<'_>,
) -> Result<(), XlsxError> {
    let (s, col, r) = (&book.styles, case.col, case.result);
    let cell = |row: u32| at(col, row);
    let sums = Sums::of(&report.lines, case);
    let (counted, disputed) = (quoted(lines.word(Standing::Counted)), quoted(lines.word(Standing::Disputed)));
    let months = format!("{p},\">=\"&{},{p},\"<=\"&{}", cell(row::FROM), cell(row::TO), p = lines.periods());
    let (standing, base) = (lines.standing(case.index), lines.base());
    let sum = |what: &str, criteria: String| format!("SUMIFS({what},{months}{criteria})");
    let of_lines = |criteria: String| sum(&lines.fen(), criteria);
    let fen_rows = [
        (
            row::COUNTED_FEN,
            of_lines(format!(",{standing},{counted}")),
            sums.counted,
            r.counted_fen,
        ),
        (
            row::DISPUTED_FEN,
            of_lines(format!(",{standing},{disputed}")),
            sums.disputed,
            r.disputed_fen,
        ),
        (
            row::BASE_FEN,
            of_lines(format!(",{base},{counted}")),
            sums.base,
            case.scope.base_fen,
        ),
        (
            row::BASE_DISPUTED_FEN,
            of_lines(format!(",{base},{disputed}")),
            sums.base_disputed,
            case.scope.base_disputed_fen,
        ),
        (
            row::BOTH_FEN,
            of_lines(format!(",{base},{disputed},{standing},{disputed}")),
            sums.both,
            sums.both,
        ),
    ];
    // What the report holds beyond the lines' readable amounts (a stated total's bound on unreadable ones) goes with those amounts.
    let guard = |beyond: i64| match (beyond, sums.unreadable) {
        (0, _) => String::new(),
        (n, 0) => format!("+({n})"),
        (n, _) => format!("+IF({}>0,{n},0)", cell(row::UNREADABLE)),
    };
    for (row, text, from_lines, shown) in fen_rows {
        let text = format!("={text}{}", guard(shown.saturating_sub(from_lines)));
        sheet.write_formula_with_format(row, col, formula(text, shown.to_string()), &s.fen)?;
    }
    let text = format!("={}", sum(&lines.unreadable(), String::new()));
    sheet.write_formula_with_format(row::UNREADABLE, col, formula(text, sums.unreadable.to_string()), &s.count)?;
    let (n, d, b, bd, both) = (
        cell(row::COUNTED_FEN),
        cell(row::DISPUTED_FEN),
        cell(row::BASE_FEN),
        cell(row::BASE_DISPUTED_FEN),
        cell(row::BOTH_FEN),
    );
    let ends = [
        (row::LOW_N, n.clone(), r.counted_fen, r.low.numerator_fen),
        (
            row::LOW_D,
            format!("{b}+{bd}-{both}"),
            case.scope
                .base_fen
                .saturating_add(case.scope.base_disputed_fen)
                .saturating_sub(sums.both),
            r.low.denominator_fen,
        ),
        (
            row::HIGH_N,
            format!("{n}+{d}"),
            r.counted_fen.saturating_add(r.disputed_fen),
            r.high.numerator_fen,
        ),
        (
            row::HIGH_D,
            format!("{b}+{both}"),
            case.scope.base_fen.saturating_add(sums.both),
            r.high.denominator_fen,
        ),
    ];
    for (row, text, plain, shown) in ends {
        let text = format!("={text}{}", guard(shown.saturating_sub(plain)));
        sheet.write_formula_with_format(row, col, formula(text, shown.to_string()), &s.fen)?;
    }
    let bp = format!("ROUND({}*10000,0)", cell(row::THRESHOLD));
    let (k, t) = lowest_terms(r.threshold_bp);
    sheet.write_formula_with_format(row::K, col, formula(format!("=10000/GCD(10000,{bp})"), k.to_string()), &s.fen)?;
    sheet.write_formula_with_format(row::T, col, formula(format!("={bp}/GCD(10000,{bp})"), t.to_string()), &s.fen)?;
    Ok(())
}

/// The figures in yuan and percent, and the verdict.
fn write_results(sheet: &mut Worksheet, book: &Book<'_>, case: &Case<'_>) -> Result<(), XlsxError> {
    let (s, col, r) = (&book.styles, case.col, case.result);
    let cell = |row: u32| at(col, row);
    let yuan = |fen: i64| Fen(fen).as_spreadsheet_yuan().to_string();
    for (row, from, value) in [
        (row::COUNTED, row::COUNTED_FEN, r.counted_fen),
        (row::DISPUTED, row::DISPUTED_FEN, r.disputed_fen),
        (row::BASE, row::BASE_FEN, case.scope.base_fen),
        (row::BASE_DISPUTED, row::BASE_DISPUTED_FEN, case.scope.base_disputed_fen),
    ] {
        sheet.write_formula_with_format(row, col, formula(format!("={}/100", cell(from)), yuan(value)), &s.yuan)?;
    }
    for (row, n, d, bp) in [
        (row::LOW, row::LOW_N, row::LOW_D, r.ratio_low_bp),
        (row::HIGH, row::HIGH_N, row::HIGH_D, r.ratio_high_bp),
    ] {
        let (n, d) = (cell(n), cell(d));
        let text = format!("=IF({d}>0,INT({n}*10000/{d})/10000,\"\")");
        sheet.write_formula_with_format(
            row,
            col,
            formula(text, bp.map_or_else(String::new, |bp| sheet::share(bp).to_string())),
            &s.percent,
        )?;
    }
    sheet.write_formula_with_format(row::VERDICT, col, verdict(book, case), &s.strong)?;
    let (n, d, k, t) = (cell(row::LOW_N), cell(row::LOW_D), cell(row::K), cell(row::T));
    let gap = format!("({t}*{d}-{k}*{n})");
    for (row, divisor, value) in [
        (row::SUBSTITUTE, k.clone(), r.shortfall_substitute_fen),
        (row::ADDITIONAL, format!("({k}-{t})"), r.shortfall_additional_fen),
    ] {
        let text = format!("=IF(OR({gap}<=0,{divisor}<=0),0,({gap}+MOD(-{gap},{divisor}))/{divisor}/100)");
        sheet.write_formula_with_format(row, col, formula(text, yuan(value)), &s.yuan)?;
    }
    Ok(())
}

fn verdict(book: &Book<'_>, case: &Case<'_>) -> Formula {
    let cell = |row: u32| at(case.col, row);
    let word = |v: Verdict| quoted(&words::verdict(book.catalog, v));
    let shown = words::verdict(book.catalog, case.result.verdict);
    if case.result.verdict == Verdict::Exempt {
        return formula(format!("={}", quoted(&shown)), shown);
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
    let text = if case.result.unbounded {
        format!("=IF({}>0,{open},{decided})", cell(row::UNREADABLE))
    } else {
        format!("={decided}")
    };
    formula(text, shown)
}

/// A threshold in bp as `t/k` in lowest terms: (k, t).
fn lowest_terms(bp: i64) -> (i64, i64) {
    let (mut a, mut b) = (10_000_i64, bp.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (10_000 / a, bp / a)
}
