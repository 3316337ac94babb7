//! `bangfu check`: what an audit would say of these workbooks, for whoever sends them in.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    cli::{
        Shape, Status,
        audit::{either, typed_or_set},
        interrupt, print, print_err, print_json,
        settings::{LimitArgs, Settings, resolve_period, today},
    },
    inbox::{outputs::real, own_output::is_output},
    model::Month,
    policy::pack::DEFAULT_POLICY,
    report::{flat::csv::CsvEncoding, letterhead::Letterhead, render::Formats},
    run::{
        RunEvents,
        check::{CheckOptions, check},
        options::AuditOptions,
    },
    text::{Catalog, Fault, Lang},
};

/// Options of `check`.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "MONTH")]
    period: Option<String>,
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,
    #[arg(long, value_name = "FILE|DIR")]
    overrides: Vec<PathBuf>,
    #[arg(long, value_name = "ID|FILE")]
    policy: Option<String>,
    #[arg(short, long, alias = "output", value_name = "FILE", help_heading = "output")]
    out: Option<PathBuf>,
    #[arg(long, requires = "out", help_heading = "output")]
    force: bool,
    #[arg(long, value_enum, default_value_t = Shape::Text, help_heading = "output")]
    format: Shape,
    #[arg(long, value_name = "FILE", help_heading = "common")]
    config: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help_heading = "limits")]
    layouts: Option<PathBuf>,
    #[command(flatten)]
    limits: LimitArgs,
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
pub(crate) fn run(args: &CheckArgs, catalog: &Catalog) -> Status {
    let settings = Settings::find(args.config.as_deref())?;
    let options = options(args, &settings, catalog.lang)?;
    if let Some(out) = &args.out {
        refuse(out, args)?;
    }
    let said = catalog.get("check.interrupted").to_owned();
    interrupt::listen(move || print_err(&format!("bangfu: {said}")))?;
    let (found, copy) = check(&options, &Unseen)?;
    match args.format {
        Shape::Text => print(&found.text(catalog)),
        Shape::Json => print_json(&found)?,
    }
    if let (Some(out), Some(bytes)) = (&args.out, copy) {
        fs::write(out, bytes).map_err(Fault::io("file.write", out))?;
        if args.format == Shape::Text {
            print(&format!(
                "{}\n",
                catalog.say("check.written", &[("path", &out.display().to_string())])
            ));
        }
    }
    Ok(found.exit_status())
}

fn options(args: &CheckArgs, settings: &Settings, lang: Lang) -> Result<CheckOptions, Fault> {
    let day = today()?;
    let period = match &args.period {
        Some(text) => resolve_period(text, day)?,
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
        registry: either(&args.registry, &settings.registry),
        policy: either(&args.policy, &settings.policy).unwrap_or_else(|| DEFAULT_POLICY.to_owned()),
        strict_policy: settings.strict_policy.unwrap_or(false),
        prices: Vec::new(),
        overrides: typed_or_set(&args.overrides, &settings.overrides),
        layouts: either(&args.layouts, &settings.layouts),
        formats: Formats::default(),
        csv_encoding: CsvEncoding::default(),
        history: None,
        lang,
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
fn refuse(out: &Path, args: &CheckArgs) -> Result<(), Fault> {
    let refused = |key| Fault::usage(key).at(out);
    if out.extension().is_none_or(|e| !e.eq_ignore_ascii_case("xlsx")) {
        return Err(refused("usage.not_xlsx"));
    }
    // A copy that an earlier check left there is no ledger.
    let is_ledger = || fs::read(out).is_ok_and(|bytes| !is_output(&bytes));
    let given = |file: &PathBuf| real(out).zip(real(file)).is_some_and(|(out, file)| out.starts_with(file));
    if args.files.iter().any(given) && is_ledger() {
        return Err(refused("usage.is_input"));
    }
    if out.exists() && !args.force {
        return Err(refused("usage.exists"));
    }
    Ok(())
}
