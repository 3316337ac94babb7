//! The pages: `index.html` and `report.html`. Self-contained, offline, readable without scripts; nothing from a workbook becomes markup.
//!
//! Templates, style and script are files under `data/templates/html`. Long tables stand as JSON beside them and are drawn page by page.

use std::{collections::BTreeMap, sync::LazyLock};

use minijinja::{Environment, Value, context, value::Serde};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::{RegionSummary, RenderError, RequirementResult, ScopeResult, UnitReport, Verdict, svg, words};
use crate::{
    money::{Fen, percent},
    text::{Catalog, Lang},
};

const CSS: &str = include_str!("../data/templates/html/page.css");
const JS: &str = include_str!("../data/templates/html/page.js");
/// Characters of a workbook's text shown at once.
const SHOWN: usize = 200;

static PAGES: LazyLock<Result<Environment<'static>, minijinja::Error>> = LazyLock::new(|| {
    let mut env = Environment::new();
    env.add_template("unit.html", include_str!("../data/templates/html/unit.html"))?;
    env.add_template("region.html", include_str!("../data/templates/html/region.html"))?;
    env.add_filter("yuan", |fen: Option<i64>| fen.map_or_else(|| "—".to_owned(), |f| Fen(f).yuan()));
    env.add_filter("pct", |bp: Option<i64>| bp.map_or_else(|| "—".to_owned(), percent));
    env.add_filter("cut", |text: String| cut(&text));
    env.add_filter("href", |path: String| format!("{}/report.html", encode(&path)));
    env.add_filter("place", |source: Value| place(&source));
    Ok(env)
});

fn template_error(e: &minijinja::Error) -> RenderError {
    RenderError::Template {
        name: e.name().unwrap_or("html").to_owned(),
        reason: format!("{e:#}"),
    }
}

/// A unit's page.
///
/// # Errors
/// [`RenderError::Template`] when a template does not hold; a test renders both.
pub fn render_unit(report: &UnitReport, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    let titles: BTreeMap<&str, &str> = report
        .policy
        .requirements
        .iter()
        .map(|r| (r.id.as_ref(), r.title.as_str()))
        .collect();
    let scopes = [("month", &report.scopes.month), ("ytd", &report.scopes.ytd)]
        .map(|(name, result)| json!({"title": catalog.say(&format!("html.scope_{name}"), &[("period", &report.run.period.to_string())]), "result": result}));
    let deciding: Vec<Json> = report
        .scopes
        .ytd
        .requirements
        .iter()
        .flat_map(|r| {
            r.deciding
                .iter()
                .map(move |d| json!({"requirement": r.id, "line": d, "place": d.source.to_string()}))
        })
        .collect();
    let page = context! {
        r => Serde(report),
        facts => unit_facts(report, catalog),
        sentence => sentence(report, catalog),
        bars => bars(&report.scopes.ytd, &titles, catalog),
        scopes => Serde(scopes),
        deciding => Serde(deciding),
        line_heads => Serde(line_heads(report, catalog)),
        lines => embed(&line_rows(report, catalog))?,
        titles => Serde(titles),
    };
    render("unit.html", page, catalog)
}

/// The region's page.
///
/// # Errors
/// [`RenderError::Template`] when a template does not hold.
pub fn render_region(summary: &RegionSummary, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    let titles: BTreeMap<&str, &str> = summary
        .policy
        .requirements
        .iter()
        .map(|r| (r.id.as_ref(), r.title.as_str()))
        .collect();
    let region = summary.groups.iter().find(|g| g.by == "region");
    let verdicts: Vec<Json> = [
        Verdict::Pass,
        Verdict::Fail,
        Verdict::Undetermined,
        Verdict::NoData,
        Verdict::Exempt,
    ]
    .map(|v| json!({"code": v.code(), "count": region.and_then(|g| g.verdicts.get(v.code())).copied().unwrap_or(0)}))
    .to_vec();
    let n = &summary.inputs;
    let inputs = catalog.say(
        "html.inputs",
        &[
            ("files", &n.files.to_string()),
            ("quarantined", &n.quarantined.to_string()),
            ("rows", &n.rows.to_string()),
            ("lines", &n.lines.to_string()),
            ("disputed", &n.disputed_lines.to_string()),
            ("rejected", &n.rejected_rows.to_string()),
        ],
    );
    let page = context! {
        r => Serde(summary),
        verdicts => Serde(verdicts),
        inputs => inputs,
        bars => region.map(|g| bars(&g.ytd, &titles, catalog)).unwrap_or_default(),
        heads => Serde(unit_heads(summary, catalog)),
        units => embed(&unit_rows(summary, catalog))?,
        titles => Serde(titles),
    };
    render("region.html", page, catalog)
}

fn render(name: &str, page: Value, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    let env = PAGES.as_ref().map_err(template_error)?;
    let words: BTreeMap<String, String> = catalog.texts().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    let t: BTreeMap<&str, &str> = words
        .iter()
        .filter_map(|(k, v)| k.strip_prefix("html.").map(|k| (k, v.as_str())))
        .collect();
    let of = words.clone();
    let word = move |kind: String, code: Option<String>| {
        code.map_or_else(String::new, |c| of.get(&format!("word.{kind}.{c}")).cloned().unwrap_or(c))
    };
    let of = words.clone();
    let text = move |key: String| of.get(&key).cloned().unwrap_or(key);
    let of = words.clone();
    let say = move |key: String, value: String| of.get(&format!("html.{key}")).map_or(key, |t| t.replace("{value}", &value));
    let of = words.clone();
    let reasons = move |codes: Vec<String>| {
        let all: Vec<String> = codes
            .into_iter()
            .map(|c| of.get(&format!("word.reason.{c}")).cloned().unwrap_or(c))
            .collect();
        all.join("；")
    };
    let titles = page.get_attr("titles").unwrap_or_default();
    let requirement = move |id: String| titles.get_attr(&id).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or(id);
    let full = context! {
        t => Serde(t),
        css => CSS,
        js => JS,
        word => Value::from_function(word),
        text => Value::from_function(text),
        say => Value::from_function(say),
        reasons => Value::from_function(reasons),
        requirement => Value::from_function(requirement),
        ..page
    };
    let html = env
        .get_template(name)
        .and_then(|t| t.render(full))
        .map_err(|e| template_error(&e))?;
    Ok(strip_controls(&html).into_bytes())
}

/// Control characters and those that turn the reading direction: a name from a workbook must not dress up as another.
fn strip_controls(text: &str) -> String {
    let bad = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
    };
    text.chars().filter(|c| !bad(*c)).collect()
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Percent-encoded, segment by segment.
fn encode(path: &str) -> String {
    use std::fmt::Write as _;
    path.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}

/// `台账.xlsx › 3月 › F17` of a serialised [`Source`].
fn place(source: &Value) -> String {
    let text = |name: &str| source.get_attr(name).ok().map(|v| v.to_string()).unwrap_or_default();
    let cells = source.get_attr("cells").ok();
    let amount = cells
        .as_ref()
        .and_then(|c| c.get_attr("amount").ok())
        .and_then(|v| v.as_str().map(str::to_owned));
    let (file, sheet, row) = (text("file"), text("sheet"), text("row"));
    let mut parts = vec![file];
    if !sheet.is_empty() {
        parts.push(sheet);
    }
    if row != "0" {
        parts.push(amount.unwrap_or(row));
    }
    parts.join(" › ")
}

/// JSON that cannot end its script element.
fn embed(value: &impl Serialize) -> Result<String, RenderError> {
    let json = serde_json::to_string(value)?;
    Ok(json
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029"))
}

fn bars(scope: &ScopeResult, titles: &BTreeMap<&str, &str>, catalog: &Catalog) -> String {
    let results: Vec<(String, &RequirementResult)> = scope
        .requirements
        .iter()
        .map(|r| (titles.get(r.id.as_ref()).copied().unwrap_or(&r.id).to_owned(), r))
        .collect();
    svg::bars(&results, catalog.get("html.threshold"))
}

fn unit_facts(report: &UnitReport, catalog: &Catalog) -> String {
    let mut facts: Vec<String> = report.code.iter().chain(&report.county).map(ToString::to_string).collect();
    facts.push(words::sector(catalog, report.sector));
    facts.push(words::canteen(catalog, report.canteen));
    if let Some(by) = &report.represented_by {
        facts.push(catalog.say("html.represented", &[("value", by)]));
    }
    facts.push(report.run.period.to_string());
    facts.retain(|f| !f.is_empty());
    facts.join(" · ")
}

/// The verdict in one sentence: which requirement lacks how much, or what is open.
fn sentence(report: &UnitReport, catalog: &Catalog) -> String {
    if let Some(note) = report.note.as_deref() {
        return words::note(catalog, Some(note));
    }
    let title = |r: &RequirementResult| words::requirement(&report.policy.requirements, &r.id).to_owned();
    let bp = |b: Option<i64>| b.map_or_else(|| "—".to_owned(), percent);
    let mut parts: Vec<String> = report
        .scopes
        .ytd
        .requirements
        .iter()
        .filter(|r| matches!(r.verdict, Verdict::Fail | Verdict::Undetermined))
        .map(|r| {
            let args = [
                ("title", title(r)),
                ("low", bp(r.ratio_low_bp)),
                ("high", bp(r.ratio_high_bp)),
                ("threshold", percent(r.threshold_bp)),
                ("missing", Fen(r.shortfall_substitute_fen).yuan()),
                ("disputed", Fen(r.disputed_fen).yuan()),
            ];
            let key = if r.verdict == Verdict::Fail {
                "html.says_fail"
            } else {
                "html.says_open"
            };
            catalog.say(key, &args.iter().map(|(k, v)| (*k, v.as_str())).collect::<Vec<_>>())
        })
        .collect();
    for r in report
        .reservation
        .iter()
        .flat_map(|r| &r.requirements)
        .filter(|r| r.verdict == Verdict::Fail)
    {
        let title = words::requirement(&report.policy.requirements, &r.id);
        parts.push(catalog.say(
            "html.says_reserve",
            &[
                ("title", title),
                ("share", &bp(r.ratio_bp)),
                ("threshold", &percent(r.threshold_bp)),
            ],
        ));
    }
    if parts.is_empty() && report.verdict != Verdict::Pass {
        return words::verdict(catalog, report.verdict);
    }
    if parts.is_empty() {
        return catalog.get("html.says_pass").to_owned();
    }
    parts.join(if catalog.lang == Lang::Zh { "" } else { " " })
}

#[derive(Serialize)]
struct Head {
    title: String,
    numeric: bool,
}

/// Columns of the lines: `n` numbers, `t` text.
const LINE_COLUMNS: [(&str, char); 11] = [
    ("month", 'd'),
    ("date", 'd'),
    ("item", 't'),
    ("quantity", 'n'),
    ("unit_price", 'n'),
    ("amount", 'n'),
    ("supplier", 't'),
    ("channel", 't'),
    ("base_standing", 't'),
    ("reasons", 't'),
    ("place", 't'),
];

fn line_heads(report: &UnitReport, catalog: &Catalog) -> Vec<Head> {
    let mut heads: Vec<Head> = LINE_COLUMNS
        .iter()
        .map(|(name, kind)| Head {
            title: catalog.get(&format!("html.{name}")).to_owned(),
            numeric: *kind == 'n',
        })
        .collect();
    heads.extend(report.policy.requirements.iter().map(|r| Head {
        title: r.title.clone(),
        numeric: false,
    }));
    heads
}

fn line_rows(report: &UnitReport, catalog: &Catalog) -> Json {
    let mut kinds: Vec<String> = LINE_COLUMNS.iter().map(|(_, k)| k.to_string()).collect();
    kinds.extend(report.policy.requirements.iter().map(|_| "t".to_owned()));
    let number = |d: Option<rust_decimal::Decimal>| {
        use rust_decimal::prelude::ToPrimitive;
        d.map_or(Json::Null, |d| json!([d.normalize().to_string(), d.to_f64()]))
    };
    let rows: Vec<Json> = report
        .lines
        .iter()
        .map(|l| {
            let amount = l.amount_fen.map_or_else(
                || json!([l.amount_text.as_deref().unwrap_or("?"), Json::Null]),
                |f| json!([Fen(f).yuan(), f]),
            );
            let mut why = words::reasons(catalog, &l.reasons);
            if let Some(d) = &l.decision {
                why = catalog.say(
                    "html.decided",
                    &[
                        ("decision", &d.decision),
                        ("by", &d.by),
                        ("evidence", &d.evidence),
                        ("date", &d.date),
                    ],
                );
            }
            let mut row = vec![
                json!(l.period.to_string()),
                json!(l.date.map(|d| d.to_string())),
                json!(l.item),
                number(l.quantity),
                number(l.unit_price),
                amount,
                json!(l.supplier),
                json!(words::channel(catalog, &report.policy, l)),
                json!(words::base(catalog, l.base)),
                json!(why),
                json!(l.source.to_string()),
            ];
            row.extend(
                report
                    .policy
                    .requirements
                    .iter()
                    .map(|r| json!(l.requirements.get(&r.id).map(|s| words::standing(catalog, *s)))),
            );
            Json::Array(row)
        })
        .collect();
    json!({"kinds": kinds, "rows": rows})
}

fn unit_heads(summary: &RegionSummary, catalog: &Catalog) -> Vec<Head> {
    let text = |name: &str, numeric| Head {
        title: catalog.get(&format!("html.{name}")).to_owned(),
        numeric,
    };
    let mut heads = vec![
        text("county", false),
        text("unit", false),
        text("sector", false),
        text("verdict", false),
        text("base", true),
    ];
    heads.extend(summary.policy.requirements.iter().map(|r| Head {
        title: r.title.clone(),
        numeric: true,
    }));
    heads.push(text("worst_gap", true));
    heads.push(text("disputed_lines", true));
    heads.push(text("findings", true));
    heads
}

fn unit_rows(summary: &RegionSummary, catalog: &Catalog) -> Json {
    let n = summary.policy.requirements.len();
    let mut kinds = vec!["t", "a", "t", "v", "n"];
    kinds.extend(std::iter::repeat_n("n", n + 3));
    let rows: Vec<Json> = summary
        .units
        .iter()
        .map(|u| {
            let ytd = &u.scopes.ytd;
            let mut row = vec![
                json!(u.county),
                json!([u.unit, format!("{}/report.html", encode(&u.path))]),
                json!(words::sector(catalog, u.sector)),
                json!([words::verdict(catalog, u.verdict), u.verdict.code()]),
                json!([Fen(ytd.base_fen).yuan(), ytd.base_fen]),
            ];
            for info in &summary.policy.requirements {
                let result = ytd.requirements.iter().find(|r| r.id == info.id);
                row.push(match result.and_then(|r| r.ratio_low_bp.map(|low| (low, r.ratio_high_bp))) {
                    Some((low, Some(high))) if high != low => json!([format!("{} – {}", percent(low), percent(high)), low]),
                    Some((low, _)) => json!([percent(low), low]),
                    None => json!(["—", Json::Null]),
                });
            }
            let gap = ytd.requirements.iter().map(|r| r.shortfall_substitute_fen).max().unwrap_or(0);
            row.push(json!([Fen(gap).yuan(), gap]));
            row.push(json!(u.disputed_lines));
            row.push(json!(u.findings.iter().map(|f| f.count).sum::<u64>()));
            Json::Array(row)
        })
        .collect();
    json!({"kinds": kinds, "rows": rows})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn pages() -> [String; 2] {
        let catalog = Catalog::new(Lang::Zh);
        [
            render_unit(&sample::unit(), &catalog).unwrap(),
            render_region(&sample::region(), &catalog).unwrap(),
        ]
        .map(|b| String::from_utf8(b).unwrap())
    }

    #[test]
    fn pages_ask_nothing_of_a_network_and_are_the_same_every_time() {
        let (a, b) = (pages(), pages());
        assert_eq!(a, b);
        for page in &a {
            for outside in ["src=", "@import", "url(h", "<link", "href=\"http", "href=\"//"] {
                assert!(!page.contains(outside), "{outside}");
            }
            assert!(page.contains("default-src 'none'"));
        }
        // A workbook's text may name an address; what is ours must not.
        for own in [
            CSS,
            JS,
            include_str!("../data/templates/html/unit.html"),
            include_str!("../data/templates/html/region.html"),
        ] {
            assert!(!own.contains("http://") && !own.contains("https://"));
        }
    }

    #[test]
    fn every_ratio_and_amount_of_the_scopes_is_on_the_page() {
        let report = sample::unit();
        let [page, _] = pages();
        for scope in [&report.scopes.month, &report.scopes.ytd] {
            assert!(page.contains(&Fen(scope.base_fen).yuan()));
            for r in &scope.requirements {
                for fen in [
                    r.counted_fen,
                    r.disputed_fen,
                    r.shortfall_substitute_fen,
                    r.shortfall_additional_fen,
                ] {
                    assert!(page.contains(&Fen(fen).yuan()), "{} {fen}", r.id);
                }
                for bp in [r.ratio_low_bp, r.ratio_high_bp].into_iter().flatten() {
                    assert!(page.contains(&percent(bp)), "{} {bp}", r.id);
                }
            }
        }
        for line in &report.lines {
            assert!(page.contains(&line.source.to_string().replace('>', "\\u003e")), "{}", line.id);
        }
    }

    #[test]
    fn text_from_workbooks_never_becomes_markup() {
        let hostile = [
            "<script>alert(1)</script>",
            "</script><img onerror=x>",
            "\" onload=\"x",
            "=HYPERLINK(\"a\")",
            "\u{202E}abc",
            "a\u{0}b",
        ];
        for text in hostile {
            let mut report = sample::unit();
            report.unit = text.into();
            report.lines[0].item = Some(text.into());
            report.lines[0].supplier = Some(text.into());
            report.lines[0].source.file = text.into();
            let page = String::from_utf8(render_unit(&report, &Catalog::new(Lang::En)).unwrap()).unwrap();
            assert!(
                !page.contains("<script>alert") && !page.contains("<img onerror") && !page.contains("\" onload=\"x"),
                "{text}"
            );
            assert!(!page.contains('\u{202E}') && !page.contains('\u{0}'), "{text}");
            assert_eq!(page.matches("</script>").count(), 2, "{text}");
        }
    }

    #[test]
    fn the_sentence_says_that_all_is_met_of_a_pass_only() {
        let catalog = Catalog::new(Lang::Zh);
        let mut report = sample::unit();
        (report.note, report.reservation) = (None, None);
        report.scopes.ytd.requirements.clear();
        for (verdict, all_met) in [
            (Verdict::Pass, true),
            (Verdict::NoData, false),
            (Verdict::Fail, false),
            (Verdict::Exempt, false),
        ] {
            report.verdict = verdict;
            assert_eq!(sentence(&report, &catalog) == catalog.get("html.says_pass"), all_met, "{verdict:?}");
        }
    }

    #[test]
    fn links_are_encoded() {
        assert_eq!(encode("units/夏县/a b#c"), "units/%E5%A4%8F%E5%8E%BF/a%20b%23c");
    }
}
