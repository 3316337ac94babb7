//! The command line: clap types, one thin file a subcommand. stdout is for machines, stderr for people.

pub(crate) mod audit;
pub(crate) mod check;
pub(crate) mod desk;
pub(crate) mod events;
pub(crate) mod guided;
pub(crate) mod help;
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
    borrow::Cow,
    ffi::OsString,
    fs::OpenOptions,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use clap::{FromArgMatches as _, Parser, Subcommand, ValueEnum as _, error::ErrorKind};

pub(crate) use desk::output::{print, print_data, print_err};

use crate::{
    cli::settings::Settings,
    text::{Catalog, Fault, Foreign, Lang},
};

/// The command line. Its words are texts of the catalogue ([`help`]).
#[derive(Debug, Parser)]
#[command(name = "bangfu", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[arg(long, value_enum, global = true, help_heading = "common")]
    lang: Option<Lang>,
    #[arg(long, value_enum, global = true, default_value = "auto", help_heading = "common")]
    encoding: desk::output::Encoding,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Audit(Box<audit::AuditArgs>),
    Check(Box<check::CheckArgs>),
    Inspect(inspect::InspectArgs),
    Explain(published::ExplainArgs),
    Diff(published::DiffArgs),
    Verify(tools::VerifyArgs),
    #[command(hide = true)]
    SecondReader,
    Handout(published::HandoutArgs),
    Sample(Box<sample::SampleArgs>),
    Template(tools::TemplateArgs),
    Checks(tools::ChecksArgs),
    Policy(policy::PolicyArgs),
    Read(Box<read::ReadArgs>),
    Assess(Box<audit::AssessArgs>),
    Schema,
    Completions(tools::CompletionsArgs),
    Man(tools::ManArgs),
}

/// For whom an answer is: text for people, JSON for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Shape {
    Text,
    Json,
}

/// Says an answer to a program.
fn print_json(answer: &impl serde::Serialize) -> Result<(), Fault> {
    print_data(&format!("{}\n", serde_json::to_string_pretty(answer)?));
    Ok(())
}

/// Runs the program.
pub fn main() -> ExitCode {
    let given = desk::arguments::given();
    let catalog = Catalog::new(language(&given));
    if let Some(dropped) = guided::dropped(&given) {
        return guided::main(&dropped, &catalog);
    }
    let parsed = help::command(&catalog).try_get_matches_from(given);
    let result = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => {
            desk::output::choose(cli.encoding);
            run(&cli.command, &catalog)
        }
        // Help and version go to stdout (status 0), help that nobody asked for to stderr (status 2).
        Err(shown) if shown.exit_code() == 0 || shown.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let say = if shown.use_stderr() { desk::output::print_part_err } else { print };
            say(&shown.to_string());
            return ExitCode::from(u8::try_from(shown.exit_code()).unwrap_or(2));
        }
        Err(error) => Err(help::refused(&error)),
    };
    match result {
        Ok(status) => ExitCode::from(status),
        Err(fault) => {
            print_err(&format!("bangfu: {}", fault.text(&catalog)));
            ExitCode::from(fault.exit_status())
        }
    }
}

fn run(command: &Command, catalog: &Catalog) -> Status {
    match command {
        Command::Audit(args) => audit::run(args, catalog),
        Command::Read(args) => read::run(args, catalog),
        Command::Assess(args) => audit::assess(args, catalog),
        Command::Inspect(args) => inspect::run(args, catalog),
        Command::Check(args) => check::run(args, catalog),
        Command::Explain(args) => published::explain(args, catalog),
        Command::Handout(args) => published::handout(args, catalog),
        Command::Sample(args) => sample::run(args, catalog),
        Command::Diff(args) => published::diff(args, catalog),
        Command::Verify(args) => tools::verify(args, catalog),
        Command::SecondReader => tools::second_reader(),
        Command::Template(args) => tools::template(args, catalog),
        Command::Checks(args) => tools::checks(args, catalog),
        Command::Schema => tools::schema(),
        Command::Completions(args) => tools::completions(args, catalog),
        Command::Man(args) => tools::man(args, catalog),
        Command::Policy(args) => policy::run(args, catalog),
    }
}

/// The language of the run, known before the command line is understood, since even its mistakes are told in it: `--lang`, else what the settings say.
fn language(given: &[OsString]) -> Lang {
    let option = |name: &str| {
        let texts = given.iter().skip(1).map(|a| a.to_string_lossy()).take_while(|a| a != "--");
        let texts: Vec<_> = texts.collect();
        let behind = |(i, text): (usize, &Cow<'_, str>)| match text.strip_prefix(name)? {
            "" => texts.get(i + 1).map(|value| value.to_string()),
            rest => rest.strip_prefix('=').map(str::to_owned),
        };
        texts.iter().enumerate().find_map(behind)
    };
    let named = option("--lang").and_then(|value| Lang::from_str(&value, false).ok());
    let set = || Settings::find(option("--config").as_ref().map(Path::new)).ok()?.lang;
    named.or_else(set).unwrap_or_default()
}

/// Sets how many threads there are; all cores when not given.
pub(crate) fn threads(jobs: Option<usize>) -> Result<(), Fault> {
    match jobs {
        None => Ok(()),
        Some(0) => Err(Fault::usage("usage.no_jobs")),
        Some(jobs) => rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build_global()
            .map_err(|e| Fault::stopped("run.thread").because(Foreign::of(e))),
    }
}

/// Whether a file that people fill in may be replaced.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Overwrite {
    #[arg(long, help_heading = "output")]
    pub force: bool,
}

impl Overwrite {
    /// Writes a file that somebody fills in: one that is there already may have been filled in, and is replaced only where that is asked for.
    ///
    /// # Errors
    /// It is there (status 2), or cannot be written.
    pub fn write(self, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        let mut how = OpenOptions::new();
        how.write(true).create(true).truncate(true).create_new(!self.force);
        let written = how.open(path).and_then(|mut file| file.write_all(bytes));
        written.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Fault::usage("usage.exists").at(path),
            _ => Fault::io("file.write", path)(error),
        })
    }
}

/// Exit status of a command.
pub(crate) type Status = Result<u8, Fault>;
