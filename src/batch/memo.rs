//! What an earlier run made of a workbook and of a unit, so that an unchanged one is neither decoded, assessed nor rendered again.
//!
//! A memo is found by a hash over everything that it rests on: the program itself, the options, policy, registry and header data, and the path and
//! content of the files. One that is missing or does not fit costs time, never a figure: the unit is then assessed. Decisions by auditors,
//! platform exports and the Parquet ledger look at single lines, so runs with them assess every unit.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    AuditOptions, FileRecord, UnitWork,
    manifest::{self, OutputEntry},
    record::Basis,
    store::{ReadingStore, StoreError},
    unit::UnitContext,
};
use crate::{
    checks::region::CrossUnit,
    intake::layout::Layouts,
    model::Finding,
    place::Placed,
    policy::{Policy, disputes::OpenDispute},
    report::UnitSummary,
};

/// What the region needs of a unit, and the files that its report is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitMemo {
    /// The unit's entry in the region.
    pub summary: UnitSummary,
    /// Its findings.
    pub findings: Vec<Finding>,
    /// Its open disputes.
    pub open: Vec<OpenDispute>,
    /// Its files below OUT, sorted by path.
    pub outputs: Vec<OutputEntry>,
}

/// What the run needs of a workbook beside its lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct FileMemo {
    rows: u64,
    lines: u64,
    rejected: u64,
    fates: BTreeMap<String, u64>,
    units: Vec<Placed>,
    unplaced: u64,
}

/// The memos of one set of options.
#[derive(Debug, Clone, Copy)]
pub struct Memos<'a> {
    base: [u8; 32],
    store: &'a ReadingStore,
}

impl<'a> Memos<'a> {
    /// `None` where every unit has to be assessed.
    #[must_use]
    pub fn open(options: &AuditOptions, policy: &Policy, layouts: &Layouts, basis: &Basis, store: &'a ReadingStore) -> Option<Self> {
        let program = manifest::program_sha256();
        let lines_wanted = options.overrides.is_some()
            || options.ledger.is_some()
            || options.from_ledger.is_some()
            || options.classified
            || !options.platform_exports.is_empty();
        if program.is_empty() || !options.keep_readings || options.templates.is_some() || lines_wanted {
            return None;
        }
        let mut hash = Hash::new("options");
        hash.text(&program);
        hash.text(policy.fingerprint());
        hash.text(&layouts.fingerprint().to_string());
        hash.text(basis.registry.as_ref().map_or("", |r| &r.sha256));
        // The derived texts name every field: a new one changes them without anybody remembering this place.
        hash.text(&format!(
            "{:?}",
            (options.period, options.extend_policy, options.formats, options.lang)
        ));
        hash.text(&format!("{:?}", (&options.limits, &options.checks)));
        Some(Self {
            base: hash.finish(),
            store,
        })
    }

    /// Fills `record` with what is known of its path and content. `false`: its reading has to be looked at.
    #[must_use]
    pub fn recall_file(&self, record: &mut FileRecord) -> bool {
        // The lines may be wanted yet: a memo without its reading is of no use.
        let Some(memo) = self.store.noted::<FileMemo>(&self.file_key(record)) else {
            return false;
        };
        if !self.store.holds(&record.sha256) {
            return false;
        }
        (record.rows, record.lines, record.rejected) = (memo.rows, memo.lines, memo.rejected);
        (record.fates, record.units, record.unplaced) = (memo.fates, memo.units, memo.unplaced);
        true
    }

    /// Notes a workbook that was read, before units are merged.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn note_file(&self, record: &FileRecord) -> Result<(), StoreError> {
        let memo = FileMemo {
            rows: record.rows,
            lines: record.lines,
            rejected: record.rejected,
            fates: record.fates.clone(),
            units: record.units.clone(),
            unplaced: record.unplaced,
        };
        self.store.note(&self.file_key(record), &memo)
    }

    /// The columns that the step across units took of the unit under `key`.
    #[must_use]
    pub fn recall_columns(&self, key: &[u8; 32]) -> Option<CrossUnit> {
        self.store.noted(key)
    }

    /// Notes a unit's columns.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn note_columns(&self, key: &[u8; 32], columns: &CrossUnit) -> Result<(), StoreError> {
        self.store.note(key, columns)
    }

    /// What is known of the unit under `key`.
    #[must_use]
    pub fn recall_unit(&self, key: &[u8; 32]) -> Option<UnitMemo> {
        self.store.noted(key)
    }

    /// Notes a unit that was assessed and rendered.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn note_unit(&self, key: &[u8; 32], memo: &UnitMemo) -> Result<(), StoreError> {
        self.store.note(key, memo)
    }

    fn file_key(&self, record: &FileRecord) -> [u8; 32] {
        let mut hash = Hash::new("file");
        hash.bytes(&self.base);
        hash.text(&record.path);
        hash.bytes(&record.sha256);
        hash.finish()
    }

    /// Everything that [`super::unit::assess_unit`] looks at, beside what [`Self::open`] has hashed; `others`: what the ledgers of the
    /// other units say of this one.
    #[must_use]
    pub fn unit_key(&self, kind: &str, work: &UnitWork, cx: &UnitContext<'_>, others: &str) -> [u8; 32] {
        let mut hash = Hash::new(kind);
        hash.bytes(&self.base);
        hash.text(others);
        hash.text(&format!("{:?}", (cx.run, &work.key, &work.name, &work.county, &work.path)));
        for index in &work.files {
            let file = &cx.files[*index];
            hash.text(&file.path);
            hash.bytes(&file.sha256);
            // Whether a file is shared decides which of its issues are this unit's.
            hash.text(&format!("{:?} {:?}", file.outcome, file.units));
            let copies: &[Arc<str>] = cx.copies.get(index).map_or(&[], Vec::as_slice);
            hash.text(&format!("{copies:?}"));
        }
        let merged: Vec<_> = cx.merged.iter().filter(|(_, to)| **to == work.key).collect();
        hash.text(&format!("{merged:?}"));
        hash.finish()
    }
}

/// SHA-256 over parts, each with its length, so that no two lists of parts are one text.
struct Hash(Sha256);

impl Hash {
    fn new(kind: &str) -> Self {
        let mut hash = Self(Sha256::new());
        hash.text("bangfu memo 1");
        hash.text(kind);
        hash
    }
    fn bytes(&mut self, part: &[u8]) {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
    }
    fn text(&mut self, part: &str) {
        self.bytes(part.as_bytes());
    }
    fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}
