//! The texts of `policy list` and `policy show`.

use std::fmt::Write as _;

use crate::{
    model::{Sector, percent},
    policy::pack::{AskedOf, Policy, Target},
    text::{Catalog, Fault},
};

/// `policy list`.
///
/// # Errors
/// One of them does not load: a test forbids it.
pub fn list_text() -> Result<String, Fault> {
    Ok(Policy::embedded()?.iter().map(|p| format!("{}\t{}\n", p.id, p.title)).collect())
}

/// `policy show`.
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
        if !r.base.is_actual() || r.asked_of != AskedOf::Canteen {
            let [base, units] = [
                format!("word.base.{}", r.base.code()),
                format!("policy.asked_of.{}", r.asked_of.code()),
            ]
            .map(|key| catalog.get(&key).to_owned());
            let _ = writeln!(out, "    {}", catalog.say("policy.share_of", &[("base", &base), ("units", &units)]));
        }
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
            if let Some(document) = &v.look_for {
                let _ = writeln!(out, "        {}", catalog.say("policy.look_for", &[("document", document)]));
            }
        }
    }
    if let Some(rule) = &policy.system {
        let r = &rule.reference;
        let word = |s: &Sector| catalog.get(&format!("word.sector.{}", s.code())).to_owned();
        let sectors: Vec<String> = rule.sectors.iter().map(word).collect();
        let sectors = match &sectors[..] {
            [] => catalog.get("policy.every_sector").to_owned(),
            some => some.join(catalog.get("word.joiner")),
        };
        let said = catalog.say("policy.by_system", &[("sectors", &sectors)]);
        let _ = write!(out, "\n{said}\n    {} {} {}\n        “{}”\n", r.doc, r.number, r.article, r.quote);
    }
    for c in &policy.channels {
        let _ = write!(out, "\n{} ({})\n    {}\n", c.title, c.id, c.aliases.join(" "));
    }
    out
}
