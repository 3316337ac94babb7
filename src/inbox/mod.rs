//! Inboxes → the workbooks in them ([`input_file::InputFile`]) and their bytes, each of one version though somebody may be writing.
//!
//! `discover` searches folders and files, `archive` zips. What is no workbook is listed, what cannot be read is quarantined with its reason
//! (`unreadable_words` says it to people), and what a run wrote (`outputs`, `own_output`) is passed over, so that no purchase counts twice.

mod archive;
pub mod discover;
pub(crate) mod file_kinds;
pub mod input_file;
pub mod outputs;
pub mod own_output;
pub(crate) mod stable_read;
pub mod unreadable_words;
