//! `bangfu check`: what an audit would say of these workbooks, for whoever sends them in.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    cli::{
        Failure, LayoutArgs, LimitArgs, Status, interrupt, print,
        settings::{Settings, TODAY, resolve_period, today},
    },
    inbox::outputs::real,
    inbox::own_output::is_output,
    model::dates::Month,
    report::{letterhead::Letterhead, render::Formats},
    run::{
        RunEvents,
        check::{CheckOptions, check},
        options::AuditOptions,
    },
    text::catalog::{Catalog, Lang},
};

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Workbooks, folders of them or zips
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Also write a copy (.xlsx) with what is to mend marked and listed
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Overwrite the file of -o
    #[arg(long, requires = "out")]
    force: bool,
    /// Month to foretell, e.g. 2024-03, or last-month [default: the last month with purchases in the files]
    #[arg(long, value_name = "YYYY-MM")]
    period: Option<String>,
    /// 单位名册 (xlsx, csv …)
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,
    /// Policy id or file [default: yuncheng-2023-31-24]
    #[arg(long, value_name = "ID|FILE")]
    policy: Option<String>,
    /// Decisions by auditors on disputed lines, suppliers and channels: a file, or a folder of them (may repeat)
    #[arg(long, value_name = "FILE|DIR")]
    overrides: Vec<PathBuf>,
    /// Settings file; bangfu.toml in the working folder when not given
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// text for people, json for programs
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    format: CheckFormat,
    /// Language of messages [default: zh]
    #[arg(long, value_enum)]
    lang: Option<Lang>,
    #[command(flatten)]
    layouts: LayoutArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum CheckFormat {
    Text,
    Json,
}

/// Nobody is told how it goes: it is said at the end.
struct Unseen;

impl RunEvents for Unseen {
    fn started(&self) -> SystemTime {
        SystemTime::now()
    }
    fn stopped(&self) -> bool {
        interrupt::requested()
    }
}

/// Runs it: exit 3 while something must be mended.
pub(crate) fn run(args: &CheckArgs) -> Status {
    let settings = Settings::find(args.config.as_deref()).map_err(Failure::usage)?;
    let options = options(args, &settings)?;
    let catalog = Catalog::new(options.audit.lang);
    if let Some(out) = &args.out {
        refuse(out, args, &catalog)?;
    }
    let lang = options.audit.lang;
    interrupt::listen(move || eprintln!("bangfu: {}", Catalog::new(lang).get("check.interrupted"))).map_err(Failure::stopped)?;
    let (found, copy) = check(&options, &Unseen).map_err(|e| Failure {
        status: e.exit_status(),
        error: e.into(),
    })?;
    match args.format {
        CheckFormat::Text => print(&found.text(&catalog)),
        CheckFormat::Json => {
            let json = serde_json::to_string_pretty(&found).map_err(Failure::stopped)?;
            print(&format!("{json}\n"));
        }
    }
    if let (Some(out), Some(bytes)) = (&args.out, copy) {
        fs::write(out, bytes).map_err(|e| Failure::stopped(anyhow::anyhow!("{}: {e}", out.display())))?;
        if args.format == CheckFormat::Text {
            print(&format!(
                "{}\n",
                catalog.say("check.written", &[("path", &out.display().to_string())])
            ));
        }
    }
    Ok(found.exit_status())
}

fn options(args: &CheckArgs, settings: &Settings) -> Result<CheckOptions, Failure> {
    let set = std::env::var(TODAY).ok();
    let day = today(set.as_deref()).map_err(Failure::usage)?;
    let period = match &args.period {
        Some(text) => resolve_period(text, day).map_err(|e| Failure::usage(anyhow::Error::new(e).context("--period")))?,
        None => Month::of(day),
    };
    let audit = AuditOptions {
        inboxes: args.files.clone(),
        period,
        // Nothing is published.
        out: PathBuf::new(),
        ledger: None,
        from_ledger: None,
        classified: false,
        allow_empty: true,
        registry: args.registry.clone().or_else(|| settings.registry.clone()),
        policy: args
            .policy
            .clone()
            .or_else(|| settings.policy.clone())
            .unwrap_or_else(|| "yuncheng-2023-31-24".to_owned()),
        strict_policy: settings.strict_policy.unwrap_or(false),
        overrides: if args.overrides.is_empty() {
            settings.overrides.clone()
        } else {
            args.overrides.clone()
        },
        layouts: args.layouts.layouts.clone().or_else(|| settings.layouts.clone()),
        formats: Formats::default(),
        lang: args.lang.or(settings.lang).unwrap_or_default(),
        templates: None,
        letterhead: Letterhead::default(),
        previous: None,
        limits: args.limits.limits(&settings.limits),
        checks: settings.checks.clone(),
        settings: settings.file.clone(),
        platform_exports: Vec::new(),
        reconcile: settings.reconcile,
    };
    Ok(CheckOptions {
        audit,
        find_period: args.period.is_none(),
        copy: args.out.is_some(),
    })
}

/// The copy is never written over a ledger, and over another file only when that is asked for.
fn refuse(out: &Path, args: &CheckArgs, catalog: &Catalog) -> Result<(), Failure> {
    let refused = |key: &str| Failure::usage(anyhow::anyhow!(catalog.say(key, &[("path", &out.display().to_string())])));
    if out.extension().is_none_or(|e| !e.eq_ignore_ascii_case("xlsx")) {
        return Err(refused("check.not_xlsx"));
    }
    // A copy that an earlier check left there is no ledger.
    let is_ledger = || fs::read(out).is_ok_and(|bytes| !is_output(&bytes));
    let given = |file: &PathBuf| real(out).zip(real(file)).is_some_and(|(out, file)| out.starts_with(file));
    if args.files.iter().any(given) && is_ledger() {
        return Err(refused("check.is_input"));
    }
    if out.exists() && !args.force {
        return Err(refused("check.exists"));
    }
    Ok(())
}
