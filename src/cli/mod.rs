//! The command line: clap types, one thin file a subcommand. stdout is for machines, stderr for people.

pub(crate) mod audit;
pub(crate) mod check;
pub(crate) mod events;
pub(crate) mod inspect;
pub(crate) mod interrupt;
pub(crate) mod log;
pub(crate) mod policy;
pub(crate) mod progress;
pub(crate) mod published;
pub(crate) mod read;
pub(crate) mod sample;
pub(crate) mod settings;
pub(crate) mod shell;
pub(crate) mod tools;

use std::{
    fs::OpenOptions,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use crate::formats::limits::set_memory;
use crate::text::{
    catalog::{Catalog, Lang},
    causes::with_causes,
};

/// Audits canteens' purchases against the shares that must come from areas lifted out of poverty (消费帮扶采购审核).
#[derive(Debug, Parser)]
#[command(name = "bangfu", version, about, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read every workbook, assess every unit, write every report
    Audit(Box<audit::AuditArgs>),
    /// Read a list of files into a ledger (Parquet): one task of many
    Read(Box<read::ReadArgs>),
    /// As audit, from a ledger instead of an inbox
    Assess(Box<audit::AssessArgs>),
    /// How one workbook is read: tables, header mapping, every row's fate
    Inspect(inspect::InspectArgs),
    /// A unit's own check before it submits: what audit will say, what to mend
    Check(Box<check::CheckArgs>),
    /// Where each figure of a unit comes from, down to the cells
    Explain(published::ExplainArgs),
    /// An audit sample to take on site, and what its errors say of the whole
    Sample(Box<sample::SampleArgs>),
    /// What changed between two runs, and why
    Diff(published::DiffArgs),
    /// Inputs and reports against the manifest (SHA-256), and a recount by a second reader
    Verify(tools::VerifyArgs),
    /// Reads cells for `verify`, in a process of its own
    #[command(hide = true)]
    SecondReader,
    /// A workbook to fill in, with drop-downs and validation
    Template(tools::TemplateArgs),
    /// The checks: what each flags, why, and how to verify it
    Checks(tools::ChecksArgs),
    /// JSON Schemas of all that is written
    Schema,
    /// Completions for a shell
    Completions(tools::CompletionsArgs),
    /// Manual pages
    Man(tools::ManArgs),
    /// List, show or check policies
    Policy(policy::PolicyArgs),
}

/// Options of every command that speaks to people.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Common {
    /// Language of reports and messages
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    pub lang: Lang,
}

/// Limits of one workbook.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LimitArgs {
    /// Largest file, MiB [default: 256]
    #[arg(long, value_name = "MIB")]
    pub max_file_mib: Option<u64>,
    /// Most bytes after inflating, MiB [default: 1024]
    #[arg(long, value_name = "MIB")]
    pub max_inflated_mib: Option<u64>,
    /// Most cells in a workbook [default: 8000000]
    #[arg(long, value_name = "N")]
    pub max_cells: Option<usize>,
    /// Most sheets in a workbook [default: 512]
    #[arg(long, value_name = "N")]
    pub max_sheets: Option<usize>,
    /// Deepest nesting of XML [default: 256]
    #[arg(long, value_name = "N")]
    pub max_xml_depth: Option<usize>,
    /// Most files in a zip of workbooks [default: 10000]
    #[arg(long, value_name = "N")]
    pub max_members: Option<usize>,
    /// Memory that all threads together read with, MiB [default: half of what the machine or its control group has]
    #[arg(long, value_name = "MIB")]
    pub max_memory: Option<u64>,
}

impl LimitArgs {
    /// As the readers take them: the command line first, then the settings, then the defaults. The memory is set for the whole process.
    #[must_use]
    pub fn limits(&self, settings: &crate::cli::settings::LimitSettings) -> crate::formats::limits::Limits {
        let default = crate::formats::limits::Limits::default();
        if let Some(mib) = self.max_memory.or(settings.max_memory) {
            set_memory(mib);
        }
        let bytes = |mib: Option<u64>, or: u64| mib.map_or(or, |m| m.saturating_mul(1 << 20));
        crate::formats::limits::Limits {
            file_bytes: bytes(self.max_file_mib.or(settings.max_file_mib), default.file_bytes),
            inflated_bytes: bytes(self.max_inflated_mib.or(settings.max_inflated_mib), default.inflated_bytes),
            cells: self.max_cells.or(settings.max_cells).unwrap_or(default.cells),
            sheets: self.max_sheets.or(settings.max_sheets).unwrap_or(default.sheets),
            xml_depth: self.max_xml_depth.or(settings.max_xml_depth).unwrap_or(default.xml_depth),
            members: self.max_members.or(settings.max_members).unwrap_or(default.members),
            ..default
        }
    }
}

/// Where further header names come from.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct LayoutArgs {
    /// Further header names (TOML)
    #[arg(long, value_name = "FILE")]
    pub layouts: Option<PathBuf>,
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // clap prints help and version to stdout (status 0), usage errors to stderr (status 2).
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let result = match cli.command {
        Command::Audit(args) => audit::run(&args),
        Command::Read(args) => read::run(&args),
        Command::Assess(args) => audit::assess(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => published::explain(&args),
        Command::Sample(args) => sample::run(&args),
        Command::Diff(args) => published::diff(&args),
        Command::Verify(args) => tools::verify(&args),
        Command::SecondReader => tools::second_reader(),
        Command::Template(args) => tools::template(&args),
        Command::Checks(args) => tools::checks(&args),
        Command::Schema => tools::schema(),
        Command::Completions(args) => tools::completions(&args),
        Command::Man(args) => tools::man(&args),
        Command::Policy(args) => policy::run(&args),
    };
    match result {
        Ok(status) => ExitCode::from(status),
        Err(failure) => {
            eprintln!("bangfu: {}", with_causes(failure.error.as_ref()).trim_end());
            ExitCode::from(failure.status)
        }
    }
}

/// An error with its exit status.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What is wrong.
    pub error: anyhow::Error,
    /// Exit status.
    pub status: u8,
}

impl Failure {
    /// Bad usage or input that the caller can mend: exit 2.
    pub fn usage(error: impl Into<anyhow::Error>) -> Self {
        Self {
            error: error.into(),
            status: 2,
        }
    }
    /// Anything that stopped the run: exit 1.
    pub fn stopped(error: impl Into<anyhow::Error>) -> Self {
        Self {
            error: error.into(),
            status: 1,
        }
    }
}

/// Sets how many threads there are; all cores when not given.
///
/// # Errors
/// None at all.
pub(crate) fn threads(jobs: Option<usize>) -> Result<(), Failure> {
    match jobs {
        None => Ok(()),
        Some(0) => Err(Failure::usage(anyhow::anyhow!("--jobs: at least 1"))),
        Some(jobs) => rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build_global()
            .map_err(Failure::stopped),
    }
}

/// Whether a file that people fill in may be replaced.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Overwrite {
    /// Replace the file where there is one already
    #[arg(long)]
    pub force: bool,
}

impl Overwrite {
    /// Writes a file that somebody fills in: one that is there already may have been filled in, and is replaced only where that is asked for.
    ///
    /// # Errors
    /// It is there (status 2), or cannot be written.
    pub fn write(self, path: &Path, bytes: &[u8], catalog: &Catalog) -> Result<(), Failure> {
        let mut how = OpenOptions::new();
        how.write(true).create(true).truncate(true).create_new(!self.force);
        let written = how.open(path).and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| {
            let shown = path.display().to_string();
            if error.kind() == io::ErrorKind::AlreadyExists {
                let said = catalog.say("cli.exists", &[("path", &shown)]);
                return Failure::usage(anyhow::anyhow!(said));
            }
            Failure::stopped(anyhow::Error::new(error).context(shown))
        })
    }
}

/// Exit status of a command.
pub(crate) type Status = Result<u8, Failure>;

/// Prints to stdout; a closed pipe (`| head`) is no error.
pub(crate) fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}
