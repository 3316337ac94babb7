//! Started by a person and not by a command: double-clicked, or with a folder or a workbook dropped on it. It looks at what lies beside the program,
//! says what it found, asks for the month, audits, says what came out, shows it, and waits, so that no window is gone before it was read.
//!
//! All of it only where a person types and reads (stdin and stderr are terminals): a scheduler or a pipe gets the help, as ever.

mod beside;
mod console;
mod typed;

use std::{
    ffi::OsString,
    io::{IsTerminal as _, stderr, stdin},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::ExitCode,
    time::SystemTime,
};

use clap::{CommandFactory as _, Parser as _};

use crate::{
    cli::{
        Cli, Command, audit, check,
        guided::{
            beside::{Beside, Export, base},
            console::{ask, heading, line, say, wait},
            typed::typed,
        },
        print_err,
        progress::Progress,
        settings::{Settings, resolve_period, today},
    },
    inbox::file_kinds::is_workbook_name,
    model::{Month, Verdict},
    policy::pack::{DEFAULT_POLICY, Policy},
    run::{
        RunEvents,
        check::{Holding, holding},
        outcome::AuditOutcome,
    },
    text::{Catalog, Fault, shown_path},
    units::file_record::FileRecord,
};

/// What was dropped on the program, where it was started by a person: every argument names something that is there, and none is a command.
pub(crate) fn dropped(given: &[OsString]) -> Option<Vec<PathBuf>> {
    let arguments: Vec<PathBuf> = given.iter().skip(1).map(PathBuf::from).collect();
    let commands = Cli::command();
    let is_thing = |path: &PathBuf| commands.find_subcommand(path).is_none() && path.exists();
    (stdin().is_terminal() && stderr().is_terminal() && arguments.iter().all(is_thing)).then_some(arguments)
}

/// Leads through a run and waits for a key at its end, whatever came of it.
pub(crate) fn main(dropped: &[PathBuf], catalog: &Catalog) -> ExitCode {
    say("title", &[("version", env!("CARGO_PKG_VERSION"))], catalog);
    // What a defect of the program says shall be read, too.
    let status = match catch_unwind(AssertUnwindSafe(|| lead(dropped, catalog))) {
        Ok(Ok(status)) => status,
        Ok(Err(fault)) => {
            print_err(&fault.text(catalog));
            fault.exit_status()
        }
        Err(_) => 1,
    };
    wait(catalog);
    ExitCode::from(status)
}

/// Dropped workbooks are checked as their unit would; folders and archives are audited, and so is what lies beside the program.
fn lead(dropped: &[PathBuf], catalog: &Catalog) -> Result<u8, Fault> {
    // Elsewhere a relative path would name another thing.
    let dropped: Vec<PathBuf> = dropped
        .iter()
        .map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()))
        .collect();
    let base = base(&dropped, catalog);
    std::env::set_current_dir(&base).map_err(Fault::io("file.open", &base))?;
    let settings = Settings::find(None)?;
    let is_one_workbook = |path: &PathBuf| path.is_file() && is_workbook_name(&path.to_string_lossy());
    if !dropped.is_empty() && dropped.iter().all(is_one_workbook) {
        return check_dropped(&base, &dropped, &settings, catalog);
    }
    let day = today()?;
    let policy = Policy::load(settings.policy.as_deref().unwrap_or(DEFAULT_POLICY))?.at(Month::of(day), false)?;
    let mut found = Beside::look(&base, &dropped, &settings, &policy, catalog)?;
    found.tell(&base, catalog);
    if found.inboxes.is_empty() && settings.inbox.is_empty() {
        let Some(inbox) = ask_for_inbox(catalog) else { return Ok(2) };
        found.inboxes.push(inbox);
    }
    ask_for_kinds(&mut found.exports, catalog);

    let words = found.arguments(&settings, catalog);
    let with_month = |month: &str| {
        let mut words = words.clone();
        words.extend(["--period".into(), month.into()]);
        words
    };
    let held = holding(
        &parsed(&with_month("this-month"))?.options(catalog.lang)?,
        &Watched(Progress::new(false)),
    )?;
    let Some(month) = ask_for_month(&held, Month::of(day), catalog) else {
        return Ok(2);
    };
    let mut words = with_month(&month.to_string());
    say("command", &[("folder", &shown_path(&base)), ("command", &typed(&words))], catalog);
    // Lines for programs are no use to a person, even where the settings want them.
    words.extend(["--log-format".into(), "text".into()]);
    let ended = audit::run_untold(&parsed(&words)?, catalog)?;
    match ended.result {
        Err(status) => Ok(status),
        Ok(outcome) => {
            tell(&outcome, &ended.out, catalog);
            Ok(outcome.exit_status(false))
        }
    }
}

/// `words` as `bangfu audit` takes them.
fn parsed(words: &[OsString]) -> Result<audit::AuditArgs, Fault> {
    match Cli::try_parse_from(words).map(|cli| cli.command) {
        Ok(Command::Audit(args)) => Ok(*args),
        Ok(_) => Err(Fault::usage("usage.wrong")),
        Err(error) => Err(crate::cli::help::refused(&error)),
    }
}

fn check_dropped(base: &Path, workbooks: &[PathBuf], settings: &Settings, catalog: &Catalog) -> Result<u8, Fault> {
    let mut words: Vec<OsString> = ["bangfu", "check"].map(OsString::from).to_vec();
    words.extend(workbooks.iter().map(|path| path.strip_prefix(base).unwrap_or(path).into()));
    if settings.registry.is_none()
        && let Some(registry) = beside::registry(base, catalog)
    {
        words.extend(["--registry".into(), registry.into()]);
    }
    say("command", &[("folder", &shown_path(base)), ("command", &typed(&words))], catalog);
    match Cli::try_parse_from(&words).map(|cli| cli.command) {
        Ok(Command::Check(args)) => check::run(&args, catalog),
        Ok(_) => Err(Fault::usage("usage.wrong")),
        Err(error) => Err(crate::cli::help::refused(&error)),
    }
}

/// A folder that is dragged into the window is typed there by the system, in quotes where it has blanks. `None` where nothing was named.
fn ask_for_inbox(catalog: &Catalog) -> Option<PathBuf> {
    say("no_inbox", &[], catalog);
    loop {
        let answer = ask("inbox_prompt", &[], catalog)?;
        let path = PathBuf::from(answer.trim_matches(['"', '\'', ' ']));
        match answer.is_empty() {
            true => return None,
            false if path.exists() => return Some(path),
            false => say("not_there", &[("path", &shown_path(&path))], catalog),
        }
    }
}

/// An export whose platform its words do not tell is not guessed at; the first short name is the first of the answers.
fn ask_for_kinds(exports: &mut Vec<Export>, catalog: &Catalog) {
    for export in exports.iter_mut().filter(|e| e.kind.is_none()) {
        let answer = ask("kind_prompt", &[("file", &shown_path(&export.path))], catalog);
        export.kind = match answer.as_deref() {
            Some("1") => Some("832"),
            Some("2") => Some("local"),
            _ => None,
        };
    }
    exports.retain(|e| e.kind.is_some());
}

/// The month, the last one with purchases where nothing else is typed. `None` where there is nobody to answer.
fn ask_for_month(held: &Holding, this: Month, catalog: &Catalog) -> Option<Month> {
    let (files, read, lines) = (held.files.to_string(), held.read.to_string(), held.lines.to_string());
    say("holding", &[("files", &files), ("read", &read), ("lines", &lines)], catalog);
    let (key, usual) = match held.last {
        Some(last) => ("month_prompt", last),
        None => ("month_prompt_unknown", this.previous()),
    };
    loop {
        let answer = ask(key, &[("month", &usual.to_string())], catalog)?;
        if answer.is_empty() {
            return Some(usual);
        }
        match today().and_then(|day| resolve_period(&answer, day)) {
            Ok(month) => return Some(month),
            Err(_) => say("not_a_month", &[("found", &answer)], catalog),
        }
    }
}

/// What came out, in five lines, and the report in the browser.
fn tell(outcome: &AuditOutcome, out: &Path, catalog: &Catalog) {
    let out = outcome.published.beside.as_ref().map_or(out, |beside| &beside.folder);
    heading("result", catalog);
    let counts = audit::counts(outcome);
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    say("verdicts", &counts, catalog);
    say("inputs", &counts, catalog);
    let problems = outcome.problems.iter().filter(|p| p.kind != "ignored").count().to_string();
    match (audit::little_data(outcome, catalog), &*problems) {
        (Some(said), _) => line(&said),
        (None, "0") => say("no_problem", &[], catalog),
        _ => say("problems", &[("problems", &problems)], catalog),
    }
    let is_open = |(verdict, n): &(Verdict, u64)| *verdict == Verdict::Undetermined && *n > 0;
    let open = if outcome.verdicts.iter().any(is_open) {
        "open"
    } else {
        "nothing_open"
    };
    say(open, &counts, catalog);
    // Settings may want no pages.
    let page = Some(out.join("index.html"))
        .filter(|page| page.exists())
        .unwrap_or_else(|| out.to_owned());
    let page = std::path::absolute(&page).unwrap_or(page);
    say("page", &[("path", &shown_path(&page))], catalog);
    audit::say_published(&outcome.published, catalog);
    if has_desktop() {
        // Whoever has no browser has read where it is.
        let _ = open::that_detached(&page);
    }
}

/// Elsewhere a browser of text would take the terminal.
fn has_desktop() -> bool {
    !cfg!(all(unix, not(target_os = "macos"))) || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some())
}

/// Reading for the question, with the bar of a run.
struct Watched(Progress);

impl RunEvents for Watched {
    fn started(&self) -> SystemTime {
        SystemTime::now()
    }
    fn phase(&self, name: &str, steps: usize) {
        self.0.start(name, steps);
    }
    fn file_done(&self, _file: &FileRecord) {
        self.0.step();
    }
}
