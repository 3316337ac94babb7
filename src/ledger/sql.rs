//! `bangfu policy sql`: the policy's computation as standard SQL. The statements are a template (`data/sql/assess.sql`); requirements, thresholds,
//! channels and months come from the policy. A test holds its answer to the audit's, to the fen.

use serde::Serialize;

use crate::{model::Month, policy::at::PolicyAt};

const TEMPLATE: &str = include_str!("../data/sql/assess.sql");

#[derive(Serialize)]
struct RequirementRow<'a> {
    n: usize,
    id: &'a str,
    threshold_bp: i64,
    channels: Vec<&'a str>,
    reference: String,
}

/// Text as an SQL literal.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// One line, for a comment.
fn flat(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The statements for `period` over the ledger's view `run`.
pub(crate) fn sql(policy: &PolicyAt, period: Month, run: &str) -> Result<String, minijinja::Error> {
    let requirements: Vec<RequirementRow<'_>> = (1..)
        .zip(&policy.requirements)
        .map(|(n, r)| RequirementRow {
            n,
            id: &r.requirement.id,
            threshold_bp: r.threshold_bp,
            channels: r.requirement.channels.iter().map(AsRef::as_ref).collect(),
            reference: flat(&format!("{} {}", r.value.reference.number, r.value.reference.quote)),
        })
        .collect();
    let mut by_id: Vec<(&str, usize)> = requirements.iter().map(|r| (r.id, r.n)).collect();
    by_id.sort_unstable();
    let by_id: Vec<usize> = by_id.into_iter().map(|(_, n)| n).collect();
    let month = i64::from(period.year()) * 100 + i64::from(period.month());
    let mut environment = minijinja::Environment::new();
    environment.add_filter("q", |text: String| quoted(&text));
    environment.render_str(
        TEMPLATE,
        minijinja::context! {
            policy => flat(&policy.policy.id),
            title => flat(&policy.policy.title),
            period => period.to_string(),
            first => i64::from(period.year()) * 100 + 1,
            last => month,
            run,
            requirements => minijinja::value::Serde(&requirements),
            by_id => minijinja::value::Serde(&by_id),
        },
    )
}
