//! What both pages share: the environment of their templates, the period, the titles of requirements.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use minijinja::{Environment, Value, context, value::Serde};
use serde_json::{Value as Json, json};

use crate::{
    model::{PolicyInfo, PriceTotals, RequirementResult, RunInfo, ScopeResult, Side},
    report::{
        RenderError,
        html::{
            escape::{FOLD, PROSE, encode, fold, href},
            paged_table,
            svg::DASH,
        },
        since::Previous,
        tables, words,
    },
    text::{Catalog, Fault, Foreign, Lang, safe_name, shown},
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
    env.add_template("prices.html", include_str!("../../data/templates/html/prices.html"))?;
    env.add_template("unit.html", include_str!("../../data/templates/html/unit.html"))?;
    env.add_template("region.html", include_str!("../../data/templates/html/region.html"))?;
    env.add_template("history.html", include_str!("../../data/templates/html/history.html"))?;
    env.add_template("suppliers.html", include_str!("../../data/templates/html/suppliers.html"))?;
    env.add_filter("yuan", words::yuan);
    env.add_filter("pct", words::share);
    env.add_filter("range", |low: Option<i64>, high: Option<i64>| words::interval((low, high), DASH));
    env.add_filter("href", |path: String| href(&path));
    for (name, limit) in [("fold", FOLD), ("prose", PROSE)] {
        env.add_filter(name, move |text: String| {
            let mut out = String::new();
            fold(&shown(&text), limit, &mut out);
            Value::from_safe_string(out)
        });
    }
    let of = |part: &'static str| {
        let texts = catalog.texts().iter();
        texts.filter_map(move |(key, text)| Some((key.strip_prefix(part)?.to_owned(), text.as_str())))
    };
    let texts: BTreeMap<String, &str> = of("html.").chain(of("pages.")).collect();
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
    let cited = words::cited(policy);
    let full = context! { requirement => Value::from_function(requirement), cited => Serde(cited), ..values };
    let html = env
        .as_ref()
        .map_err(template_error)?
        .get_template(name)
        .and_then(|t| t.render(full))
        .map_err(|e| template_error(&e))?;
    let cleaned = match shown(&html) {
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

/// 对账: the exports of each platform, and both sides of all of them; nothing without exports.
pub(crate) fn reconciled<'r>(
    all: impl Iterator<Item = (&'r str, &'r [Arc<str>], &'r [String], [&'r Side; 2])>,
    catalog: &Catalog,
) -> Option<Value> {
    let (mut platforms, mut totals) = (Vec::new(), Vec::new());
    for (title, exports, covered, [ledger, platform]) in all {
        platforms.push(json!({"title": title, "exports": exports, "covered": covered}));
        totals.push(tables::reconcile::totals(title, ledger, platform, catalog));
    }
    let totals = totals.into_iter().reduce(tables::Table::and)?;
    Some(context! { platforms => Serde(platforms), totals => paged_table::shared("totals", totals, &[]) })
}

/// 价格比对: what was compared in a sentence, and the tables, each under its sheet's name.
pub(crate) fn priced<const N: usize>(totals: PriceTotals, tables: [(&'static str, tables::Table<'_>); N], catalog: &Catalog) -> Value {
    let says = words::prices(catalog, totals);
    let tables: Vec<Value> = tables
        .into_iter()
        .map(|(id, table)| context! { title => catalog.get(&format!("xlsx.sheet.{id}")), table => paged_table::shared(id, table, &[]) })
        .collect();
    context! { says => says, tables => tables }
}

/// A file beside the page: its address, what it is, and the name under which it is saved, for a file that is sent bears its unit's name.
pub(crate) fn link(address: &str, key: &str, subject: &str, run: &RunInfo, catalog: &Catalog) -> Json {
    let what = catalog.get(&format!("pages.file.{key}")).to_owned();
    named_link(address, what, subject, run, catalog)
}

fn named_link(address: &str, what: String, subject: &str, run: &RunInfo, catalog: &Catalog) -> Json {
    let ending = address.rsplit('.').next().unwrap_or_default();
    let name = catalog.say(
        "pages.saved_as",
        &[("subject", subject), ("what", &what), ("period", &run.period.to_string())],
    );
    json!({"href": encode(address), "what": what, "name": format!("{}.{ending}", safe_name(&name))})
}

/// As [`link`], to a paper of the bureau's own, which is called as its template.
pub(crate) fn paper_link(name: &str, subject: &str, run: &RunInfo, catalog: &Catalog) -> Json {
    named_link(name, name.trim_end_matches(".docx").to_owned(), subject, run, catalog)
}

/// What changed since the run that this one is compared with, and which month that was; nothing where nothing did.
pub(crate) fn since_title(previous: &Previous, catalog: &Catalog) -> String {
    catalog.say("pages.since.title", &[("period", &previous.run().period.words(catalog))])
}
