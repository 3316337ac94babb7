//! `bangfu explain OUT UNIT`, `bangfu diff OUT_A OUT_B` and `bangfu handout OUT -o DIR`.

use std::path::PathBuf;

use crate::{
    after::{
        diff, explain,
        handout::{self, Handout},
    },
    cli::{Overwrite, Shape, Status, print, print_err, print_json, settings::Settings},
    report::{published, templates::Templates},
    text::Catalog,
    units::registry::Registry,
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

/// Options of `handout`.
#[derive(Debug, clap::Args)]
pub(crate) struct HandoutArgs {
    #[arg(value_name = "OUT")]
    published: PathBuf,
    #[arg(short, long, alias = "output", value_name = "DIR", help_heading = "output")]
    out: PathBuf,
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,
    #[arg(long, value_name = "DIR", help_heading = "output")]
    templates: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    overwrite: Overwrite,
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
        Shape::Json => print_json(&changes)?,
    }
    Ok(0)
}

/// Runs `handout`.
pub(crate) fn handout(args: &HandoutArgs, catalog: &Catalog) -> Status {
    let settings = Settings::find(args.config.as_deref())?;
    let registry = args.registry.as_ref().or(settings.registry.as_ref());
    // Which counties there are the run has seen to.
    let registry = registry.map(|path| Registry::load(path, &[])).transpose()?;
    let language = Catalog::new(handout::language(&args.published)?);
    let mut templates = match &args.templates {
        Some(folder) => Templates::load(folder, language.lang)?,
        None => Templates::embedded(language.lang)?,
    };
    templates.letterhead = settings.document.clone();
    let made = handout::handout(&Handout {
        out: &args.published,
        to: &args.out,
        registry: registry.as_ref(),
        templates: &templates,
        catalog: &language,
        force: args.overwrite.force,
    })?;
    let counts = [made.archives, made.units, made.notices, made.plans].map(|n| n.to_string());
    let [archives, units, notices, plans] = counts.each_ref().map(String::as_str);
    let folder = args.out.display().to_string();
    print_err(&catalog.say(
        "cli.handout.made",
        &[
            ("archives", archives),
            ("units", units),
            ("notices", notices),
            ("plans", plans),
            ("folder", &folder),
        ],
    ));
    Ok(0)
}
