//! The pages: `index.html` and `report.html`. Self-contained, offline, readable without scripts; nothing from a workbook becomes markup.
//!
//! Templates, style and script are files under `data/templates/html`. Long tables ([`long`]) stand in the page and as JSON beside it.

pub(crate) mod long;
pub(crate) mod reconcile;
pub mod region;
pub(crate) mod tables;
pub mod unit;

#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use minijinja::{Environment, Value, context, value::Serde};

use crate::{
    model::{
        money::{Fen, percent},
        policy_info::PolicyInfo,
        results::{RequirementResult, ScopeResult},
        unit_report::RunInfo,
    },
    report::{RenderError, svg},
    text::catalog::{Catalog, Lang},
};

const CSS: &str = include_str!("../../data/templates/html/page.css");
const JS: &str = include_str!("../../data/templates/html/page.js");

type Pages = Result<Environment<'static>, minijinja::Error>;
// One environment a language, with the words in it: building them for each of thousands of pages would cost more than the pages.
static ZH: LazyLock<Pages> = LazyLock::new(|| environment(Lang::Zh));
static EN: LazyLock<Pages> = LazyLock::new(|| environment(Lang::En));

fn environment(lang: Lang) -> Pages {
    let catalog = std::sync::Arc::new(Catalog::new(lang));
    let mut env = Environment::new();
    env.add_template("parts.html", include_str!("../../data/templates/html/parts.html"))?;
    env.add_template("reconcile.html", include_str!("../../data/templates/html/reconcile.html"))?;
    env.add_template("unit.html", include_str!("../../data/templates/html/unit.html"))?;
    env.add_template("region.html", include_str!("../../data/templates/html/region.html"))?;
    env.add_filter("yuan", |fen: Option<i64>| fen.map_or_else(|| "—".to_owned(), |f| Fen(f).yuan()));
    env.add_filter("pct", |bp: Option<i64>| bp.map_or_else(|| "—".to_owned(), percent));
    env.add_filter("range", |low: Option<i64>, high: Option<i64>| svg::range((low, high)));
    env.add_filter("href", |path: String| href(&path));
    for (name, limit) in [("fold", long::FOLD), ("prose", long::PROSE)] {
        env.add_filter(name, move |text: String| {
            let mut out = String::new();
            long::fold(&clean(&text), limit, &mut out);
            Value::from_safe_string(out)
        });
    }
    let texts: BTreeMap<&str, &str> = catalog
        .texts()
        .iter()
        .filter_map(|(k, v)| k.strip_prefix("html.").map(|k| (k, v.as_str())))
        .collect();
    env.add_global("t", Value::from(Serde(texts)));
    env.add_global("css", CSS);
    env.add_global("js", JS);
    let words = catalog.clone();
    env.add_function("word", move |kind: String, code: Option<String>| {
        code.map_or_else(String::new, |c| {
            let key = format!("word.{kind}.{c}");
            if words.has(&key) { words.get(&key).to_owned() } else { c }
        })
    });
    let words = catalog.clone();
    env.add_function("text", move |key: String| words.get(&key).to_owned());
    env.add_function("say", move |key: String, value: Value| {
        catalog.say(&format!("html.{key}"), &[("value", &value.to_string())])
    });
    Ok(env)
}

fn template_error(e: &minijinja::Error) -> RenderError {
    RenderError::Template {
        name: e.name().unwrap_or("html").to_owned(),
        reason: format!("{e:#}"),
    }
}

/// A page: the template's values, and the requirements' titles as `requirement(id)`.
fn page(name: &str, values: Value, policy: &PolicyInfo, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
    let env = match catalog.lang {
        Lang::Zh => &ZH,
        Lang::En => &EN,
    };
    let titles: BTreeMap<String, String> = policy.requirements.iter().map(|r| (r.id.to_string(), r.title.clone())).collect();
    let requirement = move |id: String| titles.get(&id).cloned().unwrap_or(id);
    let full = context! { requirement => Value::from_function(requirement), ..values };
    let html = env
        .as_ref()
        .map_err(template_error)?
        .get_template(name)
        .and_then(|t| t.render(full))
        .map_err(|e| template_error(&e))?;
    let cleaned = match clean(&html) {
        Cow::Owned(text) => Some(text),
        // Nearly always: no second copy of a page of 50 MB.
        Cow::Borrowed(_) => None,
    };
    Ok(cleaned.unwrap_or(html).into_bytes())
}

/// Without control characters and those that turn the reading direction: a name from a workbook must not dress up as another. JSON would
/// escape the former, so texts are cleaned before they become JSON, and the whole page once more.
fn clean(text: &str) -> Cow<'_, str> {
    let bad = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    // Only these bytes begin a bad character: a page is looked through byte by byte.
    let found = text.bytes().enumerate().any(|(at, byte)| match byte {
        0..=8 | 11..=31 | 0x7F => true,
        0xC2 | 0xD8 | 0xE2 => text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(bad),
        _ => false,
    });
    if found {
        Cow::Owned(text.chars().filter(|c| !bad(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The address of a unit's page from the region's.
fn href(path: &str) -> String {
    format!("{}/report.html", encode(path))
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

/// The results of a scope with their titles, in the policy's order.
fn titled<'a>(policy: &PolicyInfo, scope: &'a ScopeResult) -> Vec<(String, &'a RequirementResult)> {
    scope
        .requirements
        .iter()
        .map(|r| (crate::report::words::requirement(&policy.requirements, &r.id).to_owned(), r))
        .collect()
}

/// `2024年1月至3月`: January to the run's month.
fn span(run: &RunInfo, catalog: &Catalog) -> String {
    let (year, month) = (run.period.year().to_string(), run.period.month());
    let key = if month == 1 { "html.span_one" } else { "html.span" };
    catalog.say(
        key,
        &[("year", &year), ("month", &month.to_string()), ("period", &run.period.to_string())],
    )
}
