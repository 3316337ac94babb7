//! `bangfu audit`: what the command line does not say, the settings file may (docs/unattended.md); the command line goes first.

use std::path::PathBuf;

use crate::{
    cli::{
        Status,
        events::Terminal,
        interrupt,
        log::LogFormat,
        print_err,
        settings::{LimitArgs, Settings, resolve_period, today},
    },
    policy::pack::DEFAULT_POLICY,
    publish::build::Published,
    report::{
        flat::csv::CsvEncoding,
        render::{Format, Formats},
    },
    run::{audit::audit, options::AuditOptions, outcome::AuditOutcome},
    text::{Catalog, Cause as _, Fault, Lang, fault::SHOWN_OF_A_KIND, one_line, shown_path},
};

/// Options of `audit`.
#[derive(Debug, clap::Args)]
pub(crate) struct AuditArgs {
    #[arg(value_name = "INBOX")]
    inboxes: Vec<PathBuf>,
    #[command(flatten)]
    run: RunArgs,
    #[arg(long, value_name = "DIR", help_heading = "output")]
    ledger: Option<PathBuf>,
}

/// Options of `assess`.
#[derive(Debug, clap::Args)]
pub(crate) struct AssessArgs {
    #[arg(long, value_name = "DIR")]
    ledger: PathBuf,
    #[arg(long)]
    classified: bool,
    #[command(flatten)]
    run: RunArgs,
}

/// Options that `audit` and `assess` share.
#[derive(Debug, clap::Args)]
struct RunArgs {
    #[arg(long, value_name = "MONTH")]
    period: Option<String>,
    #[arg(short, long, alias = "output", value_name = "DIR")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,
    #[arg(long, value_name = "FILE|DIR")]
    overrides: Vec<PathBuf>,
    #[arg(long, value_name = "FILE")]
    prices: Vec<PathBuf>,
    #[arg(long = "platform-export", value_name = "KIND=FILE")]
    platform_exports: Vec<String>,
    #[arg(long, value_name = "ID|FILE")]
    policy: Option<String>,
    #[arg(long)]
    strict_policy: bool,
    #[arg(long)]
    allow_empty: bool,
    #[arg(long, value_name = "LIST", help_heading = "output")]
    format: Option<String>,
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "output")]
    csv_encoding: Option<CsvEncoding>,
    #[arg(long, value_name = "DIR", help_heading = "output")]
    templates: Option<PathBuf>,
    #[arg(long, value_name = "OUT", help_heading = "output")]
    previous: Option<PathBuf>,
    #[arg(long, value_name = "DIR", help_heading = "output")]
    history: Option<PathBuf>,
    #[arg(long, help_heading = "output")]
    verify: bool,
    #[arg(long, value_name = "FILE", help_heading = "common")]
    config: Option<PathBuf>,
    #[arg(short, long, help_heading = "common")]
    quiet: bool,
    #[arg(short, long, value_name = "N", help_heading = "common")]
    jobs: Option<usize>,
    #[arg(long, value_enum, help_heading = "common")]
    log_format: Option<LogFormat>,
    #[arg(long, help_heading = "common")]
    fail_on_noncompliance: bool,
    #[arg(long, value_name = "FILE", help_heading = "limits")]
    layouts: Option<PathBuf>,
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

impl AuditArgs {
    fn from(&self) -> From<'_> {
        From::Inboxes {
            inboxes: &self.inboxes,
            ledger: self.ledger.as_ref(),
        }
    }

    /// With what the settings add.
    pub(super) fn options(&self, lang: Lang) -> Result<AuditOptions, Fault> {
        options(self.from(), &self.run, &Settings::find(self.run.config.as_deref())?, lang)
    }
}

/// A run that ended: what came of it, or the exit status of one that was stopped and has been told.
pub(super) struct Ended {
    pub out: PathBuf,
    pub result: Result<AuditOutcome, u8>,
    /// Whether its closing lines were wanted.
    spoken: bool,
    fail_on_noncompliance: bool,
}

/// `bangfu audit`.
pub(crate) fn run(args: &AuditArgs, catalog: &Catalog) -> Status {
    start(args.from(), &args.run, catalog)
}

/// The same, for somebody who says himself what came of it.
pub(super) fn run_untold(args: &AuditArgs, catalog: &Catalog) -> Result<Ended, Fault> {
    audited(args.from(), &args.run, catalog)
}

/// `bangfu assess`.
pub(crate) fn assess(args: &AssessArgs, catalog: &Catalog) -> Status {
    let from = From::Ledger {
        ledger: &args.ledger,
        classified: args.classified,
    };
    start(from, &args.run, catalog)
}

fn start(from: From<'_>, args: &RunArgs, catalog: &Catalog) -> Status {
    let ended = audited(from, args, catalog)?;
    let outcome = match ended.result {
        Ok(outcome) => outcome,
        Err(status) => return Ok(status),
    };
    // Lines for machines and lines for people do not mix: `run_published` holds the same counts.
    if ended.spoken {
        say(&outcome, catalog, &ended.out);
    }
    Ok(outcome.exit_status(ended.fail_on_noncompliance))
}

fn audited(from: From<'_>, args: &RunArgs, catalog: &Catalog) -> Result<Ended, Fault> {
    let settings = Settings::find(args.config.as_deref())?;
    let quiet = args.quiet || settings.quiet.unwrap_or(false);
    let options = options(from, args, &settings, catalog.lang)?;
    let recount = (args.verify || settings.verify.unwrap_or(false)).then_some(options.limits);
    if recount.is_some() && !options.formats.iter().any(|f| f == Format::Json) {
        return Err(Fault::usage("usage.recount_needs_json"));
    }
    crate::cli::threads(args.jobs.or(settings.jobs))?;
    let format = log_format(args, &settings);
    let json = format == LogFormat::Json;
    let said = catalog.get("cli.audit.interrupted").to_owned();
    let interrupted = move || {
        if json {
            tracing::error!(event = "run_stopped", reason = said);
        } else {
            print_err(&format!("bangfu: {said}"));
        }
    };
    let result = {
        let events = Terminal::start(quiet, format, catalog.lang, recount);
        interrupt::listen(interrupted.clone())?;
        audit(&options, &events)
    };
    let result = match result {
        Ok(outcome) => Ok(outcome),
        Err(fault) if interrupt::requested() => {
            interrupt::tell(interrupted);
            Err(fault.exit_status())
        }
        Err(fault) if json => {
            tracing::error!(event = "run_stopped", reason = fault.text(catalog));
            Err(fault.exit_status())
        }
        Err(fault) => return Err(fault),
    };
    Ok(Ended {
        out: options.out,
        result,
        spoken: !quiet && !json,
        fail_on_noncompliance: args.fail_on_noncompliance || settings.fail_on_noncompliance.unwrap_or(false),
    })
}

fn log_format(args: &RunArgs, settings: &Settings) -> LogFormat {
    args.log_format.or(settings.log_format).unwrap_or_default()
}

fn options(from: From<'_>, args: &RunArgs, settings: &Settings, lang: Lang) -> Result<AuditOptions, Fault> {
    let (inboxes, ledger, from_ledger, classified) = match from {
        From::Inboxes { inboxes, ledger } => {
            let ledger = ledger.or(settings.ledger.as_ref());
            (typed_or_set(inboxes, &settings.inbox), ledger.cloned(), None, false)
        }
        From::Ledger { ledger, classified } => (Vec::new(), None, Some(ledger.clone()), classified),
    };
    if inboxes.is_empty() && from_ledger.is_none() {
        return Err(Fault::usage("usage.no_inbox"));
    }
    let period = either(&args.period, &settings.period).ok_or_else(|| Fault::usage("usage.no_period"))?;
    let period = resolve_period(&period, today()?)?;
    let formats = args.format.clone().unwrap_or_else(|| settings.format.join(","));
    let formats = if formats.is_empty() { Formats::default() } else { formats.parse()? };
    Ok(AuditOptions {
        inboxes,
        period,
        out: either(&args.out, &settings.out).ok_or_else(|| Fault::usage("usage.no_out"))?,
        registry: either(&args.registry, &settings.registry),
        policy: either(&args.policy, &settings.policy).unwrap_or_else(|| DEFAULT_POLICY.to_owned()),
        strict_policy: args.strict_policy || settings.strict_policy.unwrap_or(false),
        allow_empty: args.allow_empty,
        prices: typed_or_set(&args.prices, &settings.prices),
        overrides: typed_or_set(&args.overrides, &settings.overrides),
        layouts: either(&args.layouts, &settings.layouts),
        formats,
        csv_encoding: args.csv_encoding.or(settings.csv_encoding).unwrap_or_default(),
        lang,
        templates: either(&args.templates, &settings.templates),
        letterhead: settings.document.clone(),
        previous: args.previous.clone(),
        history: either(&args.history, &settings.history),
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
            args.platform_exports
                .iter()
                .map(|given| kind_and_file(given))
                .collect::<Result<_, _>>()?
        },
        reconcile: settings.reconcile,
        from_ledger,
        classified,
    })
}

/// What was typed, else what the settings have.
pub(super) fn either<T: Clone>(typed: &Option<T>, set: &Option<T>) -> Option<T> {
    typed.as_ref().or(set.as_ref()).cloned()
}

/// A list as it was typed, else as the settings have it.
pub(super) fn typed_or_set(typed: &[PathBuf], set: &[PathBuf]) -> Vec<PathBuf> {
    if typed.is_empty() { set } else { typed }.to_vec()
}

/// `832=FILE`.
fn kind_and_file(text: &str) -> Result<(String, PathBuf), Fault> {
    match text.split_once('=') {
        Some((kind, file)) if !kind.trim().is_empty() && !file.is_empty() => Ok((kind.trim().to_owned(), PathBuf::from(file))),
        _ => Err(Fault::usage("export.form").with("found", text)),
    }
}

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
        for problem in of_kind().take(SHOWN_OF_A_KIND) {
            print_err(&one_line(&format!("{}: {}", problem.path, problem.message)));
        }
        let all = of_kind().count();
        if all > SHOWN_OF_A_KIND {
            let (all, more) = (all.to_string(), (all - SHOWN_OF_A_KIND).to_string());
            let page = shown_path(&out.join("index.html"));
            print_err(&catalog.say("cli.audit.more_problems", &[("all", &all), ("more", &more), ("page", &page)]));
        }
    }
}

/// The closing lines: units, verdicts, what could not be read.
fn say(outcome: &AuditOutcome, catalog: &Catalog, out: &std::path::Path) {
    let out = outcome.published.beside.as_ref().map_or(out, |beside| &beside.folder);
    if let Some(said) = little_data(outcome, catalog) {
        print_err(&said);
    }
    say_problems(outcome, catalog, out);
    say_published(&outcome.published, catalog);
    if outcome.not_encoded > 0 {
        print_err(&catalog.say("cli.audit.not_encoded", &[("count", &outcome.not_encoded.to_string())]));
    }
    let (seconds, page) = (format!("{:.1}", outcome.seconds), shown_path(&out.join("index.html")));
    let counts = counts(outcome);
    let mut args: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    args.extend([("seconds", seconds.as_str()), ("out", &page)]);
    print_err(&catalog.say("cli.audit.closing", &args));
}

/// That there is no line at all, or that few units sent some.
pub(super) fn little_data(outcome: &AuditOutcome, catalog: &Catalog) -> Option<String> {
    if outcome.no_lines {
        return Some(catalog.get("cli.audit.no_lines").to_owned());
    }
    let (registered, with_lines) = (outcome.reporting.0.to_string(), outcome.reporting.1.to_string());
    let args = [("registered", registered.as_str()), ("with_lines", &with_lines)];
    outcome.is_thin().then(|| catalog.say("cli.audit.thin", &args))
}

/// Units, by verdict too, and inputs, by the names that texts have for them.
pub(super) fn counts(outcome: &AuditOutcome) -> Vec<(&'static str, String)> {
    let inputs = &outcome.inputs;
    let all = [
        ("units", outcome.verdicts.iter().map(|(_, n)| n).sum()),
        ("files", inputs.files),
        ("quarantined", inputs.quarantined),
        ("lines", inputs.lines),
        ("rejected", inputs.rejected_rows),
    ];
    let by_verdict = outcome.verdicts.iter().map(|(verdict, n)| (verdict.code(), *n));
    all.into_iter().chain(by_verdict).map(|(name, n)| (name, n.to_string())).collect()
}

/// What publishing did beside replacing OUT, or instead of it.
pub(super) fn say_published(published: &Published, catalog: &Catalog) {
    if let Some(beside) = &published.beside {
        if let Some(held) = &beside.held {
            print_err(&held.text(catalog));
        }
        print_err(&catalog.say("cli.audit.beside", &[("folder", &shown_path(&beside.folder))]));
    }
    for kept in &published.kept {
        let (files, folder) = (kept.files.to_string(), shown_path(&kept.folder));
        print_err(&catalog.say("cli.audit.kept", &[("files", &files), ("folder", &folder)]));
    }
    if let Some(left) = &published.left {
        let folder = shown_path(&left.folder);
        print_err(&catalog.say("cli.audit.left", &[("folder", &folder), ("error", &left.error.words(catalog))]));
    }
}
