//! The ledger (docs/ledger.md): what reading gives, as Parquet, written by any number of machines and assessed later.
//!
//! In: inputs with their readings, or a folder that holds them. Out: the folder, or the inputs again; and what SQL needs of one policy and month.
//!
//! ```text
//! DIR/files/part-P.parquet                      one row an input: its fate, and all of its reading but the lines (JSON)
//! DIR/lines/year=2024/month=3/part-Q.parquet    one row a line, as read
//! DIR/facts|submitted|units|terms/run=R/…       one policy's and month's view of them, for SQL
//! DIR/_run.json                                 the audit that wrote the whole of it (folder.rs)
//! ```
//!
//! A row of `files` is the record that a reading is complete: it is renamed into place after the lines. Lines whose part no row of `files`
//! names do not count. Nothing here depends on who else writes: a list read twice, or a task that was killed and tried again, leaves the
//! same files with the same bytes.

pub(crate) mod entry;
pub(crate) mod facts;
pub(crate) mod folder;
pub(crate) mod load;
pub(crate) mod parallel;
pub(crate) mod parquet;
pub(crate) mod rows;
pub(crate) mod sql;
pub(crate) mod table;
pub(crate) mod write;

/// Tables of a ledger, by their folders.
pub(crate) const TABLES: [&str; 6] = ["files", "lines", "facts", "submitted", "units", "terms"];
