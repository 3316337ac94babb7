//! `bangfu audit`.

use std::path::PathBuf;

use super::{LayoutArgs, LimitArgs, Status};
use crate::{
    batch::{AuditOptions, AuditOutcome, audit},
    cli::Failure,
    report::Formats,
    text::{Catalog, Lang},
};

/// Options of `audit`.
#[derive(Debug, clap::Args)]
pub struct AuditArgs {
    /// Folders (searched at any depth), files or zips of workbooks
    #[arg(value_name = "INBOX", required = true)]
    inboxes: Vec<PathBuf>,
    /// Month to audit, e.g. 2024-03
    #[arg(long, value_name = "YYYY-MM")]
    period: String,
    /// Folder for the reports; replaced as a whole
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// 单位名册 (xlsx, csv …): who must report, with plan and reserve
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,
    /// Policy id or file
    #[arg(long, value_name = "ID|FILE", default_value = "yuncheng-2023-31-24")]
    policy: String,
    /// Go on with the last dated value of the policy where none covers the period
    #[arg(long)]
    extend_policy: bool,
    /// Decisions by auditors on disputed lines, suppliers and channels
    #[arg(long, value_name = "FILE")]
    overrides: Option<PathBuf>,
    /// Formats: xlsx,html,docx,json
    #[arg(long, value_name = "LIST", default_value = "xlsx,html,json")]
    format: String,
    /// Folder with own texts for the docx reports
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Threads; all cores when not given
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Language of reports and messages
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
    /// Log lines on stderr as text or JSON
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
    /// Nothing on stderr but errors
    #[arg(long)]
    quiet: bool,
    /// Exit 4 when a unit fails or is undetermined
    #[arg(long)]
    fail_on_noncompliance: bool,
    /// Read every workbook anew and keep nothing between runs
    #[arg(long)]
    no_cache: bool,
    #[command(flatten)]
    layouts: LayoutArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

/// Shape of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Runs it.
pub fn run(args: &AuditArgs) -> Status {
    let options = AuditOptions {
        inboxes: args.inboxes.clone(),
        period: args
            .period
            .parse()
            .map_err(|e| Failure::usage(anyhow::Error::new(e).context("--period")))?,
        out: args.out.clone(),
        registry: args.registry.clone(),
        policy: args.policy.clone(),
        extend_policy: args.extend_policy,
        overrides: args.overrides.clone(),
        layouts: args.layouts.layouts.clone(),
        formats: args
            .format
            .parse::<Formats>()
            .map_err(|e| Failure::usage(anyhow::anyhow!("--format: {e}")))?,
        lang: args.lang,
        templates: args.templates.clone(),
        limits: args.limits.limits(),
        keep_readings: !args.no_cache,
        checks: crate::checks::CheckSettings::default(),
    };
    if let Some(jobs) = args.jobs {
        if jobs == 0 {
            return Err(Failure::usage(anyhow::anyhow!("--jobs: at least 1")));
        }
        rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build_global()
            .map_err(Failure::stopped)?;
    }
    let events = crate::batch::events::Terminal::start(args.quiet, args.log_format == LogFormat::Json);
    let outcome = audit(&options, &events).map_err(|e| Failure {
        status: e.exit_status(),
        error: e.into(),
    })?;
    if !args.quiet {
        say(&outcome, &Catalog::new(args.lang), &args.out);
    }
    Ok(outcome.exit_status(args.fail_on_noncompliance))
}

/// The closing lines: units, verdicts, what could not be read.
fn say(outcome: &AuditOutcome, catalog: &Catalog, out: &std::path::Path) {
    for problem in outcome.problems.iter().filter(|p| p.kind != "ignored") {
        eprintln!("{}: {}", problem.path, problem.message);
    }
    let count = |i: usize| outcome.verdicts[i].1.to_string();
    let units: u64 = outcome.verdicts.iter().map(|(_, n)| n).sum();
    eprintln!(
        "{}",
        catalog.say(
            "cli.audit.closing",
            &[
                ("units", &units.to_string()),
                ("pass", &count(0)),
                ("fail", &count(1)),
                ("undetermined", &count(2)),
                ("no_data", &count(3)),
                ("exempt", &count(4)),
                ("files", &outcome.inputs.files.to_string()),
                ("quarantined", &outcome.inputs.quarantined.to_string()),
                ("lines", &outcome.inputs.lines.to_string()),
                ("rejected", &outcome.inputs.rejected_rows.to_string()),
                ("out", &out.join("index.html").display().to_string()),
            ],
        )
    );
}
