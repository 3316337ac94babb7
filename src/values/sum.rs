//! Sums as people write them into a cell: `3*12=36`, `120+80`, `10斤×7元`.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{
    text::normal::{self, nfkc},
    values::written_number::{Parsed, parse},
};

/// Bytes of a sum; what is longer is a note.
const LONGEST: usize = 200;

/// What a written sum comes to, exactly. `None` where it is none, or where the result behind its `=` is another one, rounded to so many
/// decimals. A minus may also mean a range (`3-5`): it counts only with a result that bears it out.
pub(super) fn sum(text: &str, decimals: u32) -> Option<Decimal> {
    if text.len() > LONGEST {
        return None;
    }
    let t: String = nfkc(text).chars().filter(|c| !normal::is_blank(*c)).collect();
    let body = t.strip_prefix('=').unwrap_or(&t);
    let (left, stated) = match body.split_once('=') {
        Some((left, stated)) => (left, Some(figure(stated)?)),
        None => (body, None),
    };
    let (mut total, mut parts, mut rest, mut sign) = (Decimal::ZERO, 0, left, Decimal::ONE);
    // `3箱*10个` counts things; a price or a result makes it an amount.
    let measured = left.contains(is_measure) && !left.contains(['元', '圆', '¥']);
    if measured && stated.is_none() {
        return None;
    }
    loop {
        let end = rest.find(['+', '-']).unwrap_or(rest.len());
        let mut product = sign;
        for factor in rest[..end].split(['*', '×', 'x', 'X', '╳', '✕', '✖']) {
            product = product.checked_mul(figure(factor)?)?;
            parts += 1;
        }
        total = total.checked_add(product)?;
        match rest[end..].chars().next() {
            Some('+') => sign = Decimal::ONE,
            Some('-') if stated.is_some() => sign = Decimal::NEGATIVE_ONE,
            Some(_) => return None,
            None => break,
        }
        rest = &rest[end + 1..];
    }
    let rounded = |d: Decimal| d.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let agrees = stated.is_none_or(|s| rounded(s) == rounded(total));
    (parts > 1 && agrees).then_some(stated.unwrap_or(total))
}

/// A figure with its measure or 元 behind it (`10斤`, `7元/斤`); one in 万 or per cent is no part of a sum in yuan.
fn figure(text: &str) -> Option<Decimal> {
    let Parsed::Number { value, tail } = parse(text) else { return None };
    let unit = tail.chars().all(|c| c == '/' || is_measure(c)) || matches!(tail.as_str(), "kg" | "KG" | "g");
    (unit && (tail == "千克" || !tail.contains(['万', '千', '角', '分']))).then_some(value)
}

fn is_measure(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}
