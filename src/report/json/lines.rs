//! One ledger line as one line of text, and one finding. They are nine tenths of all that a run writes, and serde's calls a key and a value a
//! third of its time: here keys are literals and what repeats from line to line is copied. The derived `Serialize` stays what readers of the
//! types see; tests hold the two equal.

use std::{io::Write as _, sync::Arc};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::{
    model::{
        finding::{Finding, Waived},
        line::{Decision, Line},
    },
    report::json::place::Place,
};

/// A key that is not the first, and its text or `null`.
macro_rules! optional_text {
    ($to:ident, $key:literal, $value:ident) => {
        match $value {
            Some(value) => {
                $to.extend_from_slice(concat!(",\"", $key, "\":").as_bytes());
                text(value, $to);
            }
            None => $to.extend_from_slice(concat!(",\"", $key, "\":null").as_bytes()),
        }
    };
}

/// A key that few lines have, and its text; nothing where there is none.
macro_rules! rare_text {
    ($to:ident, $key:literal, $value:ident) => {
        if let Some(value) = $value {
            $to.extend_from_slice(concat!(",\"", $key, "\":").as_bytes());
            text(value, $to);
        }
    };
}

/// Appends the line's object. Every field is named here, so that a new one cannot be forgotten.
pub(crate) fn write(line: &Line, place: &mut Place, to: &mut Vec<u8>) {
    let Line {
        id,
        period,
        period_source,
        date,
        kind,
        item,
        category,
        spec,
        measure,
        quantity,
        unit_price,
        amount_fen,
        amount_text,
        supplier,
        origin,
        order_no,
        invoice_no,
        funding,
        remark,
        channel_text,
        channel,
        base,
        requirements,
        reasons,
        decision,
        notes,
        source,
        evidence: _,
        bound: _,
    } = line;
    to.extend_from_slice(b"{\"id\":");
    text(id, to);
    to.extend_from_slice(b",\"period\":\"");
    year_and_month(period.year(), period.month(), to);
    to.extend_from_slice(b"\",\"period_source\":");
    code(period_source.code(), to);
    to.extend_from_slice(b",\"date\":");
    optional(date.as_ref(), to, |date, to| day(*date, to));
    to.extend_from_slice(b",\"kind\":");
    code(kind.code(), to);
    optional_text!(to, "item", item);
    optional_text!(to, "category", category);
    optional_text!(to, "spec", spec);
    optional_text!(to, "measure", measure);
    to.extend_from_slice(b",\"quantity\":");
    optional(quantity.as_ref(), to, decimal);
    to.extend_from_slice(b",\"unit_price\":");
    optional(unit_price.as_ref(), to, decimal);
    to.extend_from_slice(b",\"amount_fen\":");
    optional(amount_fen.as_ref(), to, |fen, to| integer(*fen, to));
    rare_text!(to, "amount_text", amount_text);
    optional_text!(to, "supplier", supplier);
    optional_text!(to, "origin", origin);
    optional_text!(to, "order_no", order_no);
    rare_text!(to, "invoice_no", invoice_no);
    rare_text!(to, "funding", funding);
    rare_text!(to, "remark", remark);
    optional_text!(to, "channel_text", channel_text);
    optional_text!(to, "channel", channel);
    to.extend_from_slice(b",\"base\":");
    code(base.code(), to);
    to.extend_from_slice(b",\"requirements\":");
    place.standings(requirements, to);
    to.extend_from_slice(b",\"reasons\":");
    texts(reasons, to);
    if let Some(decision) = decision {
        to.extend_from_slice(b",\"decision\":");
        decided(decision, to);
    }
    to.extend_from_slice(b",\"notes\":");
    texts(notes, to);
    to.extend_from_slice(b",\"source\":");
    place.stands(source, to);
    to.push(b'}');
}

/// Appends a finding's object: most of it is places of lines.
pub(crate) fn write_finding(finding: &Finding, place: &mut Place, to: &mut Vec<u8>) {
    let Finding {
        check,
        severity,
        title,
        detail,
        key,
        amount_fen,
        evidence,
        evidence_total,
        clause,
        waived,
    } = finding;
    to.extend_from_slice(b"{\"check\":");
    text(check, to);
    to.extend_from_slice(b",\"severity\":");
    code(severity.code(), to);
    to.extend_from_slice(b",\"title\":");
    text(title, to);
    to.extend_from_slice(b",\"detail\":");
    text(detail, to);
    to.extend_from_slice(b",\"key\":");
    text(key, to);
    to.extend_from_slice(b",\"amount_fen\":");
    optional(amount_fen.as_ref(), to, |fen, to| integer(*fen, to));
    to.extend_from_slice(b",\"evidence\":[");
    for (at, source) in evidence.iter().enumerate() {
        comma(at, to);
        place.stands(source, to);
    }
    to.extend_from_slice(b"],\"evidence_total\":");
    integer(*evidence_total, to);
    to.extend_from_slice(b",\"clause\":");
    optional(clause.as_deref(), to, text);
    if let Some(waived) = waived {
        to.extend_from_slice(b",\"waived\":");
        looked_into(waived, to);
    }
    to.push(b'}');
}

fn optional<T: ?Sized>(value: Option<&T>, to: &mut Vec<u8>, write: impl FnOnce(&T, &mut Vec<u8>)) {
    match value {
        Some(value) => write(value, to),
        None => to.extend_from_slice(b"null"),
    }
}

/// A word of the program's own: nothing in it is escaped.
pub(crate) fn code(word: &str, to: &mut Vec<u8>) {
    to.push(b'"');
    to.extend_from_slice(word.as_bytes());
    to.push(b'"');
}

/// Texts of ledgers hardly ever hold what must be escaped: looked for at once, it is found in no time to be absent.
pub(crate) fn text(value: &str, to: &mut Vec<u8>) {
    let is_escaped = |b: u8| (b < b' ') | (b == b'"') | (b == b'\\');
    if value.bytes().fold(false, |found, b| found | is_escaped(b)) {
        to.push(b'"');
        value.bytes().for_each(|b| escaped(b, to));
        to.push(b'"');
    } else {
        code(value, to);
    }
}

fn escaped(byte: u8, to: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    match byte {
        b'"' => to.extend_from_slice(b"\\\""),
        b'\\' => to.extend_from_slice(b"\\\\"),
        b'\n' => to.extend_from_slice(b"\\n"),
        b'\r' => to.extend_from_slice(b"\\r"),
        b'\t' => to.extend_from_slice(b"\\t"),
        0x08 => to.extend_from_slice(b"\\b"),
        0x0c => to.extend_from_slice(b"\\f"),
        0..b' ' => {
            to.extend_from_slice(b"\\u00");
            to.extend([byte >> 4, byte & 15].map(|digit| HEX[usize::from(digit)]));
        }
        _ => to.push(byte),
    }
}

fn texts(values: &[Arc<str>], to: &mut Vec<u8>) {
    to.push(b'[');
    for (at, value) in values.iter().enumerate() {
        comma(at, to);
        text(value, to);
    }
    to.push(b']');
}

pub(crate) fn comma(at: usize, to: &mut Vec<u8>) {
    if at > 0 {
        to.push(b',');
    }
}

pub(crate) fn integer(value: impl itoa::Integer, to: &mut Vec<u8>) {
    to.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// As `Decimal` shows itself: all digits that its scale asks for.
fn decimal(value: &Decimal, to: &mut Vec<u8>) {
    let mut buffer = itoa::Buffer::new();
    let mantissa = value.mantissa().unsigned_abs();
    let digits = match u64::try_from(mantissa) {
        Ok(short) => buffer.format(short),
        Err(_) => buffer.format(mantissa),
    };
    let digits = digits.as_bytes();
    let scale = usize::try_from(value.scale()).unwrap_or_default();
    to.push(b'"');
    if value.is_sign_negative() {
        to.push(b'-');
    }
    let whole = digits.len().saturating_sub(scale);
    to.extend_from_slice(if whole == 0 { b"0" } else { &digits[..whole] });
    if scale > 0 {
        to.push(b'.');
        to.extend(std::iter::repeat_n(b'0', scale.saturating_sub(digits.len())));
        to.extend_from_slice(&digits[whole..]);
    }
    to.push(b'"');
}

fn day(date: Date, to: &mut Vec<u8>) {
    to.push(b'"');
    year_and_month(date.year(), date.month(), to);
    to.push(b'-');
    two_digits(date.day(), to);
    to.push(b'"');
}

fn year_and_month(year: i16, month: i8, to: &mut Vec<u8>) {
    // Years that four digits do not hold are written as jiff writes them, with a sign.
    match (i8::try_from(year / 100), i8::try_from(year % 100)) {
        (Ok(century @ 0..=99), Ok(rest @ 0..=99)) => {
            two_digits(century, to);
            two_digits(rest, to);
        }
        _ => {
            let _ = write!(to, "{}{:06}", if year < 0 { '-' } else { '+' }, year.unsigned_abs());
        }
    }
    to.push(b'-');
    two_digits(month, to);
}

fn two_digits(number: i8, to: &mut Vec<u8>) {
    let number = number.unsigned_abs();
    to.extend_from_slice(&[b'0' + number / 10, b'0' + number % 10]);
}

fn decided(made: &Decision, to: &mut Vec<u8>) {
    let Decision {
        decision,
        by,
        evidence,
        date,
        source,
    } = made;
    let parts: [(&[u8], &str); 5] = [
        (b"{\"decision\":", decision),
        (b",\"by\":", by),
        (b",\"evidence\":", evidence),
        (b",\"date\":", date),
        (b",\"source\":", source),
    ];
    object(parts, to);
}

fn looked_into(waived: &Waived, to: &mut Vec<u8>) {
    let Waived {
        reason,
        by,
        until,
        date,
        source,
    } = waived;
    let parts: [(&[u8], &str); 5] = [
        (b"{\"reason\":", reason),
        (b",\"by\":", by),
        (b",\"until\":", until),
        (b",\"date\":", date),
        (b",\"source\":", source),
    ];
    object(parts, to);
}

/// Keys with what stands before them, and texts.
fn object(parts: [(&[u8], &str); 5], to: &mut Vec<u8>) {
    for (key, value) in parts {
        to.extend_from_slice(key);
        text(value, to);
    }
    to.push(b'}');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{
        cell::CellRef,
        dates::Month,
        field::Field,
        finding::Severity,
        line::{ChannelEvidence, LineKind, PeriodSource},
        source::{Shapes, Source},
        standing::{BaseStanding, Standing},
    };

    fn json(lines: &[Line]) -> Vec<String> {
        let mut place = Place::default();
        let each = lines.iter().map(|line| {
            let mut bytes = Vec::new();
            write(line, &mut place, &mut bytes);
            String::from_utf8(bytes).unwrap()
        });
        each.collect()
    }

    fn derived(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| serde_json::to_string(line).unwrap()).collect()
    }

    fn some_text() -> impl Strategy<Value = Option<Arc<str>>> {
        let any = any::<String>().prop_map(|t| Some(Arc::from(t)));
        let plain = "[大白菜a-c\"\\\\\n]{0,40}".prop_map(|t| Some(Arc::from(t)));
        prop_oneof![Just(None), any, plain]
    }

    fn fields() -> impl Strategy<Value = Field> {
        const WORDS: [&str; 25] = [
            "date",
            "order_date",
            "receipt_date",
            "payment_date",
            "year_column",
            "month_column",
            "day_column",
            "item",
            "category",
            "spec",
            "measure",
            "quantity",
            "unit_price",
            "amount",
            "supplier",
            "origin",
            "channel",
            "order_no",
            "invoice_no",
            "funding",
            "unit_name",
            "remark",
            "serial",
            "status",
            "ignored",
        ];
        proptest::sample::select(WORDS.as_slice()).prop_map(|word| serde_json::from_value(serde_json::json!(word)).unwrap())
    }

    prop_compose! {
        fn some_line()(
            id in any::<String>(),
            (year, month, day) in (1900_i16..=2999, 1_i8..=12, 1_i8..=28),
            dated in any::<bool>(),
            texts in proptest::collection::vec(some_text(), 13),
            numbers in proptest::collection::vec(proptest::option::of((any::<i64>(), 0_u32..28)), 2),
            amount_fen in any::<Option<i64>>(),
            kinds in (0..4_usize, 0..2_usize, 0..3_usize),
            standings in proptest::collection::vec((any::<String>(), 0..3_usize), 0..4),
            codes in proptest::collection::vec(some_text(), 0..4),
            cells in proptest::collection::vec((fields(), any::<u32>(), 0_u32..20_000), 0..15),
            decided in any::<Option<String>>(),
            row in any::<u32>(),
            sheets in 0..2_usize,
        ) -> Line {
            let mut texts = texts.into_iter();
            let mut text = || texts.next().flatten();
            let codes: Vec<Arc<str>> = codes.into_iter().flatten().collect();
            let number = |n: usize| numbers[n].map(|(value, scale)| Decimal::new(value, scale));
            let decision = decided.map(|text| Decision {
                decision: text.clone(), by: "审计员 \"甲\"".to_owned(), evidence: text, date: String::new(), source: "待核实.xlsx › 4".to_owned(),
            });
            Line {
                id,
                period: Month::new(year, month).unwrap(),
                period_source: [PeriodSource::Date, PeriodSource::Section, PeriodSource::FileName, PeriodSource::Run][kinds.0],
                date: dated.then(|| jiff::civil::date(year, month, day)),
                kind: [LineKind::Detail, LineKind::Statement][kinds.1],
                item: text(), category: text(), spec: text(), measure: text(),
                quantity: number(0), unit_price: number(1), amount_fen, amount_text: text(),
                supplier: text(), origin: text(), order_no: text(), invoice_no: text(), funding: text(), remark: text(),
                channel_text: text(), channel: text(),
                base: [BaseStanding::In, BaseStanding::Disputed, BaseStanding::Out][kinds.2],
                requirements: standings.into_iter()
                    .map(|(id, n)| (Arc::from(id), [Standing::Counted, Standing::Disputed, Standing::NotCounted][n]))
                    .collect(),
                reasons: codes.clone(), decision, notes: codes,
                source: Source {
                    file: Arc::from("甲/台账 \"一\".xlsx"),
                    sheet: Arc::from(["1月", "2\\月"][sheets]),
                    row,
                    cells: cells.into_iter().map(|(field, row, col)| (field, CellRef { row, col })).collect(),
                },
                evidence: ChannelEvidence::default(),
                bound: None,
            }
        }
    }

    proptest! {
        #[test]
        fn a_line_is_what_serde_makes_of_it(lines in proptest::collection::vec(some_line(), 1..4)) {
            prop_assert_eq!(json(&lines), derived(&lines));
        }
    }

    proptest! {
        /// As the lines of a table do: the same columns, the same standings, another row.
        #[test]
        fn lines_that_share_their_columns_are_written_like_any(
            lines in proptest::collection::vec(some_line(), 1..4),
            columns in proptest::collection::vec(proptest::collection::vec((fields(), 0_u32..800), 0..6), 1..20),
            rows in proptest::collection::vec(any::<u32>(), 1..60),
        ) {
            let mut shapes = Shapes::default();
            let of_table = rows.iter().enumerate().map(|(n, row)| {
                let mut line = lines[n % lines.len()].clone();
                let cells: Vec<_> = columns[n % columns.len()].iter().map(|(field, col)| (*field, CellRef { row: *row, col: *col })).collect();
                line.source.cells = shapes.cells(&cells);
                line
            });
            let of_table: Vec<Line> = of_table.collect();
            prop_assert_eq!(json(&of_table), derived(&of_table));
        }
    }

    proptest! {
        #[test]
        fn a_finding_is_what_serde_makes_of_it(
            lines in proptest::collection::vec(some_line(), 0..4),
            texts in proptest::collection::vec(any::<String>(), 5),
            amount_fen in any::<Option<i64>>(),
            (severity, told, looked) in (0..3_usize, any::<bool>(), any::<bool>()),
        ) {
            let finding = Finding {
                check: texts[0].as_str().into(),
                severity: [Severity::Error, Severity::Warning, Severity::Info][severity],
                title: texts[1].clone(),
                detail: texts[2].clone(),
                key: texts[3].clone(),
                amount_fen,
                evidence_total: lines.len() + severity,
                evidence: lines.into_iter().map(|line| line.source).collect(),
                clause: told.then(|| texts[4].clone()),
                waived: looked.then(|| Waived {
                    reason: texts[4].clone(), by: texts[3].clone(), until: texts[2].clone(), date: texts[1].clone(), source: texts[0].clone(),
                }),
            };
            let mut bytes = Vec::new();
            write_finding(&finding, &mut Place::default(), &mut bytes);
            prop_assert_eq!(String::from_utf8(bytes).unwrap(), serde_json::to_string(&finding).unwrap());
        }
    }

    #[test]
    fn every_sign_is_escaped_as_serde_json_does_wherever_it_stands() {
        for sign in ('\0'..='\u{ff}').chain(['\u{2028}', '\u{fffd}', '大', '😀', '\u{10ffff}']) {
            for before in [0, 1, 31, 32, 33, 64, 200] {
                let held = format!("{}{sign}{}", "山".repeat(before / 3) + &"x".repeat(before % 3), "y".repeat(40));
                let mut bytes = Vec::new();
                text(&held, &mut bytes);
                assert_eq!(String::from_utf8(bytes).unwrap(), serde_json::to_string(&held).unwrap());
            }
        }
    }

    #[test]
    fn days_outside_four_digits_are_written_as_serde_writes_them() {
        for date in [
            Date::MIN,
            Date::MAX,
            Date::ZERO,
            jiff::civil::date(-1, 2, 3),
            jiff::civil::date(999, 12, 31),
            jiff::civil::date(2024, 2, 29),
        ] {
            let mut bytes = Vec::new();
            day(date, &mut bytes);
            assert_eq!(String::from_utf8(bytes).unwrap(), serde_json::to_string(&date).unwrap());
        }
    }
}
