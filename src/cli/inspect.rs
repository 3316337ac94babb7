//! `bangfu inspect FILE`: how one workbook is read, before anything is computed.

use std::{io::Read as _, path::PathBuf};

use crate::{
    cli::{Common, Failure, LayoutArgs, LimitArgs, Status, print},
    inbox::unreadable_words::unreadable_words,
    policy::pack::{DEFAULT_POLICY, Policy},
    rows::{
        describe::{InspectReport, InspectUnit, inspect_report, inspect_text},
        reading::Reading,
        workbook::read_bytes,
    },
    tables::vocabulary::Vocabulary,
    text::catalog::Catalog,
    units::{
        inspect::{units_of_book, units_text},
        placing::Placer,
        registry::Registry,
    },
};

/// Options of `inspect`.
#[derive(Debug, clap::Args)]
pub(crate) struct InspectArgs {
    /// Workbook
    file: PathBuf,
    /// 单位名册: tells which registered unit the workbook is of
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,
    /// text for people, json for programs
    #[arg(long, value_enum, default_value_t = InspectFormat::Text)]
    format: InspectFormat,
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    layouts: LayoutArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum InspectFormat {
    Text,
    Json,
}

fn vocabulary(layouts: &LayoutArgs) -> Result<Vocabulary, Failure> {
    let embedded = Vocabulary::embedded();
    match &layouts.layouts {
        Some(path) => embedded.with_file(path).map_err(Failure::usage),
        None => Ok(embedded),
    }
}

/// Whose the lines are: by the registry, where one is given, and the counties of the default policy.
fn units(args: &InspectArgs, layouts: &Vocabulary, reading: &Reading) -> Result<Vec<InspectUnit>, Failure> {
    let policy = Policy::load(DEFAULT_POLICY).map_err(Failure::usage)?;
    let load = |path| Registry::load(path, &policy.counties);
    let registry = args.registry.as_deref().map(load).transpose().map_err(Failure::usage)?;
    let placer = Placer::new(registry.as_ref(), &policy.counties, layouts);
    Ok(units_of_book(&placer, reading, &args.file.to_string_lossy().replace('\\', "/")))
}

/// Reads one workbook. A file that cannot be read is exit 3 with its reason: the command did its work.
fn read(file: &PathBuf, layouts: &Vocabulary, limits: &LimitArgs, catalog: &Catalog) -> Result<Reading, Failure> {
    let limits = limits.limits(&crate::cli::settings::LimitSettings::default());
    // One byte more than allowed tells that it is too large; the rest is not taken into memory.
    let mut bytes = Vec::new();
    std::fs::File::open(file)
        .and_then(|f| f.take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|e| Failure::usage(anyhow::anyhow!("{}: {e}", file.display())))?;
    read_bytes(&bytes, &limits, layouts).map_err(|reason| {
        let (message, fix) = unreadable_words(&reason, catalog);
        Failure {
            error: anyhow::anyhow!("{}: {message} {fix}", file.display()),
            status: 3,
        }
    })
}

/// Runs `inspect`.
pub(crate) fn run(args: &InspectArgs) -> Status {
    let catalog = Catalog::new(args.common.lang);
    let layouts = vocabulary(&args.layouts)?;
    let reading = read(&args.file, &layouts, &args.limits, &catalog)?;
    let units = units(args, &layouts, &reading)?;
    match args.format {
        InspectFormat::Text => {
            print(&inspect_text(&reading, &catalog));
            print(&units_text(&units, reading.lines.len(), &catalog));
        }
        InspectFormat::Json => {
            let report = InspectReport {
                units,
                ..inspect_report(&reading, &catalog)
            };
            let json = serde_json::to_string_pretty(&report).map_err(Failure::stopped)?;
            print(&format!("{json}\n"));
        }
    }
    Ok(0)
}
