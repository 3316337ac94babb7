//! `bangfu read`: a list of files into a ledger; one JSON line a file on stdout.

use std::{
    io::{BufRead as _, BufReader, Read},
    path::PathBuf,
};

use crate::{
    cli::{Failure, LayoutArgs, LimitArgs, Status, interrupt, print, settings::LimitSettings},
    model::dates::Month,
    run::read_task::{ReadOptions, ReadResult, ViewOptions, read},
    text::catalog::{Catalog, Lang},
};

/// Options of `read`.
#[derive(Debug, clap::Args)]
pub(crate) struct ReadArgs {
    /// Files (or folders) to read
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// A list of files, one path a line; - for stdin
    #[arg(long, value_name = "FILE|-")]
    files_from: Option<PathBuf>,
    /// The ledger to write into; may be shared by any number of such tasks
    #[arg(long, value_name = "DIR")]
    ledger: PathBuf,
    /// The inbox: paths are noted below it, as an audit of that inbox notes them
    #[arg(long, value_name = "DIR")]
    base: Option<PathBuf>,
    /// Also write what the SQL of this month needs (facts, submitted, units, terms)
    #[arg(long, value_name = "YYYY-MM")]
    period: Option<Month>,
    /// Policy id or file, with --period
    #[arg(long, value_name = "ID|FILE", default_value = "yuncheng-2023-31-24", requires = "period")]
    policy: String,
    /// Refuse a period for which a change of the policy is expected and no document is known
    #[arg(long, requires = "period")]
    strict_policy: bool,
    /// 单位名册, with --period
    #[arg(long, value_name = "FILE", requires = "period")]
    registry: Option<PathBuf>,
    /// Threads; all cores when not given
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    #[command(flatten)]
    layouts: LayoutArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

/// Runs it. Exit status 3 when a path of the list is not there; what was found but cannot be read is in the ledger with its reason.
pub(crate) fn run(args: &ReadArgs) -> Status {
    crate::cli::threads(args.jobs)?;
    let interrupted = || eprintln!("bangfu: {}", Catalog::new(Lang::default()).get("cli.read_interrupted"));
    interrupt::listen(interrupted).map_err(Failure::stopped)?;
    let options = ReadOptions {
        ledger: args.ledger.clone(),
        base: args.base.clone(),
        layouts: args.layouts.layouts.clone(),
        limits: args.limits.limits(&LimitSettings::default()),
        view: args.period.map(|period| ViewOptions {
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
            let file = std::fs::File::open(path).map_err(|e| Failure::usage(anyhow::Error::new(e).context(path.display().to_string())))?;
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
            print(&format!("{line}\n"));
        }
    };
    match read(&options, paths, &mut tell, &interrupt::requested) {
        Ok(whole) => Ok(if whole { 0 } else { 3 }),
        Err(e) if interrupt::requested() => {
            interrupt::tell(interrupted);
            Ok(e.exit_status())
        }
        Err(e) => Err(Failure {
            status: e.exit_status(),
            error: e.into(),
        }),
    }
}
