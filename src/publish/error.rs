//! Why OUT or a ledger cannot be written.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Why OUT cannot be written. OUT is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// OUT exists and is not a folder that a run wrote.
    #[error("{}: {what}; bangfu replaces OUT as a whole and only replaces what it wrote itself. Name an empty or a new folder", out.display())]
    NotOurs {
        /// OUT.
        out: PathBuf,
        /// What stands there.
        what: &'static str,
    },
    /// An input lies inside OUT or the ledger's folder, which are replaced as a whole.
    #[error("{}: {} {}, which every run replaces as a whole. Name another folder for one of them", input.display(), if input == out { "is" } else { "lies inside" }, out.display())]
    InputInside {
        /// The input, or the ledger's folder.
        input: PathBuf,
        /// The folder that is replaced.
        out: PathBuf,
    },
    /// Renaming it is refused already now.
    #[error("{}: {why}; the next output is written beside it and takes its place by a rename", out.display())]
    NotReplaceable {
        /// OUT, or the ledger's folder.
        out: PathBuf,
        /// Why not.
        why: String,
    },
    /// Another run writes the same OUT or ledger.
    #[error("{}: another run is writing it ({}). Wait until it ends", out.display(), if holder.is_empty() { "process unknown" } else { holder })]
    Busy {
        /// OUT, or the ledger's folder.
        out: PathBuf,
        /// What the other run wrote into the lock: process id and start.
        holder: String,
    },
    /// A name that leaves OUT, or one that was written before: a fault of the program, never of the user.
    #[error("internal: `{path}` {what}")]
    BadName {
        /// Path below OUT.
        path: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// A signal came before OUT was exchanged.
    #[error("interrupted; the previous output is as it was")]
    Interrupted,
    /// The file system.
    #[error("{doing} {}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// Path.
        path: PathBuf,
        /// Cause.
        source: io::Error,
    },
}

impl OutputError {
    /// 2 where the command line names a folder that cannot be used, 1 for the rest (docs/outputs.md).
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::NotOurs { .. } | Self::NotReplaceable { .. } | Self::InputInside { .. } => 2,
            _ => 1,
        }
    }
}

/// Names what was being `doing` with `path` when the file system refused.
pub(crate) fn io_error(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError + use<> {
    let path = path.to_owned();
    move |source| OutputError::Io { doing, path, source }
}
