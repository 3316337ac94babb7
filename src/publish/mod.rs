//! TODO room.

pub(crate) mod build;
pub(crate) mod exchange;
pub(crate) mod foreign_files;
pub(crate) mod lock;
pub mod manifest;
pub(crate) mod replaceable;
pub(crate) mod reserved_paths;
pub(crate) mod tree;
pub mod work_folder;
