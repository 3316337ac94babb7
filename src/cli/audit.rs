//! `bangfu audit`: what the command line does not say, the settings file may (docs/unattended.md); the command line goes first.

use std::path::PathBuf;

use crate::{
    cli::{
        Failure, LayoutArgs, LimitArgs, Status,
        events::Terminal,
        interrupt,
        log::{self, LogFormat},
        progress,
        settings::{Settings, TODAY, resolve_period, today},
    },
    policy::pack::DEFAULT_POLICY,
    report::render::{Format, Formats},
    run::{audit::audit, options::AuditOptions, outcome::AuditOutcome},
    text::{
        catalog::{Catalog, Lang},
        causes::with_causes,
    },
};

/// Options of `audit`.
#[derive(Debug, clap::Args)]
pub(crate) struct AuditArgs {
    /// Folders (searched at any depth), files or zips of workbooks
    #[arg(value_name = "INBOX")]
    inboxes: Vec<PathBuf>,
    /// Also keep the lines as Parquet (docs/ledger.md); the folder is replaced as a whole
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
    #[command(flatten)]
    run: RunArgs,
}

/// Options of `assess`.
#[derive(Debug, clap::Args)]
pub(crate) struct AssessArgs {
    /// The ledger that `audit --ledger` or `read` wrote
    #[arg(long, value_name = "DIR")]
    ledger: PathBuf,
    /// Also write into it what the SQL of `bangfu policy sql` needs
    #[arg(long)]
    classified: bool,
    #[command(flatten)]
    run: RunArgs,
}

/// Options that `audit` and `assess` share.
#[derive(Debug, clap::Args)]
struct RunArgs {
    /// Month to audit, e.g. 2024-03, or last-month
    #[arg(long, value_name = "YYYY-MM")]
    period: Option<String>,
    /// Folder for the reports; replaced as a whole
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Settings file; bangfu.toml in the working folder when not given
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// 单位名册 (xlsx, csv …): who must report, with plan and reserve
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,
    /// Policy id or file [default: yuncheng-2023-31-24]
    #[arg(long, value_name = "ID|FILE")]
    policy: Option<String>,
    /// Refuse a period for which a change of the policy is expected and no document is known
    #[arg(long)]
    strict_policy: bool,
    /// Go on although no inbox holds a workbook, and replace the last reports
    #[arg(long)]
    allow_empty: bool,
    /// An export of a platform's orders to reconcile with: 832=FILE, local=FILE or CHANNEL=FILE (may repeat)
    #[arg(long = "platform-export", value_name = "KIND=FILE", value_parser = kind_and_file)]
    platform_exports: Vec<(String, PathBuf)>,
    /// Decisions by auditors on disputed lines, suppliers and channels: a file, or a folder of them (may repeat)
    #[arg(long, value_name = "FILE|DIR")]
    overrides: Vec<PathBuf>,
    /// Formats: xlsx,html,docx,json [default: xlsx,html,json]
    #[arg(long, value_name = "LIST")]
    format: Option<String>,
    /// Folder with own texts for the docx reports
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// An earlier OUT: the pages say what changed since; the OUT that is replaced when not given
    #[arg(long, value_name = "OUT")]
    previous: Option<PathBuf>,
    /// Threads; all cores when not given
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Language of reports and messages [default: zh]
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    /// Log lines on stderr as text or JSON [default: text]
    #[arg(long, value_enum)]
    log_format: Option<LogFormat>,
    /// Nothing on stderr but errors
    #[arg(long)]
    quiet: bool,
    /// Before publishing read every cited cell again with a second reader and add all up anew; nothing is published where something differs
    #[arg(long)]
    verify: bool,
    /// Exit 4 when a unit fails or is undetermined
    #[arg(long)]
    fail_on_noncompliance: bool,
    #[command(flatten)]
    layouts: LayoutArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

/// Where the readings come from.
enum From<'a> {
    Inboxes {
        inboxes: &'a [PathBuf],
        ledger: Option<&'a PathBuf>,
    },
    Ledger {
        ledger: &'a PathBuf,
        classified: bool,
    },
}

/// `bangfu audit`.
pub(crate) fn run(args: &AuditArgs) -> Status {
    let from = From::Inboxes {
        inboxes: &args.inboxes,
        ledger: args.ledger.as_ref(),
    };
    start(from, &args.run)
}

/// `bangfu assess`.
pub(crate) fn assess(args: &AssessArgs) -> Status {
    let from = From::Ledger {
        ledger: &args.ledger,
        classified: args.classified,
    };
    start(from, &args.run)
}

fn start(from: From<'_>, args: &RunArgs) -> Status {
    let settings = Settings::find(args.config.as_deref()).map_err(Failure::usage)?;
    let quiet = args.quiet || settings.quiet.unwrap_or(false);
    let options = options(from, args, &settings)?;
    let recount = (args.verify || settings.verify.unwrap_or(false)).then_some((options.limits, options.lang));
    if recount.is_some() && !options.formats.iter().any(|f| f == Format::Json) {
        let said = Catalog::new(options.lang).get("cli.audit.recount_needs_json").to_owned();
        return Err(Failure::usage(anyhow::anyhow!(said)));
    }
    crate::cli::threads(args.jobs.or(settings.jobs))?;
    let format = log_format(args, &settings);
    let json = format == LogFormat::Json;
    let lang = options.lang;
    let interrupted = move || {
        let said = Catalog::new(lang).get("cli.audit.interrupted").to_owned();
        if json {
            log::run_stopped(&said);
        } else {
            progress::around(|| eprintln!("bangfu: {said}"));
        }
    };
    let result = {
        let events = Terminal::start(quiet, format, recount);
        interrupt::listen(interrupted).map_err(Failure::stopped)?;
        audit(&options, &events)
    };
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(e) if interrupt::requested() => {
            interrupt::tell(interrupted);
            return Ok(e.exit_status());
        }
        Err(e) if json => {
            log::run_stopped(&with_causes(&e));
            return Ok(e.exit_status());
        }
        Err(e) => {
            return Err(Failure {
                status: e.exit_status(),
                error: e.into(),
            });
        }
    };
    // Lines for machines and lines for people do not mix: `run_published` holds the same counts.
    if !quiet && !json {
        say(&outcome, &Catalog::new(options.lang), &options.out);
    }
    Ok(outcome.exit_status(args.fail_on_noncompliance || settings.fail_on_noncompliance.unwrap_or(false)))
}

fn log_format(args: &RunArgs, settings: &Settings) -> LogFormat {
    args.log_format.or(settings.log_format).unwrap_or_default()
}

fn options(from: From<'_>, args: &RunArgs, settings: &Settings) -> Result<AuditOptions, Failure> {
    let missing = |what: &str, key: &str| {
        Failure::usage(anyhow::anyhow!(
            "{what} is missing: give it on the command line, or as `{key}` in bangfu.toml"
        ))
    };
    let (inboxes, ledger, from_ledger, classified) = match from {
        From::Inboxes { inboxes: [], ledger } => (settings.inbox.clone(), ledger.or(settings.ledger.as_ref()).cloned(), None, false),
        From::Inboxes { inboxes, ledger } => (inboxes.to_vec(), ledger.or(settings.ledger.as_ref()).cloned(), None, false),
        From::Ledger { ledger, classified } => (Vec::new(), None, Some(ledger.clone()), classified),
    };
    if inboxes.is_empty() && from_ledger.is_none() {
        return Err(missing("INBOX", "inbox"));
    }
    let period = args
        .period
        .as_ref()
        .or(settings.period.as_ref())
        .ok_or_else(|| missing("--period", "period"))?;
    let set = std::env::var(TODAY).ok();
    let day = today(set.as_deref()).map_err(Failure::usage)?;
    let period = resolve_period(period, day).map_err(|e| Failure::usage(anyhow::Error::new(e).context("--period")))?;
    let formats = match &args.format {
        Some(list) => list.clone(),
        None => settings.format.join(","),
    };
    let formats = if formats.is_empty() {
        Formats::default()
    } else {
        formats.parse().map_err(|e| Failure::usage(anyhow::anyhow!("--format: {e}")))?
    };
    Ok(AuditOptions {
        inboxes,
        period,
        out: args
            .out
            .clone()
            .or_else(|| settings.out.clone())
            .ok_or_else(|| missing("-o", "out"))?,
        registry: args.registry.clone().or_else(|| settings.registry.clone()),
        policy: args
            .policy
            .clone()
            .or_else(|| settings.policy.clone())
            .unwrap_or_else(|| DEFAULT_POLICY.to_owned()),
        strict_policy: args.strict_policy || settings.strict_policy.unwrap_or(false),
        allow_empty: args.allow_empty,
        overrides: if args.overrides.is_empty() {
            settings.overrides.clone()
        } else {
            args.overrides.clone()
        },
        layouts: args.layouts.layouts.clone().or_else(|| settings.layouts.clone()),
        formats,
        lang: args.lang.or(settings.lang).unwrap_or_default(),
        templates: args.templates.clone(),
        letterhead: settings.document.clone(),
        previous: args.previous.clone(),
        limits: args.limits.limits(&settings.limits),
        ledger,
        checks: settings.checks.clone(),
        settings: settings.file.clone(),
        platform_exports: if args.platform_exports.is_empty() {
            let given = &settings.platform_export;
            given
                .iter()
                .flat_map(|(kind, e)| e.0.iter().map(|p| (kind.clone(), p.clone())))
                .collect()
        } else {
            args.platform_exports.clone()
        },
        reconcile: settings.reconcile,
        from_ledger,
        classified,
    })
}

/// `832=FILE`.
fn kind_and_file(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((kind, file)) if !kind.trim().is_empty() && !file.is_empty() => Ok((kind.trim().to_owned(), PathBuf::from(file))),
        _ => Err("write it as KIND=FILE, for example 832=orders.xlsx".to_owned()),
    }
}

/// Problems of a kind that are told one by one; a region may have thousands, and the page lists them all.
const PROBLEMS_SHOWN: usize = 10;

/// Inputs that need a look, by kind, with where the whole list is.
fn say_problems(outcome: &AuditOutcome, catalog: &Catalog, out: &std::path::Path) {
    let problems = || outcome.problems.iter().filter(|p| p.kind != "ignored");
    let mut kinds: Vec<&str> = Vec::new();
    for problem in problems() {
        if !kinds.contains(&problem.kind.as_str()) {
            kinds.push(&problem.kind);
        }
    }
    for kind in kinds {
        let of_kind = || problems().filter(|p| p.kind == kind);
        for problem in of_kind().take(PROBLEMS_SHOWN) {
            eprintln!("{}: {}", problem.path, problem.message);
        }
        let all = of_kind().count();
        if all > PROBLEMS_SHOWN {
            let (all, more) = (all.to_string(), (all - PROBLEMS_SHOWN).to_string());
            let page = out.join("index.html").display().to_string();
            eprintln!(
                "{}",
                catalog.say("cli.audit.more_problems", &[("all", &all), ("more", &more), ("page", &page)])
            );
        }
    }
}

/// The closing lines: units, verdicts, what could not be read.
fn say(outcome: &AuditOutcome, catalog: &Catalog, out: &std::path::Path) {
    if outcome.no_lines {
        eprintln!("{}", catalog.get("cli.audit.no_lines"));
    } else if outcome.is_thin() {
        let (registered, with_lines) = (outcome.reporting.0.to_string(), outcome.reporting.1.to_string());
        let said = [("registered", registered.as_str()), ("with_lines", &with_lines)];
        eprintln!("{}", catalog.say("cli.audit.thin", &said));
    }
    say_problems(outcome, catalog, out);
    for kept in &outcome.published.kept {
        let (files, folder) = (kept.files.to_string(), kept.folder.display().to_string());
        eprintln!("{}", catalog.say("cli.audit.kept", &[("files", &files), ("folder", &folder)]));
    }
    if let Some(left) = &outcome.published.left {
        let folder = left.folder.display().to_string();
        eprintln!("{}", catalog.say("cli.audit.left", &[("folder", &folder), ("error", &left.error)]));
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
                ("seconds", &format!("{:.1}", outcome.seconds)),
                ("out", &out.join("index.html").display().to_string()),
            ],
        )
    );
}
