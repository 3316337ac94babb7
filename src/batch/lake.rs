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
    /// Refuses a folder that holds something else than year folders: it will be replaced.
    ///
    /// # Errors
    /// The folder is not ours or cannot be made; or the program was built without the `region` feature.
    pub fn new(target: &Path) -> Result<Self, AuditError> {
        if cfg!(not(feature = "region")) {
            return Err(AuditError::Usage(
                "--ledger: this program was built without the feature `region`".to_owned(),
            ));
        }
        if let Ok(entries) = std::fs::read_dir(target) {
            for entry in entries.filter_map(Result::ok) {
                if !entry.file_name().to_string_lossy().starts_with("year=") {
                    let name = entry.path().display().to_string();
                    return Err(AuditError::Usage(format!(
                        "--ledger: {name} is no part of a ledger; name an empty or a new folder"
                    )));
                }
            }
        }
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

    /// Writes what is left and puts the folder in place.
    ///
    /// # Errors
    /// The file system refuses.
    pub fn finish(self) -> Result<(), AuditError> {
        #[cfg(feature = "region")]
        self.writer
            .into_inner()
            .map_err(|_| AuditError::Ledger("a writer of the ledger failed".to_owned()))?
            .finish()
            .map_err(|e| AuditError::Ledger(e.to_string()))?;
        if self.target.exists() {
            std::fs::remove_dir_all(&self.target).map_err(failed(&self.target))?;
        }
        std::fs::rename(&self.aside, &self.target).map_err(failed(&self.target))
    }
}
