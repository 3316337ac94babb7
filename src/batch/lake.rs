//! `--ledger DIR`: the run's lines as Parquet, built aside and put in place at the end, so that a reader never sees half of them.

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
};

use crate::{error::AuditError, report::UnitReport};

/// The folder being written.
pub struct LedgerFolder {
    #[cfg(feature = "region")]
    writer: Mutex<crate::ledger::LedgerWriter>,
    #[cfg(not(feature = "region"))]
    writer: Mutex<()>,
    aside: PathBuf,
    target: PathBuf,
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> AuditError + '_ {
    |source| AuditError::Io {
        path: path.to_owned(),
        source,
    }
}

impl LedgerFolder {
    /// Refuses a folder that holds something else than year folders: it will be replaced. Looks only.
    ///
    /// # Errors
    /// The folder is not ours; or the program was built without the `region` feature.
    pub fn check(target: &Path) -> Result<(), AuditError> {
        if cfg!(not(feature = "region")) {
            return Err(AuditError::Usage(
                "--ledger: this program was built without the feature `region`".to_owned(),
            ));
        }
        let not_ours = |name: &Path| {
            Err(AuditError::Usage(format!(
                "--ledger: {} is no part of a ledger; name an empty or a new folder",
                name.display()
            )))
        };
        match std::fs::read_dir(target) {
            Ok(entries) => {
                let stranger = entries
                    .filter_map(Result::ok)
                    .find(|e| !e.file_name().to_string_lossy().starts_with("year="));
                stranger.map_or(Ok(()), |e| not_ours(&e.path()))
            }
            Err(_) if target.exists() => not_ours(target),
            Err(_) => Ok(()),
        }
    }

    /// Starts the folder aside.
    ///
    /// # Errors
    /// As [`Self::check`], or it cannot be made.
    pub fn new(target: &Path) -> Result<Self, AuditError> {
        Self::check(target)?;
        let name = target
            .file_name()
            .map_or_else(|| "ledger".to_owned(), |n| n.to_string_lossy().into_owned());
        let aside = target.with_file_name(format!(".{name}.new"));
        if aside.exists() {
            std::fs::remove_dir_all(&aside).map_err(failed(&aside))?;
        }
        #[cfg(feature = "region")]
        let writer = Mutex::new(crate::ledger::LedgerWriter::new(&aside).map_err(|e| AuditError::Ledger(e.to_string()))?);
        #[cfg(not(feature = "region"))]
        let writer = Mutex::new(());
        Ok(Self {
            writer,
            aside,
            target: target.to_owned(),
        })
    }

    /// Adds a unit's lines.
    ///
    /// # Errors
    /// A part cannot be written.
    pub fn add(&self, unit: &UnitReport) -> Result<(), AuditError> {
        let Ok(mut writer) = self.writer.lock() else {
            return Err(AuditError::Ledger("a writer of the ledger failed".to_owned()));
        };
        #[cfg(feature = "region")]
        {
            let of = crate::ledger::LedgerUnit {
                unit: unit.unit.clone(),
                code: unit.code.clone(),
                county: unit.county.clone(),
                sector: unit.sector.map(crate::report::Sector::code),
                path: unit.path.clone(),
            };
            writer.add(&of, &unit.lines).map_err(|e| AuditError::Ledger(e.to_string()))?;
        }
        #[cfg(not(feature = "region"))]
        let _ = (&mut *writer, unit);
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn finish(self) -> Result<WrittenLedger, AuditError> {
        #[cfg(feature = "region")]
        self.writer
            .into_inner()
            .map_err(|_| AuditError::Ledger("a writer of the ledger failed".to_owned()))?
            .finish()
            .map_err(|e| AuditError::Ledger(e.to_string()))?;
        Ok(WrittenLedger {
            aside: self.aside,
            target: self.target,
        })
    }
}

/// A ledger that stands complete beside its place.
#[derive(Debug)]
pub struct WrittenLedger {
    aside: PathBuf,
    target: PathBuf,
}

impl WrittenLedger {
    /// Puts the folder in its place, in one step where the system has one. Call when OUT has been published: lines and reports are of one run.
    ///
    /// # Errors
    /// The file system refuses; the previous ledger is then as it was.
    pub fn publish(self) -> Result<(), AuditError> {
        let previous = self.aside.with_extension("old");
        if previous.exists() {
            std::fs::remove_dir_all(&previous).map_err(failed(&previous))?;
        }
        if let Some(old) = super::build::swap(&self.aside, &self.target, &previous)? {
            std::fs::remove_dir_all(&old).map_err(failed(&old))?;
        }
        Ok(())
    }
}
