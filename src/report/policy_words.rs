//! The words of bases and of purchase plans, which every format shares.

use crate::{
    model::{Fen, Month, PolicyInfo, PurchasePlan, RequirementInfo, RequirementResult},
    report::words::{channels, requirement, yuan},
    text::Catalog,
};

/// What a requirement of the year to date is a share of, as a remark beside its threshold; empty where that is the canteen's purchases.
pub fn own_base(r: &RequirementResult, period: Month, catalog: &Catalog) -> String {
    let Some(base) = r.own_base else { return String::new() };
    let key = match base.year_fen {
        _ if base.is_missing() => "missing",
        Some(_) if period.month() == 12 => "year",
        Some(_) => "months",
        None if base.base_disputed_fen == 0 => "lines",
        None => "lines_open",
    };
    let said = [
        ("name", base.kind.word(catalog)),
        ("amount", Fen(base.base_fen).yuan()),
        ("open", Fen(base.base_disputed_fen).yuan()),
        ("year", yuan(base.year_fen)),
        ("months", period.month().to_string()),
    ];
    catalog.say(&format!("word.base_says.{key}"), &said.each_ref().map(|(k, v)| (*k, v.as_str())))
}

/// What a part of a purchase plan goes through: the requirement's channels; 其余 where narrower requirements have taken theirs.
pub fn plan_part(policy: &PolicyInfo, id: &str, catalog: &Catalog) -> String {
    let own = |id: &str| policy.requirements.iter().find(|r| &*r.id == id).map_or(&[][..], |r| &r.channels);
    let narrower = |r: &RequirementInfo| &*r.id != id && r.channels.len() < own(id).len() && r.channels.iter().all(|c| own(id).contains(c));
    let title = requirement(&policy.requirements, id);
    if policy.requirements.iter().any(narrower) {
        catalog.say("word.plan.rest", &[("title", title)])
    } else {
        title.to_owned()
    }
}

/// The purchase plan in sentences: what is to be bought anyway, how much of it through which channels, and what has to be added.
pub fn purchase_plan(plan: &PurchasePlan, policy: &PolicyInfo, catalog: &Catalog) -> String {
    let parts: Vec<String> = plan
        .parts
        .iter()
        .map(|p| {
            let (title, channels) = (plan_part(policy, &p.id, catalog), channels(policy, &p.id, catalog));
            catalog.say(
                "word.plan.part",
                &[("title", &title), ("amount", &Fen(p.fen).yuan()), ("channels", &channels)],
            )
        })
        .collect();
    let month = |m: Option<&Month>| m.map_or_else(String::new, |m| m.month().to_string());
    let said = [
        ("from", month(plan.months.first())),
        (
            "gone",
            plan.months.first().map_or_else(String::new, |m| (m.month() - 1).to_string()),
        ),
        ("remaining", Fen(plan.remaining_fen).yuan()),
        ("parts", parts.join(catalog.get("html.part_joiner"))),
        ("extra", Fen(plan.extra_fen).yuan()),
    ];
    let say = |key: &str| catalog.say(key, &said.each_ref().map(|(k, v)| (*k, v.as_str())));
    let extra = if plan.extra_fen > 0 {
        "word.plan.extra"
    } else {
        "word.plan.no_extra"
    };
    let remaining = format!("word.plan.remaining_by_{}", plan.remaining_by.code());
    [say(&remaining), say("word.plan.parts"), say(extra)].join(catalog.get("word.sentence_joiner"))
}
