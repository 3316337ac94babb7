//! Files that are broken, disguised or made to hurt: each has an outcome with its reason, none costs more than what it really holds.

mod bombs;
mod disguise;
mod files;
mod memory;
mod mutations;
#[cfg(target_os = "linux")]
mod peak;
mod program;
#[cfg(unix)]
mod reread;
#[cfg(unix)]
mod text;
