//! `bangfu inspect FILE`: how one workbook is read, before anything is computed.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
};

use crate::{
    cli::{Shape, Status, print, print_json, settings::LimitArgs},
    policy::pack::{DEFAULT_POLICY, Policy},
    rows::{
        describe::{InspectReport, InspectUnit, inspect_report, inspect_text},
        reading::Reading,
        workbook::read_bytes,
    },
    run::load::vocabulary,
    tables::vocabulary::Vocabulary,
    text::{Catalog, Fault},
    units::{
        inspect::{units_of_book, units_text},
        placing::Placer,
        registry::Registry,
    },
};

/// Options of `inspect`.
#[derive(Debug, clap::Args)]
pub(crate) struct InspectArgs {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t = Shape::Text, help_heading = "output")]
    format: Shape,
    #[arg(long, value_name = "FILE", help_heading = "limits")]
    layouts: Option<PathBuf>,
    #[command(flatten)]
    limits: LimitArgs,
}

/// Whose the lines are: by the registry, where one is given, and the counties of the default policy.
fn units(args: &InspectArgs, layouts: &Vocabulary, reading: &Reading) -> Result<Vec<InspectUnit>, Fault> {
    let policy = Policy::load(DEFAULT_POLICY)?;
    let load = |path| Registry::load(path, &policy.counties);
    let registry = args.registry.as_deref().map(load).transpose()?;
    let placer = Placer::new(registry.as_ref(), &policy.counties, layouts);
    Ok(units_of_book(&placer, reading, &args.file.to_string_lossy().replace('\\', "/")))
}

/// Reads one workbook. A file that cannot be read is exit 3 with its reason: the command did its work.
fn read(file: &Path, layouts: &Vocabulary, limits: &LimitArgs) -> Result<Reading, Fault> {
    let limits = limits.limits(&LimitArgs::default());
    // One byte more than allowed tells that it is too large; the rest is not taken into memory.
    let mut bytes = Vec::new();
    std::fs::File::open(file)
        .and_then(|f| f.take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(Fault::given(file))?;
    read_bytes(&bytes, &limits, layouts).map_err(|why| Fault::unusable("file.read").at(file).because(why))
}

/// Runs `inspect`.
pub(crate) fn run(args: &InspectArgs, catalog: &Catalog) -> Status {
    let layouts = vocabulary(args.layouts.as_deref())?;
    let reading = read(&args.file, &layouts, &args.limits)?;
    let units = units(args, &layouts, &reading)?;
    match args.format {
        Shape::Text => {
            print(&inspect_text(&reading, catalog));
            print(&units_text(&units, reading.lines.len(), catalog));
        }
        Shape::Json => print_json(&InspectReport {
            units,
            ..inspect_report(&reading, catalog)
        })?,
    }
    Ok(0)
}
