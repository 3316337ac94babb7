//! `bangfu explain OUT UNIT` and `bangfu diff OUT_A OUT_B`.

use std::path::PathBuf;

use crate::{
    after::{diff, explain},
    cli::{Common, Failure, Status, log::LogFormat, print},
    report::published,
    text::catalog::Catalog,
};

/// Options of `explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// Folder that `audit` wrote
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// Unit by name, code or folder
    #[arg(value_name = "UNIT")]
    unit: String,
    /// Only this requirement
    #[arg(long, value_name = "ID")]
    requirement: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// Options of `diff`.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// The earlier run
    #[arg(value_name = "OUT_A")]
    before: PathBuf,
    /// The later run
    #[arg(value_name = "OUT_B")]
    after: PathBuf,
    /// As text, or as JSON for machines
    #[arg(long, value_enum, default_value = "text")]
    format: LogFormat,
    #[command(flatten)]
    common: Common,
}

/// Runs `explain`.
pub(crate) fn explain(args: &ExplainArgs) -> Status {
    let catalog = Catalog::new(args.common.lang);
    let summary = published::summary(&args.out).map_err(Failure::usage)?;
    let unit = published::find_unit(&args.out, &summary, &args.unit).map_err(Failure::usage)?;
    let report = published::unit_report(&args.out, unit).map_err(Failure::usage)?;
    if let Some(id) = args
        .requirement
        .as_deref()
        .filter(|id| !report.policy.requirements.iter().any(|r| r.id.as_ref() == *id))
    {
        let known: Vec<&str> = report.policy.requirements.iter().map(|r| r.id.as_ref()).collect();
        return Err(Failure::usage(anyhow::anyhow!(
            "--requirement: no `{id}`; there are {}",
            known.join(", ")
        )));
    }
    let nodes = explain::derivation(&report, args.requirement.as_deref(), &catalog);
    print(&explain::text(&report, &nodes, &catalog));
    Ok(0)
}

/// Runs `diff`: exit 0, whether or not something changed.
pub(crate) fn diff(args: &DiffArgs) -> Status {
    let catalog = Catalog::new(args.common.lang);
    let changes = diff::diff(&args.before, &args.after, &catalog).map_err(Failure::usage)?;
    let text = match args.format {
        LogFormat::Text => diff::text(&changes, &catalog),
        LogFormat::Json => format!("{}\n", serde_json::to_string_pretty(&changes).map_err(Failure::stopped)?),
    };
    print(&text);
    Ok(0)
}
