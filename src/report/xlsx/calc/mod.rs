//! 计算: the clause's arithmetic as live formulas over 明细, one column a scope and requirement, in whole fen.
//!
//! The comparison is the report's own: `numerator × k ≥ t × denominator` with the threshold `t/k` in lowest terms, all integers below
//! 2⁵³, so a spreadsheet's doubles are exact. Each formula carries the report's figure as its cached result.

pub(crate) mod columns;
pub(crate) mod row;

use rust_xlsxwriter::{Worksheet, XlsxError, utility::row_col_to_cell as cell};

use crate::{
    model::{Standing, UnitReport, Verdict},
    report::{
        RenderError,
        tables::Cell,
        words,
        xlsx::{
            book::Book,
            calc::columns::{Case, Sums, cases},
            cells::{WriteCells as _, quote_sheet, quoted, share, yuan},
            charts::Area,
            lines,
        },
    },
};

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

/// How many requirements each scope shows, and how many columns stand before those of the year to date.
pub(crate) struct Layout {
    requirements: usize,
    before: usize,
}

impl Layout {
    pub fn new(report: &UnitReport) -> Self {
        let period = report.run.period;
        let month = if period == period.january() {
            0
        } else {
            report.scopes.month.requirements.len()
        };
        Self {
            requirements: report.scopes.ytd.requirements.len(),
            before: 1 + month,
        }
    }

    /// Zero-based column of a requirement of the year to date.
    fn ytd_column(&self, requirement: usize) -> u16 {
        u16::try_from(self.before + requirement).unwrap_or(u16::MAX)
    }

    /// Reference to a year-to-date cell of a [`row`], from another sheet.
    pub fn ytd_cell(&self, sheet: &str, requirement: usize, row: u32) -> String {
        format!("{}!{}", quote_sheet(sheet), cell(row, self.ytd_column(requirement)))
    }

    /// A [`row`] of the year to date, for a chart.
    pub fn across(&self, row: u32) -> Area {
        let last = self.ytd_column(self.requirements.saturating_sub(1));
        (row, self.ytd_column(0), row, last)
    }
}

/// 计算.
pub(crate) fn write(book: &mut Book<'_>, report: &UnitReport, lines: &lines::Layout) -> Result<(), RenderError> {
    let mut sheet = book.sheet("calc")?;
    let styles = &book.styles;
    let cases = cases(report);
    let last = u16::try_from(cases.len() + 1).unwrap_or(u16::MAX);
    sheet
        .set_landscape()
        .set_print_fit_to_pages(1, 1)
        .set_freeze_panes(row::REQUIREMENT + 1, 1)?
        .set_repeat_rows(row::SCOPE, row::REQUIREMENT)?
        .set_column_width(0, 22)?
        .set_column_width(last, 52)?;
    for case in &cases {
        sheet.set_column_width(case.col, 17)?;
    }
    sheet.span(0, 0..=last, &book.word("calc.title"), &styles.title)?;
    sheet.span(1, 0..=last, &book.word("calc.note"), &styles.note)?;
    sheet
        .set_row_height(0, 30)?
        .set_row_height(1, 48)?
        .set_row_height(row::REQUIREMENT, 32)?;
    sheet.span(row::STEPS, 0..=last, &book.word("calc.steps"), &styles.heading)?;
    for (r, key, how) in [
        (row::SCOPE, "scope", ""),
        (row::REQUIREMENT, "requirement", book.catalog.get("xlsx.calc.how_head")),
    ] {
        sheet.text(r, 0, &book.word(&format!("calc.{key}")), &styles.head)?;
        sheet.text(r, last, how, &styles.head)?;
    }
    for (r, key) in LABELS {
        sheet.text(*r, 0, &book.word(&format!("calc.{key}")), &styles.label)?;
        sheet.text(*r, last, &book.word(&format!("calc.how.{key}")), &styles.wrap)?;
        sheet.set_row_height(*r, 27)?;
    }
    for case in &cases {
        write_case(&mut sheet, book, report, lines, case)?;
    }
    book.push(sheet);
    Ok(())
}

fn write_case(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    report: &UnitReport,
    lines: &lines::Layout,
    case: &Case<'_>,
) -> Result<(), XlsxError> {
    let (col, styles) = (case.col, &book.styles);
    let scope = if std::ptr::eq(case.scope, &raw const report.scopes.month) {
        "month"
    } else {
        "ytd"
    };
    sheet.text(row::SCOPE, col, &book.word(&format!("calc.{scope}")), &styles.head)?;
    let title = words::requirement(&report.policy.requirements, &case.result.id);
    sheet.text(row::REQUIREMENT, col, title, &styles.head)?;
    let threshold = Cell::Percent(case.result.threshold_bp);
    sheet.cell(row::THRESHOLD, col, &threshold, Some(&styles.input_percent))?;
    for (row, month) in [(row::FROM, case.from), (row::TO, case.to)] {
        sheet.cell(row, col, &Cell::Month(month), Some(&styles.month))?;
    }
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
    let (col, r, whole) = (case.col, case.result, &book.styles.count);
    let cell = |row: u32| cell(row, col);
    let kind = case.base();
    let mut sums = Sums::of(&report.lines, case);
    let (base_fen, base_disputed_fen) = case.base_fen();
    if kind.is_registered() {
        // What is bought does not move an amount of the year.
        (sums.base, sums.base_disputed, sums.both) = (base_fen, 0, 0);
    }
    let (counted, disputed) = (quoted(lines.word(Standing::Counted)), quoted(lines.word(Standing::Disputed)));
    let months = format!("{p},\">=\"&{},{p},\"<=\"&{}", cell(row::FROM), cell(row::TO), p = lines.periods());
    let months = format!("{months}{}", lines.paid_by(kind));
    let (standing, base) = (lines.standing(case.index), lines.base());
    let sum = |what: &str, criteria: String| format!("SUMIFS({what},{months}{criteria})");
    let of_lines = |criteria: String| sum(&lines.fen(), criteria);
    let year = case.result.own_base.and_then(|b| b.year_fen).unwrap_or(0);
    let of_base = |criteria: String| match kind.is_registered() {
        true => "0".to_owned(),
        false => of_lines(criteria),
    };
    let base_formula = if kind.is_registered() {
        let part = format!("{year}*{}", case.months());
        format!("({part}+MOD(-{part},12))/12")
    } else {
        of_lines(format!(",{base},{counted}"))
    };
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
        (row::BASE_FEN, base_formula, sums.base, base_fen),
        (
            row::BASE_DISPUTED_FEN,
            of_base(format!(",{base},{disputed}")),
            sums.base_disputed,
            base_disputed_fen,
        ),
        (
            row::BOTH_FEN,
            of_base(format!(",{base},{disputed},{standing},{disputed}")),
            sums.both,
            sums.both,
        ),
    ];
    let guard = |beyond: i64| guard(beyond, sums.unreadable, &cell(row::UNREADABLE));
    for (row, text, from_lines, shown) in fen_rows {
        let text = format!("{text}{}", guard(shown.saturating_sub(from_lines)));
        sheet.formula(row, col, &text, shown, whole)?;
    }
    let text = sum(&lines.unreadable(), String::new());
    sheet.formula(row::UNREADABLE, col, &text, sums.unreadable, whole)?;
    write_ends(sheet, book, case, &sums)
}

/// What the report holds beyond the lines' readable amounts (a stated total's bound on unreadable ones) goes with those amounts.
fn guard(beyond: i64, unreadable: u64, count: &str) -> String {
    match (beyond, unreadable) {
        (0, _) => String::new(),
        (n, 0) => format!("+({n})"),
        (n, _) => format!("+IF({count}>0,{n},0)"),
    }
}

/// Both ends of the share, and the threshold in lowest terms.
fn write_ends(sheet: &mut Worksheet, book: &Book<'_>, case: &Case<'_>, sums: &Sums) -> Result<(), XlsxError> {
    let (col, r, whole) = (case.col, case.result, &book.styles.count);
    let (base_fen, base_disputed_fen) = case.base_fen();
    let cell = |row: u32| cell(row, col);
    let guard = |beyond: i64| guard(beyond, sums.unreadable, &cell(row::UNREADABLE));
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
            base_fen.saturating_add(base_disputed_fen).saturating_sub(sums.both),
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
            base_fen.saturating_add(sums.both),
            r.high.denominator_fen,
        ),
    ];
    for (row, text, plain, shown) in ends {
        let text = format!("{text}{}", guard(shown.saturating_sub(plain)));
        sheet.formula(row, col, &text, shown, whole)?;
    }
    let bp = format!("ROUND({}*10000,0)", cell(row::THRESHOLD));
    let (k, t) = lowest_terms(r.threshold_bp);
    sheet.formula(row::K, col, &format!("10000/GCD(10000,{bp})"), k, whole)?;
    sheet.formula(row::T, col, &format!("{bp}/GCD(10000,{bp})"), t, whole)
}

/// The figures in yuan and percent, and the verdict.
fn write_results(sheet: &mut Worksheet, book: &Book<'_>, case: &Case<'_>) -> Result<(), XlsxError> {
    let (col, r, styles) = (case.col, case.result, &book.styles);
    let (base_fen, base_disputed_fen) = case.base_fen();
    let cell = |row: u32| cell(row, col);
    for (row, from, fen) in [
        (row::COUNTED, row::COUNTED_FEN, r.counted_fen),
        (row::DISPUTED, row::DISPUTED_FEN, r.disputed_fen),
        (row::BASE, row::BASE_FEN, base_fen),
        (row::BASE_DISPUTED, row::BASE_DISPUTED_FEN, base_disputed_fen),
    ] {
        sheet.formula(row, col, &format!("{}/100", cell(from)), yuan(fen), &styles.yuan)?;
    }
    for (row, n, d, bp) in [
        (row::LOW, row::LOW_N, row::LOW_D, r.ratio_low_bp),
        (row::HIGH, row::HIGH_N, row::HIGH_D, r.ratio_high_bp),
    ] {
        let (n, d) = (cell(n), cell(d));
        let text = format!("IF({d}>0,INT({n}*10000/{d})/10000,\"\")");
        sheet.formula(row, col, &text, share(bp), &styles.percent)?;
    }
    let shown = r.verdict.word(book.catalog);
    sheet.formula(row::VERDICT, col, &verdict(book, case, &shown), &shown, &styles.strong)?;
    let (n, d, k, t) = (cell(row::LOW_N), cell(row::LOW_D), cell(row::K), cell(row::T));
    let gap = format!("({t}*{d}-{k}*{n})");
    // An amount of the year does not grow by what is bought.
    let added = if case.base().is_registered() {
        k.clone()
    } else {
        format!("({k}-{t})")
    };
    for (row, divisor, fen) in [
        (row::SUBSTITUTE, k.clone(), r.shortfall_substitute_fen),
        (row::ADDITIONAL, added, r.shortfall_additional_fen),
    ] {
        let text = format!("IF(OR({gap}<=0,{divisor}<=0),0,({gap}+MOD(-{gap},{divisor}))/{divisor}/100)");
        sheet.formula(row, col, &text, yuan(fen), &styles.yuan)?;
    }
    Ok(())
}

/// 达标, 未达标 … from the two ends.
fn verdict(book: &Book<'_>, case: &Case<'_>, shown: &str) -> String {
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
fn lowest_terms(bp: i64) -> (i64, i64) {
    let (mut a, mut b) = (10_000_i64, bp.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    (10_000 / a, bp / a)
}
