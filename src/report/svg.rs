//! Bars against thresholds as plain SVG: text can be selected, the disputed part is hatched, nothing depends on colour.

use std::fmt::Write as _;

use crate::{money::percent, report::RequirementResult};

/// One bar a requirement: solid to `low`, hatched to `high`, a labelled line at the threshold. Titles in the order of `results`.
#[must_use]
pub fn bars(results: &[(String, &RequirementResult)], threshold_word: &str) -> String {
    const LEFT: i64 = 210;
    const WIDTH: i64 = 640;
    const STEP: i64 = 54;
    let most = results
        .iter()
        .flat_map(|(_, r)| [Some(r.threshold_bp), r.ratio_low_bp, r.ratio_high_bp])
        .flatten()
        .max()
        .unwrap_or(0)
        .clamp(100, 10_000);
    // A tenth of air to the right of the longest bar.
    let full = most + most / 8;
    let x = |bp: i64| LEFT + bp.clamp(0, full) * WIDTH / full;
    let height = STEP * i64::try_from(results.len()).unwrap_or(0) + 12;
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg role=\"img\" viewBox=\"0 0 980 {height}\" width=\"100%\" style=\"max-width:980px\">"
    );
    out.push_str("<defs><pattern id=\"hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" fill=\"#fff\"/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\" stroke=\"#3f6fa6\" stroke-width=\"3\"/></pattern></defs>");
    for (i, (title, r)) in (0_i64..).zip(results) {
        let (top, low, high) = (i * STEP + 8, r.ratio_low_bp.unwrap_or(0), r.ratio_high_bp.unwrap_or(0));
        let shown = match (r.ratio_low_bp, r.ratio_high_bp) {
            (Some(a), Some(b)) if a == b => percent(a),
            (a, b) => [a, b].map(|v| v.map_or_else(|| "—".to_owned(), percent)).join(" – "),
        };
        let title = escape(title);
        let _ = write!(
            out,
            "<g><title>{title} {shown} ({threshold_word} {})</title>",
            percent(r.threshold_bp)
        );
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{title}</text>",
            LEFT - 10,
            top + 19
        );
        let _ = write!(
            out,
            "<rect x=\"{LEFT}\" y=\"{top}\" width=\"{}\" height=\"26\" fill=\"#3f6fa6\"/>",
            (x(low) - LEFT).max(0)
        );
        if high > low {
            let _ = write!(
                out,
                "<rect x=\"{}\" y=\"{top}\" width=\"{}\" height=\"26\" fill=\"url(#hatch)\" stroke=\"#3f6fa6\"/>",
                x(low),
                x(high) - x(low)
            );
        }
        let t = x(r.threshold_bp);
        let _ = write!(
            out,
            "<line x1=\"{t}\" x2=\"{t}\" y1=\"{}\" y2=\"{}\" stroke=\"#1d2733\" stroke-width=\"2\" stroke-dasharray=\"5 3\"/>",
            top - 5,
            top + 31
        );
        let _ = write!(
            out,
            "<text x=\"{t}\" y=\"{}\" text-anchor=\"middle\">{threshold_word} {}</text>",
            top + 43,
            percent(r.threshold_bp)
        );
        let _ = write!(
            out,
            "<text x=\"{}\" y=\"{}\">{shown}</text></g>",
            x(high.max(r.threshold_bp)) + 10,
            top + 19
        );
    }
    out.push_str("</svg>");
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
