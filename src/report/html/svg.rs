//! Charts as plain SVG: text can be selected, the disputed part is hatched, nothing depends on colour alone. Colours and the hatching
//! itself (`url(#hatch)`) stand in the page's style and head.
//!
//! In: results of a report. Out: one `<svg>` element each, with a title and a description for screen readers.

use std::fmt::Write as _;

use crate::{
    model::{RequirementResult, ScopeResult, Verdict, percent},
    report::{html::escape::escape, words},
    text::Catalog,
};

/// Stands between the ends of an open share.
pub(crate) const DASH: &str = " – ";

/// Appends formatted text; writing to a `String` cannot fail.
macro_rules! put {
    ($out:expr, $($part:tt)*) => {{ let _ = write!($out, $($part)*); }};
}
pub(super) use put;

/// A rectangle of a class, at `x` and `y`.
pub(super) fn rect(out: &mut String, class: &str, (x, y): (i64, i64), (width, height): (i64, i64)) {
    put!(
        out,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
    );
}

/// A text of a class, at `x` and `y`: its start, or what `anchor` says of it.
pub(super) fn text(out: &mut String, class: &str, anchor: Option<&str>, (x, y): (i64, i64), text: &str) {
    let anchor = anchor.map(|anchor| format!(" text-anchor=\"{anchor}\"")).unwrap_or_default();
    put!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{text}</text>");
}

/// The largest ratio or threshold among `results`, bp, at least 1 %, with an eighth of air, at most 100 %.
fn full_scale<'a>(results: impl Iterator<Item = &'a RequirementResult>) -> i64 {
    let most = results
        .flat_map(|r| [Some(r.threshold_bp), r.ratio_low_bp, r.ratio_high_bp])
        .flatten()
        .max()
        .unwrap_or(0)
        .clamp(100, 10_000);
    (most + most / 8).min(10_000)
}

/// `9.58%`, or both ends where disputes leave it open.
fn shown(r: &RequirementResult, catalog: &Catalog) -> String {
    match (r.ratio_low_bp, r.ratio_high_bp) {
        (None, None) => catalog.get("html.no_base").to_owned(),
        ends => words::interval(ends, DASH),
    }
}

/// As [`shown`], and that an unreadable amount leaves it without an end.
fn shown_in_full(r: &RequirementResult, catalog: &Catalog) -> String {
    let mut text = shown(r, catalog);
    if r.unbounded {
        put!(text, " {}", catalog.get("html.unbounded"));
    }
    text
}

fn describe(results: &[(String, &RequirementResult)], catalog: &Catalog) -> String {
    let each: Vec<String> = results
        .iter()
        .map(|(title, r)| {
            let threshold = percent(r.threshold_bp);
            let verdict = r.verdict.word(catalog);
            let args = [
                ("title", title.as_str()),
                ("share", &shown_in_full(r, catalog)),
                ("threshold", &threshold),
                ("verdict", &verdict),
            ];
            catalog.say("html.bar_says", &args)
        })
        .collect();
    each.join(" ")
}

/// One bar a requirement against its threshold: solid to the low end, hatched to the high end.
pub(crate) fn bars(results: &[(String, &RequirementResult)], catalog: &Catalog) -> String {
    const WIDTH: i64 = 330;
    const STEP: i64 = 74;
    let full = full_scale(results.iter().map(|(_, r)| *r));
    let x = |bp: i64| bp.clamp(0, full) * WIDTH / full;
    let height = STEP * i64::try_from(results.len()).unwrap_or(0) + 4;
    let mut out = String::new();
    put!(
        out,
        "<svg class=\"bars\" role=\"img\" viewBox=\"0 0 500 {height}\"><title>{}</title><desc>{}</desc>",
        escape(catalog.get("html.ratios")),
        escape(&describe(results, catalog))
    );
    for (i, (title, r)) in (0_i64..).zip(results) {
        let (top, low, high) = (i * STEP + 24, r.ratio_low_bp.unwrap_or(0), r.ratio_high_bp.unwrap_or(0));
        text(&mut out, "name", None, (0, top - 8), &escape(title));
        rect(&mut out, "track", (0, top), (WIDTH, 22));
        rect(&mut out, "solid", (0, top), (x(low), 22));
        if x(high) > x(low) {
            rect(&mut out, "open", (x(low), top), (x(high) - x(low), 22));
        }
        let t = x(r.threshold_bp);
        for class in ["halo", "mark"] {
            put!(out, "<path class=\"{class}\" d=\"M{t} {}V{}\"/>", top - 4, top + 28);
        }
        let anchor = if t < 60 { "start" } else { "middle" };
        let threshold = format!("{} {}", escape(catalog.get("html.threshold")), percent(r.threshold_bp));
        text(&mut out, "small", Some(anchor), (t, top + 41), &threshold);
        text(&mut out, "value", None, (WIDTH + 14, top + 16), &escape(&shown(r, catalog)));
        if r.unbounded {
            let unbounded = escape(catalog.get("html.unbounded"));
            text(&mut out, "small", None, (WIDTH + 14, top + 33), &unbounded);
        }
    }
    out.push_str("</svg>");
    out
}

/// A panel a requirement with a column a month; `months` are the month's name and its result, January first.
pub(crate) fn months(results: &[(String, &RequirementResult)], months: &[(String, &ScopeResult)], catalog: &Catalog) -> String {
    const PANEL: i64 = 316;
    const HIGH: i64 = 104;
    let count = i64::try_from(months.len()).unwrap_or(0).clamp(1, 12);
    let all = months.iter().flat_map(|(_, m)| &m.requirements);
    let full = full_scale(all.chain(results.iter().map(|(_, r)| *r)));
    let y = |bp: i64| HIGH + 40 - bp.clamp(0, full) * HIGH / full;
    let mut out = String::new();
    for (title, r) in results {
        put!(
            out,
            "<svg class=\"panel\" role=\"img\" viewBox=\"0 0 {PANEL} 172\"><title>{0}</title><desc>{1}</desc><text class=\"name\" x=\"0\" y=\"14\">{0} ≥ {2}</text>",
            escape(title),
            escape(catalog.get("html.months_says")),
            percent(r.threshold_bp)
        );
        let step = PANEL / count;
        let wide = (step * 3 / 5).min(56);
        // What is drawn last lies on top: no line strikes a figure through.
        let mut labels = String::new();
        for (m, (name, month)) in (0_i64..).zip(months) {
            let (x, middle) = (m * step + (step - wide) / 2, m * step + step / 2);
            let name = escape(&catalog.say("html.month_is", &[("value", name)]));
            label(&mut labels, middle, HIGH + 56, &name);
            let Some(q) = month.requirements.iter().find(|q| q.id == r.id) else {
                continue;
            };
            let (Some(low), Some(high)) = (q.ratio_low_bp, q.ratio_high_bp) else {
                continue;
            };
            put!(out, "<g><title>{name} {}</title>", escape(&shown_in_full(q, catalog)));
            let (bottom, middle_y, top) = (y(0), y(low), y(high));
            rect(&mut out, "solid", (x, middle_y), (wide, bottom - middle_y));
            if top < middle_y {
                rect(&mut out, "open", (x, top), (wide, middle_y - top));
            }
            out.push_str("</g>");
            // With more columns the figures of the table below are the readable ones.
            match count {
                _ if low == high && count <= 6 => label(&mut labels, middle, top - 4, &percent(low)),
                ..=3 => label(&mut labels, middle, top - 4, &words::interval((Some(low), Some(high)), "–")),
                4..=6 => {
                    label(&mut labels, middle, top - 17, &format!("{}–", percent(low)));
                    label(&mut labels, middle, top - 4, &percent(high));
                }
                _ => {}
            }
        }
        let t = y(r.threshold_bp);
        put!(
            out,
            "<path class=\"axis\" d=\"M0 {0}H{PANEL}\"/><path class=\"halo\" d=\"M0 {t}H{PANEL}\"/><path class=\"mark\" d=\"M0 {t}H{PANEL}\"/>{labels}</svg>",
            HIGH + 40
        );
    }
    out
}

/// A small text around `x`.
fn label(out: &mut String, x: i64, y: i64, label: &str) {
    text(out, "small", Some("middle"), (x, y), label);
}

/// A bar for a table's cell, from 0 to twice the threshold; the figures stand beside it.
pub(crate) fn small(r: &RequirementResult) -> String {
    let full = (r.threshold_bp * 2).max(1);
    let x = |bp: Option<i64>| bp.unwrap_or(0).clamp(0, full) * 96 / full;
    let (low, high) = (x(r.ratio_low_bp), x(r.ratio_high_bp));
    let mut out = String::from(
        "<svg class=\"cell\" aria-hidden=\"true\" viewBox=\"0 0 96 12\"><rect class=\"track\" width=\"96\" height=\"8\" y=\"2\"/>",
    );
    put!(out, "<rect class=\"solid\" width=\"{low}\" height=\"8\" y=\"2\"/>");
    if high > low {
        put!(
            out,
            "<rect class=\"open\" x=\"{low}\" width=\"{}\" height=\"8\" y=\"2\"/>",
            high - low
        );
    }
    out.push_str("<path class=\"mark\" d=\"M48 0V12\"/></svg>");
    out
}

/// How the units spread around a threshold, by the low end of their ratio: steps of a quarter of the threshold, the last open.
pub(crate) fn spread(title: &str, threshold_bp: i64, results: &[&RequirementResult], catalog: &Catalog) -> String {
    const STEPS: usize = 9;
    const WIDE: i64 = 34;
    const HIGH: i64 = 96;
    let step = |bp: i64| {
        usize::try_from(bp.max(0).saturating_mul(4) / threshold_bp.max(1))
            .unwrap_or(STEPS)
            .min(STEPS - 1)
    };
    let mut counts = [[0_i64; 3]; STEPS];
    let mut without = 0_u64;
    for r in results {
        let kind = match r.verdict {
            Verdict::Pass => 0,
            Verdict::Undetermined => 1,
            _ => 2,
        };
        match r.ratio_low_bp {
            Some(low) => counts[step(low)][kind] += 1,
            None => without += 1,
        }
    }
    let most = counts.iter().map(|c| c.iter().sum::<i64>()).max().unwrap_or(0).max(1);
    let mut out = String::new();
    put!(
        out,
        "<svg class=\"panel\" role=\"img\" viewBox=\"0 0 316 176\"><title>{}</title><desc>{}</desc><text class=\"name\" x=\"0\" y=\"14\">{}</text>",
        escape(title),
        escape(&spread_says(&counts, threshold_bp, catalog)),
        escape(title)
    );
    for (i, kinds) in (0..).zip(&counts) {
        let (x, mut y) = (i * WIDE + 2, 134);
        for (kind, class) in kinds.iter().zip(["solid", "open", "short"]) {
            // A single unit among thousands is still seen.
            let high = (kind * HIGH / most).max(i64::from(*kind > 0) * 2);
            y -= high;
            if high > 0 {
                rect(&mut out, class, (x, y), (WIDE - 4, high));
            }
        }
        let sum: i64 = kinds.iter().sum();
        if sum > 0 {
            label(&mut out, x + 15, y - 4, &sum.to_string());
        }
    }
    put!(
        out,
        "<path class=\"axis\" d=\"M0 134H308\"/><path class=\"mark\" d=\"M{0} 26V140\"/>",
        4 * WIDE
    );
    for (at, bp) in [(0, 0), (4, threshold_bp), (8, threshold_bp.saturating_mul(2))] {
        let anchor = if at == 0 { "start" } else { "middle" };
        text(&mut out, "small", Some(anchor), (at * WIDE, 152), &percent(bp));
    }
    if without > 0 {
        let without = catalog.say("html.without", &[("value", &without.to_string())]);
        text(&mut out, "small", None, (0, 170), &escape(&without));
    }
    out.push_str("</svg>");
    out
}

fn spread_says(counts: &[[i64; 3]], threshold_bp: i64, catalog: &Catalog) -> String {
    let count = |kind: usize| counts.iter().map(|c| c[kind]).sum::<i64>().to_string();
    catalog.say(
        "html.spread_says",
        &[
            ("threshold", &percent(threshold_bp)),
            ("pass", &count(0)),
            ("undetermined", &count(1)),
            ("fail", &count(2)),
        ],
    )
}
