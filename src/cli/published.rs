//! `bangfu explain OUT UNIT` and `bangfu diff OUT_A OUT_B`.

use std::path::PathBuf;

use crate::{
    after::{diff, explain},
    cli::{Shape, Status, print, print_data},
    report::published,
    text::catalog::Catalog,
};

/// Options of `explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    #[arg(value_name = "OUT")]
    out: PathBuf,
    #[arg(value_name = "UNIT")]
    unit: String,
    #[arg(long, value_name = "ID")]
    requirement: Option<String>,
}

/// Options of `diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    #[arg(value_name = "OUT_A")]
    before: PathBuf,
    #[arg(value_name = "OUT_B")]
    after: PathBuf,
    #[arg(long, value_enum, default_value_t = Shape::Text, help_heading = "output")]
    format: Shape,
}

/// Runs `explain`.
pub(crate) fn explain(args: &ExplainArgs, catalog: &Catalog) -> Status {
    let summary = published::summary(&args.out)?;
    let unit = published::find_unit(&args.out, &summary, &args.unit)?;
    let report = published::unit_report(&args.out, unit)?;
    if let Some(id) = &args.requirement {
        published::ensure_requirement(&report.policy, id)?;
    }
    let nodes = explain::derivation(&report, args.requirement.as_deref(), catalog);
    print(&explain::text(&report, &nodes, catalog));
    Ok(0)
}

/// Runs `diff`: exit 0, whether or not something changed.
pub(crate) fn diff(args: &DiffArgs, catalog: &Catalog) -> Status {
    let changes = diff::diff(&args.before, &args.after, catalog)?;
    match args.format {
        Shape::Text => print(&diff::text(&changes, catalog)),
        Shape::Json => print_data(&format!("{}\n", serde_json::to_string_pretty(&changes)?)),
    }
    Ok(0)
}
