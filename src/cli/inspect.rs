//! `bangfu inspect FILE`: how one workbook is read, before anything is computed.

use std::{io::Read as _, path::PathBuf};

use crate::{
    cli::{Common, Failure, LayoutArgs, LimitArgs, Status, print},
    inbox::unreadable_words::unreadable_words,
    rows::reading::Reading,
    rows::workbook::read_bytes,
    tables::vocabulary::Vocabulary,
    text::catalog::Catalog,
};

/// Options of `inspect`.
#[derive(Debug, clap::Args)]
pub(crate) struct InspectArgs {
    /// Workbook
    file: PathBuf,
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

/// Reads one workbook. A file that cannot be read is exit 3 with its reason: the command did its work.
fn read(file: &PathBuf, layouts: &LayoutArgs, limits: &LimitArgs, catalog: &Catalog) -> Result<Reading, Failure> {
    let embedded = Vocabulary::embedded();
    let layouts = match &layouts.layouts {
        Some(path) => embedded.with_file(path).map_err(Failure::usage)?,
        None => embedded,
    };
    let limits = limits.limits(&crate::cli::settings::LimitSettings::default());
    // One byte more than allowed tells that it is too large; the rest is not taken into memory.
    let mut bytes = Vec::new();
    std::fs::File::open(file)
        .and_then(|f| f.take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|e| Failure::usage(anyhow::anyhow!("{}: {e}", file.display())))?;
    read_bytes(&bytes, &limits, &layouts).map_err(|reason| {
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
    let reading = read(&args.file, &args.layouts, &args.limits, &catalog)?;
    match args.format {
        InspectFormat::Text => print(&crate::rows::describe::inspect_text(&reading, &catalog)),
        InspectFormat::Json => {
            let json =
                serde_json::to_string_pretty(&crate::rows::describe::inspect_report(&reading, &catalog)).map_err(Failure::stopped)?;
            print(&format!("{json}\n"));
        }
    }
    Ok(0)
}
