//! One input of a ledger, and the names of the parts that hold inputs.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use sha2::{Digest, Sha256};

use crate::{
    formats::Unreadable,
    inbox::discover::Discovery,
    rows::reading::{READER_VERSION, Reading},
    text::hex::hex,
};

/// What an input came to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    /// Read.
    Read(Arc<Reading>),
    /// Opened, and no workbook that can be read.
    Unreadable(Unreadable),
    /// Could not even be looked into while searching the inbox.
    Unopened(Unreadable),
    /// No workbook; the reason's code.
    Ignored(String),
}

/// One input of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// Path below the inbox.
    pub path: Arc<str>,
    /// Content hash; zeros when it could not be opened.
    pub sha256: [u8; 32],
    /// Bytes.
    pub size: u64,
    /// What came of it.
    pub content: Content,
}

impl Entry {
    /// The word in the column `outcome`.
    pub fn outcome(&self) -> &'static str {
        match self.content {
            Content::Read(_) => "read",
            Content::Unreadable(_) => "quarantined",
            Content::Unopened(_) => "unopened",
            Content::Ignored(_) => "ignored",
        }
    }

    /// The reason's code, of what was not read.
    pub fn reason(&self) -> Option<&str> {
        match &self.content {
            Content::Unreadable(why) | Content::Unopened(why) => Some(why.code()),
            Content::Ignored(reason) => Some(reason),
            Content::Read(_) => None,
        }
    }

    /// Rows that hold a cell, lines, rejected rows.
    pub fn counts(&self) -> [u64; 3] {
        let Content::Read(r) = &self.content else { return [0; 3] };
        let rows = r.sheets.iter().map(|s| u64::from(s.rows)).sum();
        [rows, r.lines.len() as u64, r.rejected.len() as u64]
    }
}

/// Name of a part: which record it replaces, and under which name its lines stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartName {
    /// `files/part-<record>.parquet`.
    pub record: String,
    /// `lines/…/part-<part>.parquet`, and the column `part`.
    pub part: String,
}

impl PartName {
    /// Of one input: the record by its path, so that a changed file replaces what was read of it before; the lines by the content too, so that
    /// the old ones stand until the new record does.
    pub fn of_one(entry: &Entry, layouts: &str) -> Self {
        let record = short(&[entry.path.as_bytes(), entry.outcome().as_bytes()]);
        let content = short(&[&entry.sha256, &READER_VERSION.to_le_bytes(), layouts.as_bytes()]);
        Self {
            part: format!("{record}-{}", &content[..12]),
            record,
        }
    }

    /// Of many inputs in path order.
    pub fn of_many(entries: &[Entry], layouts: &str) -> Self {
        let mut hash = Sha256::new();
        for e in entries {
            hash.update(e.path.as_bytes());
            hash.update([0]);
            hash.update(e.sha256);
        }
        let all = hash.finalize();
        let name = short(&[&all, &READER_VERSION.to_le_bytes(), layouts.as_bytes()]);
        Self {
            record: name.clone(),
            part: name,
        }
    }
}

fn short(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for p in parts {
        hash.update((p.len() as u64).to_le_bytes());
        hash.update(p);
    }
    hex(&hash.finalize())[..20].to_owned()
}

/// Year and month of a partition; `(0, 0)` where the file alone does not tell.
pub(crate) type Partition = (i16, i8);

/// Where the lines of a part in one month stand.
pub(crate) fn lines_path(folder: &Path, month: Partition, part: &str) -> PathBuf {
    let (year, month) = month;
    folder
        .join("lines")
        .join(format!("year={year}"))
        .join(format!("month={month}"))
        .join(format!("part-{part}.parquet"))
}

/// What was found in an inbox and not read.
pub(crate) fn unread(inputs: &Discovery) -> Vec<Entry> {
    let entry = |path: &Arc<str>, content| Entry {
        path: path.clone(),
        sha256: [0; 32],
        size: 0,
        content,
    };
    let unopened = inputs.quarantined.iter().map(|(p, why)| entry(p, Content::Unopened(why.clone())));
    let ignored = inputs.ignored.iter().map(|i| entry(&i.path, Content::Ignored(i.reason.clone())));
    unopened.chain(ignored).collect()
}
