//! What an earlier run made of a workbook and of a unit, so that an unchanged one is neither decoded, assessed nor rendered again.
//!
//! A memo is found by a hash over everything that it rests on: the program itself, the options, policy, registry and header data, and the path and
//! content of the files. One that is missing or does not fit costs time, never a figure: the unit is then assessed. Decisions by auditors,
//! platform exports and the Parquet ledger look at single lines, so runs with them assess every unit.

use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    checks::region::columns::CrossUnit,
    decisions::open_disputes::OpenDispute,
    model::{Finding, Severity, report::UnitSummary},
    policy::pack::Policy,
    publish::manifest::{self, OutputEntry},
    run::{
        context::UnitContext,
        options::AuditOptions,
        provenance::Basis,
        region::NotedFinding,
        store::{ReadingStore, StoreError},
    },
    tables::vocabulary::Layouts,
    units::{
        assemble::{FileRecord, UnitWork},
        placing::{PathHints, Placed},
    },
};

/// What the region needs of a unit, and the files that its report is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitMemo {
    /// The unit's entry in the region.
    #[serde(with = "as_json")]
    pub summary: UnitSummary,
    /// Its findings.
    pub findings: Vec<FindingMemo>,
    /// Its open disputes.
    pub open: Vec<OpenDispute>,
    /// Its files below OUT, sorted by path.
    pub outputs: Vec<OutputEntry>,
}

/// A finding with what ranks it beside it: of nearly all no more is asked, and their evidence is long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingMemo {
    open: bool,
    severity: Severity,
    amount_fen: Option<i64>,
    key: String,
    json: String,
}

impl FindingMemo {
    /// Of a finding.
    ///
    /// # Errors
    /// None that is known: a finding is written into every report.
    pub fn of(finding: &Finding) -> Result<Self, serde_json::Error> {
        Ok(Self {
            open: finding.waived.is_none(),
            severity: finding.severity,
            amount_fen: finding.amount_fen,
            key: finding.key.clone(),
            json: serde_json::to_string(finding)?,
        })
    }
}

impl NotedFinding for FindingMemo {
    fn is_open(&self) -> bool {
        self.open
    }
    fn rank(&self) -> (Severity, Option<i64>, &str) {
        (self.severity, self.amount_fen, &self.key)
    }
    fn whole(&self) -> Option<Finding> {
        sonic_rs::from_str(&self.json).ok()
    }
}

/// Types that leave fields out, inside what is packed.
mod as_json {
    use serde::{Deserialize as _, Deserializer, Serialize, Serializer, de, de::DeserializeOwned, ser};

    pub fn serialize<T: Serialize, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&serde_json::to_string(value).map_err(ser::Error::custom)?)
    }

    pub fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        let text = <&str>::deserialize(from)?;
        sonic_rs::from_str(text).map_err(de::Error::custom)
    }
}

/// What the run needs of a workbook beside its lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct FileMemo {
    rows: u64,
    lines: u64,
    rejected: u64,
    fates: BTreeMap<String, u64>,
    hints: PathHints,
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
        let lines_wanted = options.overrides.is_some()
            || options.ledger.is_some()
            || options.from_ledger.is_some()
            || options.classified
            || !options.platform_exports.is_empty();
        if !options.keep_readings || options.templates.is_some() || lines_wanted {
            return None;
        }
        let mut hash = Key::new("options");
        hash.text(manifest::PROGRAM);
        hash.text(policy.fingerprint());
        hash.text(&layouts.fingerprint().to_string());
        hash.text(basis.registry.as_ref().map_or("", |r| &r.sha256));
        // The derived texts name every field: a new one changes them without anybody remembering this place.
        hash.text(&format!(
            "{:?}",
            (options.period, options.extend_policy, options.formats, options.lang)
        ));
        hash.text(&format!("{:?}", (&options.limits, &options.checks)));
        Some(Self { base: hash.done(), store })
    }

    /// What is known of a workbook with this path, content and size. `None`: its reading has to be looked at.
    #[must_use]
    pub fn recall_file(&self, path: &Arc<str>, sha256: [u8; 32], size: u64) -> Option<FileRecord> {
        let memo: FileMemo = self.store.noted(&self.file_key(path, &sha256))?;
        self.store.uses(&sha256);
        Some(FileRecord {
            sha256,
            size,
            reused: true,
            rows: memo.rows,
            lines: memo.lines,
            rejected: memo.rejected,
            fates: memo.fates,
            units: memo.units,
            unplaced: memo.unplaced,
            ..FileRecord::new(Arc::clone(path), memo.hints)
        })
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
            hints: record.hints.clone(),
            units: record.units.clone(),
            unplaced: record.unplaced,
        };
        self.store.note(&self.file_key(&record.path, &record.sha256), &memo)
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
    pub fn note_unit(
        &self,
        key: &[u8; 32],
        (summary, findings, open): (&UnitSummary, &[Finding], &[OpenDispute]),
        outputs: Vec<OutputEntry>,
    ) -> Result<(), StoreError> {
        let Ok(findings) = findings.iter().map(FindingMemo::of).collect() else {
            return Ok(());
        };
        let memo = UnitMemo {
            summary: summary.clone(),
            findings,
            open: open.to_vec(),
            outputs,
        };
        self.store.note(key, &memo)
    }

    fn file_key(&self, path: &str, sha256: &[u8; 32]) -> [u8; 32] {
        let mut hash = Key::new("file");
        hash.bytes(&self.base);
        hash.text(path);
        hash.bytes(sha256);
        hash.done()
    }

    /// Everything that [`crate::run::context::assess_unit`] looks at, beside what [`Self::open`] has hashed; `others`: what the ledgers of the
    /// other units say of this one. Derived hashes name every field: a new one changes them without anybody remembering this place.
    #[must_use]
    pub fn unit_key(&self, kind: &str, work: &UnitWork, cx: &UnitContext<'_>, others: impl Hash) -> [u8; 32] {
        let mut key = Key::new(kind);
        key.bytes(&self.base);
        others.hash(&mut key);
        (cx.run, &work.key, &work.name, &work.county, &work.path).hash(&mut key);
        for index in &work.files {
            let file = &cx.files[*index];
            // Whether a file is shared decides which of its issues are this unit's.
            (&file.path, &file.sha256, &file.outcome, &file.units, cx.copies.get(index)).hash(&mut key);
        }
        let merged = cx.merged.iter().filter(|(_, to)| **to == work.key);
        merged.for_each(|pair| pair.hash(&mut key));
        key.done()
    }
}

/// SHA-256 over parts, each with its length or its end, so that no two lists of parts are one text.
struct Key(Sha256);

impl Key {
    fn new(kind: &str) -> Self {
        let mut key = Self(Sha256::new());
        key.text("bangfu memo 3");
        key.text(kind);
        key
    }
    fn bytes(&mut self, part: &[u8]) {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
    }
    fn text(&mut self, part: &str) {
        self.bytes(part.as_bytes());
    }
    fn done(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

impl Hasher for Key {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
    /// Nobody asks for so short a one.
    fn finish(&self) -> u64 {
        0
    }
}
