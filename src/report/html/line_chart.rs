//! Shares over months as a line chart: the certain share as a line, the open part above it as a hatched band, the threshold dashed, the year before dotted.
//! Text can be selected, and nothing depends on colour alone. A month without a run is a gap, not a line drawn across it.

use std::fmt::Write as _;

use crate::{
    model::{Month, Point, percent},
    report::{
        html::{
            escape::escape,
            svg::{put, text},
        },
        words,
    },
    text::Catalog,
};

const LEFT: i64 = 46;
const RIGHT: i64 = 372;
const TOP: i64 = 14;
const BOTTOM: i64 = 128;

/// One requirement in one month.
#[derive(Clone, Copy)]
struct Dot {
    month: i64,
    low: i64,
    high: i64,
    threshold: i64,
}

/// One requirement over the months of the last point's year, and of the year before where it is known; empty where less than two months are.
pub(crate) fn chart(title: &str, requirement: &str, points: &[Point], catalog: &Catalog) -> String {
    let Some(last) = points.last().map(|p| p.period) else {
        return String::new();
    };
    let [now, before] = [last.year(), last.year() - 1].map(|year| dots(requirement, points, year));
    if now.len() + before.len() < 2 {
        return String::new();
    }
    let most = now.iter().chain(&before).flat_map(|d| [d.high, d.threshold]).max().unwrap_or(0);
    let scale = ((most + most / 8).clamp(500, 10_000) + 499) / 500 * 500;
    let x = |month: i64| LEFT + (RIGHT - LEFT) * (month - 1) / 11;
    let y = |bp: i64| BOTTOM - (BOTTOM - TOP) * bp.clamp(0, scale) / scale;
    let mut out = String::new();
    put!(
        out,
        "<svg class=\"line\" viewBox=\"0 0 390 152\" role=\"img\"><title>{}</title><desc>{}</desc>",
        escape(title),
        escape(&describe(&now, last, catalog))
    );
    for part in 0..=2 {
        let bp = scale * part / 2;
        put!(out, "<path class=\"grid\" d=\"M{LEFT} {}H{RIGHT}\"/>", y(bp));
        text(&mut out, "tick", Some("end"), (LEFT - 5, y(bp) + 4), &percent(bp));
    }
    for month in 1..=12 {
        text(&mut out, "tick", Some("middle"), (x(month), BOTTOM + 16), &month.to_string());
    }
    for run in runs(&now) {
        let upper = run.iter().map(|d| format!("{} {}", x(d.month), y(d.high)));
        let lower = run.iter().rev().map(|d| format!("{} {}", x(d.month), y(d.low)));
        let ring: Vec<String> = upper.chain(lower).collect();
        put!(out, "<path class=\"open\" d=\"M{}Z\"/>", ring.join("L"));
        let steps: Vec<String> = run.iter().map(|d| format!("{} {}", x(d.month), y(d.threshold))).collect();
        put!(out, "<path class=\"mark dash\" d=\"M{}\"/>", steps.join("L"));
    }
    for (dots, class) in [(&before, "past"), (&now, "low")] {
        for run in runs(dots) {
            let line: Vec<String> = run.iter().map(|d| format!("{} {}", x(d.month), y(d.low))).collect();
            put!(out, "<path class=\"{class}\" d=\"M{}\"/>", line.join("L"));
        }
        for d in dots {
            let (x, y) = (x(d.month), y(d.low));
            put!(out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"2.5\"/>");
        }
    }
    out.push_str("</svg>");
    format!("<figure class=\"trend\"><figcaption>{}</figcaption>{out}</figure>", escape(title))
}

fn dots(requirement: &str, points: &[Point], year: i16) -> Vec<Dot> {
    let of_year = points.iter().filter(|p| p.period.year() == year);
    let dot = |p: &Point| {
        let share = p.requirements.iter().find(|r| &*r.id == requirement)?;
        let low = share.ratio_low_bp?;
        Some(Dot {
            month: p.period.month().into(),
            low,
            high: share.ratio_high_bp.unwrap_or(low).max(low),
            threshold: share.threshold_bp,
        })
    };
    of_year.filter_map(dot).collect()
}

/// Months that follow each other.
fn runs(dots: &[Dot]) -> impl Iterator<Item = &[Dot]> {
    dots.chunk_by(|a, b| a.month + 1 == b.month)
}

/// For who cannot see it: each month's share.
fn describe(dots: &[Dot], last: Month, catalog: &Catalog) -> String {
    let said = dots.iter().filter_map(|d| {
        let month = Month::new(last.year(), i8::try_from(d.month).ok()?)?;
        Some(format!(
            "{} {}",
            month.words(catalog),
            words::interval((Some(d.low), Some(d.high)), "–")
        ))
    });
    said.collect::<Vec<_>>().join(catalog.get("word.joiner"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::PointShare, text::Lang};

    fn point(month: &str, low: i64, high: i64) -> Point {
        Point {
            period: month.parse().unwrap(),
            policy: "p".to_owned(),
            verdict: None,
            base_fen: 1,
            requirements: vec![PointShare {
                id: "overall".into(),
                threshold_bp: 3_000,
                counted_fen: 1,
                ratio_low_bp: Some(low),
                ratio_high_bp: Some(high),
            }],
        }
    }

    #[test]
    fn a_month_that_is_not_there_parts_the_line() {
        let catalog = Catalog::new(Lang::Zh);
        let points = [
            point("2023-02", 2_000, 2_000),
            point("2024-01", 2_500, 2_600),
            point("2024-02", 3_000, 3_000),
            point("2024-04", 3_500, 3_500),
        ];
        let svg = chart("合计", "overall", &points, &catalog);
        // January and February are one line, April stands alone; a dot each; last year's is one dot.
        assert_eq!(
            (
                svg.matches("<path class=\"low\"").count(),
                svg.matches("<circle class=\"low\"").count()
            ),
            (2, 3)
        );
        assert_eq!(svg.matches("<circle class=\"past\"").count(), 1);
        assert!(svg.contains("2024年1月 25.00%–26.00%、2024年2月 30.00%"), "{svg}");
        assert_eq!(chart("合计", "overall", &points[3..], &catalog), "");
        assert_eq!(chart("合计", "other", &points, &catalog), "");
    }
}
