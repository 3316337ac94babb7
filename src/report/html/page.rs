//! What both pages share: the environment of their templates, the period, the titles of requirements.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use minijinja::{Environment, Value, context, value::Serde};

use crate::{
    model::{
        policy_info::PolicyInfo,
        results::{RequirementResult, ScopeResult},
        unit_report::RunInfo,
    },
    report::{
        RenderError,
        html::{
            escape::{FOLD, PROSE, clean, fold, href},
            svg::DASH,
        },
        words,
    },
    text::catalog::{Catalog, Lang},
    text::fault::{Fault, Foreign},
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
    env.add_filter("yuan", words::yuan);
    env.add_filter("pct", words::share);
    env.add_filter("range", |low: Option<i64>, high: Option<i64>| words::interval((low, high), DASH));
    env.add_filter("href", |path: String| href(&path));
    for (name, limit) in [("fold", FOLD), ("prose", PROSE)] {
        env.add_filter(name, move |text: String| {
            let mut out = String::new();
            fold(&clean(&text), limit, &mut out);
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
    let texts = catalog.clone();
    env.add_function("word", move |kind: String, code: Option<String>| {
        code.map_or_else(String::new, |c| words::word(&texts, &kind, &c))
    });
    let texts = catalog.clone();
    env.add_function("text", move |key: String| texts.get(&key).to_owned());
    env.add_function("say", move |key: String, value: Value| {
        catalog.say(&format!("html.{key}"), &[("value", &value.to_string())])
    });
    Ok(env)
}

fn template_error(e: &minijinja::Error) -> RenderError {
    Fault::usage("report.template")
        .with("name", e.name().unwrap_or("html"))
        .because(Foreign(format!("{e:#}")))
}

/// A page: the template's values, and the requirements' titles as `requirement(id)`.
pub(crate) fn page(name: &str, values: Value, policy: &PolicyInfo, catalog: &Catalog) -> Result<Vec<u8>, RenderError> {
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

/// The results of a scope with their titles, in the policy's order.
pub(crate) fn titled<'a>(policy: &PolicyInfo, scope: &'a ScopeResult) -> Vec<(String, &'a RequirementResult)> {
    scope
        .requirements
        .iter()
        .map(|r| (words::requirement(&policy.requirements, &r.id).to_owned(), r))
        .collect()
}

/// `2024年1月至3月`: January to the run's month.
pub(crate) fn span(run: &RunInfo, catalog: &Catalog) -> String {
    let (year, month) = (run.period.year().to_string(), run.period.month());
    let key = if month == 1 { "html.span_one" } else { "html.span" };
    catalog.say(
        key,
        &[("year", &year), ("month", &month.to_string()), ("period", &run.period.to_string())],
    )
}
