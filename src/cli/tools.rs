//! `bangfu verify`, `template`, `checks`, `schema`, `completions`, `man`.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use clap::ValueEnum as _;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    after::{
        diff::RunDiff,
        recount::{recounter::Recounter, second_reader},
        verify::{InputNow, known_inboxes, verify as compare},
    },
    checks,
    cli::{Overwrite, Shape, Status, help, print, print_data, print_json, shell},
    formats::within_memory,
    inbox::{discover::discover, outputs::ReservedPaths},
    model::{HistoryReport, RegionSummary, SupplierReport, UnitReport},
    policy::pack::{DEFAULT_POLICY, Policy},
    publish::manifest::{FILE_NAME, Manifest},
    report::{
        paper::{names::Names, own},
        self_check::SelfCheck,
    },
    run::PIECE,
    templates::{self, Choices},
    text::{Catalog, Fault, Lang, hex::hex},
};

/// Options of `verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    #[arg(value_name = "OUT")]
    out: PathBuf,
    #[arg(value_name = "INBOX")]
    inboxes: Vec<PathBuf>,
    #[arg(long)]
    hashes_only: bool,
    #[arg(long, value_enum, default_value_t = Shape::Text, help_heading = "output")]
    format: Shape,
}

/// Options of `template`.
#[derive(Debug, clap::Args)]
pub(crate) struct TemplateArgs {
    #[arg(value_enum)]
    kind: TemplateKind,
    #[arg(short, long, alias = "output", value_name = "FILE|DIR", required_if_eq_any = WRITTEN.map(|kind| ("kind", kind)))]
    out: Option<PathBuf>,
    #[arg(long, value_name = "ID|FILE", default_value = DEFAULT_POLICY)]
    policy: String,
    #[command(flatten)]
    overwrite: Overwrite,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum TemplateKind {
    Ledger,
    Registry,
    Overrides,
    Docx,
    Placeholders,
    Prices,
    Contracts,
}

/// Those that are written to a place; the others are printed.
const WRITTEN: [&str; 6] = ["ledger", "registry", "overrides", "prices", "contracts", "docx"];

/// Options of `checks`.
#[derive(Debug, clap::Args)]
pub(crate) struct ChecksArgs {
    #[command(subcommand)]
    command: Option<ChecksCommand>,
}

#[derive(Debug, clap::Subcommand)]
enum ChecksCommand {
    Show { id: String },
    Page,
}

/// Options of `completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// Options of `man`.
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

/// What a recount begins with; where it is gone, that is the difference.
const SUMMARY: &str = "summary.json";

/// Runs `verify`: exit 3 when something differs.
pub(crate) fn verify(args: &VerifyArgs, catalog: &Catalog) -> Status {
    let path = args.out.join(FILE_NAME);
    let manifest = Manifest::read(&path).map_err(|e| Fault::usage("published.read").at(&path).because(e))?;
    let inboxes = if args.inboxes.is_empty() {
        known_inboxes(&manifest)
    } else {
        Some(args.inboxes.clone())
    };
    let recounter = (!args.hashes_only && manifest.has_json() && args.out.join(SUMMARY).is_file())
        .then(|| Recounter::open(&args.out))
        .transpose()?;
    let inputs = inboxes
        .map(|i| inputs_now(&i, &args.out, &manifest, recounter.as_ref()))
        .transpose()?;
    let mut report = compare(&args.out, inputs.as_deref()).map_err(Fault::io("file.read", &args.out))?;
    report.recount = recounter.map(|recounter| {
        let there = inputs.iter().flatten().filter(|i| i.sha256.is_ok()).map(|i| i.path.as_str());
        recounter.finish(&Catalog::new(manifest.lang()), there)
    });
    match args.format {
        Shape::Text => print(&report.text(catalog)),
        Shape::Json => print_json(&report)?,
    }
    Ok(report.exit_status())
}

/// Runs `second-reader`, which only `verify` starts.
pub(crate) fn second_reader() -> Status {
    second_reader::serve().map_err(|e| Fault::stopped("run.second_reader").because(e))?;
    Ok(0)
}

fn inputs_now(inboxes: &[PathBuf], out: &Path, manifest: &Manifest, recounter: Option<&Recounter>) -> Result<Vec<InputNow>, Fault> {
    let limits = &manifest.limits();
    let found = discover(inboxes, limits, &ReservedPaths::of(out, None))?;
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
pub(crate) fn template(args: &TemplateArgs, catalog: &Catalog) -> Status {
    let Some(out) = &args.out else {
        print(&Names::read()?.page(catalog));
        return Ok(0);
    };
    let choices = || -> Result<Choices, Fault> {
        let policy = Policy::load(&args.policy)?;
        Ok(Choices {
            channels: policy.channel_titles(),
            requirements: policy.requirement_ids(),
        })
    };
    let bytes = match args.kind {
        TemplateKind::Placeholders => Ok(Names::read()?.page(catalog).into_bytes()),
        TemplateKind::Docx => {
            std::fs::create_dir_all(out).map_err(Fault::io("file.create", out))?;
            for (name, bytes) in own::papers(Lang::Zh)? {
                args.overwrite.write(&out.join(format!("{name}.docx")), &bytes)?;
            }
            return Ok(0);
        }
        workbook => {
            let name = workbook
                .to_possible_value()
                .map_or_else(String::new, |kind| kind.get_name().to_owned());
            templates::workbook(&name, catalog, &choices()?)
        }
    }?;
    args.overwrite.write(out, &bytes)?;
    Ok(0)
}

/// Runs `checks` and `checks show ID`.
pub(crate) fn checks(args: &ChecksArgs, catalog: &Catalog) -> Status {
    match &args.command {
        Some(ChecksCommand::Show { id }) => {
            let Some(meta) = checks::metas().find(|m| m.id == id) else {
                return Err(Fault::usage("usage.no_check").with("id", id));
            };
            print(&checks::page::text(meta, catalog));
        }
        Some(ChecksCommand::Page) => print_data(&checks::page::markdown(catalog)),
        None => print(&checks::page::list(catalog)),
    }
    Ok(0)
}

/// Runs `schema`: the JSON Schemas of everything that is written, by file name.
pub(crate) fn schema() -> Status {
    let all = serde_json::json!({
        "summary.json": schemars::schema_for!(RegionSummary),
        "report.json": schemars::schema_for!(UnitReport),
        "history.json": schemars::schema_for!(HistoryReport),
        "suppliers.json": schemars::schema_for!(SupplierReport),
        "run.json": schemars::schema_for!(Manifest),
        "check.json": schemars::schema_for!(SelfCheck),
        "diff.json": schemars::schema_for!(RunDiff),
    });
    print_json(&all)?;
    Ok(0)
}

/// Runs `completions`.
pub(crate) fn completions(args: &CompletionsArgs, catalog: &Catalog) -> Status {
    let script = shell::completions(args.shell, help::command(catalog));
    print_data(&String::from_utf8_lossy(&script));
    Ok(0)
}

/// Runs `man`.
pub(crate) fn man(args: &ManArgs, catalog: &Catalog) -> Status {
    std::fs::create_dir_all(&args.dir).map_err(Fault::io("file.create", &args.dir))?;
    for (name, page) in shell::man_pages(&help::command(catalog)).map_err(Fault::io("file.create", &args.dir))? {
        let path = args.dir.join(name);
        std::fs::write(&path, &page).map_err(Fault::io("file.write", &path))?;
    }
    Ok(0)
}
