//! The texts of `policy list` and `policy show`.

use std::fmt::Write as _;

use crate::{
    model::money::percent,
    policy::pack::{Policy, Target},
    text::catalog::Catalog,
    text::fault::Fault,
};

/// `policy list`.
///
/// # Errors
/// One of them does not load: a test forbids it.
pub fn list_text() -> Result<String, Fault> {
    Ok(Policy::embedded()?.iter().map(|p| format!("{}\t{}\n", p.id, p.title)).collect())
}

/// `policy show`.
#[must_use]
pub fn show_text(policy: &Policy, catalog: &Catalog) -> String {
    let mut out = format!("{} — {}\n", policy.id, policy.title);
    for r in &policy.requirements {
        let titles: Vec<&str> = r
            .channels
            .iter()
            .filter_map(|c| policy.channels.iter().find(|k| k.id == *c))
            .map(|c| c.title.as_str())
            .collect();
        let _ = write!(out, "\n{} ({})\n    {}\n", r.title, r.id, titles.join(" + "));
        for v in &r.values {
            let value = match v.target {
                Target::Share(bp) => format!("≥ {}", percent(bp)),
                Target::Repealed => catalog.get("policy.repealed").to_owned(),
                Target::Expected => catalog.get("policy.expected").to_owned(),
            };
            let reference = &v.reference;
            let _ = write!(
                out,
                "    {} {value}  {} {} {}\n        “{}”\n",
                v.from, reference.doc, reference.number, reference.article, reference.quote
            );
        }
    }
    for c in &policy.channels {
        let _ = write!(out, "\n{} ({})\n    {}\n", c.title, c.id, c.aliases.join(" "));
    }
    out
}
