//! `bangfu verify`, `template`, `checks`, `schema`, `completions`, `man`.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    after::{
        diff::RunDiff,
        recount::{recounter::Recounter, second_reader},
        verify::{InputNow, known_inboxes, verify as compare},
    },
    checks,
    cli::{Cli, Common, Failure, Overwrite, Status, print},
    formats::limits::within_memory,
    inbox::{discover::discover, outputs::ReservedPaths},
    model::{region_summary::RegionSummary, unit_report::UnitReport},
    policy::pack::Policy,
    publish::manifest::{FILE_NAME, Manifest},
    report::self_check::SelfCheck,
    run::PIECE,
    templates::{self, Choices},
    text::{catalog::Catalog, hex::hex},
};

/// Options of `verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// Folder that `audit` wrote
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// Inboxes, where they have moved since the run
    #[arg(value_name = "INBOX")]
    inboxes: Vec<PathBuf>,
    /// Only compare hashes, without reading cells and adding up again
    #[arg(long)]
    hashes_only: bool,
    /// For people, or one JSON for programs
    #[arg(long, value_enum, default_value_t = VerifyFormat::Text)]
    format: VerifyFormat,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum VerifyFormat {
    Text,
    Json,
}

/// Options of `template`.
#[derive(Debug, clap::Args)]
pub(crate) struct TemplateArgs {
    /// Which workbook
    #[arg(value_enum)]
    kind: TemplateKind,
    /// File to write
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,
    /// Policy id or file, for the channels' names
    #[arg(long, value_name = "ID|FILE", default_value = "yuncheng-2023-31-24")]
    policy: String,
    #[command(flatten)]
    overwrite: Overwrite,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum TemplateKind {
    Ledger,
    Registry,
    Overrides,
}

/// Options of `checks`.
#[derive(Debug, clap::Args)]
pub(crate) struct ChecksArgs {
    #[command(subcommand)]
    command: Option<ChecksCommand>,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, clap::Subcommand)]
enum ChecksCommand {
    /// What a check flags, why, how to verify it by hand, what it leaves out
    Show {
        /// Check id
        id: String,
    },
    /// All checks as one page, as docs/zh/checks.md
    Page,
}

/// Options of `completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// Shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// Options of `man`.
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// Folder for the pages
    dir: PathBuf,
}

/// What a recount begins with; where it is gone, that is the difference.
const SUMMARY: &str = "summary.json";

/// Runs `verify`: exit 3 when something differs.
pub(crate) fn verify(args: &VerifyArgs) -> Status {
    let catalog = Catalog::new(args.common.lang);
    let path = args.out.join(FILE_NAME);
    let manifest = Manifest::read(&path).map_err(|e| Failure::usage(anyhow::anyhow!("{}: {e}", path.display())))?;
    let inboxes = if args.inboxes.is_empty() {
        known_inboxes(&manifest)
    } else {
        Some(args.inboxes.clone())
    };
    let recounter = (!args.hashes_only && manifest.has_json() && args.out.join(SUMMARY).is_file())
        .then(|| Recounter::open(&args.out))
        .transpose()
        .map_err(Failure::stopped)?;
    let inputs = inboxes
        .map(|i| inputs_now(&i, &args.out, &manifest, recounter.as_ref()))
        .transpose()?;
    let mut report = compare(&args.out, inputs.as_deref()).map_err(Failure::stopped)?;
    report.recount = recounter.map(|recounter| {
        let there = inputs.iter().flatten().filter(|i| i.sha256.is_ok()).map(|i| i.path.as_str());
        recounter.finish(&Catalog::new(manifest.lang()), there)
    });
    print(&match args.format {
        VerifyFormat::Text => report.text(&catalog),
        VerifyFormat::Json => serde_json::to_string_pretty(&report).map_err(Failure::stopped)? + "\n",
    });
    Ok(report.exit_status())
}

/// Runs `second-reader`, which only `verify` starts.
pub(crate) fn second_reader() -> Status {
    second_reader::serve().map_err(Failure::stopped)?;
    Ok(0)
}

fn inputs_now(inboxes: &[PathBuf], out: &Path, manifest: &Manifest, recounter: Option<&Recounter>) -> Result<Vec<InputNow>, Failure> {
    let limits = &manifest.limits();
    let found = discover(inboxes, limits, &ReservedPaths::of(out, None)).map_err(Failure::usage)?;
    let known: HashMap<&str, &str> = manifest.inputs.iter().map(|i| (i.path.as_str(), i.sha256.as_str())).collect();
    let read = found.files.par_iter().with_max_len(PIECE).map(|f| InputNow {
        path: f.path.to_string(),
        sha256: within_memory(limits, |limits| {
            let bytes = f.bytes(limits)?;
            let sha256 = hex(&Sha256::digest(&bytes));
            if let Some(recounter) = recounter {
                recounter.file(&f.path, &bytes, known.get(&*f.path) == Some(&sha256.as_str()), limits);
            }
            Ok(sha256)
        })
        .map_err(|e| e.code().to_owned()),
    });
    let refused = found.quarantined.iter().map(|(path, reason)| InputNow {
        path: path.to_string(),
        sha256: Err(reason.code().to_owned()),
    });
    let mut all: Vec<InputNow> = read.collect();
    all.extend(refused);
    Ok(all)
}

/// Runs `template`.
pub(crate) fn template(args: &TemplateArgs) -> Status {
    let catalog = Catalog::new(args.common.lang);
    let policy = Policy::load(&args.policy).map_err(Failure::usage)?;
    let choices = Choices {
        channels: policy.channel_titles(),
        requirements: policy.requirement_ids(),
    };
    let bytes = match args.kind {
        TemplateKind::Ledger => templates::ledger(&catalog, &choices),
        TemplateKind::Registry => templates::registry(&catalog, &choices),
        TemplateKind::Overrides => templates::overrides(&catalog, &choices),
    }
    .map_err(Failure::stopped)?;
    args.overwrite.write(&args.out, &bytes, &catalog)?;
    Ok(0)
}

/// Runs `checks` and `checks show ID`.
pub(crate) fn checks(args: &ChecksArgs) -> Status {
    let catalog = Catalog::new(args.common.lang);
    match &args.command {
        Some(ChecksCommand::Show { id }) => {
            let Some(meta) = checks::metas().find(|m| m.id == id) else {
                return Err(Failure::usage(anyhow::anyhow!("no check `{id}`; `bangfu checks` lists them")));
            };
            print(&checks::page::text(meta, &catalog));
        }
        Some(ChecksCommand::Page) => print(&checks::page::markdown(&catalog)),
        None => print(&checks::page::list(&catalog)),
    }
    Ok(0)
}

/// Runs `schema`: the JSON Schemas of everything that is written, by file name.
pub(crate) fn schema() -> Status {
    let all = serde_json::json!({
        "summary.json": schemars::schema_for!(RegionSummary),
        "report.json": schemars::schema_for!(UnitReport),
        "run.json": schemars::schema_for!(Manifest),
        "check.json": schemars::schema_for!(SelfCheck),
        "diff.json": schemars::schema_for!(RunDiff),
    });
    let text = serde_json::to_string_pretty(&all).map_err(Failure::stopped)?;
    print(&format!("{text}\n"));
    Ok(0)
}

/// Runs `completions`.
pub(crate) fn completions(args: &CompletionsArgs) -> Status {
    let script = crate::cli::shell::completions(args.shell, <Cli as clap::CommandFactory>::command());
    print(&String::from_utf8_lossy(&script));
    Ok(0)
}

/// Runs `man`.
pub(crate) fn man(args: &ManArgs) -> Status {
    std::fs::create_dir_all(&args.dir).map_err(Failure::stopped)?;
    for (name, page) in crate::cli::shell::man_pages(&<Cli as clap::CommandFactory>::command()).map_err(Failure::stopped)? {
        let path = args.dir.join(name);
        std::fs::write(&path, &page).map_err(|e| Failure::stopped(anyhow::Error::new(e).context(path.display().to_string())))?;
    }
    Ok(0)
}
