//! `bangfu read`: some of the inputs into a ledger, by themselves. Any number of such tasks may run at once, on any number of machines that
//! see the ledger's folder, on lists that overlap, and again after a kill: what stands there in the end depends on the inputs alone.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    formats::{Limits, Unreadable, within_memory},
    inbox::{
        discover::{self, Discovery},
        input_file::InputFile,
    },
    ledger::{
        entry::{Content, Entry, PartName, unread},
        facts::{View, run_key},
        folder::SharedLedger,
        parallel::each,
        sql::sql,
        write::LedgerWriter,
    },
    model::Month,
    policy::{
        at::{InForce, PolicyAt},
        pack::{AskedOf, Policy},
    },
    rows::workbook::read_bytes,
    run::{load::vocabulary, provenance::load_hashed},
    tables::vocabulary::Vocabulary,
    text::{Fault, Foreign, INTERRUPTED, hex::hex},
    units::registry::Registry,
};

/// Paths that are discovered and read before their results are told.
const CHUNK: usize = 64;

/// What `bangfu read` was asked to do.
#[derive(Debug, Clone)]
pub(crate) struct ReadOptions {
    pub ledger: PathBuf,
    /// The inbox: paths are told below it. Without it they are told as they are given.
    pub base: Option<PathBuf>,
    /// Further header names.
    pub layouts: Option<PathBuf>,
    /// Limits of one workbook.
    pub limits: Limits,
    /// Write what SQL needs, too.
    pub view: Option<ViewOptions>,
}

/// Whose view the facts are.
#[derive(Debug, Clone)]
pub(crate) struct ViewOptions {
    /// Policy id or file.
    pub policy: String,
    pub period: Month,
    /// Refuse a period for which a change of the policy is expected and no document is known.
    pub strict_policy: bool,
    pub registry: Option<PathBuf>,
}

/// One result line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ReadResult {
    /// Path below the inbox, or as given where nothing was found there.
    pub path: String,
    /// `read`, `quarantined`, `unopened`, `ignored`, `passed_over` or `missing`.
    pub outcome: String,
    /// Reason code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Content hash.
    pub sha256: String,
    /// Rows that hold a cell.
    pub rows: u64,
    pub lines: u64,
    /// Rejected rows.
    pub rejected: u64,
    /// Name of the part.
    pub part: String,
}

/// Policy, registry and the name of the view, loaded.
pub(crate) struct LoadedView {
    policy: PolicyAt,
    registry: Option<Registry>,
    period: Month,
    /// Name of the view, the partition `run` of its tables.
    pub key: String,
}

impl LoadedView {
    /// Loads policy and registry.
    pub fn load(options: &ViewOptions) -> Result<Self, Fault> {
        let policy = Policy::load(&options.policy)?;
        let at = policy.at(options.period, options.strict_policy)?;
        let registry = options.registry.as_deref();
        let registry = registry.map(|path| load_hashed(path, |path| Registry::load(path, at.counties())));
        let (registry, hash) = registry.transpose()?.unzip();
        let key = run_key(&policy, options.period, hash.as_ref().map(|h| h.sha256.as_str()));
        Ok(Self {
            policy: at,
            registry,
            period: options.period,
            key,
        })
    }

    /// The policy's computation over the view, as SQL.
    ///
    /// # Errors
    /// The policy asks for a share of something else than the canteen's purchases: the statements do not know that.
    pub fn sql(&self) -> Result<String, Fault> {
        let beyond = |r: &&InForce| !r.requirement.base.is_actual() || r.requirement.asked_of != AskedOf::Canteen;
        if let Some(r) = self.policy.requirements.iter().find(beyond) {
            return Err(Fault::usage("policy.no_sql").with("id", &r.requirement.id));
        }
        sql(&self.policy, self.period, &self.key)
            .map_err(|e| Fault::stopped("report.template").with("name", "assess.sql").because(Foreign::of(e)))
    }

    fn view<'a>(&'a self, layouts: &'a Vocabulary) -> View<'a> {
        View::new(&self.policy, self.registry.as_ref(), layouts, self.period, self.key.clone())
    }
}

/// Reads `paths` into the ledger and tells a result for each input found, in the order of the paths. `true`: all of them were there.
///
/// # Errors
/// The ledger cannot be written, or layouts, policy or registry cannot be used.
pub(crate) fn read(
    options: &ReadOptions,
    mut paths: impl Iterator<Item = std::io::Result<PathBuf>>,
    tell: &mut dyn FnMut(&ReadResult),
    stopped: &(dyn Fn() -> bool + Sync),
) -> Result<bool, Fault> {
    let _shared = SharedLedger::open(&options.ledger)?;
    let layouts = vocabulary(options.layouts.as_deref())?;
    let loaded = options.view.as_ref().map(LoadedView::load).transpose()?;
    let view = loaded.as_ref().map(|l| l.view(&layouts));
    if let Some(view) = &view {
        view.write_units(&options.ledger)?;
    }
    let task = Task {
        options,
        layouts: &layouts,
        writer: LedgerWriter {
            folder: &options.ledger,
            layouts: &layouts.fingerprint(),
            view: view.as_ref(),
            stopped,
        },
    };
    let mut whole = true;
    loop {
        let chunk: Vec<PathBuf> = paths
            .by_ref()
            .take(CHUNK)
            .collect::<Result<_, _>>()
            .map_err(Fault::io("file.use", Path::new("--files-from")))?;
        if chunk.is_empty() {
            return Ok(whole);
        }
        let results = each(&chunk, stopped, |path| task.path(path))?;
        for result in results.iter().flatten() {
            whole &= result.outcome != "missing";
            tell(result);
        }
    }
}

struct Task<'a> {
    options: &'a ReadOptions,
    layouts: &'a Vocabulary,
    writer: LedgerWriter<'a>,
}

impl Task<'_> {
    fn path(&self, path: &Path) -> Result<Vec<ReadResult>, Fault> {
        let found = discover::listed(self.options.base.as_deref(), path, &self.options.limits);
        let Ok(found) = found else {
            return Ok(vec![nothing(path, "missing")]);
        };
        if found == Discovery::default() {
            return Ok(vec![nothing(path, "passed_over")]);
        }
        let mut results = Vec::new();
        for entry in unread(&found) {
            results.push(self.keep(entry)?);
        }
        for file in &found.files {
            if (self.writer.stopped)() {
                return Err(Fault::stopped(INTERRUPTED));
            }
            results.push(self.keep(self.read(file))?);
        }
        Ok(results)
    }

    fn read(&self, file: &InputFile) -> Entry {
        let (mut sha256, mut size) = ([0; 32], 0);
        let reading = within_memory(&self.options.limits, |limits| {
            let bytes = file.bytes(limits)?;
            (sha256, size) = (Sha256::digest(&bytes).into(), bytes.len() as u64);
            read_bytes(&bytes, limits, self.layouts)
        });
        let content = match reading {
            Ok(reading) => Content::Read(Arc::new(reading)),
            Err(Unreadable::OwnOutput) => Content::Ignored(Unreadable::OwnOutput.code().to_owned()),
            Err(why) => Content::Unreadable(why),
        };
        Entry {
            path: file.path.clone(),
            sha256,
            size,
            content,
        }
    }

    fn keep(&self, entry: Entry) -> Result<ReadResult, Fault> {
        let name = PartName::of_one(&entry, self.writer.layouts);
        self.writer.write_part(&name, std::slice::from_ref(&entry))?;
        let [rows, lines, rejected] = entry.counts();
        Ok(ReadResult {
            path: entry.path.to_string(),
            outcome: entry.outcome().to_owned(),
            reason: entry.reason().map(str::to_owned),
            sha256: hex(&entry.sha256),
            rows,
            lines,
            rejected,
            part: name.part,
        })
    }
}

fn nothing(path: &Path, outcome: &str) -> ReadResult {
    ReadResult {
        path: path.display().to_string(),
        outcome: outcome.to_owned(),
        ..ReadResult::default()
    }
}
