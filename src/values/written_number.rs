//! Numbers as people write them: signs, currencies, grouped digits, exponents, capital numerals, and the unit behind.

use std::str::FromStr;

use rust_decimal::Decimal;

use crate::{
    text::normal::{self, nfkc},
    values::numeral,
};

/// Text as a number with what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Parsed {
    Blank,
    Number { value: Decimal, tail: String },
    Words,
}

/// Reads a text as a number.
pub(super) fn parse(text: &str) -> Parsed {
    if let Some(n) = plain(text) {
        return n;
    }
    if !is_one_number(text) {
        return Parsed::Words;
    }
    let t: String = nfkc(text)
        .chars()
        .filter(|c| !normal::is_blank(*c) && *c != '\'')
        .map(|c| {
            if matches!(c, '−' | '–' | '—' | '―' | '‐' | '‑' | '─') {
                '-'
            } else {
                c
            }
        })
        .collect();
    if t.is_empty() || matches!(t.as_str(), "-" | "--" | "---" | "/" | "\\" | "无" | "~" | "¥-" | "-元") {
        return Parsed::Blank;
    }
    if t.chars().count() > 60 {
        return Parsed::Words;
    }
    let (negative, body) = sign(&t);
    let apply = |d: Decimal| if negative { -d } else { d };
    if let Some(d) = numeral::capital_yuan(body.trim_start_matches("人民币")) {
        return Parsed::Number {
            value: apply(d),
            tail: String::new(),
        };
    }
    match digits(body) {
        Some((value, tail)) => Parsed::Number { value: apply(value), tail },
        None => Parsed::Words,
    }
}

/// Whether blanks between digits part no two numbers: one alone may stand before three digits (`1 500.00`) or between all digits (`5 0 0`).
fn is_one_number(text: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let (mut joints, mut longest, mut groups) = (0, 0, Vec::new());
    // Digits in a row, blanks since, and whether the row is the one right behind a blank.
    let (mut run, mut blanks, mut behind) = (0, 0, false);
    for c in text.chars() {
        // A blank that nobody types is no blank between two figures.
        if c == '\u{a0}' {
            continue;
        }
        if c.is_whitespace() {
            blanks += if matches!(c, ' ' | '\u{3000}') { 1 } else { 2 };
            continue;
        }
        if digit(c) && run > 0 && blanks > 0 {
            if blanks > 1 {
                return false;
            }
            joints += 1;
            groups.push(0);
            (run, behind) = (0, true);
        }
        run = if digit(c) { run + 1 } else { 0 };
        behind &= run > 0;
        longest = longest.max(run);
        if let Some(group) = groups.last_mut().filter(|_| behind) {
            *group = run;
        }
        blanks = 0;
    }
    joints == 0 || longest == 1 || groups.iter().all(|g| *g == 3)
}

/// `123.45`: the common case without allocation.
fn plain(text: &str) -> Option<Parsed> {
    let bytes = text.as_bytes();
    let simple = !bytes.is_empty()
        && bytes.len() <= 15
        && bytes[0].is_ascii_digit()
        && bytes[bytes.len() - 1].is_ascii_digit()
        && bytes.iter().filter(|b| **b == b'.').count() <= 1
        && bytes.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    let value = simple.then(|| Decimal::from_str(text).ok()).flatten()?;
    Some(Parsed::Number {
        value,
        tail: String::new(),
    })
}

/// Sign by brackets, a minus in front (before or behind the currency), or a minus at the end.
fn sign(text: &str) -> (bool, &str) {
    let currency = |t: &str| -> usize {
        ["¥", "人民币", "RMB", "CNY", "rmb", "$"]
            .iter()
            .find(|c| t.starts_with(**c))
            .map_or(0, |c| c.len())
    };
    let mut body = text;
    let mut negative = false;
    if let Some(inner) = body
        .strip_prefix('(')
        .and_then(|b| b.strip_suffix(')').or_else(|| b.strip_suffix(")元")))
    {
        (negative, body) = (true, inner);
    }
    body = &body[currency(body)..];
    if let Some(rest) = body.strip_prefix('-') {
        if negative {
            return (false, text);
        }
        (negative, body) = (true, rest);
    } else if let Some(rest) = body.strip_prefix('+') {
        body = rest;
    }
    body = &body[currency(body)..];
    // `30.-` and `30.--` say «no jiao, no fen», not minus.
    if let Some(rest) = body.strip_suffix(".-").or_else(|| body.strip_suffix(".--"))
        && rest.ends_with(|c: char| c.is_ascii_digit())
    {
        body = rest;
    } else if let Some(rest) = body.strip_suffix('-')
        && !negative
    {
        (negative, body) = (true, rest);
    }
    (negative, body)
}

/// Digits with grouping, a decimal point and an exponent; then a unit. `12元5角` is 12.5 yuan.
fn digits(text: &str) -> Option<(Decimal, String)> {
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
        .unwrap_or(text.len());
    let (number, mut tail) = text.split_at(end);
    let mut value = grouped(number)?;
    if let Some(exponent) = tail.strip_prefix(['E', 'e'])
        && exponent.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '-')
    {
        let e: i32 = exponent.trim_start_matches('+').parse().ok()?;
        if !(-12..=14).contains(&e) {
            return None;
        }
        let power = Decimal::from(10_i64.checked_pow(e.unsigned_abs())?);
        value = if e < 0 {
            value.checked_div(power)?
        } else {
            value.checked_mul(power)?
        };
        tail = "";
    }
    if let Some(cents) = tail.strip_prefix(['元', '圆', '块'])
        && let Some(cents) = jiao_fen(cents)
    {
        return Some((value.checked_add(cents)?, String::new()));
    }
    let tail = tail.trim_end_matches(['整', '正']);
    let tail = if tail == "块" || tail == "块钱" { "元" } else { tail };
    Some((value, tail.to_owned()))
}

/// `5角6分`, `5角`.
fn jiao_fen(text: &str) -> Option<Decimal> {
    let text = text.trim_end_matches(['整', '正']);
    let single = |t: &str| (t.len() == 1).then(|| t.parse::<i64>().ok()).flatten();
    let (jiao, rest) = match text.split_once('角') {
        Some((j, rest)) => (single(j)?, rest),
        None => (0, text),
    };
    let fen = match rest.strip_suffix('分') {
        Some(f) => single(f)?,
        None if rest.is_empty() && text.contains('角') => 0,
        None => return None,
    };
    Some(Decimal::new(jiao * 10 + fen, 2))
}

/// `1,234,567.89`: groups of three in the whole part only, at most one point. Anything else is no number.
fn grouped(text: &str) -> Option<Decimal> {
    let (whole, fraction) = match text.split_once('.') {
        Some((w, f)) => (w, Some(f)),
        None => (text, None),
    };
    if fraction.is_some_and(|f| f.contains([',', '.'])) || (whole.is_empty() && fraction.is_none_or(str::is_empty)) {
        return None;
    }
    if whole.contains(',') {
        let mut groups = whole.split(',');
        let first = groups.next()?;
        if first.is_empty() || first.len() > 3 || groups.any(|g| g.len() != 3) {
            return None;
        }
    }
    if whole.len() > 26 || fraction.is_some_and(|f| f.len() > 20) {
        return None;
    }
    let clean: String = whole.chars().filter(|c| *c != ',').collect();
    let whole = if clean.is_empty() { "0" } else { &clean };
    Decimal::from_str(&format!("{whole}.{}", fraction.filter(|f| !f.is_empty()).unwrap_or("0")))
        .ok()
        .map(|d| d.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_part_groups_of_digits_and_no_two_numbers() {
        let yuan = |text: &str| match parse(text) {
            Parsed::Number { value, .. } => Some(value.to_string()),
            _ => None,
        };
        for (text, want) in [
            ("1 500.50", "1500.5"),
            ("12 345 678", "12345678"),
            ("5 0 0", "500"),
            ("\n500", "500"),
            ("500 元", "500"),
            ("１ ５００", "1500"),
            ("¥ 500 . 5", "500.5"),
        ] {
            assert_eq!(yuan(text).as_deref(), Some(want), "{text:?}");
        }
        for text in ["500\n300", "50 30", "500  300", "500\t300", "10\r\n5", "12.5\n30.5", "1 50 000"] {
            assert_eq!(yuan(text), None, "{text:?}");
        }
    }
}
