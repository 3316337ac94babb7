//! Chinese numerals: capital amounts (壹佰贰拾元整) and the small numbers of dates (三月五日, 二〇二四年).

use rust_decimal::Decimal;

use crate::text::normal;

/// A capital digit, in either of its ways to be written.
fn digit(c: char) -> Option<u64> {
    let ways = ["零壹贰叁肆伍陆柒捌玖", "〇壹貳參肆伍陸柒捌玖"];
    let at = ways.iter().find_map(|digits| digits.chars().position(|d| d == c))?;
    u64::try_from(at).ok()
}

/// An amount in capital numerals, yuan. Only the exact form: every digit but a leading 拾 stands before its place, places fall.
pub fn capital_yuan(text: &str) -> Option<Decimal> {
    let body = text.trim_end_matches(['整', '正']);
    let (whole, cents) = match body.split_once(['元', '圆']) {
        Some((w, c)) => (w, c),
        None if body.contains(['角', '分']) => ("", body),
        None if body.len() == text.len() => return None,
        None => (body, ""),
    };
    let yuan = if whole.is_empty() { 0 } else { integer(whole)? };
    let (mut jiao, mut fen) = (0, 0);
    let mut rest = cents.trim_start_matches('零');
    if let Some((j, tail)) = rest.split_once('角') {
        jiao = one_digit(j)?;
        rest = tail.trim_start_matches('零');
    }
    if let Some(f) = rest.strip_suffix('分') {
        fen = one_digit(f)?;
        rest = "";
    }
    if !rest.is_empty() || (whole.is_empty() && cents.is_empty()) {
        return None;
    }
    let total = yuan.checked_mul(100)?.checked_add(jiao * 10 + fen)?;
    Some(Decimal::new(i64::try_from(total).ok()?, 2))
}

fn one_digit(text: &str) -> Option<u64> {
    let mut chars = text.chars();
    let d = digit(chars.next()?)?;
    chars.next().is_none().then_some(d)
}

/// 壹万贰仟零伍 → 12,005. `None` for anything out of order.
fn integer(text: &str) -> Option<u64> {
    let (mut total, mut section, mut pending) = (0_u64, 0_u64, None::<u64>);
    let (mut last_place, mut last_group) = (u64::MAX, u64::MAX);
    for c in text.chars() {
        if let Some(d) = digit(c) {
            if d != 0 && pending.is_some_and(|p| p != 0) {
                return None;
            }
            pending = Some(d);
            continue;
        }
        let place = match c {
            '拾' => 10,
            '佰' => 100,
            '仟' => 1000,
            _ => 0,
        };
        if place > 0 {
            let d = match pending.take() {
                Some(d) if d > 0 => d,
                _ if place == 10 && section == 0 => 1,
                _ => return None,
            };
            if place >= last_place {
                return None;
            }
            last_place = place;
            section += d * place;
            continue;
        }
        let group = match c {
            '万' | '萬' => 10_000_u64,
            '亿' | '億' => 100_000_000,
            _ => return None,
        };
        if group >= last_group {
            return None;
        }
        section += pending.take().unwrap_or(0);
        if section == 0 {
            return None;
        }
        total = total.checked_add(section.checked_mul(group)?)?;
        (section, last_place, last_group) = (0, u64::MAX, group);
    }
    section += pending.unwrap_or(0);
    total.checked_add(section)
}

/// A digit of a date.
fn date_digit(c: char) -> Option<usize> {
    Some(match c {
        '〇' | '零' | '○' | 'Ο' => 0,
        '一' | '壹' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// Whether a text may hold a number of a date, in whatever form: without one it is no date.
pub(crate) fn may_hold_date(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_ascii_digit() || c == '十' || date_digit(c).is_some() || !normal::stays(c))
}

/// Chinese numerals of dates turned into digits: `二〇二四年三月十五日` → `2024年3月15日`. Other text stays.
pub fn date_digits(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run: Vec<Option<usize>> = Vec::new();
    let flush = |run: &mut Vec<Option<usize>>, out: &mut String| {
        if let Some(ten) = run.iter().position(Option::is_none) {
            let number = |part: &[Option<usize>], default: usize| match part {
                [] => Some(default),
                [Some(d)] => Some(*d),
                _ => None,
            };
            if let (Some(tens), Some(ones)) = (number(&run[..ten], 1), number(&run[ten + 1..], 0)) {
                out.push_str(&(tens * 10 + ones).to_string());
            }
        } else {
            for d in run.iter().flatten() {
                out.push_str(&d.to_string());
            }
        }
        run.clear();
    };
    let mut chars = text.chars().peekable();
    let mut before = None;
    while let Some(c) = chars.next() {
        let apart = before.replace(c).is_none_or(|b: char| b == '年' || !b.is_alphanumeric());
        if c == '元' && apart && chars.peek() == Some(&'月') {
            // 元月 is January; 万元月报 is not.
            run.push(Some(1));
        } else if matches!(c, '十' | '拾') {
            run.push(None);
        } else if let Some(d) = date_digit(c) {
            run.push(Some(d));
        } else {
            flush(&mut run, &mut out);
            out.push(c);
        }
    }
    flush(&mut run, &mut out);
    out
}
