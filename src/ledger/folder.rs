//! A ledger's folder as one thing, as OUT is one ([`crate::publish::work_folder`]): an audit writes the next ledger beside it and puts it in its place in
//! one step, right after OUT. `read` and `assess --classified` write into the folder that is there, any number of them at once.
//!
//! ```text
//! <parent>/DIR                     what readers see
//! <parent>/.DIR.bangfu/            only while somebody writes
//! <parent>/.DIR.bangfu/lock        an audit alone, or any number of tasks that write into DIR
//! <parent>/.DIR.bangfu/build       the next ledger, while it is written
//! <parent>/.DIR.bangfu/ready-H     the same, complete, while OUT is published; H: SHA-256 of the run.json that it belongs to
//! <parent>/.DIR.bangfu/previous    DIR set aside, only where the system cannot exchange two folders in one step
//! ```
//!
//! OUT and DIR are two folders: no system replaces both in one step. `_run.json` in a ledger names the OUT that it belongs to and the SHA-256 of
//! its run.json. A run that dies between the two leaves a `ready-H` whose OUT is published; whoever opens the ledger next puts it in place. One whose
//! OUT was not published is removed, and so is one that holds another run's ledger: there the exchange has been made. Until then `bangfu verify` says that the ledger is not in place.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    inbox::outputs::{real, work_folder},
    ledger::TABLES,
    publish::{
        exchange::{flush, inherit, remove, swap},
        hash::hash_file,
        held::patiently,
        lock::{BUSY, Lock},
        manifest,
        replaceable::ensure_replaceable,
        work_folder::resolve,
    },
    text::{Fault, shown_path},
};

/// Which run a ledger is of. Readers of Parquet pass names with `_` over.
const RUN_NAME: &str = "_run.json";
const BUILD: &str = "build";
const READY: &str = "ready-";
const PREVIOUS: &str = "previous";

/// `_run.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct RunOf {
    out: String,
    run_sha256: String,
}

impl RunOf {
    fn read(ledger: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(ledger.join(RUN_NAME)).ok()?).ok()
    }

    fn is_published(&self) -> bool {
        hash_file(&Path::new(&self.out).join(manifest::FILE_NAME)).is_ok_and(|now| now == self.run_sha256)
    }
}

/// A ledger that one audit replaces as a whole.
#[derive(Debug)]
pub(crate) struct LedgerFolder {
    target: PathBuf,
    work: PathBuf,
    /// OUT is published: what is `ready` must be put in place, now or by the next run.
    due: bool,
    /// Complete, once it is sealed.
    ready: Option<PathBuf>,
    _lock: Lock,
}

impl LedgerFolder {
    /// Whether an audit could replace it, told before anything is read; nothing is made.
    pub fn look(target: &Path) -> Result<(), Fault> {
        ensure_replaceable(target)?;
        check_ours(target)
    }

    /// Locks the ledger for an audit, finishes or removes what a killed run left, and starts an empty build.
    ///
    /// # Errors
    /// As [`Self::look`], [`Fault`] while another run or task writes into it, or the file system refuses.
    pub fn open(target: &Path) -> Result<Self, Fault> {
        let target = resolve(target)?;
        check_ours(&target)?;
        ensure_replaceable(&target)?;
        let Some(work) = work_folder(&target) else {
            return Err(Fault::usage("out.nameless").at(&target));
        };
        let lock = Lock::take(&work, &target)?;
        mend(&target, &work)?;
        let folder = Self {
            target,
            work,
            due: false,
            ready: None,
            _lock: lock,
        };
        fs::create_dir(folder.build()).map_err(Fault::io("file.use", &folder.build()))?;
        Ok(folder)
    }

    /// Where the next ledger is written.
    pub fn build(&self) -> PathBuf {
        self.work.join(BUILD)
    }

    /// All is written: brings it onto the disk, with the OUT and the run.json that it belongs to. Call right before OUT is published.
    ///
    /// # Errors
    /// The file system refuses, or somebody put other files into the ledger meanwhile.
    pub fn seal(&mut self, out: &Path, run_sha256: &str) -> Result<(), Fault> {
        check_ours(&self.target)?;
        let (build, ready) = (self.build(), self.work.join(format!("{READY}{run_sha256}")));
        let run = RunOf {
            out: out.display().to_string(),
            run_sha256: run_sha256.to_owned(),
        };
        let text = serde_json::to_vec(&run).map_err(|e| Fault::io("file.use", &build)(e.into()))?;
        fs::write(build.join(RUN_NAME), text).map_err(Fault::io("file.use", &build))?;
        inherit(&self.target, &build);
        flush(&build)?;
        fs::rename(&build, &ready).map_err(Fault::io("file.use", &ready))?;
        // The name too: whoever finds OUT published after a power cut must find this.
        let _ = File::open(&self.work).and_then(|f| f.sync_all());
        self.ready = Some(ready);
        Ok(())
    }

    /// Puts the ledger in its place. Call when OUT has been published.
    ///
    /// # Errors
    /// The file system refuses: the previous ledger stays, and the next run or `assess` puts this one in place.
    pub fn publish(mut self) -> Result<(), Fault> {
        self.due = true;
        let Some(ready) = self.ready.as_deref() else { return Ok(()) };
        put(ready, &self.target, &self.work).map_err(|cause| Fault::stopped("ledger.not_in_place").because(cause))
    }
}

impl Drop for LedgerFolder {
    fn drop(&mut self) {
        if !self.due {
            for unwanted in self.ready.iter().chain([&self.build()]) {
                let _ = fs::remove_dir_all(unwanted);
            }
        }
    }
}

/// A ledger that tasks write into, each its own parts. While one is held no audit replaces the folder under it.
#[derive(Debug)]
pub(crate) struct SharedLedger {
    _lock: Option<Lock>,
}

impl SharedLedger {
    /// Takes part. Where the lock cannot be had at all (the parent takes no files, the file system has no locks) the task goes on without:
    /// tasks need no lock beside each other.
    ///
    /// # Errors
    /// [`Fault`] while an audit writes the ledger; the folder is not ours.
    pub fn open(target: &Path) -> Result<Self, Fault> {
        check_ours(target)?;
        recover(target)?;
        let Some((target, work)) = real(target).and_then(|t| work_folder(&t).map(|w| (t, w))) else {
            return Ok(Self { _lock: None });
        };
        let _ = fs::create_dir_all(&work);
        match Lock::share(&work, &target) {
            Ok(lock) => Ok(Self { _lock: Some(lock) }),
            Err(busy) if busy.key() == BUSY => Err(busy),
            Err(_) => Ok(Self { _lock: None }),
        }
    }
}

/// Finishes what a killed audit left of the ledger, for whoever is about to read it. While a run holds the lock nothing is to be done: DIR is whole, or
/// in the hands of that run.
pub(crate) fn recover(target: &Path) -> Result<(), Fault> {
    let Some((target, work)) = real(target).and_then(|t| work_folder(&t).map(|w| (t, w))) else {
        return Ok(());
    };
    if remains(&work).is_empty() {
        return Ok(());
    }
    match Lock::take(&work, &target) {
        Ok(_lock) => mend(&target, &work),
        Err(_) => Ok(()),
    }
}

/// How a ledger stands to the OUT whose run.json has this SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is of that run.
    InPlace,
    /// The run died between OUT and the ledger; whoever opens the ledger next puts it in place.
    Due,
    /// Of another run, or written by `read`.
    Other,
    /// Not there.
    Gone,
}

impl Standing {
    /// Looks only.
    pub fn of(ledger: &Path, run_sha256: &str) -> Self {
        let is = |folder: &Path| RunOf::read(folder).is_some_and(|run| run.run_sha256 == run_sha256);
        if is(ledger) {
            Self::InPlace
        } else if real(ledger)
            .as_deref()
            .and_then(work_folder)
            .is_some_and(|work| is(&work.join(format!("{READY}{run_sha256}"))))
        {
            Self::Due
        } else if ledger.exists() {
            Self::Other
        } else {
            Self::Gone
        }
    }
}

/// Refuses a folder that holds something else than a ledger: files of others must not be replaced, nor read as lines.
fn check_ours(target: &Path) -> Result<(), Fault> {
    let not_ours = |name: &Path| Err(Fault::usage("ledger.not_ours").at(name));
    // An earlier version wrote its year folders here.
    let ours =
        |name: &std::ffi::OsStr| TABLES.iter().any(|t| *t == name) || name == RUN_NAME || name.to_string_lossy().starts_with("year=");
    match fs::read_dir(target) {
        Ok(entries) => {
            let stranger = entries.filter_map(Result::ok).find(|e| !ours(&e.file_name()));
            stranger.map_or(Ok(()), |e| not_ours(&e.path()))
        }
        Err(_) if target.exists() => not_ours(target),
        Err(_) => Ok(()),
    }
}

/// What a run left in the work folder.
fn remains(work: &Path) -> Vec<PathBuf> {
    let ours = |name: &str| name.starts_with(READY) || name == BUILD || name == PREVIOUS;
    let found = fs::read_dir(work).into_iter().flatten().filter_map(Result::ok);
    let found = found.filter(|e| ours(&e.file_name().to_string_lossy()));
    found.map(|e| e.path()).collect()
}

/// A complete ledger that is not in its place though its OUT is published.
fn is_due(folder: &Path) -> bool {
    RunOf::read(folder).is_some_and(|run| folder.ends_with(format!("{READY}{}", run.run_sha256)) && run.is_published())
}

/// Under the lock: a ledger whose OUT was published takes its place, one that was set aside and not replaced goes back, all else goes.
fn mend(target: &Path, work: &Path) -> Result<(), Fault> {
    let (remains_now, previous) = (remains(work), work.join(PREVIOUS));
    if let Some(ready) = remains_now.iter().find(|p| is_due(p)) {
        // Whatever is still set aside makes room: it is an older one.
        if previous.exists() && target.exists() {
            fs::remove_dir_all(&previous).map_err(Fault::io("file.use", &previous))?;
        }
        put(ready, target, work)?;
    } else if previous.exists() {
        // An empty folder is all that a rename can replace: exactly what must not stay in the way.
        let _ = fs::remove_dir(target);
        if !target.exists() {
            fs::rename(&previous, target).map_err(Fault::io("file.use", target))?;
        }
    }
    for path in remains(work) {
        fs::remove_dir_all(&path).map_err(Fault::io("file.use", &path))?;
    }
    Ok(())
}

/// `ready` becomes the ledger; the one before goes.
fn put(ready: &Path, target: &Path, work: &Path) -> Result<(), Fault> {
    let swapped = patiently(|| swap(ready, target, &work.join(PREVIOUS)));
    let old = swapped.map_err(Fault::io("out.publish", target))?;
    if let Some(parent) = target.parent() {
        let _ = File::open(parent).and_then(|f| f.sync_all());
    }
    if let Some(old) = old
        && let Err(error) = remove(&old)
    {
        // The next run removes what stays.
        tracing::warn!(event = "previous_not_removed", path = %shown_path(&old), %error);
    }
    Ok(())
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;
