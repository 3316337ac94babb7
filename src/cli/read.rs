//! `bangfu read`: a list of files into a ledger; one JSON line a file on stdout.

use std::{
    io::{BufRead as _, BufReader, Read},
    path::PathBuf,
};

use crate::{
    cli::{
        Status, interrupt, print_data, print_err,
        settings::{LimitArgs, resolve_period, today},
    },
    policy::pack::DEFAULT_POLICY,
    run::read_task::{ReadOptions, ReadResult, ViewOptions, read},
    text::{Catalog, Fault},
};

/// Options of `read`.
#[derive(Debug, clap::Args)]
pub(crate) struct ReadArgs {
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "FILE|-")]
    files_from: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    ledger: PathBuf,
    #[arg(long, value_name = "DIR")]
    base: Option<PathBuf>,
    #[arg(long, value_name = "MONTH")]
    period: Option<String>,
    #[arg(long, value_name = "ID|FILE", default_value = DEFAULT_POLICY, requires = "period")]
    policy: String,
    #[arg(long, requires = "period")]
    strict_policy: bool,
    #[arg(long, value_name = "FILE", requires = "period")]
    registry: Option<PathBuf>,
    #[arg(short, long, value_name = "N", help_heading = "common")]
    jobs: Option<usize>,
    #[arg(long, value_name = "FILE", help_heading = "limits")]
    layouts: Option<PathBuf>,
    #[command(flatten)]
    limits: LimitArgs,
}

/// Runs it. Exit status 3 when a path of the list is not there; what was found but cannot be read is in the ledger with its reason.
pub(crate) fn run(args: &ReadArgs, catalog: &Catalog) -> Status {
    crate::cli::threads(args.jobs)?;
    let said = catalog.get("cli.read_interrupted").to_owned();
    let interrupted = move || print_err(&format!("bangfu: {said}"));
    interrupt::listen(interrupted.clone())?;
    let period = args.period.as_ref().map(|text| resolve_period(text, today()?)).transpose()?;
    let options = ReadOptions {
        ledger: args.ledger.clone(),
        base: args.base.clone(),
        layouts: args.layouts.clone(),
        limits: args.limits.limits(&LimitArgs::default()),
        view: period.map(|period| ViewOptions {
            policy: args.policy.clone(),
            period,
            strict_policy: args.strict_policy,
            registry: args.registry.clone(),
        }),
    };
    let list: Option<Box<dyn Read>> = match &args.files_from {
        None => None,
        Some(path) if path.as_os_str() == "-" => Some(Box::new(std::io::stdin())),
        Some(path) => {
            let file = std::fs::File::open(path).map_err(Fault::given(path))?;
            Some(Box::new(file))
        }
    };
    let listed = list.into_iter().flat_map(|l| BufReader::new(l).lines());
    let listed = listed
        .map(|line| line.map(|l| PathBuf::from(l.trim_end_matches('\r'))))
        .filter(|l| l.as_ref().map_or(true, |p| !p.as_os_str().is_empty()));
    let paths = args.files.iter().cloned().map(Ok).chain(listed);
    let mut tell = |result: &ReadResult| {
        if let Ok(line) = serde_json::to_string(result) {
            print_data(&format!("{line}\n"));
        }
    };
    match read(&options, paths, &mut tell, &interrupt::requested) {
        Ok(whole) => Ok(if whole { 0 } else { 3 }),
        Err(e) if interrupt::requested() => {
            interrupt::tell(interrupted);
            Ok(e.exit_status())
        }
        Err(e) => Err(e),
    }
}
