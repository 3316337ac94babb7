//! Goods that were past their last day when they arrived, by 有效期至 or by 生产日期 and 保质期.

use jiff::{Span, civil::Date};

use crate::{
    checks::{delivery::arrival::arrival, judged_lines, prelude::*},
    model::Details,
    text::normal,
};

/// See the module.
pub(crate) fn run(cx: &CheckContext<'_>) -> Outcome {
    judged_lines::run(cx, NotApplicableReason::NoShelfLife, |line| {
        let details = line.details.as_deref()?;
        let (last, arrived) = (last_day(details)?, arrival(line, details)?);
        Some((last < arrived).then(|| [("last", last.to_string()), ("arrived", arrived.to_string())]))
    })
}

/// The last day as written; else the day of production and the shelf life.
fn last_day(details: &Details) -> Option<Date> {
    let by_shelf_life = || details.produced?.checked_add(shelf_life(details.shelf_life.as_deref()?)?).ok();
    details.expires.or_else(by_shelf_life)
}

/// `12个月`, `90天`, `2年`. Ranges, conditions (`常温6个月`) and words leave it open.
fn shelf_life(text: &str) -> Option<Span> {
    let text = normal::squeeze(text);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let number: i32 = number.parse().ok().filter(|n| (1..=9_999).contains(n))?;
    match unit {
        "天" | "日" => Span::new().try_days(number).ok(),
        "个月" | "月" => Span::new().try_months(number).ok(),
        "年" => Span::new().try_years(number).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelf_life_is_a_plain_number_of_days_months_or_years() {
        let last = |text: &str| {
            let produced = jiff::civil::date(2024, 1, 31);
            shelf_life(text)
                .and_then(|span| produced.checked_add(span).ok())
                .map(|d| d.to_string())
        };
        assert_eq!(last("30天").as_deref(), Some("2024-03-01"));
        assert_eq!(last(" 1 个月").as_deref(), Some("2024-02-29"));
        assert_eq!(last("12月").as_deref(), Some("2025-01-31"));
        assert_eq!(last("2年").as_deref(), Some("2026-01-31"));
        for open in ["6-12个月", "常温6个月", "见包装", "0天", "12", "一年", "99999天"] {
            assert_eq!(last(open), None, "{open}");
        }
    }
}
